"""The pages' frames and the files that they load, all of them from here."""

from functools import cache
from importlib.resources import files
from typing import Any

from annotator.report import environment

STATIC = {
    "style.css": "text/css; charset=utf-8",
    "model.js": "text/javascript; charset=utf-8",
    "nodes.js": "text/javascript; charset=utf-8",
    "store.js": "text/javascript; charset=utf-8",
    "keys.js": "text/javascript; charset=utf-8",
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


def rendered(template: str, *, root: str = "", **values: Any) -> str:
    """The page that a template gives with these values; every text in it is escaped.

    Args:
        template: The template's name.
        root: The path before every path of ours; empty at the top of a host.
        values: What else stands in it.
    """
    return environment("annotator.web").get_template(template).render(root=root, **values)
