"""`annotator status`: how far everybody is with every document, and what is flagged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from annotator.cli.options import folder_argument, json_option
from annotator.cli.output import complain, out, print_by_name, print_json
from annotator.cli.watching import watched
from annotator.model.annotation import Sentence
from annotator.model.faults import Fault, Faults
from annotator.model.figures import Figures, Standing, standing
from annotator.model.gold import By
from annotator.model.words import so_many, verb
from annotator.project.facts import Facts, facts_record
from annotator.project.reading import ReadOutline, project_facts
from annotator.storage import projects, workload
from annotator.storage.catalogue import body_length
from annotator.storage.headers import read_outline
from annotator.storage.targets import read_set
from annotator.storage.workload import Task
from annotator.text.safe import visible

EPILOG = """\b
Examples:
  annotator status my-project
  annotator status my-project --documents
  annotator status my-project --json
"""
MANY = 200
FEW = 40
_NOBODY = "nobody has finished one yet."
DONE, BEGUN, UNTOUCHED = "done", "begun", "untouched"


@dataclass(frozen=True, slots=True)
class Row:
    """A task, how far it is, and its flagged sentences."""

    task: Task
    figures: Figures
    flagged: tuple[Sentence, ...] = ()

    @property
    def state(self) -> str:
        """Done, begun or untouched."""
        return DONE if self.figures.done else BEGUN if self.figures.begun else UNTOUCHED


@click.command("status", epilog=EPILOG)
@folder_argument
@click.option("--documents", is_flag=True, help="Name every document, however many there are.")
@json_option
@click.pass_context
def command(context: click.Context, folder: Path, documents: bool, as_json: bool) -> None:
    """How far each annotator of the project in DIR is: done, begun, untouched.

    Where the project records times, also how long the rest takes by the pace so far.
    Flagged sentences are listed with their notes.
    """
    project = projects.load(folder)
    tasks = workload.tasks(folder, project)
    # The tasks and the facts are counted over the same files.
    read = cache(read_outline)
    rows, faults = read_rows(folder, watched(tasks, many=MANY), read)
    facts, wrong = project_facts(folder, project, read)
    faults = list(dict.fromkeys((*faults, *wrong)))
    people = {
        name: standing(row.figures for row in rows if row.task.annotator == name)
        for name in workload.annotators(folder, project)
    }
    if as_json:
        print_json(_record(facts, rows, people, faults))
    else:
        console = out()
        console.print(Text(visible(_words(facts)), "dim"))
        console.print()
        _print(console, people)
        if documents or facts.documents <= FEW:
            _print_documents(console, rows, list(people))
        _print_flagged(console, rows)
        complain(*faults)
    context.exit(1 if faults else 0)


def read_rows(
    folder: Path, tasks: Iterable[Task], read: ReadOutline
) -> tuple[list[Row], list[Fault]]:
    """How far each task is, and the faults of the files that could not be read."""
    lengths: dict[str, int] = {}
    rows: list[Row] = []
    faults = Faults()
    for task in tasks:
        with faults:
            rows.append(_row(folder, task, lengths, read))
    return rows, faults.found


def _row(folder: Path, task: Task, lengths: dict[str, int], read: ReadOutline) -> Row:
    figures = task.figures(lambda path: read(path)[1])
    if figures is None:
        if task.document not in lengths:
            path = projects.document_path(folder, task.document)
            lengths[task.document] = body_length(path)
        return Row(task, Figures(total=lengths[task.document]))
    if not figures.flagged:
        return Row(task, figures)
    annotations, _ = read_set(task.path)
    return Row(task, figures, tuple(each for each in annotations.sentences if each.flag))


def _record(
    facts: Facts, rows: list[Row], people: dict[str, Standing], faults: list[Fault]
) -> dict[str, Any]:
    return {
        "documents": facts.documents,
        "facts": facts_record(facts),
        "annotators": [
            {
                "annotator": name,
                "assigned": each.assigned,
                DONE: each.done,
                BEGUN: each.begun,
                UNTOUCHED: each.untouched,
                "sentences_tagged": each.tagged,
                "sentences_left": each.left,
                "seconds_per_sentence": each.pace,
                "seconds_left": each.seconds_left,
            }
            for name, each in people.items()
        ],
        "work": [_work(row) for row in rows],
        "flagged": list(_flags(rows)),
        "faults": faults,
    }


def _work(row: Row) -> dict[str, Any]:
    return {
        "annotator": row.task.annotator,
        "document": row.task.document,
        "round": row.task.round,
        "pass": row.task.number,
        "state": row.state,
        "status": row.figures.status,
        "tagged": row.figures.tagged,
        "sentences": row.figures.total,
        "flagged": row.figures.flagged,
    }


def _words(facts: Facts) -> str:
    """What the project holds by now, in a sentence or two."""
    people, gold = len(facts.people), facts.gold
    finished = (
        f"{so_many(people, 'annotator')} {verb(people, 'has', 'have')} finished work on "
        f"{facts.tagged:,} of them. {facts.shared:,} {verb(facts.shared, 'has', 'have')} that of "
        "two annotators or more."
    )
    said = f"{so_many(facts.documents, 'document')}; {finished if people else _NOBODY}"
    left = gold.sentences.get(By.UNRESOLVED, 0)
    settled = (
        f" Gold of {so_many(gold.documents, 'document')}: {so_many(gold.total, 'sentence')}, "
        f"{left:,} of them unresolved."
    )
    return said + settled if gold.documents else said


@dataclass(frozen=True, slots=True)
class Flag:
    """A flagged sentence, and whose flag it is."""

    annotator: str
    document: str
    sentence: str
    tag: str | None
    text: str
    note: str | None


def _flags(rows: Iterable[Row]) -> Iterator[Flag]:
    for row in rows:
        for each in row.flagged:
            task = row.task
            yield Flag(task.annotator, task.document, each.id, each.tag, each.text, each.note)


def duration(seconds: float | None) -> str:
    """A length of time in the two largest units that it has: "3 h 20 min"."""
    if seconds is None:
        return ""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _print(console: Console, people: dict[str, Standing]) -> None:
    timed = any(each.pace is not None for each in people.values())
    headings = ["annotator", "documents", DONE, BEGUN, UNTOUCHED, "sentences tagged", "left"]
    lines = []
    for name, each in people.items():
        counts = (each.assigned, each.done, each.begun, each.untouched, each.tagged, each.left)
        time = [duration(each.seconds_left)] if timed else []
        lines.append([name, *map(str, counts), *time])
    print_by_name(console, [*headings, *(["time left"] if timed else [])], lines)


def _print_documents(console: Console, rows: list[Row], people: list[str]) -> None:
    cells: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row.task.document, row.task.annotator)
        cells[key] = " ".join(filter(None, (cells.get(key), _cell(row))))
    lines = [
        [document, *(cells.get((document, name), "") for name in people)]
        for document in sorted({document for document, _ in cells})
    ]
    console.print()
    print_by_name(console, ["document", *people], lines)


def _cell(row: Row) -> str:
    figures = row.figures
    flags = f" ⚑{figures.flagged}" if figures.flagged else ""
    if figures.done:
        return f"{figures.status}{flags}"
    return f"{figures.tagged}/{figures.total}{flags}" if figures.begun else UNTOUCHED


def _print_flagged(console: Console, rows: list[Row]) -> None:
    flags = list(_flags(rows))
    if flags:
        console.print(Text("\nFlagged", "bold"))
    for each in flags:
        place = f"{each.document} {each.sentence}, {each.annotator}, {each.tag or 'no tag'}: "
        console.print(Text.assemble((visible(place), "cyan"), visible(each.text)))
        if each.note:
            console.print(Text(f"  {visible(each.note)}", "dim"))
