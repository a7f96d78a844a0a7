"""The keys of an article's sources: each keeps its own for as long as the article is open."""

from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

_CANDIDATES = "123456789abcdefghijklmnopqrstuvwxyz"


class SourceKeys(NamedTuple):
    """The key of each source, by the source's ID.

    A key is never given away, even if its source is merged or removed.
    """

    by_source: Mapping[str, str] = MappingProxyType({})

    def with_source(self, source: str, key: str) -> "SourceKeys":
        """The keys after a source got this key. A source that has a key keeps it."""
        if not key or source in self.by_source or key in self.by_source.values():
            return self
        return SourceKeys(MappingProxyType({**self.by_source, source: key}))

    def with_sources(self, sources: Iterable[str], available: Iterable[str]) -> "SourceKeys":
        """The keys after each source without one got the next free key, as long as there are any.

        Args:
            sources: The IDs of the sources, in order.
            available: Every key that a source may have, in order.
        """
        keys = self
        free = self.free(available)
        for source in sources:
            if source not in keys.by_source:
                keys = keys.with_source(source, next(free, ""))
        return keys

    def free(self, available: Iterable[str]) -> Iterator[str]:
        """The keys that no source has, in order."""
        return (each for each in available if each not in {*self.by_source.values()})


def available_keys(used: Container[str]) -> tuple[str, ...]:
    """The keys that sources may have: digits, then the letters that are not used for anything.

    Args:
        used: The keys that have another meaning in the prompt. A capital counts as its small
            letter, because Caps Lock may be on.
    """
    return tuple(each for each in _CANDIDATES if each not in used and each.upper() not in used)
