"""A text put together from its sentences."""

from dataclasses import replace

import pytest

from annotator.formats.set_builder import MAX_GAP, join_sentences, recover_text
from annotator.model.annotation import AnnotationSet, text_hash
from annotator.model.errors import DataError
from tests.factories import a_cut_article, a_document, a_sentence, a_set

CUT = a_cut_article("One.", "Two.")


def of_text(text: str) -> AnnotationSet:
    """A set on the two sentences, said to be made on this text."""
    return a_set("One.", "Two.", document=a_document(sha256=text_hash(text)))


def test_what_stands_between_sentences_is_put_there_where_it_is_known() -> None:
    assert join_sentences(CUT.sentences, ["", "\n\n"], "\n") == ("One.\n\nTwo.\n", False)


def test_what_is_not_known_is_guessed_by_its_width_and_by_the_paragraphs() -> None:
    assert join_sentences(CUT.sentences, [None, None]) == ("One.\n\nTwo.", True)
    assert join_sentences(a_set("One.", "Two.").sentences, [None, None]) == ("One. Two.", True)


def test_a_sentence_further_off_than_in_any_article_is_refused() -> None:
    far = a_sentence("Far.", start=MAX_GAP + 1)
    assert len(join_sentences([a_sentence("Far.", start=MAX_GAP)], [None])[0]) == MAX_GAP + 4
    with pytest.raises(ValueError, match="100,001 code points after"):
        join_sentences([far], [None])
    with pytest.raises(DataError, match="f: s1 begins 100,001"):
        recover_text(replace(a_set("Far."), sentences=(far,)), "f")


@pytest.mark.parametrize("text", ["One. Two.", "One. Two.\n"])
def test_a_text_is_recovered_where_its_hash_says_so(text: str) -> None:
    assert recover_text(of_text(text), "f") == (text, True)


def test_a_text_of_another_hash_is_said_to_be_guessed() -> None:
    assert recover_text(of_text("One.  Two."), "f") == ("One. Two.", False)
