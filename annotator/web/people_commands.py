"""The teacher's commands about people: the door, removing a student, and who is who."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial, reduce
from typing import Any

from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.model.person_matching import Person, PersonMatches
from annotator.model.progress import count_tags
from annotator.model.sitting import (
    MAX_STUDENTS,
    UNEXPECTED_STUDENTS,
    Sitting,
    Student,
    WaitingStudent,
)
from annotator.project.pins import make_pins
from annotator.text.safe import safe_text
from annotator.web.joining import let_in
from annotator.web.languages import error_message
from annotator.web.sitting import LiveSitting, OtherWorkError
from annotator.web.tokens import new_code

CommandRequest = Mapping[str, Any]
CommandResult = dict[str, Any]


def _undo(live: LiveSitting, name: str, how: Callable[[Sitting], Sitting]) -> None:
    """Let the teacher undo what was just done by changing the sitting."""
    live.history.add(name, live.sitting, lambda: live.change(how))


def _undo_names(
    live: LiveSitting, name: str, names: Iterable[str], how: Callable[[Sitting], Sitting]
) -> Callable[[], None]:
    """Let the teacher undo what is said about names; call the result when it was done."""
    before, own = live.shared.names.known, tuple(names)

    async def reverse() -> None:
        await live.change(how, lambda _: live.shared.restore_names(own, before), always=True)

    return lambda: live.history.add(name, live.sitting, reverse)


async def _door(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Shut the door, or open it again."""
    shut, before = said.get("shut"), live.sitting.shut
    if not isinstance(shut, bool):
        raise DataError("`shut` must be true or false.")
    await live.change(lambda sitting: replace(sitting, shut=shut))
    name = Message("Shut the door") if shut else Message("Open the door")
    _undo(live, name, lambda sitting: replace(sitting, shut=before))
    return {}


