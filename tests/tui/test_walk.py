"""The walk through a sample in the documentation, key by key."""

import re
from pathlib import Path

from tests.drivers.editor import KEYS

PAGE = Path(__file__).parents[2] / "docs" / "tutorials" / "first-article.md"


def test_the_keys_of_the_walk_are_those_that_make_the_finished_annotation() -> None:
    text = PAGE.read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| ((?:`\w+` ?)+) \|", text, re.MULTILINE)
    walk = {int(number): tuple(re.findall(r"`(\w+)`", keys)) for number, keys in rows}
    assert walk == KEYS
    assert f"it takes {sum(map(len, KEYS.values()))} key presses" in text
