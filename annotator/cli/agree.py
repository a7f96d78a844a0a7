"""`annotator agree`: how far annotators agree, over a project or over any table of labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import (
    file_option,
    json_option,
    renamed_option,
    retired_seed_option,
    unfinished_option,
)
from annotator.cli.output import data_console, print_json, print_message, print_problems
from annotator.cli.sets import passes_option
from annotator.project.pass_selection import PassChoice

if TYPE_CHECKING:
    from annotator.project.agreement import AgreementOptions, AgreementSelection

MOST = 10
LEVELS = ("nominal", "ordinal", "interval", "ratio")
PROJECT_OPTIONS = (
    *("by_document", "by_round", "round", "over_time", "against"),
    *("passes", "unfinished", "mixed_codebooks", "methods"),
)
TABLE_OPTIONS = ("missing", "level")
NOT_GIVEN = (None, False, (), PassChoice.FIRST.value, LEVELS[0])
"""What these options are where they are not given."""

EPILOG = """\b
Examples:
  annotator agree my-project
  annotator agree my-project --by-document --json
  annotator agree my-project --latex --methods
  annotator agree my-project --against gold
  annotator agree --table labels.csv --item unit --annotator coder --label code

\b
The coefficients, and what each must not be used for: docs/reference/agreement.md.
"""


@click.command("agree", epilog=EPILOG)
@click.argument("folder", required=False, metavar="[DIR]")
@file_option("--table", help="Instead of a project: a CSV, a row for each label.")
@click.option("--item", metavar="COL", help="Of the table: the column that says what was labelled.")
@click.option("--annotator", metavar="COL", help="Of the table: the column that says by whom.")
@click.option("--label", metavar="COL", help="Of the table: the column that says how.")
@click.option(
    "--missing",
    multiple=True,
    metavar="TEXT",
    help="Of the table: a label that means none (default: NA, NaN, null, - and empty). Repeatable.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=LEVELS[0],
    show_default=True,
    help="Of the table: what the differences between labels that are numbers mean.",
)
@json_option
@click.option("--by-document", is_flag=True, help="Each document by itself as well.")
@click.option("--by-round", is_flag=True, help="Each round by itself as well.")
@click.option("--round", metavar="ID", help="Only the documents of this round.")
@click.option("--over-time", is_flag=True, help="Each annotator against the others, over time.")
@click.option(
    "--against", type=click.Choice(["gold"]), help="How each annotator stands to the gold."
)
@passes_option()
@unfinished_option
@click.option("--mixed-codebooks", is_flag=True, help="Compare sets of different codebooks.")
@click.option("--latex", is_flag=True, help="A table for a paper, and nothing else.")
@click.option("--methods", is_flag=True, help="A paragraph on the method, and nothing else.")
@click.option("--ac1", is_flag=True, help="Show Gwet's AC1 as well.")
@click.option("--bands", is_flag=True, help="Put α into words, by Krippendorff's bands.")
@renamed_option(
    "--disagreements",
    former=["--most"],
    type=click.IntRange(0),
    default=MOST,
    show_default=True,
    help="How many of the sentences or items most disagreed about.",
)
@click.option("--no-intervals", is_flag=True, help="Leave the intervals out.")
@retired_seed_option
@click.pass_context
def command(
    context: click.Context,
    /,
    folder: str | None,
    table: str | None,
    item: str | None,
    annotator: str | None,
    label: str | None,
    **options: Any,
) -> None:
    """Say how far annotators agree, with intervals.

    Over the first finished passes of a project's annotators, or over any table of labels.
    """
    given = AgreeArguments(**options)
    if (folder is None) == (table is None):
        raise click.UsageError("name a project's folder, or a table with --table")
    if table is not None:
        if not (item and annotator and label):
            raise click.UsageError("name the columns with --item, --annotator and --label")
        given.refuse(PROJECT_OPTIONS, "is for projects; a table has no such thing")
        _over_table(Path(table), (item, annotator, label), given)
    elif folder is not None:
        given.refuse(TABLE_OPTIONS, "is for tables; a project has no such thing")
        context.exit(_over_project(Path(folder), given))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeArguments:
    """The options of the command that are no columns, by the names of their parameters."""

    missing: tuple[str, ...]
    level: str
    as_json: bool
    by_document: bool
    by_round: bool
    round: str | None
    over_time: bool
    against: str | None
    passes: str
    unfinished: bool
    mixed_codebooks: bool
    latex: bool
    methods: bool
    ac1: bool
    bands: bool
    disagreements: int
    no_intervals: bool

    def refuse(self, names: Iterable[str], reason: str) -> None:
        """Refuse the first of these options that was given.

        Raises:
            click.UsageError: One was given.
        """
        for name in names:
            if getattr(self, name) not in NOT_GIVEN:
                raise click.UsageError(f"--{name.replace('_', '-')} {reason}")


def _over_table(path: Path, columns: tuple[str, str, str], options: AgreeArguments) -> None:
    # These load numpy, which --help must not wait for.
    from annotator.cli.agreement_tables import label_notes, print_label_agreement, print_label_table  # noqa: PLC0415
    from annotator.cli.progress_bars import byte_progress  # noqa: PLC0415
    from annotator.project.label_agreement import LabelOptions, compute_label_agreement  # noqa: PLC0415
    from annotator.stats.agreement.measurement_levels import MeasurementLevel  # noqa: PLC0415

    level = MeasurementLevel(options.level)
    intervals = not options.no_intervals
    asked = LabelOptions(columns, options.disagreements, intervals, options.missing, level)
    with byte_progress(path) as advance:
        found = compute_label_agreement(path, asked, advance)
    if options.as_json or options.latex:
        for words in label_notes(found):
            print_message(words)
    if options.as_json:
        print_json(found.record)
    elif options.latex:
        print_label_table(found, ac1=options.ac1)
    else:
        print_label_agreement(data_console(), found, ac1=options.ac1, bands=options.bands)


def _over_project(folder: Path, options: AgreeArguments) -> int:
    """Print what was asked for; the exit code."""
    from annotator.cli.agreement_tables import print_for_paper, print_project_agreement  # noqa: PLC0415
    from annotator.cli.progress_bars import each_file, show_spinner  # noqa: PLC0415
    from annotator.project.agreement import agreement_record, compute_agreement, gather_sets  # noqa: PLC0415

    agreement_input = gather_sets(folder, _selection(options), each_file)
    print_problems(*agreement_input.problems)
    with show_spinner("Reckoning", len(agreement_input.sets)):
        report = compute_agreement(agreement_input, _agreement_options(options), each_file)
    print_problems(*report.problems)
    if options.as_json:
        print_json(agreement_record(report))
    elif options.latex or options.methods:
        print_for_paper(report, table=options.latex, text=options.methods, ac1=options.ac1)
    else:
        print_project_agreement(data_console(), report, ac1=options.ac1, bands=options.bands)
    return 1 if agreement_input.problems or report.problems else 0


def _selection(options: AgreeArguments) -> "AgreementSelection":
    from annotator.project.agreement import AgreementSelection  # noqa: PLC0415

    return AgreementSelection(
        PassChoice(options.passes), options.unfinished, options.mixed_codebooks, options.round
    )


def _agreement_options(options: AgreeArguments) -> "AgreementOptions":
    from annotator.project.agreement import AgreementOptions  # noqa: PLC0415

    return AgreementOptions(
        intervals=not options.no_intervals,
        by_document=options.by_document,
        by_round=options.by_round,
        over_time=options.over_time,
        against_gold=options.against is not None,
        with_gold=options.methods,
        max_disagreements=options.disagreements,
    )
