"""The annotators' page as a process of its own: in real browsers, and after a kill."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.model.annotation import Status
from annotator.storage import layout
from tests.drivers.annotators import WORK, AnnotatorsProcess
from tests.drivers.browser import opened, overflow, violations
from tests.drivers.class_browser import saved
from tests.drivers.class_page import sent
from tests.drivers.server_process import free_port
from tests.project_factories import a_class, another_article, the_pass

Serve = Callable[[], AnnotatorsProcess]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_class(tmp_path / "study", "Ada", "Ben")
    another_article(folder, "bridge")
    return folder


@pytest.fixture
def serve(folder: Path) -> Iterator[Serve]:
    begun: list[AnnotatorsProcess] = []
    port = free_port()

    def started() -> AnnotatorsProcess:
        begun.append(AnnotatorsProcess(folder, port))
        return begun[-1]

    yield started
    for each in begun:
        each.kill()


def test_an_answered_edit_is_on_the_disk_after_a_kill(folder: Path, serve: Serve) -> None:
    served, chance = serve(), Random(7)  # noqa: S311 (which edits, not whose)
    with httpx.Client(base_url=served.address) as browser:
        token = served.links["Ada"].partition("#")[2]
        assert browser.post("/enter", json={"token": token}).status_code == 200
        for number in range(1, 13):
            tag = chance.choice(["claim", "background", "confirmation"])
            said = sent(number, chance.choice(["s2", "s3", "s4"]), tag)
            answer = browser.post(f"{WORK}/api/edit", json=said)
            assert answer.status_code == 200
            if number % 4 == 0:
                served.kill()
                found = the_pass(folder, "Ada").sentence(said["edit"]["sentence"])
                assert found.tag == tag
                served = serve()
                # The same browser is still signed in, and an edit sent again does not count again.
                again = browser.post(f"{WORK}/api/edit", json=said)
                assert again.json()["decision"]["tag"] == tag


def tag_all(page: Page) -> None:
    for _ in range(20):
        page.keyboard.press(" ")
        page.keyboard.press("b")
        if page.get_by_text("Finish this pass").first.is_visible():
            break
    saved(page)


def test_two_annotators_work_at_once_and_neither_sees_the_other(
    browser: Browser, folder: Path, serve: Serve
) -> None:
    served = serve()
    with (
        opened(browser, served.links["Ada"], 390, height=844) as ada,
        opened(browser, served.links["Ben"]) as ben,
    ):
        for page in (ada, ben):
            page.click("#next")
            page.wait_for_selector("[role=option]")
            assert not violations(page)
            assert not overflow(page)
        ada.click("#t-claim")
        saved(ada)
        ben.on("dialog", lambda dialog: dialog.accept())
        tag_all(ben)
        ben.get_by_role("button", name="Finish this pass").first.click()
        expect(ben.locator("#notice")).to_contain_text("finished")
        assert not violations(ben)
        document = ben.url.rpartition("/")[2]
        ben.click("text=Next document")
        ben.wait_for_url(lambda url: document not in url)
        ben.wait_for_selector("[role=option]")
        ben.click("text=All documents")
        expect(ben.locator("#count")).to_have_text("1 of 2 done")
        assert "Ada" not in ben.content()
        assert not violations(ben)
        expect(ada.locator("#count")).to_contain_text("1 of")
    made = layout.annotations_path(folder, "Ben", document)
    assert Status.FINISHED.value in made.read_text()


def test_the_list_and_the_page_fit_the_smallest_phone(browser: Browser, serve: Serve) -> None:
    with opened(browser, serve().links["Ada"], 320, "dark", 568) as page:
        page.wait_for_selector("#next")
        assert not violations(page)
        assert not overflow(page)
        page.click("#next")
        page.wait_for_selector("[role=option]")
        page.click("#unfold")
        page.click("#pass > summary")
        assert not violations(page)
        assert not overflow(page)


def test_a_link_pasted_over_a_wrong_one_works(browser: Browser, serve: Serve) -> None:
    served = serve()
    with opened(browser, f"{served.address}/enter#wrong") as page:
        expect(page.locator("#said")).to_contain_text("does not work")
        page.goto(served.links["Ada"])
        page.wait_for_selector("#next")
        assert "#" not in page.url


def test_all_of_it_works_with_the_keyboard_alone(
    browser: Browser, folder: Path, serve: Serve
) -> None:
    with opened(browser, serve().links["Ada"]) as page:
        page.wait_for_selector("#next")
        page.on("dialog", lambda dialog: dialog.accept())
        page.focus("#next")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=option]")
        document = page.url.rpartition("/")[2]
        for key in ("c", "m"):
            page.keyboard.press(key)
        page.keyboard.type("Who counted?")
        page.keyboard.press("Enter")
        page.keyboard.press("u")
        saved(page)
        page.keyboard.press("F")
        expect(page.locator("#notice")).to_contain_text("finished")
    assert "Who counted?" not in layout.annotations_path(folder, "Ada", document).read_text()


def name_source(page: Page, tag: str, name: str) -> None:
    page.keyboard.press(tag)
    page.keyboard.press("k")
    page.keyboard.press("s")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.keyboard.press("j")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (768, 1024), (390, 844), (320, 568)])
def test_sources_are_described_and_merged_by_keys_alone_and_it_is_undone(
    browser: Browser, folder: Path, serve: Serve, width: int, height: int
) -> None:
    served = serve()
    # German has longer words.
    with opened(browser, served.links["Ada"], width, height=height, locale="de") as page:
        page.wait_for_selector("#next")
        page.goto(served.address + WORK)
        page.wait_for_selector("[role=option]")
        name_source(page, "1", "Night Owl")
        name_source(page, "1", "Night Owls")
        expect(page.locator("#saving")).to_have_text("Gespeichert")
        before = the_pass(folder, "Ada").sources
        page.keyboard.press("S")
        expect(page.locator("#b-night-owl")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#d-name")).to_be_focused()
        page.locator("#d-into").focus()
        assert not violations(page)
        assert not overflow(page)
        close = page.locator("#unfold")
        if close.is_visible():
            assert page.evaluate(IS_ON_TOP)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#b-night-owls")).to_be_focused()
        expect(page.locator("#saving")).to_have_text("Gespeichert")
        names = [each.name for each in the_pass(folder, "Ada").sources]
        assert names == ["Night Owls"]
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        expect(page.locator("#b-night-owl")).to_have_count(1)
        expect(page.locator("#saving")).to_have_text("Gespeichert")
        assert the_pass(folder, "Ada").sources == before


IS_ON_TOP = """() => {
    const close = document.getElementById("unfold");
    const box = close.getBoundingClientRect();
    return close === document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
        && box.right <= innerWidth
        && box.bottom <= close.parentElement.getBoundingClientRect().bottom;
}"""
