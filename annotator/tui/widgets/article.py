"""The article: a list of sentences, drawn line by line so that long articles are fast."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.lint import relevant_findings
from annotator.model.palette import COLORS
from annotator.model.prompt_level import PromptSettings
from annotator.text.safe import safe_text
from annotator.tui.prompts.prompt import Prompt
from annotator.tui.suggestions import Ghost
from annotator.tui.widgets import sentence_drawing
from annotator.tui.widgets.article_layout import (
    ArticleLayout,
    LineRange,
    SentenceBlock,
    Window,
    bare_block,
    lay_out,
)
from annotator.tui.widgets.reading_layout import MAX_TEXT_WIDTH as READING_WIDTH
from annotator.tui.widgets.reading_layout import ReadingLayout
from annotator.tui.widgets.sentence_drawing import (
    DIFFERENCE,
    FINDING,
    Painter,
    PromptMarks,
    Sign,
    component_style,
    suffix,
)

MAX_TEXT_WIDTH = 100
MAX_DRAWN_LINES = 1_000


class ArticleView(ScrollView, can_focus=True):
    """Every sentence with its number, mark, signs, text, source and links. One has the cursor.

    Args:
        annotations: The set.
        codebook: Its codebook.
        cursor: The position of the current sentence.
        prompts: The questions after a tag.
        margin: The rows to keep above and below the current sentence. None keeps it in the upper
            third.
    """

    DEFAULT_CSS = "\n".join(
        f"ArticleView > .article--{name} {{ color: $tag-{name}; text-style: bold; }}"
        for name in COLORS
    )
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
    class BlockChanged(Message):
        """A block began or ended."""

    cursor = reactive(0, init=False, repaint=False)
    selecting_block = reactive(False, init=False, repaint=False)
    painted = False
    """Whether the newest state is painted."""

    def __init__(
        self,
        annotations: AnnotationSet,
        codebook: Codebook,
        cursor: int = 0,
        prompts: PromptSettings | None = None,
        margin: int | None = None,
    ) -> None:
        super().__init__()
        self._annotations = annotations
        self._codebook = codebook
        self._asking = prompts or PromptSettings()
        self._prompt: Prompt[Any] | None = None
        self._margin = margin
        self._covered = 0
        self._left_at = 0
        self._rows = ArticleLayout(())
        self._page: ReadingLayout | None = None
        self._laid_out_for = 0
        self._painter = Painter(
            lambda name: component_style(self, f"article--{name}"), lambda: self.rich_style
        )
        self._drawn: dict[int, Strip] = {}
        self._drawn_width = 0
        self._found = ""
        self.selection_anchor: int | None = None
        self.highlights: Mapping[int, str] = {}
        self.differing: frozenset[int] = frozenset()
        self._ghost: Ghost | None = None
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
            self.selecting_block = False
            self.differing = frozenset()
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
        if moved and self._page is None:
            self._measure()

    @property
    def reading(self) -> bool:
        """Whether the article is shown as running text."""
        return self._page is not None

    def read(self, *, reading: bool) -> None:
        """Show the article as running text, or as a list of sentences."""
        self._page = self._read_page() if reading else None
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

    def show_ghost(self, ghost: Ghost | None) -> None:
        """Show a suggestion dimly at the current sentence. None shows none."""
        self._ghost = ghost
        self._repaint(self.cursor)

    def mark_difference(self, position: int, *, marked: bool) -> None:
        """Mark that the decision on a sentence differs from a suggestion, or remove the mark."""
        if marked is not (position in self.differing):
            self.differing = self.differing ^ {position}
            self._repaint(position)

    def prompt(self, prompt: Prompt[Any] | None) -> None:
        """Mark what a prompt marks. None removes the mark."""
        before, self._prompt = self._prompt, prompt
        marked = self._positions_with_marks(before) | self._positions_with_marks(prompt)
        for position in marked | {self.cursor}:
            self._repaint(position)
        self._show_mark(before, prompt)

    def _show_mark(self, before: Prompt[Any] | None, prompt: Prompt[Any] | None) -> None:
        """Scroll to what a prompt marks in another sentence, and back when it marks it no more."""
        was, at = self._marked_position(before), self._marked_position(prompt)
        if at == was or not len(self._rows) or not self.size.height:
            return
        if was == self.cursor:
            self._left_at = self._offset
        if at == self.cursor:
            self.scroll_to(y=self._left_at, animate=False, force=True, immediate=True)
        else:
            self._show_position(at)

    def _marked_position(self, prompt: Prompt[Any] | None) -> int:
        """The position of the sentence in which a prompt marks words, or else the cursor's."""
        positions = self._annotations.positions
        marked = prompt.marked if prompt is not None else {}
        return next((positions[each] for each in marked if each in positions), self.cursor)

    def cover(self, rows: int) -> None:
        """Keep the current sentence out of this many rows at the bottom, where prompts open.

        The rows of what is below the article, such as the measures, are among them.
        """
        if rows != self._covered:
            opening, self._covered = not self._covered, rows
            in_view = len(self._rows) and self._window.shows(self.cursor_lines, self._offset)
            if opening or not in_view:
                self._scroll_to_cursor()

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

    def select_block(self) -> None:
        """Begin a block at the cursor, or at the selection. Every move extends it."""
        self.move(self.cursor, extend=True)
        self.selecting_block = True

    def move(self, position: int, *, extend: bool | None = None) -> None:
        """Move the cursor to a sentence.

        Args:
            position: The position of the sentence.
            extend: True selects all sentences on the way. False ends the selection and the block.
                None extends a block, and ends every other selection.
        """
        before = self.selected
        if extend is None:
            extend = self.selecting_block
        elif not extend:
            self.selecting_block = False
        position = max(0, min(position, len(self._annotations.sentences) - 1))
        self.selection_anchor = (
            (self.cursor if self.selection_anchor is None else self.selection_anchor)
            if extend
            else None
        )
        self.cursor = position
        for each in {*before} ^ {*self.selected} | {before.start, before.stop - 1, position}:
            self._repaint(each)

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) sentence. A tall one first scrolls to its end."""
        rows = direction * max(self._window.room // 2, 1)
        if not (len(self._rows) and self._scroll_within_sentence(rows)):
            self.move(self.cursor + direction)

    def _scroll_within_sentence(self, rows: int) -> bool:
        """Scroll within a sentence that is taller than the room. Gives whether there was more."""
        line = self._window.scroll_within(self.cursor_lines, self._offset, rows)
        if line == self._offset:
            return False
        self.scroll_to(y=line, animate=False, force=True, immediate=True)
        return True

    def move_by_page(self, direction: int) -> None:
        """Move the cursor one screen down (1) or up (-1). A tall sentence scrolls to its end."""
        step = direction * max(1, self.size.height - 2)
        if not len(self._rows) or self._scroll_within_sentence(step):
            return
        wanted = max(0, min(self.cursor_lines.start + step, self._height - 1)) - self._offset
        at = self._position_at(self._gutter, wanted)
        at = self._position_at(self._gutter, wanted + 1) if at is None else at
        position = self.cursor if at is None else at
        self.move(position if position != self.cursor else self.cursor + direction)

    def watch_selecting_block(self) -> None:
        """Report that a block began or ended."""
        self.post_message(self.BlockChanged())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the lines that come into view. The scroll bar follows the row of the key."""
        if round(old_value) != round(new_value):
            # The lines that are drawn already stay as they are, unlike in `refresh`.
            self.painted = False
            super().refresh(self.size.region)
        if self.show_vertical_scrollbar and not self.call_after_refresh(self._move_scroll_bar):
            self._move_scroll_bar()

    def _move_scroll_bar(self) -> None:
        self.vertical_scrollbar.position = self.scroll_y

    def watch_cursor(self, position: int) -> None:
        """Keep the current sentence where the eye expects it."""
        self._scroll_to_cursor()
        self.post_message(self.Moved(position))

    @property
    def cursor_lines(self) -> LineRange:
        """The lines of the current sentence."""
        return self._extent(self.cursor)

    @property
    def line_edges(self) -> list[int]:
        """The first line of each sentence, and at the end the number of lines."""
        lines = [self._extent(each).start for each in range(len(self._annotations.sentences))]
        return [*lines, self._height]

    def _extent(self, position: int) -> LineRange:
        return (self._page or self._rows).extent(position)

    @property
    def _height(self) -> int:
        return (self._page or self._rows).height

    @property
    def _window(self) -> Window:
        area = self.parent
        below = area.size.height - self.outer_size.height if isinstance(area, Widget) else 0
        return Window(self.size.height, max(self._covered - below, 0), self._margin)

    @property
    def _offset(self) -> int:
        return round(self.scroll_offset.y)

    def _scroll_to_cursor(self) -> None:
        if not len(self._rows) or not self.size.height:
            return
        self._show_position(self.cursor)

    def _show_position(self, position: int) -> None:
        line = self._window.follow(self._extent(position), self._offset, self._height)
        if line != self._offset:
            self.scroll_to(y=line, animate=False, force=True, immediate=True)

    # Laying out

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
        self._page = self._read_page() if self._page is not None else None
        self._painter.forget()
        self._laid_out_for = self.scrollable_content_region.width
        self._measure()

    def _read_page(self) -> ReadingLayout:
        return ReadingLayout(self._annotations.sentences, min(self._text_width, READING_WIDTH))

    def _position_at(self, x: int, y: int) -> int | None:
        """The position of the sentence at a cell of the widget."""
        line = y + self._offset
        if self._page is not None:
            return self._page.at(line, x - self._gutter)
        found = self._rows.at(line)
        return found[0] if found else None

    def _measure_height(self) -> None:
        height = self._window.total(self._height)
        self.virtual_size = Size(self.scrollable_content_region.width, height)

    def _measure(self) -> None:
        self._measure_height()
        self._scroll_to_cursor()
        self.refresh()

    def on_resize(self) -> None:
        """Wrap the text again if the width changed, and keep the current sentence in view."""
        if not self._laid_out_for:
            self.call_after_refresh(self.post_message, self.Painted())
        if self.scrollable_content_region.width != self._laid_out_for:
            self._lay_out()
        elif self._window.shows(self.cursor_lines, self._offset):
            # A message of two rows makes the article lower for a moment. The text stays.
            self._measure_height()
        else:
            self._measure()

    def notify_style_update(self) -> None:
        """Discard the styles of the previous theme."""
        super().notify_style_update()
        self._painter.forget(styles=True)

    # Drawing

    def _repaint(self, position: int) -> None:
        if position < len(self._rows):
            start, end = self._extent(position)
            self.refresh_lines(start, end - start)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw these regions again, or everything."""
        if repaint and not regions:
            self._drawn.clear()
        for region in regions if repaint else ():
            for y in region.line_range:
                self._drawn.pop(y + self._offset, None)
        self.painted = self.painted and not repaint
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget.

        They skip the steps of Textual for borders and tints, which this widget does not have. Each
        line stays the same object while nothing changes on it, so that what Textual derives from it
        is kept with it.
        """
        self.painted = True
        width = self._line_width
        if width != self._drawn_width:
            self._painter.forget()
        if width != self._drawn_width or len(self._drawn) > MAX_DRAWN_LINES:
            self._drawn.clear()
            self._drawn_width = width
        offset = self._offset
        shown = range(crop.y + offset, crop.bottom + offset)
        missing = [line for line in shown if line not in self._drawn]
        if missing:
            self._draw(missing)
        lines = [self._drawn[line] for line in shown]
        left, right = crop.column_span
        return lines if not left and right >= width else [each.crop(left, right) for each in lines]

    @property
    def _line_width(self) -> int:
        """The cells of a line that the scroll bar does not cover. They need not be cut off then."""
        region = self.region
        bar = self.vertical_scrollbar.region if self.show_vertical_scrollbar else Region()
        return region.width - bar.width if bar.right == region.right else region.width

    def _draw(self, missing: Iterable[int]) -> None:
        filters, ground = self.get_line_filters(), self.background_colors[1]
        for y in missing:
            line = self._drawn_line(y)
            for each in filters:
                line = line.apply_filter(each, ground)
            self._drawn[y] = line

    def render_line(self, y: int) -> Strip:
        """The line of the widget at `y`, without the place of the scroll bar."""
        return self._drawn_line(y + self._offset)

    def _drawn_line(self, y: int) -> Strip:
        width = self._drawn_width
        if self._page is not None:
            return self._reading_line(self._page, y, width)
        found = self._rows.at(y)
        if found is None:
            return self._painter.cached_line("blank", None, lambda: self._blank(width))
        position, within = found
        ground = self._ground(position)
        sentence = self._annotations.sentences[position]
        after_mark = self._sign(position) if not within else None
        sign = self.highlights.get(position)
        key = (*found, self._rows[position].suffix, ground, self._marks(position), after_mark, sign)
        return self._painter.cached_line(key, sentence, lambda: self._line(*found, ground, width))

    def _blank(self, width: int) -> Strip:
        return Strip.blank(width, self.rich_style)

    def _marks(self, position: int) -> PromptMarks:
        """What the prompt marks in a sentence, or a suggested cue."""
        if self._prompt is None:
            ghost = self._ghost_at(position)
            return PromptMarks(ghost=ghost.cue) if ghost is not None else PromptMarks()
        sentence, underlined = self._annotations.sentences[position].id, self._prompt.underlined
        return PromptMarks(
            self._prompt.marked.get(sentence), underlined.get(sentence), sentence in underlined
        )

    def _ghost_at(self, position: int) -> Ghost | None:
        """The suggestion to show dimly at a sentence."""
        ghost = self._ghost if position == self.cursor else None
        here = ghost is not None and ghost.sentence == self._annotations.sentences[position].id
        return ghost if here else None

    def _sign(self, position: int) -> Sign:
        """What is shown after a tag's mark: a suggested tag, a difference, or something missing."""
        if self._prompt is not None and position == self.cursor:
            return Sign()
        ghost = self._ghost_at(position)
        tag = self._codebook.tag(ghost.tag) if ghost is not None else None
        if tag is not None:
            return Sign(tag.mark, "ghost")
        if position in self.differing:
            return Sign(DIFFERENCE)
        sentence = self._annotations.sentences[position]
        found = relevant_findings(sentence, self._annotations, self._codebook, self._asking)
        return Sign(FINDING) if found else Sign()

    def _line(self, position: int, within: int, ground: tuple[str, ...], width: int) -> Strip:
        view = self._view(position, self._rows[position])
        before = sentence_drawing.gutter_pieces(
            view, within, self._gutter, self._pointer(position), self._sign(position)
        )
        pieces = [*before, *sentence_drawing.text_pieces(view, within)]
        return self._painter.strip(pieces, ground, width)

    def _view(self, position: int, block: SentenceBlock) -> sentence_drawing.SentenceView:
        return sentence_drawing.SentenceView(
            self._annotations.sentences[position],
            block,
            self._codebook,
            position + 1,
            self._marks(position),
            self._found,
        )

    def _pointer(self, position: int) -> str:
        return "▌" if position in self.selected else self.highlights.get(position, " ")

    def _reading_line(self, page: ReadingLayout, y: int, width: int) -> Strip:
        """A line of running text, with the sentences that begin on it in the margin."""
        line = page.lines[y] if y < page.height else ()
        pointers = [self._pointer(part.position) for part in line]
        pointer = min(pointers, key=_pointer_rank, default=" ")
        views = [self._view(part.position, bare_block(page.shown[part.position])) for part in line]
        starting = [view for view, part in zip(views, line, strict=True) if not part.start]
        pieces = sentence_drawing.margin_pieces(starting, self._gutter, pointer)
        for view, part in zip(views, line, strict=True):
            ground = self._ground(part.position)
            if part is not line[0]:
                pieces.append((safe_text(" "), ()))
            pieces += [
                (text, (*ground, *names))
                for text, names in sentence_drawing.stretches(view, part.start, part.end)
            ]
        return self._painter.strip(pieces, ("text",), width)

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
        found = self._position_at(event.x, event.y)
        if found is None:
            return
        event.stop()
        on_mark = self._gutter - 6 <= event.x < self._gutter - 1 and self._page is None
        self.post_message(self.Clicked(found, on_mark))


def _pointer_rank(pointer: str) -> int:
    """The order of pointers where several sentences share a line: the cursor, a sign, nothing."""
    return {"▌": 0, " ": 2}.get(pointer, 1)
