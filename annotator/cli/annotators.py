"""`annotator serve DIR --annotators`: the page for a project's annotators, and their links."""

import sys
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from annotator.cli.output import data_console, print_message
from annotator.cli.page_server import FEW_FILES, PageAddress, require_saved, required_packages
from annotator.model.errors import DataError, Problem
from annotator.text.safe import safe_line, safe_text

if TYPE_CHECKING:
    from annotator.project.annotator_links import AnnotatorLinks
    from annotator.web.annotators import LiveAnnotators

PAGE_CLOSED = "Stopped the annotators' page. All work is saved."


def serve_annotators(folder: Path, place: PageAddress) -> None:
    """Serve the annotators' page until the process is told to stop.

    Raises:
        DataError: The project has no annotator, or the page cannot be served.
    """
    with required_packages("The annotators' page"):
        from annotator.web.annotators import LiveAnnotators  # noqa: PLC0415
    live = LiveAnnotators(folder, time.time, time.monotonic)
    unsaved: tuple[str, ...] = ()
    try:
        if not live.links.annotators:
            words = f"The project has no annotators. Run: annotator assign {folder} -a NAME"
            raise DataError(Problem(words, str(folder)))
        _run(live, place)
    finally:
        unsaved = live.sets.close()
    require_saved(unsaved, str(folder))
    print_message(PAGE_CLOSED)


def _run(live: "LiveAnnotators", place: PageAddress) -> None:
    from annotator.web.annotators import annotator_application  # noqa: PLC0415
    from annotator.web.connections import connection_limits, file_limit  # noqa: PLC0415
    from annotator.web.server import open_socket, run  # noqa: PLC0415

    site = place.site()
    listening = open_socket(place.host, place.port)
    address = place.url(site, listening.getsockname()[1])
    limits = connection_limits(file_limit())

    def announce() -> None:
        live.links.serve_at(address)
        print_message(f"The annotators' page is at {address}")
        _print_missing_links(live.links, address)
        for words in place.warnings():
            print_message(words)
        if limits.files < FEW_FILES:
            print_message("To let more people in, run `ulimit -n 4096` first.")
        print_message("Press Ctrl+C to stop. All work is saved.")
        sys.stdout.flush()

    app = annotator_application(live, time.monotonic, site)
    run(app, limits, listening, announce, live.has_browser)


def _print_missing_links(links: "AnnotatorLinks", address: str) -> None:
    """Print a link for each annotator who has none and is not signed in."""
    missing = [each for each in links.annotators if links.until(each) == (None, None)]
    if missing:
        print_links(links, missing, address)
    others = len(links.annotators) - len(missing)
    if others:
        print_message(
            f"Not shown: links of {others} who have one or are signed in. See: "
            f"annotator links {links.folder}"
        )


def print_links(
    links: "AnnotatorLinks", annotators: Iterable[str], address: str, days: float | None = None
) -> None:
    """Print a new personal link for each of these annotators.

    Raises:
        DataError: There is no such annotator, or a link cannot be saved.
    """
    from annotator.model.annotator_access import ACCESS_DAYS  # noqa: PLC0415
    from annotator.web.annotators import link_to  # noqa: PLC0415

    console = data_console()
    days = days or ACCESS_DAYS
    print_message(
        f"Send each annotator their own link. It works once, within {days:g} days, and opens only "
        "their documents:"
    )
    for each in annotators:
        link = link_to(address, links.new_link(each, days))
        console.print(
            Text.assemble((safe_line(each), "bold"), "  ", safe_line(link)), soft_wrap=True
        )


def describe_access(links: "AnnotatorLinks", annotator: str) -> str:
    """Whether an annotator has a link or is signed in, and until when."""
    link, browser = links.until(annotator)
    if browser is not None:
        return f"signed in until {_day(browser)}"
    if link is not None:
        return f"has a link that works until {_day(link)}"
    return "has no link"


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().date().isoformat()


def stored_address(links: "AnnotatorLinks", given: str | None) -> str:
    """The address of the page: the given one, or the one at which it was last served.

    Raises:
        UsageError: Neither is known.
    """
    address = (given or links.access.address).rstrip("/")
    if not address:
        raise click.UsageError(
            safe_text(
                f"The page was never served. Run `annotator serve {links.folder} --annotators` "
                "first, or name its address with --public-url URL."
            )
        )
    return address
