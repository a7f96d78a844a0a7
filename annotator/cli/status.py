"""`annotator status`: the progress of each annotator on each document, and flagged sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from annotator.cli.options import folder_argument, json_option
from annotator.cli.output import (
    data_console,
    print_json,
    print_name_table,
    print_problems,
    show_progress,
)
from annotator.model.annotation import Sentence
from annotator.model.decisions import GoldBasis
from annotator.model.errors import Problem, ProblemCollector
from annotator.model.plurals import plural, verb
from annotator.model.progress import AnnotatorProgress, SetProgress, annotator_progress
from annotator.project import document_tasks
from annotator.project.document_tasks import Task
from annotator.project.project_sets import SummaryReader, read_project_facts
from annotator.project.project_summary import ProjectSummary, project_summary_record
from annotator.storage import layout
from annotator.storage.headers import body_length, read_summary
from annotator.storage.sets import read_set
from annotator.text.safe import safe_text

EPILOG = """\b
Examples:
  annotator status my-project
  annotator status my-project --documents
  annotator status my-project --json
"""
MANY = 200
FEW = 40

FINISHED, IN_PROGRESS, NOT_STARTED = "finished", "in progress", "not started"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task, its progress, and its flagged sentences."""

    task: Task
    progress: SetProgress
    flagged: tuple[Sentence, ...] = ()

    @property
    def state(self) -> str:
        """Finished (or unusable), in progress, or not started."""
        if self.progress.is_done:
            return FINISHED
        return IN_PROGRESS if self.progress.is_started else NOT_STARTED


@click.command("status", epilog=EPILOG)
@folder_argument
@click.option("--documents", is_flag=True, help="List every document, even if there are many.")
@json_option
@click.pass_context
def command(context: click.Context, folder: Path, documents: bool, as_json: bool) -> None:
    """Show the progress of each annotator in the project in DIR.

    Flagged sentences are listed with their notes. If the project records times, the table also
    estimates the time left from each annotator's pace so far.
    """
    project = layout.load_project(folder)
    tasks = document_tasks.project_tasks(folder, project)
    # Tasks and facts come from the same files, so each is read once.
    read = cache(read_summary)
    rows, problems = read_task_rows(folder, show_progress(tasks, many=MANY), read)
    facts, wrong = read_project_facts(folder, project, read)
    problems = list(dict.fromkeys((*problems, *wrong)))
    people = {
        name: annotator_progress(row.progress for row in rows if row.task.annotator == name)
        for name in document_tasks.project_annotators(folder, project)
    }
    if as_json:
        print_json(_record(facts, rows, people, problems))
    else:
        console = data_console()
        console.print(Text(safe_text(_words(facts)), "dim"))
        console.print()
        _print(console, people)
        if documents or facts.documents <= FEW:
            _print_documents(console, rows, list(people))
        _print_flagged(console, rows)
        print_problems(*problems)
    context.exit(1 if problems else 0)


def read_task_rows(
    folder: Path, tasks: Iterable[Task], read: SummaryReader
) -> tuple[list[TaskRow], list[Problem]]:
    """The progress of each task, and the problems of files that could not be read."""
    lengths: dict[str, int] = {}
    rows: list[TaskRow] = []
    problems = ProblemCollector()
    for task in tasks:
        with problems:
            rows.append(_row(folder, task, lengths, read))
    return rows, problems.problems


def _row(folder: Path, task: Task, lengths: dict[str, int], read: SummaryReader) -> TaskRow:
    figures = task.progress(lambda path: read(path)[1])
    if figures is None:
        if task.document not in lengths:
            path = layout.document_path(folder, task.document)
            lengths[task.document] = body_length(path)
        return TaskRow(task, SetProgress(total=lengths[task.document]))
    if not figures.flagged:
        return TaskRow(task, figures)
    annotations, _ = read_set(task.path)
    return TaskRow(task, figures, tuple(each for each in annotations.sentences if each.flag))


