"""A class on disk: a project with one document, its key, and what students handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SegmentedDocument, Sentence, SetForm, Status
from annotator.storage import documents
from annotator.storage.codebooks import builtin
from annotator.storage.layout import PROJECT_FILE, annotations_path, document_path, key_path
from annotator.storage.sets import render
from annotator.storage.yaml_writer import quote
from tests.builders import BACKGROUND, CLAIM, CONFIRMATION, NON_RESPONSE, a_cut_article

TEXTS = (
    "By Ada Lovelace",
    "The port is closed.",
    "The mayor confirmed that the talks would begin.",
    "The port denied it.",
    "The owner did not respond.",
    "The port lies on the coast.",
)
TAGS = (None, CLAIM, CLAIM, CONFIRMATION, NON_RESPONSE, BACKGROUND)


def an_article() -> SegmentedDocument:
    """Six sentences, of which the first is the byline."""
    cut = a_cut_article(*TEXTS)
    first = replace(cut.sentences[0], part="byline")
    return cut._replace(sentences=(first, *cut.sentences[1:]))


def tagged(
    annotator: str, tags: Sequence[str | None], form: SetForm = SetForm.ANNOTATIONS
) -> AnnotationSet:
    """A finished set on the article, with these tags."""
    begun = an_article().new_set(annotator, builtin().reference, form)
    return replace(begun, sentences=_tagged(begun.sentences, tags), status=Status.FINISHED)


def _tagged(sentences: tuple[Sentence, ...], tags: Sequence[str | None]) -> tuple[Sentence, ...]:
    return tuple(replace(each, tag=tag) for each, tag in zip(sentences, tags, strict=True))


def a_key() -> AnnotationSet:
    """The key: the second sentence also accepts background, and is explained."""
    key = tagged("Ms Rivera", TAGS, SetForm.KEY)
    second = replace(
        key.sentences[1], accepted_tags=(BACKGROUND,), explanation="The outlet says so."
    )
    return replace(key, sentences=(key.sentences[0], second, *key.sentences[2:]), status=None)


def keep(path: Path, annotations: AnnotationSet) -> Path:
    """Put a set into its file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(annotations))
    return path


def a_class(
    folder: Path,
    students: Mapping[str, Sequence[str | None]],
    absent: Sequence[str] = (),
    key: AnnotationSet | None = None,
) -> Path:
    """A project with the article, the key and each student's finished first pass."""
    names = ", ".join(map(quote, (*students, *absent)))
    folder.mkdir(exist_ok=True)
    (folder / PROJECT_FILE).write_text(
        f"format: attribution-project/1\nannotators: [{names}]\n", "utf-8"
    )
    document = document_path(folder, "harbour")
    document.parent.mkdir()
    document.write_bytes(documents.render(an_article()))
    keep(key_path(folder, "harbour"), key or a_key())
    for name, tags in students.items():
        keep(annotations_path(folder, name, "harbour"), tagged(name, tags))
    return folder
