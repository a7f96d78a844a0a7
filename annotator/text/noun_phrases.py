"""Noun phrases that can name a source, read from the words of a sentence.

A phrase is read from a run of words whose ends are known, such as the words before a verb. The
name is what a person would put in a list of sources: "Yvette Cooper" for "Labour's Shadow Home
Secretary Yvette Cooper", "leaked internal letter" for "A leaked internal letter seen by Sky News".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from annotator.model.annotation import Span
from annotator.model.codebook import DOCUMENT, ORGANIZATION, PERSON, UNNAMED
from annotator.model.name_folding import is_pronoun
from annotator.text import phrase_words as lists
from annotator.text import word_lists as table
from annotator.text.given_name_words import GIVEN_NAMES
from annotator.text.names import (
    Token,
    is_honorific,
    kind_of_name,
    kind_of_word,
    mentions,
    span_of,
    tokens,
    without_titles,
)
from annotator.text.phrase_ends import ends_complement
from annotator.text.quotations import quotation_spans

_ARTICLES = frozenset(["a", "an", *lists.DEFINITE, *lists.POSSESSIVE_PRONOUNS])
_SINGULAR_S = ("ss", "us", "is")
_PREFIXES = ("mr", "mrs", "ms", "dr", "miss")
_MOST_COMPLEMENT = 7


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        name: The name for a list of sources: without an article, or a person's title.
        kind: One of the codebook's `KINDS`; None if it is unknown.
        span: The place of the name in the sentence's text, `[start, end)` in code points.
        head: The main noun in lower case, or the last word of a name.
        proper: Whether it is a name, and not a description.
        definite: Whether it is about something known: "the company", "its owner".
        plural: Whether it means several.
        pronoun: The pronoun in lower case, if it is one.
        owner: The pronoun that owns it: "his" of "his office". None if there is none.
        titles: Words in lower case that tell what the named one is: "minister", "she".
    """

    name: str
    kind: str | None
    span: Span
    head: str
    proper: bool = False
    definite: bool = False
    plural: bool = False
    pronoun: str | None = None
    owner: str | None = None
    titles: frozenset[str] = frozenset()

    @property
    def speaks(self) -> bool:
        """Whether it is known to be something that can be a source."""
        return self.proper or self.pronoun is not None or self.kind is not None


def read_phrase(text: str, words: Sequence[Token]) -> Phrase | None:
    """The phrase that these words form from their beginning; None if they form none.

    Args:
        text: The sentence's own text.
        words: Words of it, in order. A phrase ends at the latest where they end.
    """
    while words and words[0].lower in {"even", "also", "only", "and", "but", "or", "with"}:
        words = words[1:]
    if not words:
        return None
    alone = len(words) == 1 or words[0].lower in lists.SUBJECT_PRONOUNS
    if is_pronoun(words[0].text) and alone:
        return _pronoun(words[0])
    owner, definite, words = _without_determiner(words)
    if not words or not words[0].text[0].isalnum():
        return None
    core = words[: _core_length(words)]
    name = _name_in(text, words, core)
    if name is not None:
        return name
    return _description(text, words, core, owner=owner, definite=definite)


def _pronoun(word: Token) -> Phrase:
    plural = word.lower in {"they", "we", "these", "those", "both", "some", "others", "all"}
    return Phrase(
        word.text, None, (word.start, word.end), word.lower, plural=plural, pronoun=word.lower
    )


def _without_determiner(words: Sequence[Token]) -> tuple[str | None, bool, Sequence[Token]]:
    owner, definite = None, False
    while words and words[0].lower in _ARTICLES and not words[0].is_possessive:
        word = words[0].lower
        if word == "that" and len(words) == 1:
            break
        owner = word if word in lists.POSSESSIVE_PRONOUNS else owner
        definite = definite or word in lists.DEFINITE or word in lists.POSSESSIVE_PRONOUNS
        words = words[1:]
    return owner, definite, words


def _core_length(words: Sequence[Token]) -> int:
    """The number of words before what follows the main noun: "of", "seen by", "who"."""
    end = 1
    while end < len(words) and words[end].joined:
        word = words[end]
        if word.text in lists.NEW_PHRASE or _joins_another(words, end):
            break
        if word.text.islower() and (
            word.lower in lists.PREPOSITIONS
            or (_is_participle(word) and not _before_noun(words, end))
        ):
            inside = _name_end(words, end)
            if inside == end:
                break
            end = inside
            continue
        end += 1
    return end


