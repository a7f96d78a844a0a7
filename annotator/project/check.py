"""Check a project: what a merge, a sync tool or a person left in it, and what to do about it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SegmentedDocument, SetForm
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.names import file_name
from annotator.model.project import Project, RoundAssignments
from annotator.model.resegmentation import same_sentences
from annotator.project.project_sets import placement_problem
from annotator.storage import assignments, codebooks, documents, layout, transactions
from annotator.storage.document_index import document_metadata
from annotator.storage.files import matching_paths
from annotator.storage.headers import SetHeader
from annotator.storage.layout import ASSIGNMENTS_FOLDER, PROJECT_FOLDERS, document_ids

_COPIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # What Dropbox and Nextcloud keep, with the device and the date in brackets.
        r"^(?P<stem>.+?) ?\((?:[^()]*conflict[^()]*)\)(?P<ending>\.ya?ml)$",
        # What Syncthing keeps, with the date and the device in the name.
        r"^(?P<stem>.+?)\.sync-conflict-[^.]*(?P<ending>\.ya?ml)$",
        # What Google Drive, browsers and the Finder number.
        r"^(?P<stem>.+?) (?:\([0-9]+\)|[0-9]+|copy(?: [0-9]+)?|- copy)(?P<ending>\.ya?ml)$",
        r"^Copy of (?P<stem>.+?)(?P<ending>\.ya?ml)$",
        # Where a save of ours found that the file had been changed elsewhere.
        r"^(?P<stem>.+?)\.conflict-[0-9]+(?P<ending>\.ya?ml)$",
        # git mergetool and others.
        r"^(?P<stem>.+?)[._](?:BACKUP|BASE|LOCAL|REMOTE)[._][0-9]+(?P<ending>\.ya?ml)$",
        r"^(?P<stem>.+?)(?P<ending>\.ya?ml)(?:\.orig|\.rej|\.mine|\.r[0-9]+|~)$",
    )
)


def original_name(name: str) -> str | None:
    """The name of the file that a file of this name is a copy of; None where it is none."""
    found = next((match for each in _COPIES if (match := each.match(name))), None)
    return f"{found['stem']}{found['ending']}" if found else None


def is_project_file(path: Path) -> bool:
    """Whether a file lies in one of the rooms of a project, where every file is ours."""
    folder = layout.project_folder(path.parent)
    return folder is not None and path.relative_to(folder).parts[0] in PROJECT_FOLDERS


@dataclass(slots=True)
class ProjectCheck:
    """A project that is checked.

    Attributes:
        folder: Its folder.
        project: What its head file says.
        codebooks: Its own codebook first, then those of its rounds.
        faults: What is wrong with the codebooks.
    """

    folder: Path
    project: Project
    codebooks: Mapping[CodebookReference, Codebook]
    faults: tuple[Problem, ...] = ()
    _known: dict[str, SegmentedDocument | None] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "ProjectCheck":
        """The project in a folder.

        Raises:
            DataError: Its head file has faults.
        """
        project = layout.load_project(folder)
        try:
            books = codebooks.project_codebooks(folder, project)
        except DataError as refusal:
            book = codebooks.builtin()
            return cls(folder, project, {book.reference: book}, refusal.problems)
        return cls(folder, project, books)

    @property
    def codebook(self) -> Codebook:
        """Its own codebook."""
        return next(iter(self.codebooks.values()))

    # One set

    def check_set(self, path: Path, annotations: AnnotationSet) -> Iterator[Problem]:
        """Where a set does not go with the rest of the project."""
        if (
            original_name(path.name) is not None
            or path.relative_to(self.folder).parts[0] not in PROJECT_FOLDERS
        ):
            return
        if annotations.form is SetForm.ANNOTATIONS:
            fault = placement_problem(SetHeader.of(annotations), path)
            if fault is not None:
                yield fault
                return
            yield from self._of_annotator(path, annotations)
        yield from self._of_document(path, annotations)
        if annotations.codebook not in self.codebooks:
            made = annotations.codebook
            message = (
                f"was made with the codebook {made.name} {made.version} and not with the project's "
                f"({self.codebook.name} {self.codebook.version}, or another wording of it); "
                f"`annotator migrate {self.folder} --to FILE` carries sets over"
            )
            yield Problem(message, str(path))

    def _of_annotator(self, path: Path, annotations: AnnotationSet) -> Iterator[Problem]:
        people = self.project.by_folder
        if people and file_name(annotations.annotator) not in people:
            message = (
                f"“{annotations.annotator}” is none of the annotators in "
                f"{layout.PROJECT_FILE}; add the "
                "name there, or take the file out of the project"
            )
            yield Problem(message, str(path))

    def _of_document(self, path: Path, annotations: AnnotationSet) -> Iterator[Problem]:
        document = annotations.document.id
        place = layout.document_path(self.folder, document)
        if not place.exists():
            message = (
                f"its document, {place.relative_to(self.folder)}, is gone; bring it back from git "
                "or a copy, or add the article again"
            )
            yield Problem(message, str(path))
            return
        cut = self._cut(document, place)
        if cut is None:
            return
        if cut.article.document.sha256 != annotations.document.sha256:
            message = (
                f"the text of {place.relative_to(self.folder)} is not the one that was tagged; "
                "bring back the document as it was, from git or a copy"
            )
            yield Problem(message, str(path))
        elif not same_sentences(annotations, cut):
            message = (
                f"its sentences are not those of {place.relative_to(self.folder)}: one of the two "
                "was cut otherwise; bring both back to one state from git, and resegment with "
                "`annotator resegment`, which changes all of them"
            )
            yield Problem(message, str(path))

    def _cut(self, document: str, place: Path) -> SegmentedDocument | None:
        if document not in self._known:
            try:
                self._known[document] = documents.load(place)
            except DataError:
                # It is named where the documents themselves are checked.
                self._known[document] = None
        return self._known[document]

    # All that is around

    def check_folder(self) -> Iterator[Problem]:
        """What is wrong with the project apart from what stands in each of its files."""
        checks: tuple[Callable[[], Iterator[Problem]], ...] = (
            self._interrupted,
            self._copies,
            self._document_names,
            self._assigned,
        )
        yield from self.faults
        for check in checks:
            yield from check()

    def _interrupted(self) -> Iterator[Problem]:
        try:
            transactions.refuse_interrupted_writes(self.folder)
        except DataError as refusal:
            yield from refusal.problems

    def _copies(self) -> Iterator[Problem]:
        heads = (
            each
            for each in self.folder.glob("*")
            if original_name(each.name) == layout.PROJECT_FILE
        )
        rooms = (path for room in PROJECT_FOLDERS for path in (self.folder / room).rglob("*"))
        for path in sorted((*heads, *rooms)):
            original = original_name(path.name)
            if original is None or path.name.startswith("."):
                continue
            message = (
                f"is a copy that a merge, a sync tool or a save beside a change left of "
                f"{original}; look at both, keep the right one under that name, and delete "
                "the other"
            )
            yield Problem(message, str(path))

    def _document_names(self) -> Iterator[Problem]:
        ids = document_ids(self.folder)
        for one, other in layout.name_clashes(ids):
            message = (
                f"meets {one}.yaml in one name (on a disk that takes capitals for small letters, "
                "or as its later pass); add the article under another name"
            )
            yield Problem(message, str(self.folder / "documents" / f"{other}.yaml"))
        for document in ids:
            path = self.folder / "documents" / f"{document}.yaml"
            try:
                stated = document_metadata(path).id
            except DataError:
                continue
            if stated != document:
                own = path.with_name(f"{stated}.yaml")
                advice = (
                    f"{own.name} is there as well: look at both, and delete the wrong one"
                    if own.exists()
                    else "give the file back its name"
                )
                message = f"says that it is the document “{stated}”; {advice}"
                yield Problem(message, str(path))

    def _assigned(self) -> Iterator[Problem]:
        rounds = {each.id for each in self.project.rounds}
        for path in matching_paths(self.folder, f"{ASSIGNMENTS_FOLDER}/*.yaml"):
            if original_name(path.name) is not None:
                continue
            try:
                given = assignments.read(path)
            except DataError:
                continue
            if given.round not in rounds or given.round != path.stem:
                message = (
                    f"holds the round “{given.round}”, which is none of "
                    f"{layout.PROJECT_FILE} or lies "
                    "under another name; name the round there, or delete the file"
                )
                yield Problem(message, str(path))
            yield from self._assigned_in(path, given)

    def _assigned_in(self, path: Path, given: RoundAssignments) -> Iterator[Problem]:
        there = set(document_ids(self.folder))
        advice = "correct the line, or run `annotator assign` again"
        for each in given.entries:
            for name in each.annotators:
                if name not in self.project.annotators:
                    message = f"“{name}”, who has {each.document}, is none of the annotators"
                    yield Problem(f"{message}; {advice}", str(path))
            if each.document not in there:
                message = f"the document {each.document} is not there (any more)"
                yield Problem(f"{message}; {advice}", str(path))
