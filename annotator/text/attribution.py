"""Attributions of a sentence: each cue with its subject, the likeliest first.

A cue's subject is found from the words around it: before a verb, behind "according to" and behind
an inverted verb ("…,” said Dora Penn"). There is no parser: a part of a sentence is read as a noun
phrase between commas, quotation marks and the small words that begin a clause.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from annotator.model.annotation import Span
from annotator.model.codebook import DOCUMENT, PERSON, REPORTER
from annotator.text import phrase_words as lists
from annotator.text.cues import CueCandidate, cue_candidates
from annotator.text.given_name_words import GIVEN_NAMES
from annotator.text.names import Token, kind_of_word, tokens
from annotator.text.noun_phrases import Phrase, is_role, read_phrase
from annotator.text.quotations import quotation_spans
from annotator.text.word_lists import (
    CITING_PHRASES,
    HEARSAY,
    NAME_PARTICLES,
    SAYING_VERBS,
    THINKING_VERBS,
    verb_forms,
    word_set,
)

_REACH = 2_000  # a longer text is not a sentence of news
_SAYING = frozenset(verb_forms(SAYING_VERBS))
_THINKING = frozenset(verb_forms(THINKING_VERBS))
_BEHIND_PARTICIPLES = lists.LEADING_PREPOSITIONS | lists.DETERMINERS
_BEFORE_NOUNS = lists.DETERMINERS - {"this", "that"} | {"in", "of"}
_BEGIN_ASIDES = lists.RELATIVES | lists.CLAUSE_WORDS
_END_PARTS = lists.FINITE | lists.RELATIVES
_OTHER_MEANINGS = (
    ("plan", "to"),
    ("add", "to"),
    ("respond", "by"),
    ("repl", "by"),
    ("agree", "to"),
    ("found", "itself"),
    ("found", "himself"),
    ("found", "herself"),
    ("found", "themselves"),
    ("assume", "his"),
    ("assume", "her"),
    ("assume", "office"),
)
_QUOTING, _RELAYED = frozenset(verb_forms(["quote"])), 1.5
_HEARSAY = re.compile("|".join(HEARSAY), re.IGNORECASE)
_OPENING_QUOTATION = re.compile(r"[:,]? ?[\"“«]")
_ADDRESSES = re.compile(r" to [\w.'’ -]{1,40} and (?:\w+ly )?")
_MOST_INSERTIONS = 5
_MAIN, _PHRASE = 2.0, 4.4
_PERCEIVING = frozenset(
    verb_forms(
        word_set(
            "read hear see watch count examine publish post record register log list identify spot "
            "detect document observe name show"
        )
    )
)
_FEELING = frozenset(verb_forms(["feel", "know", "figure", "find", "see"]))
_MOST_WORDS = 14  # of a subject before a cue
_NO_SUBJECT, _REPORTED, _KNOWN, _UNKNOWN_SAYS, _UNKNOWN = -2.5, 1.3, 0.5, -0.4, -1.6
_INHERITED, _DENIED, _OWN, _NO_VERB, _NESTED = -0.6, -1.5, -2.5, -1.5, -1.2
_RELATIVE, _BY_OTHERS, _QUOTED, _NOBODY, _DEPENDENT, _EXCEPTED = -1.9, -1.5, 0.6, -5.0, -0.5, 0.1
_INTRODUCED = 0.7


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its subject.

    Attributes:
        cue: The cue, `[start, end)` in code points of the sentence's own text.
        subject: Who or what attributes; None if the sentence names nobody.
        score: How likely it is that this is the sentence's attribution.
        behind: Whether the subject is behind the cue.
        others: Who attributes together with the subject: "Ann Lee and the council said".
    """

    cue: Span
    subject: Phrase | None
    score: float
    behind: bool = False
    others: tuple[Phrase, ...] = ()

    @property
    def subjects(self) -> tuple[Phrase, ...]:
        """Everyone who attributes, in the order of the text."""
        named = (*self.others, self.subject) if self.subject else self.others
        return tuple(sorted(named, key=lambda each: each.span))


class _Gap(NamedTuple):
    """What is between a word and the word before it."""

    comma: bool
    hard: bool


class _Clause(NamedTuple):
    """The words of a sentence outside quotations, and the gap before each of them."""

    text: str
    words: tuple[Token, ...]
    gaps: tuple[_Gap, ...]


