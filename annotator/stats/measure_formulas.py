"""The formulas of the measures, as pure functions of a measure input. `measures` explains them.

The letters are those of `docs/reference/measures.md`: C claims, C* checkable claims, F
confirmations, R non-responses, U untagged sentences, D the sentences of C and F that have a source.
"""

from collections.abc import Mapping
from math import exp, fsum, log

from annotator.model.codebook import (
    CONTRADICTS,
    DOCUMENT,
    ORGANIZATION,
    PARTIAL,
    PERSON,
    REPORTER,
    SUPPORTS,
    UNNAMED,
)
from annotator.stats.measure_input import MeasureInput, MeasureValue, fraction, share, undefined

BANDS = ("0", "1", "2-3", "4+")
"""The bands of `named_band`, in order."""
_BAND_OF = ("0", "1", "2-3", "2-3", "4+")

NO_SENTENCE = "the article has no sentences outside the furniture"
NO_TAG = "no sentence has a tag yet"
NO_ATTRIBUTABLE = "there are no claims, confirmations or non-responses"
NO_CLAIM = "there are no claims"
NO_CHECKABLE = "there are no checkable claims"
NO_CONFIRMATION = "there are no confirmations"
NO_CONCERNED = "no source is marked as concerned"
NO_PARTY = "no confirmation or non-response has a source other than the outlet"
NO_SOURCED = "no claim or confirmation has a source"
NO_CHECKABLE_SOURCED = "no checkable claim and no confirmation has a source"
ONE_SOURCE = "evenness needs at least two sources"


def coverage(measure_input: MeasureInput) -> MeasureValue:
    """(N − |U|) / N."""
    return share(measure_input.tagged, measure_input.sentences, NO_SENTENCE)


def attribution_rate(measure_input: MeasureInput) -> MeasureValue:
    """The sentences of C ∪ F ∪ R with a source / |C ∪ F ∪ R|."""
    return share(
        measure_input.attributable & measure_input.source_by_sentence.keys(),
        measure_input.attributable,
        NO_ATTRIBUTABLE,
    )


def claim_attribution_rate(measure_input: MeasureInput) -> MeasureValue:
    """The sentences of C with a source / |C|."""
    return share(
        measure_input.claims & measure_input.source_by_sentence.keys(),
        measure_input.claims,
        NO_CLAIM,
    )


def attributable_share(measure_input: MeasureInput) -> MeasureValue:
    """|C ∪ F ∪ R| / (N − |U|)."""
    return share(measure_input.attributable, measure_input.tagged, NO_TAG)


