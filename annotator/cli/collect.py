"""`annotator collect`: adds submitted sets to a project."""

from pathlib import Path

import click

from annotator.cli.options import dry_run_option, file_option, folder_argument, json_option
from annotator.cli.output import data_console, join_names, print_json, print_message, show_progress
from annotator.cli.roster import load_roster
from annotator.project.project_store import lock_project
from annotator.project.roster import person_index
from annotator.project.submissions import SubmissionCollector, submitted_files
from annotator.text.safe import safe_line

MOST_LATE = 10

EPILOG = """\b
Examples:
  annotator collect my-project ~/Downloads/submissions
  annotator collect my-project submissions --dry-run
  annotator collect my-class ~/Downloads/submissions.zip

\b
A zip file that Canvas or Moodle made of the submissions is read as it is. Nothing is unpacked to
the disk. The platform's name for each file is remembered, so that `annotator grade --feedback
FILE.zip` can name the pages as the platform expects them.
"""


@click.command("collect", epilog=EPILOG)
@folder_argument
@click.argument("source", metavar="FOLDER|ZIP", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--changed",
    is_flag=True,
    help="Replace a diverging set in the project.",
)
@file_option("--roster", help="Canvas or Moodle export, to recognize names typed differently.")
@dry_run_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    source: Path,
    changed: bool,
    roster: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add the sets that annotators or students submitted in FOLDER or ZIP to the project DIR.

    Files may have any name, but ID.NAME.2.yaml marks a second pass. A set is recognized by the hash
    of its document's text and by the annotator's name. If the project lists annotators, the name
    must be one of them, or the person must be: by what you said with `annotator roster`, or by the
    roster. A set in the project is replaced only by one that has all its decisions and
    more. Files that are not collected are listed with the reason, and the exit code is 1.
    Articles of the project are ignored.
    """
    files = list(submitted_files(source))
    known = load_roster(roster)
    index = person_index(known) if known else None
    with lock_project(folder) as project:
        collector = SubmissionCollector(
            folder, project, changed=changed, write=not dry_run, roster=index
        )
        results = [
            collector.collect(file)
            for file in show_progress(files)
            if not collector.is_article(file)
        ]
        collector.save_platform_names()
    refused = [each for each in results if each.reason]
    if as_json:
        print_json(results)
    else:
        for each in refused:
            data_console().print(safe_line(f"{each.file}: {each.reason}"), soft_wrap=True)
    taken = sum(each.collected for each in results)
    there = len(results) - taken - len(refused)
    print_message(
        f"{taken} collected, {there} already in the project, {len(refused)} not collected."
    )
    late = [each.file.name for each in results if each.late and not each.reason]
    if late:
        print_message(f"Submitted late: {join_names(late, MOST_LATE)}.")
    if dry_run:
        print_message("Nothing was written.")
    context.exit(1 if refused else 0)
