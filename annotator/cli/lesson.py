"""`annotator lesson`: make a project folder that is ready to teach a lesson."""

import sys
from pathlib import Path

import click

from annotator.cli.output import print_message
from annotator.project.lessons import start_lesson
from annotator.project.output_files import write_pages
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.storage.lessons import Lesson, lesson
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator lesson start who-says-so
  annotator lesson start who-confirms-it media-class

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
@click.argument("action", metavar="start", type=click.Choice(["start"]), expose_value=False)
@click.argument("name", metavar="NAME")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Use a folder that is not empty without asking.")
def command(name: str, folder: Path | None, yes: bool) -> None:
    """Start a lesson from the package.

    Makes a project with the lesson's article and answer key. The folder lessons/NAME in it has the
    plan, the slides, the worksheet, the answers and the exit ticket as web pages.
    """
    chosen = lesson(name)
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


def _make(folder: Path, chosen: Lesson) -> Path:
    """Make the project and the papers. Gives the folder of the papers."""
    from annotator.report.lessons import lesson_pages  # noqa: PLC0415 (it loads the templates)

    key = start_lesson(folder, chosen)
    papers = layout.lesson_folder(folder, chosen.id)
    write_pages(papers, lesson_pages(chosen, key, builtin()))
    return papers
