"""Check files and projects: every error, with its place and what to do about it.

In a project, this includes leftovers of a merge, of a sync tool or of a person's changes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.annotation import (
    AnnotationSet,
    SegmentedDocument,
    Sentence,
    SetForm,
    Span,
    SuggestedField,
)
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.lint import Severity, lint_set
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.model.project import Project, RoundAssignments
from annotator.model.resegmentation import same_sentences
from annotator.model.suggestion_settings import SuggestionSettings
from annotator.model.suggestions import DocumentSuggestions, FieldSuggestions
from annotator.project.documents import load_article
from annotator.project.locate import Target, locate
from annotator.project.project_sets import placement_problem, project_suggesters
from annotator.storage import (
    assignments,
    codebooks,
    documents,
    layout,
    people,
    project_file,
    sets,
    strict_yaml,
    suggestion_evaluations,
    suggestions,
    transactions,
)
from annotator.storage.headers import (
    DOCUMENT_FORMAT,
    PROJECT_FORMAT,
    SetHeader,
    document_metadata,
    format_in,
    format_of,
)
from annotator.storage.layout import document_ids, original_name
from annotator.storage.shown_records import plain_shown
from annotator.storage.strict_yaml import Steps, Tree

MOST_LISTED = 5
"""The number of sentences that a problem lists."""


def _suggestion_faults(
    own: DocumentSuggestions, document: SegmentedDocument, codebook: Codebook | None
) -> Iterator[str]:
    """Where suggestions name what their document or their codebook does not have."""
    spans = {each.id: each.span for each in document.sentences}
    ids = list(spans)
    run = f" Sentences run from {ids[0]} to {ids[-1]}." if ids else ""
    for sentence, fields in own.sentences.items():
        if sentence not in spans:
            yield f"{sentence} does not exist.{run}"
            continue
        yield from (
            f"{sentence}: {each}" for each in _value_faults(fields, spans[sentence], codebook)
        )


def _value_faults(fields: FieldSuggestions, span: Span, codebook: Codebook | None) -> Iterator[str]:
    for each in fields.get(SuggestedField.TAG, ()):
        if codebook is not None and each.value and codebook.tag(str(each.value)) is None:
            yield f"The codebook has no tag “{each.value}”."
    start, end = span
    for each in fields.get(SuggestedField.CUE, ()):
        if not all(isinstance(at, int) and start <= at <= end for at in each.value):
            yield "A suggested cue is outside the sentence."


def is_project_file(path: Path) -> bool:
    """Whether a file is in one of the folders of a project in which every file is ours."""
    folder = layout.project_folder(path.parent)
    return folder is not None and layout.is_in_project_folders(folder, path)


@dataclass(slots=True)
class ProjectCheck:
    """A project to check.

    Attributes:
        folder: Its folder.
        project: The content of its project.yaml.
        codebooks: Its own codebook first, then those of its rounds.
        problems: The errors in the codebooks.
    """

    folder: Path
    project: Project
    codebooks: Mapping[CodebookReference, Codebook]
    problems: tuple[Problem, ...] = ()
    _known: dict[str, SegmentedDocument | None] = field(default_factory=dict)
    _round_settings: list[tuple[frozenset[str], SuggestionSettings]] | None = None

    @classmethod
    def from_folder(cls, folder: Path) -> "ProjectCheck":
        """The project in a folder.

        Raises:
            DataError: Its project.yaml has errors.
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
        """Where a set is inconsistent with the rest of the project."""
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
                f"was made with the codebook {made.name} {made.version}, not with the project's "
                f"({self.codebook.name} {self.codebook.version}, or different wording of it). "
                f"To move sets over, run `annotator migrate {self.folder} --to FILE`."
            )
            yield Problem(message, str(path))

    def _of_annotator(self, path: Path, annotations: AnnotationSet) -> Iterator[Problem]:
        if file_name(annotations.annotator) in project_suggesters(self.folder, self.project):
            message = (
                f"“{annotations.annotator}” is a suggester, and a suggester has no vote. "
                "Agreement, adjudication and releases leave this set out. Move it out of the "
                "project."
            )
            yield Problem(message, str(path))
            return
        people = self.project.by_folder
        if people and file_name(annotations.annotator) not in people:
            message = (
                f"“{annotations.annotator}” is not an annotator in {layout.PROJECT_FILE}. "
                "Add the name there, or move the file out of the project."
            )
            yield Problem(message, str(path))

    def check_suggestions(self, path: Path, own: DocumentSuggestions) -> Iterator[Problem]:
        """Where suggestions are inconsistent with the rest of the project."""
        document, sha256 = own.document
        name = own.suggester.name
        advice = f"To make them again, run `annotator suggest {self.folder} --with {name} --force`."
        if layout.suggestions_path(self.folder, own.suggester.name, document) != path:
            message = (
                f"holds the suggestions of {own.suggester.name} for “{document}”, and is in the "
                f"place of others. Delete it. {advice}"
            )
            yield Problem(message, str(path))
            return
        place = layout.document_path(self.folder, document)
        segmented = self._cut(document, place) if place.exists() else None
        if not place.exists():
            message = (
                f"its document, {place.relative_to(self.folder)}, is missing. Delete the file."
            )
            yield Problem(message, str(path))
        elif segmented is not None and segmented.article.document.sha256 != sha256:
            message = f"holds suggestions for another text of “{document}”. {advice}"
            yield Problem(message, str(path))
        elif segmented is not None:
            faults = _suggestion_faults(own, segmented, self.codebooks.get(own.codebook))
            yield from (Problem(f"{each} {advice}", str(path)) for each in faults)

    def check_draw(self, path: Path, annotations: AnnotationSet) -> Iterator[Problem]:
        """Where suggestions were shown or withheld against the draw in the settings of today.

        Settings may change between rounds, so this is not always an error.
        """
        drawn = self._settings_of(annotations.document.id)
        against = [
            each.id for each in annotations.sentences if _against_draw(each, annotations, drawn)
        ]
        if against:
            listed = ", ".join(against[:MOST_LISTED]) + (
                ", …" if len(against) > MOST_LISTED else ""
            )
            message = (
                f"{plural(len(against), 'sentence')} ({listed}) got or missed a suggestion against "
                "the draw of `hold` and `seed`. These settings have changed since then, or the "
                "record was edited. `agree --suggested` follows the record."
            )
            yield Problem(message, str(path))

    def _settings_of(self, document: str) -> tuple[SuggestionSettings, ...]:
        """The settings of suggestions in the rounds that a document is in."""
        if self._round_settings is None:
            project = assignments.with_round_documents(self.folder, self.project)
            self._round_settings = [
                (frozenset(each.documents), project.suggestions_in(each)) for each in project.rounds
            ]
        found = tuple(
            settings for documents, settings in self._round_settings if document in documents
        )
        return found or (self.project.suggestions_in(None),)

    def _of_document(self, path: Path, annotations: AnnotationSet) -> Iterator[Problem]:
        document = annotations.document.id
        place = layout.document_path(self.folder, document)
        if not place.exists():
            message = (
                f"its document, {place.relative_to(self.folder)}, is missing. Restore it from git "
                "or from a copy, or add the article again."
            )
            yield Problem(message, str(path))
            return
        segmented = self._cut(document, place)
        if segmented is None:
            return
        if segmented.article.document.sha256 != annotations.document.sha256:
            message = (
                f"the text of {place.relative_to(self.folder)} is not the text that was tagged. "
                "Restore the document from git or from a copy."
            )
            yield Problem(message, str(path))
        elif not same_sentences(annotations, segmented):
            message = (
                f"its sentences differ from those of {place.relative_to(self.folder)}. Restore "
                "both from the same state in git. To split or join sentences, use "
                "`annotator resegment`, which changes all sets."
            )
            yield Problem(message, str(path))

    def _cut(self, document: str, place: Path) -> SegmentedDocument | None:
        if document not in self._known:
            try:
                self._known[document] = documents.load(place)
            except DataError:
                # The check of the document itself reports the error.
                self._known[document] = None
        return self._known[document]

    # All that is around

    def check_folder(self) -> Iterator[Problem]:
        """What is wrong with the project, apart from errors inside each of its files."""
        checks: tuple[Callable[[], Iterator[Problem]], ...] = (
            self._interrupted,
            self._copies,
            self._document_names,
            self._assigned,
            self._suggesters,
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
                f"is a copy of {original} that a merge, a sync tool or a conflicting save left. "
                "Compare the two, keep the right one under that name, and delete the other."
            )
            yield Problem(message, str(path))

    def _document_names(self) -> Iterator[Problem]:
        files = {path.stem: path for path in layout.document_files(self.folder)}
        for one, other in layout.name_clashes(files):
            message = (
                f"has a name that clashes with {files[one].name} (if a disk ignores case, or as "
                "the name of a later pass). Add the article under another name."
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
                    f"{own.name} also exists. Compare the two, and delete the wrong one."
                    if own.exists()
                    else f"Rename the file to {own.name}."
                )
                message = f"holds the document “{stated}”. {advice}"
                yield Problem(message, str(path))

    def _suggesters(self) -> Iterator[Problem]:
        """Where an annotator has the name of a suggester, which never has a vote."""
        names = {*self.project.suggesters, *layout.suggester_names(self.folder)}
        for name in sorted(names):
            annotator = self.project.by_folder.get(file_name(name))
            if annotator is not None:
                message = (
                    f"“{annotator}” is the name of an annotator and of a suggester. A suggester "
                    "has no vote. Give one of the two another name."
                )
                yield Problem(message, str(self.folder / layout.PROJECT_FILE))

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
                    f"holds the round “{given.round}”, which is not in {layout.PROJECT_FILE} or "
                    "does not match the file's name. Add the round there, or delete the file."
                )
                yield Problem(message, str(path))
            yield from self._assigned_in(path, given)

    def _assigned_in(self, path: Path, assignments: RoundAssignments) -> Iterator[Problem]:
        there = set(document_ids(self.folder))
        advice = "Correct the line, or run `annotator assign` again."
        for each in assignments.entries:
            for name in each.annotators:
                if name not in self.project.annotators:
                    message = f"{each.document} is assigned to “{name}”, who is not an annotator"
                    yield Problem(f"{message}. {advice}", str(path))
            if each.document not in there:
                message = f"the document {each.document} does not exist"
                yield Problem(f"{message}. {advice}", str(path))


