"""The screen's own themes, and the colors that are added to other themes.

The style sheet calls the colors of tags `$tag-yellow` and so on. A third-party theme gets our tag
colors, unless it defines these variables itself.
"""

from textual.theme import Theme

from annotator.model.palette import DARK, LIGHT, Palette

DARK_THEME, LIGHT_THEME = "annotator-dark", "annotator-light"
# Themes that use the terminal's own 16 colors are black on black with NO_COLOR.
THEMES = (DARK_THEME, LIGHT_THEME, "nord", "gruvbox", "solarized-light")
"""The themes that the theme key steps through."""


def own_themes() -> tuple[Theme, Theme]:
    """The dark and the light theme, from the table of colors."""
    return _theme(DARK_THEME, DARK, dark=True), _theme(LIGHT_THEME, LIGHT, dark=False)


def default_variables(theme: Theme) -> dict[str, str]:
    """The variables that the style sheet needs and a third-party theme lacks."""
    known = theme.to_color_system().generate()
    return _tag_variables(DARK if theme.dark else LIGHT) | {
        "quiet": f"{known['foreground']} 80%",
        "act": known["text-primary"],
        "on-act": known["background"],
        "here": f"{known['primary']} 20%",
        "line": known["surface-lighten-2"],
    }


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
