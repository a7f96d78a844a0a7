"""`annotator resegment`: split or join sentences of a document in the sets of all annotators."""

from pathlib import Path

import click

from annotator.cli.options import dry_run_option, folder_argument, renamed_option
from annotator.cli.output import data_console, print_message
from annotator.model.plurals import plural
from annotator.model.resegmentation import BoundaryEdit, resegment_sentences
from annotator.project.open_set import find_codebook
from annotator.project.project_store import lock_project
from annotator.project.resegment import ResegmentedFile, parse_change, resegment_in_project
from annotator.storage import documents, layout
from annotator.storage.transactions import finish_interrupted_writes
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator resegment my-project harbour --split s4 "He denied"    before these words
  annotator resegment my-project harbour --split s4 412            before character 412
  annotator resegment my-project harbour --join s7                 with the next sentence
  annotator resegment my-project harbour --join s7 --dry-run       preview only

\b
Splits are made before joins, each in the order given. Either all files change or none.
"""


@click.command("resegment", epilog=EPILOG)
@folder_argument
@click.argument("document", metavar="DOCUMENT", required=False)
@click.option(
    "--split",
    "splits",
    nargs=2,
    multiple=True,
    metavar="SENTENCE PLACE",
    help="Split a sentence before these words, or before this character of the document. "
    "Repeatable.",
)
@click.option(
    "--join",
    "joins",
    multiple=True,
    metavar="SENTENCE",
    help="Join a sentence with the next one. Repeatable.",
)
@dry_run_option
@renamed_option(
    "--resume",
    "finishing",
    former=["--finish"],
    is_flag=True,
    help="Complete an interrupted change.",
)
def command(
    folder: Path,
    document: str | None,
    splits: tuple[tuple[str, str], ...],
    joins: tuple[str, ...],
    dry_run: bool,
    finishing: bool,
) -> None:
    """Split or join sentences of a DOCUMENT of the project in DIR, for all its annotators.

    Tags are carried over in every set, and what cannot be carried over is listed. After a split,
    the left half keeps everything and the right half has no tag. If a sentence of a
    finished pass now has no tag, the pass is reopened.
    """
    with lock_project(folder, finishing=finishing):
        if finishing:
            changed = plural(finish_interrupted_writes(folder), "file")
            print_message(f"Completed the interrupted change of {changed}.")
            return
        if document is None or not (splits or joins):
            raise click.UsageError("Name a DOCUMENT, and a sentence with --split or --join.")
        codebook = find_codebook(folder)
        changes: list[BoundaryEdit] = []
        segmented = documents.load(layout.find_document(folder, document))
        for kind, sentence, where in (
            *(("split", *each) for each in splits),
            *(("join", each, "") for each in joins),
        ):
            offset = int(where) if where.isdecimal() else None
            change = parse_change(segmented, kind, sentence, where, offset)
            segmented = resegment_sentences(segmented, [change], codebook)
            changes.append(change)
        carried = resegment_in_project(folder, document, changes, codebook, write=not dry_run)
    sets = f"the sentences of {document} in {plural(len(carried), 'set')}."
    print_message(f"Would change {sets} Nothing was written." if dry_run else f"Changed {sets}")
    _print_lost(folder, carried)


def _print_lost(folder: Path, carried: list[ResegmentedFile]) -> None:
    for each in carried:
        for lost in each.lost:
            data_console().print(safe_line(f"{each.path.relative_to(folder)}: {lost}"))
