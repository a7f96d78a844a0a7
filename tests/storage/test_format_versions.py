"""The versions of the formats."""

from types import MappingProxyType

import pytest

from annotator.model.errors import DataError
from annotator.storage import strict_yaml
from annotator.storage.strict_yaml import Node, format_line, parse_tree, upgrade_format


def with_mood(root: dict[str, Node]) -> None:
    """What would make a key of a first version one of a second."""
    root["mood"] = "low"


@pytest.fixture
def second_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time in which keys have a second version."""
    monkeypatch.setattr(strict_yaml, "CURRENT_VERSIONS", MappingProxyType({"attribution-key": 2}))
    upgrades = MappingProxyType({("attribution-key", 1): with_mood})
    monkeypatch.setattr(strict_yaml, "UPGRADES", upgrades)


@pytest.mark.usefixtures("second_version")
def test_an_older_file_is_brought_up_to_the_current_version() -> None:
    tree = parse_tree(b"format: attribution-key/1\na: 1\n", "f")
    assert upgrade_format(tree, "attribution-key", "attribution-gold") == "attribution-key"
    assert tree.root == {"format": "attribution-key/2", "a": "1", "mood": "low"}


@pytest.mark.usefixtures("second_version")
def test_a_version_that_never_was_is_refused() -> None:
    with pytest.raises(DataError, match=r"f:1:.*attribution-key/0"):
        upgrade_format(parse_tree(b"format: attribution-key/0\n", "f"), "attribution-key")


def test_a_newer_file_is_refused_with_what_to_do_about_it() -> None:
    with pytest.raises(DataError, match=r"f:2: format: .*attribution-key/99.*attribution-key/2"):
        upgrade_format(parse_tree(b"# x\nformat: attribution-key/99\n", "f"), "attribution-key")


@pytest.mark.parametrize("content", [b"[]", b"text", b"format: []", b"a: 1", b"format: key/1"])
def test_what_is_in_no_format_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(DataError, match="f:1:"):
        upgrade_format(parse_tree(content, "f"), "attribution-key")


def test_a_format_is_named_with_its_current_version() -> None:
    assert format_line("attribution-annotations") == "attribution-annotations/2"
