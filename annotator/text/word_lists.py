"""Word lists, written as words with spaces between them."""


def word_set(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


def word_tuple(words: str) -> tuple[str, ...]:
    """The words of a table whose order counts."""
    return tuple(words.split())
