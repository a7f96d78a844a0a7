import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.report import css_text
from annotator.report.worksheets import answer_page, codebook_page, worksheet_page
from annotator.storage.codebooks import builtin
from tests.factories import a_codebook, a_tag
from tests.hostile import CORPUS
from tests.project_factories import GRADED_TEXTS, a_graded_set, a_grading_key
from tests.report.html_checks import dangers

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_the_page_has_every_tag_with_its_mark_key_and_definition() -> None:
    html = codebook_page(builtin())
    for tag in builtin().tags:
        assert f'<span class="mark">{tag.mark}</span> {tag.name}' in html
        assert f"key {tag.key}" in html


def test_the_page_asks_nothing_of_the_network_and_runs_nothing() -> None:
    html = codebook_page(builtin())
    assert "default-src 'none'" in html
    assert "url(" not in html
    assert dangers(html) == []


def test_nothing_hostile_in_a_codebook_becomes_markup_or_a_control_code() -> None:
    hostile = "".join(text for text in CORPUS.values() if "\ud800" not in text)
    html = codebook_page(a_codebook(a_tag("claim", definition=hostile)))
    assert "<script>" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_every_sentence_is_numbered_as_on_the_screen_and_has_a_box_for_each_tag() -> None:
    html = worksheet_page(a_grading_key(), builtin())
    for number, text in enumerate(GRADED_TEXTS, 1):
        assert f'<th scope="row">{number}</th>' in html
        assert text in html
    boxes = re.findall(r'aria-label="(\d+): ([^"]+)"', html)
    assert boxes == [(str(number), tag.name) for number in range(2, 7) for tag in builtin().tags]


def test_nothing_that_was_decided_is_on_the_sheet() -> None:
    untagged = a_graded_set("", [None] * 6)
    assert worksheet_page(a_grading_key(), builtin()) == worksheet_page(untagged, builtin())
    assert "The outlet says so." not in worksheet_page(a_grading_key(), builtin())


def test_the_codebook_has_its_order_and_every_tag() -> None:
    html = worksheet_page(a_grading_key(), builtin())
    for step in builtin().order:
        assert step.question.split("'")[0] in html
    for tag in builtin().tags:
        assert f"<p>{tag.definition.split(chr(39))[0]}" in html


def test_the_answers_have_the_tag_what_is_accepted_and_why() -> None:
    found = re.findall(r"<li.*?</li>", answer_page(a_grading_key(), builtin()), re.DOTALL)
    assert len(found) == 5
    assert "also accepted: background" in found[0]
    assert "The outlet says so." in found[0]


def test_nothing_hostile_becomes_markup_and_the_sheets_load_nothing() -> None:
    hostile = "".join(text for text in CORPUS.values() if "\ud800" not in text)
    key = a_grading_key()
    second = replace(key.sentences[1], text=hostile, explanation=hostile)
    hostile_key = replace(key, sentences=(key.sentences[0], second, *key.sentences[2:]))
    for html in (worksheet_page(hostile_key, builtin()), answer_page(hostile_key, builtin())):
        assert "default-src 'none'" in html
        assert not re.search(r"<script|src=|href=\"[^#]|url\(", html)
        assert "\x1b" not in html
        assert "\u202e" not in html


@pytest.mark.parametrize("make", [worksheet_page, answer_page])
def test_in_a_browser_the_sheets_are_accessible_and_fit_a_phone(
    browser: "Browser", tmp_path: Path, make: object
) -> None:
    from tests.drivers.browser import opened, overflow, violations  # noqa: PLC0415

    assert callable(make)
    path = tmp_path / "sheet.html"
    path.write_text(make(a_grading_key(), builtin()), "utf-8")
    with opened(browser, path, 320) as shown:
        assert violations(shown) == []
        assert overflow(shown) == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_a_short_article_is_one_page_and_the_codebook_another(
    browser: "Browser", tmp_path: Path, paper: str
) -> None:
    from tests.drivers.browser import opened  # noqa: PLC0415

    path = tmp_path / "sheet.html"
    path.write_text(worksheet_page(a_grading_key(), builtin()), "utf-8")
    with opened(browser, path) as shown:
        pdf = shown.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_a_title_on_paper_ends_neither_its_string_nor_the_style_sheet(text: str) -> None:
    assert re.fullmatch(r'"([A-Za-z0-9]|\\[0-9a-f]{6})*"', css_text(text))
