"""`annotator class-report`: makes a page about what a class found hard, for the teacher."""

from pathlib import Path
from typing import Any

import click

from annotator.cli.options import (
    codebook_option,
    file_option,
    json_option,
    one_document_option,
)
from annotator.cli.output import print_json, print_message, print_problems
from annotator.cli.roster import load_roster
from annotator.model.plurals import plural
from annotator.project.class_results import ResultsScope, class_results
from annotator.project.locate import Target
from annotator.project.output_files import write_page
from annotator.stats.class_results import ClassResults, class_results_record
from annotator.stats.class_term import class_term, class_term_record

EPILOG = """\b
Examples:
  annotator class-report my-class
  annotator class-report my-class --document harbour-blackout -o harbour.html
  annotator class-report my-class --section MEDIA-101-02 --roster canvas-export.csv
  annotator class-report my-class --anonymous -o for-the-class.html
  annotator class-report my-class --json

\b
docs/reference/grades.md has the formulas. The exit code is 1 if a set cannot be used.
"""


@click.command("class-report", epilog=EPILOG)
@click.argument("target", metavar="DIR", type=click.Path())
@file_option("--output", "-o", help="File to write (default: class-report.html).")
@one_document_option
@click.option(
    "--anonymous", is_flag=True, help="Leave out names, students' results and their reasons."
)
@click.option("--section", metavar="NAME", help="Report only the work of one section.")
@click.option("--sitting", metavar="ID", help="Report only the work of one sitting.")
@file_option("--roster", help="Canvas or Moodle export, to list everyone who is missing.")
@json_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    /,
    target: str,
    output: str | None,
    document: str | None,
    anonymous: bool,
    section: str | None,
    sitting: str | None,
    roster: str | None,
    as_json: bool,
    codebook: str | None,
) -> None:
    """Make a page about what a class found hard.

    DIR is a project or a folder of articles with keys. The page shows the hardest sentences, which
    tags are confused, what changed from the first to the second vote, and students' reasons by tag.
    For several weeks it also shows the recall of each tag by section and week, each student's
    results by week, and who is missing. The page is one file and works without a network.
    """
    scope = ResultsScope(section, sitting)
    results, problems = class_results(
        Target(target, document), codebook, scope, load_roster(roster)
    )
    if as_json:
        print_json(_record(results, anonymous=anonymous))
    if output is not None or not as_json:
        from annotator.report.class_page import class_page  # noqa: PLC0415 (it loads the templates)

        place = Path(output or "class-report.html")
        write_page(place, class_page(results, anonymous=anonymous))
        print_message(f"Wrote {place} with {plural(len(results.documents), 'document')}.")
    print_problems(*problems)
    context.exit(1 if problems else 0)


def _record(results: ClassResults, *, anonymous: bool) -> Any:
    term = class_term(results.lessons, results.members)
    record = class_results_record(results, anonymous=anonymous)
    return record | {"term": class_term_record(term, anonymous=anonymous)}
