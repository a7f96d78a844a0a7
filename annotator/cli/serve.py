"""`annotator serve`: the class page, on which the sections of a class tag articles."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from annotator.cli.annotators import serve_annotators
from annotator.cli.class_sittings import (
    GO_ON,
    NEW_SITTING,
    SittingOptions,
    begin_sitting,
    chosen_sections,
)
from annotator.cli.options import file_option, language_option
from annotator.cli.output import data_console, print_message
from annotator.cli.page_server import (
    FEW_FILES,
    PageAddress,
    page_address_options,
    require_saved,
    required_packages,
)
from annotator.cli.roster import load_roster
from annotator.cli.start_page import run_start_page
from annotator.cli.teacher_entry import TeacherEntry
from annotator.model.palette import BLACK, WHITE
from annotator.model.plurals import plural
from annotator.storage import layout
from annotator.text.safe import safe_line, safe_text

if TYPE_CHECKING:
    from annotator.web.site_security import Site
    from annotator.web.sitting import LiveSitting
    from annotator.web.sittings import LiveSittings

CLASS_CLOSED = "Stopped the class page. All work is saved."

EPILOG = """\b
Examples:
  annotator serve media-class --document harbour-blackout
  annotator serve media-class --host 0.0.0.0               let other devices join
  annotator serve media-class --section MEDIA-101-01 --section MEDIA-101-02
  annotator serve media-class -d harbour-blackout -d bridge   two articles, one after the other
  annotator serve media-class --roster canvas-export.csv   show who has not joined
  annotator serve media-class --public-url https://class.school.example   use a proxy with TLS
  annotator serve media-class --host 0.0.0.0 --host-name teacher-laptop.local
  annotator serve press-study --annotators        annotators work in their browsers

\b
Without --host, only this computer can open the page. With --host 0.0.0.0, every device in the
network can, and the connection is not encrypted. Use it in a network that you trust, or set up
TLS: docs/how-to/run-the-class-page.md. Press Ctrl+C to stop. All work is saved.
"""


@click.command("serve", epilog=EPILOG)
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False)
)
@click.option(
    "--document",
    "-d",
    "documents",
    metavar="ID",
    multiple=True,
    help="Document to tag, if DIR has several (repeatable: one after the other).",
)
@click.option(
    "--section",
    "sections",
    metavar="NAME",
    multiple=True,
    help="Section with a sitting of its own (repeatable; default: the roster's sections).",
)
@click.option(
    "--new-sitting",
    "starting",
    flag_value=NEW_SITTING,
    help="Begin a new sitting without asking.",
)
@click.option(
    "--continue",
    "starting",
    flag_value=GO_ON,
    help="Go on with the section's last sitting without asking.",
)
@click.option("--deal", is_flag=True, help="Deal the documents out: students get different ones.")
@click.option(
    "--closes",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    metavar="TIME",
    help="Homework: close tagging at this time, such as '2026-12-04 18:00'.",
)
@language_option("--language", "Language of the class's pages (default: the codebook's).")
@click.option(
    "--browser-language",
    is_flag=True,
    default=None,
    help="Show each page in the language that its browser asks for.",
)
@click.option(
    "--pins/--no-pins",
    default=None,
    help="Ask for a PIN besides the name (default: with --closes and a roster).",
)
@page_address_options
@click.option("--practice", metavar="ID", help="Document with a key to practice on.")
@file_option("--roster", help="Canvas or Moodle export with the expected students.")
@click.option("--print-link", is_flag=True, help="Print your link instead of opening your browser.")
@click.option(
    "--annotators",
    is_flag=True,
    help="Serve the project's annotators instead of a class: each has a personal link.",
)
@click.option(
    "--new-link", is_flag=True, help="Sign all teachers out and make their links invalid."
)
def command(
    folder: str,
    host: str,
    port: int,
    address: str | None,
    names: tuple[str, ...],
    annotators: bool,
    **wanted: Any,
) -> None:
    """Let a class tag articles of project DIR in the browser, while you lead.

    Each section has its own sitting, with its own code. Start the command again to go on with a
    sitting that has not ended. In an empty folder, the page of `annotator lesson` opens, on which
    you make a class.

    With --annotators, each of the project's annotators gets a personal link to their own documents.
    `annotator links DIR` prints and revokes links.
    """
    place = PageAddress(host, port, address, names)
    if annotators:
        _refuse_class_options(wanted)
        serve_annotators(Path(folder), place)
    elif layout.has_content(Path(folder)):
        _serve_class(folder, place, **wanted)
    else:
        run_start_page(Path(folder), print_link=wanted["print_link"])


def _refuse_class_options(wanted: Mapping[str, Any]) -> None:
    """Refuse options of a class, which would do nothing."""
    given = [name for name, value in wanted.items() if value]
    if given:
        raise click.UsageError(
            "--annotators serves no class. Leave out the options about documents, sections, the "
            "roster, sittings and the teacher's link."
        )


def _serve_class(
    folder: str,
    place: PageAddress,
    *,
    sections: tuple[str, ...],
    practice: str | None,
    roster: str | None,
    print_link: bool,
    new_link: bool,
    **ways: Any,
) -> None:
    """Serve the class page until the process is told to stop."""
    way = SittingOptions(**ways)
    if way.pins and roster is None:
        raise click.UsageError("--pins needs a --roster FILE. A PIN belongs to a row of it.")
    with required_packages("The class page"):
        from annotator.web.sittings import LiveSittings  # noqa: PLC0415
    site, known = place.site(), load_roster(roster)
    sittings = LiveSittings(Path(folder), practice, known)
    try:
        for each in chosen_sections(sections, known):
            begin_sitting(sittings, each, way)
        if new_link:
            sittings.teachers.revoke_all()
        _run(sittings, site, place, print_link=print_link)
    finally:
        unsaved = sittings.close()
    require_saved(unsaved, folder)
    print_message(CLASS_CLOSED)


def _run(sittings: "LiveSittings", site: "Site", place: PageAddress, *, print_link: bool) -> None:
    from annotator.web.connections import connection_limits, file_limit  # noqa: PLC0415
    from annotator.web.server import open_socket, serve  # noqa: PLC0415

    limits = connection_limits(file_limit())
    listening = open_socket(place.host, place.port)
    url = place.url(site, listening.getsockname()[1])

    def announce() -> None:
        _announce(sittings, url, print_link, _warnings(sittings, place, limits.files))

    serve(sittings, site, limits, listening, announce)


def _announce(
    sittings: "LiveSittings", address: str, print_link: bool, warnings: Iterable[str]
) -> None:
    """Print each sitting's address and code for students, and let the teacher in."""
    console = data_console()
    for live in sittings.sittings:
        _announce_sitting(console, live, address)
    teacher = TeacherEntry(sittings.teachers, address, print_link)
    teacher.open()
    for words in warnings:
        print_message(words)
    print_message("Press Ctrl+C to stop. All work is saved.")
    sys.stdout.flush()
    teacher.print_on_request()


