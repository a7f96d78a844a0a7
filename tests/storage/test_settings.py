import errno
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.model.outside_suggesters import OutsideSuggester
from annotator.storage.settings import Settings, change_settings, read_settings, settings_path
from tests.statements import cause_of, states
from tests.storage.failing_system import names


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.yaml"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_the_environment_may_say_where_settings_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path))
    assert settings_path() == tmp_path / "settings.yaml"
    monkeypatch.delenv("ANNOTATOR_CONFIG_DIR")
    assert settings_path().parts[-2:] == ("annotator", "settings.yaml")


def test_without_a_file_there_are_the_defaults_and_none_is_made(path: Path) -> None:
    assert read_settings(path) == (Settings(), ())
    assert not path.parent.exists()


def test_settings_come_back_as_they_were_kept(path: Path) -> None:
    keys = {"untag": ("1",), "undo": ("ctrl+z", "U")}
    chosen = Settings("李雷", "textual-light", "sources", False, 5, keys)
    assert change_settings(path, lambda _: chosen) == chosen
    assert read_settings(path) == (chosen, ())
    assert names(path.parent) == ["settings.yaml"]
    change_settings(path, lambda settings: settings._replace(theme=None))
    assert read_settings(path)[0] == chosen._replace(theme=None)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_name_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.yaml"
    change_settings(path, lambda _: Settings(name, keys={name: (name,)}))
    assert read_settings(path) == (Settings(name, keys={name: (name,)}), ())
    assert yaml.safe_load(path.read_bytes())["annotator"] == name


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("annotator: Ada\ncolor: red\n", (":2: color:", "“color”")),
        (
            "annotator: Ada\nprompt_level: everything\n",
            (":2: prompt_level:", "“everything”", "tags", "sources"),
        ),
        ("annotator: Ada\nkeys: x\n", (":2: keys:", "name: value")),
        ("annotator: Ada\nkeys: {a: {b: c}}\n", (":2: keys.a:", "one key, or a list of keys")),
        ("annotator: Ada\nadvance: maybe\n", (":2: advance:", "true or false")),
        ("annotator: Ada\nthem: nord\n", (":2: them:", "“theme”")),
        ("annotator: Ada\ntheme: [x]\n", (":2: theme:",)),
        ("annotator: Ada\nscroll_margin: half\n", (":2: scroll_margin:", "number")),
        ("annotator: Ada\nannotator: Bob\n", (":2: annotator:", "“annotator”")),
    ],
)
def test_a_wrong_setting_is_reported_and_the_others_are_used(
    path: Path, text: str, facts: tuple[str, ...]
) -> None:
    settings, (problem,) = read_settings(written(path, text))
    place, *others = facts
    assert str(problem).startswith(f"{path}{place}")
    assert states(str(problem), *others)
    assert settings == Settings("Ada")


@pytest.mark.parametrize("data", [b"\xff", b"{", b"[]", b"text", b"a: \x07", b"x" * 200_000])
def test_a_file_that_can_not_be_read_gives_the_defaults_and_a_fault(
    path: Path, data: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    settings, problems = read_settings(path)
    assert settings == Settings()
    assert str(problems[0]).startswith(str(path))


def test_a_faulty_file_is_never_overwritten(path: Path) -> None:
    written(path, "annotator: Ada\ncolor: red\n")
    with pytest.raises(DataError, match=":2: color:"):
        change_settings(path, lambda settings: settings._replace(annotator="Bob"))
    assert path.read_text() == "annotator: Ada\ncolor: red\n"


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "config").touch()
    with pytest.raises(DataError, match=re.escape(cause_of(errno.EEXIST))):
        change_settings(tmp_path / "config" / "settings.yaml", lambda _: Settings("Ada"))


def test_of_two_keys_for_one_command_the_first_is_used_and_the_other_is_said(path: Path) -> None:
    settings, (problem,) = read_settings(written(path, "keys: {a: b, a: c}\n"))
    assert settings.keys == {"a": ("b",)}
    assert "“a”" in str(problem)


COMMENTED = """\
# My settings.
annotator: Ada  # as in class

# dark in the evening
theme: nord
keys:
  # my left hand
  note: [N, ctrl+e]  # two keys
# the end
"""


