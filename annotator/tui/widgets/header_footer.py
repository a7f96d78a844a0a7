"""The lines above and below the article: header, status line and key bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len as cells
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from annotator.model.codebook import Codebook
from annotator.model.progress import TagCounts
from annotator.text.cell_layout import WrappedLine, clip, wrap
from annotator.text.safe import Safe, safe_slice, safe_text
from annotator.tui.widgets.changed_lines import ChangedLinesWidget, ViewWidget
from annotator.tui.widgets.safe_content import clip_content, safe_content, spread_apart

BAR_WIDTH = 16


class HeaderView(NamedTuple):
    """What the header shows.

    Attributes:
        saved: The state of saving in words.
        alarm: Whether the person has to act on that state.
    """

    title: str
    annotator: str
    codebook: Codebook
    progress: TagCounts = TagCounts()
    saved: str = ""
    alarm: bool = False


class HeaderBar(ViewWidget[HeaderView]):
    """Title, annotator and saving, then a progress bar and the count of each tag.

    Without room for every count, the bar goes first, then the words. The counts that are left take
    as many rows as they need, so that no figure is cut.
    """

    _shape: tuple[object, ...] = ()

    def draw(self, view: HeaderView) -> Content:
        """The lines, in the full width of the widget."""
        width = self.size.width
        return Content("\n").join([top_line(view, width), *count_lines(view, width)])

    def watch_view(self) -> None:
        """Draw a new value in the rows that it needs."""
        self._fit()
        super().watch_view()

    def on_resize(self) -> None:
        """Give the counts their rows in the new width."""
        self._fit()

    def _fit(self) -> None:
        if self.view is None or not self.size.width:
            return
        progress = self.view.progress
        # What the number of rows depends on.
        shape = (id(self.view.codebook), progress.total, progress.flagged > 0, self.size.width)
        if shape != self._shape:
            self._shape = shape
            fit_height(self, 1 + len(count_lines(self.view, self.size.width)))


def top_line(view: HeaderView, width: int) -> Content:
    """The title, the annotator if there is room, and the state of saving, in `width` cells."""
    state = "bold $text-error" if view.alarm else "$text-success"
    saved, who = clip_content(view.saved, width, state), clip_content(view.annotator, 20, "$quiet")
    right = Content.assemble(who, "  ", saved)
    if right.cell_length + 2 > width:
        right = saved
    space = width - right.cell_length - 2
    title = clip_content(view.title, space, "bold")
    return spread_apart(title, right, width) if space > 0 else right


def count_lines(view: HeaderView, width: int) -> list[Content]:
    """The progress and the count of each tag, in lines of `width` cells.

    How they are arranged depends on the codebook and the number of sentences, and not on what is
    tagged, so that nothing moves while you tag.
    """
    progress, counts = view.progress, _counts(view)
    done = Content(f"{progress.tagged} of {progress.total}")
    with_bar = Content.assemble(_bar(progress), " ", done)
    apart = Content("  ").join(counts)
    rest = safe_content("all tagged" if not progress.untagged else f"· {progress.untagged} left")
    with_rest = Content.assemble(apart, "  ", rest)
    digits = len(str(progress.total))
    longest_done = 2 * digits + len(" of ")
    # The flags have their place before there are any.
    longest = longest_done + (len(view.codebook.tags) + 1) * (2 + digits + 2)
    for left, right, more in (
        (with_bar, with_rest, BAR_WIDTH + 1 + len("  · ") + digits + len(" left")),
        (with_bar, apart, BAR_WIDTH + 1),
        (done, apart, 0),
    ):
        if longest + more <= width:
            return [spread_apart(left, right, width)]
    columns = [(done, longest_done + 1), *((each, 2 + digits + 1) for each in counts)]
    return _filled_lines(columns, width)


def _bar(progress: TagCounts) -> Content:
    filled = BAR_WIDTH * progress.tagged // progress.total if progress.total else 0
    return Content.assemble(("━" * filled, "$text-success"), ("─" * (BAR_WIDTH - filled), "$quiet"))


def _counts(view: HeaderView) -> list[Content]:
    progress = view.progress
    counts = [
        Content.assemble(safe_content(f"{tag.mark} ", "bold"), str(progress.tags.get(tag.id, 0)))
        for tag in view.codebook.tags
    ]
    return [*counts, *([safe_content(f"⚑ {progress.flagged}")] if progress.flagged else [])]


def _filled_lines(columns: Sequence[tuple[Content, int]], width: int) -> list[Content]:
    """Pieces in columns, each with its cells and its gap, as many on a line as fit."""
    lines, used = [Content("")], 0
    for piece, takes in columns:
        if used and used + takes - 1 > width:
            lines.append(Content(""))
            used = 0
        lines[-1] = Content.assemble(lines[-1], " " * (used - lines[-1].cell_length), piece)
        used += takes
    return lines


class Hint(NamedTuple):
    """A key, the word next to it, and the command that a click runs.

    Attributes:
        keep: Whether it is shown even if that takes another row.
    """

    key: str
    word: str
    command: str
    keep: bool = False

    @property
    def width(self) -> int:
        """The width in cells, including the two after it."""
        return cells(self.key) + bool(self.word) + cells(self.word) + 2

    @property
    def is_tag(self) -> bool:
        """Whether it is the hint of a tag."""
        return self.command.startswith("tag:")


HintRow = tuple[Hint, ...]


def hint_rows(hints: HintRow, width: int, most: int | None = None) -> tuple[HintRow, ...]:
    """The hints in rows of `width` cells: all with `keep`, and others if they need no more rows.

    The order stays. There is at least one row.

    Args:
        hints: The hints.
        width: The cells of a row.
        most: The rows there may be. With too many tags for them, their names are shortened.
    """
    kept = tuple(each for each in hints if each.keep)
    if most is not None and len(_rows(kept, width)) > most:
        hints = _shortened(hints, width, most)
        kept = tuple(each for each in hints if each.is_tag)
    rows = _rows(kept, width)
    limit, chosen = len(rows), frozenset(kept)
    for hint in hints:
        tried = chosen | {hint}
        longer = _rows(tuple(each for each in hints if each in tried), width)
        if len(longer) <= limit:
            chosen, rows = tried, longer
    return rows


_SHORTEST_NAME = 4
"""The cells of the shortest name. Where there is room for less, there is only the key."""


def _shortened(hints: HintRow, width: int, most: int) -> HintRow:
    """The hints with the names of the tags as long as they can be in `most` rows."""
    found = hints
    longest = max(cells(each.word) for each in hints)
    for length in (*range(longest, _SHORTEST_NAME - 1, -1), 0):
        found = tuple(
            each._replace(word=str(clip(safe_text(each.word), length))) if each.is_tag else each
            for each in hints
        )
        if len(_rows(tuple(each for each in found if each.is_tag), width)) <= most:
            break
    return found


def _rows(hints: HintRow, width: int) -> tuple[HintRow, ...]:
    rows: list[list[Hint]] = [[]]
    space = width + 2
    for hint in hints:
        if hint.width > space and rows[-1]:
            rows.append([])
            space = width + 2
        rows[-1].append(hint)
        space -= hint.width
    return tuple(map(tuple, rows))


_SHARE_OF_ROWS = 6
"""The hints take at most one in 6 rows, so that the article keeps half of a small screen."""


class KeyBar(Widget):
    """The hints, in as many rows as the tags need. A click on one runs its command."""

    @dataclass
    class Pressed(Message):
        """A hint was clicked."""

        asks: str

    hints: reactive[HintRow] = reactive(())

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[HintRow, ...] = ()

    def watch_hints(self) -> None:
        """Lay out the new hints."""
        self._fit()

    def on_resize(self) -> None:
        """Lay out the hints in the new width."""
        self._fit()

    def _fit(self) -> None:
        if self.size.width:
            most = max(self.app.size.height // _SHARE_OF_ROWS, 1)
            self._rows = hint_rows(self.hints, self.size.width, most)
            fit_height(self, len(self._rows))
            self.refresh()

    def render(self) -> Content:
        """The rows."""
        return Content("\n").join([_drawn_hints(row) for row in self._rows])

    def on_click(self, event: events.Click) -> None:
        """Run the command that was clicked."""
        left = self.styles.padding.left
        row = self._rows[event.y] if event.y < len(self._rows) else ()
        for hint in row:
            if left <= event.x < left + hint.width - 2:
                event.stop()
                self.post_message(self.Pressed(hint.command))
                return
            left += hint.width


def _drawn_hints(row: HintRow) -> Content:
    return Content("  ").join(
        [
            Content.assemble(
                safe_content(hint.key, "bold $act"), " " * bool(hint.word), safe_content(hint.word)
            )
            for hint in row
        ]
    )


def fit_height(widget: Widget, rows: int) -> None:
    """Give a widget this many rows. It costs nothing if it has them already."""
    if widget.styles.height is None or widget.styles.height.value != rows:
        widget.styles.height = rows


class StatusLine(ChangedLinesWidget):
    """The latest message, in as many rows as it needs.

    Attributes:
        repeated: Whether the line above shows the same, so that the message is not drawn.
    """

    words: reactive[str] = reactive("", repaint=False)
    alarm: reactive[bool] = reactive(False, repaint=False)
    repeated: reactive[bool] = reactive(False, repaint=False)

    def watch_words(self) -> None:
        """Give a new message its rows."""
        self._fit()
        self.redraw_later()

    def watch_repeated(self) -> None:
        """Draw the message, or leave it out."""
        self.redraw_later()

    def watch_alarm(self) -> None:
        """Draw the message in its color."""
        self.redraw_later()

    def on_resize(self) -> None:
        """Give the message its rows in the new width."""
        self._fit()

    def _fit(self) -> None:
        if self.size.width:
            fit_height(self, max(len(self._lines), 1))

    @property
    def _lines(self) -> tuple[WrappedLine, ...]:
        return wrap(self._shown, max(self.size.width, 8))

    @property
    def _shown(self) -> Safe:
        return safe_text(" ".join(self.words.split("\n")))

    def content(self) -> Content:
        """The message. An alarm has its own color."""
        if self.repeated:
            return Content("")
        shown, style = self._shown, "bold $text-error" if self.alarm else "$quiet"
        lines = (safe_slice(shown, line.start, line.end) for line in self._lines)
        return Content("\n").join([Content.styled(line, style) for line in lines])

    def show_message(self, words: str, *, alarm: bool = False) -> None:
        """Show this message until the next one."""
        self.alarm, self.words, self.repeated = alarm, words, False
