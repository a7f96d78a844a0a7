"""The screen's own themes, and the colors that are added to other themes.

The style sheet calls the colors of tags `$tag-yellow` and so on. A third-party theme gets our tag
colors, unless it defines these variables itself. Every color of letters is changed as little as
possible until it is legible on every background that the terminal can show.
"""

from collections.abc import Callable, Iterable, Mapping

from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from annotator.model.palette import BLACK, COLORS, DARK, LIGHT, SIXTEEN_COLORS, WHITE, Palette

DARK_THEME, LIGHT_THEME = "annotator-dark", "annotator-light"
OWN_THEMES = (DARK_THEME, LIGHT_THEME)
# Themes that use the terminal's own 16 colors are black on black with NO_COLOR.
THEMES = (*OWN_THEMES, "nord", "gruvbox", "solarized-light")
"""The themes that the theme key steps through."""


def own_themes() -> tuple[Theme, Theme]:
    """The dark and the light theme, from the table of colors."""
    return _theme(DARK_THEME, DARK, dark=True), _theme(LIGHT_THEME, LIGHT, dark=False)


def default_variables(theme: Theme) -> dict[str, str]:
    """The variables that the style sheet needs and a third-party theme lacks."""
    known = theme.to_color_system().generate()
    ground, primary = Color.parse(known["background"]), Color.parse(known["primary"])
    return _tag_variables(DARK if theme.dark else LIGHT) | {
        "quiet": known["foreground"],
        "act": known["text-primary"],
        "on-act": known["background"],
        "here": ground.blend(primary, 0.14).hex,
        "lit": ground.blend(primary, 0.08).hex,
        "picked": ground.blend(primary, 0.11).hex,
        "line": known["surface-lighten-2"],
    }


# Legible colors

GROUNDS = ("background", "surface", "here", "lit", "picked")
"""The backgrounds of text."""
TAGS = tuple(f"tag-{name}" for name in COLORS)
LETTERS = ("act", "text-warning", "text-error", "text-success", *TAGS)
QUIET = ("quiet", "text-muted", "text-disabled")
"""The names of the one muted color."""
LEAST_CONTRAST = 4.5
_TEXT_CONTRAST = 6.0
_STEPS = 20
_LEVELS = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 0.5, 0), (0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 1, 1))
_SIXTEEN_COLORS = (
    *((int(170 * r), int(170 * g), int(170 * b)) for r, g, b in _LEVELS),
    *((85 + 170 * bool(r), 85 + 170 * bool(g), 85 + 170 * bool(b)) for r, g, b in _LEVELS),
)
"""The 16 colors of a terminal as Rich assumes them."""


def displayed(color: Color, system: str | None) -> Color:
    """A color as a terminal shows it.

    Args:
        color: An opaque color.
        system: "truecolor", "256" or "standard". Other terminals show colors as they are.
    """
    systems = {"256": ColorSystem.EIGHT_BIT, "standard": ColorSystem.STANDARD}
    if system not in systems:
        return color
    shown = color.rich_color.downgrade(systems[system])
    number = shown.number
    if system == "standard" and number is not None:
        return Color(*_SIXTEEN_COLORS[number])
    return Color.from_rich_color(shown)


def contrast(one: Color, other: Color) -> float:
    """The contrast of two opaque colors by WCAG, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    linear = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in color.normalized
    )
    return sum(share * each for share, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def legible_variables(
    variables: Mapping[str, str], *, dark: bool, system: str | None
) -> dict[str, str]:
    """The variables of a theme with every color of letters legible on every background.

    Args:
        variables: The variables of the theme and the style sheet.
        dark: Whether the theme is dark.
        system: The colors that the terminal has, as in `displayed`.
    """
    found = dict(variables) | (SIXTEEN_COLORS[dark] if system == "standard" else {})
    grounds = [displayed(Color.parse(found[name]), system) for name in GROUNDS]

    def worst(color: Color) -> float:
        shown = displayed(color, system)
        return min(contrast(shown, ground) for ground in grounds)

    end = Color.parse(WHITE if dark else BLACK)
    text = _until(_blends(Color.parse(found["foreground"]), end), worst, _TEXT_CONTRAST)
    between = Color.parse(found["background"]).blend(text, 0.4)
    quiet = _until(_blends(between, text), worst, LEAST_CONTRAST)
    own = Color.parse(found["quiet"])
    if worst(own) >= LEAST_CONTRAST and worst(own) < 0.8 * worst(text):
        quiet = own
    letters = {
        name: _until(_blends(Color.parse(found[name]), end), worst, LEAST_CONTRAST).hex
        for name in LETTERS
    }
    act = displayed(Color.parse(letters["act"]), system)
    ends = (Color.parse(each) for each in (found["on-act"], found["background"], BLACK, WHITE))
    on_act = _until(ends, lambda each: contrast(displayed(each, system), act), LEAST_CONTRAST)
    return (
        found
        | letters
        | dict.fromkeys(QUIET, quiet.hex)
        | dict.fromkeys(("text-primary", "text-secondary", "text-accent"), letters["act"])
        | {"foreground": text.hex, "on-act": on_act.hex}
        | {"block-cursor-background": letters["act"], "block-cursor-foreground": on_act.hex}
    )


def _blends(color: Color, end: Color) -> Iterable[Color]:
    return (color.blend(end, step / _STEPS) for step in range(_STEPS + 1))


def _until(colors: Iterable[Color], measured: Callable[[Color], float], least: float) -> Color:
    """The first color that measures enough, or else the last."""
    found = Color(0, 0, 0)
    for found in colors:
        if measured(found) >= least:
            break
    return found


def _theme(name: str, palette: Palette, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=palette.act,
        secondary=palette.act,
        accent=palette.act,
        warning=palette.act,
        error=palette.bad,
        success=palette.good,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.raised,
        panel=palette.raised,
        variables=_tag_variables(palette) | _own_variables(palette),
    )


def _own_variables(palette: Palette) -> dict[str, str]:
    return {
        "quiet": palette.quiet,
        "act": palette.act,
        "on-act": palette.on_act,
        "here": palette.here,
        "lit": Color.parse(palette.ground).blend(Color.parse(palette.act), 0.08).hex,
        "picked": Color.parse(palette.ground).blend(Color.parse(palette.act), 0.12).hex,
        "line": palette.line,
        "text-primary": palette.act,
        "text-secondary": palette.act,
        "text-accent": palette.act,
        "text-warning": palette.text,
        "text-error": palette.bad,
        "text-success": palette.good,
        "text-muted": palette.quiet,
        "block-cursor-foreground": palette.on_act,
        **_scrollbar_variables(palette),
    }


def _scrollbar_variables(palette: Palette) -> dict[str, str]:
    return {
        "scrollbar": palette.edge,
        "scrollbar-hover": palette.quiet,
        "scrollbar-active": palette.act,
        "scrollbar-corner-color": palette.raised,
        **{f"scrollbar-background{each}": palette.raised for each in ("", "-hover", "-active")},
    }


def _tag_variables(palette: Palette) -> dict[str, str]:
    return {f"tag-{name}": color.ink for name, color in palette.tags.items()}
