"""Which of an annotator's passes are compared."""

from dataclasses import dataclass, replace

import pytest

from annotator.model.annotation import AnnotationSet, Status
from annotator.stats.pass_selection import PassChoice, retest_pairs, select_pass, select_passes
from tests.factories import a_document, a_set

DONE, UNDER_WORK, UNUSABLE = Status.FINISHED, None, Status.UNUSABLE


@dataclass(frozen=True)
class Pass:
    number: int
    annotations: AnnotationSet


def passes(*statuses: Status | None, annotator: str = "Ada") -> list[Pass]:
    blank = a_set(annotator=annotator, document=a_document())
    return [Pass(at, replace(blank, status=each)) for at, each in enumerate(statuses, 1)]


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
    chosen = select_passes(passes(*statuses), which, unfinished=unfinished)
    assert [each.number for each in chosen.passes] == expected


@pytest.mark.parametrize(
    ("statuses", "which", "expected"),
    [
        ([DONE, DONE], PassChoice.FIRST, 1),
        ([UNDER_WORK, DONE], PassChoice.FIRST, 2),
        ([DONE, UNDER_WORK], PassChoice.LATEST, 1),
        ([UNDER_WORK, UNDER_WORK], PassChoice.FIRST, 1),
        ([UNDER_WORK, UNDER_WORK], PassChoice.LATEST, 2),
    ],
)
def test_for_a_mark_or_a_measure_one_counts_also_where_none_is_finished(
    statuses: list[Status | None], which: PassChoice, expected: int
) -> None:
    own = [each.annotations for each in passes(*statuses)]
    assert select_pass(own, which) is own[expected - 1]


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
