"""The file of a learned model: plain weights, which are checked before anything is computed."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import SuggestedField
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError
from annotator.storage.learned_models import (
    LearnedFieldScore,
    LearnedFrom,
    LearnedModel,
    parse,
    render,
)
from annotator.text.linear_model import LinearModel
from tests.learned import some_models

BETTER = LearnedFieldScore(20, 0.9, 0.5, 0.4, (0.1, 0.6), better=True)
MODEL = LearnedModel(
    some_models(),
    LearnedFrom("Ada", CodebookReference("attribution", "2", "c" * 64), 8, 90, 5, 1),
    {
        SuggestedField.TAG: BETTER,
        SuggestedField.SOURCE: LearnedFieldScore(20, 0.9, 0.8, 0.1, (-0.1, 0.3)),
        SuggestedField.CUE: LearnedFieldScore(
            0, None, None, None, reason="no sentence has a value"
        ),
    },
    "d" * 64,
)
Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> bytes:
    record = json.loads(render(MODEL))
    change(record)
    return json.dumps(record).encode()


def problem(data: bytes) -> str:
    """The one sentence, or two, with which a file is refused."""
    with pytest.raises(DataError) as caught:
        parse(data, "model.json")
    (found,) = caught.value.problems
    return str(found)


def test_a_model_is_read_as_it_was_written() -> None:
    assert parse(render(MODEL), "model.json") == MODEL


def test_the_order_of_features_does_not_change_the_file() -> None:
    tags = MODEL.models.tags
    assert tags is not None
    weights = {"b": (1.0, 0.0), "a": (0.0, 1.0)}
    one, other = (
        replace(
            MODEL,
            models=replace(MODEL.models, tags=LinearModel(tags.classes, tags.bias, dict(each))),
        )
        for each in (weights.items(), reversed(weights.items()))
    )
    assert render(one) == render(other)
    assert one.sha256 == other.sha256


def test_only_fields_in_which_it_beats_the_rules_are_suggested() -> None:
    assert MODEL.fields == (SuggestedField.TAG,)


def test_the_version_follows_the_weights() -> None:
    models = replace(MODEL.models, tags=None)
    assert replace(MODEL, models=models).version != MODEL.version


HOSTILE: dict[str, Change] = {
    "an unknown field": lambda record: record.update(code="import os"),
    "another format": lambda record: record.update(format="attribution-model/2"),
    "no weights": lambda record: record["tags"].pop("weights"),
    "a text as a weight": lambda record: record["tags"].update(bias=["1", 0.0]),
    "a weight that is no number": lambda record: record["tags"].update(bias=[float("nan"), 0.0]),
    "an infinite weight": lambda record: record["tags"].update(bias=[float("inf"), 0.0]),
    "a giant weight": lambda record: record["tags"].update(bias=[1e300, 0.0]),
    "a giant whole number": lambda record: record["tags"].update(bias=[10**400, 0]),
    "too few weights": lambda record: record["tags"]["weights"].update(word=[1.0]),
    "too many transitions": lambda record: record["words"]["transitions"].append([0.0] * 3),
    "no labels": lambda record: record.update(
        words={"labels": [], "transitions": [], "weights": {}}
    ),
    "an unknown label": lambda record: record["words"].update(labels=["O", "B-cue", "B-key"]),
    "one class": lambda record: record.update(
        tags={"classes": ["a"], "bias": [0.0], "weights": {}}
    ),
    "a class twice": lambda record: record["tags"].update(classes=["claim", "claim"]),
    "other classes": lambda record: record["attributed"].update(classes=["yes", "no"]),
    "a field that is not learned": lambda record: record["scores"].update(
        answers=record["scores"]["cue"]
    ),
    "a score over one": lambda record: record["scores"]["tag"].update(learned=7),
    "a changed weight": lambda record: record["tags"].update(bias=[9.0, 0.0]),
    "a changed figure": lambda record: record["scores"]["cue"].update(better=True),
    "other features": lambda record: record.update(features=99),
    "a hash that is none": lambda record: record.update(sha256="../../model"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_damaged_model_is_refused_with_what_to_do(name: str) -> None:
    assert "annotator learn" in problem(changed(HOSTILE[name]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80\x04\x95cos\nsystem\n(S'echo'\ntR.",
        b"lCRF\x00\x00\x00",
        b"[" * 100_000,
        b"{" * 100_000,
        b'{"format": "a", "format": "b"}',
        b"null",
        b"\xff\xfe",
        b"{'a': 1}",
    ],
)
def test_what_is_no_json_is_refused_and_never_run(data: bytes) -> None:
    assert "The model is damaged" in problem(data)


@given(st.data())
def test_a_cut_or_flipped_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(render(MODEL))
    at = data.draw(st.integers(0, len(whole) - 2))
    whole[at] = data.draw(st.integers(0, 255))
    with suppress(DataError):
        assert parse(bytes(whole), "model.json") == MODEL
    assert problem(bytes(whole[:at]))
