"""The claims of an article with the outcome of each, and how many sentences each source has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import Source
from annotator.model.codebook import CONTRADICTS, PARTIAL, REPORTER, SUPPORTS
from annotator.stats.measure_input import Link, MeasureInput


class ClaimOutcome(StrEnum):
    """What became of a claim in its article."""

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
"""Everything that can become of a claim; each claim has exactly one of these."""


@dataclass(frozen=True, slots=True)
class ClaimReply:
    """One sentence that answers a claim.

    Attributes:
        sentence: The id of the confirmation or non-response.
        position: Where it stands in the article, from 0.
        source: Whose word it is; None where the sentence names no source.
        stance: A confirmation's stance; None of a non-response.
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
        """Whether the outlet speaks of its own check."""
        return self.source is not None and self.source.kind == REPORTER


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim and what became of it.

    Attributes:
        sentence: Its id.
        position: Where it stands in the article, from 0.
        source: Who says it; None where it is the outlet's own statement.
        checkable: Whether what is said could be checked.
        outcomes: What became of it, one of `OUTCOME_COMBINATIONS`.
        replies: The sentences that answer it, in the order of the article.
    """

    sentence: str
    position: int
    source: Source | None
    checkable: bool
    outcomes: ClaimOutcomes
    replies: tuple[ClaimReply, ...]


def claims(measure_input: MeasureInput) -> tuple[Claim, ...]:
    """The claims of the article in its order, those that cannot be checked included."""
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
    """What became of a claim with these replies.

    Support in full outweighs support in part, as in `partial_corroboration_rate`; a dispute is
    shown beside either. Silence is an outcome only where nobody confirms or denies, and the
    outlet's own "could not be verified" is nobody's silence.
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
    """How many of the claims came to what, for each of `OUTCOME_COMBINATIONS` in its order."""
    found = Counter(claim.outcomes for claim in claims)
    return {each: found[each] for each in OUTCOME_COMBINATIONS}


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """One source with its sentences, all of them numbers of sentences.

    Attributes:
        source: Who; None for the sentences that name nobody.
        claims: Claims on its word.
        confirmations: Confirmations on its word, denials included.
        non_responses: Sentences that report that it gave no answer; it says nothing in them.
    """

    source: Source | None
    claims: int
    confirmations: int
    non_responses: int

    @property
    def statements(self) -> int:
        """The sentences on its word: n_s of the measures of dependence."""
        return self.claims + self.confirmations

    @property
    def total(self) -> int:
        """The sentences that name it, or that lack a name."""
        return self.statements + self.non_responses


def source_counts(measure_input: MeasureInput) -> tuple[SourceCounts, ...]:
    """The sources by how much they say, the most first; then the sentences that name nobody.

    A concerned source that no sentence names is among them, with nothing; any other such is not.
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
