"""Entry points as suggesters: functions of installed packages, in a process of their own."""

import os
import sys
from pathlib import Path

import pytest

from annotator.model.errors import DataError
from annotator.model.outside_suggesters import OutsideSuggester
from annotator.outside import entry_points
from annotator.outside.suggesters import Opener, Surroundings, outside_suggesters
from annotator.storage.codebooks import builtin
from annotator.storage.settings import Settings
from tests.factories import a_cut_article

DOCUMENT = a_cut_article("The port said no.", "Nobody knows why.")
MODULE = """
import os
print("This is printed while the module is loaded, and is no answer.")
def suggest(document):
    print("Nor is this.")
    assert not os.environ.get("OUR_KEY")
    first = document["sentences"][0]["id"]
    return {"id": document["id"], "sentences": [{"id": first, "tag": [{"value": "claim"}]}]}
def fail(document):
    raise ValueError("no model here")
"""


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with packages, which the process of an entry point finds too."""
    folder = tmp_path / "packages"
    a_package(folder, "ours", "ours = our_rules:suggest\nbroken = our_rules:fail\nlost = none:x")
    (folder / "our_rules.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(str(folder))

    def command_of(name: str) -> list[str]:
        script = (
            f"import sys; sys.path.insert(0, {str(folder)!r})\n"
            f"from annotator.outside.entry_points import main; main({name!r})"
        )
        return [sys.executable, "-P", "-c", script]

    monkeypatch.setattr(entry_points, "command_of", command_of)
    return folder


def a_package(folder: Path, name: str, entries: str) -> None:
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{entry_points.GROUP}]\n{entries}\n")


def opener(name: str) -> Opener:
    settings = Settings(suggesters={"mine": OutsideSuggester(entry_point=name, seconds=30)})
    return outside_suggesters(Surroundings(settings, Path.cwd(), builtin()))["mine"]


def test_a_function_gets_a_document_and_returns_proposals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OUR_KEY", "secret")
    with opener("ours")() as ours:
        assert list(ours.suggest(DOCUMENT, builtin())) == ["s1"]
        assert list(ours.suggest(DOCUMENT, builtin())) == ["s1"]
    assert "our_rules" not in sys.modules


@pytest.mark.parametrize(("name", "fact"), [("broken", "no model here"), ("lost", "none")])
def test_a_function_that_fails_gives_its_last_message(name: str, fact: str) -> None:
    with opener(name)() as ours, pytest.raises(DataError, match=fact):
        ours.suggest(DOCUMENT, builtin())


def test_an_entry_point_that_is_not_there_is_named_with_those_that_are(packages: Path) -> None:
    with pytest.raises(DataError, match="ours") as caught, opener("other")():
        pass
    assert "other" in str(caught.value)
    a_package(packages, "theirs", "ours = their_rules:suggest")
    with pytest.raises(DataError, match="theirs"), opener("ours")():
        pass


def test_the_command_of_an_entry_point_loads_nothing_from_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    command = entry_points.command_of("ours")
    assert os.path.isabs(command[0])
    assert "-P" in command
