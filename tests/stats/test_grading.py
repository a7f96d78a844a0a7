from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Answer, Sentence, SetForm
from annotator.model.answer_key import KeyOutcome
from annotator.stats.grading import (
    KEY_WITHOUT_TAGS,
    NO_STANCES,
    GradingConfig,
    changed_grades,
    class_recall,
    class_replies,
    grade_set,
)
from tests.factories import (
    BACKGROUND,
    BOOK,
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_document,
    a_sentence,
    a_set,
    a_source,
)

TAGS = GradingConfig(BOOK)
ALL = GradingConfig(BOOK, sources=True, links=True, aliases={"the Owls": "Night Owls"})
OWLS, PORT = a_source("Night Owls"), a_source("Port Authority")
TAG = st.none() | st.sampled_from([tag.id for tag in BOOK.tags])


def a_key(*sentences: Sentence) -> AnnotationSet:
    default = (
        a_sentence("By Ada.", part="byline"),
        a_sentence("The port is closed.", CLAIM, accepted_tags=(BACKGROUND,)),
        a_sentence("Owls did it.", CLAIM, source=OWLS.id),
        a_sentence(
            "The port denied it.",
            CONFIRMATION,
            source=PORT.id,
            answers=(Answer("s2", "partial"), Answer("s3", "contradicts")),
        ),
        a_sentence("It was silent.", NON_RESPONSE, source=PORT.id, answers=("s3",)),
    )
    return a_set(*(sentences or default), sources=(OWLS, PORT), form=SetForm.KEY)


def work(*tags: str | None, **fields: Any) -> AnnotationSet:
    """A set on the default key's text, with these tags from the second sentence on."""
    key = a_key()
    bare = tuple(Sentence(s.id, s.span, s.paragraph, s.text, s.part) for s in key.sentences)
    tagged = (bare[0], *(replace(s, tag=tag) for s, tag in zip(bare[1:], tags, strict=True)))
    return replace(key, sentences=tagged, sources=(), form=SetForm.ANNOTATIONS, **fields)


def with_sentence(annotations: AnnotationSet, sentence: str, **fields: Any) -> AnnotationSet:
    sentences = (
        replace(each, **fields) if each.id == sentence else each for each in annotations.sentences
    )
    return replace(annotations, sentences=tuple(sentences))


def test_the_score_accepts_what_recall_does_not() -> None:
    found = grade_set(work(BACKGROUND, CLAIM, CONFIRMATION, NON_RESPONSE), a_key(), TAGS)
    assert (found.score.numerator, found.score.denominator) == (4, 4)
    claims = found.recall[CLAIM]
    assert (claims.numerator, claims.denominator) == (1, 2)


def test_untagged_lowers_the_score_and_is_not_counted_as_wrong() -> None:
    found = grade_set(work(None, BACKGROUND, CONFIRMATION, None), a_key(), TAGS)
    assert found.score.value == 0.25
    assert found.counts == {
        KeyOutcome.SAME: 1,
        KeyOutcome.ACCEPTED: 0,
        KeyOutcome.OTHER: 1,
        KeyOutcome.UNTAGGED: 2,
        KeyOutcome.RESEGMENTED: 0,
    }


def test_furniture_is_not_marked_and_a_tag_on_it_is_none() -> None:
    original = work(CLAIM, CLAIM, CONFIRMATION, NON_RESPONSE)
    moved_out = with_sentence(original, "s2", part="caption")
    assert grade_set(original, a_key(), TAGS).score.denominator == 4
    assert grade_set(moved_out, a_key(), TAGS).counts[KeyOutcome.UNTAGGED] == 1


def test_a_sentence_that_was_cut_otherwise_is_counted_apart() -> None:
    whole = work(CLAIM, CLAIM, CONFIRMATION, NON_RESPONSE)
    start, end = whole.sentence("s3").span
    cut = with_sentence(whole, "s3", span=(start, end - 4), text="Owls did")
    found = grade_set(cut, a_key(), TAGS)
    assert (found.counts[KeyOutcome.RESEGMENTED], found.score.value) == (1, 0.75)


def test_sentences_that_the_key_does_not_tag_are_outside_the_mark() -> None:
    key = with_sentence(a_key(), "s5", tag=None)
    assert grade_set(work(None, None, None, CLAIM), key, TAGS).score.denominator == 3


def test_a_key_without_a_tag_gives_no_score_and_says_why() -> None:
    score = grade_set(
        work(None, None, None, None), a_key(a_sentence("By Ada.", part="byline")), TAGS
    ).score
    assert (score.value, score.reason) == (None, KEY_WITHOUT_TAGS)


def test_a_set_on_another_text_is_not_marked() -> None:
    other = replace(work(None, None, None, None), document=a_document(sha256="e" * 64))
    with pytest.raises(ValueError, match="same text"):
        grade_set(other, a_key(), TAGS)


def sourced(tag: str = CLAIM, name: str = "Night Owls") -> AnnotationSet:
    done = with_sentence(work(CLAIM, tag, CONFIRMATION, None), "s3", source="x")
    return replace(done, sources=(a_source(name, id="x"),))


