"""Sets on the student's page outside a sitting: an annotator's pass, or an answer key.

A `PageSet` says whose the set is, how it is opened (and so where its edits go), and what the page
shows. `PageSets` holds those of one server: a set is opened, with its lock, when a page asks for
it, and released when no page has it open any more.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from annotator.model.annotation import AnnotationSet, SetForm, Status
from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.project import Project
from annotator.project.open_set import OpenSet, open_next_pass
from annotator.web.page_edits import PageEdit, Receipts, TooLateError
from annotator.web.page_suggestions import PageSuggestions
from annotator.web.student_pass import NotSavedError, StudentPass, receipts_of

P = ParamSpec("P")
T = TypeVar("T")

IDLE_SECONDS = 60.0
"""After this many seconds without a word from any page, a set is released."""

_WRITERS = 16


@dataclass(frozen=True, slots=True)
class SetView:
    """What the page shows around a set.

    Attributes:
        owner: The name on top.
        project: Gives what the page asks for: only tags, sources too, or also responses; cues.
        blank: The document's sentences without decisions. The set may change what is furniture.
        form: The form of the set. A key has explanations and other accepted tags.
        finishes: Whether a pass is finished on this page.
        back: The path of the page to go back to; empty if there is none.
        back_label: The words of the link that leads there.
        onward: The path that leads to the next document; empty if there is none.
    """

    owner: str
    project: Project
    blank: AnnotationSet
    form: SetForm = SetForm.ANNOTATIONS
    finishes: bool = True
    back: str = ""
    back_label: str = Message("All documents")
    onward: str = ""


def _no_suggestions(_: OpenSet) -> PageSuggestions | None:
    return None


class PageSet:
    """One set on the student's page.

    Args:
        view: What the page shows around it.
        opener: Opens the set with its lock. It waits for the disk, and is called again whenever the
            set was released. What it names as the reason for reading only is shown on the page.
        place: What tells the set from every other one, such as its project, its annotator and its
            document. Pages keep unsent work under a hash of it.
        suggest: Gives what the page shows of suggestions for the opened set. It waits for the disk.
        prepare: Finds the suggestions before the page asks for them, so that no request waits.
    """

    def __init__(
        self,
        view: SetView,
        opener: Callable[[], OpenSet],
        *place: str,
        suggest: Callable[[OpenSet], PageSuggestions | None] = _no_suggestions,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self.view = view
        self.identity = hashlib.sha256("\0".join((*place, view.form)).encode()).hexdigest()[:16]
        self.version = 0
        self._opener = opener
        self._suggest = suggest
        self._prepare = prepare
        self._preparing: asyncio.Future[None] | None = None
        self._open_set: OpenSet | None = None
        self._pass: StudentPass | None = None
        self._pages: dict[str, float] = {}
        self._turn = asyncio.Lock()

    # What pages do. `now` is the time in seconds.

    def see(self, page: str, now: float) -> None:
        """Record that a page has the set open."""
        self._pages[page] = now

    def leave(self, page: str) -> None:
        """Record that a page was closed."""
        self._pages.pop(page, None)

    def is_watched(self, now: float) -> bool:
        """Whether a page has the set open."""
        self._pages = {
            page: seen for page, seen in self._pages.items() if now - seen < IDLE_SECONDS
        }
        return bool(self._pages)

    def prepare(self, threads: "SetThreads") -> None:
        """Begin to find the suggestions, while the browser loads the page. Nothing is opened."""
        if self._preparing is None:
            self._preparing = asyncio.ensure_future(threads.run(self._prepare))

    @property
    def is_open(self) -> bool:
        """Whether the set is open, so that nobody else can work on it."""
        return self._pass is not None

    async def load(self, threads: "SetThreads") -> StudentPass:
        """The set. One that someone else had open is tried again.

        Raises:
            DataError: It cannot be opened.
        """
        async with self._turn:
            return await threads.run(self._load)

    async def edit(self, threads: "SetThreads", page_edit: PageEdit) -> StudentPass:
        """Apply an edit. It is on the disk when this returns.

        Raises:
            EditNumberError: The edit's number cannot belong to it.
            TooLateError: It belongs to another pass.
            DataError: The edit is impossible, or the set is read-only.
            NotSavedError: The edit is not on the disk. It may be sent again.
        """
        async with self._turn:
            return await threads.run(self._edit, page_edit)

    async def set_status(
        self, threads: "SetThreads", status: Status | None, reason: str | None, number: int
    ) -> None:
        """Mark pass `number` finished or unusable, or remove the mark.

        Raises:
            TooLateError: Another pass has begun.
            DataError: The set is read-only.
            NotSavedError: The mark is not on the disk.
        """
        async with self._turn:
            await threads.run(self._set_status, status, reason, number)
            self.version += 1

    async def begin_next_pass(self, threads: "SetThreads", number: int) -> None:
        """Begin the pass after the finished pass `number`. Doing it again changes nothing.

        Raises:
            DataError: The pass is not finished, or the next one cannot be written.
            NotSavedError: The next pass is not on the disk.
        """
        async with self._turn:
            await threads.run(self._begin_next_pass, number)
            self.version += 1

    async def release(self, threads: "SetThreads") -> bool:
        """Release the file, if everything is saved. The set is opened again when a page asks.

        Returns:
            Whether it is released.
        """
        async with self._turn:
            return await threads.run(self._release)

    def close(self) -> bool:
        """Save, and release the file for good. Returns whether everything is saved."""
        student_pass, self._pass = self._pass, None
        return student_pass is None or student_pass.close()

    # Below, everything waits for the disk.

    def _release(self) -> bool:
        try:
            if self._pass is not None:
                self._pass.flush()
        except NotSavedError:
            # What is in memory is all there is of it.
            return False
        return self.close()

    def _load(self) -> StudentPass:
        if self._pass is not None and self._pass.read_only_reason is not None:
            # It may be free by now.
            self.close()
        if self._pass is None:
            self._take(self._opener())
        assert self._pass is not None  # noqa: S101 (opened above)
        return self._pass

    def _take(self, open_set: OpenSet) -> None:
        self._begin(open_set, receipts_of(open_set))

    def _begin(self, open_set: OpenSet, receipts: Receipts) -> StudentPass:
        self._open_set = open_set
        suggestions = None if open_set.read_only_reason else self._suggest(open_set)
        self._pass = StudentPass(open_set, receipts, open_set.file.number, suggestions=suggestions)
        return self._pass

    def _edit(self, page_edit: PageEdit) -> StudentPass:
        student_pass = self._load()
        if page_edit.document not in ("", student_pass.document):
            raise DataError(Message("This edit belongs to another article."))
        self._require_pass(student_pass, page_edit.vote)
        student_pass.apply_edit(page_edit)
        return student_pass

    def _require_pass(self, student_pass: StudentPass, number: int) -> None:
        if number != student_pass.vote:
            raise TooLateError(Message("Another pass has begun. The earlier pass was not changed."))

    def _set_status(self, status: Status | None, reason: str | None, number: int) -> None:
        student_pass = self._load()
        self._require_pass(student_pass, number)
        student_pass.set_status(status, reason)

    def _begin_next_pass(self, number: int) -> None:
        student_pass = self._load()
        if student_pass.vote == number + 1:
            return
        self._require_pass(student_pass, number)
        if not student_pass.annotations.closed:
            raise DataError(Message("This pass is not finished yet."))
        assert self._open_set is not None  # noqa: S101 (opened with the pass)
        finished = self._open_set._replace(
            annotations=student_pass.annotations, read_only_reason=None
        )
        student_pass.flush()
        self.close()
        self._begin(open_next_pass(finished), Receipts()).save()


class SetThreads:
    """The threads in which a server waits for the disk."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_WRITERS, "sets")

    async def run(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The result of a function that waits for the disk."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: function(*args, **named))

    def close(self) -> None:
        """Wait for all threads, and end them."""
        self._threads.shutdown()


class PageSets:
    """The sets that pages of one server have open.

    Args:
        clock: The time in seconds; it never decreases.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.threads = SetThreads()
        self._sets: dict[Hashable, PageSet] = {}

    def get(self, key: Hashable) -> PageSet | None:
        """The set that is known under this key, or None."""
        return self._sets.get(key)

    def add(self, key: Hashable, page_set: PageSet) -> PageSet:
        """The set under this key: the one that is there, or else this one."""
        return self._sets.setdefault(key, page_set)

    async def release_idle(self) -> None:
        """Release the sets that no page has open."""
        for each in tuple(self._sets.values()):
            if each.is_open and not each.is_watched(self.clock()):
                await each.release(self.threads)

    async def keep_releasing(
        self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Release idle sets, again and again. Never ends."""
        while True:
            await sleep(5)
            await self.release_idle()

    def close(self) -> tuple[str, ...]:
        """Save, and release all files. Returns the owners whose last edits are not saved."""
        unsaved = tuple(each.view.owner for each in self._sets.values() if not each.close())
        self.threads.close()
        return unsaved
