"""What a sentence mentions that may be a source: names, and phrases that describe somebody."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.annotation import Span
from annotator.model.codebook import ORGANISATION, PERSON, REPORTER
from annotator.text import sourcewords as table
from annotator.text.kinds import is_title, kind_of_name, kind_of_word
from annotator.text.tokens import Token, span_of, tokens

_MODIFIERS, _OBJECT, _COMPLEMENTS = 4, 6, 2
_RELATIVE = re.compile(r",? (?:who|which|that|whose|when|where)\b")
# What stands behind one of these is no subject: "a letter seen by Orr", "the man who shot Orr".
_CLOSED_BY = re.compile(
    r" (?:(?:seen|obtained|reviewed|released|published|posted|shared|signed|written|provided|filed"
    r"|compiled|leaked|held|made|sent|issued|taken|found) (?:by|on|to|with|in|at|from)|who \w+) \w"
)
# Between commas: what goes on about a subject, who it is, and what only opens the sentence.
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
_WITH_HOUSE = re.compile(r"(?:^|[,;:“”\"—] ?)((?:[^\W\d_a-z][\w.'’&-]* ){2,})of [^,;:“”\"]+$")
_BEFORE_SENTENCE = " \"'“‘«([—–-"
_HELPERS = re.compile(
    r"(?: (?:also|has|had|have|then|later|earlier|again|himself|herself|itself|themselves|already"
    r"|still|now|\w+ly))+$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """Something in a sentence that may be a source.

    Attributes:
        text: As it would stand in the list of sources: without article, a person without title.
        kind: One of the codebook's `KINDS`; None where nothing tells.
        span: Where it stands in the sentence's text, `[start, end)` in code points.
    """

    text: str
    kind: str | None
    span: Span


class _Place(NamedTuple):
    """A text's words, and the word that is looked at."""

    text: str
    words: Sequence[Token]
    at: int
    cue: Span | None


def mentions(text: str, cue: Span | None) -> Iterator[Name]:
    """Every name and every describing phrase in a text, in order.

    What carries a description on is mentioned too: "spokesman for the council" and "council".

    Args:
        text: The sentence's own text.
        cue: Its attributing words, which tell a lone capital that opens it from a name.
    """
    words = _apart(tokens(text), cue)
    at = 0
    while at < len(words):
        place = _Place(text, words, at, cue)
        run = _run(words, at)
        head = _head(words, at)
        if head is not None and (head >= at + len(run) or _is_noun(place, run)):
            found, at = _described(place, head)
        elif run:
            found, at = _named(place, run), at + len(run)
        else:
            found, at = None, at + 1
        if found is not None:
            yield found


def before_verb(text: str) -> str:
    """A text that a verb follows, without the small words that belong to the verb."""
    return _HELPERS.sub("", text.rstrip()).rstrip()


def subject_ends(before: str) -> list[int]:
    """Where the subject of a cue may end in the text before it, the likeliest place first.

    Right before it, or before what is said in between: "Penn on Friday", "Ana Ruiz, 34, a nurse,".
    """
    bare = before_verb(before)
    bare = bare if bare.endswith(",") else before_verb(_ADJUNCT.sub("", bare))
    if bare.endswith(","):
        return list(_ends_at_commas(bare))
    closed = _CLOSED_BY.search(bare, bare.rfind(",") + 1)
    if closed:
        return [closed.start()]
    relative = [match.start() for match in _RELATIVE.finditer(bare)][-1:]
    heads = (pattern.search(bare) for pattern in (_WITH_ANOTHER, _WITH_ADJUNCT, _WITH_HOUSE))
    first = [len(bare[: head.end(1)].rstrip()) for head in heads if head]
    return [*first, len(bare), *relative]


def _ends_at_commas(bare: str) -> Iterator[int]:
    """The ends of a subject and of its appositions, from the first on."""
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


def _apart(words: Sequence[Token], cue: Span | None) -> Sequence[Token]:
    """The words of a text; no name and no description goes across its cue."""
    if cue is None:
        return words
    edges = {next((word.start for word in words if word.start >= place), -1) for place in cue}
    return [word._replace(joined=word.joined and word.start not in edges) for word in words]


def _run(words: Sequence[Token], at: int) -> Sequence[Token]:
    """The words with capitals that are one name from `at` on; none where no name begins."""
    if not words[at].capital and not _is_given_name(words, at):
        return ()
    end = at + 1
    while end < len(words) and words[end].joined and not words[end - 1].owned:
        after = end + 1 if words[end].capital else _joined(words, at, end)
        if after == end:
            break
        end = after
    return words[at:end]


def _is_given_name(words: Sequence[Token], at: int) -> bool:
    """Whether a month's name is somebody's: "Jan Berg", but not "in May Berg said"."""
    following = words[at + 1] if at + 1 < len(words) else None
    named = following is not None and following.joined and following.capital
    dated = at > 0 and words[at - 1].lower in table.BEFORE_MONTHS
    return words[at].text.istitle() and words[at].is_time and named and not dated


def _is_noun(place: _Place, run: Sequence[Token]) -> bool:
    """Whether a noun has its capital only because it opens the sentence: "Residents"."""
    return len(run) == 1 and _opens(place.text, run[0].start)


