"""Shown names: a student's name as the teacher wrote it, and names that are the same student's.

A set keeps the name under which it was made. What the teacher said about names is applied when
names are shown and work is graded, so that it can be undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.model.annotation import AnnotationSet
from annotator.model.name_folding import file_name


@dataclass(frozen=True, slots=True)
class ShownNames:
    """Names, each with the name that the teacher wrote instead.

    Attributes:
        links: The name instead, by the folded name.
    """

    links: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The name to show for a name. It may be the name of another student, if they are one."""
        if not self.links:
            return name
        seen = {file_name(name)}
        while (following := self.links.get(file_name(name))) is not None:
            name = following
            if file_name(name) in seen:
                break
            seen.add(file_name(name))
        return name

    def is_shown(self, name: str) -> bool:
        """Whether the teacher gave this name to a student."""
        return file_name(name) in map(file_name, self.links.values())

    def names_shown_as(self, shown: str, names: Iterable[str]) -> tuple[str, ...]:
        """Those of some names that are shown under a name."""
        wanted = file_name(shown)
        return tuple(name for name in names if file_name(self.of(name)) == wanted)


NO_SHOWN_NAMES = ShownNames()


def join_passes(
    passes: Iterable[Sequence[AnnotationSet]], names: ShownNames
) -> tuple[tuple[AnnotationSet, ...], ...]:
    """The passes of each student, under the shown name, where one student had several names.

    In each vote, the set of the name that the teacher kept counts. If it has no tag, or there is
    none, the set of the other name counts. No set is changed.

    Args:
        passes: The passes under each name, in order.
        names: The shown names.
    """
    groups: dict[str, list[Sequence[AnnotationSet]]] = defaultdict(list)
    for own in passes:
        if own:
            groups[file_name(names.of(own[0].annotator))].append(own)
    return tuple(_joined(own, names) for own in groups.values())


def _joined(
    works: Sequence[Sequence[AnnotationSet]], names: ShownNames
) -> tuple[AnnotationSet, ...]:
    shown = names.of(works[0][0].annotator)
    if len(works) > 1:
        # The name that was kept is the one nearest to the shown one.
        works = sorted(works, key=lambda own: _distance(own[0].annotator, names))
        found = list(_counting(works).values())
        order = {sitting: at for at, sitting in enumerate(dict.fromkeys(e.sitting for e in found))}
        found.sort(key=lambda each: (order[each.sitting], each.vote or 0))
    else:
        found = list(works[0])
    return tuple(
        each if each.annotator == shown else replace(each, annotator=shown) for each in found
    )


def _distance(name: str, names: ShownNames) -> int:
    steps, shown = 0, names.of(name)
    while name != shown and steps <= len(names.links):
        name, steps = names.links[file_name(name)], steps + 1
    return steps


_Vote = tuple[str | None, int]


def _counting(works: Sequence[Sequence[AnnotationSet]]) -> dict[_Vote, AnnotationSet]:
    found: dict[_Vote, AnnotationSet] = {}
    for own in works:
        for number, each in enumerate(own, 1):
            vote = (each.sitting, each.vote or number)
            if vote not in found or (not _has_tags(found[vote]) and _has_tags(each)):
                found[vote] = each
    return found


def _has_tags(annotations: AnnotationSet) -> bool:
    return any(each.tag is not None for each in annotations.sentences)
