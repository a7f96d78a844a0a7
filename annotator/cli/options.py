"""Arguments and options that several commands share, each declared once."""

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
from annotator.text.messages import known_languages

Function = Callable[..., Any]


class RenamedOption(click.Option):
    """An option that still accepts its former names. Help and completion do not show them."""

    def __init__(
        self, *args: Any, former: Sequence[str], former_off: Sequence[str] = (), **fields: Any
    ) -> None:
        super().__init__(*args, **fields)
        self.former, self.former_off = list(former), list(former_off)

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Have the parser accept all names."""
        shown = self.opts, self.secondary_opts
        self.opts, self.secondary_opts = shown[0] + self.former, shown[1] + self.former_off
        super().add_to_parser(parser, ctx)
        self.opts, self.secondary_opts = shown


def renamed_option(*names: str, former: Sequence[str] = (), **fields: Any) -> Function:
    """An option with former names. `former_off` has the former names of a flag's opposite."""
    return click.option(*names, cls=RenamedOption, former=former, **fields)


def prompt_level_option(text: str, default: str | None = None) -> Function:
    """The option --prompt-level. The command receives it as `prompt_level`."""
    return renamed_option(
        "--prompt-level",
        former=["--ask"],
        type=click.Choice([each.value for each in PromptLevel]),
        default=default,
        help=text,
    )


file_option = partial(click.option, metavar="FILE", type=click.Path())
"""Declares an option for a file name. The shell completes it, and the command receives text."""
paths_argument = click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path()
)


def size_option(most: int) -> Function:
    """The option --max-size. The command receives it as `most`, in bytes."""
    return click.option(
        "--max-size",
        "most",
        type=int,
        default=most,
        metavar="BYTES",
        help="Maximum file size in bytes.",
    )


_EDITOR_NAME = "Annotator name (default: the name in your settings)."
_OWNER_NAME = "Annotator name (needed if several annotators tagged TARGET)."


def _target(annotator_help: str) -> tuple[Function, ...]:
    return (
        click.argument("target", metavar="TARGET", type=click.Path()),
        click.option("--annotator", "-a", metavar="NAME", help=annotator_help),
        click.option("--document", "-d", metavar="ID", help="Document ID, if TARGET is a project."),
    )


_ARTICLE = (
    file_option("--output", "-o", help="File to write."),
    click.option("--title", metavar="TEXT", help="Title of the article."),
    click.option("--outlet", metavar="TEXT", help="Outlet that published the article."),
    click.option("--date", "published", metavar="DATE", help="Date of the article (2026-03-02)."),
    click.option("--url", metavar="URL", help="Address of the article."),
    click.option("--language", metavar="TAG", help="Language of the article (en, de, pt-BR)."),
    click.option("--encoding", metavar="NAME", help="Encoding of the file, if it is not UTF-8."),
    size_option(MAX_ARTICLE_BYTES),
)
codebook_option = file_option(
    "--codebook", help="Codebook file (default: the project's or the built-in one)."
)


def language_option(name: str, words: str) -> Function:
    """An option for the language of pages. The command receives it under its own name, or None."""
    return click.option(name, type=click.Choice(list(known_languages())), default=None, help=words)


page_language_option = language_option(
    "--page-language", "Language of the page (default: the codebook's)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
raw_option = click.option(
    "--raw", is_flag=True, help="Write CSV values as they are, without protection for spreadsheets."
)
force_option = click.option("--force", is_flag=True, help="Overwrite existing files.")
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show what would change, and write nothing."
)
folder_argument = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
next_pass_option = click.option(
    "--next-pass", is_flag=True, help="Begin a new pass if the last one is finished."
)
carry_over_option = click.option(
    "--carry-over",
    is_flag=True,
    help="Move the tags to the new text if the article's text has changed.",
)


def target_options(function: Function, annotator_help: str = _OWNER_NAME) -> Function:
    """TARGET, --annotator and --document. The command receives a `Target`."""

    @wraps(function)
    def command(target: str, annotator: str | None, document: str | None, **others: Any) -> Any:
        return function(target=Target(target, document, annotator), **others)

    return with_options(command, _target(annotator_help))


edited_target_options = partial(target_options, annotator_help=_EDITOR_NAME)
"""The same for a command that edits the set of the annotator in the settings."""


def article_options(function: Function) -> Function:
    """The same, with the metadata of an article. The command receives a `Target`."""

    @wraps(function)
    def command(target: str, **others: Any) -> Any:
        of_target = {name: others.pop(name) for name in _OF_TARGET}
        metadata = Metadata(**{name: others.pop(name) for name in Metadata._fields})
        return function(target=Target(target, metadata=metadata, **of_target), **others)

    return with_options(command, (*_target(_EDITOR_NAME), *_ARTICLE))


_OF_TARGET = ("document", "annotator", "output", "encoding", "most")


def with_options(function: Function, decorators: Sequence[Function]) -> Function:
    """A command with these options and arguments, which its help lists in this order."""
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


def default_annotator() -> str | None:
    """The annotator's name in the settings, or None."""
    settings, _ = read_settings(settings_path())
    return settings.annotator


unfinished_option = click.option(
    "--unfinished", is_flag=True, help="Include sets that are not finished."
)
one_document_option = click.option(
    "--document", "-d", metavar="ID", help="Use only this document of a project."
)


def _without_effect(_: click.Context, __: click.Parameter, seed: int | None) -> None:
    if seed is not None:
        print_message("--seed has no effect. The intervals are computed without random numbers.")


retired_seed_option = click.option(
    "--seed", type=int, hidden=True, expose_value=False, callback=_without_effect
)
"""The option --seed of commands whose intervals were once random. It only prints a message."""


column_option = click.option(
    "--column",
    "columns",
    metavar="OURS=THEIRS",
    multiple=True,
    help="Name of a column in the CSV or JSONL file.",
)
private_address_option = click.option(
    "--private-address",
    is_flag=True,
    help="Also fetch addresses on this computer or its local network.",
)


def parse_columns(given: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """The file's columns by our names for them.

    Raises:
        UsageError: An option is not such a pair, or our name for the column is unknown.
    """
    parted = [each.partition("=") for each in given]
    for ours, sign, theirs in parted:
        if not (sign and theirs and ours in known):
            words = f"--column takes OURS=THEIRS. OURS is one of: {', '.join(known)}."
            raise click.UsageError(words)
    return {ours: theirs for ours, _, theirs in parted}
