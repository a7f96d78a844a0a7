from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.classroom import Classroom
from annotator.storage import classes, projects
from annotator.storage.locks import Hold, acquire
from tests.making_classes import DOCUMENT, a_class


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project in which Ada and Zoe have joined a class, and Ada has tagged."""
    folder = a_class(tmp_path / "class", "Ada", "Zoe")
    classes.make_folder(folder)
    classroom = Classroom(DOCUMENT, "ACDEFH", "secret")
    for name in ("Ada", "Zoe"):
        classroom = classroom.admitting(name, "0" * 64, lambda _: False)
    classes.save(classes.class_path(folder, DOCUMENT), classroom)
    for name in ("Ada", "Zoe"):
        document = str(projects.document_path(folder, DOCUMENT))
        assert run(["set", document, "s2", "claim", "--annotator", name]) == 0
    return folder


def names(folder: Path) -> list[str]:
    return [each.name for each in classes.load(classes.class_path(folder, DOCUMENT)).students]


def test_forgetting_removes_all_of_one_student_and_nothing_of_another(folder: Path) -> None:
    assert run(["forget", str(folder), "Ada", "--yes"]) == 0
    assert names(folder) == ["Zoe"]
    assert [each.name for each in (folder / "annotations").iterdir()] == ["zoe"]
    left = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
    assert b"Ada" not in left


def test_forgetting_asks_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.confirm", _no)
    assert run(["forget", str(folder), "Ada"]) != 0
    assert names(folder) == ["Ada", "Zoe"]


def _no(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_what_somebody_has_open_is_not_forgotten(folder: Path) -> None:
    hold = acquire(classes.class_path(folder, DOCUMENT), "the class page")
    assert isinstance(hold, Hold)
    with hold:
        assert run(["forget", str(folder), "Ada", "--yes"]) == 1
    assert names(folder) == ["Ada", "Zoe"]
    assert (folder / "annotations" / "ada").exists()


def test_a_name_with_a_path_in_it_reaches_nothing_else(folder: Path) -> None:
    assert run(["forget", str(folder), "../documents", "--yes"]) == 1
    assert projects.document_path(folder, DOCUMENT).exists()


def test_nobody_is_not_forgotten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forget", str(folder), "Eve", "--yes"]) == 1
    assert "holds nothing about “Eve”" in capsys.readouterr().err


def test_serving_wants_a_document_that_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", str(folder), "--document", "nowhere"]) == 1
    assert run(["serve", str(folder / "documents")]) == 1
    assert "has no document “nowhere”" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from annotator.web.serving import bound  # noqa: PLC0415

    with bound("127.0.0.1", 0) as listening:
        listening.listen()
        port = str(listening.getsockname()[1])
        assert run(["serve", str(folder), "--port", port]) == 1
    assert "choose another --port" in capsys.readouterr().err
