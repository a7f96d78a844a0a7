"""The teacher's commands about people: the door, removing a student, and who is who."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from annotator.model.errors import DataError
from annotator.model.person_matching import Person, PersonMatches
from annotator.model.sitting import MAX_STUDENTS, UNEXPECTED_STUDENTS
from annotator.text.safe import safe_text
from annotator.web.sitting import LiveSitting
from annotator.web.tokens import new_code

CommandRequest = Mapping[str, Any]
CommandResult = dict[str, Any]


async def _door(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Shut the door, or open it again."""
    shut = said.get("shut")
    if not isinstance(shut, bool):
        raise DataError("`shut` must be true or false.")
    await live.change(lambda sitting: replace(sitting, shut=shut))
    return {}


async def _limit(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Set how many students may join without waiting."""
    limit = said.get("limit")
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 <= limit <= MAX_STUDENTS:
        raise DataError(f"Enter a number from 0 to {MAX_STUDENTS}.")
    await live.change(lambda sitting: replace(sitting, limit=limit))
    return {}


async def _code(live: LiveSitting, _: CommandRequest) -> CommandResult:
    """Give the sitting a new code. The old one no longer works."""
    code = live.free_code(new_code)
    await live.change(lambda sitting: replace(sitting, code=code))
    return {"code": code}


async def _let_in(live: LiveSitting, said: CommandRequest) -> CommandResult:
    live.let_in(str(said.get("waiting")))
    return {}


async def _dismiss(live: LiveSitting, said: CommandRequest) -> CommandResult:
    live.dismiss(str(said.get("waiting")))
    return {}


async def _remove(live: LiveSitting, said: CommandRequest) -> CommandResult:
    await live.remove(str(said.get("student")))
    return {}


async def _person(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Say who of the roster a student is; null for “not in the roster”."""
    person = said.get("person")
    if person is not None and not isinstance(person, str):
        raise DataError("`person` must be the id of a person of the roster, or null.")
    await live.identify(str(said.get("student")), person)
    return {}


PEOPLE_COMMANDS: Mapping[str, Callable[[LiveSitting, CommandRequest], Awaitable[CommandResult]]] = {
    "door": _door,
    "limit": _limit,
    "code": _code,
    "let-in": _let_in,
    "dismiss": _dismiss,
    "remove": _remove,
    "person": _person,
}
"""The commands about people, by the name that a page sends."""


def people_data(live: LiveSitting) -> dict[str, Any]:
    """Who joined, who of them is not in the roster, who waits, and the door."""
    expected, sitting = live.expected.expected, live.sitting
    usual = MAX_STUDENTS if expected is None else expected + UNEXPECTED_STUDENTS
    return {
        "code": sitting.code,
        "shut": sitting.shut,
        "open": sitting.is_door_open(expected),
        "limit": usual if sitting.limit is None else sitting.limit,
        "waiting": [{"id": key, "name": safe_text(name)} for key, name in live.waiting.items()],
        "students": [{"id": each.id, "name": safe_text(each.name)} for each in sitting.students],
        "unlisted": _unlisted(live) if expected is not None else [],
        "people": [_person_data(each) for each in live.expected.people],
    }


def _unlisted(live: LiveSitting) -> list[dict[str, Any]]:
    matches = live.matches
    people = live.expected.people
    return [
        {
            "id": each.id,
            "name": safe_text(each.name),
            "candidates": [people[at].id for at in matches.people_of(each.name)],
        }
        for each in live.sitting.students
        if _is_open(matches, each.name)
    ]


def _is_open(matches: PersonMatches, name: str) -> bool:
    return name not in matches.matched and name not in matches.not_listed


def _person_data(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": safe_text(person.name), "shown_id": safe_text(person.id)}
