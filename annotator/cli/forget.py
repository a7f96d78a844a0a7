"""`annotator forget`: remove everything that a project holds about one student."""

from collections.abc import Iterable
from pathlib import Path

import click

from annotator.cli.output import print_message
from annotator.model.errors import DataError, Problem
from annotator.project.forget import (
    UNNAMED,
    NamePolicy,
    PersonalData,
    RemainingMention,
    find_personal_data,
    find_remaining_mentions,
    forget,
)
from annotator.storage import layout

EPILOG = f"""\b
Examples:
  annotator forget media-class "Ada Byron"
  annotator forget media-class ada-byron --yes
  annotator forget media-class ada-byron --names remove

\b
It removes the folder annotations/STUDENT with all the student's sets, and the student from every
class, from the assignments and from the project's list of annotators. Gold and keys stay. In them
the name becomes a pseudonym (annotator-1); with --names remove the votes under that name go, and
who made the file is “{UNNAMED}”. Then the whole folder is searched, git's history too, and what
still has the name is listed. Copies elsewhere (backups, marks that were sent) are not found.

\b
Exit code 1 where the name is still in the folder.
"""


@click.command("forget", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.argument("student", metavar="STUDENT")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--names",
    type=click.Choice([each.value for each in NamePolicy]),
    default=NamePolicy.PSEUDONYM.value,
    show_default=True,
    help="What becomes of the name in gold and keys.",
)
@click.pass_context
def command(context: click.Context, folder: str, student: str, yes: bool, names: str) -> None:
    """Remove everything that the project DIR holds about STUDENT."""
    place = Path(folder)
    layout.load_project(place)
    if not student.strip():
        raise click.UsageError("name the student")
    personal_data = find_personal_data(place, student, NamePolicy(names))
    if personal_data:
        _say_traces(personal_data)
        if not yes:
            click.confirm("Change all of this? It cannot be undone.", abort=True, err=True)
        forget(place, personal_data)
    left = find_remaining_mentions(place, {*personal_data.names, personal_data.student})
    if not personal_data and not any(each.sure for each in left):
        raise DataError(Problem(f"holds nothing about “{student}”", folder))
    context.exit(_say_left(left, student, folder))


def _say_traces(personal_data: PersonalData) -> None:
    for path in personal_data.files:
        print_message(f"  to be removed: {path}")
    instead = (
        f"to become “{personal_data.pseudonym}”" if personal_data.pseudonym else "to be removed"
    )
    for path in personal_data.shared_files:
        shared = layout.is_shared_work(path)
        print_message(f"  the name {instead if shared else 'to be removed'}: {path}")


def _say_left(left: Iterable[RemainingMention], student: str, folder: str) -> int:
    """Say what was found of the name after all; the exit code."""
    sure = [each for each in left if each.sure]
    closed = [each for each in left if not each.sure]
    if sure:
        print_message(f"The name “{student}” is still in {folder}:")
    for each in sure:
        print_message(f"  {each.place}: {each.what}")
    if closed:
        print_message("These could not be searched:")
    for each in closed:
        print_message(f"  {each.place}: {each.what}")
    if not sure and not closed:
        print_message(f"Nothing in {folder} has the name “{student}”.")
    elif not sure:
        print_message(f"Nothing else in {folder} has the name “{student}”.")
    else:
        print_message("Remove or correct these by hand; of git, the history has to be rewritten.")
    return 1 if sure else 0
