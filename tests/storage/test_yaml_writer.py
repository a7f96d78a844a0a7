"""Writing strings so that every reader reads the same."""

import pytest
import yaml
from hypothesis import given
from ruamel.yaml import YAML

from annotator.storage.strict_yaml import parse_tree
from annotator.storage.yaml_writer import block_text, id_or_quoted, quote
from tests.strategies import any_text


def readings(written: str) -> list[object]:
    """What the readers of YAML 1.1 and 1.2 and our own read in a field."""
    file = f"a: {written}\nb: 1\n"
    readers = [yaml.safe_load(file), YAML(typ="safe", pure=True).load(file)]
    return [reading["a"] for reading in (*readers, parse_tree(file.encode(), "f").root)]


@given(any_text)
def test_a_quoted_text_is_one_line_and_read_by_all_as_it_was(text: str) -> None:
    assert len(quote(text).splitlines()) == 1
    assert set(readings(quote(text))) == {text}


@given(any_text)
def test_a_block_is_exact(text: str) -> None:
    assert set(readings(block_text(text))) == {text}


@pytest.mark.parametrize(
    "text", ["One.\n\nTwo.", "One.\n", "One.\n\n\n", "\n\nOne.", "  One.\n   Two. \n\n x", "a: #b"]
)
def test_an_articles_text_is_a_block_of_its_own_lines(text: str) -> None:
    assert block_text(text).startswith("|2")
    assert set(readings(block_text(text))) == {text}


@pytest.mark.parametrize("text", ["", "\n", " ", "a\tb", "a\x85b", "a\u2028b", "\ufeffa", "a\rb"])
def test_a_text_that_no_block_can_hold_is_quoted(text: str) -> None:
    assert block_text(text) == quote(text)


def test_every_code_point_of_the_basic_plane_survives_quoting() -> None:
    for start in range(0, 0x10000, 0x1000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        assert parse_tree(f"a: {quote(text)}".encode(), "f").root == {"a": text}


def test_readable_text_is_left_readable() -> None:
    assert quote("Über 李雷 🙂 “so” عربي") == '"Über 李雷 🙂 “so” عربي"'
    assert quote("\x1b]0;\u202e") == '"\\x1B]0;\\u202E"'


@pytest.mark.parametrize("text", ["no", "null", "1e3", "A", "", "a b", "claim\n", "y"])
def test_text_that_is_not_an_id_is_quoted(text: str) -> None:
    assert id_or_quoted(text) == quote(text)
    assert id_or_quoted("night-owls-2") == "night-owls-2"
