"""`annotator serve`: the class page, on which a whole class tags one document."""

import ipaddress
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.panel import Panel
from rich.text import Text

from annotator.cli.options import file_option, renamed_option
from annotator.cli.output import data_console, print_message
from annotator.cli.roster import load_roster
from annotator.model.errors import DataError, Problem
from annotator.model.palette import BLACK, WHITE
from annotator.model.plurals import plural
from annotator.storage import layout
from annotator.storage.layout import document_ids
from annotator.text.safe import safe_line, safe_text

if TYPE_CHECKING:
    from annotator.web.classroom import LiveClassroom
    from annotator.web.site_security import Site

CLASS_CLOSED = "Stopped the class page. All work is saved."

EPILOG = """\b
Examples:
  annotator serve media-class --document harbour-blackout
  annotator serve media-class --host 0.0.0.0               let other devices join
  annotator serve media-class --roster canvas-export.csv   show who has not joined
  annotator serve media-class --public-url https://class.school.example   use a proxy with TLS
  annotator serve media-class --host 0.0.0.0 --host-name teacher-laptop.local

\b
Without --host, only this computer can open the page. With --host 0.0.0.0, every device in the
network can, and the connection is not encrypted. Use it in a network that you trust, or set up
TLS: docs/how-to/run-the-class-page.md. Press Ctrl+C to stop. All work is saved.
"""
FEW_FILES = 900
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, and only bound when it is asked for)


@click.command("serve", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.option("--document", "-d", metavar="ID", help="Document to tag, if DIR has several.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    help="Address to listen on.",
    show_default=True,
)
@click.option(
    "--port",
    metavar="NUMBER",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on.",
)
@renamed_option(
    "--public-url",
    "address",
    former=["--address"],
    metavar="URL",
    help="Address that students type, if different.",
)
@click.option(
    "--host-name", "names", metavar="NAME", multiple=True, help="Additional host name to accept."
)
@click.option("--practice", metavar="ID", help="Document with a key to practice on.")
@file_option("--roster", help="Canvas or Moodle export with the expected students.")
def command(
    folder: str,
    document: str | None,
    host: str,
    port: int,
    address: str | None,
    names: tuple[str, ...],
    practice: str | None,
    roster: str | None,
) -> None:
    """Let a class tag a document of project DIR in the browser, while you lead."""
    try:
        from annotator.web.classroom import LiveClassroom  # noqa: PLC0415
        from annotator.web.connections import connection_limits, file_limit  # noqa: PLC0415
        from annotator.web.server import open_socket, serve  # noqa: PLC0415
    except ImportError as error:
        words = f"The class page needs {error.name}. Run: pip install 'attribution-annotator[web]'"
        raise DataError(words) from None
    site = _site(address, host, names)
    limits = connection_limits(file_limit())
    classroom = LiveClassroom(
        Path(folder), document or _only_document(Path(folder)), practice, load_roster(roster)
    )
    try:
        listening = open_socket(host, port)
        shown = site.address or f"http://{_reached(host)}:{listening.getsockname()[1]}"
        serve(
            classroom,
            site,
            limits,
            listening,
            lambda: _announce(classroom, shown, host, limits.files),
        )
    finally:
        unsaved = classroom.close()
    if unsaved:
        whose = ", ".join(unsaved)
        raise DataError(
            Problem(f"The last edits of {whose} are NOT saved. Their browsers have them.", folder)
        )
    print_message(CLASS_CLOSED)


def _site(address: str | None, host: str, names: tuple[str, ...]) -> "Site":
    from annotator.web.site_security import parse_site  # noqa: PLC0415

    try:
        return parse_site(address, names, _reached(host))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _only_document(folder: Path) -> str:
    layout.load_project(folder)
    found = document_ids(folder)
    if not found:
        raise DataError(
            Problem("The project has no document yet. Add one with `annotator add`.", str(folder))
        )
    if len(found) > 1:
        raise DataError(
            Problem(
                f"The project has several documents. Choose one: --document {'|'.join(found[:9])}",
                str(folder),
            )
        )
    return found[0]


def _reached(host: str) -> str:
    """The address at which other devices reach this computer."""
    if host not in _EVERYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            # This sends nothing. It only asks which of our addresses would be used.
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(asking.getsockname()[0])


def _announce(live: "LiveClassroom", address: str, host: str, files: int) -> None:
    """Print the address and code for students, also as a QR code, and the teacher's link."""
    from annotator.web.teacher_page import qr_half_blocks  # noqa: PLC0415

    classroom = live.classroom
    console = data_console()
    title = safe_line(live.blank.title)
    console.print(Panel(_large(address, classroom.code), title=Text(title), padding=(1, 4)))
    if sys.stdout.isatty():
        code = qr_half_blocks(f"{address}/?code={classroom.code}")
        console.print(Text(safe_text(code, newlines=True), f"{BLACK} on {WHITE}", no_wrap=True))
    console.print(Text("Your link as the teacher. Do not share it, because it controls the class:"))
    link = f"{address}/teach/in/{classroom.secret}"
    console.print(Text(safe_line(link), "bold"), soft_wrap=True)
    if live.key is None:
        print_message("This document has no answer key to reveal. Create one with `annotator key`.")
    if not _alone(host):
        print_message(
            "Every device in this network can open the page, and the connection is not encrypted. "
            "Use a network that you trust, or set up TLS: docs/how-to/run-the-class-page.md."
        )
    if files < FEW_FILES:
        students = plural(max(files - 72, 0) // 4, "student")
        print_message(
            f"A program in this terminal may open {plural(files, 'file')}. That is enough for "
            f"about {students}. To raise the limit, run `ulimit -n 4096` first."
        )
    print_message("Press Ctrl+C to stop. All work is saved.")
    sys.stdout.flush()


def _large(address: str, code: str) -> Text:
    spaced = safe_line(" ".join(code))
    return Text.assemble(
        ("Open   ", "dim"),
        (safe_line(address), "bold"),
        "\n\n",
        ("Code   ", "dim"),
        (spaced, "bold reverse"),
    )


def _alone(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
