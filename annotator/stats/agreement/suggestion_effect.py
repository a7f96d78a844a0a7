"""What suggestions do to annotators: decisions with a suggestion next to decisions without one.

A round withholds suggestions for a random share of sentences. The sets record what was suggested
there too, so that both kinds of decisions are compared with the suggester, with each other, and
with gold that was made without suggestions.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import median
from typing import Any

import numpy as np

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    DocumentKey,
    Exposure,
    Sentence,
    Shown,
    Span,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.codebook import Codebook
from annotator.model.decisions import folded_aliases, is_assisted, source_key, uses_field
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.model.suggestions import own_value
from annotator.stats.agreement.gold_scores import INDEPENDENT_GOLD, gold_makers
from annotator.stats.agreement.label_matrix import Label, UnitRatio, matrix_of_labels
from annotator.stats.agreement.pairing import ComparableSet
from annotator.stats.agreement.project_agreement import share_record
from annotator.stats.agreement.result import (
    NOT_ASKED,
    Estimate,
    estimate_with_interval_record,
)
from annotator.stats.agreement.table_agreement import PooledShare, agreement, pooled_share
from annotator.stats.intervals import difference_interval

NONE_SHOWN = "no decision was made with a suggestion"
NONE_WITHHELD = "no suggestion was withheld"
NO_PAIRS = "no sentence has two annotators with the same condition"
NO_BLIND_GOLD = "no such sentence has gold that others made without suggestions"
ONE_SIDE = "one of the two shares is undefined"

Key = Hashable
"""A value of a field in the form in which values are compared."""


@dataclass(frozen=True, slots=True)
class SuggestedDecision:
    """One annotator's decision on a field of a sentence for which there was a suggestion.

    Attributes:
        document: The document.
        span: The sentence.
        annotator: The annotator.
        tag: The annotator's tag.
        own: The annotator's value.
        suggested: The suggested value.
        withheld: Whether the suggestion was withheld by design.
        seconds: The seconds spent on the sentence, or None.
        looked_again: Whether the suggestion was shown only after the own decision.
        changed: Whether the annotator has changed the value since then.
    """

    document: DocumentKey
    span: Span
    annotator: str
    tag: str
    own: Key
    suggested: Key
    withheld: bool
    seconds: int | None
    looked_again: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class Contrast:
    """A share where suggestions were shown, the same where they were withheld, and the difference.

    Attributes:
        shown: The share where they were shown.
        withheld: The share where they were withheld.
        difference: The first minus the second.
    """

    shown: PooledShare
    withheld: PooledShare
    difference: Estimate


@dataclass(frozen=True, slots=True)
class SuggestionEffect:
    """What the suggestions of one suggester for one field did.

    Attributes:
        suggester: The suggester's name.
        versions: Its versions.
        field: The field.
        agreement: How often annotators agree with the suggester.
        by_annotator: The same for each annotator, without intervals.
        people: How often two annotators of a sentence agree, if suggestions were shown to both, or
            withheld from both.
        mixed_pairs: The number of pairs left out, because only one of the two saw the suggestion.
        alpha_shown: Krippendorff's α of annotators who saw it. Undefined for names and places.
        alpha_withheld: The same of annotators from whom it was withheld.
        tags: How often annotators used each tag.
        seconds_shown: The seconds spent on each sentence.
        seconds_withheld: The same where suggestions were withheld.
        right: How often annotators agree with gold where the suggestion agrees with it.
        wrong: The same where it does not.
        assisted_gold: The number of decisions whose gold is not used, because it is assisted.
        second_looks: The number of decisions with a suggestion that differed and was shown later.
        second_looks_changed: The number of these that the annotator changed.
        second_looks_taken: The number of these that are the suggested value now.
    """

    suggester: str
    versions: tuple[str, ...]
    field: SuggestedField
    agreement: Contrast
    by_annotator: Mapping[str, Contrast]
    people: Contrast
    mixed_pairs: int
    alpha_shown: Estimate
    alpha_withheld: Estimate
    tags: Mapping[str, Contrast]
    seconds_shown: Sequence[int]
    seconds_withheld: Sequence[int]
    right: Contrast
    wrong: Contrast
    assisted_gold: int
    second_looks: int
    second_looks_changed: int
    second_looks_taken: int


@dataclass(frozen=True, slots=True)
class EffectOptions:
    """How effects are computed.

    Attributes:
        tags: The codebook's tags, in order.
        aliases: Other names of sources, each with the name that it counts as.
        intervals: Whether to compute intervals.
    """

    tags: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    intervals: bool = False


def suggestion_effects(
    sets: Iterable[ComparableSet], gold: Iterable[AnnotationSet], options: EffectOptions
) -> tuple[SuggestionEffect, ...]:
    """The effect of each suggester on each field, in the order of names and fields.

    Args:
        sets: One set for each annotator and document.
        gold: The gold of these documents.
        options: How they are computed.
    """
    sets, gold = list(sets), list(gold)
    versions: dict[tuple[str, SuggestedField], set[str]] = {}
    for shown in (
        each for one in sets for sentence in one.tagged.values() for each in sentence.shown
    ):
        versions.setdefault((shown.by, shown.field), set()).add(shown.version)
    order = list(SuggestedField)
    return tuple(
        _effect(name, asked, sorted(versions[name, asked]), (sets, gold), options)
        for name, asked in sorted(versions, key=lambda each: (each[0], order.index(each[1])))
    )


def _effect(
    suggester: str,
    asked: SuggestedField,
    versions: Sequence[str],
    of: tuple[Sequence[ComparableSet], Sequence[AnnotationSet]],
    options: EffectOptions,
) -> SuggestionEffect:
    sets, gold = of
    reader = _ValueReader(asked, folded_aliases(options.aliases))
    decisions = [each for one in sets for each in suggested_decisions(one, suggester, reader)]
    shown = [each for each in decisions if not each.withheld]
    withheld = [each for each in decisions if each.withheld]
    pairs = list(_pairs(decisions))
    like = [(one, other) for one, other in pairs if one.withheld is other.withheld]
    standard = _gold_values(gold, _codebooks(sets), reader)
    tested, assisted = _against_gold(decisions, standard)
    later = [each for each in shown if each.looked_again]
    intervals = options.intervals
    return SuggestionEffect(
        suggester,
        tuple(versions),
        asked,
        _contrast(decisions, _agrees, NONE_SHOWN, intervals=intervals),
        _contrast_by_annotator(decisions),
        _pair_contrast(like, intervals=intervals),
        len(pairs) - len(like),
        _alpha(shown, asked, intervals=intervals),
        _alpha(withheld, asked, intervals=intervals),
        _tag_shares(decisions, options),
        _seconds(shown),
        _seconds(withheld),
        _gold_contrast(tested, right=True, intervals=intervals),
        _gold_contrast(tested, right=False, intervals=intervals),
        assisted,
        len(later),
        sum(each.changed for each in later),
        sum(each.changed and _agrees(each) for each in later),
    )


def _contrast_by_annotator(decisions: Sequence[SuggestedDecision]) -> dict[str, Contrast]:
    """The agreement of each annotator with the suggester, without an interval."""
    names = sorted({each.annotator for each in decisions})
    return {
        name: _contrast((each for each in decisions if each.annotator == name), _agrees, NONE_SHOWN)
        for name in names
    }


# Decisions


class _ValueReader:
    """Reads the values of one field in the form in which they are compared.

    Args:
        asked: The field.
        aliases: Other names of sources, folded, each with the name that it counts as.
    """

    def __init__(self, asked: SuggestedField, aliases: Mapping[str, str]) -> None:
        self.field = asked
        self._aliases = aliases

    def key(self, value: SuggestedValue, annotations: AnnotationSet) -> Key:
        """A value of a set."""
        if isinstance(value, str):
            return (
                source_key(value, self._aliases) if self.field is SuggestedField.SOURCE else value
            )
        if self.field is SuggestedField.CUE:
            return value
        answers = (each for each in value if isinstance(each, Answer))
        return frozenset((_place(each.claim, annotations), each.stance) for each in answers)

    def own(self, sentence: Sentence, annotations: AnnotationSet, codebook: Codebook) -> Key:
        """The annotator's value. A field that the tag does not use has none."""
        source = annotations.source_of(sentence)
        used = uses_field(codebook.role(sentence.tag), self.field)
        empty: SuggestedValue = "" if self.field in _TEXTS else ()
        value = own_value(self.field, sentence, source) if used else empty
        return self.key(value, annotations)


