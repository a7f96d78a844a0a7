"""`annotator links`: the personal links with which annotators work in their browsers."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.annotators import describe_access, print_links, stored_address
from annotator.cli.output import print_message
from annotator.cli.page_server import required_packages

if TYPE_CHECKING:
    from annotator.project.annotator_links import AnnotatorLinks

RENEW, REVOKE = "renew", "revoke"
EPILOG = """\b
Examples:
  annotator links press-study                 who has a link, and until when
  annotator links press-study Ada             print one more link for Ada
  annotator links press-study --all --renew   new links for all; the old ones stop working
  annotator links press-study Ben --revoke    sign Ben out everywhere

\b
A link works once and is stored as a hash, so it is shown only when it is made. Changes take effect
at once, also while `annotator serve DIR --annotators` runs.
"""


@click.command("links", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--all", "everyone", is_flag=True, help="All annotators of the project.")
@click.option(
    "--renew", "action", flag_value=RENEW, help="Revoke the old links first, and sign out."
)
@click.option("--revoke", "action", flag_value=REVOKE, help="Revoke the links, and sign out.")
@click.option("--public-url", "address", metavar="URL", help="Address of the page, if different.")
@click.option(
    "--days", metavar="NUMBER", type=click.FloatRange(0, 366, min_open=True),
    help="Days until a link expires (default: 30).",
)  # fmt: skip
def command(
    folder: str,
    names: tuple[str, ...],
    everyone: bool,
    action: str | None,
    address: str | None,
    days: float | None,
) -> None:
    """Print, renew or revoke the links with which annotators work in a browser.

    Without a NAME, it lists the annotators of project DIR and prints no link.
    """
    with required_packages("The annotators' page"):
        from annotator.web.annotators import project_links  # noqa: PLC0415
    links = project_links(Path(folder), time.time)
    if names and everyone:
        raise click.UsageError("Use either names or --all, not both.")
    chosen = links.annotators if everyone else tuple(map(links.require, names))
    if chosen:
        _change(links, chosen, action, address, days)
        return
    if action is not None or everyone:
        raise click.UsageError("Name the annotators, or use --all.")
    for each in links.annotators:
        print_message(f"{each} {describe_access(links, each)}.")


def _change(
    links: "AnnotatorLinks",
    annotators: tuple[str, ...],
    action: str | None,
    address: str | None,
    days: float | None,
) -> None:
    """Revoke the links of annotators, print new ones, or both."""
    base = stored_address(links, address) if action != REVOKE else ""
    for each in annotators if action is not None else ():
        links.revoke(each)
        print_message(f"Revoked all links of {each}.")
    if action != REVOKE:
        print_links(links, annotators, base, days)