@lru_cache(maxsize=4096)
def attributions(text: str) -> tuple[Attribution, ...]:
    """The attributions of a sentence, the likeliest first.

    Args:
        text: The sentence's own text. Words inside quotation marks are ignored.
    """
    text = text[:_REACH]
    candidates = cue_candidates(text)
    if not candidates:
        return ()
    clause = _clause(text, candidates)
    found: list[Attribution] = []
    raised = _QUOTED if _has_quotation(text) else 0.0
    for each in sorted({each[:2]: each for each in sorted(candidates)}.values()):
        one = _attribution(clause, each, found)
        found.append(replace(one, score=one.score + raised))
    ranked = [_ranked(clause, _relayed(text, each, found), found) for each in found]
    ranked = [replace(each, others=tuple(_others(clause, each))) for each in ranked]
    return tuple(sorted(ranked, key=lambda each: (-each.score, each.cue)))


def _ranked(clause: _Clause, each: Attribution, found: Sequence[Attribution]) -> Attribution:
    """An attribution with a lower score if it is a part of what another one says."""
    begin = each.subject.span[0] if each.subject and not each.behind else each.cue[0]
    for other in found:
        cites = each.behind and clause.text[each.cue[0] : each.cue[1]].lower() in CITING_PHRASES
        if other.cue[1] <= begin and other.score >= _MAIN and not (other.behind or cites):
            between = _words_in(clause, other.cue[1], begin + 1)
            breaks = any(clause.gaps[at].hard for at in between)
            joined = any(clause.words[at].lower in {"but", "while"} for at in between)
            if not breaks and not joined and not (each.subject and each.subject == other.subject):
                repeated = each.subject is not None and each.subject.pronoun is not None
                return replace(each, score=each.score + _NESTED * (1 + repeated))
    return each


def _relayed(text: str, each: Attribution, found: Sequence[Attribution]) -> Attribution:
    """An attribution with a lower score if it only passes another on: "quoted Orr as saying"."""
    quotes = text[slice(*each.cue)].lower() in _QUOTING
    later = (other for other in found if other.cue > each.cue and other.score >= _RELAYED)
    named = any(other.subject is not None and other.subject.speaks for other in later)
    if (quotes and named) or any(_only_addresses(text, each, other) for other in found):
        return replace(each, score=each.score + 2 * _RELATIVE)
    return each


def _only_addresses(text: str, each: Attribution, other: Attribution) -> bool:
    """Whether an attribution has no statement, but the next one has: "wrote to him and said"."""
    between = text[each.cue[1] : other.cue[0]]
    return each.subject == other.subject and _ADDRESSES.fullmatch(between) is not None


def _others(clause: _Clause, each: Attribution) -> Iterator[Phrase]:
    """Who is joined to a subject by "and": the mayor in "the mayor and the council said"."""
    subject = each.subject
    if subject is None or subject.pronoun is not None:
        return
    found = _joined_behind(clause, subject) if each.behind else _joined_before(clause, subject)
    if found is not None and found.speaks and found.pronoun is None:
        yield found


def _joined_before(clause: _Clause, subject: Phrase) -> Phrase | None:
    """The phrase that "and" joins to a subject, from the beginning of its clause."""
    words, gaps = clause.words, clause.gaps
    at = next((at for at, word in enumerate(words) if word.end > subject.span[0]), 0)
    while at > 0 and not (gaps[at].comma or gaps[at].hard) and _belongs_before(words[at - 1]):
        at -= 1
    at -= 1
    if at < 1 or words[at].lower not in _ADDING or any(gaps[at]) or any(gaps[at + 1]):
        return None
    begin = at
    while begin > 0 and (begin == at or not any(gaps[begin])):
        begin -= 1
    part = _without_leading(words[begin:at])
    part = part[1:] if part and part[0].lower in _BOTH else part
    return _whole_phrase(clause.text, part)


def _joined_behind(clause: _Clause, subject: Phrase) -> Phrase | None:
    """The phrase that "and" joins to a subject behind its cue: "according to him and her"."""
    words, gaps = clause.words, clause.gaps
    at = next((at for at, word in enumerate(words) if word.start >= subject.span[1]), len(words))
    if at + 1 >= len(words) or words[at].lower != "and" or any(gaps[at]) or any(gaps[at + 1]):
        return None
    end = _part_end(clause, at + 1)
    last = end >= len(words) or gaps[end].hard
    return _whole_phrase(clause.text, words[at + 1 : end]) if last else None


