"""The cue of a sentence: the attributing words."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from annotator.model.annotation import Span
from annotator.text import word_lists
from annotator.text.quotations import quotation_spans

_FIRST_WORD = re.compile(r"\w+")
_WORD = re.compile(r"\w+(?:[-'’.&]\w+)*")
_ARTICLES = r"(?:a|an|the|its|his|her|their|my|our|your|this|that|these|those|no|any|some|each)"
_PASSIVE = re.compile(
    r"\b(?:be|been|being|is|are|was|were|get|got)(?: (?:\w+ly|not|also|twice|once|first|often))? $"
)
_DEPENDENT = re.compile(
    r"\b(?:who|which|that|whom|whose|when|where|if|whether|what|how|as)"
    r"(?: \w+){0,2}?(?: has| have| had)? $"
)
# "five states" and "the report states": a noun, or a verb with one subject and an object.
_NAME = (
    r"(?!(?:The|An?|In|At|On|Her|His|Its|Their|Our|My|Your|These|Those|All|Both|Many|Most|Some|Few"
    r"|Several|Other|Old|New|No|Two|Three|Four|Five|Ten) )[^\W\d_a-z][\w.'’&-]*"
)
_ONE_SUBJECT = re.compile(
    r"(?:\b(?i:he|she|it|who|which|one)|['’]s(?: [\w-]+){1,2}"
    r"|\b(?i:the|a|an|this|that|his|her|its|their|my|our|each|every|another|one)(?: [\w.'’-]+){1,4}"
    rf"|(?:^|[\"”“,;—] ?)(?:[a-z-]+ )?{_NAME}(?: {_NAME})*)"
    r"(?:,[^,;“\"]{1,80},)?(?: (?:also|now|still|then|itself|\w+ly))? $"
)
_MANY_BEFORE = re.compile(
    r"['’]s? $|\b(?:\w*(?:[^su'’]s|al|ern|ous|ic|ive)|two|three|four|five|six|seven|eight|nine|ten"
    r"|\d+|both"
    r"|all|many|most|other|new|old|swing|safe|more|such) $",
    re.IGNORECASE,
)
_PLURALS = (
    r"(?!(?:this|is|was|has|does|its|his|as|us|these|those|perhaps|always|plus|across)\b)\w+[^s\W]s"
)
_MANY_SUBJECTS = re.compile(
    rf"(?:\b(?:they|we|I|you|who|many|some|few|most|others|both|people|men|women|children|scores"
    rf"|police|data|media|staff|{_PLURALS})"
    r"|^(?:\w+ ){0,3}(?:data|\w+s),? (?:from|of|in|by|at|for|on|near|close|familiar|\w+ed|seen"
    r"|held)"
    r" [^.;:“\"]{1,80})(?: (?:also|now|still|then|themselves|privately|have|\w+ly))? $",
    re.IGNORECASE,
)
_MASS_NOUN = re.compile(r"\b(?:the|a|an|this|that|his|her|its) (?:police|media|data|staff) $", re.I)
_OBJECT = re.compile(
    r" (?:(?:that|the|an?|no|not|it|its|his|her|their|he|she|they|we|him|them|us|I|how|why|what"
    r"|when"
    r"|where|whether|who|as|many|some|most|more|all|two|three|\w+ing|\w+ (?:is|are|was|were|will"
    r"|would|can|could|may|has|have|had))\b|[“\"‘'«„A-Z\d])|[,:] ?[“\"‘]|: "
)
_NO_OBJECT = re.compile(
    r" (?:of|up|on|off|at|with|for|to|and|or|by|from|is|are|was|were|has|have|had|business)\b"
    r"|[.,;!?]|$"
)
_BEHIND_ALL = re.compile(r"[,;—–”\"] (?:(?:the|a|an|his|her|its|their) )?(?:[\w'’-]+ ){1,4}$")
_AFTER_HELPER = re.compile(
    r"\b(?:to|would|will|could|can|may|might|must|should|did|does|do|not|let|I)(?: \w+ly)? $"
)
_SUBJECT = re.compile(
    r"(?:\b[^\W\d_a-z][\w.'’&-]*|\b(?:he|she|they|it|we|I))(?: (?:also|has|had|have))? $"
)
_BEHIND_CLAUSE = re.compile(r"(?:[,;—–]|[\"”’'»][,.]?) $")
_CLAUSE = re.compile(r"\w+\W+\w+\W+\w+.*[,;—–”\"’']")
# What can follow a cue at the end of its sentence: when, where, how, to whom.
_ON = (" that ", " it ")
_TAIL = re.compile(
    r"(?:,? (?:on|in|at|by|during|from|after|before|late|early|last|this|earlier|later|yesterday"
    r"|today|to|of|via|through|again|flatly|[A-Z]\w+)\b[^,;“\"]*)?[.!?]?[\"”’')\]]*\s*$"
)


_SILENT, _SPEAKS, _LEAST = 4.5, 3.0, 0.65
_TITLE_WORDS, _LEAST_TITLE_WORDS = re.compile(r"[^\W\d_][\w'’-]{3,}"), 3
_CHECKED = re.compile(r"verif|confirm|corroborat|establish", re.IGNORECASE)
_OF_ASKING = re.compile(
    r".{0,60}\b(?:comment|request|question|inquir|enquir|interview|e-?mail|call)"
)
_FROM = re.compile(r" from (?:the |an? |his |her |its |their )?(\w+)")
_LAST_WORD = re.compile(r"(\w+)(?: (?:has|have|had|also|\w+ly))* ?$")
_WINDOW = 100  # characters before a word that are used to classify it
_REACH = 2_000  # a longer text without a cue is not a sentence of news


class _Class(NamedTuple):
    """A kind of cue words, and its weight when several words could be the cue.

    A text with none of `words`, the first words of verbs, is not searched.
    """

    pattern: re.Pattern[str]
    weight: float
    phrase: bool = False
    words: frozenset[str] | None = None


class CueCandidate(NamedTuple):
    """Words that can be a cue, `[start, end)`, and how likely they are it: 0.65 to 6."""

    start: int
    end: int
    score: float


def word_spans(text: str) -> tuple[Span, ...]:
    """The words of a sentence without surrounding marks. A cue is adjusted by these steps."""
    return tuple(match.span() for match in _WORD.finditer(text))


def likeliest(text: str) -> Span | None:
    """The likeliest cue of a sentence; None if no words attribute.

    Words inside quotation marks are ignored. Phrases are preferred to verbs, and verbs of saying to
    other verbs. Among equals, the cue is in the attributing clause at the end of the sentence, or
    next to its subject, or first.

    Args:
        text: The sentence's own text.

    Returns:
        The cue as `[start, end)` in code points of `text`.
    """
    found = cue_candidates(text)
    if not found:
        return None
    best = max(found, key=lambda each: (each.score, -each.start))
    return best.start, best.end


def cue_candidates(text: str) -> list[CueCandidate]:
    """All words of a sentence that can be its cue, outside quotation marks.

    Args:
        text: The sentence's own text.
    """
    text = _in_small_letters(text[:_REACH])
    quoted = quotation_spans(text)
    found = [
        each
        for each in _candidates(text)
        if not any(start < each.end and each.start < end for start, end in quoted)
    ]
    return list(_longest(found))


def may_have_cue(text: str) -> bool:
    """Whether a sentence has a word outside quotation marks, which a cue needs."""
    quoted = quotation_spans(text)
    return any(not any(start <= at < end for start, end in quoted) for at, _ in word_spans(text))


def non_response_span(text: str) -> Span | None:
    """The words that report a non-response, or a failed attempt to check; None if there are none.

    Args:
        text: The sentence's own text. Words inside quotation marks are ignored.
    """
    text = text[:_REACH]
    quoted = quotation_spans(text)
    apart = (
        span
        for span in _non_response_spans(text)
        if not any(start < span[1] and span[0] < end for start, end in quoted)
    )
    return min(apart, default=None)


def _non_response_spans(text: str) -> Iterator[Span]:
    for pattern in _non_response_patterns():
        for match in pattern.finditer(text):
            start, end = match.span("cue")
            if _subject_can_respond(
                text[max(start - _WINDOW, 0) : start], text[start:end], text[end:]
            ):
                yield start, end


def _subject_can_respond(before: str, cue: str, after: str) -> bool:
    """Whether the subject can answer. "Patients did not respond" is about treatment."""
    subject = _FROM.match(after) or _LAST_WORD.search(before)
    thing = subject is not None and subject[1].lower() in word_lists.NON_SPEAKERS
    asked = _CHECKED.search(cue) or _OF_ASKING.match(cue + after)
    return not thing or asked is not None


def _in_small_letters(text: str) -> str:
    """A text in which verbs are in lower case, even if all its words or letters are capitals."""
    long = _TITLE_WORDS.findall(text)
    titled = len(long) >= _LEAST_TITLE_WORDS and all(word[0].isupper() for word in long)
    small = text.lower()
    # Some capitals have a lower-case form of two characters, which would shift all positions.
    return small if (titled or text.isupper()) and len(small) == len(text) else text


def _longest(found: list[CueCandidate]) -> Iterator[CueCandidate]:
    for each in found:
        within = (
            other.start <= each.start and each.end <= other.end and other[:2] != each[:2]
            for other in found
        )
        if not any(within):
            yield each


def _candidates(text: str) -> Iterator[CueCandidate]:
    for start, end in _non_response_spans(text):
        yield CueCandidate(start, end, _SILENT)
    words = frozenset(_FIRST_WORD.findall(text))
    for kind in _classes():
        if kind.words is not None and words.isdisjoint(kind.words):
            continue
        for match in kind.pattern.finditer(text):
            start, end = match.span("cue")
            score = _score(text, start, end, kind)
            if score > _LEAST:
                yield CueCandidate(start, end, score)


def _score(text: str, start: int, end: int, kind: _Class) -> float:
    """How likely these words are the cue; 0 if they are not a verb."""
    if kind.phrase:
        return kind.weight
    before, after, word = text[max(start - _WINDOW, 0) : start], text[end:], text[start:end]
    if _is_no_verb(before, word, after):
        return 0
    score = kind.weight
    helped, participle = _PASSIVE.search(before) is not None, word.endswith("ing")
    if helped and not participle:
        score -= 2.4
    elif _DEPENDENT.search(before):
        score -= 1.2
    if participle and not helped:
        score -= 1.6
    if _ends_clause(text[:start], after, alone=kind.weight >= _SPEAKS):
        score += 1
    elif _SUBJECT.search(before):
        score += 0.4
    return score


def _is_no_verb(before: str, word: str, after: str) -> bool:
    """Whether a form that can be a noun or an infinitive is one here."""
    if word in word_lists.ALSO_NOUNS:
        one = _ONE_SUBJECT.search(before) and not _MANY_BEFORE.search(before)
        return not (one and _takes_object(before, after))
    if word in word_lists.PRESENT_PLURAL:
        return bool(_AFTER_HELPER.search(before))
    if word in word_lists.BARE_ALSO_NOUNS:
        many = _MANY_SUBJECTS.search(before) and not (
            f"{word}s" in word_lists.ALSO_NOUNS and _MASS_NOUN.search(before)
        )
        calls = word == "call" and after.startswith((" for ", " on "))
        return not (many and (calls or _closes(before, after) or not _NO_OBJECT.match(after)))
    return False


def _takes_object(before: str, after: str) -> bool:
    return _OBJECT.match(after) is not None or _closes(before, after)


def _closes(before: str, after: str) -> bool:
    """Whether the words end a sentence after the statement: "…, the report shows."."""
    ends = after[:1] == "," or _TAIL.match(after) is not None
    return ends and _BEHIND_ALL.search(before) is not None


def _ends_clause(before: str, after: str, *, alone: bool) -> bool:
    """Whether the words belong to a clause that attributes the text before it.

    A verb with other frequent meanings (`alone` is False) counts only directly after the clause.
    """
    if _BEHIND_CLAUSE.search(before) and _CLAUSE.match(before):
        return (
            after[:1] == " " and after[1:2].isalpha() and not after.startswith((" that ", " it "))
        )
    return alone and _TAIL.match(after) is not None and _CLAUSE.match(before) is not None


@cache
def _non_response_patterns() -> tuple[re.Pattern[str], ...]:
    plain = _class("|".join(word_lists.NON_RESPONSES), _SILENT, phrase=True).pattern
    requests = (re.compile(each, re.IGNORECASE) for each in word_lists.UNANSWERED_REQUESTS)
    return plain, *requests


@cache
def _classes() -> tuple[_Class, ...]:
    either = "|".join
    papers = word_lists.PAPERS
    reporters = r"(?:reporters?|correspondents?|journalists?|photographers?)"
    seen = r"(?:\w+ed|saw|found|heard|met|read|spoke|took|went|got|stood)"
    particles = r"(?: (?:up|through|over|into|at|by|with))?"
    return (
        _class(either(word_lists.PHRASES), 5, phrase=True),
        _class(f"(?:{either(word_lists.CITING_PHRASES)})", 4.5, phrase=True),
        _verbs(
            word_lists.verb_forms(word_lists.SAYING_VERBS),
            3,
            rf"(?: in (?:an?|its|his|her|their) (?:\w+ )?{papers})?",
        ),
        _verbs(word_lists.PRESENT_PLURAL, 3),
        _class(r"call(?= (?:for|on)\b)", 2),
        _verbs([each.replace("-", " ") for each in word_lists.BARE_ALSO_NOUNS], 2.2),
        _Class(re.compile(r"(?:^|[\"”] )(?P<cue>Said|Says|Added|Wrote|Asked)(?= [A-Z])"), 3),
        _class(either(word_lists.HEARSAY), 1.2, phrase=True),
        _class(word_lists.FEELINGS, 2, phrase=True),
        _verbs(word_lists.verb_forms(word_lists.JUDGING_VERBS), 2),
        _verbs(word_lists.verb_forms(word_lists.THINKING_VERBS), 1.9),
        _verbs(word_lists.verb_forms(word_lists.SHOWING_VERBS), 1.9),
        _Class(re.compile(rf"\b{reporters} (?P<cue>{seen}{particles})\b"), 2),
        _class(rf"[Ii]n (?:an?|its|his|her|their) (?:\w+ ){{0,2}}{papers}", 1, phrase=True),
    )


def _class(words: str, weight: float, *, phrase: bool = False) -> _Class:
    flags = re.IGNORECASE if phrase else 0
    return _Class(re.compile(rf"(?<![\w-])(?P<cue>{words})(?![\w-])", flags), weight, phrase)


def _verbs(forms: Sequence[str], weight: float, then: str = "") -> _Class:
    first = frozenset(form.split()[0] for form in forms)
    return _class(f"(?:{'|'.join(forms)}){then}", weight)._replace(words=first)
