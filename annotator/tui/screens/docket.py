"""The screen of a project's documents under adjudication: what is pending, and on to the next."""

import asyncio
from collections.abc import Callable

from annotator.model.asking import Asking
from annotator.model.codebook import Codebook
from annotator.model.faults import Refused
from annotator.model.words import so_many
from annotator.storage.docket import Docket, Hearing
from annotator.tui.case import CaseWork
from annotator.tui.commands import DOCKET, Keys
from annotator.tui.screens.adjudication import AdjudicationScreen
from annotator.tui.screens.dialogs import yes_or_no
from annotator.tui.screens.listing import ListingScreen
from annotator.tui.widgets.documents import CaseRow, Row
from annotator.tui.work import Work


class DocketScreen(ListingScreen):
    """The documents of a project that one curator goes through."""

    table = DOCKET
    nothing_waits = "Nothing is left to decide; A writes the gold of what is agreed."

    def __init__(self, docket: Docket, keys: Keys, asking: Asking) -> None:
        documents = docket.documents
        super().__init__(keys, documents, [CaseRow(each) for each in documents])
        self.docket, self.asking = docket, asking

    @property
    def heading(self) -> str:
        """The project and the curator."""
        title = self.docket.project.title or self.docket.folder.resolve().name
        return f"{title} — gold by {self.docket.curator}"

    def counts(self) -> str:
        """How many documents have something to be decided, and how many are written."""
        states = [row.state for row in self._rows]
        return f"{states.count('begun')} to decide   {states.count('done')} of {len(states)} done"

    def read(self, position: int) -> CaseRow:
        """What is to be decided in a document."""
        return _row(self.docket.hear(self._documents[position]))

    def faulty(self, position: int, refusal: Refused) -> CaseRow:
        """What is wrong with its files."""
        return CaseRow(self._documents[position], fault=str(refusal))

    def codebook(self) -> Codebook:
        """The codebook of the project."""
        return next(iter(self.docket.codebooks.values()))

    def waiting(self, row: Row) -> bool:
        """Whether something in a document is to be decided."""
        return row.state == "begun"

    def opened(self, position: int) -> CaseWork:
        """A document's gold, its file held."""
        return CaseWork.of(self.docket, self._documents[position])

    def inside(self, work: Work) -> AdjudicationScreen:
        """The adjudication screen."""
        assert isinstance(work, CaseWork)  # noqa: S101 (`opened` gives no other)
        return AdjudicationScreen(work, self.keys, self.asking)

    def actions(self) -> dict[str, Callable[[], object]]:
        """Those of every list, and accepting what is agreed."""
        return super().actions() | {"documents.accept": lambda: self.run_worker(self._accept())}

    async def _accept(self) -> None:
        """Write the gold of every document in which nothing is to be decided."""
        ready = [at for at, row in enumerate(self._rows) if row.words == "to be accepted"]
        if not ready:
            self.say("There is none whose gold is all agreed and not written yet.")
            return
        title = f"In {so_many(len(ready), 'document')} nothing is to be decided"
        if await self.app.push_screen_wait(yes_or_no(title, "write their gold")) != "y":
            return
        written = 0
        for position in ready:
            try:
                written += await asyncio.to_thread(self._write, position)
            except Refused as refusal:
                self.say(str(refusal), alarm=True)
                return
            self.show_rows(position, [await asyncio.to_thread(self._read, position)])
        self.say(f"The gold of {so_many(written, 'document')} is written.")

    def _write(self, position: int) -> bool:
        hearing = self.docket.hear(self._documents[position])
        # Somebody's newer set may have put something into question since the list was read.
        if hearing.case.pending or not hearing.annotators:
            return False
        self.docket.write(hearing)
        return True


def _row(hearing: Hearing) -> CaseRow:
    case = hearing.case
    return CaseRow(
        case.gold.title, len(hearing.annotators), len(case.open), len(case.again), hearing.written
    )
