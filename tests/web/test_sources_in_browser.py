"""The cards of the sources in a real browser: a student, the teacher, and the projector."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.edits import SetTag
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, a_source
from tests.project_factories import a_class, a_class_key, a_key_with_source

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.drivers.server_process import ServerProcess


def test_after_the_reveal_the_cards_are_on_all_three_pages(
    browser: "Browser", served: Callable[..., "ServerProcess"], tmp_path: Path
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415

    from tests.drivers.browser import overflow, violations  # noqa: PLC0415
    from tests.drivers.class_browser import go, joined, leading  # noqa: PLC0415

    folder = a_class(tmp_path / "class", "Ada")
    a_class_key(
        folder, SetTag(("s2",), CLAIM), SetTag(("s3",), CONFIRMATION), SetTag(("s4",), BACKGROUND)
    )
    a_key_with_source(folder, a_source("Harbormaster Quill"), "s2")
    server = served("tags", folder)
    with (
        leading(browser, server, "read", "tag") as teacher,
        joined(browser, server, "Ada", width=320, scheme="dark") as ada,
    ):
        expect(teacher.locator("#sources")).to_be_hidden()
        go(teacher, "reveal")
        teacher.click("#source-list button")
        expect(teacher.locator("#source-list [aria-pressed=true]")).to_be_visible()
        assert violations(teacher) == []
        base = teacher.evaluate("document.body.dataset.teach")
        teacher.goto(f"{server.address}{base}/projector")
        expect(teacher.locator("#source h2")).to_have_text("Harbormaster Quill")
        assert violations(teacher) == []
        ada.get_by_role("link", name="See the sources").click()
        expect(ada.locator(".source-card")).to_contain_text("Harbormaster Quill")
        assert violations(ada) == []
        assert overflow(ada) == 0
