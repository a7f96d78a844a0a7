"""Word lists, written as words with spaces between them."""


def word_set(words: str) -> frozenset[str]:
    """The words in a text, as a set."""
    return frozenset(words.split())


def word_tuple(words: str) -> tuple[str, ...]:
    """The words in a text, in order."""
    return tuple(words.split())