def _against_draw(
    sentence: Sentence, annotations: AnnotationSet, drawn: Collection[SuggestionSettings]
) -> bool:
    """Whether a record says something else than the draw of each of the settings."""
    document, annotator = annotations.document.id, annotations.annotator

    def follows(settings: SuggestionSettings) -> bool:
        held = settings.holds(document, sentence.id, annotator)
        return all(each.held is held for each in sentence.shown if each.by == settings.by)

    known = {each.by for each in drawn}
    return any(each.by in known for each in sentence.shown) and not any(map(follows, drawn))


def files_to_check(paths: Iterable[Path]) -> Iterator[Path]:
    """The named files, and in each named folder the files of annotator.

    Raises:
        DataError: A folder cannot be read.
    """
    for path in paths:
        if path.is_dir():
            files = layout.yaml_files_below(path)
            yield from (each for each in files if _ours(each) or is_project_file(each))
        else:
            yield path


def _ours(path: Path) -> bool:
    # A file in no format of ours is checked only if it was named itself.
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
    "attribution-people": people.parse,
    "attribution-evaluation": suggestion_evaluations.parse,
}


@dataclass(slots=True)
class FileChecker:
    """Checks files, each by its codebook and as a part of its project.

    Attributes:
        codebook: The codebook to check sets by; None for their project's or the built-in one.
        reserved: The keys that no tag of a codebook may have, each with its command's name.
        strict: Whether to list warnings too, which may be intended.
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
            DataError: The codebook has errors.
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
            elif name == "attribution-suggestions":
                own = suggestions.parse(data, str(path))
                return [*project.check_suggestions(path, own)] if project else []
            elif parse := _PARSERS.get(name or ""):
                parse(data, str(path))
            else:
                tree = strict_yaml.parse_tree(data, str(path))
                found = sets.set_from_tree(tree)
                here = [*self._around(project, path, found), *_stale_results(found, tree)]
                codebook = self._codebook(project, found)
                return [*here, *_in_set(found, tree, codebook, strict=self.strict)]
        except DataError as refusal:
            return list(refusal.problems)
        return []

    def _around(
        self, project: ProjectCheck | None, path: Path, found: AnnotationSet
    ) -> Iterator[Problem]:
        if project is None:
            yield from _beside_article(path, found)
            return
        yield from project.check_set(path, found)
        if self.strict and found.form is SetForm.ANNOTATIONS:
            yield from project.check_draw(path, found)

    def check_folders(self, files: Iterable[Path]) -> Iterator[Problem]:
        """What is wrong with the projects of the files, apart from errors inside each file."""
        for beside in {path.parent: path for path in files}.values():
            # If another process checked the files, their projects are not known here yet.
            self._project(beside)
        for project in self._projects.values():
            yield from project.check_folder()

    def _project(self, path: Path) -> ProjectCheck | None:
        """The project that a file is in; None outside a project, or if the project has errors."""
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
        """The named codebook, or the project's that the set was made with, or the built-in one."""
        if self.codebook is not None or project is None:
            return self.codebook or codebooks.builtin()
        return project.codebooks.get(found.codebook, project.codebook)


