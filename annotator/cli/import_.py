"""`annotator import`: labels made elsewhere, taken into a project or a folder."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from annotator.cli.articles import column_option, columns_in
from annotator.cli.options import (
    codebook_option,
    dry_run_option,
    file_option,
    folder_argument,
    json_option,
    size_option,
)
from annotator.cli.output import EVERY, first_of, print_json, say
from annotator.formats import registry
from annotator.formats.columns import BY_NAME
from annotator.formats.harvesting import harvest_of, together
from annotator.formats.labels import refuse_unknown
from annotator.formats.offsets import Unit
from annotator.formats.storing import Plan, carry_out, plan_for_folder, plan_for_project
from annotator.formats.values import Harvest, Taking
from annotator.model.codebook import Codebook
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.words import so_many
from annotator.storage.fields import read_fields
from annotator.storage.files import read_limited
from annotator.storage.opening import codebook_in
from annotator.storage.project_writing import writing
from annotator.storage.projects import HEAD
from annotator.storage.targets import cut_article

MOST_BYTES = 256_000_000
MOST_ALIKE = 3

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
@click.option(
    "--positions",
    type=click.Choice([each.value for each in Unit]),
    help="What positions in their texts count; else seen from the texts.",
)
@click.option("--skip-faulty", is_flag=True, help="Take the rest, and list what is left out.")
@dry_run_option
@json_option
@size_option(MOST_BYTES)
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    paths: tuple[str, ...],
    name: str | None,
    annotator: str | None,
    labels: str | None,
    columns: tuple[str, ...],
    raw: bool,
    positions: str | None,
    skip_faulty: bool,
    dry_run: bool,
    as_json: bool,
    most: int,
    codebook: str | None,
) -> None:
    """Take articles with their labels into DIR: a project, or a plain folder.

    All of it is read and checked before the first file is made: where anything is wrong, every
    fault is named and nothing is taken. With --skip-faulty sets that are sound are taken, what is
    left out is listed, and the exit code is 1.
    """
    in_project = (folder / HEAD).is_file()
    book = codebook_in(folder if in_project else None, codebook)
    taking = Taking(
        book,
        cut_article,
        annotator,
        _labels(Path(labels), book, most) if labels else {},
        columns_in(columns, BY_NAME),
        raw,
        Unit(positions) if positions else None,
        skip_faulty,
    )
    harvest = _harvest(paths, name, taking, most)
    with writing(folder) if in_project else nullcontext():
        plan = _plan(folder, harvest, in_project=in_project, skip=skip_faulty)
        if not dry_run:
            carry_out(folder, plan)
    left_out = [*harvest.skipped, *plan.skipped]
    if as_json:
        print_json(_record(plan, harvest, left_out, dry_run=dry_run))
    else:
        _tell(plan, harvest, left_out, folder, dry_run=dry_run)
    context.exit(1 if left_out else 0)


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
    parts: list[Harvest] = []
    for path in paths:
        with faults:
            parts.append(harvest_of(Path(path), name, taking, most, "give --format"))
    return together(parts, faults, taking)


def _plan(folder: Path, harvest: Harvest, *, in_project: bool, skip: bool) -> Plan:
    if in_project:
        return plan_for_project(folder, harvest.articles, cut_article, skip=skip)
    return plan_for_folder(folder, harvest.articles, skip=skip)


def _record(
    plan: Plan, harvest: Harvest, left_out: Sequence[Fault], *, dry_run: bool
) -> dict[str, Any]:
    return {
        "written": not dry_run,
        "files": [each.path for each in plan.files],
        "there": plan.there,
        "not_taken": harvest.not_taken,
        "left_out": left_out,
    }


def _tell(
    plan: Plan, harvest: Harvest, left_out: Sequence[Fault], folder: Path, *, dry_run: bool
) -> None:
    for note in (*harvest.notes, *_not_taken(harvest.not_taken)):
        say(note)
    # All of them: whoever skips what is faulty has to see what it was.
    for fault in left_out:
        say(f"left out: {fault}")
    sets, articles = plan.sets, len(harvest.articles)
    counted = f"{so_many(sets, 'set')} on {so_many(articles, 'article')}"
    verb = "would be taken" if dry_run else "taken"
    known = len(plan.there)
    were = "was" if known == 1 else "were"
    there = f"; {known:,} of the articles {were} there already" if known else ""
    left = f"; left out for faults: {len(left_out)}" if left_out else ""
    say(f"{counted} {verb} into {folder}{there}{left}.")


_PLACE = re.compile(r"^.*?:\d+: ")
_NUMBER = re.compile(r"\d+")


def _not_taken(notes: Sequence[str]) -> Iterator[str]:
    """What is not taken; the same in several places is told once, unless all is to be listed."""
    alike: dict[str, list[str]] = {}
    for note in notes:
        alike.setdefault(_NUMBER.sub("0", _PLACE.sub("", note)), []).append(note)
    for own in alike.values():
        named, more = first_of(own, 1 if len(own) > MOST_ALIKE else MOST_ALIKE)
        yield from (f"not taken: {note}" for note in named)
        if more:
            yield f"  and in {so_many(more, 'more place')}; {EVERY}"
