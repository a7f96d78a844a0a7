"""`annotator serve`: the class page, on which the sections of a class tag articles."""

import ipaddress
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from annotator.cli.options import file_option, language_option, renamed_option
from annotator.cli.output import data_console, print_message
from annotator.cli.roster import load_roster
from annotator.cli.start_page import run_start_page
from annotator.cli.teacher_entry import TeacherEntry
from annotator.model.errors import DataError, Problem
from annotator.model.palette import BLACK, WHITE
from annotator.model.plurals import plural
from annotator.model.sitting import ClassPhase, Sitting, same_section
from annotator.project.roster import Roster
from annotator.storage import layout
from annotator.storage.layout import document_ids
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
FEW_FILES = 900
NEW_SITTING, GO_ON = "new", "continue"


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
    documents: tuple[str, ...],
    sections: tuple[str, ...],
    host: str,
    port: int,
    address: str | None,
    names: tuple[str, ...],
    practice: str | None,
    roster: str | None,
    starting: str | None,
    print_link: bool,
    new_link: bool,
    annotators: bool,
    **ways: Any,
) -> None:
    """Let a class tag articles of project DIR in the browser, while you lead.

    Each section has its own sitting, with its own code. Start the command again to go on with a
    sitting that has not ended. In an empty folder, the page of `annotator lesson` opens, on which
    you make a class.

    With --annotators, each of the project's annotators gets a personal link to their own documents.
    `annotator links DIR` prints and revokes links.
    """
    if annotators:
        _refuse_class_options(documents, sections, practice, roster, starting, ways)
        from annotator.cli.annotators import serve_annotators  # noqa: PLC0415

        serve_annotators(Path(folder), _site(address, host, names), host, port)
        return
    if not layout.has_content(Path(folder)):
        run_start_page(Path(folder), print_link=print_link)
        return
    way = _Beginning(documents, starting, **ways)
    if way.pins and roster is None:
        raise click.UsageError("--pins needs a --roster FILE. A PIN belongs to a row of it.")
    try:
        from annotator.web.connections import connection_limits, file_limit  # noqa: PLC0415
        from annotator.web.server import open_socket, reachable_host, serve  # noqa: PLC0415
        from annotator.web.sittings import LiveSittings  # noqa: PLC0415
    except ImportError as error:
        words = f"The class page needs {error.name}. Run: pip install 'attribution-annotator[web]'"
        raise DataError(words) from None
    site = _site(address, host, names)
    limits = connection_limits(file_limit())
    known = load_roster(roster)
    sittings = LiveSittings(Path(folder), practice, known)
    try:
        for each in _sections(sections, known):
            _begin(sittings, each, way)
        if new_link:
            sittings.teachers.revoke_all()
        listening = open_socket(host, port)
        shown = site.address or f"http://{reachable_host(host)}:{listening.getsockname()[1]}"
        serve(
            sittings,
            site,
            limits,
            listening,
            lambda: _announce(sittings, shown, host, limits.files, print_link=print_link),
        )
    finally:
        unsaved = sittings.close()
    if unsaved:
        whose = ", ".join(unsaved)
        raise DataError(
            Problem(f"The last edits of {whose} are NOT saved. Their browsers have them.", folder)
        )
    print_message(CLASS_CLOSED)


def _refuse_class_options(*given: Any) -> None:
    """Refuse options of a class, which would do nothing."""
    if any(any(each.values()) if isinstance(each, dict) else each for each in given):
        raise click.UsageError(
            "--annotators serves no class. Leave out the options about documents, sections, the "
            "roster and sittings."
        )


def _site(address: str | None, host: str, names: tuple[str, ...]) -> "Site":
    from annotator.web.server import reachable_host  # noqa: PLC0415
    from annotator.web.site_security import parse_site  # noqa: PLC0415

    try:
        return parse_site(address, names, reachable_host(host))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


class _Beginning(NamedTuple):
    """How sittings begin.

    Attributes:
        documents: The documents that were named.
        starting: Whether to begin a new sitting or to go on with the last one; None to decide.
        deal: Whether the documents are dealt out.
        closes: When tagging closes by itself, or None.
        language: The language of its pages; None for that of the codebook.
        browser_language: Whether a page may have the language that its browser asks for.
        pins: Whether students need a PIN; None to decide.
    """

    documents: tuple[str, ...]
    starting: str | None = None
    deal: bool = False
    closes: datetime | None = None
    language: str | None = None
    browser_language: bool | None = None
    pins: bool | None = None

    def needs_pins(self, roster: Roster | None) -> bool:
        """Whether students need a PIN: at home, nobody sees who types a name."""
        decided = self.closes is not None if self.pins is None else self.pins
        return decided and roster is not None


