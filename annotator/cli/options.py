"""Arguments and options that several commands have, declared once."""

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

import click

from annotator.storage.articles import MOST_BYTES, Metadata
from annotator.storage.settings import read_settings, settings_path
from annotator.storage.targets import Target

Function = Callable[..., Any]

file_option = partial(click.option, metavar="FILE", type=click.Path())
"""Declares an option that names a file, which the shell completes; the command gets it as text."""
paths_argument = click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path()
)


def size_option(most: int) -> Function:
    """The option --max-size, which the command gets as `most`."""
    return click.option(
        "--max-size",
        "most",
        type=int,
        default=most,
        metavar="BYTES",
        help="Read up to so much.",
    )


_TARGET = (
    click.argument("target", metavar="TARGET", type=click.Path()),
    click.option(
        "--annotator",
        "-a",
        metavar="NAME",
        help="Whose tags; else, to work on them, the name in the settings.",
    ),
    click.option("--document", "-d", metavar="ID", help="The document, where TARGET is a project."),
)
_ARTICLE = (
    file_option("--output", "-o", help="The file to write."),
    click.option("--title", metavar="TEXT", help="The article's title."),
    click.option("--outlet", metavar="TEXT", help="Who published it."),
    click.option("--date", "published", metavar="DATE", help="When: 2026-03-02."),
    click.option("--url", metavar="URL", help="Where it stands."),
    click.option("--language", metavar="TAG", help="Its language: en, de, pt-BR."),
    click.option("--encoding", metavar="NAME", help="The file's encoding, where it is not UTF-8."),
    size_option(MOST_BYTES),
)
codebook_option = file_option(
    "--codebook", help="A codebook of your own instead of the built-in one."
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON for programs.")
raw_option = click.option(
    "--raw", is_flag=True, help="CSV exactly as it is, not made safe for spreadsheets."
)
force_option = click.option("--force", is_flag=True, help="Write over what is there.")
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Say what would be done, and write nothing."
)
folder_argument = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
next_pass_option = click.option(
    "--next-pass", is_flag=True, help="Begin a new pass where the last one is finished."
)
carry_option = click.option(
    "--carry-over",
    is_flag=True,
    help="Where the article's text has changed since: carry the tags over to the new text.",
)


def target_options(function: Function) -> Function:
    """TARGET, --annotator and --document; the command gets a `Target`."""

    @wraps(function)
    def command(target: str, annotator: str | None, document: str | None, **others: Any) -> Any:
        return function(target=Target(target, document, annotator), **others)

    return _with(command, _TARGET)


def article_options(function: Function) -> Function:
    """The same with all that can be said of an article; the command gets a `Target`."""

    @wraps(function)
    def command(target: str, **others: Any) -> Any:
        of_target = {name: others.pop(name) for name in _OF_TARGET}
        metadata = Metadata(**{name: others.pop(name) for name in Metadata._fields})
        return function(target=Target(target, metadata=metadata, **of_target), **others)

    return _with(command, (*_TARGET, *_ARTICLE))


_OF_TARGET = ("document", "annotator", "output", "encoding", "most")


def _with(function: Function, decorators: tuple[Function, ...]) -> Function:
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


def remembered_annotator() -> str | None:
    """The annotator's name as the settings have it."""
    settings, _ = read_settings(settings_path())
    return settings.annotator
