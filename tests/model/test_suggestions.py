"""What was suggested is recorded next to the decisions, and never takes part in them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from annotator.model.annotation import (
    Answer,
    Cue,
    Exposure,
    Sentence,
    Shown,
    Source,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.codebook import SUPPORTS
from annotator.model.edits import EditSource, SetSource, SetTag
from annotator.model.errors import DataError
from annotator.model.session import Session
from annotator.model.suggestions import (
    ShownSuggestions,
    Taken,
    move_shown,
    rank,
    redirect_shown,
    rename_shown_tags,
    taken,
)
from annotator.storage.sets import parse, render
from tests.factories import CLAIM, FOUR_TAGS, a_numbered_sentence, a_set_of
from tests.strategies import edits, tagged_articles

OWLS = Source("owls", "Night Owls", "organization")
DECIDED = Sentence("s1", (10, 40), 1, "x" * 30, tag=CLAIM, source="owls", cue=Cue("x", (12, 20)))


def a_suggestion(field: SuggestedField, value: SuggestedValue, **values: object) -> Shown:
    return replace(Shown(field, "rules", "1", value), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (SuggestedField.TAG, CLAIM, Taken.TRUE),
        (SuggestedField.TAG, "background", Taken.FALSE),
        (SuggestedField.TAG, "", Taken.FALSE),
        (SuggestedField.SOURCE, "night  OWLS", Taken.TRUE),
        (SuggestedField.SOURCE, "the Owls of the north", Taken.CHANGED),
        (SuggestedField.SOURCE, "the port", Taken.FALSE),
        (SuggestedField.SOURCE, "", Taken.FALSE),
        (SuggestedField.KIND, "organization", Taken.TRUE),
        (SuggestedField.KIND, "person", Taken.FALSE),
        (SuggestedField.CUE, (12, 20), Taken.TRUE),
        (SuggestedField.CUE, (19, 25), Taken.CHANGED),
        (SuggestedField.CUE, (20, 25), Taken.FALSE),
        (SuggestedField.CUE, (), Taken.FALSE),
        (SuggestedField.ANSWERS, (), Taken.TRUE),
        (SuggestedField.ANSWERS, (Answer("s2"),), Taken.FALSE),
    ],
)
def test_a_suggestion_is_taken_if_the_own_value_is_the_same_one(
    field: SuggestedField, value: SuggestedValue, expected: Taken
) -> None:
    assert taken(a_suggestion(field, value), DECIDED, OWLS) is expected


def test_that_nobody_is_the_source_is_taken_only_with_a_tag() -> None:
    nobody = a_suggestion(SuggestedField.SOURCE, "")
    undecided = DECIDED.without_decisions
    assert taken(nobody, undecided, None) is Taken.FALSE
    assert taken(nobody, replace(undecided, tag=CLAIM), None) is Taken.TRUE


def test_answers_with_a_claim_in_common_are_a_changed_suggestion() -> None:
    own = replace(DECIDED, answers=(Answer("s2", SUPPORTS), Answer("s3", SUPPORTS)))
    shown = a_suggestion(SuggestedField.ANSWERS, (Answer("s2", SUPPORTS),), offered=("s9", "s2"))
    assert taken(shown, own, OWLS) is Taken.CHANGED
    assert rank(shown, own, OWLS) == 2


def test_a_value_that_was_not_offered_has_no_rank() -> None:
    offered = a_suggestion(SuggestedField.SOURCE, "", offered=("the port", "night owls"))
    assert rank(offered, DECIDED, OWLS) == 2
    assert rank(offered, DECIDED, Source("x", "the mayor")) is None
    assert rank(offered, DECIDED, None) is None


def a_session(*sentences: Sentence, sources: tuple[Source, ...] = ()) -> Session:
    return Session(a_set_of(*sentences, sources=sources), FOUR_TAGS)


def test_seeing_a_suggestion_changes_no_set() -> None:
    session = a_session(a_numbered_sentence(1))
    before = session.annotations
    session.shown.record("s1", [a_suggestion(SuggestedField.TAG, CLAIM)])
    assert session.annotations is before
    assert session.undo() is None


def test_a_decision_is_saved_with_what_was_seen_and_an_undo_keeps_that_it_was_seen() -> None:
    session = a_session(a_numbered_sentence(1), a_numbered_sentence(2))
    shown = a_suggestion(SuggestedField.TAG, CLAIM)
    session.shown.record("s1", [shown])
    session.apply(SetTag(("s1", "s2"), CLAIM))
    assert [each.shown for each in session.annotations.sentences] == [(shown,), ()]
    session.undo()
    assert session.annotations.sentence("s1").tag != CLAIM
    assert session.annotations.sentence("s1").shown == (shown,)
    session.redo()
    assert session.annotations.sentence("s1").tag == CLAIM


def test_a_second_look_records_the_first_value_only_where_it_changed() -> None:
    session = a_session(replace(a_numbered_sentence(1), tag=CLAIM))
    seen = a_suggestion(SuggestedField.TAG, "background", exposure=Exposure.AFTER, was=CLAIM)
    session.shown.record("s1", [seen])
    session.apply(SetTag(("s1",), "background"))
    assert session.annotations.sentence("s1").shown == (seen,)
    session.undo()
    assert session.annotations.sentence("s1").shown == (replace(seen, was=None),)


def test_what_was_seen_before_the_own_decision_was_not_first_seen_after_it() -> None:
    before = a_suggestion(SuggestedField.TAG, CLAIM)
    known = ShownSuggestions(a_set_of(replace(a_numbered_sentence(1), shown=(before,))))
    known.record("s1", [a_suggestion(SuggestedField.TAG, "background", exposure=Exposure.AFTER)])
    assert known.of("s1") == (replace(before, value="background"),)


def test_what_was_withheld_and_seen_later_was_seen() -> None:
    held = a_suggestion(SuggestedField.TAG, CLAIM, exposure=Exposure.NEVER, held=True)
    seen = a_suggestion(SuggestedField.TAG, CLAIM, exposure=Exposure.AFTER)
    known = ShownSuggestions(a_set_of())
    known.record("s1", [held])
    known.record("s1", [seen])
    known.record("s1", [held])
    assert known.of("s1") == (seen,)


def test_a_new_name_of_a_source_changes_what_the_file_says_about_its_sentences() -> None:
    session = a_session(a_numbered_sentence(1))
    session.shown.record("s1", [a_suggestion(SuggestedField.SOURCE, "Night Owls")])
    session.apply(SetSource(("s1",), OWLS))
    assert b"taken: true" in render(session.annotations)
    session.apply(EditSource(replace(OWLS, name="the Observer")))
    assert b"taken: false" in render(session.annotations)


def test_a_cue_moves_with_its_sentence() -> None:
    shown = (
        a_suggestion(SuggestedField.CUE, (3, 7), was=()),
        a_suggestion(SuggestedField.TAG, "x"),
    )
    assert [each.value for each in move_shown(shown, 10)] == [(13, 17), "x"]


def test_suggested_claims_and_tags_get_their_new_ids() -> None:
    answers = a_suggestion(SuggestedField.ANSWERS, (Answer("s2"),), offered=("s2", "s3"))
    (moved,) = redirect_shown(
        (answers,),
        lambda links: tuple(Answer("s1") if each.claim == "s2" else each for each in links),
    )
    assert (moved.value, moved.offered) == ((Answer("s1"),), ("s1", "s3"))
    tag = a_suggestion(SuggestedField.TAG, "old", was="gone")
    (renamed,) = rename_shown_tags((tag,), {"old": "new", "gone": ""}.__getitem__)
    assert (renamed.value, renamed.was) == ("new", "")


@given(st.data())
def test_a_file_says_of_each_suggestion_what_its_own_values_say(data: DataObject) -> None:
    text, annotations = data.draw(tagged_articles())
    session = Session(annotations, FOUR_TAGS)
    for _ in range(data.draw(st.integers(1, 8))):
        sentence = data.draw(st.sampled_from(session.annotations.sentences))
        step = data.draw(st.sampled_from(["see", "edit", "undo", "redo"]))
        if step == "see":
            tag = data.draw(st.sampled_from([CLAIM, "background", ""]))
            session.shown.record(sentence.id, [a_suggestion(SuggestedField.TAG, tag)])
        elif step == "edit":
            try:
                session.apply(data.draw(edits(text, session.annotations)))
            except (DataError, KeyError):
                continue
        else:
            (session.undo if step == "undo" else session.redo)()
    saved = parse(render(session.annotations), "f")
    assert saved == session.annotations
    for each in saved.sentences:
        for shown in each.shown:
            told = taken(shown, each, saved.source_of(each))
            assert f"taken: {told}".encode() in render(replace(saved, sentences=(each,)))
