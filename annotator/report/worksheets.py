"""Pages to print for a class: the codebook, a worksheet with checkboxes, and its answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.answer_key import Verdict, verdict
from annotator.model.codebook import Codebook
from annotator.report import render


def codebook_page(codebook: Codebook) -> str:
    """A self-contained HTML page with the whole codebook."""
    sections = (
        ("Kinds of source", codebook.kinds),
        ("Stances", codebook.stances),
        ("Furniture (not tagged)", codebook.parts),
    )
    return render("codebook.html", codebook=codebook, sections=sections)


@dataclass(frozen=True, slots=True)
class NumberedSentence:
    """A sentence with its number on the screen, from 1."""

    number: int
    sentence: Sentence


def paragraphs(annotations: AnnotationSet) -> Iterator[tuple[NumberedSentence, ...]]:
    """The sentences by paragraph, including furniture."""
    numbered = (
        NumberedSentence(number, each) for number, each in enumerate(annotations.sentences, 1)
    )
    for _, group in groupby(numbered, key=lambda each: each.sentence.paragraph):
        yield tuple(group)


def worksheet_page(annotations: AnnotationSet, codebook: Codebook) -> str:
    """The worksheet as HTML. It shows no decisions of any annotator."""
    return render(
        "worksheet.html",
        document=annotations.document,
        title=annotations.title,
        language=annotations.document.language,
        codebook=codebook,
        paragraphs=tuple(paragraphs(annotations)),
    )


def answer_page(key: AnnotationSet, codebook: Codebook) -> str:
    """The answers as HTML, for the teacher: each sentence's tag, accepted tags, and why."""
    found: tuple[tuple[int, Verdict], ...] = tuple(
        (number, verdict(sentence, None, codebook))
        for number, sentence in enumerate(key.sentences, 1)
        if sentence.body and sentence.tag
    )
    return render(
        "answers.html", title=f"Answers: {key.title}", language=codebook.language, answers=found
    )
