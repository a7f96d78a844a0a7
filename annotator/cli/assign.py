"""`annotator assign`: who tags which documents in a round."""

from collections import Counter
from pathlib import Path

import click

from annotator.cli.options import dry_run_option, folder_argument, renamed_option
from annotator.cli.output import print_message
from annotator.model.plurals import plural
from annotator.model.project import Overlap, RoundPurpose
from annotator.project.assign import (
    RETEST_SHARE,
    AssignmentOptions,
    AssignmentPlan,
    plan_assignments,
)
from annotator.project.project_store import lock_project, save_project
from annotator.storage import assignments, layout, project_file

EPILOG = """\b
Examples:
  annotator assign my-project --round pilot --limit 10     everybody tags the same ten
  annotator assign my-project --share 0.2 --copies 2       the rest, a fifth of it twice
  annotator assign my-project -a Ada -a Ben -a Cy          after Cy has joined
  annotator assign my-project --round retest               a tenth of their own, once more
  annotator assign my-project --dry-run                    only say what would be

\b
The same command with the same project gives the same on every computer. Run again
after documents or annotators were added, it moves nothing that somebody has begun.
"""


@click.command("assign", epilog=EPILOG)
@folder_argument
@click.option("--round", "round_", default="main", metavar="ID", help="Which round; else main.")
@click.option(
    "--purpose",
    type=click.Choice([each.value for each in RoundPurpose]),
    help="What the round is for; pilot and retest are known by their names.",
)
@click.option(
    "--annotator", "-a", "annotators", multiple=True, metavar="NAME", help="Among whom; else all."
)
@click.option("--share", type=click.FloatRange(0, 1), help="Which part several annotators tag.")
@click.option("--copies", type=click.IntRange(1), help="How many of them tag it; else 2.")
@click.option("--by-outlet", is_flag=True, help="That part of every outlet's articles.")
@renamed_option(
    "--limit",
    former=["--take"],
    type=click.IntRange(1),
    metavar="N",
    help="Maximum number of documents.",
)
@click.option("--seed", metavar="TEXT", help="Another chance.")
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
    dry_run: bool,
) -> None:
    """Assign the documents of a round of the project in DIR, in equal parts.

    In a pilot everybody tags all of it. In a retest each annotator tags a share of their own
    finished documents again, from nothing.
    """
    options = AssignmentOptions(
        round_,
        RoundPurpose(purpose) if purpose else None,
        annotators,
        _overlap(share, copies, by_outlet=by_outlet),
        limit,
        seed,
        RETEST_SHARE if share is None else share,
    )
    with lock_project(folder) as project:
        plan = plan_assignments(folder, project, options)
        # What the file may not say is refused as the file would be.
        project_file.parse(project_file.render(plan.project), layout.PROJECT_FILE)
        to_save = assignments.to_file_write(folder, plan.assignments)
        if not dry_run and save_project(folder, plan.project, to_save):
            print_message(f"{layout.project_path(folder)} was written anew; its comments are gone.")
    for line in describe_plan(plan):
        print_message(line)
    if dry_run:
        print_message("Nothing was written.")


def _overlap(share: float | None, copies: int | None, *, by_outlet: bool) -> Overlap | None:
    if share is None and copies is None and not by_outlet:
        return None
    if share is None:
        raise click.UsageError("--copies and --by-outlet need --share, such as --share 0.2")
    return Overlap(share, copies or 2, by_outlet=by_outlet)


def describe_plan(plan: AssignmentPlan) -> list[str]:
    """What a plan gives to whom."""
    entries = plan.assignments.entries
    several = Counter(len(each.annotators) for each in entries if len(each.annotators) > 1)
    shared = "".join(f", {count} of them by {copies}" for copies, count in sorted(several.items()))
    loads = Counter(name for each in entries for name in each.annotators)
    lines = [f"{plan.assignments.round}: {plural(len(entries), 'document')}{shared}"]
    lines += [f"  {name}: {count}" for name, count in sorted(loads.items())]
    # Only in a retest; where no document is left for another round, the plan is refused.
    lines += [] if entries else ["  nobody has finished a document that could be tagged again yet"]
    if plan.shortfall:
        lines += [
            f"  {plural(plan.shortfall, 'document')} fewer than --limit says: no more are left"
        ]
    lines += (
        [f"  {plan.reassignments} that nobody had begun change hands"] if plan.reassignments else []
    )
    return lines
