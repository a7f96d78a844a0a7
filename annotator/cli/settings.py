"""`annotator settings`: shows, checks and edits the settings of the person at this computer."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import json_option
from annotator.cli.output import print_json, print_message, print_problems
from annotator.model.errors import DataError, Problem
from annotator.model.outside_suggesters import OutsideSuggester
from annotator.model.plurals import plural
from annotator.storage.files import replace_file
from annotator.storage.settings import SETTINGS, Settings, read_settings_file, settings_path
from annotator.storage.system import make_folder
from annotator.storage.yaml_writer import quote
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator settings              print the settings and the path of their file
  annotator settings --init       write a file with every setting and key, as comments
  annotator settings --edit       open the file in your editor, and check it after that
  annotator settings --check      list what is wrong in the file
"""


@click.command("settings", epilog=EPILOG)
@click.option(
    "--edit", "action", flag_value="edit", help="Open the file in $EDITOR, then check it."
)
@click.option("--check", "action", flag_value="check", help="Only list what is wrong in the file.")
@click.option(
    "--init", "action", flag_value="init", help="Write a commented file, if there is none."
)
@json_option
@click.pass_context
def command(context: click.Context, action: str | None, as_json: bool) -> None:
    """Show, check or edit your settings: name, theme, questions and keys.

    They are in one file, for all articles on this computer. Comments in it survive when the
    program changes it: your name, and what T, A and a change on the screen, are remembered there.

    Two commands with one key in the same place are an error, and so are unknown names, keys and
    themes. A setting with an error is not used. The exit code is 1 if there is an error.
    """
    path = settings_path()
    if action == "init":
        _init(path)
        print_message(f"Wrote {path}. Every line is a comment. Remove “# ” to use one.")
        return
    if action == "edit":
        context.exit(0 if _edit(path) else 1)
    settings, problems = _checked(path)
    if as_json:
        print_json(_as_json(path, settings, problems))
    elif action == "check":
        _print_check(path, problems)
    else:
        _print(path, settings, problems)
    context.exit(1 if problems else 0)


def _checked(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    from annotator.tui.key_settings import check_settings  # noqa: PLC0415 (after the help)

    return check_settings(read_settings_file(path))


def _init(path: Path) -> None:
    from annotator.tui.default_settings import default_settings_text  # noqa: PLC0415

    if path.exists():
        message = "This file already exists, so it was not changed. Use --edit to change it."
        raise DataError(Problem(message, str(path)))
    make_folder(path.parent)
    replace_file(path, default_settings_text().encode(), None)


def _edit(path: Path) -> bool:
    """Open the file in the person's editor until it has no error. Gives whether it has none."""
    if not path.exists():
        _init(path)
    while True:
        click.edit(filename=str(path))
        _, problems = _checked(path)
        _print_check(path, problems)
        if not problems or not sys.stdin.isatty():
            return not problems
        if not click.confirm("Open the file again?", default=True, err=True):
            return False


def _print_check(path: Path, problems: tuple[Problem, ...]) -> None:
    print_problems(*problems)
    if problems:
        print_message(f"{plural(len(problems), 'error')}. A setting with an error is not used.")
    elif path.exists():
        print_message(f"{path} has no errors.")
    else:
        print_message(f"{path} does not exist. The defaults are used.")


def _print(path: Path, settings: Settings, problems: tuple[Problem, ...]) -> None:
    there = "" if path.exists() else "  # does not exist yet; --init or --edit writes it"
    click.echo(safe_line(f"# {path}{there}"))
    for line in _lines(settings):
        click.echo(safe_line(line))
    print_problems(*problems)


def _lines(settings: Settings) -> Iterator[str]:
    """The settings as the file would have them. Those that are not set are comments."""
    for each in SETTINGS:
        value = getattr(settings, each.name)
        if value is None or value in ({}, ()):
            yield f"# {each.name}: {each.default}"
        elif isinstance(value, Mapping):
            yield f"{each.name}:"
            yield from (f"  {name}: {_flow(inside)}" for name, inside in value.items())
        else:
            yield f"{each.name}: {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line of YAML. Fields of a suggester that are not set are left out."""
    if isinstance(value, OutsideSuggester):
        fields = {name: each for name, each in asdict(value).items() if each not in {None, ()}}
        return f"{{{', '.join(f'{name}: {_flow(each)}' for name, each in fields.items())}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return quote(value) if isinstance(value, str) else str(value).lower()


def _as_json(path: Path, settings: Settings, problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "path": str(path),
        "exists": path.exists(),
        "settings": settings._asdict(),
        "problems": problems,
    }
