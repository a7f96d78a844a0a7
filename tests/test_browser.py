from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.drivers import browser as tools
from tests.drivers.browser import opened, overflow, requests_of, violations

WRONG = (
    "<!doctype html><title></title><style>p { width: 900px; color: #ccc }</style>"
    "<p>Hardly to be read.</p><img src='https://outside.example/x.png'>"
)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.html"
    path.write_text(WRONG, "utf-8")
    return path


def test_what_is_wrong_with_a_page_is_found(wrong: Path, browser: Browser) -> None:
    with opened(browser, wrong, width=320) as page:
        found = {each.split(":")[0] for each in violations(page)}
        assert {"color-contrast", "document-title", "html-has-lang", "image-alt"} <= found
        assert overflow(page) > 500


def test_what_a_page_asks_of_the_network_is_seen(
    wrong: Path,
    browser: Browser,
) -> None:
    assert requests_of(browser, wrong) == ["https://outside.example/x.png"]


def test_without_a_browser_a_test_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    tools.chromium.cache_clear()
    monkeypatch.delenv("ANNOTATOR_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    assert tools.chromium() is None
    tools.chromium.cache_clear()
    assert "apt install chromium" in tools.ABSENT
