"""What the pages of the documentation point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"")
MOST_PICTURE_BYTES = 80_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_links_to_is_there(page: Path) -> None:
    linked = {one or other for one, other in LINK.findall(page.read_text("utf-8"))}
    own = {each for each in linked if not each.startswith(("http", "mailto"))}
    assert not [each for each in own if not (page.parent / each).exists()]


def test_every_picture_is_shown_somewhere_and_of_modest_size() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    texts = "".join(page.read_text("utf-8") for page in (*PAGES, ROOT / "README.md"))
    assert pictures
    assert not [each.name for each in pictures if f"pictures/{each.name}" not in texts]
    assert not [each.name for each in pictures if each.stat().st_size > MOST_PICTURE_BYTES]
