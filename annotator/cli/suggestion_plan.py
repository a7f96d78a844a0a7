"""What `annotator suggest --plan` prints: how large a study of suggestions must be."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from annotator.cli.options import Function, with_options
from annotator.cli.output import data_console, each_file, print_json, print_message, show_spinner
from annotator.model.plurals import plural
from annotator.text.safe import safe_text

if TYPE_CHECKING:
    from annotator.project.suggestion_plan import PlannedEffect, SuggestionPlan

PLAN_CHOICES = ("effects", "hold", "annotators", "sentences", "agreement")
"""The options of a plan, under the names that the command receives."""
_SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)
_OPTIONS: Sequence[Callable[[Function], Function]] = (
    click.option("--plan", is_flag=True, help="Show how many sentences it takes to see an effect."),
    click.option(
        "--effect",
        "effects",
        type=click.FloatRange(0, 100, min_open=True),
        multiple=True,
        metavar="POINTS",
        help="Effect in percentage points (with --plan). Repeatable.",
    ),
    click.option(
        "--hold",
        type=_SHARE,
        metavar="SHARE",
        help="Share of suggestions that are withheld (with --plan; default: the project's, or "
        "0.25).",
    ),
    click.option(
        "--annotators",
        type=click.IntRange(1, 1000),
        metavar="N",
        help="Annotators of each document (with --plan; default: the project's, or 2).",
    ),
    click.option(
        "--sentences",
        type=click.FloatRange(1, 10_000),
        metavar="N",
        help="Sentences in a document (with --plan; default: the project's, or 20).",
    ),
    click.option(
        "--agreement",
        type=click.FloatRange(0.05, 0.95),
        metavar="SHARE",
        help="Agreement with suggestions that are not shown (with --plan; default: the project's, "
        "or 0.7).",
    ),
)


def plan_options(function: Function) -> Function:
    """The options of a plan. The command receives `plan`, and the others for `print_plan`."""
    return with_options(function, _OPTIONS)


def print_plan(
    folder: Path | None, *, effects: Sequence[float], as_json: bool, **choices: Any
) -> None:
    """Print the plan of a study.

    Args:
        folder: The project's folder; None without a project.
        effects: The effects, in points.
        as_json: Whether to print JSON.
        choices: The options `hold`, `annotators`, `sentences` and `agreement`.
    """
    # These modules load numpy, which would slow down --help.
    from annotator.project.suggestion_plan import DesignChoices, plan_record, plan_study  # noqa: PLC0415

    with show_spinner("Simulating studies", len(effects) or 1):
        stated = DesignChoices(**choices)
        plan = plan_study(folder, stated, [each / 100 for each in effects], each_file)
    if as_json:
        print_json(plan_record(plan))
    else:
        _print_table(plan)
        for words in _explanation(plan):
            print_message(words)


def _print_table(plan: "SuggestionPlan") -> None:
    from annotator.cli.agreement_tables import print_grid  # noqa: PLC0415 (it loads numpy)

    design, console = plan.design, data_console()
    assumed = (
        f"{plural(design.annotators, 'annotator')} per document, "
        f"{plural(round(design.sentences), 'sentence')} in a document, "
        f"{design.hold:.0%} of the suggestions withheld, agreement with withheld suggestions "
        f"{design.agreement:.0%}."
    )
    console.print(Text(safe_text(assumed), "dim"))
    heads = ("effect in points", "documents", "sentences", "of these withheld")
    in_project = ("power in this project",) if plan.project else ()
    print_grid(console, (*heads, *in_project), map(_row, plan.effects))


def _row(found: "PlannedEffect") -> Sequence[str]:
    from annotator.stats.agreement.suggestion_plan import MOST_DOCUMENTS  # noqa: PLC0415

    sizes = (found.documents, found.sentences, found.withheld)
    cells = ["" if each is None else f"{each:,}" for each in sizes]
    if found.documents is None:
        cells = [f"over {MOST_DOCUMENTS:,}", "", ""]
    own = () if found.project_power is None else (f"{found.project_power:.0%}",)
    return (f"{found.effect * 100:g}", *cells, *own)


def _explanation(plan: "SuggestionPlan") -> Iterator[str]:
    yield (
        "With that number of documents, 4 of 5 simulated studies see the effect: their 95% "
        "interval excludes 0. A smaller study that sees nothing does not show that there is no "
        "effect."
    )
    if not plan.project:
        return
    documents = plural(plan.design.documents, "document")
    if plan.smallest is None:
        yield f"With the {documents} of this project, no study sees any effect in 4 of 5 cases."
    else:
        points = plural(round(plan.smallest * 100), "point")
        yield f"The {documents} of this project are enough to see an effect of {points} or more."
