"""The reading view: the article as a reader sees it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from annotator.model.session import Session
from annotator.tui.widgets.reading import ReadingView
from annotator.tui.widgets.text import safe


class ReadingScreen(ModalScreen[None]):
    """Running text over the whole screen; escape or the same key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,v,q,ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
        Binding("space", "page", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """Title, text, hint."""
        annotations = self._session.annotations
        yield Static(safe(annotations.title), classes="page-title")
        yield ReadingView(annotations, self._session.codebook)
        yield Static(safe("↑ ↓ space: scroll   escape: back"), classes="page-hint")

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Scroll down."""
        self.query_one(ReadingView).scroll_down(animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.query_one(ReadingView).scroll_up(animate=False)

    def action_page(self) -> None:
        """Scroll a page."""
        self.query_one(ReadingView).scroll_page_down(animate=False)
