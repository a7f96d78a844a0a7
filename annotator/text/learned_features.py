"""What a learned model sees of a sentence and of its words, and what decisions teach it.

All of it depends on the text alone, and not on decisions: what is suggested for a sentence is the
same before and after the others are tagged. The signals of the rules are among the features.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from annotator.model.annotation import AnnotationSet, Sentence, Span
from annotator.model.name_folding import fold_name, is_pronoun
from annotator.text.attribution import Attribution, attributions
from annotator.text.coreference import ArticleContext
from annotator.text.cues import non_response_span
from annotator.text.names import Token, tokens
from annotator.text.noun_phrases import Phrase
from annotator.text.quotations import continues_quotation, outside_quotations, quotation_spans

VERSION: Final = 1
"""Raise it with every change to the features: models that learned from others are refused."""
OUTSIDE, CUE, SOURCE = "O", "cue", "source"
LABELS: Final = (OUTSIDE, f"B-{CUE}", f"I-{CUE}", f"B-{SOURCE}", f"I-{SOURCE}")
"""The labels of words: the first word and the others of a cue and of a source, and the rest."""
_REACH = 2_000  # a longer text is not a sentence of news
_FIRST_PLACES, _LOOK_BACK, _MOST_ATTRIBUTIONS = 4, 20, 3
_SHAPES = (
    (re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)*"), "initial"),
    (re.compile(r"[^a-z]*[A-Z][^a-z]+"), "capitals"),
    (re.compile(r"[A-Z].*"), "capital"),
    (re.compile(r"\d.*"), "digits"),
    (re.compile(r".*\d.*"), "mixed"),
)
_SURE = 1.5  # the score from which the rules propose an attribution
_MARKS = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence, and what the rules find in it."""

    text: str
    inside: bool
    words: tuple[Token, ...]
    quoted: tuple[Span, ...]
    outside: str
    found: tuple[Attribution, ...]
    silent: Span | None


def _read(sentences: Sequence[Sentence], position: int) -> _Reading:
    inside = continues_quotation(sentences, position)
    return _read_text(sentences[position].text[:_REACH], inside=inside)


@lru_cache(maxsize=256)
def _read_text(text: str, *, inside: bool) -> _Reading:
    return _Reading(
        text,
        inside,
        tokens(text),
        quotation_spans(text),
        outside_quotations(text, inside=inside),
        attributions(text),
        non_response_span(text),
    )


# A sentence


def sentence_features(sentences: Sequence[Sentence], position: int) -> list[str]:
    """The features of a sentence.

    Args:
        sentences: The article's sentences, in order.
        position: The position of the sentence, from 0.
    """
    reading = _read(sentences, position)
    return [
        *dict.fromkeys(_words(reading)),
        *_place(sentences, position),
        *_quotation(reading),
        *_signals(reading),
    ]


def _words(reading: _Reading) -> Iterator[str]:
    before = ""
    for word in reading.words:
        inside = any(start <= word.start < end for start, end in reading.quoted)
        yield f"{'quoted' if inside else 'word'}={word.lower}"
        if not inside:
            yield f"pair={before}_{word.lower}"
            before = word.lower


def _place(sentences: Sequence[Sentence], position: int) -> Iterator[str]:
    this = sentences[position]
    earlier = sentences[max(0, position - _LOOK_BACK) : position]
    before = next((each for each in reversed(earlier) if each.body), None)
    if len(earlier) < _LOOK_BACK:
        place = sum(each.body for each in earlier)
        yield f"place={min(place, _FIRST_PLACES)}"
    yield f"third={3 * position // len(sentences)}"
    if before is None or before.paragraph != this.paragraph:
        yield "opens-paragraph"
    behind = sentences[position + 1] if position + 1 < len(sentences) else None
    if behind is None or behind.paragraph != this.paragraph:
        yield "closes-paragraph"
    elif behind.text[:1] in "“\"'‘":
        yield "before-quotation"


