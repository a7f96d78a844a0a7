"""Which line of the list belongs to which sentence, and where the current one is on the screen."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.text.safe import safe_text
from annotator.tui.widgets.article_layout import ArticleLayout, LineRange, Window, lay_out

texts = st.lists(st.tuples(st.text("ab ", max_size=60), st.booleans()), min_size=1, max_size=12)
margins = st.none() | st.integers(0, 40)


@given(texts)
def test_each_line_belongs_to_one_sentence(sentences: list[tuple[str, bool]]) -> None:
    rows = ArticleLayout([lay_out(text, safe_text(""), 8, gap=gap) for text, gap in sentences])
    found = [rows.at(y) for y in range(rows.height)]
    for position, (_, gap) in enumerate(sentences):
        start, end = rows.extent(position)
        own = rows[position].height - gap
        assert end - start == own
        assert found[start:end] == [(position, within) for within in range(own)]
    assert sum(each is None for each in found) == sum(gap for _, gap in sentences)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, LineRange, int, int]:
    height = draw(st.integers(1, 60))
    covered = draw(st.integers(0, height - 1))
    total = draw(st.integers(1, 400))
    start = draw(st.integers(0, total - 1))
    end = draw(st.integers(start + 1, min(start + 40, total)))
    offset = draw(st.integers(0, 500))
    return Window(height, covered, draw(margins)), LineRange(start, end), offset, total


@given(windows())
def test_the_current_sentence_is_never_under_a_prompt(
    case: tuple[Window, LineRange, int, int],
) -> None:
    window, lines, offset, total = case
    shown = window.follow(lines, offset, total)
    if lines.length <= window.room:
        assert window.shows(lines, shown)
    else:
        assert lines.start <= shown <= lines.end - window.room


@given(windows())
def test_a_sentence_that_is_where_it_belongs_does_not_move(
    case: tuple[Window, LineRange, int, int],
) -> None:
    window, lines, offset, total = case
    shown = window.follow(lines, offset, total)
    assert window.follow(lines, shown, total) == shown


@given(windows())
def test_the_current_sentence_begins_in_the_upper_third_unless_the_article_fits(
    case: tuple[Window, LineRange, int, int],
) -> None:
    window, lines, offset, total = case
    window = window._replace(margin=None)
    shown = window.follow(lines, offset, total)
    assert total <= window.room or lines.start - shown <= window.third


@given(windows())
def test_every_sentence_can_be_scrolled_to(case: tuple[Window, LineRange, int, int]) -> None:
    window, lines, offset, total = case
    shown = window.follow(lines, offset, total)
    assert shown <= max(window.total(total) - window.height, 0)


@given(windows())
def test_a_margin_keeps_rows_above_and_below(case: tuple[Window, LineRange, int, int]) -> None:
    window, lines, offset, total = case
    window = window._replace(covered=0, margin=3)
    shown = window.follow(lines, offset, total)
    begins_in_third = window.height - 3 - lines.length >= window.third
    if total > window.height >= lines.length + 12 and begins_in_third:
        assert lines.start - shown >= min(3, lines.start)
        assert lines.end + 3 <= shown + window.height
