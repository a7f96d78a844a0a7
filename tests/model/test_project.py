"""What a project says of its people."""

from annotator.model.project import Project

PROJECT = Project(annotators=("Ada Byron", "Bo"), excluded={"Bo": "left early"})


def test_an_annotator_is_known_by_the_folder_however_the_name_is_typed() -> None:
    assert PROJECT.by_folder == {"ada-byron": "Ada Byron", "bo": "Bo"}


def test_who_is_left_out_is_known_by_the_folder_too() -> None:
    assert PROJECT.excluded_folders == {"bo"}
