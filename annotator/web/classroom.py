"""The class in memory: its students and their passes, its codes and tokens, and how it tags."""

import asyncio
import hashlib
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.classroom import ClassPhase, Classroom, Student
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.project.answer_keys import read_key
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Target, locate
from annotator.project.open_set import codebook_at
from annotator.project.project_store import lock_project, save_project
from annotator.report.gradebook import Roster, people_without_work
from annotator.storage import classrooms, layout
from annotator.storage.layout import class_path
from annotator.storage.locks import LockHolder, try_lock
from annotator.storage.sets import read_set
from annotator.web.events import ClassEvents
from annotator.web.page_edits import PageEdit, TooLateError, admit_edit
from annotator.web.student_pass import NotSavedError, StudentPass, open_earlier_pass, open_pass

# Letters and digits that nobody takes for one another, on a projector or spoken aloud.
_ALPHABET = "ACDEFHJKLMNPQRTUVWXY34679"
_CODE_LENGTH = 6
_TOKEN_BYTES = 20


def new_code() -> str:
    """A code for a class to type: one of 244 millions."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def new_token() -> str:
    """What a link is made of; nobody guesses it."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What is kept of a personal link's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


SPLIT_MINIMUM = 3
"""A class is split on a sentence only when so many have tagged it."""

CONSENSUS_SHARE = 0.7
"""The share of the commonest tag from which on a class is not split."""


