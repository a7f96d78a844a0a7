"""`annotator grade`: marks against the key, for the terminal, a gradebook and the students."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import click

from annotator.cli.counting import passes_option
from annotator.cli.marks import print_document
from annotator.cli.options import codebook_option, file_option, json_option, raw_option
from annotator.cli.output import complain, out, print_json, say
from annotator.cli.pages import put_pages, put_table
from annotator.cli.roster import load_roster
from annotator.cli.watching import watched
from annotator.model.names import file_name
from annotator.model.words import so_many
from annotator.report.gradebook import Column, Gradebook, Heads, Platform, Roster, gradebook
from annotator.stats.grading import Mark, Scheme, mark_of
from annotator.stats.mark_records import columns, comment, document_record, rows
from annotator.stats.passes import Passes
from annotator.stats.value import Value
from annotator.storage.keys import HandedIn, handed_in, key_targets
from annotator.storage.targets import Target
from annotator.text.spreadsheet import csv_text

MANY = 30
"""From so many pages on there is a progress bar."""

EPILOG = """\b
Examples:
  annotator grade my-project
  annotator grade my-project --document harbour-blackout -o marks.csv
  annotator grade my-project -o canvas.csv --roster canvas-export.csv --points 10
  annotator grade my-project -o moodle.csv --platform moodle --roster grades.csv
  annotator grade article.key.yaml --sources --links --feedback feedback

\b
docs/marks.md says how the marks are worked out. Exit code 1 where a set cannot be used, or where
somebody's work goes with nobody in the roster.
"""


@dataclass(frozen=True, slots=True)
class Graded:
    """The marks on one document.

    Attributes:
        handed: The key and what was handed in.
        scheme: How it was marked.
        marks: One for each student, by name.
    """

    handed: HandedIn
    scheme: Scheme
    marks: tuple[Mark, ...]


@click.command("grade", epilog=EPILOG)
@click.argument("target", metavar="DIR", type=click.Path())
@click.option("--document", "-d", metavar="ID", help="This document alone; else all with a key.")
@file_option("--output", "-o", help="Write the marks as CSV.")
@json_option
@file_option("--feedback", metavar="FOLDER", help="Write a page for each student.")
@click.option("--sources", is_flag=True, help="Mark the sources too.")
@click.option("--links", is_flag=True, help="Mark the links and their stances too.")
@passes_option("Which vote counts.")
@file_option("--roster", help="The platform's own export, for the identifiers.")
@click.option(
    "--platform",
    type=click.Choice([each.value for each in Platform]),
    help="What imports the CSV; else as the roster says, else plain.",
)
@click.option(
    "--points",
    type=click.FloatRange(min=0, min_open=True),
    default=100,
    show_default=True,
    help="For a whole article right, in a gradebook.",
)
@click.option(
    "--name-column",
    "names",
    multiple=True,
    metavar="COL",
    help="Of the roster: a column of the name; else the cells tell. Again for each further one.",
)
@click.option(
    "--id-column",
    "keys",
    multiple=True,
    metavar="COL",
    help="Of the roster: a column that the platform knows people by; else the cells tell.",
)
@click.option("--column", metavar="NAME", help="The grades' column; else the article's title.")
@raw_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    /,
    target: str,
    document: str | None,
    output: str | None,
    as_json: bool,
    feedback: str | None,
    sources: bool,
    links: bool,
    passes: str,
    codebook: str | None,
    **gradebook: Any,
) -> None:
    """Mark everybody's work against the key, student by student and sentence by sentence.

    DIR is a project or a folder of articles; an article or a key stands for its document. The
    first finished vote counts. A sentence without a tag is not a wrong one: both are counted.
    """
    graded = [
        grade(handed_in(each, codebook), Passes(passes), sources=sources, links=links)
        for each in key_targets(Target(target, document))
    ]
    how = _Grades(**gradebook)
    unmatched = False
    if output is not None:
        table = _table(graded, how)
        put_table(Path(output), csv_text(table.rows, raw=how.raw))
        say(f"marks written to {output}")
        unmatched = table.unmatched
    elif how.roster is not None or how.platform is not None:
        raise click.UsageError("a gradebook is written with -o FILE")
    if feedback is not None:
        _write_feedback(Path(feedback), graded)
    if as_json:
        print_json({"documents": [_record(each) for each in graded]})
    elif output is None and feedback is None:
        for each in graded:
            print_document(out(), each.handed, each.scheme, each.marks)
    faults = [fault for each in graded for fault in each.handed.faults]
    complain(*faults)
    context.exit(1 if faults or unmatched else 0)


def grade(
    handed: HandedIn, passes: Passes = Passes.FIRST, *, sources: bool = False, links: bool = False
) -> Graded:
    """The marks of everybody who handed something in."""
    scheme = Scheme(handed.codebook, sources, links, handed.aliases)
    marks = (mark_of(own, handed.key, scheme, passes) for own in handed.passes)
    return Graded(handed, scheme, tuple(marks))


def _record(graded: Graded) -> Any:
    handed = graded.handed
    return document_record(handed.key, graded.marks, handed.absent)


def _platform(named: str | None, roster: Roster | None) -> Platform:
    """Where the marks go: as named, else as the roster says, else nowhere in particular."""
    if named is None:
        return roster.platform if roster else Platform.PLAIN
    if roster is not None and roster.platform != named:
        raise click.UsageError(f"the roster is an export of {roster.platform}, not of {named}")
    return Platform(named)


def _plain(graded: Sequence[Graded]) -> list[Sequence[Any]]:
    return [
        columns(graded[0].scheme),
        *(row for each in graded for row in rows(each.marks, each.scheme)),
    ]


@dataclass(frozen=True, slots=True)
class _Grades:
    """How grades stand in a gradebook.

    Attributes:
        points: For a whole article right.
        column: The name of the grades' column; None for the article's title.
        roster: The file of the platform's own export.
        platform: What imports it; None where the roster says so.
        names: The columns of the roster that make the name, where they were named.
        keys: The columns that the platform knows people by, where they were named.
        raw: Whether cells are exactly as they are, not made safe for spreadsheets.
    """

    points: float
    column: str | None
    roster: str | None
    platform: str | None
    names: tuple[str, ...]
    keys: tuple[str, ...]
    raw: bool


class _Table(NamedTuple):
    """Rows for a file, and whether somebody's work is not among them."""

    rows: Sequence[Sequence[Any]]
    unmatched: bool = False


