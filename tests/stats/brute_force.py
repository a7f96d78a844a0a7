"""The measures a second time, straight from their definitions and from nothing of annotator.stats.

Every figure is a pair (numerator, denominator) for a share, and the plain figure otherwise; None is
undefined. It goes over everything again for each figure and shares no helper with the package.
"""

import math
from typing import Any

from annotator.model.annotation import Sentence
from tests.strategies import MeasureCase


class Slow:
    """One annotation set, read again for each figure."""

    def __init__(self, case: MeasureCase) -> None:
        self.case = case
        self.body = [x for x in case.annotations.sentences if x.part is None]
        roles = {tag.id: tag.role.value for tag in case.codebook.tags}
        self.there = set(roles.values())
        self.c = [x for x in self.body if roles.get(str(x.tag)) == "claim"]
        self.f = [x for x in self.body if roles.get(str(x.tag)) == "confirmation"]
        self.r = [x for x in self.body if roles.get(str(x.tag)) == "non-response"]
        self.u = [x for x in self.body if x.tag is None]
        self.checkable = [x for x in self.c if x.checkable]
        self.d = [x for x in self.c + self.f if self.s(x) is not None]

    def s(self, x: Sentence) -> Any:
        return next((y for y in self.case.annotations.sources if y.id == x.source), None)

    def k(self, x: Sentence) -> Any:
        return self.s(x).kind if self.s(x) else "NO SOURCE"

    def links(self, c: Sentence, group: list[Sentence]) -> list[tuple[Sentence, str]]:
        return [(j, a.stance or "supports") for j in group for a in j.answers if a.claim == c.id]

    def by_stance(self, c: Sentence, stance: str) -> list[Sentence]:
        return [j for j, said in self.links(c, self.f) if said == stance]

    def independent(self, j: Sentence, c: Sentence) -> bool:
        if self.s(j) is None:
            return False
        if self.s(c) is None:
            return bool(self.k(j) != "reporter")
        if self.s(j).id == self.s(c).id or (self.k(j) == "unnamed" and self.k(c) == "unnamed"):
            return False
        one, other = ((self.s(x).affiliation or "").strip().lower() for x in (j, c))
        return one == "" or other == "" or one != other

    def corroborated(self, c: Sentence) -> bool:
        return any(self.independent(j, c) for j in self.by_stance(c, "supports"))

    def names(self, sentences: list[Sentence]) -> set[str]:
        return {self.s(x).id for x in sentences if self.s(x)}


def _largest(slow: Slow, sentences: list[Sentence]) -> tuple[int, int]:
    counts = [
        sum(1 for x in sentences if slow.s(x).id == name and slow.k(x) != "reporter")
        for name in slow.names(sentences)
    ]
    return max([0, *counts]), len(sentences)


def _checkable(slow: Slow, keep: Any) -> tuple[int, int]:
    return sum(1 for c in slow.checkable if keep(c)), len(slow.checkable)


def _entropy(slow: Slow) -> float:
    probabilities = [
        sum(1 for x in slow.d if slow.s(x).id == name) / len(slow.d) for name in slow.names(slow.d)
    ]
    return sum(-p * math.log(p) for p in probabilities)


def _any_role(slow: Slow) -> dict[str, Any]:
    said = slow.c + slow.f + slow.r
    concerned = [x.id for x in slow.case.annotations.sources if x.concerned]
    asked = [x for x in concerned if x in slow.names(said)]
    return {
        "attribution_rate": (sum(1 for x in said if slow.s(x)), len(said)),
        "attributable_share": (len(said), len(slow.body) - len(slow.u)),
        "concerned_asked_rate": (len(asked), len(concerned)),
    }


