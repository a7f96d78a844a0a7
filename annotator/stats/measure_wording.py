"""The measures in plain words, the same in the terminal and in the report.

Names of sources appear as the annotator typed them. The caller makes them safe to show.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.model.codebook import CONTRADICTS, PARTIAL, SUPPORTS
from annotator.model.plurals import count_of_total
from annotator.stats.claims import Claim, ClaimOutcome, ClaimOutcomes, ClaimReply
from annotator.stats.corpus import AnnotatorRange, AverageIntervals, MacroAverage, MicroAverage
from annotator.stats.measure_input import MeasureValue, Scalar
from annotator.stats.measures import MEASURE_BY_ID, MEASURES, Measure, MeasureKind, MeasureValues

DASH = "–"

OUTCOME_NAMES: Mapping[ClaimOutcome, str] = {
    ClaimOutcome.SUPPORTED: "supported",
    ClaimOutcome.PARTLY_SUPPORTED: "partly supported",
    ClaimOutcome.DISPUTED: "disputed",
    ClaimOutcome.DECLINED: "unanswered",
    ClaimOutcome.NOT_ADDRESSED: "nobody spoke",
}
OUTCOME_DEFINITIONS: Mapping[ClaimOutcome, str] = {
    ClaimOutcome.SUPPORTED: "a confirmation answers it with the stance supports",
    ClaimOutcome.PARTLY_SUPPORTED: "one answers it with partial and none with supports",
    ClaimOutcome.DISPUTED: "one answers it with contradicts",
    ClaimOutcome.DECLINED: "none of these, but somebody is said not to have answered",
    ClaimOutcome.NOT_ADDRESSED: "none of these",
}
"""When a claim comes to each, read in this order."""
STANCE_PHRASES = {SUPPORTS: "supported", PARTIAL: "supported in part", CONTRADICTS: "contradicted"}


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of one article in words.

    Attributes:
        measure: Which.
        figure: The figure alone: "8/9 (89%)", "2", "yes", "2-3", "2.38" or a dash.
        says: What the figure says, in one sentence, or why there is none.
        warning: What it does not say.
    """

    measure: Measure
    figure: str
    says: str
    warning: str


def coverage_notice(values: MeasureValues) -> str:
    """What is to be read before any figure: how much is tagged, and that the rest may change."""
    coverage = values["coverage"]
    if not coverage.denominator:
        return _sentence(coverage.reason)
    says = _measure_sentence(MEASURE_BY_ID["coverage"], coverage)
    if coverage.value == 1:
        return _sentence(says)
    return f"Provisional, for {says}: every figure may change."


def measure_lines(values: MeasureValues) -> tuple[MeasureLine, ...]:
    """Every measure in words, coverage first; where two belong on one line, both speak there."""
    return tuple(measure_line(measure, values) for measure in MEASURES)


def measure_line(measure: Measure, values: MeasureValues) -> MeasureLine:
    """One measure in words; the values of the others serve the one that is read beside it."""
    value = values[measure.id]
    says = _measure_sentence(measure, value)
    beside = values[measure.companion] if measure.companion else None
    if measure.companion and beside and beside.defined and value.defined:
        says = f"{says}; {_measure_sentence(MEASURE_BY_ID[measure.companion], beside)}"
    return MeasureLine(measure, value_text(value), _sentence(says), _sentence(measure.warning))


def value_text(value: MeasureValue) -> str:
    """A value as short as it goes: "8/9 (89%)", "2", "yes", "2-3", "2.38", a dash if undefined."""
    if value.denominator and isinstance(value.value, float):
        return f"{value.numerator}/{value.denominator} ({value.value:.0%})"
    return _scalar_text(value.value)


def range_text(found: AnnotatorRange) -> str:
    """The range of a figure across annotators: "0.50 to 0.89 (3 of 4 annotators)"."""
    who = count_of_total(found.annotators, found.total_annotators, "annotator")
    low, high = _scalar_text(found.low), _scalar_text(found.high)
    return f"{low} ({who})" if low == high else f"{low} to {high} ({who})"


def outcome_text(outcomes: ClaimOutcomes) -> str:
    """What became of a claim: "supported", "partly supported and disputed", "nobody spoke"."""
    return " and ".join(OUTCOME_NAMES[each] for each in outcomes)


