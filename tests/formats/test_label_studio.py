import json
from dataclasses import replace
from typing import Any

import pytest

from annotator.formats.label_studio import INTERFACE_FILE, TASKS_FILE, read, write
from annotator.formats.registry import detect_format
from annotator.model.errors import DataError
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS


def a_task(**fields: Any) -> Any:
    region = {"start": 0, "end": 6, "text": "A port", "labels": ["claim"]}
    result = {"id": "x", "from_name": "l", "to_name": "t", "type": "labels", "value": region}
    return {
        "id": 7,
        "data": {"text": "A port. 🙂 B."},
        "annotations": [{"completed_by": {"email": "ada@x"}, "result": [result | fields]}],
    }


def told(task: Any) -> str:
    with pytest.raises(DataError) as caught:
        read({"t.json": json.dumps([task]).encode()}, IMPORT_OPTIONS)
    return str(caught.value)


def test_the_validator_of_the_sdk_accepts_the_interface_and_every_annotation() -> None:
    interfaces = pytest.importorskip("label_studio_sdk.label_interface")
    files = write([an_annotated_article()], EXPORT_OPTIONS)
    interface = interfaces.LabelInterface(files[INTERFACE_FILE].decode())
    interface.validate()
    ((task,),) = [json.loads(files[TASKS_FILE])]
    assert task["data"]["text"].startswith("🙂")
    for annotation in task["annotations"]:
        assert interface.validate_prediction(annotation, return_errors=True) == []
        types = {each["type"] for each in annotation["result"]}
        assert types == {"labels", "choices", "textarea", "relation"}


def test_a_region_of_theirs_is_a_sentence_by_its_user() -> None:
    result = read({"t.json": json.dumps([a_task()]).encode()}, IMPORT_OPTIONS)
    (annotated,) = result.articles
    (numbered_set,) = annotated.sets
    assert numbered_set.annotations.annotator == "ada@x"
    assert annotated.article.document.id == "t-7"
    assert [each.text for each in numbered_set.annotations.sentences] == ["A port", ". 🙂 B."]


def test_offsets_that_count_utf_16_are_seen_by_the_covered_text() -> None:
    value = {"start": 11, "end": 13, "text": "B.", "labels": ["claim"]}
    result = read({"t.json": json.dumps([a_task(value=value)]).encode()}, IMPORT_OPTIONS)
    assert result.articles[0].sets[0].annotations.sentences[-1].tag == "claim"


def test_what_is_not_imported_is_listed() -> None:
    result = read(
        {"t.json": json.dumps([a_task(type="rating", value={})]).encode()}, IMPORT_OPTIONS
    )
    assert result.not_imported == ("t.json:1: [0].annotations[0].result[0]: l, of type rating",)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": {"start": 0, "end": 6, "text": "A ship", "labels": ["claim"]}}, "“A ship”"),
        ({"value": {"start": "0", "end": 6, "labels": ["claim"]}}, "whole numbers"),
        ({"value": {"start": 0, "end": 6, "labels": "claim"}}, "must be a list"),
        ({"value": 3}, "must be an object"),
        (
            {"type": "relation", "from_id": "x", "to_id": "y"},
            "relation joins “x”, which is not a region",
        ),
    ],
)
def test_a_broken_result_is_named_with_its_file_and_path(fields: dict[str, Any], said: str) -> None:
    message = told(a_task(**fields))
    assert message.startswith("t.json")
    assert said in message


@pytest.mark.parametrize("data", [b"[", b"[[]]", b"3", b"[]", b"[" * 100_000, b'[{"data": {}}]'])
def test_a_file_that_is_not_a_task_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(DataError) as caught:
        read({"t.json": data}, IMPORT_OPTIONS)
    assert len(caught.value.problems) == 1


def test_a_fault_names_the_line_and_the_key_of_the_text_that_is_there() -> None:
    ((name, data),) = (
        (n, d) for n, d in write([an_annotated_article()], EXPORT_OPTIONS).items() if "xml" not in n
    )
    lines = data.decode().split("\n")
    at = next(number for number, line in enumerate(lines) if '"end": 19' in line)
    lines[at] = lines[at].replace("19", '"19"')
    with pytest.raises(DataError) as caught:
        read({name: "\n".join(lines).encode()}, IMPORT_OPTIONS)
    (problem,) = caught.value.problems
    assert problem.line is not None
    assert [line.strip() for line in lines[problem.line - 2 : problem.line]] == ['"result": [', "{"]
    other = json.dumps([{"data": {"body": "Text."}, "annotations": []}]).encode()
    with pytest.raises(DataError, match="no “text” here, only body"):
        read({"t.json": other}, IMPORT_OPTIONS)


