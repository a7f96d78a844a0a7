"""Resegment a document: split or join its sentences in the document and in all its sets."""

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
    """A set that was carried over to the new sentences.

    Attributes:
        path: Its file.
        lost: What could not be carried over, as messages for a person.
    """

    path: Path
    lost: tuple[str, ...]


def resegment_in_project(
    folder: Path, document: str, changes: Sequence[BoundaryEdit], codebook: Codebook, *, write: bool
) -> list[ResegmentedFile]:
    """Split or join sentences of a document, in the document and in all its sets.

    Args:
        folder: The project's folder; lock it with `project_store.lock_project`.
        document: The document's id.
        changes: The changes, in the order in which they are made.
        codebook: The project's codebook.
        write: Whether to write the files; if not, this is a preview.

    Raises:
        DataError: It cannot be done for all files; none was changed.
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
                    "its sentences differ from those of the document, so it cannot be changed with "
                    "it. Run `annotator check` for details."
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
    """The edit for a change as a person names it.

    Args:
        segmented: The document.
        kind: "split" or "join".
        sentence: The id of the sentence to split, or to join with the next one.
        words: The first words of the right half.
        offset: Instead of words, where the right half begins, in code points of the document.

    Raises:
        DataError: There is no such sentence, or the words are not in it exactly once.
    """
    ids = [each.id for each in segmented.sentences]
    if sentence not in ids:
        raise DataError(f"{sentence} does not exist. Sentences run from {ids[0]} to {ids[-1]}.")
    position = ids.index(sentence)
    here = segmented.sentences[position]
    if kind == "join":
        if position + 1 == len(ids):
            raise DataError(f"{sentence} is the last sentence, so it has no next one to join")
        between = segmented.article.text[here.span[1] : segmented.sentences[position + 1].span[0]]
        return JoinSentences(sentence, between)
    if offset is not None:
        return SplitSentence(sentence, offset)
    times = here.text.count(words) if words.strip() else 0
    if times != 1:
        wrong = f"contains “{words}” {times} times" if times else f"does not contain “{words}”"
        raise DataError(f"{sentence} {wrong}. Choose words that appear in it once.")
    return SplitSentence(sentence, here.span[0] + here.text.index(words))
