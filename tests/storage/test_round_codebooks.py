"""A round may have a codebook of its own, by which its documents are tagged, read and checked."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import Status
from annotator.model.codebook import CodebookReference
from annotator.model.edits import SetTag
from annotator.model.project import Assignment, Round, RoundAssignments, RoundPurpose
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, open_for_reading, open_for_tagging
from annotator.storage import codebooks, layout
from annotator.storage.codebooks import builtin, builtin_bytes
from tests.project_factories import a_project, a_set_in, set_in_file, store_assignments
from tests.statements import states

ROUNDS = (
    Round("pilot", RoundPurpose.PILOT, "pilot.yaml"),
    Round("main"),
    Round("retest", RoundPurpose.RETEST, "late.yaml"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose pilot has the document a, and whose retest has b again."""
    folder = a_project(tmp_path / "p", rounds=ROUNDS)
    for name in ("pilot", "late"):
        text = (
            builtin_bytes()
            .decode()
            .replace(f'version: "{builtin().version}"', f'version: "{name}"', 1)
        )
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    for round_, entry in (
        ("pilot", Assignment("a", ("Ada",))),
        ("main", Assignment("b", ("Ada",))),
        ("retest", Assignment("b", ("Ada",), 2)),
    ):
        store_assignments(folder, RoundAssignments(round_, "", (entry,)))
    return folder


def opened(folder: Path, document: str, *, again: bool = False) -> OpenSet:
    target = Target(str(folder), document, "Ada")
    found = open_for_tagging(target, next_pass=again, blank=again)
    if found.write_lock is not None:
        found.write_lock.release()
    return found


def reference(folder: Path, name: str) -> CodebookReference:
    return codebooks.load(folder / f"{name}.yaml", {}).reference


def test_a_set_begins_with_the_codebook_of_its_round(folder: Path) -> None:
    pilot, main = opened(folder, "a"), opened(folder, "b")
    assert pilot.annotations.codebook == pilot.codebook.reference == reference(folder, "pilot")
    assert main.annotations.codebook == main.codebook.reference == builtin().reference


def test_a_second_look_begins_with_the_codebook_of_the_retest(folder: Path) -> None:
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), document="b", status=Status.FINISHED)
    second = opened(folder, "b", again=True)
    assert second.annotations.codebook == second.codebook.reference == reference(folder, "late")


def test_a_set_is_opened_and_read_by_the_one_of_the_codebooks_that_it_was_made_with(
    folder: Path,
) -> None:
    a_set_in(folder, "Ada", codebook=reference(folder, "late"))
    assert not opened(folder, "a").other_codebook
    _, codebook = open_for_reading(Target(str(folder), "a", "Ada"))
    assert codebook.version == "late"


def test_check_and_measure_take_what_was_made_with_a_rounds_codebook(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_set_in(folder, "Ada", codebook=reference(folder, "pilot"))
    assert run(["check", str(folder)]) == 0
    (folder / "pilot.yaml").write_text(builtin_bytes().decode(), "utf-8")
    assert run(["check", str(folder)]) == 1
    assert states(capsys.readouterr().out, "a.yaml", "attribution pilot")


def test_once_recoded_all_rounds_have_the_projects_codebook(folder: Path) -> None:
    path = a_set_in(folder, "Ada", codebook=reference(folder, "pilot"))
    to, old = str(folder / "late.yaml"), str(folder / "pilot.yaml")
    assert run(["migrate", str(folder), "--to", to, "--from", old]) == 0
    assert {each.codebook for each in layout.load_project(folder).rounds} == {None}
    assert set_in_file(path).codebook == opened(folder, "c").codebook.reference
