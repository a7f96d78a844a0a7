"""Patterns that are compiled when they are first used. An article is painted without most."""

import re
from typing import Any, cast

_MEMBERS = (
    *("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn"),
    *("pattern", "flags", "groupindex", "groups"),
)


class LazyPattern:
    """Stands for a compiled pattern. The first use compiles it, and costs as much as compiling.

    Args:
        pattern: The regular expression.
        flags: The flags of the module `re`.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # It is called only for what is not there yet. Later uses call the compiled pattern itself.
        if name not in _MEMBERS:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        self.__dict__.update((each, getattr(compiled, each)) for each in _MEMBERS)
        return self.__dict__[name]


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern with the methods of a compiled one, which is compiled when it is first used."""
    return cast("re.Pattern[str]", LazyPattern(pattern, flags))
