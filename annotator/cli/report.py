"""`annotator report`: annotation sets as one page to read, hand out or print."""

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
from annotator.stats.corpus import corpus_articles
from annotator.storage.files import overwrite

EPILOG = """\b
Examples:
  annotator report article.ada.yaml -o report.html
  annotator report article.txt -o annotators.html
  annotator report my-project -o my-project.html
  annotator report my-project --document harbour -o harbour.html
"""
# What a page of ours begins with: such a file may be written over without being asked.
PAGE_MARK = b'<meta name="generator" content="annotator">'
PAGE_MARK_WITHIN = 2_000


@click.command("report", epilog=EPILOG)
@paths_argument
@file_option(
    "--output", "-o", default="report.html", show_default=True, help="Write the page to this file."
)
@click.option("--force", is_flag=True, help="Write over a file that is no page of ours.")
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
    """Make a page of annotation sets; folders whole.

    Of one set: its claims and what became of each, who speaks how much, the article with its tags,
    and the measures. Of several annotators of an article: also how far they differ. Of several
    articles: also the figures over all of them, and the articles compared. The page is one file,
    asks nothing of the network, and prints well.
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
    print_message(
        f"{len(summaries)} sets are told in {target}" if len(summaries) > 1 else f"made {target}"
    )
    context.exit(1 if problems else 0)


def _require_ours(target: Path, *, force: bool) -> None:
    if force or not target.is_file():
        return
    with target.open("rb") as file:
        if PAGE_MARK not in file.read(PAGE_MARK_WITHIN):
            words = "is there already and is no page of ours; --force writes over it"
            raise DataError(Problem(words, str(target)))
