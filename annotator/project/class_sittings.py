"""The sittings of a project's classes, found by section or id."""

from collections.abc import Iterable
from pathlib import Path

from annotator.model.errors import DataError, Problem
from annotator.model.sitting import Sitting, same_section
from annotator.storage import layout, sittings


def find_sittings(
    folder: Path, section: str | None = None, sitting: str | None = None
) -> tuple[Sitting, ...]:
    """The sittings of a section, or the one with an id.

    Args:
        folder: The project's folder.
        section: The section; None for any.
        sitting: The id of a sitting; None for any.

    Raises:
        DataError: There is none, or a class file is damaged.
    """
    known = tuple(sittings.load(path) for path in layout.class_files(folder))
    found = tuple(
        each
        for each in known
        if (section is None or same_section(each.section, section))
        and (sitting is None or each.id == sitting)
    )
    if not found:
        raise DataError(Problem(_nothing(known, section, sitting), str(folder)))
    return found


def present_elsewhere(held: Iterable[Sitting], section: str) -> tuple[str, ...]:
    """The names of the students who joined sittings, all of them of other sections."""
    there: set[str] = set()
    elsewhere: dict[str, None] = {}
    for each in held:
        names = [student.name for student in each.students]
        if same_section(each.section, section):
            there.update(names)
        else:
            elsewhere.update(dict.fromkeys(names))
    return tuple(name for name in elsewhere if name not in there)


def _nothing(known: Iterable[Sitting], section: str | None, sitting: str | None) -> str:
    if sitting is None:
        names = sorted({each.section for each in known if each.section})
        words = f"No sitting of section “{section}” exists."
        return f"{words} Sections: {', '.join(names)}." if names else words
    ids = sorted(each.id for each in known)
    words = f"No sitting “{sitting}” exists" + (f" in section “{section}”." if section else ".")
    return f"{words} Sittings: {', '.join(ids)}." if ids else words
