"""`annotator forget`: remove everything that a project holds about one student."""

from pathlib import Path

import click

from annotator.cli.output import say
from annotator.model.faults import Fault, Refused
from annotator.storage import projects
from annotator.storage.forgetting import forget, traces

EPILOG = """\b
Examples:
  annotator forget media-class "Ada Byron"
  annotator forget media-class ada-byron --yes

\b
It removes the folder annotations/STUDENT with all the student's sets, and the student from every
class, from the assignments and from the project's list of annotators. Copies elsewhere (git,
backups, marks that were exported) stay.
"""


@click.command("forget", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.argument("student", metavar="STUDENT")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(folder: str, student: str, yes: bool) -> None:
    """Remove everything that the project DIR holds about STUDENT."""
    place = Path(folder)
    projects.load(place)
    if not student.strip():
        raise click.UsageError("name the student")
    found = traces(place, student)
    if not found:
        raise Refused(Fault(f"holds nothing about “{student}”", folder))
    for path in found.files:
        say(f"  {path}")
    for path in found.named:
        say(f"  the name in {path}")
    if not yes:
        click.confirm("Remove all of this? It cannot be undone.", abort=True, err=True)
    forget(place, found)
    say(f"Nothing about “{student}” is left in {folder}.")