_ADDING, _BOTH = frozenset(["and", "nor"]), frozenset(["both", "neither"])


def _belongs_before(word: Token) -> bool:
    """Whether a word before a name is its article or title, and no other phrase."""
    titled = word.text[0].isupper() or kind_of_word(word.lower) is not None
    return word.lower in lists.DETERMINERS or (titled and word.lower not in lists.JOINING)


def _whole_phrase(text: str, words: Sequence[Token]) -> Phrase | None:
    """The phrase that words form, if they are nothing but a phrase: no clause with a verb."""
    if not words or not _is_whole(words) or any(word.lower in _SAYING_PAST for word in words):
        return None
    phrase = read_phrase(text, words)
    return phrase if phrase and phrase.span[1] >= words[-1].end - 2 else None


def _words_in(clause: _Clause, start: int, end: int) -> Sequence[int]:
    """The numbers of the words that begin between two places."""
    return [at for at, word in enumerate(clause.words) if start <= word.start < end]


def leading_phrase(text: str) -> Phrase | None:
    """The phrase that a sentence begins with, after "On Friday,": likely its subject."""
    return _subject_of_sentence(_clause(text[:_REACH]), _REACH)


def _clause(text: str, cues: Sequence[CueCandidate] = ()) -> _Clause:
    closed = [each for each in quotation_spans(text) if _is_quotation(text[slice(*each)])]
    closed += [
        (start, end)
        for start, end in _parentheses(text)
        if not any(start < each.start < end for each in cues)
    ]
    words: list[Token] = []
    gaps: list[_Gap] = []
    for word in tokens(text):
        if any(start <= word.start < end for start, end in closed):
            continue
        between = text[words[-1].end if words else 0 : word.start]
        plain = _without(between, words[-1].end if words else 0, closed)
        gap = _gap(plain)
        bare = not gap.comma and not gap.hard and bool(words)
        words.append(word._replace(joined=bare))
        gaps.append(gap if words[1:] else _Gap(comma=False, hard=True))
    return _Clause(text, tuple(words), tuple(gaps))


def _has_quotation(text: str) -> bool:
    return any(_is_quotation(text[slice(*each)]) for each in quotation_spans(text))


def _without(between: str, start: int, closed: Sequence[Span]) -> str:
    """A gap without the parentheses in it. A quotation in it stays, as its marks."""
    for begin, end in closed:
        if start <= begin < start + len(between) and between[begin - start] == "(":
            return between[: begin - start] + between[end - start :]
    return between


def _is_quotation(quoted: str) -> bool:
    """Whether the marks hold a statement, and not a name or a single word."""
    words = len(quoted.split())
    return words > 3 or (words > 1 and quoted.rstrip("\"”’'»")[-1:] in {",", ".", "!", "?"})


def _parentheses(text: str) -> Iterator[Span]:
    start = text.find("(")
    while start >= 0:
        end = text.find(")", start)
        if end < 0:
            return
        if start > 0:
            yield start, end + 1
        start = text.find("(", end)


def _gap(between: str) -> _Gap:
    marks = between.strip()
    if any(mark in ";:—–“”«»…!?" for mark in marks) or " - " in between or " -- " in between:
        return _Gap(comma=False, hard=True)
    if len(marks) > 1 and any(mark in "\"'" for mark in marks[1:]) and len(between) > 4:
        return _Gap(comma=False, hard=True)
    if marks[:1] == "," and marks != ",":
        return _Gap(comma=False, hard=True)
    if '"' in marks and len(between) > 3:
        return _Gap(comma=False, hard=True)
    return _Gap(comma="," in marks, hard="." in marks)


