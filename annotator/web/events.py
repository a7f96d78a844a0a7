"""Events of the class: changes that pages wait for, open pages, and their unsent work."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

REPORT_SECONDS = 4.0
"""How often a page reports that it is open, in a class of usual size."""

REPORTS_PER_SECOND = 60
"""In a larger class, each page reports less often, so that all together send at most this many."""

REPORTS_BEFORE_AWAY = 2.5
"""A visible page is offline after this number of intervals without a report."""


def report_interval(students: int) -> float:
    """How often each page of a class of this size reports that it is open, in seconds."""
    return max(REPORT_SECONDS, students / REPORTS_PER_SECOND)


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
        interval: How often each page reports that it is open, in seconds.
        open_pages: The number of pages each student has open, by the student's id.
    """

    def __init__(self) -> None:
        self.version = self.activity = 0
        self.interval = REPORT_SECONDS
        self.open_pages: Counter[str] = Counter()
        self._told = asyncio.Event()
        self._reports: dict[str, OrderedDict[str, BrowserReport]] = {}
        self._shown: OrderedDict[str, frozenset[SentenceOf]] = OrderedDict()
        self._edited: dict[str, float] = {}

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

    def record_edit(self, student: str, now: float) -> None:
        """Record that a student tagged something, at `now` in seconds since 1970."""
        self._edited[student] = now
        self.activity += 1

    def last_edit(self, student: str) -> float | None:
        """When a student last tagged something since the server started, or None."""
        return self._edited.get(student)

    def last_report(self, student: str) -> float | None:
        """When a student's page was last known to be open, or None."""
        return max((each.at for each in self._of(student)), default=None)

    def _of(self, student: str) -> tuple[BrowserReport, ...]:
        reports = self._reports.get(student)
        return tuple(reports.values()) if reports else ()

    def refused_edits(self, student: str) -> int:
        """The number of edits that were not accepted and are kept in a student's browsers."""
        return sum(each.refused for each in self._of(student))

    def is_here(self, student: str, now: float) -> bool:
        """Whether a student has an open page with a recent report, at `now` in seconds."""
        reports = self._of(student)
        away = REPORTS_BEFORE_AWAY * self.interval
        lately = any(each.at > now - away for each in reports)
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
