"""Showing untrusted text: nothing drives the terminal, nothing invisible deceives."""

import io
import json
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.text.safe import (
    MAX_STACKED_MARKS,
    display_text,
    is_everyday,
    safe_json,
    safe_line,
    safe_text,
)
from tests.hostile import CORPUS, forbidden_bytes
from tests.strategies import hard_texts

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
KEPT_WHEN_IN_PLACE = re.compile(
    "[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef\u0600-\u0605\u06dd\u070f]"
    "|\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f"
)


def unsafe_in(text: str) -> list[str]:
    """The code points that may be in no shown text, whatever is around them."""
    rest = KEPT_WHEN_IN_PLACE.sub("", text)
    return [
        f"U+{ord(character):04X}"
        for character in rest
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or character in f"{BIDI}\xad\u200b\u2060\ufeff\u034f\u115f\u1160\u3164\uffa0"
        or 0xE0000 <= ord(character) < 0xE0100
        or ord(character) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(character) < 0xFDF0
    ]


@pytest.mark.parametrize("name", CORPUS)
def test_nothing_of_the_corpus_reaches_the_terminal(name: str) -> None:
    for text in (safe_text(CORPUS[name]), safe_line(CORPUS[name])):
        assert unsafe_in(text) == []
        assert forbidden_bytes(text.encode()) == []


def test_the_corpus_itself_would_be_noticed() -> None:
    raw = "".join(CORPUS.values()).encode("utf-8", "surrogatepass")
    assert len({problem.split(" at byte")[0] for problem in forbidden_bytes(raw)}) == 16


@given(hard_texts)
def test_no_control_and_no_hidden_character_survives(text: str) -> None:
    assert unsafe_in(safe_text(text)) == []
    assert unsafe_in(safe_text(text, newlines=True).replace("\n", "")) == []
    assert unsafe_in(safe_line(text)) == []


@given(hard_texts)
def test_what_is_shown_can_be_written_as_utf_8(text: str) -> None:
    io.TextIOWrapper(io.BytesIO(), "utf-8").write(safe_text(text))


@given(hard_texts)
def test_showing_twice_is_showing_once(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)
    assert safe_line(safe_line(text)) == safe_line(text)
    kept = safe_text(text, newlines=True)
    assert safe_text(kept, newlines=True) == kept


@given(hard_texts)
def test_offsets_never_fall_and_reach_from_end_to_end(text: str) -> None:
    result = display_text(text)
    assert result.text == safe_text(text)
    assert len(result.offsets) == len(text) + 1
    assert list(result.offsets) == sorted(result.offsets)
    assert result.offsets[-1] == len(result.text)


@given(hard_texts)
def test_a_letter_is_found_at_the_offset_it_moved_to(text: str) -> None:
    result = display_text(text)
    for place, character in enumerate(text):
        if character.isalnum() and not unsafe_in(character):
            start, end = result.span(place, place + 1)
            assert result.text[start] == character
            assert end > start
            assert result.original(start) == place


def test_a_span_behind_a_mark_is_shown_where_it_stands() -> None:
    result = display_text("he\x1b \u202esaid so")
    assert result.text == "he␛ ⟨U+202E⟩said so"
    start, end = result.span(5, 9)
    assert result.text[start:end] == "said"
    assert result.original(start) == 5


def test_any_place_in_a_mark_leads_back_to_what_it_marks() -> None:
    result = display_text("a\u202eb")
    assert [result.original(place) for place in range(len(result.text))] == [0, *[1] * 8, 2]


@pytest.mark.parametrize(
    "text",
    [
        CORPUS[name]
        for name in (
            "family of emoji",
            "flags",
            "Chinese",
            "Japanese",
            "Korean",
            "Arabic",
            "Persian",
            "Hebrew",
            "Thai",
            "decomposed accents",
            "quotation marks and dashes",
            "markup with an action",
            "very long word",
        )
    ],
)
def test_honest_writing_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text
    assert list(display_text(text).offsets) == list(range(len(text) + 1))


def test_a_joiner_between_indic_letters_is_doubled_so_that_widths_add_up() -> None:
    assert safe_text("क्\u200dष") == "क्\u200d\u200dष"
    assert display_text("क्\u200dष").offsets == [0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\nc", "a b c"),
        ("denied\rproved", "denied␍proved"),
        ("a\x9bb", "a⟨U+009B⟩b"),
        ("a\x7fb", "a␡b"),
        ("so\xadft", "so¬ft"),
        ("pay\u200bpal", "pay¦pal"),
        ("p\u200da", "p⟨U+200D⟩a"),
        ("\ud800", "⟨U+D800⟩"),
        ("e" + "\u0301" * 12, "e" + "\u0301" * MAX_STACKED_MARKS + "⟨+4⟩"),
        ("\u0301", "◌\u0301"),
        ("👩\u200d👩\u200d👩\u200d👩\u200d👩", "👩\u200d👩\u200d👩\u200d👩⟨U+200D⟩👩"),
    ],
)
def test_what_is_hidden_is_marked(text: str, expected: str) -> None:
    assert safe_text(text) == expected


def test_a_name_on_one_line_of_output_shows_its_line_feeds_and_tabs() -> None:
    assert safe_line("a\nb\tc") == "a␊b␉c"


def test_line_feeds_stay_where_they_are_asked_for() -> None:
    assert safe_text("a\nb\r\n", newlines=True) == "a\nb␍\n"


@given(st.text(st.characters(max_codepoint=0x7E, min_codepoint=0x20)))
def test_plain_text_is_handed_back_itself(text: str) -> None:
    assert safe_text(text) is text
    assert isinstance(display_text(text).offsets, range)


@given(st.text() | st.sampled_from(sorted(CORPUS.values())))
def test_json_that_is_made_safe_to_show_says_the_same_and_holds_nothing_unsafe(text: str) -> None:
    said = safe_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(said) == [text]
    assert unsafe_in(said) == []


def test_json_of_everyday_text_and_of_emoji_is_left_as_it_is() -> None:
    for text in ("[]", '["Zoë said “no”"]', '["🎈", "李雷", "שלום", "क्षि"]'):
        assert safe_json(text) == text


def test_everyday_signs_are_one_cell_each() -> None:
    everyday = list(filter(is_everyday, map(chr, range(sys.maxunicode + 1))))
    assert len(everyday) > 200
    assert {cell_len(each) for each in everyday} == {1}


@given(
    st.lists(st.text() | st.sampled_from(sorted(CORPUS.values())), min_size=1, max_size=6),
)
def test_json_on_many_lines_is_made_safe_like_the_same_json_on_one(texts: list[str]) -> None:
    first, *lines, last = safe_json(json.dumps(texts, ensure_ascii=False, indent=2)).split("\n")
    items = " ".join(line.removeprefix("  ") for line in lines)
    assert f"{first}{items}{last}" == safe_json(json.dumps(texts, ensure_ascii=False))


def test_a_line_of_json_with_nothing_to_look_at_costs_no_pattern(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> re.Pattern[str]:
        raise AssertionError

    for name in ("unsafe_pattern", "stacked_marks_pattern"):
        monkeypatch.setattr(f"annotator.text.safe.{name}", refuse)
    text = json.dumps(["plain", "Zoë “no”", "李雷", "Москва"], ensure_ascii=False, indent=2)
    assert safe_json(text) == text
