"""`annotator report`: make one web page of annotation sets to read, hand out or print."""

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
from annotator.cli.output import print_message
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
"""
# Our pages begin with this mark. A file that has it may be overwritten without --force.
PAGE_MARK = b'<meta name="generator" content="annotator">'
PAGE_MARK_WITHIN = 2_000


@click.command("report", epilog=EPILOG)
@paths_argument
@file_option("--output", "-o", default="report.html", show_default=True, help="File to write.")
@click.option("--force", is_flag=True, help="Overwrite a file that is not a report.")
@retired_seed_option
@one_document_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    force: bool,
    document: str | None,
    codebook: str | None,
) -> None:
    """Make a web page of tagged articles to read, hand out or print.

    A PATH is an annotation set, an article or a folder. For one set, the page opens with what
    became of the claims, six key figures and a claim map. The tagged article, the claims and all
    measures follow. For several annotators of one article, it also shows where they differ. For
    several articles, it shows one small map for each, and the figures for all of them. The page is
    one file and works without a network.
    """
    from annotator.report.article import summarize, summarize_with_report  # noqa: PLC0415
    from annotator.report.report import MOST_REPORTED, report_page  # noqa: PLC0415

    target = Path(output)
    _require_ours(target, force=force)
    files = find_sets(paths, document=document)
    read = summarize_with_report if len(files) <= MOST_REPORTED else summarize
    summaries, problems = map_sets(files, codebook, read, "Reading")
    require_sets(summaries, problems)
    intervals = intervals_of(corpus_articles(each.measured for each in summaries))
    overwrite(target, report_page(summaries, intervals).encode())
    print_message(f"Wrote {target} with {plural(len(summaries), 'set')}.")
    context.exit(1 if problems else 0)


def _require_ours(target: Path, *, force: bool) -> None:
    if force or not target.is_file():
        return
    with target.open("rb") as file:
        if PAGE_MARK not in file.read(PAGE_MARK_WITHIN):
            words = "already exists and is not a report. Use --force to overwrite it."
            raise DataError(Problem(words, str(target)))