def _quotation(reading: _Reading) -> Iterator[str]:
    share = 1 - len(reading.outside) / max(len(reading.text), 1)
    yield f"quoted-share={round(4 * share)}"
    if reading.inside:
        yield "inside-quotation"
    if share > 0 and not any(char.isalnum() for char in reading.outside):
        yield "all-quoted"
    if any(char.isdigit() for char in reading.outside):
        yield "has-digits"
    yield f"length={len(reading.text).bit_length()}"


def _signals(reading: _Reading) -> Iterator[str]:
    if reading.silent is not None:
        yield "silent"
    if not reading.found:
        yield "no-cue"
        return
    best = reading.found[0]
    cue = reading.text[slice(*best.cue)].lower()
    yield f"cue={'_'.join(cue.split())}"
    for step in (-2, -1, 0, 1, 2, 3, 4, 5):
        if best.score >= step:
            yield f"score>={step}"
    yield f"subject={_subject(best.subject)}"
    yield f"subject={_subject(best.subject)},{cue.split()[0]}"


def _subject(phrase: Phrase | None) -> str:
    if phrase is None:
        return "none"
    if phrase.pronoun is not None:
        return phrase.pronoun
    return f"{phrase.kind}{'-name' if phrase.proper else ''}"


# The words of a sentence


@dataclass(frozen=True, slots=True)
class WordSequence:
    """The words of a sentence.

    Attributes:
        words: The words with their places in the sentence's own text.
        features: The features of each word.
    """

    words: tuple[Token, ...]
    features: tuple[list[str], ...]


def word_sequence(sentences: Sequence[Sentence], position: int) -> WordSequence:
    """The words of a sentence with their features.

    Args:
        sentences: The article's sentences, in order.
        position: The position of the sentence, from 0.
    """
    reading = _read(sentences, position)
    words, text = reading.words, reading.text
    own = [_own_features(word.text) for word in words]
    features = [list(each[0]) for each in own]
    for at, signals in enumerate(_word_signals(reading)):
        features[at] += signals
        for step in _BESIDE if signals else ():
            if 0 <= at + step < len(words):
                features[at + step] += [f"{-step}:{each}" for each in signals]
    for at, listed in enumerate(features):
        for step in _AROUND:
            listed.extend(own[at + step][step] if 0 <= at + step < len(words) else _END[step])
        before = text[words[at - 1].end if at else 0 : words[at].start]
        after = text[words[at].end : words[at + 1].start if at + 1 < len(words) else None]
        listed.extend(_marks("before", before))
        listed.extend(_marks("after", after))
    return WordSequence(words, tuple(features))


_BESIDE, _AROUND = (-1, 1), (-2, -1, 1, 2)
_END = {step: (f"{step}:end",) for step in _AROUND}


@lru_cache(maxsize=16_384)
def _own_features(text: str) -> Mapping[int, tuple[str, ...]]:
    """The features of a word for itself (0), and for the words near it, by their distance."""
    own = tuple(_own(text))
    near = {step: tuple(f"{step}:{each}" for each in own) for step in _BESIDE}
    far = {step: (f"{step}:{own[0]}",) for step in _AROUND if step not in _BESIDE}
    return {0: own, **near, **far}


def _own(text: str) -> Iterator[str]:
    lower = Token(text, 0, len(text), joined=False).lower
    yield f"word={lower}"
    yield f"ending={lower[-3:]}"
    yield f"shape={next((name for pattern, name in _SHAPES if pattern.fullmatch(text)), 'small')}"
    if is_pronoun(text):
        yield "pronoun"


@lru_cache(maxsize=1024)
def _marks(where: str, between: str) -> tuple[str, ...]:
    return tuple(f"{where}={each}" for each in dict.fromkeys(_MARKS.findall(between)))


def _word_signals(reading: _Reading) -> list[list[str]]:
    """What the rules say of each word."""
    found: list[list[str]] = [[] for _ in reading.words]
    starts = [each.start for each in reading.words]
    for name, (start, end) in _named_spans(reading):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        for at in range(first, last):
            found[at].append(f"{name}-begin" if starts[at] == start else name)
    return found


