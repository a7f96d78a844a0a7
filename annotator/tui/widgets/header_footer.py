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


class HeaderBar(Widget):
    """Two lines: title, annotator and saving, then a progress bar and the count of each tag."""

    view: reactive[HeaderView | None] = reactive(None)

    def render(self) -> Content:
        """Both lines, in the full width of the widget."""
        if self.view is None:
            return Content("")
        width = self.size.width
        return Content("\n").join([self._top(self.view, width), self._counts(self.view, width)])

    def _top(self, view: HeaderView, width: int) -> Content:
        state = "bold $text-error" if view.alarm else "$text-success"
        right = Content.assemble(
            clip_content(view.annotator, 20, "$text-muted"), "  ", safe_content(view.saved, state)
        )
        space = width - cells(right.plain) - 2
        return spread_apart(clip_content(view.title, space, "bold"), right, width)

    def _counts(self, view: HeaderView, width: int) -> Content:
        progress = view.progress
        filled = BAR_WIDTH * progress.tagged // progress.total if progress.total else 0
        left = Content.assemble(
            ("━" * filled, "$success"),
            ("─" * (BAR_WIDTH - filled), "$text-muted"),
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
    """A key, the word next to it, and the command that a click runs."""

    key: str
    word: str
    command: str
    keep: bool = False

    @property
    def width(self) -> int:
        """The width in cells, including the two after it."""
        return cells(self.key) + 1 + cells(self.word) + 2


def fit_hints(hints: tuple[Hint, ...], width: int) -> list[Hint]:
    """The hints that fit into `width` cells: first those with `keep`, then the others in order."""
    space = width + 2 - sum(hint.width for hint in hints if hint.keep)
    chosen = []
    for hint in hints:
        if hint.keep:
            chosen.append(hint)
        elif hint.width <= space:
            space -= hint.width
            chosen.append(hint)
    return chosen


class KeyBar(Widget):
    """One line of hints. A click on one runs its command."""

    @dataclass
    class Pressed(Message):
        """A hint was clicked."""

        asks: str

    hints: reactive[tuple[Hint, ...]] = reactive(())

    def render(self) -> Content:
        """The hints that fit."""
        return Content("  ").join(
            [
                Content.assemble(
                    safe_content(hint.key, "bold $text-accent"), " ", safe_content(hint.word)
                )
                for hint in fit_hints(self.hints, self.size.width)
            ]
        )

    def on_click(self, event: events.Click) -> None:
        """Run the command that was clicked."""
        left = 0
        for hint in fit_hints(self.hints, self.size.width):
            if left <= event.x < left + hint.width - 2:
                event.stop()
                self.post_message(self.Pressed(hint.command))
                return
            left += hint.width


class StatusLine(Widget):
    """The latest message."""

    words: reactive[str] = reactive("")
    alarm: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """The message. An alarm has its own color."""
        return safe_content(self.words, "bold $text-error" if self.alarm else "$text-muted")

    def show_message(self, words: str, *, alarm: bool = False) -> None:
        """Show this message until the next one."""
        self.alarm, self.words = alarm, words