def claim_text(found: Claim) -> str:
    """One claim: who says it, what became of it and by whom; sentences by number, from 1."""
    replies = "".join(f"; {reply_text(each)} ({each.position + 1})" for each in found.replies)
    return f"{claimant_text(found)}: {outcome_text(found.outcomes)}{replies}."


def claimant_text(found: Claim) -> str:
    """Who says a claim, and whether it could be checked: "Said by Ada, not checkable"."""
    who = found.source.name if found.source else "the outlet itself"
    return f"Said by {who}" if found.checkable else f"Said by {who}, not checkable"


def reply_text(found: ClaimReply) -> str:
    """What one sentence does to a claim: "supported by Ada", "Ada gave no answer"."""
    who = found.source.name if found.source else "somebody not named as a source"
    if found.stance is not None:
        return f"{STANCE_PHRASES[found.stance]} by {who}"
    if found.by_reporter:
        return f"{who} could not verify it"
    return f"{who} gave no answer"


def _measure_sentence(measure: Measure, value: MeasureValue) -> str:
    if not value.defined:
        return f"{measure.label} is undefined: {value.reason}"
    if value.value is False:
        return measure.sentence_if_false
    numbers = {"n": value.numerator, "d": value.denominator, "v": value.value}
    # Of one, none says whose it is: what goes with a part goes with a whole of one as well.
    alone = {name for name, number in numbers.items() if str(number) == "1"}
    alone |= {"n"} if "d" in alone else set()
    chosen = re.sub(
        r"\[(\w) ([^|\]]*)\|([^\]]*)\]",
        lambda found: found[2] if found[1] in alone else found[3],
        measure.sentence,
    )
    return chosen.format(**numbers)


def _scalar_text(figure: Scalar | None) -> str:
    if figure is None:
        return DASH
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    return f"{figure:.2f}" if isinstance(figure, float) else str(figure)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


MEAN_LABEL, INTERVAL_LABEL = "mean of the articles", "95 % interval"
MICRO_EXPLANATION = (
    "All articles taken together: the sum of the numerators over the sum of the denominators. "
    "Long articles weigh more."
)
MACRO_EXPLANATION = (
    "The mean of the articles where the figure is defined. Every article weighs the same."
)
INTERVAL_EXPLANATION = (
    "A 95 % interval is made so that 95 of 100 such intervals hold the figure that very many "
    "articles of the same sort would give. It speaks of which articles were chosen, not of how "
    "sure the tags are."
)


def missing_interval_notes(intervals: Mapping[str, AverageIntervals]) -> Iterator[str]:
    """Why figures have no interval, a sentence for each reason, with the measures that it hits."""
    by_reason: dict[str, list[str]] = {}
    for name, found in intervals.items():
        if found.reason:
            by_reason.setdefault(found.reason, []).append(name)
    for reason, names in by_reason.items():
        of = "any figure" if len(names) == len(intervals) else ", ".join(names)
        yield f"No interval for {of}: {reason}."


def micro_text(found: MicroAverage | None) -> str:
    """Of a share, over all articles taken together: "12/40 (30%)"; a dash of any other figure."""
    if found is None or found.value is None:
        return DASH
    return f"{_count_text(found.numerator)}/{_count_text(found.denominator)} ({found.value:.0%})"


def macro_text(measure: str, found: MacroAverage) -> str:
    """The mean of the articles, "0.30"; of a flag "40%"; of a band how many articles have each."""
    if found.distribution and found.articles:
        return ", ".join(
            f"{band}: {_count_text(times)}" for band, times in found.distribution.items()
        )
    if found.value is None:
        return DASH
    shown = MEASURE_BY_ID[measure].kind in {MeasureKind.SHARE, MeasureKind.FLAG}
    return f"{found.value:.0%}" if shown else f"{found.value:.2f}"


def interval_text(measure: str, found: tuple[float, float] | None) -> str:
    """An interval from its low to its high end, "12% to 40%"; a dash where there is none."""
    if found is None:
        return DASH
    form = ".0%" if MEASURE_BY_ID[measure].kind in {MeasureKind.SHARE, MeasureKind.FLAG} else ".2f"
    return f"{found[0]:{form}} to {found[1]:{form}}"


def _count_text(number: float) -> str:
    # Several annotators of an article give it means of counts.
    return f"{number:.0f}" if number.is_integer() else f"{number:.1f}"
