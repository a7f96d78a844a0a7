"""The formulas of the measures, each a pure function of a measure input; `measures` explains them.

The letters are those of `docs/measures.md`: C claims, C* the checkable ones, F confirmations,
R non-responses, U untagged sentences, D the sentences of C and F that have a source.
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

NO_SENTENCE = "the body has no sentence"
NO_TAG = "no sentence has a tag yet"
NO_ATTRIBUTABLE = "there is no claim, confirmation or non-response"
NO_CLAIM = "there is no claim"
NO_CHECKABLE = "there is no checkable claim"
NO_CONFIRMATION = "there is no confirmation"
NO_CONCERNED = "no source is marked as concerned"
NO_PARTY = "no confirmation or non-response names a party"
NO_SOURCED = "no claim or confirmation has a source"
NO_CHECKABLE_SOURCED = "no checkable claim and no confirmation has a source"
ONE_SOURCE = "evenness needs two sources"


def coverage(view: MeasureInput) -> MeasureValue:
    """(N − |U|) / N."""
    return share(view.tagged, view.sentences, NO_SENTENCE)


def attribution_rate(view: MeasureInput) -> MeasureValue:
    """The sentences of C ∪ F ∪ R with a source / |C ∪ F ∪ R|."""
    return share(
        view.attributable & view.source_by_sentence.keys(), view.attributable, NO_ATTRIBUTABLE
    )


def claim_attribution_rate(view: MeasureInput) -> MeasureValue:
    """The sentences of C with a source / |C|."""
    return share(view.claims & view.source_by_sentence.keys(), view.claims, NO_CLAIM)


def attributable_share(view: MeasureInput) -> MeasureValue:
    """|C ∪ F ∪ R| / (N − |U|)."""
    return share(view.attributable, view.tagged, NO_TAG)


def corroboration_rate(view: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance supports / |C*|."""
    return _of_checkable_claims(view, _answered(view, SUPPORTS))


