from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.stats.class_results import (
    FULL_SCORE,
    NO_GAIN,
    ClassResults,
    DocumentResults,
    class_results_record,
    vote_gain,
)
from annotator.stats.grading import Grade, GradingConfig, grade_set
from annotator.storage.codebooks import builtin
from tests.project_factories import GRADED_TAGS, a_graded_set, a_grading_key

KEY = a_grading_key()
CONFIG = GradingConfig(builtin())
TAGS = st.sampled_from([None, *(tag.id for tag in builtin().tags)])
ANSWERS = st.tuples(*[TAGS] * (len(GRADED_TAGS) - 1)).map(lambda tags: (None, *tags))
CLASSES = st.lists(ANSWERS, min_size=1, max_size=5)


def graded(name: str, tags: Sequence[str | None]) -> Grade:
    return grade_set(a_graded_set(name, tags), KEY, CONFIG)


def a_class_of(answers: Sequence[Sequence[str | None]]) -> tuple[Grade, ...]:
    return tuple(graded(f"Student {n}", tags) for n, tags in enumerate(answers))


def results_of(
    *votes: Sequence[Sequence[str | None]], missing: Sequence[str] = ()
) -> DocumentResults:
    first, *later = map(a_class_of, votes)
    second = later[0] if later else ()
    return DocumentResults(KEY, builtin(), first, second, missing=tuple(missing))


BACKGROUND_ALL = (None, *["background"] * 5)
WRONG = (None, *["non-response"] * 5)


def test_the_hardest_sentence_is_the_one_with_the_fewest_right_answers() -> None:
    found = results_of([GRADED_TAGS, BACKGROUND_ALL, BACKGROUND_ALL])
    # The first sentence of the body also accepts background, and the last is background.
    assert [each.number for each in found.hardest] == [3, 4, 5]
    assert found.hardest[0].wrong_tags == (("background", 2),)
    assert found.hardest[0].right == 1


@given(CLASSES)
def test_the_confusion_table_counts_each_answer_once(
    answers: list[tuple[str | None, ...]],
) -> None:
    found = results_of(answers)
    replies = [reply for grade in found.first for reply in grade.replies]
    assert sum(row.total for row in found.confusion) == len(replies)
    right = sum(row.given[row.tag] + sum(row.accepted.values()) for row in found.confusion)
    assert right == found.score.numerator == sum(each.right for each in found.sentences)
    for row in found.confusion:
        recall = found.recall[row.tag]
        assert (row.given[row.tag], row.total) == (recall.numerator, recall.denominator)


@given(st.lists(st.tuples(ANSWERS, ANSWERS), min_size=1, max_size=5))
def test_the_gain_is_the_part_of_the_errors_that_was_corrected(
    pairs: list[tuple[tuple[str | None, ...], tuple[str | None, ...]]],
) -> None:
    first, second = (a_class_of([pair[at] for pair in pairs]) for at in (0, 1))
    gain = vote_gain(first, second)
    errors = sum((each.score.denominator or 0) - (each.score.numerator or 0) for each in first)
    if errors == 0:
        assert gain.gain.value is None
        assert gain.gain.reason == FULL_SCORE
    else:
        assert gain.gain.value == pytest.approx((gain.corrected - gain.spoiled) / errors)
        assert isinstance(gain.gain.value, float)
        assert gain.gain.value <= 1


def test_the_gain_is_that_of_the_students_in_both_votes() -> None:
    first = (graded("Ada", WRONG), graded("Ben", GRADED_TAGS))
    gain = vote_gain(first, (graded("Ada", GRADED_TAGS), graded("Cleo", WRONG)))
    assert gain.students == 1
    assert gain.before.numerator == 1
    assert gain.gain.value == 1
    alone = vote_gain(first, (graded("Cleo", WRONG),))
    assert (alone.students, alone.gain.reason) == (0, NO_GAIN)


def test_a_reason_counts_once_although_the_second_vote_repeats_it() -> None:
    one = a_graded_set("Ada", GRADED_TAGS)
    noted = replace(one.sentences[1], note=" She says so. ")
    ada = grade_set(
        replace(one, sentences=(one.sentences[0], noted, *one.sentences[2:])), KEY, CONFIG
    )
    (reason,) = DocumentResults(KEY, builtin(), (ada,), (ada,)).reasons
    assert (reason.number, reason.tag, reason.text) == (2, "claim", "She says so.")


def test_a_student_has_the_scores_of_all_articles_and_none_where_missing() -> None:
    there = results_of([GRADED_TAGS], missing=["Zed"])
    results = ClassResults((there,))
    ada, zed = results.students
    assert [each.numerator for each in ada.scores.values()] == [5]
    assert (zed.name, zed.scores) == ("Zed", {})


def test_without_names_no_name_and_no_reason_is_given() -> None:
    record = class_results_record(
        ClassResults((results_of([GRADED_TAGS, WRONG], [WRONG, WRONG], missing=["Zed"]),)),
        anonymous=True,
    )
    assert "Student" not in str(record)
    assert "Zed" not in str(record)
    assert record["documents"][0]["missing"] == 1
    assert "reasons" not in record["documents"][0]


def test_a_class_without_a_first_vote_has_no_figures() -> None:
    empty = DocumentResults(KEY, builtin(), ())
    assert (empty.sentences, empty.hardest, empty.confusion) == ((), (), ())
    assert empty.score.value is None
    assert empty.gain is None
