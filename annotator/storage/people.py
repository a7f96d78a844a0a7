"""The file `class/people.yaml`: who is who, as the teacher said, for the whole term."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from annotator.model.name_folding import file_name
from annotator.model.person_matching import Identification
from annotator.storage import layout, strict_yaml
from annotator.storage.file_records import Name, StrictRecord
from annotator.storage.strict_yaml import Steps, format_line, read_record
from annotator.storage.yaml_writer import flow_mapping, text_field

_FORMAT = "attribution-people"


class IdentificationRecord(StrictRecord):
    """A name that a student typed, and the person's id in the roster if the roster has one.

    With `same_as`, the name is another name of the same student, and nothing else is said about it.
    """

    name: Name
    person: Name | None = None
    same_as: Name | None = None


class PeopleRecord(StrictRecord):
    """Who is who in a class."""

    format: Literal["attribution-people/1"]
    people: list[IdentificationRecord] = msgspec.field(default_factory=list)


def parse(data: bytes, file: str) -> tuple[Identification, ...]:
    """What the teacher said, from a file's bytes.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    record = read_record(data, file, _FORMAT, PeopleRecord, _repeated)
    return tuple(Identification(each.name, each.person, each.same_as) for each in record.people)


def _repeated(record: PeopleRecord) -> Iterator[tuple[Steps, str]]:
    seen: dict[str, str] = {}
    for position, each in enumerate(record.people):
        folded = file_name(each.name)
        if folded in seen:
            other = seen[folded]
            message = f"“{each.name}” is the same name as “{other}”. Keep one of the two lines."
            yield ("people", position, "name"), message
        seen.setdefault(folded, each.name)


def render(people: tuple[Identification, ...]) -> bytes:
    """The file, with one line for each name."""
    return strict_yaml.check_size(
        "".join(f"{line}\n" for line in _lines(people)).encode(), layout.people_path(Path()).name
    )


def _lines(people: tuple[Identification, ...]) -> Iterator[str]:
    yield f"format: {format_line(_FORMAT)}"
    yield "people:" if people else "people: []"
    for each in people:
        said = (text_field("name", each.name), text_field("person", each.person))
        yield "- " + flow_mapping(*said, text_field("same_as", each.same_as))


def load(folder: Path) -> tuple[Identification, ...]:
    """What the teacher of a project said; empty if nothing was said.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    path = layout.people_path(folder)
    return parse(strict_yaml.read_bytes(path), str(path)) if path.exists() else ()