def partial_corroboration_rate(view: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance partial and none of stance supports / |C*|."""
    return _of_checkable_claims(view, _answered(view, PARTIAL) - _answered(view, SUPPORTS))


def independent_corroboration_rate(view: MeasureInput) -> MeasureValue:
    """The claims of C* that a source supports that is `MeasureInput.independent` / |C*|."""
    return _of_checkable_claims(view, view.independently_corroborated)


def independence_unknown(view: MeasureInput) -> MeasureValue:
    """The claims of C* that only their like support: an unnamed source an unnamed source's."""
    both_unnamed = {
        link.claim
        for link in view.links
        if link.stance == SUPPORTS and view.kind(link.answer) == view.kind(link.claim) == UNNAMED
    }
    return MeasureValue(len(both_unnamed & view.checkable_claims - view.independently_corroborated))


def reporter_verified_rate(view: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance supports from the reporter / |C*|."""
    verified = {
        link.claim
        for link in view.links
        if link.stance == SUPPORTS and view.kind(link.answer) == REPORTER
    }
    return _of_checkable_claims(view, verified)


def reporter_share_of_confirmations(view: MeasureInput) -> MeasureValue:
    """The confirmations whose source is the reporter / |F|."""
    by_reporter = view.of_kind(view.confirmations, REPORTER)
    return share(by_reporter, view.confirmations, NO_CONFIRMATION)


def disputed_rate(view: MeasureInput) -> MeasureValue:
    """The claims of C* with a link of stance contradicts / |C*|."""
    return _of_checkable_claims(view, _answered(view, CONTRADICTS))


def another_party_speaks_rate(view: MeasureInput) -> MeasureValue:
    """The claims of C* that a known source other than theirs and the reporter answers / |C*|."""
    spoken_to = {
        link.claim
        for link in view.links
        if (by := view.source_by_sentence.get(link.answer)) is not None
        and by.kind != REPORTER
        and ((of := view.source_by_sentence.get(link.claim)) is None or by.id != of.id)
    }
    return _of_checkable_claims(view, spoken_to)


def concerned_heard_rate(view: MeasureInput) -> MeasureValue:
    """The concerned sources with a sentence in C ∪ F / the concerned sources."""
    heard = view.sources_of(view.claims | view.confirmations)
    return share(_concerned(view) & heard, _concerned(view), NO_CONCERNED)


def concerned_asked_rate(view: MeasureInput) -> MeasureValue:
    """The concerned sources with a sentence in C ∪ F ∪ R / the concerned sources."""
    asked = view.sources_of(view.attributable)
    return share(_concerned(view) & asked, _concerned(view), NO_CONCERNED)


def nonresponse_rate(view: MeasureInput) -> MeasureValue:
    """The parties with a sentence in R and none in F / the parties."""
    silent = view.sources_of(view.non_responses) - view.sources_of(view.confirmations)
    return share(_parties(view) & silent, _parties(view), NO_PARTY)


def mixed_response_rate(view: MeasureInput) -> MeasureValue:
    """The parties with sentences in both R and F / the parties."""
    mixed = view.sources_of(view.non_responses) & view.sources_of(view.confirmations)
    return share(_parties(view) & mixed, _parties(view), NO_PARTY)


def dependence(view: MeasureInput) -> MeasureValue:
    """The sentences of D by the source that has most of them, the reporter aside / |D|."""
    return fraction(_most(view, view.sourced), len(view.sourced), NO_SOURCED)


def checkable_dependence(view: MeasureInput) -> MeasureValue:
    """The same as `dependence` over the sourced sentences of C* ∪ F."""
    sourced = (view.checkable_claims | view.confirmations) & view.source_by_sentence.keys()
    return fraction(_most(view, sourced), len(sourced), NO_CHECKABLE_SOURCED)


def single_source(view: MeasureInput) -> MeasureValue:
    """Whether D has exactly one distinct source, which is not the reporter."""
    if not view.sourced:
        return undefined(NO_SOURCED)
    sources = view.sources_of(view.sourced)
    return MeasureValue(len(sources) == 1 and view.sources[min(sources)].kind != REPORTER)


def effective_sources(view: MeasureInput) -> MeasureValue:
    """exp(−Σ p ln p) over the sources in D: the Hill number of order 1."""
    times = view.sentence_counts(view.sourced)
    if not times:
        return undefined(NO_SOURCED)
    # Rounding may carry it past the number of sources, which it never exceeds.
    return MeasureValue(min(exp(_entropy(times)), float(len(times))))


def evenness(view: MeasureInput) -> MeasureValue:
    """The entropy of the sources in D / ln(number of sources): Pielou's evenness."""
    times = view.sentence_counts(view.sourced)
    if len(times) < 2:
        return undefined(ONE_SOURCE if times else NO_SOURCED)
    # Rounding may carry it past 1, which it never exceeds.
    return MeasureValue(min(_entropy(times) / log(len(times)), 1.0))


def unnamed_share(view: MeasureInput) -> MeasureValue:
    """The sentences of D whose source is unnamed / |D|."""
    return share(view.of_kind(view.sourced, UNNAMED), view.sourced, NO_SOURCED)


def unnamed_source_share(view: MeasureInput) -> MeasureValue:
    """The distinct unnamed sources in D / the distinct sources in D."""
    unnamed = view.sources_of(view.of_kind(view.sourced, UNNAMED))
    return share(unnamed, view.sources_of(view.sourced), NO_SOURCED)


def named_band(view: MeasureInput) -> MeasureValue:
    """How many distinct persons, organizations and documents are sources in D, as a band."""
    named = view.sources_of(view.of_kind(view.sourced, PERSON, ORGANIZATION, DOCUMENT))
    return MeasureValue(_BAND_OF[min(len(named), 4)])


def uncorroborated_unnamed_claims(view: MeasureInput) -> MeasureValue:
    """The claims of C* by an unnamed source that no independent source supports, counted."""
    unnamed = view.of_kind(view.checkable_claims, UNNAMED)
    return MeasureValue(len(unnamed - view.independently_corroborated))


def unverified_disclosures(view: MeasureInput) -> MeasureValue:
    """The non-responses whose source is the reporter, counted."""
    return MeasureValue(len(view.of_kind(view.non_responses, REPORTER)))


def _of_checkable_claims(view: MeasureInput, claims: frozenset[str] | set[str]) -> MeasureValue:
    return share(claims & view.checkable_claims, view.checkable_claims, NO_CHECKABLE)


def _answered(view: MeasureInput, stance: str) -> set[str]:
    return {link.claim for link in view.links if link.stance == stance}


def _concerned(view: MeasureInput) -> frozenset[str]:
    return frozenset(source.id for source in view.sources.values() if source.concerned)


def _parties(view: MeasureInput) -> frozenset[str]:
    spoken_or_silent = view.sources_of(view.confirmations | view.non_responses)
    return frozenset(each for each in spoken_or_silent if view.sources[each].kind != REPORTER)


def _most(view: MeasureInput, sentences: frozenset[str]) -> int:
    times = view.sentence_counts(sentences - view.of_kind(sentences, REPORTER))
    return max(times.values(), default=0)


def _entropy(times: Mapping[str, int]) -> float:
    total = sum(times.values())
    # fsum rounds once, so that the order of the sources does not show in the last digit.
    return -fsum(n / total * log(n / total) for n in times.values())
