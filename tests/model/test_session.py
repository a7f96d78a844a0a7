"""The session: doing, undoing and redoing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.consistency import Finding, Weight, faults
from annotator.model.edits import Flagged, Marked, Noted, Tagged
from annotator.model.faults import Refused
from annotator.model.progress import count
from annotator.model.session import Change, Session
from annotator.model.structure import misfits, misfits_with
from annotator.storage.annotations import parse, render
from tests.builders import CLAIM, a_codebook, a_sentence, a_set, parts_of
from tests.strategies import edits, tagged_articles


def do(session: Session, data: DataObject, text: str) -> Change | None:
    """Carry out an edit that Hypothesis chooses; None where it changes nothing or is refused."""
    try:
        return session.do(data.draw(edits(text, session.annotations)))
    except (Refused, KeyError):
        return None


def errors(annotations: AnnotationSet) -> list[Finding]:
    """What `annotator check` calls an error."""
    found = faults(annotations, a_codebook())
    return [finding for finding in found if finding.weight is Weight.ERROR]


@given(tagged_articles(), st.data())
def test_undoing_every_edit_leads_back_and_redoing_forth(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, begun = article
    session = Session(begun, a_codebook())
    tries = range(data.draw(st.integers(1, 6)))
    states = [begun, *(session.annotations for _ in tries if do(session, data, text))]
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
    text, begun = article
    session = Session(begun, a_codebook())
    for _ in range(data.draw(st.integers(1, 6))):
        do(session, data, text)
        assert not errors(session.annotations)
        assert not list(misfits(parts_of(session.annotations)))
        assert not list(misfits_with(text, session.annotations.sentences))
        assert parse(render(session.annotations), "file") == session.annotations


@given(tagged_articles(), st.data())
def test_progress_and_positions_follow_every_step_as_if_counted_anew(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, begun = article
    session = Session(begun, a_codebook())
    for step in data.draw(st.lists(st.sampled_from(["do", "do", "undo", "redo"]), max_size=8)):
        if step == "do":
            do(session, data, text)
        else:
            session.undo() if step == "undo" else session.redo()
        sentences = session.annotations.sentences
        assert session.progress == count(sentences)
        assert dict(session.annotations.positions) == {
            each.id: at for at, each in enumerate(sentences)
        }


def test_every_state_has_a_revision_of_its_own() -> None:
    session = Session(a_set("One.", "Two."), a_codebook())
    changes = [
        session.do(Tagged(("s1",), CLAIM)),
        session.undo(),
        session.redo(),
        session.do(Tagged(("s2",), CLAIM)),
    ]
    assert [change.revision for change in changes if change] == [1, 2, 3, 4]


def test_an_edit_that_changes_nothing_is_none_and_leaves_redo_alone() -> None:
    session = Session(a_set("One."), a_codebook())
    session.do(Tagged(("s1",), CLAIM))
    session.undo()
    assert session.do(Flagged(("s1",), flag=False)) is None
    assert session.redo() is not None


def test_a_new_edit_takes_the_way_forth() -> None:
    session = Session(a_set("One."), a_codebook())
    session.do(Tagged(("s1",), CLAIM))
    session.undo()
    session.do(Noted("s1", "why?"))
    assert session.redo() is None


def test_what_is_only_looked_at_takes_no_edit() -> None:
    session = Session(a_set(), a_codebook(), read_only="Ada has it open")
    with pytest.raises(Refused, match="Ada has it open"):
        session.do(Tagged(("s1",), CLAIM))


def test_a_finished_pass_takes_no_edit_until_it_is_open_again() -> None:
    session = Session(a_set(status=Status.FINISHED), a_codebook())
    with pytest.raises(Refused, match="finished"):
        session.do(Tagged(("s1",), CLAIM))
    session.do(Marked(None))
    assert session.do(Tagged(("s1",), CLAIM)) is not None


def test_undo_says_in_words_what_was_undone() -> None:
    session = Session(a_set(a_sentence("One.")), a_codebook())
    session.do(Tagged(("s1",), CLAIM))
    undone = session.undo()
    assert undone is not None
    assert undone.words == "undone: 1: claim"
