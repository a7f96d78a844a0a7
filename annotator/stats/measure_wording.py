"""The measures in plain words, the same in the terminal and in the report.

Names of sources appear as the annotator typed them. The caller makes them safe to show.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.codebook import CONTRADICTS, PARTIAL, SUPPORTS
from annotator.model.plurals import count_of_total, verb, verb_of_total
from annotator.stats.claims import Claim, ClaimOutcome, ClaimOutcomes, ClaimReply
from annotator.stats.corpus import AnnotatorRange, AverageIntervals, MacroAverage, MicroAverage
from annotator.stats.measure_input import MeasuredPart, MeasureValue, Scalar
from annotator.stats.measures import (
    KEY_MEASURES,
    MEASURE_BY_ID,
    MEASURES,
    Measure,
    MeasureKind,
    MeasureValues,
)
from annotator.stats.set_content import SetContent, TagVotes

DASH = "–"
OUTLET = "the outlet"
"""The source of a claim that names none."""

OUTCOME_NAMES: Mapping[ClaimOutcome, str] = {
    ClaimOutcome.SUPPORTED: "supported",
    ClaimOutcome.PARTLY_SUPPORTED: "partly supported",
    ClaimOutcome.DISPUTED: "disputed",
    ClaimOutcome.DECLINED: "no answer given",
    ClaimOutcome.NOT_ADDRESSED: "not addressed",
}
OUTCOME_DEFINITIONS: Mapping[ClaimOutcome, str] = {
    ClaimOutcome.SUPPORTED: "a confirmation supports it",
    ClaimOutcome.PARTLY_SUPPORTED: "a confirmation supports it in part, and none in full",
    ClaimOutcome.DISPUTED: "a confirmation contradicts it",
    ClaimOutcome.DECLINED: "no confirmation responds to it, and a party is reported not to have "
    "answered",
    ClaimOutcome.NOT_ADDRESSED: "no confirmation responds to it, and no party is reported not to "
    "have answered",
}
"""When a claim has each outcome."""
STANCE_PHRASES = {SUPPORTS: "supported", PARTIAL: "supported in part", CONTRADICTS: "contradicted"}


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of one article in words.

    Attributes:
        measure: The measure.
        figure: The figure alone: "8/9 (89%)", "2", "yes", "2-3", "2.38" or a dash.
        says: What the figure says, in one sentence, or why there is no figure.
        warning: What to keep in mind when reading it, in one sentence.
        share: The length of its bar, from 0 to 1, or None if it is undefined or not a share.
    """

    measure: Measure
    figure: str
    says: str
    warning: str
    share: float | None = None


def coverage_notice(values: MeasureValues) -> str:
    """What to read before any figure: how much is tagged, and that figures may still change."""
    coverage = values["coverage"]
    if not coverage.denominator:
        return _sentence(coverage.reason)
    says = _sentence(_measure_sentence(MEASURE_BY_ID["coverage"], coverage))
    return says if coverage.value == 1 else f"Provisional: {says} The figures may still change."


def short_coverage_notice(values: MeasureValues) -> str:
    """The same in a few words, for a narrow pane: "Provisional: 2 of 31 tagged"."""
    coverage = values["coverage"]
    if not coverage.denominator:
        return _sentence(coverage.reason)
    says = f"{coverage.numerator:,} of {coverage.denominator:,} tagged"
    return says if coverage.value == 1 else f"Provisional: {says}"


def measure_lines(values: MeasureValues) -> tuple[MeasureLine, ...]:
    """Every measure in words, in the order of the table."""
    return tuple(measure_line(measure, values) for measure in MEASURES)


def key_lines(values: MeasureValues, content: SetContent) -> tuple[MeasureLine, ...]:
    """The key measures in words, those that the set can support. All six if nothing is missing."""
    return tuple(measure_line(measure, values) for measure in content.key_measures)


def measure_line(measure: Measure, values: MeasureValues) -> MeasureLine:
    """One measure in words, followed by the measure to read with it, if it has one."""
    value = values[measure.id]
    says = _sentence(_measure_sentence(measure, value))
    beside = values[measure.companion] if measure.companion else None
    if measure.companion and beside and beside.defined and value.defined:
        also = _measure_sentence(MEASURE_BY_ID[measure.companion], beside)
        says = f"{says} {_sentence(also)}"
    share = value.value if measure.kind is MeasureKind.SHARE else None
    return MeasureLine(
        measure,
        value_text(value),
        says,
        _sentence(measure.warning),
        share if isinstance(share, float) else None,
    )


PART_INSTRUCTIONS: Mapping[MeasuredPart, str] = {
    MeasuredPart.SOURCES: "set the source of each claim, confirmation and non-response",
    MeasuredPart.LINKS: "link each confirmation and non-response to the claims it responds to",
}
"""What an annotator does to add each part of a set."""