@pytest.mark.parametrize("name", ["Night Owls", "  night  OWLS ", "The owls"])
def test_sources_are_compared_after_folding_and_the_alias_table(name: str) -> None:
    found = grade_set(sourced(name=name), a_key(), ALL).sources
    assert found is not None
    assert (found.share.numerator, found.share.denominator) == (1, 3)
    assert (found.missing, found.extra) == (2, 0)


def test_a_source_that_the_tag_does_not_use_counts_as_none() -> None:
    found = grade_set(sourced(tag=BACKGROUND), a_key(), ALL).sources
    assert found is not None
    assert (found.share.numerator, found.missing) == (0, 3)


def test_another_source_is_neither_right_nor_missing() -> None:
    found = grade_set(sourced(name="Port Authority"), a_key(), ALL).sources
    assert found is not None
    assert (found.share.numerator, found.missing) == (0, 2)


def linked(*answers: Answer, tag: str = CONFIRMATION) -> AnnotationSet:
    return with_sentence(work(CLAIM, CLAIM, tag, NON_RESPONSE), "s4", answers=answers)


def test_links_are_marked_as_pairs_and_stances_where_both_drew_the_link() -> None:
    found = grade_set(
        linked(Answer("s3", "supports"), Answer("s5", "supports")), a_key(), ALL
    ).links
    assert found is not None
    assert (found.f1.numerator, found.f1.denominator) == (2, 5)
    assert found.right == set()
    assert (found.missing, found.extra) == (2, 1)
    assert (found.stances.numerator, found.stances.denominator) == (0, 1)


def test_a_stance_that_no_common_link_has_is_undefined_with_its_reason() -> None:
    found = grade_set(linked(), a_key(), ALL).links
    assert found is not None
    assert found.stances.value is None
    assert found.stances.reason == NO_STANCES
    assert found.f1.value == 0


def test_links_that_the_tag_does_not_use_are_passed_over() -> None:
    found = grade_set(linked(Answer("s3", "contradicts"), tag=CLAIM), a_key(), ALL).links
    assert found is not None
    assert found.f1.numerator == 0


def test_sources_and_links_are_marked_only_where_asked_for() -> None:
    found = grade_set(linked(), a_key(), TAGS)
    assert (found.sources, found.links) == (None, None)


def test_the_key_itself_gets_every_mark_in_full() -> None:
    found = grade_set(replace(a_key(), form=SetForm.ANNOTATIONS), a_key(), ALL)
    assert found.sources is not None
    assert found.links is not None
    assert found.sources.right == {"s3", "s4", "s5"}
    assert found.links.right == {"s4", "s5"}
    figures = (found.score, found.sources.share, found.links.f1, found.links.stances)
    assert [each.value for each in figures] == [1, 1, 1, 1]


def test_the_class_is_shown_sentence_by_sentence_and_tag_by_tag() -> None:
    grades = [
        grade_set(work(CLAIM, CLAIM, CONFIRMATION, None), a_key(), TAGS),
        grade_set(work(BACKGROUND, CONFIRMATION, CONFIRMATION, None), a_key(), TAGS),
        grade_set(work(BACKGROUND, CLAIM, NON_RESPONSE, CLAIM), a_key(), TAGS),
    ]
    first, *_, last = class_replies(grades)
    assert dict(first.tags) == {BACKGROUND: 2, CLAIM: 1}
    assert (first.outcomes[KeyOutcome.ACCEPTED], first.tagged_count) == (2, 3)
    assert (last.outcomes[KeyOutcome.UNTAGGED], last.tagged_count) == (2, 1)
    recall = class_recall(grades)[CLAIM]
    assert (recall.numerator, recall.denominator) == (3, 6)
    assert class_replies([]) == ()


def test_accepting_a_tag_changes_just_the_marks_of_those_who_gave_it() -> None:
    sets = [work(CLAIM, BACKGROUND, None, None), work(CLAIM, CLAIM, None, None)]
    after_key = with_sentence(a_key(), "s3", accepted_tags=(BACKGROUND,))
    before = [grade_set(each, a_key(), TAGS) for each in sets]
    after = [grade_set(each, after_key, TAGS) for each in sets]
    ((old, new),) = changed_grades(before, after)
    assert (old.score.numerator, new.score.numerator) == (1, 2)


@given(st.tuples(TAG, TAG, TAG, TAG), st.lists(TAG.filter(bool), max_size=3))
def test_the_score_is_right_over_asked_and_never_falls_when_more_is_accepted(
    tags: tuple[str | None, ...], also: list[str]
) -> None:
    found = grade_set(work(*tags), a_key(), TAGS)
    assert sum(found.counts.values()) == len(found.replies) == found.score.denominator
    assert (
        found.score.numerator == found.counts[KeyOutcome.SAME] + found.counts[KeyOutcome.ACCEPTED]
    )
    kinder = with_sentence(a_key(), "s3", accepted_tags=tuple(dict.fromkeys(also)))
    after = grade_set(work(*tags), kinder, TAGS)
    assert (after.score.numerator or 0) >= (found.score.numerator or 0)
    assert after.recall == found.recall
