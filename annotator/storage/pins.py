"""The file of PINs, `class/teachers/pins.json`: a salted hash of each PIN, never the PIN."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from annotator.storage import sittings, system
from annotator.storage.file_records import Name, Sha256, StrictRecord
from annotator.storage.files import overwrite, read_limited
from annotator.storage.json_records import read_record, record_bytes
from annotator.storage.layout import pins_path

FORMAT: Literal["attribution-pins/1"] = "attribution-pins/1"
MAX_PINS_BYTES = 4 << 20
Salt = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="32 hex digits")]


@dataclass(frozen=True, slots=True)
class PinHash:
    """A PIN that can be checked and not read.

    Attributes:
        salt: Random, in hex.
        hash: The hash of the PIN with the salt, in hex.
    """

    salt: str
    hash: str


class PinRecord(StrictRecord):
    """The PIN of a person of the roster, hashed."""

    person: Name
    salt: Salt
    hash: Sha256


class PinsRecord(StrictRecord, kw_only=True):
    """The PINs of a class, hashed."""

    format: Literal["attribution-pins/1"] = FORMAT
    pins: list[PinRecord] = msgspec.field(default_factory=list)


def load(folder: Path) -> dict[str, PinHash]:
    """The PINs of a project, hashed, by the person's id in the roster; empty without a file.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    path = pins_path(folder)
    if not path.exists():
        return {}
    data, remedy = read_limited(path, MAX_PINS_BYTES), "Remove it, and make new PINs."
    record = read_record(data, PinsRecord, str(path), "The file of PINs", remedy)
    return {each.person: PinHash(each.salt, each.hash) for each in record.pins}


def render(pins: Mapping[str, PinHash]) -> bytes:
    """The file."""
    listed = [PinRecord(person, each.salt, each.hash) for person, each in pins.items()]
    return record_bytes(PinsRecord(pins=listed))


def save(folder: Path, pins: Mapping[str, PinHash]) -> None:
    """Save the PINs durably; call this within `lock_project`.

    Raises:
        DataError: The file cannot be written.
    """
    sittings.make_private_folders(folder)
    system.make_private_folder(pins_path(folder).parent)
    overwrite(pins_path(folder), render(pins))
