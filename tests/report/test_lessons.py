"""The pages of every lesson: whole, safe, and complete; the slides in a browser."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from annotator.project.lessons import lesson_key
from annotator.report.lessons import (
    lesson_pages,
    reading_minutes,
    shown_slides,
    tagging_minutes,
    timed_steps,
)
from annotator.storage.codebooks import builtin
from annotator.storage.lessons import LESSON_MINUTES, LessonPlan, Step, lesson, lessons
from tests.drivers.browser import SCHEMES, Scheme, opened, overflow, requests_of, violations
from tests.report.html_checks import dangers, dead_links, elements, repeated_ids
from tests.rounds import LONG

NAMES = tuple(each.id for each in lessons())
STUDENTS_PAGES = ("worksheet.html", "exit-ticket.html")


@cache
def pages(name: str) -> dict[str, str]:
    found: LessonPlan = lesson(name)
    return lesson_pages(found, lesson_key(found), builtin())


@pytest.mark.parametrize("name", NAMES)
def test_its_pages_are_whole_and_load_nothing(name: str) -> None:
    for file, page in pages(name).items():
        allowed = {"<script>", "<button>"} if file == "slides.html" else {"<input>"}
        assert set(dangers(page)) <= allowed, file
        assert dead_links(page) == repeated_ids(page) == [], file


@pytest.mark.parametrize("name", NAMES)
def test_what_students_get_has_no_answers(name: str) -> None:
    found = lesson(name)
    secret = [s.explanation for s in found.article.sentences if s.explanation]
    secret += [each.answer for each in found.exit_ticket]
    for file in STUDENTS_PAGES:
        assert not [words for words in secret if words in pages(name)[file]]


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_lasts_from_0_to_50(name: str) -> None:
    steps = timed_steps(lesson(name))
    assert steps[0].begins == 0
    assert steps[-1].ends == LESSON_MINUTES
    assert all(one.ends == other.begins for one, other in pairwise(steps))


def step_with(found: LessonPlan, button: str) -> Step:
    """The step in which the teacher presses a button."""
    (step,) = (each for each in found.plan if any(f"“{button}”" in does for does in each.teacher))
    return step


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_leaves_time_to_read_to_tag_and_to_talk(name: str) -> None:
    found = lesson(name)
    reading = step_with(found, "Start reading")
    (given,) = re.findall(r"\((\d+) minutes\)", " ".join(reading.teacher))
    # A slow reader also gets to the end, at 115 words a minute. Three minutes are left to explain.
    assert reading_minutes(found) * 1.75 <= int(given) <= reading.minutes - 3
    assert max(tagging_minutes(found)) <= step_with(found, "Open tagging").minutes + 0.5
    talk = step_with(found, "Close tagging")
    # Two and a half minutes for each sentence, and as long for what the class does at the end.
    assert 2.5 * (sum(each.reveal for each in talk.slides) + 1) <= talk.minutes


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_shown_only_after_its_sentence(name: str) -> None:
    found = lesson(name)
    asked: set[int] = set()
    for slide in shown_slides(found, lesson_key(found), builtin()):
        assert slide.answer is None or slide.number in asked
        asked |= {slide.number} if slide.number else set()
    assert asked


def test_only_the_script_of_the_slides_runs() -> None:
    page = pages(NAMES[0])["slides.html"]
    (policy,) = [
        each.attributes["content"]
        for each in elements(page)
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert re.search(r"default-src 'none'.*script-src 'sha256-[^']+';", policy)


@pytest.fixture
def slides(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "slides.html"
    path.write_text(pages(getattr(request, "param", NAMES[0]))["slides.html"], "utf-8")
    return path


def test_keys_move_from_slide_to_slide_and_stop_at_both_ends(
    slides: Path, browser: Browser
) -> None:
    with opened(browser, slides) as page:
        count = page.locator(".slide").count()
        shown = page.locator(".slide:visible")
        for keys, number in (("ArrowLeft", 1), ("PageDown", 2), (" ", 3), ("ArrowLeft", 2)):
            page.keyboard.press(keys)
            assert shown.get_attribute("aria-label") == f"Slide {number}"
        page.keyboard.press("End")
        page.keyboard.press("ArrowRight")
        assert shown.get_attribute("aria-label") == f"Slide {count}"
        page.reload()
        assert shown.get_attribute("aria-label") == f"Slide {count}"


def test_a_key_changes_between_dark_and_light(slides: Path, browser: Browser) -> None:
    with opened(browser, slides) as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.keyboard.press("d")
        assert page.evaluate(ground) != light
        page.keyboard.press("d")
        assert page.evaluate(ground) == light


@pytest.mark.parametrize("slides", NAMES, indirect=True)
def test_every_slide_fits_the_projector(slides: Path, browser: Browser) -> None:
    with opened(browser, slides) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        for _ in range(page.locator(".slide").count()):
            assert page.evaluate("document.documentElement.scrollHeight") <= 720, page.title()
            assert overflow(page) <= 0
            page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_violation_on_slides(slides: Path, browser: Browser, scheme: Scheme) -> None:
    with opened(browser, slides, scheme=scheme) as page:
        for _ in range(6):
            assert violations(page) == []
            page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("file", ["plan.html", "exit-ticket.html"])
def test_a_paper_has_no_violation_and_does_not_scroll_sideways(
    tmp_path: Path, browser: Browser, file: str
) -> None:
    path = tmp_path / file
    path.write_text(pages(NAMES[0])[file], "utf-8")
    assert requests_of(browser, path) == []
    with opened(browser, path) as page:
        assert violations(page) == []
    with opened(browser, path, width=320) as page:
        assert overflow(page) <= 0


SHEETS = {"worksheet.html": 2, "answers.html": 2, "exit-ticket.html": 1, "plan.html": 4}
"""The most sheets that each paper takes. One more has a few lines and nothing else."""


def sheets(page: Page, path: Path, paper: str) -> int:
    page.goto(path.as_uri())
    return page.pdf(format=paper).count(b"/Type /Page\n")


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_no_paper_runs_over_to_another_sheet(tmp_path: Path, browser: Browser, paper: str) -> None:
    longest = max(NAMES, key=lambda name: len(pages(name)["answers.html"]))
    for name in NAMES if LONG else [longest]:
        for file in SHEETS:
            (tmp_path / file).write_text(pages(name)[file], "utf-8")
        with browser.new_page() as page:
            found = {file: sheets(page, tmp_path / file, paper) for file in SHEETS}
        assert found == SHEETS, name
