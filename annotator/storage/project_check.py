"""What a merge, a sync tool or a hand may have left in a project, and what to do about it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Form
from annotator.model.beginning import CutArticle
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.model.project import Assignments, Project
from annotator.model.recut import same_sentences
from annotator.storage import assignments, codebooks, documents, projects, together
from annotator.storage.catalogue import document_ids, metadata
from annotator.storage.files import matching
from annotator.storage.headers import Header
from annotator.storage.project_sets import misplaced

ROOMS = ("annotations", assignments.FOLDER, "documents", "gold", "keys")
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


def original_of(name: str) -> str | None:
    """The name of the file that a file of this name is a copy of; None where it is none."""
    found = next((match for each in _COPIES if (match := each.match(name))), None)
    return f"{found['stem']}{found['ending']}" if found else None


def is_of_project(path: Path) -> bool:
    """Whether a file lies in one of the rooms of a project, where every file is ours."""
    folder = projects.folder_of(path.parent)
    return folder is not None and path.relative_to(folder).parts[0] in ROOMS


@dataclass(slots=True)
class CheckedProject:
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
    faults: tuple[Fault, ...] = ()
    _known: dict[str, CutArticle | None] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "CheckedProject":
        """The project in a folder.

        Raises:
            Refused: Its head file has faults.
        """
        project = projects.load(folder)
        try:
            books = codebooks.of_project(folder, project)
        except Refused as refusal:
            book = codebooks.builtin()
            return cls(folder, project, {book.reference: book}, refusal.faults)
        return cls(folder, project, books)

    @property
    def codebook(self) -> Codebook:
        """Its own codebook."""
        return next(iter(self.codebooks.values()))

    # One set

    def of_set(self, path: Path, annotations: AnnotationSet) -> Iterator[Fault]:
        """Where a set does not go with the rest of the project."""
        if (
            original_of(path.name) is not None
            or path.relative_to(self.folder).parts[0] not in ROOMS
        ):
            return
        if annotations.form is Form.ANNOTATIONS:
            fault = misplaced(Header.of(annotations), path)
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
                f"`annotator recode {self.folder} --to FILE` carries sets over"
            )
            yield Fault(message, str(path))

    def _of_annotator(self, path: Path, annotations: AnnotationSet) -> Iterator[Fault]:
        people = self.project.by_folder
        if people and file_name(annotations.annotator) not in people:
            message = (
                f"“{annotations.annotator}” is none of the annotators in {projects.HEAD}; add the "
                "name there, or take the file out of the project"
            )
            yield Fault(message, str(path))

    def _of_document(self, path: Path, annotations: AnnotationSet) -> Iterator[Fault]:
        document = annotations.document.id
        place = projects.document_path(self.folder, document)
        if not place.exists():
            message = (
                f"its document, {place.relative_to(self.folder)}, is gone; bring it back from git "
                "or a copy, or add the article again"
            )
            yield Fault(message, str(path))
            return
        cut = self._cut(document, place)
        if cut is None:
            return
        if cut.article.document.sha256 != annotations.document.sha256:
            message = (
                f"the text of {place.relative_to(self.folder)} is not the one that was tagged; "
                "bring back the document as it was, from git or a copy"
            )
            yield Fault(message, str(path))
        elif not same_sentences(annotations, cut):
            message = (
                f"its sentences are not those of {place.relative_to(self.folder)}: one of the two "
                "was cut otherwise; bring both back to one state from git, and recut with "
                "`annotator recut`, which changes all of them"
            )
            yield Fault(message, str(path))

    def _cut(self, document: str, place: Path) -> CutArticle | None:
        if document not in self._known:
            try:
                self._known[document] = documents.load(place)
            except Refused:
                # It is named where the documents themselves are checked.
                self._known[document] = None
        return self._known[document]

    # All that is around

    def around(self) -> Iterator[Fault]:
        """What is wrong with the project apart from what stands in each of its files."""
        checks: tuple[Callable[[], Iterator[Fault]], ...] = (
            self._interrupted,
            self._copies,
            self._document_names,
            self._assigned,
        )
        yield from self.faults
        for check in checks:
            yield from check()

    def _interrupted(self) -> Iterator[Fault]:
        try:
            together.refuse_waiting(self.folder)
        except Refused as refusal:
            yield from refusal.faults

    def _copies(self) -> Iterator[Fault]:
        heads = (each for each in self.folder.glob("*") if original_of(each.name) == projects.HEAD)
        rooms = (path for room in ROOMS for path in (self.folder / room).rglob("*"))
        for path in sorted((*heads, *rooms)):
            original = original_of(path.name)
            if original is None or path.name.startswith("."):
                continue
            message = (
                f"is a copy that a merge, a sync tool or a save beside a change left of "
                f"{original}; look at both, keep the right one under that name, and delete "
                "the other"
            )
            yield Fault(message, str(path))

    def _document_names(self) -> Iterator[Fault]:
        ids = document_ids(self.folder)
        for one, other in projects.clashes(ids):
            message = (
                f"meets {one}.yaml in one name (on a disk that takes capitals for small letters, "
                "or as its later pass); add the article under another name"
            )
            yield Fault(message, str(self.folder / "documents" / f"{other}.yaml"))
        for document in ids:
            path = self.folder / "documents" / f"{document}.yaml"
            try:
                stated = metadata(path).id
            except Refused:
                continue
            if stated != document:
                own = path.with_name(f"{stated}.yaml")
                advice = (
                    f"{own.name} is there as well: look at both, and delete the wrong one"
                    if own.exists()
                    else "give the file back its name"
                )
                message = f"says that it is the document “{stated}”; {advice}"
                yield Fault(message, str(path))

    def _assigned(self) -> Iterator[Fault]:
        rounds = {each.id for each in self.project.rounds}
        for path in matching(self.folder, f"{assignments.FOLDER}/*.yaml"):
            if original_of(path.name) is not None:
                continue
            try:
                given = assignments.read(path)
            except Refused:
                continue
            if given.round not in rounds or given.round != path.stem:
                message = (
                    f"holds the round “{given.round}”, which is none of {projects.HEAD} or lies "
                    "under another name; name the round there, or delete the file"
                )
                yield Fault(message, str(path))
            yield from self._assigned_in(path, given)

    def _assigned_in(self, path: Path, given: Assignments) -> Iterator[Fault]:
        there = set(document_ids(self.folder))
        advice = "correct the line, or run `annotator assign` again"
        for each in given.entries:
            for name in each.annotators:
                if name not in self.project.annotators:
                    message = f"“{name}”, who has {each.document}, is none of the annotators"
                    yield Fault(f"{message}; {advice}", str(path))
            if each.document not in there:
                message = f"the document {each.document} is not there (any more)"
                yield Fault(f"{message}; {advice}", str(path))
