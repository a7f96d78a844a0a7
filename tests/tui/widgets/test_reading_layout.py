"""Every word of every sentence is in the running text, in order, and on its own lines."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.tui.widgets.reading_layout import ReadingLayout
from tests.factories import a_set

sentences = st.lists(st.text("ab,é李 ", min_size=1, max_size=90), min_size=1, max_size=8)


@given(sentences, st.integers(8, 40))
def test_running_text_holds_every_word_of_every_sentence(texts: list[str], width: int) -> None:
    layout = ReadingLayout(a_set(*texts).sentences, width)
    for position, text in enumerate(texts):
        lines = layout.extent(position)
        parts = [
            layout.shown[position].text[part.start : part.end]
            for line in layout.lines[lines.start : lines.end]
            for part in line
            if part.position == position
        ]
        assert "".join("".join(parts).split()) == "".join(text.split())


@given(sentences, st.integers(8, 40))
def test_a_click_on_a_word_finds_its_sentence(texts: list[str], width: int) -> None:
    layout = ReadingLayout(a_set(*texts).sentences, width)
    for number, line in enumerate(layout.lines):
        for part in line:
            assert layout.at(number, part.column) == part.position
