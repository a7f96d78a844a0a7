"""Where a noun phrase ends, or has not begun, because a word is a verb of the sentence.

There is no parser. "Members" in "the club requires members" is told from "club members" by the
word before it: its ending, and whether "to", an adverb or another plural stands before it.
"""

from functools import lru_cache

from annotator.text import phrase_words as lists
from annotator.text import word_lists as table

_SINGULAR_S = ("ss", "us", "is", "ics")
_NOUNS = table.ROLES | table.GROUPS | table.ORGANIZATIONS | table.DOCUMENTS
_LEAST_PLURAL = 4


@lru_cache(maxsize=8192)
def is_verb_behind(before: str, word: str, after: str) -> bool:
    """Whether a word is a verb, and not the first word of a phrase.

    Args:
        before: The word before it, in lower case; empty if there is none, or a comma between.
        word: The word.
        after: The word that only a space separates from it; empty if there is none.
    """
    if not word.islower():
        return False
    if word in lists.FINITE or _is_behind_plural(before, word, after):
        return True
    if before == "to" and (word in lists.BASE_VERBS or (word == "head" and after == "for")):
        return True
    if word.endswith("ly"):
        return after.endswith("ing")
    if word.endswith("ing") and after:
        return before not in lists.DETERMINERS and word not in lists.ADJECTIVES_IN_ING
    return _is_third_person(word, after)


@lru_cache(maxsize=8192)
def is_verb_within(before: str, word: str, after: str) -> bool:
    """Whether a word behind the first one of a phrase is a verb, so that the phrase has ended.

    Args:
        before: The word before it in the phrase.
        word: The word.
        after: The word that only a space separates from it; empty if there is none.
    """
    if not word.islower():
        return False
    noun = before.islower() and _is_noun(before)
    if word in lists.FINITE or (word.endswith("ly") and after.endswith("ing")):
        return True
    if word.endswith("ed") and noun and after:
        return True
    return _is_third_person(word, after) or _is_behind_plural(before, word, after)


def _is_third_person(word: str, after: str) -> bool:
    """Whether a word has the ending of a verb before its object: "requires" of members."""
    return after.islower() and _is_plural(word) and not (_describes(word, after) or _is_noun(word))


def _is_behind_plural(before: str, word: str, after: str) -> bool:
    """Whether two plurals meet, as no two nouns do: "the requests of the towns results from"."""
    return (
        after in lists.PREPOSITIONS
        and _is_plural(word)
        and _is_plural(before)
        and _is_noun(before)
        and not _describes(before, word)
    )


def _is_plural(word: str) -> bool:
    return (
        word.islower()
        and len(word) >= _LEAST_PLURAL
        and (word.endswith("s") and not word.endswith((*_SINGULAR_S, "'s", "’s")))
    )


def _describes(word: str, after: str) -> bool:
    """Whether a plural describes the next noun: "sports minister", "teachers union"."""
    if after in lists.PREPOSITIONS or after in table.STOP_WORDS:
        return True
    return word in lists.PLURAL_MODIFIERS or (_is_noun(word) and after in table.ORGANIZATIONS)


def _is_noun(word: str) -> bool:
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(form in _NOUNS for form in forms) or _single(word) in _NOUNS


def _single(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word


def ends_complement(word: str) -> bool:
    """Whether no complement goes on across a word: "a member of the club all his life"."""
    return word.islower() and (word in lists.FLOATING or word.endswith("ly"))
