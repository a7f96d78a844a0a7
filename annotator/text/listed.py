"""Tables of words, written as words with blanks between them."""


def listed(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


def in_order(words: str) -> tuple[str, ...]:
    """The words of a table whose order counts."""
    return tuple(words.split())
