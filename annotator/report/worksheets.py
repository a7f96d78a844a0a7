"""Pages to print for a class: the codebook, a worksheet with checkboxes, and its answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.answer_key import Verdict, verdict
from annotator.model.codebook import Codebook
from annotator.model.messages import Message
from annotator.report import render
from annotator.text.messages import messages_for


def codebook_page(codebook: Codebook) -> str:
    """A self-contained HTML page with the whole codebook, in the language of the codebook."""
    messages = messages_for(codebook.language)
    sections = (
        (messages.gettext("Kinds of source"), codebook.kinds),
        (messages.gettext("Stances"), codebook.stances),
        (messages.gettext("Furniture (not tagged)"), codebook.parts),
    )
    return render(
        "codebook.html", messages, codebook=codebook, language=codebook.language, sections=sections
    )


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
    """The worksheet as HTML, in the language of the codebook. It shows no annotator's decisions."""
    messages = messages_for(codebook.language)
    return render(
        "worksheet.html",
        messages,
        document=annotations.document,
        title=annotations.title,
        language=messages.language,
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
    messages = messages_for(codebook.language)
    return render(
        "answers.html",
        messages,
        title=messages.translate(Message("Answers: %(title)s", title=key.title)),
        language=messages.language,
        article_language=key.document.language,
        answers=found,
    )
