"""`annotator check` on a set that lies beside its article."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import Status
from tests.drivers.editor import ARTICLE
from tests.statements import states


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    run(["set", str(path), "s2", "claim", "--annotator", "ada"])
    return path


def test_an_article_changed_since_it_was_tagged_is_a_fault(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = article.with_name("article.ada.yaml")
    assert run(["check", str(tags)]) == 0
    assert states(capsys.readouterr().err, "1 file", "0 errors")
    article.write_text(ARTICLE.replace("Monday", "Tuesday"), "utf-8")
    assert run(["check", str(tags)]) == 1
    assert states(capsys.readouterr().out, "article.ada.yaml: document.sha256:")


def test_a_finished_pass_is_right_whatever_became_of_the_article(article: Path) -> None:
    tags = article.with_name("article.ada.yaml")
    head, _, sentences = tags.read_text("utf-8").partition("next_id:")
    tags.write_text(f"{head}status: {Status.FINISHED}\nnext_id:{sentences}", "utf-8")
    article.write_text(ARTICLE.replace("Monday", "Tuesday"), "utf-8")
    assert run(["check", str(tags)]) == 0


def test_what_does_not_go_together_is_named_with_the_line_of_its_sentence(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = article.with_name("article.ada.yaml")
    text = tags.read_text("utf-8").replace("tag: claim", "tag: rumour")
    tags.write_text(text, "utf-8")
    line = text[: text.index("- id: s2")].count("\n") + 1
    assert run(["check", str(tags)]) == 1
    said = capsys.readouterr().out
    assert states(said, f"article.ada.yaml:{line}: s2:", "“rumour”")
