"""What `annotator agree --suggested` prints: decisions with and without suggestions."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from rich.console import Console
from rich.text import Text

from annotator.cli.agreement_tables import (
    format_coefficient,
    format_interval,
    print_grid,
    print_heading,
    print_missing_intervals,
    print_reasons,
)
from annotator.cli.output import join_names
from annotator.model.annotation import SuggestedField
from annotator.model.plurals import count_of_total, plural
from annotator.project.agreement import SuggestionReport
from annotator.stats.agreement.result import Estimate
from annotator.stats.agreement.suggestion_effect import (
    Contrast,
    SuggestionEffect,
    effect_in_words,
)
from annotator.stats.agreement.table_agreement import PooledShare
from annotator.stats.measure_wording import DASH
from annotator.text.safe import safe_text

FIELD_WORDS: Mapping[SuggestedField, str] = {
    SuggestedField.TAG: "tag",
    SuggestedField.SOURCE: "source",
    SuggestedField.KIND: "kind of source",
    SuggestedField.CUE: "cue",
    SuggestedField.ANSWERS: "claims that are answered",
}
HEADS = ("shown", "count", "withheld", "count", "difference", "95% interval")
Named = Sequence[tuple[str, Contrast]]
MOST_VERSIONS = 3


def print_suggestion_effects(console: Console, report: SuggestionReport) -> None:
    """Print the effect of each suggester on each field."""
    title = report.input.project.title or report.input.folder.name
    console.print(Text(safe_text(title), "bold"))
    console.print(
        Text(
            "Shown: suggestions that annotators saw, or would have seen. "
            "Withheld: suggestions that `hold` kept from them.",
            "dim",
        )
    )
    for effect in report.effects:
        _print_effect(console, effect)


def _print_effect(console: Console, effect: SuggestionEffect) -> None:
    versions = join_names(effect.versions, MOST_VERSIONS)
    print_heading(console, f"{FIELD_WORDS[effect.field].capitalize()}, by {effect.suggester}")
    console.print(Text(safe_text(effect_in_words(effect))))
    console.print(Text(safe_text(f"Version: {versions}"), "dim"))
    agreements, tags = list(_agreements(effect)), list(effect.tags.items())
    _print_contrasts(console, "agreement with", agreements)
    console.print()
    _print_contrasts(console, "use of tag", tags)
    for words in _notes(effect):
        console.print(Text(safe_text(words), "dim"))


def _agreements(effect: SuggestionEffect) -> Iterator[tuple[str, Contrast]]:
    yield "the suggester", effect.agreement
    if len(effect.by_annotator) > 1:
        yield from ((f"  {name}", each) for name, each in effect.by_annotator.items())
    yield "each other", effect.people
    yield "gold (right)", effect.right
    yield "gold (wrong)", effect.wrong


def _print_contrasts(console: Console, what: str, contrasts: Named) -> None:
    """Print a table. Undefined figures take no row, and are listed below it with the reason."""
    defined = [(name, each) for name, each in contrasts if _is_defined(each)]
    print_grid(console, (what, *HEADS), [_row(name, each) for name, each in defined])
    named = [(name.strip(), each.difference) for name, each in contrasts]
    print_reasons(console, named)
    print_missing_intervals(console, named)


def _is_defined(found: Contrast) -> bool:
    return bool(found.shown.denominator or found.withheld.denominator)


def _row(name: str, found: Contrast) -> Sequence[str]:
    value = found.difference.value
    return (
        name,
        *_share_cells(found.shown),
        *_share_cells(found.withheld),
        DASH if value is None else f"{value:+z.3f}",
        format_interval(found.difference),
    )


def _share_cells(found: PooledShare) -> tuple[str, str]:
    counts = f"{found.numerator:,}/{found.denominator:,}" if found.denominator else ""
    return format_coefficient(found.estimate.value), counts


def _notes(effect: SuggestionEffect) -> Iterator[str]:
    if _is_defined(effect.right) or _is_defined(effect.wrong):
        yield (
            "Gold: made by others and without suggestions. (right): where the suggestion agrees "
            "with it. (wrong): where it does not."
        )
    alphas = effect.alpha_shown, effect.alpha_withheld
    if any(each.value is not None for each in alphas):
        shown, withheld = map(_describe_alpha, alphas)
        yield f"Krippendorff’s α among people: {shown} where shown, {withheld} where withheld."
    if effect.seconds_shown or effect.seconds_withheld:
        shown, withheld = map(_describe_seconds, (effect.seconds_shown, effect.seconds_withheld))
        yield f"Median time per sentence: {shown} where shown, {withheld} where withheld."
    if effect.mixed_pairs:
        pairs = plural(effect.mixed_pairs, "pair")
        yield f"Left out: {pairs} in which only one annotator saw the suggestion."
    if effect.assisted_gold:
        decisions = plural(effect.assisted_gold, "decision")
        yield f"Not compared with gold: {decisions}, because suggestions helped to make the gold."
    if effect.second_looks:
        looks = count_of_total(effect.second_looks_changed, effect.second_looks, "second look")
        taken = f"{effect.second_looks_taken:,}"
        yield f"{looks} changed the decision, {taken} of them to the suggestion."


def _describe_alpha(found: Estimate) -> str:
    return str(format_coefficient(found.value))


def _describe_seconds(seconds: Sequence[int]) -> str:
    if not seconds:
        return "not recorded"
    return f"{median(seconds):g} s ({plural(len(seconds), 'decision')})"
