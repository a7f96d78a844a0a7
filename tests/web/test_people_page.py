"""The door in a real browser: joining by the own name, and the teacher's list of people."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.project.people import load_shown_names
from annotator.project.pins import make_pins
from tests.drivers.browser import SCHEMES, Scheme, opened, overflow, violations
from tests.drivers.server_process import ClassServer, ServerProcess
from tests.project_factories import a_class

LONG = "Wolfeschlegelsteinhausenbergerdorff"
HOSTILE = ("<script>alert(1)</script>", "\u202eevil\u202c", "a" * 60, "👩‍👩‍👧‍👦", "علي بن حسن")
SIZES = ((1280, 800), (768, 1024), (390, 844), (320, 568), (683, 320))
Served = Callable[..., ServerProcess]


@pytest.fixture
def roster(tmp_path: Path) -> str:
    """The path of a roster with names of many kinds."""
    path = tmp_path / "roster.csv"
    names = ("Lovelace, Ada", "Lovell, Grace", f"{LONG}, Hubert Blaine", "Nguyễn, Thị Minh Khai")
    rows = "".join(f'"{name}",{number},A\n' for number, name in enumerate(names, 101))
    path.write_text(f"Student,ID,Section\n{rows}")
    return str(path)


@pytest.fixture
def class_folder(tmp_path: Path) -> Path:
    return a_class(tmp_path / "class")


def ask(server: ClassServer, browser: Browser, name: str, *, listed: bool = True) -> None:
    """Ask to join under a name, which is on the class list or is not."""
    with opened(browser, server.door) as page:
        page.fill("#name", name)
        if listed:
            page.keyboard.press("Enter")
        else:
            page.click("#unlisted")
        page.wait_for_selector("[role=option], [role=alert]")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Press a button with the keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    expect(button).to_be_focused()
    page.keyboard.press(key)


def test_a_student_joins_by_the_own_name_with_the_keyboard_alone(
    browser: Browser, served: Served, class_folder: Path, roster: str
) -> None:
    server = served("tags", class_folder, "--roster", roster)
    with opened(browser, server.door, 390, height=844) as page:
        expect(page.locator("#name")).to_be_focused()
        page.keyboard.type("lov")
        expect(page.locator("#found button")).to_have_count(2)
        assert (violations(page), overflow(page)) == ([], 0)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#found-said")).to_contain_text("Ada Lovelace")
        expect(page.locator("#pin-box")).to_be_hidden()
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=option]")


def test_a_name_that_is_only_begun_joins_nobody_and_who_is_not_on_the_list_says_so(
    browser: Browser, served: Served, class_folder: Path, roster: str
) -> None:
    server = served("tags", class_folder, "--roster", roster)
    with opened(browser, server.door, 390, height=844) as page:
        page.keyboard.type("lov")
        page.keyboard.press("Enter")
        expect(page.locator("#found button").first).to_be_focused()
        page.fill("#name", "Nobody Here")
        page.keyboard.press("Enter")
        expect(page.locator("#found-said")).to_contain_text("I am not on the list")
        expect(page.locator("#name")).to_be_focused()
        assert (violations(page), overflow(page)) == ([], 0)
        press(page, "I am not on the list")
        page.wait_for_selector("[role=option]")
        expect(page.locator("body")).to_contain_text("Nobody Here")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_student_types_a_pin_where_work_is_done_at_home(
    browser: Browser, served: Served, class_folder: Path, roster: str, scheme: Scheme
) -> None:
    pin = make_pins(class_folder, ["101"])["101"]
    server = served("tags", class_folder, "--roster", roster, "--closes", "2999-01-01 12:00")
    with opened(browser, server.door, 320, scheme) as page:
        page.keyboard.type("lov")
        page.locator("#found button").first.wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#pin")).to_be_focused()
        assert (violations(page), overflow(page)) == ([], 0)
        page.keyboard.type("0000")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        assert (violations(page), overflow(page)) == ([], 0)
        expect(page.locator("#pin")).to_be_focused()
        page.keyboard.type(pin)
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=option]")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_list_of_people_has_no_fault_that_axe_finds_and_fits_every_window(
    browser: Browser, served: Served, class_folder: Path, roster: str, scheme: Scheme
) -> None:
    server = served("tags", class_folder, "--roster", roster, "--pins", "--section", "A")
    make_pins(class_folder, ["101"])
    ask(server, browser, "Ada Lovelace")
    for name in (f"Hubert {LONG}", *HOSTILE):
        ask(server, browser, name, listed=False)
    with opened(browser, server.desk, scheme=scheme) as page:
        page.locator("#people > summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#waiting-names li")).to_have_count(len(HOSTILE) + 1)
        press(page, f"Let {HOSTILE[0]} in")
        expect(page.locator("#waiting-names li")).to_have_count(len(HOSTILE))
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert overflow(page) == 0
            assert page.locator("#people").evaluate("e => e.scrollWidth <= e.clientWidth")
        assert violations(page) == []


def test_a_teacher_renames_merges_and_undoes_with_the_keyboard_alone(
    browser: Browser, served: Served, class_folder: Path
) -> None:
    server = served("tags", class_folder)
    for name in ("Ada", "Ada L"):
        ask(server, browser, name)
    with opened(browser, server.door) as phone, opened(browser, server.desk) as page:
        phone.fill("#name", "Sparky")
        phone.keyboard.press("Enter")
        phone.wait_for_selector("[role=option]")
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("#people > summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#student-who option")).to_have_count(3)
        page.select_option("#student-who", "sparky")
        page.locator("#new-name").focus()
        page.keyboard.type("Grace Hopper")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#student-who option").last).to_have_text(re.compile("Grace Hopper"))
        assert load_shown_names(class_folder).of("Sparky") == "Grace Hopper"
        page.select_option("#merge-into", "ada")
        press(page, "Merge", "Space")
        expect(page.locator("#merged li")).to_have_count(1)
        # The student's own page shows the other student's work without a reload by hand.
        expect(phone.locator("body")).to_contain_text("Ada")
        expect(phone.locator("body")).not_to_contain_text("Grace Hopper")
        assert (violations(page), overflow(page)) == ([], 0)
        press(page, "Undo")
        expect(page.locator("#merged li")).to_have_count(0)
        expect(page.locator("#student-who option")).to_have_count(3)
        page.wait_for_timeout(500)
        press(page, "Undo")
        expect(page.locator("#student-who option").last).to_have_text("Sparky")
        assert load_shown_names(class_folder).links == {}
