"""Runs the start page, on which a teacher starts a class in the browser."""

import sys
import time
from pathlib import Path

import click

from annotator.cli.options import default_annotator
from annotator.cli.output import print_message
from annotator.cli.page_server import required_packages
from annotator.cli.teacher_entry import TeacherEntry, shows_links
from annotator.model.errors import DataError, Problem
from annotator.storage import layout

_OWNER = "teacher"
"""The name in a key if the settings have none."""

_NO_WINDOW = (
    "There is no terminal in which to show the link to the start page. Start in a terminal, or "
    "add --print-link."
)
_STOPPED = "Stopped. All work is saved. Start again in the same folder to go on."


def run_start_page(folder: Path | None, *, print_link: bool) -> None:
    """Run the start page until the teacher stops it.

    Args:
        folder: The folder of the class; None for the current one, or one that the teacher names.
        print_link: Whether to print the link instead of opening a browser.

    Raises:
        DataError: The folder has other files, or a package is missing.
        UsageError: There is no terminal, so the teacher would get no link.
    """
    if not shows_links(print_link=print_link):
        raise click.UsageError(_NO_WINDOW)
    with required_packages("The start page"):
        from annotator.web.class_start import ClassStart  # noqa: PLC0415
        from annotator.web.connections import connection_limits, file_limit  # noqa: PLC0415
        from annotator.web.server import (  # noqa: PLC0415
            open_socket,
            page_server,
            run_until_stopped,
        )
        from annotator.web.start_page import start_application  # noqa: PLC0415
        from annotator.web.teacher_links import OneUseLinks  # noqa: PLC0415
    start = ClassStart(Path.cwd(), _class_folder(folder), default_annotator() or _OWNER)
    links = OneUseLinks(time.time)
    listening = open_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    entry = TeacherEntry(links, address, print_link, "Opened the start page in the browser.")
    app, routes = start_application(start, links, lambda: setattr(server, "should_exit", True))
    limits = connection_limits(file_limit())
    server = page_server(app, limits, lambda: _announce(entry), routes.knows)
    with listening:
        run_until_stopped(server, listening)
    print_message(_STOPPED)


def _announce(entry: TeacherEntry) -> None:
    entry.open()
    print_message("Press Ctrl+C to stop. All work is saved.")
    sys.stdout.flush()
    entry.print_on_request()


def _class_folder(named: Path | None) -> Path | None:
    """The folder of the class; None if the teacher names a new one in the current folder."""
    folder = named or Path.cwd()
    if layout.is_project(folder) or not layout.has_content(folder):
        return folder
    if named is not None:
        words = "This folder has other files. Name an empty folder, a new one, or that of a class."
        raise DataError(Problem(words, str(folder)))
    return None