_TEXTS = {SuggestedField.TAG, SuggestedField.SOURCE, SuggestedField.KIND}


def _place(claim: str, annotations: AnnotationSet) -> Span | str:
    """Where a claim is, because its ID can be another one in another set."""
    return annotations.sentence(claim).span if claim in annotations.positions else claim


def suggested_decisions(
    compared: ComparableSet, suggester: str, reader: _ValueReader
) -> Iterator[SuggestedDecision]:
    """The decisions of a set on a field for which this suggester had a suggestion."""
    annotations = compared.annotations
    for span, sentence in compared.tagged.items():
        for shown in sentence.shown:
            if shown.field is reader.field and shown.by == suggester:
                yield SuggestedDecision(
                    compared.document,
                    span,
                    compared.annotator,
                    str(sentence.tag),
                    reader.own(sentence, annotations, compared.codebook),
                    reader.key(shown.value, annotations),
                    _is_withheld(shown),
                    sentence.seconds,
                    shown.exposure is Exposure.AFTER,
                    shown.was is not None,
                )


def _is_withheld(shown: Shown) -> bool:
    return shown.held and shown.exposure is Exposure.NEVER


def _agrees(decision: SuggestedDecision) -> bool:
    return decision.own == decision.suggested


def _seconds(decisions: Iterable[SuggestedDecision]) -> tuple[int, ...]:
    return tuple(each.seconds for each in decisions if each.seconds is not None)


