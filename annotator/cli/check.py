"""`annotator check`: lists every error in files, with its place and what to do."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from annotator.cli.options import codebook_option, json_option, paths_argument
from annotator.cli.output import message_console, on_all_cores, print_json
from annotator.model.errors import Problem
from annotator.model.plurals import plural
from annotator.project.check import FileChecker, files_to_check
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator check article.ada.yaml
  annotator check my-project --strict
  annotator check . --json
"""


@click.command("check", epilog=EPILOG)
@paths_argument
@click.option("--strict", is_flag=True, help="Also list warnings and hints.")
@json_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    strict: bool,
    as_json: bool,
    codebook: str | None,
) -> None:
    """Find errors in files.

    Checks annotation sets, answer keys, gold standards, documents, projects and codebooks. A
    folder is checked with everything in it.

    In a project it also finds what merge and sync tools leave behind: conflict markers,
    conflicted copies, documents that changed after tagging, sets without a document, two
    annotators whose names lead to one file, and assignments to unknown annotators. Each error
    tells you what to do.

    The exit code is 1 if there is an error, and 0 if not.
    """
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    checker = FileChecker.with_codebook(codebook, KeyBindings().reserved, strict=strict)
    files = list(files_to_check(_existing(paths)))
    found: list[Problem] = []
    for some in on_all_cores(checker.check, files, "Checking"):
        found += some
    found += checker.check_folders(files)
    if as_json:
        print_json({"files": len(files), "problems": found})
    else:
        for problem in found:
            click.echo(safe_line(str(problem)))
        counts = f"Checked {plural(len(files), 'file')}. Found {plural(len(found), 'error')}."
        message_console().print(safe_line(counts))
    context.exit(1 if found else 0)


def _existing(paths: Iterable[str]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"{name} does not exist. Check the path.")
        yield path