def _named_spans(reading: _Reading) -> Iterator[tuple[str, Span]]:
    for each in reading.quoted:
        yield "quoted", each
    if reading.silent is not None:
        yield "silent", reading.silent
    for rank, found in enumerate(reading.found):
        if rank >= _MOST_ATTRIBUTIONS:
            yield "candidate", found.cue
            continue
        sure = "sure" if found.score >= _SURE else "unsure"
        yield f"cue{rank}-{sure}", found.cue
        for one in found.subjects:
            kind = "pronoun" if one.pronoun else _subject(one)
            yield f"subject{rank}-{sure}-{kind}", one.span


# What decisions teach


def word_labels(annotations: AnnotationSet, position: int) -> tuple[str, ...]:
    """The labels of a sentence's words by the decisions on it: its cue, and words for its source.

    Args:
        annotations: The set with the decisions.
        position: The position of the sentence, from 0.
    """
    sentence = annotations.sentences[position]
    source = _source_span(annotations, position)
    return span_labels(
        tokens(sentence.text[:_REACH]),
        cues=[sentence.cue_span] if sentence.cue_span else [],
        sources=[source] if source else [],
    )


def span_labels(
    words: Sequence[Token], *, cues: Iterable[Span], sources: Iterable[Span]
) -> tuple[str, ...]:
    """The labels of words for these cues and sources. A cue comes before a source that it meets.

    Args:
        words: The words of a sentence.
        cues: The cues, `[start, end)` in the sentence's own text.
        sources: The words that stand for sources.
    """
    labels = [OUTSIDE] * len(words)
    for name, span in (*((SOURCE, each) for each in sources), *((CUE, each) for each in cues)):
        covered = [
            at for at, word in enumerate(words) if word.start < span[1] and span[0] < word.end
        ]
        for at in covered:
            labels[at] = f"{'B' if at == covered[0] else 'I'}-{name}"
    return tuple(labels)


def labeled_span(words: Sequence[Token], labels: Sequence[str], name: str) -> Span | None:
    """The first span with a label, `[start, end)` in the sentence's own text; None if none has it.

    Args:
        words: The words of the sentence.
        labels: Their labels.
        name: `CUE` or `SOURCE`.
    """
    begin = next((at for at, each in enumerate(labels) if each.endswith(f"-{name}")), None)
    if begin is None:
        return None
    end = begin + 1
    while end < len(labels) and labels[end] == f"I-{name}":
        end += 1
    return words[begin].start, words[end - 1].end


def _source_span(annotations: AnnotationSet, position: int) -> Span | None:
    """The words that stand for the sentence's source; None if they are not in the sentence."""
    sentence = annotations.sentences[position]
    source = annotations.source_of(sentence)
    if source is None:
        return None
    found = [*_literal(sentence.text, source.name), *_resolved(annotations, position, source.name)]
    cue = sentence.cue_span
    if not found and cue is not None:
        found = [
            each.subject.span
            for each in attributions(sentence.text)
            if each.subject is not None and each.cue == cue
        ]
    return min(found, key=lambda each: _distance(each, cue), default=None)


def _distance(span: Span, cue: Span | None) -> int:
    if cue is None:
        return span[0]
    return max(cue[0] - span[1], span[0] - cue[1], 0)


def _literal(text: str, name: str) -> Iterator[Span]:
    """Where a sentence has a name, word for word."""
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
        yield match.span()


def _resolved(annotations: AnnotationSet, position: int, name: str) -> Iterator[Span]:
    """The names, descriptions and pronouns of a sentence that mean a source."""
    sentence = annotations.sentences[position]
    context = ArticleContext(annotations, position)
    subjects = (one for each in attributions(sentence.text) for one in each.subjects)
    for phrase in (*subjects, *context.phrases(position)):
        entity = context.resolve(phrase)
        if entity is not None and fold_name(entity.name) == fold_name(name):
            yield phrase.span
