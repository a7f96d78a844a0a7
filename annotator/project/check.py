"""Check files and projects: every fault with its place and what to do about it.

In a project also what a merge, a sync tool or a person left in it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SegmentedDocument, SetForm
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.lint import Severity, lint_set
from annotator.model.name_folding import file_name
from annotator.model.project import Project, RoundAssignments
from annotator.model.resegmentation import same_sentences
from annotator.project.documents import load_article
from annotator.project.locate import Target, locate
from annotator.project.project_sets import placement_problem
from annotator.storage import (
    assignments,
    codebooks,
    documents,
    layout,
    project_file,
    sets,
    strict_yaml,
    transactions,
)
from annotator.storage.document_index import document_metadata
from annotator.storage.headers import (
    DOCUMENT_FORMAT,
    PROJECT_FORMAT,
    SetHeader,
    format_in,
    format_of,
)
from annotator.storage.layout import document_ids, original_name
from annotator.storage.strict_yaml import Steps, Tree


def is_project_file(path: Path) -> bool:
    """Whether a file is in one of the folders of a project in which every file is ours."""
    folder = layout.project_folder(path.parent)
    return folder is not None and layout.is_in_project_folders(folder, path)


@dataclass(slots=True)
class ProjectCheck:
    """A project that is checked.

    Attributes:
        folder: Its folder.
        project: What its head file says.
        codebooks: Its own codebook first, then those of its rounds.
        problems: What is wrong with the codebooks.
    """

    folder: Path
    project: Project
    codebooks: Mapping[CodebookReference, Codebook]
    problems: tuple[Problem, ...] = ()
    _known: dict[str, SegmentedDocument | None] = field(default_factory=dict)

    @classmethod
    def from_folder(cls, folder: Path) -> "ProjectCheck":
        """The project in a folder.

        Raises:
            DataError: Its head file has faults.
        """
        project = layout.load_project(folder)
        try:
            books = codebooks.project_codebooks(folder, project)
        except DataError as refusal:
            codebook = codebooks.builtin()
            return cls(folder, project, {codebook.reference: codebook}, refusal.problems)
        return cls(folder, project, books)

    @property
    def codebook(self) -> Codebook:
        """Its own codebook."""
        return next(iter(self.codebooks.values()))

    # One set

    def check_set(self, path: Path, annotations: AnnotationSet) -> Iterator[Problem]:
        """Where a set does not go with the rest of the project."""
        if original_name(path.name) or not layout.is_in_project_folders(self.folder, path):
            return
        if annotations.form is SetForm.ANNOTATIONS:
            problem = placement_problem(SetHeader.from_set(annotations), path)
            if problem is not None:
                yield problem
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
        segmented = self._cut(document, place)
        if segmented is None:
            return
        if segmented.article.document.sha256 != annotations.document.sha256:
            message = (
                f"the text of {place.relative_to(self.folder)} is not the one that was tagged; "
                "bring back the document as it was, from git or a copy"
            )
            yield Problem(message, str(path))
        elif not same_sentences(annotations, segmented):
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
        yield from self.problems
        for check in checks:
            yield from check()

    def _interrupted(self) -> Iterator[Problem]:
        try:
            transactions.refuse_interrupted_writes(self.folder)
        except DataError as refusal:
            yield from refusal.problems

    def _copies(self) -> Iterator[Problem]:
        for path, original in layout.copies(self.folder):
            message = (
                f"is a copy that a merge, a sync tool or a save beside a change left of "
                f"{original}; look at both, keep the right one under that name, and delete "
                "the other"
            )
            yield Problem(message, str(path))

    def _document_names(self) -> Iterator[Problem]:
        files = {path.stem: path for path in layout.document_files(self.folder)}
        for one, other in layout.name_clashes(files):
            message = (
                f"meets {files[one].name} in one name (on a disk that takes capitals for small "
                "letters, or as its later pass); add the article under another name"
            )
            yield Problem(message, str(files[other]))
        for document, path in files.items():
            try:
                stated = document_metadata(path).id
            except DataError:
                continue
            if stated != document:
                own = path.with_stem(stated)
                advice = (
                    f"{own.name} is there as well: look at both, and delete the wrong one"
                    if own.exists()
                    else "give the file back its name"
                )
                message = f"says that it is the document “{stated}”; {advice}"
                yield Problem(message, str(path))

    def _assigned(self) -> Iterator[Problem]:
        rounds = {each.id for each in self.project.rounds}
        for path in layout.assignment_files(self.folder):
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

    def _assigned_in(self, path: Path, assignments: RoundAssignments) -> Iterator[Problem]:
        there = set(document_ids(self.folder))
        advice = "correct the line, or run `annotator assign` again"
        for each in assignments.entries:
            for name in each.annotators:
                if name not in self.project.annotators:
                    message = f"“{name}”, who has {each.document}, is none of the annotators"
                    yield Problem(f"{message}; {advice}", str(path))
            if each.document not in there:
                message = f"the document {each.document} is not there (any more)"
                yield Problem(f"{message}; {advice}", str(path))


def files_to_check(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and in each folder named the files of ours.

    Raises:
        DataError: A folder cannot be looked into.
    """
    for path in paths:
        if path.is_dir():
            files = layout.yaml_files_below(path)
            yield from (each for each in files if _ours(each) or is_project_file(each))
        else:
            yield path


