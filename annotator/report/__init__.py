"""Pages: each a single file without a script, which asks nothing of the network."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from annotator.model.codebook import CONTRADICTS, PARTIAL, SUPPORTS
from annotator.model.palette import BLACK, COLORS, DARK, LIGHT, PAPER_QUIET, SHADE, Palette
from annotator.report.charts import css_percent
from annotator.stats import measure_wording
from annotator.stats.claims import ClaimOutcome
from annotator.text.cell_layout import clip
from annotator.text.messages import ENGLISH, Messages, messages_in
from annotator.text.safe import safe_text
from annotator.text.web_address import web_address

OUTCOME_COLORS = {
    ClaimOutcome.SUPPORTED: "good",
    ClaimOutcome.PARTLY_SUPPORTED: "good",
    ClaimOutcome.DISPUTED: "bad",
    ClaimOutcome.DECLINED: "neutral",
    ClaimOutcome.NOT_ADDRESSED: "neutral",
}
OUTCOME_SIGNS = {
    ClaimOutcome.SUPPORTED: "✓",
    ClaimOutcome.PARTLY_SUPPORTED: "½",
    ClaimOutcome.DISPUTED: "✕",
    ClaimOutcome.DECLINED: "?",
    ClaimOutcome.NOT_ADDRESSED: "–",
}


@dataclass(frozen=True, slots=True)
class StanceLook:
    """How a link is drawn and named.

    Attributes:
        sign: At the end of its arc.
        words: What the answer does to the claim.
        classes: The classes of the style sheet, for its color and its line.
    """

    sign: str
    words: str
    classes: str


STANCE_LOOKS = {
    SUPPORTS: StanceLook("✓", "supports", "good solid"),
    PARTIAL: StanceLook("½", "supports in part", "good dashed"),
    CONTRADICTS: StanceLook("✕", "contradicts", "bad heavy"),
    None: StanceLook("?", "gives no answer", "neutral dotted"),
}
"""By stance; None is a non-response, which has none."""
MOST_NUMBERS, MOST_NAMES = 12, 3
"""The sentences listed at a figure, and the sources and the sentences of each source."""
ENGLISH_MESSAGES = Messages()
"""The texts of pages as they are in the templates."""

LABEL_CELLS = 17
"""The longest name of a source on a claim map, in cells of a terminal."""


def render(template: str, messages: Messages = ENGLISH_MESSAGES, **values: Any) -> str:
    """The page that a template gives with these values; every text in it is escaped.

    Args:
        template: The template's name.
        messages: The texts in the language of the page.
        values: The values for the template.
    """
    return _environment(messages.language).get_template(template).render(**values)


@cache
def template_environment(package: str, language: str = ENGLISH) -> Environment:
    """The templates of a package; every text in them is escaped, and shows its controls.

    Args:
        package: The package.
        language: The language of their own texts.
    """
    # Kept, because a class's feedback is one template filled in two hundred times.
    own = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        extensions=["jinja2.ext.i18n"],
    )
    own.policies["ext.i18n.trimmed"] = True
    _translate(own, messages_in(language))
    return own


def _shown(value: Any) -> Any:
    return safe_text(value, newlines=True) if type(value) is str else value


def _filled(text: str, values: Mapping[str, Any]) -> Markup:
    """A text of a catalog with its places filled in; what goes into them is escaped."""
    shown = {
        name: safe_text(str(value), newlines=True)
        if isinstance(value, str) and not isinstance(value, Markup)
        else value
        for name, value in values.items()
    }
    return Markup(text) % shown  # noqa: S704 (the text is our own)


def _translate(environment: Environment, messages: Messages) -> None:
    """Have templates look up their texts."""

    def gettext(text: str, /, **values: Any) -> Markup:
        return _filled(messages.gettext(text), values)

    def pgettext(context: str, text: str, /, **values: Any) -> Markup:
        return _filled(messages.pgettext(context, text), values)

    def ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
        return _filled(messages.ngettext(one, many, number), {"num": number, **values})

    functions = {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}
    # Calls in this style fill in places themselves. Ours also make the values safe to show.
    environment.install_gettext_callables(**functions, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= functions | {
        "_": gettext,
        "page_language": messages.language,
        "direction": messages.direction,
        "listed": messages.listed,
        "alternatives": messages.alternatives,
    }
    environment.filters["translated"] = messages.translate


@cache
def _environment(language: str) -> Environment:
    own = template_environment("annotator.report", language)
    own.filters |= {
        "web_address": web_address,
        "language_tag": language_tag,
        "css_text": lambda text: css_text(safe_text(str(text))),
        "percent": css_percent,
        "units": lambda number: f"{number:.1f}".removesuffix(".0"),
        "short": lambda name: clip(safe_text(name), LABEL_CELLS),
    }
    own.globals |= {
        "color_css": color_css(),
        "slide_css": slide_css(),
        "wording": measure_wording,
        "corpus_wording": measure_wording,
        "outcome_colors": OUTCOME_COLORS,
        "outcome_signs": OUTCOME_SIGNS,
        "stances": STANCE_LOOKS,
        "most_numbers": MOST_NUMBERS,
        "most_names": MOST_NAMES,
    }
    return own


def language_tag(language: str) -> str:
    """A language as the attribute `lang` may have it; empty, for unknown, where it is no tag."""
    return language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", language) else ""


def css_text(text: str) -> Markup:
    """A text as a string of CSS. It can end neither the string nor the style sheet."""
    letters = (each if each.isascii() and each.isalnum() else f"\\{ord(each):06x}" for each in text)
    return Markup(f'"{"".join(letters)}"')  # noqa: S704 (letters, digits and their numbers)


_OUTCOMES = {"good": "good", "bad": "bad", "neutral": "quiet"}
"""The color of each class that speaks of how something came out."""


@cache
def color_css() -> str:
    """The block. It comes before what uses it; on paper the ground is white whatever the screen."""
    return "\n".join(
        (
            _root(*_properties(LIGHT), f"--shade: {SHADE};"),
            f"@media screen and (prefers-color-scheme: dark) {{ {_root(*_properties(DARK))} }}",
            f"@media print {{ {_root(f'--text: {BLACK};', f'--quiet: {PAPER_QUIET};')} }}",
            *map(_tag_class, COLORS),
            *(_outcome_class(*each) for each in _OUTCOMES.items()),
            "",
        )
    )


@cache
def slide_css() -> str:
    """The block for slides, on which a key changes between dark and light."""
    return "\n".join((color_css(), ":root { color-scheme: light dark; }", theme_css()))


@cache
def theme_css() -> str:
    """The colors of a page that shows the theme in `data-theme` and not the one of the system."""
    themes = {"light": _properties(LIGHT), "dark": _properties(DARK)}
    own = (
        f'@media screen {{ :root[data-theme="{name}"] {{ color-scheme: {name}; '
        f"{' '.join(properties)} }} }}"
        for name, properties in themes.items()
    )
    return "\n".join((*own, ""))


def _root(*declarations: str) -> str:
    return f":root {{ {' '.join(declarations)} }}"


def _properties(palette: Palette) -> Iterator[str]:
    for name, value in palette._asdict().items():
        if name != "tags":
            yield f"--{name.replace('_', '-')}: {value};"
    for name, color in palette.tags.items():
        yield f"--{name}: {color.ink};"
        yield f"--{name}-fill: {color.fill};"
        yield f"--{name}-letter: {color.letter};"


def _tag_class(name: str) -> str:
    return (
        f".{name} {{ --ink: var(--{name}); --fill: var(--{name}-fill); "
        f"--letter: var(--{name}-letter); }}"
    )


def _outcome_class(name: str, color: str) -> str:
    return f".{name} {{ --ink: var(--{color}); --fill: var(--{color}); --letter: var(--ground); }}"
