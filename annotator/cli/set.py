"""`annotator set`: change one sentence without a screen, with the same edits and the same saver."""

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
@click.option("--untag", is_flag=True, help="Take the tag off; all else stays.")
@click.option(
    "--source", metavar="NAME", help="Who says it: the name or id of a source, or a new one."
)
@click.option("--kind", metavar="KIND", help="The source's kind; of a new one it is guessed.")
@click.option("--affiliation", metavar="NAME", help="The house that the source belongs to.")
@click.option("--via", metavar="NAME", help="A relay between the source and the outlet.")
@click.option("--cue", metavar="WORDS", help="The words that attribute, as they stand in the text.")
@click.option(
    "--answers",
    multiple=True,
    metavar="CLAIM[:STANCE]",
    help="A claim that it answers, s1 or s1:partial; again for each. They replace the former ones.",
)
@click.option(
    "--checkable/--no-checkable", default=None, help="Whether what is claimed could be checked."
)
@click.option(
    "--part",
    metavar="PART",
    help="It is furniture: title, dateline, byline, caption, pullquote or other; "
    '"": it is body text.',
)
@click.option("--note", metavar="TEXT", help="A note.")
@click.option("--flag/--no-flag", default=None, help="Flag it for a second look, or not.")
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
    """Decide one SENTENCE (its id: s4) without a screen; the set is made if there is none.

    TAG is a tag of the codebook: its id, its name or its key; a kind and a stance are given the
    same way. All that is set at once is one edit. An empty text ("") takes off what it would give.
    """
    decision = SentenceChanges(**decided)
    if decision.tag is not None and decision.untag:
        raise click.UsageError("a TAG and --untag exclude each other")
    if decision.empty:
        raise click.UsageError("say what to set: a TAG, --source, --answers, --note …")
    with open_session(target, codebook, next_pass=next_pass, carry_over=carry_over) as (
        session,
        open_set,
    ):
        with usage_errors():
            edit, notices = sentence_edit(decision, session.annotations, session.codebook, sentence)
        for notice in notices:
            print_message(notice)
        apply_and_save(session, edit, open_set, sentence)
