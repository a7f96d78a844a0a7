"""`annotator agree`: how far annotators agree, over a table of labels or over a project."""

from pathlib import Path

import click

from annotator.cli.output import out, print_json

SEED = 2026

EPILOG = """\b
Examples:
  annotator agree my-project
  annotator agree my-project --by-document --json
  annotator agree my-project --latex --methods
  annotator agree my-project --against gold
  annotator agree --table labels.csv --item unit --annotator coder --label code
"""


@click.command("agree", epilog=EPILOG)
@click.option("--table", metavar="FILE", help="A CSV file with a row for each label.")
@click.option("--item", metavar="COL", help="Its column that says what was labelled.")
@click.option("--annotator", metavar="COL", help="Its column that says by whom.")
@click.option("--label", metavar="COL", help="Its column that says how.")
@click.option("--json", "as_json", is_flag=True, help="JSON for programs.")
@click.option("--ac1", is_flag=True, help="Show Gwet's AC1 as well.")
@click.option("--bands", is_flag=True, help="Put α into words, by Krippendorff's bands.")
@click.option("--no-intervals", is_flag=True, help="Leave the intervals out, which take longest.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of the intervals.")
def command(
    table: str | None,
    item: str | None,
    annotator: str | None,
    label: str | None,
    as_json: bool,
    ac1: bool,
    bands: bool,
    no_intervals: bool,
    seed: int,
) -> None:
    """Say how far annotators agree, with intervals."""
    if table is None or not (item and annotator and label):
        raise click.UsageError("name the columns with --item, --annotator and --label")
    from annotator.cli.agree_on_table import agreement_in  # noqa: PLC0415 (it loads numpy)

    found = agreement_in(Path(table), (item, annotator, label), None if no_intervals else seed)
    if as_json:
        from annotator.stats.agreement.records import record  # noqa: PLC0415

        print_json(record(found))
        return
    from annotator.cli.agreement_tables import print_agreement  # noqa: PLC0415

    print_agreement(out(), found, ac1=ac1, bands=bands)
