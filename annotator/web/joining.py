"""Joining a sitting: by name, as a person of the roster, with a PIN, or with the teacher's nod."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.name_folding import file_name, fold_name
from annotator.model.person_matching import Person
from annotator.model.sitting import (
    MAX_STUDENT_NAME,
    PersonTakenError,
    PinError,
    Sitting,
    Student,
    WaitAnswer,
    WaitForTeacherError,
    WaitingStudent,
    clean_student_name,
)
from annotator.project.pins import check_pin, has_pin
from annotator.web.sitting import LiveSitting
from annotator.web.tokens import hash_token, new_token

_WAIT = Message("Your teacher has to let you in. Ask, then join again.")
_TAKEN = Message(
    "A student has already joined under this name. If this is you on another device, open your "
    "personal link here, or ask your teacher."
)
_ASKED = Message(
    "A student has already joined under this name. If this is you on another device, open your "
    "personal link here, or ask your teacher. Your teacher sees that you wait. When your teacher "
    "says yes, join again."
)
_NO_PIN = Message(
    "This class needs a PIN, and you have none. Ask your teacher for one, or to let you in without."
)
_WRONG_PIN = Message("This PIN does not belong to this name. Check both and try again.")
_MANY_PINS = Message("Too many wrong PINs for this name. Wait a minute, then try again.")


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """What a student typed and chose.

    Attributes:
        name: The name as typed.
        person: The id of the student's row in the roster, if the student chose it.
        another: Whether this is a different student with the same name.
        pin: The PIN as typed.
        device: What tells this browser from others, or "".
        may_try: Counts one try of a PIN for this person, and says whether it is allowed.
    """

    name: str
    person: str | None = None
    another: bool = False
    pin: str = ""
    device: str = ""
    may_try: Callable[[str], bool] = lambda _: True


async def join(live: LiveSitting, request: JoinRequest) -> str:
    """Add a student to a sitting, or a device to a student. Returns the token of the device.

    Raises:
        WaitForTeacherError: The teacher has to say yes first.
        PersonTakenError: A student has already joined as this person. The teacher is asked.
        PinError: The PIN is missing or wrong.
        NameConflictError: Without a roster, a student with this name is in the class, and the
            request does not say that this is another one.
        DataError: The name is empty or too long, or the class is full.
    """
    person = _person(live, request)
    name = person.display_name[:MAX_STUDENT_NAME] if person else request.name
    request = replace(request, name=clean_student_name(name))
    token = new_token()
    if await _with_answer(live, request, person, token):
        return token
    if live.sitting.pins:
        await _check_pin(live, request, person)
    holder = _holder(live, request.name, person)
    if live.sitting.pins and holder is not None:
        await live.change(lambda sitting: sitting.add_device(holder.id, hash_token(token)))
        return token
    if holder is not None and live.expected.expected is not None:
        await _wait(live, request, person, holder)
        raise PersonTakenError(_ASKED if request.device else _TAKEN)
    if not live.sitting.pins and not live.sitting.is_door_open(live.expected.expected):
        await _wait(live, request, person)
        raise WaitForTeacherError(_WAIT)
    await _admit(live, request, person, token)
    return token


def _person(live: LiveSitting, request: JoinRequest) -> Person | None:
    """The person of the roster who was chosen, or whom alone the typed name fits."""
    if request.person is not None:
        return live.expected.person(request.person)
    return live.expected.only_person(request.name) if live.sitting.pins else None


def _holder(live: LiveSitting, name: str, person: Person | None) -> Student | None:
    """The student of the sitting who already has this name or is this person."""
    found = person or live.expected.only_person(name)
    if found is not None and (own := live.expected.student_of(found, live.sitting.students)):
        return own
    merged = {each.student.id: each.into for each in live.sitting.merged}
    wanted = file_name(" ".join(name.split()))
    wanted = merged.get(wanted, wanted)
    students = live.sitting.students
    return next((each for each in students if live.expected.is_called(each, wanted)), None)


def _waiting_id(request: JoinRequest, *, taken: bool) -> str:
    folded = fold_name(request.name)
    return f"{folded} {hash_token(request.device)[:12]}" if taken else folded


async def _wait(
    live: LiveSitting, request: JoinRequest, person: Person | None, holder: Student | None = None
) -> None:
    """Put a student on the list of those who wait.

    If the name is taken, the teacher's answer is for this browser alone. A browser without a
    cookie cannot be told from others, so it is not listed.
    """
    shown = " ".join(request.name[:MAX_STUDENT_NAME].split())
    if not fold_name(shown) or (holder is not None and not request.device):
        return
    waiting = WaitingStudent(
        _waiting_id(request, taken=holder is not None),
        shown,
        person.id if person is not None else None,
        holder.id if holder is not None else None,
    )
    await live.change(lambda sitting: sitting.with_waiting(waiting))


async def _with_answer(
    live: LiveSitting, request: JoinRequest, person: Person | None, token: str
) -> bool:
    """Whether the teacher has said yes, and the student is in the sitting now."""
    ids = [_waiting_id(request, taken=False)]
    if request.device:
        ids.append(_waiting_id(request, taken=True))
    known = [each for each in map(live.sitting.waiting_student, ids) if each and each.answer]
    if not known:
        return False
    if known[-1].answer is WaitAnswer.SAME_STUDENT:
        same = known[-1].taken or ""
        await live.change(
            lambda sitting: sitting.add_device(same, hash_token(token)).without_waiting(*ids)
        )
        return True
    taken = known[-1].taken is not None
    await _admit(
        live, replace(request, another=taken or request.another), None if taken else person, token
    )
    return True


async def _admit(
    live: LiveSitting, request: JoinRequest, person: Person | None, token: str
) -> None:
    ids = [_waiting_id(request, taken=each) for each in (False, True)]
    elsewhere = live.person_elsewhere(file_name(" ".join(request.name.split())))
    # The row of the roster tells namesakes of two sections apart, and knows the same student again.
    known = person is not None and elsewhere is not None
    namesake = known and person is not None and elsewhere != person.id
    same = known and not namesake

    def is_anothers(sitting: Sitting, student: str) -> bool:
        return not same and live.is_anothers(sitting, student)

    def admitted(sitting: Sitting) -> Sitting:
        if person is not None:
            live.expected.require_free(person.id, sitting.students)
        found = sitting.admit(
            request.name,
            hash_token(token),
            lambda student: is_anothers(sitting, student),
            another=request.another or namesake,
        )
        own = found.students[-1].id
        chosen = person.id if person is not None else None
        return found.with_person(own, chosen).without_waiting(*ids)

    await live.change(admitted, live.list_last)


async def _check_pin(live: LiveSitting, request: JoinRequest, person: Person | None) -> None:
    """Check the PIN of a person. A student without a row or a PIN waits for the teacher."""
    shared = live.shared
    if person is None or not await shared.run_in_thread(has_pin, shared.folder, person.id):
        await _wait(live, request, person)
        raise WaitForTeacherError(_WAIT if person is None else _NO_PIN)
    if not request.pin.strip():
        raise PinError(Message("Enter your PIN too. It is on the slip from your teacher."))
    if not request.may_try(person.id):
        raise PinError(_MANY_PINS)
    if not await shared.run_in_thread(check_pin, shared.folder, person.id, request.pin):
        raise PinError(_WRONG_PIN)


async def let_in(live: LiveSitting, waiting: str, *, same: bool) -> None:
    """Say yes to a student who waits.

    Args:
        live: The sitting.
        waiting: The id under which the student waits.
        same: Whether this is the student who already has the name, on another device.

    Raises:
        DataError: That student does not wait, or nobody has the name.
    """
    known = live.sitting.waiting_student(waiting)
    if same and (known is None or known.taken is None):
        raise DataError("No other student has this name.")
    answer = WaitAnswer.SAME_STUDENT if same else WaitAnswer.LET_IN
    await live.change(lambda sitting: sitting.answer_waiting(waiting, answer))
