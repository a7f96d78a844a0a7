"""`annotator export`: export sets to another format, or all data about one person."""

from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.options import Function, codebook_option, file_option, force_option, raw_option
from annotator.cli.output import print_file, print_message, show_progress
from annotator.formats import registry
from annotator.formats.annotated_corpus import AnnotatedCorpus, SetFilter, load_corpus
from annotator.formats.exchange_types import ExportOptions, Files
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.project.open_set import find_codebook
from annotator.project.output_files import write_files
from annotator.stats import DEFAULT_SEED
from annotator.storage.archives import archive_bytes, is_archive
from annotator.storage.layout import is_project
from annotator.storage.strict_json import indented_json

if TYPE_CHECKING:
    from annotator.project.forget import RemainingMention
    from annotator.project.personal_export import PersonalExport

TO_STANDARD_OUTPUT = "-"

EPILOG = """\b
Examples:
  annotator export my-project --format jsonl -o sentences.jsonl
  annotator export my-project --format brat --set gold -o gold-brat
  annotator export article.ada.yaml --format csv -o - | head
  annotator export my-class --person "Ada Byron" -o ada-byron.zip

\b
--person gives everything that a project stores about one student or annotator: a page to read, the
same data as JSON, and copies of the sets. It contains no other person's data. `annotator forget`
deletes the same data.

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
    help="Format to export to.",
)
@click.option(
    "--person",
    metavar="NAME",
    help="Export everything that is stored about this student or annotator.",
)
@file_option(
    "--output",
    "-o",
    metavar="PATH",
    help="File or folder to write, or - for standard output (with --person: a folder or .zip).",
)
@set_option(SetFilter.ANNOTATORS, "Sets to export.")
@raw_option
@force_option
@codebook_option
def command(
    path: Path,
    name: str | None,
    person: str | None,
    output: str | None,
    codebook: str | None,
    **options: Any,
) -> None:
    """Export annotation sets in DIR to another format, or all data about one person.

    DIR is a project, a folder of sets, or one set. The command lists what the format cannot hold.
    With --person, DIR is a project.
    """
    if person is not None:
        if name is not None:
            raise click.UsageError("Use --format or --person, not both.")
        _export_person(path, person, output, force=options["force"])
        return
    if name is None or output is None:
        raise click.UsageError("Name the format with --format and the file with -o PATH.")
    _export_sets(path, name, output, codebook, **options)


def _export_sets(
    path: Path, name: str, output: str, codebook: str | None, *, which: str, raw: bool, force: bool
) -> None:
    chosen_format = registry.find_format(name)
    corpus = load_corpus(path, SetFilter(which), show_progress)
    book = find_codebook(path if is_project(path) else None, codebook)
    files = chosen_format.write(corpus.corpus, ExportOptions(book, raw))
    if output == TO_STANDARD_OUTPUT:
        _print(files)
    else:
        _put(files, Path(output), chosen_format, force=force)
    _tell(chosen_format, corpus, output)


def _export_person(folder: Path, person: str, output: str | None, *, force: bool) -> None:
    from annotator.project.forget import find_remaining_mentions  # noqa: PLC0415 (needed only here)
    from annotator.project.personal_data import other_names  # noqa: PLC0415
    from annotator.project.personal_export import export_person  # noqa: PLC0415

    if not person.strip():
        raise click.UsageError("Name the person.")
    if output == TO_STANDARD_OUTPUT:
        raise click.UsageError("--person writes several files. Name a folder or a .zip with -o.")
    export = export_person(folder, person)
    place = Path(output or f"{file_name(export.person)}.zip")
    left = find_remaining_mentions(folder, {*export.names, file_name(person)})
    _put_person(export, place, force=force)
    print_message(
        f"Wrote {place}: {plural(len(export.sets), 'annotation set')}, and entries in "
        f"{plural(len(export.shared), 'other file')}."
    )
    others = other_names(folder, person)
    if others:
        print_message(f"The same person also has work as {', '.join(others)}. Export that too.")
    _say_other_mentions(folder, export, left)


def _put_person(export: "PersonalExport", place: Path, *, force: bool) -> None:
    from annotator.report.personal_page import personal_page  # noqa: PLC0415 (it loads the templates)

    files = {
        "index.html": personal_page(export).encode(),
        "data.json": _json_bytes(export.record),
        **{f"files/{path}": data for path, data in export.files.items()},
    }
    if is_archive(place):
        write_files(place.parent, {place.name: archive_bytes(files)}, force=force)
    else:
        write_files(place, files, force=force)


def _json_bytes(record: Any) -> bytes:
    # A lone surrogate becomes the escape that JSON has for it.
    return f"{indented_json(record, ascii_only=False)}\n".encode("utf-8", "backslashreplace")


def _say_other_mentions(
    folder: Path, export: "PersonalExport", left: Iterable["RemainingMention"]
) -> None:
    known = {folder / path for path in (*export.files, *export.shared)}
    others = [
        each
        for each in left
        if each.place not in known and not any(each.place in path.parents for path in known)
    ]
    if others:
        print_message(f"The name is also in these places. They are not in {folder}’s own data:")
    for each in others:
        print_message(f"  {each.place}: {each.what}")


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
