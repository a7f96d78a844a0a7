"""Whatever a file holds, it is read, or refused in sentences: nothing else is ever raised."""

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from annotator.formats.exchange_types import AnnotatedArticle
from annotator.formats.registry import (
    FORMATS,
    FORMATS_BY_NAME,
    Format,
    detect_format,
    require_package,
)
from annotator.model.errors import DataError
from annotator.storage import sets
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS
from tests.hostile import CORPUS
from tests.rounds import rounds

READ = [each for each in FORMATS if each.reads]
WRONG: list[Any] = [None, True, -1, 10**30, 1.5, "", "s1", [], [[]], {}, {"a": [1]}, "\ud800", "\0"]
JSON = [each for each in READ if each.endings[0] in {".json", ".jsonl"}]


@cache
def written(name: str) -> Mapping[str, bytes]:
    """The files of a format that is read; made when a test needs them, since some load much."""
    if name == "yaml":
        return {"a.ada.yaml": sets.render(an_annotated_article().sets[0].annotations)}
    return dict(FORMATS_BY_NAME[name].write([an_annotated_article()], EXPORT_OPTIONS))


def read_or_refuse(each: Format, files: dict[str, bytes]) -> None:
    articles: tuple[AnnotatedArticle, ...] = ()
    with suppress(DataError):
        articles = each.read(files, IMPORT_OPTIONS).articles
    for article in articles:
        for numbered_set in article.sets:
            data = sets.render(numbered_set.annotations)
            assert sets.parse(data, "f") == numbered_set.annotations


@st.composite
def spoilt(draw: DrawFn, name: str) -> dict[str, bytes]:
    """The files of a format, one of them cut short or with bytes that are other ones."""
    files = dict(written(name))
    chosen = draw(st.sampled_from(sorted(files)))
    data = bytearray(files[chosen])
    if draw(st.booleans()):
        data = data[: draw(st.integers(0, len(data)))]
    for _ in range(draw(st.integers(0, 4))):
        if data:
            place = draw(st.integers(0, len(data) - 1))
            data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    files[chosen] = bytes(data)
    return files


@pytest.mark.parametrize("each", READ, ids=lambda each: each.name)
@settings(max_examples=rounds(8, 50))
@given(st.data())
def test_a_spoilt_file_is_read_or_refused(each: Format, data: st.DataObject) -> None:
    read_or_refuse(each, data.draw(spoilt(each.name)))


@pytest.mark.parametrize("each", JSON, ids=lambda each: each.name)
@settings(max_examples=rounds(10, 60))
@given(st.data())
def test_a_value_of_a_wrong_type_anywhere_is_read_or_refused(
    each: Format, data: st.DataObject
) -> None:
    files = dict(written(each.name))
    name = next(file for file in files if not file.endswith(".xml"))
    lines = files[name].decode().split("\n") if each.endings[0] == ".jsonl" else [files[name]]
    value = json.loads(lines[0])
    wrong = st.sampled_from(WRONG) | st.sampled_from([*CORPUS.values()]) | st.integers()
    for _ in range(data.draw(st.integers(1, 2))):
        places = list(_places(value))
        holder, key = places[data.draw(st.integers(0, len(places) - 1))]
        holder[key] = data.draw(wrong)
    files[name] = json.dumps(value).encode()
    read_or_refuse(each, files)


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in list(items):
        yield value, key
        if isinstance(each, dict | list):
            yield from _places(each)


@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.reads and each.writes])
def test_a_file_is_recognised_by_what_it_is(name: str) -> None:
    file, data = next(
        (file, data)
        for file, data in written(name).items()
        if not file.endswith((".conf", ".txt", ".xml"))
    )
    found = detect_format(file, data[:4096])
    assert found is not None
    assert found.name == name


def test_a_missing_package_is_one_sentence_with_the_command_that_installs_it() -> None:
    with pytest.raises(DataError) as caught:
        require_package("no_such_package")
    assert "pip install 'attribution-annotator[exchange]'" in str(caught.value)