def missing_note(content: SetContent) -> str:
    """What to add for the key figures that a set cannot support. Empty if it supports all."""
    if content.tags_only:
        steps = ", and ".join(PART_INSTRUCTIONS.values())
        return f"For the six key figures, {steps}."
    hidden = [each.label for each in KEY_MEASURES if not content.supports(each)]
    if not hidden:
        return ""
    missing = [part for part in MeasuredPart if part in content.missing]
    steps = ", and ".join(PART_INSTRUCTIONS[part] for part in missing)
    return f"No sentence has {_either(missing)} yet. For {_listed(hidden)}, {steps}."


def tags_only_note(sets: int, total: int) -> str:
    """That some of several sets have only tags and count as 0. Empty if none of them has."""
    if not sets:
        return ""
    has = verb_of_total(sets, total, "has", "have")
    counts = verb_of_total(sets, total, "It counts", "They count")
    return f"{count_of_total(sets, total, 'set')} {has} only tags. {counts} as 0 in the figures."


def tag_share_text(count: int, content: SetContent) -> str:
    """The share of a tag among the tagged sentences: "5/16 (31%)", or a dash if none is tagged."""
    return f"{count}/{content.tagged} ({count / content.tagged:.0%})" if content.tagged else DASH


SPLIT_LIMIT = "three quarters of the votes"


def votes_notice(votes: Sequence[TagVotes]) -> str:
    """On how many sentences the annotators of one article agree, and on how many they are split."""
    unanimous, split = sum(each.unanimous for each in votes), sum(each.split for each in votes)
    alone = sum(each.voters <= 1 for each in votes)
    same = f"All agree on {count_of_total(unanimous, len(votes), 'sentence')}."
    divided = f"They are split on {f'{split:,}: no tag has {SPLIT_LIMIT}' if split else 'none'}."
    have = verb(alone, "sentence has", "sentences have")
    lone = f" {alone:,} {have} a tag from one annotator at most." if alone else ""
    return f"{same} {divided}{lone}"


def votes_text(found: TagVotes) -> str:
    """The votes for the tags of one sentence: "14 claim, 6 background"."""
    return ", ".join(f"{count} {name}" for name, count in found.votes.items())


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(f"“{each}”" for each in labels)


def _either(parts: Sequence[MeasuredPart]) -> str:
    names = {MeasuredPart.SOURCES: "a source", MeasuredPart.LINKS: "a link to a claim"}
    return " or ".join(names[each] for each in parts)


def value_text(value: MeasureValue) -> str:
    """A value in short form: "8/9 (89%)", "2", "yes", "2-3", "2.38", or a dash if undefined."""
    if value.denominator and isinstance(value.value, float):
        return f"{value.numerator}/{value.denominator} ({value.value:.0%})"
    return _scalar_text(value.value)


def range_text(found: AnnotatorRange) -> str:
    """The range of a figure across annotators: "0.50 to 0.89 (3 of 4 annotators)"."""
    who = count_of_total(found.annotators, found.total_annotators, "annotator")
    low, high = _scalar_text(found.low), _scalar_text(found.high)
    return f"{low} ({who})" if low == high else f"{low} to {high} ({who})"


def share_range(found: AnnotatorRange) -> str:
    """The range of a share across annotators: "50% to 89%", or "50%", or a dash if undefined."""
    if not isinstance(found.low, float) or not isinstance(found.high, float):
        return DASH
    low, high = f"{found.low:.0%}", f"{found.high:.0%}"
    return low if low == high else f"{low} to {high}"


def range_sentence(measure: Measure, found: AnnotatorRange) -> str:
    """What the range of a measure is about, and how many annotators have the figure."""
    who = count_of_total(found.annotators, found.total_annotators, "annotator")
    return f"{_sentence(measure.meaning)} From {who}."


def outcome_text(outcomes: ClaimOutcomes) -> str:
    """The outcome of a claim: "supported", "partly supported and disputed", "not addressed"."""
    return " and ".join(OUTCOME_NAMES[each] for each in outcomes)


def known_outcome_text(outcomes: ClaimOutcomes, content: SetContent) -> str:
    """The outcome of a claim. Empty if the set lacks the links that would show it."""
    return "" if MeasuredPart.LINKS in content.missing else outcome_text(outcomes)


def claim_text(found: Claim) -> str:
    """One claim: its source, its outcome, and the replies, with sentence numbers from 1."""
    replies = "".join(f"; {reply_text(each)} ({each.position + 1})" for each in found.replies)
    return f"{claimant_text(found)}: {outcome_text(found.outcomes)}{replies}."


def claimant_name(found: Claim) -> str:
    """The source of a claim, as the annotator typed it, or the outlet if the claim has none."""
    return found.source.name if found.source else OUTLET


def claimant_text(found: Claim) -> str:
    """The source of a claim, and whether it can be checked: "Said by Ada, not checkable"."""
    who = claimant_name(found)
    return f"Said by {who}" if found.checkable else f"Said by {who}, not checkable"


