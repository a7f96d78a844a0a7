"""The annotation set and what it is made of."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Answer, Form, Sentence, Source, Status
from tests.builders import a_document, a_sentence, a_set, a_source


def test_a_source_takes_from_another_only_what_it_does_not_say_itself() -> None:
    bare, full = Source("a", "A"), Source("b", "B", "person", "House", concerned=True)
    assert bare.merged_with(full) == Source("a", "A", "person", "House", concerned=True)
    assert full.merged_with(bare) == full


def test_what_is_undecided_keeps_its_place_its_text_and_its_part() -> None:
    full = a_sentence(
        "It said so.", "claim", cue="said", start=4, source="owls", via="x", note="n", flag=True,
        checkable=False, seconds=3, answers=(Answer("s1"),), also=("background",), part="title",
        explanation="e", paragraph=2, id="s7",
    )  # fmt: skip
    assert full.undecided == Sentence("s7", (4, 15), 2, "It said so.", "title")


def test_furniture_is_no_body() -> None:
    assert a_sentence().body
    assert not a_sentence(part="title").body


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("status", [None, *Status])
def test_a_finished_pass_is_closed_and_a_key_never_is(form: Form, status: Status | None) -> None:
    closed = a_set(form=form, status=status).closed
    assert closed is (status is Status.FINISHED and form is not Form.KEY)


def test_a_title_is_that_of_the_metadata_or_else_of_the_text_or_else_the_id() -> None:
    untitled = a_document(title=None)
    title = a_sentence("Dark", part="title")
    byline = a_sentence("By Ada", part="byline")
    assert a_set(title).title == "Harbour dark"
    assert a_set(byline, title, document=untitled).title == "Dark"
    assert a_set("One.", "Two.", "Three.", title, document=untitled).title == "harbour"
    assert a_set(byline, document=untitled).title == "harbour"


def test_a_sentence_and_its_source_are_found_by_id() -> None:
    owls = a_source("Night Owls")
    annotations = a_set("One.", a_sentence("Two.", source=owls.id), sources=(owls,))
    assert annotations.sentence("s2").text == "Two."
    assert annotations.source_of(annotations.sentence("s2")) == owls
    assert annotations.source_of(annotations.sentence("s1")) is None
    with pytest.raises(KeyError):
        annotations.sentence("s3")


def test_a_set_that_was_changed_finds_its_own_sentences() -> None:
    annotations = a_set("One.", "Two.")
    assert annotations.positions == {"s1": 0, "s2": 1}
    assert replace(annotations, sentences=annotations.sentences[1:]).positions == {"s2": 0}
