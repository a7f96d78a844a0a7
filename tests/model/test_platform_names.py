import pytest

from annotator.model.platform_names import (
    PlatformName,
    PlatformSubmission,
    PlatformSubmissions,
    SubmissionPlatform,
    platform_name,
)

CANVAS, MOODLE = SubmissionPlatform


@pytest.mark.parametrize(
    ("path", "platform", "person", "number", "late"),
    [
        ("byronada_12345_67890_a.yaml", CANVAS, "byronada", "12345", False),
        ("byronada_LATE_12345_67890_a_b-1.yaml", CANVAS, "byronada", "12345", True),
        ("hw/byronada_12345_67890_a.yaml", CANVAS, "byronada", "12345", False),
        ("Ada Byron_77_assignsubmission_file_/a.yaml", MOODLE, "Ada Byron", "77", False),
        ("zip/Ada Byron_77_assignsubmission_file_/a.yaml", MOODLE, "Ada Byron", "77", False),
        ("Ada Byron_77_assignsubmission_file/a.yaml", MOODLE, "Ada Byron", "77", False),
        ("Ada Byron_77_assignsubmission_file_a.yaml", MOODLE, "Ada Byron", "77", False),
    ],
)
def test_a_platforms_name_says_who_submitted_the_file(
    path: str, platform: SubmissionPlatform, person: str, number: str, late: bool
) -> None:
    found = platform_name(path)
    assert found is not None
    assert (found.platform, found.person, found.person_id) == (platform, person, number)
    assert found.late is late


@pytest.mark.parametrize("path", ["a.yaml", "a.ada.2.yaml", "ada_1_a.yaml", "_1_2_a.yaml", ""])
def test_other_names_say_nothing(path: str) -> None:
    assert platform_name(path) is None


@pytest.mark.parametrize(
    ("path", "feedback"),
    [
        ("byronada_LATE_1_2_a.ada.yaml", "byronada_LATE_1_2_a.ada.html"),
        ("byronada_1_2_work.txt", "byronada_1_2_work.txt.html"),
        (
            "Ada Byron_77_assignsubmission_file_/a.yaml",
            "Ada Byron_77_assignsubmission_file_/feedback.html",
        ),
        (
            "Ada Byron_77_assignsubmission_file_a_b.yaml",
            "Ada Byron_77_assignsubmission_file_feedback.html",
        ),
    ],
)
def test_feedback_has_the_name_by_which_the_platform_finds_the_student(
    path: str, feedback: str
) -> None:
    found = platform_name(path)
    assert found is not None
    assert found.feedback_name == feedback
    again = platform_name(feedback)
    assert again is not None
    assert again.person_id == found.person_id


def test_moodle_can_number_a_student_anew_but_canvas_does_not() -> None:
    ada = PlatformName(MOODLE, "Ada Byron", "1", "")
    assert ada.is_same_person(PlatformName(MOODLE, "ada  byron", "2", ""))
    assert not ada.is_same_person(PlatformName(MOODLE, "Cleo", "2", ""))
    byron = PlatformName(CANVAS, "byronada", "1", "")
    assert not byron.is_same_person(PlatformName(CANVAS, "byronada", "2", ""))


def test_a_later_name_takes_the_place_of_an_earlier_one() -> None:
    one, two = (PlatformName(CANVAS, "byronada", "1", f"byronada_1_{n}_a.yaml") for n in (2, 3))
    names = PlatformSubmissions()
    for each in (one, two):
        names = names.with_entry(PlatformSubmission("Ada", "a", each))
    names = names.with_entry(PlatformSubmission("Ben", "a", one))
    assert names.find("ada", "a") == two
    assert names.find("ada", "b") is None
    assert [each.annotator for each in names.without("ada").entries] == ["Ben"]
