"""Options of the commands that count over the sets of several annotators, declared once."""

import click

from annotator.cli.options import Function
from annotator.cli.output import say
from annotator.stats import SEED
from annotator.stats.passes import Passes

unfinished_option = click.option(
    "--unfinished", is_flag=True, help="Take work that is not finished as well."
)
one_document_option = click.option(
    "--document", "-d", metavar="ID", help="Of a project this document alone."
)


def passes_option(words: str = "Which finished pass of each annotator.") -> Function:
    """The option --passes, which the command gets as a word of `Passes`."""
    return click.option(
        "--passes",
        type=click.Choice([each.value for each in Passes]),
        default=Passes.FIRST.value,
        show_default=True,
        help=words,
    )


def seed_option(words: str) -> Function:
    """The option --seed."""
    return click.option("--seed", type=int, default=SEED, show_default=True, help=words)


def _without_effect(_: click.Context, __: click.Parameter, seed: int | None) -> None:
    if seed is not None:
        say("--seed has no effect: the intervals are computed without random numbers.")


retired_seed_option = click.option(
    "--seed", type=int, hidden=True, expose_value=False, callback=_without_effect
)
"""The option --seed where intervals were once drawn at random: it is taken, and said to be idle."""
