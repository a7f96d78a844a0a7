"""What every annotator of an article begins with."""

from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Form, Sentence
from annotator.model.beginning import CutArticle
from annotator.model.codebook import CodebookReference
from tests.builders import a_cut_article

BOOK = CodebookReference("attribution", "1", "c" * 64)


@dataclass(frozen=True)
class Piece:
    """A sentence as it is cut."""

    start: int
    end: int
    paragraph: int
    part: str | None = None


def test_pieces_become_sentences_numbered_from_one_with_their_words() -> None:
    article = a_cut_article("Dark", "It is.").article
    cut = CutArticle.of(article, [Piece(0, 4, 1, "title"), Piece(6, 12, 2)])
    assert cut.sentences == (
        Sentence("s1", (0, 4), 1, "Dark", "title"),
        Sentence("s2", (6, 12), 2, "It is."),
    )
    assert cut.next_id == 3


def test_an_article_without_sentences_begins_at_the_first_number() -> None:
    assert CutArticle.of(a_cut_article().article, []).next_id == 1


def test_whoever_begins_has_decided_nothing() -> None:
    cut = a_cut_article("One.", "Two.")
    assert cut.begun_by("Ada", BOOK, Form.KEY) == AnnotationSet(
        cut.article.document, "Ada", BOOK, cut.sentences, next_id=3, form=Form.KEY
    )
    assert cut.begun_by("Ada", BOOK).form is Form.ANNOTATIONS
