from dataclasses import replace

import pytest

from annotator.model.annotation import AnnotationSet, Form, Status
from annotator.model.codebook import NearMiss
from annotator.model.practice import Practice, blank, verdict
from tests.builders import (
    BACKGROUND,
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_codebook,
    a_sentence,
    a_set,
    a_source,
    a_tag,
)

MISS = NearMiss("The ministry confirmed talks.", CLAIM, "Nobody had said so.")
BOOK = a_codebook(
    a_tag(CLAIM, decision="Is something put forward?"),
    a_tag(CONFIRMATION, key="f", mark="F", near_misses=(MISS,)),
    a_tag(NON_RESPONSE),
    a_tag(BACKGROUND),
)


def a_key() -> AnnotationSet:
    return a_set(
        a_sentence("By Ada.", part="byline"),
        a_sentence("The port is closed.", CLAIM, also=(BACKGROUND,), explanation="It is news."),
        a_sentence("The mayor confirmed it.", CLAIM),
        a_sentence("It was silent.", NON_RESPONSE),
        form=Form.KEY,
    )


@pytest.mark.parametrize(
    ("sentence", "tag", "lines"),
    [
        (
            "s2",
            CLAIM,
            ("The key says so too: claim.", "It would also accept background.", "It is news."),
        ),
        ("s2", BACKGROUND, ("The key says claim, and accepts background too.", "It is news.")),
        (
            "s2",
            CONFIRMATION,
            (
                "The key says claim, not confirmation.",
                "It would also accept background.",
                "It is news.",
            ),
        ),
        (
            "s3",
            CONFIRMATION,
            (
                "The key says claim, not confirmation.",
                "Is something put forward?",
                "Compare: “The ministry confirmed talks.” Nobody had said so.",
            ),
        ),
        ("s4", CLAIM, ("The key says non-response, not claim.", "what a non-response is")),
    ],
)
def test_the_key_says_at_once_whether_it_agrees_and_why(
    sentence: str, tag: str, lines: tuple[str, ...]
) -> None:
    assert Practice(a_key(), BOOK).verdict(sentence, tag).lines == lines


def test_a_sentence_without_a_tag_is_told_the_keys() -> None:
    assert verdict(a_key().sentence("s4"), None, BOOK).headline == "The key says non-response."


def test_practice_goes_through_what_the_key_asks_for() -> None:
    practice = Practice(a_key(), BOOK)
    seen = []
    while practice.following is not None:
        seen.append(practice.following.id)
        practice = practice.answered(practice.following.id, CLAIM)
    assert seen == ["s2", "s3", "s4"]


def test_the_summary_counts_the_first_answer_however_often_one_tries_again() -> None:
    practice = Practice(a_key(), BOOK).answered("s2", CONFIRMATION).answered("s2", CLAIM)
    practice = practice.answered("s4", NON_RESPONSE)
    assert practice.summary_lines == (
        "1 of 2 answers agreed with the key.",
        "1 of 3 sentences was not answered.",
        "claim: 0 of 1; instead you said confirmation (1).",
        "non-response: 1 of 1.",
    )


def test_an_accepted_tag_agrees_and_is_no_confusion() -> None:
    practice = Practice(a_key(), BOOK).answered("s2", BACKGROUND)
    assert practice.summary_lines[0] == "1 of 1 answer agreed with the key."
    assert practice.summary[0].taken_for == {}


def test_practice_leaves_the_key_as_it_is() -> None:
    practice = Practice(a_key(), BOOK)
    practice.answered("s2", BACKGROUND)
    assert practice == Practice(a_key(), BOOK)


def test_a_blank_sheet_has_the_keys_sentences_and_none_of_its_answers() -> None:
    key = replace(a_key(), status=Status.FINISHED, sources=(a_source(),))
    sheet = blank(key, "Bo")
    assert [each.text for each in sheet.sentences] == [each.text for each in key.sentences]
    assert (sheet.form, sheet.status, sheet.sources) == (Form.ANNOTATIONS, None, ())
    assert {(each.tag, each.also, each.explanation) for each in sheet.sentences} == {
        (None, (), None)
    }
    assert sheet.sentences[0].part == "byline"
