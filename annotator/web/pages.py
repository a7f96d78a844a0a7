"""The pages' frames and the files that they load, all of them from here."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from annotator.text.safe import visible

STATIC = {
    "style.css": "text/css; charset=utf-8",
    "model.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "practice.js": "text/javascript; charset=utf-8",
    "online.js": "text/javascript; charset=utf-8",
    "teach.js": "text/javascript; charset=utf-8",
}
"""The files that pages may ask for, each with its type."""


@cache
def static(name: str) -> str:
    """The text of one of the package's own files."""
    return files("annotator.web").joinpath("static", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("annotator.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value, newlines=True) if type(value) is str else value,
    )


def rendered(template: str, **values: Any) -> str:
    """The page that a template gives with these values; every text in it is escaped."""
    return _environment().get_template(template).render(**values)
