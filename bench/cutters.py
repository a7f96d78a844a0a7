"""The sentence cutters that ours is compared with, each as one function."""

from collections.abc import Callable
from functools import cache
from typing import Any

Cutter = Callable[[str], list[str]]
"""Returns the sentences of one paragraph."""


def nupunkt_alone(paragraph: str) -> list[str]:
    """Cut with nupunkt's documented default."""
    import nupunkt  # noqa: PLC0415 - an optional tool

    return nupunkt.sentences(paragraph)


def blingfire(paragraph: str) -> list[str]:
    """Cut with blingfire, which returns lines."""
    from blingfire import text_to_sentences  # noqa: PLC0415 - an optional tool

    lines: str = text_to_sentences(paragraph)
    return lines.split("\n")


def sentence_splitter(paragraph: str) -> list[str]:
    """Cut with sentence-splitter's English rules."""
    return [sentence for sentence in _splitter().split(paragraph) if sentence.strip()]


def syntok(paragraph: str) -> list[str]:
    """Cut with syntok, and rebuild the text from its tokens."""
    from syntok import segmenter  # noqa: PLC0415 - an optional tool

    return [
        "".join(token.spacing + token.value for token in sentence)
        for block in segmenter.process(paragraph)
        for sentence in block
    ]


def sentencex(paragraph: str) -> list[str]:
    """Cut with sentencex's English rules."""
    from sentencex import segment  # noqa: PLC0415 - an optional tool

    return list(segment("en", paragraph))


def pysbd(paragraph: str) -> list[str]:
    """Cut with pysbd's English rules, without its text cleaning."""
    sentences: list[str] = _pysbd().segment(paragraph)
    return sentences


@cache
def _splitter() -> Any:
    from sentence_splitter import SentenceSplitter  # noqa: PLC0415 - an optional tool

    return SentenceSplitter(language="en")


@cache
def _pysbd() -> Any:
    from pysbd import Segmenter  # noqa: PLC0415 - an optional tool

    return Segmenter(language="en", clean=False)


CUTTERS: dict[str, Cutter] = {
    "nupunkt alone": nupunkt_alone,
    "blingfire": blingfire,
    "sentence-splitter": sentence_splitter,
    "syntok": syntok,
    "sentencex": sentencex,
    "pysbd": pysbd,
}
