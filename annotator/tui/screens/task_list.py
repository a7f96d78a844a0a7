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
from annotator.project.open_set import OpenSet, find_codebook, open_for_reading, open_for_tagging
from annotator.storage import layout
from annotator.storage.document_index import document_title
from annotator.storage.layout import PassFile
from annotator.tui.commands import Command, KeyBindings
from annotator.tui.file_session import FileSession
from annotator.tui.screens.dialogs import Choice, ChoiceDialog
from annotator.tui.screens.document_list import DocumentListScreen
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.widgets.document_list import DocumentRow

BLIND_PROJECT = "The annotators of this project do not see one another's work."


@dataclass(frozen=True, slots=True)
class TaskList:
    """What one annotator has to do in a project.

    Attributes:
        folder: The project's folder.
        project: What holds for it.
        annotator: Whose documents.
        tasks: In the order in which they are listed.
        reserved: The keys that commands have, for the codebook.
    """

    folder: Path
    project: Project
    annotator: str
    tasks: tuple[Task, ...]
    reserved: Mapping[str, str]

    @classmethod
    def for_annotator(cls, folder: Path, name: str, reserved: Mapping[str, str]) -> "TaskList":
        """The worklist of the annotator of this name.

        Raises:
            DataError: There is no such project or annotator, or nothing to tag.
        """
        project = layout.load_project(folder)
        annotator = layout.registered_name(folder, project, name)
        tasks = document_tasks.annotator_tasks(folder, project, annotator)
        if not tasks:
            raise DataError(
                f"{annotator} has no documents in {folder}; `annotator add` adds some, and "
                "`annotator assign` gives them to annotators"
            )
        return cls(folder, project, annotator, tasks, reserved)

    @property
    def codebook(self) -> Codebook:
        """The project's codebook.

        Raises:
            DataError: It cannot be read, or is faulty.
        """
        return find_codebook(self.folder, reserved=self.reserved)

    def title(self, task: Task) -> str:
        """The title of a task's document, as its metadata or its text has it, or its id."""
        try:
            return document_title(layout.document_path(self.folder, task.document)) or task.document
        except DataError:
            return task.document

    def progress(self, task: Task) -> SetProgress | None:
        """How far a task is; None where it was not begun.

        Raises:
            DataError: The set cannot be read.
        """
        return task.progress()

    def open(self, task: Task) -> FileSession:
        """A task's set, opened and its file held; it is only to be looked at where need be.

        Raises:
            DataError: It cannot be opened.
        """
        open_set = open_for_tagging(
            Target(str(self.folder), task.document, self.annotator),
            reserved=self.reserved,
            next_pass=task.retest and not task.path.exists(),
            blank=task.retest,
        )
        return FileSession(_read_only_if_stale(open_set))

    def others(self, task: Task) -> dict[str, Path]:
        """The sets of other annotators on a task's document, by name, where they may be seen."""
        if self.project.blind:
            return {}
        sets = layout.first_pass_files(self.folder, task.document)
        mine = layout.set_owner(task.path)
        return {owner: path for path in sets if (owner := layout.set_owner(path)) != mine}

    def open_read_only(self, task: Task, path: Path) -> FileSession:
        """Another annotator's set, which can only be looked at.

        Raises:
            DataError: It cannot be read.
        """
        annotations, codebook = open_for_reading(Target(str(path)), reserved=self.reserved)
        words = f"the work of {annotations.annotator}: here it can only be looked at"
        return FileSession(
            OpenSet(annotations, codebook, PassFile(1, path), read_only_reason=words)
        )


def _read_only_if_stale(open_set: OpenSet) -> OpenSet:
    """The same, only to be looked at where tagging on would mix what does not belong together."""
    words = None
    if open_set.reanchored is not None:
        words = "the document was changed after it was tagged; `annotator check` says what to do"
    elif open_set.other_codebook:
        words = "made with another codebook; `annotator migrate` carries it over to this one"
    if words is None or open_set.read_only_reason is not None:
        return open_set
    if open_set.write_lock is not None:
        open_set.write_lock.release()
    return open_set._replace(write_lock=None, read_only_reason=words)


class TaskListScreen(DocumentListScreen):
    """Everything that one annotator has to tag in a project."""

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
        """How many documents are done, begun and untouched."""
        states = Counter(row.state for row in self.rows)
        faulty = f"   {states['faulty']} faulty" if states["faulty"] else ""
        return (
            f"{states['done']} of {len(self.rows)} done   {states['begun']} begun   "
            f"{states['untouched']} untouched{faulty}"
        )

    def read_row(self, position: int) -> DocumentRow:
        """How far a task is."""
        task = self.task_list.tasks[position]
        return DocumentRow(
            self.task_list.title(task), task.round or "", self.task_list.progress(task)
        )

    def error_row(self, position: int, refusal: DataError) -> DocumentRow:
        """What is wrong with its file."""
        task = self.task_list.tasks[position]
        return DocumentRow(self.task_list.title(task), task.round or "", problem=str(refusal))

    def open_session(self, position: int) -> FileSession:
        """A task's set, its file held."""
        return self.task_list.open(self.task_list.tasks[position])

    def screen_for(self, session: FileSession) -> TaggingScreen:
        """The tagging screen."""
        return TaggingScreen(session, self.keys, self.prompt_settings)

    def codebook(self) -> Codebook:
        """The codebook of the project."""
        return self.task_list.codebook

    def in_footer(self, command: Command) -> bool:
        """Others' work is offered only where it may be seen."""
        hidden = command.id == "documents.others" and self.task_list.project.blind
        return super().in_footer(command) and not hidden

    def actions(self) -> dict[str, Callable[[], object]]:
        """Those of every list, and looking at others' work."""
        own = {"documents.others": lambda: self.run_worker(self._look_at_others())}
        return super().actions() | own

    async def _look_at_others(self) -> None:
        position = self.listing.cursor
        others = self.task_list.others(self.task_list.tasks[position])
        if not others:
            self.show_message(
                BLIND_PROJECT if self.task_list.project.blind else "Nobody else has tagged it yet."
            )
            return
        choices = [Choice(str(at), name, name) for at, name in enumerate(others, 1)]
        name = await self.app.push_screen_wait(ChoiceDialog("Whose work?", choices))
        if name is not None:
            task = self.task_list.tasks[position]
            self.open_document(position, partial(self.task_list.open_read_only, task, others[name]))
