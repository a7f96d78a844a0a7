"""The protocol of suggesters outside this program: what is asked, and which answers are refused."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import SuggestedField
from annotator.model.errors import DataError
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.storage.suggestion_protocol import (
    MAX_ANSWER_BYTES,
    MAX_PROPOSALS,
    json_line,
    parse_answer,
    request,
    suggestions_in,
)
from tests.factories import FOUR_TAGS, a_cut_article

DOCUMENT = a_cut_article("The 😀 port said no.", "Nobody knows why.")
NAME = DOCUMENT.article.document.id


def answered(*sentences: Any, **fields: Any) -> bytes:
    return json_line({"id": NAME, "sentences": list(sentences)} | fields)


def read(data: bytes) -> dict[str, FieldSuggestions]:
    return dict(suggestions_in(parse_answer(data, "answers", 7), DOCUMENT, FOUR_TAGS))


def faults(data: bytes) -> list[str]:
    """The problems of an answer, each with its line and field."""
    with pytest.raises(DataError) as caught:
        read(data)
    assert all((each.file, each.line) == ("answers", 7) for each in caught.value.problems)
    return [f"{each.path}: {each.message}" for each in caught.value.problems]


def test_a_document_is_asked_about_on_one_line_with_everything_that_is_needed() -> None:
    line = json_line(request(DOCUMENT, FOUR_TAGS))
    assert line.count(b"\n") == 1
    asked = json.loads(line)
    assert asked["text"] == DOCUMENT.article.text
    assert (asked["id"], asked["language"]) == (NAME, "en")
    for sent, sentence in zip(asked["sentences"], DOCUMENT.sentences, strict=True):
        assert asked["text"][slice(*sent["span"])] == sentence.text
        assert sent["id"] == sentence.id
    assert [each["id"] for each in asked["codebook"]["tags"]] == list(FOUR_TAGS.by_id)


def test_an_answer_becomes_suggestions_best_first() -> None:
    found = read(
        answered(
            {
                "id": "s1",
                "tag": [
                    {"value": "claim", "score": 0.9, "reason": "said"},
                    {"value": "background"},
                ],
                "source": [{"name": "The port", "span": [0, 10], "score": None}, {"name": "Ada"}],
                "cue": [{"text": "said", "span": [11, 15]}, {"text": "no", "score": 0}],
            },
            {"id": "s2", "tag": [], "source": [], "cue": []},
        )
    )
    assert found == {
        "s1": {
            SuggestedField.TAG: (Suggestion("claim", 0.9, "said"), Suggestion("background")),
            SuggestedField.SOURCE: (Suggestion("The port", span=(0, 10)), Suggestion("Ada")),
            SuggestedField.CUE: (Suggestion((11, 15)), Suggestion((16, 18), 0.0)),
        }
    }


def test_a_sentence_may_repeat_what_the_program_prints_about_it() -> None:
    first = DOCUMENT.sentences[0]
    same = {"id": "s1", "span": list(first.span), "part": None, "text": first.text}
    assert read(answered(same)) == {}
    assert len(faults(answered(same | {"span": [0, 3], "text": "x"}))) == 2


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ({"id": "s44"}, "sentences[0].id"),
        ({"id": "s1", "tag": [{"value": "rumor"}]}, "sentences[0].tag[0].value"),
        ({"id": "s1", "tag": [{"value": "claim"}] * 2}, "sentences[0].tag[1]"),
        ({"id": "s1", "tag": [{"value": "claim", "score": 1.1}]}, "sentences[0].tag[0].score"),
        ({"id": "s1", "tag": [{"value": "claim", "score": -1}]}, "sentences[0].tag[0].score"),
        ({"id": "s1", "tag": [{"value": "claim", "score": "nan"}]}, "sentences[0].tag[0].score"),
        ({"id": "s1", "tag": [{"value": "claim", "reason": "x" * 201}]}, "sentences[0].tag[0].re"),
        ({"id": "s1", "tag": [{"value": "claim", "reason": "\x1b[2J"}]}, "sentences[0].tag[0].re"),
        ({"id": "s1", "tag": [{"value": "claim", "label": 1}]}, "sentences[0].tag[0].label"),
        ({"id": "s1", "tag": "claim"}, "sentences[0].tag"),
        ({"id": "s1", "source": [{"name": "A\x1b]0;x\x07"}]}, "sentences[0].source[0].name"),
        ({"id": "s1", "source": [{"name": "A\nB"}]}, "sentences[0].source[0].name"),
        ({"id": "s1", "source": [{"name": "A\u202eB"}]}, "sentences[0].source[0].name"),
        ({"id": "s1", "source": [{"name": "A\ud800"}]}, "sentences[0].source[0].name"),
        ({"id": "s1", "source": [{"name": " "}]}, "sentences[0].source[0].name"),
        ({"id": "s1", "source": [{"name": "x" * 201}]}, "sentences[0].source[0].name"),
        ({"id": "s1", "source": [{"name": "A", "span": [0, 99]}]}, "sentences[0].source[0].span"),
        ({"id": "s2", "source": [{"name": "A", "span": [0, 3]}]}, "sentences[0].source[0].span"),
        ({"id": "s1", "source": [{"name": "A", "span": [5, 5]}]}, "sentences[0].source[0].span"),
        ({"id": "s1", "source": [{"name": "A", "span": [-5, 2]}]}, "sentences[0].source[0].span"),
        ({"id": "s1", "cue": [{"text": "said", "span": [12, 16]}]}, "sentences[0].cue[0].text"),
        ({"id": "s1", "cue": [{"text": "denied"}]}, "sentences[0].cue[0].text"),
        ({"id": "s1", "cue": [{"text": ""}]}, "sentences[0].cue[0].text"),
        ({"id": "s1", "kind": []}, "sentences[0].kind"),
        (
            {"id": "s1", "source": [{"name": f"A{n}"} for n in range(MAX_PROPOSALS + 1)]},
            "sentences[0].source",
        ),
    ],
)
def test_what_the_document_or_the_codebook_does_not_have_is_refused_with_its_field(
    sentence: dict[str, Any], place: str
) -> None:
    (found,) = faults(answered(sentence))
    assert found.startswith(place)


def test_all_faults_come_at_once() -> None:
    found = faults(
        answered(
            {"id": "s1", "tag": [{"value": "rumor", "score": 0.5}], "cue": [{"text": "x"}]},
            {"id": "s9"},
            {"id": "s1"},
            id="another",
        )
    )
    assert [each.partition(":")[0] for each in found] == [
        "id",
        "sentences[0].tag[0].value",
        "sentences[0].cue[0].text",
        "sentences[1].id",
        "sentences[2].id",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Sure! Here is the JSON:\n",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": "a", "id": "b"}',
        b"[]",
        b"null",
        b'"x"',
        b'{"id": "a"}',
        b"9" * 5000,
        b" " * (MAX_ANSWER_BYTES + 1),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_answer_is_refused_in_a_sentence(data: bytes) -> None:
    assert faults(data)


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "sentences", "tag", "source", "cue", "value", "name", "span"]),
        inner,
        max_size=4,
    ),
))  # fmt: skip
def test_no_answer_makes_anything_but_problems(content: Any) -> None:
    for data in (json_line(content), answered(content), answered({"id": "s1", "source": content})):
        with suppress(DataError):
            assert all(read(data).values())
