"""The basis of each gold decision: how it was made, why, and what is still unresolved."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from annotator.model.annotation import AnnotationSet, Provenance, Sentence
from annotator.model.plurals import plural


class GoldBasis(StrEnum):
    """How a gold sentence got its decision."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    SINGLE = "single"
    ADJUDICATED = "adjudicated"
    UNRESOLVED = "unresolved"


AMBIGUOUS, GAP, SLIP, EDGE, TASTE = REASONS = (
    "ambiguous text",
    "gap in the codebook",
    "annotator's slip",
    "edge case",
    "a matter of taste",
)
"""Why a decision was needed. Other reasons, or none, are also allowed."""


def is_unresolved(sentence: Sentence) -> bool:
    """Whether a gold sentence needs a decision."""
    return sentence.provenance is None or sentence.provenance.basis == GoldBasis.UNRESOLVED


def count_by_basis(gold: AnnotationSet) -> Mapping[GoldBasis, int]:
    """How many sentences of the body have each basis. Every basis has a count."""
    counts = Counter(
        GoldBasis.UNRESOLVED if each.provenance is None else each.provenance.basis
        for each in gold.sentences
        if each.body
    )
    return {basis: counts[basis] for basis in GoldBasis}


def codebook_gaps(gold: Iterable[AnnotationSet]) -> tuple[tuple[AnnotationSet, Sentence], ...]:
    """The sentences that the codebook has no rule for. Its next version should cover them."""
    return tuple(
        (annotations, sentence)
        for annotations in gold
        for sentence in annotations.sentences
        if sentence.provenance is not None and sentence.provenance.reason == GAP
    )


def describe_provenance(provenance: Provenance | None, *, blind: bool = False) -> str:
    """How a gold sentence got its decision, in words.

    Args:
        provenance: Its provenance.
        blind: Do not name the annotator of a single decision.
    """
    if provenance is None:
        return "not decided"
    count = len(provenance.decisions)
    annotators = plural(count, "annotator")
    reason = f": {provenance.reason}" if provenance.reason else ""
    only = "one annotator" if blind else next(iter(provenance.decisions), "one annotator")
    # An annotator's decision may have been removed together with the name.
    words = {
        GoldBasis.UNANIMOUS: f"unanimous ({annotators})" if count > 1 else "unanimous",
        GoldBasis.MAJORITY: f"majority of {annotators}" if count > 1 else "majority",
        GoldBasis.SINGLE: f"single: tagged only by {only}, so there is no agreement",
        GoldBasis.ADJUDICATED: f"decided by {provenance.curator or 'a curator'}{reason}",
        GoldBasis.UNRESOLVED: f"unresolved among {annotators}" if count > 1 else "unresolved",
    }
    return words[GoldBasis(provenance.basis)]
