"""Who is who: names that students typed, matched with the people of a roster.

A name is matched if exactly one person of the roster could have typed it. If two could, or if the
name only resembles a person's name, the teacher is asked. Nothing is guessed.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from annotator.model.name_folding import file_name, fold_name

Spellings = frozenset[str]
"""One word of a name in all spellings that count as the same."""

Words = tuple[Spellings, ...]

MAX_SUGGESTIONS = 5
"""Maximum number of people that are suggested for one name."""

MIN_SEARCH_LETTERS = 3
"""Minimum number of letters for finding one's own name in a roster."""

_MIN_SHORT_FORM = 3
_LONGEST_RUN = 4
_CLOSE = 0.8
_PARTICLES = frozenset(
    [
        *("al", "ap", "bin", "bint", "da", "das", "de", "degli", "dei", "del", "della"),
        *("den", "der", "des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "los"),
        *("of", "op", "te", "ten", "ter", "van", "vande", "vom", "von", "y", "zu", "zum"),
        "zur",
    ]
)
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {"ё": "е", "ə": "e", "ŋ": "n", "ŧ": "t"}
)
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_UMLAUT = re.compile(r"([aou])e")
_APOSTROPHES = re.compile(r"[’‘`´'ʼʻʹ]")
# Accents and vowel points. The marks of other scripts are parts of their letters.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BETWEEN_SECTIONS = re.compile(r" and |[,;] ")
_NUMBER = re.compile(r"(?<=[^\s\d])\s+[0-9]{1,3}$")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a roster.

    Attributes:
        id: What identifies the person in the roster, for the whole term.
        name: The name as shown.
        parts: The given and the family name, or the whole name if the roster does not separate
            them.
        nicknames: Other names that the roster has for the person.
        logins: User names, numbers and addresses.
        section: The section of the course, or "".
    """

    id: str
    name: str
    parts: tuple[str, ...]
    nicknames: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    section: str = ""

    @property
    def display_name(self) -> str:
        """The name with the given name first."""
        return " ".join(self.parts) or self.name


class NameEvidence(IntEnum):
    """How well a typed name fits a person.

    A likely name is matched if it fits nobody else. A possible name also keeps others from being
    matched, but does not suffice. A hint only suggests the person to the teacher.
    """

    NONE = 0
    HINT = 1
    POSSIBLE = 2
    LIKELY = 3


def name_words(name: str) -> Words:
    """The words of a name. Case, accents and punctuation do not count."""
    words = map(_spellings, _letters_only(name).split())
    return tuple(word for word in words if "" not in word)


def joined_name(name: str) -> Spellings:
    """A name as one word. Spaces and hyphens do not count either."""
    return _spellings(_letters_only(name).replace(" ", ""))


def _letters_only(name: str) -> str:
    bare = _APOSTROPHES.sub("", fold_name(_IN_BRACKETS.sub(" ", name)) or fold_name(name))
    return " ".join("".join(map(_letter_or_space, bare)).split())


def _letter_or_space(character: str) -> str:
    kind = unicodedata.category(character)
    # Invisible marks, as between the letters of Persian words, separate nothing.
    return character if kind[0] in "LMN" else "" if kind == "Cf" else " "


@lru_cache(maxsize=20_000)
def _spellings(word: str) -> Spellings:
    plain = _without_accents(word)
    return frozenset(
        {plain, _without_accents(word.translate(_TWO_LETTERS)), _UMLAUT.sub(r"\1", plain)}
    )


def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def _without_number(name: str) -> str:
    return _NUMBER.sub("", name.strip())


def _is_initial(word: Spellings) -> bool:
    """Whether a word is one letter of a script with capitals. In others it may be a name."""
    return all(len(each) == 1 and each.lower() != each.upper() for each in word)


def _begins(short: Spellings, word: Spellings) -> bool:
    return any(full.startswith(each) for each in short for full in word)


class _Fit(NamedTuple):
    """How the words of a typed name fit the two parts of a person's name.

    Attributes:
        full: The number of words that are in each part.
        short: The number of initials and short forms of words in each part.
        extra: The positions of typed words that are in neither part.
        taken: The positions of the others.
        left: Whether the given name has words that were not typed.
        initials_only: Whether the extra words are initials.
    """

    full: tuple[int, int]
    short: tuple[int, int]
    extra: tuple[int, ...]
    taken: tuple[int, ...]
    left: bool
    initials_only: bool

    @property
    def evidence(self) -> NameEvidence:
        """What the fit says about the person."""
        if all(map(sum, zip(self.full, self.short, strict=True))) and any(self.full):
            return self._of_both_parts
        if len(self.extra) + len(self.taken) == 1 and any(self.full):
            return NameEvidence.POSSIBLE
        return NameEvidence.HINT if self.full[1] else NameEvidence.NONE

    @property
    def _of_both_parts(self) -> NameEvidence:
        if not self.extra:
            return NameEvidence.LIKELY
        if not all(self.full):
            return NameEvidence.HINT
        inside = all(min(self.taken) < each < max(self.taken) for each in self.extra)
        other_initial = self.initials_only and self.left
        return NameEvidence.LIKELY if inside and not other_initial else NameEvidence.POSSIBLE


class _Part:
    """The words of one part of a name, each used at most once."""

    def __init__(self, words: Words, *, family: bool) -> None:
        core = [at for at, word in enumerate(words) if not (family and word & _PARTICLES)]
        self._words = words
        self._free = set(core or range(len(words)))
        self._unused = set(range(len(words)))
        self._family = family
        self.full = self.short = 0

    @property
    def left(self) -> bool:
        """Whether there are words that were not used."""
        return bool(self._free)

    def take_full(self, typed: Spellings) -> bool:
        """Use the words, one or several written as one, that the typed word equals."""
        for length in range(1, _LONGEST_RUN + 1):
            for start in range(len(self._words) - length + 1):
                run = set(range(start, start + length))
                if run & self._free and _joined(self._words[start : start + length]) & typed:
                    self._free -= run
                    self._unused -= run
                    self.full += 1
                    return True
        return False

    def take_short(self, typed: Spellings) -> bool:
        """Use the word of which the typed word is the initial, or a short form in a given name."""
        initial = _is_initial(typed)
        long_enough = not self._family and min(map(len, typed)) >= _MIN_SHORT_FORM
        if initial or long_enough:
            # “Maria D.” may be Maria de la Cruz.
            for at in sorted(self._unused if initial else self._free):
                if _begins(typed, self._words[at]):
                    self._free.discard(at)
                    self._unused.remove(at)
                    # A short form of a given name says as much as the name.
                    self.full, self.short = self.full + (not initial), self.short + initial
                    return True
        return False


@lru_cache(maxsize=20_000)
def _joined(words: Words) -> Spellings:
    if len(words) == 1:
        return words[0]
    plain = "".join(min(word, key=len) for word in words)
    long = "".join(max(word, key=len) for word in words)
    return frozenset({plain, long})


def _fit(typed: Words, given: Words, family: Words, *, family_first: bool) -> _Fit:
    parts = _Part(given, family=False), _Part(family, family=True)
    order = parts[::-1] if family_first else parts
    open_ = [at for at, word in enumerate(typed) if not any(part.take_full(word) for part in order)]
    open_ = [at for at in open_ if not any(part.take_short(typed[at]) for part in order)]
    extra = tuple(at for at in open_ if not typed[at] & _PARTICLES)
    taken = tuple(at for at in range(len(typed)) if at not in open_)
    return _Fit(
        (parts[0].full, parts[1].full),
        (parts[0].short, parts[1].short),
        extra,
        taken,
        parts[0].left,
        all(_is_initial(typed[at]) for at in extra),
    )


class _Profile:
    """A person's name, prepared for comparison."""

    def __init__(self, person: Person) -> None:
        names = [words for each in person.parts if (words := name_words(each))]
        self.splits = tuple(_all_splits(names, [name_words(each) for each in person.nicknames]))
        whole = _turns(person.parts)
        exact = (*whole, *(each for each in person.nicknames if len(name_words(each)) > 1))
        logins = (*person.logins, *(each.partition("@")[0] for each in person.logins))
        self.exact = frozenset(one for each in (*exact, *logins) for one in joined_name(each)) - {
            ""
        }
        self.initials = _initials(names) if names else ""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The search words of the person. A fitting name has at least one of them."""
        parts = {part for split in self.splits for part in split}
        found = {one for part in parts for run in _runs(part) for one in _joined(run)}
        given = {one for first, _ in self.splits for word in first for one in word}
        short = {each[:end] for each in given for end in range(_MIN_SHORT_FORM, len(each))}
        return frozenset(found | short | self.exact | {self.initials}) - {""}

    def evidence(self, typed: Words) -> NameEvidence:
        """How well a typed name fits. Its adjacent words may be one word in the roster."""
        ways = product(_merges(typed), self.splits, (False, True))
        return max(
            (_fit(words, *split, family_first=first).evidence for words, split, first in ways),
            default=NameEvidence.NONE,
        )


def _turns(parts: Sequence[str]) -> list[str]:
    """A name with its given or its family name first."""
    words = parts if len(parts) > 1 else " ".join(parts).split()
    return [" ".join([*words[at:], *words[:at]]) for at in range(len(words))]


def _initials(names: Sequence[Words]) -> str:
    last = names[-1][0] if len(names) > 1 else names[0][-1]
    return "".join(min(word, key=len)[0] for word in (names[0][0], last))


def _all_splits(
    names: Sequence[Words], nicknames: Iterable[Words]
) -> Iterator[tuple[Words, Words]]:
    if len(names) > 1:
        yield names[0], tuple(word for part in names[1:] for word in part)
    elif names:
        yield from _unknown_splits(names[0])
    for nickname in nicknames:
        yield nickname, names[-1] if names else ()
        yield from _unknown_splits(nickname)


def _unknown_splits(words: Words) -> Iterator[tuple[Words, Words]]:
    """Every way to separate a whole name into a given and a family name."""
    yield from ((words[:at], words[at:]) for at in range(1, max(len(words), 2)))


def _runs(words: Words) -> Iterator[Words]:
    for length in range(1, _LONGEST_RUN + 1):
        yield from (words[at : at + length] for at in range(len(words) - length + 1))


def _merges(words: Words) -> Iterator[Words]:
    """The words, and the words with two adjacent ones written as one."""
    yield words
    for at, two in enumerate(pairwise(words)):
        yield (*words[:at], _joined(two), *words[at + 2 :])


class PersonIndex:
    """The people of a roster, found by names as students type them.

    Args:
        people: The people.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = tuple(people)
        self._profiles = tuple(map(_Profile, people))
        self._at: dict[str, list[int]] = defaultdict(list)
        for number, profile in enumerate(self._profiles):
            for key in profile.keys:
                self._at[key].append(number)

    def evidence(self, typed: str) -> Mapping[int, NameEvidence]:
        """How well a name fits each person, by the person's number; nothing for the others.

        A number at the end, which the class page adds to a name that is taken, does not count,
        unless it belongs to a login.
        """
        joined = joined_name(typed)
        if not any(self._exact(at, joined) for each in joined for at in self._at.get(each, ())):
            typed = _without_number(typed)
        joined, words = joined_name(typed), name_words(typed)
        numbers = {at for each in _keys_of(words, joined) for at in self._at.get(each, ())}
        found = {at: self._of_person(at, words, joined) for at in numbers}
        return {at: value for at, value in found.items() if value}

    def _of_person(self, at: int, words: Words, joined: Spellings) -> NameEvidence:
        profile = self._profiles[at]
        if self._exact(at, joined):
            return NameEvidence.LIKELY
        hint = NameEvidence.HINT if profile.initials in joined else NameEvidence.NONE
        return max(profile.evidence(words), hint)

    def _exact(self, at: int, joined: Spellings) -> bool:
        return bool(joined & self._profiles[at].exact)

    def resembling(self, typed: str) -> tuple[int, ...]:
        """The people whose names resemble a name, such as one with a typing error."""
        names = {one: at for at, each in enumerate(self._profiles) for one in sorted(each.exact)}
        plain = min(joined_name(_without_number(typed)), default="")
        close = get_close_matches(plain, names, MAX_SUGGESTIONS, _CLOSE)
        return tuple(dict.fromkeys(names[each] for each in close))

    def with_id(self, person: str) -> tuple[int, ...]:
        """The people with this id or login; usually one."""
        wanted = fold_name(person)
        own = [at for at, each in enumerate(self.people) if fold_name(each.id) == wanted]
        return tuple(own) or tuple(
            at
            for at, each in enumerate(self.people)
            if wanted in {fold_name(login) for login in each.logins if login}
        )

    def find(
        self, typed: str, section: str = "", most: int = MAX_SUGGESTIONS
    ) -> tuple[Person, ...]:
        """The people whose names have words that begin with each typed word, in roster order.

        Args:
            typed: What a student has typed so far. Nobody is found before the third letter.
            section: Find only people of this section; "" for all.
            most: Maximum number of people.
        """
        words = name_words(typed)
        letters = sum(min(map(len, word)) for word in words)
        if letters < _fewest_letters(words):
            return ()
        hits = (
            person
            for person in self.people
            if (not section or in_section(person, section)) and _has_all(person, words)
        )
        return tuple(person for person, _ in zip(hits, range(most), strict=False))


