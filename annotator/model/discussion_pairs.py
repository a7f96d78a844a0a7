"""Pairs of students who tagged a sentence differently, to talk with each other about it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

Tags = Mapping[str, str]
"""The tags of one student, by sentence."""


@dataclass(frozen=True, slots=True)
class DiscussionPair:
    """Two students, or three, who did not all tag a sentence alike.

    Attributes:
        sentence: The sentence to talk about.
        students: The ids of the students.
    """

    sentence: str
    students: tuple[str, ...]


def discussion_pairs(
    tags: Mapping[str, Tags], sentences: Sequence[str]
) -> tuple[DiscussionPair, ...]:
    """As many pairs as the first sentence allows, then the next, from those who are left.

    The same tags always give the same pairs. A student who is left at the end, also one without
    tags, joins a pair.

    Args:
        tags: The tags of each student, by the student's id.
        sentences: The sentences to talk about, the most important first.
    """
    left = sorted(tags, key=_rank)
    pairs: list[DiscussionPair] = []
    for sentence in sentences:
        for two in _differing([each for each in left if sentence in tags[each]], sentence, tags):
            pairs.append(DiscussionPair(sentence, two))
            left = [each for each in left if each not in two]
    for student in left:
        _join_pair(student, pairs)
    return tuple(pairs)


def _rank(student: str) -> str:
    """An order that is the same each time, and that has nothing to do with the alphabet."""
    return hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()


def _differing(
    students: Sequence[str], sentence: str, tags: Mapping[str, Tags]
) -> Iterable[tuple[str, str]]:
    """The largest possible number of pairs that differ on one sentence.

    With the largest group first, a student and the one half the class further on have the same
    tag only if more than half of the class has it.
    """
    sizes = Counter(tags[each][sentence] for each in students)
    ordered = sorted(
        students, key=lambda each: (-sizes[tags[each][sentence]], tags[each][sentence])
    )
    half = len(ordered) - len(ordered) // 2
    return [
        two
        for two in zip(ordered, ordered[half:], strict=False)
        if tags[two[0]][sentence] != tags[two[1]][sentence]
    ]


def _join_pair(student: str, pairs: list[DiscussionPair]) -> None:
    """Add a student to a pair. The two already differ, so the student differs from one of them."""
    for place, pair in enumerate(pairs):
        if len(pair.students) == 2:
            pairs[place] = replace(pair, students=(*pair.students, student))
            return