def corroboration_rate(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance supports / |C*|."""
    return _of_checkable_claims(measure_input, _answered(measure_input, SUPPORTS))


def partial_corroboration_rate(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance partial and none of stance supports / |C*|."""
    return _of_checkable_claims(
        measure_input, _answered(measure_input, PARTIAL) - _answered(measure_input, SUPPORTS)
    )


def independent_corroboration_rate(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* that an independent source supports / |C*|."""
    return _of_checkable_claims(measure_input, measure_input.independently_corroborated)


def independence_unknown(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* supported only by unnamed sources, if the claim's source is unnamed too."""
    both_unnamed = {
        link.claim
        for link in measure_input.links
        if link.stance == SUPPORTS
        and measure_input.kind(link.answer) == measure_input.kind(link.claim) == UNNAMED
    }
    return MeasureValue(
        len(
            both_unnamed & measure_input.checkable_claims - measure_input.independently_corroborated
        )
    )


def reporter_verified_rate(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance supports from the reporter / |C*|."""
    verified = {
        link.claim
        for link in measure_input.links
        if link.stance == SUPPORTS and measure_input.kind(link.answer) == REPORTER
    }
    return _of_checkable_claims(measure_input, verified)


def reporter_share_of_confirmations(measure_input: MeasureInput) -> MeasureValue:
    """The confirmations whose source is the reporter / |F|."""
    by_reporter = measure_input.of_kind(measure_input.confirmations, REPORTER)
    return share(by_reporter, measure_input.confirmations, NO_CONFIRMATION)


def disputed_rate(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance contradicts / |C*|."""
    return _of_checkable_claims(measure_input, _answered(measure_input, CONTRADICTS))


def another_party_speaks_rate(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* that a known source other than theirs and the reporter answers / |C*|."""
    return _of_checkable_claims(measure_input, measure_input.answered_by_another_party)


def concerned_heard_rate(measure_input: MeasureInput) -> MeasureValue:
    """The concerned sources with a sentence in C ∪ F / the concerned sources."""
    heard = measure_input.sources_of(measure_input.claims | measure_input.confirmations)
    return share(_concerned(measure_input) & heard, _concerned(measure_input), NO_CONCERNED)


def concerned_asked_rate(measure_input: MeasureInput) -> MeasureValue:
    """The concerned sources with a sentence in C ∪ F ∪ R / the concerned sources."""
    asked = measure_input.sources_of(measure_input.attributable)
    return share(_concerned(measure_input) & asked, _concerned(measure_input), NO_CONCERNED)


def nonresponse_rate(measure_input: MeasureInput) -> MeasureValue:
    """The parties with a sentence in R and none in F / the parties."""
    return share(measure_input.silent_parties, measure_input.parties, NO_PARTY)


def mixed_response_rate(measure_input: MeasureInput) -> MeasureValue:
    """The parties with sentences in both R and F / the parties."""
    mixed = measure_input.sources_of(measure_input.non_responses) & measure_input.sources_of(
        measure_input.confirmations
    )
    return share(measure_input.parties & mixed, measure_input.parties, NO_PARTY)


def dependence(measure_input: MeasureInput) -> MeasureValue:
    """The sentences of D by the source that has most of them, the reporter aside / |D|."""
    return fraction(
        _most(measure_input, measure_input.sourced), len(measure_input.sourced), NO_SOURCED
    )


def checkable_dependence(measure_input: MeasureInput) -> MeasureValue:
    """The same as `dependence` over the sourced sentences of C* ∪ F."""
    sourced = (
        measure_input.checkable_claims | measure_input.confirmations
    ) & measure_input.source_by_sentence.keys()
    return fraction(_most(measure_input, sourced), len(sourced), NO_CHECKABLE_SOURCED)


def single_source(measure_input: MeasureInput) -> MeasureValue:
    """Whether D has exactly one distinct source, which is not the reporter."""
    if not measure_input.sourced:
        return undefined(NO_SOURCED)
    sources = measure_input.sources_of(measure_input.sourced)
    return MeasureValue(len(sources) == 1 and measure_input.sources[min(sources)].kind != REPORTER)


def effective_sources(measure_input: MeasureInput) -> MeasureValue:
    """exp(−Σ p ln p) over the sources in D: the Hill number of order 1."""
    times = measure_input.sentence_counts(measure_input.sourced)
    if not times:
        return undefined(NO_SOURCED)
    # Rounding could push it above the number of sources, its maximum.
    return MeasureValue(min(exp(_entropy(times)), float(len(times))))


def evenness(measure_input: MeasureInput) -> MeasureValue:
    """The entropy of the sources in D / ln(number of sources): Pielou's evenness."""
    times = measure_input.sentence_counts(measure_input.sourced)
    if len(times) < 2:
        return undefined(ONE_SOURCE if times else NO_SOURCED)
    # Rounding could push it above 1, its maximum.
    return MeasureValue(min(_entropy(times) / log(len(times)), 1.0))


def unnamed_share(measure_input: MeasureInput) -> MeasureValue:
    """The sentences of D whose source is unnamed / |D|."""
    return share(
        measure_input.of_kind(measure_input.sourced, UNNAMED), measure_input.sourced, NO_SOURCED
    )


def unnamed_source_share(measure_input: MeasureInput) -> MeasureValue:
    """The distinct unnamed sources in D / the distinct sources in D."""
    unnamed = measure_input.sources_of(measure_input.of_kind(measure_input.sourced, UNNAMED))
    return share(unnamed, measure_input.sources_of(measure_input.sourced), NO_SOURCED)


def named_band(measure_input: MeasureInput) -> MeasureValue:
    """How many distinct persons, organizations and documents are sources in D, as a band."""
    named = measure_input.sources_of(
        measure_input.of_kind(measure_input.sourced, PERSON, ORGANIZATION, DOCUMENT)
    )
    return MeasureValue(_BAND_OF[min(len(named), 4)])


def uncorroborated_unnamed_claims(measure_input: MeasureInput) -> MeasureValue:
    """The claims of C* by an unnamed source that no independent source supports, counted."""
    unnamed = measure_input.of_kind(measure_input.checkable_claims, UNNAMED)
    return MeasureValue(len(unnamed - measure_input.independently_corroborated))


def unverified_disclosures(measure_input: MeasureInput) -> MeasureValue:
    """The non-responses whose source is the reporter, counted."""
    return MeasureValue(len(measure_input.of_kind(measure_input.non_responses, REPORTER)))


def _of_checkable_claims(
    measure_input: MeasureInput, claims: frozenset[str] | set[str]
) -> MeasureValue:
    return share(
        claims & measure_input.checkable_claims, measure_input.checkable_claims, NO_CHECKABLE
    )


def _answered(measure_input: MeasureInput, stance: str) -> set[str]:
    return {link.claim for link in measure_input.links if link.stance == stance}


def _concerned(measure_input: MeasureInput) -> frozenset[str]:
    return frozenset(source.id for source in measure_input.sources.values() if source.concerned)


def _most(measure_input: MeasureInput, sentences: frozenset[str]) -> int:
    times = measure_input.sentence_counts(sentences - measure_input.of_kind(sentences, REPORTER))
    return max(times.values(), default=0)


def _entropy(times: Mapping[str, int]) -> float:
    total = sum(times.values())
    # fsum rounds only once, so the order of the sources does not affect the last digit.
    return -fsum(n / total * log(n / total) for n in times.values())
