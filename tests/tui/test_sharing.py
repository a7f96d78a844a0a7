"""What goes to the clipboard and to the browser."""

import base64
import re
import webbrowser
from pathlib import Path

import pytest

from tests.drivers.editor import ARTICLE, EditorDriver, open_editor
from tests.hostile import CORPUS
from tests.statements import states

ADDRESS = "https://example.org/blackout"


def with_address(address: str) -> str:
    return f'---\nurl: "{address}"\n---\n{ARTICLE}'


async def test_the_sentence_a_block_the_article_and_a_link_are_copied(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("y", "y")
        assert driver.app.clipboard == "Power failed at the harbour on Monday."
        assert states(driver.said, "clipboard")
        await driver.press("V", "j", "y", "y")
        assert driver.app.clipboard.endswith("Monday. The Night Owls said they had done it.")
        await driver.press("escape", "y", "a")
        assert driver.app.clipboard.split() == ARTICLE.split()
        await driver.press("y", "l")
        assert driver.app.clipboard == "article.txt#s3"
        await driver.press("y", "escape")
        assert driver.app.clipboard == "article.txt#s3"
        assert driver.screen.session.revision == 0


async def test_a_link_has_the_articles_address(tmp_path: Path) -> None:
    async with open_editor(tmp_path, with_address(ADDRESS)) as driver:
        await driver.press("y", "l")
        assert driver.app.clipboard.startswith(f"{ADDRESS}#:~:text=Power%20failed")


async def test_hostile_text_is_copied_as_marks_in_one_sequence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_editor(tmp_path) as driver:
        written: list[str] = []
        for text in CORPUS.values():
            use_text(driver, text, monkeypatch)
            with monkeypatch.context() as patch:
                patch.setattr(driver.app._driver, "write", written.append)
                driver.app.copy_to_clipboard("")
                await driver.press("y", "a")
            copied = driver.app.clipboard
            assert "\x1b" not in copied
            assert "\u202e" not in copied
            sequence = f"\x1b]52;c;{base64.b64encode(copied.encode()).decode()}\a"
            assert sequence in written
    assert all(re.fullmatch(r"\x1b\]52;c;[\w+/=]*\a", each) for each in written if "]52" in each)


def use_text(driver: EditorDriver, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = driver.screen.work
    monkeypatch.setattr(opened, "open_set", opened.open_set._replace(text=text))


class Browser:
    """A browser that notes the addresses it opens."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        return True


@pytest.mark.parametrize(
    ("address", "opened"),
    [(ADDRESS, [ADDRESS]), ("javascript:alert(1)", []), ("file:///etc/passwd", [])],
)
async def test_only_a_web_address_is_opened_in_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, opened: list[str]
) -> None:
    browser = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    async with open_editor(tmp_path, with_address(address)) as driver:
        await driver.press("O")
        await driver.pilot.pause(0.05)
        assert browser.opened == opened
        assert address in driver.said


async def test_without_an_address_or_a_browser_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> Browser:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none)
    (tmp_path / "none").mkdir()
    async with open_editor(tmp_path / "none") as driver:
        await driver.press("O")
        assert states(driver.said, "no web address")
    async with open_editor(tmp_path, with_address(ADDRESS)) as driver:
        await driver.press("O")
        await driver.pilot.pause(0.05)
        assert ADDRESS in driver.said