def _joins_another(words: Sequence[Token], at: int) -> bool:
    """Whether "and" joins another phrase: "Ann Lee and her brother"."""
    after = words[at + 1].text if at + 1 < len(words) else ""
    return words[at].text in {"and", "or"} and after in lists.NEW_PHRASE


def _before_noun(words: Sequence[Token], at: int) -> bool:
    """Whether a participle describes the noun that follows: "the so-called leaked letter"."""
    if at + 1 >= len(words) or not words[at + 1].joined:
        return False
    if words[at - 1].is_possessive:
        return True
    after = words[at + 1]
    return (
        after.lower not in lists.PREPOSITIONS
        and after.lower not in _ARTICLES
        and at < 2
        and (kind_of_word(words[at - 1].lower) is None and words[at - 1].text.islower())
    )


def _is_participle(word: Token) -> bool:
    plain = word.lower
    if plain in lists.PARTICIPLES:
        return True
    return (
        plain.endswith(("ed", "ing"))
        and len(plain) > 4
        and plain not in lists.NO_PARTICIPLES
        and kind_of_word(plain) is None
    )


def _name_end(words: Sequence[Token], at: int) -> int:
    """The end of a name that goes on behind the small word at `at`; `at` if it does not."""
    small = words[at].text
    if small not in table.NAME_PARTICLES and small != "in":
        return at
    before = words[at - 1]
    named = before.text[0].isupper() and before.lower in _HEADS_OF_NAMES
    if small in {"of", "for", "in"} and not named:
        return at
    after = at + 1
    while after < len(words) and words[after].text in {"the", "of", "and", "for"}:
        after += 1
    if after < len(words) and words[after].joined and words[after].text[0].isupper():
        return after + 1
    return at


_HEADS_OF_NAMES = frozenset(
    {word.lower() for word in table.ORGANIZATION_ENDINGS}
    | table.ORGANIZATIONS
    | lists.HEADS_OF_NAMES
)


def _name_in(text: str, words: Sequence[Token], core: Sequence[Token]) -> Phrase | None:
    """The name that the words end with or consist of; None if they describe."""
    fused = _behind_complement(words, core)
    if fused is not None:
        return _named(text, fused, _titles(words))
    if not core[-1].text[0].isupper() or core[-1].is_time:
        return None
    begin = _begin_of_run(core)
    run = core[begin:]
    before = core[:begin]
    if _is_common(text, run, before) or _goes_on(text, run, words):
        return None
    titles = _titles(before) | {word.lower for word in before if word.text[0].isupper()}
    return _named(text, run, titles, _kind_by(before, run))


def _begin_of_run(core: Sequence[Token]) -> int:
    """Where the run of capitals begins with which the words end."""
    begin = len(core) - 1
    while begin > 0 and not core[begin - 1].is_possessive:
        word = core[begin - 1]
        small = word.text in table.NAME_PARTICLES or word.text in {"the", "and", "in"}
        if not (word.text[0].isupper() or word.text[0].isdigit() or (small and begin > 1)):
            break
        if not core[begin].joined:
            break
        begin -= 1
    while begin < len(core) - 1 and not core[begin].text[0].isupper():
        begin += 1
    return begin


