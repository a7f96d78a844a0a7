import errno
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
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
    chosen = Settings("李雷", "textual-light", "sources", {"tag.claim": "1", "undo": "ctrl+z"}, 5)
    assert change_settings(path, lambda _: chosen) == chosen
    assert read_settings(path) == (chosen, ())
    assert names(path.parent) == ["settings.yaml"]
    change_settings(path, lambda settings: settings._replace(theme=None))
    assert read_settings(path)[0] == chosen._replace(theme=None)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_name_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.yaml"
    change_settings(path, lambda _: Settings(name, keys={name: name}))
    assert read_settings(path) == (Settings(name, keys={name: name}), ())
    assert yaml.safe_load(path.read_bytes())["annotator"] == name


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("annotator: Ada\ncolor: red\n", (":2: color:", "annotator", "theme", "keys")),
        (
            "annotator: Ada\nprompt_level: everything\n",
            (":2: prompt_level:", "“everything”", "tags", "sources"),
        ),
        ("annotator: Ada\nkeys: x\n", (":2: keys:", "“command: key”")),
        ("annotator: Ada\nkeys: {a: [b]}\n", (":2: keys:", "“command: key”")),
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
    assert settings.keys == {"a": "b"}
    assert "“a”" in str(problem)