def _record(
    facts: ProjectSummary,
    rows: list[TaskRow],
    people: dict[str, AnnotatorProgress],
    problems: list[Problem],
) -> dict[str, Any]:
    return {
        "documents": facts.documents,
        "facts": project_summary_record(facts),
        "annotators": [
            {
                "annotator": name,
                "assigned": each.assigned,
                "finished": each.done,
                "in_progress": each.in_progress,
                "not_started": each.not_started,
                "sentences_tagged": each.tagged,
                "sentences_left": each.left,
                "seconds_per_sentence": each.pace,
                "seconds_left": each.seconds_left,
            }
            for name, each in people.items()
        ],
        "work": [_work(row) for row in rows],
        "flagged": list(_flags(rows)),
        "problems": problems,
    }


def _work(row: TaskRow) -> dict[str, Any]:
    return {
        "annotator": row.task.annotator,
        "document": row.task.document,
        "round": row.task.round,
        "pass": row.task.number,
        "state": row.state.replace(" ", "_"),
        "status": row.progress.status,
        "tagged": row.progress.tagged,
        "sentences": row.progress.total,
        "flagged": row.progress.flagged,
    }


def _words(facts: ProjectSummary) -> str:
    """What the project has so far, in a few sentences."""
    people, gold = len(facts.annotators), facts.gold
    finished = (
        f"{facts.tagged:,} finished by at least one annotator, {facts.shared:,} by two or more. "
        f"{plural(people, 'annotator')} {verb(people, 'has', 'have')} finished sets."
    )
    said = f"{plural(facts.documents, 'document')}: {finished if people else 'none finished yet.'}"
    left = gold.sentences.get(GoldBasis.UNRESOLVED, 0)
    settled = (
        f" Gold standard: {plural(gold.documents, 'document')} with "
        f"{plural(gold.total, 'sentence')}, {left:,} unresolved."
    )
    return said + settled if gold.documents else said


@dataclass(frozen=True, slots=True)
class FlaggedSentence:
    """A flagged sentence, and the annotator who flagged it."""

    annotator: str
    document: str
    sentence: str
    tag: str | None
    text: str
    note: str | None


def _flags(rows: Iterable[TaskRow]) -> Iterator[FlaggedSentence]:
    for row in rows:
        for each in row.flagged:
            task = row.task
            yield FlaggedSentence(
                task.annotator, task.document, each.id, each.tag, each.text, each.note
            )


def format_duration(seconds: float | None) -> str:
    """A length of time in the two largest units that it has: "3 h 20 min"."""
    if seconds is None:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _print(console: Console, people: dict[str, AnnotatorProgress]) -> None:
    timed = any(each.pace is not None for each in people.values())
    headings = ["annotator", "documents", FINISHED, IN_PROGRESS, NOT_STARTED, "tagged"]
    lines = []
    for name, each in people.items():
        counts = (
            each.assigned,
            each.done,
            each.in_progress,
            each.not_started,
            f"{each.tagged}/{each.tagged + each.left}",
        )
        time = [format_duration(each.seconds_left)] if timed else []
        lines.append([name, *map(str, counts), *time])
    print_name_table(console, [*headings, *(["time left"] if timed else [])], lines)


def _print_documents(console: Console, rows: list[TaskRow], people: list[str]) -> None:
    cells: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row.task.document, row.task.annotator)
        cells[key] = " ".join(filter(None, (cells.get(key), _cell(row))))
    lines = [
        [document, *(cells.get((document, name), "") for name in people)]
        for document in sorted({document for document, _ in cells})
    ]
    console.print()
    print_name_table(console, ["document", *people], lines)


def _cell(row: TaskRow) -> str:
    figures = row.progress
    flags = f" ⚑{figures.flagged}" if figures.flagged else ""
    if figures.is_done:
        return f"{figures.status}{flags}"
    return f"{figures.tagged}/{figures.total}{flags}" if figures.is_started else NOT_STARTED


def _print_flagged(console: Console, rows: list[TaskRow]) -> None:
    flags = list(_flags(rows))
    if flags:
        console.print(Text("\nFlagged sentences", "bold"))
    for each in flags:
        place = f"{each.document} {each.sentence}, {each.annotator}, {each.tag or 'no tag'}: "
        console.print(Text.assemble((safe_text(place), "cyan"), safe_text(each.text)))
        if each.note:
            console.print(Text(f"  {safe_text(each.note)}", "dim"))
