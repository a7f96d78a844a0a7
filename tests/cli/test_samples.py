import json
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage.samples import sample_key, sample_names
from annotator.storage.sets import read_set


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_list_and_its_json_have_every_sample(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["samples"]) == 0
    shown = capsys.readouterr().out
    assert run(["samples", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in listed] == list(sample_names())
    assert all(each["name"] in shown for each in listed)
    assert {each["name"] for each in listed if each["key"]} == {
        name for name in sample_names() if sample_key(name) is not None
    }


def test_the_samples_are_written_and_can_be_practiced_and_graded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["samples", "articles", "--json"]) == 0
    written = json.loads(capsys.readouterr().out)["files"]
    assert sorted(each.name for each in Path("articles").iterdir()) == written
    assert run(["check", *(f"articles/{each}" for each in written if each.endswith("yaml"))]) == 0
    assert read_set(Path("articles/school-lunch.key.yaml"))[0] == sample_key("school-lunch")


def test_a_file_that_was_changed_is_replaced_only_after_a_yes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["samples", "articles"]) == 0
    assert run(["samples", "articles"]) == 0
    own = Path("articles/school-lunch.txt")
    own.write_text("mine", "utf-8")
    capsys.readouterr()
    assert run(["samples", "articles"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert own.read_text("utf-8") == "mine"
    assert run(["samples", "articles", "--yes"]) == 0
    assert own.read_text("utf-8") != "mine"
