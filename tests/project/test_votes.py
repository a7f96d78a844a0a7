from pathlib import Path

from annotator.model.classroom import Classroom, VoteEnd

from annotator.project.answer_keys import load_submissions
from annotator.project.locate import Target
from annotator.project.votes import document_votes
from annotator.storage import classrooms, layout
from annotator.storage.layout import annotations_path
from tests.project_factories import GRADED_TAGS, a_graded_class, a_graded_set, store_set


def test_a_pass_is_a_vote_and_a_late_student_has_no_first_one(tmp_path: Path) -> None:
    folder = a_graded_class(tmp_path / "p", {"Ada": GRADED_TAGS, "Bo": GRADED_TAGS})
    store_set(annotations_path(folder, "Ada", "harbour", 2), a_graded_set("Ada", GRADED_TAGS))
    target = Target(str(folder), "harbour")
    votes = document_votes(load_submissions(target))
    assert {name: list(own) for name, own in votes.votes.items()} == {"Ada": [1, 2], "Bo": [1]}
    assert votes.date is None
    classroom = Classroom("harbour", "ACDEFH", "s", vote=2, ends=(VoteEnd(1, 1_800_000_000.0),))
    classroom = classroom.admit("Bo", "0" * 64, lambda _: False)
    classrooms.make_private_folders(folder)
    classrooms.save(layout.class_path(folder, "harbour"), classroom)
    votes = document_votes(load_submissions(target))
    assert {name: list(own) for name, own in votes.votes.items()} == {"Ada": [1, 2], "Bo": [2]}
    assert [each.annotator for each in votes.in_vote(1)] == ["Ada"]
    assert (votes.date or "")[:5] == "2027-"
