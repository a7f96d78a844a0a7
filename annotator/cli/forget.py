"""`annotator forget`: removes everything that a project stores about one student."""

from collections.abc import Iterable
from pathlib import Path

import click

from annotator.cli.output import print_message
from annotator.model.errors import DataError, Problem
from annotator.project.forget import RemainingMention, find_remaining_mentions, forget
from annotator.project.personal_data import (
    UNNAMED,
    NamePolicy,
    PersonalData,
    find_personal_data,
    other_names,
)
from annotator.storage import layout

EPILOG = f"""\b
Examples:
  annotator forget media-class "Ada Byron"
  annotator forget media-class ada-byron --yes
  annotator forget media-class ada-byron --names remove

\b
The command removes the folder annotations/STUDENT with all the student's sets. It removes the
student from every class, from the assignments, from the project's list of annotators and from the
list of files that came from Canvas or Moodle.

\b
The gold standard and keys stay. In them, the name is replaced by a pseudonym (annotator-1). With
--names remove, the student's votes are removed. If the student made a whole file, such as a key,
its annotator becomes “{UNNAMED}”.

\b
Then the command searches the whole folder, including the git history, and lists all remaining
mentions of the name. It does not find copies elsewhere, such as backups or exported grades. The
exit code is 1 if the name is still in the folder.
"""


@click.command("forget", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.argument("student", metavar="STUDENT")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@click.option(
    "--names",
    type=click.Choice([each.value for each in NamePolicy]),
    default=NamePolicy.PSEUDONYM.value,
    show_default=True,
    help="What happens to the name in the gold standard and keys.",
)
@click.pass_context
def command(context: click.Context, folder: str, student: str, yes: bool, names: str) -> None:
    """Remove everything that project DIR stores about a student."""
    place = Path(folder)
    layout.load_project(place)
    if not student.strip():
        raise click.UsageError("Name the student.")
    personal_data = find_personal_data(place, student, NamePolicy(names))
    others = other_names(place, student)
    if personal_data:
        _say_traces(personal_data)
        if not yes:
            click.confirm("Remove all of this? You cannot undo it.", abort=True, err=True)
        forget(place, personal_data)
    if others:
        print_message(f"The same person also has work as {', '.join(others)}. Remove that too.")
    left = find_remaining_mentions(place, {*personal_data.names, personal_data.student})
    if not personal_data and not any(each.sure for each in left):
        raise DataError(Problem(f"The project stores nothing about “{student}”.", folder))
    context.exit(_say_left(left, student, folder))


def _say_traces(personal_data: PersonalData) -> None:
    for path in personal_data.files:
        print_message(f"  Remove: {path}")
    replaced = (
        f"Replace the name by “{personal_data.pseudonym}”"
        if personal_data.pseudonym
        else "Remove the name"
    )
    for path in personal_data.shared_files:
        shared = layout.is_shared_work(path)
        print_message(f"  {replaced if shared else 'Remove the name'}: {path}")


def _say_left(left: Iterable[RemainingMention], student: str, folder: str) -> int:
    """Print the remaining mentions of the name. Returns the exit code."""
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
        print_message(f"The name “{student}” no longer appears in {folder}.")
    elif not sure:
        print_message(f"The name “{student}” was not found anywhere else in {folder}.")
    else:
        print_message("Remove or correct these by hand. For git, you have to rewrite the history.")
    return 1 if sure else 0
