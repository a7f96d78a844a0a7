import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from annotator.formats.exchange_types import Files, ImportResult
from annotator.formats.positions import PositionUnit, SpanReference, TextPositions, inside_word
from annotator.formats.registry import FORMATS_BY_NAME
from annotator.model.errors import DataError
from tests.formats.round_trip import IMPORT_OPTIONS

Span = tuple[int, int]
TAKING_ADAS = replace(IMPORT_OPTIONS, annotator="Ada")
WORDS = ("mayor", "bridge", "council", "declined", "police", "Zoë", "café", "“river”", "don't")
SIGNS = ("", "", "🚒 ", "👩‍👩‍👧 ", "é ", "– ")
BREAKS = (" ", "\r\n", "\r\n\r\n", "\n")


@st.composite
def written(draw: DrawFn) -> tuple[str, list[Span]]:
    """A text with emoji and line breaks of both kinds, and the places of its sentences."""
    text, spans = "", []
    for number in range(draw(st.integers(2, 5))):
        text += draw(st.sampled_from(BREAKS)) if number else ""
        text += draw(st.sampled_from(SIGNS))
        own = " ".join(["Someone", *draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=7))])
        spans.append((len(text), len(text) + len(own) + 1))
        text += f"{own}."
    return text, spans


def counted(text: str, place: int, unit: PositionUnit, newline: str | None) -> int:
    """A place in code points of a text, as another program counts it."""
    before = text[:place]
    if newline is not None:
        before = before.replace("\r\n", "\n").replace("\n", newline)
    if unit is PositionUnit.CODE_POINTS:
        return len(before)
    if unit is PositionUnit.UTF_16:
        return len(before.encode("utf-16-le")) // 2
    return len(before.encode())


def of_doccano(text: str, spans: list[Span]) -> Files:
    entities = [
        {"id": number, "label": "claim", "start_offset": start, "end_offset": end}
        for number, (start, end) in enumerate(spans)
    ]
    return {"d.jsonl": json.dumps({"text": text, "entities": entities}).encode()}


def of_doccano_for_sequences(text: str, spans: list[Span]) -> Files:
    label = [[start, end, "claim"] for start, end in spans]
    return {"d.jsonl": json.dumps({"text": text, "label": label}).encode()}


def of_prodigy(text: str, spans: list[Span]) -> Files:
    own = [{"start": start, "end": end, "label": "claim"} for start, end in spans]
    return {"p.jsonl": json.dumps({"text": text, "spans": own}).encode()}


def of_label_studio(text: str, spans: list[Span]) -> Files:
    result = [
        {"id": str(number), "type": "labels", "from_name": "label",
         "value": {"start": start, "end": end, "labels": ["claim"]}}
        for number, (start, end) in enumerate(spans)
    ]  # fmt: skip
    task = {"data": {"text": text}, "annotations": [{"result": result}]}
    return {"t.json": json.dumps([task]).encode()}


SHAPES: list[tuple[str, Callable[[str, list[Span]], Files]]] = [
    ("doccano", of_doccano),
    ("doccano", of_doccano_for_sequences),
    ("prodigy", of_prodigy),
    ("label-studio", of_label_studio),
]


def tagged(result: ImportResult) -> list[str]:
    (annotated,) = result.articles
    (numbered_set,) = annotated.sets
    return [each.text for each in numbered_set.annotations.sentences if each.tag == "claim"]


@pytest.mark.parametrize(("name", "shape"), SHAPES)
@given(written(), st.sampled_from(PositionUnit), st.sampled_from([None, "\n", "\r\n"]), st.data())
def test_regions_counted_in_any_unit_are_the_same_sentences_or_are_refused(
    name: str,
    shape: Callable[[str, list[Span]], Files],
    own: tuple[str, list[Span]],
    unit: PositionUnit,
    newline: str | None,
    data: st.DataObject,
) -> None:
    text, spans = own
    some = [span for span in spans if data.draw(st.booleans())] or spans
    moved = [
        (counted(text, start, unit, newline), counted(text, end, unit, newline))
        for start, end in some
    ]
    try:
        result = FORMATS_BY_NAME[name].read(shape(text, moved), TAKING_ADAS)
    except DataError:
        return
    assert tagged(result) == [text[start:end] for start, end in some]


@given(written(), st.sampled_from(PositionUnit), st.sampled_from([None, "\n", "\r\n"]))
def test_lines_of_brats_counted_in_any_unit_are_the_sentences_that_they_quote(
    own: tuple[str, list[Span]], unit: PositionUnit, newline: str | None
) -> None:
    text, spans = own
    lines = [
        f"T{number}\tclaim {counted(text, start, unit, newline)} "
        f"{counted(text, end, unit, newline)}\t{text[start:end]}\n"
        for number, (start, end) in enumerate(spans)
    ]
    files = {"d.ann": "".join(lines).encode(), "d.txt": text.encode()}
    result = FORMATS_BY_NAME["brat"].read(files, TAKING_ADAS)
    assert tagged(result) == [text[start:end] for start, end in spans]


@pytest.mark.parametrize("unit", PositionUnit)
def test_a_document_with_emoji_before_its_regions_is_read_in_each_unit(unit: PositionUnit) -> None:
    text = "🚒 Fire crews came early. 🔥 The mayor said so. Police left. The council meets."
    said = "The mayor said so."
    start = text.index(said)
    span = counted(text, start, unit, None), counted(text, start + len(said), unit, None)
    assert tagged(FORMATS_BY_NAME["doccano"].read(of_doccano(text, [span]), TAKING_ADAS)) == [said]


def test_all_regions_of_a_document_are_counted_in_one_unit() -> None:
    text = "🚒 Fire crews came early. The mayor said so. Police left."
    with pytest.raises(DataError, match="inside a word"):
        FORMATS_BY_NAME["doccano"].read(of_doccano(text, [(2, 25), (27, 45)]), TAKING_ADAS)


def test_a_region_inside_a_word_is_refused_unless_the_person_names_the_unit() -> None:
    files = of_doccano("The mayor said so.", [(5, 14)])
    with pytest.raises(DataError, match="“ayor said”"):
        FORMATS_BY_NAME["doccano"].read(files, TAKING_ADAS)
    named = replace(TAKING_ADAS, positions=PositionUnit.CODE_POINTS)
    assert tagged(FORMATS_BY_NAME["doccano"].read(files, named)) == ["ayor said"]


@pytest.mark.parametrize(
    ("text", "place", "inside"),
    [
        ("ab cd", 1, True),
        ("ab cd", 2, False),
        ("ab", 0, False),
        ("港务局", 1, False),
        ("e\u0301t", 1, True),
        ("e\u0301t", 2, True),
        ("👩‍👧", 1, True),
        ("🇺🇦🇺🇦", 1, True),
        ("🇺🇦🇺🇦", 2, False),
        ("didn't", 3, False),
        ("Penn's", 4, False),
    ],
)
def test_the_edge_of_a_word_is_known_in_every_script(text: str, place: int, inside: bool) -> None:
    assert inside_word(text, place) is inside


def test_a_place_between_the_two_characters_of_a_line_break_is_behind_it() -> None:
    (fit,) = TextPositions("One.\r\nTwo.").locate([SpanReference(((0, 5),), "One.\r")])
    assert fit.pieces == ((0, 5),)
