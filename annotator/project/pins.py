"""PINs: what a student needs besides the own name where work is marked or done at home.

A PIN is shown once, when it is made. Only a salted, slow hash of it is kept.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from annotator.project.project_store import lock_project
from annotator.storage import pins
from annotator.storage.pins import PinHash

_DIGITS = 8
_GROUP = 4
# About 20 milliseconds and 8 megabytes for each try.
_COST, _BLOCK = 1 << 13, 8
_NOBODY = PinHash("00" * 16, "00" * 32)


def new_pin() -> str:
    """A random PIN, one of 100 million, in two groups of digits."""
    digits = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    return f"{digits[:_GROUP]} {digits[_GROUP:]}"


def make_pins(
    folder: Path,
    people: Iterable[str],
    *,
    again: bool = False,
    show: Callable[[Mapping[str, str]], None] = lambda _: None,
) -> dict[str, str]:
    """Make PINs. Returns the new ones, by the person's id.

    Args:
        folder: The project's folder.
        people: The ids of people of the roster.
        again: Whether those who have a PIN get a new one. The old one then no longer works.
        show: Shows or writes the new PINs. If it fails, nothing has changed: afterwards, nobody
            can read them.

    Raises:
        DataError: The file of PINs is damaged or cannot be written.
    """
    with lock_project(folder):
        known = pins.load(folder)
        made = {each: new_pin() for each in people if again or each not in known}
        if made:
            show(made)
            pins.save(folder, known | {each: _hashed(pin) for each, pin in made.items()})
    return made


def has_pin(folder: Path, person: str) -> bool:
    """Whether a person has a PIN.

    Raises:
        DataError: The file of PINs cannot be read, or is damaged.
    """
    return person in pins.load(folder)


def check_pin(folder: Path, person: str, typed: str) -> bool:
    """Whether a PIN is the person's. Spaces and hyphens do not count. Takes the same time always.

    Raises:
        DataError: The file of PINs cannot be read, or is damaged.
    """
    known = pins.load(folder).get(person)
    kept = known or _NOBODY
    return hmac.compare_digest(_hash(typed, kept.salt), kept.hash) and known is not None


def _hashed(pin: str) -> PinHash:
    salt = secrets.token_hex(16)
    return PinHash(salt, _hash(pin, salt))


def _hash(pin: str, salt: str) -> str:
    plain = "".join(each for each in pin if each.isalnum())[:64]
    data = plain.encode("utf-8", "replace")
    return hashlib.scrypt(data, salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=1, dklen=32).hex()