def _ours(path: Path) -> bool:
    # A file of no format of ours is checked only where it is named itself.
    try:
        if format_of(path) is not None:
            return True
        with path.open("rb") as file:
            head = file.read(200)
    except (OSError, DataError):
        return True
    return not head.strip() or head.startswith((b"<<<<<<<", b"\0"))


_PARSERS: Mapping[str, Callable[[bytes, str], object]] = {
    DOCUMENT_FORMAT: documents.parse,
    PROJECT_FORMAT: project_file.parse,
    "attribution-assignments": assignments.parse,
}


@dataclass(slots=True)
class FileChecker:
    """Checks files, each by its codebook and as a part of its project.

    Attributes:
        codebook: The codebook to check sets by; None for their project's or the built-in one.
        reserved: The keys that no tag of a codebook may have, each with its command's name.
        strict: Whether to list also what may be meant as it is.
    """

    codebook: Codebook | None
    reserved: Mapping[str, str]
    strict: bool = False
    _projects: dict[Path, ProjectCheck] = field(default_factory=dict)

    @classmethod
    def with_codebook(
        cls, file: str | None, reserved: Mapping[str, str], *, strict: bool = False
    ) -> "FileChecker":
        """The checker that checks sets by the codebook in a file.

        Raises:
            DataError: The codebook is faulty.
        """
        return cls(codebooks.load(Path(file), reserved) if file else None, reserved, strict)

    def check(self, path: Path) -> list[Problem]:
        """What is wrong in one file, in the order of its lines."""
        project = self._project(path)
        try:
            data = strict_yaml.read_bytes(path)
            name = format_in(data, str(path))
            if name == "attribution-codebook":
                codebooks.parse(data, str(path), self.reserved)
            elif parse := _PARSERS.get(name or ""):
                parse(data, str(path))
            else:
                tree = strict_yaml.parse_tree(data, str(path))
                found = sets.set_from_tree(tree)
                here = project.check_set(path, found) if project else _beside_article(path, found)
                codebook = self._codebook(project, found)
                return [*here, *_in_set(found, tree, codebook, strict=self.strict)]
        except DataError as refusal:
            return list(refusal.problems)
        return []

    def check_folders(self, files: Iterable[Path]) -> Iterator[Problem]:
        """What is wrong with the projects that files lie in, apart from what is in each file."""
        for beside in {path.parent: path for path in files}.values():
            # Another process may have checked the files, so that no project is known here yet.
            self._project(beside)
        for project in self._projects.values():
            yield from project.check_folder()

    def _project(self, path: Path) -> ProjectCheck | None:
        """The project that a file lies in; a project at fault is judged as no project."""
        folder = layout.project_folder(path.parent)
        if folder is None:
            return None
        if folder not in self._projects:
            try:
                self._projects[folder] = ProjectCheck.from_folder(folder)
            except DataError:
                return None
        return self._projects[folder]

    def _codebook(self, project: ProjectCheck | None, found: AnnotationSet) -> Codebook:
        """The codebook named, or the project's that a set was made with, or the built-in one."""
        if self.codebook is not None or project is None:
            return self.codebook or codebooks.builtin()
        return project.codebooks.get(found.codebook, project.codebook)


def _beside_article(path: Path, found: AnnotationSet) -> Iterator[Problem]:
    """What is wrong between a set and the article that lies beside it.

    A finished pass stays as it is, whatever becomes of the article.
    """
    try:
        article = load_article(locate(Target(str(path))))
    except DataError:  # an article that cannot be read is no fault of the set
        return
    if article is None or found.closed:
        return
    if article.article.document.sha256 != found.document.sha256:
        message = (
            "the text of the article beside it has changed since it was tagged; "
            "`annotator ARTICLE` shows what would be carried over to it"
        )
        yield Problem(message, str(path), path="document.sha256")


def _in_set(
    found: AnnotationSet, tree: Tree, codebook: Codebook, *, strict: bool
) -> Iterator[Problem]:
    sources = [source.id for source in found.sources]
    weights = set(Severity) if strict else {Severity.ERROR}
    for finding in lint_set(found, codebook):
        if finding.severity in weights:
            steps: Steps = ()
            if finding.sentence:
                steps = ("sentences", found.positions[finding.sentence])
            elif finding.source:
                steps = ("sources", sources.index(finding.source))
            where = finding.sentence or finding.source
            message = f"{finding.reason} ({finding.code})"
            yield Problem(message, tree.file, tree.line(steps), where)
