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
from annotator.model.platform_names import PlatformName, PlatformSubmission, platform_name
from annotator.model.project import Project
from annotator.model.resegmentation import same_sentences
from annotator.project.people import SubmitterIndex
from annotator.storage import documents, layout, platform_names, strict_yaml
from annotator.storage import sets as annotation_files
from annotator.storage.archives import MAX_FILE_BYTES, read_archive
from annotator.storage.articles import article_from, read_article
from annotator.storage.files import Fingerprint, overwrite, replace_file, visible_files_below
from annotator.storage.headers import DocumentIndex, format_in
from annotator.storage.layout import document_files
from annotator.storage.locks import lock_files
from annotator.storage.sets import read_set
from annotator.storage.sittings import make_private_folders
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
        late: Whether the platform's name for the file says that it was late.
    """

    file: Path
    path: Path | None = None
    reason: str | None = None
    collected: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """A file from a folder or from a zip file.

    Attributes:
        path: Its path, or its name in the zip file.
        data: Its content in the zip file; None if it is read from `path`.
        problem: Why its content was not read.
    """

    path: Path
    data: bytes | None = None
    problem: str | None = None

    @property
    def platform_name(self) -> PlatformName | None:
        """What the platform's name for it says; None if no platform named it."""
        return platform_name(self.path.as_posix())

    def read(self) -> bytes:
        """Its content.

        Raises:
            DataError: It cannot be read.
        """
        if self.problem is not None:
            raise DataError(self.problem)
        return strict_yaml.read_bytes(self.path) if self.data is None else self.data


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
        self._stored = self._submissions = platform_names.load(folder)

    def collect(self, file: SubmittedFile) -> SubmissionResult:
        """Add one file to the project, or give the reason why not."""
        named = file.platform_name
        try:
            data = _set_data(file)
            annotations = self._under_own_name(annotation_files.parse(data, str(file.path)))
            segmented = self._cut_of(annotations)
            place = self._place(file.path, annotations, segmented)
            self._refuse_another_person(named, place, segmented)
            result = self._put(file.path, place, annotations)
        except DataError as refusal:
            # The message does not repeat the file's name, which is shown next to it.
            said = (each._replace(file=None) for each in refusal.problems)
            return SubmissionResult(file.path, reason="; ".join(map(str, said)))
        if named is None:
            return result
        if result.reason is None:
            document = segmented.article.document.id
            entry = PlatformSubmission(annotations.annotator, document, named)
            self._submissions = self._submissions.with_entry(entry)
        return replace(result, late=named.late)

    def save_platform_names(self) -> None:
        """Remember the platform's names, so that feedback can go back to the same students.

        Raises:
            DataError: They cannot be written.
        """
        if not self._write or self._submissions == self._stored:
            return
        path = layout.submitted_names_path(self._folder)
        make_private_folders(self._folder)
        make_folder(path.parent)
        overwrite(path, platform_names.render(self._submissions))
        self._stored = self._submissions

    def _refuse_another_person(
        self, named: PlatformName | None, place: Path, segmented: SegmentedDocument
    ) -> None:
        """Raise DataError if the platform says that this annotator's work is another student's."""
        if named is None:
            return
        document = segmented.article.document.id
        other = self._submissions.find(layout.set_owner(place), document)
        if other is not None and not named.is_same_person(other):
            raise DataError(
                f"It has the same annotator's name as the work that “{other.person}” "
                f"({other.person_id}) submitted, but it came from “{named.person}” "
                f"({named.person_id}). Correct the annotator's name in one of the two files."
            )

    def is_article(self, file: SubmittedFile) -> bool:
        """Whether this is the article of a document of the project, next to its sets."""
        if file.path.suffix.lower() not in layout.TEXT_ENDINGS or file.problem is not None:
            return False
        try:
            reading = (
                read_article(file.path)
                if file.data is None
                else article_from(file.data, str(file.path))
            )
        except DataError:
            return False
        return reading.article.document.sha256 in self._documents

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


def _set_data(file: SubmittedFile) -> bytes:
    """The content of a set. A learning platform may change a set's file extension.

    Raises:
        DataError: It is another file, or cannot be read.
    """
    data = file.read()
    if layout.is_yaml(file.path):
        return data
    if data.startswith(b"PK"):
        raise DataError(
            "This is a zip file or an office document. Unpack it, or collect a zip file by itself: "
            "`annotator collect DIR FILE.zip`."
        )
    if format_in(data, str(file.path)) is None:
        raise DataError(
            "This is not an annotation set. Its format is not “attribution-annotations”."
        )
    return data


_TOO_LARGE = f"It is larger than {MAX_FILE_BYTES >> 20} MB. Is it the right file?"


def submitted_files(source: Path) -> Iterator[SubmittedFile]:
    """The visible files in a folder and its subfolders or in a zip file, in order of their names.

    Raises:
        DataError: The folder or the zip file cannot be read, or the zip file is too large.
    """
    if source.is_dir():
        yield from map(SubmittedFile, visible_files_below(source))
        return
    for each in read_archive(source):
        problem = _TOO_LARGE if each.data is None else None
        yield SubmittedFile(each.path, each.data, problem)
