"""Pages: each a single file without a script, which asks nothing of the network."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from annotator.text.safe import visible


def rendered(template: str, **values: Any) -> str:
    """The page that a template gives with these values; every text in it is escaped."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    # Kept, because a class's feedback is one template filled in two hundred times.
    return Environment(
        loader=PackageLoader("annotator.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value, newlines=True) if type(value) is str else value,
    )
