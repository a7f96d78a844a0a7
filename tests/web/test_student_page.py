"""The student's page in a real browser: its room at any height, its words, its accessibility."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.model.answer_key import OUTCOME_LABELS, KeyOutcome
from annotator.model.edits import SetTag
from annotator.model.project import Project
from annotator.model.prompt_level import PromptLevel
from annotator.storage.codebooks import builtin
from annotator.storage.sets import read_set
from annotator.text.messages import LANGUAGES
from annotator.web.handout import handout_page, practice_page
from tests.drivers.browser import SCHEMES, Scheme, opened, overflow, violations
from tests.drivers.class_browser import (
    GRACE_MS,
    go,
    joined,
    leading,
    saved,
    show_agreed,
    toggle_tagging,
)
from tests.drivers.class_page import School, edit
from tests.drivers.server_process import ServerProcess
from tests.project_factories import a_class, a_class_key, the_document

Serve = Callable[..., ServerProcess]

ROOM = {
    (1280, 800): 640,
    (768, 1024): 760,
    (390, 844): 620,
    (320, 568): 340,
    (683, 320): 290,
    (844, 390): 360,
    (320, 256): 160,
}
"""The least height of the article in a window of each size, in CSS pixels."""

LONG_TEXT = "Harbour goes dark\n\n" + "\n\n".join(
    f"The harbour master said on day {day} that ship number {day} had waited outside the port for "
    f"{day} hours. No one else would say why the cranes of pier {day} had stood still."
    for day in range(2, 16)
)

# What of the article is in view, above and below what lies over it, and where the sentence is.
LAYOUT = """() => {
  const box = (id) => document.getElementById(id).getBoundingClientRect();
  const style = (id) => getComputedStyle(document.getElementById(id));
  const covers = (id) =>
    ["sticky", "fixed"].includes(style(id).position) && style(id).visibility !== "hidden";
  const over = ["notices", "brief"].filter(covers).map((id) => box(id).bottom);
  const top = Math.max(0, box("head").bottom, ...over);
  const beside = box("panel").left > box("article").left + 10 || box("panel").height === 0;
  const sentence = document.querySelector("[aria-selected=true]").getBoundingClientRect();
  const bottom = beside ? innerHeight : box("panel").top;
  return { top, bottom, from: sentence.top, to: sentence.bottom };
}"""


def layout(page: Page) -> dict[str, float]:
    """Where the article begins and ends, and its current sentence, from the top of the window."""
    found: dict[str, float] = page.evaluate(LAYOUT)
    return found


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")


def sentence_is_in_view(page: Page) -> bool:
    """Whether the whole sentence is in view, or its beginning if it is taller than the room."""
    found = layout(page)
    room, height = found["bottom"] - found["top"], found["to"] - found["from"]
    if height > room:
        return abs(found["from"] - found["top"]) <= 1
    return found["from"] >= found["top"] - 1 and found["to"] <= found["bottom"] + 1


def assert_room_at_every_size(page: Page) -> None:
    for size, least in ROOM.items():
        resize(page, size)
        found = layout(page)
        assert found["bottom"] - found["top"] >= least, size
        assert sentence_is_in_view(page), size
        assert overflow(page) == 0, size


@pytest.fixture
def long_class(tmp_path: Path) -> Path:
    return a_class(tmp_path / "class", "Ada", ask="links", text=LONG_TEXT)


def a_file(folder: Path, kind: str) -> Path:
    """The handout or the practice page of a class's article."""
    path = folder / f"{kind}.html"
    if kind == "handout":
        blank = the_document(folder, "harbour").new_set("", builtin().reference)
        html = handout_page(blank, builtin(), Project(prompt_level=PromptLevel.LINKS))
    else:
        tags = (SetTag((f"s{number}",), "claim") for number in range(2, 20))
        html = practice_page(read_set(a_class_key(folder, *tags))[0], builtin(), Project())
    path.write_text(html, "utf-8")
    return path


