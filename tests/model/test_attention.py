"""Seconds of attention: idle time capped, written with a decision and never without one."""

from annotator.model.attention import IDLE, Attention
from annotator.model.boundaries import Join
from annotator.model.edits import Flagged, Tagged
from annotator.model.session import Session
from tests.builders import BACKGROUND, CLAIM, a_codebook, a_set


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Sitting:
    """Somebody at a set of two sentences."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.attention = Attention(self.clock)
        annotations = a_set("One.", "Two.")
        self.session = Session(annotations, a_codebook(), attention=self.attention)

    def look(self, sentence: str, seconds: float) -> None:
        self.attention.looks_at(sentence)
        self.clock.now += seconds

    def tag(self, sentence: str, tag: str = CLAIM) -> None:
        self.session.do(Tagged((sentence,), tag))

    @property
    def seconds(self) -> list[int | None]:
        return [each.seconds for each in self.session.annotations.sentences]


def test_the_time_until_a_decision_is_written_with_it() -> None:
    sitting = Sitting()
    sitting.look("s1", 7)
    sitting.tag("s1")
    sitting.look("s2", 4)
    sitting.tag("s2")
    assert sitting.seconds == [7, 4]


def test_time_adds_up_over_visits_and_over_decisions() -> None:
    sitting = Sitting()
    sitting.look("s1", 3)
    sitting.look("s2", 2)
    sitting.look("s1", 5)
    sitting.tag("s1")
    assert sitting.seconds == [8, None]
    sitting.look("s1", 2)
    sitting.tag("s1", BACKGROUND)
    assert sitting.seconds == [10, None]


def test_who_is_away_counts_as_idle_after_a_minute() -> None:
    sitting = Sitting()
    sitting.look("s1", 3600)
    sitting.look("s1", 1)
    sitting.tag("s1")
    assert sitting.seconds == [IDLE + 1, None]


def test_looking_alone_changes_nothing_and_so_saves_nothing() -> None:
    sitting = Sitting()
    before = sitting.session.annotations
    sitting.look("s1", 9)
    sitting.look("s2", 9)
    assert sitting.session.do(Flagged(("s1",), flag=False)) is None
    assert sitting.session.annotations is before
    assert sitting.session.revision == 0


def test_what_is_rounded_off_is_not_lost_and_undo_takes_the_time_with_the_tag() -> None:
    sitting = Sitting()
    for number in range(10):
        sitting.look("s1", 0.6)
        sitting.tag("s1", (CLAIM, BACKGROUND)[number % 2])
    assert sitting.seconds == [6, None]
    change = sitting.session.undo()
    assert change is not None
    assert change.words == "undone: 1: background"
    assert sitting.seconds == [5, None]


def test_without_a_clock_no_time_is_kept() -> None:
    session = Session(a_set("One."), a_codebook())
    session.do(Tagged(("s1",), CLAIM))
    assert session.annotations.sentences[0].seconds is None


def test_what_was_looked_at_before_it_was_joined_to_another_stops_nothing() -> None:
    sitting = Sitting()
    sitting.look("s2", 4)
    sitting.look("s1", 3)
    sitting.session.do(Join("s1", " "))
    assert sitting.seconds == [3]
