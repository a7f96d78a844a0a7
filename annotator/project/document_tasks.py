"""The tasks of annotators: the documents that each has to tag, and the progress of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model.name_folding import file_name
from annotator.model.progress import SetProgress
from annotator.model.project import Project, RoundAssignments
from annotator.storage import assignments, layout
from annotator.storage.headers import read_progress
from annotator.storage.layout import document_ids, set_files


@dataclass(frozen=True, slots=True)
class Task:
    """One document that an annotator tags, or has tagged.

    Attributes:
        annotator: The name.
        document: Its id.
        path: The set's file, which may not exist yet.
        round: The round's id; None if the document is not assigned.
        number: The number of the pass, from 1.
    """

    annotator: str
    document: str
    path: Path
    round: str | None = None
    number: int = 1

    @property
    def retest(self) -> bool:
        """Whether it starts without tags although there is an earlier pass."""
        return self.number > 1

    def progress(self, read: Callable[[Path], SetProgress] = read_progress) -> SetProgress | None:
        """Its progress; None if it is not started.

        Args:
            read: Gives the progress of the set in a file.

        Raises:
            DataError: The file cannot be read.
        """
        return read(self.path) if self.path.exists() else None


def project_tasks(folder: Path, project: Project) -> tuple[Task, ...]:
    """Every task of every annotator: assigned, or started without being assigned.

    If nothing is assigned at all, every annotator has every document.

    Raises:
        DataError: A file of assignments cannot be read, or has errors.
    """
    given, documents = assignments.load_all(folder, project), document_ids(folder)
    return tuple(
        task
        for annotator in project_annotators(folder, project)
        for task in _tasks(folder, annotator, given, documents)
    )


def project_annotators(folder: Path, project: Project) -> tuple[str, ...]:
    """The project's annotators, and those who have a folder but are not listed in the project."""
    known = {file_name(each) for each in project.annotators}
    others = {layout.set_owner(path) for path in set_files(folder)} - known
    return (*project.annotators, *sorted(others))


def annotator_tasks(folder: Path, project: Project, annotator: str) -> tuple[Task, ...]:
    """The tasks of one annotator, in the order of rounds and then of documents.

    Raises:
        DataError: A file of assignments cannot be read, or has errors.
    """
    given = assignments.load_all(folder, project)
    return _tasks(folder, annotator, given, document_ids(folder))


def _tasks(
    folder: Path, annotator: str, given: Sequence[RoundAssignments], documents: Sequence[str]
) -> tuple[Task, ...]:
    found = {
        (each.document, each.number): _task(
            folder, annotator, each.document, one.round, each.number
        )
        for one in given
        for each in one.entries
        if annotator in each.annotators
    }
    if not any(one.entries for one in given):
        for document in documents:
            found[document, 1] = _task(folder, annotator, document)
    known = set(documents)
    for path in layout.annotator_set_files(folder, annotator):
        document, number = layout.pass_of(path, known)
        # A later pass that was not assigned continues the same task.
        if number == 1:
            found.setdefault((document, 1), _task(folder, annotator, document))
    return tuple(found.values())


def _task(
    folder: Path, annotator: str, document: str, round_: str | None = None, number: int = 1
) -> Task:
    path = layout.annotations_path(folder, annotator, document, number)
    return Task(annotator, document, path, round_, number)
