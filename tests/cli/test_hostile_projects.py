"""Nothing hostile is printed by the commands of a project, nor leads them out of its folder."""

import json
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage.layout import load_project
from tests.hostile import SHOWABLE, forbidden_bytes


@pytest.mark.parametrize("name", SHOWABLE)
def test_whatever_people_and_articles_are_called_the_commands_stay_safe(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    text = SHOWABLE[name]
    folder = tmp_path / "p"
    article = tmp_path / "article.txt"
    quoted = json.dumps(text, ensure_ascii=True)
    article.write_text(f"---\ntitle: {quoted}\n---\nIt is so.\n\n{text} said so.\n", "utf-8")
    table = tmp_path / "table.csv"
    table.write_text(f'file,{text.split(",")[0].strip() or "x"}\na.txt,"1"\n', "utf-8")
    assert run(["init", str(folder), "--title", text, f"--annotator={text}"]) == 0
    run(["add", str(folder), str(article), "--metadata", str(table)])
    run(["add", str(folder), str(article)])
    run(["assign", str(folder), "--seed", text])
    run(["set", str(folder), "s1", "claim", "-d", "article", f"-a{text}", "--flag", "--note", text])
    run(["set", str(folder), "s1", "claim", "-d", "article", f"-a{text}2"])
    run(["status", str(folder)])
    run(["resegment", str(folder), "article", "--split", "s1", text])
    run(["resegment", str(folder), text, "--join", "s1"])
    run(["collect", str(folder), str(folder / "annotations")])
    run(["migrate", str(folder), "--to", text])
    run(["check", str(folder), "--strict"])
    captured = capsys.readouterr()
    assert forbidden_bytes((captured.out + captured.err).encode()) == []
    assert load_project(folder).title == text
    inside = {"p", "article.txt", "table.csv", "settings"}
    assert {path.name for path in tmp_path.iterdir()} <= inside
    assert not list(tmp_path.parent.glob("hostile*"))
