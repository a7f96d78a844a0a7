"""Sentences split differently for all annotators."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Article, SegmentedDocument, Status
from annotator.model.edits import JoinSentences, SplitSentence
from annotator.model.errors import DataError
from annotator.model.lint import set_inconsistencies, text_inconsistencies
from annotator.model.resegmentation import resegment_sentences, resegment_set, same_sentences
from tests.factories import BACKGROUND, BOOK, CLAIM, a_sentence, a_set, parts_of
from tests.statements import states
from tests.strategies import a_boundary, tagged_articles


@given(tagged_articles(), st.data())
def test_a_set_has_the_sentences_of_its_document_after_as_before(
    article: tuple[str, AnnotationSet], data: st.DataObject
) -> None:
    text, annotations = article
    bare = tuple(
        replace(each, tag=None, source=None, cue=None, answers=()) for each in annotations.sentences
    )
    segmented = SegmentedDocument(Article(annotations.document, text), bare, annotations.next_id)
    change = data.draw(a_boundary(text, annotations))
    try:
        after = resegment_sentences(segmented, [change], BOOK)
    except DataError:
        with pytest.raises(DataError):
            resegment_set(annotations, [change], BOOK)
        return
    carried = resegment_set(annotations, [change], BOOK).annotations
    assert same_sentences(carried, after)
    assert not list(set_inconsistencies(parts_of(carried)))
    assert not list(text_inconsistencies(text, carried.sentences))


def test_a_finished_pass_is_open_again_where_a_sentence_has_no_tag_now() -> None:
    annotations = a_set(
        a_sentence("One said so, two denied it.", CLAIM, cue="said so, two"),
        status=Status.FINISHED,
    )
    result = resegment_set(annotations, [SplitSentence("s1", 13)], BOOK)
    assert result.annotations.status is None
    assert [each.tag for each in result.annotations.sentences] == [CLAIM, None]
    tag, cue = result.lost
    assert states(tag, "s2", "no tag", "s1", "“claim”")
    assert states(cue, "“said so, two”", "s1")


def test_where_two_tags_become_one_the_one_that_gives_way_is_named() -> None:
    annotations = a_set(
        a_sentence("One said so.", CLAIM),
        a_sentence("It is old.", BACKGROUND),
        status=Status.FINISHED,
    )
    result = resegment_set(annotations, [JoinSentences("s1", " ")], BOOK)
    (lost,) = result.lost
    assert states(lost, "“background” of s2", "“claim” of s1")
    assert result.annotations.status is Status.FINISHED


def test_what_goes_without_loss_is_carried_without_a_word() -> None:
    annotations = a_set(a_sentence("One said so."), a_sentence("It is old.", BACKGROUND))
    joined, split = JoinSentences("s1", " "), SplitSentence("s1", 12)
    (lost,) = resegment_set(annotations, [joined, split], BOOK).lost
    assert states(lost, "s3", "no tag", "s1", "“background”")
    assert resegment_set(annotations, [JoinSentences("s1", " ")], BOOK).lost == ()


def test_a_sentence_that_is_not_there_is_refused() -> None:
    with pytest.raises(DataError, match="s9"):
        resegment_set(a_set("One."), [SplitSentence("s9", 3)], BOOK)


def test_other_sentences_than_the_documents_are_told_apart() -> None:
    annotations = a_set("One.", "Two.")
    segmented = SegmentedDocument(
        Article(annotations.document, "One. Two."), annotations.sentences, 3
    )
    assert same_sentences(annotations, segmented)
    assert not same_sentences(replace(annotations, next_id=4), segmented)
    assert not same_sentences(replace(annotations, sentences=annotations.sentences[:1]), segmented)
