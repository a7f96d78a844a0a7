"""The sets and gold of a project: read in full with their problems, or only their headers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SetForm, Status
from annotator.model.decisions import GoldBasis
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.model.progress import SetProgress
from annotator.model.project import Project
from annotator.project.project_summary import PassSummary, ProjectSummary, summarize_project
from annotator.storage import layout
from annotator.storage.headers import SetHeader, read_decision_counts, read_summary
from annotator.storage.layout import document_ids, gold_files, pass_number, set_files
from annotator.storage.sets import read_set


@dataclass(frozen=True, slots=True)
class ProjectSet:
    """One pass of one annotator over one document.

    Attributes:
        path: Its file.
        number: The number of the pass, from 1.
        annotations: The annotation set.
    """

    path: Path
    number: int
    annotations: AnnotationSet

    @property
    def document(self) -> str:
        """The document's id."""
        return self.annotations.document.id

    @property
    def annotator(self) -> str:
        """The annotator's name as written in the file."""
        return self.annotations.annotator

    @property
    def status(self) -> Status | None:
        """Finished or unusable; None while the pass is in progress."""
        return self.annotations.status

    @property
    def vote(self) -> int | None:
        """The number of the vote, if the pass was made in class."""
        return self.annotations.vote


@dataclass(frozen=True, slots=True)
class ProjectSets:
    """The sets of a project that could be read, and what is wrong with the others.

    Attributes:
        sets: The sets, ordered by annotator's folder, document and pass.
        problems: All errors of the files that could not be used.
    """

    sets: tuple[ProjectSet, ...]
    problems: tuple[Problem, ...]


ReadResult = ProjectSet | tuple[Problem, ...]
FileMapper = Callable[[Callable[[Path], ReadResult], Sequence[Path]], Iterable[ReadResult]]
"""Calls a function on each path, in order: `map`, that of a pool, or one with a progress bar."""


def read_project_sets(folder: Path, each: FileMapper = map) -> ProjectSets:
    """Every set of a project; a set with errors does not hide the others.

    Args:
        folder: The project's folder.
        each: How the files are read: one after another, or on all cores.
    """
    return _separate(each(read_project_set, set_files(folder)))


def read_document_sets(folder: Path, document: str) -> ProjectSets:
    """Every set of one document of a project."""
    return _separate(map(read_project_set, layout.pass_files(folder, document)))


def with_registered_names(sets: Iterable[ProjectSet], project: Project) -> Iterator[ProjectSet]:
    """The sets with annotators' names as the project spells them."""
    names = dict(project.by_folder)
    for each in sets:
        name = names.setdefault(file_name(each.annotator), each.annotator)
        yield replace(each, annotations=replace(each.annotations, annotator=name))


def read_project_gold(folder: Path, each: FileMapper = map) -> ProjectSets:
    """The gold of a project, each as the only pass of its curator."""
    return _separate(each(read_gold, gold_files(folder)))


def read_project_set(path: Path) -> ReadResult:
    """The set in one file, or its errors.

    A set in the place of another one is an error: the file was moved or renamed.
    """
    try:
        annotations, _ = read_set(path)
    except DataError as refusal:
        return refusal.problems
    problem = placement_problem(SetHeader.from_set(annotations), path)
    if problem is not None:
        return (problem,)
    number = pass_number(annotations.document.id, path.name) or 1
    return ProjectSet(path, number, annotations)


