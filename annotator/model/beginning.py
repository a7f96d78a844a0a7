"""The first state of an annotation set: an article's sentences, none of them tagged."""

from collections.abc import Iterable
from typing import Protocol

from annotator.model.annotation import AnnotationSet, Form, Sentence
from annotator.model.codebook import Codebook
from annotator.model.document import Article


class Cut(Protocol):
    """A sentence as cut: its span in code points, its paragraph from 1, its part if furniture."""

    @property
    def start(self) -> int: ...  # noqa: D102 (said by the class)
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def paragraph(self) -> int: ...  # noqa: D102
    @property
    def part(self) -> str | None: ...  # noqa: D102


def begin(
    article: Article,
    pieces: Iterable[Cut],
    annotator: str,
    codebook: Codebook,
    form: Form = Form.ANNOTATIONS,
) -> AnnotationSet:
    """An annotation set of an article as cut into `pieces`, with nothing decided yet."""
    sentences = tuple(
        Sentence(
            f"s{number}",
            (piece.start, piece.end),
            piece.paragraph,
            article.text[piece.start : piece.end],
            piece.part,
        )
        for number, piece in enumerate(pieces, 1)
    )
    return AnnotationSet(
        article.document,
        annotator,
        codebook.reference,
        sentences,
        next_id=len(sentences) + 1,
        form=form,
    )
