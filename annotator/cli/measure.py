"""`annotator measure`: what became of each claim, and the measures of attribution quality."""

from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console

from annotator.cli.counting import one_document_option, passes_option, retired_seed_option
from annotator.cli.figures import (
    MOST_LISTED,
    Read,
    print_annotators,
    print_article,
    print_corpus,
)
from annotator.cli.options import (
    codebook_option,
    file_option,
    json_option,
    paths_argument,
    raw_option,
)
from annotator.cli.output import out, print_json, say, say_of_codebook
from annotator.cli.pages import put_table
from annotator.cli.sets import find_sets, on_each, read_to_measure, require_some
from annotator.model.faults import Refused
from annotator.model.words import so_many
from annotator.stats.corpus import Interval, Measured, articles
from annotator.stats.passes import Passes
from annotator.stats.records import COLUMNS, records, rows
from annotator.text.spreadsheet import csv_text

EPILOG = """\b
Examples:
  annotator measure article.ada.yaml
  annotator measure article.ada.yaml article.ben.yaml
  annotator measure my-project
  annotator measure my-project --document harbour
  annotator measure my-folder --json | jq .corpus.macro
  annotator measure my-folder --csv measures.csv
"""


@click.command("measure", epilog=EPILOG)
@paths_argument
@json_option
@file_option("--csv", "table", help="A row for each set and measure.")
@raw_option
@retired_seed_option
@passes_option("Which finished pass of an annotator counts in a folder.")
@one_document_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    as_json: bool,
    table: str | None,
    raw: bool,
    passes: str,
    document: str | None,
    codebook: str | None,
) -> None:
    """Measure annotation sets; folders whole.

    Of one set: what became of each claim, then each figure with numerator and denominator, and what
    it says and does not say. Of several annotators of one article: the range of each figure. Of
    several articles: the figures of all together, with intervals.

    In a folder one pass of each annotator over each document counts, the first finished one; sets
    marked unusable and those of annotators whom their project excludes are left out, and that is
    said. In a project its own codebook counts.
    """
    files = find_sets(paths, Passes(passes), document=document)
    found, faults = on_each(files, codebook, Measured.of, "Measuring")
    require_some(found, faults)
    if table is not None:
        put_table(Path(table), csv_text([COLUMNS, *rows(found)], raw=raw))
        say(f"the measures of {so_many(len(found), 'set')} are in {table}")
    if as_json:
        print_json(records(found, intervals_of(found)))
    elif table is None:
        _print(out(), files, found, codebook)
    context.exit(1 if faults else 0)


def intervals_of(measured: list[Measured]) -> dict[str, Interval]:
    """The interval of each measure; none where there is but one article."""
    if len(articles(measured)) < 2:
        return {}
    from annotator.stats.intervals import corpus_intervals  # noqa: PLC0415 (it loads numpy)

    return dict(corpus_intervals(articles(measured)))


def _print(
    console: Console, files: list[Path], measured: list[Measured], codebook: str | None
) -> None:
    corpus = articles(measured)
    if len(corpus) > 1:
        print_corpus(console, corpus, intervals_of(measured))
    elif len(measured) > 1:
        listed = len(measured) == len(files) <= MOST_LISTED
        print_annotators(
            console, corpus[0], [read_to_measure(each, codebook) for each in files * listed]
        )
    else:
        # Where a file was faulty, the one that is left is the one that can be read.
        print_article(console, *_readable(files, codebook))


def _readable(files: list[Path], codebook: str | None) -> Read:
    for path in files:
        with suppress(Refused):
            read = read_to_measure(path, codebook)
            say_of_codebook(*read)
            return read
    raise Refused("there is no annotation set to be measured")
