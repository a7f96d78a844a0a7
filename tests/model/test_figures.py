"""How far a set and a person are."""

import pytest

from annotator.model.annotation import Status
from annotator.model.figures import Figures, Standing, figures, standing, sum_up
from tests.builders import a_sentence, a_set

DONE = Figures(Status.FINISHED, "c", total=4, tagged=3, seconds=30, timed=2)
BEGUN = Figures(None, "c", total=5, tagged=1, flagged=1, seconds=10, timed=1)
UNTOUCHED = Figures(total=6)


def test_of_a_set_the_body_is_counted() -> None:
    annotations = a_set(
        a_sentence("Title", part="title", flag=True),
        a_sentence("One.", "claim", seconds=20),
        a_sentence("Two.", flag=True, seconds=9),
    )
    assert figures(annotations) == Figures(None, "c" * 64, 2, 1, 1, 20, 1)


def test_a_time_of_nothing_is_a_time() -> None:
    assert sum_up([(True, False, 0), (True, False, None)], None, "c").timed == 1


@pytest.mark.parametrize(
    ("each", "begun", "done"),
    [
        (UNTOUCHED, False, False),
        (BEGUN, True, False),
        (Figures(flagged=1), True, False),
        (Figures(tagged=1), True, False),
        (DONE, True, True),
        (Figures(Status.UNUSABLE), True, True),
    ],
)
def test_a_set_is_begun_by_a_tag_or_a_flag_and_done_by_a_word(
    each: Figures, begun: bool, done: bool
) -> None:
    assert (each.begun, each.done) == (begun, done)


def test_what_people_have_adds_up() -> None:
    found = standing([DONE, BEGUN, UNTOUCHED])
    assert found == Standing(assigned=3, done=1, begun=1, tagged=4, left=10, pace=40 / 3)
    assert found.untouched == 1
    assert found.seconds_left == pytest.approx(400 / 3)


def test_without_times_nobody_knows_how_long_the_rest_takes() -> None:
    found = standing([UNTOUCHED])
    assert (found.pace, found.seconds_left) == (None, None)
    assert standing([]) == Standing()
