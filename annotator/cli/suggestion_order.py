"""What `annotator suggest --order` prints: the documents that nobody has begun, in an order."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import Function, with_options
from annotator.cli.output import (
    data_console,
    print_json,
    print_message,
    print_name_table,
)
from annotator.cli.outside_suggesters import open_named_suggester, show_suggesting
from annotator.project.open_set import find_codebook
from annotator.project.project_store import lock_project
from annotator.project.work_order import OrderedDocument, OrderOptions, order_work
from annotator.text.safe import safe_text

ORDER_CHOICES = ("other", "representative", "seed", "only")
"""The options of an order, under the names that the command receives."""
UNCERTAINTY, DISAGREEMENT = ORDERS = ("uncertainty", "disagreement")
RANDOM, CHOSEN = ONLY = ("random", "chosen")
_OPTIONS: Sequence[Callable[[Function], Function]] = (
    click.option(
        "--order",
        type=click.Choice(ORDERS),
        help="List the documents that nobody has begun: those first about whose tags the suggester "
        "is least certain, or two suggesters disagree most.",
    ),
    click.option(
        "--other", metavar="NAME", help="The other suggester (with --order disagreement)."
    ),
    click.option(
        "--representative",
        type=click.FloatRange(0, 1),
        metavar="SHARE",
        help="Share of the documents to draw at random (with --order).",
    ),
    click.option("--seed", metavar="TEXT", help="Random seed (with --order)."),
    click.option(
        "--only",
        type=click.Choice(ONLY),
        help="Print only the IDs of documents that were drawn at random, or of the others (with "
        "--order).",
    ),
)


def order_options(function: Function) -> Function:
    """The options of an order: `order`, and those that `print_order` takes."""
    return with_options(function, _OPTIONS)


def print_order(
    folder: Path,
    name: str,
    order: str,
    *,
    as_json: bool,
    other: str | None,
    representative: float | None,
    seed: str | None,
    only: str | None,
) -> None:
    """Print the documents that nobody has begun in an order of work.

    Args:
        folder: The project's folder.
        name: The suggester's name.
        order: One of `ORDERS`.
        as_json: Whether to print JSON.
        other: The name of the other suggester, to order by disagreement.
        representative: The share of documents that are drawn at random.
        seed: The seed of the draw.
        only: One of `ONLY`, to print only IDs.
    """
    if (other is not None) is not (order == DISAGREEMENT):
        raise click.UsageError("--order disagreement needs --other NAME, and no other order does.")
    options = OrderOptions(representative or 0.0, seed or "")
    with ExitStack() as stack:
        stack.enter_context(lock_project(folder))
        codebook = find_codebook(folder)
        suggesters = [
            stack.enter_context(open_named_suggester(each, folder, codebook))
            for each in (name, other)
            if each
        ]
        found = order_work(
            folder,
            suggesters,
            codebook,
            options,
            lambda paths: show_suggesting(paths, name),
        )
    if only is not None:
        found = [each for each in found if each.random is (only == RANDOM)]
    if as_json:
        print_json({"order": order, "seed": options.seed, "documents": list(map(_record, found))})
    elif only is not None:
        for each in found:
            click.echo(safe_text(each.document))
    else:
        _print_table(found, order)


def _record(each: OrderedDocument) -> dict[str, Any]:
    return {
        "document": each.document,
        "sentences": each.sentences,
        "value": each.value,
        "random": each.random,
    }


def _print_table(found: Sequence[OrderedDocument], order: str) -> None:
    rows = [
        [
            each.document,
            f"{each.sentences:,}",
            f"{each.value:.2f}",
            RANDOM if each.random else "",
        ]
        for each in found
    ]
    print_name_table(data_console(), ["document", "sentences", order, "drawn"], rows)
    if any(each.random for each in found):
        print_message("Measure and compare only the documents drawn at random.")
    else:
        print_message(
            "No measure of these documents stands for all. Draw a share: --representative 0.3"
        )
    print_message("Such an order helps for about the first 200 decisions, and not beyond 500.")