# Shares and their differences


def _contrast(
    decisions: Iterable[SuggestedDecision],
    holds: Callable[[SuggestedDecision], bool],
    empty: str,
    *,
    intervals: bool = False,
) -> Contrast:
    """How often something holds, where suggestions were shown and where they were withheld."""
    ratios: tuple[list[UnitRatio], list[UnitRatio]] = ([], [])
    for each in decisions:
        unit = each.document, each.span, each.annotator
        ratios[each.withheld].append(UnitRatio(unit, each.document, int(holds(each)), 1))
    withheld = NONE_WITHHELD if empty == NONE_SHOWN else empty
    return contrast(*ratios, (empty, withheld), intervals=intervals)


def contrast(
    shown: Sequence[UnitRatio],
    withheld: Sequence[UnitRatio],
    empty: tuple[str, str],
    *,
    intervals: bool = False,
) -> Contrast:
    """Two shares, and their difference with its interval over documents.

    Args:
        shown: What each unit adds to the first share.
        withheld: What each unit adds to the second.
        empty: Why each of the two is undefined if nothing adds to it.
        intervals: Whether to compute intervals.
    """
    first, second = (
        pooled_share(ratios, why, intervals=intervals)
        for ratios, why in zip((shown, withheld), empty, strict=True)
    )
    return Contrast(
        first, second, _difference(shown, withheld, (first, second), intervals=intervals)
    )


def _difference(
    shown: Sequence[UnitRatio],
    withheld: Sequence[UnitRatio],
    shares: tuple[PooledShare, PooledShare],
    *,
    intervals: bool,
) -> Estimate:
    first, second = (each.estimate for each in shares)
    units = min(first.units, second.units)
    if first.value is None or second.value is None:
        return Estimate(None, units, second.reason or first.reason)
    value = first.value - second.value
    if not intervals:
        return Estimate(value, units)
    return Estimate(value, units, "", *difference_interval(_sums(shown, withheld), "documents"))


def _sums(shown: Iterable[UnitRatio], withheld: Iterable[UnitRatio]) -> Any:
    """What each document adds to the two shares, in the form of `difference_interval`."""
    sums: dict[object, list[int]] = {}
    for column, ratios in ((0, shown), (2, withheld)):
        for each in ratios:
            own = sums.setdefault(each.cluster, [0, 0, 0, 0])
            own[column] += each.numerator
            own[column + 1] += each.denominator
    return np.array(list(sums.values()), np.float64)


