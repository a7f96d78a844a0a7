"""Candidates for a sentence's source: names and descriptions, each with its likely kind.

There is no model: only capitals, the place of the cue, and small word lists.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from annotator.model.annotation import Span
from annotator.model.codebook import DOCUMENT, ORGANIZATION, PERSON, REPORTER, UNNAMED
from annotator.model.name_folding import fold_name, is_pronoun
from annotator.text import word_lists as table
from annotator.text.abbreviations import MONTH_NAMES, WEEKDAYS
from annotator.text.cues import likeliest
from annotator.text.given_name_words import GIVEN_NAMES
from annotator.text.phrase_ends import is_verb_behind, is_verb_within
from annotator.text.phrase_words import UNIT_OF_TIME
from annotator.text.quotations import quotation_spans
from annotator.text.word_lists import (
    AM_PM,
    ARTICLES,
    CITING_PHRASES,
    COMPANY_SUFFIXES,
    HONORIFICS,
    JUDGING_VERBS,
    NON_NAMES,
    SAYING_VERBS,
    SHOWING_VERBS,
    STOP_WORDS,
    THINKING_VERBS,
    verb_forms,
)

_TOKEN = re.compile(r"&|[^\W_]+(?:[.'’/-][^\W_]+)*")
_TRAILING = frozenset([".", "'", "’"])
_CLITIC = re.compile(r"['’]")
_DOTTED = COMPANY_SUFFIXES | HONORIFICS
_OWNED = re.compile(r"['’]s?$")
_VERBS = frozenset(verb_forms([*SAYING_VERBS, *JUDGING_VERBS, *THINKING_VERBS, *SHOWING_VERBS]))
_DAYS = frozenset(day.rstrip(".").lower() for day in WEEKDAYS)


class Token(NamedTuple):
    """A word with its place, and whether only a space separates it from the previous word."""

    text: str
    start: int
    end: int
    joined: bool

    @property
    def lower(self) -> str:
        """The word in lower case, without a possessive ending or a full stop."""
        return _lower(self.text)

    @property
    def is_possessive(self) -> bool:
        """Whether the word has a possessive ending: "the town's"."""
        return self.text.endswith(("'s", "’s", "s'", "s’"))

    @property
    def capital(self) -> bool:
        """Whether its first letter allows it to be part of a name."""
        return _is_capital(self.text)

    @property
    def is_time(self) -> bool:
        """Whether it is a month, a weekday or a time zone."""
        return _is_time(self.text)

    @property
    def ends_phrase(self) -> bool:
        """Whether a description cannot continue across it: a function word or a verb."""
        return _ends_phrase(self.text)


# Words repeat, and each is asked these questions many times.
@lru_cache(maxsize=8192)
def _lower(text: str) -> str:
    return _OWNED.sub("", text.lower()).rstrip(".")


@lru_cache(maxsize=8192)
def _is_capital(text: str) -> bool:
    plain = _CLITIC.split(text, maxsplit=1)[0]
    names = plain not in NON_NAMES and plain.lower() not in STOP_WORDS
    return text[0].isupper() and names and not _is_time(text)


@lru_cache(maxsize=8192)
def _is_time(text: str) -> bool:
    plain = _lower(text)
    return plain in MONTH_NAMES or plain in _DAYS or text in AM_PM


@lru_cache(maxsize=8192)
def _ends_phrase(text: str) -> bool:
    return _lower(text) in STOP_WORDS or _lower(text) in _VERBS


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order. Abbreviations keep their full stop."""
    words: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        end += text[end : end + 1] in _TRAILING and _trailing_length(word, text[end : end + 2])
        joined = bool(words) and text[words[-1].end : start] in {" ", "\n"}
        words.append(Token(text[start:end], start, end, joined))
    return tuple(words)


def _trailing_length(word: str, following: str) -> bool:
    """Whether the mark after a word belongs to it: an abbreviation's full stop, or a possessive."""
    if following[:1] == ".":
        short = word in _DOTTED or "." in word or (len(word) == 1 and word.isupper())
        return short or following == ".,"
    return word.endswith("s") and following in {"' ", "’ "}


