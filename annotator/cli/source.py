"""`annotator source`: one source renamed, merged, described or added, in all sentences at once."""

import click

from annotator.cli.editing import apply_and_save, open_session, usage_errors
from annotator.cli.options import (
    article_options,
    carry_over_option,
    codebook_option,
    next_pass_option,
)
from annotator.project.edit_requests import SourceChanges, source_edit
from annotator.project.locate import Target

EPILOG = """\b
Examples:
  annotator source article.ada.yaml "Night Owl" --rename "Night Owls"
  annotator source article.ada.yaml "Twitter Inc." --merge-into Twitter
  annotator source article.ada.yaml "Maria Lind" --kind person --affiliation "Port Authority"
  annotator source article.ada.yaml "Brenn Grid" --concerned
"""


@click.command("source", epilog=EPILOG)
@article_options
@click.argument("name", metavar="NAME")
@click.option("--rename", metavar="NEW", help="Call it so from now on; it stays the same source.")
@click.option("--merge-into", "into", metavar="OTHER", help="It is the same as this other one.")
@click.option("--kind", metavar="KIND", help="person, organization, unnamed, document, reporter.")
@click.option("--affiliation", metavar="NAME", help='The house that it belongs to; "" for none.')
@click.option(
    "--concerned/--no-concerned",
    default=None,
    help="Whether the claims are about it, so that a reader expects to hear from it.",
)
@codebook_option
@next_pass_option
@carry_over_option
def command(
    target: Target,
    name: str,
    rename: str | None,
    into: str | None,
    kind: str | None,
    affiliation: str | None,
    concerned: bool | None,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
) -> None:
    """Change one source (its NAME or id) in every sentence at once; all of it is one edit.

    A party that no sentence quotes is added with --concerned. `annotator show TARGET` lists the
    sources.
    """
    if rename is not None and into is not None:
        raise click.UsageError("--rename and --merge-into exclude each other")
    changes = SourceChanges(rename, into, kind, affiliation, concerned)
    if changes.empty:
        raise click.UsageError("say what to change: --rename, --merge-into, --kind …")
    with open_session(target, codebook, next_pass=next_pass, carry_over=carry_over) as (
        session,
        open_set,
    ):
        with usage_errors():
            edit = source_edit(changes, session.annotations, session.codebook, name)
        apply_and_save(session, edit, open_set)
