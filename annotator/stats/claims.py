"""The claims of an article with the outcome of each, and how many sentences each source has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import Source
from annotator.model.codebook import CONTRADICTS, PARTIAL, REPORTER, SUPPORTS
from annotator.stats.measure_input import Link, MeasureInput


class ClaimOutcome(StrEnum):
    """The outcome of a claim in its article. `measure_wording` has the names that people read."""

    SUPPORTED = "supported"
    PARTLY_SUPPORTED = "partly"
    DISPUTED = "disputed"
    DECLINED = "unanswered"
    NOT_ADDRESSED = "nobody spoke"


ClaimOutcomes = tuple[ClaimOutcome, ...]
OUTCOME_COMBINATIONS: tuple[ClaimOutcomes, ...] = (
    (ClaimOutcome.SUPPORTED,),
    (ClaimOutcome.SUPPORTED, ClaimOutcome.DISPUTED),
    (ClaimOutcome.PARTLY_SUPPORTED,),
    (ClaimOutcome.PARTLY_SUPPORTED, ClaimOutcome.DISPUTED),
    (ClaimOutcome.DISPUTED,),
    (ClaimOutcome.DECLINED,),
    (ClaimOutcome.NOT_ADDRESSED,),
)
"""All possible outcomes; each claim has exactly one of these combinations."""


@dataclass(frozen=True, slots=True)
class ClaimReply:
    """One sentence that responds to a claim.

    Attributes:
        sentence: The id of the confirmation or non-response.
        position: Its place in the article, from 0.
        source: Its source, or None if the sentence has none.
        stance: The stance of a confirmation, or None for a non-response.
        independent: Whether its source is independent of the claim's, as
            `MeasureInput.independent` says.
    """

    sentence: str
    position: int
    source: Source | None
    stance: str | None
    independent: bool

    @property
    def by_reporter(self) -> bool:
        """Whether the outlet reports its own check."""
        return self.source is not None and self.source.kind == REPORTER


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim and its outcome.

    Attributes:
        sentence: Its id.
        position: Its place in the article, from 0.
        source: Its source, or None if it is the outlet's own statement.
        checkable: Whether it can be checked.
        outcomes: Its outcome, one of `OUTCOME_COMBINATIONS`.
        replies: The sentences that respond to it, in the order of the article.
    """

    sentence: str
    position: int
    source: Source | None
    checkable: bool
    outcomes: ClaimOutcomes
    replies: tuple[ClaimReply, ...]


def claims(measure_input: MeasureInput) -> tuple[Claim, ...]:
    """All claims in the order of the article, including claims that cannot be checked."""
    answers: defaultdict[str, list[Link]] = defaultdict(list)
    for link in measure_input.links:
        answers[link.claim].append(link)
    in_order = sorted(measure_input.claims, key=measure_input.positions.__getitem__)
    return tuple(_claim(measure_input, sentence, answers[sentence]) for sentence in in_order)


def _claim(measure_input: MeasureInput, sentence: str, links: Iterable[Link]) -> Claim:
    replies = tuple(
        sorted((_reply(measure_input, link) for link in links), key=lambda reply: reply.position)
    )
    return Claim(
        sentence=sentence,
        position=measure_input.positions[sentence],
        source=measure_input.source_by_sentence.get(sentence),
        checkable=sentence in measure_input.checkable_claims,
        outcomes=outcomes(replies),
        replies=replies,
    )


def _reply(measure_input: MeasureInput, link: Link) -> ClaimReply:
    return ClaimReply(
        sentence=link.answer,
        position=measure_input.positions[link.answer],
        source=measure_input.source_by_sentence.get(link.answer),
        stance=link.stance,
        independent=measure_input.independent(link),
    )


def outcomes(replies: Iterable[ClaimReply]) -> ClaimOutcomes:
    """The outcome of a claim with these replies.

    Full support outweighs partial support, as in `partial_corroboration_rate`. A dispute is shown
    together with either. A non-response is an outcome only if no confirmation responds to the
    claim. The outlet's own "could not be verified" does not count as a non-response of a party.
    """
    replies = tuple(replies)
    stances = {reply.stance for reply in replies}
    found: list[ClaimOutcome] = []
    if SUPPORTS in stances:
        found.append(ClaimOutcome.SUPPORTED)
    elif PARTIAL in stances:
        found.append(ClaimOutcome.PARTLY_SUPPORTED)
    if CONTRADICTS in stances:
        found.append(ClaimOutcome.DISPUTED)
    if found:
        return tuple(found)
    asked = any(not reply.by_reporter for reply in replies)
    return (ClaimOutcome.DECLINED if asked else ClaimOutcome.NOT_ADDRESSED,)


def count_outcomes(claims: Iterable[Claim]) -> Mapping[ClaimOutcomes, int]:
    """The number of claims with each of `OUTCOME_COMBINATIONS`, in its order."""
    found = Counter(claim.outcomes for claim in claims)
    return {each: found[each] for each in OUTCOME_COMBINATIONS}


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """One source with the number of its sentences of each kind.

    Attributes:
        source: The source, or None for the sentences without a source.
        claims: Its claims.
        confirmations: Its confirmations, including denials.
        non_responses: Sentences that report that it did not answer. It says nothing in them.
    """

    source: Source | None
    claims: int
    confirmations: int
    non_responses: int

    @property
    def statements(self) -> int:
        """Its claims and confirmations: n_s in the formula of `dependence`."""
        return self.claims + self.confirmations

    @property
    def total(self) -> int:
        """All sentences that have this source, or that have none."""
        return self.statements + self.non_responses


def source_counts(measure_input: MeasureInput) -> tuple[SourceCounts, ...]:
    """The sources, those with the most statements first, and then the sentences without a source.

    A concerned source without a sentence is included, with zeros. Other such sources are not.
    """
    named = (_source_counts(measure_input, source) for source in measure_input.sources.values())
    heard = [each for each in named if each.total or (each.source and each.source.concerned)]
    # Sorting keeps the order of the annotator's list among those who say as much.
    heard.sort(key=lambda each: (each.statements, each.non_responses), reverse=True)
    nobody = _source_counts(measure_input, None)
    return (*heard, nobody) if nobody.total else tuple(heard)


def _source_counts(measure_input: MeasureInput, source: Source | None) -> SourceCounts:
    def count(sentences: Iterable[str]) -> int:
        return sum(measure_input.source_by_sentence.get(each) == source for each in sentences)

    return SourceCounts(
        source,
        count(measure_input.claims),
        count(measure_input.confirmations),
        count(measure_input.non_responses),
    )
