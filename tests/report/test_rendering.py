"""Links, languages and colors of every page."""

import re

import pytest
from jinja2.exceptions import UndefinedError

from annotator.model.palette import BLACK, DARK, LIGHT
from annotator.report import (
    OUTCOME_COLORS,
    OUTCOME_SIGNS,
    color_css,
    language_tag,
    render,
)
from annotator.report.worksheets import codebook_page
from annotator.stats.claims import ClaimOutcome
from annotator.storage.codebooks import builtin


def test_a_page_declares_each_color_of_the_table_once_for_each_theme() -> None:
    css = color_css()
    assert css in codebook_page(builtin())
    light, dark, paper = (
        dict(re.findall(r"--([\w-]+): ([^;]+);", block))
        for block in re.findall(r":root \{(.*?)\}", css)
    )
    for palette, declared in ((LIGHT, light), (DARK, dark)):
        assert declared["on-act"] == palette.on_act
        assert declared["here"] == palette.here
        for name, tag in palette.tags.items():
            found = tuple(declared[name + end] for end in ("", "-fill", "-letter"))
            assert found == tag
    assert dark.keys() == light.keys() - {"shade"}
    assert paper["text"] == BLACK


def test_a_page_uses_no_color_that_is_not_declared() -> None:
    page = codebook_page(builtin())
    declared = {*re.findall(r"--([\w-]+):", page)}
    assert {*re.findall(r"var\(--([\w-]+)", page)} <= declared


def test_paper_is_white_whatever_the_screen() -> None:
    page = codebook_page(builtin())
    assert "@media screen and (prefers-color-scheme: dark)" in page
    assert page.count("(prefers-color-scheme: dark)") == 1


def test_every_outcome_has_a_color_and_a_sign_of_its_own() -> None:
    assert set(OUTCOME_COLORS) == set(OUTCOME_SIGNS) == set(ClaimOutcome)
    assert len(set(OUTCOME_SIGNS.values())) == len(ClaimOutcome)
    assert not {*OUTCOME_COLORS.values()} & {*LIGHT.tags}


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
