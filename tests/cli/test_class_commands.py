import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import Provenance, SetForm
from annotator.model.sitting import Sitting
from annotator.project.forget import find_remaining_mentions
from annotator.storage import layout, sittings
from annotator.storage.layout import class_path
from annotator.storage.locks import WriteLock, try_lock
from annotator.storage.sets import render
from tests.project_factories import CLASS_DOCUMENT, a_class, set_in_file
from tests.storage.test_git_projects import git


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project in which Ada and Zoe have joined a class, and Ada has tagged."""
    folder = a_class(tmp_path / "class", "Ada", "Zoe")
    sittings.make_private_folders(folder)
    sitting = Sitting(CLASS_DOCUMENT, "ACDEFH", "secret", (CLASS_DOCUMENT,), CLASS_DOCUMENT)
    for name in ("Ada", "Zoe"):
        sitting = sitting.admit(name, "0" * 64, lambda _: False)
    sittings.save(class_path(folder, CLASS_DOCUMENT), sitting)
    for name in ("Ada", "Zoe"):
        document = str(layout.document_path(folder, CLASS_DOCUMENT))
        assert run(["set", document, "s2", "claim", "--annotator", name]) == 0
    return folder


def names(folder: Path) -> list[str]:
    return [each.name for each in sittings.load(class_path(folder, CLASS_DOCUMENT)).students]


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


def test_forget_refuses_while_a_file_is_open(folder: Path) -> None:
    hold = try_lock(class_path(folder, CLASS_DOCUMENT), "the class page")
    assert isinstance(hold, WriteLock)
    with hold:
        assert run(["forget", str(folder), "Ada", "--yes"]) == 1
    assert names(folder) == ["Ada", "Zoe"]
    assert (folder / "annotations" / "ada").exists()


def test_a_name_with_a_path_in_it_reaches_nothing_else(folder: Path) -> None:
    assert run(["forget", str(folder), "../documents", "--yes"]) == 1
    assert layout.document_path(folder, CLASS_DOCUMENT).exists()


def test_forgetting_an_unknown_student_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forget", str(folder), "Eve", "--yes"]) == 1
    assert "“Eve”" in capsys.readouterr().err


def test_serving_wants_a_document_that_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", str(folder), "--document", "nowhere"]) == 1
    assert run(["serve", str(folder / "documents")]) == 1
    assert "has no document “nowhere”" in capsys.readouterr().err


def test_a_port_in_use_is_reported_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from annotator.web.server import open_socket  # noqa: PLC0415

    with open_socket("127.0.0.1", 0) as listening:
        listening.listen()
        port = str(listening.getsockname()[1])
        assert run(["serve", str(folder), "--port", port]) == 1
    assert "--port" in capsys.readouterr().err


TEACHER = ("-c", "user.name=Teacher", "-c", "user.email=teacher@example.org")


@pytest.fixture
def adjudicated(folder: Path) -> Path:
    """The class, with gold that Ada and Zoe voted for and that Ada made."""
    document = set_in_file(next((folder / "annotations" / "zoe").glob("*.yaml")))
    votes = {name: {"tag": "claim"} for name in ("Ada", "Zoe")}
    provenance = Provenance("adjudicated", "Ada", None, votes)
    first, *others = document.sentences
    gold = replace(
        document,
        annotator="Ada",
        form=SetForm.GOLD,
        sentences=(replace(first, tag="claim", provenance=provenance), *others),
    )
    path = layout.gold_path(folder, document.document.id)
    path.parent.mkdir()
    path.write_bytes(render(gold))
    return path


def everything(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


def test_a_forgotten_name_becomes_a_pseudonym_in_gold(folder: Path, adjudicated: Path) -> None:
    assert run(["forget", str(folder), "ada", "--yes"]) == 0
    assert b"Ada" not in everything(folder)
    gold = set_in_file(adjudicated)
    provenance = gold.sentences[0].provenance
    assert gold.annotator == "annotator-1"
    assert provenance is not None
    assert provenance.curator == "annotator-1"
    assert list(provenance.decisions) == ["annotator-1", "Zoe"]


def test_a_forgotten_name_is_removed_from_gold_with_its_votes_where_that_is_wanted(
    folder: Path, adjudicated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forget", str(folder), "Ada", "--yes", "--names", "remove"]) == 0
    provenance = set_in_file(adjudicated).sentences[0].provenance
    assert provenance is not None
    assert provenance.curator is None
    assert list(provenance.decisions) == ["Zoe"]
    assert run(["check", str(folder)]) == 0
    assert run(["show", str(adjudicated)]) == 0
    assert "None" not in capsys.readouterr().out


def test_the_whole_folder_is_searched_for_a_forgotten_name_before_a_report(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "release" / "data").mkdir(parents=True)
    (folder / "release" / "data" / "train.jsonl").write_text('{"annotator": "Ada"}\n')
    (folder / "release" / "data" / "train.parquet").write_bytes(b"PAR1Ada")
    (folder / "notes.ada.txt").write_text("x")
    (folder / "adapted.txt").write_text("Adapted, and no name.")
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("a.yaml", "annotator: Ada")
    assert run(["forget", str(folder), "Ada", "--yes"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    for name in ("release/data/train.jsonl: 1 place", "notes.ada.txt:"):
        assert name in said
    assert "all.zip: 1 place" in said
    assert "train.parquet:" in said
    assert "adapted.txt" not in said
    capsys.readouterr()
    assert run(["forget", str(folder), "Ada", "--yes"]) == 1
    assert "train.jsonl" in capsys.readouterr().err


def test_a_forgotten_name_in_the_history_of_git_is_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(folder, "init", "-q")
    git(folder, "add", "-Af")
    git(folder, *TEACHER, "commit", "-qm", "The class")
    (folder / "notes.txt").write_text("Ada")
    git(folder, "add", "-Af")
    git(folder, *TEACHER, "commit", "-qm", "Notes")
    (folder / "notes.txt").unlink()
    assert run(["forget", str(folder), "Ada", "--yes"]) == 1
    assert "2 commits" in " ".join(capsys.readouterr().err.split())


def test_a_name_with_letters_that_formats_escape_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"who": "Zoë"}))
    (tmp_path / "a.html").write_text("<b>Bo &amp; Co</b>")
    assert [each.place.name for each in find_remaining_mentions(tmp_path, ["Zoë"])] == ["a.json"]
    assert [each.place.name for each in find_remaining_mentions(tmp_path, ["Bo & Co"])] == [
        "a.html"
    ]


def test_gold_that_cannot_be_read_stops_forgetting_before_the_first_file_goes(
    folder: Path, adjudicated: Path
) -> None:
    adjudicated.write_text("format: attribution-gold/1\nx: [")
    assert run(["forget", str(folder), "Ada", "--yes"]) == 1
    assert (folder / "annotations" / "ada").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("canvas.csv", '"Byron, Ada",101,7.5\n'),
        ("moodle.csv", '"Ada","Byron","7,5"\n'),
        ("note.txt", "the work of Ada\n  Byron"),
        ("byron_ada.bak", ""),
        ("ada-byron.pdf", ""),
    ],
)
def test_a_name_is_found_in_any_order_whatever_parts_its_words(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "other.csv").write_text("Ada and Byron; Adam Byron with Ada Byronson\n", "utf-8")
    assert [each.place.name for each in find_remaining_mentions(tmp_path, ["Ada Byron"])] == [name]
