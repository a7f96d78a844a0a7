"""What `annotator suggest --evaluate` prints: how well a suggester does in a project."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from annotator.cli.options import Function, with_options
from annotator.cli.output import data_console, print_json, print_message
from annotator.cli.outside_suggesters import open_named_suggester, show_suggesting
from annotator.model.plurals import plural
from annotator.model.suggestion_evaluation import (
    GOLD,
    LEAST_CASES,
    LEAST_PRECISION,
    SuggesterEvaluation,
    TagPrecision,
)
from annotator.project.open_set import find_codebook
from annotator.project.project_store import lock_project
from annotator.text.safe import safe_text

if TYPE_CHECKING:
    from annotator.project.suggester_evaluation import EvaluationResult
    from annotator.stats.agreement.suggester_scores import FieldScore, SuggesterScores
    from annotator.stats.agreement.table_agreement import PooledShare

Record = dict[str, Any]
EVALUATION_CHOICES = ("against", "assisted", "unfinished")
"""The options of an evaluation, under the names that the command receives."""
_USES = ("refuse", "leave-out", "count")
_OPTIONS: Sequence[Callable[[Function], Function]] = (
    click.option(
        "--evaluate", is_flag=True, help="Compare the suggester with gold, or with an annotator."
    ),
    click.option(
        "--against",
        metavar="NAME",
        help="Annotator to compare with (with --evaluate; default: gold).",
    ),
    click.option(
        "--assisted",
        type=click.Choice(_USES),
        help="What to do with decisions that were made with this suggester's help (with "
        "--evaluate; default: refuse).",
    ),
    click.option(
        "--unfinished",
        is_flag=True,
        default=None,
        help="Include sets that are not finished (with --evaluate).",
    ),
)
NAMES: Mapping[str, str] = {
    "source_exact": "source: same name",
    "source_head": "source: same main word",
    "source_listed": "source: in the list",
    "kind": "kind of source",
    "cue_any": "has a cue",
    "cue_exact": "cue: same words",
    "cue_overlap": "cue: overlaps",
    "links": "links",
    "links_with_stance": "links with stance",
}
"""The names of the scores of fields other than the tag."""
_RECALL_ONLY = frozenset({"source_listed"})


def evaluation_options(function: Function) -> Function:
    """The options of an evaluation: `evaluate`, and those that `print_evaluation` takes."""
    return with_options(function, _OPTIONS)


def print_evaluation(
    folder: Path,
    name: str,
    *,
    as_json: bool,
    against: str | None,
    assisted: str | None,
    unfinished: bool | None,
) -> None:
    """Evaluate a suggester in a project, keep the result there, and print it.

    Args:
        folder: The project's folder.
        name: The suggester's name.
        as_json: Whether to print JSON.
        against: An annotator's name; None for gold.
        assisted: What to do with decisions made with its help; None to refuse them.
        unfinished: Whether sets that are not finished count.
    """
    # These modules load numpy, which would slow down --help.
    from annotator.project.suggester_evaluation import (  # noqa: PLC0415
        AssistedUse,
        EvaluationOptions,
        evaluate_suggester,
    )

    options = EvaluationOptions(against, AssistedUse(assisted or "refuse"), bool(unfinished))
    codebook = find_codebook(folder)
    opened = open_named_suggester(name, folder, codebook)
    with lock_project(folder), opened as suggester:
        result = evaluate_suggester(
            folder,
            suggester,
            codebook,
            options,
            lambda sets: show_suggesting(sets, name),
        )
    if as_json:
        print_json(evaluation_record(result))
        return
    _print_tables(result)
    for words in _notes(result):
        print_message(words)


# Tables


def _print_tables(result: "EvaluationResult") -> None:
    from annotator.cli.agreement_tables import print_grid, print_heading  # noqa: PLC0415 (numpy)

    console, scores, evaluation = data_console(), result.scores, result.evaluation
    console.print(Text(safe_text(_heading(evaluation)), "bold"))
    if evaluation.inflated:
        console.print(Text(safe_text(f"INFLATED: {_inflated(result)}"), "bold red"))
    rows = [
        [*_cells(score), _shown(tag, evaluation)]
        for score, tag in zip(scores.tags, evaluation.tags, strict=True)
    ]
    print_grid(console, ("tag", "precision", "95% interval", "recall", "F1", "shown"), rows)
    print_heading(console, "All tags")
    print_grid(console, ("", "value", "95% interval"), _overall(scores))
    print_heading(console, "Other fields")
    others = [[*_cells(each, NAMES[each.id])] for each in scores.fields]
    print_grid(console, ("field", "precision", "95% interval", "recall", "F1"), others)
    _print_calibration(scores)


def _heading(evaluation: SuggesterEvaluation) -> str:
    sentences = plural(evaluation.sentences, "sentence")
    documents = plural(evaluation.documents, "document")
    by = GOLD if evaluation.against == GOLD else f"{evaluation.against}’s sets"
    suggester = evaluation.suggester
    return f"{suggester.name} {suggester.version} and {by}: {sentences} in {documents}"


def _inflated(result: "EvaluationResult") -> str:
    helped = plural(result.assisted, "sentence was", "sentences were")
    name = result.evaluation.suggester.name
    return f"{helped} decided with the help of {name}. The true figures are lower."


def _cells(score: "FieldScore", name: str | None = None) -> list[str]:
    from annotator.cli.agreement_tables import format_interval  # noqa: PLC0415 (it loads numpy)

    listed = score.id in _RECALL_ONLY
    return [
        name or score.id,
        "" if listed else _with_counts(score.precision),
        "" if listed else format_interval(score.precision.estimate),
        _with_counts(score.recall),
        "" if listed else _figure(score.f1.estimate.value),
    ]


def _with_counts(share: "PooledShare") -> str:
    if not share.denominator:
        return _figure(None)
    return f"{_figure(share.estimate.value)} ({share.numerator}/{share.denominator})"


def _figure(value: float | None) -> str:
    from annotator.cli.agreement_tables import format_coefficient  # noqa: PLC0415 (it loads numpy)

    return format_coefficient(value)


def _shown(tag: TagPrecision, evaluation: SuggesterEvaluation) -> str:
    return "yes" if tag.is_shown and not evaluation.inflated else "no"


def _overall(scores: "SuggesterScores") -> Iterator[list[str]]:
    from annotator.cli.agreement_tables import format_interval  # noqa: PLC0415 (it loads numpy)

    common = f"always “{scores.commonest}”"
    for name, found in (
        ("macro F1", scores.macro_f1),
        ("same tag", scores.same_tag.estimate),
        (f"same tag, if {common}", scores.always_commonest.estimate),
        ("κ", scores.kappa),
    ):
        yield [name, _figure(found.value), format_interval(found)]
    yield [f"κ, if {common}", _figure(0.0), ""]
    for pair in scores.people:
        yield [f"κ of {' and '.join(pair.annotators)}", _figure(pair.kappa.value), ""]


def _print_calibration(scores: "SuggesterScores") -> None:
    from annotator.cli.agreement_tables import print_grid, print_heading  # noqa: PLC0415 (numpy)

    for each in scores.calibrations:
        if each.error is None:
            continue
        heading = f"Calibration of {each.field}: error {each.error:.3f}"
        print_heading(data_console(), heading)
        rows = [
            [f"{one.low:.1f}", f"{one.count:,}", f"{one.score:.2f}", f"{one.right:.2f}"]
            for one in each.bins
        ]
        print_grid(data_console(), ("score from", "cases", "mean score", "right"), rows)


def _notes(result: "EvaluationResult") -> Iterator[str]:
    evaluation = result.evaluation
    hidden = [each.tag for each in evaluation.tags if not each.is_shown]
    if hidden and not evaluation.inflated:
        yield (
            f"Not shown to annotators: {', '.join(hidden)}. A tag is shown if at least "
            f"{LEAST_PRECISION:.0%} of {LEAST_CASES} suggestions or more are right."
        )
    if all(each.error is None for each in result.scores.calibrations):
        yield f"{evaluation.suggester.name} gives no scores, so there is no calibration."
    if not result.scores.people:
        yield "No two people tagged these documents, so there is no κ of people to compare with."
    if result.other_codebook:
        yield f"Left out: {plural(result.other_codebook, 'set')} made with another codebook."
    if result.assisted and not evaluation.inflated:
        yield f"Left out: {plural(result.assisted, 'sentence')} decided with its help."


# JSON


def evaluation_record(result: "EvaluationResult") -> Record:
    """All figures of an evaluation as JSON."""
    from annotator.stats.agreement.project_agreement import share_record  # noqa: PLC0415 (numpy)
    from annotator.stats.agreement.result import estimate_with_interval_record  # noqa: PLC0415

    evaluation, scores = result.evaluation, result.scores
    return {
        "suggester": evaluation.suggester,
        "against": evaluation.against,
        "documents": evaluation.documents,
        "sentences": evaluation.sentences,
        "inflated": evaluation.inflated,
        "assisted": result.assisted,
        "out_of_fold": evaluation.out_of_fold,
        "tags": [
            _score_record(score) | {"shown": tag.is_shown and not evaluation.inflated}
            for score, tag in zip(scores.tags, evaluation.tags, strict=True)
        ],
        "macro_f1": estimate_with_interval_record(scores.macro_f1),
        "same_tag": share_record(scores.same_tag),
        "kappa": estimate_with_interval_record(scores.kappa),
        "commonest": {
            "tag": scores.commonest,
            "same_tag": share_record(scores.always_commonest),
            "kappa": 0.0,
        },
        "people": [
            {"annotators": each.annotators, "kappa": estimate_with_interval_record(each.kappa)}
            for each in scores.people
        ],
        "fields": [_score_record(each) for each in scores.fields],
        "calibration": scores.calibrations,
    }


def _score_record(score: "FieldScore") -> Record:
    from annotator.stats.agreement.project_agreement import share_record  # noqa: PLC0415 (numpy)

    shares = {"recall": share_record(score.recall)}
    if score.id not in _RECALL_ONLY:
        shares = {"precision": share_record(score.precision), **shares}
        shares["f1"] = share_record(score.f1)
    return {"id": score.id, **shares}
