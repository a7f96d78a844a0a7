"""`annotator serve`: a page on which a whole class tags one document."""

import ipaddress
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.panel import Panel
from rich.text import Text

from annotator.cli.grade import load_roster
from annotator.cli.options import file_option, renamed_option
from annotator.cli.output import data_console, print_message
from annotator.model.errors import DataError, Problem
from annotator.model.palette import BLACK, WHITE
from annotator.model.plurals import plural
from annotator.storage import layout
from annotator.storage.layout import document_ids
from annotator.text.safe import safe_line, safe_text

if TYPE_CHECKING:
    from annotator.web.classroom import LiveClassroom
    from annotator.web.site_security import Site

EPILOG = """\b
Examples:
  annotator serve media-class --document harbour-blackout
  annotator serve media-class --host 0.0.0.0            for the devices in this network
  annotator serve media-class --roster canvas-export.csv         names who is not here
  annotator serve media-class --public-url https://class.school.example   behind a proxy with TLS
  annotator serve media-class --host 0.0.0.0 --host-name teacher-laptop.local

\b
Without --host only this computer itself gets in. With --host 0.0.0.0 everybody in the network
can reach the page, and what they type goes through the air unencrypted: use it in a network that
you trust, or put TLS before it (docs/how-to/run-the-class-page.md says how). Ctrl+C ends it;
all is saved.
"""
FEW_FILES = 900
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, and only bound when it is asked for)


@click.command("serve", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.option("--document", "-d", metavar="ID", help="The document, where DIR has several.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", help="Who may come in.")
@click.option("--port", metavar="NUMBER", default=8000, type=click.IntRange(0, 65535))
@renamed_option(
    "--public-url",
    "address",
    former=["--address"],
    metavar="URL",
    help="What students type, where it is another.",
)
@click.option(
    "--host-name", "names", metavar="NAME", multiple=True, help="Another name of this computer."
)
@click.option("--practice", metavar="ID", help="Another document, with a key, to practise on.")
@file_option("--roster", help="Canvas' or Moodle's export: who should be here.")
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
    """Let a class tag one document of the project DIR in their browsers."""
    try:
        from annotator.web.classroom import LiveClassroom  # noqa: PLC0415
        from annotator.web.connections import connection_limits, file_limit  # noqa: PLC0415
        from annotator.web.server import open_socket, serve  # noqa: PLC0415
    except ImportError as error:
        words = f"the class page needs {error.name}: pip install 'attribution-annotator[web]'"
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
            Problem(f"the last edits of {whose} are NOT saved; their pages have them", folder)
        )
    print_message("The class page is closed; all is saved.")


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
        raise DataError(Problem("has no document yet; `annotator add` adds one", str(folder)))
    if len(found) > 1:
        raise DataError(
            Problem(f"has several documents: --document {'|'.join(found[:9])}", str(folder))
        )
    return found[0]


def _reached(host: str) -> str:
    """The address by which others reach this computer."""
    if host not in _EVERYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            # Sends nothing: it only asks which of our addresses would be used.
            asking.connect(("192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(asking.getsockname()[0])


def _announce(live: "LiveClassroom", address: str, host: str, files: int) -> None:
    """Print where to go: large, as a QR code, and the instructor's link."""
    from annotator.web.qr import qr_half_blocks  # noqa: PLC0415

    classroom = live.classroom
    console = data_console()
    title = safe_line(live.blank.title)
    console.print(Panel(_large(address, classroom.code), title=Text(title), padding=(1, 4)))
    if sys.stdout.isatty():
        code = qr_half_blocks(f"{address}/?code={classroom.code}")
        console.print(Text(safe_text(code, newlines=True), f"{BLACK} on {WHITE}", no_wrap=True))
    console.print(Text("Only for you, the instructor (who has this link leads the class):"))
    link = f"{address}/teach/in/{classroom.secret}"
    console.print(Text(safe_line(link), "bold"), soft_wrap=True)
    if live.key is None:
        print_message("There is no key to this document yet; `annotator key` makes one to reveal.")
    if not _alone(host):
        print_message(
            "Everybody in this network can reach the page, and it is not encrypted: use a "
            "network that you trust, or TLS before it (docs/how-to/run-the-class-page.md)."
        )
    if files < FEW_FILES:
        students = plural(max(files - 72, 0) // 4, "student")
        print_message(
            f"This terminal lets a program open {plural(files, 'file')}, enough for about "
            f"{students}; `ulimit -n 4096` before it raises that."
        )
    print_message("Ctrl+C ends it; all is saved.")
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
