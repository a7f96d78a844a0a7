"""`annotator source`: rename, merge, describe or add a source, in all sentences at once."""

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
  annotator source article.ada.yaml Lind --standing informed --standing-reason "runs the port"
"""


@click.command("source", epilog=EPILOG)
@article_options
@click.argument("name", metavar="NAME")
@click.option("--rename", metavar="NEW", help="New name of the source.")
@click.option("--merge-into", "into", metavar="OTHER", help="Source to merge it into.")
@click.option(
    "--kind", metavar="KIND", help="Kind: person, organization, unnamed, document or reporter."
)
@click.option("--affiliation", metavar="NAME", help='Organization of the source ("" for none).')
@click.option(
    "--concerned/--no-concerned",
    default=None,
    help="Mark whether the claims are about the source, so that it should be heard.",
)
@click.option(
    "--standing",
    metavar="STANDING",
    help='Whether the source can know: informed, uninformed or unclear ("" for not judged).',
)
@click.option("--standing-reason", metavar="TEXT", help='Reason for the standing ("" for none).')
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
    standing: str | None,
    standing_reason: str | None,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
) -> None:
    """Rename, merge or describe a source in all its sentences.

    NAME is the name or ID of the source. `annotator show TARGET` lists the sources. To add a
    party that no sentence quotes, use --concerned.
    """
    if rename is not None and into is not None:
        raise click.UsageError("Use either --rename or --merge-into, not both.")
    changes = SourceChanges(rename, into, kind, affiliation, concerned, standing, standing_reason)
    if changes.empty:
        raise click.UsageError(
            "Nothing to change. Give an option such as --rename, --merge-into or --kind."
        )
    with open_session(target, codebook, next_pass=next_pass, carry_over=carry_over) as (
        session,
        open_set,
    ):
        with usage_errors():
            edit = source_edit(changes, session.annotations, session.codebook, name)
        apply_and_save(session, edit, open_set)
