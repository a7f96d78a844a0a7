"""The decisions on a sentence as a curator sees them: with names, or hidden and shuffled."""

from dataclasses import dataclass
from hashlib import sha256

from annotator.model.adjudication import Case
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