def placement_problem(header: SetHeader, path: Path) -> Problem | None:
    """Why a set is in the wrong place in a project; None if it is in the right one."""
    place = layout.proper_place(path, header.annotator, header.document)
    named = pass_number(header.document, path.name) is not None
    owned = place.parent.name == path.parent.name
    message = None
    if header.form is not SetForm.ANNOTATIONS:
        message = Message(
            "has the form %(form)s, so it is not an annotation set", form=str(header.form)
        )
    elif not (named and owned) and layout.is_taken(path, place):
        message = Message(
            "belongs in %(place)s, which also exists (a sync tool may have left two). "
            "Compare the two, keep the right one there, and delete the other.",
            place=place.as_posix(),
        )
    elif not named:
        message = Message(
            "holds the document “%(document)s” but is named after another. "
            "Rename the file to %(file)s.",
            document=header.document,
            file=place.name,
        )
    elif not owned:
        message = Message(
            "is a set of “%(name)s” in another annotator's folder. Move it to %(place)s.",
            name=header.annotator,
            place=place.parent.as_posix(),
        )
    return None if message is None else Problem(message, str(path))


def read_gold(path: Path) -> ReadResult:
    """The gold in one file, or its errors."""
    try:
        annotations, _ = read_set(path)
    except DataError as refusal:
        return refusal.problems
    problem = gold_problem(annotations, path)
    return ProjectSet(path, 1, annotations) if problem is None else (problem,)


SUGGESTER_REASON = "a suggester, not an annotator"


def project_suggesters(folder: Path, project: Project) -> frozenset[str]:
    """The folded names of a project's suggesters that are not names of its annotators."""
    names = {*project.suggesters, *layout.suggester_names(folder)}
    return frozenset(map(file_name, names)) - project.by_folder.keys()


def exclude_suggesters(folder: Path, project: Project, sets: Iterable[ProjectSet]) -> Project:
    """The project, in which the sets under the name of a suggester are those of nobody."""
    suggesters = project_suggesters(folder, project)
    names = sorted({each.annotator for each in sets if file_name(each.annotator) in suggesters})
    reasons = dict.fromkeys(names, SUGGESTER_REASON)
    return replace(project, excluded={**reasons, **project.excluded})


def gold_problem(annotations: AnnotationSet, path: Path) -> Problem | None:
    """What is wrong with a set in the place of gold; None if it is gold."""
    if annotations.form is SetForm.GOLD:
        return None
    return Problem(f"has the form {annotations.form}, so it is not gold", str(path))


def _separate(read: Iterable[ReadResult]) -> ProjectSets:
    sets: list[ProjectSet] = []
    problems: list[Problem] = []
    for each in read:
        if isinstance(each, ProjectSet):
            sets.append(each)
        else:
            problems.extend(each)
    order = sorted(sets, key=lambda one: (file_name(one.annotator), one.document, one.number))
    return ProjectSets(tuple(order), tuple(problems))


SummaryReader = Callable[[Path], tuple[SetHeader, SetProgress]]
"""Gives the header and the progress of the set in a file."""


def read_pass_summaries(
    folder: Path, project: Project, read: SummaryReader = read_summary
) -> tuple[tuple[PassSummary, ...], tuple[Problem, ...]]:
    """Every pass in a project, with names as the project spells them, and the errors.

    A file in our own layout is not read in full.
    """
    names = dict(project.by_folder)
    problems = ProblemCollector()
    passes: list[PassSummary] = []
    for path in set_files(folder):
        with problems:
            header, counted = read(path)
            problem = placement_problem(header, path)
            if problem is not None:
                raise DataError(problem)
            name = names.setdefault(file_name(header.annotator), header.annotator)
            number = pass_number(header.document, path.name) or 1
            document = header.document, header.sha256
            passes.append(
                PassSummary(name, document, number, header.codebook, counted, header.vote)
            )
    return tuple(passes), tuple(problems.problems)


def read_project_facts(
    folder: Path, project: Project, read: SummaryReader = read_summary
) -> tuple[ProjectSummary, tuple[Problem, ...]]:
    """The summary of a project's folder, and the errors of files that could not be read."""
    passes, wrong = read_pass_summaries(folder, project, read)
    problems = ProblemCollector()
    gold: list[Mapping[GoldBasis, int]] = []
    for path in gold_files(folder):
        with problems:
            gold.append(read_decision_counts(path))
    found = summarize_project(passes, len(document_ids(folder)), project.excluded, gold)
    return found, (*wrong, *problems.problems)