@dataclass(frozen=True, slots=True)
class TagDistribution:
    """How a class tagged one sentence.

    Attributes:
        sentence: Its id.
        counts: How many gave each tag, by the tag's id.
    """

    sentence: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many gave it a tag."""
        return sum(self.counts.values())

    @property
    def agreement(self) -> float:
        """The share of the commonest tag among those given, from 0 to 1; 1 where there is none."""
        return max(self.counts.values()) / self.total if self.counts else 1.0

    @property
    def lacks_clear_majority(self) -> bool:
        """Whether enough have tagged it, and too few alike."""
        return self.total >= SPLIT_MINIMUM and self.agreement < CONSENSUS_SHARE


def tag_distributions(
    sentences: Sequence[Sentence], sets: Iterable[AnnotationSet]
) -> tuple[TagDistribution, ...]:
    """How sets on the same sentences tag each of the body, in the order of the text."""
    counts: dict[str, Counter[str]] = {each.id: Counter() for each in sentences if each.body}
    for annotations in sets:
        for sentence in annotations.sentences:
            if sentence.tag is not None and sentence.id in counts:
                counts[sentence.id][sentence.tag] += 1
    return tuple(TagDistribution(sentence, dict(found)) for sentence, found in counts.items())


@dataclass(frozen=True, slots=True)
class ClassList:
    """The people of a class.

    Attributes:
        annotators: As the project names them.
        roster: The learning platform's own export, which goes before them where there is one.
    """

    annotators: tuple[str, ...] = ()
    roster: Roster | None = None

    def absent(self, students: Sequence[Student]) -> tuple[str, ...]:
        """Who has not joined, by name."""
        if self.roster is not None:
            return _missing_from_roster(self.roster, tuple(each.name for each in students))
        here = {student.id for student in students}
        return tuple(name for name in self.annotators if file_name(name) not in here)


@lru_cache(maxsize=2)
def _missing_from_roster(roster: Roster, names: tuple[str, ...]) -> tuple[str, ...]:
    # It is asked for with every look at a class, and changes only when somebody joins.
    return people_without_work(roster, names)


P = ParamSpec("P")
T = TypeVar("T")

_WRITERS = 16


def _read_practice_key(folder: Path, document: str, practice: str | None) -> AnnotationSet | None:
    if practice is None:
        return None
    if file_name(practice) == file_name(document):
        raise DataError("practice shows the key: choose another document than the one to be marked")
    return read_key(Target(str(folder), practice))[0]


class LiveClassroom:
    """The class of one document, held by this process alone.

    Args:
        folder: The project's folder.
        document: The document's id.
        practice: The id of another document, with a key, on which students may practise.
        roster: Who should be here; else it is those whom the project names.
        clock: The time in seconds since 1970.

    Raises:
        DataError: There is no such project or document, its class is damaged, or another process
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
        self.practice = _read_practice_key(folder, document, practice)
        self._target = Target(str(folder), document)
        self.project = layout.load_project(folder)
        self._expected = ClassList(self.project.annotators, roster)
        self._listed = {file_name(name) for name in self.project.annotators}
        self.folder = folder
        found = locate(self._target)
        self.codebook = codebook_at(found)
        article = load_article(found)
        assert article is not None  # noqa: S101 (a document of a project has its article)
        self.cut = segmented(article)
        self.blank = self.cut.new_set("", self.codebook.reference)
        self._path = class_path(folder, self.blank.document.id)
        classrooms.make_private_folders(folder)
        # Once the class is held, all that can fail gives it free again.
        self.key = self._read_key()
        hold = try_lock(self._path, "the class page")
        if isinstance(hold, LockHolder):
            raise DataError(f"this class is open already: {hold}")
        self._hold = hold
        try:
            self.classroom = self._known()
        except BaseException:
            hold.release()
            raise
        self._desks: dict[str, StudentPass] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._keeping = asyncio.Lock()
        self._threads = ThreadPoolExecutor(_WRITERS, "class")
        self.events = ClassEvents()
        self._before: dict[str, AnnotationSet] = {}

    def _known(self) -> Classroom:
        if self._path.exists():
            return classrooms.load(self._path)
        made = Classroom(self.blank.document.id, new_code(), new_token())
        classrooms.save(self._path, made)
        return made

    def _read_key(self) -> AnnotationSet | None:
        with suppress(DataError):
            return read_key(self._target)[0]
        return None

    async def run_in_thread(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What a function gives that waits for the disk, while others are served."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: function(*args, **named))

    # What students do.

    async def join(self, name: str, *, another: bool = False) -> str:
        """Let a student in; the token of the personal link.

        Raises:
            NameConflictError: Somebody of this name is there, and `another` was not said.
            DataError: The name is impossible, or the class is full.
        """
        token = new_token()
        await self.change(
            lambda classroom: classroom.admit(
                name, hash_token(token), self._has_work, another=another
            ),
            lambda live: self._list(live.students[-1].name),
        )
        return token

    def _list(self, name: str) -> None:
        """Take a student in among the project's annotators, where it names any."""
        if file_name(name) in self._listed or not self.project.annotators:
            return
        with lock_project(self.folder) as project:
            save_project(self.folder, replace(project, annotators=(*project.annotators, name)))
        self._listed.add(file_name(name))

    def _has_work(self, folder: str) -> bool:
        return layout.annotations_path(self.folder, folder, self.classroom.document).exists()

    def student_by_token(self, token: str) -> Student | None:
        """Whose personal link this is."""
        return self.classroom.student_by_token(hash_token(token)) if token else None

    async def edit(self, student: Student, page_edit: PageEdit) -> StudentPass:
        """Carry out a student's edit in the pass of its vote; it is on the disk when this returns.

        Raises:
            WorkClosedError: The work is closed.
            EditNumberError: The edit's number cannot be its own.
            DataError: The edit is impossible, or too late.
            NotSavedError: It is not on the disk; the same may be sent again.
        """
        async with self._turn(student):
            student_pass = await self._desk(student)
            if page_edit.vote < self.classroom.vote or self.classroom.phase is ClassPhase.ENDED:
                await self._late(student, page_edit)
            else:
                if not student_pass.has_edit(page_edit):
                    self._admit(page_edit)
                await self.run_in_thread(student_pass.apply_edit, page_edit)
            self.events.activity += 1
            return await self._desk(student)

    def _admit(self, page_edit: PageEdit) -> None:
        shown = self.events.has_shown_key(page_edit.page, page_edit.sentence)
        admit_edit(self.classroom, page_edit, self.clock(), key_shown=shown)

    async def _late(self, student: Student, page_edit: PageEdit) -> None:
        """Carry out an edit in the pass of an earlier vote, and in those that went on from it."""
        student_pass = self._desks[student.id]
        if student_pass.annotations.closed:
            # Its file is opened again below.
            await self.run_in_thread(self._desks.pop(student.id).close)
        first, last = page_edit.vote - student.joined + 1, self.classroom.pass_of(student)
        if first < 1:
            raise TooLateError("you joined after that vote")
        student_passes = [
            self._desks.get(student.id) if number == last else None
            for number in range(first, last + 1)
        ]
        await self.run_in_thread(self._take_late, student, page_edit, first, student_passes)

    def _take_late(
        self,
        student: Student,
        page_edit: PageEdit,
        first: int,
        student_passes: Sequence[StudentPass | None],
    ) -> None:
        document = self.classroom.document
        with ExitStack() as opened:
            passes = []
            for number, student_pass in enumerate(student_passes, first):
                if student_pass is None:
                    path = layout.annotations_path(self.folder, student.name, document, number)
                    student_pass = open_earlier_pass(path)  # noqa: PLW2901
                    opened.callback(student_pass.close)
                passes.append(student_pass)
            earliest, *later = passes
            if not earliest.has_edit(page_edit):
                self._admit(page_edit)
                earliest.check_edit(page_edit)
                before = earliest.decision_json(page_edit.sentence)
                # The latest first: what was broken off in the middle is done whole the next time.
                for each in reversed(later):
                    each.carry_over(page_edit, before)
            earliest.apply_edit(page_edit)
            if first == self.classroom.pass_of(student) - 1:
                self._before[student.id] = earliest.annotations

    async def load_pass(self, student: Student) -> StudentPass:
        """A student's desk at the present vote.

        Raises:
            DataError: The student's set is faulty, or cannot be written.
        """
        async with self._turn(student):
            return await self._desk(student)

    @asynccontextmanager
    async def _turn(self, student: Student) -> AsyncIterator[None]:
        async with self._turns.setdefault(student.id, asyncio.Lock()):
            yield

    async def _desk(self, student: Student) -> StudentPass:
        number = self.classroom.pass_of(student)
        student_pass = self._desks.get(student.id)
        if student_pass is not None and student_pass.number >= number:
            return student_pass
        if student_pass is not None:
            await self.run_in_thread(student_pass.close)
        whose = Target(self._target.name, self._target.document, student.name)
        self._desks[student.id] = await self.run_in_thread(open_pass, whose, number)
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
            DataError: The change is impossible, or could not be kept; nothing has changed.
        """
        async with self._keeping:
            changed = how(self.classroom)
            if changed == self.classroom:
                return
            await self.run_in_thread(first, changed)
            await self.run_in_thread(classrooms.save, self._path, changed)
            before, self.classroom = self.classroom, changed
        # Who joins is no news to the others: two hundred would hear it two hundred times.
        if replace(changed, students=before.students) != before:
            self.events.announce_change()
        self.events.activity += 1

    async def start_next_vote(self) -> tuple[str, ...]:
        """Call the next vote; the names of those whose last pass could not be finished."""
        before = {
            student: student_pass.annotations for student, student_pass in self._desks.items()
        }
        now = self.clock()
        await self.change(lambda classroom: classroom.start_next_vote(now))
        self._before = before
        return await self.load_passes()

    async def end(self) -> tuple[str, ...]:
        """End the hour; the names of those whose pass could not be finished."""
        now = self.clock()
        await self.change(lambda classroom: classroom.end(now))
        return await self.load_passes()

    async def load_passes(self) -> tuple[str, ...]:
        """Open every student's desk as the present vote wants it; the names where that failed."""
        failed = []
        for student in self.classroom.students:
            try:
                async with self._turn(student):
                    student_pass = await self._desk(student)
                    if self.classroom.phase is ClassPhase.ENDED:
                        await self.run_in_thread(student_pass.finish)
            except (DataError, NotSavedError):
                failed.append(student.name)
        self.events.activity += 1
        return tuple(failed)

    async def new_link(self, student: str) -> str:
        """Give a student another personal link; its token.

        Raises:
            DataError: There is no such student.
        """
        token = new_token()
        await self.change(lambda classroom: classroom.replace_link(student, hash_token(token)))
        return token

    async def load_key(self) -> AnnotationSet | None:
        """The key as it is on the disk now; None where there is none."""
        self.key = await self.run_in_thread(self._read_key)
        return self.key

    # What is to be seen.

    @property
    def tag_distributions(self) -> tuple[TagDistribution, ...]:
        """How those whose desks are open tag each sentence."""
        sets = (student_pass.annotations for student_pass in self._desks.values())
        return tag_distributions(self.blank.sentences, sets)

    def loaded_pass(self, student: Student) -> StudentPass | None:
        """The student's desk where it is open."""
        return self._desks.get(student.id)

    @property
    def absent(self) -> tuple[str, ...]:
        """Who should be here and has not joined."""
        return self._expected.absent(self.classroom.students)

    @property
    def previous_distributions(self) -> tuple[TagDistribution, ...]:
        """How the vote before this one came out; nothing where this is the first."""
        return (
            tag_distributions(self.blank.sentences, self._before.values()) if self._before else ()
        )

    def read_previous_vote(self) -> None:
        """Read how the vote before this one came out, from the files; waits for the disk."""
        for student in self.classroom.students:
            number = self.classroom.pass_of(student) - 1
            if number >= 1:
                document = self.classroom.document
                path = layout.annotations_path(self.folder, student.name, document, number)
                with suppress(DataError):
                    self._before[student.id] = read_set(path)[0]

    async def begin(self) -> None:
        """Open what was under work when the server last stopped."""
        if self.classroom.vote > 1:
            await self.run_in_thread(self.read_previous_vote)
        await self.load_passes()

    def close(self) -> tuple[str, ...]:
        """Save what is waiting, and give all files free; whose last edits could not be saved."""
        unsaved = tuple(
            student for student, student_pass in self._desks.items() if not student_pass.close()
        )
        self._threads.shutdown()
        self._hold.release()
        return unsaved
