"""`annotator agree`: how far annotators agree, over a project or over any table of labels."""

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
from annotator.cli.output import data_console, print_json, print_problems, say
from annotator.cli.sets import passes_option
from annotator.stats.pass_selection import PassChoice
from annotator.text.safe import visible

if TYPE_CHECKING:
    from annotator.stats.agreement.measurement_levels import LevelAgreement
    from annotator.stats.agreement.result import Estimate

MOST = 10
LEVELS = ("nominal", "ordinal", "interval", "ratio")
PROJECT_OPTIONS = (
    *("by_document", "by_round", "of_round", "over_time", "against"),
    *("passes", "unfinished", "mixed_codebooks", "methods"),
)
TABLE_OPTIONS = ("missing", "level")

EPILOG = """\b
Examples:
  annotator agree my-project
  annotator agree my-project --by-document --json
  annotator agree my-project --latex --methods
  annotator agree my-project --against gold
  annotator agree --table labels.csv --item unit --annotator coder --label code

\b
The coefficients, and what each must not be used for: docs/agreement.md.
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
@click.option("--round", "of_round", metavar="ID", help="Only the documents of this round.")
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
    no_intervals: bool,
    **options: Any,
) -> None:
    """Say how far annotators agree, with intervals.

    Over the first finished passes of a project's annotators, or over any table of labels.
    """
    if (folder is None) == (table is None):
        raise click.UsageError("name a project's folder, or a table with --table")
    if table is not None:
        if not (item and annotator and label):
            raise click.UsageError("name the columns with --item, --annotator and --label")
        _over_table(Path(table), (item, annotator, label), options, intervals=not no_intervals)
    elif folder is not None:
        for name in TABLE_OPTIONS:
            if options[name] not in {(), LEVELS[0]}:
                raise click.UsageError(f"--{name} is for tables; a project has no such thing")
        context.exit(_over_project(Path(folder), options, intervals=not no_intervals))


def _over_table(
    path: Path, columns: tuple[str, str, str], options: dict[str, Any], *, intervals: bool
) -> None:
    for name in PROJECT_OPTIONS:
        if options[name] not in {None, False, PassChoice.FIRST.value}:
            option = "round" if name == "of_round" else name.replace("_", "-")
            raise click.UsageError(f"--{option} is for projects; a table has no such thing")
    # What reckons loads numpy, which nobody should wait for who asks for help.
    from annotator.cli.agreement_tables import label_notes, print_label_agreement  # noqa: PLC0415
    from annotator.cli.progress import byte_progress  # noqa: PLC0415
    from annotator.project.label_agreement import LabelOptions, compute_label_agreement  # noqa: PLC0415
    from annotator.report.paper import latex_table  # noqa: PLC0415
    from annotator.stats.agreement.measurement_levels import MeasurementLevel  # noqa: PLC0415

    level = MeasurementLevel(options["level"])
    asked = LabelOptions(columns, options["disagreements"], intervals, options["missing"], level)
    with byte_progress(path) as advance:
        found = compute_label_agreement(path, asked, advance)
    if options["as_json"] or options["latex"]:
        for words in label_notes(found):
            say(words)
    if options["as_json"]:
        print_json(found.record)
    elif options["latex"]:
        printed = latex_table(
            found.agreement,
            _of_level(found.level),
            ac1=options["ac1"],
            heading="The labels as numbers",
        )
        click.echo(visible(printed, newlines=True))
    else:
        print_label_agreement(data_console(), found, ac1=options["ac1"], bands=options["bands"])


def _of_level(found: "LevelAgreement | None") -> list[tuple[str, "Estimate"]]:
    """What a level adds to a table for a paper."""
    if found is None:
        return []
    kappa = [("weighted $\\kappa$", found.kappas[0])] if len(found.kappas) == 1 else []
    return [(rf"Krippendorff's $\alpha$, {found.level}", found.alpha), *kappa]


def _over_project(folder: Path, options: dict[str, Any], *, intervals: bool) -> int:
    """Print what was asked for; the exit code."""
    from annotator.cli.agreement_tables import print_for_paper, print_project_agreement  # noqa: PLC0415
    from annotator.cli.progress import each_file, show_spinner  # noqa: PLC0415
    from annotator.project.agreement import (  # noqa: PLC0415
        AgreementOptions,
        AgreementSelection,
        agreement_record,
        compute_agreement,
        gather_sets,
    )

    choice = AgreementSelection(
        PassChoice(options["passes"]),
        options["unfinished"],
        options["mixed_codebooks"],
        options["of_round"],
    )
    gathered = gather_sets(folder, choice, each_file)
    print_problems(*gathered.faults)
    shown = AgreementOptions(
        intervals,
        options["ac1"],
        options["bands"],
        options["by_document"],
        options["by_round"],
        options["over_time"],
        options["against"] is not None,
        options["methods"],
        options["disagreements"],
    )
    with show_spinner("Reckoning", len(gathered.readings)):
        found = compute_agreement(gathered, shown, each_file)
    print_problems(*found.faults)
    if options["as_json"]:
        print_json(agreement_record(gathered, found))
    elif options["latex"] or options["methods"]:
        print_for_paper(
            gathered, found, table=options["latex"], text=options["methods"], ac1=shown.ac1
        )
    else:
        print_project_agreement(data_console(), gathered, found, shown)
    return 1 if gathered.faults or found.faults else 0
