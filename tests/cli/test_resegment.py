"""`annotator resegment`: for all annotators or for none."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import Cue
from annotator.model.edits import Batch, SetCue, SetTag, SplitSentence
from annotator.model.errors import DataError
from annotator.model.session import Session
from annotator.project.locate import Target
from annotator.project.open_set import open_for_tagging
from annotator.storage import locks
from annotator.tui.file_session import FileSession
from tests.project_factories import a_project, a_set_in, set_in_file, the_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_project(tmp_path / "p")
    a_set_in(folder, "Ada", SetTag(("s1", "s2"), "claim"), status="finished")
    a_set_in(folder, "Ben", SetTag(("s1",), "background"))
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def texts(folder: Path, annotator: str) -> list[tuple[str | None, str]]:
    annotations = set_in_file(folder / f"annotations/{annotator}/a.yaml")
    return [(each.tag, each.text) for each in annotations.sentences]


def test_a_split_changes_every_set_and_names_the_annotators_who_must_review(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["resegment", str(folder), "a", "--split", "s2", "and nobody"]) == 0
    assert [each.text for each in the_document(folder).sentences][1:3] == [
        "Nobody else knew why,",
        "and nobody asked.",
    ]
    assert texts(folder, "ada")[1:3] == [
        ("claim", "Nobody else knew why,"),
        (None, "and nobody asked."),
    ]
    assert set_in_file(folder / "annotations/ada/a.yaml").status is None
    assert texts(folder, "ben")[0][0] == "background"
    captured = capsys.readouterr()
    assert "annotations/ada/a.yaml: s4 has no tag yet" in captured.out
    assert "ben" not in captured.out
    assert run(["check", str(folder)]) == 0


def test_two_are_joined_for_everybody(folder: Path) -> None:
    assert run(["resegment", str(folder), "a", "--join", "s1"]) == 0
    assert len(the_document(folder).sentences) == 2
    assert texts(folder, "ben")[0][0] == "background"


@pytest.mark.parametrize(
    "arguments",
    [
        ["a", "--split", "s9", "why"],
        ["a", "--split", "s2", "nobody here"],
        ["a", "--split", "s2", "o"],
        ["a", "--join", "s3"],
        ["z", "--join", "s1"],
        ["a", "--join", "s1", "--dry-run"],
        ["a"],
    ],
)
def test_what_is_refused_or_only_tried_changes_no_file(folder: Path, arguments: list[str]) -> None:
    before = everything(folder)
    run(["resegment", str(folder), *arguments])
    assert everything(folder) == before


def test_an_open_set_a_damaged_one_and_other_sentences_stop_it_for_all(folder: Path) -> None:
    before = everything(folder)
    ben = folder / "annotations/ben/a.yaml"
    hold = locks.try_lock(ben, "Ben")
    assert isinstance(hold, locks.WriteLock)
    assert run(["resegment", str(folder), "a", "--join", "s1"]) == 1
    hold.release()
    assert everything(folder) == before
    ben.write_bytes(before["annotations/ben/a.yaml"].replace(b"next_id: 4", b"next_id: 5"))
    assert run(["resegment", str(folder), "a", "--join", "s1"]) == 1
    ben.write_bytes(b"")
    assert run(["resegment", str(folder), "a", "--join", "s1"]) == 1
    assert everything(folder) == before | {"annotations/ben/a.yaml": b""}


def test_in_a_project_one_annotator_alone_can_not_split_or_join(folder: Path) -> None:
    open_set = open_for_tagging(Target(str(folder), "a", "Ben"))
    assert open_set.write_lock is not None
    with open_set.write_lock:
        session: Session = FileSession(open_set).session
        split = SplitSentence("s2", the_document(folder).sentences[1].span[0] + 21)
        for edit in (split, Batch((SetTag(("s1",), "claim"), split))):
            with pytest.raises(DataError, match="annotator resegment"):
                session.apply(edit)
        text = session.annotations.sentences[0].text
        cue = Cue(text[:3], (0, 3))
        assert session.apply(SetCue("s1", cue))
