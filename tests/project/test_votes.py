from dataclasses import replace
from pathlib import Path

from annotator.model.sitting import Sitting
from annotator.project.answer_keys import load_submissions
from annotator.project.locate import Target
from annotator.project.votes import document_votes
from annotator.storage import layout, sittings
from annotator.storage.layout import annotations_path
from tests.project_factories import GRADED_TAGS, a_graded_class, a_graded_set, store_set


def test_without_a_sitting_a_pass_is_a_vote(tmp_path: Path) -> None:
    folder = a_graded_class(tmp_path / "p", {"Ada": GRADED_TAGS, "Bo": GRADED_TAGS})
    store_set(annotations_path(folder, "Ada", "harbour", 2), a_graded_set("Ada", GRADED_TAGS))
    votes = document_votes(load_submissions(Target(str(folder), "harbour")))
    assert {name: list(own) for name, own in votes.votes.items()} == {"Ada": [1, 2], "Bo": [1]}


def test_a_set_of_a_sitting_says_its_vote_and_a_late_student_has_no_first_one(
    tmp_path: Path,
) -> None:
    folder = a_graded_class(tmp_path / "p", {})
    sitting = Sitting("tuesday", "ACDEFH", "s", ("harbour",), "harbour", date="2026-12-01")
    sittings.make_private_folders(folder)
    sittings.save(layout.class_path(folder, sitting.id), sitting)
    for name, number, vote, held in (
        ("Ada", 1, 1, "tuesday"),
        ("Ada", 2, 2, "tuesday"),
        ("Ada", 3, 1, "later"),
        ("Bo", 1, 2, "tuesday"),
    ):
        own = replace(a_graded_set(name, GRADED_TAGS), sitting=held, vote=vote)
        store_set(annotations_path(folder, name, "harbour", number), own)
    votes = document_votes(load_submissions(Target(str(folder), "harbour")))
    assert {name: list(own) for name, own in votes.votes.items()} == {"Ada": [1, 2], "Bo": [2]}
    assert [each.annotator for each in votes.in_vote(1)] == ["Ada"]
