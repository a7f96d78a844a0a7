"""What the pages of the documentation point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/*.md")))
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MOST_PICTURE_BYTES = 100_000
MOST_README_WORDS = 700


def links(page: Path) -> set[str]:
    """What a page links to, of what is its project's own."""
    found = {one or other for one, other in LINK.findall(page.read_text("utf-8"))}
    return {each for each in found if not each.startswith(("http", "mailto"))}


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings have where pages are shown."""
    headings = HEADING.findall(page.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for link in links(page):
        name, _, anchor = link.partition("#")
        there = page.parent / name if name else page
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


def test_every_picture_is_shown_somewhere_and_of_modest_size() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    texts = "".join(page.read_text("utf-8") for page in PAGES)
    assert pictures
    assert not [each.name for each in pictures if f"pictures/{each.name}" not in texts]
    assert not [each.name for each in pictures if each.stat().st_size > MOST_PICTURE_BYTES]


NAMED_PAGE = re.compile(r"\bdocs/[\w/-]+\.md")


def test_every_page_that_the_program_names_is_there() -> None:
    named = {
        (str(module.relative_to(ROOT)), page)
        for module in (*ROOT.glob("annotator/**/*.py"), *ROOT.glob("docs/*.py"))
        for page in NAMED_PAGE.findall(module.read_text("utf-8"))
    }
    assert named
    assert not [each for each in named if not (ROOT / each[1]).exists()]


def test_every_page_of_the_documentation_is_linked_from_another() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in links(page)
        if link.partition("#")[0]
    }
    pages = set(ROOT.glob("docs/**/*.md")) - {ROOT / "docs" / "index.md"}
    assert not [each.name for each in pages if each.resolve() not in linked]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").split()) < MOST_README_WORDS
