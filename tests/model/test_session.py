"""Seconds of attention: idle time capped, written with a decision and never without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.edits import JoinSentences, SetFlag, SetNote, SetStatus, SetTag
from annotator.model.errors import DataError
from annotator.model.lint import (
    Finding,
    Severity,
    lint_set,
    set_inconsistencies,
    text_inconsistencies,
)
from annotator.model.progress import count_tags
from annotator.model.session import MAX_IDLE_SECONDS, Attention, Session, SessionChange
from annotator.storage.sets import parse, render
from tests.factories import BACKGROUND, CLAIM, Clock, a_codebook, a_sentence, a_set, parts_of
from tests.strategies import edits, tagged_articles


class TimedSession:
    """A session on a set of two sentences, and a clock for its seconds."""

    def __init__(self) -> None:
        self.clock = Clock(100.0)
        self.attention = Attention(self.clock)
        annotations = a_set("One.", "Two.")
        self.session = Session(annotations, a_codebook(), attention=self.attention)

    def look(self, sentence: str, seconds: float) -> None:
        self.attention.look_at(sentence)
        self.clock.now += seconds

    def tag(self, sentence: str, tag: str = CLAIM) -> None:
        self.session.apply(SetTag((sentence,), tag))

    @property
    def seconds(self) -> list[int | None]:
        return [each.seconds for each in self.session.annotations.sentences]


def test_the_time_until_a_decision_is_written_with_it() -> None:
    sitting = TimedSession()
    sitting.look("s1", 7)
    sitting.tag("s1")
    sitting.look("s2", 4)
    sitting.tag("s2")
    assert sitting.seconds == [7, 4]


def test_time_adds_up_over_visits_and_over_decisions() -> None:
    sitting = TimedSession()
    sitting.look("s1", 3)
    sitting.look("s2", 2)
    sitting.look("s1", 5)
    sitting.tag("s1")
    assert sitting.seconds == [8, None]
    sitting.look("s1", 2)
    sitting.tag("s1", BACKGROUND)
    assert sitting.seconds == [10, None]


def test_who_is_away_counts_as_idle_after_a_minute() -> None:
    sitting = TimedSession()
    sitting.look("s1", 3600)
    sitting.look("s1", 1)
    sitting.tag("s1")
    assert sitting.seconds == [MAX_IDLE_SECONDS + 1, None]


def test_looking_alone_changes_nothing_and_so_saves_nothing() -> None:
    sitting = TimedSession()
    before = sitting.session.annotations
    sitting.look("s1", 9)
    sitting.look("s2", 9)
    assert sitting.session.apply(SetFlag(("s1",), flag=False)) is None
    assert sitting.session.annotations is before
    assert sitting.session.revision == 0


def test_what_is_rounded_off_is_not_lost_and_undo_takes_the_time_with_the_tag() -> None:
    sitting = TimedSession()
    for number in range(10):
        sitting.look("s1", 0.6)
        sitting.tag("s1", (CLAIM, BACKGROUND)[number % 2])
    assert sitting.seconds == [6, None]
    change = sitting.session.undo()
    assert change is not None
    assert change.description == "undone: 1: background"
    assert sitting.seconds == [5, None]


def test_without_a_clock_no_time_is_kept() -> None:
    session = Session(a_set("One."), a_codebook())
    session.apply(SetTag(("s1",), CLAIM))
    assert session.annotations.sentences[0].seconds is None


def test_what_was_looked_at_before_it_was_joined_to_another_stops_nothing() -> None:
    sitting = TimedSession()
    sitting.look("s2", 4)
    sitting.look("s1", 3)
    sitting.session.apply(JoinSentences("s1", " "))
    assert sitting.seconds == [3]


def do(session: Session, data: DataObject, text: str) -> SessionChange | None:
    """Carry out an edit that Hypothesis chooses; None where it changes nothing or is refused."""
    try:
        return session.apply(data.draw(edits(text, session.annotations)))
    except (DataError, KeyError):
        return None


def errors(annotations: AnnotationSet) -> list[Finding]:
    """What `annotator check` calls an error."""
    found = lint_set(annotations, a_codebook())
    return [finding for finding in found if finding.severity is Severity.ERROR]


@given(tagged_articles(), st.data())
def test_undoing_every_edit_leads_back_and_redoing_forth(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, annotations = article
    session = Session(annotations, a_codebook())
    tries = range(data.draw(st.integers(1, 6)))
    states = [annotations, *(session.annotations for _ in tries if do(session, data, text))]
    for state in reversed(states[:-1]):
        assert session.undo() is not None
        assert session.annotations == state
    assert session.undo() is None
    for state in states[1:]:
        assert session.redo() is not None
        assert session.annotations == state
    assert session.redo() is None


@given(tagged_articles(), st.data())
def test_whatever_is_done_the_set_holds_together_and_can_be_saved(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, annotations = article
    session = Session(annotations, a_codebook())
    for _ in range(data.draw(st.integers(1, 6))):
        do(session, data, text)
        assert not errors(session.annotations)
        assert not list(set_inconsistencies(parts_of(session.annotations)))
        assert not list(text_inconsistencies(text, session.annotations.sentences))
        assert parse(render(session.annotations), "file") == session.annotations


@given(tagged_articles(), st.data())
def test_progress_and_positions_follow_every_step_as_if_counted_anew(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, annotations = article
    session = Session(annotations, a_codebook())
    for step in data.draw(st.lists(st.sampled_from(["do", "do", "undo", "redo"]), max_size=8)):
        if step == "do":
            do(session, data, text)
        else:
            session.undo() if step == "undo" else session.redo()
        sentences = session.annotations.sentences
        assert session.tag_counts == count_tags(sentences)
        assert dict(session.annotations.positions) == {
            each.id: at for at, each in enumerate(sentences)
        }


def test_every_state_has_a_revision_of_its_own() -> None:
    session = Session(a_set("One.", "Two."), a_codebook())
    changes = [
        session.apply(SetTag(("s1",), CLAIM)),
        session.undo(),
        session.redo(),
        session.apply(SetTag(("s2",), CLAIM)),
    ]
    assert [change.revision for change in changes if change] == [1, 2, 3, 4]


def test_an_edit_that_changes_nothing_is_none_and_leaves_redo_alone() -> None:
    session = Session(a_set("One."), a_codebook())
    session.apply(SetTag(("s1",), CLAIM))
    session.undo()
    assert session.apply(SetFlag(("s1",), flag=False)) is None
    assert session.redo() is not None


def test_a_new_edit_takes_the_way_forth() -> None:
    session = Session(a_set("One."), a_codebook())
    session.apply(SetTag(("s1",), CLAIM))
    session.undo()
    session.apply(SetNote("s1", "why?"))
    assert session.redo() is None


def test_what_is_only_looked_at_takes_no_edit() -> None:
    session = Session(a_set(), a_codebook(), read_only="Ada has it open")
    with pytest.raises(DataError, match="Ada has it open"):
        session.apply(SetTag(("s1",), CLAIM))


def test_a_finished_pass_takes_no_edit_until_it_is_open_again() -> None:
    session = Session(a_set(status=Status.FINISHED), a_codebook())
    with pytest.raises(DataError, match="finished"):
        session.apply(SetTag(("s1",), CLAIM))
    session.apply(SetStatus(None))
    assert session.apply(SetTag(("s1",), CLAIM)) is not None


def test_undo_says_in_words_what_was_undone() -> None:
    session = Session(a_set(a_sentence("One.")), a_codebook())
    session.apply(SetTag(("s1",), CLAIM))
    undone = session.undo()
    assert undone is not None
    assert undone.description == "undone: 1: claim"


def test_the_last_change_is_what_the_next_undo_takes_back() -> None:
    session = Session(a_set("One.", "Two."), a_codebook())
    changes: list[SessionChange | None] = [session.last_change]
    changes += [session.apply(SetTag((each,), CLAIM)) for each in ("s1", "s2")]
    assert changes[0] is None
    assert session.last_change is changes[2]
    session.undo()
    assert session.last_change is changes[1]
