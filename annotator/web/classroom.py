"""The class in memory: its students and their passes, its codes and tokens, and its tags."""

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
from annotator.project.roster import Roster
from annotator.report.gradebook import people_without_work
from annotator.storage import classrooms, layout
from annotator.storage.layout import class_path
from annotator.storage.locks import LockHolder, try_lock
from annotator.storage.sets import read_set
from annotator.web.events import ClassEvents
from annotator.web.page_edits import PageEdit, TooLateError, admit_edit
from annotator.web.student_pass import NotSavedError, StudentPass, open_earlier_pass, open_pass

# Letters and digits that are not easily confused, on a projector or spoken aloud.
_ALPHABET = "ACDEFHJKLMNPQRTUVWXY34679"
_CODE_LENGTH = 6
_TOKEN_BYTES = 20


def new_code() -> str:
    """A class code for students to type, one of 244 million."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def new_token() -> str:
    """The random token of a link, too long to guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_token(token: str) -> str:
    """The hash of a personal link's token. Only this is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


SPLIT_MINIMUM = 3
"""The minimum number of students who tagged a sentence before the class can be split on it."""

CONSENSUS_SHARE = 0.7
"""If the most common tag has at least this share, the class is not split."""


@dataclass(frozen=True, slots=True)
class TagDistribution:
    """How a class tagged one sentence.

    Attributes:
        sentence: The sentence's id.
        counts: The number of students who chose each tag, by the tag's id.
    """

    sentence: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The number of students who tagged it."""
        return sum(self.counts.values())

    @property
    def agreement(self) -> float:
        """The share of the most common tag, from 0 to 1. It is 1 if nobody has tagged it."""
        return max(self.counts.values()) / self.total if self.counts else 1.0

    @property
    def lacks_clear_majority(self) -> bool:
        """Whether the class is split: enough students tagged it, and no tag clearly leads."""
        return self.total >= SPLIT_MINIMUM and self.agreement < CONSENSUS_SHARE


def tag_distributions(
    sentences: Sequence[Sentence], sets: Iterable[AnnotationSet]
) -> tuple[TagDistribution, ...]:
    """How sets on the same sentences tag each body sentence, in the order of the text."""
    counts: dict[str, Counter[str]] = {each.id: Counter() for each in sentences if each.body}
    for annotations in sets:
        for sentence in annotations.sentences:
            if sentence.tag is not None and sentence.id in counts:
                counts[sentence.id][sentence.tag] += 1
    return tuple(TagDistribution(sentence, dict(found)) for sentence, found in counts.items())


@dataclass(frozen=True, slots=True)
class ClassList:
    """The students who are expected.

    Attributes:
        annotators: The project's annotators.
        roster: The learning platform's export. If there is one, it is used instead of them.
    """

    annotators: tuple[str, ...] = ()
    roster: Roster | None = None

    def absent(self, students: Sequence[Student]) -> tuple[str, ...]:
        """The names of expected students who have not joined."""
        if self.roster is not None:
            return _missing_from_roster(self.roster, tuple(each.name for each in students))
        here = {student.id for student in students}
        return tuple(name for name in self.annotators if file_name(name) not in here)


@lru_cache(maxsize=2)
def _missing_from_roster(roster: Roster, names: tuple[str, ...]) -> tuple[str, ...]:
    # Each view of the class asks for this, and it changes only when a student joins.
    return people_without_work(roster, names)


P = ParamSpec("P")
T = TypeVar("T")

_WRITERS = 16


def _read_practice_key(folder: Path, document: str, practice: str | None) -> AnnotationSet | None:
    if practice is None:
        return None
    if file_name(practice) == file_name(document):
        raise DataError(
            "Practice shows the key, so it needs a different document. Change --practice."
        )
    return read_key(Target(str(folder), practice))[0]


