"""Who is who in a project: what the teacher said about names, and who a submission is from."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.person_matching import (
    Identification,
    Person,
    PersonIndex,
    match_people,
)
from annotator.model.project import Project
from annotator.model.shown_names import ShownNames
from annotator.storage import layout, people, sittings
from annotator.storage.headers import read_header
from annotator.storage.transactions import FileWrite, apply_writes, file_write


def load_answers(folder: Path) -> dict[str, str | None]:
    """What the teacher said, by folded name; empty for a folder that is not a project.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    return answers_of(people.load(folder))


def answers_of(known: Iterable[Identification]) -> dict[str, str | None]:
    """What the teacher said about who is who, by folded name."""
    return {file_name(each.name): each.person for each in known if each.same_as is None}


def shown_names_of(known: Iterable[Identification]) -> ShownNames:
    """The names that the teacher wrote, from what the teacher said."""
    return ShownNames({file_name(each.name): each.same_as for each in known if each.same_as})


def load_shown_names(folder: Path | None) -> ShownNames:
    """The names that the teacher wrote; none for a folder that is not a project.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    return shown_names_of(people.load(folder)) if folder is not None else ShownNames()


def save_people(folder: Path, known: Iterable[Identification]) -> None:
    """Save what the teacher said; call this within `lock_project`.

    Raises:
        DataError: The file cannot be written.
    """
    sittings.make_private_folders(folder)
    apply_writes(folder, [people_write(folder, known)])


def people_write(folder: Path, known: Iterable[Identification]) -> FileWrite:
    """The file write for what the teacher said."""
    return file_write(layout.people_path(folder), people.render(tuple(known)))


def with_identification(
    known: Iterable[Identification], own: Identification
) -> tuple[Identification, ...]:
    """What the teacher said, with one answer added, or changed in its place."""
    found = {file_name(each.name): each for each in known}
    return tuple((found | {file_name(own.name): own}).values())


def without_name(known: Iterable[Identification], name: str) -> tuple[Identification, ...]:
    """What the teacher said, without the answer about a name."""
    return without_names(known, [name])


def with_new_name(
    known: Iterable[Identification], name: str, shown: str
) -> tuple[Identification, ...]:
    """What the teacher said, with another name to show for a name.

    What was said about the name before is said about the new name too.
    """
    known = tuple(known)
    before = shown_names_of(known).of(name)
    answers = answers_of(known)
    known = without_names(known, [name])
    if file_name(before) in answers and file_name(before) != file_name(shown):
        person = answers[file_name(before)]
        known = with_identification(known, Identification(shown, person))
    if shown == name:
        return known
    return with_identification(known, Identification(name, None, shown))


def with_merged(
    known: Iterable[Identification], name: str, kept: str
) -> tuple[Identification, ...]:
    """What the teacher said, with a name as another name of the student whose name is kept."""
    known = tuple(known)
    answers, shown = answers_of(known), shown_names_of(known)
    gone, stays = shown.of(name), shown.of(kept)
    if file_name(gone) in answers and file_name(stays) not in answers:
        person = answers[file_name(gone)]
        known = with_identification(known, Identification(stays, person))
    if file_name(gone) == file_name(stays):
        # The two were one before, the other way round.
        known = without_names(known, [kept])
    return with_identification(known, Identification(name, None, kept))


def without_names(
    known: Iterable[Identification], names: Iterable[str]
) -> tuple[Identification, ...]:
    """What the teacher said, without what was said about these names."""
    gone = set(map(file_name, names))
    return tuple(each for each in known if file_name(each.name) not in gone)


def student_names(folder: Path, project: Project) -> tuple[str, ...]:
    """The names in a project: its annotators, and those in the sets of others."""
    names = {file_name(name): name for name in project.annotators}
    for path in layout.set_files(folder):
        if layout.set_owner(path) not in names:
            with suppress(DataError):  # `annotator check` reports a damaged set
                names[layout.set_owner(path)] = read_header(path).annotator
    return tuple(names.values())


class SubmitterIndex:
    """Finds the name under which a project has a person's work, if the person typed another one.

    Args:
        folder: The project's folder.
        project: The project.
        roster: The people of the course, or None.

    Raises:
        DataError: The file with the teacher's answers has problems.
    """

    def __init__(self, folder: Path, project: Project, roster: PersonIndex | None = None) -> None:
        known = people.load(folder)
        self._answers = answers_of(known)
        self._shown = shown_names_of(known)
        self._roster = roster
        self._names = student_names(folder, project) if known or roster else ()

    def name_in_project(self, typed: str) -> str:
        """The only name in the project of the person who typed a name; else the name itself."""
        if file_name(typed) in map(file_name, self._names):
            return typed
        called = self._shown.names_shown_as(typed, self._names)
        if len(called) == 1:
            return called[0]
        person = self._person(typed)
        own = [name for name in self._names if person and self._person(name) == person]
        return own[0] if len(own) == 1 else typed

    def _person(self, name: str) -> str | None:
        """The id of the person who typed a name; None if that is not known."""
        name = self._shown.of(name)
        if self._roster is None:
            return self._answers.get(file_name(name))
        matched = match_people(self._roster, [name], self._answers).matched
        return self._roster.people[matched[name]].id if name in matched else None

    def possible_people(self, typed: str) -> tuple[str, ...]:
        """The people who may have typed a name, for the teacher to choose from."""
        if self._roster is None:
            return ()
        found = match_people(self._roster, [typed], self._answers).asked.get(typed, ())
        return describe_people(self._roster.people[at] for at in found)


def describe_people(people: Iterable[Person]) -> tuple[str, ...]:
    """People, each with the id that tells namesakes apart."""
    return tuple(
        each.name if each.id == each.name else f"{each.name} ({each.id})" for each in people
    )