def test_the_article_keeps_its_room_at_every_size_with_the_sentence_in_view(
    browser: Browser, served: Serve, long_class: Path
) -> None:
    server = served(folder=long_class)
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        expect(page.locator("#head .me")).to_have_text("Ada")
        page.keyboard.press("End")
        page.keyboard.press("k")
        assert_room_at_every_size(page)
        go(teacher, "vote")
        expect(page.locator("#notice")).to_contain_text("Vote 2")
        assert_room_at_every_size(page)
        page.keyboard.press("k")
        assert_room_at_every_size(page)


def test_the_first_view_has_the_same_room_and_a_reveal_keeps_the_sentence_in_view(
    browser: Browser, served: Serve, long_class: Path
) -> None:
    a_class_key(long_class, *(SetTag((f"s{number}",), "claim") for number in range(2, 20)))
    server = served(folder=long_class)
    with leading(browser, server) as teacher, ExitStack() as opening:
        pages = {
            size: opening.enter_context(
                joined(browser, server, f"Ada {size[0]} {size[1]}", size[0], height=size[1])
            )
            for size in ROOM
            if size[1] < 600
        }

        def assert_room() -> None:
            for size, page in pages.items():
                found = layout(page)
                assert found["bottom"] - found["top"] >= ROOM[size], size
                assert sentence_is_in_view(page), size

        assert_room()
        go(teacher, "read")
        assert_room()
        for page in pages.values():
            page.keyboard.press("End")
        go(teacher, "tag")
        go(teacher, "reveal")
        for page in pages.values():
            expect(page.locator(".key").last).to_be_attached()
            page.wait_for_timeout(100)
        assert_room()


def test_a_new_message_leaves_the_article_its_room_and_can_be_brought_back(
    browser: Browser, served: Serve, long_class: Path
) -> None:
    server = served(folder=long_class)
    phone = (390, 844)
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        page.keyboard.press("c")
        page.keyboard.press("Escape")
        page.keyboard.press("End")
        saved(page)
        teacher.evaluate("said => ClassState.order(said)", {"do": "ask", "sentences": ["s2", "s3"]})
        expect(page.locator("#notice button")).to_have_text("Sentence 2")
        assert_room_at_every_size(page)
        go(teacher, "why")
        expect(page.locator("#notice")).to_contain_text("closed")
        assert_room_at_every_size(page)
        go(teacher, "vote")
        resize(page, phone)
        brief = page.locator("#brief")
        expect(brief).to_contain_text("Vote 2")
        brief.click()
        expect(page.locator("#notice")).to_be_in_viewport()
        expect(brief).to_be_hidden()


@pytest.mark.parametrize("kind", ["handout", "practice"])
def test_the_handout_and_practice_give_the_article_the_same_room(
    browser: Browser, long_class: Path, kind: str
) -> None:
    with opened(browser, a_file(long_class, kind)) as page:
        page.keyboard.press("End")
        page.keyboard.press("k")
        assert_room_at_every_size(page)
        assert violations(page) == []


def test_the_source_and_the_answers_never_hide_their_sentence(
    browser: Browser, long_class: Path
) -> None:
    with opened(browser, a_file(long_class, "handout")) as page:
        page.keyboard.press("c")
        for size in ROOM:
            resize(page, size)
            page.locator("#article").focus()
            page.keyboard.press("j")
            page.keyboard.press("f")
            for field in ("s", "l"):
                page.locator("#article").focus()
                page.keyboard.press(field)
                expect(page.locator("#forms :focus")).to_be_in_viewport()
                assert sentence_is_in_view(page), (size, field)
            page.keyboard.press("Escape")


def test_a_reader_who_scrolled_away_is_not_pulled_back_when_the_height_changes(
    browser: Browser, long_class: Path
) -> None:
    with opened(browser, a_file(long_class, "handout"), 390, height=844) as page:
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_function("scrollY > 100")
        resize(page, (390, 780))
        assert not sentence_is_in_view(page)
        resize(page, (780, 390))
        assert sentence_is_in_view(page)