def _claims_or_confirmations(slow: Slow) -> dict[str, Any]:
    d, names = slow.d, slow.names(slow.d)
    kinds = {name: next(slow.k(x) for x in d if slow.s(x).id == name) for name in names}
    concerned = [x.id for x in slow.case.annotations.sources if x.concerned]
    named = sum(1 for kind in kinds.values() if kind in {"person", "organization", "document"})
    sourced_checkable = [x for x in slow.checkable + slow.f if slow.s(x)]
    entropy = _entropy(slow) if d else None
    return {
        "concerned_heard_rate": (len([x for x in concerned if x in names]), len(concerned)),
        "dependence": _largest(slow, d),
        "checkable_dependence": _largest(slow, sourced_checkable),
        "single_source": (len(names) == 1 and "reporter" not in kinds.values()) if d else None,
        "effective_sources": math.exp(entropy) if entropy is not None else None,
        "evenness": entropy / math.log(len(names)) if entropy and len(names) > 1 else None,
        "unnamed_share": (sum(1 for x in d if slow.k(x) == "unnamed"), len(d)),
        "unnamed_source_share": (list(kinds.values()).count("unnamed"), len(names)),
        "named_band": "0" if not named else "1" if named == 1 else "2-3" if named < 4 else "4+",
    }


def _claims_and_confirmations(slow: Slow) -> dict[str, Any]:
    def stance(name: str) -> tuple[int, int]:
        return _checkable(slow, lambda c: slow.by_stance(c, name))

    def partly(c: Sentence) -> bool:
        return bool(slow.by_stance(c, "partial")) and not slow.by_stance(c, "supports")

    def reporter(c: Sentence) -> bool:
        return any(slow.k(j) == "reporter" for j in slow.by_stance(c, "supports"))

    def both_unnamed(c: Sentence) -> bool:
        supporters = slow.by_stance(c, "supports")
        return any(slow.k(j) == "unnamed" and slow.k(c) == "unnamed" for j in supporters)

    open_claims = [c for c in slow.checkable if not slow.corroborated(c)]
    return {
        "corroboration_rate": stance("supports"),
        "disputed_rate": stance("contradicts"),
        "partial_corroboration_rate": _checkable(slow, partly),
        "independent_corroboration_rate": _checkable(slow, slow.corroborated),
        "reporter_verified_rate": _checkable(slow, reporter),
        "independence_unknown": sum(1 for c in open_claims if both_unnamed(c)),
        "uncorroborated_unnamed_claims": sum(1 for c in open_claims if slow.k(c) == "unnamed"),
    }


def _parties(slow: Slow) -> dict[str, Any]:
    parties = {slow.s(x).id for x in slow.f + slow.r if slow.s(x) and slow.k(x) != "reporter"}
    silent = [p for p in parties if p in slow.names(slow.r)]
    return {
        "nonresponse_rate": (sum(1 for p in silent if p not in slow.names(slow.f)), len(parties)),
        "mixed_response_rate": (sum(1 for p in silent if p in slow.names(slow.f)), len(parties)),
    }


def _another_party(slow: Slow) -> dict[str, Any]:
    def speaks(c: Sentence) -> bool:
        return any(
            slow.s(j) is not None
            and slow.k(j) != "reporter"
            and (slow.s(c) is None or slow.s(j).id != slow.s(c).id)
            for j, _ in slow.links(c, slow.f + slow.r)
        )

    return {"another_party_speaks_rate": _checkable(slow, speaks)}


def _claims(slow: Slow) -> dict[str, Any]:
    return {"claim_attribution_rate": (sum(1 for c in slow.c if slow.s(c)), len(slow.c))}


def _confirmations(slow: Slow) -> dict[str, Any]:
    by_reporter = sum(1 for j in slow.f if slow.k(j) == "reporter")
    return {"reporter_share_of_confirmations": (by_reporter, len(slow.f))}


def _silences(slow: Slow) -> dict[str, Any]:
    return {"unverified_disclosures": sum(1 for j in slow.r if slow.k(j) == "reporter")}


def measured(case: MeasureCase) -> dict[str, Any]:
    """Every figure that the codebook's roles allow; one that is missing here is undefined."""
    slow = Slow(case)
    claim, confirmation, silence = (
        role in slow.there for role in ("claim", "confirmation", "non-response")
    )
    parts = (
        (claim or confirmation or silence, _any_role),
        (claim, _claims),
        (claim or confirmation, _claims_or_confirmations),
        (claim and confirmation, _claims_and_confirmations),
        (claim and (confirmation or silence), _another_party),
        (confirmation, _confirmations),
        (confirmation and silence, _parties),
        (silence, _silences),
    )
    found: dict[str, Any] = {"coverage": (len(slow.body) - len(slow.u), len(slow.body))}
    for there, part in parts:
        if there:
            found |= part(slow)
    return found