def span_of(part: Sequence[Token]) -> tuple[int, int]:
    """The span of a run of words, without the possessive ending of the last one."""
    last = part[-1]
    return part[0].start, last.end - len(last.text) + len(_OWNED.sub("", last.text))


# With a capital after another name, these are newspapers: the Ledger, the Evening Post.
_PAPERS = frozenset(
    ["post", "record", "bulletin", "register", "review", "dispatch", "diary", "log"]
)


@lru_cache(maxsize=8192)
def guess_kind(name: str) -> str | None:
    """The likeliest kind of a source with this name: one of the codebook's `KINDS`.

    None for a pronoun and for a name that is not in the tables.
    """
    words = tokens(name)
    if not words or is_pronoun(name):
        return None
    head = head_words(words)
    if not head[-1].text[0].isupper():
        return kind_of_word(head[-1].lower)
    return kind_of_name(head)


def head_words(words: Sequence[Token]) -> Sequence[Token]:
    """The words before a complement: "office" of "office of Rossen"."""
    ends = (at for at, word in enumerate(words) if at and word.text in table.COMPLEMENTS)
    return words[: next(ends, len(words))]


@lru_cache(maxsize=8192)
def kind_of_word(word: str) -> str | None:
    """The kind for a noun in lower case, singular or plural; None for any other word."""
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        for kind, words in _BY_KIND:
            if form in words:
                return kind
    return None


_BY_KIND = (
    (REPORTER, table.REPORTERS),
    (UNNAMED, table.ROLES | table.GROUPS),
    (DOCUMENT, table.DOCUMENTS),
    (ORGANIZATION, table.ORGANIZATIONS),
)


def kind_of_name(words: Sequence[Token]) -> str:
    """The likeliest kind of a name with capitals. A single word is probably not a person."""
    last = words[-1]
    if all(is_honorific(word) for word in words) or _is_office(words):
        return UNNAMED
    if last.lower in table.DOCUMENTS and last.lower not in _PAPERS:
        return DOCUMENT
    titled = is_honorific(words[0])
    if not titled and (any(map(_is_of_organization, words)) or words[0].text == "The"):
        return ORGANIZATION
    named = [word for word in words if word.text not in table.NAME_PARTICLES]
    whole = all(word.text[0].isupper() for word in named) and last.lower not in _PAPERS
    return PERSON if titled or (2 <= len(named) <= 4 and whole) else ORGANIZATION


def _is_office(words: Sequence[Token]) -> bool:
    """Whether a name ends with a role: "Afghan Ambassador", but not "Ann Judge"."""
    last = words[-1]
    if last.text.isupper() and last.lower in table.ROLES:
        return True
    role = is_honorific(last) and last.lower in table.ROLES - {"executive", "general"}
    return role and words[0].text not in GIVEN_NAMES and not is_honorific(words[0])


def is_honorific(word: Token) -> bool:
    """Whether a word comes before a person's name and is not part of it."""
    plain = _OWNED.sub("", word.text).rstrip(".")
    return (plain.title() if plain.isupper() else plain) in table.HONORIFICS


def _is_of_organization(word: Token) -> bool:
    acronym = len(word.lower) > 1 and word.text.isupper() and "." not in word.text
    suffix = word.text.rstrip(".") in table.COMPANY_SUFFIXES
    plain = word.lower
    known = plain in table.ORGANIZATIONS or plain.removesuffix("s") in table.ORGANIZATIONS
    known = known or word.text in table.ORGANIZATION_ENDINGS
    return acronym or suffix or known or word.text == "&"


