"""Suggestions on the annotators' page in a browser: taken with one key, and looked at again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.model.annotation import Exposure, Sentence, SuggestedField
from annotator.model.suggestions import Suggestion
from annotator.storage import layout
from annotator.storage.files import overwrite
from tests.drivers.annotators import WORK, AnnotatorsProcess
from tests.drivers.server_process import free_port
from tests.project_factories import (
    CLASS_DOCUMENT,
    a_class,
    stored_suggestions,
    the_document,
    the_pass,
)
from tests.web.test_page_suggestions import prove, robot

Opened = Callable[[str], Page]


@pytest.fixture
def opened(tmp_path: Path, browser: Browser) -> Iterator[Opened]:
    """Opens the document of a project that shows suggestions in this way."""
    processes: list[AnnotatorsProcess] = []
    pages: list[Page] = []

    def open_page(mode: str) -> Page:
        folder = a_class(tmp_path / "study", "Ada", ask="sources")
        path = folder / layout.PROJECT_FILE
        overwrite(path, path.read_bytes() + f"suggestions: {{by: robot, show: {mode}}}\n".encode())
        ids = [each.id for each in the_document(folder, CLASS_DOCUMENT).sentences if each.body]
        found = {each: robot(folder, each) for each in ids}
        found["s4"] = {SuggestedField.SOURCE: (Suggestion(""),)}
        stored_suggestions(folder, CLASS_DOCUMENT, "robot", found)
        prove(folder, "confirmation")
        processes.append(AnnotatorsProcess(folder, free_port()))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        pages.append(page)
        page.goto(processes[-1].links["Ada"])
        page.get_by_role("link", name="Next document").wait_for()
        page.goto(processes[-1].address + WORK)
        expect(page.locator("#now")).to_contain_text("Sentence 2")
        return page

    yield open_page
    for each in pages:
        each.close()
    for process in processes:
        process.kill()


def saved(page: Page, tmp_path: Path, sentence: str = "s2") -> Sentence:
    """A sentence as it is on the disk, after the page says that all is saved."""
    expect(page.locator("#saving")).to_have_text("Saved")
    return the_pass(tmp_path / "study", "Ada").sentence(sentence)


def test_one_key_takes_tag_source_and_cue_of_a_ghost(opened: Opened, tmp_path: Path) -> None:
    page = opened("ghost")
    expect(page.locator("#take")).to_contain_text("Night Owls")
    assert page.locator("#article .text .ghost").all_inner_texts() == ["said"]
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text("Sentence 3")
    made = saved(page, tmp_path)
    assert (made.tag, made.source, made.cue and made.cue.text) == (
        "confirmation",
        "night-owls",
        "said",
    )
    assert {each.exposure for each in made.shown} == {Exposure.BEFORE}


def test_another_tag_is_free_and_the_ghost_is_recorded(opened: Opened, tmp_path: Path) -> None:
    page = opened("ghost")
    expect(page.locator("#take")).to_be_visible()
    page.keyboard.press("b")
    made = saved(page, tmp_path)
    assert (made.tag, made.source) == ("background", None)
    assert {each.field for each in made.shown} == {"tag", "source", "kind", "cue"}


def test_enter_takes_the_highlighted_source_of_a_list_until_a_name_is_typed(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened("list")
    assert page.locator("#take").count() == 0
    page.keyboard.press("c")
    expect(page.locator("#forms .likeliest").first).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text("Sentence 3")
    made = saved(page, tmp_path)
    assert (made.source, made.cue and made.cue.text) == ("night-owls", "said")
    assert {each.field for each in made.shown} == {"source", "kind", "cue"}
    page.keyboard.press("c")
    page.keyboard.type("Lena Orr")
    page.keyboard.press("Enter")
    other = saved(page, tmp_path, "s3")
    assert (other.source, other.cue) == ("lena-orr", None)
    assert "source" in {each.field for each in other.shown}


def test_that_nobody_was_suggested_and_decided_is_recorded(opened: Opened, tmp_path: Path) -> None:
    page = opened("list")
    page.locator("#o-s4").click()
    page.keyboard.press("c")
    expect(page.locator("#forms .likeliest").first).to_have_text("No source↵")
    page.keyboard.press("Enter")
    expect(page.locator("#now")).not_to_contain_text("Sentence 4")
    (shown,) = saved(page, tmp_path, "s4").shown
    assert (shown.field, shown.value) == ("source", "")


def test_a_second_look_keeps_the_own_decision_or_takes_the_other(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened("second-look")
    assert page.locator("#hint").is_hidden()
    page.keyboard.press("f")
    assert page.locator("#forms .likeliest").count() == 0
    page.keyboard.type("Lena Orr")
    page.keyboard.press("Enter")
    expect(page.locator("#o-s2")).to_contain_text("≠")
    page.keyboard.press("d")
    expect(page.locator("#second")).to_contain_text("Night Owls")
    page.locator("#reason").click()
    expect(page.locator("#why")).to_contain_text("They said it.")
    page.locator("#other").click()
    expect(page.locator("#o-s2 .links")).to_contain_text("Night Owls")
    found = {each.field: each for each in saved(page, tmp_path).shown}
    assert (found[SuggestedField.SOURCE].was, found[SuggestedField.SOURCE].exposure) == (
        "Lena Orr",
        Exposure.AFTER,
    )


def test_what_was_looked_at_and_kept_is_not_shown_again(opened: Opened, tmp_path: Path) -> None:
    page = opened("second-look")
    page.keyboard.press("f")
    page.keyboard.type("Lena Orr")
    page.keyboard.press("Enter")
    expect(page.locator("#o-s2")).to_contain_text("≠")
    page.keyboard.press("d")
    expect(page.locator("#second")).to_contain_text("Night Owls")
    page.keyboard.press("Enter")
    expect(page.locator("#o-s2")).to_contain_text("Lena Orr")
    expect(page.locator("#second", has_text="Night Owls")).to_have_count(0)
    made = saved(page, tmp_path)
    found = {each.field: each for each in made.shown}
    assert (made.source, found[SuggestedField.SOURCE].was) == ("lena-orr", None)
    page.reload()
    expect(page.locator("#now")).to_be_visible()
    page.locator("#o-s2").click()
    page.keyboard.press("d")
    expect(page.locator("#second", has_text="Night Owls")).to_have_count(0)
