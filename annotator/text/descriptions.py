"""What an article says about its sources: titles, appositions and relative clauses, quoted from it.

Only words directly next to a mention of the source are taken, such as "the mayor of Brenn" in "Ana
Roe, the mayor of Brenn, said". They are read in English articles only.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from annotator.model.annotation import AnnotationSet, Span
from annotator.text.attribution import attributions
from annotator.text.coreference import ArticleContext
from annotator.text.lazy_pattern import lazy_pattern
from annotator.text.names import Token, tokens
from annotator.text.noun_phrases import Phrase, is_role
from annotator.text.quotations import quotation_spans

LANGUAGE: Final = "en"
"""The only language whose descriptions are read."""


class Description(NamedTuple):
    """Words of the article that describe a source.

    Attributes:
        sentence: The id of the sentence.
        span: The words, `[start, end)` in code points of that sentence's own text.
        text: The words as they are in the article.
    """

    sentence: str
    span: Span
    text: str


def reads_descriptions(annotations: AnnotationSet) -> bool:
    """Whether the article is in a language whose descriptions are read."""
    return annotations.document.language.lower().split("-")[0] == LANGUAGE


def descriptions(annotations: AnnotationSet) -> Mapping[str, tuple[Description, ...]]:
    """What the article says about each source that it describes, by the source's id.

    Descriptions are in the order of the text. Each is given once.
    """
    found: dict[str, dict[str, Description]] = {}
    for source, description in _all(annotations) if reads_descriptions(annotations) else ():
        found.setdefault(source, {}).setdefault(description.text.casefold(), description)
    return {source: tuple(each.values()) for source, each in found.items()}


def _all(annotations: AnnotationSet) -> Iterator[tuple[str, Description]]:
    for at, sentence in enumerate(annotations.sentences):
        if not sentence.body:
            continue
        context = ArticleContext(annotations, at)
        for phrase in context.phrases(at):
            spans = [*_spans(sentence.text, phrase)] if phrase.pronoun is None else []
            entity = context.resolve(phrase) if spans else None
            if entity is not None and entity.source is not None:
                for start, end in spans:
                    words = sentence.text[start:end]
                    yield entity.source.id, Description(sentence.id, (start, end), words)


def _spans(text: str, phrase: Phrase) -> Iterator[Span]:
    """The descriptions of a phrase in its sentence, outside quotation marks."""
    near = (_title(text, phrase), _apposition_before(text, phrase), _clause_behind(text, phrase))
    quoted = quotation_spans(text)
    for each in near:
        if each is not None and not _overlaps((each, phrase.span), quoted):
            yield each


def _overlaps(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    others = tuple(others)
    return any(start < stop and begin < end for start, end in spans for begin, stop in others)


# Titles: "Mayor" of "Mayor Ilse Varga"

_MOST_TITLES, _MOST_MODIFIERS = 6, 3
_ARTICLES = frozenset({"a", "an", "the"})
_INSIDE_NAMES = frozenset({"of", "for", "and", "in", "on"})
_ONLY_POLITE = frozenset({"mr", "mrs", "ms", "miss", "sir", "dame", "lady", "lord", "mx", "dr"})


def _title(text: str, phrase: Phrase) -> Span | None:
    if not phrase.proper:
        return None
    words = tokens(text)
    first = next((at for at, word in enumerate(words) if word.start >= phrase.span[0]), 0)
    begin = first
    while begin > 0 and first - begin < _MOST_TITLES and _belongs(words, begin, first):
        begin -= 1
    # "Health researcher" of "Institute of Health researcher Ana Roe" would mislead.
    if begin > 0 and words[begin].joined and words[begin - 1].lower in _INSIDE_NAMES:
        begin = next((at for at in range(begin, first) if is_role(words[at])), first)
    else:
        begin = _modifiers_begin(text, words, begin) if begin < first else begin
    own = words[begin:first]
    if all(word.lower.rstrip(".") in _ONLY_POLITE for word in own):
        return None
    return own[0].start, own[-1].end


def _modifiers_begin(text: str, words: tuple[Token, ...], begin: int) -> int:
    """Where the titles begin with the words between them and an article: "energy minister"."""
    cues = [each.cue for each in attributions(text)]
    for at in range(begin, max(begin - _MOST_MODIFIERS, 0), -1):
        word = words[at - 1]
        if not words[at].joined:
            break
        if word.lower in _ARTICLES:
            return at
        in_cue = _overlaps([(word.start, word.end)], cues)
        if in_cue or word.ends_phrase or word.lower in _INSIDE_NAMES:
            break
    return begin


def _belongs(words: tuple[Token, ...], at: int, first: int) -> bool:
    """Whether the word before `at` belongs to the titles before the name at `first`."""
    word = words[at - 1]
    if not words[at].joined or word.lower in _ARTICLES:
        return False
    if at == first:
        return is_role(word)
    return is_role(word) or (word.text[:1].isupper() and at > 1 and not word.ends_phrase)


# Appositions before a name: "A group of hackers" of "A group of hackers, the Night Owls, wrote"

_BEFORE = lazy_pattern(
    r"(?:^|[,;:—–(]\s*|\b(?:by|from|to|with|and)\s+)"
    r"(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ne of)\s"
    r"(?P<words>[^,;:—–()“”\"]{3,90}),\s+(?:the\s+)?$"
)
_BEHIND_NAME = lazy_pattern(r"\s*[,.;:—–)]|$")
_FINITE = lazy_pattern(
    r"\b(?:is|are|was|were|has|had|have|will|would|can|could|did|does|do|said|says|who|which|that)\b"
)


def _apposition_before(text: str, phrase: Phrase) -> Span | None:
    if not phrase.proper or not _BEHIND_NAME.match(text, phrase.span[1]):
        return None
    found = _BEFORE.search(text[: phrase.span[0]])
    if found is None or _FINITE.search(found["words"]):
        return None
    return found.span("words")


# Behind a mention: ", the mayor of Brenn,", ", which runs the port,", " briefed on the matter"

_APPOSED = lazy_pattern(
    r",\s+(?:aged\s+)?(?:\d{1,3},\s+)?(?P<words>(?:an?|the|his|her|its|their|one of|then|now|"
    r"former|formerly|head of|speaking|president|chair|chairman|chairwoman|director|professor|"
    r"spokes\w+|chief|leader|owner|founder|author|co-\w+)\b[^,;:—–()“”\"]{2,120}?)"
    r"(?=[,;:—–]|\.?[”\"]?\s*$)"
)
_CLAUSE = lazy_pattern(
    r"(?:,\s+|\s+)(?P<words>(?:who|whose|which)\b[^,;:—–()“”\"]{3,140}?)(?=[,;:—–]|\.?[”\"]?\s*$)"
)
_INFORMED = lazy_pattern(
    r",?\s+(?P<words>(?:briefed on|familiar with|involved in|close to|speaking on|speaking under|"
    r"based in|citing|who spoke on)\b[^,;:—–()“”\"]{3,100}?)(?=[,;:—–]|\.?[”\"]?\s*$)"
)
_BRACKETED = lazy_pattern(r"\s*\((?P<words>[^()“”\"]*[a-z][^()“”\"]{2,80})\)")


def _clause_behind(text: str, phrase: Phrase) -> Span | None:
    end = phrase.span[1]
    for pattern in (_BRACKETED, _APPOSED, _CLAUSE, _INFORMED):
        found = pattern.match(text, end)
        if found is None:
            continue
        span = _before_cue(text, found.span("words"), phrase)
        if span is not None:
            return span
    return None


def _before_cue(text: str, span: Span, phrase: Phrase) -> Span | None:
    """The part of a description before the cue that has the phrase as its subject.

    "a worker who saw it said" describes a worker who saw it. None if another one speaks in it:
    "Lind, the mayor said" does not describe Lind.
    """
    start, end = span
    relative = text.startswith(("who", "which"), start)
    for each in attributions(text):
        subject = each.subject.span if each.subject else None
        inside = subject is not None and start <= subject[0] < end and not each.behind
        if inside and not relative:
            return None
        # The clause's own verb: "who said so", "which the board published".
        first = subject[0] if inside and subject else each.cue[0]
        own = relative and text[start:first].count(" ") < (3 if inside else 2)
        if start < each.cue[0] < end and not own and (inside or subject == phrase.span):
            end = start + len(text[start : each.cue[0]].rstrip())
    return (start, end) if end - start > 2 and " " in text[start:end] else None
