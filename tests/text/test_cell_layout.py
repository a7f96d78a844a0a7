"""Laying text out in cells: nothing lost, nothing too wide, no character cut."""

import textwrap
import time
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import iter_graphemes

from annotator.text.cell_layout import (
    ASCII,
    BLOCKS,
    WrappedLine,
    clip,
    distinct_labels,
    range_bar,
    share_bar,
    wrap,
)
from annotator.text.safe import Safe, safe_text
from tests.hostile import CORPUS
from tests.strategies import hard_texts

WIDTHS = st.integers(8, 60)
PLAIN = st.lists(st.sampled_from([*"ab -—–.“é\n0", "word ", "well-known "]), max_size=60).map(
    "".join
)


def lines_of(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


def boundaries_of(text: str) -> set[int]:
    return set(accumulate(map(len, iter_graphemes(text)), initial=0))


@given(hard_texts, WIDTHS)
def test_everything_but_white_space_is_on_exactly_one_line_in_order(text: str, width: int) -> None:
    lines = wrap(text, width)
    reached = 0
    for line in lines:
        assert text[reached : line.start].strip() == ""
        assert line.start < line.end
        reached = line.end
    assert text[reached:].strip() == ""


@given(hard_texts.map(safe_text), WIDTHS)
def test_no_line_is_wider_than_asked_but_for_one_wide_character(text: str, width: int) -> None:
    for line in lines_of(text, width):
        assert cell_len(line) <= width or len(list(iter_graphemes(line))) == 1


@given(hard_texts, WIDTHS)
def test_no_line_begins_or_ends_inside_a_character(text: str, width: int) -> None:
    boundaries = boundaries_of(text)
    for line in wrap(text, width):
        assert line.start in boundaries
        assert line.end in boundaries


@given(hard_texts.map(safe_text), WIDTHS)
def test_lines_neither_begin_nor_end_with_white_space(text: str, width: int) -> None:
    for line in lines_of(text, width):
        characters = list(iter_graphemes(line))
        # A space that carries a mark is a character of its own, and no white space.
        assert not {" ", "\n", "\u3000"} & {*characters[:1], *characters[-1:]}


@given(PLAIN, WIDTHS)
def test_plain_text_is_wrapped_as_any_other(text: str, width: int) -> None:
    wide = f"{text} 漢"
    assert wrap(text, width) == tuple(
        WrappedLine(start, min(end, len(text.rstrip())))
        for start, end in wrap(wide, width)
        if start < len(text.rstrip())
    )


@given(st.lists(st.text("abcé", min_size=1, max_size=8), max_size=40).map(" ".join), WIDTHS)
def test_a_line_takes_every_word_that_fits(text: str, width: int) -> None:
    assert lines_of(text, width) == textwrap.wrap(text, width)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 8, []),
        (" \n\t ", 8, []),
        ("  one  two\nthree ", 8, ["one  two", "three"]),
        ("a well-known fact", 8, ["a well-", "known", "fact"]),
        ("it fell—then rose", 9, ["it fell—", "then rose"]),
        ("from 2,000-3,000 to", 12, ["from", "2,000-3,000", "to"]),
        ("of 10\xa0per cent", 9, ["of 10\xa0per", "cent"]),
        ("x" * 20, 8, ["x" * 8, "x" * 8, "x" * 4]),
        ("é" * 20 + " y", 8, ["é" * 8, "é" * 8, "é" * 4 + " y"]),
        ("👩\u200d👩\u200d👧" * 5, 8, ["👩\u200d👩\u200d👧" * 4, "👩\u200d👩\u200d👧"]),
        ("港湾局は停電。", 8, ["港湾局は", "停電。"]),
        ("港湾局停電。", 10, ["港湾局停", "電。"]),
        ("彼は「停電」と", 6, ["彼は", "「停", "電」と"]),
        ("漢字 word 漢字", 8, ["漢字", "word 漢", "字"]),
    ],
)
def test_lines_end_where_a_reader_would_end_them(
    text: str, width: int, expected: list[str]
) -> None:
    assert lines_of(text, width) == expected


