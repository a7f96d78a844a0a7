"""The pages in a headless Chromium: WCAG in light and dark, no sideways scrolling, no request."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from annotator.model.annotation import AnnotationSet
from annotator.report import worksheets
from annotator.report.article import summarize, summarize_with_report
from annotator.storage.codebooks import builtin
from tests.drivers.browser import Scheme, opened, overflow, requests_of, violations
from tests.hostile import CORPUS
from tests.report.examples import BOOK, HARBOUR, SCHOOL, a_hostile_set, page_of, page_of_sets


def begun(annotations: AnnotationSet, annotator: str) -> AnnotationSet:
    """The beginning of a set, which has of everything some: axe takes long over a long page."""
    return replace(annotations, annotator=annotator, sentences=annotations.sentences[:9])


# Made when a test asks for it: every worker loads this module.
@cache
def page_named(name: str) -> str:
    """One of the pages; the last has all parts that a report can have, and articles told whole."""
    if name == "codebook":
        return worksheets.codebook_page(builtin())
    if name == "one":
        return page_of_sets(HARBOUR)
    return page_of(
        [
            summarize_with_report(begun(HARBOUR, "Ada"), builtin()),
            summarize_with_report(begun(HARBOUR, "Ben"), builtin()),
            summarize(SCHOOL, builtin()),
        ]
    )


ALL = ("codebook", "one", "all parts")
NARROWEST = 320
# The width of the text on A4 and on Letter, in CSS pixels: the paper less the margins of the page.
PAPERS = {"A4": 672, "Letter": 695}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


@pytest.mark.parametrize(
    ("name", "scheme"),
    # What a corpus adds has no color of its own.
    [*((name, "light") for name in ALL), ("codebook", "dark"), ("one", "dark")],
)
def test_axe_finds_no_violation(path: Path, browser: Browser, name: str, scheme: Scheme) -> None:
    path.write_text(page_named(name), "utf-8")
    with opened(browser, path, scheme=scheme) as page:
        assert violations(page) == []


@pytest.mark.parametrize("name", ALL)
def test_nothing_scrolls_sideways_on_the_smallest_phone(
    path: Path, browser: Browser, name: str
) -> None:
    path.write_text(page_named(name), "utf-8")
    with opened(browser, path, width=NARROWEST) as page:
        assert overflow(page) == 0


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ALL)
def test_nothing_is_cut_off_on_paper(path: Path, browser: Browser, name: str, paper: str) -> None:
    path.write_text(page_named(name), "utf-8")
    with opened(browser, path, width=PAPERS[paper], scheme="dark") as page:
        page.emulate_media(media="print")
        assert overflow(page) == 0
        cut = "each => each.scrollWidth > each.clientWidth && each.className"
        assert page.evaluate(f"[...document.querySelectorAll('.wide')].filter({cut}).length") == 0
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"


def test_the_page_asks_for_nothing(path: Path, browser: Browser) -> None:
    path.write_text(page_named("all parts"), "utf-8")
    assert requests_of(browser, path) == []


def test_nothing_hostile_runs_loads_or_widens_the_page(path: Path, browser: Browser) -> None:
    # The longest ones widen a page no further than ten thousand letters do, and take seconds.
    text = " ".join(each for each in CORPUS.values() if len(each) < 2_000)
    path.write_text(page_of_sets(a_hostile_set(text), codebook=BOOK), "utf-8")
    assert requests_of(browser, path) == []
    with opened(browser, path, width=NARROWEST) as page:
        assert overflow(page) == 0
        assert page.evaluate("document.scripts.length") == 0
        assert page.evaluate("document.querySelectorAll('svg text').length") > 0


def test_following_a_link_goes_to_the_claim(path: Path, browser: Browser) -> None:
    path.write_text(page_named("one"), "utf-8")
    with opened(browser, path) as page:
        page.click("#a1-8 a[href='#a1-4']")
        assert page.url.endswith("#a1-4")
        assert page.locator("#a1-4").is_visible()
        top = page.evaluate("document.querySelector('#a1-4').getBoundingClientRect().top")
        assert 0 <= top < 100
