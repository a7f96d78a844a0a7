from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Source, text_hash
from annotator.model.reanchor import ReanchorResult, reanchor
from tests.factories import a_set_on, split_at_stops


def tagged(text: str) -> AnnotationSet:
    """A set in which each sentence's note is its own id."""
    plain = a_set_on(text)
    sentences = tuple(replace(each, tag="claim", note=each.id) for each in plain.sentences)
    return replace(plain, sentences=sentences)


def onto(annotations: AnnotationSet, text: str) -> ReanchorResult:
    result = reanchor(annotations, text, text_hash(text), split_at_stops(text))
    for sentence in result.annotations.sentences:
        assert text[slice(*sentence.span)] == sentence.text
    return result


def told(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(each.id for each in sentences)


def test_on_the_same_text_nothing_changes() -> None:
    text = "One said so. Two did not.\nThree left."
    before = tagged(text)
    result = onto(before, text)
    assert result.annotations == before
    assert result.found_ids == ("s1", "s2", "s3")
    assert (result.lost, result.ambiguous, result.added, result.dropped_links) == ((), (), (), ())


def test_text_put_in_before_moves_spans_and_cues_and_paragraphs() -> None:
    before = tagged("Police said so.")
    cued = replace(before.sentences[0], cue=Cue("said", (7, 11)))
    text = "New first line.\nPolice said so."
    result = onto(replace(before, sentences=(cued,)), text)
    moved = result.annotations.sentence("s1")
    assert (moved.span, moved.paragraph, moved.tag) == ((16, 31), 2, "claim")
    assert moved.cue == Cue("said", (23, 27))
    assert text[23:27] == "said"


def test_new_text_becomes_new_untagged_sentences_under_new_ids() -> None:
    result = onto(tagged("One left. Four left."), "One left. Two came. Three came. Four left.")
    assert [(each.id, each.tag) for each in result.annotations.sentences] == [
        ("s1", "claim"),
        ("s3", None),
        ("s4", None),
        ("s2", "claim"),
    ]
    assert result.added == ("s3", "s4")
    assert result.annotations.next_id == 5


def test_a_sentence_that_is_gone_is_listed_with_what_was_decided() -> None:
    result = onto(tagged("One left. Two left. Three left."), "One left. Three left.")
    assert result.found_ids == ("s1", "s3")
    assert [(each.id, each.note) for each in result.lost] == [("s2", "s2")]


def test_a_changed_sentence_is_lost_and_its_new_wording_is_new() -> None:
    result = onto(tagged("One left. Two left."), "One left. Two have left.")
    assert told(result.lost) == "s2"
    assert result.annotations.sentences[1].text == "Two have left."
    assert result.annotations.sentences[1].tag is None


def test_repeated_sentences_are_told_apart_by_their_neighbours() -> None:
    before = tagged("One left. No comment. Two left. No comment. Three left.")
    result = onto(before, "One left. Two left. No comment. Three left.")
    assert result.found_ids == ("s1", "s3", "s4", "s5")
    assert told(result.lost) == "s2"


def test_repeated_sentences_that_come_as_often_as_before_keep_their_order() -> None:
    before = tagged("No comment. No comment. One left.")
    result = onto(before, "New line. No comment. No comment. One left.")
    assert result.found_ids == ("s1", "s2", "s3")
    assert [each.note for each in result.annotations.sentences] == [None, "s1", "s2", "s3"]


@pytest.mark.parametrize("times", [1, 3])
def test_repeated_sentences_that_can_not_be_told_apart_are_listed(times: int) -> None:
    before = tagged("One left. No comment. No comment. Two left.")
    result = onto(before, f"One left. {'No comment. ' * times}Two left.")
    assert result.found_ids == ("s1", "s4")
    assert told(result.ambiguous) == "s2 s3"
    assert len(result.added) == times


def test_a_sentence_moved_past_another_is_listed_rather_than_guessed() -> None:
    result = onto(tagged("One left. Two left. Three left."), "Two left. Three left. One left.")
    assert result.found_ids == ("s2", "s3")
    assert told(result.lost) == "s1"


def test_the_words_of_a_sentence_within_a_longer_one_are_not_that_sentence() -> None:
    before = tagged("He said it. Why he said it. Two left.")
    text = "Why He said it. Two left."
    shorter = replace(before.sentences[0], text="He said it.")
    longer = replace(before.sentences[1], text="Why He said it.")
    result = onto(replace(before, sentences=(shorter, longer, before.sentences[2])), text)
    assert result.found_ids == ("s2", "s3")
    assert told(result.lost) == "s1"


def test_a_sentence_is_not_found_inside_a_word() -> None:
    before = tagged("It rained. Art is long.")
    result = onto(before, "It rained. Start is long. Cart is long.")
    assert told(result.lost) == "s2"


def test_an_answer_to_a_lost_claim_is_listed_and_dropped() -> None:
    before = tagged("One left. Two left. Three left.")
    first, second, third = before.sentences
    third = replace(third, answers=(Answer("s1", "partial"), Answer("s2", "supports")))
    result = onto(replace(before, sentences=(first, second, third)), "Two left. Three left.")
    assert result.annotations.sentence("s3").answers == (Answer("s2", "supports"),)
    assert result.dropped_links == (("s3", "s1"),)


def test_a_source_that_only_lost_sentences_named_leaves_unless_it_is_concerned() -> None:
    before = tagged("One left. Two left.")
    first, second = before.sentences
    result = onto(
        replace(
            before,
            sources=(Source("ada", "Ada"), Source("port", "Port", concerned=True)),
            sentences=(replace(first, source="ada"), second),
        ),
        "Two left.",
    )
    assert [each.id for each in result.annotations.sources] == ["port"]


def test_furniture_in_new_text_is_furniture() -> None:
    text = "Headline here. One left."
    fresh = split_at_stops(text)
    fresh = (replace(fresh[0], part="title"), fresh[1])
    result = reanchor(tagged("One left."), text, text_hash(text), fresh)
    assert [each.part for each in result.annotations.sentences] == ["title", None]


def test_a_sentence_split_by_hand_is_found_by_its_halves() -> None:
    before = tagged("One left and two came.")
    whole = before.sentences[0]
    left = replace(whole, span=(0, 8), text="One left")
    right = Sentence("s2", (9, 22), 1, "and two came.")
    split = replace(before, sentences=(left, right), next_id=3)
    result = onto(split, "First this. One left and two came.")
    assert [each.text for each in result.annotations.sentences] == [
        "First this.",
        "One left",
        "and two came.",
    ]


def test_a_text_of_nothing_known_loses_all_and_says_so() -> None:
    result = onto(tagged("One left. Two left."), "Else.")
    assert told(result.lost) == "s1 s2"
    assert [each.text for each in result.annotations.sentences] == ["Else."]
    assert onto(tagged("One left."), "").annotations.sentences == ()


SENTENCES = st.lists(
    st.sampled_from(["Ab.", "Ab ab.", "Cd ab.", "Cd.", "Ef gh.", "No."]), max_size=9
)


@given(SENTENCES, SENTENCES)
def test_every_sentence_is_kept_or_listed_and_all_text_is_covered(
    before: list[str], after: list[str]
) -> None:
    old, text = tagged(" ".join(before)), " ".join(after)
    result = onto(old, text)
    listed = [*result.found_ids, *(each.id for each in (*result.lost, *result.ambiguous))]
    assert sorted(listed) == sorted(each.id for each in old.sentences)
    assert " ".join(each.text for each in result.annotations.sentences) == text
    spans = [each.span for each in result.annotations.sentences]
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    kept = [each for each in result.annotations.sentences if each.id in result.found_ids]
    assert [each.id for each in kept] == list(result.found_ids)
    assert all(each.note == each.id for each in kept)


def test_two_thousand_sentences_are_found_without_a_long_wait() -> None:
    text = " ".join(f"Sentence number {number} stands here." for number in range(2000))
    result = onto(tagged(text), f"New. {text} New.")
    assert len(result.found_ids) == 2000