@given(hard_texts.map(safe_text), st.integers(-1, 60))
def test_what_is_clipped_fits_and_begins_as_the_text_does(text: Safe, width: int) -> None:
    clipped = clip(text, width)
    assert cell_len(clipped) <= max(width, 0)
    if clipped != text and width > 0:
        assert clipped.endswith("…")
        assert text.startswith(clipped[:-1])
        assert len(clipped) - 1 in boundaries_of(text)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Harbour blackout", 20, "Harbour blackout"),
        ("Harbour blackout", 16, "Harbour blackout"),
        ("Harbour blackout", 9, "Harbour…"),
        ("漢字漢字", 8, "漢字漢字"),
        ("漢字漢字", 7, "漢字漢…"),
        ("漢字漢字", 6, "漢字…"),
        ("a👩\u200d👩\u200d👧b", 3, "a…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
    ],
)
def test_what_is_left_off_is_an_ellipsis(text: str, width: int, expected: str) -> None:
    assert clip(safe_text(text), width) == expected


@pytest.mark.parametrize("name", CORPUS)
def test_the_corpus_fits_every_width(name: str) -> None:
    text = safe_text(CORPUS[name])
    for width in (8, 9, 40):
        assert all(cell_len(line) <= width for line in lines_of(text, width))


@pytest.mark.parametrize(
    "character", ["x", "é", "漢", "e\u0301", "👩\u200d👩\u200d👧 ", "ab-", "。"]
)
def test_time_grows_with_length_and_no_faster(character: str) -> None:
    def seconds(length: int) -> float:
        text = safe_text(character * length + "漢")
        start = time.process_time()
        wrap(text, 40)
        clip(text, 40)
        return time.process_time() - start

    short = min(seconds(2_000) for _ in range(3))
    assert min(seconds(16_000) for _ in range(3)) < 8 * 4 * short


@given(st.lists(st.text("ab-…港🙂", min_size=1, max_size=12), max_size=6), st.integers(0, 12))
def test_names_that_differ_still_differ_when_they_are_shortened(
    names: list[str], width: int
) -> None:
    short = distinct_labels(names, width)
    assert len(set(short)) == len(set(names))
    assert [one == other for one in names for other in names] == [
        one == other for one in short for other in short
    ]


def test_names_are_shortened_in_the_middle_and_no_further_than_they_differ() -> None:
    assert distinct_labels(["breitbart-2017-one", "breitbart-2017-two"], 11) == [
        "breit…7-one",
        "breit…7-two",
    ]
    assert distinct_labels(["abcXdef", "abcYdef"], 4) == ["abcXdef", "abcYdef"]
    assert distinct_labels(["short"], 9) == ["short"]


SHARES = st.floats(0, 1)
BAR_WIDTHS = st.integers(2, 60)


@given(SHARES, BAR_WIDTHS, st.sampled_from([BLOCKS, ASCII]))
def test_a_bar_has_its_width_and_only_nothing_and_everything_look_so(
    share: float, width: int, signs: tuple[str, str]
) -> None:
    full, rest = share_bar(share, width, signs)
    assert len(full + rest) == width
    assert (full == "") == (share == 0)
    assert (rest == "") == (share == 1)


@given(SHARES, SHARES, BAR_WIDTHS)
def test_a_range_has_its_width_and_at_least_one_cell(one: float, two: float, width: int) -> None:
    drawn = range_bar(min(one, two), max(one, two), width)
    assert len(drawn) == width
    assert drawn.strip(BLOCKS[1]) == BLOCKS[0] * drawn.count(BLOCKS[0])
    assert BLOCKS[0] in drawn


def test_ascii_bars_are_ascii() -> None:
    assert "".join(share_bar(0.5, 4, ASCII)) == "##.."
    assert range_bar(0.5, 0.75, 4, ASCII) == "..#."
