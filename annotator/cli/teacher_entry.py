"""How a teacher gets into the class page: a browser that opens by itself, or a printed link."""

import sys
import threading
import webbrowser
from typing import TYPE_CHECKING

from rich.text import Text

from annotator.cli.output import data_console, print_message
from annotator.model.errors import DataError
from annotator.text.safe import safe_line

if TYPE_CHECKING:
    from annotator.web.teacher_links import OneUseLinks


class TeacherEntry:
    """Lets the teacher in, with a link that works once.

    Args:
        links: The teachers' links.
        address: The address of the class page.
        print_link: Whether to print the link instead of opening a browser.
        opened: What to say when the browser has opened.
    """

    def __init__(
        self,
        links: "OneUseLinks",
        address: str,
        print_link: bool,
        opened: str = "Opened your page in the browser. Projector: use the button on it.",
    ) -> None:
        self._links = links
        self._address = address
        self._print_link = print_link
        self._opened = opened

    def open(self) -> None:
        """Open the teacher's page in a browser, or print its link if that was asked for."""
        if self._print_link:
            self._print()
        elif _opens_browser() and webbrowser.open(self._new_link()):
            print_message(self._opened)
        elif not sys.stdin.isatty():
            print_message("To get your link as the teacher, start with --print-link.")

    def print_on_request(self) -> None:
        """Print another link each time the teacher presses Enter in the terminal."""
        if not sys.stdin.isatty():
            return
        print_message("Press Enter to show a link for you or for another teacher.")
        threading.Thread(target=self._print_each_time, daemon=True).start()

    def _print_each_time(self) -> None:
        for _ in sys.stdin:
            try:
                self._print()
            except DataError as error:
                print_message(str(error))

    def _print(self) -> None:
        """Print a new link, with the QR code out of sight."""
        console = data_console()
        if sys.stdout.isatty():
            console.print("\n" * console.height)
        print_message(
            "A link for the teacher. It works once, within 12 hours. It controls the class, so do "
            "not show it to students:"
        )
        console.print(Text(safe_line(self._new_link()), "bold"), soft_wrap=True)
        sys.stdout.flush()

    def _new_link(self) -> str:
        return f"{self._address}/teach/in/{self._links.new_link()}"


def shows_links(*, print_link: bool) -> bool:
    """Whether the teacher can get a link: it is printed, a browser opens, or Enter prints it."""
    return print_link or sys.stdin.isatty() or _opens_browser()


def _opens_browser() -> bool:
    return sys.stdout.isatty() and _has_window()


def _has_window() -> bool:
    """Whether there is a browser with a window. One in the terminal would hide the class code."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return type(found) is not webbrowser.GenericBrowser
