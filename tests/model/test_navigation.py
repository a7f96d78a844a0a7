"""Where to go next."""

import pytest

from annotator.model.annotation import Sentence
from annotator.model.navigation import body_sentence_before, incomplete_test, unsourced_test
from tests.factories import BACKGROUND, BOOK, CLAIM, CONFIRMATION, NON_RESPONSE, a_sentence


@pytest.mark.parametrize(
    "sentence",
    [
        a_sentence(),
        a_sentence(tag=CONFIRMATION),
        a_sentence(tag=CONFIRMATION, source="a"),
        a_sentence(tag=NON_RESPONSE, answers=("s2",)),
    ],
)
def test_incomplete_is_what_has_no_tag_or_answers_and_lacks_source_or_link(
    sentence: Sentence,
) -> None:
    assert incomplete_test(BOOK)(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        a_sentence(tag=CLAIM),
        a_sentence(tag=BACKGROUND),
        a_sentence(part="caption"),
        a_sentence(tag=CONFIRMATION, part="caption"),
        a_sentence(tag=CONFIRMATION, source="a", answers=("s2",)),
    ],
)
def test_what_lacks_nothing_is_complete(sentence: Sentence) -> None:
    assert not incomplete_test(BOOK)(sentence)


def test_unsourced_is_a_claim_of_the_body_without_a_source() -> None:
    assert unsourced_test(BOOK)(a_sentence(tag=CLAIM))
    for other in (
        a_sentence(tag=CLAIM, source="a"),
        a_sentence(tag=BACKGROUND),
        a_sentence(tag=CLAIM, part="caption"),
    ):
        assert not unsourced_test(BOOK)(other)


def test_the_body_sentence_before_skips_furniture() -> None:
    sentences = (a_sentence("One."), a_sentence("A photo.", part="caption"), a_sentence("Two."))
    assert body_sentence_before(sentences, 2) is sentences[0]
    assert body_sentence_before(sentences, 0) is None
