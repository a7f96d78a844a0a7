"""The basis of each gold decision: how it was made, why, and what is still unresolved."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from annotator.model.annotation import AnnotationSet, Provenance, Sentence


class GoldBasis(StrEnum):
    """How a gold sentence came by its tag."""

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
"""Why a decision was needed; any may be kept with it, or none."""


def is_unresolved(sentence: Sentence) -> bool:
    """Whether a gold sentence waits for a decision."""
    return sentence.provenance is None or sentence.provenance.basis == GoldBasis.UNRESOLVED


def count_by_basis(gold: AnnotationSet) -> Mapping[GoldBasis, int]:
    """How many sentences of the body came about in which way; every way has its number."""
    found = Counter(
        GoldBasis.UNRESOLVED if each.provenance is None else each.provenance.basis
        for each in gold.sentences
        if each.body
    )
    return {by: found[by] for by in GoldBasis}


def codebook_gaps(gold: Iterable[AnnotationSet]) -> tuple[tuple[AnnotationSet, Sentence], ...]:
    """The sentences decided for want of a rule: what the codebook's next version has to settle."""
    return tuple(
        (annotations, sentence)
        for annotations in gold
        for sentence in annotations.sentences
        if sentence.provenance is not None and sentence.provenance.reason == GAP
    )


def describe_provenance(provenance: Provenance | None, *, blind: bool = False) -> str:
    """How a gold sentence came by its tag, in words.

    Args:
        provenance: What the gold says of it.
        blind: Do not say whose a single decision is.
    """
    if provenance is None:
        return "not decided"
    votes = len(provenance.decisions)
    reason = f": {provenance.reason}" if provenance.reason else ""
    alone = "one annotator" if blind else next(iter(provenance.decisions), "one annotator")
    # A vote may have been removed with the name of who gave it.
    words = {
        GoldBasis.UNANIMOUS: f"unanimous, by {votes}" if votes > 1 else "unanimous",
        GoldBasis.MAJORITY: f"by a majority of {votes}" if votes > 1 else "by a majority",
        GoldBasis.SINGLE: f"single: {alone} alone, no agreement",
        GoldBasis.ADJUDICATED: f"decided by {provenance.curator or 'a curator'}{reason}",
        GoldBasis.UNRESOLVED: f"unresolved between {votes}" if votes > 1 else "unresolved",
    }
    return words[GoldBasis(provenance.basis)]
