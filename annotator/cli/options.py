"""Arguments and options that several commands have, each declared once."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any

import click

from annotator.cli.output import print_message
from annotator.model.prompt_level import PromptLevel
from annotator.project.locate import Target
from annotator.storage.articles import MAX_ARTICLE_BYTES, Metadata
from annotator.storage.settings import read_settings, settings_path

Function = Callable[..., Any]


class RenamedOption(click.Option):
    """An option that is still taken by its former names, which no help and no completion shows."""

    def __init__(
        self, *args: Any, former: Sequence[str], former_off: Sequence[str] = (), **fields: Any
    ) -> None:
        super().__init__(*args, **fields)
        self.former, self.former_off = list(former), list(former_off)

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Have the parser take all names."""
        shown = self.opts, self.secondary_opts
        self.opts, self.secondary_opts = shown[0] + self.former, shown[1] + self.former_off
        super().add_to_parser(parser, ctx)
        self.opts, self.secondary_opts = shown


def renamed_option(*names: str, former: Sequence[str] = (), **fields: Any) -> Function:
    """An option that had other names before, `former_off` where it is the opposite of a flag."""
    return click.option(*names, cls=RenamedOption, former=former, **fields)


def prompt_level_option(text: str, default: str | None = None) -> Function:
    """The option --prompt-level, which the command gets as `prompt_level`."""
    return renamed_option(
        "--prompt-level",
        former=["--ask"],
        type=click.Choice([each.value for each in PromptLevel]),
        default=default,
        help=text,
    )


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
    size_option(MAX_ARTICLE_BYTES),
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
carry_over_option = click.option(
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


def default_annotator() -> str | None:
    """The annotator's name as the settings have it."""
    settings, _ = read_settings(settings_path())
    return settings.annotator


unfinished_option = click.option(
    "--unfinished", is_flag=True, help="Take work that is not finished as well."
)
one_document_option = click.option(
    "--document", "-d", metavar="ID", help="Of a project this document alone."
)


def _without_effect(_: click.Context, __: click.Parameter, seed: int | None) -> None:
    if seed is not None:
        print_message("--seed has no effect: the intervals are computed without random numbers.")


retired_seed_option = click.option(
    "--seed", type=int, hidden=True, expose_value=False, callback=_without_effect
)
"""The option --seed where intervals were once drawn at random: it is taken, and said to be idle."""


column_option = click.option(
    "--column",
    "columns",
    metavar="OURS=THEIRS",
    multiple=True,
    help="Their column of a CSV or JSONL file.",
)
private_address_option = click.option(
    "--private-address",
    is_flag=True,
    help="Fetch addresses of this machine or of the network around it too.",
)


def parse_columns(given: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Their columns by ours, as the options say.

    Raises:
        UsageError: An option is no such pair, or names no column that is known.
    """
    parted = [each.partition("=") for each in given]
    for ours, sign, theirs in parted:
        if not (sign and theirs and ours in known):
            words = f"--column takes OURS=THEIRS, and ours are: {', '.join(known)}"
            raise click.UsageError(words)
    return {ours: theirs for ours, _, theirs in parted}