_MODIFIERS, _OBJECT, _COMPLEMENTS = 4, 6, 2
_RELATIVE = re.compile(r",? (?:who|which|that|whose|when|where)\b")
# A name after one of these is not a subject: "a letter seen by Orr", "the man who shot Orr".
_CLOSED_BY = re.compile(
    r" (?:(?:seen|obtained|reviewed|released|published|posted|shared|signed|written|provided|filed"
    r"|compiled|leaked|held|made|sent|issued|taken|found) (?:by|on|to|with|in|at|from)|who \w+) \w"
)
# Between commas: extra information about a subject, or an opening phrase.
_ASIDE = re.compile(
    r"\s*(?:who|which|whose|when|where|including|along|\w+ed|\w+ing|seen|written|held|known|made"
    r"|\d|in|on|at|of|from|through|via|according|now|then|aged|like|with|together|flanked)\b"
    r"|\s*\d"
)
_APPOSITION = re.compile(r"\s*(?:an?|the|its|his|her|their|one) ")
_OPENING = re.compile(
    r"\s*(?:In|On|At|By|For|From|With|After|Before|During|When|While|As|Asked|Speaking|Late|Early"
    r"|If"
    r"|Since|Though|Although|But|And|Last|Earlier|Later)\b"
)
_ADJUNCT = re.compile(
    r" (?:(?:on|in|at|by|since|late|early|late on|early on|last|this) (?:late |early |last |next )?"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:in|last|this|since) (?:[A-Z][a-z]+|\d{4}|week"
    r"|month|year|night)|at [a-z]+|(?:in|through|via|by|with|from|at|during) (?:an?|his|her|its"
    r"|their"
    r"|the) (?:[\w-]+ ){0,3}(?:statement|letter|e-?mail|interview|post|memo|report|filing|tweet"
    r"|message|speech|conference|call|text|video|briefing|lawyer|spokes\w+|aide|representative"
    r"|translator|interpreter|attorney|publicist|agent|hearing|court|rally))(?: to [\w ]{2,40})?$"
)
_WITH_ADJUNCT = re.compile(
    r"(?:^|[,;:“”\"—] ?)((?:[^\W\d_a-z][\w.'’&-]* )+)(?:on|in|through|via|at|during|by|from"
    r"|with|after|before|late|early|last|this) [^,;:“”\"]+$"
)
_WITH_ANOTHER = re.compile(
    r"(?:^|[,;:“”\"—] ?)(?:(?:Neither|Both|Either|Mr|Mrs|Ms|Dr)\.? )?((?:[^\W\d_a-z][\w.'’&-]* )+|"
    r"(?:[Tt]he|[Aa]n?) (?:[\w-]+ ){1,3})(?<= )(?:and|or|nor) [^,;:“”\"]+$"
)
_WITH_ORGANIZATION = re.compile(
    r"(?:^|[,;:“”\"—] ?)((?:[^\W\d_a-z][\w.'’&-]* ){2,})of [^,;:“”\"]+$"
)
_BEFORE_SENTENCE = " \"'“‘«([—–-"
_HELPERS = re.compile(
    r"(?: (?:also|has|had|have|then|later|earlier|again|himself|herself|itself|themselves|already"
    r"|still|now|\w+ly))+$"
)


@dataclass(frozen=True, slots=True)
class SourceMention:
    """A part of a sentence that could be a source.

    Attributes:
        text: The name for the list of sources: without an article, or a person's title.
        kind: One of the codebook's `KINDS`; None if it is unknown.
        span: Its place in the sentence's text, `[start, end)` in code points.
    """

    text: str
    kind: str | None
    span: Span


class _WordContext(NamedTuple):
    """A text's words, and the position of the current one."""

    text: str
    words: Sequence[Token]
    at: int
    cue: Span | None


def mentions(text: str, cue: Span | None) -> Iterator[SourceMention]:
    """Every name and description in a text, in order.

    Names inside a description are included too: "spokesman for the council" and "council".

    Args:
        text: The sentence's own text.
        cue: The cue, which shows whether a lone capitalized first word is a name.
    """
    words = _split_at_cue(tokens(text), cue)
    nouns = [at for at, word in enumerate(words) if _can_be_head(word)]
    at = 0
    while at < len(words):
        context = _WordContext(text, words, at, cue)
        run = _run(words, at)
        head = _head_noun(words, at, nouns)
        if head is not None and (head >= at + len(run) or _is_noun(context, run)):
            mention, at = _describing_phrase(context, head)
        elif run:
            mention, at = _proper_name(context, run), at + len(run)
        else:
            mention, at = None, at + 1
        if mention is not None:
            yield mention


