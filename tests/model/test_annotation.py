"""The document and the hash that its text is known by."""

from dataclasses import MISSING, dataclass, fields, replace

import pytest
from hypothesis import given

from annotator.formats.row_columns import COLUMNS_BY_NAME
from annotator.model.annotation import (
    SENTENCE_FIELDS,
    SOURCE_FIELDS,
    AnnotationSet,
    Answer,
    FieldType,
    SegmentedDocument,
    Sentence,
    SentenceField,
    SetForm,
    Source,
    Status,
    text_hash,
)
from annotator.model.codebook import CodebookReference
from annotator.storage.sets import parse, render
from tests.factories import a_cut_article, a_document, a_sentence, a_set, a_source
from tests.strategies import annotation_sets


@pytest.mark.parametrize(
    ("text", "sha256"),
    [
        # As sha256sum gives them.
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("é\n", "edd3a863872a04239eb29ad4bc12fc892b3d4ae57cc7e786a3697816f8e141c2"),
    ],
)
def test_a_texts_hash_is_that_of_its_file(text: str, sha256: str) -> None:
    assert text_hash(text) == sha256


def test_a_lone_surrogate_has_a_hash_of_its_own() -> None:
    assert len({text_hash("\ud800"), text_hash("\ud801"), text_hash("?")}) == 3


def test_a_source_takes_from_another_only_what_it_does_not_say_itself() -> None:
    bare, full = Source("a", "A"), Source("b", "B", "person", "House", concerned=True)
    assert bare.merge_with(full) == Source("a", "A", "person", "House", concerned=True)
    assert full.merge_with(bare) == full


def test_what_is_undecided_keeps_its_place_its_text_and_its_part() -> None:
    full = a_sentence(
        "It said so.", "claim", cue="said", start=4, source="owls", via="x", note="n", flag=True,
        checkable=False, seconds=3, answers=(Answer("s1"),), accepted_tags=("background",),
        part="title", explanation="e", paragraph=2, id="s7",
    )  # fmt: skip
    assert full.without_decisions == Sentence("s7", (4, 15), 2, "It said so.", "title")


def test_furniture_is_not_body_text() -> None:
    assert a_sentence().body
    assert not a_sentence(part="title").body


@pytest.mark.parametrize("form", SetForm)
@pytest.mark.parametrize("status", [None, *Status])
def test_a_finished_pass_is_closed_and_a_key_never_is(form: SetForm, status: Status | None) -> None:
    closed = a_set(form=form, status=status).closed
    assert closed is (status is Status.FINISHED and form is not SetForm.KEY)


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


BOOK = CodebookReference("attribution", "1", "c" * 64)


@dataclass(frozen=True)
class Piece:
    """A sentence as it is cut."""

    start: int
    end: int
    paragraph: int
    part: str | None = None


def test_pieces_become_sentences_numbered_from_one_with_their_words() -> None:
    article = a_cut_article("Dark", "It is.").article
    segmented = SegmentedDocument.from_segments(article, [Piece(0, 4, 1, "title"), Piece(6, 12, 2)])
    assert segmented.sentences == (
        Sentence("s1", (0, 4), 1, "Dark", "title"),
        Sentence("s2", (6, 12), 2, "It is."),
    )
    assert segmented.next_id == 3


def test_an_article_without_sentences_begins_at_the_first_number() -> None:
    assert SegmentedDocument.from_segments(a_cut_article().article, []).next_id == 1


def test_whoever_begins_has_decided_nothing() -> None:
    segmented = a_cut_article("One.", "Two.")
    assert segmented.new_set("Ada", BOOK, SetForm.KEY) == AnnotationSet(
        segmented.article.document, "Ada", BOOK, segmented.sentences, next_id=3, form=SetForm.KEY
    )
    assert segmented.new_set("Ada", BOOK).form is SetForm.ANNOTATIONS


UNDECIDED = ("id", "span", "paragraph", "text")


def test_every_field_that_is_decided_is_in_the_table_in_order_with_its_default() -> None:
    decided = [each for each in fields(Sentence) if each.name not in UNDECIDED]
    assert [(each.name, each.default) for each in decided] == [
        (each.name, each.default) for each in SENTENCE_FIELDS
    ]
    assert MISSING not in {each.default for each in SENTENCE_FIELDS}


@pytest.mark.parametrize("field", SENTENCE_FIELDS, ids=lambda each: each.name)
def test_every_field_has_a_column_that_says_what_it_means(field: SentenceField) -> None:
    assert COLUMNS_BY_NAME[field.name].meaning == field.meaning


def test_a_field_of_one_form_alone_is_none_that_students_decide() -> None:
    assert not [each for each in SENTENCE_FIELDS if each.form and each.on_pages]


@given(annotation_sets())
def test_a_field_stands_in_a_file_exactly_where_it_is_not_at_its_default(
    annotations: AnnotationSet,
) -> None:
    lines = render(annotations).decode().splitlines()
    for field in SENTENCE_FIELDS:
        own = [each for each in annotations.sentences if field.value_in(each) is not None]
        assert sum(line.startswith(f"  {field.name}:") for line in lines) == len(own)
    assert parse(render(annotations), "f") == annotations


def test_every_type_of_field_is_used() -> None:
    used = {each.type for each in (*SENTENCE_FIELDS, *SOURCE_FIELDS)}
    assert used == set(FieldType)


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ((None, None), ("informed", "was there"), ("informed", "was there")),
        (("informed", None), ("informed", "was there"), ("informed", "was there")),
        (("unclear", None), ("informed", "was there"), ("unclear", None)),
        (("unclear", "no title"), (None, None), ("unclear", "no title")),
    ],
)
def test_a_merged_source_never_gets_the_reason_for_another_standing(
    one: tuple[str | None, str | None],
    other: tuple[str | None, str | None],
    merged: tuple[str | None, str | None],
) -> None:
    first, second = (
        Source(name, name, standing=standing, standing_reason=reason)
        for name, (standing, reason) in (("a", one), ("b", other))
    )
    found = first.merge_with(second)
    assert (found.standing, found.standing_reason) == merged
