"""A class at work on one document: who joined, what is open, which vote it is, what is revealed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.errors import DataError
from annotator.model.name_folding import file_name

MAX_STUDENTS = 500
MAX_STUDENT_NAME = 60


class ClassPhase(StrEnum):
    """What the instructor lets the students do."""

    CLOSED = "closed"
    OPEN = "open"
    ENDED = "ended"


class NameConflictError(DataError):
    """Somebody of this name is there already: the same student without the link, or another one."""


@dataclass(frozen=True, slots=True)
class Student:
    """One who joined.

    Attributes:
        id: The name folded, which is also the folder of the work.
        name: As it was typed; the second of one name has a number after it.
        token: The SHA-256, in hex, of what the personal link is made of.
        joined: During which vote, from 1; the first pass of the work belongs to it.
    """

    id: str
    name: str
    token: str
    joined: int = 1


@dataclass(frozen=True, slots=True)
class VoteEnd:
    """When the work of a vote ended, which decides whether a late edit still belongs to it.

    Attributes:
        vote: Which vote, from 1.
        closed: When its work was closed last, in seconds since 1970.
        over: When the next vote was called or the hour ended; None while the vote goes on.
        asked: The sentences of which a reason was asked when it was over.
    """

    vote: int
    closed: float
    over: float | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyShown:
    """Since when the key of a sentence is shown, in seconds since 1970."""

    sentence: str
    since: float


@dataclass(frozen=True, slots=True)
class Classroom:
    """Everything that a class page must remember over a restart; a value that never changes.

    Attributes:
        document: The id of the document.
        code: What students type to come in.
        secret: What the instructor's link is made of.
        phase: What students may do.
        vote: Which vote it is, from 1; each is a pass of its own.
        asked: The sentences of which a reason was asked.
        revealed: The sentences of which the key is shown.
        students: In the order in which they joined.
        ends: When the work of each vote ended.
        keys_shown: Since when each key is shown.
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

    def student(self, student: str) -> Student | None:
        """The student with this id."""
        return next((each for each in self.students if each.id == student), None)

    def student_by_token(self, token: str) -> Student | None:
        """The student whose personal link has this token, hashed."""
        return next((each for each in self.students if each.token == token), None)

    def pass_of(self, student: Student) -> int:
        """Which pass of a student's work the present vote is."""
        return self.vote - student.joined + 1

    def admit(
        self, name: str, token: str, has_work: Callable[[str], bool], *, another: bool = False
    ) -> "Classroom":
        """The class with one student more, who is the last of `students`.

        Args:
            name: As it was typed.
            token: Of the personal link, hashed.
            has_work: Whether work on the document is there already under an id.
            another: Whether the student said to be another one of this name.

        Raises:
            NameConflictError: Somebody of this name is there, and `another` was not said.
            DataError: The name is empty or too long, or the class is full.
        """
        clean = " ".join(name.split())
        if not clean or len(clean) > MAX_STUDENT_NAME:
            raise DataError(f"write your name, in at most {MAX_STUDENT_NAME} characters")
        if len(self.students) >= MAX_STUDENTS:
            raise DataError(f"the class is full: {MAX_STUDENTS} students have joined")
        chosen = clean
        for number in range(2, MAX_STUDENTS + 2):
            folder = file_name(chosen)
            if self.student(folder) is None and not has_work(folder):
                break
            if not another:
                raise NameConflictError(f"somebody named “{clean}” is here already")
            chosen = f"{clean} {number}"
        student = Student(file_name(chosen), chosen, token, self.vote)
        return replace(self, students=(*self.students, student))

    def replace_link(self, student: str, token: str) -> "Classroom":
        """The class in which a student has another personal link; the old one opens nothing.

        Raises:
            DataError: There is no such student.
        """
        if self.student(student) is None:
            raise DataError(f"nobody with the id {student} has joined")
        students = tuple(
            replace(each, token=token) if each.id == student else each for each in self.students
        )
        return replace(self, students=students)

    def without(self, student: str) -> "Classroom":
        """The class that knows nothing of a student any more."""
        return replace(self, students=tuple(each for each in self.students if each.id != student))

    def open(self) -> "Classroom":
        """Work may begin or go on.

        Raises:
            DataError: The hour has ended; a further vote goes on from there.
        """
        if self.phase is ClassPhase.ENDED:
            raise DataError(
                "the hour has ended and the work is finished; call another vote instead"
            )
        return replace(self, phase=ClassPhase.OPEN)

    def close(self, now: float) -> "Classroom":
        """Nobody tags for now.

        Args:
            now: In seconds since 1970.

        Raises:
            DataError: The hour has ended.
        """
        if self.phase is ClassPhase.ENDED:
            raise DataError("the hour has ended already")
        return replace(self._stopped(now), phase=ClassPhase.CLOSED)

    def end(self, now: float) -> "Classroom":
        """The hour is over at `now`, in seconds since 1970, and everybody's pass is finished."""
        return replace(self._over(now), phase=ClassPhase.ENDED)

    def start_next_vote(self, now: float) -> "Classroom":
        """The next vote is open: everybody goes on from the same decisions in a pass of its own.

        Args:
            now: In seconds since 1970.
        """
        return replace(self._over(now), phase=ClassPhase.OPEN, vote=self.vote + 1, asked=())

    def reveal_keys(self, sentences: tuple[str, ...], now: float) -> "Classroom":
        """The class to which the key of these sentences is shown, and of no others.

        Args:
            sentences: Their ids.
            now: In seconds since 1970.
        """
        since = {each.sentence: each.since for each in self.keys_shown}
        shown = tuple(KeyShown(each, since.get(each, now)) for each in sentences)
        return replace(self, revealed=sentences, keys_shown=shown)

    def end_of(self, vote: int) -> VoteEnd | None:
        """When the work of a vote ended last; None where it never did."""
        return next((each for each in self.ends if each.vote == vote), None)

    def key_shown_since(self, sentence: str) -> float | None:
        """Since when the key of a sentence is shown; None where it is not, or nobody knows."""
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
