import json
import re
from dataclasses import replace

from annotator.formats.doccano import read, write
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS


def test_facts_about_a_place_without_an_entity_are_listed() -> None:
    (data,) = write([an_annotated_article()], EXPORT_OPTIONS).values()
    line = json.loads(data)
    line["entities"] = [each for each in line["entities"] if each["label"] != "confirmation"]
    line |= {"relations": [], "Comments": ["why?"], "cats": {"news": 1}}
    line["entities"][0]["score"] = 0.5
    result = read({"d.jsonl": json.dumps(line).encode()}, IMPORT_OPTIONS)
    at = [each["note"] is not None for each in line["sentences"] if "note" in each]
    assert at == [True]
    assert result.not_imported[:3] == (
        "d.jsonl:1: Comments",
        "d.jsonl:1: cats",
        "d.jsonl:1: entities[0].score",
    )
    assert re.match(r"d\.jsonl:1: sentences\[\d\], ", result.not_imported[3])


def test_labels_of_both_names_are_read() -> None:
    line = {"text": "One is. Two is.", "label": [[0, 7, "claim"]], "labels": [[8, 15, "claim"]]}
    options = replace(IMPORT_OPTIONS, annotator="Ada")
    result = read({"d.jsonl": json.dumps(line).encode()}, options)
    assert [each.tag for each in result.articles[0].sets[0].annotations.sentences] == [
        "claim",
        "claim",
    ]
