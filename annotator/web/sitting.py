"""A sitting in memory: its students and their passes, what is open to them, and their tags."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import DataError
from annotator.model.lesson import ProjectorView
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.model.person_matching import Person, PersonMatches
from annotator.model.sitting import (
    MAX_STUDENT_NAME,
    ClassPhase,
    Sitting,
    Student,
)
from annotator.project.locate import Target
from annotator.project.people import with_merged, with_new_name, without_names
from annotator.storage import sittings
from annotator.storage.layout import class_path
from annotator.storage.locks import LockHolder, try_lock
from annotator.storage.pins import load as load_pins
from annotator.storage.sets import read_set
from annotator.web.class_project import ClassList, ClassProject, LiveArticle
from annotator.web.events import ClassEvents, report_interval
from annotator.web.known_sittings import KnownSittings
from annotator.web.page_edits import PageEdit, TooLateError, admit_edit
from annotator.web.student_pass import (
    NotSavedError,
    SittingPasses,
    StudentPass,
    open_earlier_pass,
    open_pass,
)
from annotator.web.tag_distribution import TagDistribution, tag_distributions
from annotator.web.tokens import hash_token, new_token
from annotator.web.undo_history import UndoHistory


def _as_students_see(sitting: Sitting) -> Sitting:
    """The sitting without what is not announced to pages.

    200 pages would each get 200 events for new students, and one for each move of the projector.
    """
    lesson = replace(sitting.lesson, projector=ProjectorView(), reasons=())
    return replace(sitting, students=(), lesson=lesson, waiting=())


def _by_token(sitting: Sitting) -> dict[str, Student]:
    return {token: each for each in sitting.students for token in each.tokens}


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the sitting that waits to be saved. The attributes are those of `change`."""

    how: Callable[[Sitting], Sitting]
    first: Callable[[Sitting], None]
    saved: "asyncio.Future[None]"
    always: bool


class OtherWorkError(DataError):
    """The project has work under the name that a student is to get."""