def _beside_article(path: Path, found: AnnotationSet) -> Iterator[Problem]:
    """Where a set is inconsistent with the article next to it.

    A finished pass stays as it is, even if the article changes.
    """
    try:
        article = load_article(locate(Target(str(path))))
    except DataError:  # an article that cannot be read is not an error in the set
        return
    if article is None or found.closed:
        return
    if article.article.document.sha256 != found.document.sha256:
        message = (
            "the article next to it has changed since it was tagged. "
            "Run `annotator ARTICLE` to see what can be carried over."
        )
        yield Problem(message, str(path), path="document.sha256")


def _stale_results(found: AnnotationSet, tree: Tree) -> Iterator[Problem]:
    """Where a file says something else of a suggestion than its own values."""
    for position, sentence in enumerate(found.sentences):
        if not sentence.shown:
            continue
        for name, shown in plain_shown(sentence, found.source_of(sentence)).items():
            steps: Steps = ("sentences", position, "shown", name, "taken")
            stated = str(tree.value(steps, shown["taken"])).lower()
            if stated != shown["taken"]:
                message = (
                    f"The {name} that was suggested has `taken: {stated}`, but the values say "
                    f"{shown['taken']}. Correct it, or save the set again."
                )
                yield Problem(message, tree.file, tree.line(steps), sentence.id)


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
