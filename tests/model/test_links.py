"""What answers what, followed from edit to edit."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from annotator.model.annotation import AnnotationSet
from annotator.model.consistency import answered_by
from annotator.model.edits import Noted
from annotator.model.faults import Refused
from annotator.model.links import linked
from annotator.model.session import Session
from tests.builders import a_codebook, a_sentence, a_set
from tests.strategies import edits, tagged_articles


@given(tagged_articles(), st.data())
def test_after_every_edit_it_is_as_if_counted_anew(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, begun = article
    session = Session(begun, a_codebook())
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            session.do(data.draw(edits(text, session.annotations)))
        except (Refused, KeyError):
            continue
        anew = {claim: set(each) for claim, each in answered_by(session.annotations).items()}
        assert {claim: set(each) for claim, each in session.answered.items()} == anew
    while session.undo():
        pass
    assert {claim: set(each) for claim, each in session.answered.items()} == {
        claim: set(each) for claim, each in answered_by(begun).items()
    }


def test_an_edit_that_changes_no_link_costs_nothing() -> None:
    session = Session(a_set("One.", a_sentence("Two.", answers=("s1",))), a_codebook())
    before = session.answered
    session.do(Noted("s2", "why"))
    assert session.answered is before


def test_a_sentence_is_linked_with_what_it_answers_and_what_answers_it() -> None:
    annotations = a_set(
        "One.", a_sentence("Two.", answers=("s1",)), a_sentence("Three.", answers=("s2",))
    )
    answered = answered_by(annotations)
    assert [linked(annotations, answered, at) for at in range(3)] == [(1,), (0, 2), (1,)]
