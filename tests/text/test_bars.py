"""Bars of shares in a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.text.bars import ASCII, BLOCKS, range_bar, share_bar

SHARES = st.floats(0, 1)
WIDTHS = st.integers(2, 60)


@given(SHARES, WIDTHS, st.sampled_from([BLOCKS, ASCII]))
def test_a_bar_has_its_width_and_only_nothing_and_everything_look_so(
    share: float, width: int, signs: tuple[str, str]
) -> None:
    full, rest = share_bar(share, width, signs)
    assert len(full + rest) == width
    assert (full == "") == (share == 0)
    assert (rest == "") == (share == 1)


@given(SHARES, SHARES, WIDTHS)
def test_a_range_has_its_width_and_at_least_one_cell(one: float, two: float, width: int) -> None:
    drawn = range_bar(min(one, two), max(one, two), width)
    assert len(drawn) == width
    assert drawn.strip(BLOCKS[1]) == BLOCKS[0] * drawn.count(BLOCKS[0])
    assert BLOCKS[0] in drawn


def test_ascii_bars_are_ascii() -> None:
    assert "".join(share_bar(0.5, 4, ASCII)) == "##.."
    assert range_bar(0.5, 0.75, 4, ASCII) == "..#."
