"""The article: a list of sentences, drawn line by line so that long articles are fast."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.lint import relevant_findings
from annotator.model.prompt_level import PromptSettings
from annotator.tui.prompts.prompt import Prompt, PromptLine
from annotator.tui.widgets import sentence_drawing
from annotator.tui.widgets.article_layout import ArticleLayout, SentenceBlock, lay_out
from annotator.tui.widgets.sentence_drawing import (
    FINDING,
    Painter,
    PromptMarks,
    component_style,
    suffix,
)

MAX_TEXT_WIDTH = 100


class ArticleView(ScrollView, can_focus=True):
    """Every sentence with its number, mark, signs, text, source and links. One has the cursor.

    A prompt may appear under the cursor's sentence.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in sentence_drawing.STYLES}

    @dataclass
    class Moved(Message):
        """The cursor moved to another sentence."""

        position: int

    class Painted(Message):
        """The article was painted for the first time."""

    @dataclass
    class Clicked(Message):
        """A sentence was clicked, or its mark."""

        position: int
        on_mark: bool

    @dataclass
    class Chosen(Message):
        """A part of the prompt was clicked. It presses this key."""

        key: str

    cursor = reactive(0, init=False, repaint=False)

    def __init__(
        self,
        annotations: AnnotationSet,
        codebook: Codebook,
        cursor: int = 0,
        prompts: PromptSettings | None = None,
    ) -> None:
        super().__init__()
        self._annotations = annotations
        self._codebook = codebook
        self._asking = prompts or PromptSettings()
        self._prompt: Prompt[Any] | None = None
        self._prompt_lines: tuple[PromptLine, ...] = ()
        self._rows = ArticleLayout(())
        self._laid_out_for = 0
        self._painter = Painter(lambda name: component_style(self, f"article--{name}"))
        self._found = ""
        self.selection_anchor: int | None = None
        self.highlights: Mapping[int, str] = {}
        self.set_reactive(ArticleView.cursor, cursor)

    # Contents

    def show(self, annotations: AnnotationSet, changed: Iterable[int] | None) -> None:
        """Draw a new state of the set.

        Args:
            annotations: The new state.
            changed: The positions that differ, if no sentence moved. None if sentences moved,
                to lay out everything again.
        """
        self._annotations = annotations
        if changed is None:
            # After a join, the cursor may be after the last sentence.
            self.selection_anchor = None
            last = len(annotations.sentences) - 1
            self.set_reactive(ArticleView.cursor, min(self.cursor, last))
        if not len(self._rows):  # keys may arrive before the width is known
            return
        if changed is None:
            self._lay_out()
            return
        moved = False
        for position in changed:
            moved |= self._rows.replace(position, self._block(position))
            self._repaint(position)
        if moved:
            self._measure()

    def find(self, words: str) -> None:
        """Highlight these words in every sentence. Empty words remove the highlight."""
        self._found = words.casefold()
        self._painter.forget()
        self.refresh()

    def highlight(self, signs: Mapping[int, str]) -> None:
        """Highlight the sentences at these positions, each with its sign, and no others."""
        before, self.highlights = self.highlights, signs
        for position, _ in before.items() ^ signs.items():
            self._repaint(position)

    def prompt(self, prompt: Prompt[Any] | None) -> None:
        """Show a prompt under the cursor's sentence, or remove it with None."""
        before, self._prompt = self._prompt, prompt
        for position in self._positions_with_marks(before) | self._positions_with_marks(prompt):
            self._repaint(position)
        if self._draw_prompt():
            self._measure()
        else:
            self._repaint(self.cursor)

    def _positions_with_marks(self, prompt: Prompt[Any] | None) -> set[int]:
        marks = {*prompt.marked, *prompt.underlined} if prompt is not None else set()
        positions = self._annotations.positions
        return {positions[each] for each in marks if each in positions}

    def set_prompt_settings(self, prompts: PromptSettings) -> None:
        """Mark missing values only if the questions after a tag ask for them."""
        self._asking = prompts
        self.refresh()

    @property
    def selected(self) -> range:
        """The selected positions: the cursor's, or all from the anchor to the cursor."""
        anchor = self.cursor if self.selection_anchor is None else self.selection_anchor
        return range(min(anchor, self.cursor), max(anchor, self.cursor) + 1)

    # Moving

    def move(self, position: int, *, extend: bool = False) -> None:
        """Move the cursor to a sentence. `extend` selects all sentences on the way."""
        before = self.selected
        position = max(0, min(position, len(self._annotations.sentences) - 1))
        self.selection_anchor = (
            (self.cursor if self.selection_anchor is None else self.selection_anchor)
            if extend
            else None
        )
        self.cursor = position
        for each in {*before} ^ {*self.selected} | {before.start, before.stop - 1, position}:
            self._repaint(each)

    def move_by_page(self, direction: int) -> None:
        """Move the cursor one screen down (1) or up (-1)."""
        if not len(self._rows):
            return
        top, _ = self.cursor_lines
        wanted = max(0, min(top + direction * max(1, self.size.height - 2), self._rows.height - 1))
        at = self._rows.at(wanted) or self._rows.at(wanted + 1)
        position = at[0] if at else self.cursor
        self.move(position if position != self.cursor else self.cursor + direction)

    def watch_cursor(self, position: int) -> None:
        """Keep the cursor in view, with a line before and after it."""
        self._scroll_to_cursor()
        self.post_message(self.Moved(position))

    @property
    def cursor_lines(self) -> tuple[int, int]:
        """The first line of the cursor's sentence, and the line after it and its prompt."""
        return self._rows.extent(self.cursor)

    def _scroll_to_cursor(self) -> None:
        if not len(self._rows) or not self.size.height:
            return
        start, end = self.cursor_lines
        # If not everything fits, the prompt has priority over the start of its sentence.
        top = max(start - 1, end + 1 - self.size.height) if self._prompt_lines else start - 1
        region = Region(0, top, 1, min(end + 1 - top, self.size.height))
        self.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)

    # Laying out

    def _draw_prompt(self) -> bool:
        """Lay out the prompt. Gives whether the lines below it moved."""
        width = self._text_width
        self._prompt_lines = (
            self._prompt.lines(width - len(sentence_drawing.PROMPT_BAR)) if self._prompt else ()
        )
        return self._rows.open(self.cursor, len(self._prompt_lines))

    @property
    def _text_width(self) -> int:
        return max(8, min(MAX_TEXT_WIDTH, self.scrollable_content_region.width - self._gutter - 1))

    @property
    def _gutter(self) -> int:
        return len(str(len(self._annotations.sentences))) + 7

    def _block(self, position: int) -> SentenceBlock:
        sentence = self._annotations.sentences[position]
        before = self._annotations.sentences[position - 1] if position else None
        return lay_out(
            sentence.text,
            suffix(self._annotations, sentence, self._codebook),
            self._text_width,
            gap=before is not None and before.paragraph != sentence.paragraph,
        )

    def _lay_out(self) -> None:
        self._rows = ArticleLayout(
            [self._block(each) for each in range(len(self._annotations.sentences))]
        )
        self._painter.forget()
        self._laid_out_for = self.scrollable_content_region.width
        self._draw_prompt()
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self._rows.height)
        self._scroll_to_cursor()
        self.refresh()

    def on_resize(self) -> None:
        """Wrap the text again if the width changed."""
        if not self._laid_out_for:
            self.call_after_refresh(self.post_message, self.Painted())
        if self.scrollable_content_region.width != self._laid_out_for:
            self._lay_out()
        self._scroll_to_cursor()

    def notify_style_update(self) -> None:
        """Discard the styles of the previous theme."""
        super().notify_style_update()
        self._painter.forget(styles=True)

    # Drawing

    def _repaint(self, position: int) -> None:
        if position < len(self._rows):
            start, end = self._rows.extent(position)
            self.refresh_lines(start, end - start)

    def render_line(self, y: int) -> Strip:
        """The line of the widget at `y`, in its full width."""
        width = self.scrollable_content_region.width
        found = self._rows.at(y + round(self.scroll_offset.y))
        if found is None:
            return Strip.blank(width, self.rich_style)
        position, within = found
        laid_out = self._rows[position]
        inside = within - len(laid_out.lines) - laid_out.apart
        if inside >= 0:
            pieces = sentence_drawing.prompt_pieces(self._prompt_lines[inside], self._gutter)
            strip = self._painter.strip(pieces, ("text", "prompt"), width)
            return strip.apply_style(self.rich_style)
        ground = self._ground(position)
        sentence = self._annotations.sentences[position]
        doubt = self._doubt(position) if not within else ""
        sign = self.highlights.get(position)
        key = (*found, laid_out.suffix, ground, self._marks(position), doubt, sign)
        return self._painter.cached_line(key, sentence, lambda: self._line(*found, ground, width))

    def _marks(self, position: int) -> PromptMarks:
        """What the prompt marks in a sentence."""
        if self._prompt is None:
            return PromptMarks()
        sentence, underlined = self._annotations.sentences[position].id, self._prompt.underlined
        return PromptMarks(
            self._prompt.marked.get(sentence), underlined.get(sentence), sentence in underlined
        )

    def _doubt(self, position: int) -> str:
        if self._prompt is not None and position == self.cursor:
            return " "
        sentence = self._annotations.sentences[position]
        found = relevant_findings(sentence, self._annotations, self._codebook, self._asking)
        return FINDING if found else " "

    def _line(self, position: int, within: int, ground: tuple[str, ...], width: int) -> Strip:
        view = sentence_drawing.SentenceView(
            self._annotations.sentences[position],
            self._rows[position],
            self._codebook,
            position + 1,
            self._marks(position),
            self._found,
        )
        pointer = "▌" if position in self.selected else self.highlights.get(position, " ")
        before = sentence_drawing.gutter_pieces(
            view, within, self._gutter, pointer, self._doubt(position)
        )
        pieces = [*before, *sentence_drawing.text_pieces(view, within)]
        return self._painter.strip(pieces, ground, width).apply_style(self.rich_style)

    def _ground(self, position: int) -> tuple[str, ...]:
        names = ["text"]
        if not self._annotations.sentences[position].body:
            names.append("furniture")
        if position in self.highlights:
            names.append("lit")
        if position == self.cursor:
            names.append("cursor")
        elif position in self.selected:
            names.append("selected")
        return tuple(names)

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the click. A click on the mark asks for a tag."""
        found = self._rows.at(event.y + round(self.scroll_offset.y))
        if found is None:
            return
        event.stop()
        laid_out = self._rows[found[0]]
        inside = found[1] - len(laid_out.lines) - laid_out.apart
        if inside < 0:
            on_mark = self._gutter - 6 <= event.x < self._gutter - 1
            self.post_message(self.Clicked(found[0], on_mark))
            return
        key = sentence_drawing.key_at(self._prompt_lines[inside], event.x, self._gutter)
        if key:
            self.post_message(self.Chosen(key))
