"""However the YAML of a project's files is written, every command says the same of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from annotator.cli import run
from annotator.model.annotation import SetForm, Status
from annotator.model.edits import SetFlag, SetTag
from annotator.storage.layout import annotations_path, key_path
from tests.equivalent_yaml import LIKE_OURS, rewrite_all
from tests.project_factories import a_project, a_set_in

Said = list[tuple[int, str, str]]
FINISHED, UNUSABLE = Status.FINISHED, Status.UNUSABLE
COMMANDS = (
    ("status", "DIR"),
    ("status", "DIR", "--json"),
    ("agree", "DIR", "--json", "--no-intervals"),
    ("agree", "DIR", "--methods", "--no-intervals"),
    ("agree", "DIR", "--latex", "--no-intervals"),
    ("agree", "DIR", "--against", "gold", "--no-intervals"),
    ("adjudicate", "DIR", "--status", "--json"),
    ("measure", "DIR", "--json"),
    ("measure", "DIR/annotations/ada", "--json"),
    ("grade", "DIR", "--json"),
    ("check", "DIR"),
    ("show", "DIR/annotations/ada/a.yaml"),
    ("show", "DIR/documents/a.yaml"),
    ("export", "DIR", "--format", "csv", "-o", "-", "--set", "all"),
    ("export", "DIR/annotations", "--format", "jsonl", "-o", "-"),
    ("import", "EMPTY", "DIR/annotations/ada", "--format", "yaml", "--dry-run"),
    ("collect", "DIR", "DIR/annotations/ada", "--dry-run"),
    ("assign", "DIR", "--dry-run"),
)


def a_world(folder: Path) -> Path:
    """A project with finished, unfinished and unusable sets, a second pass, gold and a key."""
    a_project(folder)
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), SetFlag(("s2",), True), status=FINISHED)
    a_set_in(folder, "Ada", SetTag(("s1",), "background"), number=2, status=FINISHED)
    a_set_in(
        folder, "Ben", SetTag(("s1",), "claim"), SetTag(("s2",), "background"), status=FINISHED
    )
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), document="b", status=FINISHED)
    a_set_in(folder, "Ben", document="b", status=UNUSABLE, reason="no news")
    a_set_in(folder, "Ben", SetTag(("s1",), "claim"), document="c")
    key = a_set_in(folder, "Key", SetTag(("s1",), "claim"), form=SetForm.KEY)
    key_path(folder, "a").parent.mkdir()
    key.rename(key_path(folder, "a"))
    key.parent.rmdir()
    assert run(["adjudicate", str(folder), "--apply-rules", "--curator", "Grace"]) == 0
    a_project(folder.parent / "empty", "z")
    return folder


def said(folder: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """What each command says of a project, and how it ends."""
    capsys.readouterr()
    found = []
    for command in COMMANDS:
        words = (each.replace("DIR", str(folder)) for each in command)
        code = run([each.replace("EMPTY", str(folder.parent / "empty")) for each in words])
        found.append((code, *capsys.readouterr()))
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the world as it was made, and none of anybody's settings."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNOTATOR_CONFIG_DIR", str(home / "settings"))
        a_world(home / "project")
        (home / "project").rename(home / "made")
        yield home


@pytest.fixture
def folder(home: Path) -> Iterator[Path]:
    """The world, in the same place for each test."""
    yield Path(shutil.copytree(home / "made", home / "project"))
    shutil.rmtree(home / "project")


@pytest.fixture(scope="module")
def once() -> dict[str, Said]:
    """What the commands say of the world as it was made, after the first test that asks."""
    return {}


@pytest.fixture
def before(folder: Path, once: dict[str, Said], capsys: pytest.CaptureFixture[str]) -> Said:
    """What the commands say of the world as it was made."""
    if not once:
        once["made"] = said(folder, capsys)
    return once["made"]


@pytest.mark.parametrize("seed", range(4))
def test_every_command_says_the_same_of_the_same_files_in_other_yaml(
    seed: int,
    folder: Path,
    before: Said,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert all(code < 2 for code, _, _ in before)
    rewrite_all(folder, Random(seed))  # noqa: S311 (the same each time)
    for command, one, other in zip(COMMANDS, before, said(folder, capsys), strict=True):
        assert one == other, command


@pytest.mark.parametrize("number", range(len(LIKE_OURS)))
def test_a_status_that_is_written_otherwise_counts_alike_in_status_and_agree(
    number: int,
    folder: Path,
    before: Said,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for path in (folder / "annotations").rglob("*.yaml"):
        path.write_bytes(LIKE_OURS[number](path.read_bytes().decode()).encode())
    assert said(folder, capsys) == before


def test_an_unusable_set_is_not_measured_however_its_yaml_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = annotations_path(folder, "Ben", "b")
    path.write_text(path.read_text("utf-8").replace("status: unusable", 'status: "unusable"'))
    capsys.readouterr()
    assert run(["measure", str(folder), "--json"]) == 0
    out, err = capsys.readouterr()
    assert "1 unusable set" in " ".join(err.split())
    assert out.count('"id": "b"') == 1