class LiveSitting:
    """A sitting, locked by this process.

    Args:
        project: What the sittings of this server share.
        sitting: The sitting, as it is on the disk or is to be written there.
        known: All sittings of the project.

    Raises:
        DataError: A document does not exist, or another process has the sitting open.
    """

    def __init__(
        self,
        project: ClassProject,
        sitting: Sitting,
        known: KnownSittings,
    ) -> None:
        self.shared = project
        self.clock = project.clock
        self.project = project.project
        self.folder = project.folder
        self.practice = project.practice
        self.articles: Mapping[str, LiveArticle] = {
            each: project.article(each) for each in sitting.documents
        }
        self._others = known
        self._expected = project.class_list(sitting.section)
        self._path = class_path(self.folder, sitting.id)
        hold = try_lock(self._path, "the class page")
        if isinstance(hold, LockHolder):
            raise DataError(f"The class page for this sitting is already running: {hold}.")
        self._hold = hold
        # From here on, every failure must release the lock.
        try:
            self.sitting = self._known(sitting)
        except BaseException:
            hold.release()
            raise
        known.update(self.sitting)
        self._by_token = _by_token(self.sitting)
        self._desks: dict[str, StudentPass] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._keeping = asyncio.Lock()
        self._changes: list[_Change] = []
        self.events = ClassEvents()
        self.events.interval = report_interval(len(self.sitting.students))
        self.history = UndoHistory()
        self._before: dict[str, AnnotationSet] = {}

    def _known(self, sitting: Sitting) -> Sitting:
        if self._path.exists():
            # It may have changed before it was locked.
            return sittings.load(self._path)
        sittings.save(self._path, sitting)
        return sitting

    def set_language(self, language: str, *, browser_language: bool) -> None:
        """Set the language of the pages, before the server starts. Waits for the disk.

        Args:
            language: The language; empty for that of the codebook.
            browser_language: Whether a page may have the language that its browser asks for.
        """
        self._set(replace(self.sitting, language=language, browser_language=browser_language))

    def set_homework(self, closes: float | None, *, pins: bool) -> None:
        """Set when tagging closes and who may join, before the server starts. Waits for the disk.

        Args:
            closes: When tagging closes by itself, in seconds since 1970, or None.
            pins: Whether students need a PIN.
        """
        self._set(replace(self.sitting, closes=closes, pins=pins))

    def _set(self, changed: Sitting) -> None:
        if changed != self.sitting:
            sittings.save(self._path, changed)
            self.sitting = changed
            self._others.update(changed)

    # The current article.

    @property
    def article(self) -> LiveArticle:
        """The current article."""
        return self.articles[self.sitting.document]

    def article_of(self, student: Student) -> LiveArticle:
        """The article that a student works on now."""
        return self.articles[self.sitting.document_of(student)]

    @property
    def blank(self) -> AnnotationSet:
        """The current article's sentences, without tags."""
        return self.article.blank

    @property
    def key(self) -> AnnotationSet | None:
        """The current article's key as last read, or None."""
        return self.article.key

    # What students do.

    def list_last(self, sitting: Sitting) -> None:
        """Write what is to be kept in the project about the student who joined last."""
        student = sitting.students[-1]
        self.shared.list_annotator(student.name)
        # Grades use the whole roster, in which another section may have a namesake.
        everyone = self.shared.class_list(None)
        if student.person is not None and not everyone.is_clear(student):
            self.shared.identify(student.name, student.person)

    def find_people(self, typed: str) -> tuple[Person, ...]:
        """The people of the section whose names fit what a student has typed so far."""
        return self._expected.find(typed)

    def is_anothers(self, sitting: Sitting, student: str) -> bool:
        """Whether a name stands for another person: in this sitting, or in another section."""
        taken = any(self._expected.is_called(each, student) for each in sitting.students)
        return taken or self._others.is_anothers(sitting, student)

    def person_elsewhere(self, student: str) -> str | None:
        """Who of the roster the student with this id in another section is, if that is known."""
        return self._others.person_elsewhere(self.sitting, student)

    async def remove(self, *students: str) -> None:
        """Remove students from the sitting. Their work stays in the project.

        Raises:
            DataError: One of the students is not in the sitting. Nobody was removed.
        """
        gone = [self._required(each) for each in sorted(set(students))]
        async with AsyncExitStack() as turns:
            for each in gone:
                await turns.enter_async_context(self._turn(each))
            await self.change(lambda sitting: reduce(Sitting.without, students, sitting))
            for each in gone:
                await self._forget_desk(each.id)

    async def _forget_desk(self, student: str) -> None:
        student_pass = self._desks.pop(student, None)
        self._before.pop(student, None)
        if student_pass is not None:
            await self.shared.run_in_thread(student_pass.close)

    async def merge(self, student: str, into: str) -> None:
        """Record that a student is another one. The work of both stays in the project.

        Raises:
            DataError: One of the two is not in the sitting, or it could not be saved.
        """
        gone, kept = self._required(student), self._required(into)

        def merged(sitting: Sitting) -> Sitting:
            found = sitting.merge(student, into)
            return found.with_person(into, kept.person or gone.person)

        first, second = sorted((gone, kept), key=lambda each: each.id)
        async with self._turn(first), self._turn(second):
            await self.change(
                merged,
                lambda _: self.shared.change_names(
                    lambda known: with_merged(known, gone.name, kept.name)
                ),
            )
            await self._forget_desk(gone.id)

    async def separate(self, student: str) -> None:
        """Make a student who was merged a student again.

        Raises:
            DataError: The student was not merged, or it could not be saved.
        """
        names = [e.student.name for e in self.sitting.merged if e.student.id == student]
        await self.change(
            lambda sitting: sitting.separate(student),
            lambda _: self.shared.change_names(lambda known: without_names(known, names)),
        )

    async def rename(self, student: str, name: str, *, same: bool = False) -> None:
        """Show a student under another name. The work stays where it is.

        Args:
            student: The student.
            name: The name to show.
            same: Whether work that the project has under this name is also the student's.

        Raises:
            DataError: There is no such student, the name is another student's, or it could not
                be saved.
        """
        known, clean = self._required(student), " ".join(name.split())
        if not clean or len(clean) > MAX_STUDENT_NAME or not file_name(clean):
            raise DataError(
                Message("Enter a name of at most %(most)s characters.", most=MAX_STUDENT_NAME)
            )
        others = (each for each in self.sitting.students if each.id != student)
        if any(self._expected.is_called(each, file_name(clean)) for each in others):
            words = Message(
                "Another student here is named “%(name)s”. Merge the two instead.", name=clean
            )
            raise DataError(words)
        own = self._expected.ids_of(known)
        if not same and file_name(clean) not in own and self.shared.has_work(clean):
            words = Message("The project already has work under the name “%(name)s”.", name=clean)
            raise OtherWorkError(words)
        await self.change(
            lambda sitting: sitting,
            lambda _: self.shared.change_names(lambda said: with_new_name(said, known.name, clean)),
            always=True,
        )

    def _required(self, student: str) -> Student:
        known = self.sitting.student(student)
        if known is None:
            raise DataError(f"No student with the id “{student}” has joined.")
        return known

    async def identify(self, student: str, person: str | None) -> None:
        """Record who of the roster a student is, or that it is nobody of it.

        Raises:
            DataError: There is no such student or person, or it could not be saved.
        """
        await self.change(
            lambda sitting: sitting.with_person(student, person),
            lambda sitting: self._keep_person(sitting, student, person),
            always=True,
        )

    def _keep_person(self, sitting: Sitting, student: str, person: str | None) -> None:
        known = sitting.student(student)
        if known is not None:
            self.shared.identify(self._expected.shown_name(known), person)

    def free_code(self, new: Callable[[], str]) -> str:
        """A code that no sitting of the project has."""
        return next(code for code in iter(new, None) if code not in self._others.codes)

    @property
    def matches(self) -> PersonMatches:
        """Who of the roster the students are."""
        return self._expected.matches(self.sitting.students)

    @property
    def people_without_pin(self) -> int:
        """The number of people of the section who need a PIN and have none. Waits for the disk."""
        people = self._expected.people if self.sitting.pins else ()
        return len({each.id for each in people} - load_pins(self.folder).keys()) if people else 0

    @property
    def expected(self) -> ClassList:
        """The students who are expected."""
        return self._expected

    def student_by_token(self, token: str) -> Student | None:
        """The student with this token in the personal link, or None."""
        return self._by_token.get(hash_token(token)) if token else None

    async def edit(self, student: Student, page_edit: PageEdit) -> StudentPass:
        """Apply a student's edit to the pass of its vote. It is on the disk when this returns.

        Returns:
            The pass that the student works on now; for an edit of another article, the pass of it.

        Raises:
            WorkClosedError: Tagging is closed.
            EditNumberError: The edit's number cannot belong to it.
            DataError: The edit is impossible or too late.
            NotSavedError: The edit is not on the disk. It may be sent again.
        """
        async with self._turn(student):
            current = self.sitting.document_of(student)
            page_edit = replace(page_edit, document=page_edit.document or current)
            if page_edit.document not in self.articles:
                raise DataError(Message("This sitting does not have the article of this edit."))
            student_pass = await self._desk(student)
            if self._is_late(page_edit, current):
                other = await self._late(student, page_edit)
                self.events.activity += 1
                return other if page_edit.document != current else await self._desk(student)
            if not student_pass.has_edit(page_edit):
                self._admit(page_edit)
            await self.shared.run_in_thread(student_pass.apply_edit, page_edit)
            self.events.record_edit(student.id, self.clock())
            return student_pass

    def _is_late(self, page_edit: PageEdit, current: str) -> bool:
        before = page_edit.vote < self.sitting.article_of(page_edit.document).vote
        ended = self.sitting.phase is ClassPhase.ENDED
        return before or ended or page_edit.document != current

    def _admit(self, page_edit: PageEdit) -> None:
        shown = self.events.has_shown_key(page_edit.page, page_edit.shown_sentence)
        admit_edit(self.sitting, page_edit, self.clock(), key_shown=shown)

    async def _late(self, student: Student, page_edit: PageEdit) -> StudentPass:
        """Apply an edit to the pass of an earlier vote, and to the passes that continue it."""
        student_pass = self._desks[student.id]
        if student_pass.annotations.closed:
            # The file is opened again below.
            await self.shared.run_in_thread(self._desks.pop(student.id).close)
        first_vote = self.sitting.first_vote(student, page_edit.document)
        if page_edit.vote < (first_vote or 1):
            raise TooLateError(Message("You joined after that vote."))
        desk = self._desks.get(student.id)
        return await self.shared.run_in_thread(self._take_late, student, page_edit, desk)

    def _take_late(
        self, student: Student, page_edit: PageEdit, desk: StudentPass | None
    ) -> StudentPass:
        last = self.sitting.article_of(page_edit.document).vote
        with ExitStack() as opened:
            passes = [
                self._late_pass(student, page_edit.document, vote, desk, opened)
                for vote in range(page_edit.vote, last + 1)
            ]
            if not passes:
                raise DataError(Message("The class has no vote %(vote)s.", vote=page_edit.vote))
            earliest, *later = passes
            if not earliest.has_edit(page_edit):
                self._admit(page_edit)
                earliest.check_edit(page_edit)
                before = earliest.decision_json(page_edit.sentence)
                # The latest pass first: after an interruption, a retry does the rest.
                for each in reversed(later):
                    each.carry_over(page_edit, before)
            earliest.apply_edit(page_edit)
            if page_edit.document == self.sitting.document and page_edit.vote == last - 1:
                self._before[student.id] = earliest.annotations
            return earliest

    def _late_pass(
        self,
        student: Student,
        document: str,
        vote: int,
        desk: StudentPass | None,
        opened: ExitStack,
    ) -> StudentPass:
        """A student's pass of a vote: the one in memory, or one opened until `opened` ends."""
        if desk is not None and (desk.document, desk.vote) == (document, vote):
            return desk
        path = self._passes_of(student, document).path_of(vote)
        if path is not None:
            student_pass = open_earlier_pass(path)
        else:
            student_pass = open_pass(self._passes_of(student, document), vote)
        opened.callback(student_pass.close)
        return student_pass

    def _passes_of(self, student: Student, document: str) -> SittingPasses:
        first_vote = self.sitting.first_vote(student, document)
        return SittingPasses(
            Target(str(self.folder), document, student.name),
            self.sitting.id,
            first_vote or self.sitting.article_of(document).vote,
            counted=not self.sitting.date,
        )

    async def load_pass(self, student: Student) -> StudentPass:
        """A student's pass in the current vote.

        Raises:
            DataError: The student's set is invalid or cannot be written.
        """
        async with self._turn(student):
            return await self._desk(student)

    @asynccontextmanager
    async def _turn(self, student: Student) -> AsyncIterator[None]:
        async with self._turns.setdefault(student.id, asyncio.Lock()):
            if self.sitting.student(student.id) is None:
                raise DataError(Message("You are no longer in this class. Ask your teacher."))
            yield

    async def _desk(self, student: Student) -> StudentPass:
        document = self.sitting.document_of(student)
        vote = self.sitting.article_of(document).vote
        student_pass = self._desks.get(student.id)
        same = student_pass is not None and student_pass.document == document
        if student_pass is not None and same and student_pass.vote >= vote:
            return student_pass
        if student_pass is not None:
            await self.shared.run_in_thread(student_pass.close)
        passes = self._passes_of(student, document)
        self._desks[student.id] = await self.shared.run_in_thread(open_pass, passes, vote)
        return self._desks[student.id]

    # What the teacher does.

    async def change(
        self,
        how: Callable[[Sitting], Sitting],
        first: Callable[[Sitting], None] = lambda _: None,
        *,
        always: bool = False,
    ) -> None:
        """Change the state of the sitting, save it, and then notify the pages.

        Args:
            how: Returns the changed sitting.
            first: Writes what must be on the disk before the sitting; waits for the disk.
            always: Whether to do so even if the sitting itself does not change.

        Raises:
            DataError: The change is impossible or could not be saved. Nothing has changed.
        """
        own = _Change(how, first, asyncio.get_running_loop().create_future(), always=always)
        self._changes.append(own)
        async with self._keeping:
            # Those who join while one is saved are saved together.
            if not own.saved.done():
                batch, self._changes = self._changes, []
                try:
                    await self._save_together(batch)
                finally:
                    for each in batch:
                        each.saved.cancel()
        await own.saved

    async def _save_together(self, batch: Sequence["_Change"]) -> None:
        changed, made = self.sitting, []
        for each in batch:
            try:
                after = each.how(changed)
                if after == changed and not each.always:
                    each.saved.set_result(None)
                    continue
                await self.shared.run_in_thread(each.first, after)
            except Exception as error:  # noqa: BLE001 (it is for the one who asked for this change)
                each.saved.set_exception(error)
                continue
            changed = after
            made.append(each)
        if made:
            await self._save(changed, made)

    async def _save(self, changed: Sitting, made: Sequence["_Change"]) -> None:
        try:
            await self.shared.run_in_thread(sittings.save, self._path, changed)
        except Exception as error:  # noqa: BLE001 (as above)
            for each in made:
                each.saved.set_exception(error)
            return
        before, self.sitting = self.sitting, changed
        self._others.update(changed)
        self._by_token = _by_token(changed)
        self.events.interval = report_interval(len(changed.students))
        if _as_students_see(changed) != _as_students_see(before):
            self.events.announce_change()
        self.events.activity += 1
        for each in made:
            each.saved.set_result(None)

    async def start_next_vote(self, how: Callable[[Sitting], Sitting]) -> tuple[str, ...]:
        """Start the next vote. Returns the students whose last pass could not be finished.

        Args:
            how: Returns the sitting in its next vote.
        """
        before = {
            student: student_pass.annotations
            for student, student_pass in self._desks.items()
            if student_pass.document == self.sitting.document
        }
        await self.change(how)
        self._before = before
        return await self.load_passes()

    async def move_to(self, document: str | None = None) -> tuple[str, ...]:
        """Go to an article, or to the next one. Returns the students whose pass failed to open.

        Raises:
            DataError: The sitting has no such article, or the lesson has ended.
        """
        now = self.clock()
        await self.change(
            lambda sitting: (
                sitting.next_article(now) if document is None else sitting.move_to(document, now)
            )
        )
        await self.shared.run_in_thread(self.read_previous_vote)
        return await self.load_passes()

    async def close_on_time(self) -> None:
        """Close tagging, if it is still open, because its closing time has come."""
        closes = self.sitting.closes
        if closes is None or closes > self.clock():
            return
        await self.change(lambda sitting: sitting.closed_on_time())

    async def end(self, how: Callable[[Sitting], Sitting]) -> tuple[str, ...]:
        """End the lesson. Returns the names of students whose pass could not be finished.

        Args:
            how: Returns the sitting after its end.
        """
        await self.change(how)
        return await self.load_passes()

    async def load_passes(self, *, gently: bool = False) -> tuple[str, ...]:
        """Open every student's pass of the current vote. Returns the names where that failed.

        Args:
            gently: Whether to leave half of the time to requests.
        """
        failed = []
        for student in self.sitting.students:
            since = time.monotonic()
            try:
                async with self._turn(student):
                    student_pass = await self._desk(student)
                    if self.sitting.phase is ClassPhase.ENDED:
                        await self.shared.run_in_thread(student_pass.finish)
                        await self.shared.run_in_thread(self._finish_others, student)
            except (DataError, NotSavedError):
                failed.append(self._expected.shown_name(student))
            if gently:
                await asyncio.sleep(time.monotonic() - since)
        self.events.activity += 1
        return tuple(failed)

    def _finish_others(self, student: Student) -> None:
        """Finish a student's passes on the articles that the sitting worked on before."""
        current = self.sitting.document_of(student)
        for article in self.sitting.articles:
            started = self.sitting.first_vote(student, article.document) is not None
            if article.document != current and started and not self.sitting.deal:
                student_pass = open_pass(self._passes_of(student, article.document), article.vote)
                try:
                    student_pass.finish()
                finally:
                    student_pass.close()

    async def new_link(self, student: str) -> str:
        """Give a student a new personal link. Returns its token.

        Raises:
            DataError: There is no such student.
        """
        token = new_token()
        await self.change(lambda sitting: sitting.replace_link(student, hash_token(token)))
        return token

    async def load_key(self) -> AnnotationSet | None:
        """The key of the current article as it is on the disk now, or None."""
        return await self.shared.run_in_thread(self.article.read_key)

    # What the pages show.

    @property
    def tag_distributions(self) -> tuple[TagDistribution, ...]:
        """How the students whose pass on the current article is loaded tag each sentence."""
        sets = (
            student_pass.annotations
            for student_pass in self._desks.values()
            if student_pass.document == self.sitting.document
        )
        return tag_distributions(self.blank.sentences, sets)

    def loaded_pass(self, student: Student) -> StudentPass | None:
        """The student's pass on the article that the student works on, if it is loaded."""
        student_pass = self._desks.get(student.id)
        document = self.sitting.document_of(student)
        return student_pass if student_pass and student_pass.document == document else None

    @property
    def absent(self) -> tuple[str, ...]:
        """The names of expected students who have not joined."""
        elsewhere = self._others.students_elsewhere(self.sitting)
        return self._expected.absent(self.sitting.students, elsewhere)

    @property
    def previous_distributions(self) -> tuple[TagDistribution, ...]:
        """How the class tagged in the previous vote; empty in the first vote."""
        return (
            tag_distributions(self.blank.sentences, self._before.values()) if self._before else ()
        )

    def read_previous_vote(self) -> None:
        """Read the sets of the previous vote from their files. Waits for the disk."""
        self._before = {}
        document, vote = self.sitting.document, self.sitting.vote - 1
        for student in self.sitting.students if vote else ():
            with suppress(DataError):
                path = self._path_of(student, document, vote)
                if path is not None:
                    self._before[student.id] = read_set(path)[0]

    def read_votes(self, student: Student) -> tuple[AnnotationSet, ...]:
        """A student's set of each vote that the student took part in. Waits for the disk.

        Raises:
            DataError: A set is invalid.
        """
        document = self.sitting.document_of(student)
        votes = range(1, self.sitting.article_of(document).vote + 1)
        paths = (self._path_of(student, document, vote) for vote in votes)
        return tuple(read_set(path)[0] for path in paths if path is not None)

    def _path_of(self, student: Student, document: str, vote: int) -> Path | None:
        return self._passes_of(student, document).path_of(vote)

    async def begin(self) -> None:
        """Open the passes that were in progress when the server last stopped."""
        await self.shared.run_in_thread(self.read_previous_vote)
        await self.load_passes(gently=True)

    def close(self) -> tuple[str, ...]:
        """Save, and release all files. Returns the students whose last edits are not saved."""
        unsaved = tuple(
            student for student, student_pass in self._desks.items() if not student_pass.close()
        )
        self._hold.release()
        return unsaved
