import json
from dataclasses import replace
from typing import Any

import pytest

from annotator.formats.exchange_types import ImportResult
from annotator.formats.prodigy import read
from annotator.formats.registry import detect_format
from annotator.model.errors import DataError
from tests.formats.round_trip import IMPORT_OPTIONS
from tests.statements import states

ONE = "The mayor said the bridge was safe."
TWO = f"{ONE} Police declined."


def taken(*lines: dict[str, Any], skip: bool = False) -> ImportResult:
    data = "\n".join(map(json.dumps, lines)).encode()
    return read({"p.jsonl": data}, replace(IMPORT_OPTIONS, annotator="Ada", skip_faulty=skip))


def tags(result: ImportResult) -> list[str | None]:
    sets = (numbered_set.annotations for each in result.articles for numbered_set in each.sets)
    return [sentence.tag for each in sets for sentence in each.sentences]


def test_a_label_of_a_text_that_is_one_sentence_is_its_tag() -> None:
    options = [{"id": "claim"}, {"id": "non-response"}]
    result = taken(
        {"text": ONE, "label": "claim", "answer": "accept"},
        {"text": "Police declined.", "options": options, "accept": ["non-response"]},
        {"text": "Nobody knows.", "options": [{"id": 7, "text": "Background"}], "accept": [7]},
    )
    assert tags(result) == ["claim", "non-response", "background"]
    assert result.not_imported == ("p.jsonl:2: options", "p.jsonl:3: options")


def test_a_label_of_a_text_of_several_sentences_is_listed_with_its_line() -> None:
    result = taken({"text": TWO, "label": "claim", "accept": ["background"]})
    assert tags(result) == [None, None]
    for said, label in zip(result.not_imported, ("claim", "background"), strict=True):
        assert states(said, "p.jsonl:1:", label)


def test_unused_fields_are_listed_but_bookkeeping_is_not() -> None:
    span = {"start": 0, "end": 35, "label": "claim", "token_start": 0, "pattern": 3}
    line = {"text": TWO, "spans": [span], "meta": {"score": 0.5}, "_task_hash": 1, "html": "<b>"}
    assert taken(line).not_imported == (
        "p.jsonl:1: html",
        "p.jsonl:1: meta.score",
        "p.jsonl:1: spans[0].pattern",
    )


def test_a_span_that_is_not_what_it_says_is_refused() -> None:
    span = {"start": 0, "end": 35, "label": "claim", "text": "Police declined."}
    with pytest.raises(DataError, match="is not “Police declined"):
        taken({"text": TWO, "spans": [span]})


def test_every_broken_line_is_named_and_the_others_can_be_taken_without_them() -> None:
    data = b'{"text": "One."}\n[\n{"text": "Two."}\n{"text":\n'
    options = replace(IMPORT_OPTIONS, annotator="Ada")
    with pytest.raises(DataError) as caught:
        read({"p.jsonl": data}, options)
    assert [each.line for each in caught.value.problems] == [2, 4]
    result = read({"p.jsonl": data}, replace(options, skip_faulty=True))
    assert [each.article.text for each in result.articles] == ["One.", "Two."]
    assert [each.line for each in result.skipped] == [2, 4]


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "It is so.", "label": "claim", "answer": "accept"}',
        '{"text": "It is so.", "accept": ["claim"]}',
        '{"text": "It is so.", "_input_hash": 1}',
    ],
)
def test_a_file_is_known_by_whatever_only_prodigy_writes(line: str) -> None:
    found = detect_format("labels.jsonl", line.encode())
    assert found is not None
    assert found.name == "prodigy"
