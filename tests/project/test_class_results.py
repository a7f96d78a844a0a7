import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.model.person_matching import Identification
from annotator.project.class_results import ResultsScope, class_results
from annotator.project.locate import Target
from annotator.project.people import save_people
from annotator.stats.class_term import class_term
from tests import terms
from tests.terms import KEY, LATE, MISSING, NO_LESSON, SECTIONS, TermVote, a_term, the_votes

MONDAYS = ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12"]


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_term(tmp_path_factory.mktemp("term") / "class")


def record_of(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    assert run(["class-report", str(folder), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def counted(votes: list[TermVote]) -> dict[str, tuple[int, int]]:
    """Right answers and all answers by the key's tag, counted one by one."""
    right: Counter[str] = Counter()
    for each in votes:
        right.update(key for key, tag in zip(KEY, each.tags, strict=True) if key == tag)
    return {tag: (right[tag], len(votes) * KEY.count(tag)) for tag in set(KEY)}


def pairs(recall: Any) -> dict[str, tuple[int, int]]:
    return {tag: (each["numerator"], each["denominator"]) for tag, each in recall.items()}


def test_the_recall_of_each_tag_is_that_of_each_section_in_each_week(
    term: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = record_of(term, capsys)["term"]
    assert [each["week"] for each in found["weeks"]] == MONDAYS
    assert [each["section"] for each in found["sections"]] == list(SECTIONS)
    for section in found["sections"]:
        for week, each in enumerate(section["weeks"]):
            own = [
                vote
                for vote in the_votes()
                if (vote.section, vote.week, vote.vote) == (section["section"], week, 1)
            ]
            assert each["students"] == len(own)
            assert pairs(each["recall"]) == (counted(own) if own else {})


def test_each_student_has_the_recall_of_each_week_and_none_where_there_was_no_first_vote(
    term: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for section in record_of(term, capsys)["term"]["sections"]:
        assert [each["name"] for each in section["students"]] == list(SECTIONS[section["section"]])
        for student in section["students"]:
            for week, each in enumerate(student["weeks"]):
                own = [
                    vote
                    for vote in the_votes()
                    if (vote.student, vote.week, vote.vote) == (student["name"], week, 1)
                ]
                assert (each is None) == (not own)
                if each is not None:
                    assert pairs(each["recall"]) == counted(own)


def test_who_is_missing_and_who_came_late_is_named_by_section_and_week(
    term: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = record_of(term, capsys)["term"]["sections"]
    missing = {
        (name, at)
        for own in found
        for at, week in enumerate(own["weeks"])
        for name in week["missing"]
    }
    late = {
        (name, at) for own in found for at, week in enumerate(own["weeks"]) for name in week["late"]
    }
    assert (missing, late) == (MISSING, LATE)
    assert found[1]["weeks"][NO_LESSON[1]]["students"] == 0


def test_the_gain_is_that_of_those_in_both_votes_of_a_week(
    term: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = record_of(term, capsys)["term"]["sections"][0]["weeks"][4]
    (gain,) = found["normalized_gain"]
    votes = {
        vote: sum(
            key == tag
            for each in the_votes()
            if (each.section, each.week, each.vote) == ("MEDIA-101-01", 4, vote)
            and each.student != "Dev Rao"
            for key, tag in zip(KEY, each.tags, strict=True)
        )
        for vote in (1, 2)
    }
    assert gain["value"] == pytest.approx((votes[2] - votes[1]) / (3 * len(KEY) - votes[1]))


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--section", "media-101-02"], [1, 2, 3, 5, 6]),
        (["--sitting", terms.sitting_id("MEDIA-101-01", 1)], [2]),
    ],
)
def test_one_section_or_one_sitting_is_reported_alone(
    term: Path, capsys: pytest.CaptureFixture[str], options: list[str], titles: list[int]
) -> None:
    found = record_of(term, capsys, *options)
    assert [each["title"] for each in found["documents"]] == [f"Article {n}" for n in titles]
    assert len(found["term"]["sections"]) == 1


def test_of_one_sitting_those_are_missing_who_belong_to_its_section(term: Path) -> None:
    scope = ResultsScope(sitting=terms.sitting_id("MEDIA-101-01", 1))
    found = class_results(Target(str(term)), scope=scope)[0]
    (section,) = class_term(found.lessons, found.members).sections
    assert section.weeks[0].missing == ("Bo Lind",)


def test_everyone_in_the_roster_who_never_came_is_missing(
    term: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [
        (name, section) for section, own in SECTIONS.items() for name in (*own, f"Zed {section}")
    ]
    rows = [
        f'"{name.split()[-1]}, {name.split()[0]}",{at},{at},{at},{section}'
        for at, (name, section) in enumerate(people)
    ]
    roster = tmp_path / "canvas.csv"
    roster.write_text("\n".join(["Student,ID,SIS User ID,SIS Login ID,Section", *rows]), "utf-8")
    found = record_of(term, capsys, "--roster", str(roster))["term"]["sections"][0]
    assert all("Zed MEDIA-101-01" in week["missing"] for week in found["weeks"])
    assert len(found["students"]) == 5


def test_a_student_whom_the_teacher_renamed_has_the_new_name_in_all_weeks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_term(tmp_path / "class")
    save_people(folder, [Identification("Bo Lind", None, "Robert Lind")])
    found = record_of(folder, capsys)["term"]["sections"][0]
    bo = next(each for each in found["students"] if each["name"] == "Robert Lind")
    assert [each is None for each in bo["weeks"]] == [False, True, False, False, False, False]
    assert "Bo Lind" not in json.dumps(found)


def test_the_other_name_of_a_person_is_said_by_export_and_forget(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_term(tmp_path / "class")
    name, _, other = terms.ALIAS
    assert run(["export", str(folder), "--person", other, "-o", str(tmp_path / "x.zip")]) == 0
    assert name in capsys.readouterr().err
    run(["forget", str(folder), name, "--yes"])
    assert f"work as {other}" in capsys.readouterr().err


def test_without_names_no_name_and_no_reason_is_in_the_data_or_on_the_page(
    term: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "class.html"
    found = record_of(term, capsys, "--anonymous", "-o", str(out))
    text = json.dumps(found, ensure_ascii=False) + out.read_text("utf-8")
    for name in (*SECTIONS["MEDIA-101-01"], *SECTIONS["MEDIA-101-02"], "cleo n", "read it twice"):
        assert name not in text