def before_verb(text: str) -> str:
    """The text before a verb, without the small words that belong to the verb."""
    return _HELPERS.sub("", text.rstrip()).rstrip()


def subject_ends(before: str) -> list[int]:
    """The places before a cue where its subject may end, the likeliest first.

    It ends directly before the cue, or before an insertion: "Penn on Friday", "Ana Ruiz, 34, a
    nurse,".
    """
    bare = before_verb(before)
    bare = bare if bare.endswith(",") else before_verb(_ADJUNCT.sub("", bare))
    if bare.endswith(","):
        return list(_ends_at_commas(bare))
    closed = _CLOSED_BY.search(bare, bare.rfind(",") + 1)
    if closed:
        return [closed.start()]
    relative = [match.start() for match in _RELATIVE.finditer(bare)][-1:]
    heads = (pattern.search(bare) for pattern in (_WITH_ANOTHER, _WITH_ADJUNCT, _WITH_ORGANIZATION))
    first = [len(bare[: head.end(1)].rstrip()) for head in heads if head]
    return [*first, len(bare), *relative]


def _ends_at_commas(bare: str) -> Iterator[int]:
    """The ends of a subject and of its appositions, first to last."""
    ends: list[int] = []
    end = len(bare) - 1
    while end > 0:
        comma = bare.rfind(",", 0, end)
        part = bare[comma + 1 : end]
        if comma < 0 and _OPENING.match(part):
            break
        aside = comma >= 0 and _ASIDE.match(part)
        ends += [] if aside else [end]
        if not aside and not _APPOSITION.match(part) and len(ends) > 1:
            break
        end = comma
    return reversed(ends)


def _split_at_cue(words: Sequence[Token], cue: Span | None) -> Sequence[Token]:
    """The words of a text. No name or description continues across its cue."""
    if cue is None:
        return words
    edges = {next((word.start for word in words if word.start >= place), -1) for place in cue}
    return [word._replace(joined=word.joined and word.start not in edges) for word in words]


def _run(words: Sequence[Token], at: int) -> Sequence[Token]:
    """The capitalized words that form one name starting at `at`; empty if no name starts there."""
    if not words[at].text[0].isupper():
        return ()
    if not words[at].capital and not _is_given_name(words, at):
        return ()
    end = at + 1
    while end < len(words) and words[end].joined and not words[end - 1].is_possessive:
        named = words[end].capital or _is_surname(words, end)
        after = end + 1 if named else _name_end(words, at, end)
        if after == end:
            break
        end = after
    return words[at:end]


def _is_given_name(words: Sequence[Token], at: int) -> bool:
    """Whether a month is a first name: "Jan Berg", but not "in May Berg said"."""
    following = words[at + 1] if at + 1 < len(words) else None
    named = following is not None and following.joined and following.capital
    dated = at > 0 and words[at - 1].lower in table.BEFORE_MONTHS
    return words[at].text.istitle() and words[at].is_time and named and not dated


def _is_surname(words: Sequence[Token], at: int) -> bool:
    """Whether a month is a last name, after a given name or a title: "Theresa May", "Ms May"."""
    named = words[at - 1].text in GIVEN_NAMES or is_honorific(words[at - 1])
    return named and words[at].text.istitle() and words[at].lower in MONTH_NAMES


def _is_noun(context: _WordContext, run: Sequence[Token]) -> bool:
    """Whether a noun has a capital only because it starts the sentence: "Residents"."""
    return len(run) == 1 and _opens(context.text, run[0].start)


def _name_end(words: Sequence[Token], at: int, end: int) -> int:
    """The end of a name that continues after the small word at `end`; `end` if it does not."""
    small = words[end].text
    if small not in table.NAME_PARTICLES:
        return end
    after = end + 1
    if small in {"of", "for"}:
        house = any(word.lower in table.ORGANIZATIONS for word in words[at:end])
        if not house and not (small == "of" and is_honorific(words[end - 1])):
            return end
        after += after < len(words) and words[after].text == "the"
    goes_on = after < len(words) and words[after].joined and words[after].capital
    return after + 1 if goes_on else end


