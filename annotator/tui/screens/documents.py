"""The screen of an annotator's documents: everything that one person has to tag in a project."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from annotator.model.asking import Asking
from annotator.model.codebook import Codebook
from annotator.model.faults import Refused
from annotator.tui.commands import Command, Keys
from annotator.tui.screens.dialogs import Choice, Choose
from annotator.tui.screens.listing import ListingScreen
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.widgets.documents import DocumentRow
from annotator.tui.work import Work
from annotator.tui.worklist import Worklist


class DocumentsScreen(ListingScreen):
    """Everything that one annotator has to tag in a project."""

    def __init__(self, worklist: Worklist, keys: Keys, asking: Asking) -> None:
        documents = [each.document for each in worklist.tasks]
        rows = [DocumentRow(each.document, each.round or "") for each in worklist.tasks]
        super().__init__(keys, documents, rows)
        self.worklist, self.asking = worklist, asking

    @property
    def heading(self) -> str:
        """The project and the annotator."""
        title = self.worklist.project.title or self.worklist.folder.resolve().name
        return f"{title} — {self.worklist.annotator}"

    def counts(self) -> str:
        """How many documents are done, begun and untouched."""
        states = Counter(row.state for row in self._rows)
        faulty = f"   {states['faulty']} faulty" if states["faulty"] else ""
        return (
            f"{states['done']} of {len(self._rows)} done   {states['begun']} begun   "
            f"{states['untouched']} untouched{faulty}"
        )

    def read(self, position: int) -> DocumentRow:
        """How far a task is."""
        task = self.worklist.tasks[position]
        return DocumentRow(self.worklist.title(task), task.round or "", self.worklist.figures(task))

    def faulty(self, position: int, refusal: Refused) -> DocumentRow:
        """What is wrong with its file."""
        task = self.worklist.tasks[position]
        return DocumentRow(self.worklist.title(task), task.round or "", fault=str(refusal))

    def opened(self, position: int) -> Work:
        """A task's set, its file held."""
        return self.worklist.open(self.worklist.tasks[position])

    def inside(self, work: Work) -> TaggingScreen:
        """The tagging screen."""
        return TaggingScreen(work, self.keys, self.asking)

    def codebook(self) -> Codebook:
        """The codebook of the project."""
        return self.worklist.codebook

    def offered(self, command: Command) -> bool:
        """Others' work is offered only where it may be seen."""
        hidden = command.id == "documents.others" and self.worklist.project.blind
        return super().offered(command) and not hidden

    def actions(self) -> dict[str, Callable[[], object]]:
        """Those of every list, and looking at others' work."""
        own = {"documents.others": lambda: self.run_worker(self._look_at_others())}
        return super().actions() | own

    async def _look_at_others(self) -> None:
        position = self.listing.cursor
        others = self.worklist.others(self.worklist.tasks[position])
        if not others:
            words = "The annotators of this project do not see one another's work."
            self.say(words if self.worklist.project.blind else "Nobody else has tagged it yet.")
            return
        choices = [Choice(str(at), name, name) for at, name in enumerate(others, 1)]
        name = await self.app.push_screen_wait(Choose("Whose work?", choices))
        if name is not None:
            task = self.worklist.tasks[position]
            self.go_in(position, partial(self.worklist.look, task, others[name]))
