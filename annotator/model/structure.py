"""What holds in every annotation set, whatever was decided in it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.model.annotation import Sentence, Source
from annotator.model.document import is_blank
from annotator.model.edit import holds
from annotator.model.faults import Misfit
from annotator.model.words import so_many


class Parts(NamedTuple):
    """The parts of a set, of which some may be missing because they could not be read.

    Attributes:
        sentences: The readable sentences by their positions.
        sources: The readable sources by their positions.
        sentence_ids: The ids of all sentences.
        source_ids: The ids of all sources.
        next_id: The number of the next new sentence; None where it could not be read.
    """

    sentences: Mapping[int, Sentence]
    sources: Mapping[int, Source]
    sentence_ids: Collection[str]
    source_ids: Collection[str]
    next_id: int | None


def misfits(parts: Parts) -> Iterator[Misfit]:
    """Everything in a set that contradicts the rest of it."""
    yield from _repeated(parts.sources, "sources")
    yield from _repeated(parts.sentences, "sentences")
    yield from _numbers(parts)
    end = 0
    for position, sentence in parts.sentences.items():
        at = ("sentences", position)
        yield from _span(at, sentence, end)
        yield from _references(at, sentence, parts)
        end = max(end, sentence.span[1])


def misfits_with(text: str, sentences: Iterable[Sentence]) -> Iterator[Misfit]:
    """Where sentences and the text of their document do not go together.

    Each stands at its span, and what lies between them is white space.
    """
    end, position = 0, -1
    for position, sentence in enumerate(sentences):
        start, stop = sentence.span
        if text[start:stop] != sentence.text:
            message = f"the document's text at [{start}, {stop}] is not the text of {sentence.id}"
            yield Misfit(("sentences", position, "span"), message)
        if start > end and not is_blank(text[end:start]):
            message = f"the document's text before {sentence.id}, from {end} on, is in no sentence"
            yield Misfit(("sentences", position, "span"), message)
        end = max(end, stop)
    if not is_blank(text[end:]):
        message = f"the document's text from {end} on is in no sentence; was the file cut short?"
        yield Misfit(("sentences", max(position, 0)), message)


def _repeated(items: Mapping[int, Sentence] | Mapping[int, Source], what: str) -> Iterator[Misfit]:
    seen: set[str] = set()
    for position, item in items.items():
        if item.id in seen:
            yield Misfit((what, position, "id"), f"two {what} have the id {item.id}; one is wrong")
        seen.add(item.id)


def _numbers(parts: Parts) -> Iterator[Misfit]:
    if parts.next_id is None:
        return
    for position, sentence in parts.sentences.items():
        number = re.fullmatch(r"s([0-9]{1,18})", sentence.id)
        if number is not None and int(number[1]) >= parts.next_id:
            message = f"next_id is {parts.next_id}, so {sentence.id} cannot have been given yet"
            yield Misfit(("sentences", position, "id"), message)


def _span(at: tuple[str | int, ...], sentence: Sentence, end: int) -> Iterator[Misfit]:
    start, stop = sentence.span
    if start < end:
        message = f"the span begins at {start}, before the end of a sentence above it ({end})"
        yield Misfit((*at, "span"), message)
    if not sentence.text or stop - start != len(sentence.text):
        length = so_many(len(sentence.text), "code point")
        message = f"the span is {stop - start} long and the text {length}"
        yield Misfit((*at, "span"), message)
    elif sentence.cue is not None and not holds(sentence, sentence.cue):
        message = "the cue's text does not stand at the cue's span in this sentence"
        yield Misfit((*at, "cue"), message)


def _references(at: tuple[str | int, ...], sentence: Sentence, parts: Parts) -> Iterator[Misfit]:
    if sentence.source is not None and sentence.source not in parts.source_ids:
        yield Misfit((*at, "source"), f"there is no source {sentence.source}")
    for number, answer in enumerate(sentence.answers):
        if answer.claim not in parts.sentence_ids:
            message = f"there is no sentence {answer.claim} to answer"
            yield Misfit((*at, "answers", number, "claim"), message)
