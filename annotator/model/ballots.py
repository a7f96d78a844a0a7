"""The decisions on a sentence as a curator sees them, and how its gold came about, in words."""

from dataclasses import dataclass
from hashlib import sha256

from annotator.model.adjudication import By, Case
from annotator.model.annotation import Provenance
from annotator.model.votes import Decision, Vote


@dataclass(frozen=True, slots=True)
class Ballot:
    """One annotator's decision on a sentence.

    Attributes:
        annotator: Whose it is; None where that is hidden.
        decision: All that was decided.
        before: Where it came or changed after the curator had decided: what it was then, empty
            where there was none; None where it is as it was.
    """

    annotator: str | None
    decision: Decision
    before: Vote | None = None


def ballots(case: Case, sentence: str, *, blind: bool = False) -> tuple[Ballot, ...]:
    """The decisions on a sentence, in the order of names.

    Args:
        case: The document under adjudication.
        sentence: The sentence's id.
        blind: Hide the names. The order is then another one on every sentence, so that nobody is
            known by their place, and always the same on one sentence.
    """
    changed = case.changed(sentence)
    found = case.decisions[sentence]
    document = case.gold.document.sha256

    def place(name: str) -> str:
        return sha256(f"{document} {sentence} {name}".encode()).hexdigest()

    names = sorted(found, key=place) if blind else list(found)
    return tuple(Ballot(None if blind else name, found[name], changed.get(name)) for name in names)


def came_about(provenance: Provenance | None, *, blind: bool = False) -> str:
    """How a gold sentence came by its tag, in words.

    Args:
        provenance: What the gold says of it.
        blind: Do not say whose a single decision is.
    """
    if provenance is None:
        return "not decided"
    votes = len(provenance.votes)
    reason = f": {provenance.reason}" if provenance.reason else ""
    alone = "one annotator" if blind else next(iter(provenance.votes), "one annotator")
    words = {
        By.UNANIMOUS: f"unanimous, by {votes}",
        By.MAJORITY: f"by a majority of {votes}",
        By.SINGLE: f"single: {alone} alone, no agreement",
        By.ADJUDICATED: f"decided by {provenance.curator}{reason}",
        By.UNRESOLVED: f"unresolved between {votes}" if votes > 1 else "unresolved",
    }
    return words.get(By(provenance.by), provenance.by)
