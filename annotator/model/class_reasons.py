"""The reasons that students write for their tags, and which of them the class may see."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class ReasonState(StrEnum):
    """Whether the class may see a reason."""

    NEW = "new"
    APPROVED = "approved"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class StudentReason:
    """Why one student chose a tag.

    Attributes:
        sentence: The sentence's id.
        tag: The tag, or "" if the sentence is not tagged.
        text: The student's words.
        student: The student's name.
    """

    sentence: str
    tag: str
    text: str
    student: str

    @property
    def id(self) -> str:
        """The same for equal reasons. Case, spacing and the period at the end do not count."""
        plain = unicodedata.normalize("NFKC", self.text).casefold()
        words = " ".join(plain.split()).rstrip(" .!")
        said = "\0".join((self.sentence, self.tag, words))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ReasonDecision:
    """What the teacher decided about a reason.

    Attributes:
        id: The id of the reason. A student who rewrites a reason makes a new one.
        state: Whether the class may see it.
        same_as: The id of the reason with which it is counted, or None.
    """

    id: str
    state: ReasonState = ReasonState.NEW
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Equal reasons.

    Attributes:
        id: The id of the reason whose words are shown.
        sentence: The sentence's id.
        tag: The tag, or "" if the sentence is not tagged.
        text: The words.
        students: The names of the students.
        state: Whether the class may see it.
        merged: The ids of reasons in other words that the teacher counted with it.
    """

    id: str
    sentence: str
    tag: str
    text: str
    students: tuple[str, ...]
    state: ReasonState
    merged: tuple[str, ...] = ()


def group_reasons(
    reasons: Iterable[StudentReason], decisions: Sequence[ReasonDecision]
) -> tuple[ReasonGroup, ...]:
    """The reasons, equal ones together, by sentence and tag, the most frequent first."""
    decided = {each.id: each for each in decisions}
    given: dict[str, list[StudentReason]] = {}
    for reason in reasons:
        given.setdefault(reason.id, []).append(reason)
    groups: dict[str, list[str]] = {}
    for reason_id in given:
        groups.setdefault(_shown_id(reason_id, given, decided), []).append(reason_id)
    found = [_group(shown, ids, given, decided) for shown, ids in groups.items()]
    return tuple(
        sorted(found, key=lambda each: (each.sentence, each.tag, -len(each.students), each.id))
    )


def _shown_id(
    reason: str,
    given: Mapping[str, list[StudentReason]],
    decided: Mapping[str, ReasonDecision],
) -> str:
    """The reason that this one is counted with, if that one is still there and stands alone."""
    other = decided[reason].same_as if reason in decided else None
    if other is None or other not in given or (other in decided and decided[other].same_as):
        return reason
    first, second = given[reason][0], given[other][0]
    return other if (first.sentence, first.tag) == (second.sentence, second.tag) else reason


def _group(
    shown: str,
    ids: Sequence[str],
    given: Mapping[str, list[StudentReason]],
    decided: Mapping[str, ReasonDecision],
) -> ReasonGroup:
    first = given[shown][0]
    students = tuple(each.student for reason in ids for each in given[reason])
    state = decided[shown].state if shown in decided else ReasonState.NEW
    merged = tuple(each for each in ids if each != shown)
    return ReasonGroup(shown, first.sentence, first.tag, first.text, students, state, merged)


def decide_reasons(
    decisions: Sequence[ReasonDecision], ids: Iterable[str], state: ReasonState
) -> tuple[ReasonDecision, ...]:
    """The decisions after the class may, or may not, see these reasons."""
    return _changed(decisions, {each: {"state": state} for each in ids})


def merge_reasons(
    decisions: Sequence[ReasonDecision], reason: str, same_as: str | None
) -> tuple[ReasonDecision, ...]:
    """The decisions after a reason, and all that is counted with it, counts with another.

    Args:
        decisions: The decisions so far.
        reason: The id of the reason.
        same_as: The id of the other reason, or None to count it alone again.
    """
    if reason == same_as:
        return tuple(decisions)
    followers = [each.id for each in decisions if each.same_as == reason] if same_as else []
    return _changed(decisions, {each: {"same_as": same_as} for each in (reason, *followers)})


def _changed(
    decisions: Sequence[ReasonDecision], changes: Mapping[str, Mapping[str, str | None]]
) -> tuple[ReasonDecision, ...]:
    known = {each.id: each for each in decisions}
    for reason, values in changes.items():
        known[reason] = replace(known.get(reason, ReasonDecision(reason)), **values)  # type: ignore[arg-type]
    return tuple(known.values())
