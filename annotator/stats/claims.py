"""The claims of an article and what became of each: with these a reading of the figures begins."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import Source
from annotator.model.codebook import CONTRADICTS, PARTIAL, REPORTER, SUPPORTS
from annotator.stats.index import Link, View


class Outcome(StrEnum):
    """What became of a claim in its article."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    DISPUTED = "disputed"
    UNANSWERED = "unanswered"
    NOBODY = "nobody spoke"


Outcomes = tuple[Outcome, ...]
EVERY_OUTCOME: tuple[Outcomes, ...] = (
    (Outcome.SUPPORTED,),
    (Outcome.SUPPORTED, Outcome.DISPUTED),
    (Outcome.PARTLY,),
    (Outcome.PARTLY, Outcome.DISPUTED),
    (Outcome.DISPUTED,),
    (Outcome.UNANSWERED,),
    (Outcome.NOBODY,),
)
"""Everything that can become of a claim; each claim has exactly one of these."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One sentence that answers a claim.

    Attributes:
        sentence: The id of the confirmation or non-response.
        position: Where it stands in the article, from 0.
        source: Whose word it is; None where the sentence names no source.
        stance: A confirmation's stance; None of a non-response.
        independent: Whether its source is independent of the claim's, as `View.independent` says.
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
        outcomes: What became of it, one of `EVERY_OUTCOME`.
        replies: The sentences that answer it, in the order of the article.
    """

    sentence: str
    position: int
    source: Source | None
    checkable: bool
    outcomes: Outcomes
    replies: tuple[Reply, ...]


def claims(view: View) -> tuple[Claim, ...]:
    """The claims of the article in its order, those that cannot be checked included."""
    answers: defaultdict[str, list[Link]] = defaultdict(list)
    for link in view.links:
        answers[link.claim].append(link)
    in_order = sorted(view.claims, key=view.positions.__getitem__)
    return tuple(_claim(view, sentence, answers[sentence]) for sentence in in_order)


def _claim(view: View, sentence: str, links: Iterable[Link]) -> Claim:
    replies = tuple(
        sorted((_reply(view, link) for link in links), key=lambda reply: reply.position)
    )
    return Claim(
        sentence=sentence,
        position=view.positions[sentence],
        source=view.source.get(sentence),
        checkable=sentence in view.checkable_claims,
        outcomes=outcomes(replies),
        replies=replies,
    )


def _reply(view: View, link: Link) -> Reply:
    return Reply(
        sentence=link.answer,
        position=view.positions[link.answer],
        source=view.source.get(link.answer),
        stance=link.stance,
        independent=view.independent(link),
    )


def outcomes(replies: Iterable[Reply]) -> Outcomes:
    """What became of a claim with these replies.

    Support in full outweighs support in part, as in `partial_corroboration_rate`; a dispute is
    shown beside either. Silence is an outcome only where nobody confirms or denies, and the
    outlet's own "could not be verified" is nobody's silence.
    """
    replies = tuple(replies)
    stances = {reply.stance for reply in replies}
    found: list[Outcome] = []
    if SUPPORTS in stances:
        found.append(Outcome.SUPPORTED)
    elif PARTIAL in stances:
        found.append(Outcome.PARTLY)
    if CONTRADICTS in stances:
        found.append(Outcome.DISPUTED)
    if found:
        return tuple(found)
    asked = any(not reply.by_reporter for reply in replies)
    return (Outcome.UNANSWERED if asked else Outcome.NOBODY,)


def tally(claims: Iterable[Claim]) -> Mapping[Outcomes, int]:
    """How many of the claims came to what, for each of `EVERY_OUTCOME` in its order."""
    found = Counter(claim.outcomes for claim in claims)
    return {each: found[each] for each in EVERY_OUTCOME}