def reply_text(found: ClaimReply) -> str:
    """How one sentence responds to a claim: "supported by Ada", "Ada gave no answer"."""
    who = found.source.name if found.source else "an unspecified source"
    if found.stance is not None:
        return f"{STANCE_PHRASES[found.stance]} by {who}"
    if found.by_reporter:
        return f"{who} could not verify it"
    return f"{who} gave no answer"


def _measure_sentence(measure: Measure, value: MeasureValue) -> str:
    if not value.defined:
        return f"no figure: {value.reason}"
    if value.value is False:
        return measure.sentence_if_false
    return _filled(
        measure.sentence,
        {"n": value.numerator, "d": value.denominator, "v": value.value},
    )


def _filled(sentence: str, numbers: Mapping[str, Scalar | None]) -> str:
    """The sentence of a measure with its numbers, and the words that agree with them."""
    # With a denominator of 1 the verb is singular too: "0 of 1 claim has a source".
    alone = {name for name, number in numbers.items() if str(number) == "1"}
    alone |= {"n"} if "d" in alone else set()
    chosen = re.sub(
        r"\[(\w) ([^|\]]*)\|([^\]]*)\]",
        lambda found: found[2] if found[1] in alone else found[3],
        sentence,
    )
    return chosen.format(**numbers)


def _scalar_text(figure: Scalar | None) -> str:
    if figure is None:
        return DASH
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    return f"{figure:.2f}" if isinstance(figure, float) else str(figure)


def capitalized(words: str) -> str:
    """The words with a capital at the beginning."""
    return f"{words[:1].upper()}{words[1:]}"


def _sentence(words: str) -> str:
    return f"{capitalized(words)}."


MEAN_LABEL, INTERVAL_LABEL = "average article", "95% interval"
MICRO_EXPLANATION = (
    "All articles are counted as one long article: the sum of the numerators divided by the sum "
    "of the denominators. Long articles weigh more."
)
MACRO_EXPLANATION = (
    "The average over the articles that have the figure. Every article weighs the same."
)
INTERVAL_EXPLANATION = (
    "The 95% interval shows how much the figure could differ if you had chosen other articles of "
    "the same kind. It does not show how reliable the tags are."
)


CORPUS_EXPLANATION = (
    "The bar counts all articles together, so long articles weigh more. In the average, every "
    f"article weighs the same. {INTERVAL_EXPLANATION}"
)


def corpus_text(
    measure: Measure, micro: MicroAverage, macro: MacroAverage, interval: AverageIntervals
) -> str:
    """What a share says about several articles: all claims together, then the average article."""
    if micro.value is None or macro.value is None:
        return _sentence(f"no figure: {micro.reason or macro.reason}")
    numbers = {"n": _count_text(micro.numerator), "d": _count_text(micro.denominator)}
    together = _sentence(_filled(measure.sentence, numbers))
    average = f"{capitalized(MEAN_LABEL)}: {macro_text(measure.id, macro)}"
    if interval.macro is None:
        return f"{together} {average}."
    return f"{together} {average} ({INTERVAL_LABEL}: {interval_text(measure.id, interval.macro)})."


def missing_interval_notes(intervals: Mapping[str, AverageIntervals]) -> Iterator[str]:
    """Why figures have no interval: a sentence for each reason, with the measures it applies to."""
    by_reason: dict[str, list[str]] = {}
    for name, found in intervals.items():
        if found.reason:
            by_reason.setdefault(found.reason, []).append(name)
    for reason, names in by_reason.items():
        labels = [MEASURE_BY_ID[name].label for name in names]
        of = "any figure" if len(names) == len(intervals) else _listed(labels)
        yield f"No 95% interval for {of}: {reason}."


def micro_text(found: MicroAverage | None) -> str:
    """A share over all articles together: "12/40 (30%)", or a dash for any other figure."""
    if found is None or found.value is None:
        return DASH
    return f"{_count_text(found.numerator)}/{_count_text(found.denominator)} ({found.value:.0%})"


def macro_text(measure: str, found: MacroAverage) -> str:
    """The average article: "30%", "2.38". For a band, how many articles fall in each step."""
    if found.distribution and found.articles:
        return ", ".join(
            f"{band}: {_count_text(times)}" for band, times in found.distribution.items()
        )
    if found.value is None:
        return DASH
    shown = MEASURE_BY_ID[measure].kind in {MeasureKind.SHARE, MeasureKind.FLAG}
    return f"{found.value:.0%}" if shown else f"{found.value:.2f}"


def interval_text(measure: str, found: tuple[float, float] | None) -> str:
    """An interval from its low to its high end, "12% to 40%", or a dash if there is none."""
    if found is None:
        return DASH
    form = ".0%" if MEASURE_BY_ID[measure].kind in {MeasureKind.SHARE, MeasureKind.FLAG} else ".2f"
    return f"{found[0]:{form}} to {found[1]:{form}}"


def _count_text(number: float) -> str:
    # With several annotators, the counts of an article are means.
    return f"{number:.0f}" if number.is_integer() else f"{number:.1f}"