def test_the_panel_is_there_only_while_the_student_may_use_it(
    browser: Browser, served: Serve
) -> None:
    server = served()
    with leading(browser, server) as teacher, joined(browser, server, "Ada", 390) as page:
        panel = page.locator("#panel")
        expect(panel).to_be_hidden()
        expect(page.locator("#book")).to_be_visible()
        go(teacher, "tag")
        expect(page.locator("#tags")).to_be_visible()
        page.keyboard.press("c")
        saved(page)
        toggle_tagging(teacher)
        expect(panel).to_be_hidden()
        show_agreed(teacher)
        teacher.get_by_role("button", name="Ask why: sentence 2").click()
        page.get_by_role("button", name="Sentence 2").click()
        expect(page.locator("#f-note")).to_be_focused()
        expect(page.locator("#tags")).to_be_hidden()
        page.keyboard.type("they say so")
        page.keyboard.press("Enter")
        saved(page)
        go(teacher, "end")
        expect(panel).to_be_hidden()


def test_a_student_without_tags_is_neither_asked_why_nor_said_to_have_tagged(
    browser: Browser, served: Serve
) -> None:
    server = served()
    keys = {"Ada": "c", "Ben": "b", "Cleo": "f"}
    with ExitStack() as stack:
        teacher = stack.enter_context(leading(browser, server, "read", "tag"))
        for name, key in keys.items():
            page = stack.enter_context(joined(browser, server, name))
            page.keyboard.press(key)
            saved(page)
        late = stack.enter_context(joined(browser, server, "Zoe"))
        go(teacher, "why")
        expect(page.locator("#notice button")).to_have_count(1)
        expect(late.locator("#notice")).to_contain_text("closed")
        expect(late.locator("#notice button")).to_have_count(0)
        go(teacher, "talk")
        paired = [each for each in (page, late) if "Talk with" in each.inner_text("#notice")]
        expect(late.locator("#notice")).not_to_contain_text("You did not all")
        assert page in paired or late in paired


def test_each_situation_has_its_own_words(browser: Browser, served: Serve) -> None:
    server = served()
    with leading(browser, server) as teacher, joined(browser, server, "Ada") as page:
        said, notice = [], page.locator("#notice")

        def note(step: str | None = None) -> None:
            before = notice.inner_text() if notice.is_visible() else ""
            if step is not None:
                go(teacher, step)
                expect(notice).not_to_have_text(before)
            said.append(notice.inner_text() if notice.is_visible() else "")

        note()
        go(teacher, "tag")
        expect(page.locator("#panel")).to_be_visible()
        note("vote")
        page.keyboard.press("c")
        expect(notice).to_contain_text("change any tag")
        with joined(browser, server, "Zoe") as late:
            said.append(late.inner_text("#notice"))
        toggle_tagging(teacher)
        expect(page.locator("#panel")).to_be_hidden()
        note()
        note("end")
        assert len(set(said)) == len(said) == 5
        assert all(said)
        expect(page.locator("#live")).to_contain_text("ended")


def test_after_a_reveal_the_result_of_ones_own_tag_is_said_and_shown_with_word_and_sign(
    browser: Browser, served: Serve
) -> None:
    server = served()
    tags = ("claim", "claim", "background")
    a_class_key(server.folder, *(SetTag((f"s{n}",), tag) for n, tag in enumerate(tags, 2)))
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        for key in "cf":
            page.keyboard.press(key)
        saved(page)
        show_agreed(teacher)
        teacher.get_by_role("button", name="Reveal key: sentence 2").click()
        expect(page.locator("#live")).to_contain_text(
            "sentence 2 is shown. Same as the key: claim.", timeout=GRACE_MS
        )
        page.keyboard.press("Home")
        page.keyboard.press("j")
        expect(page.locator("#t-claim")).to_have_attribute("aria-disabled", "true")
        go(teacher, "reveal")
        labels = [OUTCOME_LABELS[each] for each in (KeyOutcome.OTHER, KeyOutcome.UNTAGGED)]
        expect(page.locator("#live")).to_contain_text(re.compile(".*".join(labels)))
        found = [page.locator(f"#o-s{number} .key strong").inner_text() for number in (2, 3, 4)]
        assert [each[0] for each in found] == ["✓", "✕", "–"]
        assert ["Same" in found[0], "Different" in found[1], "no tag" in found[2]] == [True] * 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_after_the_end_the_personal_link_leads_to_feedback_on_every_vote(
    browser: Browser, served: Serve, scheme: Scheme
) -> None:
    server = served()
    a_class_key(server.folder, SetTag(("s2",), "claim"), SetTag(("s3",), "background"))
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        page.keyboard.press("f")
        saved(page)
        link = page.get_attribute("#link", "href")
        go(teacher, "vote")
        expect(page.locator("#notice")).to_contain_text("Vote 2")
        page.keyboard.press("k")
        page.keyboard.press("c")
        saved(page)
        go(teacher, "end")
        with opened(browser, str(link), 320, scheme, height=568) as other:
            other.get_by_role("link", name="feedback").click()
            expect(other.locator("h1")).to_contain_text("Ada")
            change = other.locator(".changes li")
            expect(change).to_contain_text(
                re.compile("Sentence 2:.*confirmation.*claim", re.DOTALL)
            )
            expect(other.locator(".rules dt")).to_have_count(1)
            assert (violations(other), overflow(other)) == ([], 0)
            # The style inside the page is let through by the content policy.
            assert other.locator(".score b").evaluate("e => getComputedStyle(e).fontSize") == "44px"


