"""`annotator measure`: what became of each claim, and the measures of attribution quality."""

import csv
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from io import StringIO
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from annotator.cli.options import codebook_option
from annotator.cli.output import complain, out, print_json, say, talk
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.faults import Fault, Refused
from annotator.stats import claims as article_claims
from annotator.stats import wording
from annotator.stats.corpus import Interval, Measured, articles
from annotator.stats.index import view
from annotator.stats.measures import evaluate
from annotator.stats.records import COLUMNS, records, rows
from annotator.storage import codebooks
from annotator.storage.files import overwrite
from annotator.storage.targets import read_set
from annotator.text.safe import visible
from annotator.text.spreadsheet import defused

SEED = 2026
MANY = 200

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
    book = codebooks.load(Path(codebook), {}) if codebook else codebooks.builtin()
    files = list(_files(paths))
    measured, faults = measure_files(files, book, codebook)
    complain(*faults)
    if not measured:
        raise Refused("there is no annotation set to be measured")
    if table is not None:
        overwrite(Path(table), csv_of(measured, raw=raw).encode())
        say(f"{len(measured)} sets are measured in {table}")
    if as_json:
        print_json(records(measured, _intervals(measured, seed)))
    elif table is None:
        _print(out(), files, measured, book, seed)
    context.exit(1 if faults else 0)


def _files(paths: Iterable[str]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*.yaml") if _is_set(each))
        else:
            yield path


def _is_set(path: Path) -> bool:
    with path.open("rb") as file:
        return b"attribution-annotations" in file.readline(80)


Result = Measured | tuple[Fault, ...]


def measured_file(path: Path, codebook: Codebook) -> Result:
    """The measures of the set in one file, or its faults."""
    try:
        annotations, _ = read_set(path)
    except Refused as refusal:
        return refusal.faults
    return measured(annotations, codebook)


def measured(annotations: AnnotationSet, codebook: Codebook) -> Measured:
    """The measures of one set."""
    values = evaluate(view(annotations, codebook))
    return Measured(annotations.document, annotations.annotator, values)


def measure_files(
    files: list[Path], codebook: Codebook, named: str | None
) -> tuple[list[Measured], list[Fault]]:
    """The measures of each set, and the faults of the files that are none.

    Args:
        files: The sets' files; many of them are measured on all cores, with a progress bar.
        codebook: What their tags are read by.
        named: The codebook's file, for the other processes; None for the built-in one.
    """
    if len(files) < MANY:
        results: Iterable[Result] = (measured_file(path, codebook) for path in files)
        return _parted(results)
    with ProcessPoolExecutor(os.cpu_count(), initializer=_begin, initargs=(named,)) as pool:
        parallel = pool.map(_measured_here, files, chunksize=20)
        bar = track(parallel, "Measuring", total=len(files), console=talk(), transient=True)
        return _parted(bar)


_HERE: list[Codebook] = []


def _begin(named: str | None) -> None:
    _HERE[:] = [codebooks.load(Path(named), {}) if named else codebooks.builtin()]


def _measured_here(path: Path) -> Result:
    return measured_file(path, _HERE[0])


def _parted(results: Iterable[Result]) -> tuple[list[Measured], list[Fault]]:
    found: list[Measured] = []
    faults: list[Fault] = []
    for result in results:
        if isinstance(result, Measured):
            found.append(result)
        else:
            faults.extend(result)
    return found, faults


def _intervals(measured: list[Measured], seed: int) -> dict[str, Interval]:
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
    console: Console, files: list[Path], measured: list[Measured], codebook: Codebook, seed: int
) -> None:
    if len(measured) == 1 and len(files) == 1:
        annotations, _ = read_set(files[0])
        print_article(console, annotations, codebook)
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
    data = records(measured, _intervals(measured, seed))
    corpus = data["corpus"]
    console.print(Text(f"{len(measured)} sets on {corpus['articles']} articles", "bold"))
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("measure", "micro", "macro", "95 % interval of the macro"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    for name, macro in corpus["macro"].items():
        micro = corpus["micro"].get(name, {}).get("value")
        interval = corpus["interval"].get(name, {}).get("macro")
        table.add_row(name, _number(micro), _number(macro.get("mean")), _ends(interval))
    console.print(table)


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else wording.NOTHING


def _ends(interval: object) -> str:
    if isinstance(interval, list | tuple) and len(interval) == 2:
        return f"{_number(interval[0])} to {_number(interval[1])}"
    return wording.NOTHING