def _fewest_letters(words: Words) -> int:
    """Names in scripts without capitals are short, so two letters are enough."""
    cased = any(each.lower() != each.upper() for word in words for each in word)
    return MIN_SEARCH_LETTERS if cased else MIN_SEARCH_LETTERS - 1


def _has_all(person: Person, typed: Words) -> bool:
    name = [word for each in (*person.parts, *person.nicknames) for word in name_words(each)]
    name += map(joined_name, _turns(person.parts))
    return all(any(_begins(word, each) for each in name) for word in typed)


def in_section(person: Person, section: str) -> bool:
    """Whether a person is in a section."""
    return fold_name(section) in map(fold_name, (person.section, *split_sections(person.section)))


def split_sections(cell: str) -> tuple[str, ...]:
    """The sections in a cell of a roster. Canvas joins several with “and”, Moodle with commas."""
    return tuple(filter(None, (each.strip() for each in _BETWEEN_SECTIONS.split(cell))))


def _keys_of(words: Words, joined: Spellings) -> set[str]:
    return {one for run in _runs(words) for one in _joined(run)} | set(joined)


@dataclass(frozen=True, slots=True)
class PersonMatches:
    """The people who typed some names.

    Attributes:
        matched: The number of the person in the roster, by name. Two names have the same person
            only if the teacher said so.
        asked: The people who may have typed a name, the likeliest first, by name. The teacher has
            to say who it is.
        unknown: The names that resemble nobody in the roster.
        not_listed: The names of which the teacher said that they are not in the roster.
    """

    matched: Mapping[str, int]
    asked: Mapping[str, tuple[int, ...]]
    unknown: tuple[str, ...] = ()
    not_listed: tuple[str, ...] = ()

    def people_of(self, name: str) -> tuple[int, ...]:
        """The people who are or may be meant by a name."""
        own = self.matched.get(name)
        return self.asked.get(name, ()) if own is None else (own,)


