"""`annotator assign`: assign the documents of a round to annotators."""

import sys
from collections import Counter
from pathlib import Path

import click

from annotator.cli.options import dry_run_option, file_option, folder_argument, renamed_option
from annotator.cli.output import print_message
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural, verb
from annotator.model.project import Overlap, RoundPurpose
from annotator.project.assign import (
    RETEST_SHARE,
    AssignmentOptions,
    AssignmentPlan,
    plan_assignments,
)
from annotator.project.project_store import lock_project, save_project
from annotator.storage import assignments, layout, project_file
from annotator.storage.articles import STANDARD_INPUT
from annotator.storage.files import read_limited

_MOST_BYTES = 10_000_000
EPILOG = """\b
Examples:
  annotator assign my-project --round pilot --limit 10   the same ten documents for each annotator
  annotator assign my-project --share 0.2 --copies 2     the rest, with 20% tagged by two
  annotator assign my-project -a Ada -a Ben -a Cy        after Cy has joined
  annotator assign my-project --round hard --documents hard.txt   those in a list
  annotator assign my-project --round retest             10% of each annotator's own work again
  annotator assign my-project --dry-run                  preview only

\b
The same command on the same project gives the same result on every computer.
You can run it again after you add documents or annotators. Documents that an
annotator has started stay with that annotator.
"""


@click.command("assign", epilog=EPILOG)
@folder_argument
@click.option(
    "--round", "round_", default="main", metavar="ID", help="Round to assign (default: main)."
)
@click.option(
    "--purpose",
    type=click.Choice([each.value for each in RoundPurpose]),
    help="Purpose of the round (default: pilot or retest if that is its name, or main).",
)
@click.option(
    "--annotator",
    "-a",
    "annotators",
    multiple=True,
    metavar="NAME",
    help="Annotator to assign to (default: all). Repeatable.",
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    help="Share of the documents that several annotators tag, or that a retest repeats.",
)
@click.option(
    "--copies", type=click.IntRange(1), help="Annotators per shared document (default: 2)."
)
@click.option("--by-outlet", is_flag=True, help="Apply the share to each outlet separately.")
@renamed_option(
    "--limit",
    former=["--take"],
    type=click.IntRange(1),
    metavar="N",
    help="Maximum number of documents.",
)
@click.option("--seed", metavar="TEXT", help="Random seed.")
@file_option(
    "--documents", help="File with the IDs of documents to assign, one per line (- for input)."
)
@dry_run_option
def command(
    folder: Path,
    round_: str,
    purpose: str | None,
    annotators: tuple[str, ...],
    share: float | None,
    copies: int | None,
    by_outlet: bool,
    limit: int | None,
    seed: str | None,
    documents: str | None,
    dry_run: bool,
) -> None:
    """Assign documents of the project in DIR to its annotators, in equal parts.

    In a pilot, all annotators tag the same documents. In a retest, annotators tag a share of their
    own finished documents again, without their earlier tags.
    """
    options = AssignmentOptions(
        round_,
        RoundPurpose(purpose) if purpose else None,
        annotators,
        _overlap(share, copies, by_outlet=by_outlet),
        limit,
        seed,
        RETEST_SHARE if share is None else share,
        _read_documents(documents) if documents is not None else (),
    )
    with lock_project(folder) as project:
        plan = plan_assignments(folder, project, options)
        # Parse the file once, so that the options are checked like a file edited by hand.
        project_file.parse(project_file.render(plan.project), layout.PROJECT_FILE)
        to_save = assignments.to_file_write(folder, plan.assignments)
        if not dry_run and save_project(folder, plan.project, to_save):
            print_message(f"Rewrote {layout.project_path(folder)} without its comments.")
    for line in describe_plan(plan):
        print_message(line)
    if dry_run:
        print_message("Nothing was written.")


def _read_documents(name: str) -> tuple[str, ...]:
    """The lines of a file, or of standard input, without empty ones.

    Raises:
        DataError: It cannot be read, is not text, or has no line.
    """
    if name == STANDARD_INPUT:
        data = sys.stdin.buffer.read(_MOST_BYTES)
    else:
        data = read_limited(Path(name), _MOST_BYTES)
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise DataError(Problem("is not text in UTF-8", name)) from None
    found = tuple(dict.fromkeys(each.strip() for each in lines if each.strip()))
    if not found:
        raise DataError(Problem("names no document", name))
    return found


def _overlap(share: float | None, copies: int | None, *, by_outlet: bool) -> Overlap | None:
    if share is None and copies is None and not by_outlet:
        return None
    if share is None:
        raise click.UsageError("--copies and --by-outlet need --share, such as --share 0.2")
    return Overlap(share, copies or 2, by_outlet=by_outlet)


def describe_plan(plan: AssignmentPlan) -> list[str]:
    """The number of documents of each annotator, and what is left out or reassigned."""
    entries = plan.assignments.entries
    several = Counter(len(each.annotators) for each in entries if len(each.annotators) > 1)
    shared = "".join(
        f", {count} of them for {plural(copies, 'annotator')}"
        for copies, count in sorted(several.items())
    )
    loads = Counter(name for each in entries for name in each.annotators)
    lines = [f"{plan.assignments.round}: {plural(len(entries), 'document')}{shared}"]
    lines += [f"  {name}: {count}" for name, count in sorted(loads.items())]
    # Only in a retest; where no document is left for another round, the plan is refused.
    lines += [] if entries else ["  No finished document can be tagged again yet."]
    if plan.shortfall:
        lines += [
            f"  {plural(plan.shortfall, 'document')} fewer than --limit. No more are available."
        ]
    moved = plan.reassignments
    if moved:
        lines += [
            f"  {plural(moved, 'document')} not started {verb(moved, 'was', 'were')} reassigned"
        ]
    return lines