def test_comments_and_order_survive_a_change_by_the_program(path: Path) -> None:
    written(path, COMMENTED)
    changed = change_settings(path, lambda each: each._replace(theme="gruvbox", advance=False))
    lines = path.read_text("utf-8").splitlines()
    before = COMMENTED.splitlines()
    assert [each for each in before if each not in lines] == ["theme: nord"]
    assert [each for each in lines if each not in before] == ['theme: "gruvbox"', "advance: false"]
    assert read_settings(path) == (changed, ())


@pytest.mark.parametrize("text", ["", "# all of it\n# is comment\n", "#\n\n# x"])
def test_a_file_of_comments_keeps_them(path: Path, text: str) -> None:
    change_settings(written(path, text), lambda each: each._replace(theme="nord"))
    assert path.read_text("utf-8").startswith(text.rstrip("\n"))
    change_settings(path, lambda each: each._replace(theme="gruvbox"))
    assert path.read_text("utf-8").startswith(text.rstrip("\n"))
    assert read_settings(path) == (Settings(theme="gruvbox"), ())


def test_a_setting_under_a_former_name_is_renamed_in_its_place_with_its_comment(path: Path) -> None:
    written(path, "ask: tags # few\ntheme: nord\n")
    change_settings(path, lambda each: each._replace(prompt_level="links"))
    assert path.read_text("utf-8") == 'prompt_level: "links" # few\ntheme: nord\n'
    assert read_settings(path)[0].prompt_level == "links"


def test_a_change_that_changes_nothing_does_not_touch_the_file(path: Path) -> None:
    written(path, "theme:   nord")
    change_settings(path, lambda each: each._replace(theme="nord"))
    assert path.read_text("utf-8") == "theme:   nord"


def test_the_names_of_suggesters_stand_for_commands_addresses_chats_and_entry_points(
    path: Path,
) -> None:
    text = """\
suggesters:
  mine: {command: [python3, suggest.py], version: "2"}
  server: {address: "https://suggest.example/x", key: SERVER_KEY, seconds: 5}
  model: {chat: "http://127.0.0.1:11434/v1", model: llama, temperature: 0}
  rules-of-ours: {entry_point: ours}
send_text_to: suggest.example
"""
    settings, problems = read_settings(written(path, text))
    assert problems == ()
    assert settings.suggesters == {
        "mine": OutsideSuggester(("python3", "suggest.py"), version="2"),
        "server": OutsideSuggester(
            address="https://suggest.example/x", key="SERVER_KEY", seconds=5
        ),
        "model": OutsideSuggester(chat="http://127.0.0.1:11434/v1", model="llama", temperature=0),
        "rules-of-ours": OutsideSuggester(entry_point="ours"),
    }
    assert settings.send_text_to == ("suggest.example",)
    change_settings(path, lambda each: each._replace(send_text_to=("a.example", "b.example")))
    changed, _ = read_settings(path)
    assert changed == settings._replace(send_text_to=("a.example", "b.example"))


@pytest.mark.parametrize(
    "suggester",
    [
        "rules: {command: [x]}",
        "learned: {command: [x]}",
        "My Model: {command: [x]}",
        "x: {}",
        "x: {command: [a], address: 'http://a/'}",
        "x: {command: []}",
        'x: {command: ["a\\0b"]}',
        "x: {command: a}",
        "x: {address: 'file:///etc/passwd'}",
        "x: {address: 'http://'}",
        "x: {chat: 'http://a/v1'}",
        "x: {address: 'http://a/', model: m}",
        "x: {address: 'http://a/', temperature: 1}",
        "x: {command: [a], key: K}",
        "x: {command: [a], seconds: 0}",
        "x: {command: [a], shell: true}",
    ],
)
def test_a_suggester_that_cannot_be_used_is_left_out_and_said(path: Path, suggester: str) -> None:
    text = f"advance: false\nsuggesters:\n  good: {{command: [a]}}\n  {suggester}\n"
    settings, problems = read_settings(written(path, text))
    assert problems
    assert {each.line for each in problems} == {4}
    assert settings == Settings(advance=False, suggesters={"good": OutsideSuggester(("a",))})


def test_a_key_in_the_settings_is_refused_without_repeating_it(path: Path) -> None:
    text = "suggesters:\n  x: {address: 'http://a/', key: sk-very-secret}\n"
    settings, (problem,) = read_settings(written(path, text))
    assert problem.path == "suggesters.x.key"
    assert "secret" not in str(problem)
    assert settings.suggesters == {}
