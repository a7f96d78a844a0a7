"""Which of an annotator's passes counts."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Status
from annotator.project.pass_selection import (
    ANY_STATUS,
    NumberedSet,
    PassChoice,
    PassRule,
    retest_pairs,
    select_passes,
)
from tests.factories import a_document, a_set

DONE, UNDER_WORK, UNUSABLE = Status.FINISHED, None, Status.UNUSABLE


def passes(*statuses: Status | None, annotator: str = "Ada") -> list[NumberedSet]:
    blank = a_set(annotator=annotator, document=a_document())
    return [NumberedSet(replace(blank, status=each), at) for at, each in enumerate(statuses, 1)]


@pytest.mark.parametrize(
    ("statuses", "which", "unfinished", "expected"),
    [
        ([DONE, DONE, UNDER_WORK], PassChoice.FIRST, False, [1]),
        ([DONE, DONE, UNDER_WORK], PassChoice.LATEST, False, [2]),
        ([DONE, UNDER_WORK], PassChoice.LATEST, True, [1]),
        ([UNDER_WORK], PassChoice.FIRST, False, []),
        ([UNDER_WORK], PassChoice.FIRST, True, [1]),
        ([UNUSABLE], PassChoice.FIRST, True, []),
        ([UNUSABLE, DONE], PassChoice.FIRST, False, [2]),
    ],
)
def test_one_pass_is_chosen(
    statuses: list[Status | None], which: PassChoice, unfinished: bool, expected: list[int]
) -> None:
    chosen = select_passes(passes(*statuses), PassRule(which, unfinished))
    assert [each.number for each in chosen.passes] == expected


def votes(*numbers: int | None, annotator: str = "Ada") -> list[NumberedSet]:
    blank = a_set(annotator=annotator, document=a_document())
    done = replace(blank, status=DONE)
    return [NumberedSet(replace(done, vote=each), at) for at, each in enumerate(numbers, 1)]


@pytest.mark.parametrize(
    ("numbers", "which", "expected"),
    [
        ([1, 2], PassChoice.FIRST, [1]),
        ([1, 2], PassChoice.LATEST, [2]),
        ([2, 3], PassChoice.FIRST, []),
        ([2, 3], PassChoice.LATEST, [2]),
        ([2, 1], PassChoice.FIRST, [2]),
        ([None, 2], PassChoice.FIRST, [1]),
    ],
)
def test_of_the_passes_made_in_class_only_the_first_vote_is_a_first_one(
    numbers: list[int | None], which: PassChoice, expected: list[int]
) -> None:
    chosen = select_passes(votes(*numbers), PassRule(which))
    assert [each.number for each in chosen.passes] == expected


def test_who_joined_in_a_later_vote_is_told_from_who_has_not_finished() -> None:
    chosen = select_passes([*votes(2, 3), *votes(1, annotator="Bo")])
    assert [each.annotator for each in chosen.late] == ["Ada"]
    assert chosen.unfinished == 0


@pytest.mark.parametrize(
    ("statuses", "which", "expected"),
    [
        ([DONE, DONE], PassChoice.FIRST, 1),
        ([UNDER_WORK, DONE], PassChoice.FIRST, 2),
        ([DONE, UNDER_WORK], PassChoice.LATEST, 1),
        ([UNDER_WORK, UNDER_WORK], PassChoice.FIRST, 1),
        ([UNDER_WORK, UNDER_WORK], PassChoice.LATEST, 2),
        ([UNUSABLE, UNDER_WORK], PassChoice.FIRST, 1),
        ([UNUSABLE, DONE], PassChoice.FIRST, 2),
    ],
)
def test_for_a_mark_or_a_measure_one_counts_also_where_none_is_finished(
    statuses: list[Status | None], which: PassChoice, expected: int
) -> None:
    (chosen,) = select_passes(passes(*statuses), replace(ANY_STATUS, which=which)).passes
    assert chosen.number == expected


def test_what_is_left_out_is_counted() -> None:
    chosen = select_passes([*passes(UNDER_WORK), *passes(UNUSABLE, annotator="Bo")])
    assert (chosen.unfinished, chosen.unusable) == (1, 1)


def test_annotators_are_chosen_for_each_by_themselves() -> None:
    chosen = select_passes([*passes(DONE, DONE), *passes(DONE, annotator="Bo")])
    assert [each.annotations.annotator for each in chosen.passes] == ["Ada", "Bo"]


def test_a_second_look_is_set_beside_the_finished_pass_before_it() -> None:
    own = passes(DONE, UNDER_WORK, DONE, UNDER_WORK)
    key = ("Ada", "harbour")
    ((earlier, later),) = retest_pairs(own, {key: 3})
    assert (earlier.number, later.number) == (1, 3)
    assert retest_pairs(own, {key: 4}) == ()
    assert retest_pairs(own, {key: 1}) == ()
    assert retest_pairs(own, {("Bo", "harbour"): 2}) == ()


def test_the_passes_of_excluded_annotators_are_set_aside() -> None:
    ada, bo = passes(DONE), passes(DONE, annotator="Bo")
    chosen = select_passes([*ada, *bo], PassRule(excluded=frozenset({"bo"})))
    assert (chosen.passes, chosen.excluded) == (tuple(ada), tuple(bo))


def test_a_name_in_other_letters_is_the_same_annotator() -> None:
    first, second = *passes(DONE), *passes(UNDER_WORK, DONE, annotator="ADA")[1:]
    chosen = select_passes([second, first])
    assert chosen.passes == (first,)
    assert chosen.repeat_passes == 1
