"""`annotator export`: the work of a project, a folder or a file, written in another format."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import codebook_option, file_option, force_option, raw_option
from annotator.cli.output import print_file, say
from annotator.cli.pages import put_together
from annotator.cli.watching import watched
from annotator.formats import registry
from annotator.formats.gathering import Gathered, Which, gather
from annotator.formats.values import Files, Writing
from annotator.model.words import so_many
from annotator.storage.opening import codebook_in
from annotator.storage.projects import HEAD

TO_STANDARD_OUTPUT = "-"

EPILOG = """\b
Examples:
  annotator export my-project --format jsonl -o sentences.jsonl
  annotator export my-project --format brat --set gold -o gold-brat
  annotator export article.ada.yaml --format csv -o - | head

\b
docs/formats.md says what each format carries.
"""


def _written() -> list[str]:
    return [each.name for each in registry.FORMATS if each.writes]


def set_option(usual: Which, words: str) -> Callable[..., Any]:
    """The option --set, which the command gets as a word of `Which`."""
    return click.option(
        "--set",
        "which",
        type=click.Choice([each.value for each in Which]),
        default=usual.value,
        show_default=True,
        help=words,
    )


@click.command("export", epilog=EPILOG)
@click.argument("path", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "name", type=click.Choice(_written()), required=True, help="Which.")
@file_option("--output", "-o", metavar="PATH", required=True, help="A file, or - ; or a folder.")
@set_option(Which.ANNOTATORS, "Whose work.")
@raw_option
@force_option
@codebook_option
def command(
    path: Path, name: str, output: str, which: str, raw: bool, force: bool, codebook: str | None
) -> None:
    """Write the sets in DIR (a project, a folder of sets, or one set) in another format.

    What the format cannot carry is said.
    """
    chosen = registry.named(name)
    gathered = gather(path, Which(which), watched)
    book = codebook_in(path if (path / HEAD).is_file() else None, codebook)
    files = chosen.write(gathered.corpus, Writing(book, raw))
    if output == TO_STANDARD_OUTPUT:
        _print(files)
    else:
        _put(files, Path(output), folder=chosen.folder, force=force)
    _tell(chosen, gathered, output)


def _print(files: Files) -> None:
    if len(files) != 1:
        raise click.UsageError("this format is a folder of files; name one with -o")
    print_file(next(iter(files.values())))


def _put(files: Files, output: Path, *, folder: bool, force: bool) -> None:
    if folder:
        put_files(output, files, force=force)
    else:
        put_files(output.parent, {output.name: next(iter(files.values()))}, force=force)


def put_files(folder: Path, files: Files, *, force: bool, gone: Iterable[Path] = ()) -> None:
    """Write files into a folder, which is made if need be; all or none.

    Args:
        folder: The folder.
        files: What each is to hold, by its place in the folder.
        force: Whether a file that holds something else is written over.
        gone: Files of the folder that go at the same time.

    Raises:
        Refused: One of them is there already, and is not to be written over; or it cannot be
            written.
    """
    put_together(
        folder,
        files,
        lambda each: not force and each.before != each.after,
        "is there already; --force writes over it",
        gone,
    )


def _tell(chosen: registry.Format, gathered: Gathered, output: str) -> None:
    for note in gathered.notes:
        say(note)
    sets = sum(len(annotated.work) for annotated in gathered.corpus)
    where = "standard output" if output == TO_STANDARD_OUTPUT else output
    counted = f"{so_many(sets, 'set')} on {so_many(len(gathered.corpus), 'article')}"
    say(f"{counted}, written to {where} as {chosen.title}.")
    lacks = "; ".join((*chosen.lacks, *registry.NONE_CARRIES))
    say(f"Not in it, because the format cannot carry it: {lacks}.")
