"""Bars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.report.charts import MINIMUM_LETTER_WIDTH, BarPart, bar, css_percent, longest_total

parts = st.lists(st.builds(BarPart, st.integers(0, 50), st.just("red"), st.just("C")), max_size=5)


@given(parts, st.integers(0, 100))
def test_segments_stand_side_by_side_in_order_and_fill_what_they_count(
    given_parts: list[BarPart], more: int
) -> None:
    total = sum(part.count for part in given_parts)
    widest = longest_total([total + more])
    found = bar(given_parts, widest)
    assert [each.part for each in found] == [part for part in given_parts if part.count]
    end = 0.0
    for each in found:
        assert each.start == pytest.approx(end)
        end = each.start + each.width
    assert end == pytest.approx(total / widest)
    assert end <= 1 + 1e-9


def test_a_letter_stands_where_there_is_room_for_it() -> None:
    wide, narrow = bar([BarPart(95, "red", "C"), BarPart(5, "green", "F")], 100)
    assert (wide.mark, narrow.mark) == ("C", "")
    assert narrow.width < MINIMUM_LETTER_WIDTH
    assert wide.middle == pytest.approx(0.475)


def test_a_chart_of_nothing_has_a_width() -> None:
    assert longest_total([]) == 1
    assert longest_total([0, 0]) == 1
    assert longest_total([3, 7]) == 7


def test_lengths_are_percentages() -> None:
    assert css_percent(1 / 3) == "33.33%"