def _tag_shares(
    decisions: Sequence[SuggestedDecision], options: EffectOptions
) -> Mapping[str, Contrast]:
    def contrast_of(tag: str) -> Contrast:
        return _contrast(
            decisions, lambda each: each.tag == tag, NONE_SHOWN, intervals=options.intervals
        )

    used = {each.tag for each in decisions}
    known = [tag for tag in options.tags if tag in used]
    return {tag: contrast_of(tag) for tag in (*known, *sorted(used - set(known)))}


# Agreement among people

DecisionPair = tuple[SuggestedDecision, SuggestedDecision]


def _pairs(decisions: Iterable[SuggestedDecision]) -> Iterator[DecisionPair]:
    """The pairs of annotators of the same sentence."""
    by_sentence: dict[object, list[SuggestedDecision]] = {}
    for each in decisions:
        by_sentence.setdefault((each.document, each.span), []).append(each)
    for same in by_sentence.values():
        yield from combinations(same, 2)


def _pair_contrast(pairs: Iterable[DecisionPair], *, intervals: bool) -> Contrast:
    ratios: tuple[list[UnitRatio], list[UnitRatio]] = ([], [])
    for one, other in pairs:
        unit = one.document, one.span
        ratios[one.withheld].append(UnitRatio(unit, one.document, int(one.own == other.own), 1))
    return contrast(*ratios, (NO_PAIRS, NO_PAIRS), intervals=intervals)


def _alpha(
    decisions: Iterable[SuggestedDecision], asked: SuggestedField, *, intervals: bool
) -> Estimate:
    """Krippendorff's α of the decisions, for fields with few values."""
    if asked not in {SuggestedField.TAG, SuggestedField.KIND}:
        return Estimate(None, 0, "α is computed for tags and kinds only")
    labels = [
        Label((each.document, each.span), each.annotator, str(each.own), each.document)
        for each in decisions
    ]
    values = sorted({each.label for each in labels})
    return agreement(matrix_of_labels(labels, values), intervals=intervals).krippendorff_alpha


# Against gold


@dataclass(frozen=True, slots=True)
class _GoldValue:
    """The gold value of a sentence, who made it, and whether a suggestion helped to make it."""

    value: Key
    makers: frozenset[str]
    assisted: bool


_GoldValues = Mapping[tuple[DocumentKey, Span], _GoldValue]


def _codebooks(sets: Iterable[ComparableSet]) -> Mapping[object, Codebook]:
    return {each.annotations.codebook: each.codebook for each in sets}


def _gold_values(
    gold: Iterable[AnnotationSet], codebooks: Mapping[object, Codebook], reader: _ValueReader
) -> _GoldValues:
    """The gold values of the sentences that two annotators or a curator decided."""
    return {
        (each.document.key, sentence.span): _GoldValue(
            reader.own(sentence, each, codebooks[each.codebook]),
            gold_makers(sentence.provenance),
            is_assisted(sentence.provenance),
        )
        for each in gold
        if each.codebook in codebooks
        for sentence in each.sentences
        if sentence.body and sentence.tag is not None and sentence.provenance is not None
        if sentence.provenance.basis in INDEPENDENT_GOLD
    }


def _against_gold(
    decisions: Iterable[SuggestedDecision], gold: _GoldValues
) -> tuple[list[tuple[SuggestedDecision, Key]], int]:
    """The decisions with the gold that others made without suggestions, and how many have other."""
    tested: list[tuple[SuggestedDecision, Key]] = []
    assisted = 0
    for each in decisions:
        standard = gold.get((each.document, each.span))
        if standard is None or file_name(each.annotator) in standard.makers:
            continue
        if standard.assisted:
            assisted += 1
        else:
            tested.append((each, standard.value))
    return tested, assisted


def _gold_contrast(
    tested: Iterable[tuple[SuggestedDecision, Key]], *, right: bool, intervals: bool
) -> Contrast:
    ratios: tuple[list[UnitRatio], list[UnitRatio]] = ([], [])
    for each, value in tested:
        if (each.suggested == value) is right:
            unit = each.document, each.span, each.annotator
            ratios[each.withheld].append(UnitRatio(unit, each.document, int(each.own == value), 1))
    return contrast(*ratios, (NO_BLIND_GOLD, NO_BLIND_GOLD), intervals=intervals)