def _attribution(clause: _Clause, cue: CueCandidate, before: Sequence[Attribution]) -> Attribution:
    words = clause.words
    first = next((at for at, word in enumerate(words) if word.end > cue.start), len(words))
    behind = next((at for at, word in enumerate(words) if word.start >= cue.end), len(words))
    said = clause.text[cue.start : cue.end].lower()
    if said.startswith(CITING_PHRASES):
        cited = _behind(clause, behind)
        return Attribution(cue[:2], cited, cue.score + _bonus(cited, ""), behind=True)
    if _HEARSAY.match(clause.text, cue.start):
        return Attribution(cue[:2], None, cue.score)
    subject, malus, alone = _before(clause, first, before)
    if subject is None or malus <= _INHERITED or alone:
        other = _inverted(clause, first, behind, said)
        if other is not None:
            subject, malus = other, 0.0
            return Attribution(cue[:2], subject, cue.score + _bonus(subject, said), behind=True)
    malus = _EXCEPTED if words[first - 1 : first] and words[first - 1].text == "to" else malus
    score = cue.score + malus + _bonus(subject, said) + _of_meaning(clause, subject, behind, said)
    score += _INTRODUCED * (_introduces_quotation(clause.text, cue.end))
    if cue.score < _PHRASE and _is_negated(words[max(first - 3, 0) : first]):
        score += _DENIED
    return Attribution(cue[:2], subject, score)


def _introduces_quotation(text: str, end: int) -> bool:
    """Whether a quotation begins directly behind a cue: "Penn adding: “We left”"."""
    opening = _OPENING_QUOTATION.match(text, end)
    return opening is not None and any(
        start == opening.end() - 1 and _is_quotation(text[start:stop])
        for start, stop in quotation_spans(text)
    )


def _is_negated(words: Sequence[Token]) -> bool:
    return any(word.lower in lists.NEGATIONS for word in words)


def _of_meaning(clause: _Clause, subject: Phrase | None, behind: int, said: str) -> float:
    """What it takes off that a verb has a meaning other than to attribute."""
    words = clause.words[behind : behind + 5]
    after = [word.lower for word in words]
    if said.startswith("conced") and after[:1] in (["a"], ["an"]):
        return 2 * _BY_OTHERS
    quoting = behind < len(clause.words) and clause.gaps[behind].hard
    feels = said in _FEELING and subject is not None and subject.pronoun == "it"
    convenes = said.startswith("call") and any(word in lists.CONVENED for word in after)
    names = said == "called" and _describes(subject) and bool(words) and words[0].capital
    errs = said in _THINKING and _is_mistaken(clause.words[max(behind - 3, 0) : behind])
    other = errs or any(
        said.startswith(verb) and after[:1] == [word] for verb, word in _OTHER_MEANINGS
    )
    perceives = not quoting and after[:1] != ["that"] and _perceives(subject, said, after[:1])
    return _BY_OTHERS if feels or convenes or names or other or perceives else 0.0


def _is_mistaken(words: Sequence[Token]) -> bool:
    """Whether the text itself calls a belief wrong: "mistakenly thought"."""
    return any(word.lower in lists.MISTAKEN for word in words)


def _describes(subject: Phrase | None) -> bool:
    return subject is not None and not (subject.proper or subject.pronoun or subject.definite)


def _perceives(subject: Phrase | None, said: str, after: Sequence[str]) -> bool:
    """Whether a verb tells what a person did, or what was done with a document: "read a book"."""
    if said not in _PERCEIVING or (subject is not None and subject.kind == REPORTER):
        return False
    if subject is None or subject.kind != DOCUMENT:
        return True
    return said not in lists.FINITE_ONLY and bool(lists.BEHIND_PARTICIPLE & set(after))


def _bonus(subject: Phrase | None, said: str) -> float:
    if subject is None:
        return _NO_SUBJECT
    if subject.name.lower().startswith("no "):
        return _NOBODY
    if subject.pronoun in lists.NO_SPEAKERS:
        return _OWN
    if subject.kind == REPORTER:
        return _REPORTED
    if subject.speaks:
        return _KNOWN
    return _UNKNOWN_SAYS if said in _SAYING else _UNKNOWN


class _Found(NamedTuple):
    """A subject before a cue.

    Attributes:
        phrase: The subject; None if there is none.
        malus: What its place takes off the score.
        alone: Whether it ends with a comma directly before the cue. Then it may be part of what is
            said: "The point, says Ann Lee, is".
    """

    phrase: Phrase | None
    malus: float = 0.0
    alone: bool = False