class LiveClassroom:
    """The class of one document, locked by this process.

    Args:
        folder: The project's folder.
        document: The document's id.
        practice: The id of another document, with a key, on which students may practice.
        roster: The expected students (default: the project's annotators).
        clock: The time in seconds since 1970.

    Raises:
        DataError: The project or document does not exist, its class file is damaged, or another
            process has it open.
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
        # From here on, every failure must release the lock.
        self.key = self._read_key()
        hold = try_lock(self._path, "the class page")
        if isinstance(hold, LockHolder):
            raise DataError(f"The class page for this document is already running: {hold}.")
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
        """The result of a function that waits for the disk, run in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: function(*args, **named))

    # What students do.

    async def join(self, name: str, *, another: bool = False) -> str:
        """Add a student to the class. Returns the token of the personal link.

        Raises:
            NameConflictError: A student with this name is in the class, and `another` is false.
            DataError: The name is empty or too long, or the class is full.
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
        """Add a student to the project's annotators, if the project lists any."""
        if file_name(name) in self._listed or not self.project.annotators:
            return
        with lock_project(self.folder) as project:
            save_project(self.folder, replace(project, annotators=(*project.annotators, name)))
        self._listed.add(file_name(name))

    def _has_work(self, folder: str) -> bool:
        return layout.annotations_path(self.folder, folder, self.classroom.document).exists()

    def student_by_token(self, token: str) -> Student | None:
        """The student with this token in the personal link, or None."""
        return self.classroom.student_by_token(hash_token(token)) if token else None

    async def edit(self, student: Student, page_edit: PageEdit) -> StudentPass:
        """Apply a student's edit to the pass of its vote. It is on the disk when this returns.

        Raises:
            WorkClosedError: Tagging is closed.
            EditNumberError: The edit's number cannot belong to it.
            DataError: The edit is impossible or too late.
            NotSavedError: The edit is not on the disk. It may be sent again.
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
        """Apply an edit to the pass of an earlier vote, and to the passes that continue it."""
        student_pass = self._desks[student.id]
        if student_pass.annotations.closed:
            # The file is opened again below.
            await self.run_in_thread(self._desks.pop(student.id).close)
        first, last = page_edit.vote - student.joined + 1, self.classroom.pass_of(student)
        if first < 1:
            raise TooLateError("You joined after that vote.")
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
                # The latest pass first: after an interruption, a retry does the rest.
                for each in reversed(later):
                    each.carry_over(page_edit, before)
            earliest.apply_edit(page_edit)
            if first == self.classroom.pass_of(student) - 1:
                self._before[student.id] = earliest.annotations

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

    # What the teacher does.

    async def change(
        self,
        how: Callable[[Classroom], Classroom],
        first: Callable[[Classroom], None] = lambda _: None,
    ) -> None:
        """Change the state of the class, save it, and then notify the pages.

        Args:
            how: Returns the changed class.
            first: Writes what must be on the disk before the class; waits for the disk.

        Raises:
            DataError: The change is impossible or could not be saved. Nothing has changed.
        """
        async with self._keeping:
            changed = how(self.classroom)
            if changed == self.classroom:
                return
            await self.run_in_thread(first, changed)
            await self.run_in_thread(classrooms.save, self._path, changed)
            before, self.classroom = self.classroom, changed
        # Do not announce a new student: 200 pages would each get 200 events.
        if replace(changed, students=before.students) != before:
            self.events.announce_change()
        self.events.activity += 1

    async def start_next_vote(self) -> tuple[str, ...]:
        """Start the next vote. Returns the students whose last pass could not be finished."""
        before = {
            student: student_pass.annotations for student, student_pass in self._desks.items()
        }
        now = self.clock()
        await self.change(lambda classroom: classroom.start_next_vote(now))
        self._before = before
        return await self.load_passes()

    async def end(self) -> tuple[str, ...]:
        """End the lesson. Returns the names of students whose pass could not be finished."""
        now = self.clock()
        await self.change(lambda classroom: classroom.end(now))
        return await self.load_passes()

    async def load_passes(self) -> tuple[str, ...]:
        """Open every student's pass of the current vote. Returns the names where that failed."""
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
        """Give a student a new personal link. Returns its token.

        Raises:
            DataError: There is no such student.
        """
        token = new_token()
        await self.change(lambda classroom: classroom.replace_link(student, hash_token(token)))
        return token

    async def load_key(self) -> AnnotationSet | None:
        """The key as it is on the disk now, or None."""
        self.key = await self.run_in_thread(self._read_key)
        return self.key

    # What the pages show.

    @property
    def tag_distributions(self) -> tuple[TagDistribution, ...]:
        """How the students whose pass is loaded tag each sentence."""
        sets = (student_pass.annotations for student_pass in self._desks.values())
        return tag_distributions(self.blank.sentences, sets)

    def loaded_pass(self, student: Student) -> StudentPass | None:
        """The student's pass if it is loaded, or None."""
        return self._desks.get(student.id)

    @property
    def absent(self) -> tuple[str, ...]:
        """The names of expected students who have not joined."""
        return self._expected.absent(self.classroom.students)

    @property
    def previous_distributions(self) -> tuple[TagDistribution, ...]:
        """How the class tagged in the previous vote; empty in the first vote."""
        return (
            tag_distributions(self.blank.sentences, self._before.values()) if self._before else ()
        )

    def read_previous_vote(self) -> None:
        """Read the sets of the previous vote from their files. Waits for the disk."""
        for student in self.classroom.students:
            number = self.classroom.pass_of(student) - 1
            if number >= 1:
                document = self.classroom.document
                path = layout.annotations_path(self.folder, student.name, document, number)
                with suppress(DataError):
                    self._before[student.id] = read_set(path)[0]

    async def begin(self) -> None:
        """Open the passes that were in progress when the server last stopped."""
        if self.classroom.vote > 1:
            await self.run_in_thread(self.read_previous_vote)
        await self.load_passes()

    def close(self) -> tuple[str, ...]:
        """Save, and release all files. Returns the students whose last edits are not saved."""
        unsaved = tuple(
            student for student, student_pass in self._desks.items() if not student_pass.close()
        )
        self._threads.shutdown()
        self._hold.release()
        return unsaved
