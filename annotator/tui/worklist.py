"""An annotator's documents in a project, as the screen works through them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.model.codebook import Codebook
from annotator.model.faults import Refused
from annotator.model.figures import Figures
from annotator.model.project import Project
from annotator.storage import projects, workload
from annotator.storage.catalogue import title_of
from annotator.storage.opening import Opened, codebook_for, open_to_read, open_to_tag
from annotator.storage.project_sets import set_files
from annotator.storage.targets import Pass, Place, Target
from annotator.storage.workload import Task
from annotator.tui.work import Work


@dataclass(frozen=True, slots=True)
class Worklist:
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
    def of(cls, folder: Path, name: str, reserved: Mapping[str, str]) -> "Worklist":
        """The worklist of the annotator of this name.

        Raises:
            Refused: There is no such project or annotator, or nothing to tag.
        """
        project = projects.load(folder)
        annotator = projects.named(folder, project, name)
        tasks = workload.of(folder, project, annotator)
        if not tasks:
            raise Refused(
                f"{annotator} has no documents in {folder}; `annotator add` adds some, and "
                "`annotator assign` gives them to annotators"
            )
        return cls(folder, project, annotator, tasks, reserved)

    @property
    def codebook(self) -> Codebook:
        """The project's codebook.

        Raises:
            Refused: It cannot be read, or is faulty.
        """
        return codebook_for(Place(None, project=self.folder), reserved=self.reserved)

    def title(self, task: Task) -> str:
        """The title of a task's document, as its metadata or its text has it, or its id."""
        try:
            return title_of(projects.document_path(self.folder, task.document)) or task.document
        except Refused:
            return task.document

    def figures(self, task: Task) -> Figures | None:
        """How far a task is; None where it was not begun.

        Raises:
            Refused: The set cannot be read.
        """
        return task.figures()

    def open(self, task: Task) -> Work:
        """A task's set, opened and its file held; it is only to be looked at where need be.

        Raises:
            Refused: It cannot be opened.
        """
        opened = open_to_tag(
            Target(str(self.folder), task.document, self.annotator),
            reserved=self.reserved,
            next_pass=task.retest and not task.path.exists(),
            afresh=task.retest,
        )
        return Work(_to_look_at(opened))

    def others(self, task: Task) -> dict[str, Path]:
        """The sets of other annotators on a task's document, by name, where they may be seen."""
        if self.project.blind:
            return {}
        mine = task.path.parent.name
        paths = (path for path in set_files(self.folder) if path.parent.name != mine)
        return {path.parent.name: path for path in paths if path.name == f"{task.document}.yaml"}

    def look(self, task: Task, path: Path) -> Work:
        """Another annotator's set, which can only be looked at.

        Raises:
            Refused: It cannot be read.
        """
        annotations, codebook = open_to_read(Target(str(path)), reserved=self.reserved)
        words = f"the work of {annotations.annotator}: here it can only be looked at"
        return Work(Opened(annotations, codebook, Pass(1, path), read_only=words))


def _to_look_at(opened: Opened) -> Opened:
    """The same, only to be looked at where tagging on would mix what does not belong together."""
    words = None
    if opened.moved is not None:
        words = "the document was changed after it was tagged; `annotator check` says what to do"
    elif opened.other_codebook:
        words = "made with another codebook; `annotator recode` carries it over to this one"
    if words is None or opened.read_only is not None:
        return opened
    if opened.hold is not None:
        opened.hold.release()
    return opened._replace(hold=None, read_only=words)