def _proper_name(context: _WordContext, run: Sequence[Token]) -> SourceMention | None:
    own = without_titles(run)
    start, end = span_of(own)
    text = context.text
    if len(run) == 1 and not _beside(context, start, end) and _is_no_name(context, start):
        return None
    if len(run) == 1 and run[0].lower in UNIT_OF_TIME:
        return None
    mark = text[start - 1 : start]
    if mark == "#" or (mark == "(" and text[end : end + 1] == ")"):
        return None
    return SourceMention(text[start:end], _kind(context, run, own), (start, end))


def _kind(context: _WordContext, run: Sequence[Token], own: Sequence[Token]) -> str:
    kind = kind_of_name(own)
    titled = len(own) < len(run)
    if titled and len(own) == 1 and not own[0].text.isupper():
        return PERSON
    behind_article = context.at > 0 and context.words[context.at - 1].lower == "the"
    return ORGANIZATION if kind == PERSON and behind_article and not titled else kind


def without_titles(run: Sequence[Token]) -> Sequence[Token]:
    """The name itself: "Ilse Varga" of "Mayor Ilse Varga". Organizations keep all their words."""
    titles = [at for at, word in enumerate(run) if is_honorific(word)]
    if not titles or (len(run) == 2 and run[0].text in GIVEN_NAMES):
        return run
    if is_honorific(run[0]) and len(run) > 1 and run[1].text == "of":
        rest = [word for word in run[2:] if word.text not in table.NAME_PARTICLES]
        return rest[-2:] if len(rest) >= 3 else run
    own = run[titles[-1] + 1 :]
    return own if own and own[-1].lower not in table.ORGANIZATIONS else run


def _opens(text: str, start: int) -> bool:
    """Whether a capital at `start` may be there only because it starts a sentence."""
    return not text[:start].strip(_BEFORE_SENTENCE) or text[:start].rstrip(' “"‘')[-1:] == ":"


def _is_no_name(context: _WordContext, start: int) -> bool:
    """Whether a lone capitalized word starts the sentence, or describes the next word."""
    following = context.words[context.at + 1] if context.at + 1 < len(context.words) else None
    behind_article = context.at > 0 and context.words[context.at - 1].text in table.ARTICLES
    describes = following is not None and following.joined and not following.ends_phrase
    return _opens(context.text, start) or (behind_article and describes)


def _beside(context: _WordContext, start: int, end: int) -> bool:
    """Whether a name is directly before or after the cue."""
    if context.cue is None:
        return False
    return end in subject_ends(context.text[: context.cue[0]]) or context.cue[1] + 1 == start


def _can_be_head(word: Token) -> bool:
    return not word.is_possessive and kind_of_word(word.lower) is not None


def _head_noun(words: Sequence[Token], at: int, nouns: Sequence[int]) -> int | None:
    """The head noun of a description that starts at `at`; None if there is none.

    Args:
        words: The words of the text.
        at: Where the description starts.
        nouns: The places of the words that can be a head noun.
    """
    first = bisect_left(nouns, at)
    last = at + _MODIFIERS + 1
    if first == len(nouns) or nouns[first] > last:
        return None
    if words[at].ends_phrase or words[at].is_time or _begins_with_verb(words, at):
        return None
    near = nouns[first : bisect_right(nouns, last)]
    heads = [each for each in near if each == at or words[each].text[0].islower()]
    ends = (
        end
        for end in range(at + 1, max(heads, default=at) + 1)
        if not words[end].joined or _ends_description(words, end)
    )
    end = next(ends, last + 1)
    return max((each for each in heads if each < end), default=None)


def _begins_with_verb(words: Sequence[Token], at: int) -> bool:
    """Whether no description starts at a word because it is a verb: "persuade users"."""
    before = words[at - 1].text.lower() if at and words[at].joined else ""
    return is_verb_behind(before, words[at].text, _joined_text(words, at + 1))


