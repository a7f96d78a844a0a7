"""`annotator lessons`: list the lessons in the package."""

from typing import Any

import click
from rich.padding import Padding

from annotator.cli.options import json_option
from annotator.cli.output import data_console, print_json, print_message
from annotator.storage.lessons import LESSON_MINUTES, LessonPlan, lessons
from annotator.text.safe import safe_text

EPILOG = """\b
Examples:
  annotator lessons
  annotator lessons --json
  annotator lesson start who-says-so
"""


@click.command("lessons", epilog=EPILOG)
@json_option
def command(as_json: bool) -> None:
    """List the lessons that are ready to teach, from easy to hard.

    Each takes 50 minutes. It has an article, an answer key with an explanation for each sentence,
    slides, a worksheet, an exit ticket, a rubric and a plan. Start one with `annotator lesson
    start`.
    """
    if as_json:
        print_json([_record(each) for each in lessons()])
        return
    console = data_console()
    for each in lessons():
        console.print(safe_text(f"{each.number}. {each.id}"))
        console.print(Padding(safe_text(each.summary), (0, 0, 0, 3)))
    print_message("Start one with `annotator lesson start NAME`.")


def _record(lesson: LessonPlan) -> dict[str, Any]:
    return {
        "number": lesson.number,
        "name": lesson.id,
        "title": lesson.title,
        "summary": lesson.summary,
        "minutes": LESSON_MINUTES,
        "article": lesson.article.title,
        "sentences": sum(each.part is None for each in lesson.article.sentences),
        "goals": lesson.goals,
    }
