"""What holds for every page: links, languages, colors that can be read."""

import re

import pytest
from jinja2.exceptions import UndefinedError

from annotator.model.codebook import COLORS
from annotator.report import OUTCOME_COLORS, OUTCOME_SIGNS, language_tag, render, web_address
from annotator.report.handouts import codebook_page
from annotator.stats.claims import ClaimOutcome
from annotator.storage.codebooks import builtin

LEAST_CONTRAST = 4.5
CSS = codebook_page(builtin())
LIGHT_TEXT, DARK_TEXT = re.findall(r":root \{\n(.*?)\n\s*\}", CSS, re.DOTALL)[:2]


def colors(block: str) -> dict[str, tuple[float, ...]]:
    """The custom properties of a block as red, green and blue from 0 to 1."""
    found = dict(re.findall(r"--(\w+): #([0-9a-f]+);", block))
    return {
        name: tuple(
            int(pair, 16) / 255 for pair in re.findall("..", code if len(code) == 6 else code * 2)
        )
        for name, code in found.items()
    }


SCHEMES = {"light": colors(LIGHT_TEXT), "dark": colors(DARK_TEXT)}
WORDS = ("text", "quiet", "link", *COLORS)


def luminance(color: tuple[float, ...]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in color
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Contrast ratio, 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tinted(ground: tuple[float, ...], color: tuple[float, ...]) -> tuple[float, ...]:
    """The ground of a sentence: six hundredths of its color."""
    return tuple(0.06 * c + 0.94 * g for c, g in zip(color, ground, strict=True))


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((0x77 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("word", WORDS)
def test_every_color_can_be_read_on_the_ground(scheme: str, word: str) -> None:
    assert contrast(SCHEMES[scheme][word], SCHEMES[scheme]["ground"]) >= LEAST_CONTRAST


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tag", COLORS)
def test_every_color_can_be_read_on_the_ground_of_any_tag(scheme: str, tag: str) -> None:
    known = SCHEMES[scheme]
    ground = tinted(known["ground"], known[tag])
    assert [word for word in WORDS if contrast(known[word], ground) < LEAST_CONTRAST] == []


def test_paper_is_white_whatever_the_screen() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in CSS
    assert "(prefers-color-scheme: dark)" not in CSS[CSS.index("@media print") :]


def test_every_outcome_has_a_color_and_a_sign_of_its_own() -> None:
    assert set(OUTCOME_COLORS) == set(OUTCOME_SIGNS) == set(ClaimOutcome)
    assert (
        len(set(OUTCOME_COLORS.values())) == len(set(OUTCOME_SIGNS.values())) == len(ClaimOutcome)
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d",
        "http://example.org",
        "HTTPS://xn--mnchen-3ya.example",
    ],
)
def test_web_addresses_are_linked(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//example.org",
        "https://",
        "https:example.org",
        "http://[::1",
        " https://example.org",
        "https://example.org/\u202egpj",
        "https://exam\nple.org",
        "file:///etc/passwd",
    ],
)
def test_nothing_else_is_linked(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("en", "en"),
        ("pt-BR", "pt-BR"),
        ("zh-Hans", "zh-Hans"),
        ("", ""),
        ('en" onx="', ""),
        ("x y", ""),
    ],
)
def test_a_language_is_a_tag_or_unknown(language: str, tag: str) -> None:
    assert language_tag(language) == tag


def test_a_template_that_asks_for_what_it_is_not_given_fails() -> None:
    with pytest.raises(UndefinedError):
        render("report.html", title="alone")