def _ends_description(words: Sequence[Token], at: int) -> bool:
    word = words[at]
    ends = word.ends_phrase and word.lower not in table.DOCUMENTS
    return ends or is_verb_within(words[at - 1].text, word.text, _joined_text(words, at + 1))


def _joined_text(words: Sequence[Token], at: int) -> str:
    """The word at `at`, if only a space separates it from the one before; else nothing."""
    return words[at].text if at < len(words) and words[at].joined else ""


def _describing_phrase(context: _WordContext, head: int) -> tuple[SourceMention | None, int]:
    """The phrase around the noun at `head`, and the position of the word after the noun."""
    words, at = context.words, context.at
    kind = kind_of_word(words[head].lower)
    after = following = head + 1
    if after < len(words) and words[after].joined and words[after].capital:
        # "The harbor master Maria Lind": the name that follows is the source.
        return None, following
    if kind == REPORTER and words[at].capital and head > at:
        start, end = span_of(_run(words, at))
        return SourceMention(context.text[start:end], REPORTER, (start, end)), following
    allowed = {"of"} if kind == ORGANIZATION else table.COMPLEMENTS
    for _ in range(_COMPLEMENTS):
        after = _complement(words, after, allowed)
    start, end = span_of(words[at:after])
    text = context.text[start:end]
    if _opens(context.text, start) and (head == at or words[at].text in table.NON_NAMES):
        text = text[0].lower() + text[1:]
    return SourceMention(text, kind, (start, end)), following


def _complement(words: Sequence[Token], at: int, allowed: frozenset[str] | set[str]) -> int:
    """The end of a phrase that continues with "for the council"; `at` if it does not continue."""
    if at >= len(words) or not words[at].joined or words[at].text not in allowed:
        return at
    first = at + 2 if words[at].text == "familiar" else at + 1
    article = first < len(words) and words[first].text in table.ARTICLES
    first += article
    if first >= len(words) or not words[first].joined or _is_no_object(words[first]):
        return at
    if words[at].text == "to" and not article and not words[first].capital:
        return at
    end = first + 1
    while end < min(first + _OBJECT, len(words)) and words[end].joined:
        if words[end].ends_phrase or words[end].text.endswith("ing") or _is_verb(words, end):
            break
        end += 1
    return end


def _is_verb(words: Sequence[Token], at: int) -> bool:
    """Whether a lower-case word between two names is a verb: "met" in "Orr met Holm"."""
    after = words[at + 1] if at + 1 < len(words) else None
    phrase = after is not None and (after.capital or (after.joined and after.text in ARTICLES))
    named = words[at - 1].capital and phrase
    return named and words[at].text.islower() and words[at].text not in table.NAME_PARTICLES


def _is_no_object(word: Token) -> bool:
    return word.ends_phrase or word.is_time or word.text[0].isdigit()


_REACH = 2_000  # a longer text without a name is not a sentence of news
_BEFORE_NAME = re.compile(r"(?: (?:the|a|an|[A-Z][\w-]*\.?))*\s*")
_WITH_OBJECT = ("told", "tells", "telling")
_CHECKING = re.compile(r"verif|corroborat|establish|be confirmed", re.IGNORECASE)
_BEFORE_INVERSION = frozenset(["", ",", *"\"”’'»"])

_Rank = tuple[int, int, int]


def names(text: str) -> tuple[SourceMention, ...]:
    """The candidates for a sentence's source, the likeliest first.

    The subject of the cue comes first, and a name comes before a description. After that, the
    nearest to the cue comes first. Words inside quotation marks are ignored. Pronouns, months and
    weekdays are not names.

    Args:
        text: The sentence's own text.
    """
    text = text[:_REACH]
    cue = likeliest(text)
    closed = [*quotation_spans(text), *([cue] if cue else [])]
    found = [
        name
        for name in mentions(text, cue)
        if not is_pronoun(name.text) and not any(_overlap(name.span, each) for each in closed)
    ]
    ranked = _ranked(text, found, cue) if cue else found
    once: dict[str, SourceMention] = {}
    for name in ranked:
        once.setdefault(fold_name(name.text), name)
    return tuple(once.values())