# In words

NOTHING_WITHHELD_WORDS = (
    "No suggestion was withheld, so these data cannot show what suggestions do to annotators. "
    "Set `hold` under `suggestions` in project.yaml before the next round."
)
NOTHING_SHOWN_WORDS = "Every suggestion was withheld, so there is nothing to compare."
# How much larger than half of its interval an effect must be to be seen in 4 of 5 studies.
_SEEN_IN_FOUR_OF_FIVE = 1.43


def effect_in_words(effect: SuggestionEffect) -> str:
    """The main result in one sentence, and in a second one what it cannot show."""
    difference = effect.agreement.difference
    if difference.value is None:
        nothing = effect.agreement.withheld.denominator == 0
        return NOTHING_WITHHELD_WORDS if nothing else NOTHING_SHOWN_WORDS
    ends = f" ({_range(difference)})" if difference.interval else ""
    words = (
        "Where a suggestion was shown, annotators agreed with it "
        f"{_more_often(difference.value)}{ends} {_than(difference.value)} where it was withheld."
    )
    limits = _limits(difference)
    return f"{words} {limits}" if limits else words


def _points(share: float) -> int:
    return round(abs(share) * 100)


def _more_often(difference: float) -> str:
    count = _points(difference)
    if not count:
        return "as often"
    return f"{plural(count, 'point')} {'more' if difference > 0 else 'less'} often"


def _than(difference: float) -> str:
    return "than" if _points(difference) else "as"


def _range(difference: Estimate) -> str:
    """The ends of the interval, the smaller effect first: both in the direction of the figure."""
    low, high = difference.interval or (0.0, 0.0)
    if low > 0 or high < 0:
        first, last = sorted((_points(low), _points(high)))
        return f"{first} to {last}"
    return f"from {_points(low)} points less to {_points(high)} points more"


def _limits(difference: Estimate) -> str:
    """What the figure does not show."""
    if difference.interval is None:
        known = difference.no_interval not in {"", NOT_ASKED}
        return f"There is no interval: {difference.no_interval}." if known else ""
    low, high = difference.interval
    if low > 0 or high < 0:
        return ""
    unseen = plural(_points((high - low) / 2 * _SEEN_IN_FOUR_OF_FIVE), "point")
    return (
        "The interval includes 0. This does not show that suggestions have no effect: with this "
        f"amount of data, an effect of less than about {unseen} is easily missed."
    )


# For a JSON writer

Record = dict[str, Any]


def contrast_record(found: Contrast) -> Record:
    """Two shares and their difference."""
    return {
        "shown": share_record(found.shown),
        "withheld": share_record(found.withheld),
        "difference": estimate_with_interval_record(found.difference),
    }


def effect_record(effect: SuggestionEffect) -> Record:
    """Everything about one suggester and field."""
    return {
        "suggester": effect.suggester,
        "versions": list(effect.versions),
        "field": effect.field.value,
        "says": effect_in_words(effect),
        "agreement_with_suggester": contrast_record(effect.agreement),
        "by_annotator": {name: contrast_record(each) for name, each in effect.by_annotator.items()},
        "agreement_among_people": contrast_record(effect.people)
        | {
            "pairs_with_different_conditions": effect.mixed_pairs,
            "krippendorff_alpha": {
                "shown": estimate_with_interval_record(effect.alpha_shown),
                "withheld": estimate_with_interval_record(effect.alpha_withheld),
            },
        },
        "tag_shares": {tag: contrast_record(each) for tag, each in effect.tags.items()},
        "seconds": {
            "shown": _seconds_record(effect.seconds_shown),
            "withheld": _seconds_record(effect.seconds_withheld),
        },
        "accuracy_on_blind_gold": {
            "suggestion_right": contrast_record(effect.right),
            "suggestion_wrong": contrast_record(effect.wrong),
            "left_out_because_gold_is_assisted": effect.assisted_gold,
        },
        "second_looks": {
            "shown": effect.second_looks,
            "changed": effect.second_looks_changed,
            "taken": effect.second_looks_taken,
        },
    }


def _seconds_record(seconds: Sequence[int]) -> Record:
    return {"median": median(seconds) if seconds else None, "sentences": len(seconds)}
