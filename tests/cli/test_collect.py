"""`annotator collect`: submitted files, and why some are not collected."""

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import SetForm
from annotator.model.changes import Edit
from annotator.model.edits import SetTag
from annotator.storage.sets import render
from tests.project_factories import a_project, a_set_in, set_in_file, the_document
from tests.statements import states

CLAIM = SetTag(("s1",), "claim")
BACKGROUND = SetTag(("s2",), "background")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_project(tmp_path / "p")


def handed_in(folder: Path, name: str, annotator: str, *edits: Edit, **fields: object) -> Path:
    """A submitted file, made in a project of its own."""
    elsewhere = folder.parent / "elsewhere"
    if not elsewhere.exists():
        a_project(elsewhere)
    made = a_set_in(elsewhere, annotator, *edits, **fields)  # type: ignore[arg-type]
    path = folder.parent / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.read_bytes())
    return path


def collect(folder: Path, *arguments: str) -> int:
    return run(["collect", str(folder), str(folder.parent / "in"), *arguments])


def tags(folder: Path, annotator: str, name: str = "a") -> list[str | None]:
    annotations = set_in_file(folder / f"annotations/{annotator}/{name}.yaml")
    return [each.tag for each in annotations.sentences]


def test_a_set_is_taken_whatever_its_file_is_called_and_again_it_is_there_already(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(folder, "Ada_4711_assignsubmission_file_work (1).yaml", "ada", CLAIM)
    handed_in(folder, "deep/a.ben.2.yaml", "Ben", BACKGROUND)
    handed_in(folder, "deep/set.txt", "Ben", CLAIM, document="b")
    assert collect(folder, "--dry-run") == 0
    assert not (folder / "annotations").exists()
    assert collect(folder) == 0
    assert tags(folder, "ada") == ["claim", None, None]
    assert tags(folder, "ben", "a.2") == [None, "background", None]
    capsys.readouterr()
    assert collect(folder) == 0
    assert tags(folder, "ben", "b") == ["claim", None, None]
    assert re.findall(r"\d+", capsys.readouterr().err) == ["0", "3", "0"]


def test_an_article_of_the_project_next_to_its_set_is_not_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = handed_in(folder, "1.yaml", "Ada", CLAIM)
    path.with_suffix(".txt").write_text(the_document(folder).article.text, "utf-8")
    assert collect(folder, "--json") == 0
    assert [Path(each["file"]).name for each in json.loads(capsys.readouterr().out)] == ["1.yaml"]


def test_only_a_set_that_continues_the_one_in_the_project_replaces_it(folder: Path) -> None:
    handed_in(folder, "1.yaml", "Ada", CLAIM)
    assert collect(folder) == 0
    handed_in(folder, "1.yaml", "Ada", CLAIM, BACKGROUND)
    assert collect(folder) == 0
    assert tags(folder, "ada") == ["claim", "background", None]
    handed_in(folder, "1.yaml", "Ada", CLAIM)
    assert collect(folder) == 1
    assert tags(folder, "ada") == ["claim", "background", None]


def test_a_set_with_other_decisions_is_named_and_replaces_only_with_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = a_set_in(folder, "Ada", CLAIM)
    handed_in(folder, "1.yaml", "Ada", SetTag(("s1",), "background"))
    assert collect(folder) == 1
    assert states(capsys.readouterr().out, "1.yaml", "--changed")
    assert tags(folder, "ada") == ["claim", None, None]
    assert collect(folder, "--changed") == 0
    assert tags(folder, "ada") == ["background", None, None]
    a_set_in(folder, "Ada", CLAIM, status="finished")
    before = place.read_bytes()
    capsys.readouterr()
    assert collect(folder, "--changed") == 1
    said = capsys.readouterr().out
    assert states(said, "1.yaml", "finished")
    assert "--changed" not in said
    assert place.read_bytes() == before


def test_everything_that_is_not_taken_is_named_with_its_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(folder, "zoe.yaml", "Zoe", CLAIM)
    path = handed_in(folder, "gold.yaml", "Ada", CLAIM, form=SetForm.GOLD)
    other = set_in_file(handed_in(folder, "other.yaml", "Ada", CLAIM))
    other = replace(other, document=replace(other.document, sha256="0" * 64))
    (path.parent / "other.yaml").write_bytes(render(other))
    segmented = the_document(folder)
    short = replace(
        set_in_file(handed_in(folder, "cut.yaml", "Ada")), next_id=len(segmented.sentences) + 9
    )
    (path.parent / "cut.yaml").write_bytes(render(short))
    (path.parent / "torn.yaml").write_text("format: attribution-annotations/1\nx: [", "utf-8")
    (path.parent / "notes.txt").write_text("hello", "utf-8")
    (path.parent / "all.zip").write_bytes(b"PK\x03\x04")
    (path.parent / ".hidden.txt").write_text("hello", "utf-8")
    assert collect(folder, "--json") == 1
    reasons = {
        Path(each["file"]).name: each["reason"] for each in json.loads(capsys.readouterr().out)
    }
    assert sorted(reasons) == [
        *("all.zip", "cut.yaml", "gold.yaml", "notes.txt", "other.yaml", "torn.yaml", "zoe.yaml")
    ]
    assert "unpack" in reasons["all.zip"].lower()
    assert "attribution-annotations" in reasons["notes.txt"]
    assert states(reasons["cut.yaml"], "sentences", "document")
    assert states(reasons["gold.yaml"], "gold")
    assert states(reasons["other.yaml"], "document", "text")
    assert "YAML" in reasons["torn.yaml"]
    assert "“Zoe”" in reasons["zoe.yaml"]
    assert not list(folder.glob("annotations/*/*"))


def test_if_the_project_names_no_annotators_every_set_is_collected(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p", annotators=())
    handed_in(folder, "work.yaml", "Zoé ../x", CLAIM)
    handed_in(folder, "work (2).yaml", "Ada", BACKGROUND)
    assert collect(folder) == 0
    folders = sorted(each.name for each in (folder / "annotations").iterdir())
    assert (len(folders), folders[0]) == (2, "ada")
    assert run(["check", str(folder)]) == 0


def zipped(folder: Path, files: dict[str, Path]) -> Path:
    """A platform's zip file of these files, by their names in it."""
    path = folder.parent / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, file in files.items():
            archive.write(file, name)
    return path


def platform_names_of(folder: Path) -> dict[str, str]:
    path = folder / "class" / "submitted" / "names.json"
    entries = json.loads(path.read_text("utf-8"))["submissions"] if path.exists() else []
    return {each["annotator"]: each["name"] for each in entries}


@pytest.mark.parametrize(
    "names",
    [
        ("byronada_12_34_a.yaml", "king_LATE_13_35_a-1.yaml"),
        ("byronada_12_34_a.ada byron.yaml", "king_late_13_35_a.yaml-2.txt"),
        (
            "M1-Ada Byron_12_assignsubmission_file_/a (1).yaml",
            "Participant 13_13_assignsubmission_file_/a.yaml",
        ),
        ("Ada Byron_12_assignsubmission_file_/a.yaml", "King_13_assignsubmission_file_/a.yaml"),
        ("Ada Byron_12_assignsubmission_file_a.yaml", "King_13_assignsubmission_file_a.yaml"),
    ],
)
def test_the_zip_of_a_platform_is_collected_and_its_names_are_remembered(
    folder: Path, names: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [handed_in(folder, f"{who}.yaml", who, CLAIM) for who in ("Ada", "Ben")]
    path = zipped(folder, dict(zip(names, files, strict=True)))
    assert run(["collect", str(folder), str(path), "--dry-run"]) == 0
    assert platform_names_of(folder) == {}
    assert run(["collect", str(folder), str(path)]) == 0
    assert tags(folder, "ben") == ["claim", None, None]
    assert platform_names_of(folder) == dict(zip(("Ada", "Ben"), names, strict=True))
    assert ("late" in capsys.readouterr().err.lower()) == ("_late_" in names[1].lower())
    assert run(["collect", str(folder), str(path)]) == 0


def test_another_students_file_is_not_collected_under_the_same_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = handed_in(folder, "one.yaml", "Ada", CLAIM)
    two = handed_in(folder, "two.yaml", "Ada", CLAIM, BACKGROUND)
    path = zipped(folder, {"byronada_12_34_a.yaml": one, "king_13_35_a.yaml": two})
    assert run(["collect", str(folder), str(path), "--changed"]) == 1
    assert tags(folder, "ada") == ["claim", None, None]
    assert "king" in capsys.readouterr().out


def test_a_file_in_a_zip_cannot_leave_the_project(folder: Path) -> None:
    file = handed_in(folder, "a.yaml", "Ada", CLAIM)
    path = zipped(folder, {"../../../../evil.yaml": file, "/tmp/../evil2.yaml": file})  # noqa: S108
    before = {each for each in folder.parent.rglob("*") if folder not in each.parents}
    run(["collect", str(folder), str(path)])
    assert {each for each in folder.parent.rglob("*") if folder not in each.parents} == before


def test_a_damaged_zip_is_refused_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.parent / "submissions.zip"
    path.write_bytes(b"PK\3\4 and nothing else")
    assert run(["collect", str(folder), str(path)]) == 1
    assert "damaged" in capsys.readouterr().err
