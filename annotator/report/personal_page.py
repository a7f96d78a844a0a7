"""The page with everything that a project stores about one person."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from annotator.report import render

if TYPE_CHECKING:
    from annotator.project.personal_export import PersonalExport


def personal_page(export: "PersonalExport") -> str:
    """One self-contained page that the person can read without any other program."""
    return render("person.html", export=export, language="en", lines=_lines)


def _lines(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Plain data as pairs of a field and its value, one for each text or number in it."""
    if isinstance(value, Mapping):
        inside = ((str(each), value[each]) for each in value)
    elif isinstance(value, list | tuple):
        inside = ((str(number), each) for number, each in enumerate(value, 1))
    else:
        return [] if value is None or value == "" else [(name, str(value))]
    return [
        pair for field, each in inside for pair in _lines(each, f"{name} › {field}".strip(" ›"))
    ]
