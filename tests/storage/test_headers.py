"""Counting a set by its lines gives what reading it gives."""

from dataclasses import replace
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Article, SegmentedDocument, Status, text_hash
from annotator.model.errors import DataError
from annotator.model.progress import SetProgress, set_progress
from annotator.storage import documents
from annotator.storage.headers import (
    SetHeader,
    body_length_of,
    format_in,
    header_of,
    metadata_of,
    progress_of,
    read_progress,
)
from annotator.storage.sets import render
from tests.equivalent_yaml import rewritten
from tests.factories import a_sentence, a_set
from tests.strategies import annotation_sets, tagged_articles


@given(annotation_sets())
def test_counted_by_lines_or_read_in_full_the_figures_are_the_same(
    annotations: AnnotationSet,
) -> None:
    assert progress_of(render(annotations), "f") == set_progress(annotations)


def test_furniture_stands_outside_and_time_counts_where_there_is_a_tag(tmp_path: Path) -> None:
    annotations = a_set(
        a_sentence("Title", part="title", flag=True),
        a_sentence("One.", "claim", seconds=20),
        a_sentence("Two.", seconds=9, flag=True),
        a_sentence("Three.", "claim"),
        status=Status.FINISHED,
    )
    path = tmp_path / "a.yaml"
    path.write_bytes(render(annotations))
    expected = SetProgress(Status.FINISHED, "c" * 64, 3, 2, 1, 20, 1)
    assert read_progress(path) == expected
    path.write_text(render(annotations).decode().replace("  tag: ", '  "tag": '), "utf-8")
    assert read_progress(path) == expected


def test_a_file_that_is_not_a_set_is_refused() -> None:
    with pytest.raises(DataError):
        progress_of(b"format: attribution-annotations/1\nsentences:\n", "f")


def test_a_set_is_begun_with_its_first_tag_or_flag() -> None:
    assert not set_progress(a_set("One.")).is_started
    assert set_progress(a_set(a_sentence("One.", flag=True))).is_started
    assert set_progress(a_set("One.", status=Status.UNUSABLE, reason="no news")).is_done


@given(annotation_sets(), st.integers(0, 2**32))
def test_the_same_set_in_other_yaml_has_the_same_header_and_figures(
    annotations: AnnotationSet, seed: int
) -> None:
    data = render(annotations)
    other = rewritten(data, Random(seed))  # noqa: S311 (the same each time)
    assert header_of(data, "f") == header_of(other, "f") == SetHeader.from_set(annotations)
    assert progress_of(other, "f") == set_progress(annotations)
    assert format_in(other, "f") == format_in(data, "f") == f"attribution-{annotations.form}"


@given(annotation_sets())
def test_what_we_write_is_never_read_in_full_to_be_counted(annotations: AnnotationSet) -> None:
    with patch("annotator.storage.sets.parse", side_effect=AssertionError):
        assert header_of(render(annotations), "f") == SetHeader.from_set(annotations)


@given(tagged_articles(), st.integers(0, 2**32))
def test_a_document_in_other_yaml_says_the_same_of_itself(
    article: tuple[str, AnnotationSet], seed: int
) -> None:
    text, annotations = article
    document = replace(annotations.document, sha256=text_hash(text))
    bare = tuple(replace(each, tag=None, flag=False) for each in annotations.sentences)
    segmented = SegmentedDocument(Article(document, text), bare, annotations.next_id)
    data = documents.render(segmented)
    other = rewritten(data, Random(seed))  # noqa: S311 (the same each time)
    assert metadata_of(data, "f") == metadata_of(other, "f") == segmented.article.document
    body = sum(each.body for each in segmented.sentences)
    assert body_length_of(data, "f") == body_length_of(other, "f") == body


def test_a_line_within_a_text_is_taken_for_no_field() -> None:
    annotations = a_set(a_sentence("One. tag: claim status: finished"))
    text = render(annotations).decode()
    broken = text.replace("One. tag: claim status", "One.\n  tag: claim\n  status")
    assert progress_of(broken.encode(), "f") == set_progress(annotations)


def test_a_status_that_stands_at_the_end_counts() -> None:
    text = render(a_set("One.")).decode() + "status: finished\n"
    assert header_of(text.encode(), "f").status is Status.FINISHED
