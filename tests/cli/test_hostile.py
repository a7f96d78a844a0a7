import json
from pathlib import Path

import pytest

from annotator.cli import run
from tests.factories import SHORT_CODEBOOK
from tests.hostile import SHOWABLE, forbidden_bytes


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    return tmp_path / "article.txt"


@pytest.mark.parametrize("name", SHOWABLE)
def test_nothing_hostile_is_printed_by_any_command(
    article: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SHOWABLE[name]
    article.write_text(f"The port said so.\n\n{text} said so.\n", "utf-8")
    path = str(article)
    run(["set", path, "s1", "claim", "-a", "ada", "--note", text, "--title", text])
    saved = str(article.with_name("article.ada.yaml"))
    run(["show", saved])
    run(["show", saved, "--plain"])
    run(["check", saved, "--strict"])
    run(["measure", saved])
    run(["report", saved, "-o", str(article.with_name("report.html"))])
    run(["set", path, text, text, "-a", "ada"])
    run(["set", path, "s1", "-a", "ada", "--source", text, "--affiliation", text, "--cue", text])
    run(["source", saved, text, "--rename", f"{text} too", "--kind", text])
    run(["source", saved, text, "--rename", f"{text} too"])
    run(["show", text])
    captured = capsys.readouterr()
    assert forbidden_bytes((captured.out + captured.err).encode()) == []


@pytest.mark.parametrize("name", SHOWABLE)
def test_nothing_hostile_in_a_codebook_is_printed(
    article: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = article.with_name("own.yaml")
    quoted = json.dumps(SHOWABLE[name], ensure_ascii=True)
    own.write_text(SHORT_CODEBOOK.replace('"påstand"', quoted), "utf-8")
    run(["codebook", "--codebook", str(own)])
    captured = capsys.readouterr()
    assert captured.out + captured.err
    assert forbidden_bytes((captured.out + captured.err).encode()) == []
