"""`annotator suggest` with suggesters of the person's settings."""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.formats.fetching import Sender
from annotator.outside.programs import Program
from annotator.storage import layout
from annotator.storage.settings import read_settings
from annotator.storage.suggestions import read_suggestions
from annotator.storage.yaml_writer import quote
from tests.drivers.text_service import Asked, TextService, chat_response
from tests.hostile import CORPUS, forbidden_bytes
from tests.project_factories import a_project

ANSWER_ALL = """
import json, sys
for line in sys.stdin:
    document = json.loads(line)
    answer = []
    for sentence in document["sentences"]:
        start, end = sentence["span"]
        words = document["text"][start:end]
        tag = "claim" if "said" in words else "background"
        cue = [{"text": "said"}] if "said" in words else []
        answer.append({"id": sentence["id"], "tag": [{"value": tag, "score": 0.5}], "cue": cue})
    print(json.dumps({"id": document["id"], "sentences": answer}))
"""
Write = Callable[[str], None]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the settings, and no proxy."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(home))
    monkeypatch.setenv("ANNOTATOR_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return home


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_project(tmp_path / "project")


def define(home: Path, *suggesters: str) -> None:
    """Settings with these suggesters."""
    text = "".join(f"  {each}\n" for each in suggesters)
    (home / "settings.yaml").write_text(f"# Mine.\nsuggesters:\n{text}", "utf-8")


def a_program(home: Path, script: str = ANSWER_ALL) -> None:
    """A suggester `mine` that runs a script."""
    (home / "suggest.py").write_text(script, "utf-8")
    define(home, f"mine: {{command: [{quote(sys.executable)}, suggest.py], seconds: 20}}")


@pytest.fixture
def service() -> Iterator[TextService]:
    with TextService() as service:
        yield service


def answer_to(asked: Asked) -> bytes:
    """An answer with a claim for each sentence."""
    sentences = [
        {"id": each["id"], "tag": [{"value": "claim"}]} for each in asked.data["sentences"]
    ]
    return json.dumps({"id": asked.data["id"], "sentences": sentences}).encode()


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_command_answers_for_an_article(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_program(home)
    article = tmp_path / "article.txt"
    article.write_text("The port said so. Nobody knows why.\n", "utf-8")
    assert run(["suggest", str(article), "--with", "mine", "--json"]) == 0
    first, second = printed(capsys)
    assert first["tag"] == [{"value": "claim", "score": 0.5}]
    assert first["cue"] == [{"text": "said", "span": [9, 13], "score": None}]
    assert (second["tag"][0]["value"], second["cue"], second["source"]) == ("background", [], [])


def test_what_the_program_prints_for_rules_is_a_valid_answer(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "article.txt"
    article.write_text("“No,” Ada Park said on Monday. The 😀 mayor did not reply.\n", "utf-8")
    assert run(["suggest", str(article), "--json"]) == 0
    sentences = capsys.readouterr().out
    (home / "sentences.json").write_text(sentences, "utf-8")
    script = (
        "import json, sys\nsentences = json.load(open('sentences.json', encoding='utf-8'))\n"
        "for line in sys.stdin:\n"
        "    print(json.dumps({'id': json.loads(line)['id'], 'sentences': sentences}))"
    )
    a_program(home, script)
    assert run(["suggest", str(article), "--with", "mine", "--json"]) == 0
    assert printed(capsys) == json.loads(sentences)


def test_suggestions_of_a_command_are_written_into_a_project_and_stay_current(
    home: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_program(home)
    assert run(["suggest", str(project), "--with", "mine", "--json"]) == 0
    assert printed(capsys) == {"written": ["a", "b", "c"], "current": []}
    found = read_suggestions(layout.suggestions_path(project, "mine", "a"))
    assert found.suggester.name == "mine"
    assert len(found.sentences) == 3
    assert run(["suggest", str(project), "--with", "mine", "--json"]) == 0
    assert printed(capsys)["written"] == []
    (home / "suggest.py").write_text(f"{ANSWER_ALL}\n# Changed.\n", "utf-8")
    assert run(["suggest", str(project), "--with", "mine", "--json"]) == 0
    assert printed(capsys)["written"] == ["a", "b", "c"]


def test_a_faulty_answer_leaves_no_file_and_stops_no_other_document(
    home: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = ANSWER_ALL.replace(
        'tag = "claim"', 'tag = "rumor" if document["id"] == "b" else "claim"'
    )
    a_program(home, faulty)
    assert run(["suggest", str(project), "--with", "mine"]) != 0
    words = capsys.readouterr().err
    assert words.count("rumor") == 3
    for at in range(3):
        assert f"mine (b):2: sentences[{at}].tag[0].value" in words
    folder = layout.suggestions_path(project, "mine", "a").parent
    assert sorted(each.name for each in folder.iterdir()) == ["a.yaml", "c.yaml"]


def test_a_project_can_only_name_a_suggester(
    home: Path,
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cloned project runs nothing and sends nothing, whatever is in it."""
    proof = tmp_path / "proof"
    script = f"import pathlib; pathlib.Path({str(proof)!r}).touch()"
    (project / "suggest.py").write_text(script, "utf-8")
    settings = f"suggesters:\n  evil: {{command: [{quote(sys.executable)}, suggest.py]}}\n"
    for name in ("settings.yaml", "suggesters.yaml", ".env"):
        (project / name).write_text(settings, "utf-8")
    file = project / "project.yaml"
    plain = file.read_text("utf-8")
    file.write_text(f"{plain}suggestions: {{by: evil, show: ghost}}\n", "utf-8")
    monkeypatch.chdir(project)
    monkeypatch.setattr(Program, "ask", None)
    monkeypatch.setattr(Sender, "__call__", None)
    for command in (["check", "."], ["status", "."], ["suggest", "."]):
        run([*command, "--json"])
    assert run(["suggest", ".", "--with", "evil"]) != 0
    assert "evil" in capsys.readouterr().err
    file.write_text(f"{plain}{settings}", "utf-8")
    assert run(["suggest", ".", "--with", "evil"]) != 0
    assert "suggesters" in capsys.readouterr().err
    assert not proof.exists()


def test_a_relative_command_never_runs_a_file_of_the_project(
    home: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_program(home)
    proof = tmp_path / "proof"
    for name in ("suggest.py", "json.py", "sitecustomize.py"):
        script = f"import pathlib; pathlib.Path({str(proof)!r}).touch()"
        (project / name).write_text(script, "utf-8")
    monkeypatch.chdir(project)
    monkeypatch.setenv("PYTHONPATH", ".")
    assert run(["suggest", ".", "--with", "mine"]) == 0
    assert not proof.exists()


def test_an_address_answers_for_a_project(
    home: Path, project: Path, service: TextService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answers = answer_to
    define(home, f"server: {{address: '{service.address}/suggest', key: MY_KEY, version: '3'}}")
    assert run(["suggest", str(project), "--with", "server"]) != 0
    assert service.asked == []
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    assert run(["suggest", str(project), "--with", "server"]) == 0
    assert [each.data["id"] for each in service.asked] == ["a", "b", "c"]
    found = read_suggestions(layout.suggestions_path(project, "server", "b"))
    assert found.suggester.version == "3"
    files = [each.read_text("utf-8") for each in project.rglob("*") if each.is_file()]
    assert not any("sk-very-secret" in each for each in files)


def test_a_dry_run_shows_what_would_be_sent_where_and_how_much_and_sends_nothing(
    home: Path,
    project: Path,
    service: TextService,
    capsys: pytest.CaptureFixture[str],
) -> None:
    define(
        home,
        f"server: {{address: '{service.address}/suggest'}}",
        f"model: {{chat: '{service.address}/v1', model: llama, key: MY_KEY}}",
        "far: {address: 'https://suggest.invalid/x'}",
    )
    before = (home / "settings.yaml").read_text("utf-8")
    for name in ("server", "model"):
        assert run(["suggest", str(project), "--with", name, "--dry-run", "--json"]) == 0
        shown = printed(capsys)
        assert shown["to"].startswith(service.address)
        assert shown["host"] == "127.0.0.1"
        assert [each["document"] for each in shown["documents"]] == ["a", "b", "c"]
        assert shown["bytes"] == sum(each["bytes"] for each in shown["documents"]) > 0
        assert "The port of a said so" in json.dumps(shown["documents"][0]["content"])
    assert (shown["key"], shown["key_is_set"]) == ("MY_KEY", False)
    assert "MY_KEY" in shown["obstacle"]
    assert run(["suggest", str(project), "--with", "model", "--dry-run"]) == 0
    words = capsys.readouterr().out
    assert "The port of c said so" in words
    assert service.address in words
    assert run(["suggest", str(project), "--with", "far", "--dry-run"]) == 0
    assert "suggest.invalid" in capsys.readouterr().out
    assert run(["suggest", str(project), "--dry-run"]) != 0
    assert service.asked == []
    assert not layout.suggestions_path(project, "model", "a").parent.exists()
    assert (home / "settings.yaml").read_text("utf-8") == before


def test_a_dry_run_counts_only_what_is_not_known_yet(
    home: Path, project: Path, service: TextService, capsys: pytest.CaptureFixture[str]
) -> None:
    service.answers = lambda _: chat_response('{"sentences": []}')
    define(home, f"model: {{chat: '{service.address}/v1', model: llama}}")
    assert run(["suggest", str(project), "--with", "model", "-d", "a"]) == 0
    capsys.readouterr()
    assert run(["suggest", str(project), "--with", "model", "--dry-run", "--json"]) == 0
    assert [each["document"] for each in printed(capsys)["documents"]] == ["b", "c"]
    forced = ["suggest", str(project), "--with", "model", "--dry-run", "--json", "--force"]
    assert run(forced) == 0
    assert [each["known"] for each in printed(capsys)["documents"]] == [True, False, False]


def test_another_host_gets_text_once_the_person_has_said_so(
    home: Path,
    project: Path,
    service: TextService,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every host has the address of a network, except that connections come here."""
    service.answers = answer_to
    port = service.address.rpartition(":")[2]
    define(home, f"far: {{address: 'http://suggest.example:{port}/x'}}")
    ours: list[str] = ["10.0.0.9"]
    monkeypatch.setattr(
        "annotator.formats.fetching.socket.getaddrinfo",
        lambda *at, **_: [
            (socket.AF_INET, socket.SOCK_STREAM, 0, "", (each, at[1])) for each in ours
        ],
    )
    suggest = ["suggest", str(project), "--with", "far"]
    assert run(suggest) != 0
    assert "--send-text-to suggest.example" in capsys.readouterr().err
    assert run([*suggest, "--send-text-to", "another.example"]) != 0
    assert run([*suggest, "--send-text-to", "suggest.example", "--dry-run"]) != 0
    assert read_settings(home / "settings.yaml")[0].send_text_to == ()
    ours[:] = ["127.0.0.1"]
    assert run([*suggest, "--send-text-to", "Suggest.Example"]) == 0
    assert read_settings(home / "settings.yaml")[0].send_text_to == ("suggest.example",)
    assert (home / "settings.yaml").read_text("utf-8").startswith("# Mine.\n")
    assert len(service.asked) == 3
    assert run([*suggest, "--send-text-to", "suggest.example"]) == 0
    assert read_settings(home / "settings.yaml")[0].send_text_to == ("suggest.example",)


def test_no_answer_reaches_the_terminal_as_it_is(
    home: Path, project: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hostile = json.dumps(list(CORPUS.values()))
    script = (
        "import json, sys\n"
        f"hostile = json.loads({hostile!r})\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    sys.stderr.write(''.join(each for each in hostile if each.isprintable()))\n"
        "    answer = [{'id': each, 'tag': [{'value': each}], each: each} for each in hostile]\n"
        "    if asked['id'] == 'b': sys.stdout.write('\\x1b]0;x\\x07' * 9); sys.exit('\\x1b[2J')\n"
        "    print(json.dumps({'id': asked['id'], 'sentences': answer}))\n"
    )
    a_program(home, script)
    assert run(["suggest", str(project), "--with", "mine"]) != 0
    out = b"".join(capfdbinary.readouterr())
    assert b"sentences[" in out
    assert forbidden_bytes(out) == []


def test_settings_with_an_error_in_a_suggester_are_reported_where_it_is_used(
    home: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    define(home, "mine: {command: [a], host_name: x}", "other: {}")
    assert run(["suggest", str(project), "--with", "mine"]) != 0
    words = capsys.readouterr().err
    assert "suggesters.mine.host_name" in words
    assert "suggesters.other" not in words


def test_built_in_names_and_unknown_ones_are_told_apart(
    home: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    define(home, "mine: {command: [a]}")
    assert run(["suggest", str(project), "--with", "nobody"]) != 0
    assert "mine" in capsys.readouterr().err
    for more in (["--send-text-to", "a.example"], ["--dry-run"]):
        assert run(["suggest", str(project), "--with", "rules", *more]) != 0
        assert run(["suggest", str(project), "--with", "nobody", *more]) != 0