def _announce_sitting(console: Console, live: "LiveSitting", address: str) -> None:
    """Print the address and the code of a sitting, also as a QR code."""
    from annotator.web.teacher_page import qr_half_blocks  # noqa: PLC0415

    sitting = live.sitting
    title = safe_line(" · ".join(filter(None, (sitting.section, live.blank.title))))
    console.print(Panel(_large(address, sitting.code), title=Text(title), padding=(1, 4)))
    if sys.stdout.isatty():
        code = qr_half_blocks(f"{address}/?code={sitting.code}")
        console.print(Text(safe_text(code, newlines=True), f"{BLACK} on {WHITE}", no_wrap=True))


def _warnings(sittings: "LiveSittings", place: PageAddress, files: int) -> Iterator[str]:
    """What the teacher should know before the class begins."""
    without = [
        article.document
        for article in dict.fromkeys(
            article for live in sittings.sittings for article in live.articles.values()
        )
        if article.key is None
    ]
    if without:
        listed = ", ".join(without)
        yield f"No answer key to reveal: {listed}. Create one with `annotator key`."
    without_pin = sum(live.people_without_pin for live in sittings.sittings)
    if without_pin:
        yield (
            f"Students need a PIN here, and {plural(without_pin, 'student')} of the roster have "
            "none. Make PINs with `annotator roster DIR --roster FILE --pins pins.html`."
        )
    yield from place.warnings()
    if files < FEW_FILES:
        students = plural(max(files - 72, 0) // 4, "student")
        yield (
            f"A program in this terminal may open {plural(files, 'file')}. That is enough for "
            f"about {students}. To raise the limit, run `ulimit -n 4096` first."
        )


def _large(address: str, code: str) -> Text:
    spaced = safe_line(" ".join(code))
    return Text.assemble(
        ("Open   ", "dim"),
        (safe_line(address), "bold"),
        "\n\n",
        ("Code   ", "dim"),
        (spaced, "bold reverse"),
    )
