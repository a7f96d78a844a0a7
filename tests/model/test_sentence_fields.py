"""The table of a sentence's fields and the sentence itself say the same."""

from dataclasses import MISSING, fields

import pytest
from hypothesis import given

from annotator.formats.row_columns import COLUMNS_BY_NAME
from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.sentence_fields import SENTENCE_FIELDS, FieldType, SentenceField
from annotator.storage.sets import parse, render
from tests.strategies import annotation_sets

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
    assert not [each for each in SENTENCE_FIELDS if each.form and each.on_class_page]


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
    assert {each.type for each in SENTENCE_FIELDS} == set(FieldType)
