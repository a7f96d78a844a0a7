"""`annotator lesson`: start a class in the browser, or make a project for a ready lesson."""

import sys
from pathlib import Path

import click

from annotator.cli.output import print_message
from annotator.cli.start_page import run_start_page
from annotator.project.lessons import start_lesson
from annotator.storage import layout
from annotator.storage.lessons import LessonPlan, lesson
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator lesson                              open the start page in your browser
  annotator lesson --folder media-class         go on with the class in this folder
  annotator lesson start who-says-so
  annotator lesson start who-confirms-it media-class

\b
Without `start`, you do everything in the browser: choose an article, make its key, read the class
list and start the class. Only this computer can open the start page. If the current folder is a
class or is empty, it is used. If not, you name a new folder on the page.

\b
`annotator lessons` lists the names. DIR is the lesson's name if you leave it out. If DIR is a
project, the lesson is added to it, so that all lessons of a class are in one gradebook.
"""


PAPERS = {
    "plan.html": "for you: read it first",
    "slides.html": "for the projector",
    "worksheet.html": "to print, for students without devices",
    "exit-ticket.html": "to print, two on a sheet",
    "answers.html": "for you: the key with its reasons",
}
"""What each page of a lesson is for, in the order in which a teacher needs them."""


@click.command("lesson", epilog=EPILOG)
@click.argument("action", metavar="[start", required=False, type=click.Choice(["start"]))
@click.argument("name", metavar="NAME", required=False)
@click.argument("folder", metavar="[DIR]]", required=False, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Use a folder that is not empty without asking.")
@click.option(
    "--folder",
    "of_class",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the class (without start; default: the current one).",
)
@click.option("--print-link", is_flag=True, help="Print the link instead of opening your browser.")
def command(
    action: str | None,
    name: str | None,
    folder: Path | None,
    yes: bool,
    of_class: Path | None,
    print_link: bool,
) -> None:
    """Start a class in your browser, or a lesson from the package.

    With `start`, this makes a project with the lesson's article and answer key. The folder
    lessons/NAME in it has the plan, the slides, the worksheet, the answers and the exit ticket as
    web pages.
    """
    if action is None:
        run_start_page(of_class, print_link=print_link)
        return
    if name is None:
        raise click.UsageError("Name the lesson. `annotator lessons` lists them.")
    _start(lesson(name), folder, yes=yes)


def _start(chosen: LessonPlan, folder: Path | None, *, yes: bool) -> None:
    folder = folder or Path(chosen.id)
    if layout.has_content(folder) and not yes:
        _ask(folder)
    papers = _make(folder, chosen)
    print_message(f"Started the lesson “{chosen.title}” in {folder}.")
    print_message(f"Open these pages in {papers}:")
    width = max(map(len, PAPERS))
    for paper, purpose in PAPERS.items():
        print_message(f"  {paper:<{width}}  {purpose}")
    print_message(f"Next: annotator serve {folder} --document {chosen.id} --host 0.0.0.0")


def _ask(folder: Path) -> None:
    if not sys.stdin.isatty():
        words = f"{folder} is not empty. Nothing was changed. To add the lesson to it, use --yes."
        raise click.UsageError(words)
    what = "is a project" if layout.is_project(folder) else "is not empty"
    click.confirm(safe_line(f"{folder} {what}. Add the lesson to it?"), abort=True, err=True)


def _make(folder: Path, chosen: LessonPlan) -> Path:
    """Make the project and the papers. Gives the folder of the papers."""
    from annotator.report.lessons import write_lesson_pages  # noqa: PLC0415 (templates)

    return write_lesson_pages(folder, chosen, start_lesson(folder, chosen))
