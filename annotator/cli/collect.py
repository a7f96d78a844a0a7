"""`annotator collect`: sets that people handed in as files, taken into a project."""

from pathlib import Path

import click

from annotator.cli.options import dry_run_option, folder_argument, json_option
from annotator.cli.output import data_console, print_json, print_message
from annotator.cli.progress_bars import show_progress
from annotator.project.project_store import lock_project
from annotator.project.submissions import SubmissionCollector, submitted_files
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator collect my-project ~/Downloads/handed-in
  annotator collect my-project handed-in --dry-run
"""


@click.command("collect", epilog=EPILOG)
@folder_argument
@click.argument(
    "source", metavar="FOLDER", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--changed",
    is_flag=True,
    help="Take also what decides otherwise than the one in the project, in its place.",
)
@dry_run_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    source: Path,
    changed: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take the sets in FOLDER into the project in DIR, whatever their files are called.

    A set is known by the hash of its document's text and by its annotator's name, who is one of the
    project's annotators; where the project names none, anybody's is taken. One that is in
    the project already gives way only to one that holds all of it and more. Everything that is
    not taken is named with the reason; exit code 1 then.
    """
    files = list(submitted_files(source))
    with lock_project(folder) as project:
        collector = SubmissionCollector(folder, project, changed=changed, write=not dry_run)
        results = [collector.collect(file) for file in show_progress(files)]
    refused = [each for each in results if each.reason]
    if as_json:
        print_json(results)
    else:
        for each in refused:
            data_console().print(safe_line(f"{each.file}: {each.reason}"), soft_wrap=True)
    taken = sum(each.collected for each in results)
    there = len(results) - taken - len(refused)
    print_message(f"{taken} taken, {there} there already, {len(refused)} not taken.")
    if dry_run:
        print_message("Nothing was written.")
    context.exit(1 if refused else 0)
