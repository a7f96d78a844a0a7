"""The color table for the terminal, reports, the class page and exports.

Each tag has one color for letters and lines (ink) and one for areas (fill). A tag's color is used
for nothing else. Keys, sources and links have colors of their own.

Yellow, green, magenta and blue are the tags of the built-in codebook. They stay distinct for
color-blind readers and in grayscale print: the smallest distance between two of them is 17 for ink
and 26 for fill (CIEDE2000, over normal, protan, deutan and tritan vision). The other four are for
codebooks with more tags. For all eight the smallest distances are 8 and 12, so a tag's letter is
always shown with its color.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class TagColor(NamedTuple):
    """The colors of one tag.

    Attributes:
        ink: For letters and lines on any background of the theme.
        fill: For highlights and bars, always with the tag's letter.
        letter: For the letter on the fill.
    """

    ink: str
    fill: str
    letter: str


class Palette(NamedTuple):
    """The colors of one theme, each as `#rrggbb`.

    Attributes:
        ground: Background of the page.
        raised: Background of panels, headers and dialogs.
        text: Body text.
        quiet: Sources, numbers, hints and other secondary text.
        line: Separators.
        edge: Borders of controls.
        here: Background of the current sentence.
        act: Keys, links, main buttons and focus.
        on_act: Text on `act`.
        good: Correct or saved, always with ✓.
        bad: Wrong or failed, always with ✕ or a word.
        tags: The colors of tags, by the name that a codebook uses.
    """

    ground: str
    raised: str
    text: str
    quiet: str
    line: str
    edge: str
    here: str
    act: str
    on_act: str
    good: str
    bad: str
    tags: Mapping[str, TagColor]


DARK_LETTER, WHITE_LETTER = "#111417", "#ffffff"

LIGHT = Palette(
    ground="#ffffff",
    raised="#f4f5f7",
    text="#1a1e24",
    quiet="#505862",
    line="#d5d9df",
    edge="#7d8692",
    here="#fdf3d0",
    act="#1b52a8",
    on_act="#ffffff",
    good="#007758",
    bad="#a31621",
    tags=MappingProxyType(
        {
            "red": TagColor("#bd2448", "#b43c5a", WHITE_LETTER),
            "green": TagColor("#007758", "#0d5238", WHITE_LETTER),
            "yellow": TagColor("#6b3100", "#c4842a", DARK_LETTER),
            "blue": TagColor("#2d4052", "#8095a8", DARK_LETTER),
            "magenta": TagColor("#a835ad", "#671b70", WHITE_LETTER),
            "cyan": TagColor("#125a7e", "#1478aa", WHITE_LETTER),
            "orange": TagColor("#905109", "#78460a", WHITE_LETTER),
            "gray": TagColor("#63636c", "#8c8c82", DARK_LETTER),
        }
    ),
)
"""Light theme, also for paper."""

DARK = Palette(
    ground="#15181c",
    raised="#20252b",
    text="#e6e9ed",
    quiet="#a8b0ba",
    line="#363d46",
    edge="#7d8692",
    here="#3a3420",
    act="#9cc3ff",
    on_act="#10141a",
    good="#48b89b",
    bad="#ff9a9a",
    tags=MappingProxyType(
        {
            "red": TagColor("#ff756c", "#b43c1e", WHITE_LETTER),
            "green": TagColor("#48b89b", "#2f7d5c", WHITE_LETTER),
            "yellow": TagColor("#facc75", "#f2bb45", DARK_LETTER),
            "blue": TagColor("#cee4f7", "#c4d4e7", DARK_LETTER),
            "magenta": TagColor("#e673dd", "#a2429f", WHITE_LETTER),
            "cyan": TagColor("#5ad8ff", "#0aaafa", DARK_LETTER),
            "orange": TagColor("#ea9936", "#d27832", DARK_LETTER),
            "gray": TagColor("#cfc6c6", "#8c8c96", DARK_LETTER),
        }
    ),
)
"""Dark theme."""

COLORS = tuple(LIGHT.tags)
"""The color names that a codebook can use for its tags."""

BLACK, WHITE = "#000000", "#ffffff"
"""Colors for cameras and printers: QR codes and text on paper."""
PAPER_QUIET = "#444444"
SHADE = "#00000080"
"""The color over a page behind an open dialog, as `#rrggbbaa`."""
SIXTEEN_COLORS = {
    True: {
        **dict.fromkeys(("background", "surface", "panel", "lit", "picked"), "#000000"),
        "here": "#0000aa",
        "foreground": "#ffffff",
        "act": "#55ffff",
    },
    False: {
        **dict.fromkeys(("background", "surface", "panel", "lit", "picked"), "#ffffff"),
        "here": "#ffff55",
        "foreground": "#000000",
        "act": "#0000aa",
    },
}
"""Colors that exist in a terminal of 16 colors, for dark themes and for light ones."""