async def _limit(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Set how many students may join without waiting."""
    limit, before = said.get("limit"), live.sitting.limit
    if not isinstance(limit, int) or isinstance(limit, bool) or not 0 <= limit <= MAX_STUDENTS:
        raise DataError(Message("Enter a number from 0 to %(most)s.", most=MAX_STUDENTS))
    await live.change(lambda sitting: replace(sitting, limit=limit))
    _undo(live, Message("Set the limit"), lambda sitting: replace(sitting, limit=before))
    return {}


async def _code(live: LiveSitting, _: CommandRequest) -> CommandResult:
    """Give the sitting a new code. The old one no longer works."""
    code, before = live.free_code(new_code), live.sitting.code
    await live.change(lambda sitting: replace(sitting, code=code))
    _undo(live, Message("Make a new code"), lambda sitting: replace(sitting, code=before))
    return {"code": code}


async def _let_in(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Say yes to one who waits; `same` if it is the student who already has the name."""
    waiting = str(said.get("waiting"))
    before = live.sitting.waiting_student(waiting)
    await let_in(live, waiting, same=said.get("same") is True)
    if before is not None:
        _undo(live, Message("Let a student in"), lambda sitting: _waiting_again(sitting, before))
    return {}


async def _dismiss(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Take one who waits off the list, or everyone."""
    named = said.get("waiting")
    gone = [each for each in live.sitting.waiting if named in (None, each.id)]
    await live.change(lambda sitting: sitting.without_waiting(*(each.id for each in gone)))

    def again(sitting: Sitting) -> Sitting:
        for each in gone:
            sitting = _waiting_again(sitting, each)
        return sitting

    if gone:
        _undo(live, Message("Dismiss from the list"), again)
    return {}


def _waiting_again(sitting: Sitting, waiting: WaitingStudent) -> Sitting:
    """The sitting in which a student waits again, unless the student has joined since."""
    if sitting.student(file_name(waiting.name)) is not None and waiting.taken is None:
        return sitting
    return sitting.without_waiting(waiting.id).with_waiting(waiting)


async def _remove(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Remove a student."""
    student = str(said.get("student"))
    before = live.sitting
    await live.remove(student)
    _undo(live, Message("Remove a student"), lambda sitting: sitting.readmit(student, before))
    return {}


async def _remove_several(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Remove those of some students who are still in the sitting, in one action."""
    named = said.get("students")
    if not isinstance(named, list):
        raise DataError("`students` must be a list of the ids of students.")
    before = live.sitting
    gone = [each.id for each in before.students if each.id in named]

    def readmitted(sitting: Sitting) -> Sitting:
        return reduce(lambda now, each: now.readmit(each, before), gone, sitting)

    if gone:
        await live.remove(*gone)
        _undo(live, Message("Remove %(count)s students", count=len(gone)), readmitted)
    return {}


async def _person(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Say who of the roster a student is; null for “not in the roster”."""
    person, student = said.get("person"), str(said.get("student"))
    if person is not None and not isinstance(person, str):
        raise DataError("`person` must be the id of a person of the roster, or null.")
    known = live.sitting.student(student)
    names = [live.expected.shown_name(known)] if known else []
    before = known.person if known else None
    done = _undo_names(
        live, "Say who a student is", names, lambda sitting: _with_person(sitting, student, before)
    )
    await live.identify(student, person)
    done()
    return {}


def _with_person(sitting: Sitting, student: str, person: str | None) -> Sitting:
    known = sitting.student(student)
    return sitting if known is None else sitting.with_person(student, person)


async def _rename(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Show a student under another name; `same` if work under that name is the student's too."""
    name, student = str(said.get("name", "")), str(said.get("student"))
    known = live.sitting.student(student)
    names = [" ".join(name.split()), *([known.name] if known else [])]
    done = _undo_names(live, "Rename a student", filter(file_name, names), lambda sitting: sitting)
    try:
        await live.rename(student, name, same=said.get("same") is True)
    except OtherWorkError as other:
        return {"ask": error_message(other)}
    done()
    return {}


async def _merge(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Record that a student is another one, whose work counts."""
    student, into = str(said.get("student")), str(said.get("into"))
    both = [each for each in map(live.sitting.student, (student, into)) if each is not None]
    names = [*(each.name for each in both), *map(live.expected.shown_name, both)]
    person = next((each.person for each in both if each.id == into), None)

    def apart(sitting: Sitting) -> Sitting:
        return _with_person(sitting.separate(student), into, person)

    done = _undo_names(live, "Merge two students", names, apart)
    await live.merge(student, into)
    done()
    return {}


async def _separate(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Make a student who was merged a student again."""
    student = str(said.get("student"))
    into = next((each.into for each in live.sitting.merged if each.student.id == student), "")
    await live.separate(student)
    live.history.add("Separate two students", live.sitting, lambda: live.merge(student, into))
    return {}


async def _pin(live: LiveSitting, said: CommandRequest) -> CommandResult:
    """Make a new PIN for a person of the roster. The old one no longer works."""
    person = live.expected.person(str(said.get("person")))
    shared = live.shared
    made = await shared.run_in_thread(partial(make_pins, again=True), shared.folder, [person.id])
    return {"pin": made[person.id]}


PEOPLE_COMMANDS: Mapping[str, Callable[[LiveSitting, CommandRequest], Awaitable[CommandResult]]] = {
    "door": _door,
    "limit": _limit,
    "code": _code,
    "let-in": _let_in,
    "dismiss": _dismiss,
    "remove": _remove,
    "remove-several": _remove_several,
    "person": _person,
    "rename": _rename,
    "merge-students": _merge,
    "separate-students": _separate,
    "pin": _pin,
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
        "waiting": [_waiting_data(live, each) for each in _waiting(sitting)],
        "students": [_student_data(live, each) for each in sitting.students],
        "merged": [
            {
                "id": each.student.id,
                "name": safe_text(each.student.name),
                "into": _name_of(live, each.into),
            }
            for each in sitting.merged
        ],
        "unlisted": _unlisted(live) if expected is not None else [],
        "strangers": _strangers(live),
        "people": [_person_data(each) for each in live.expected.people],
        "pins": sitting.pins,
    }


def _waiting(sitting: Sitting) -> list[WaitingStudent]:
    """Those who wait: first those of the roster, then other names, which may be a flood."""
    own = (each for each in sitting.waiting if each.answer is None)
    return sorted(own, key=lambda each: each.person is None and each.taken is None)


def _waiting_data(live: LiveSitting, waiting: WaitingStudent) -> dict[str, Any]:
    return {
        "id": waiting.id,
        "name": safe_text(waiting.name),
        "listed": waiting.person is not None,
        "taken": waiting.taken and _name_of(live, waiting.taken),
    }


def _student_data(live: LiveSitting, student: Student) -> dict[str, Any]:
    return {
        "id": student.id,
        "name": safe_text(live.expected.shown_name(student)),
        "typed": safe_text(student.name),
    }


def _name_of(live: LiveSitting, student: str) -> str:
    known = live.sitting.student(student)
    return safe_text(live.expected.shown_name(known) if known else student)


def _unlisted(live: LiveSitting) -> list[dict[str, Any]]:
    matches = live.matches
    people = live.expected.people
    return [
        {
            "id": each.id,
            "name": safe_text(name),
            "candidates": [people[at].id for at in matches.people_of(name)],
        }
        for each in live.sitting.students
        if _is_open(matches, name := live.expected.shown_name(each))
    ]


def _strangers(live: LiveSitting) -> list[str]:
    """The ids of students whom a flood of joins may have added.

    With a roster, it is those who fit nobody in it. Without one, it is those without a tag whose
    page is not open.
    """
    if live.expected.expected is not None:
        return [each["id"] for each in _unlisted(live) if not each["candidates"]]
    now = live.clock()
    students = (each for each in live.sitting.students if not live.events.is_here(each.id, now))
    return [each.id for each in students if not _has_tags(live, each)]


def _has_tags(live: LiveSitting, student: Student) -> bool:
    own = live.loaded_pass(student)
    return own is not None and count_tags(own.annotations.sentences).tagged > 0


def _is_open(matches: PersonMatches, name: str) -> bool:
    return name not in matches.matched and name not in matches.not_listed


def _person_data(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": safe_text(person.name), "shown_id": safe_text(person.id)}
