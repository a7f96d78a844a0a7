"""How far a set is."""

import pytest
from hypothesis import given

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.changes import Diff
from annotator.model.progress import (
    AnnotatorProgress,
    SetProgress,
    annotator_progress,
    count_tags,
    set_progress,
    sum_states,
)
from tests.factories import BACKGROUND, CLAIM, a_sentence, a_set
from tests.strategies import annotation_sets


@given(annotation_sets(), annotation_sets())
def test_counts_that_follow_a_difference_are_those_counted_anew(
    before: AnnotationSet, after: AnnotationSet
) -> None:
    followed = count_tags(before.sentences).after(Diff.between(before, after))
    assert followed == count_tags(after.sentences)


def test_furniture_stands_outside_and_untagged_is_not_background() -> None:
    annotations = a_set(
        a_sentence("Harbour dark", part="title", flag=True),
        a_sentence("It is dark.", CLAIM, flag=True),
        a_sentence("It was built in 1974.", BACKGROUND),
        a_sentence("Why?"),
    )
    progress = count_tags(annotations.sentences)
    assert progress.tags == {CLAIM: 1, BACKGROUND: 1}
    assert (progress.untagged, progress.flagged) == (1, 1)
    assert (progress.tagged, progress.total) == (2, 3)


DONE = SetProgress(Status.FINISHED, "c", total=4, tagged=3, seconds=30, timed=2)
BEGUN = SetProgress(None, "c", total=5, tagged=1, flagged=1, seconds=10, timed=1)
NOT_STARTED = SetProgress(total=6)


def test_of_a_set_the_body_is_counted() -> None:
    annotations = a_set(
        a_sentence("Title", part="title", flag=True),
        a_sentence("One.", "claim", seconds=20),
        a_sentence("Two.", flag=True, seconds=9),
    )
    assert set_progress(annotations) == SetProgress(None, "c" * 64, 2, 1, 1, 20, 1)


def test_a_time_of_nothing_is_a_time() -> None:
    assert sum_states([(True, False, 0), (True, False, None)], None, "c").timed == 1


@pytest.mark.parametrize(
    ("each", "begun", "done"),
    [
        (NOT_STARTED, False, False),
        (BEGUN, True, False),
        (SetProgress(flagged=1), True, False),
        (SetProgress(tagged=1), True, False),
        (DONE, True, True),
        (SetProgress(Status.UNUSABLE), True, True),
    ],
)
def test_a_set_is_begun_by_a_tag_or_a_flag_and_done_by_a_word(
    each: SetProgress, begun: bool, done: bool
) -> None:
    assert (each.is_started, each.is_done) == (begun, done)


def test_what_people_have_adds_up() -> None:
    found = annotator_progress([DONE, BEGUN, NOT_STARTED])
    assert found == AnnotatorProgress(
        assigned=3, done=1, in_progress=1, tagged=4, left=10, pace=40 / 3
    )
    assert found.not_started == 1
    assert found.seconds_left == pytest.approx(400 / 3)


def test_without_times_the_time_left_is_unknown() -> None:
    found = annotator_progress([NOT_STARTED])
    assert (found.pace, found.seconds_left) == (None, None)
    assert annotator_progress([]) == AnnotatorProgress()
