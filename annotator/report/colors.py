"""The colors of pages, as one block of CSS generated from the table of colors.

The block declares a custom property for each color, for a light screen, a dark one and paper. A
class named after a tag's color (`yellow`), `good`, `bad` or `neutral` gives an element `--ink`,
`--fill` and `--letter`, and nothing is colored by the class alone.
"""

from collections.abc import Iterator
from functools import cache

from annotator.model.palette import BLACK, COLORS, DARK, LIGHT, PAPER_QUIET, SHADE, Palette

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
