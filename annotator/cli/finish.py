"""`annotator finish`: marks a whole set finished, unusable or open, without the screen."""

import sys

import click

from annotator.cli.editing import apply_and_save, open_session
from annotator.cli.options import codebook_option, edited_target_options
from annotator.cli.output import join_names, print_message
from annotator.model.annotation import AnnotationSet, Status
from annotator.model.edits import SetStatus
from annotator.project.locate import Target

MOST_NAMED = 20

EPILOG = """\b
Examples:
  annotator finish article.ada.yaml
  annotator finish my-project --document harbour --annotator ada
  annotator finish article.ada.yaml --unusable "not a news article"
  annotator finish article.ada.yaml --usable
"""


@click.command("finish", epilog=EPILOG)
@edited_target_options
@click.option("--unusable", metavar="REASON", help="Mark the article unusable, for this reason.")
@click.option("--usable", is_flag=True, help="Mark the article usable again.")
@click.option("--yes", "-y", is_flag=True, help="Finish even if some sentences have no tag.")
@codebook_option
def command(
    target: Target, unusable: str | None, usable: bool, yes: bool, codebook: str | None
) -> None:
    """Mark a set as finished, or an article as unusable.

    A finished set is a pass and can no longer be edited. Agreement and grades use finished
    passes. To begin the next pass, use `annotator set TARGET … --next-pass`. If sentences have no
    tag yet, you see them and are asked first.
    """
    if unusable is not None and usable:
        raise click.UsageError("Use either --unusable or --usable, not both.")
    with open_session(target, codebook) as (session, open_set):
        edit = SetStatus(Status.FINISHED)
        if usable:
            edit = SetStatus(None)
        elif unusable is not None:
            edit = SetStatus(Status.UNUSABLE, unusable)
        else:
            _agree(session.annotations, yes=yes)
        apply_and_save(session, edit, open_set)


def _agree(annotations: AnnotationSet, *, yes: bool) -> None:
    """List the sentences without a tag, and ask whether to finish anyway.

    Raises:
        UsageError: There is no terminal to ask on.
        Abort: The person does not agree.
    """
    left = [each.id for each in annotations.sentences if each.body and each.tag is None]
    if not left:
        return
    print_message(f"Sentences without a tag: {join_names(left, MOST_NAMED)}.")
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("Nothing changed. Use --yes to finish anyway.")
    click.confirm("Mark the set as finished anyway?", abort=True, err=True)
