"""The lines above and below the article: header, status line and key bar."""

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
from annotator.text.cell_layout import WrappedLine, wrap
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
    """Two lines: title, annotator and saving, then a progress bar and the count of each tag."""

    def draw(self, view: HeaderView) -> Content:
        """Both lines, in the full width of the widget."""
        width = self.size.width
        return Content("\n").join([self._top(view, width), self._counts(view, width)])

    def _top(self, view: HeaderView, width: int) -> Content:
        state = "bold $text-error" if view.alarm else "$text-success"
        right = Content.assemble(
            clip_content(view.annotator, 20, "$quiet"), "  ", safe_content(view.saved, state)
        )
        space = width - cells(right.plain) - 2
        return spread_apart(clip_content(view.title, space, "bold"), right, width)

    def _counts(self, view: HeaderView, width: int) -> Content:
        progress = view.progress
        filled = BAR_WIDTH * progress.tagged // progress.total if progress.total else 0
        left = Content.assemble(
            ("━" * filled, "$text-success"),
            ("─" * (BAR_WIDTH - filled), "$quiet"),
            f" {progress.tagged} of {progress.total}",
        )
        counts = [
            Content.assemble(
                safe_content(f"{tag.mark} ", "bold"), str(progress.tags.get(tag.id, 0))
            )
            for tag in view.codebook.tags
        ]
        rest = "all tagged" if not progress.untagged else f"· {progress.untagged} left"
        flags = [safe_content(f"⚑ {progress.flagged}")] if progress.flagged else []
        return spread_apart(left, Content("  ").join([*counts, *flags, safe_content(rest)]), width)


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
        return cells(self.key) + 1 + cells(self.word) + 2


HintRow = tuple[Hint, ...]


def hint_rows(hints: HintRow, width: int) -> tuple[HintRow, ...]:
    """The hints in rows of `width` cells: all with `keep`, and others if they need no more rows.

    The order stays. There is at least one row.
    """
    kept = frozenset(each for each in hints if each.keep)
    rows = _rows(tuple(each for each in hints if each in kept), width)
    most, chosen = len(rows), kept
    for hint in hints:
        tried = chosen | {hint}
        longer = _rows(tuple(each for each in hints if each in tried), width)
        if len(longer) <= most:
            chosen, rows = tried, longer
    return rows


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
            self._rows = hint_rows(self.hints, self.size.width)
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
            Content.assemble(safe_content(hint.key, "bold $act"), " ", safe_content(hint.word))
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