def minimal(text: str = "A port. It is.", **fields: Any) -> bytes:
    """A task as JSON-MIN has it."""
    spans = [{"start": 0, "end": 7, "text": "A port.", "labels": ["claim"]}]
    task = {"text": text, "id": 7, "label": spans, "annotator": 3, "lead_time": 9.5}
    return json.dumps([task | fields], indent=1).encode()


def test_json_min_is_known_however_long_its_text_is_and_its_spans_are_sentences() -> None:
    data = minimal("A port. It is." + " So." * 5_000)
    assert getattr(detect_format("t.json", data[:4096]), "name", None) == "label-studio"
    (annotated,) = read({"t.json": data}, IMPORT_OPTIONS).articles
    (numbered_set,) = annotated.sets
    assert annotated.article.document.id == "t-7"
    assert numbered_set.annotations.annotator == "user 3"
    assert [each.tag for each in numbered_set.annotations.sentences[:2]] == ["claim", None]


def test_what_json_min_does_not_say_of_a_region_is_not_taken_and_named() -> None:
    (said,) = read({"t.json": minimal(kind="person")}, IMPORT_OPTIONS).not_imported
    assert said.startswith("t.json:2: [0]: kind, ")


def test_a_span_of_json_min_that_fits_nowhere_is_named_by_its_own_field() -> None:
    wrong = [{"start": 0, "end": 7, "text": "A boat.", "labels": ["claim"]}]
    with pytest.raises(DataError, match=r"t.json:2: \[0\].label\[0\]: the text at \[0, 7\) is not"):
        read({"t.json": minimal(label=wrong)}, IMPORT_OPTIONS)


def test_one_text_under_one_id_with_another_text_is_refused_with_the_line_of_the_second() -> None:
    two = [{"data": {"document": "x", "text": text}, "annotations": [{"completed_by": "ada"}]}
           for text in ("One.", "Two.")]  # fmt: skip
    with pytest.raises(DataError, match=r"t\.json:19: x: "):
        read({"t.json": json.dumps(two, indent=1).encode()}, IMPORT_OPTIONS)


def test_what_json_min_says_of_the_whole_text_is_taken_and_ours_is_no_name_of_its_own() -> None:
    files = write([an_annotated_article()], EXPORT_OPTIONS)
    assert b'name="annotator"' not in files[INTERFACE_FILE]
    ((task,),) = [json.loads(files[TASKS_FILE])]
    (annotation,) = task["annotations"]
    whole = {
        each["from_name"]: each["value"]["text"][0]
        for each in annotation["result"]
        if each.get("id", "").startswith("set.")
    }
    spans = [each["value"] for each in annotation["result"] if each["type"] == "labels"]
    small = {**task["data"], **whole, "label": spans, "id": 1, "annotator": 7}
    assert len(small) == len(task["data"]) + len(whole) + 3
    (annotated,) = read({"t.json": json.dumps([small]).encode()}, IMPORT_OPTIONS).articles
    assert annotated.sets[0].annotations.annotator == "Ada"


def test_results_without_regions_are_listed_with_their_place() -> None:
    task = a_task(meta={"text": ["unsure"]})
    task["data"]["topic"] = "ports"
    task["predictions"] = [{"result": []}]
    whole = {"type": "choices", "id": "y", "from_name": "kind", "value": {"choices": ["person"]}}
    task["annotations"][0]["result"].append(whole)
    task["annotations"].append({"was_cancelled": True, "result": []})
    told = read({"t.json": json.dumps([task]).encode()}, IMPORT_OPTIONS).not_imported
    assert [each.partition(", ")[0] for each in told] == [
        "t.json:1: [0]: predictions",
        "t.json:1: [0].data: topic",
        "t.json:1: [0].annotations[1]",
        "t.json:1: [0].annotations[0].result[0]: meta",
        "t.json:1: [0].annotations[0].result[1]: kind",
    ]


def test_a_faulty_annotation_does_not_hide_that_the_next_one_is_sound() -> None:
    task = a_task()
    good = {**task["annotations"][0], "completed_by": "ben"}
    broken = {"completed_by": "cy", "result": [{"type": "labels", "value": {"labels": ["claim"]}}]}
    task["annotations"] = [broken, good]
    skipping = replace(IMPORT_OPTIONS, skip_faulty=True)
    result = read({"t.json": json.dumps([task]).encode()}, skipping)
    assert [each.annotations.annotator for each in result.articles[0].sets] == ["ben"]
    assert len(result.skipped) == 1
