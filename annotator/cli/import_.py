"""`annotator import`: labels made elsewhere, taken into a project or a folder."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import (
    codebook_option,
    column_option,
    dry_run_option,
    file_option,
    folder_argument,
    json_option,
    parse_columns,
    size_option,
)
from annotator.cli.output import LIST_ALL_HINT, first_of, print_json, print_message
from annotator.formats import registry
from annotator.formats.exchange_types import ImportOptions, ImportResult
from annotator.formats.import_pipeline import (
    ImportPlan,
    combine_results,
    plan_for_folder,
    plan_for_project,
    read_import,
    write_import,
)
from annotator.formats.positions import PositionUnit
from annotator.formats.row_columns import COLUMNS_BY_NAME
from annotator.formats.spans import check_label_mapping
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.plurals import plural
from annotator.project.documents import segment_article
from annotator.project.open_set import find_codebook
from annotator.project.project_store import lock_project
from annotator.storage.files import read_limited
from annotator.storage.flat_yaml import read_flat_mapping
from annotator.storage.layout import is_project

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


def _readable_formats() -> list[str]:
    return [each.name for each in registry.FORMATS if each.reads]


@click.command("import", epilog=EPILOG)
@folder_argument
@click.argument("paths", metavar="PATH...", type=click.Path(), nargs=-1, required=True)
@click.option(
    "--format", "name", type=click.Choice(_readable_formats()), help="Else seen from the file."
)
@click.option("--annotator", "-a", metavar="NAME", help="Whose work, where the files do not say.")
@file_option("--labels", help="What their labels are here, a line for each.")
@column_option
@click.option("--raw", is_flag=True, help="The CSV's cells are exactly as they are.")
@click.option(
    "--positions",
    type=click.Choice([each.value for each in PositionUnit]),
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
    in_project = is_project(folder)
    book = find_codebook(folder if in_project else None, codebook)
    options = ImportOptions(
        book,
        segment_article,
        annotator,
        _labels(Path(labels), book, most) if labels else {},
        parse_columns(columns, COLUMNS_BY_NAME),
        raw,
        PositionUnit(positions) if positions else None,
        skip_faulty,
    )
    result = _import_all(paths, name, options, most)
    with lock_project(folder) if in_project else nullcontext():
        plan = _plan(folder, result, in_project=in_project, skip=skip_faulty)
        if not dry_run:
            write_import(folder, plan)
    left_out = [*result.skipped, *plan.skipped]
    if as_json:
        print_json(_record(plan, result, left_out, dry_run=dry_run))
    else:
        _tell(plan, result, left_out, folder, dry_run=dry_run)
    context.exit(1 if left_out else 0)


def _labels(path: Path, codebook: Codebook, most: int) -> Mapping[str, str]:
    said = read_flat_mapping(read_limited(path, most), str(path))
    for name in said.lines:
        if name not in said.texts:
            said.refuse("is no “label: meaning” line", name)
    if said.problems:
        raise DataError(said.problems)
    check_label_mapping(said.texts, codebook, str(path))
    return said.texts


def _import_all(
    paths: Sequence[str], name: str | None, options: ImportOptions, most: int
) -> ImportResult:
    problems = ProblemCollector()
    parts: list[ImportResult] = []
    for path in paths:
        with problems:
            parts.append(read_import(Path(path), name, options, most, "give --format"))
    return combine_results(parts, problems, options)


def _plan(folder: Path, result: ImportResult, *, in_project: bool, skip: bool) -> ImportPlan:
    if in_project:
        return plan_for_project(folder, result.articles, segment_article, skip=skip)
    return plan_for_folder(folder, result.articles, skip=skip)


def _record(
    plan: ImportPlan, result: ImportResult, left_out: Sequence[Problem], *, dry_run: bool
) -> dict[str, Any]:
    return {
        "written": not dry_run,
        "files": [each.path for each in plan.files],
        "existing": plan.existing,
        "not_imported": result.not_imported,
        "left_out": left_out,
    }


def _tell(
    plan: ImportPlan,
    result: ImportResult,
    left_out: Sequence[Problem],
    folder: Path,
    *,
    dry_run: bool,
) -> None:
    for note in (*result.notes, *_not_taken(result.not_imported)):
        print_message(note)
    # All of them: whoever skips what is faulty has to see what it was.
    for problem in left_out:
        print_message(f"left out: {problem}")
    sets, articles = plan.sets, len(result.articles)
    counted = f"{plural(sets, 'set')} on {plural(articles, 'article')}"
    verb = "would be taken" if dry_run else "taken"
    known = len(plan.existing)
    were = "was" if known == 1 else "were"
    there = f"; {known:,} of the articles {were} there already" if known else ""
    left = f"; left out for faults: {len(left_out)}" if left_out else ""
    print_message(f"{counted} {verb} into {folder}{there}{left}.")


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
            yield f"  and in {plural(more, 'more place')}; {LIST_ALL_HINT}"
