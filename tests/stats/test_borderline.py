from typing import Any

import pytest

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.answer_key import KeyOutcome
from annotator.model.codebook import NearMiss
from annotator.stats.borderline import borderline_sentences
from annotator.stats.grading import ClassReply, lacks_clear_majority
from tests.factories import CLAIM, CONFIRMATION, a_codebook, a_sentence, a_set, a_tag

MISS = NearMiss("The ministry confirmed that talks would begin.", CLAIM, "Nobody had said so.")
BOOK = a_codebook(a_tag(CLAIM), a_tag(CONFIRMATION, key="f", mark="F", near_misses=(MISS,)))


def a_reply(**tags: int) -> ClassReply:
    outcomes = dict.fromkeys(KeyOutcome, 0)
    return ClassReply(a_sentence(tag=CLAIM), tags, outcomes)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"claim": 1, "confirmation": 1}, True),
        ({"claim": 2, "confirmation": 1}, True),
        ({"claim": 3, "confirmation": 1}, False),
        ({"claim": 1}, False),
        ({}, False),
    ],
)
def test_people_are_split_where_no_tag_has_three_votes_in_four(
    tags: dict[str, int], expected: bool
) -> None:
    assert lacks_clear_majority(a_reply(**tags)) is expected


def a_key(text: str, **fields: Any) -> AnnotationSet:
    return a_set(a_sentence(text, CLAIM, **fields), form=SetForm.KEY)


def test_a_split_sentence_is_a_border_and_lacks_both_until_it_has_them() -> None:
    (border,) = borderline_sentences(
        a_key("The port is closed."), (a_reply(claim=1, confirmation=1),), BOOK
    )
    assert border.missing == ("an alternative", "an explanation")
    assert dict(border.tag_counts) == {"claim": 1, "confirmation": 1}
    settled = a_key("The port is closed.", accepted_tags=(CONFIRMATION,), explanation="Because.")
    (border,) = borderline_sentences(settled, (a_reply(claim=1, confirmation=1),), BOOK)
    assert border.missing == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor also confirmed that the road was shut.", True),
        ("The talks would begin soon, the ministry said.", True),
        ("The mayor said that the road was shut.", False),
    ],
)
def test_a_sentence_that_resembles_a_near_miss_is_a_border_without_any_vote(
    text: str, expected: bool
) -> None:
    assert bool(borderline_sentences(a_key(text), (), BOOK)) is expected


def test_what_resembles_a_near_miss_and_has_the_tag_that_it_looks_like_is_none() -> None:
    key = a_set(a_sentence("The mayor confirmed it.", CONFIRMATION), form=SetForm.KEY)
    assert borderline_sentences(key, (), BOOK) == ()
