"""`annotator agree`: agreement among annotators, in a project or in any table of labels."""

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
    *("by_document", "by_round", "round", "over_time", "against", "suggested"),
    *("passes", "unfinished", "mixed_codebooks", "methods"),
)
OTHER_VIEWS = (
    "by_document",
    "by_round",
    "over_time",
    "against",
    "latex",
    "methods",
    "ac1",
    "bands",
)
TABLE_OPTIONS = ("missing", "level")
NOT_GIVEN = (None, False, (), PassChoice.FIRST.value, LEVELS[0])
"""The values that these options have by default."""

EPILOG = """\b
Examples:
  annotator agree my-project
  annotator agree my-project --by-document --json
  annotator agree my-project --latex --methods
  annotator agree my-project --against gold
  annotator agree my-project --suggested
  annotator agree --table labels.csv --item unit --annotator coder --label code

\b
docs/reference/agreement.md explains the coefficients and their limits.
"""


@click.command("agree", epilog=EPILOG)
@click.argument("folder", required=False, metavar="[DIR]")
@file_option("--table", help="CSV file with one label per row, instead of a project.")
@click.option("--item", metavar="COL", help="Column with the labeled item (with --table).")
@click.option("--annotator", metavar="COL", help="Column with the annotator (with --table).")
@click.option("--label", metavar="COL", help="Column with the label (with --table).")
@click.option(
    "--missing",
    multiple=True,
    metavar="TEXT",
    help="Value for a missing label (default: NA, NaN, null, - and empty; with --table). "
    "Repeatable.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=LEVELS[0],
    show_default=True,
    help="Measurement level of labels that are numbers (with --table).",
)
@json_option
@click.option("--by-document", is_flag=True, help="Also show each document.")
@click.option("--by-round", is_flag=True, help="Also show each round.")
@click.option("--round", metavar="ID", help="Only documents of this round.")
@click.option(
    "--over-time", is_flag=True, help="Also compare each annotator with the others over time."
)
@click.option(
    "--against",
    type=click.Choice(["gold"]),
    help="Compare each annotator with the gold standard instead.",
)
@click.option(
    "--suggested",
    is_flag=True,
    help="Compare decisions with and without suggestions instead.",
)
@passes_option()
@unfinished_option
@click.option("--mixed-codebooks", is_flag=True, help="Compare sets of different codebooks.")
@click.option("--latex", is_flag=True, help="Print only a LaTeX table for a paper.")
@click.option("--methods", is_flag=True, help="Print only a methods paragraph for a paper.")
@click.option("--ac1", is_flag=True, help="Also show Gwet's AC1.")
@click.option("--bands", is_flag=True, help="Also interpret α by Krippendorff's bands.")
@renamed_option(
    "--disagreements",
    former=["--most"],
    type=click.IntRange(0),
    default=MOST,
    show_default=True,
    help="Number of most disputed sentences or items to list.",
)
@click.option("--no-intervals", is_flag=True, help="Leave out the confidence intervals.")
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
    """Measure how well annotators agree, with confidence intervals.

    Name the folder of a project, or any table of labels with --table. In a project, each
    annotator's first finished pass counts.
    """
    given = AgreeArguments(**options)
    if (folder is None) == (table is None):
        raise click.UsageError("Name either a project's folder, or a table with --table.")
    if table is not None:
        if not (item and annotator and label):
            raise click.UsageError("--table also needs --item, --annotator and --label")
        given.refuse(PROJECT_OPTIONS, "works only with a project, not with --table")
        _over_table(Path(table), (item, annotator, label), given)
    elif folder is not None:
        given.refuse(TABLE_OPTIONS, "works only with --table")
        if given.suggested:
            given.refuse(OTHER_VIEWS, "does not work with --suggested")
            context.exit(_suggested(Path(folder), given))
        context.exit(_over_project(Path(folder), given))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeArguments:
    """The command's options other than columns, by the names of their parameters."""

    missing: tuple[str, ...]
    level: str
    as_json: bool
    by_document: bool
    by_round: bool
    round: str | None
    over_time: bool
    against: str | None
    suggested: bool
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
    # These modules load numpy, which would slow down --help.
    from annotator.cli.agreement_tables import label_notes, print_label_agreement, print_label_table  # noqa: PLC0415
    from annotator.cli.output import byte_progress  # noqa: PLC0415
    from annotator.project.label_agreement import LabelOptions, compute_label_agreement  # noqa: PLC0415
    from annotator.stats.agreement.coefficients import MeasurementLevel  # noqa: PLC0415

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
    from annotator.cli.output import each_file, show_spinner  # noqa: PLC0415
    from annotator.project.agreement import agreement_record, compute_agreement, gather_sets  # noqa: PLC0415

    agreement_input = gather_sets(folder, _selection(options), each_file)
    print_problems(*agreement_input.problems)
    with show_spinner("Computing", len(agreement_input.sets)):
        report = compute_agreement(agreement_input, _agreement_options(options), each_file)
    print_problems(*report.problems)
    if options.as_json:
        print_json(agreement_record(report))
    elif options.latex or options.methods:
        print_for_paper(report, table=options.latex, text=options.methods, ac1=options.ac1)
    else:
        print_project_agreement(data_console(), report, ac1=options.ac1, bands=options.bands)
    return 1 if agreement_input.problems or report.problems else 0


def _suggested(folder: Path, options: AgreeArguments) -> int:
    """Print what suggestions did; the exit code."""
    from annotator.cli.output import each_file, show_spinner  # noqa: PLC0415
    from annotator.cli.suggestion_tables import print_suggestion_effects  # noqa: PLC0415
    from annotator.project.agreement import (  # noqa: PLC0415
        compute_suggestion_effects,
        gather_sets,
        suggestion_report_record,
    )

    agreement_input = gather_sets(folder, _selection(options), each_file)
    print_problems(*agreement_input.problems)
    intervals = not options.no_intervals
    with show_spinner("Computing", len(agreement_input.sets)):
        report = compute_suggestion_effects(agreement_input, intervals=intervals, each=each_file)
    print_problems(*report.problems)
    if options.as_json:
        print_json(suggestion_report_record(report))
    else:
        print_suggestion_effects(data_console(), report)
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
