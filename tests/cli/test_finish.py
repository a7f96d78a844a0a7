"""A set marked finished, unusable or open without a screen."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import Status
from annotator.storage.sets import read_set
from tests.statements import states


@pytest.fixture
def tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of two sentences, of which the first has a tag."""
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    article = tmp_path / "article.txt"
    article.write_text("The port said so on Monday.\n\nNobody else did.\n", "utf-8")
    run(["set", str(article), "s1", "claim", "--annotator", "ada"])
    return article.with_name("article.ada.yaml")


def status(tags: Path) -> Status | None:
    return read_set(tags)[0].status


def test_sentences_without_a_tag_are_named_and_nothing_is_finished_unasked(
    tags: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["finish", str(tags)]) == 2
    assert states(capsys.readouterr().err, "s2")
    assert status(tags) is None


def test_it_is_finished_where_that_is_agreed_to_or_every_sentence_has_a_tag(tags: Path) -> None:
    run(["set", str(tags), "s2", "background"])
    assert run(["finish", str(tags)]) == 0
    assert status(tags) is Status.FINISHED


def test_a_finished_pass_stays_as_it_is_and_the_next_one_can_be_finished_too(tags: Path) -> None:
    assert run(["finish", str(tags), "--yes"]) == 0
    finished = tags.read_bytes()
    article = str(tags.with_name("article.txt"))
    assert run(["set", article, "s2", "claim", "--annotator", "ada"]) == 1
    assert run(["set", article, "s2", "claim", "--annotator", "ada", "--next-pass"]) == 0
    assert run(["finish", article, "--annotator", "ada"]) == 0
    assert tags.read_bytes() == finished
    assert status(tags.with_name("article.ada.2.yaml")) is Status.FINISHED


def test_an_article_is_unusable_for_a_reason_and_usable_again(tags: Path) -> None:
    assert run(["finish", str(tags), "--unusable", ""]) == 1
    assert run(["finish", str(tags), "--unusable", "not news"]) == 0
    assert read_set(tags)[0].reason == "not news"
    assert run(["finish", str(tags), "--usable"]) == 0
    assert status(tags) is None
