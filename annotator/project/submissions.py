"""Submissions: adds sets that were submitted as files to a project, each in its place.

It can also tell which of two states of an annotator's work continues the other.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SegmentedDocument, Sentence, SetForm, Status
from annotator.model.errors import DataError
from annotator.model.person_matching import PersonIndex
from annotator.model.project import Project
from annotator.model.resegmentation import same_sentences
from annotator.project.people import SubmitterIndex
from annotator.storage import documents, layout, strict_yaml
from annotator.storage import sets as annotation_files
from annotator.storage.articles import read_article
from annotator.storage.files import Fingerprint, replace_file, visible_files_below
from annotator.storage.headers import DocumentIndex, format_in
from annotator.storage.layout import document_files
from annotator.storage.locks import lock_files
from annotator.storage.sets import read_set
from annotator.storage.system import make_folder


class SubmissionRelation(StrEnum):
    """How a submitted set relates to the set in the project."""

    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    DIVERGED = "apart"


def compare_submission(there: AnnotationSet, submitted: AnnotationSet) -> SubmissionRelation:
    """How a submitted set relates to the one in the project.

    A file does not record when it was made, and the time that a mail program or a learning platform
    gives it is not reliable. So one set continues the other only if it has all decisions of the
    other, and more. If each has decisions that the other lacks, the order is unknown. A finished
    pass never changes.
    """
    if there == submitted:
        return SubmissionRelation.SAME
    if there.status is Status.FINISHED:
        return SubmissionRelation.OLDER
    grows, shrinks = _continues(there, submitted), _continues(submitted, there)
    if grows and (not shrinks or submitted.status is not None):
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
    """The result for a submitted file.

    Attributes:
        file: The file.
        path: Its path in the project, or None if that is not known.
        reason: Why it was not collected; None if it was, or if the project already has it.
        collected: Whether it was collected.
    """

    file: Path
    path: Path | None = None
    reason: str | None = None
    collected: bool = False


class SubmissionCollector:
    """Adds submitted files to a project, one by one.

    Args:
        folder: The project's folder. Lock it with `lock_project` first.
        project: The project, as its file describes it.
        changed: Whether to collect sets that have diverged from the one in the project.
        write: Whether to write files; if not, only report what would be written.
        roster: The people of the course. A name that is typed differently is matched with them.

    Raises:
        DataError: A document of the project cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        project: Project,
        *,
        changed: bool = False,
        write: bool = True,
        roster: PersonIndex | None = None,
    ) -> None:
        self._folder, self._changed, self._write = folder, changed, write
        self._project = project
        self._submitters = SubmitterIndex(folder, project, roster)
        self._documents = DocumentIndex.from_paths(document_files(folder)).by_hash
        self._cuts: dict[str, SegmentedDocument] = {}

    def collect(self, file: Path) -> SubmissionResult:
        """Add one file to the project, or give the reason why not."""
        try:
            _require_a_set(file)
            annotations = self._under_own_name(read_set(file)[0])
            segmented = self._cut_of(annotations)
            place = self._place(file, annotations, segmented)
            return self._put(file, place, annotations)
        except DataError as refusal:
            # The message does not repeat the file's name, which is shown next to it.
            said = (each._replace(file=None) for each in refusal.problems)
            return SubmissionResult(file, reason="; ".join(map(str, said)))

    def is_article(self, file: Path) -> bool:
        """Whether this is the article of a document of the project, next to its sets."""
        if file.suffix.lower() not in layout.TEXT_ENDINGS:
            return False
        try:
            return read_article(file).article.document.sha256 in self._documents
        except DataError:
            return False

    def _cut_of(self, annotations: AnnotationSet) -> SegmentedDocument:
        if annotations.form is not SetForm.ANNOTATIONS:
            raise DataError(f"The form of this file is {annotations.form}, not an annotation set.")
        document = self._documents.get(annotations.document.sha256)
        if document is None:
            raise DataError(
                f"No document of the project has the text of its article "
                f"(“{annotations.document.id}”). Check whether the article was changed."
            )
        if document not in self._cuts:
            path = layout.document_path(self._folder, document)
            self._cuts = {document: documents.load(path)}
        segmented = self._cuts[document]
        if not same_sentences(annotations, segmented):
            raise DataError("Its sentences are split differently from the project's document.")
        return segmented

    def _under_own_name(self, annotations: AnnotationSet) -> AnnotationSet:
        """The set under the name that the project has for the person who made it."""
        name = self._submitters.name_in_project(annotations.annotator)
        return replace(annotations, annotator=name)

    def _registered_name(self, name: str) -> str:
        try:
            return layout.registered_name(self._folder, self._project, name)
        except DataError as refusal:
            possible = self._submitters.possible_people(name)
            if not possible:
                raise
            raise DataError(
                f"“{name}” is not an annotator in {self._folder}. It may be "
                f"{' or '.join(possible)}. Say who it is with `annotator roster`."
            ) from refusal

    def _place(self, file: Path, annotations: AnnotationSet, segmented: SegmentedDocument) -> Path:
        name = self._registered_name(annotations.annotator)
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


_FINISHED = (
    "The project has a different set that is marked finished. A finished pass never changes."
)
_REASONS = {
    SubmissionRelation.OLDER: "The project already has a later state of this work.",
    SubmissionRelation.DIVERGED: (
        "It differs from the set in the project, and it is not clear which is newer. "
        "To replace that set, use --changed."
    ),
}


def _require_a_set(file: Path) -> None:
    """Raise DataError for other files. A learning platform may change a set's file extension."""
    if layout.is_yaml(file):
        return
    data = strict_yaml.read_bytes(file)
    if data.startswith(b"PK"):
        raise DataError("This is an archive or an office document. Unpack it and collect again.")
    if format_in(data, str(file)) is None:
        raise DataError(
            "This is not an annotation set. Its format is not “attribution-annotations”."
        )


def submitted_files(folder: Path) -> Iterator[Path]:
    """The visible files in a folder and its subfolders, in the order of their names."""
    yield from visible_files_below(folder)