@dataclass(frozen=True, slots=True)
class Identification:
    """What the teacher said about a name.

    Attributes:
        name: The name as typed.
        person: The person's id in the roster; None for “not in the roster”.
        same_as: The name of the same student that is used instead, or None. If there is one,
            `person` is None, and says nothing.
    """

    name: str
    person: str | None
    same_as: str | None = None


Answers = Mapping[str, str | None]
"""What the teacher said: the person's id, by the folded name; None for “not in the roster”."""

NO_ANSWERS: Answers = {}


def match_people(
    index: PersonIndex, names: Iterable[str], answers: Answers = NO_ANSWERS
) -> PersonMatches:
    """Who typed each of these names.

    Args:
        index: The people of the roster.
        names: The names, each of a different student.
        answers: What the teacher said about names. This is used before anything else.
    """
    names = tuple(dict.fromkeys(names))
    answered = {name: answers[file_name(name)] for name in names if file_name(name) in answers}
    said = {name: index.with_id(person) for name, person in answered.items() if person is not None}
    fixed = {name: numbers[0] for name, numbers in said.items() if len(numbers) == 1}
    asked = {name: numbers for name, numbers in said.items() if len(numbers) > 1}
    open_names = [name for name in names if name not in answered]
    likely = {name: found[0] for name in open_names if (found := _only(index.evidence(name)))}
    claims = Counter((*likely.values(), *set(fixed.values())))
    alone = {name: number for name, number in likely.items() if claims[number] == 1}
    asked |= {
        name: found
        for name in open_names
        if name not in alone and (found := _suggestions(index, name))
    }
    matched = {name: (fixed | alone)[name] for name in names if name in fixed or name in alone}
    left_out = tuple(name for name, person in answered.items() if person is None)
    known = {*matched, *asked, *left_out}
    return PersonMatches(matched, asked, tuple(n for n in names if n not in known), left_out)


def _only(evidence: Mapping[int, NameEvidence]) -> tuple[int, ...]:
    """The only person whom a name fits, or nobody."""
    plausible = [at for at, value in evidence.items() if value >= NameEvidence.POSSIBLE]
    if len(plausible) != 1 or evidence[plausible[0]] is not NameEvidence.LIKELY:
        return ()
    return tuple(plausible)


def _suggestions(index: PersonIndex, name: str) -> tuple[int, ...]:
    evidence = index.evidence(name)
    ranked = sorted(evidence, key=lambda at: (-evidence[at], at))
    return tuple(ranked[:MAX_SUGGESTIONS]) or index.resembling(name)
