"""Events of the class: changes that pages wait for, open pages, and their unsent work."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

AWAY_SECONDS = 10
"""A visible page that sends no report for this many seconds is offline."""

SentenceOf = tuple[str, str]
"""A document's id and the id of one of its sentences."""

MAX_BROWSERS = 8
MAX_PAGES = 5000


@dataclass(frozen=True, slots=True)
class BrowserReport:
    """The last report of a student's browser.

    Attributes:
        at: The time of the report, in seconds since 1970.
        unsent: The number of edits that are not sent.
        refused: The number of edits that were not accepted and are kept in the browser.
        hidden: Whether its page is hidden, so that no edit is made there.
    """

    at: float
    unsent: int = 0
    refused: int = 0
    hidden: bool = False


class ClassEvents:
    """The state of the class that pages wait for.

    Attributes:
        version: The number of changes to the class itself.
        activity: The number of these changes, edits and other activity of students.
        open_pages: The number of pages each student has open, by the student's id.
    """

    def __init__(self) -> None:
        self.version = self.activity = 0
        self.open_pages: Counter[str] = Counter()
        self._told = asyncio.Event()
        self._reports: dict[str, OrderedDict[str, BrowserReport]] = {}
        self._shown: OrderedDict[str, frozenset[SentenceOf]] = OrderedDict()

    def count_page(self, student: str, by: int) -> None:
        """Count one more or one less open page of a student."""
        self.open_pages[student] += by
        self.activity += 1

    def record_report(self, student: str, browser: str, report: BrowserReport) -> None:
        """Store the last report of a student's browser."""
        reports = self._reports.setdefault(student, OrderedDict())
        before = reports.pop(browser, None)
        reports[browser] = report
        if len(reports) > MAX_BROWSERS:
            reports.popitem(last=False)
        if before is None or replace(before, at=report.at) != report:
            self.activity += 1

    def _of(self, student: str) -> tuple[BrowserReport, ...]:
        reports = self._reports.get(student)
        return tuple(reports.values()) if reports else ()

    def refused_edits(self, student: str) -> int:
        """The number of edits that were not accepted and are kept in a student's browsers."""
        return sum(each.refused for each in self._of(student))

    def is_here(self, student: str, now: float) -> bool:
        """Whether a student has an open page with a recent report, at `now` in seconds."""
        reports = self._of(student)
        lately = any(each.at > now - AWAY_SECONDS for each in reports)
        return self.open_pages[student] > 0 and (lately or not reports)

    def may_have_unsent(self, student: str, now: float) -> bool:
        """Whether a student is offline and the last report does not show that all work was sent."""
        if self.is_here(student, now):
            return False
        reports = self._of(student)
        return not reports or any(each.unsent or not each.hidden for each in reports)

    def record_shown_keys(self, page: str, sentences: Iterable[SentenceOf]) -> None:
        """Record that a page was shown the keys of these sentences."""
        shown = frozenset(sentences)
        if page and shown:
            self._shown[page] = self._shown.pop(page, frozenset()) | shown
            if len(self._shown) > MAX_PAGES:
                self._shown.popitem(last=False)

    def has_shown_key(self, page: str, sentence: SentenceOf) -> bool:
        """Whether a page was shown the key of a sentence."""
        return sentence in self._shown.get(page, ())

    def announce_change(self) -> None:
        """Notify all pages that the class has changed."""
        self.version += 1
        self.activity += 1
        self._told.set()
        self._told = asyncio.Event()

    async def wait_for_change(self, seconds: float) -> None:
        """Wait for the next change of the class, at most this many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), seconds)
