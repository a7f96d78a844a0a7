"""Pages: each a single file without a script, which asks nothing of the network."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from annotator.model.codebook import COLOURS
from annotator.report.charts import percent
from annotator.stats import corpus_wording, wording
from annotator.stats.claims import Outcome
from annotator.text.safe import visible

OUTCOME_COLOURS = {
    Outcome.SUPPORTED: "green",
    Outcome.PARTLY: "cyan",
    Outcome.DISPUTED: "red",
    Outcome.UNANSWERED: "magenta",
    Outcome.NOBODY: "grey",
}
OUTCOME_SIGNS = {
    Outcome.SUPPORTED: "✓",
    Outcome.PARTLY: "½",
    Outcome.DISPUTED: "×",
    Outcome.UNANSWERED: "?",
    Outcome.NOBODY: "–",
}


def rendered(template: str, **values: Any) -> str:
    """The page that a template gives with these values; every text in it is escaped."""
    return _environment().get_template(template).render(**values)


@cache
def environment(package: str) -> Environment:
    """The templates of a package; every text in them is escaped, and shows its controls."""
    # Kept, because a class's feedback is one template filled in two hundred times.
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value, newlines=True) if type(value) is str else value,
    )


@cache
def _environment() -> Environment:
    own = environment("annotator.report")
    own.filters |= {
        "web_address": web_address,
        "language_tag": language_tag,
        "percent": percent,
        "spaced": lambda name: name.replace("_", " "),
    }
    own.globals |= {
        "colours": COLOURS,
        "wording": wording,
        "corpus_wording": corpus_wording,
        "outcome_colours": OUTCOME_COLOURS,
        "outcome_signs": OUTCOME_SIGNS,
    }
    return own


def web_address(url: str | None) -> str | None:
    """A URL that a page may link to: http or https, with a host, of printable ASCII; else None."""
    if not url or re.fullmatch(r"[!-~]+", url) is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def language_tag(language: str) -> str:
    """A language as the attribute `lang` may have it; empty, for unknown, where it is no tag."""
    return language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", language) else ""