def _joined(words: Sequence[Token], at: int, end: int) -> int:
    """Where a name goes on behind the small word at `end`; `end` where it does not."""
    small = words[end].text
    if small not in table.JOINING:
        return end
    after = end + 1
    if small in {"of", "for"}:
        house = any(word.lower in table.ORGANISATIONS for word in words[at:end])
        if not house and not (small == "of" and is_title(words[end - 1])):
            return end
        after += after < len(words) and words[after].text == "the"
    goes_on = after < len(words) and words[after].joined and words[after].capital
    return after + 1 if goes_on else end


def _named(place: _Place, run: Sequence[Token]) -> Name | None:
    own = _without_titles(run)
    start, end = span_of(own)
    text = place.text
    if len(run) == 1 and not _beside(place, start, end) and _is_no_name(place, start):
        return None
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return None
    return Name(text[start:end], _kind(place, run, own), (start, end))


def _kind(place: _Place, run: Sequence[Token], own: Sequence[Token]) -> str:
    kind = kind_of_name(own)
    titled = len(own) < len(run)
    if titled and len(own) == 1 and not own[0].text.isupper():
        return PERSON
    behind_article = place.at > 0 and place.words[place.at - 1].lower == "the"
    return ORGANISATION if kind == PERSON and behind_article and not titled else kind


def _without_titles(run: Sequence[Token]) -> Sequence[Token]:
    """The name itself: "Ilse Varga" of "Mayor Ilse Varga"; a house keeps all its words."""
    titles = [at for at, word in enumerate(run) if is_title(word)]
    if not titles:
        return run
    if is_title(run[0]) and len(run) > 1 and run[1].text == "of":
        rest = [word for word in run[2:] if word.text not in table.JOINING]
        return rest[-2:] if len(rest) >= 3 else run
    own = run[titles[-1] + 1 :]
    return own if own and own[-1].lower not in table.ORGANISATIONS else run


def _opens(text: str, start: int) -> bool:
    """Whether a capital at `start` may be there only because a sentence begins."""
    return not text[:start].strip(_BEFORE_SENTENCE) or text[:start].rstrip(' “"‘')[-1:] == ":"


def _is_no_name(place: _Place, start: int) -> bool:
    """Whether a lone capital opens the sentence, or tells what kind of thing follows it."""
    following = place.words[place.at + 1] if place.at + 1 < len(place.words) else None
    behind_article = place.at > 0 and place.words[place.at - 1].text in table.ARTICLES
    describes = following is not None and following.joined and not following.stops
    return _opens(place.text, start) or (behind_article and describes)


def _beside(place: _Place, start: int, end: int) -> bool:
    """Whether a name stands right before the cue or right behind it."""
    if place.cue is None:
        return False
    return end in subject_ends(place.text[: place.cue[0]]) or place.cue[1] + 1 == start


def _head(words: Sequence[Token], at: int) -> int | None:
    """The noun that makes a describing phrase of the words from `at` on; None where none does."""
    if words[at].stops or words[at].is_time:
        return None
    head = None
    for end in range(at, min(at + _MODIFIERS + 2, len(words))):
        word = words[end]
        if end > at and (not word.joined or (word.stops and word.lower not in table.DOCUMENTS)):
            break
        if not word.owned and (end == at or word.text[0].islower()) and kind_of_word(word.lower):
            head = end
    return head


def _described(place: _Place, head: int) -> tuple[Name | None, int]:
    """The phrase around the noun at `head`, and where to read on: at the word behind the noun."""
    words, at = place.words, place.at
    kind = kind_of_word(words[head].lower)
    after = following = head + 1
    if after < len(words) and words[after].joined and words[after].capital:
        # "The harbour master Maria Lind": the name that follows is the source.
        return None, following
    if kind == REPORTER and words[at].capital and head > at:
        start, end = span_of(_run(words, at))
        return Name(place.text[start:end], REPORTER, (start, end)), following
    allowed = {"of"} if kind == ORGANISATION else table.COMPLEMENTS
    for _ in range(_COMPLEMENTS):
        after = _complement(words, after, allowed)
    start, end = span_of(words[at:after])
    text = place.text[start:end]
    if _opens(place.text, start) and (head == at or words[at].text in table.NO_NAMES):
        text = text[0].lower() + text[1:]
    return Name(text, kind, (start, end)), following


def _complement(words: Sequence[Token], at: int, allowed: frozenset[str] | set[str]) -> int:
    """Where a phrase ends that goes on with "for the council"; `at` where it does not go on."""
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
        if words[end].stops or words[end].text.endswith("ing") or _is_verb(words, end):
            break
        end += 1
    return end


def _is_verb(words: Sequence[Token], at: int) -> bool:
    """Whether a small word stands between two names: "met" of "Orr met Holm"."""
    named = words[at - 1].capital and at + 1 < len(words) and words[at + 1].capital
    return named and words[at].text.islower() and words[at].text not in table.JOINING


def _is_no_object(word: Token) -> bool:
    return word.stops or word.is_time or word.text[0].isdigit()
