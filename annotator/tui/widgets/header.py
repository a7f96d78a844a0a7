"""The top of the screen: what is tagged, by whom, how far, and whether it is saved."""

from typing import NamedTuple

from rich.cells import cell_len as cells
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotator.model.codebook import Codebook
from annotator.model.progress import Progress
from annotator.tui.widgets.text import fitted, safe, spread

BAR_WIDTH = 16


class HeaderView(NamedTuple):
    """What the header shows.

    Attributes:
        saved: The state of saving in words.
        alarm: Whether that state needs the person.
    """

    title: str
    annotator: str
    codebook: Codebook
    progress: Progress = Progress()
    saved: str = ""
    alarm: bool = False


class Header(Widget):
    """Two lines: title, annotator and saving; a bar of progress and the count of each tag."""

    view: reactive[HeaderView | None] = reactive(None)

    def render(self) -> Content:
        """Both lines, as wide as the widget."""
        if self.view is None:
            return Content("")
        width = self.size.width
        return Content("\n").join([self._top(self.view, width), self._counts(self.view, width)])

    def _top(self, view: HeaderView, width: int) -> Content:
        state = "bold $text-error" if view.alarm else "$text-success"
        right = Content.assemble(
            fitted(view.annotator, 20, "$text-muted"), "  ", safe(view.saved, state)
        )
        room = width - cells(right.plain) - 2
        return spread(fitted(view.title, room, "bold"), right, width)

    def _counts(self, view: HeaderView, width: int) -> Content:
        progress = view.progress
        filled = BAR_WIDTH * progress.tagged // progress.total if progress.total else 0
        left = Content.assemble(
            ("━" * filled, "$success"),
            ("─" * (BAR_WIDTH - filled), "$text-muted"),
            f" {progress.tagged} of {progress.total}",
        )
        counts = [
            Content.assemble(safe(f"{tag.mark} ", "bold"), str(progress.tags.get(tag.id, 0)))
            for tag in view.codebook.tags
        ]
        rest = "all tagged" if not progress.untagged else f"· {progress.untagged} left"
        flags = [safe(f"⚑ {progress.flagged}")] if progress.flagged else []
        return spread(left, Content("  ").join([*counts, *flags, safe(rest)]), width)
