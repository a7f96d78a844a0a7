"""The lesson on paper: numbered sentences with boxes to tick, a page of codebook, the answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook
from annotator.model.practice import Verdict, verdict
from annotator.report import rendered


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence with the number that the screen gives it, from 1."""

    number: int
    sentence: Sentence


def paragraphs(annotations: AnnotationSet) -> Iterator[tuple[Numbered, ...]]:
    """The sentences paragraph by paragraph, furniture included."""
    numbered = (Numbered(number, each) for number, each in enumerate(annotations.sentences, 1))
    for _, group in groupby(numbered, key=lambda each: each.sentence.paragraph):
        yield tuple(group)


def page(annotations: AnnotationSet, codebook: Codebook) -> str:
    """The sheet to hand out; what anybody decided about the sentences is not on it."""
    return rendered(
        "worksheet.html",
        document=annotations.document,
        title=annotations.title,
        language=annotations.document.language,
        codebook=codebook,
        paragraphs=tuple(paragraphs(annotations)),
    )


def answers(key: AnnotationSet, codebook: Codebook) -> str:
    """The sheet for the instructor: each sentence's tag, what is accepted too, and why."""
    found: tuple[tuple[int, Verdict], ...] = tuple(
        (number, verdict(sentence, None, codebook))
        for number, sentence in enumerate(key.sentences, 1)
        if sentence.body and sentence.tag
    )
    return rendered(
        "answers.html", title=f"Answers: {key.title}", language=codebook.language, answers=found
    )