def _before(clause: _Clause, first: int, before: Sequence[Attribution]) -> _Found:
    """The subject before the cue at word `first`."""
    words, gaps = clause.words, clause.gaps
    if first >= len(words):
        return _Found(None)
    at = _without_helpers(clause, first)
    participle = words[first].lower.endswith("ing")
    if at == 0 or gaps[at].hard:
        return _inherited(clause, first, before) if participle and at else _Found(None)
    if _shares_subject(clause, at, participle=participle) or words[first - 1].lower == "to":
        return _inherited(clause, first, before)
    if gaps[at].comma:
        return _of_insertions(clause, at)
    return _directly_before(clause, at, words[first])


def _without_helpers(clause: _Clause, first: int) -> int:
    """Where the verb begins whose main word is at `first`: "has also" of "has also said"."""
    at = first
    while at > 0 and not (clause.gaps[at].hard or clause.gaps[at].comma):
        word = clause.words[at - 1]
        if word.lower not in lists.HELPERS and not _is_adverb(word):
            break
        at -= 1
    return at


def _shares_subject(clause: _Clause, at: int, *, participle: bool) -> bool:
    """Whether a verb shares the subject of an earlier one: "but said", ", adding"."""
    previous = clause.words[at - 1].lower
    if previous in lists.JOINING:
        return True
    return participle and (
        clause.gaps[at].comma
        or previous in lists.CLAUSE_WORDS
        or previous in lists.LEADING_PREPOSITIONS
    )


def _directly_before(clause: _Clause, at: int, cue: Token) -> _Found:
    """The subject that ends at the word before `at`, with no comma between."""
    previous = clause.words[at - 1]
    if not _can_be_subject(previous, cue):
        return _Found(None, _NO_VERB)
    if previous.lower in lists.RELATIVES and previous.text.islower():
        return _Found(_antecedent(clause, at - 1), _RELATIVE)
    end = at - 1 if previous.lower in lists.PASSIVE else at
    phrase = _adjacent(clause, end)
    checks = phrase is not None and phrase.kind == REPORTER
    return _Found(phrase, 0.0 if checks else _of_clause(clause, end))


def _of_clause(clause: _Clause, end: int) -> float:
    """What it takes off that a subject is in a dependent clause: "on which the court ruled"."""
    begin = _begin_of_part(clause, end)
    opening = clause.words[begin - 1].lower if begin else ""
    if opening in lists.RELATIVES and opening != "that":
        return _RELATIVE
    return _DEPENDENT if opening in lists.CONDITIONS else 0.0


def _antecedent(clause: _Clause, at: int) -> Phrase | None:
    """What "who" or "which" at a word stands for: the phrase before it."""
    begin = at - 1
    if begin < 0:
        return None
    while begin > 0 and clause.gaps[begin] == _Gap(comma=False, hard=False):
        word = clause.words[begin - 1]
        if word.lower in lists.LEADING_PREPOSITIONS or word.lower in lists.FINITE:
            break
        begin -= 1
    return read_phrase(clause.text, clause.words[begin:at])


def _is_adverb(word: Token) -> bool:
    return word.text.endswith("ly") and word.text.islower() and word.lower != "family"


def _can_be_subject(word: Token, cue: Token) -> bool:
    """Whether a cue can be a verb directly behind a word: not in "the alleged thief"."""
    if word.lower in lists.PASSIVE:
        return True
    blocked = word.is_possessive and not word.text.endswith(("s'", "s’"))
    small = word.text.islower() and word.lower in _BEFORE_NOUNS
    plain = word.lower in lists.DETERMINERS_ALONE
    return not (blocked or (small and not plain and cue.text.islower()))


def _inherited(clause: _Clause, first: int, before: Sequence[Attribution]) -> _Found:
    """The subject of an earlier verb: "confirmed that …, but said", "wrote, adding"."""
    named = [each.subject for each in before if each.subject is not None and not each.behind]
    if named:
        return _Found(named[-1], _INHERITED)
    return _Found(_subject_of_sentence(clause, clause.words[first].start), _INHERITED)


def _subject_of_sentence(clause: _Clause, place: int) -> Phrase | None:
    words, gaps = clause.words, clause.gaps
    end = 0
    while end < len(words) and words[end].start < place:
        begin = end
        end += 1
        while end < len(words) and not (gaps[end].comma or gaps[end].hard):
            end += 1
        part = _without_leading(words[begin:end])
        if not part or _is_aside(part):
            continue
        stop = next(
            (at for at, word in enumerate(part) if at and word.lower in lists.FINITE), len(part)
        )
        return read_phrase(clause.text, part[:stop])
    return None


