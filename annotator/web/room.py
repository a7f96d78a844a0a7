"""The class in memory: who is there, their desks, and what may be done."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from annotator.model.annotation import AnnotationSet
from annotator.model.classroom import Classroom, Phase, Student
from annotator.model.faults import Refused
from annotator.model.names import file_name
from annotator.report.gradebook import Roster
from annotator.storage import classes, projects
from annotator.storage.keys import read_key
from annotator.storage.locks import Holder, acquire
from annotator.storage.opening import codebook_for
from annotator.storage.project_writing import save, writing
from annotator.storage.targets import Target, find_article, place, read_set
from annotator.web.admission import TooLate, admit
from annotator.web.desk import Desk, NotSaved, Sent, open_desk, open_earlier
from annotator.web.expected import Expected
from annotator.web.hearing import Hearing
from annotator.web.tallies import Spread, spreads
from annotator.web.tokens import hashed, new_code, new_token

P = ParamSpec("P")
T = TypeVar("T")

_WRITERS = 16


def _practice(folder: Path, document: str, practice: str | None) -> AnnotationSet | None:
    if practice is None:
        return None
    if file_name(practice) == file_name(document):
        raise Refused("practice shows the key: choose another document than the one to be marked")
    return read_key(Target(str(folder), practice))[0]


class Room:
    """The class of one document, held by this process alone.

    Args:
        folder: The project's folder.
        document: The document's id.
        practice: The id of another document, with a key, on which students may practise.
        roster: Who should be here; else it is those whom the project names.
        clock: The time in seconds since 1970.

    Raises:
        Refused: There is no such project or document, its class is damaged, or another process
            has it.
    """

    def __init__(
        self,
        folder: Path,
        document: str,
        practice: str | None = None,
        roster: Roster | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.clock = clock
        self.practice = _practice(folder, document, practice)
        self._target = Target(str(folder), document)
        self.project = projects.load(folder)
        self._expected = Expected(self.project.annotators, roster)
        self._listed = {file_name(name) for name in self.project.annotators}
        self.folder = folder
        found = place(self._target)
        self.codebook = codebook_for(found)
        article = find_article(self._target, found)
        assert article is not None  # noqa: S101 (a document of a project has its article)
        self.cut = article.cut()
        self.blank = self.cut.begun_by("", self.codebook.reference)
        self._path = classes.class_path(folder, self.blank.document.id)
        classes.make_folder(folder)
        # Once the class is held, all that can fail gives it free again.
        self.key = self._read_key()
        hold = acquire(self._path, "the class page")
        if isinstance(hold, Holder):
            raise Refused(f"this class is open already: {hold}")
        self._hold = hold
        try:
            self.classroom = self._known()
        except BaseException:
            hold.release()
            raise
        self._desks: dict[str, Desk] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._keeping = asyncio.Lock()
        self._threads = ThreadPoolExecutor(_WRITERS, "class")
        self.hearing = Hearing()
        self._before: dict[str, AnnotationSet] = {}

    def _known(self) -> Classroom:
        if self._path.exists():
            return classes.load(self._path)
        made = Classroom(self.blank.document.id, new_code(), new_token())
        classes.save(self._path, made)
        return made

    def _read_key(self) -> AnnotationSet | None:
        with suppress(Refused):
            return read_key(self._target)[0]
        return None

    async def in_thread(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What a function gives that waits for the disk, while others are served."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: function(*args, **named))

    # What students do.

    async def join(self, name: str, *, another: bool = False) -> str:
        """Let a student in; the token of the personal link.

        Raises:
            NameTaken: Somebody of this name is there, and `another` was not said.
            Refused: The name is impossible, or the class is full.
        """
        token = new_token()
        await self.change(
            lambda room: room.admitting(name, hashed(token), self._has_work, another=another),
            lambda room: self._list(room.students[-1].name),
        )
        return token

    def _list(self, name: str) -> None:
        """Take a student in among the project's annotators, where it names any."""
        if file_name(name) in self._listed or not self.project.annotators:
            return
        with writing(self.folder) as project:
            save(self.folder, replace(project, annotators=(*project.annotators, name)))
        self._listed.add(file_name(name))

    def _has_work(self, folder: str) -> bool:
        return projects.annotations_path(self.folder, folder, self.classroom.document).exists()

    def holder(self, token: str) -> Student | None:
        """Whose personal link this is."""
        return self.classroom.holder(hashed(token)) if token else None

    async def edit(self, student: Student, sent: Sent) -> Desk:
        """Carry out a student's edit in the pass of its vote; it is on the disk when this returns.

        Raises:
            NotNow: The work is closed.
            NumberTaken: The edit's number cannot be its own.
            Refused: The edit is impossible, or too late.
            NotSaved: It is not on the disk; the same may be sent again.
        """
        async with self._turn(student):
            desk = await self._desk(student)
            if sent.vote < self.classroom.vote or self.classroom.phase is Phase.ENDED:
                await self._late(student, sent)
            else:
                if not desk.has(sent):
                    self._admit(sent)
                await self.in_thread(desk.take, sent)
            self.hearing.pulse += 1
            return await self._desk(student)

    def _admit(self, sent: Sent) -> None:
        shown = self.hearing.was_shown(sent.page, sent.sentence)
        admit(self.classroom, sent, self.clock(), key_shown=shown)

    async def _late(self, student: Student, sent: Sent) -> None:
        """Carry out an edit in the pass of an earlier vote, and in those that went on from it."""
        desk = self._desks[student.id]
        if desk.annotations.closed:
            # Its file is opened again below.
            await self.in_thread(self._desks.pop(student.id).close)
        first, last = sent.vote - student.joined + 1, self.classroom.pass_of(student)
        if first < 1:
            raise TooLate("you joined after that vote")
        desks = [
            self._desks.get(student.id) if number == last else None
            for number in range(first, last + 1)
        ]
        await self.in_thread(self._take_late, student, sent, first, desks)

    def _take_late(
        self, student: Student, sent: Sent, first: int, desks: Sequence[Desk | None]
    ) -> None:
        document = self.classroom.document
        with ExitStack() as opened:
            passes = []
            for number, desk in enumerate(desks, first):
                if desk is None:
                    path = projects.annotations_path(self.folder, student.name, document, number)
                    desk = open_earlier(path)  # noqa: PLW2901
                    opened.callback(desk.close)
                passes.append(desk)
            earliest, *later = passes
            if not earliest.has(sent):
                self._admit(sent)
                earliest.refuse_impossible(sent)
                before = earliest.decided(sent.sentence)
                # The latest first: what was broken off in the middle is done whole the next time.
                for each in reversed(later):
                    each.carry(sent, before)
            earliest.take(sent)
            if first == self.classroom.pass_of(student) - 1:
                self._before[student.id] = earliest.annotations

    async def desk(self, student: Student) -> Desk:
        """A student's desk at the present vote.

        Raises:
            Refused: The student's set is faulty, or cannot be written.
        """
        async with self._turn(student):
            return await self._desk(student)

    @asynccontextmanager
    async def _turn(self, student: Student) -> AsyncIterator[None]:
        async with self._turns.setdefault(student.id, asyncio.Lock()):
            yield

    async def _desk(self, student: Student) -> Desk:
        number = self.classroom.pass_of(student)
        desk = self._desks.get(student.id)
        if desk is not None and desk.number >= number:
            return desk
        if desk is not None:
            await self.in_thread(desk.close)
        whose = Target(self._target.name, self._target.document, student.name)
        self._desks[student.id] = await self.in_thread(open_desk, whose, number)
        return self._desks[student.id]

    # What the instructor does.

    async def change(
        self,
        how: Callable[[Classroom], Classroom],
        first: Callable[[Classroom], None] = lambda _: None,
    ) -> None:
        """Change what is remembered of the class, and tell everybody when it is on the disk.

        Args:
            how: Gives the changed class.
            first: What must be on the disk before it; waits for the disk.

        Raises:
            Refused: The change is impossible, or could not be kept; nothing has changed.
        """
        async with self._keeping:
            changed = how(self.classroom)
            if changed == self.classroom:
                return
            await self.in_thread(first, changed)
            await self.in_thread(classes.save, self._path, changed)
            before, self.classroom = self.classroom, changed
        # Who joins is no news to the others: two hundred would hear it two hundred times.
        if replace(changed, students=before.students) != before:
            self.hearing.tell()
        self.hearing.pulse += 1

    async def vote_again(self) -> tuple[str, ...]:
        """Call the next vote; the names of those whose last pass could not be finished."""
        before = {student: desk.annotations for student, desk in self._desks.items()}
        now = self.clock()
        await self.change(lambda room: room.voting_again(now))
        self._before = before
        return await self.open_all()

    async def end(self) -> tuple[str, ...]:
        """End the hour; the names of those whose pass could not be finished."""
        now = self.clock()
        await self.change(lambda room: room.ended(now))
        return await self.open_all()

    async def open_all(self) -> tuple[str, ...]:
        """Open every student's desk as the present vote wants it; the names where that failed."""
        failed = []
        for student in self.classroom.students:
            try:
                async with self._turn(student):
                    desk = await self._desk(student)
                    if self.classroom.phase is Phase.ENDED:
                        await self.in_thread(desk.finish)
            except (Refused, NotSaved):
                failed.append(student.name)
        self.hearing.pulse += 1
        return tuple(failed)

    async def new_link(self, student: str) -> str:
        """Give a student another personal link; its token.

        Raises:
            Refused: There is no such student.
        """
        token = new_token()
        await self.change(lambda room: room.relinked(student, hashed(token)))
        return token

    async def load_key(self) -> AnnotationSet | None:
        """The key as it is on the disk now; None where there is none."""
        self.key = await self.in_thread(self._read_key)
        return self.key

    # What is to be seen.

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """How those whose desks are open tag each sentence."""
        sets = (desk.annotations for desk in self._desks.values())
        return spreads(self.blank.sentences, sets)

    def open_desk_of(self, student: Student) -> Desk | None:
        """The student's desk where it is open."""
        return self._desks.get(student.id)

    @property
    def absent(self) -> tuple[str, ...]:
        """Who should be here and has not joined."""
        return self._expected.absent(self.classroom.students)

    @property
    def before(self) -> tuple[Spread, ...]:
        """How the vote before this one came out; nothing where this is the first."""
        return spreads(self.blank.sentences, self._before.values()) if self._before else ()

    def read_before(self) -> None:
        """Read how the vote before this one came out, from the files; waits for the disk."""
        for student in self.classroom.students:
            number = self.classroom.pass_of(student) - 1
            if number >= 1:
                document = self.classroom.document
                path = projects.annotations_path(self.folder, student.name, document, number)
                with suppress(Refused):
                    self._before[student.id] = read_set(path)[0]

    async def begin(self) -> None:
        """Open what was under work when the server last stopped."""
        if self.classroom.vote > 1:
            await self.in_thread(self.read_before)
        await self.open_all()

    def close(self) -> tuple[str, ...]:
        """Save what is waiting, and give all files free; whose last edits could not be saved."""
        unsaved = tuple(student for student, desk in self._desks.items() if not desk.close())
        self._threads.shutdown()
        self._hold.release()
        return unsaved
