"""Agreement over the sets of a project: on tags, and on everything that depends on them.

It is also available as plain data for a JSON writer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.codebook import KINDS, STANCES
from annotator.stats.agreement import pairing
from annotator.stats.agreement.gold_scores import GoldScores
from annotator.stats.agreement.label_matrix import Label, UnitRatio, matrix_of_labels
from annotator.stats.agreement.pairing import ComparableSet, Disagreement, SegmentationOverlap
from annotator.stats.agreement.result import (
    GROUP_COEFFICIENTS,
    Agreement,
    Estimate,
    coefficients_record,
    estimate_record,
    estimate_with_interval_record,
)
from annotator.stats.agreement.table_agreement import PooledShare, agreement, pooled_share
from annotator.stats.measure_input import MeasureValue

NO_SOURCES = "no sentence has the same role from two annotators and a source"
NO_LINKS = "there are no links between sentences that two annotators have"
NO_LINKS_SAME_TAGS = "there are no links between sentences with the same tags from two annotators"
NOT_WITH_OTHERS = "no sentence has tags from this annotator and from another"
PERIODS = 5


@dataclass(frozen=True, slots=True)
class ComparisonConfig:
    """The settings of a comparison.

    Attributes:
        tags: The ids of the codebook's tags, in order.
        annotators: Known annotators in order. Others come after them.
        aliases: Other names of sources, each with the name that it counts as.
    """

    tags: Sequence[str]
    annotators: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProjectAgreement:
    """The agreement on each field.

    Attributes:
        tag: The tag of each sentence.
        tokens: The tag of each word, or None if all sets have the same sentence boundaries.
        checkable: On sentences that two annotators tagged as a claim, whether it is checkable.
        kind: On sentences that two annotators gave a tag with a source, the kind of source.
        stance: On links that two annotators have, the stance.
        source: The share with the same source, of pairs with the same role.
        links: F1 of all links.
        links_same_tags: F1 of the links between sentences with the same tags from both.
        segmentation: How well the sentence boundaries match.
    """

    tag: Agreement
    tokens: Agreement | None
    checkable: Agreement
    kind: Agreement
    stance: Agreement
    source: PooledShare
    links: PooledShare
    links_same_tags: PooledShare
    segmentation: SegmentationOverlap


def compare(
    sets: Iterable[ComparableSet], config: ComparisonConfig, *, intervals: bool = False
) -> ProjectAgreement:
    """The agreement of the annotators of a project on each field.

    Documents that only one annotator has are left out. Who tags which document is a decision, not
    chance, so these documents do not affect the intervals.

    Args:
        sets: One set for each annotator and document.
        config: The settings of the comparison.
        intervals: Whether to compute intervals.
    """
    sets = pairing.sets_on_shared_documents(sets)
    cuts = pairing.segmentation_overlap(sets)

    def table(given: Iterable[Label], labels: Sequence[str]) -> Agreement:
        given = list(given)
        met = {each.label for each in given}
        known = [label for label in labels if label in met]
        names = _present(config.annotators, given)
        return agreement(matrix_of_labels(given, known, names), intervals=intervals)

    return ProjectAgreement(
        tag_agreement(sets, config, intervals=intervals),
        tag_agreement(sets, config, tokens=True, intervals=intervals) if cuts.differing else None,
        table(pairing.checkable_labels(sets), (pairing.CHECKABLE, pairing.NOT_CHECKABLE)),
        table(pairing.source_kind_labels(sets), KINDS),
        table(pairing.stance_labels(sets), STANCES),
        pooled_share(
            pairing.same_source_ratios(sets, config.aliases), NO_SOURCES, intervals=intervals
        ),
        pooled_share(pairing.link_ratios(sets), NO_LINKS, intervals=intervals),
        pooled_share(
            pairing.link_ratios(sets, same_tags=True), NO_LINKS_SAME_TAGS, intervals=intervals
        ),
        cuts,
    )


@dataclass(frozen=True, slots=True)
class AssistedAgreement:
    """The agreement on tags that were set with a suggestion, apart from that on all others.

    Attributes:
        assisted: The number of tags that were set with a suggestion.
        tags: The number of tags.
        without: Agreement on the tags that two or more annotators set without a suggestion.
        with_suggestions: Agreement on the tags that two or more annotators set with one.
    """

    assisted: int
    tags: int
    without: Agreement
    with_suggestions: Agreement


def assisted_agreement(
    sets: Iterable[ComparableSet], config: ComparisonConfig, *, intervals: bool = False
) -> AssistedAgreement | None:
    """Agreement on tags with and without suggestions; None if no tag was set with one."""
    sets = pairing.sets_on_shared_documents(sets)
    apart, assisted = (list(pairing.tag_labels(sets, assisted=each)) for each in (False, True))
    if not assisted:
        return None
    return AssistedAgreement(
        len(assisted),
        len(assisted) + len(apart),
        _tag_agreement(apart, config, intervals=intervals),
        _tag_agreement(assisted, config, intervals=intervals),
    )


def tag_agreement(
    sets: Iterable[ComparableSet],
    config: ComparisonConfig,
    *,
    tokens: bool = False,
    intervals: bool = False,
) -> Agreement:
    """Agreement on the tags of sentences, or of words, in documents of two or more annotators."""
    sets = pairing.sets_on_shared_documents(sets)
    given = list(pairing.token_labels(sets) if tokens else pairing.tag_labels(sets))
    return _tag_agreement(given, config, intervals=intervals)


def _tag_agreement(
    given: Sequence[Label], config: ComparisonConfig, *, intervals: bool
) -> Agreement:
    return agreement(
        matrix_of_labels(given, config.tags, _present(config.annotators, given)),
        intervals=intervals,
    )


def _present(annotators: Sequence[str], given: Iterable[Label]) -> list[str]:
    met = dict.fromkeys(each.annotator for each in given)
    return [*(name for name in annotators if name in met), *sorted(set(met) - set(annotators))]


@dataclass(frozen=True, slots=True)
class PeriodAgreement:
    """One annotator compared with all others, over one period of their shared documents.

    Attributes:
        annotator: The annotator.
        number: The number of the period, from 1.
        documents: The number of documents in the period.
        share: The share of pairs with another annotator's tag that agree.
        alpha: Krippendorff's α of these pairs.
    """

    annotator: str
    number: int
    documents: int
    share: PooledShare
    alpha: Estimate


def agreement_by_period(
    sets: Iterable[ComparableSet],
    order: Sequence[str],
    config: ComparisonConfig,
    stretches: int = PERIODS,
) -> tuple[PeriodAgreement, ...]:
    """Each annotator compared with the others, period by period, which shows drift.

    Args:
        sets: One set for each annotator and document.
        order: The ids of the documents in the order of the work. Others come last.
        config: The settings of the comparison.
        stretches: The maximum number of periods per annotator.
    """
    places = {document: at for at, document in enumerate(order)}
    found: list[PeriodAgreement] = []
    groups = [same for same in pairing.group_by_document(sets).values() if len(same) > 1]
    groups.sort(key=lambda same: _place(same[0], places))
    annotators = _present(
        config.annotators, pairing.tag_labels(each for same in groups for each in same)
    )
    for annotator in annotators:
        own = [same for same in groups if any(each.annotator == annotator for each in same)]
        parts = min(stretches, len(own))
        for number in range(parts):
            some = own[number * len(own) // parts : (number + 1) * len(own) // parts]
            found.append(_period(annotator, number + 1, some, config))
    return tuple(found)


def _place(compared_set: ComparableSet, places: Mapping[str, int]) -> tuple[int, str]:
    document = compared_set.annotations.document.id
    return places.get(document, len(places)), document


def _period(
    annotator: str, number: int, some: Sequence[Sequence[ComparableSet]], config: ComparisonConfig
) -> PeriodAgreement:
    given: list[Label] = []
    ratios: list[UnitRatio] = []
    for same in some:
        own = next(each for each in same if each.annotator == annotator)
        for other in same:
            if other is own:
                continue
            for span in own.tagged.keys() & other.tagged.keys():
                unit = (own.document, span, other.annotator)
                tags = str(own.tagged[span].tag), str(other.tagged[span].tag)
                given += [Label(unit, who, tag) for who, tag in zip("01", tags, strict=True)]
                ratios.append(UnitRatio(unit, own.document, int(tags[0] == tags[1]), 1))
    alpha = agreement(matrix_of_labels(given, config.tags)).krippendorff_alpha
    return PeriodAgreement(
        annotator, number, len(some), pooled_share(ratios, NOT_WITH_OTHERS), alpha
    )


@dataclass(frozen=True, slots=True)
class SelfAgreement:
    """One annotator compared with an earlier pass of the same annotator.

    Attributes:
        annotator: The annotator.
        documents: The number of documents.
        percent: Observed agreement of the two passes.
        kappa: Cohen's κ of the two passes.
    """

    annotator: str
    documents: int
    percent: Estimate
    kappa: Estimate


def self_agreement(
    pairs: Iterable[tuple[ComparableSet, ComparableSet]], config: ComparisonConfig
) -> tuple[SelfAgreement, ...]:
    """The consistency of each annotator: a later pass compared with an earlier one.

    Args:
        pairs: The earlier and the later pass of each annotator and document.
        config: The settings of the comparison.
    """
    gathered: dict[str, list[tuple[ComparableSet, ComparableSet]]] = {}
    for earlier, later in pairs:
        gathered.setdefault(later.annotator, []).append((earlier, later))
    return tuple(_self_agreement(name, own, config) for name, own in sorted(gathered.items()))


def _self_agreement(
    annotator: str, own: Sequence[tuple[ComparableSet, ComparableSet]], config: ComparisonConfig
) -> SelfAgreement:
    given = [
        replace(each, annotator=when)
        for when, readings in zip(("before", "again"), zip(*own, strict=True), strict=True)
        for each in pairing.tag_labels(readings)
    ]
    found = agreement(matrix_of_labels(given, config.tags, ("before", "again")))
    return SelfAgreement(annotator, len(own), found.percent, found.pairs[0].kappa)


Record = dict[str, Any]

ESTIMATE_COLUMNS = (
    "variable", "coefficient", "label", "annotators", "value", "units", "low", "high", "reason",
)  # fmt: skip
"""The columns of `estimate_rows`."""

_TABLES = ("tag", "checkable", "kind", "stance")
_SHARES = {"source": "same_source", "links": "links_f1", "links_same_tags": "links_f1_same_tags"}


def project_agreement_record(agreement: ProjectAgreement) -> Record:
    """The agreement on tags under the same names as for any table, and that on other fields."""
    cuts = agreement.segmentation
    return coefficients_record(agreement.tag) | {
        "tokens": coefficients_record(agreement.tokens) if agreement.tokens else None,
        "checkable": coefficients_record(agreement.checkable),
        "kind": coefficients_record(agreement.kind),
        "stance": coefficients_record(agreement.stance),
        "same_source": share_record(agreement.source),
        "links_f1": share_record(agreement.links),
        "links_f1_same_tags": share_record(agreement.links_same_tags),
        "cuts": {
            "documents": cuts.documents,
            "cut_differently": cuts.differing,
            "sentences": cuts.spans,
            "sentences_compared": cuts.shared,
        },
    }


def estimate_rows(agreement: ProjectAgreement) -> Iterator[Record]:
    """A flat record for each coefficient, with all of `ESTIMATE_COLUMNS`.

    A coefficient of one label has it under `label`. A coefficient of two annotators has both names
    under `annotators`. `low` and `high` are the interval, if one was computed.
    """
    for part in _TABLES:
        one = getattr(agreement, part)
        for name in GROUP_COEFFICIENTS:
            yield _estimate_row(part, name, getattr(one, name))
        for label, each in one.alpha_by_label.items():
            yield _estimate_row(part, "krippendorff_alpha", each, label=label)
        for pair in one.pairs:
            names = " and ".join(pair.annotators)
            yield _estimate_row(part, "cohen_kappa", pair.kappa, annotators=names)
    for part, name in _SHARES.items():
        yield _estimate_row(part, name, getattr(agreement, part).estimate)


def _estimate_row(
    of: str,
    coefficient: str,
    found: Estimate,
    label: str | None = None,
    annotators: str | None = None,
) -> Record:
    low, high = found.interval or (None, None)
    cells = (of, coefficient, label, annotators, found.value, found.units, low, high)
    return dict(zip(ESTIMATE_COLUMNS, (*cells, found.reason or None), strict=True))


def share_record(found: PooledShare) -> Record:
    """A share with numerator, denominator and interval."""
    counts = {"numerator": found.numerator, "denominator": found.denominator}
    return estimate_with_interval_record(found.estimate) | counts


def assisted_agreement_record(found: AssistedAgreement | None) -> Record | None:
    """The agreement on tags with and without suggestions, each with all its coefficients."""
    if found is None:
        return None
    return {
        "tags": {"numerator": found.assisted, "denominator": found.tags},
        "without": coefficients_record(found.without),
        "with": coefficients_record(found.with_suggestions),
    }


def disagreement_record(found: Disagreement) -> Record:
    """A sentence and its tags by annotator."""
    return {
        "document": found.document,
        "number": found.number,
        "text": found.text,
        "tags": dict(found.tags),
        "share": found.share,
    }


def period_records(found: Iterable[PeriodAgreement]) -> list[Record]:
    """Each annotator compared with the others, one record per period."""
    return [
        {
            "annotator": each.annotator,
            "stretch": each.number,
            "documents": each.documents,
            "percent": share_record(each.share),
            "krippendorff_alpha": estimate_record(each.alpha),
        }
        for each in found
    ]


def self_agreement_records(found: Iterable[SelfAgreement]) -> list[Record]:
    """Each annotator compared with an earlier pass of the same annotator."""
    return [
        {
            "annotator": each.annotator,
            "documents": each.documents,
            "percent": estimate_record(each.percent),
            "cohen_kappa": estimate_record(each.kappa),
        }
        for each in found
    ]


def gold_score_records(found: Iterable[GoldScores]) -> list[Record]:
    """Each annotator compared with the gold."""
    return [
        {
            "annotator": each.annotator,
            "left_out": each.left_out,
            "assisted_gold": each.assisted,
            "percent": _value(each.same_tag),
            "cohen_kappa": estimate_record(each.kappa),
            "tags": {
                score.tag: {
                    "precision": _value(score.precision),
                    "recall": _value(score.recall),
                    "f1": _value(score.f1),
                }
                for score in each.scores
            },
        }
        for each in found
    ]


def _value(value: MeasureValue) -> Record:
    counts = {"numerator": value.numerator, "denominator": value.denominator}
    reason = {"reason": value.reason} if value.reason else {}
    return {"value": value.value} | counts | reason
