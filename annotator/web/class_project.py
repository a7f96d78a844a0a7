"""What the sittings of one server share: the project, its articles, the class list and threads."""

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.model.person_matching import (
    Answers,
    Identification,
    Person,
    PersonIndex,
    PersonMatches,
    match_people,
)
from annotator.model.project import Project
from annotator.model.sitting import PersonTakenError, Student
from annotator.project.answer_keys import read_key
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Target, locate
from annotator.project.open_set import codebook_at
from annotator.project.people import (
    answers_of,
    save_people,
    shown_names_of,
    with_identification,
)
from annotator.project.project_store import lock_project, save_project
from annotator.project.roster import Roster, person_index
from annotator.report.gradebook import people_without_work
from annotator.report.source_cards import SourceCards, is_revealed, revealed_cards
from annotator.storage import layout, people
from annotator.storage.codebooks import translated
from annotator.text.messages import ENGLISH

P = ParamSpec("P")
T = TypeVar("T")

_WRITERS = 16


class KnownNames:
    """What the teacher said about names. All sittings of a server share it.

    Args:
        known: What was said so far.
    """

    def __init__(self, known: tuple[Identification, ...]) -> None:
        self.replace(known)

    def replace(self, known: tuple[Identification, ...]) -> None:
        """Use what is on the disk now."""
        self.known = known
        self.answers: Answers = answers_of(known)
        self.shown = shown_names_of(known)


@dataclass(frozen=True, slots=True)
class ClassList:
    """The students who are expected.

    Attributes:
        annotators: The project's annotators.
        roster: The learning platform's export. If there is one, it is used instead of them.
        known: What the teacher said about names, for all sittings.
    """

    annotators: tuple[str, ...] = ()
    roster: Roster | None = None
    known: "KnownNames" = field(default_factory=lambda: KnownNames(()))

    @property
    def answers(self) -> Answers:
        """Who of the roster a name is, as the teacher said."""
        return self.known.answers

    def shown_name(self, student: Student) -> str:
        """The name of a student, as the teacher wrote it if the teacher did."""
        return self.known.shown.of(student.name)

    @property
    def expected(self) -> int | None:
        """The number of people in the roster; None without a roster."""
        return len(self.roster.rows) if self.roster else None

    @property
    def people(self) -> tuple[Person, ...]:
        """The people of the roster."""
        return self.roster.people if self.roster else ()

    def person(self, person: str) -> Person:
        """The person of the roster with this id.

        Raises:
            DataError: The roster has no such person.
        """
        found = next((each for each in self.people if each.id == person), None)
        if found is None:
            words = Message("This name is not in the list of the class. Choose another one.")
            raise DataError(words)
        return found

    def find(self, typed: str) -> tuple[Person, ...]:
        """The people whose names fit what a student has typed so far; five at most."""
        return person_index(self.roster).find(typed) if self.roster else ()

    def require_free(self, person: str, students: Sequence[Student]) -> None:
        """Check that none of the students has joined as a person of the roster.

        Raises:
            PersonTakenError: One has, by choosing the name or by typing it.
        """
        if self.student_of(self.person(person), students) is not None:
            words = Message(
                "A student has already joined under this name. If this is you on another device, "
                "open your personal link. If not, ask your teacher."
            )
            raise PersonTakenError(words)

    def student_of(self, person: Person, students: Sequence[Student]) -> Student | None:
        """The student who joined as a person of the roster, by choosing the name or typing it."""
        matched = self.matches(students).matched
        typed = {name for name, at in matched.items() if self.people[at].id == person.id}
        return next(
            (e for e in students if e.person == person.id or self.shown_name(e) in typed), None
        )

    def ids_of(self, student: Student) -> frozenset[str]:
        """The folded names of a student: as typed, and as the teacher wrote it."""
        return frozenset({student.id, file_name(self.shown_name(student))})

    def is_called(self, student: Student, folded: str) -> bool:
        """Whether a folded name is one of the names of `ids_of`. It is asked for each student."""
        if student.id == folded:
            return True
        shown = self.shown_name(student)
        return shown != student.name and file_name(shown) == folded

    def is_clear(self, student: Student) -> bool:
        """Whether the student's name alone says which person of the roster this is."""
        found = self.matches((student,)).matched.get(self.shown_name(student))
        return found is not None and self.people[found].id == student.person

    def matches(self, students: Sequence[Student]) -> PersonMatches:
        """Who of the roster these students are, by their shown names."""
        index = person_index(self.roster) if self.roster else PersonIndex(())
        return match_people(index, list(map(self.shown_name, students)), self.answers)

    def absent(
        self, students: Sequence[Student], elsewhere: Collection[str] = ()
    ) -> tuple[str, ...]:
        """The names of expected students who have not joined.

        Args:
            students: The students who have joined.
            elsewhere: The ids of those who belong to another section.
        """
        if self.roster is not None:
            names = tuple(map(self.shown_name, students))
            return _missing_from_roster(self.roster, names, tuple(self.answers.items()))
        here = {student.id for student in students} | set(elsewhere)
        here |= {file_name(self.shown_name(student)) for student in students}
        shown = {
            file_name(name): name
            for each in self.annotators
            if file_name(each) not in here
            and file_name(name := self.known.shown.of(each)) not in here
        }
        return tuple(shown.values())

    def only_person(self, typed: str) -> Person | None:
        """The only person of the roster whom a typed name fits, or None."""
        index = person_index(self.roster) if self.roster else PersonIndex(())
        found = match_people(index, [typed], self.answers).matched
        return self.people[found[typed]] if typed in found else None


@lru_cache(maxsize=16)
def _missing_from_roster(
    roster: Roster, names: tuple[str, ...], answers: tuple[tuple[str, str | None], ...]
) -> tuple[str, ...]:
    # Each view of the class asks for this, and it changes only when a student joins.
    return people_without_work(roster, names, dict(answers))


