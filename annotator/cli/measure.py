"""`annotator measure`: what became of each claim, and the measures of attribution quality."""

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.cli.options import codebook_option
from annotator.cli.output import out, print_json, say
from annotator.cli.sets import codebook_of, find_sets, on_each, require_some
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.stats import claims as article_claims
from annotator.stats import wording
from annotator.stats.corpus import Interval, Measured, articles
from annotator.stats.index import view
from annotator.stats.measures import evaluate
from annotator.stats.records import COLUMNS, records, rows
from annotator.storage.files import overwrite
from annotator.storage.targets import read_set
from annotator.text.safe import visible
from annotator.text.spreadsheet import defused

SEED = 2026

EPILOG = """\b
Examples:
  annotator measure article.ada.yaml
  annotator measure my-folder --json
  annotator measure my-folder --csv measures.csv
"""


@click.command("measure", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="JSON for programs.")
@click.option("--csv", "table", metavar="FILE", help="A row for each set and measure.")
@click.option("--raw", is_flag=True, help="CSV exactly as it is, not made safe for spreadsheets.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of the intervals.")
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    as_json: bool,
    table: str | None,
    raw: bool,
    seed: int,
    codebook: str | None,
) -> None:
    """Measure annotation sets; folders whole.

    First what became of each claim, then each figure with numerator and denominator, in words.
    """
    files = find_sets(paths)
    found, faults = on_each(files, codebook, measured, "Measuring")
    require_some(found, faults)
    if table is not None:
        overwrite(Path(table), csv_of(found, raw=raw).encode())
        say(f"{len(found)} sets are measured in {table}")
    if as_json:
        print_json(records(found, intervals_of(found, seed)))
    elif table is None:
        _print(out(), files, found, codebook, seed)
    context.exit(1 if faults else 0)


def measured(annotations: AnnotationSet, codebook: Codebook) -> Measured:
    """The measures of one set."""
    values = evaluate(view(annotations, codebook))
    return Measured(annotations.document, annotations.annotator, values)


def intervals_of(measured: list[Measured], seed: int) -> dict[str, Interval]:
    """The interval of each measure; none where there is but one article."""
    if len(articles(measured)) < 2:
        return {}
    from annotator.stats.bootstrap import intervals  # noqa: PLC0415 (it loads numpy)

    return dict(intervals(articles(measured), seed))


def csv_of(measured: Iterable[Measured], *, raw: bool) -> str:
    """The measures as CSV; unless `raw`, no cell of it is a formula to a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(measured):
        writer.writerow(row if raw else [defused(cell) for cell in row])
    return text.getvalue()


def _print(
    console: Console, files: list[Path], measured: list[Measured], codebook: str | None, seed: int
) -> None:
    if len(measured) == 1 and len(files) == 1:
        annotations, _ = read_set(files[0])
        print_article(console, annotations, codebook_of(files[0], codebook))
    else:
        print_corpus(console, measured, seed)


def print_article(console: Console, annotations: AnnotationSet, codebook: Codebook) -> None:
    """Print the claims of one article and what became of each, then its measures in words."""
    prepared = view(annotations, codebook)
    values = evaluate(prepared)
    console.print(Text(visible(annotations.title), "bold"))
    console.print(Text(wording.opening(values), "dim"))
    console.print(Text("\nThe claims, and what became of each", "bold"))
    for found in article_claims.claims(prepared):
        console.print(Text(visible(wording.claim(found))))
    console.print(Text("\nThe measures", "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=70)
    for line in wording.lines(values):
        table.add_row(
            line.measure.id, line.figure, Text(visible(f"{line.says} {line.warning}".strip()))
        )
    console.print(table)


def print_corpus(console: Console, measured: list[Measured], seed: int) -> None:
    """Print the measures over all articles: micro, macro and the interval of the mean."""
    data = records(measured, intervals_of(measured, seed))
    corpus = data["corpus"]
    console.print(Text(f"{len(measured)} sets on {corpus['articles']} articles", "bold"))
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("measure", "micro", "macro", "95 % interval of the macro"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    for name, macro in corpus["macro"].items():
        micro = corpus["micro"].get(name, {}).get("value")
        interval = corpus["interval"].get(name, {}).get("macro")
        table.add_row(name, _number(micro), _number(macro["value"]), _ends(interval))
    console.print(table)


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else wording.NOTHING


def _ends(interval: object) -> str:
    if isinstance(interval, list | tuple) and len(interval) == 2:
        return f"{_number(interval[0])} to {_number(interval[1])}"
    return wording.NOTHING
