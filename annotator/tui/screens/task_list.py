"""An annotator's tasks in a project, and the screen that lists them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.progress import SetProgress
from annotator.model.project import Project
from annotator.model.prompt_level import PromptSettings
from annotator.project import document_tasks
from annotator.project.document_tasks import Task
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, find_codebook, open_for_reading, open_task
from annotator.storage import layout
from annotator.storage.headers import document_title
from annotator.storage.layout import PassFile
from annotator.tui.commands import Command, KeyBindings
from annotator.tui.file_session import FileSession
from annotator.tui.screens.dialogs import Choice, ChoiceDialog
from annotator.tui.screens.document_list import DocumentListScreen
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.widgets.document_list import DocumentRow

BLIND_PROJECT = "Annotators in this project cannot see each other's work."


@dataclass(frozen=True, slots=True)
class TaskList:
    """The tasks of one annotator in a project.

    Attributes:
        folder: The project's folder.
        project: Its settings.
        annotator: The name of the annotator.
        tasks: The tasks, in the order of the list.
        reserved: The keys of commands, which a codebook may not use.
    """

    folder: Path
    project: Project
    annotator: str
    tasks: tuple[Task, ...]
    reserved: Mapping[str, str]

    @classmethod
    def for_annotator(cls, folder: Path, name: str, reserved: Mapping[str, str]) -> "TaskList":
        """The task list of the annotator with this name.

        Raises:
            DataError: There is no such project or annotator, or the annotator has no documents.
        """
        project = layout.load_project(folder)
        annotator = layout.registered_name(folder, project, name)
        tasks = document_tasks.annotator_tasks(folder, project, annotator)
        if not tasks:
            raise DataError(
                f"{annotator} has no documents in {folder}. Run `annotator add` to add documents, "
                "then `annotator assign` to assign them."
            )
        return cls(folder, project, annotator, tasks, reserved)

    @property
    def codebook(self) -> Codebook:
        """The project's codebook.

        Raises:
            DataError: It cannot be read, or has an error.
        """
        return find_codebook(self.folder, reserved=self.reserved)

    def title(self, task: Task) -> str:
        """The title of a task's document from its metadata or its text, or else its ID."""
        try:
            return document_title(layout.document_path(self.folder, task.document)) or task.document
        except DataError:
            return task.document

    def progress(self, task: Task) -> SetProgress | None:
        """The progress of a task. None if it is not started.

        Raises:
            DataError: The set cannot be read.
        """
        return task.progress()

    def open(self, task: Task) -> FileSession:
        """A task's set, opened and locked. It may be read-only.

        Raises:
            DataError: It cannot be opened.
        """
        return FileSession(open_task(self.folder, task, self.reserved))

    def others(self, task: Task) -> dict[str, Path]:
        """The sets of other annotators on a task's document, by name. Empty if they are hidden."""
        if self.project.blind:
            return {}
        sets = layout.first_pass_files(self.folder, task.document)
        mine = layout.set_owner(task.path)
        return {owner: path for path in sets if (owner := layout.set_owner(path)) != mine}

    def open_read_only(self, task: Task, path: Path) -> FileSession:
        """Another annotator's set, read-only.

        Raises:
            DataError: It cannot be read.
        """
        annotations, codebook = open_for_reading(Target(str(path)), reserved=self.reserved)
        words = f"This is the work of {annotations.annotator}. It is read-only here."
        return FileSession(
            OpenSet(annotations, codebook, PassFile(1, path), read_only_reason=words)
        )


class TaskListScreen(DocumentListScreen):
    """The list of documents that one annotator tags in a project."""

    def __init__(self, task_list: TaskList, keys: KeyBindings, prompts: PromptSettings) -> None:
        documents = [each.document for each in task_list.tasks]
        rows = [DocumentRow(each.document, each.round or "") for each in task_list.tasks]
        super().__init__(keys, documents, rows)
        self.task_list, self.prompt_settings = task_list, prompts

    @property
    def heading(self) -> str:
        """The project and the annotator."""
        title = self.task_list.project.title or self.task_list.folder.resolve().name
        return f"{title} — {self.task_list.annotator}"

    def counts(self) -> str:
        """The number of documents that are done, in progress and not started."""
        states = Counter(row.state for row in self.rows)
        faulty = f"   {states['faulty']} with errors" if states["faulty"] else ""
        return (
            f"{states['done']} of {len(self.rows)} done   "
            f"{states['in-progress']} in progress   "
            f"{states['not-started']} not started{faulty}"
        )

    def read_row(self, position: int) -> DocumentRow:
        """The row of a task, with its progress."""
        task = self.task_list.tasks[position]
        return DocumentRow(
            self.task_list.title(task), task.round or "", self.task_list.progress(task)
        )

    def error_row(self, position: int, refusal: DataError) -> DocumentRow:
        """The row of a task with errors in its file."""
        task = self.task_list.tasks[position]
        return DocumentRow(self.task_list.title(task), task.round or "", problem=str(refusal))

    def open_session(self, position: int) -> FileSession:
        """A task's set, with its file locked."""
        return self.task_list.open(self.task_list.tasks[position])

    def screen_for(self, session: FileSession) -> TaggingScreen:
        """The tagging screen."""
        return TaggingScreen(session, self.keys, self.prompt_settings)

    def codebook(self) -> Codebook:
        """The codebook of the project."""
        return self.task_list.codebook

    def in_footer(self, command: Command) -> bool:
        """Whether the footer shows a command. Work of others appears only if it may be seen."""
        hidden = command.id == "documents.others" and self.task_list.project.blind
        return super().in_footer(command) and not hidden

    def actions(self) -> dict[str, Callable[[], object]]:
        """The commands of every list, and opening the work of others."""
        own = {"documents.others": lambda: self.run_worker(self._look_at_others())}
        return super().actions() | own

    async def _look_at_others(self) -> None:
        position = self.listing.cursor
        others = self.task_list.others(self.task_list.tasks[position])
        if not others:
            self.show_message(
                BLIND_PROJECT
                if self.task_list.project.blind
                else "No other annotator has tagged it yet."
            )
            return
        choices = [Choice(str(at), name, name) for at, name in enumerate(others, 1)]
        name = await self.app.push_screen_wait(ChoiceDialog("Open the work of", choices))
        if name is not None:
            task = self.task_list.tasks[position]
            self.open_document(position, partial(self.task_list.open_read_only, task, others[name]))
