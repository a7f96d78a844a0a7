"""Which line of the list belongs to which sentence."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.text.safe import safe_text
from annotator.tui.widgets.article_layout import ArticleLayout, lay_out

texts = st.lists(st.tuples(st.text("ab ", max_size=60), st.booleans()), min_size=1, max_size=12)


@given(texts, st.data())
def test_each_line_belongs_to_one_sentence_also_where_lines_are_opened(
    sentences: list[tuple[str, bool]], data: st.DataObject
) -> None:
    rows = ArticleLayout([lay_out(text, safe_text(""), 8, gap=gap) for text, gap in sentences])
    height = rows.height
    under = data.draw(st.integers(0, len(sentences) - 1))
    lines = data.draw(st.integers(0, 5))
    rows.open(under, lines)
    assert rows.height == height + lines
    found = [rows.at(y) for y in range(rows.height)]
    for position, (_, gap) in enumerate(sentences):
        start, end = rows.extent(position)
        own = rows[position].height - gap + (lines if position == under else 0)
        assert end - start == own
        assert found[start:end] == [(position, within) for within in range(own)]
    assert sum(each is None for each in found) == sum(gap for _, gap in sentences)
    rows.open(under, 0)
    assert rows.height == height