def _table(graded: Sequence[Graded], how: _Grades) -> _Table:
    """The marks as the platform imports them."""
    if how.roster is None and (how.names or how.keys):
        raise click.UsageError("--name-column and --id-column are columns of a --roster FILE")
    known = load_roster(how.roster, Heads(how.names, how.keys))
    where = _platform(how.platform, known)
    if where is Platform.PLAIN:
        return _Table(_plain(graded))
    if how.column is not None and len(graded) > 1:
        raise click.UsageError("--column names one document's grades; add --document ID")
    return _book(graded, where, known, how)


def _book(
    graded: Sequence[Graded], platform: Platform, roster: Roster | None, how: _Grades
) -> _Table:
    grades = [column for each in graded for column in _columns(each, how)]
    book = gradebook(platform, grades, _comments(graded), roster)
    _say_unmatched(book, platform, roster)
    if roster is not None:
        say(_changes(book))
    return _Table(book.rows, bool(book.unknown or book.doubtful))


def _changes(book: Gradebook) -> str:
    """What an upload would change, in words."""
    found = book.changes
    counts = {
        "new": found.new,
        "changed": found.changed,
        "cleared": found.cleared,
        "not matched": len(book.unknown) + len(book.doubtful),
    } | ({"the same as before": found.same} if found.same else {})
    listed = ", ".join(f"{count:,} {words}" for words, count in counts.items())
    return f"What an upload would do to the grades: {listed}."


def _columns(graded: Graded, how: _Grades) -> list[Column]:
    title = how.column or graded.handed.key.title
    figures = {title: {each.annotator: each.score for each in graded.marks}}
    if graded.scheme.sources:
        figures[f"{title}: sources"] = {
            each.annotator: each.sources.share for each in graded.marks if each.sources
        }
    if graded.scheme.links:
        figures[f"{title}: links"] = {
            each.annotator: each.links.f1 for each in graded.marks if each.links
        }
    return [
        Column(name, how.points, {who: _points(each, how.points) for who, each in column.items()})
        for name, column in figures.items()
    ]


def _points(value: Value, points: float) -> float | None:
    return value.value * points if isinstance(value.value, int | float) else None


def _comments(graded: Sequence[Graded]) -> dict[str, str]:
    comments: dict[str, list[str]] = {}
    for each in graded:
        for own in each.marks:
            title = f"{each.handed.key.title}: " if len(graded) > 1 else ""
            comments.setdefault(own.annotator, []).append(title + comment(own))
    return {name: " ".join(said) for name, said in comments.items()}


def _say_unmatched(book: Gradebook, platform: Platform, roster: Roster | None) -> None:
    if roster is None:
        say(f"No roster: {platform} has only the names to go by. --roster FILE is its own export.")
    for words, names in (
        ("Handed in, and not in the roster", book.unknown),
        ("Handed in, and more than one in the roster or the work could be meant", book.doubtful),
        ("In the roster, and nothing handed in", book.idle),
    ):
        if names:
            say(f"{words}: {', '.join(names)}")


def _write_feedback(folder: Path, graded: Sequence[Graded]) -> None:
    from annotator.report.feedback import Work, page  # noqa: PLC0415 (it loads the templates)

    works: dict[str, list[Work]] = {}
    for each in graded:
        for own in each.marks:
            works.setdefault(own.annotator, []).append(Work(each.handed.key, own))
    made = watched(works.items(), "Writing feedback", MANY)
    put_pages(folder, {f"{file_name(name)}.html": page(own) for name, own in made})
    say(f"{so_many(len(works), 'page')} written to {folder}")