def _is_common(text: str, run: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether a lone capital is there only because it begins the sentence: "Residents"."""
    if len(run) > 1 or before:
        return False
    word = run[0]
    if word.text in table.NON_NAMES and word.text[1:].islower():
        return True
    opens = not text[: word.start].strip(" \"'“‘«([—–-")
    return word.text[1:].islower() and opens and kind_of_word(word.lower) is not None


def _goes_on(text: str, run: Sequence[Token], words: Sequence[Token]) -> bool:
    """Whether a lone first word has a complement, as no name has: "Results of the study"."""
    opens = _begins_sentence(text, run[0].start) and run[0].text[1:].islower()
    return len(run) == 1 and opens and [word.text for word in words[1:2]] == ["of"]


def _behind_complement(words: Sequence[Token], core: Sequence[Token]) -> Sequence[Token] | None:
    """The person behind a role with a complement: "Minister of Education Ann Lee"."""
    rest = words[len(core) :]
    if not rest or rest[0].lower not in {"of", "for", "to", "in", "at"}:
        return None
    if not is_role(core[-1]):
        return None
    end = 1
    while end < len(rest) and rest[end].joined and _is_named(rest[end]):
        end += 1
    tail = rest[1:end]
    capitals = [word for word in tail if word.text[0].isupper()]
    honorifics = [at for at, word in enumerate(tail) if is_honorific(word)]
    if honorifics and honorifics[-1] + 1 < len(tail):
        return tail[honorifics[-1] :]
    if len(capitals) < 3 or tail[-1].lower in _HEADS_OF_NAMES or tail[-1].is_possessive:
        return None
    return _person_at_end(tail)


def is_role(word: Token) -> bool:
    """Whether a word is a title, or tells what a person is: "Mayor", "spokesman"."""
    return is_honorific(word) or kind_of_word(word.lower) == UNNAMED


def _person_at_end(run: Sequence[Token]) -> Sequence[Token] | None:
    """The person with whom a run of capitals ends: "Ann Lee" of "Refugee Council Ann Lee"."""
    for count in (4, 3, 2):
        own = run[-count:]
        if len(run) > count and own[0].text in GIVEN_NAMES:
            return own
    behind_house = len(run) > 2 and run[-3].lower in _HEADS_OF_NAMES
    single = sum(word.text[0].isupper() for word in run) == 3 and not _is_plural(run[-1].lower)
    return run[-2:] if run[-2].text[0].isupper() and (behind_house or single) else None


def _is_named(word: Token) -> bool:
    return word.text[0].isupper() or word.text in table.NAME_PARTICLES or word.text == "the"


def _titles(words: Sequence[Token]) -> frozenset[str]:
    return frozenset(word.lower for word in words if kind_of_word(word.lower) or is_honorific(word))


def _kind_by(before: Sequence[Token], run: Sequence[Token]) -> str | None:
    """The kind that the noun before a name tells: "the magazine MicroMega"."""
    if not before or before[-1].is_possessive:
        return None
    kind = kind_of_word(before[-1].lower)
    if kind == UNNAMED:
        return PERSON
    if kind in {ORGANIZATION, DOCUMENT}:
        return ORGANIZATION
    return PERSON if 2 <= len(run) <= 3 and before[-1].text.islower() else None


_BEFORE_THINGS = [[word] for word in ("the", *sorted(lists.POSSESSIVE_PRONOUNS))]


def _has_article(text: str, own: Sequence[Token]) -> bool:
    """Whether a name has an article, as no person's has: "the Night Owls"."""
    return text[: own[0].start].lower().split()[-1:] in _BEFORE_THINGS


def _named(
    text: str, run: Sequence[Token], titles: frozenset[str], kind: str | None = None
) -> Phrase:
    own = _own_words(run)
    titles |= {_LONG.get(word.lower, word.lower) for word in run[: len(run) - len(own)]}
    guessed = kind or kind_of_name(own)
    titled = any(is_honorific(word) for word in run[: len(run) - len(own)])
    if titled and (len(own) > 1 or not own[0].text.isupper()):
        guessed = PERSON
    if guessed == PERSON and not titled and (_is_place(own) or _has_article(text, own)):
        guessed = ORGANIZATION
    shown = own
    if len(own) == 1 and len(run) > 1 and run[-2].lower in _PREFIXES:
        shown = run[-2:]
    start, end = _with_mark(text, span_of(shown))
    return Phrase(
        text[start:end],
        guessed,
        (start, end),
        own[-1].lower,
        proper=True,
        titles=titles,
        plural=False,
    )


def _with_mark(text: str, span: Span) -> Span:
    """The span with the quotation mark that opens a name in it: "History" section."""
    start, end = span
    mark = text[start - 1 : start]
    closing = {'"': '"', "“": "”", "‘": "’"}.get(mark)
    return (start - 1, end) if closing and closing in text[start:end] else span


def _is_place(own: Sequence[Token]) -> bool:
    """Whether a name with the form of a person's is a place or an organization."""
    if own[-1].lower in table.ORGANIZATIONS:
        return True
    known = own[0].text in GIVEN_NAMES
    return not known and (own[-1].lower in lists.PLACES or own[0].lower in lists.BEFORE_PLACES)


_LONG = {"sen": "senator", "rep": "representative", "gov": "governor", "gen": "general"} | {
    "col": "colonel",
    "prof": "professor",
    "dr": "doctor",
    "lt": "lieutenant",
    "sgt": "sergeant",
}


def _own_words(run: Sequence[Token]) -> Sequence[Token]:
    """A name without titles, and a person's name without the organization before it."""
    own = without_titles(run)
    roles = [at for at, word in enumerate(own[:-2]) if kind_of_word(word.lower) == UNNAMED]
    if roles and own[-1].lower not in table.ORGANIZATIONS:
        own = own[roles[-1] + 1 :]
    if len(own) >= 4:
        ends = [at for at, word in enumerate(own[:-2]) if word.lower in _HEADS_OF_NAMES]
        if ends and len(own) - ends[-1] - 1 <= 3 and kind_of_name(own[ends[-1] + 1 :]) == PERSON:
            return own[ends[-1] + 1 :]
    return own


def _description(
    text: str, words: Sequence[Token], core: Sequence[Token], *, owner: str | None, definite: bool
) -> Phrase | None:
    head = core[-1]
    if not any(char.isalpha() for char in head.text) or head.is_time:
        return None
    if _is_no_source(core):
        return None
    kind = kind_of_word(head.lower)
    kind = kind or (UNNAMED if core[0].lower in {"one", "another", "two", "three"} else None)
    agent = _agent(text, words, len(core)) if kind == DOCUMENT else None
    if agent is not None:
        return agent
    if len(core) == 2 and core[0].text.isupper() and len(core[0].text) > 1 and kind in _NAMED_BY:
        start, end = span_of(core[:1])
        if head.lower in lists.CALLED:
            return Phrase(text[start:end], kind, (start, end), core[0].lower, proper=True)
    end = _end_with_complements(words, len(core), kind)
    start, stop = _with_mark(text, span_of(words[:end]))
    name = text[start:stop]
    if _begins_sentence(text, start) and _is_small(words[0]):
        name = name[0].lower() + name[1:]
    return Phrase(
        name,
        kind,
        (start, stop),
        head.lower,
        definite=definite or any(word.is_possessive for word in core),
        plural=_is_plural(head.lower) or core[0].lower in lists.NUMERALS,
        owner=owner,
    )


def _is_no_source(core: Sequence[Token]) -> bool:
    """Whether a noun has its other meaning: "two minutes", "a more general view"."""
    counted = core[0].lower in lists.NUMERALS or core[0].text.isdigit()
    compared = len(core) > 1 and core[-2].lower in {"more", "most", "less", "very"}
    return (counted and core[-1].lower == "minutes") or (compared and core[-1].lower == "general")


_NAMED_BY = frozenset([ORGANIZATION])


def _agent(text: str, words: Sequence[Token], at: int) -> Phrase | None:
    """Who wrote a document, if it is nobody with a name: "the post by an unknown author"."""
    if at + 1 >= len(words) or words[at].text != "by":
        return None
    author = read_phrase(text, words[at + 1 :])
    return author if author and author.kind == UNNAMED and not author.proper else None


def _is_small(word: Token) -> bool:
    """Whether a word has its capital only because it begins the sentence."""
    if word.is_possessive:
        return False
    small = kind_of_word(word.lower) is not None or word.text in table.NON_NAMES
    small = small or word.lower in lists.ADJECTIVES
    small = small or word.lower.endswith(("ed", "ing", "al", "ive", "ous", "ior", "or"))
    return word.text[1:].islower() and (small or _is_plural(word.lower))


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before.strip(" \"'“‘«([—–-") or before.endswith(":")


def _is_plural(word: str) -> bool:
    return word in lists.PLURALS or (word.endswith("s") and not word.endswith(_SINGULAR_S))


def _end_with_complements(words: Sequence[Token], at: int, kind: str | None) -> int:
    """The end of a description: "two people with knowledge of the plan", but not "on Friday"."""
    most = at + _MOST_COMPLEMENT
    end = at
    allowed = lists.COMPLEMENTS if kind in {UNNAMED, DOCUMENT, None} else frozenset(["of"])
    while end < min(len(words), most) and words[end].joined and words[end].text in allowed:
        if words[end].text == "to" and words[at - 1].lower not in lists.BEFORE_TO:
            break
        last = end + 2 if words[end].text in {"familiar", "close"} else end + 1
        first = last
        while last < len(words) and words[last].joined:
            word = words[last]
            if word.is_time or (last > first and _ends_complement(words, last)):
                break
            if word.text.islower() and (
                word.lower in lists.PREPOSITIONS or (_is_participle(word) and last > first)
            ):
                inside = _name_end(words, last)
                if inside == last:
                    break
                last = inside
                continue
            last += 1
        if last == first or last > most or _is_time_phrase(words[first:last]):
            break
        end = last
    return end


def _ends_complement(words: Sequence[Token], at: int) -> bool:
    """Whether no complement goes on across a word: "all", or the verb of "live a strict life"."""
    after = words[at + 1] if at + 1 < len(words) else None
    verb = after is not None and after.joined and after.text in lists.NEW_PHRASE
    return ends_complement(words[at].text) or (verb and words[at].text.islower())


def _is_time_phrase(words: Sequence[Token]) -> bool:
    last = words[-1]
    return (
        last.is_time or last.lower in lists.TIMES or re.fullmatch(r"\d{4}", last.text) is not None
    )


@lru_cache(maxsize=4096)
def phrases_in(text: str) -> tuple[Phrase, ...]:
    """The names and descriptions in a sentence that can be a source, in order.

    Words inside quotation marks are left out. Of "Refugee Council Ann Lee", the council and
    the person are two.

    Args:
        text: The sentence's own text.
    """
    text = text[:_REACH]
    closed = [each for each in quotation_spans(text) if len(text[slice(*each)].split()) > _SHORT]
    words = tokens(text)
    found: list[Phrase] = []
    for mention in mentions(text, None):
        start, end = mention.span
        if any(begin < end and start < stop for begin, stop in closed):
            continue
        found.extend(_phrases_at(text, words, (start, end)))
    return tuple({each.span: each for each in found}.values())


_REACH = 2_000  # a longer text is not a sentence of news
_SHORT = 3


def _phrases_at(text: str, words: Sequence[Token], span: Span) -> Iterator[Phrase]:
    first = next((at for at, word in enumerate(words) if word.end > span[0]), len(words))
    last = next((at for at, word in enumerate(words) if word.start >= span[1]), len(words))
    begin = _begin_of_titles(words, first)
    if last - first == 1 and _only_describes(words, first):
        return
    phrase = read_phrase(text, words[begin:last])
    if phrase is None:
        return
    if phrase.pronoun is not None or phrase.span[1] <= span[0]:
        return
    yield replace(phrase, titles=phrase.titles | _apposed(words, begin, last))
    house = [word for word in words[first:last] if word.end <= phrase.span[0]]
    if phrase.kind == PERSON and len(house) > 1 and house[-1].lower in _HEADS_OF_NAMES:
        start, end = span_of(house)
        yield Phrase(text[start:end], ORGANIZATION, (start, end), house[-1].lower, proper=True)


_OF_KIND = re.compile(r"-[a-z]+$|(?:ic|ican|ian|ean|ese|ish|[Aa]fghan|[Gg]erman)$")


def _only_describes(words: Sequence[Token], at: int) -> bool:
    """Whether a word with a capital describes the next one: "Republican front-runner"."""
    following = words[at + 1] if at + 1 < len(words) else None
    noun = following is not None and following.joined and following.text.islower()
    verb = following is not None and following.ends_phrase
    return noun and not verb and _OF_KIND.search(words[at].text) is not None


def _begin_of_titles(words: Sequence[Token], first: int) -> int:
    """Where a phrase begins with its titles and article: at "the" in "the mayor Ann Lee"."""
    begin = first
    while begin > 0 and first - begin < 4 and begin < len(words) and words[begin].joined:
        word = words[begin - 1]
        known = is_honorific(word) or kind_of_word(word.lower) or word.lower in _ARTICLES
        if not known or word.is_possessive:
            break
        begin -= 1
        if word.lower in _ARTICLES:
            break
    return begin


def _apposed(words: Sequence[Token], begin: int, end: int) -> frozenset[str]:
    """Words that tell what a phrase is, beside a comma: "Ann Lee, the mayor", "the mayor, Ann"."""
    after: list[Token] = []
    at = end
    while at < len(words) and at - end < 6 and (at == end or words[at].joined):
        after.append(words[at])
        at += 1
    if after and after[0].joined:
        after = []
    before: list[Token] = []
    at = begin - 1
    if begin < len(words) and not words[begin].joined:
        while at >= 0 and begin - at < 8:
            before.append(words[at])
            if not words[at].joined:
                break
            at -= 1
        else:
            before = [] if at >= 0 else before
    if before and (before[-1].lower in _OPENS_CLAUSE or any(map(_is_of_clause, before))):
        before = []
    core = [*_until_verb(after)]
    return _titles([*core, *before]) - {"people", "one"}


_OPENS_CLAUSE = lists.LEADING_PREPOSITIONS | lists.CLAUSE_WORDS


def _is_of_clause(word: Token) -> bool:
    return word.lower in lists.FINITE or word.lower == "to"


def _until_verb(words: Sequence[Token]) -> Sequence[Token]:
    ends = (at for at, word in enumerate(words) if at and word.lower in {"who", "said", "says"})
    return words[: next(ends, len(words))]
