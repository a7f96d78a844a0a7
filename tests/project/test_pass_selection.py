"""Which of an annotator's passes counts."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli.sets import find_sets
from annotator.model.annotation import AnnotationSet, Status
from annotator.project.pass_selection import (
    ANY_STATUS,
    NumberedSet,
    PassChoice,
    PassRule,
    newest_passes,
    retest_pairs,
    select_files,
    select_passes,
)
from annotator.storage.sets import render
from tests.factories import a_document, a_set
from tests.statements import states

DONE, UNDER_WORK, UNUSABLE = Status.FINISHED, None, Status.UNUSABLE


def passes(*statuses: Status | None, annotator: str = "Ada") -> list[NumberedSet]:
    blank = a_set(annotator=annotator, document=a_document())
    return [NumberedSet(replace(blank, status=each), at) for at, each in enumerate(statuses, 1)]


@pytest.mark.parametrize(
    ("statuses", "which", "unfinished", "expected"),
    [
        ([DONE, DONE, UNDER_WORK], PassChoice.FIRST, False, [1]),
        ([DONE, DONE, UNDER_WORK], PassChoice.LATEST, False, [2]),
        ([DONE, UNDER_WORK], PassChoice.LATEST, True, [1]),
        ([UNDER_WORK], PassChoice.FIRST, False, []),
        ([UNDER_WORK], PassChoice.FIRST, True, [1]),
        ([UNUSABLE], PassChoice.FIRST, True, []),
        ([UNUSABLE, DONE], PassChoice.FIRST, False, [2]),
    ],
)
def test_one_pass_is_chosen(
    statuses: list[Status | None], which: PassChoice, unfinished: bool, expected: list[int]
) -> None:
    chosen = select_passes(passes(*statuses), PassRule(which, unfinished))
    assert [each.number for each in chosen.passes] == expected


@pytest.mark.parametrize(
    ("statuses", "which", "expected"),
    [
        ([DONE, DONE], PassChoice.FIRST, 1),
        ([UNDER_WORK, DONE], PassChoice.FIRST, 2),
        ([DONE, UNDER_WORK], PassChoice.LATEST, 1),
        ([UNDER_WORK, UNDER_WORK], PassChoice.FIRST, 1),
        ([UNDER_WORK, UNDER_WORK], PassChoice.LATEST, 2),
        ([UNUSABLE, UNDER_WORK], PassChoice.FIRST, 1),
        ([UNUSABLE, DONE], PassChoice.FIRST, 2),
    ],
)
def test_for_a_mark_or_a_measure_one_counts_also_where_none_is_finished(
    statuses: list[Status | None], which: PassChoice, expected: int
) -> None:
    (chosen,) = select_passes(passes(*statuses), replace(ANY_STATUS, which=which)).passes
    assert chosen.number == expected


def test_what_is_left_out_is_counted() -> None:
    chosen = select_passes([*passes(UNDER_WORK), *passes(UNUSABLE, annotator="Bo")])
    assert (chosen.unfinished, chosen.unusable) == (1, 1)


def test_annotators_are_chosen_for_each_by_themselves() -> None:
    chosen = select_passes([*passes(DONE, DONE), *passes(DONE, annotator="Bo")])
    assert [each.annotations.annotator for each in chosen.passes] == ["Ada", "Bo"]


def test_a_second_look_is_set_beside_the_finished_pass_before_it() -> None:
    own = passes(DONE, UNDER_WORK, DONE, UNDER_WORK)
    key = ("Ada", "harbour")
    ((earlier, later),) = retest_pairs(own, {key: 3})
    assert (earlier.number, later.number) == (1, 3)
    assert retest_pairs(own, {key: 4}) == ()
    assert retest_pairs(own, {key: 1}) == ()
    assert retest_pairs(own, {("Bo", "harbour"): 2}) == ()


def test_the_passes_of_excluded_annotators_are_set_aside() -> None:
    ada, bo = passes(DONE), passes(DONE, annotator="Bo")
    chosen = select_passes([*ada, *bo], PassRule(excluded=frozenset({"bo"})))
    assert (chosen.passes, chosen.excluded) == (tuple(ada), tuple(bo))


def test_a_name_in_other_letters_is_the_same_annotator() -> None:
    first, second = *passes(DONE), *passes(UNDER_WORK, DONE, annotator="ADA")[1:]
    chosen = select_passes([second, first])
    assert chosen.passes == (first,)
    assert chosen.repeat_passes == 1


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
