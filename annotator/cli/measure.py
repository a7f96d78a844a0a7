"""`annotator measure`: what became of each claim, and the measures of attribution quality."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.cli.options import (
    codebook_option,
    file_option,
    json_option,
    one_document_option,
    paths_argument,
    raw_option,
    retired_seed_option,
)
from annotator.cli.output import data_console, print_json, print_message, warn_of_other_codebook
from annotator.cli.sets import find_sets, map_sets, passes_option, read_with_codebook, require_sets
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.plurals import plural
from annotator.project.output_files import write_table
from annotator.project.pass_selection import PassChoice
from annotator.stats import measure_wording
from annotator.stats.claims import claims
from annotator.stats.corpus import (
    MEASURE_COLUMNS,
    AverageIntervals,
    CorpusArticle,
    MeasuredSet,
    annotator_ranges,
    corpus_articles,
    corpus_record,
    macro_averages,
    measure_rows,
    micro_averages,
)
from annotator.stats.measure_input import MeasureInput, prepare_measure_input
from annotator.stats.measures import MEASURES, MeasureKind, evaluate
from annotator.text.cell_layout import clip
from annotator.text.safe import Safe, safe_text
from annotator.text.strict_csv import csv_text

CLAIMS_HEADING = "The claims, and what became of each"

NARROW = 100
"""Below so many columns a table of many articles has the interval of the mean alone."""
MOST_LISTED = 3
"""Of an article with more annotators than this the claims of each are not listed."""
NO_INTERVAL = AverageIntervals(None, None)

SetWithCodebook = tuple[AnnotationSet, Codebook]


def print_article_measures(
    console: Console, annotations: AnnotationSet, codebook: Codebook
) -> None:
    """Print the claims of one article and what became of each, then its measures in words."""
    measure_input = prepare_measure_input(annotations, codebook)
    values = evaluate(measure_input)
    console.print(Text(safe_text(annotations.title), "bold"))
    console.print(Text(safe_text(measure_wording.coverage_notice(values)), "dim"))
    _print_claims(console, annotations, measure_input, CLAIMS_HEADING)
    console.print(Text("\nThe measures", "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=70)
    for line in measure_wording.measure_lines(values):
        words = f"{line.says} {line.warning}".strip()
        table.add_row(safe_text(line.measure.id), safe_text(line.figure), Text(safe_text(words)))
    console.print(table)


def _print_claims(
    console: Console, annotations: AnnotationSet, measure_input: MeasureInput, heading: str
) -> None:
    console.print(Text(f"\n{safe_text(heading)}", "bold"))
    found = claims(measure_input)
    if not found:
        console.print(Text("There are none.", "dim"))
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    width = max(console.width - 8, 20)
    for each in found:
        words = safe_text(" ".join(annotations.sentences[each.position].text.split()))
        table.add_row(
            str(each.position + 1), _claim(clip(words, width), measure_wording.claim_text(each))
        )
    console.print(table)


def _claim(words: Safe, became: str) -> Text:
    return Text.assemble((words, "italic"), "\n", safe_text(became))


def print_annotator_ranges(
    console: Console, article: CorpusArticle, sets: Sequence[SetWithCodebook]
) -> None:
    """Print each figure of one article with its range over several annotators.

    The claims of each are listed first, unless there are many.

    Args:
        console: Where it is printed.
        article: The article with everybody's values.
        sets: The same sets, in the same order; empty where the claims are not to be listed.
    """
    names = ", ".join(each.annotator for each in article.sets)
    console.print(Text(safe_text(_title(article, sets)), "bold"))
    console.print(Text(safe_text(f"{plural(len(article.sets), 'annotator')}: {names}"), "dim"))
    for annotations, codebook in sets:
        heading = f"{annotations.annotator}: {CLAIMS_HEADING[0].lower()}{CLAIMS_HEADING[1:]}"
        _print_claims(console, annotations, prepare_measure_input(annotations, codebook), heading)
    console.print(Text("\nThe measures, from the least to the greatest", "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(max_width=60)
    found = annotator_ranges(article)
    for measure in MEASURES:
        table.add_row(
            *map(
                safe_text,
                (measure.id, measure_wording.range_text(found[measure.id]), measure.meaning),
            )
        )
    console.print(table)
    console.print(Text("\nA wide range says that the figure is not yet a finding.", "dim"))


def _title(article: CorpusArticle, sets: Sequence[SetWithCodebook]) -> str:
    return sets[0][0].title if sets else article.document.title or article.document.id


def print_corpus_measures(
    console: Console, corpus: Sequence[CorpusArticle], intervals: Mapping[str, AverageIntervals]
) -> None:
    """Print the measures over many articles: micro and macro side by side, with their intervals."""
    sets = sum(len(article.sets) for article in corpus)
    counted = f"{plural(sets, 'set')} on {plural(len(corpus), 'article')}"
    console.print(Text(safe_text(counted), "bold"))
    wide = console.width >= NARROW
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("measure", style="cyan", no_wrap=True)
    for heading in ("micro", *(["95 %"] if wide else []), "macro", "95 %", "in"):
        table.add_column(safe_text(heading), justify="right", no_wrap=True)
    for row in _rows(corpus, intervals, wide=wide):
        table.add_row(*map(safe_text, row))
    console.print(table)
    for words in _explained(corpus, intervals):
        console.print(words)


def _rows(
    corpus: Sequence[CorpusArticle], intervals: Mapping[str, AverageIntervals], *, wide: bool
) -> Iterator[tuple[str, ...]]:
    together, means = micro_averages(corpus), macro_averages(corpus)
    for measure in MEASURES:
        if measure.kind is MeasureKind.BAND:
            continue
        name, mean = measure.id, means[measure.id]
        interval = intervals.get(name, NO_INTERVAL)
        yield (
            name,
            measure_wording.micro_text(together.get(name)),
            *((measure_wording.interval_text(name, interval.micro),) if wide else ()),
            measure_wording.macro_text(name, mean),
            measure_wording.interval_text(name, interval.macro),
            str(mean.articles),
        )


def _explained(
    corpus: Sequence[CorpusArticle], intervals: Mapping[str, AverageIntervals]
) -> Iterator[Text]:
    means = macro_averages(corpus)
    for measure in MEASURES:
        if measure.kind is MeasureKind.BAND:
            shown = measure_wording.macro_text(measure.id, means[measure.id])
            yield Text.assemble(
                (safe_text(measure.id), "cyan"), safe_text(f"  articles with each: {shown}")
            )
    yield Text(safe_text(f"\nmicro: {measure_wording.MICRO_EXPLANATION}", newlines=True), "dim")
    yield Text(
        safe_text(f"macro: {measure_wording.MACRO_EXPLANATION} “in” says how many those are."),
        "dim",
    )
    yield Text(safe_text(f"95 %: {measure_wording.INTERVAL_EXPLANATION}"), "dim")
    for words in measure_wording.missing_interval_notes(intervals):
        yield Text(safe_text(words), "dim")


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
    files = find_sets(paths, PassChoice(passes), document=document)
    found, problems = map_sets(files, codebook, MeasuredSet.from_set, "Measuring")
    require_sets(found, problems)
    if table is not None:
        write_table(Path(table), csv_text([MEASURE_COLUMNS, *measure_rows(found)], raw=raw))
        print_message(f"the measures of {plural(len(found), 'set')} are in {table}")
    if as_json:
        print_json(corpus_record(found, intervals_of(found)))
    elif table is None:
        _print(data_console(), files, found, codebook)
    context.exit(1 if problems else 0)


def intervals_of(measured: list[MeasuredSet]) -> dict[str, AverageIntervals]:
    """The interval of each measure; none where there is but one article."""
    if len(corpus_articles(measured)) < 2:
        return {}
    from annotator.stats.intervals import corpus_intervals  # noqa: PLC0415 (it loads numpy)

    return dict(corpus_intervals(corpus_articles(measured)))


def _print(
    console: Console, files: list[Path], measured: list[MeasuredSet], codebook: str | None
) -> None:
    corpus = corpus_articles(measured)
    if len(corpus) > 1:
        print_corpus_measures(console, corpus, intervals_of(measured))
    elif len(measured) > 1:
        listed = len(measured) == len(files) <= MOST_LISTED
        print_annotator_ranges(
            console, corpus[0], [read_with_codebook(each, codebook) for each in files * listed]
        )
    else:
        # Where a file was faulty, the one that is left is the one that can be read.
        print_article_measures(console, *_readable(files, codebook))


def _readable(files: list[Path], codebook: str | None) -> SetWithCodebook:
    for path in files:
        with suppress(DataError):
            read = read_with_codebook(path, codebook)
            warn_of_other_codebook(*read)
            return read
    raise DataError("there is no annotation set to be measured")
