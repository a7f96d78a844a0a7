"""Which files of a folder hold the passes that count."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli.sets import find_sets
from annotator.model.annotation import AnnotationSet, Status
from annotator.project.pass_files import newest_passes, select_files
from annotator.project.pass_selection import PassChoice
from annotator.storage.sets import render
from tests.factories import a_document, a_set
from tests.statements import states

FINISHED, UNUSABLE = Status.FINISHED, Status.UNUSABLE


def keep(path: Path, status: Status | None = None, annotator: str = "ada") -> Path:
    """A set on the document that the file's name begins with."""
    reason = "no news" if status is UNUSABLE else None
    document = a_document(id=path.name.partition(".")[0])
    annotations: AnnotationSet = replace(
        a_set(annotator=annotator, document=document), status=status, reason=reason
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(annotations))
    return path


def test_the_first_finished_pass_counts_and_the_others_do_not(tmp_path: Path) -> None:
    first = keep(tmp_path / "port.yaml")
    second = keep(tmp_path / "port.2.yaml", FINISHED)
    third = keep(tmp_path / "port.10.yaml", FINISHED)
    choice = select_files([third, second, first])
    assert choice.files == (second,)
    assert choice.other_passes == 2


def test_where_none_is_finished_the_first_counts(tmp_path: Path) -> None:
    files = [keep(tmp_path / "port.2.yaml"), keep(tmp_path / "port.yaml")]
    assert select_files(files).files == (files[1],)


def test_the_latest_pass_counts_where_it_is_asked_for(tmp_path: Path) -> None:
    files = [keep(tmp_path / f"port{number}.yaml", FINISHED) for number in ("", ".2", ".10")]
    assert select_files(files, PassChoice.LATEST).files == (files[2],)


def test_two_annotators_of_one_document_both_count(tmp_path: Path) -> None:
    files = [keep(tmp_path / f"port.{name}.yaml", annotator=name) for name in ("ada", "ben")]
    assert select_files(files).files == tuple(files)


def test_a_document_whose_name_ends_in_a_number_is_no_pass_of_another(tmp_path: Path) -> None:
    one = keep(tmp_path / "port.yaml")
    other = tmp_path / "port.2.yaml"
    other.write_bytes(render(a_set(annotator="ada", document=a_document(id="port.2"))))
    assert select_files([one, other]).files == (one, other)


def test_what_is_unusable_does_not_count_and_a_usable_pass_beside_it_does(tmp_path: Path) -> None:
    unusable = keep(tmp_path / "port.yaml", UNUSABLE)
    usable = keep(tmp_path / "port.2.yaml")
    alone = keep(tmp_path / "mill.yaml", UNUSABLE)
    choice = select_files([unusable, usable, alone])
    assert choice.files == (usable,)
    assert choice.description == "Left out: 2 unusable sets."


def test_the_sets_of_annotators_whom_their_project_excludes_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text(
        'format: attribution-project/1\ntitle: "One"\nannotators:\n- "Ada"\nexcluded:\n'
        '- {annotator: "Ada", reason: "read the key before"}\n'
    )
    excluded = keep(tmp_path / "annotations" / "ada" / "port.yaml", annotator="Ada")
    kept = keep(tmp_path / "annotations" / "ben" / "port.yaml", annotator="Ben")
    choice = select_files([excluded, kept])
    assert choice.files == (kept,)
    assert (choice.excluded, choice.unusable, choice.other_passes) == (1, 0, 0)
    assert states(choice.description, "1", "excluded")


def test_a_damaged_file_stays_to_be_complained_of(tmp_path: Path) -> None:
    damaged = tmp_path / "port.2.yaml"
    damaged.write_bytes(b"format: attribution-annotations/1\n\xff")
    assert select_files([keep(tmp_path / "port.yaml"), damaged]).files[-1] == damaged


def test_what_is_left_out_of_a_folder_is_said_and_a_file_that_is_named_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = keep(tmp_path / "port.yaml", FINISHED)
    second = keep(tmp_path / "port.2.yaml", FINISHED)
    assert find_sets([str(tmp_path)]) == [first]
    assert "1 other pass" in " ".join(capsys.readouterr().err.split())
    assert find_sets([str(second)]) == [second]
    assert find_sets([str(tmp_path), str(second), str(first)]) == [first, second]


def test_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    keep(tmp_path / ".backup" / "port.yaml")
    assert find_sets([str(tmp_path)]) == []


def test_the_newest_pass_has_the_highest_number_and_a_document_may_end_in_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "documents").mkdir()
    for document in ("harbour", "port.2"):
        (tmp_path / "documents" / f"{document}.yaml").touch()
    for name in ("harbour.yaml", "harbour.2.yaml", "harbour.10.yaml", "port.2.yaml"):
        keep(tmp_path / "annotations" / "ada" / name)
    keep(tmp_path / "annotations" / "bo" / "harbour.yaml")
    newest = {own: (each.number, each.path.name) for own, each in newest_passes(tmp_path).items()}
    assert newest == {
        ("ada", "harbour"): (10, "harbour.10.yaml"),
        ("ada", "port.2"): (1, "port.2.yaml"),
        ("bo", "harbour"): (1, "harbour.yaml"),
    }
