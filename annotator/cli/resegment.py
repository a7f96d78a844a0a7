"""`annotator resegment`: a document's sentences cut otherwise, for everybody who has tagged it."""

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
  annotator resegment my-project harbour --split s4 412            before character 412 of the text
  annotator resegment my-project harbour --join s7                 with the sentence after it
  annotator resegment my-project harbour --join s7 --dry-run       only say what would be

\b
Joins are made after splits, each in the order given. All files are changed or none.
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
    help="Cut a sentence in two, before these words or this character of the document.",
)
@click.option(
    "--join", "joins", multiple=True, metavar="SENTENCE", help="Join it with the one after it."
)
@dry_run_option
@renamed_option(
    "--resume",
    "finishing",
    former=["--finish"],
    is_flag=True,
    help="Complete a change that was interrupted.",
)
def command(
    folder: Path,
    document: str | None,
    splits: tuple[tuple[str, str], ...],
    joins: tuple[str, ...],
    dry_run: bool,
    finishing: bool,
) -> None:
    """Split and join sentences of a DOCUMENT of the project in DIR, in every set on it.

    Everybody's tags are carried over; what could not be is listed. The left half of a split
    keeps everything, the right half waits for a tag, and a finished pass is open again for it.
    """
    with lock_project(folder, finishing=finishing):
        if finishing:
            print_message(
                f"{plural(finish_interrupted_writes(folder), 'file')} carried to the end of what "
                "was interrupted."
            )
            return
        if document is None or not (splits or joins):
            raise click.UsageError("name a DOCUMENT, and what to --split or --join")
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
    _tell(folder, document, carried)
    if dry_run:
        print_message("Nothing was written.")


def _tell(folder: Path, document: str, carried: list[ResegmentedFile]) -> None:
    print_message(f"{document} is cut otherwise; sets carried along: {len(carried)}.")
    for each in carried:
        for lost in each.lost:
            data_console().print(safe_line(f"{each.path.relative_to(folder)}: {lost}"))