def short_for(short: str, name: str) -> bool:
    """Whether `short` can be a shorter form of `name`: "Varga", or "the ministry" of a known one.

    Its words occur in the longer name in the same order, or it is made of the initials.
    """
    few = [word.lower for word in tokens(short) if word.lower not in ARTICLES]
    many = [word.lower for word in tokens(name)]
    if not few or is_pronoun(short):
        return False
    rest = iter(many)
    initials = "".join(word.text[0] for word in tokens(name) if word.text[0].isupper())
    return all(word in rest for word in few) or (len(initials) > 1 and short.strip() == initials)


def is_own_check(cue: str) -> bool:
    """Whether a cue is about what the outlet itself checked: "could not be verified"."""
    return _CHECKING.search(cue) is not None


def source_name(text: str) -> str:
    """The name of a source for words marked in a text: no article, title or possessive ending.

    Empty if nothing is left.
    """
    words = tokens(text)
    while words and words[0].lower in ARTICLES:
        words = words[1:]
    if not words:
        return ""
    start, end = span_of(without_titles(words))
    return " ".join(text[start:end].split())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _ranked(text: str, found: Sequence[SourceMention], cue: Span) -> list[SourceMention]:
    behind = _follows(text, found, cue)
    places = _places_behind(text, found, cue) if behind else subject_ends(text[: cue[0]])
    rank = _rank_behind if behind else _rank_before
    ranked = sorted(found, key=lambda name: (_is_part(name, found), rank(name, cue, places)))
    if ranked and is_own_check(text[slice(*cue)]):
        ranked[0] = replace(ranked[0], kind=REPORTER)
    return ranked


def _is_part(name: SourceMention, found: Sequence[SourceMention]) -> bool:
    """Whether it is only a part of a longer description."""
    return any(
        other.span != name.span and other.span[0] <= name.span[0] and name.span[1] <= other.span[1]
        for other in found
    )


def _follows(text: str, found: Sequence[SourceMention], cue: Span) -> bool:
    """Whether the source comes after the cue: "according to", or "…,” said Dora Penn"."""
    if text[slice(*cue)].lower().startswith(CITING_PHRASES):
        return True
    before = text[: cue[0]].rstrip()
    if before[-1:] not in _BEFORE_INVERSION or text[slice(*cue)].startswith(_WITH_OBJECT):
        return False
    first_comma = text.find(",")
    if before[-1:] == "," and any(name.span[1] == first_comma for name in found):
        return False
    return any(
        name.span[0] >= cue[1] and _BEFORE_NAME.fullmatch(text[cue[1] : name.span[0]])
        for name in found
    )


def _rank_behind(name: SourceMention, cue: Span, places: Sequence[int]) -> _Rank:
    start, end = name.span
    if start in places:
        return 0, _describes(name), places.index(start)
    return (1, 0, start - cue[1]) if start >= cue[1] else (2, 0, cue[0] - end)


def _places_behind(text: str, found: Sequence[SourceMention], cue: Span) -> list[int]:
    """The places after a cue where the source may begin: the first name, or an apposition.

    "According to police, Penn fled" has no apposition. An apposition follows a single person named
    by a role, as in "the mayor, Anton Brezan,", and ends with a comma or the sentence.
    """
    behind = [name for name in found if name.span[0] >= cue[1]]
    first = [name.span[0] for name in behind[:1]]
    near = [
        later.span[0]
        for name, later in pairwise(behind[:2])
        if later.span[0] == name.span[1] + 2
        and name.kind == UNNAMED
        and text[: name.span[0]].lower().endswith("the ")
        and text[later.span[1] : later.span[1] + 1] in {",", ".", ""}
    ]
    return [*first, *near]


def _describes(name: SourceMention) -> bool:
    return name.text[0].islower()


def _rank_before(name: SourceMention, cue: Span, places: Sequence[int]) -> _Rank:
    start, end = name.span
    if end in places:
        return 0, _describes(name), places.index(end)
    return (1, 0, cue[0] - end) if end <= cue[0] else (2, 0, start)
