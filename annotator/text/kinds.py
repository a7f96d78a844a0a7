"""The likeliest kind of a source, by its name alone."""

from collections.abc import Sequence

from annotator.model.codebook import DOCUMENT, ORGANISATION, PERSON, REPORTER, UNNAMED
from annotator.model.names import is_pronoun
from annotator.text import sourcewords as table
from annotator.text.tokens import Token, tokens

# With a capital behind another name these are newspapers: the Ledger, the Evening Post.
_PAPERS = frozenset(
    ["post", "record", "bulletin", "register", "review", "dispatch", "diary", "log"]
)


def guess_kind(name: str) -> str | None:
    """The likeliest kind of a source of this name, one of the codebook's `KINDS`.

    None for a pronoun and for what no table knows.
    """
    words = tokens(name)
    if not words or is_pronoun(name):
        return None
    head = _head(words)
    if not head[-1].text[0].isupper():
        return kind_of_word(head[-1].lower)
    return kind_of_name(head)


def _head(words: Sequence[Token]) -> Sequence[Token]:
    """The words up to the first that carries a description on: "office" of "office of Rossen"."""
    ends = (at for at, word in enumerate(words) if at and word.text in table.COMPLEMENTS)
    return words[: next(ends, len(words))]


def kind_of_word(word: str) -> str | None:
    """The kind that a noun in lower case means, in singular or plural; None for any other."""
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        for kind, words in _BY_KIND:
            if form in words:
                return kind
    return None


_BY_KIND = (
    (REPORTER, table.REPORTERS),
    (UNNAMED, table.ROLES | table.GROUPS),
    (DOCUMENT, table.DOCUMENTS),
    (ORGANISATION, table.ORGANISATIONS),
)


def kind_of_name(words: Sequence[Token]) -> str:
    """The likeliest kind of a name with capitals; one word alone is rather no person's."""
    last = words[-1]
    if all(is_title(word) for word in words):
        return UNNAMED
    if last.lower in table.DOCUMENTS and last.lower not in _PAPERS:
        return DOCUMENT
    titled = is_title(words[0])
    if not titled and (any(map(_of_a_house, words)) or words[0].text == "The"):
        return ORGANISATION
    named = [word for word in words if word.text not in table.JOINING]
    whole = all(word.text[0].isupper() for word in named) and last.lower not in _PAPERS
    return PERSON if titled or (2 <= len(named) <= 4 and whole) else ORGANISATION


def is_title(word: Token) -> bool:
    """Whether a word stands in front of a person's name and is no part of it."""
    plain = word.text.rstrip(".")
    return (plain.title() if plain.isupper() else plain) in table.TITLES


def _of_a_house(word: Token) -> bool:
    acronym = len(word.lower) > 1 and word.text.isupper() and "." not in word.text
    suffix = word.text.rstrip(".") in table.SUFFIXES
    known = word.lower in table.ORGANISATIONS or word.text in table.HOUSES
    return acronym or suffix or known or word.text == "&"
