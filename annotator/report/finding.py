"""What the first screen of a report says: the finding in one sentence, and the six figures.

Each figure comes with the sentences behind it, so that a reader can check it in the article.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Source
from annotator.model.codebook import UNNAMED
from annotator.model.plurals import count_of_total, plural, verb, verb_of_total
from annotator.stats.claims import Claim, ClaimOutcome, ClaimOutcomes, count_outcomes
from annotator.stats.measure_input import MeasureInput, MeasureValue
from annotator.stats.measures import Measure, MeasureValues
from annotator.stats.set_content import SetContent

OUTCOME_PHRASES: Mapping[ClaimOutcomes, str] = {
    (ClaimOutcome.SUPPORTED,): "supported",
    (ClaimOutcome.SUPPORTED, ClaimOutcome.DISPUTED): "both supported and disputed",
    (ClaimOutcome.PARTLY_SUPPORTED,): "partly supported",
    (ClaimOutcome.PARTLY_SUPPORTED, ClaimOutcome.DISPUTED): "both partly supported and disputed",
    (ClaimOutcome.DISPUTED,): "disputed",
    (ClaimOutcome.DECLINED,): "where a party gave no answer",
    (ClaimOutcome.NOT_ADDRESSED,): "not addressed",
}
"""What follows the number of claims with each outcome: "1 not addressed"."""


@dataclass(frozen=True, slots=True)
class ArticleFinding:
    """What became of the claims of an article, in one sentence.

    Attributes:
        opening: How many claims there are, or why nothing can be said of them.
        outcomes: How many of the checkable claims have each outcome: "2 supported".
        caveat: That sentences are still untagged; empty if none is.
    """

    opening: str
    outcomes: tuple[str, ...] = ()
    caveat: str = ""

    @property
    def text(self) -> str:
        """All of it as plain text."""
        listed = f": {', '.join(self.outcomes)}." if self.outcomes else "."
        return f"{self.opening}{listed}" + (f" {self.caveat}" if self.caveat else "")


def finding(claims: Sequence[Claim], content: SetContent) -> ArticleFinding:
    """The finding on an article. It has no outcomes if the set lacks the links that show them.

    Args:
        claims: The claims of the article.
        content: What the annotation set holds.
    """
    tagged, sentences = content.tagged, content.sentences
    if not sentences:
        return ArticleFinding("The article has no sentence to tag")
    if not tagged:
        return ArticleFinding("No sentence has a tag yet")
    caveat = _caveat(sentences - tagged, sentences)
    if not claims:
        return ArticleFinding("No sentence is tagged as a claim", caveat=caveat)
    if content.tags_only:
        return ArticleFinding(_share_of_claims(len(claims), sentences), caveat=caveat)
    if not content.shows_outcomes:
        return ArticleFinding(_checkable(claims), caveat=caveat)
    return ArticleFinding(_checkable(claims), tuple(_outcomes(claims)), caveat)


def _caveat(untagged: int, sentences: int) -> str:
    if not untagged:
        return ""
    have = verb_of_total(untagged, sentences, "has", "have")
    return (
        f"{count_of_total(untagged, sentences, 'sentence')} {have} no tag yet, so this may change."
    )


def _share_of_claims(claims: int, sentences: int) -> str:
    are = verb_of_total(claims, sentences, "is a claim", "are claims")
    return f"{count_of_total(claims, sentences, 'sentence')} {are}"


def _checkable(claims: Sequence[Claim]) -> str:
    checkable = sum(each.checkable for each in claims)
    counted = plural(len(claims), "claim")
    if len(claims) == 1:
        return f"{counted}, which {'can' if checkable else 'cannot'} be checked"
    how_many = {0: "none", len(claims): "all"}.get(checkable, f"{checkable:,}")
    return f"{counted}, {how_many} of which can be checked"


def _outcomes(claims: Iterable[Claim]) -> Iterator[str]:
    counts = count_outcomes(each for each in claims if each.checkable)
    for outcomes, count in counts.items():
        if count:
            yield f"{count:,} {OUTCOME_PHRASES[outcomes]}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences behind a figure.

    Attributes:
        numbers: Of the sentences, from 1.
        name: The source whose sentences they are; empty for sentences by themselves.
    """

    numbers: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the six figures of an article, with what is behind it.

    Attributes:
        measure: Which.
        figure: The figure: "7 of 8"; a dash if it is undefined.
        note: What the evidence is: "Without a source:". A sentence if there is no evidence.
        evidence: The sentences behind the figure.
    """

    measure: Measure
    figure: str
    note: str
    evidence: tuple[Evidence, ...] = ()


def key_figures(
    measure_input: MeasureInput,
    claims: Sequence[Claim],
    values: MeasureValues,
    content: SetContent,
) -> tuple[KeyFigure, ...]:
    """Those of the six figures of an article that its annotation set supports."""
    case = _Case(measure_input, [each for each in claims if each.checkable], claims)
    return tuple(_key_figure(each, values[each.id], case) for each in content.key_measures)


def _key_figure(measure: Measure, value: MeasureValue, case: "_Case") -> KeyFigure:
    if not value.defined:
        return KeyFigure(measure, "–", f"{value.reason[:1].upper()}{value.reason[1:]}.")
    note, evidence = _EVIDENCE[measure.id](case)
    return KeyFigure(measure, f"{value.numerator:,} of {value.denominator:,}", note, evidence)


@dataclass(frozen=True, slots=True)
class _Case:
    measure_input: MeasureInput
    checkable: Sequence[Claim]
    claims: Sequence[Claim]

    def spoken(
        self, sentences: Iterable[str], by: Container[str] | None = None
    ) -> Mapping[Source, tuple[int, ...]]:
        """The sources of these sentences, or those of them in `by`, with their sentences."""
        found: dict[Source, list[int]] = {}
        positions = self.measure_input.positions
        for sentence in sorted(sentences, key=positions.__getitem__):
            source = self.measure_input.source_by_sentence.get(sentence)
            if source is not None and (by is None or source.id in by):
                found.setdefault(source, []).append(positions[sentence] + 1)
        return {source: tuple(numbers) for source, numbers in found.items()}


Found = tuple[str, tuple[Evidence, ...]]


def _of_claims(claims: Iterable[Claim], note: str, none: str) -> Found:
    numbers = tuple(each.position + 1 for each in claims)
    if not numbers:
        return none, ()
    return f"{note}:" if note else verb(len(numbers), "Claim", "Claims"), (Evidence(numbers),)


def _of_sources(spoken: Mapping[Source, tuple[int, ...]], note: str, none: str) -> Found:
    if not spoken:
        return none, ()
    return f"{note}:", tuple(Evidence(numbers, each.name) for each, numbers in spoken.items())


def _without_source(case: _Case) -> Found:
    bare = (each for each in case.claims if each.source is None)
    return _of_claims(bare, "Without a source", "Every claim has a source.")


def _supported(case: _Case) -> Found:
    found = (each for each in case.checkable if ClaimOutcome.SUPPORTED in each.outcomes)
    return _of_claims(found, "", "No checkable claim is fully supported.")


def _independently_supported(case: _Case) -> Found:
    supported = case.measure_input.independently_corroborated
    found = (each for each in case.claims if each.sentence in supported)
    return _of_claims(found, "", "No independent source supports a checkable claim.")


def _another_party(case: _Case) -> Found:
    answered = case.measure_input.answered_by_another_party
    found = (each for each in case.claims if each.sentence in answered)
    return _of_claims(found, "", "No other party responds to a checkable claim.")


def _silent(case: _Case) -> Found:
    measured = case.measure_input
    silent = case.spoken(measured.non_responses, measured.silent_parties)
    if silent:
        return _of_sources(silent, "No answer from", "")
    return _of_sources(case.spoken(measured.confirmations, measured.parties), "Answers from", "")


def _unnamed(case: _Case) -> Found:
    unnamed = case.measure_input.of_kind(case.measure_input.sourced, UNNAMED)
    return _of_sources(case.spoken(unnamed), "Unnamed", "No source is marked as unnamed.")


_EVIDENCE: Mapping[str, Callable[[_Case], Found]] = {
    "claim_attribution_rate": _without_source,
    "corroboration_rate": _supported,
    "independent_corroboration_rate": _independently_supported,
    "another_party_speaks_rate": _another_party,
    "nonresponse_rate": _silent,
    "unnamed_source_share": _unnamed,
}
