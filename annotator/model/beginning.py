"""The first state of an annotation set: an article's sentences, none of them tagged."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from annotator.model.annotation import AnnotationSet, Form, Sentence
from annotator.model.codebook import CodebookReference
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


class CutArticle(NamedTuple):
    """An article and its sentences, untagged: what every annotator of it begins with.

    Attributes:
        article: The article.
        sentences: With spans, paragraphs and parts, and nothing decided.
        next_id: The number of the next new sentence.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    next_id: int

    @classmethod
    def of(cls, article: Article, pieces: Iterable[Cut]) -> "CutArticle":
        """The article with a sentence for each piece, numbered from s1."""
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
        return cls(article, sentences, len(sentences) + 1)

    def begun_by(
        self, annotator: str, codebook: CodebookReference, form: Form = Form.ANNOTATIONS
    ) -> AnnotationSet:
        """An annotation set in which nothing is decided yet."""
        return AnnotationSet(
            self.article.document,
            annotator,
            codebook,
            self.sentences,
            next_id=self.next_id,
            form=form,
        )
