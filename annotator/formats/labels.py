"""What a label of another tool is here."""

from collections.abc import Mapping
from enum import StrEnum

from annotator.formats.values import Taking
from annotator.model.codebook import PARTS, Codebook
from annotator.model.faults import Fault, Refused
from annotator.model.names import folded


class Mark(StrEnum):
    """What a label can be besides a tag or a part."""

    SENTENCE = "sentence"
    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"
    IGNORE = "ignore"


def meaning(label: str, taking: Taking) -> str | None:
    """The tag, part or `Mark` that a label is; None where nothing here is called that.

    The options say so first; then a label is what has the same id or name, case aside.
    """
    if label in taking.labels:
        return taking.labels[label]
    wanted = folded(label)
    for tag in taking.codebook.tags:
        if wanted in {folded(tag.id), folded(tag.name)}:
            return tag.id
    plain = wanted.replace(" ", "-").replace("_", "-")
    known = {*PARTS, *Mark, *taking.codebook.by_id}
    return plain if plain in known else None


def refuse_unknown(labels: Mapping[str, str], codebook: Codebook, file: str) -> None:
    """See that every label of a mapping stands for something that there is.

    Raises:
        Refused: With every entry that does not.
    """
    known = [*codebook.by_id, *PARTS, *Mark]
    faults = [
        Fault(f"“{meant}” is none of {', '.join(known)}", file, path=label)
        for label, meant in labels.items()
        if meant not in known
    ]
    if faults:
        raise Refused(faults)
