"""A sitting: one section of a class on one date, with one or more articles to tag."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from annotator.model.errors import DataError
from annotator.model.lesson import Lesson, LessonStep, ProjectorTheme
from annotator.model.messages import Message
from annotator.model.name_folding import file_name

MAX_STUDENTS = 1000
MAX_STUDENT_NAME = 60
MAX_MORE_DEVICES = 9
MAX_WAITING = 200
"""Maximum number of students, other than those who chose a free name in the roster, who wait."""
UNEXPECTED_STUDENTS = 10
"""The number of students who may join beyond the roster without waiting for the teacher."""


def clean_student_name(typed: str) -> str:
    """A name as it is kept, without superfluous space.

    Raises:
        DataError: It is empty or too long.
    """
    clean = " ".join(typed.split())
    if not clean or len(clean) > MAX_STUDENT_NAME:
        words = Message("Enter your name in at most %(most)s characters.", most=MAX_STUDENT_NAME)
        raise DataError(words)
    return clean


class ClassPhase(StrEnum):
    """Whether the students may tag."""

    CLOSED = "closed"
    OPEN = "open"
    ENDED = "ended"


class WaitForTeacherError(DataError):
    """The door is shut, or more students have joined than were expected."""


class PersonTakenError(DataError):
    """A student has already joined as this person of the roster."""


class PinError(DataError):
    """The sitting asks for a PIN, and the student typed none or a wrong one."""


class NameConflictError(DataError):
    """A student with this name has joined: the same one without the link, or another one."""


@dataclass(frozen=True, slots=True)
class Student:
    """A student who joined the sitting.

    Attributes:
        id: The folded name, which is also the name of the folder with the student's work.
        name: The name as typed. A second student with the same name has a number after it.
        token: The SHA-256, in hex, of the personal link's token.
        joined: The vote in which the student joined, from 1. It is a vote on `document`.
        document: The article that was current when the student joined, or the article that was
            dealt to the student. Empty in a class of an earlier version.
        person: The ID of the student's row in the roster, or None.
        more_tokens: The tokens of the student's other devices, hashed, the latest last.
    """

    id: str
    name: str
    token: str
    joined: int = 1
    document: str = ""
    person: str | None = None
    more_tokens: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """The hashed tokens of all devices."""
        return (self.token, *self.more_tokens)

    def with_tokens(self, tokens: tuple[str, ...]) -> "Student":
        """The student with more devices. Only the latest ones are kept."""
        more = tuple(dict.fromkeys((*self.more_tokens, *tokens)))
        return replace(self, more_tokens=more[-MAX_MORE_DEVICES:])

    def without_tokens(self, tokens: tuple[str, ...]) -> "Student":
        """The student without these devices."""
        return replace(
            self, more_tokens=tuple(each for each in self.more_tokens if each not in tokens)
        )


@dataclass(frozen=True, slots=True)
class MergedStudent:
    """A student who turned out to be another one. The devices belong to the other one now.

    Attributes:
        student: The student as before.
        into: The id of the other one.
    """

    student: Student
    into: str


class WaitAnswer(StrEnum):
    """What the teacher said about a student who waits.

    A name that is taken is either the same student's, on another device, or a namesake's.
    """

    LET_IN = "let in"
    SAME_STUDENT = "same"


@dataclass(frozen=True, slots=True)
class WaitingStudent:
    """A student who waits for the teacher.

    Attributes:
        id: The folded name. Where the name is taken, also the browser, because the answer is for
            this browser alone.
        name: The name as typed.
        person: The ID of the student's row in the roster, if the student chose it.
        taken: The id of the student who has this name; None if it is free.
        answer: What the teacher said, or None.
    """

    id: str
    name: str
    person: str | None = None
    taken: str | None = None
    answer: WaitAnswer | None = None


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
class ArticleState:
    """What a sitting must remember about one of its articles.

    Attributes:
        document: The id of the document.
        vote: The number of the current vote, from 1. Each vote is a separate pass.
        asked: The sentences whose tags students are asked to explain.
        revealed: The sentences whose key is shown.
        ends: When each vote ended.
        keys_shown: When each key was first shown.
    """

    document: str
    vote: int = 1
    asked: tuple[str, ...] = ()
    revealed: tuple[str, ...] = ()
    ends: tuple[VoteEnd, ...] = ()
    keys_shown: tuple[KeyShown, ...] = ()

    def end_of(self, vote: int) -> VoteEnd | None:
        """When a vote last ended, or None if it has not ended."""
        return next((each for each in self.ends if each.vote == vote), None)

    def key_shown_since(self, sentence: str) -> float | None:
        """When the key of a sentence was first shown; None if it is not shown or not known."""
        return next((each.since for each in self.keys_shown if each.sentence == sentence), None)

    def revealing(self, sentences: tuple[str, ...], now: float) -> "ArticleState":
        """The article with the key of these sentences shown, and of no others."""
        since = {each.sentence: each.since for each in self.keys_shown}
        shown = tuple(KeyShown(each, since.get(each, now)) for each in sentences)
        return replace(self, revealed=sentences, keys_shown=shown)

    def stopped(self, now: float) -> "ArticleState":
        """The article after tagging was closed in its current vote."""
        before = tuple(each for each in self.ends if each.vote != self.vote)
        return replace(self, ends=(*before, VoteEnd(self.vote, now)))

    def over(self, now: float) -> "ArticleState":
        """The article after its current vote ended."""
        ends = tuple(
            replace(each, over=now, asked=self.asked)
            if each.vote == self.vote and each.over is None
            else each
            for each in self.ends
        )
        return replace(self, ends=ends)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Everything that a class page must remember over a restart. Immutable.

    Attributes:
        id: The id, from the date and the section. It is also the name of the file.
        code: The code that students type to join.
        secret: The secret that signs the cookies of browsers.
        documents: The ids of the documents to tag, in their order.
        document: The id of the current document.
        section: The section of the course, or None if the course has no sections.
        date: The day on which the sitting began, as in 2026-11-30. Empty in a class of an earlier
            version.
        deal: Whether the articles are dealt out, so that students work on different ones at once.
        closes: When tagging closes by itself, in seconds since 1970, or None.
        phase: Whether the students may tag.
        students: The students in the order in which they joined.
        articles: The state of each document.
        lesson: Where the class is in its lesson on the current document.
        shut: Whether the door is shut, so that joining has to wait for the teacher.
        limit: The number of students who may join without waiting, or None for the usual one.
        waiting: The students who wait for the teacher, or were let in and have not joined yet.
        merged: The students who turned out to be others.
        pins: Whether a student needs a PIN, besides the name, to join.
        language: The language of the pages, such as "de"; empty for that of the codebook.
        browser_language: Whether a page may have the language that its browser asks for.
        projector_theme: Whether the projector is dark or light; None for what its browser prefers.
    """

    id: str
    code: str
    secret: str
    documents: tuple[str, ...]
    document: str
    section: str | None = None
    date: str = ""
    deal: bool = False
    closes: float | None = None
    phase: ClassPhase = ClassPhase.CLOSED
    students: tuple[Student, ...] = ()
    articles: tuple[ArticleState, ...] = ()
    lesson: Lesson = field(default_factory=Lesson)
    shut: bool = False
    limit: int | None = None
    waiting: tuple[WaitingStudent, ...] = ()
    merged: tuple[MergedStudent, ...] = ()
    pins: bool = False
    language: str = ""
    browser_language: bool = False
    projector_theme: ProjectorTheme | None = None

    @property
    def article(self) -> ArticleState:
        """The state of the current document."""
        return self.article_of(self.document)

    def article_of(self, document: str) -> ArticleState:
        """The state of a document. A document without one has its first vote ahead."""
        own = (each for each in self.articles if each.document == document)
        return next(own, ArticleState(document))

    @property
    def vote(self) -> int:
        """The number of the current vote on the current document."""
        return self.article.vote

    @property
    def asked(self) -> tuple[str, ...]:
        """The sentences of the current document whose tags students are asked to explain."""
        return self.article.asked

    @property
    def revealed(self) -> tuple[str, ...]:
        """The sentences of the current document whose key is shown."""
        return self.article.revealed

    def document_of(self, student: Student) -> str:
        """The document that a student works on now."""
        return student.document if self.deal and student.document else self.document

    def is_open_for(self, document: str) -> bool:
        """Whether students work on a document now: the current one, or any if they are dealt."""
        return self.deal or document == self.document

    def student(self, student: str) -> Student | None:
        """The student with this id."""
        return next((each for each in self.students if each.id == student), None)

    def student_by_token(self, token: str) -> Student | None:
        """The student whose personal link or device has this token, hashed."""
        return next((each for each in self.students if token in each.tokens), None)

    def first_vote(self, student: Student, document: str) -> int | None:
        """A student's first vote on a document; None if the student joined after the document.

        Args:
            student: The student.
            document: The document.
        """
        own = student.document or self.documents[0]
        if document == own:
            return student.joined
        order = {each: place for place, each in enumerate(self.documents)}
        return 1 if order.get(document, -1) > order.get(own, -1) else None

    def is_door_open(self, expected: int | None) -> bool:
        """Whether another student may join without waiting for the teacher.

        Args:
            expected: The number of people in the roster of the section, or None without a roster.
        """
        usual = MAX_STUDENTS if expected is None else expected + UNEXPECTED_STUDENTS
        most = usual if self.limit is None else self.limit
        return not self.shut and len(self.students) < most

    def with_person(self, student: str, person: str | None) -> "Sitting":
        """The sitting in which a student is a person of the roster, or nobody of it.

        Raises:
            DataError: There is no such student.
        """
        return self._with_student(student, lambda each: replace(each, person=person))

    def _with_student(self, student: str, how: Callable[[Student], Student]) -> "Sitting":
        self._require_student(student)
        students = tuple(how(each) if each.id == student else each for each in self.students)
        return replace(self, students=students)

    def _require_student(self, student: str) -> Student:
        found = self.student(student)
        if found is None:
            raise DataError(f"No student with the id “{student}” has joined.")
        return found

    def admit(
        self, name: str, token: str, has_work: Callable[[str], bool], *, another: bool = False
    ) -> "Sitting":
        """The sitting with one more student, the last of `students`.

        Args:
            name: The name as typed.
            token: The token of the personal link, hashed.
            has_work: Whether the project already has another person's work under an id.
            another: Whether this is a different student with the same name.

        Raises:
            NameConflictError: A student with this name has joined or has work, and `another` is
                false.
            DataError: The name is empty or too long, or the class is full.
        """
        clean = clean_student_name(name)
        if len(self.students) >= MAX_STUDENTS:
            most = f"{MAX_STUDENTS:,}"
            raise DataError(
                Message("This class is full. %(most)s students have joined.", most=most)
            )
        chosen = self._free_name(clean, has_work, another=another)
        document = self._next_document()
        joined = self.article_of(document).vote
        student = Student(file_name(chosen), chosen, token, joined, document)
        return replace(self, students=(*self.students, student))

    def _free_name(self, clean: str, has_work: Callable[[str], bool], *, another: bool) -> str:
        taken = {each.id for each in self.students} | {each.student.id for each in self.merged}
        chosen, number = clean, 2
        while file_name(chosen) in taken or has_work(file_name(chosen)):
            if not another:
                raise NameConflictError(_conflict(clean, is_here=file_name(chosen) in taken))
            chosen, number = f"{clean} {number}", number + 1
        return chosen

    def _next_document(self) -> str:
        """The document for the next student: the current one, or the next one to deal out."""
        if not self.deal:
            return self.document
        return self.documents[len(self.students) % len(self.documents)]

    def replace_link(self, student: str, token: str) -> "Sitting":
        """The sitting in which a student has a new personal link. The old one no longer works.

        Raises:
            DataError: There is no such student.
        """
        return self._with_student(student, lambda each: replace(each, token=token, more_tokens=()))

    def add_device(self, student: str, token: str) -> "Sitting":
        """The sitting in which a student has one more device. The others still work.

        Raises:
            DataError: There is no such student.
        """
        return self._with_student(student, lambda each: each.with_tokens((token,)))

    def without(self, student: str) -> "Sitting":
        """The sitting without a student, and without those who are merged with the student."""
        return replace(
            self,
            students=tuple(each for each in self.students if each.id != student),
            lesson=self.lesson.without(student),
            waiting=tuple(
                each for each in self.waiting if student not in (each.taken, file_name(each.name))
            ),
            merged=tuple(
                each for each in self.merged if student not in (each.into, each.student.id)
            ),
        )

    def readmit(self, student: str, before: "Sitting") -> "Sitting":
        """The sitting with a student who was removed, those merged with the student, and the pair.

        Args:
            student: The student.
            before: The sitting before.

        Raises:
            DataError: Another student has the name now.
        """
        back = before.student(student)
        if back is None or self.student(student) is not None:
            raise DataError("Another student has this name now. Rename that student first.")
        merged = tuple(each for each in before.merged if each.into == student)
        students = (*self.students, back)
        lesson = self.lesson
        if self.document == before.document:
            lesson = lesson.readmit(student, before.lesson, {each.id for each in students})
        return replace(self, students=students, merged=(*self.merged, *merged), lesson=lesson)

    # Two students who are one person.

    def merge(self, student: str, into: str) -> "Sitting":
        """The sitting in which a student turned out to be another one, who has the devices of both.

        Raises:
            DataError: One of the two is not in the sitting, or both are the same.
        """
        self._require_student(into)
        gone = self._require_student(student)
        if student == into:
            raise DataError("Choose two different students.")
        moved = tuple(
            replace(each, into=into) if each.into == student else each for each in self.merged
        )
        sitting = self._with_student(into, lambda each: each.with_tokens(gone.tokens))
        return replace(
            sitting,
            students=tuple(each for each in sitting.students if each.id != student),
            lesson=self.lesson.without(student),
            merged=(*moved, MergedStudent(gone, into)),
        )

    def separate(self, student: str) -> "Sitting":
        """The sitting in which a student who was merged is a student again.

        Raises:
            DataError: The student was not merged.
        """
        found = next((each for each in self.merged if each.student.id == student), None)
        if found is None:
            raise DataError("These students are not merged.")
        kept = self.students
        if self.student(found.into) is not None:
            kept = self._with_student(
                found.into, lambda each: each.without_tokens(found.student.tokens)
            ).students
        merged = tuple(each for each in self.merged if each is not found)
        return replace(self, students=(*kept, found.student), merged=merged)

    # Those who wait for the teacher.

    def waiting_student(self, waiting: str) -> WaitingStudent | None:
        """The one who waits under an id."""
        return next((each for each in self.waiting if each.id == waiting), None)

    def with_waiting(self, waiting: WaitingStudent) -> "Sitting":
        """The sitting with one more student who waits. Beyond the limit, it stays as it is.

        A student who chose a free name in the roster is always on the list: a flood of other
        names cannot change that.
        """
        others = [each for each in self.waiting if each.person is None or each.taken is not None]
        listed = waiting.person is not None and waiting.taken is None
        if self.waiting_student(waiting.id) or (len(others) >= MAX_WAITING and not listed):
            return self
        return replace(self, waiting=(*self.waiting, waiting))

    def answer_waiting(self, waiting: str, answer: WaitAnswer) -> "Sitting":
        """The sitting after the teacher's answer about one who waits.

        Raises:
            DataError: That student does not wait.
        """
        if self.waiting_student(waiting) is None:
            raise DataError("This student is no longer waiting.")
        return replace(
            self,
            waiting=tuple(
                replace(each, answer=answer) if each.id == waiting else each
                for each in self.waiting
            ),
        )

    def without_waiting(self, *waiting: str) -> "Sitting":
        """The sitting without some of those who wait."""
        return replace(self, waiting=tuple(each for each in self.waiting if each.id not in waiting))

    def open(self) -> "Sitting":
        """The sitting with tagging open.

        Raises:
            DataError: The lesson has ended. Only another vote can continue it.
        """
        if self.phase is ClassPhase.ENDED:
            raise DataError(Message("The lesson has ended. Start another vote to continue."))
        return replace(self, phase=ClassPhase.OPEN)

    def close(self, now: float) -> "Sitting":
        """The sitting with tagging closed.

        Args:
            now: The time in seconds since 1970.

        Raises:
            DataError: The lesson has ended.
        """
        if self.phase is ClassPhase.ENDED:
            raise DataError(Message("The lesson has already ended."))
        return replace(self._stopped(now), phase=ClassPhase.CLOSED)

    def end(self, now: float) -> "Sitting":
        """The sitting after the lesson ended at `now` (seconds since 1970), all passes finished."""
        stopped = self._stopped(now)
        articles = tuple(each.over(now) for each in stopped.articles)
        return replace(stopped, phase=ClassPhase.ENDED, articles=articles)

    def start_next_vote(self, now: float) -> "Sitting":
        """The sitting with the next vote open. Students continue their decisions in a new pass.

        If the articles are dealt out, the next vote starts on all of them.

        Args:
            now: The time in seconds since 1970.
        """
        stopped = self._stopped(now)._changed(
            lambda each: replace(each.over(now), vote=each.vote + 1, asked=())
        )
        return replace(stopped, phase=ClassPhase.OPEN)

    def closed_on_time(self) -> "Sitting":
        """The sitting after its closing time, which it then no longer has."""
        if self.closes is None or self.phase is not ClassPhase.OPEN:
            return replace(self, closes=None)
        return replace(self.close(self.closes), closes=None)

    def move_to(self, document: str, now: float) -> "Sitting":
        """The sitting with another document as the current one, and tagging closed.

        If the articles are dealt out, this changes only what the teacher and the projector show.

        Args:
            document: The id of the document.
            now: The time in seconds since 1970.

        Raises:
            DataError: The sitting does not have this document, or the lesson has ended.
        """
        if document not in self.documents:
            raise DataError(f"This sitting does not have the article “{document}”.")
        if self.deal or document == self.document:
            return replace(self, document=document)
        lesson = Lesson().go_to(LessonStep.READ, now)
        return replace(self.close(now), document=document, lesson=lesson)

    def next_article(self, now: float) -> "Sitting":
        """The sitting with its next document as the current one, and tagging closed.

        Args:
            now: The time in seconds since 1970.

        Raises:
            DataError: The current document is the last one, or the lesson has ended.
        """
        following = self.documents[self.documents.index(self.document) + 1 :]
        if not following:
            raise DataError(Message("This sitting has no other article after this one."))
        return self.move_to(following[0], now)

    def ask(self, sentences: tuple[str, ...]) -> "Sitting":
        """The sitting that asks for reasons for these sentences of the current document only."""
        return self._with(replace(self.article, asked=sentences))

    def reveal_keys(self, sentences: tuple[str, ...], now: float) -> "Sitting":
        """The sitting that sees the key of these sentences of the current document and no others.

        Args:
            sentences: The ids of the sentences.
            now: The time in seconds since 1970.
        """
        return self._with(self.article.revealing(sentences, now))

    def _stopped(self, now: float) -> "Sitting":
        if self.phase is not ClassPhase.OPEN:
            return self
        return self._changed(lambda each: each.stopped(now))

    def _changed(self, how: Callable[[ArticleState], ArticleState]) -> "Sitting":
        """The sitting with the documents that students work on now changed."""
        sitting = self
        for document in self.documents if self.deal else (self.document,):
            sitting = sitting._with(how(sitting.article_of(document)))
        return sitting

    def _with(self, article: ArticleState) -> "Sitting":
        """The sitting with the state of one document changed, in the order of the documents."""
        own = {each.document: each for each in self.articles} | {article.document: article}
        return replace(self, articles=tuple(own[each] for each in self.documents if each in own))


def sitting_id(date: str, section: str | None, taken: Callable[[str], bool]) -> str:
    """The id of a new sitting, from its date and section; with a number if that is taken.

    Args:
        date: The date, as in 2026-11-30.
        section: The section, or None.
        taken: Whether another sitting has an id.
    """
    wanted = file_name(f"{date} {section}") if section and section.strip() else date
    chosen, number = wanted, 2
    while taken(chosen):
        chosen, number = file_name(f"{wanted}-{number}"), number + 1
    return chosen


def same_section(one: str | None, other: str | None) -> bool:
    """Whether two names of a section, as typed or in a roster, are the same."""
    return _plain(one) == _plain(other)


def _plain(section: str | None) -> str:
    return " ".join((section or "").split()).casefold()


def _conflict(name: str, *, is_here: bool) -> str:
    if is_here:
        return Message("This class already has a student named “%(name)s”.", name=name)
    return Message(
        "Another section, or earlier work, already has the name “%(name)s”. If you are in that "
        "section, use its code.",
        name=name,
    )
