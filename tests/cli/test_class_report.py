import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.cli import run
from annotator.storage.layout import annotations_path, document_path, key_path
from tests.project_factories import GRADED_TAGS, a_graded_class, a_graded_set, store_set
from tests.report.html_checks import dangers, dead_links, repeated_ids

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HALF = (None, "background", "background", "confirmation", None, "background")
STUDENTS = {"Ada Byron": GRADED_TAGS, "Bo <b>Lind": HALF}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = a_graded_class(tmp_path / "project", STUDENTS, absent=["Cy Cole"])
    bo = annotations_path(folder, "Bo <b>Lind", "harbour", 2)
    store_set(bo, a_graded_set("Bo <b>Lind", GRADED_TAGS))
    return folder


def with_another_article(project: Path) -> Path:
    """The project with the same article again under another id, which Bo missed."""
    for path in (document_path(project, "harbour"), key_path(project, "harbour")):
        text = path.read_text("utf-8").replace("harbour", "second").replace("Harbour", "Second")
        path.with_name("second.yaml").write_text(text, "utf-8")
    return project


def page_of(project: Path, tmp_path: Path, *options: str) -> str:
    out = tmp_path / "class-report.html"
    assert run(["class-report", str(project), "-o", str(out), *options]) == 0
    return out.read_text("utf-8")


def test_the_page_names_the_hardest_sentence_the_confusion_the_gain_and_who_is_missing(
    project: Path, tmp_path: Path
) -> None:
    page = page_of(project, tmp_path)
    assert "Missing: Cy Cole" in page
    assert "Bo &lt;b&gt;Lind" in page
    assert "1 student took part in both votes" in page
    assert "<b>1.00</b>" in page


def test_the_page_for_the_class_has_no_names(project: Path, tmp_path: Path) -> None:
    page = page_of(project, tmp_path, "--anonymous")
    for name in ("Ada", "Lind", "Cy Cole"):
        assert name not in page


def test_the_json_has_what_the_page_shows(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["class-report", str(project), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (document,) = found["documents"]
    assert document["hardest"] == ["s3", "s5"]
    assert document["missing"] == ["Cy Cole"]
    assert document["votes"]["normalized_gain"]["value"] == 1
    assert [each["name"] for each in found["students"]] == ["Ada Byron", "Bo <b>Lind", "Cy Cole"]


def test_only_a_page_is_replaced(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "notes.html"
    out.write_text("mine", "utf-8")
    assert run(["class-report", str(project), "-o", str(out)]) == 1
    assert out.read_text("utf-8") == "mine"


def test_a_project_without_a_key_is_refused(project: Path) -> None:
    key_path(project, "harbour").unlink()
    assert run(["class-report", str(project)]) == 1


def test_the_page_is_well_formed_and_loads_nothing(project: Path, tmp_path: Path) -> None:
    with_another_article(project)
    page = page_of(project, tmp_path)
    assert [*dangers(page), *dead_links(page), *repeated_ids(page)] == []


def test_axe_finds_no_violation_and_nothing_scrolls_sideways(
    project: Path, tmp_path: Path, browser: "Browser"
) -> None:
    from tests.drivers.browser import opened, overflow, violations  # noqa: PLC0415

    with_another_article(project)
    page_of(project, tmp_path)
    path = tmp_path / "class-report.html"
    with opened(browser, path, scheme="light") as page:
        assert violations(page) == []
    with opened(browser, path, scheme="dark") as page:
        assert violations(page) == []
    with opened(browser, path, width=320) as page:
        assert overflow(page) == 0