class LiveArticle:
    """An article of a project: its sentences, its codebook and its key.

    Args:
        folder: The project's folder.
        project: The project.
        document: The document's id.

    Raises:
        DataError: The document does not exist, or is damaged.
    """

    def __init__(self, folder: Path, project: Project, document: str) -> None:
        self.project = project
        self._target = Target(str(folder), document)
        found = locate(self._target)
        self.codebook = codebook_at(found)
        article = load_article(found)
        assert article is not None  # noqa: S101 (a document of a project has its article)
        self.blank = segmented(article).new_set("", self.codebook.reference)
        self.key: AnnotationSet | None = None
        self._cards_of: AnnotationSet | None = None
        self._cards: dict[str, SourceCards | None] = {}
        self.read_key()

    @property
    def document(self) -> str:
        """The document's id."""
        return self.blank.document.id

    def revealed_cards(
        self, revealed: Iterable[str], language: str = ENGLISH
    ) -> SourceCards | None:
        """The cards of the key's sources; None while they would tell what is not revealed.

        Args:
            revealed: The ids of the sentences whose key the class has seen.
            language: The language of the page, in which kinds of sources have their names.
        """
        key = self.key
        if key is None or not is_revealed(key, revealed):
            return None
        if self._cards_of is not key:
            self._cards_of, self._cards = key, {}
        if language not in self._cards:
            # Every page asks for them, so they are made once for each state of the key.
            codebook = translated(self.codebook, language)
            self._cards[language] = revealed_cards(key, codebook, key.positions)
        return self._cards[language]

    def read_key(self) -> AnnotationSet | None:
        """The key as it is on the disk, or None. Waits for the disk."""
        found = None
        with suppress(DataError):
            found = read_key(self._target)[0]
        self.key = found
        return found


class ClassProject:
    """The project of a class.

    Args:
        folder: The project's folder.
        practice: The id of a document with a key, on which students may practice.
        roster: The expected students (default: the project's annotators).
        clock: The time in seconds since 1970.

    Raises:
        DataError: The project or the practice document does not exist, or is damaged.
    """

    def __init__(
        self,
        folder: Path,
        practice: str | None = None,
        roster: Roster | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.project = layout.load_project(folder)
        self.practice = read_key(Target(str(folder), practice))[0] if practice else None
        self.roster = roster
        self.names = KnownNames(people.load(folder))
        self._articles: dict[str, LiveArticle] = {}
        self._listed = {file_name(name) for name in self.project.annotators}
        self._listing = threading.Lock()
        self._threads = ThreadPoolExecutor(_WRITERS, "class")

    def article(self, document: str) -> LiveArticle:
        """An article of the project. Every sitting has the same one.

        Raises:
            DataError: The document does not exist, or is damaged.
        """
        name = file_name(document)
        if name not in self._articles:
            self._articles[name] = LiveArticle(self.folder, self.project, document)
        return self._articles[name]

    def class_list(self, section: str | None) -> ClassList:
        """The students who are expected in a section."""
        roster = self.roster
        if roster is not None and section is not None and roster.all_sections:
            roster = roster.of_section(section)
        return ClassList(self.project.annotators, roster, self.names)

    def identify(self, name: str, person: str | None) -> None:
        """Keep for the term who typed a name: a person of the roster, or nobody of it.

        Raises:
            DataError: The roster has no such person, or the answer could not be saved.
        """
        known = person_index(self.roster) if self.roster else PersonIndex(())
        if person is not None and len(known.with_id(person)) != 1:
            raise DataError(Message("The roster has no such person. Nothing was changed."))
        self.say(Identification(name, person))

    def say(self, *said: Identification) -> None:
        """Keep for the term what the teacher said about names.

        Raises:
            DataError: It could not be saved.
        """

        def change(known: tuple[Identification, ...]) -> tuple[Identification, ...]:
            for each in said:
                known = with_identification(known, each)
            return known

        self.change_names(change)

    def restore_names(self, names: Iterable[str], before: tuple[Identification, ...]) -> None:
        """Take back what was said about some names.

        Args:
            names: The names.
            before: What was known before.

        Raises:
            DataError: It could not be saved.
        """
        own = {file_name(name) for name in names}

        def change(known: tuple[Identification, ...]) -> tuple[Identification, ...]:
            left = tuple(each for each in known if file_name(each.name) not in own)
            return (*left, *(each for each in before if file_name(each.name) in own))

        self.change_names(change)

    def change_names(
        self, how: Callable[[tuple[Identification, ...]], tuple[Identification, ...]]
    ) -> None:
        """Change what the teacher said about names, on the disk and for all sittings.

        Raises:
            DataError: It could not be saved. Nothing has changed.
        """
        with self._listing, lock_project(self.folder):
            # It may have changed since, by `annotator roster`.
            known = how(people.load(self.folder))
            save_people(self.folder, known)
        self.names.replace(known)

    def has_work(self, name: str) -> bool:
        """Whether the project has sets under a name."""
        return any(True for _ in layout.annotator_files(self.folder, name))

    def list_annotator(self, name: str) -> None:
        """Add a student to the project's annotators, if the project lists any."""
        with self._listing:
            if file_name(name) in self._listed or not self.project.annotators:
                return
            with lock_project(self.folder) as project:
                listed = replace(project, annotators=(*project.annotators, name))
                save_project(self.folder, listed)
            self._listed.add(file_name(name))

    async def run_in_thread(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The result of a function that waits for the disk, run in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: function(*args, **named))

    def close(self) -> None:
        """Wait for all threads, and end them."""
        self._threads.shutdown()