def test_feedback_is_for_the_student_alone_after_the_end_and_with_a_key(school: School) -> None:
    ada = school.opened("Ada")
    edit(ada, 1)
    a_class_key(school.folder, SetTag(("s2",), "claim"))
    assert ada.get("/feedback").status_code == 404
    school.lead("end")
    assert "Ada" in ada.get("/feedback").text
    assert ada.get("/api/work").json()["standing"]["feedback"]
    assert school.browser().get("/feedback").status_code == 401


def test_feedback_without_a_key_is_refused(school: School) -> None:
    ada = school.opened("Ada")
    school.lead("end")
    assert ada.get("/feedback").status_code == 404
    assert not ada.get("/api/work").json()["standing"]["feedback"]


# Accessibility beyond what axe finds.


FOCUS = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const x = box.left + Math.min(box.width / 2, 20);
  const there = document.elementFromPoint(x, Math.max(box.top, 0) + Math.min(box.height / 2, 10));
  const ring = node.getAttribute("role") === "listbox"
    ? document.querySelector("[aria-selected=true]") : node;
  const seen = there && [node, node.labels?.[0]].some((each) => each?.contains(there));
  return { id: node.id, tag: node.tagName, seen: Boolean(seen),
    ring: getComputedStyle(ring).outlineStyle !== "none" };
}"""


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (683, 320), (320, 256)])
def test_all_can_be_done_with_the_keyboard_and_the_focus_is_always_seen(
    browser: Browser, long_class: Path, size: tuple[int, int]
) -> None:
    with opened(browser, a_file(long_class, "handout"), size[0], height=size[1]) as page:
        page.keyboard.press("c")
        page.keyboard.press("Escape")
        stops: list[dict[str, Any]] = []
        for _ in range(60):
            page.keyboard.press("Tab")
            found = page.evaluate(FOCUS)
            if found["tag"] == "BODY":
                break
            stops.append(found)
            if found["id"] == "unfold":
                page.keyboard.press("Enter")
        assert [each for each in stops if not (each["ring"] and each["seen"])] == []
        ids = [each["id"] for each in stops]
        wanted = [
            "t-claim",
            "t-background",
            "back",
            "forth",
            "untagged",
            "untag",
            "f-source",
        ]
        assert [each for each in ids if each in wanted] == wanted


def test_without_single_keys_a_student_tags_with_tab_and_enter(
    browser: Browser, long_class: Path
) -> None:
    with opened(browser, a_file(long_class, "handout")) as page:
        page.evaluate("document.querySelector('#keys').open = true")
        page.uncheck("#single")
        page.locator("#article").focus()
        page.keyboard.press("c")
        expect(page.locator("#count")).to_contain_text("0 of")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#count")).to_contain_text("1 of")
        expect(page.locator("#f-source")).to_be_focused()
        page.keyboard.type("The harbour master")
        page.keyboard.press("Enter")
        expect(page.locator("#article")).to_be_focused()
        expect(page.locator("#live")).to_contain_text("source The harbour master")


def reading_order(page: Page) -> list[tuple[str, str]]:
    """The roles and names of the accessibility tree, in the order in which they are read."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {each["nodeId"]: each for each in nodes}
    found: list[tuple[str, str]] = []

    def visit(node: dict[str, Any]) -> None:
        if not node.get("ignored"):
            name = node.get("name", {}).get("value", "")
            found.append((node.get("role", {}).get("value", ""), name))
        for child in node.get("childIds", ()):
            if child in by_id:
                visit(by_id[child])

    visit(nodes[0])
    return found


