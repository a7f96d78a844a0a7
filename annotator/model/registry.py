"""The sources of several annotators as one list."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from annotator.model.annotation import Source
from annotator.model.names import folded, identifier
from annotator.model.votes import folded_aliases, source_key


class Registry:
    """The sources of several sets as one list: those whose names are folded to one are one.

    Kind and affiliation are those that were given first; one who is concerned to anybody is.

    Args:
        aliases: Other names of sources, each with the name that it counts as.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = folded_aliases(aliases)
        self._found: dict[str, Source] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources so far, in the order in which they were met."""
        return tuple(self._found.values())

    def add(self, sources: Iterable[Source]) -> None:
        """Take in the sources of one set."""
        for source in sources:
            key = source_key(source.name, self._aliases)
            known = self._found.get(key)
            self._found[key] = known.merged_with(source) if known else self._new(source)

    def source(self, source: Source | None) -> Source | None:
        """The one source that a set's source is here; None for none.

        Raises:
            KeyError: It was never added.
        """
        return self._found[source_key(source.name, self._aliases)] if source else None

    def _new(self, source: Source) -> Source:
        name = self._aliases.get(folded(source.name), source.name)
        taken = {each.id for each in self._found.values()}
        free = source.id if source.id not in taken else identifier(name, taken)
        return replace(source, id=free, name=name)
