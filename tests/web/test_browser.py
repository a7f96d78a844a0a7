"""The class page in a real browser: keys, blips, restarts, small screens, what axe-core finds."""

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.cli import run
from annotator.model.edits import SetTag
from tests.drivers.browser import SCHEMES, Scheme, opened, overflow, violations
from tests.drivers.class_browser import GRACE_MS, close_tagging, go, joined, leading, saved
from tests.drivers.class_page import sent
from tests.drivers.server_process import ClassServer, ServerProcess, ServerThread
from tests.project_factories import a_class, a_class_key, the_pass


def current(page: Page) -> str:
    """The number of the sentence that the page is at."""
    return page.inner_text("[aria-selected=true] .number")


def test_a_student_tags_by_keys_alone_and_it_is_on_the_disk(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        expect(page.locator("#notice")).to_be_hidden()
        page.keyboard.press("c")
        expect(page.locator("#live")).to_have_text(re.compile("2: claim. Now 3: no tag"))
        page.keyboard.press("n")
        page.keyboard.press("u")
        expect(page.locator("#live")).to_have_text(re.compile("Undone. 3: no tag"))
        page.keyboard.press("4")
        saved(page)
    annotations = the_pass(server.folder, "Ada")
    assert [each.tag for each in annotations.sentences[1:3]] == ["claim", "background"]


def test_keys_that_are_typed_into_a_form_tag_nothing(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served("links")
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        page.keyboard.press("c")
        expect(page.locator("#f-source")).to_be_focused()
        page.keyboard.type("bench of cranes")
        page.keyboard.press("Enter")
        page.keyboard.press("m")
        page.keyboard.type("no claim, nobody confirms")
        page.keyboard.press("Enter")
        saved(page)
    annotations = the_pass(server.folder, "Ada")
    assert [each.tag for each in annotations.sentences[1:]].count("claim") == 1
    assert annotations.sources[0].name == "bench of cranes"
    assert annotations.sentence("s3").note == "no claim, nobody confirms"


def test_what_is_tagged_while_the_server_is_dead_arrives_when_it_is_back(
    browser: Browser, killable: Callable[..., ServerProcess]
) -> None:
    server = killable()
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        page.keyboard.press("c")
        saved(page)
        server.kill()
        page.keyboard.press("f")
        page.keyboard.press("n")
        expect(page.locator("#saving")).to_contain_text("2 not saved yet")
        killable(folder=server.folder)
        saved(page)
        page.reload()
        page.wait_for_selector("[role=option]")
        assert current(page) == "5"
        expect(page.locator("#count")).to_contain_text("3 of")
    annotations = the_pass(server.folder, "Ada")
    tags = [each.tag for each in annotations.sentences[1:4]]
    assert tags == ["claim", "confirmation", "non-response"]


def test_the_personal_link_comes_back_to_the_same_sentence_on_another_device(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        page.keyboard.press("c")
        page.keyboard.press("b")
        saved(page)
        link = page.get_attribute("#link", "href")
        assert link is not None
        with opened(browser, link, 390) as other:
            other.wait_for_selector("[role=option]")
            assert current(other) == current(page)
            expect(other.locator("#count")).to_contain_text("2 of")


def test_the_hour_from_the_closed_door_to_the_revealed_key(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    a_class_key(server.folder, SetTag(("s2",), "claim"), SetTag(("s3",), "background"))
    with leading(browser, server) as teacher, joined(browser, server, "Ada") as page:
        expect(page.locator("#notice")).to_be_visible()
        page.keyboard.press("c")
        assert page.locator("[role=option] .mark", has_text="C").count() == 0
        go(teacher, "tag")
        expect(page.locator("#notice")).to_be_hidden()
        page.keyboard.press("c")
        saved(page)
        teacher.click("#agreed summary")
        expect(teacher.locator(".bar").first).to_contain_text("C 1")
        go(teacher, "vote")
        expect(page.locator("#notice")).to_contain_text("Vote 2")
        page.keyboard.press("b")
        saved(page)
        teacher.get_by_role("button", name="Reveal key: sentence 2").click()
        expect(page.locator(".key")).to_contain_text("✓", timeout=GRACE_MS)
        teacher.get_by_role("button", name="Show on projector: sentence 2").click()
        with teacher.context.expect_page() as beamer:
            teacher.get_by_role("link", name="Projector").click()
        expect(beamer.value.locator("#sentence")).to_contain_text("Key: claim.")
        go(teacher, "end")
        expect(page.locator("#notice")).to_be_visible()
        expect(teacher.locator("#stage")).to_contain_text("ended")
    assert the_pass(server.folder, "Ada").sentence("s3").tag is None
    assert the_pass(server.folder, "Ada", 2).sentence("s3").tag == "background"


def test_a_student_practices_on_another_article_and_nothing_of_it_is_kept(
    browser: Browser, served: Callable[..., ServerThread], tmp_path: Path
) -> None:
    folder, article = a_class(tmp_path / "class", "Ada"), tmp_path / "ferry.txt"
    article.write_text("The ferry sank, the owner said.\n\nHe said why.\n", "utf-8")
    assert run(["add", str(folder), str(article)]) == 0
    assert run(["key", str(folder), "--document", "ferry", "s1", "claim"]) == 0
    server = served("tags", folder, "--practice", "ferry")
    with joined(browser, server, "Ada", 390) as page:
        page.click("a[href='/practice']")
        page.wait_for_selector("[role=option]")
        page.keyboard.press("b")
        expect(page.locator("#o-s1 .key")).to_contain_text("The key says claim, not background.")
        expect(page.locator("#summary")).to_contain_text("background (1)")
        assert (violations(page), overflow(page)) == ([], 0)
        page.click("a[href='/']")
        expect(page.locator("#count")).to_contain_text("0 of")
    assert not list(folder.glob("annotations/*/ferry*"))


def offline(
    page: Page, server: ServerProcess, killable: Callable[..., ServerProcess]
) -> ServerProcess:
    """The server again after the page's connection broke; the page itself does not come back."""
    page.context.set_offline(True)
    server.kill()
    return killable(folder=server.folder)


def test_what_is_tagged_offline_before_the_close_counts_for_the_vote_it_was_made_in(
    browser: Browser, killable: Callable[..., ServerProcess]
) -> None:
    server = killable()
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        page.keyboard.press("c")
        saved(page)
        offline(page, server, killable)
        for key in "fnb":
            page.keyboard.press(key)
        expect(page.locator("#saving")).to_contain_text("3 not saved yet")
        expect(teacher.locator("#students .look")).to_contain_text("away")
        close_tagging(teacher)
        go(teacher, "vote")
        expect(teacher.locator("#stage")).to_contain_text("Vote 2")
        page.context.set_offline(False)
        saved(page)
        expect(page.locator("#notice")).to_contain_text("Vote 2")
        expect(page.locator("#count")).to_contain_text("4 of")
    for number in (1, 2):
        annotations = the_pass(server.folder, "Ada", number)
        tags = [each.tag for each in annotations.sentences[1:5]]
        assert tags == ["claim", "confirmation", "non-response", "background"]


def test_what_is_not_accepted_stays_is_named_holds_up_no_reason_and_is_offered_for_the_next_vote(
    browser: Browser, killable: Callable[..., ServerProcess]
) -> None:
    server = killable()
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        page.keyboard.press("c")
        saved(page)
        offline(page, server, killable)
        expect(teacher.locator("#students .look")).to_contain_text("away")
        close_tagging(teacher)
        for key in "fn":
            page.keyboard.press(key)
        page.context.set_offline(False)
        expect(page.locator("#saving")).to_have_text("2 not accepted")
        expect(page.locator("#notice")).to_contain_text("sentences 3, 4")
        expect(teacher.locator("#refused")).to_contain_text("Ada (2 changes)")
        teacher.click("#agreed summary")
        teacher.get_by_role("button", name="Ask why: sentence 2").click()
        page.get_by_role("button", name="Sentence 2").click()
        page.keyboard.type("they say so")
        page.keyboard.press("Enter")
        expect(teacher.locator(".reasons")).to_contain_text("they say so")
        page.reload()
        expect(page.locator("#saving")).to_have_text("2 not accepted")
        go(teacher, "vote")
        page.get_by_role("button", name="Send again").click()
        saved(page)
        expect(teacher.locator("#refused")).to_be_hidden()
    votes = [the_pass(server.folder, "Ada", number).sentences[1:4] for number in (1, 2)]
    assert [[each.tag for each in vote] for vote in votes] == [
        ["claim", None, None],
        ["claim", "confirmation", "non-response"],
    ]
    assert votes[0][0].note == "they say so"


def test_a_duplicated_tab_loses_no_edit_of_either(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        page.keyboard.press("c")
        saved(page)
        with page.expect_popup() as waiting:
            page.evaluate("() => { window.open(location.href); }")
        twin = waiting.value
        twin.wait_for_selector("[role=option]")
        twin.bring_to_front()
        twin.keyboard.press("f")
        saved(twin)
        page.bring_to_front()
        page.keyboard.press("End")
        page.keyboard.press("b")
        saved(page)
        twin.reload()
        expect(twin.locator("#count")).to_contain_text("3 of")
    annotations = the_pass(server.folder, "Ada")
    tags = [each.tag for each in annotations.sentences[1:]]
    assert (tags[0], tags[1], tags[-1]) == ("claim", "confirmation", "background")


def test_what_a_closed_tab_had_not_sent_is_sent_by_the_next(
    browser: Browser, killable: Callable[..., ServerProcess]
) -> None:
    server = killable()
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        server.kill()
        page.keyboard.press("c")
        expect(page.locator("#saving")).to_contain_text("1 not saved yet")
        context = page.context
        page.close()
        killable(folder=server.folder)
        other = context.new_page()
        other.goto(server.address)
        other.wait_for_selector("[role=option]")
        saved(other)
        expect(other.locator("#count")).to_contain_text("1 of")
    assert the_pass(server.folder, "Ada").sentences[1].tag == "claim"


def test_a_held_key_tags_one_sentence_and_single_keys_stay_off(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        for _ in range(5):
            page.keyboard.down("c")
        page.keyboard.up("c")
        saved(page)
        expect(page.locator("#count")).to_contain_text("1 of")
        page.evaluate("document.querySelector('#keys').open = true")
        page.uncheck("#single")
        page.reload()
        page.wait_for_selector("[role=option]")
        assert not page.is_checked("#single")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_pages_have_no_fault_that_axe_finds_and_fit_a_small_screen(
    browser: Browser, served: Callable[..., ServerThread], scheme: Scheme
) -> None:
    server = served("links")
    a_class_key(server.folder, SetTag(("s2",), "claim"))
    with leading(browser, server, "read", "tag") as teacher:
        for name, width in (("Ada", 1280), ("Zoe", 320)):
            with joined(browser, server, name, width, scheme) as page:
                page.keyboard.press("c")
                page.keyboard.press("Escape")
                page.click("#forth")
                page.keyboard.press("f")
                page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
                saved(page)
                assert (violations(page), overflow(page)) == ([], 0)
        teacher.emulate_media(color_scheme=scheme)
        teacher.click("#agreed summary")
        teacher.get_by_role("button", name="Reveal key: sentence 2").click()
        expect(teacher.locator(".key")).to_be_visible(timeout=GRACE_MS)
        assert (violations(teacher), overflow(teacher)) == ([], 0)
        teacher.set_viewport_size({"width": 320, "height": 700})
        assert overflow(teacher) == 0
        teacher.get_by_role("button", name="Show on projector: sentence 2").click()
        projector = teacher.evaluate("document.body.dataset.teach") + "/projector"
        teacher.set_viewport_size({"width": 1280, "height": 720})
        teacher.goto(f"{server.address}{projector}")
        teacher.wait_for_selector("#sentence .key")
        assert (violations(teacher), overflow(teacher)) == ([], 0)
    with opened(browser, server.door, 320, scheme) as door:
        assert (violations(door), overflow(door)) == ([], 0)


def test_what_cannot_be_undone_waits_five_seconds_and_can_be_canceled(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    a_class_key(server.folder, SetTag(("s2",), "claim"))
    with (
        leading(browser, server, "read", "tag", script="") as teacher,
        joined(browser, server, "Ada") as page,
    ):
        teacher.click("[data-step=reveal]")
        teacher.click("#sure [value=yes]")
        expect(teacher.locator("#waiting")).to_be_visible()
        assert page.locator(".key").count() == 0
        teacher.click("#cancel")
        expect(teacher.locator("#waiting")).to_be_hidden()
        teacher.wait_for_timeout(6000)
        assert page.locator(".key").count() == 0
        expect(teacher.locator("[aria-current] [data-step]")).to_have_attribute("data-step", "tag")


def test_the_page_says_that_nothing_before_a_restart_can_be_undone(
    browser: Browser, killable: Callable[..., ServerProcess]
) -> None:
    server = killable()
    with leading(browser, server, "read", "tag") as teacher:
        undo, why = teacher.locator("#undo"), teacher.locator("#undo-why")
        expect(undo).to_be_enabled()
        expect(why).to_be_hidden()
        server.kill()
        killable(folder=server.folder)
        expect(undo).to_be_disabled(timeout=GRACE_MS)
        expect(why).to_contain_text("restart")


def test_the_projector_can_be_dark_or_light_and_stays_so(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    with leading(browser, server) as teacher:
        projector = teacher.context.new_page()
        projector.goto(f"{server.address}{server.teach}/projector")
        expect(projector.locator("#join")).to_be_visible()
        seen = [background(projector)]
        projector.keyboard.press("d")
        seen.append(background(projector))
        projector.reload()
        expect(projector.locator("#join")).to_be_visible()
        seen.append(background(projector))
        projector.locator("#theme").focus()
        projector.keyboard.press("Enter")
        seen.append(background(projector))
    assert seen[0] == seen[3] != seen[1] == seen[2]


def test_the_teacher_makes_the_projector_dark_or_light_and_can_undo_it(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    with leading(browser, server) as teacher:
        projector = teacher.context.new_page()
        projector.goto(f"{server.address}{server.teach}/projector")
        expect(projector.locator("#join")).to_be_visible()
        theme = projector.locator("html")
        dark, light = (teacher.get_by_role("button", name=each) for each in ("Dark", "Light"))
        dark.click()
        expect(theme).to_have_attribute("data-theme", "dark")
        light.click()
        expect(theme).to_have_attribute("data-theme", "light")
        teacher.click("#undo")
        expect(theme).to_have_attribute("data-theme", "dark")
        expect(dark).to_have_attribute("aria-pressed", "true")
        projector.keyboard.press("d")
        expect(light).to_have_attribute("aria-pressed", "true")


def background(page: Page) -> str:
    """The color behind the page."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_control_keeps_the_focus_when_the_class_moves_on(
    browser: Browser, served: Callable[..., ServerThread]
) -> None:
    server = served()
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        teacher.click("#agreed summary")
        button = teacher.get_by_role("button", name="Ask why: sentence 3")
        button.focus()
        page.keyboard.press("c")
        saved(page)
        expect(teacher.locator("#agreed .bar").first).to_contain_text("C 1")
        expect(button).to_be_focused()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
def test_the_qr_code_fills_half_the_height_and_reasons_never_overflow(
    browser: Browser, served: Callable[..., ServerThread], size: tuple[int, int]
) -> None:
    server = served()
    with leading(browser, server, "read", "tag") as teacher:
        address = teacher.evaluate("document.body.dataset.teach") + "/projector"
        projector = teacher.context.new_page()
        projector.set_viewport_size({"width": size[0], "height": size[1]})
        projector.goto(f"{server.address}{address}")
        teacher.click("[data-screen=join]")
        expect(projector.locator("#join")).to_be_visible()
        box = projector.locator(".qr").bounding_box()
        assert box is not None
        assert box["height"] >= size[1] / 2
        lead(teacher, {"do": "ask", "sentences": ["s2"]})
        for number in range(20):
            explain(server, f"Student {number}", f"Reason {number} " + "is long " * 12)
        teacher.click("[data-screen=sentence]")
        teacher.get_by_role("button", name="Approve all").click()
        expect(projector.locator("#sentence .reasons")).to_contain_text(re.compile(r"and \d+ more"))
        for area in ("#lesson main", "#lesson"):
            taller = projector.locator(area).evaluate(
                "each => each.scrollHeight - each.clientHeight"
            )
            assert taller <= 1


def lead(teacher: Page, said: dict[str, object]) -> None:
    """Send a command as the teacher's page does."""
    teacher.evaluate("said => ClassState.order(said)", said)


def explain(server: ClassServer, name: str, note: str) -> None:
    """A student joins, tags sentence 2 as a claim, and says why."""
    with httpx.Client(base_url=server.address) as student:
        student.post("/join", data={"code": server.sitting.code, "name": name})
        assert student.post("/api/edit", json=sent(1)).status_code == HTTPStatus.OK
        edit = {"do": "note", "sentence": "s2", "note": note}
        assert student.post("/api/edit", json=sent(2) | {"edit": edit}).status_code == HTTPStatus.OK
