"""`annotator import`: labels made elsewhere, taken into a project or a folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from annotator.cli.articles import column_option, columns_in
from annotator.cli.options import (
    codebook_option,
    dry_run_option,
    file_option,
    folder_argument,
    size_option,
)
from annotator.cli.output import say
from annotator.formats import registry
from annotator.formats.columns import BY_NAME
from annotator.formats.harvesting import harvest_of
from annotator.formats.labels import refuse_unknown
from annotator.formats.storing import Plan, carry_out, plan_for_folder, plan_for_project
from annotator.formats.values import Annotated, Harvest, Taking
from annotator.model.codebook import Codebook
from annotator.model.faults import Faults, Refused
from annotator.model.words import so_many
from annotator.storage.fields import read_fields
from annotator.storage.files import read_limited
from annotator.storage.opening import codebook_in
from annotator.storage.project_writing import writing
from annotator.storage.projects import HEAD
from annotator.storage.targets import cut_article

MOST_BYTES = 256_000_000
MOST_NAMED = 20

EPILOG = """\b
Examples:
  annotator import my-project labels.jsonl --annotator ada
  annotator import my-project brat-folder --format brat --labels mapping.yaml
  annotator import plain-folder sentences.csv --column text=sentence --column tag=label -a ada

\b
A mapping file has a line for each label of theirs:
  Speaker: source
  Quotation: content
  Assertion: claim
docs/formats.md says more.
"""


def _read() -> list[str]:
    return [each.name for each in registry.FORMATS if each.reads]


@click.command("import", epilog=EPILOG)
@folder_argument
@click.argument("paths", metavar="PATH...", type=click.Path(), nargs=-1, required=True)
@click.option("--format", "name", type=click.Choice(_read()), help="Else seen from the file.")
@click.option("--annotator", "-a", metavar="NAME", help="Whose work, where the files do not say.")
@file_option("--labels", help="What their labels are here, a line for each.")
@column_option
@click.option("--raw", is_flag=True, help="The CSV's cells are exactly as they are.")
@dry_run_option
@size_option(MOST_BYTES)
@codebook_option
def command(
    folder: Path,
    paths: tuple[str, ...],
    name: str | None,
    annotator: str | None,
    labels: str | None,
    columns: tuple[str, ...],
    raw: bool,
    dry_run: bool,
    most: int,
    codebook: str | None,
) -> None:
    """Take articles with their labels into DIR: a project, or a plain folder.

    All of it is read and checked before the first file is made: where anything is wrong, every
    fault is named and nothing is taken.
    """
    in_project = (folder / HEAD).is_file()
    book = codebook_in(folder if in_project else None, codebook)
    own = _labels(Path(labels), book, most) if labels else {}
    taking = Taking(book, cut_article, annotator, own, columns_in(columns, BY_NAME), raw)
    harvest = _harvest(paths, name, taking, most)
    if not in_project:
        plan = plan_for_folder(folder, harvest.articles)
        _finish(plan, harvest, folder, dry_run=dry_run)
        return
    with writing(folder):
        plan = plan_for_project(folder, harvest.articles, cut_article)
        _finish(plan, harvest, folder, dry_run=dry_run)


def _labels(path: Path, book: Codebook, most: int) -> Mapping[str, str]:
    said = read_fields(read_limited(path, most), str(path))
    for name in said.lines:
        if name not in said.texts:
            said.refuse("is no “label: meaning” line", name)
    if said.faults:
        raise Refused(said.faults)
    refuse_unknown(said.texts, book, str(path))
    return said.texts


def _harvest(paths: Sequence[str], name: str | None, taking: Taking, most: int) -> Harvest:
    faults = Faults()
    articles: list[Annotated] = []
    notes: list[str] = []
    for path in paths:
        with faults:
            harvest = harvest_of(Path(path), name, taking, most, "give --format")
            articles += harvest.articles
            notes += harvest.not_taken
    faults.refuse()
    return Harvest(tuple(articles), tuple(notes))


def _finish(plan: Plan, harvest: Harvest, folder: Path, *, dry_run: bool) -> None:
    if not dry_run:
        carry_out(plan)
    for note in harvest.not_taken[:MOST_NAMED]:
        say(f"not taken: {note}")
    if len(harvest.not_taken) > MOST_NAMED:
        say(f"… and {len(harvest.not_taken) - MOST_NAMED} more that are not taken")
    sets, articles = sum(len(each.work) for each in harvest.articles), len(harvest.articles)
    counted = f"{so_many(sets, 'set')} on {so_many(articles, 'article')}"
    verb = "would be taken" if dry_run else "taken"
    known = len(plan.there)
    were = "was" if known == 1 else "were"
    there = f"; {known:,} of the articles {were} there already" if known else ""
    say(f"{counted} {verb} into {folder}{there}.")
