"""`annotator finish`: a whole set marked finished, unusable or open, without a screen."""

import sys

import click

from annotator.cli.editing import apply_and_save, open_session
from annotator.cli.options import codebook_option, target_options
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
@target_options
@click.option("--unusable", metavar="REASON", help="The article cannot be used, and why.")
@click.option("--usable", is_flag=True, help="It can be used after all.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask about sentences without a tag.")
@codebook_option
def command(
    target: Target, unusable: str | None, usable: bool, yes: bool, codebook: str | None
) -> None:
    """Mark an annotation set finished: it is a pass, and stays as it is from then on.

    Agreement and marks count finished passes. `annotator set TARGET … --next-pass` begins the
    next one. Sentences that have no tag yet are named first.
    """
    if unusable is not None and usable:
        raise click.UsageError("--unusable and --usable exclude each other")
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
    """Name the sentences without a tag, and have the person agree to finish all the same.

    Raises:
        UsageError: There is nobody who could be asked.
        Abort: The person does not agree.
    """
    left = [each.id for each in annotations.sentences if each.body and each.tag is None]
    if not left:
        return
    print_message(f"No tag yet: {join_names(left, MOST_NAMED)}.")
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("nothing was changed; --yes finishes it all the same")
    click.confirm("Mark it finished all the same?", abort=True, err=True)
