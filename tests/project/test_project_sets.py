from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import AnnotationSet, SetForm, Status
from annotator.project.project_sets import read_project_gold, read_project_sets
from annotator.storage.layout import annotations_path, gold_path
from annotator.storage.sets import render
from tests.factories import a_document, a_set


def keep(path: Path, annotations: AnnotationSet) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(annotations))
    return path


def work(annotator: str, document: str = "harbour", **fields: Any) -> AnnotationSet:
    return replace(a_set(annotator=annotator, document=a_document(id=document)), **fields)


def test_every_pass_of_every_annotator_is_read_with_number_and_status(tmp_path: Path) -> None:
    keep(annotations_path(tmp_path, "Bo", "harbour"), work("Bo"))
    first = work("Ada", status=Status.FINISHED)
    keep(annotations_path(tmp_path, "Ada", "harbour"), first)
    keep(annotations_path(tmp_path, "Ada", "harbour", 2), work("Ada"))
    found = read_project_sets(tmp_path)
    assert [(each.annotator, each.document, each.number) for each in found.sets] == [
        ("Ada", "harbour", 1),
        ("Ada", "harbour", 2),
        ("Bo", "harbour", 1),
    ]
    assert [each.status for each in found.sets] == [Status.FINISHED, None, None]
    assert found.sets[0].annotations == first
    assert found.problems == ()


def test_a_damaged_set_is_a_fault_and_hides_no_other(tmp_path: Path) -> None:
    keep(annotations_path(tmp_path, "Ada", "harbour"), work("Ada"))
    damaged = annotations_path(tmp_path, "Bo", "harbour")
    damaged.parent.mkdir()
    damaged.write_bytes(b"")
    found = read_project_sets(tmp_path)
    assert len(found.sets) == 1
    assert [problem.file for problem in found.problems] == [str(damaged)]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("annotations/ada/border.yaml", "harbour"),
        ("annotations/bo/harbour.yaml", "annotations/ada"),
    ],
)
def test_a_set_that_lies_in_another_ones_place_is_a_fault(
    tmp_path: Path, path: str, said: str
) -> None:
    keep(tmp_path / path, work("Ada"))
    found = read_project_sets(tmp_path)
    assert found.sets == ()
    assert found.problems[0].file == str(tmp_path / path)
    assert said in found.problems[0].message


def test_gold_is_read_from_its_own_folder_and_is_no_annotator(tmp_path: Path) -> None:
    keep(gold_path(tmp_path, "harbour"), work("Cy", form=SetForm.GOLD))
    keep(annotations_path(tmp_path, "Cy", "harbour"), work("Cy", form=SetForm.GOLD))
    assert [each.annotator for each in read_project_gold(tmp_path).sets] == ["Cy"]
    assert "not an annotation set" in read_project_sets(tmp_path).problems[0].message


def test_a_folder_without_sets_has_none(tmp_path: Path) -> None:
    assert read_project_sets(tmp_path).sets == ()
