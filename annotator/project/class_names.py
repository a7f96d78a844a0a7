"""The names of a class: one for each person, also if a person used another name in one lesson."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator.model.name_folding import file_name
from annotator.model.person_matching import Person, in_section, match_people
from annotator.model.sitting import Sitting
from annotator.project.people import load_answers, load_shown_names
from annotator.project.roster import Roster, person_index


class ClassNames:
    """Who is who in a class.

    A person of the roster is one student under all names that are known to be the person's: by the
    teacher's answers, by the sittings, and by the roster if there is one. Two names with work on
    the same document stay two students, because it is open which of the two works counts.

    Args:
        folder: The project's folder, or None.
        sittings: The sittings of the class.
        together: For each document, the names of those with work on it.
        roster: The people of the course, or None.

    Raises:
        DataError: The file with the teacher's answers has problems.
    """

    def __init__(
        self,
        folder: Path | None,
        sittings: Iterable[Sitting],
        together: Iterable[Iterable[str]],
        roster: Roster | None = None,
    ) -> None:
        self._shown = load_shown_names(folder)
        joined = [each for sitting in sittings for each in sitting.students]
        self._persons = {self._folded(each.name): each.person for each in joined if each.person}
        answers = load_answers(folder) if folder else {}
        self._persons |= {name: person for name, person in answers.items() if person}
        self._people: Mapping[str, Person] = {}
        works = [{self._folded(name): name for name in names} for names in together]
        if roster is not None:
            self._match(roster, {name for each in works for name in each.values()}, answers)
        self._names: dict[str, str] = {}
        self._apart = {name for each in works for name in self._conflicts(each)}

    def _match(
        self, roster: Roster, names: Iterable[str], answers: Mapping[str, str | None]
    ) -> None:
        index = person_index(roster)
        self._people = {each.id: each for each in index.people}
        found = match_people(index, sorted(names), answers).matched
        self._persons |= {self._folded(name): index.people[at].id for name, at in found.items()}

    def _conflicts(self, works: Iterable[str]) -> Iterable[str]:
        """The names on one document that belong to one person."""
        by_person: dict[str, list[str]] = {}
        for name in works:
            if name in self._persons:
                by_person.setdefault(self._persons[name], []).append(name)
        return [name for names in by_person.values() if len(names) > 1 for name in names]

    def _folded(self, name: str) -> str:
        return file_name(self._shown.of(name))

    def name_of(self, name: str) -> str:
        """The name under which a student is listed, whatever name was used."""
        folded, name = self._folded(name), self._shown.of(name)
        person = None if folded in self._apart else self._persons.get(folded)
        if person is None:
            return self._names.setdefault(folded, name)
        shown = self._people[person].display_name if person in self._people else name
        return self._names.setdefault(f"/{person}", shown)

    def absent(self, section: str, names: Iterable[str]) -> tuple[str, ...]:
        """The people of the roster in a section who are none of these students."""
        here = {self._persons.get(self._folded(name)) for name in names}
        return tuple(
            self.name_of_person(each)
            for each in self._people.values()
            if each.id not in here and (not section or in_section(each, section))
        )

    def name_of_person(self, person: Person) -> str:
        """The name under which a person of the roster is listed."""
        return self._names.setdefault(f"/{person.id}", person.display_name)
