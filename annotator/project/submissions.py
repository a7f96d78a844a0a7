"""Submissions: sets that were handed in as files are added to a project, each where it belongs.

Of two states of an annotator's work on a document it is known which one continues the other.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SegmentedDocument, Sentence, SetForm, Status
from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.model.resegmentation import same_sentences
from annotator.storage import documents, layout, strict_yaml
from annotator.storage import sets as annotation_files
from annotator.storage.document_index import DocumentIndex
from annotator.storage.files import Fingerprint, replace_file, visible_files_below
from annotator.storage.headers import format_in
from annotator.storage.layout import document_files
from annotator.storage.locks import lock_files
from annotator.storage.sets import read_set
from annotator.storage.system import make_folder


class SubmissionRelation(StrEnum):
    """How what is handed in stands to what is there."""

    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    DIVERGED = "apart"


def compare_submission(there: AnnotationSet, handed_in: AnnotationSet) -> SubmissionRelation:
    """How a set that is handed in stands to the one that is there.

    A file does not say when it was made, and the time that a mail program or a learning platform
    gives it is not to be trusted. So the one goes on from the other only where it holds all that
    the other decided, and more; where each holds what the other does not, nobody can tell. What a
    finished pass holds is not changed any more.
    """
    if there == handed_in:
        return SubmissionRelation.SAME
    if there.status is Status.FINISHED:
        return SubmissionRelation.OLDER
    grows, shrinks = _continues(there, handed_in), _continues(handed_in, there)
    if grows and (not shrinks or handed_in.status is not None):
        return SubmissionRelation.NEWER
    return SubmissionRelation.OLDER if shrinks else SubmissionRelation.DIVERGED


def _continues(earlier: AnnotationSet, later: AnnotationSet) -> bool:
    if earlier.status is Status.FINISHED or earlier.codebook != later.codebook:
        return False
    if earlier.status is not None and earlier.status is not later.status:
        return False
    if any(each not in later.sources for each in earlier.sources if each.concerned):
        return False
    there = {each.id: each for each in later.sentences}
    return all(
        _has_no_decisions(each) or _is_same_decision(earlier, each, later, there.get(each.id))
        for each in earlier.sentences
    )


def _has_no_decisions(sentence: Sentence) -> bool:
    return replace(sentence, seconds=None) == sentence.without_decisions


def _is_same_decision(
    earlier: AnnotationSet, one: Sentence, later: AnnotationSet, other: Sentence | None
) -> bool:
    if other is None or earlier.source_of(one) != later.source_of(other):
        return False
    return replace(one, seconds=None, source=None) == replace(other, seconds=None, source=None)


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """What became of a file that was handed in.

    Attributes:
        file: It.
        path: Where in the project it belongs; None where that could not be told.
        reason: Why it was not taken; None where it was, or is there already.
        collected: Whether it was taken.
    """

    file: Path
    path: Path | None = None
    reason: str | None = None
    collected: bool = False


class SubmissionCollector:
    """Takes file after file into a project.

    Args:
        folder: The project's folder; hold it with `project_store.lock_project`.
        project: What its head file says.
        changed: Whether to take also what decides otherwise than what is there.
        write: Whether to write; without, it is only said what would be.

    Raises:
        DataError: A document of the project cannot be read.
    """

    def __init__(
        self, folder: Path, project: Project, *, changed: bool = False, write: bool = True
    ) -> None:
        self._folder, self._changed, self._write = folder, changed, write
        self._project = project
        self._documents = DocumentIndex.from_paths(document_files(folder)).by_hash
        self._cuts: dict[str, SegmentedDocument] = {}

    def collect(self, file: Path) -> SubmissionResult:
        """Take in one file, or say why not."""
        try:
            _require_a_set(file)
            annotations, _ = read_set(file)
            segmented = self._cut_of(annotations)
            place = self._place(file, annotations, segmented)
            return self._put(file, place, annotations)
        except DataError as refusal:
            # The file's own name is said beside it.
            said = (each._replace(file=None) for each in refusal.problems)
            return SubmissionResult(file, reason="; ".join(map(str, said)))

    def _cut_of(self, annotations: AnnotationSet) -> SegmentedDocument:
        if annotations.form is not SetForm.ANNOTATIONS:
            raise DataError(f"it is no annotation set but of the form {annotations.form}")
        document = self._documents.get(annotations.document.sha256)
        if document is None:
            raise DataError(
                f"no document of the project has the text that it is on "
                f"(“{annotations.document.id}”); was the article changed?"
            )
        if document not in self._cuts:
            path = layout.document_path(self._folder, document)
            self._cuts = {document: documents.load(path)}
        segmented = self._cuts[document]
        if not same_sentences(annotations, segmented):
            raise DataError("its sentences are cut otherwise than those of the document")
        return segmented

    def _place(self, file: Path, annotations: AnnotationSet, segmented: SegmentedDocument) -> Path:
        name = layout.registered_name(self._folder, self._project, annotations.annotator)
        document = segmented.article.document.id
        number = layout.submitted_pass_number(file.name, document, name)
        return layout.annotations_path(self._folder, name, document, number)

    def _put(self, file: Path, place: Path, annotations: AnnotationSet) -> SubmissionResult:
        document = self._documents[annotations.document.sha256]
        own = replace(annotations, document=self._cuts[document].article.document)
        expected = None
        if place.exists():
            there, data = read_set(place)
            relation = compare_submission(there, own)
            if relation is SubmissionRelation.SAME:
                return SubmissionResult(file, place)
            reason = _FINISHED if there.status is Status.FINISHED else _REASONS.get(relation)
            if reason and not (self._changed and relation is SubmissionRelation.DIVERGED):
                return SubmissionResult(file, place, reason)
            expected = Fingerprint.from_bytes(data)
        if self._write:
            make_folder(place.parent)
            with ExitStack() as stack:
                lock_files(stack, [place])
                replace_file(place, annotation_files.render(own), expected)
        return SubmissionResult(file, place, collected=True)


_FINISHED = "the one in the project is marked finished, and differs; a finished pass stays as it is"
_REASONS = {
    SubmissionRelation.OLDER: "the one in the project goes on from it",
    SubmissionRelation.DIVERGED: (
        "it decides otherwise than the one in the project, and which is newer cannot be told; "
        "--changed takes it"
    ),
}


def _require_a_set(file: Path) -> None:
    """Refuse what is none of our files; a learning platform may give ours another ending."""
    if layout.is_yaml(file):
        return
    data = strict_yaml.read_bytes(file)
    if data.startswith(b"PK"):
        raise DataError("it is an archive or an office document; unpack it, and collect again")
    if format_in(data, str(file)) is None:
        raise DataError("it is no annotation set, whose format is “attribution-annotations”")


def submitted_files(folder: Path) -> Iterator[Path]:
    """The files in a folder and its folders, hidden ones aside, in the order of their names."""
    yield from visible_files_below(folder)
