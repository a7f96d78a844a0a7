"""`annotator set`: change one sentence without the screen, by the same edits."""

from typing import Any

import click

from annotator.cli.editing import apply_and_save, open_session, usage_errors
from annotator.cli.options import (
    article_options,
    carry_over_option,
    codebook_option,
    next_pass_option,
)
from annotator.cli.output import print_message
from annotator.project.edit_requests import SentenceChanges, sentence_edit
from annotator.project.locate import Target

EPILOG = """\b
Examples:
  annotator set article.txt s4 claim --annotator ada
  annotator set article.ada.yaml s4 confirmation --source "Harbour Authority" \\
      --kind organization --cue said --answers s1:partial --answers s2
  annotator set article.ada.yaml s6 --no-checkable --via "the Courier"
  annotator set article.ada.yaml s4 --source "" --answers ""
  annotator set article.ada.yaml s4 --untag
  annotator set article.ada.yaml s2 claim --part ""
"""


@click.command("set", epilog=EPILOG)
@article_options
@click.argument("sentence", metavar="SENTENCE")
@click.argument("tag", required=False, metavar="[TAG]")
@click.option("--untag", is_flag=True, help="Remove the tag. Everything else stays.")
@click.option(
    "--source", metavar="NAME", help="Name or ID of the source. A new name adds a source."
)
@click.option("--kind", metavar="KIND", help="Kind of the source (guessed for a new source).")
@click.option("--affiliation", metavar="NAME", help="Organization of the source.")
@click.option("--via", metavar="NAME", help="Outlet that passed the information on.")
@click.option("--cue", metavar="WORDS", help="The cue, exactly as in the text.")
@click.option(
    "--answers",
    multiple=True,
    metavar="CLAIM[:STANCE]",
    help="Claim that the sentence answers: s1 or s1:partial. Repeatable. Replaces earlier ones.",
)
@click.option(
    "--checkable/--no-checkable", default=None, help="Mark whether the claim can be checked."
)
@click.option(
    "--part",
    metavar="PART",
    help="Kind of furniture: title, dateline, byline, caption, pullquote or other "
    '("" for body text).',
)
@click.option("--note", metavar="TEXT", help='Note on the sentence ("" to remove).')
@click.option("--flag/--no-flag", default=None, help="Flag the sentence for a second look.")
@codebook_option
@next_pass_option
@carry_over_option
def command(
    target: Target,
    sentence: str,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
    **decided: Any,
) -> None:
    """Tag one sentence, or change what is recorded about it.

    SENTENCE is an ID such as s4. For TAG, KIND and STANCE, use an ID, name or key from the
    codebook. Use "" to remove a value. If there is no annotation set yet, one is created.
    """
    decision = SentenceChanges(**decided)
    if decision.tag is not None and decision.untag:
        raise click.UsageError("Use either TAG or --untag, not both.")
    if decision.empty:
        raise click.UsageError(
            "Nothing to set. Give a TAG or an option such as --source, --answers or --note."
        )
    with open_session(target, codebook, next_pass=next_pass, carry_over=carry_over) as (
        session,
        open_set,
    ):
        with usage_errors():
            edit, notices = sentence_edit(decision, session.annotations, session.codebook, sentence)
        for notice in notices:
            print_message(notice)
        apply_and_save(session, edit, open_set, sentence)