@pytest.mark.parametrize("size", [(1280, 800), (320, 256)])
def test_the_accessibility_tree_is_read_in_the_order_of_the_work(
    browser: Browser, served: Serve, size: tuple[int, int]
) -> None:
    server = served()
    with leading(browser, server, "read", "tag"), joined(browser, server, "Ada") as page:
        resize(page, size)
        page.keyboard.press("c")
        saved(page)
        tree = reading_order(page)
        roles = [role for role, _ in tree]
        landmarks = ("banner", "heading", "progressbar", "main", "listbox", "region", "contentinfo")
        wanted = [each for each in landmarks if each != "progressbar" or size[0] >= 960]
        first = [roles.index(each) for each in wanted]
        assert first == sorted(first)
        # The name is read before the title, the title before the progress.
        names = [name for _, name in tree[1:]]
        assert names.index("Ada") < names.index("Harbour goes dark") < names.index("1 of 5 tagged")
        options = [name for role, name in tree if role == "option"]
        # After the sentences come the languages of the page.
        assert options[6:] == list(LANGUAGES.values())
        assert options[1].startswith("2 claim: The Night Owls")
        assert options[2].startswith("3 no tag:")
        buttons = [name for role, name in tree if role == "button"]
        assert buttons[:6] == [*(tag.name for tag in builtin().tags), *buttons[4:6]]
        assert all(name for role, name in tree if role in {"button", "option", "textbox"})


def test_one_live_region_says_what_changes_and_nothing_else_is_read_aloud(
    browser: Browser, served: Serve
) -> None:
    server = served()
    with leading(browser, server) as teacher, joined(browser, server, "Ada") as page:
        live = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]"
        assert page.locator(live).count() == 1
        for step, words in (("tag", "open"), ("why", "closed"), ("vote", "Vote 2")):
            go(teacher, step)
            expect(page.locator("#live")).to_contain_text(words)
        page.keyboard.press("c")
        expect(page.locator("#live")).to_contain_text("2: claim. Now 3: no tag")


def test_the_focus_is_not_lost_when_tagging_closes_on_a_button(
    browser: Browser, served: Serve
) -> None:
    server = served()
    with leading(browser, server, "read", "tag") as teacher, joined(browser, server, "Ada") as page:
        page.locator("#undo").focus()
        toggle_tagging(teacher)
        expect(page.locator("#panel")).to_be_hidden()
        expect(page.locator("#article")).to_be_focused()


def test_with_forced_colors_nothing_is_told_by_color_alone(
    browser: Browser, long_class: Path
) -> None:
    with opened(browser, a_file(long_class, "practice"), forced_colors="active") as page:
        page.keyboard.press("b")
        outline = "e => getComputedStyle(e).outlineStyle"
        assert page.locator("[aria-selected=true]").evaluate(outline) != "none"
        assert page.locator("#t-background").evaluate(outline) != "none"
        border = "e => getComputedStyle(e).borderTopStyle"
        assert page.locator("[aria-selected=true] .mark").evaluate(border) == "solid"
        expect(page.locator(".key strong")).to_contain_text("✕ Different")
        assert violations(page) == []


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_who_asked_for_less_motion(
    browser: Browser, long_class: Path, motion: str
) -> None:
    path = a_file(long_class, "handout")
    with opened(browser, path, 390, reduced_motion=motion) as page:
        page.keyboard.press("c")
        page.click("#unfold")
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].some((e) => getComputedStyle(e)"
            ".transitionDuration.split(', ').some((each) => parseFloat(each) > 0))"
        )
        assert moving == (motion == "no-preference")