def _adjacent(clause: _Clause, end: int) -> Phrase | None:
    """The subject that ends directly before the word at `end`, or before an adjunct there."""
    begin = _begin_of_part(clause, end)
    words = _without_leading(clause.words[begin:end])
    words = words[1:] if words and words[0].lower == "with" else words
    if words and not _is_aside(words):
        return read_phrase(clause.text, words)
    return _of_insertions(clause, begin).phrase if begin and clause.gaps[begin].comma else None


def _begin_of_part(clause: _Clause, end: int) -> int:
    """Where the phrase may begin that ends at `end`: at a comma, "that", "when" or a verb."""
    words, gaps = clause.words, clause.gaps
    at = end
    while at > 0:
        word = words[at - 1]
        plain = word.lower
        if at < end and (gaps[at].comma or gaps[at].hard):
            return at
        if not word.text.islower():
            at -= 1
        elif plain in lists.RELATIVES and at < end and _begins_phrase(words[at]):
            return at
        elif plain in lists.RELATIVES:
            return _begin_of_part(clause, at - 1) if at > 1 else at
        elif (
            plain in lists.CLAUSE_WORDS
            or (plain in lists.JOINING and not _joins_names(words, gaps, at, end))
            or plain in lists.FINITE
            or plain in _SAYING_PAST
        ):
            return at
        else:
            at -= 1
    return 0


_SAYING_PAST = frozenset(
    {each for each in _SAYING if each.endswith(("ed", "told", "said"))} | {"say", "says", "tells"}
)


def _begins_phrase(word: Token) -> bool:
    return (
        word.lower in lists.DETERMINERS
        or word.lower in lists.PRONOUNS
        or word.text[0].isupper()
        or kind_of_word(word.lower) is not None
    )


_ADJECTIVE = lists.DETERMINERS | {"both"}


def _joins_names(words: Sequence[Token], gaps: Sequence[_Gap], at: int, stop: int) -> bool:
    """Whether "and" joins two names or nouns, and not two clauses."""
    if at >= stop or at < 2 or gaps[at - 1].comma or gaps[at - 1].hard:
        return False
    left, right = words[at - 2], words[at]
    if right.text in {"his", "her", "their"} and left.text[0].isupper():
        return True
    if right.lower in lists.DETERMINERS or right.lower in lists.PRONOUNS:
        return False
    if left.text[0].isupper() != right.text[0].isupper():
        return False
    if left.text.islower() and (at == 2 or not left.joined or words[at - 3].lower in _ADJECTIVE):
        return True
    return left.text[0].isupper() or kind_of_word(left.lower) is not None


def _of_insertions(clause: _Clause, end: int) -> _Found:
    """The subject of "Ana Ruiz, 34, a nurse, said" and of "the mayor, Ola Trane, said"."""
    found: list[Phrase] = []
    roles: frozenset[str] = frozenset()
    stop, inserted, opening = end, False, False
    while stop > 0 and not opening and len(found) < _MOST_INSERTIONS:
        begin = stop - 1
        while begin > 0 and not (clause.gaps[begin].comma or clause.gaps[begin].hard):
            begin -= 1
        opening = begin == 0 or clause.gaps[begin].hard
        part = _without_and(clause.words[begin:stop])
        begin, stop = stop - len(part), begin
        words = _without_leading(part)
        if not words or _is_aside(words):
            inserted = inserted or bool(found) or not opening
            continue
        if not _is_whole(words):
            words = clause.words[_begin_of_part(clause, begin + len(part)) : begin + len(part)]
            if found or not words or (begin + len(part) != end and not inserted):
                break
            opening = True
        phrase = read_phrase(clause.text, words)
        if phrase is None:
            break
        found.append(phrase)
        roles |= phrase.titles | ({phrase.head} if not phrase.proper else frozenset())
        opening = opening or len(words) < len(part)
    if not found:
        return _Found(None)
    found.reverse()
    persons = [each for each in found if each.proper and each.kind == PERSON]
    names = [each for each in found if each.proper]
    best = (persons or names or found)[0]
    alone = len(found) == 1 and not inserted
    return _Found(replace(best, titles=best.titles | roles), alone=alone)


