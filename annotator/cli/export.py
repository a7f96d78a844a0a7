"""`annotator export`: export the sets of a project, a folder or a file to another format."""

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

import click

from annotator.cli.options import Function, codebook_option, file_option, force_option, raw_option
from annotator.cli.output import print_file, print_message, show_progress
from annotator.formats import registry
from annotator.formats.annotated_corpus import AnnotatedCorpus, SetFilter, load_corpus
from annotator.formats.exchange_types import ExportOptions, Files
from annotator.model.plurals import plural
from annotator.project.open_set import find_codebook
from annotator.project.output_files import write_files
from annotator.stats import DEFAULT_SEED
from annotator.storage.layout import is_project

TO_STANDARD_OUTPUT = "-"

EPILOG = """\b
Examples:
  annotator export my-project --format jsonl -o sentences.jsonl
  annotator export my-project --format brat --set gold -o gold-brat
  annotator export article.ada.yaml --format csv -o - | head

\b
docs/reference/formats.md shows what each format can hold.
"""


def _writable_formats() -> list[str]:
    return [each.name for each in registry.FORMATS if each.writes]


def set_option(usual: SetFilter, words: str) -> Callable[..., Any]:
    """The option --set, which the command gets as a value of `SetFilter`."""
    return click.option(
        "--set",
        "which",
        type=click.Choice([each.value for each in SetFilter]),
        default=usual.value,
        show_default=True,
        help=words,
    )


@click.command("export", epilog=EPILOG)
@click.argument("path", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "name",
    type=click.Choice(_writable_formats()),
    required=True,
    help="Format to export to.",
)
@file_option(
    "--output",
    "-o",
    metavar="PATH",
    required=True,
    help="File or folder to write, or - for standard output.",
)
@set_option(SetFilter.ANNOTATORS, "Sets to export.")
@raw_option
@force_option
@codebook_option
def command(
    path: Path, name: str, output: str, which: str, raw: bool, force: bool, codebook: str | None
) -> None:
    """Export annotation sets in DIR to another format.

    DIR is a project, a folder of sets, or one set. The command lists what the format cannot hold.
    """
    chosen_format = registry.find_format(name)
    corpus = load_corpus(path, SetFilter(which), show_progress)
    book = find_codebook(path if is_project(path) else None, codebook)
    files = chosen_format.write(corpus.corpus, ExportOptions(book, raw))
    if output == TO_STANDARD_OUTPUT:
        _print(files)
    else:
        _put(files, Path(output), chosen_format, force=force)
    _tell(chosen_format, corpus, output)


def _print(files: Files) -> None:
    if len(files) != 1:
        raise click.UsageError("This format needs a folder of files. Name one with -o FOLDER.")
    print_file(next(iter(files.values())))


def _put(files: Files, output: Path, chosen_format: registry.Format, *, force: bool) -> None:
    if chosen_format.folder and (output.is_dir() or output.suffix not in chosen_format.endings):
        write_files(output, files, force=force)
    else:
        write_files(output.parent, {output.name: _main_file(files, chosen_format)}, force=force)


def _main_file(files: Files, chosen_format: registry.Format) -> bytes:
    """The only file with data, where the name of the output is that of a file.

    Raises:
        UsageError: The export has several such files.
    """
    found = [name for name in files if PurePath(name).suffix in chosen_format.endings]
    if len(found) != 1:
        raise click.UsageError(
            f"this export has {plural(len(files), 'file')}, so it cannot be written to one file. "
            "Name a folder with -o FOLDER."
        )
    rest = ", ".join(name for name in files if name not in found)
    if rest:
        print_message(f"Not written: {rest}. To write all files of this format, name a folder.")
    return files[found[0]]


def _tell(chosen_format: registry.Format, corpus: AnnotatedCorpus, output: str) -> None:
    for note in corpus.notes:
        print_message(note)
    sets = sum(len(annotated.sets) for annotated in corpus.corpus)
    where = "standard output" if output == TO_STANDARD_OUTPUT else output
    counted = f"{plural(sets, 'set')} on {plural(len(corpus.corpus), 'article')}"
    print_message(f"Wrote {counted} to {where}. Format: {chosen_format.title}.")
    lacks = "; ".join((*chosen_format.lacks, *registry.LOST_IN_ALL))
    print_message(f"Left out, because the format cannot hold it: {lacks}.")


def seed_option(words: str) -> Function:
    """The option --seed."""
    return click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help=words)
