import shutil
from pathlib import Path

import click
import pytest

from annotator.cli import output
from annotator.cli.sets import codebook_of, find_sets, map_sets, read_with_codebook
from annotator.model.annotation import AnnotationSet, Status
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.storage.codebooks import builtin, builtin_bytes
from annotator.storage.sets import read_set
from tests.factories import SAMPLES
from tests.project_factories import a_project as small_project
from tests.project_factories import a_set_in


def title(annotations: AnnotationSet, codebook: Codebook) -> str:
    return f"{annotations.title} by {codebook.name}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in SAMPLES.glob("*.sample.yaml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "other.yaml").write_text("name: nobody's\n")
    return tmp_path


def a_project(folder: Path, codebook: str) -> Path:
    (folder / "project.yaml").write_text(
        'format: attribution-project/1\ntitle: "One"\ncodebook: "own.yaml"\n'
    )
    (folder / "own.yaml").write_text(codebook)
    path = folder / "annotations" / "ada" / "dam-warning.yaml"
    path.parent.mkdir(parents=True)
    shutil.copy(SAMPLES / "dam-warning.sample.yaml", path)
    return path


def test_the_sets_of_a_folder_are_found_in_order_and_nothing_else(folder: Path) -> None:
    found = find_sets([str(folder)])
    assert found == sorted(folder.glob("*.sample.yaml"))
    assert len(found) == 5


def test_a_file_that_is_named_is_taken_whatever_it_is(folder: Path) -> None:
    assert find_sets([str(folder / "other.yaml")]) == [folder / "other.yaml"]


def test_an_article_that_is_named_stands_for_the_sets_beside_it(folder: Path) -> None:
    shutil.copy(SAMPLES / "dam-warning.txt", folder)
    assert find_sets([str(folder / "dam-warning.txt")]) == [folder / "dam-warning.sample.yaml"]


def test_an_untagged_article_is_named(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "dam-warning.txt", tmp_path)
    with pytest.raises(DataError, match=r"dam-warning\.txt: "):
        find_sets([str(tmp_path / "dam-warning.txt")])


def test_what_is_not_there_is_wrong_use(folder: Path) -> None:
    with pytest.raises(click.UsageError, match=r"nowhere"):
        find_sets([str(folder / "nowhere")])


def test_a_faulty_file_is_named_and_the_others_are_worked_on(folder: Path) -> None:
    (folder / "a.yaml").write_text("format: attribution-annotations/1\n")
    found, problems = map_sets(find_sets([str(folder)]), None, title, "Reading")
    assert len(found) == 5
    assert {problem.file for problem in problems} == {str(folder / "a.yaml")}


def test_many_sets_are_worked_on_by_all_cores_with_the_same_result(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = find_sets([str(folder)])
    alone = map_sets(files, None, title, "Reading")
    monkeypatch.setattr(output, "MANY_FOR_ALL_CORES", 2)
    assert map_sets(files, None, title, "Reading") == alone


def test_a_set_of_a_project_is_read_by_the_projects_own_codebook(folder: Path) -> None:
    own = builtin_bytes().decode().replace("name: attribution", "name: house-rules", 1)
    made_with = builtin().reference
    assert codebook_of(a_project(folder, own), None, made_with).name == "house-rules"
    assert codebook_of(folder.parent / "alone.yaml", None, made_with).name == "attribution"


def test_errors_in_a_projects_codebook_are_reported_once_and_not_for_each_set(
    folder: Path,
) -> None:
    path = a_project(folder, "format: attribution-codebook/1\n")
    shutil.copy(path, path.with_name("second.yaml"))
    found, problems = map_sets(find_sets([str(folder / "annotations")]), None, title, "Reading")
    assert found == []
    assert len(problems) == len(set(problems))
    assert {problem.file for problem in problems} == {str(folder / "own.yaml")}


def test_a_faulty_codebook_that_is_named_ends_it(folder: Path) -> None:
    with pytest.raises(DataError, match="other"):
        map_sets(find_sets([str(folder)]), str(folder / "other.yaml"), title, "Reading")


def test_a_set_of_a_project_is_measured_with_its_sources_by_the_projects_names(
    folder: Path,
) -> None:
    path = a_project(folder, builtin_bytes().decode())
    first, second, *_ = read_set(path)[0].sources
    head = folder / "project.yaml"
    aliases = f'aliases:\n- {{name: "{first.name}", variants: ["{second.name}"]}}\n'
    head.write_text(head.read_text("utf-8") + aliases, "utf-8")
    annotations, _ = read_with_codebook(path, None)
    assert second not in annotations.sources
    assert second.id not in {each.source for each in annotations.sentences}


def test_of_a_project_one_document_can_be_named(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p")
    first = a_set_in(project, "Ada", status=Status.FINISHED)
    a_set_in(project, "Ada", number=2)
    a_set_in(project, "Ada", document="b")
    assert find_sets([str(project)], document="a") == [first]
    with pytest.raises(DataError, match=r"\bdocument c\b"):
        find_sets([str(project)], document="c")
    with pytest.raises(DataError, match="“z”"):
        find_sets([str(project)], document="z")