def _sections(named: tuple[str, ...], roster: Roster | None) -> tuple[str | None, ...]:
    """The sections that each have a sitting: those that were named, or those of the roster."""
    known = roster.all_sections if roster is not None else ()
    for each in named if known else ():
        if not any(same_section(each, section) for section in known):
            words = f"The roster has no section “{each}”. It has {', '.join(known)}."
            raise click.UsageError(words)
    wanted: dict[str, str] = {}
    for each in filter(None, map(str.strip, named)):
        wanted.setdefault(" ".join(each.split()).casefold(), each)
    return tuple(wanted.values()) or known or (None,)


def _begin(sittings: "LiveSittings", section: str | None, how: _Beginning) -> None:
    """Begin a section's sitting, or go on with its last one."""
    last = sittings.known.last(section, how.documents)
    if last is None and how.starting == GO_ON:
        raise DataError(f"{_whose(section)} has no sitting to go on with.")
    if last is not None and _goes_on(last, how.starting):
        live = sittings.resume(last)
        _set_language(live, how)
        if last.date != date.today().isoformat():  # noqa: DTZ011 (the teacher's own day)
            title = safe_text(live.blank.title)
            began = f"of {last.date}" if last.date else "of an earlier version"
            print_message(
                f"{title}: going on with the sitting {began}. To begin a new one, stop "
                "the page and add --new-sitting."
            )
        return
    folder = sittings.project.folder
    documents = how.documents or (_only_document(folder),)
    closes = how.closes.timestamp() if how.closes else None
    pins = how.needs_pins(sittings.project.roster)
    live = sittings.open(section, documents, deal=how.deal, closes=closes, pins=pins)
    _set_language(live, how)


def _set_language(live: "LiveSitting", how: _Beginning) -> None:
    """Set what the options say about the languages of a sitting; the rest stays as it is."""
    live.set_language(
        live.sitting.language if how.language is None else how.language,
        live.sitting.browser_language if how.browser_language is None else how.browser_language,
    )


def _goes_on(last: Sitting, starting: str | None) -> bool:
    """Whether to go on with the last sitting. One that has ended is never gone on with unasked."""
    if starting is not None:
        return starting == GO_ON
    if last.phase is not ClassPhase.ENDED:
        return True
    when = f"the sitting of {last.date}" if last.date else "the earlier sitting"
    whose = f" of section {last.section}" if last.section else ""
    if not sys.stdin.isatty():
        raise click.UsageError(
            safe_text(
                f"{when.capitalize()}{whose} has ended. Add --new-sitting to begin a new one, or "
                "--continue to go on with it."
            )
        )
    question = f"{when.capitalize()}{whose} has ended. Begin a new sitting? (No: go on with it.)"
    return not click.confirm(safe_text(question), default=True, err=True)


def _whose(section: str | None) -> str:
    return f"Section “{section}”" if section else "The project"


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


def _announce(
    sittings: "LiveSittings", address: str, host: str, files: int, *, print_link: bool
) -> None:
    """Print each sitting's address and code for students, and let the teacher in."""
    console = data_console()
    for live in sittings.sittings:
        _announce_sitting(console, live, address)
    teacher = TeacherEntry(sittings.teachers, address, print_link)
    teacher.open()
    for words in _warnings(sittings, host, files):
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


def _warnings(sittings: "LiveSittings", host: str, files: int) -> Iterator[str]:
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
    yield from warn_about_network(host)
    if files < FEW_FILES:
        students = plural(max(files - 72, 0) // 4, "student")
        yield (
            f"A program in this terminal may open {plural(files, 'file')}. That is enough for "
            f"about {students}. To raise the limit, run `ulimit -n 4096` first."
        )


def warn_about_network(host: str) -> Iterator[str]:
    """What to know before other devices can open the page."""
    if not _alone(host):
        yield (
            "Every device in this network can open the page, and the connection is not encrypted. "
            "Use a network that you trust, or set up TLS: docs/how-to/run-the-class-page.md."
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


def _alone(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
