"""A class that tags one document: its students, its phase, its vote and what is revealed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from annotator.model.errors import DataError
from annotator.model.lesson import Lesson
from annotator.model.name_folding import file_name

MAX_STUDENTS = 500
MAX_STUDENT_NAME = 60


class ClassPhase(StrEnum):
    """Whether the students may tag."""

    CLOSED = "closed"
    OPEN = "open"
    ENDED = "ended"


class NameConflictError(DataError):
    """A student with this name has joined: the same one without the link, or another one."""


@dataclass(frozen=True, slots=True)
class Student:
    """A student who joined the class.

    Attributes:
        id: The folded name, which is also the name of the folder with the student's work.
        name: The name as typed. A second student with the same name has a number after it.
        token: The SHA-256, in hex, of the personal link's token.
        joined: The vote in which the student joined, from 1. The first pass belongs to it.
    """

    id: str
    name: str
    token: str
    joined: int = 1


@dataclass(frozen=True, slots=True)
class VoteEnd:
    """When a vote ended. This decides whether a late edit still belongs to it.

    Attributes:
        vote: The number of the vote, from 1.
        closed: When tagging was last closed in it, in seconds since 1970.
        over: When the next vote started or the lesson ended. None while the vote is in progress.
        asked: The sentences whose tags students were asked to explain when it ended.
    """

    vote: int
    closed: float
    over: float | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyShown:
    """When the key of a sentence was first shown, in seconds since 1970."""

    sentence: str
    since: float


@dataclass(frozen=True, slots=True)
class Classroom:
    """Everything that a class page must remember over a restart. Immutable.

    Attributes:
        document: The id of the document.
        code: The code that students type to join.
        secret: The token in the teacher's link.
        phase: Whether the students may tag.
        vote: The number of the current vote, from 1. Each vote is a separate pass.
        asked: The sentences whose tags students are asked to explain.
        revealed: The sentences whose key is shown.
        students: The students in the order in which they joined.
        ends: When each vote ended.
        keys_shown: When each key was first shown.
        lesson: Where the class is in its lesson, and what the projector shows.
    """

    document: str
    code: str
    secret: str
    phase: ClassPhase = ClassPhase.CLOSED
    vote: int = 1
    asked: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()
    students: tuple[Student, ...] = ()
    ends: tuple[VoteEnd, ...] = ()
    keys_shown: tuple[KeyShown, ...] = ()
    lesson: Lesson = field(default_factory=Lesson)

    def student(self, student: str) -> Student | None:
        """The student with this id."""
        return next((each for each in self.students if each.id == student), None)

    def student_by_token(self, token: str) -> Student | None:
        """The student whose personal link has this token, hashed."""
        return next((each for each in self.students if each.token == token), None)

    def pass_of(self, student: Student) -> int:
        """The number of the student's pass that belongs to the current vote."""
        return self.vote - student.joined + 1

    def admit(
        self, name: str, token: str, has_work: Callable[[str], bool], *, another: bool = False
    ) -> "Classroom":
        """The class with one more student, the last of `students`.

        Args:
            name: The name as typed.
            token: The token of the personal link, hashed.
            has_work: Whether the project already has work on the document under an id.
            another: Whether this is a different student with the same name.

        Raises:
            NameConflictError: A student with this name has joined or has work, and `another` is
                false.
            DataError: The name is empty or too long, or the class is full.
        """
        clean = " ".join(name.split())
        if not clean or len(clean) > MAX_STUDENT_NAME:
            raise DataError(f"Enter your name in at most {MAX_STUDENT_NAME} characters.")
        if len(self.students) >= MAX_STUDENTS:
            raise DataError(f"This class is full. {MAX_STUDENTS} students have joined.")
        chosen = clean
        for number in range(2, MAX_STUDENTS + 2):
            folder = file_name(chosen)
            if self.student(folder) is None and not has_work(folder):
                break
            if not another:
                raise NameConflictError(f"This class already has a student named “{clean}”.")
            chosen = f"{clean} {number}"
        student = Student(file_name(chosen), chosen, token, self.vote)
        return replace(self, students=(*self.students, student))

    def replace_link(self, student: str, token: str) -> "Classroom":
        """The class in which a student has a new personal link. The old one no longer works.

        Raises:
            DataError: There is no such student.
        """
        if self.student(student) is None:
            raise DataError(f"No student with the id “{student}” has joined.")
        students = tuple(
            replace(each, token=token) if each.id == student else each for each in self.students
        )
        return replace(self, students=students)

    def without(self, student: str) -> "Classroom":
        """The class without a student."""
        return replace(self, students=tuple(each for each in self.students if each.id != student))

    def open(self) -> "Classroom":
        """The class with tagging open.

        Raises:
            DataError: The lesson has ended. Only another vote can continue it.
        """
        if self.phase is ClassPhase.ENDED:
            raise DataError("The lesson has ended. Start another vote to continue.")
        return replace(self, phase=ClassPhase.OPEN)

    def close(self, now: float) -> "Classroom":
        """The class with tagging closed.

        Args:
            now: The time in seconds since 1970.

        Raises:
            DataError: The lesson has ended.
        """
        if self.phase is ClassPhase.ENDED:
            raise DataError("The lesson has already ended.")
        return replace(self._stopped(now), phase=ClassPhase.CLOSED)

    def end(self, now: float) -> "Classroom":
        """The class after the lesson ended at `now` (seconds since 1970), all passes finished."""
        return replace(self._over(now), phase=ClassPhase.ENDED)

    def start_next_vote(self, now: float) -> "Classroom":
        """The class with the next vote open. Students continue from their decisions in a new pass.

        Args:
            now: The time in seconds since 1970.
        """
        return replace(self._over(now), phase=ClassPhase.OPEN, vote=self.vote + 1, asked=())

    def reveal_keys(self, sentences: tuple[str, ...], now: float) -> "Classroom":
        """The class that sees the key of these sentences and of no others.

        Args:
            sentences: The ids of the sentences.
            now: The time in seconds since 1970.
        """
        since = {each.sentence: each.since for each in self.keys_shown}
        shown = tuple(KeyShown(each, since.get(each, now)) for each in sentences)
        return replace(self, revealed=sentences, keys_shown=shown)

    def end_of(self, vote: int) -> VoteEnd | None:
        """When a vote last ended, or None if it has not ended."""
        return next((each for each in self.ends if each.vote == vote), None)

    def key_shown_since(self, sentence: str) -> float | None:
        """When the key of a sentence was first shown; None if it is not shown or not known."""
        return next((each.since for each in self.keys_shown if each.sentence == sentence), None)

    def _stopped(self, now: float) -> "Classroom":
        if self.phase is not ClassPhase.OPEN:
            return self
        before = tuple(each for each in self.ends if each.vote != self.vote)
        return replace(self, ends=(*before, VoteEnd(self.vote, now)))

    def _over(self, now: float) -> "Classroom":
        stopped = self._stopped(now)
        ends = tuple(
            replace(each, over=now, asked=self.asked)
            if each.vote == self.vote and each.over is None
            else each
            for each in stopped.ends
        )
        return replace(stopped, ends=ends)
