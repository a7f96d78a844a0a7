"""Scores of each annotator compared with the gold: precision, recall and F1 per tag, and κ."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, DocumentKey, Provenance, Span
from annotator.model.decisions import GoldBasis, is_assisted
from annotator.model.name_folding import file_name
from annotator.stats.agreement.label_matrix import Label, matrix_of_labels
from annotator.stats.agreement.pairing import ComparableSet
from annotator.stats.agreement.result import PAIR_SHARES_NOTHING, Estimate
from annotator.stats.agreement.table_agreement import agreement
from annotator.stats.measure_input import MeasureValue, fraction

NEVER_BY_ANNOTATOR = "the annotator never gave this tag"
NEVER_IN_GOLD = "the gold never has this tag"
NEITHER = "neither the annotator nor the gold has this tag"
NO_GOLD = "no sentence that the annotator tagged has gold from two votes or from a curator"
OWN_GOLD = (
    "the gold of every sentence that the annotator tagged depends on the annotator's own vote or "
    "decision"
)
DECIDED_BY_RULE = frozenset([GoldBasis.UNANIMOUS, GoldBasis.MAJORITY, GoldBasis.SINGLE])
# A tag that only one annotator chose is not a standard for the others, nor for that annotator.
INDEPENDENT_GOLD = frozenset([GoldBasis.UNANIMOUS, GoldBasis.MAJORITY, GoldBasis.ADJUDICATED])


@dataclass(frozen=True, slots=True)
class TagScore:
    """One tag of one annotator compared with the gold.

    Attributes:
        tag: The tag.
        precision: The share of the annotator's sentences with this tag that have it in the gold.
        recall: The share of the gold's sentences with this tag that have it from the annotator.
        f1: Twice the sentences with this tag in both, over the sum of the two counts.
    """

    tag: str
    precision: MeasureValue
    recall: MeasureValue
    f1: MeasureValue


@dataclass(frozen=True, slots=True)
class GoldScores:
    """One annotator compared with the gold.

    Attributes:
        annotator: The annotator.
        left_out: The number of sentences left out because their gold depends on the annotator.
        assisted: The number of compared sentences whose gold has votes made with suggestions.
        same_tag: The sentences with the same tag, out of all compared.
        kappa: Cohen's κ of the annotator and the gold.
        scores: The scores for each tag.
    """

    annotator: str
    left_out: int
    assisted: int
    same_tag: MeasureValue
    kappa: Estimate
    scores: tuple[TagScore, ...]


@dataclass(frozen=True, slots=True)
class GoldLabel:
    """The gold tag of a sentence, and who decided it.

    Attributes:
        tag: The tag.
        makers: The folded names of the voters if a rule decided, and of the curator.
        by: The basis of the decision.
        assisted: Whether a vote was made with a suggestion.
    """

    tag: str
    makers: frozenset[str]
    by: str
    assisted: bool = False


GoldLabels = Mapping[tuple[DocumentKey, Span], GoldLabel]
"""The gold label of each sentence that has a gold tag."""


def gold_labels(gold: Iterable[AnnotationSet]) -> GoldLabels:
    """The gold labels of all body sentences that have a gold tag."""
    return {
        (each.document.key, sentence.span): GoldLabel(
            sentence.tag,
            gold_makers(sentence.provenance),
            sentence.provenance.basis,
            is_assisted(sentence.provenance),
        )
        for each in gold
        for sentence in each.sentences
        if sentence.body and sentence.tag is not None
        if sentence.provenance is not None
    }


def gold_makers(gold: Provenance) -> frozenset[str]:
    """The people whose vote or decision made this gold, and who cannot be compared with it.

    All voters are included, also those who were outvoted. If only the winners were left out, an
    annotator would be compared only with the majorities that the annotator lost.
    """
    voters = gold.decisions if gold.basis in DECIDED_BY_RULE else ()
    names = [*voters, *([gold.curator] if gold.curator else [])]
    return frozenset(map(file_name, names))


def gold_scores(
    sets: Iterable[ComparableSet], settled: GoldLabels, tags: Sequence[str]
) -> tuple[GoldScores, ...]:
    """The scores of each annotator against gold that others made, by name.

    Args:
        sets: One set for each annotator and document.
        settled: The gold labels.
        tags: The codebook's tags, in order.
    """
    given: dict[str, list[tuple[str, str]]] = {}
    left_out: Counter[str] = Counter()
    assisted: Counter[str] = Counter()
    for compared_set in sets:
        own, name = given.setdefault(compared_set.annotator, []), file_name(compared_set.annotator)
        for span, sentence in compared_set.tagged.items():
            wanted = settled.get((compared_set.document, span))
            if wanted is not None and name in wanted.makers:
                left_out[compared_set.annotator] += 1
            elif wanted is not None and wanted.by in INDEPENDENT_GOLD:
                own.append((str(sentence.tag), wanted.tag))
                assisted[compared_set.annotator] += wanted.assisted
    return tuple(
        _gold_scores(name, given[name], tags, left_out[name], assisted[name])
        for name in sorted(given)
    )


def _gold_scores(
    annotator: str,
    pairs: Sequence[tuple[str, str]],
    tags: Sequence[str],
    left_out: int,
    assisted: int,
) -> GoldScores:
    why = OWN_GOLD if left_out and not pairs else ""
    same = sum(own == wanted for own, wanted in pairs)
    found = [
        Label(unit, who, tag)
        for unit, pair in enumerate(pairs)
        for who, tag in zip(("annotator", "gold"), pair, strict=True)
    ]
    kappas = agreement(matrix_of_labels(found, tags)).pairs
    kappa = kappas[0].kappa if kappas else Estimate(None, 0, why or PAIR_SHARES_NOTHING)
    shared = fraction(same, len(pairs), why or NO_GOLD)
    return GoldScores(annotator, left_out, assisted, shared, kappa, _scores(pairs, tags, why))


def _scores(
    pairs: Sequence[tuple[str, str]], tags: Sequence[str], why: str
) -> tuple[TagScore, ...]:
    """The score of each tag; `why` is the reason if nothing is left to compare."""
    own, wanted = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    both = Counter(one for one, other in pairs if one == other)
    return tuple(
        TagScore(
            tag,
            fraction(both[tag], own[tag], why or NEVER_BY_ANNOTATOR),
            fraction(both[tag], wanted[tag], why or NEVER_IN_GOLD),
            fraction(2 * both[tag], own[tag] + wanted[tag], why or NEITHER),
        )
        for tag in dict.fromkeys([*tags, *own, *wanted])
    )
