"""The check of the writing style finds what the style page lists."""

from pathlib import Path

import pytest

from docs.style_check import STYLE_PAGE, find_phrases, read_phrases

PHRASES = read_phrases(STYLE_PAGE.read_text("utf-8"))


def found(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.words) for each in find_phrases(Path("a.md"), text, PHRASES)]


def test_every_phrase_of_the_style_page_is_found_wherever_it_is_in_a_line() -> None:
    page = STYLE_PAGE.read_text("utf-8").partition("<!-- phrases -->")[2]
    rows = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if "| " in line]
    phrases = [each for row in rows[1:] if not row.startswith("|-") for each in row.split(", ")]
    assert len(phrases) > 50
    for phrase in phrases:
        assert any(words == phrase for _, words in found(f"x\nThis {phrase}, and more.")), phrase


@pytest.mark.parametrize("text", ["handed information", "a reckoner", "home-stands in-between"])
def test_a_phrase_within_other_words_is_not_found(text: str) -> None:
    assert found(text) == []


def test_a_line_that_needs_the_phrase_is_passed_over() -> None:
    assert found("the house stands in a field  # style: allow") == []
