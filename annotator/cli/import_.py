"""`annotator import`: import articles labeled in other tools into a project or a folder."""

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
from annotator.model.plurals import plural, verb
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
A mapping file has one line for each label of the other tool:
  Speaker: source
  Quotation: content
  Assertion: claim
docs/reference/formats.md has the details.
"""


def _readable_formats() -> list[str]:
    return [each.name for each in registry.FORMATS if each.reads]


@click.command("import", epilog=EPILOG)
@folder_argument
@click.argument("paths", metavar="PATH...", type=click.Path(), nargs=-1, required=True)
@click.option(
    "--format",
    "name",
    type=click.Choice(_readable_formats()),
    help="Format of the files (default: detected).",
)
@click.option("--annotator", "-a", metavar="NAME", help="Annotator, if the files do not name one.")
@file_option("--labels", help="File that maps labels of the other tool to yours.")
@column_option
@click.option("--raw", is_flag=True, help="Read CSV cells exactly as they are.")
@click.option(
    "--positions",
    type=click.Choice([each.value for each in PositionUnit]),
    help="Unit in which the files count positions (default: detected).",
)
@click.option("--skip-faulty", is_flag=True, help="Import the valid sets, and list the others.")
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
    """Import labeled articles from other tools into DIR, a project or a plain folder.

    Everything is read and checked first. If anything is wrong, all errors are listed and nothing is
    imported. With --skip-faulty, the valid sets are imported, the others are listed, and the exit
    code is 1.
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
            said.refuse("is not a “label: meaning” line", name)
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
            parts.append(read_import(Path(path), name, options, most, "name it with --format"))
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
    # All of them: a person who skips faulty sets has to see what was skipped.
    for problem in left_out:
        print_message(f"Left out: {problem}")
    sets, articles = plan.sets, len(result.articles)
    counted = f"{plural(sets, 'set')} on {plural(articles, 'article')}"
    done = "Would import" if dry_run else "Imported"
    known = len(plan.existing)
    there = (
        f" {known:,} of the articles {verb(known, 'was', 'were')} already there." if known else ""
    )
    left = f" Left out because of errors: {len(left_out):,}." if left_out else ""
    print_message(f"{done} {counted} into {folder}.{there}{left}")


_PLACE = re.compile(r"^.*?:\d+: ")
_NUMBER = re.compile(r"\d+")


def _not_taken(notes: Sequence[str]) -> Iterator[str]:
    """What is not imported; a note that repeats often appears once, unless all are listed."""
    alike: dict[str, list[str]] = {}
    for note in notes:
        alike.setdefault(_NUMBER.sub("0", _PLACE.sub("", note)), []).append(note)
    for own in alike.values():
        named, more = first_of(own, 1 if len(own) > MOST_ALIKE else MOST_ALIKE)
        yield from (f"Not imported: {note}" for note in named)
        if more:
            yield f"  and in {plural(more, 'more place')} ({LIST_ALL_HINT})"
