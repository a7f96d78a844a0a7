"""Made-up decisions to learn from, with a habit of their own that no rule knows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from annotator.model.annotation import AnnotationSet, Cue, Sentence, Source, Status
from annotator.model.codebook import CodebookReference
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.sets import render
from annotator.text.learned_suggester import ATTRIBUTED, UNATTRIBUTED, LearnedModels
from annotator.text.linear_model import LinearModel
from annotator.text.sequence_model import SequenceModel
from tests.factories import BACKGROUND, CLAIM, a_document, a_set

NAMES = ("Orr", "Penn", "Vahlov", "Sandu", "Brezan")
PLACES = ("bridge", "harbor", "school", "plant", "market")
HABIT = "grumphed"
"""A verb that the rules do not know, and with which these annotators mark their cues."""


def decided_sentence(chance: Random, source: str | None) -> Sentence:
    """A sentence of a source with the unknown verb as its cue, or one of nobody."""
    place = chance.choice(PLACES)
    if source is None:
        return Sentence("s1", (0, 0), 1, f"The {place} opened in {chance.randint(1900, 1999)}.")
    text = f"{source} {HABIT} that the {place} was closed."
    at = text.index(HABIT)
    return Sentence(
        "s1",
        (0, len(text)),
        1,
        text,
        source=source.lower(),
        tag=CLAIM,
        cue=Cue(HABIT, (at, at + len(HABIT))),
    )


def a_decided_set(
    number: int, codebook: CodebookReference, annotator: str = "Ada"
) -> AnnotationSet:
    """A set of twelve decided sentences, drawn by its number."""
    chance = Random(number)  # noqa: S311
    whose = [chance.choice((*NAMES, None, None, None)) for _ in range(12)]
    sentences = [
        replace(each, span=(0, len(each.text)), tag=each.tag or BACKGROUND, paragraph=at)
        for at, each in enumerate((decided_sentence(chance, one) for one in whose), 1)
    ]
    used = dict.fromkeys(one for one in whose if one)
    return a_set(
        *sentences,
        document=a_document(id=f"d{number}"),
        annotator=annotator,
        codebook=codebook,
        status=Status.FINISHED,
        sources=tuple(Source(one.lower(), one, "person") for one in used),
    )


def decided_sets(count: int, codebook: CodebookReference) -> Iterator[AnnotationSet]:
    """As many sets, each of a document of its own."""
    return (a_decided_set(number, codebook) for number in range(count))


def a_decided_project(folder: Path, count: int = 8) -> Path:
    """A project in which Ada has decided as many documents."""
    folder.mkdir(exist_ok=True)
    overwrite(
        layout.project_path(folder), b'format: attribution-project/1\nannotators: ["Ada", "Ben"]\n'
    )
    for each in decided_sets(count, builtin().reference):
        keep(folder, each)
    return folder


def keep(folder: Path, annotations: AnnotationSet) -> None:
    """Put a set into a project."""
    path = layout.annotations_path(folder, annotations.annotator, annotations.document.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    overwrite(path, render(annotations))


def some_models() -> LearnedModels:
    """Models by hand: sentences with the unknown verb are claims of the word before it."""
    return LearnedModels(
        LinearModel((BACKGROUND, CLAIM), (0.0, -1.0), {f"word={HABIT}": (0.0, 4.0)}),
        LinearModel((ATTRIBUTED, UNATTRIBUTED), (0.0, 4.0), {f"word={HABIT}": (8.0, 0.0)}),
        SequenceModel(
            ("O", "B-cue", "B-source"),
            ((0.0, 0.0, 0.0),) * 3,
            {
                f"word={HABIT}": (0.0, 5.0, 0.0),
                f"1:word={HABIT}": (0.0, 0.0, 5.0),
                "ending=ing": (0.5, 0.0, -0.25),
            },
        ),
    )
