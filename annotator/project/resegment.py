"""Resegment a document: split and join its sentences, in it and in every set on it, all or none."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.edits import JoinSentences, SplitSentence
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.resegmentation import (
    BoundaryEdit,
    resegment_sentences,
    resegment_set,
    same_sentences,
)
from annotator.storage import documents, layout, strict_yaml
from annotator.storage import sets as annotation_files
from annotator.storage.layout import document_set_files
from annotator.storage.locks import lock_files
from annotator.storage.sets import read_set
from annotator.storage.transactions import FileWrite, apply_writes


@dataclass(frozen=True, slots=True)
class ResegmentedFile:
    """A set that was carried over to the sentences as they are now.

    Attributes:
        path: Its file.
        lost: What could not be carried over, in words for a person.
    """

    path: Path
    lost: tuple[str, ...]


def resegment_in_project(
    folder: Path, document: str, changes: Sequence[BoundaryEdit], codebook: Codebook, *, write: bool
) -> list[ResegmentedFile]:
    """Split and join sentences of a document, in it and in every set on it.

    Args:
        folder: The project's folder; hold it with `project_store.lock_project`.
        document: The document's id.
        changes: In the order in which they are made.
        codebook: The project's.
        write: Whether to write it; without, it is only said what would be.

    Raises:
        DataError: It cannot be done for all of them; no file has changed.
    """
    place = layout.find_document(folder, document)
    paths = document_set_files(folder, document)
    with ExitStack() as stack:
        lock_files(stack, paths)
        data = strict_yaml.read_bytes(place)
        before = documents.parse(data, str(place))
        after = resegment_sentences(before, changes, codebook)
        writes = [FileWrite(place, data, documents.render(after))]
        carried = []
        for path, annotations, bytes_ in _read(paths, before):
            result = resegment_set(annotations, changes, codebook)
            rendered = annotation_files.render(result.annotations)
            writes.append(FileWrite(path, bytes_, rendered))
            carried.append(ResegmentedFile(path, result.lost))
        if write:
            apply_writes(folder, writes)
    return carried


def _read(
    paths: Sequence[Path], segmented: SegmentedDocument
) -> Iterator[tuple[Path, AnnotationSet, bytes]]:
    problems, found = ProblemCollector(), []
    for path in paths:
        with problems:
            annotations, data = read_set(path)
            if not same_sentences(annotations, segmented):
                message = (
                    "its sentences are not those of the document, so they cannot be cut alike; "
                    "`annotator check` says more"
                )
                raise DataError(Problem(message, str(path)))
            found.append((path, annotations, data))
    problems.raise_any()
    yield from found


def parse_change(
    segmented: SegmentedDocument,
    kind: str,
    sentence: str,
    words: str = "",
    offset: int | None = None,
) -> BoundaryEdit:
    """A change as a person names it.

    Args:
        segmented: The document.
        kind: "split" or "join".
        sentence: The id of the sentence that is split, or joined with the one after it.
        words: The first words of the right half.
        offset: Else where the right half begins, in code points of the document's text.

    Raises:
        DataError: There is no such sentence, or the words are not in it once.
    """
    ids = [each.id for each in segmented.sentences]
    if sentence not in ids:
        raise DataError(f"there is no sentence {sentence}; they run from {ids[0]} to {ids[-1]}")
    position = ids.index(sentence)
    here = segmented.sentences[position]
    if kind == "join":
        if position + 1 == len(ids):
            raise DataError("the last sentence has none after it to be joined with")
        between = segmented.article.text[here.span[1] : segmented.sentences[position + 1].span[0]]
        return JoinSentences(sentence, between)
    if offset is not None:
        return SplitSentence(sentence, offset)
    times = here.text.count(words) if words.strip() else 0
    if times != 1:
        often = f"{times} times" if times else "not"
        raise DataError(f"“{words}” stands {often} in {sentence}; give words that stand there once")
    return SplitSentence(sentence, here.span[0] + here.text.index(words))