def _without_and(words: Sequence[Token]) -> Sequence[Token]:
    joined = len(words) > 1 and words[0].text == "and" and is_role(words[1])
    return words[1:] if joined else words


def _is_whole(words: Sequence[Token]) -> bool:
    """Whether words form a noun phrase, and not a clause."""
    return len(words) <= _MOST_WORDS and not any(
        word.text.islower() and (word.lower in lists.FINITE or word.lower in lists.PRONOUNS)
        for word in words
    )


def _is_aside(words: Sequence[Token]) -> bool:
    first = words[0]
    plain = first.lower
    if first.text.endswith("ing") and len(words) > 1 and words[1].text in _BEHIND_PARTICIPLES:
        return True
    if first.text.isupper() and len(plain) > 1:
        return False
    if first.text[0].isdigit() or _is_date(words) or plain in _BEGIN_ASIDES:
        return True
    if plain in lists.LEADING_PREPOSITIONS or plain in {"including", "along", "where"}:
        return True
    small = first.text.islower()
    participle = plain.endswith(("ed", "ing")) or plain in {"seen", "held", "known", "made", "now"}
    return small and participle and kind_of_word(plain) is None


def _is_date(words: Sequence[Token]) -> bool:
    """Whether words begin with a date and not with a name: "Friday", but not "Jan Berg"."""
    named = len(words) > 1 and words[0].text in GIVEN_NAMES
    if named and (words[1].capital or words[1].text in NAME_PARTICLES):
        return False
    return words[0].is_time and len(words) > 1


def _without_leading(words: Sequence[Token]) -> Sequence[Token]:
    """The words without "But", "Meanwhile" or "On Wednesday" at their beginning."""
    while words and (words[0].lower in lists.LEADING or _is_date(words)):
        words = words[1:]
    if not words or words[0].lower not in lists.LEADING_PREPOSITIONS:
        return words
    for at, (word, after) in enumerate(pairwise(words), 1):
        if at < 2 or word.lower in lists.LEADING_PREPOSITIONS or word.lower in lists.DETERMINERS:
            continue
        starts = after.lower in lists.DETERMINERS or after.lower in lists.PRONOUNS
        timed = word.is_time or word.lower in lists.UNIT_OF_TIME or word.text.isdigit()
        named = after.text[0].isupper() and (timed or word.text.islower())
        plain = timed and kind_of_word(after.lower) is not None
        if (starts or named or plain) and not after.is_time:
            return words[at:]
    return words


def _inverted(clause: _Clause, first: int, behind: int, said: str) -> Phrase | None:
    """The subject behind a verb: "…,” said Dora Penn". None if the verb is not inverted."""
    words, gaps = clause.words, clause.gaps
    if behind >= len(words) or said in lists.WITHOUT_INVERSION or said.endswith("ing"):
        return None
    opens = gaps[first].hard or gaps[first].comma
    joined = not gaps[behind].comma and not gaps[behind].hard
    if not opens or not joined:
        return None
    if not _begins_phrase(words[behind]) and not (
        gaps[first].hard and said in _SAYING and words[behind].text.isalpha()
    ):
        return None
    if words[behind].lower in lists.NO_INVERTED or words[behind].lower in lists.FINITE:
        return None
    return _behind(clause, behind)


def _behind(clause: _Clause, begin: int) -> Phrase | None:
    """The phrase that begins at a word, or the person's name in apposition to it."""
    words, gaps = clause.words, clause.gaps
    end = _part_end(clause, begin)
    phrase = read_phrase(clause.text, words[begin:end])
    if phrase is None or phrase.proper or phrase.pronoun or end >= len(words):
        return phrase
    if not gaps[end].comma or not phrase.definite:
        return phrase
    after = _part_end(clause, end)
    other = read_phrase(clause.text, words[end:after])
    closed = after >= len(words) or gaps[after].comma or gaps[after].hard
    if other is None or not other.proper or other.kind != PERSON or not closed:
        return phrase
    if other.span[1] < words[after - 1].end - 2:
        return phrase
    return replace(other, titles=other.titles | {phrase.head})


def _part_end(clause: _Clause, begin: int) -> int:
    end = begin + 1
    words, gaps = clause.words, clause.gaps
    while end < len(words) and not (gaps[end].comma or gaps[end].hard):
        if words[end].lower in _END_PARTS and words[end].text.islower():
            break
        end += 1
    return end
