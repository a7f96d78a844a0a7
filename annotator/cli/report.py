"""`annotator report`: make one web page of annotation sets to read, hand out or print."""

from collections.abc import Sequence
from pathlib import Path

import click

from annotator.cli.measure import intervals_of
from annotator.cli.options import (
    codebook_option,
    file_option,
    one_document_option,
    paths_argument,
    retired_seed_option,
)
from annotator.cli.output import print_json, print_message
from annotator.cli.sets import find_sets, map_sets, require_sets
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural
from annotator.stats.corpus import corpus_articles
from annotator.storage.files import overwrite

EPILOG = """\b
Examples:
  annotator report article.ada.yaml -o report.html
  annotator report article.txt -o annotators.html
  annotator report my-project -o my-project.html
  annotator report my-project --document harbour -o harbour.html
  annotator report article.ada.yaml --imvain -o sources.html
  annotator report article.ada.yaml --imvain --json | jq '.[].cards[].source.name'
"""
# Our pages begin with this mark. A file that has it may be overwritten without --force.
PAGE_MARK = b'<meta name="generator" content="annotator">'
PAGE_MARK_WITHIN = 2_000


@click.command("report", epilog=EPILOG)
@paths_argument
@file_option("--output", "-o", default="report.html", show_default=True, help="File to write.")
@click.option("--force", is_flag=True, help="Overwrite a file that is not a report.")
@click.option(
    "--imvain",
    is_flag=True,
    help="Show each source as a card: independent, multiple, verifies, authoritative, named.",
)
@click.option("--json", "as_json", is_flag=True, help="With --imvain: print the cards as JSON.")
@retired_seed_option
@one_document_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    force: bool,
    imvain: bool,
    as_json: bool,
    document: str | None,
    codebook: str | None,
) -> None:
    """Make a web page of tagged articles to read, hand out or print.

    A PATH is an annotation set, an article or a folder. For one set, the page opens with what
    became of the claims, six key figures and a claim map. The tagged article, the claims and all
    measures follow. For several annotators of one article, it also shows where they differ. For
    several articles, it shows one small map for each, and the figures for all of them. The page is
    one file and works without a network.

    With --imvain, the page shows a card for each source instead. A card tells whether the source is
    named and independent, how many stand for the same claims, what it verifies or only asserts, how
    annotators judged its standing, and what the article says about it.
    """
    if as_json and not imvain:
        raise click.UsageError(
            "Use --json with --imvain. For figures, run `annotator measure --json`."
        )
    files = find_sets(paths, document=document)
    if imvain:
        problems = _report_sources(files, codebook, None if as_json else Path(output), force=force)
    else:
        problems = _report_articles(files, codebook, Path(output), force=force)
    context.exit(1 if problems else 0)


def _report_articles(
    files: list[Path], codebook: str | None, target: Path, *, force: bool
) -> Sequence[Problem]:
    from annotator.report.article import summarize, summarize_with_report  # noqa: PLC0415
    from annotator.report.report import MOST_REPORTED, report_page  # noqa: PLC0415

    _require_ours(target, force=force)
    read = summarize_with_report if len(files) <= MOST_REPORTED else summarize
    summaries, problems = map_sets(files, codebook, read, "Reading")
    require_sets(summaries, problems)
    intervals = intervals_of(corpus_articles(each.measured for each in summaries))
    overwrite(target, report_page(summaries, intervals).encode())
    print_message(f"Wrote {target} with {plural(len(summaries), 'set')}.")
    return problems


def _report_sources(
    files: list[Path], codebook: str | None, target: Path | None, *, force: bool
) -> Sequence[Problem]:
    """Write the page of cards, or print the cards if there is no file to write."""
    from annotator.report.article import ArticleReport  # noqa: PLC0415
    from annotator.report.report import MOST_REPORTED  # noqa: PLC0415
    from annotator.report.source_cards import cards_page, source_cards  # noqa: PLC0415

    if target is None:
        found, problems = map_sets(files, codebook, source_cards, "Reading")
        require_sets(found, problems)
        print_json(found)
        return problems
    _require_ours(target, force=force)
    reports, problems = map_sets(files, codebook, ArticleReport, "Reading")
    require_sets(reports, problems)
    with_articles = len(reports) <= MOST_REPORTED
    overwrite(target, cards_page(reports, with_articles=with_articles).encode())
    print_message(f"Wrote {target} with the sources of {plural(len(reports), 'set')}.")
    return problems


def _require_ours(target: Path, *, force: bool) -> None:
    if force or not target.is_file():
        return
    with target.open("rb") as file:
        if PAGE_MARK not in file.read(PAGE_MARK_WITHIN):
            words = "already exists and is not a report. Use --force to overwrite it."
            raise DataError(Problem(words, str(target)))
