"""`annotator learn`: fit a model to a project's own decisions, and compare it with the rules."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from annotator.cli.options import dry_run_option, folder_argument, json_option
from annotator.cli.output import (
    data_console,
    each_file,
    print_json,
    print_message,
    show_progress,
)
from annotator.model.plurals import plural
from annotator.model.suggestion_settings import LEARNED, RULES
from annotator.project.project_store import lock_project
from annotator.stats import DEFAULT_SEED
from annotator.text.safe import safe_line

if TYPE_CHECKING:
    from annotator.storage.learned_models import LearnedFieldScore, LearnedModel

Item = TypeVar("Item")

EPILOG = """\b
Examples:
  annotator learn my-project --from Ada             learn from Ada's decisions
  annotator learn my-project --from gold            learn from the gold standard
  annotator learn my-project --from Ada --dry-run   only print how well it would do

\b
docs/how-to/learn-from-your-own-decisions.md explains the figures.
"""


@click.command("learn", epilog=EPILOG)
@folder_argument
@click.option(
    "--from",
    "by",
    required=True,
    metavar="ANNOTATOR|gold",
    help="Whose decisions to learn from, or the project's gold.",
)
@click.option(
    "--seed",
    type=int,
    default=DEFAULT_SEED,
    show_default=True,
    help="Random seed of the parts into which documents are divided for the figures.",
)
@click.option(
    "--assisted",
    is_flag=True,
    help="Also learn from decisions that were made with suggestions of a learned model.",
)
@dry_run_option
@json_option
def command(folder: Path, by: str, seed: int, assisted: bool, dry_run: bool, as_json: bool) -> None:
    """Learn from decisions in a project, to suggest tags, sources and cues there.

    The figures come from documents that the model had not seen, next to the rules on the same
    documents. The model suggests only fields in which it beats the rules.
    """
    # These modules load numpy and the libraries that fit models, which would slow down --help.
    from annotator.project.learning import (  # noqa: PLC0415
        gather_decisions,
        learn,
        learning_record,
        store_model,
    )
    from annotator.project.model_fitting import require_libraries  # noqa: PLC0415

    require_libraries()
    with lock_project(folder):
        decisions = gather_decisions(folder, by, assisted=assisted, each=each_file)
        result = learn(decisions, seed, _with_progress)
        path = None if dry_run else store_model(folder, result)
    model = result.model
    if as_json:
        print_json(learning_record(model))
    else:
        _print_figures(model)
        print_message(_result(model, path))


def _with_progress(items: Sequence[Item]) -> Iterable[Item]:
    return show_progress(items, "Learning", many=1)


def _print_figures(model: "LearnedModel") -> None:
    learned_from = model.learned_from
    console = data_console()
    console.print(
        safe_line(
            f"Learned from {plural(learned_from.sentences, 'decision')} of “{learned_from.by}” in "
            f"{plural(learned_from.documents, 'document')}."
        )
    )
    if learned_from.assisted:
        words = (
            f"Inflated: {plural(learned_from.assisted, 'decision')} had suggestions of “{LEARNED}”."
        )
        console.print(safe_line(words))
    console.print(safe_line("F1 on documents that the model had not seen:"))
    console.print(safe_line(_row("", LEARNED, RULES, "difference (95% interval)")))
    for field, each in model.scores.items():
        figures = (_figure(each.learned), _figure(each.rules))
        console.print(safe_line(_row(field.value, *figures, _difference(each))))


def _row(name: str, learned: str, rules: str, difference: str) -> str:
    return f"  {name:<8}{learned:>8}{rules:>8}   {difference}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _difference(score: "LearnedFieldScore") -> str:
    if score.difference is None:
        return score.reason
    ends = f"{score.interval[0]:+.2f} to {score.interval[1]:+.2f}" if score.interval else None
    return f"{score.difference:+.2f} ({ends or score.reason})"


def _result(model: "LearnedModel", path: Path | None) -> str:
    fields = ", ".join(model.fields)
    better = (
        f"“{LEARNED}” suggests {fields}, where it beats “{RULES}”."
        if fields
        else f"“{LEARNED}” suggests nothing yet: it does not beat “{RULES}” in any field."
    )
    return f"{better} Wrote {path}." if path else f"{better} Nothing was written."
