"""Every color can be read on its ground, and tags stay apart for color-blind readers."""

import re
from itertools import product
from pathlib import Path

import pytest

from annotator.model.codebook import Role
from annotator.model.palette import (
    BLACK,
    COLORS,
    DARK,
    DARK_LETTER,
    LIGHT,
    PAPER_QUIET,
    WHITE,
    WHITE_LETTER,
    Palette,
    TagColor,
)
from annotator.storage.codebooks import builtin
from tests.color_vision import blend, ciede2000, contrast, distance, least_distance

TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0
"""The least that WCAG 2.2 asks for (1.4.3 and 1.4.11)."""
BUILTIN_DISTANCE = 15.0
EIGHT_INKS, EIGHT_FILLS = 8.0, 12.0
"""Eight colors legible on one ground cannot all be farther apart; the letter tells the rest."""
THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("ground", "raised", "here")
BUILTIN = tuple(tag.color for tag in builtin().tags)
LETTERS = ("text", "quiet", "act", "good", "bad")
FILES = sorted(
    path
    for path in Path("annotator").rglob("*")
    if path.suffix in {".css", ".html", ".js", ".py", ".tcss", ".yaml"}
)
SPELLED = re.compile(
    r"(?<![&|\w])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|\b(?:rgba?|hsla?|ansi)[(_]", re.I
)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distance_is_computed_as_in_the_published_examples(
    first: tuple[float, float, float], second: tuple[float, float, float], expected: float
) -> None:
    assert ciede2000(first, second) == pytest.approx(expected, abs=1e-4)


def test_red_and_green_are_nearer_for_the_color_blind() -> None:
    red, green = "#c04000", "#608000"
    for sight in ("protan", "deutan"):
        assert distance(red, green, sight) < distance(red, green) / 2


@THEMES
@pytest.mark.parametrize(("name", "ground"), [*product(LETTERS, GROUNDS)])
def test_text_can_be_read_on_each_ground(palette: Palette, name: str, ground: str) -> None:
    colors = palette._asdict()
    assert contrast(colors[name], colors[ground]) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize(("tag", "ground"), [*product(COLORS, GROUNDS)])
def test_the_ink_of_a_tag_can_be_read_on_each_ground(
    palette: Palette, tag: str, ground: str
) -> None:
    assert contrast(palette.tags[tag].ink, palette._asdict()[ground]) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize("tag", COLORS)
def test_text_can_be_read_on_a_sentence_with_a_hint_of_its_tag(palette: Palette, tag: str) -> None:
    ground = blend(palette.ground, palette.tags[tag].fill, 0.06)
    letters = (palette.text, palette.quiet, palette.act, palette.good, palette.tags[tag].ink)
    assert min(contrast(each, ground) for each in letters) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize("tag", COLORS)
def test_a_fill_can_be_seen_and_its_letter_read(palette: Palette, tag: str) -> None:
    color = palette.tags[tag]
    assert contrast(color.fill, palette.ground) >= SHAPE_CONTRAST
    assert contrast(color.letter, color.fill) >= TEXT_CONTRAST


@THEMES
def test_edges_of_controls_can_be_seen_and_main_buttons_read(palette: Palette) -> None:
    assert contrast(palette.edge, palette.ground) >= SHAPE_CONTRAST
    assert contrast(palette.edge, palette.raised) >= SHAPE_CONTRAST
    assert contrast(palette.on_act, palette.act) >= TEXT_CONTRAST


def test_text_on_paper_can_be_read() -> None:
    assert min(contrast(each, WHITE) for each in (BLACK, PAPER_QUIET)) >= TEXT_CONTRAST


@THEMES
def test_the_tags_of_the_built_in_codebook_stay_apart_in_every_sight(palette: Palette) -> None:
    tags = [palette.tags[name] for name in BUILTIN]
    assert least_distance(tuple(tag.ink for tag in tags)) >= BUILTIN_DISTANCE
    assert least_distance(tuple(tag.fill for tag in tags)) >= BUILTIN_DISTANCE


@THEMES
def test_eight_tags_stay_as_far_apart_as_their_number_allows(palette: Palette) -> None:
    assert least_distance(tuple(tag.ink for tag in palette.tags.values())) >= EIGHT_INKS
    assert least_distance(tuple(tag.fill for tag in palette.tags.values())) >= EIGHT_FILLS


@THEMES
def test_no_tag_has_the_color_of_keys_and_sources(palette: Palette) -> None:
    for tag in palette.tags.values():
        assert not {*tag} & {palette.act, palette.quiet, palette.text}
    claim = next(tag.color for tag in builtin().tags if tag.role is Role.CLAIM)
    for other in (palette.act, palette.quiet):
        assert least_distance((palette.tags[claim].ink, other)) >= BUILTIN_DISTANCE


def test_both_themes_know_the_same_colors() -> None:
    assert tuple(LIGHT.tags) == tuple(DARK.tags) == COLORS


def test_every_color_is_written_with_six_digits() -> None:
    for palette in (LIGHT, DARK):
        values = [value for value in palette if isinstance(value, str)]
        values += [value for tag in palette.tags.values() for value in tag]
        assert [value for value in values if not re.fullmatch(r"#[0-9a-f]{6}", value)] == []


def test_the_colors_of_the_tags_are_those_that_were_chosen() -> None:
    assert [LIGHT.tags[name] for name in BUILTIN] == [
        TagColor("#6b3100", "#c4842a", DARK_LETTER),
        TagColor("#007758", "#0d5238", WHITE_LETTER),
        TagColor("#a835ad", "#671b70", WHITE_LETTER),
        TagColor("#2d4052", "#8095a8", DARK_LETTER),
    ]
    assert [DARK.tags[name] for name in BUILTIN] == [
        TagColor("#facc75", "#f2bb45", DARK_LETTER),
        TagColor("#48b89b", "#2f7d5c", WHITE_LETTER),
        TagColor("#e673dd", "#a2429f", WHITE_LETTER),
        TagColor("#cee4f7", "#c4d4e7", DARK_LETTER),
    ]


@pytest.mark.parametrize("text", ["color: #fff;", '"#1b52a8"', "rgb(0 0 0 / .5)", "ansi_red"])
def test_a_spelled_color_is_found(text: str) -> None:
    assert SPELLED.search(text)


def test_no_other_file_spells_a_color() -> None:
    assert len(FILES) > 200
    spelled = [
        (str(path), match[0])
        for path in FILES
        for match in SPELLED.finditer(path.read_text("utf-8"))
        if path != Path("annotator/model/palette.py")
    ]
    assert spelled == []
