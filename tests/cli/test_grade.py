import csv
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.model.sitting import Sitting
from annotator.stats.grading import KEY_WITHOUT_SOURCES, NO_LINKS
from annotator.storage import sittings
from annotator.storage.layout import annotations_path, class_path
from annotator.storage.sets import read_set
from tests.hostile import forbidden_bytes
from tests.project_factories import GRADED_TAGS, a_graded_class, a_graded_set, store_set
from tests.statements import states

BACKGROUND_TWICE = (None, "background", "background", "confirmation", None, "background")
STUDENTS: dict[str, Sequence[str | None]] = {"Ada Byron": GRADED_TAGS, "Bo Lind": BACKGROUND_TWICE}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_graded_class(tmp_path / "project", STUDENTS, absent=["Cy Cole"])


def graded(project: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    assert run(["grade", str(project), "--json", *options]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    return document


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8").splitlines()))


def test_everybodys_score_and_recall_are_given_and_the_absent_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = graded(project, capsys)
    ada, bo = document["students"]
    assert ada["score"] == {"value": 1.0, "numerator": 5, "denominator": 5}
    assert bo["score"]["numerator"] == 3
    assert (bo["counts"]["accepted"], bo["counts"]["other_tag"], bo["counts"]["untagged"]) == (
        1,
        1,
        1,
    )
    assert bo["recall"]["claim"] == {"value": 0.0, "numerator": 0, "denominator": 2}
    assert document["absent"] == ["Cy Cole"]


def test_how_the_class_answered_each_sentence_is_given(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = graded(project, capsys)
    first = document["class"][0]
    assert first["tags"] == {"background": 1, "claim": 1}
    assert (first["key"], first["accepted_tags"], first["split"]) == ("claim", ["background"], True)


def test_the_terminal_has_students_class_and_absence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["grade", str(project)]) == 0
    printed = capsys.readouterr().out
    for words in ("Ada Byron", "5/5", "3/5", "split", "C|B", "Absent: Cy Cole"):
        assert words in printed


def test_the_first_vote_counts_unless_the_latest_is_asked_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store_set(
        annotations_path(project, "Bo Lind", "harbour", 2), a_graded_set("Bo Lind", GRADED_TAGS)
    )
    first = graded(project, capsys)["students"][1]
    assert (first["pass"], first["score"]["numerator"]) == (1, 3)
    latest = graded(project, capsys, "--passes", "latest")["students"][1]
    assert (latest["pass"], latest["score"]["numerator"]) == (2, 5)


def test_sources_and_links_are_marked_where_asked_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "sources" not in graded(project, capsys)["students"][0]
    student = graded(project, capsys, "--sources", "--links")["students"][0]
    assert student["sources"]["reason"] == KEY_WITHOUT_SOURCES
    assert student["links"]["reason"] == NO_LINKS


def test_the_plain_csv_has_a_row_for_each_student_and_nothing_a_spreadsheet_would_run(
    tmp_path: Path,
) -> None:
    project = a_graded_class(tmp_path / "project", {"=cmd()": GRADED_TAGS})
    marks = tmp_path / "marks.csv"
    assert run(["grade", str(project), "-o", str(marks)]) == 0
    head, row = table(marks)
    assert row[head.index("student")] == "'=cmd()"
    assert (row[head.index("score")], row[head.index("max_score")]) == ("5", "5")
    assert run(["grade", str(project), "-o", str(marks), "--raw", "-y"]) == 0
    assert table(marks)[1][1] == "=cmd()"


def test_a_canvas_gradebook_has_the_identifiers_and_says_who_is_missing(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster, marks = tmp_path / "roster.csv", tmp_path / "marks.csv"
    lines = ("Student,ID,SIS User ID,SIS Login ID,Section", '"Byron, Ada",7,,,S', "Zed,8,,,S")
    roster.write_text("\n".join(lines), "utf-8")
    options = ["-o", str(marks), "--roster", str(roster), "--points", "10"]
    assert run(["grade", str(project), *options]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert ": Bo Lind" in said
    assert ": Zed" in said
    said = said.partition("after an upload")[2]
    assert re.findall(r"\d+(?= new| changed| cleared| not matched)", said) == ["1", "0", "0", "1"]
    head, possible, ada = table(marks)
    assert head[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert possible[0].strip() == "Points Possible"
    assert (possible[5], ada[5]) == ("10", "10")


def test_a_roster_of_another_platform_than_the_one_named_is_not_used(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster, marks = tmp_path / "roster.csv", tmp_path / "marks.csv"
    roster.write_text("Username\nada\n", "utf-8")
    options = ["-o", str(marks), "--roster", str(roster), "--platform", "canvas"]
    assert run(["grade", str(project), *options]) == 2
    assert re.search("moodle.*canvas", capsys.readouterr().err)
    assert not marks.exists()


def test_a_page_of_feedback_is_written_for_each_student(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "feedback"
    assert run(["grade", str(project), "--feedback", str(folder)]) == 0
    assert [each.name for each in sorted(folder.iterdir())] == ["ada-byron.html", "bo-lind.html"]
    page = (folder / "bo-lind.html").read_text("utf-8")
    assert "The outlet says so." in page
    assert "Ada" not in page.replace("Ada Lovelace", "")


def test_a_set_that_can_not_be_used_is_named_and_the_others_are_marked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotations_path(project, "Bo Lind", "harbour").write_bytes(b"format: rubbish\n")
    assert run(["grade", str(project), "--json"]) == 1
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)["documents"][0]["students"]) == 1
    assert "bo-lind" in captured.err


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--document", "nothing"], 1, "no document"),
        (["--platform", "canvas"], 2, "-o FILE"),
        (["-o", "x.csv", "--roster", "no-roster.csv"], 1, "no-roster.csv"),
    ],
)
def test_what_cannot_be_done_is_reported(
    project: Path, options: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["grade", str(project), *options]) == code
    assert said in capsys.readouterr().err


def key(project: Path, *arguments: str) -> int:
    return run(["key", str(project), "--document", "harbour", *arguments])


def test_accepting_a_tag_shows_the_marks_that_it_changes_and_waits_for_a_yes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "keys" / "harbour.yaml"
    before = path.read_bytes()
    assert key(project, "s3", "--accept", "background") == 2
    said = capsys.readouterr().err
    assert "Bo Lind: 3/5 → 4/5" in said
    assert path.read_bytes() == before
    assert key(project, "s3", "--accept", "background", "--yes") == 0
    assert read_set(path)[0].sentence("s3").accepted_tags == ("background",)
    assert graded(project, capsys)["students"][1]["score"]["numerator"] == 4


def test_a_change_that_touches_no_mark_needs_no_yes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert key(project, "s2", "--reject", "non-response", "--explanation", "Because.") == 0
    assert "changes" not in capsys.readouterr().err
    sentence = read_set(project / "keys" / "harbour.yaml")[0].sentence("s2")
    assert sentence.explanation == "Because."


def test_a_key_is_begun_without_a_screen(tmp_path: Path) -> None:
    article = tmp_path / "harbour.txt"
    article.write_text("The port is closed.\n\nNobody knows why.\n", "utf-8")
    options = ["--accept", "b", "--explanation", "It is news.", "-a", "Ms Rivera"]
    assert run(["key", str(article), "s1", "claim", *options]) == 0
    annotations, _ = read_set(tmp_path / "harbour.key.yaml")
    first = annotations.sentences[0]
    assert (first.tag, first.accepted_tags, first.explanation) == (
        "claim",
        ("background",),
        "It is news.",
    )


def test_borderline_sentences_are_listed_until_the_key_settles_them(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert key(project, "--check") == 1
    printed = capsys.readouterr().out
    assert states(printed, "s3", "accepted tag", "explanation", "confirmation")
    assert ": background 1, claim 1" in printed
    assert "s2" not in printed
    assert key(project, "s3", "--explanation", "Nobody had claimed it.") == 0
    capsys.readouterr()
    assert key(project, "--check", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert [each["missing"] for each in data["unsettled"]] == [["an alternative"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--accept", "claim"], "SENTENCE"),
        (["s3"], "--explanation"),
        (["s99", "claim"], "s99"),
        (["s3", "--accept", "rumour"], "rumour"),
    ],
)
def test_wrong_use_of_key_is_refused_with_what_is_wrong(
    project: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert key(project, *arguments) == 2
    assert said in capsys.readouterr().err


def test_nothing_hostile_in_a_name_or_an_explanation_reaches_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "before\x1b]52;c;SE9TVElMRQ==\x07\u202eafter"
    project = a_graded_class(
        tmp_path / "project", {hostile: BACKGROUND_TWICE, "Ada": GRADED_TAGS}, [hostile + "x"]
    )
    assert key(project, "s3", "--accept", "background", "--explanation", hostile, "--yes") == 0
    run(["grade", str(project)])
    run(["grade", str(project), "--feedback", str(tmp_path / "feedback")])
    key(project, "--check")
    captured = capsys.readouterr()
    assert forbidden_bytes((captured.out + captured.err).encode()) == []


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,graded",
    '"Byron, Ada",7,,,S2,4',
    '"Lind, Bo",8,,,S1,',
)


def roster_of(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_what_an_upload_changes_is_shown_by_section_before_anything_is_written(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks, roster = tmp_path / "marks.csv", roster_of(tmp_path, *CANVAS)
    options = ["-o", str(marks), "--roster", str(roster), "--column", "graded", "--points", "5"]
    assert run(["grade", str(project), *options, "--dry-run"]) == 0
    said = capsys.readouterr().err
    assert not marks.exists()
    lines = [line.split() for line in said.splitlines()]
    assert ["changed", "Byron,", "Ada", "graded", "4", "5"] in lines
    assert ["new", "Lind,", "Bo", "graded", "–", "3"] in lines
    assert said.index("S1") < said.index("Lind") < said.index("S2") < said.index("Byron")


def test_a_file_with_other_content_is_replaced_only_after_a_yes(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks, pages = tmp_path / "marks.csv", tmp_path / "pages.zip"
    options = ["grade", str(project), "-o", str(marks), "--feedback", str(pages)]
    assert run(options) == 0
    assert run(options) == 0  # the same content again
    marks.write_text("mine", "utf-8")
    before = pages.read_bytes()
    assert run(options) == 1
    assert "-y" in capsys.readouterr().err
    assert (marks.read_text("utf-8"), pages.read_bytes()) == ("mine", before)
    assert run([*options, "-y"]) == 0
    assert marks.read_text("utf-8") != "mine"


def test_feedback_is_one_zip_with_names_as_people_write_them(tmp_path: Path) -> None:
    students = {"Ada Byron": GRADED_TAGS, "Zoë: “A/B”?": GRADED_TAGS, "con": GRADED_TAGS}
    project = a_graded_class(tmp_path / "project", students)
    pages = tmp_path / "pages.zip"
    assert run(["grade", str(project), "--feedback", str(pages)]) == 0
    with zipfile.ZipFile(pages) as archive:
        assert sorted(archive.namelist()) == ["Ada Byron.html", "Zoë_ “A_B”_.html", "_con.html"]
        assert b"Ada Byron" in archive.read("Ada Byron.html")


def test_feedback_on_work_from_a_platform_has_the_platforms_names(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "byronada_12_34_harbour.ada.yaml"
    archive_path = tmp_path / "submissions.zip"
    with zipfile.ZipFile(archive_path, "w") as archive:
        archive.write(annotations_path(project, "Ada Byron", "harbour"), name)
    assert run(["collect", str(project), str(archive_path)]) == 0
    pages = tmp_path / "pages.zip"
    assert run(["grade", str(project), "--feedback", str(pages)]) == 0
    with zipfile.ZipFile(pages) as archive:
        assert sorted(archive.namelist()) == ["Bo Lind.html", "byronada_12_34_harbour.ada.html"]
    assert "Bo Lind" in capsys.readouterr().err


def test_the_maximum_that_moodle_needs_is_said(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ("Identifier,Full name,Grade,Maximum Grade", "Participant 1,Ada Byron,,20")
    roster = roster_of(tmp_path, *lines, "Participant 2,Bo Lind,,20")
    options = ["-o", str(tmp_path / "marks.csv"), "--roster", str(roster), "-y"]
    assert run(["grade", str(project), *options, "--points", "10"]) == 0
    assert "--points 20" in capsys.readouterr().err
    assert run(["grade", str(project), *options]) == 0
    assert "out of 20, the maximum" in capsys.readouterr().err
    assert ",20,20" in (tmp_path / "marks.csv").read_text("utf-8")
    addresses = roster_of(tmp_path, "First name,Last name,Email address", "Ada,Byron,a@b.org")
    options = ["-o", str(tmp_path / "other.csv"), "--roster", str(addresses), "--points", "20"]
    run(["grade", str(project), *options])
    assert "out of 20" in capsys.readouterr().err


def test_without_points_an_assignment_keeps_those_that_canvas_has(
    project: Path, tmp_path: Path
) -> None:
    points = "    Points Possible,,,,,8.00"
    roster = roster_of(tmp_path, CANVAS[0], ",,,,,Manual Posting", points, *CANVAS[1:])
    marks = tmp_path / "marks.csv"
    options = ["-o", str(marks), "--roster", str(roster), "--column", "graded"]
    assert run(["grade", str(project), *options]) == 0
    assert marks.read_text("utf-8").splitlines()[1:3] == [
        "    Points Possible,,,,,8",
        '"Byron, Ada",7,,,S2,8',
    ]


@pytest.fixture
def two_sections(tmp_path: Path) -> Path:
    """Ada in the first vote of M1, Zoe in the second one, Ben in M2; Cy has no work."""
    made = a_graded_class(tmp_path / "class", dict.fromkeys(("Ada", "Ben", "Zoe"), GRADED_TAGS))
    sittings.make_private_folders(made)
    for name, section, vote in (("Ada", "m1", 1), ("Ben", "m2", 1), ("Zoe", "m1", 2)):
        path = annotations_path(made, name, "harbour")
        own = replace(read_set(path)[0], sitting=f"2026-11-30-{section}", vote=vote)
        store_set(path, own)
    for section, names in (("M1", ("Ada", "Cy", "Zoe")), ("M2", ("Ben",))):
        name = f"2026-11-30-{section.lower()}"
        sitting = Sitting(name, "ACDEFH", "secret", ("harbour",), "harbour", section)
        for each in names:
            sitting = sitting.admit(each, "0" * 64, lambda _: False)
        sittings.save(class_path(made, sitting.id), sitting)
    return made


def test_the_work_of_one_section_is_graded_alone(
    two_sections: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = graded(two_sections, capsys, "--section", "m1")
    assert ([each["annotator"] for each in found["students"]], found["absent"]) == (["Ada"], ["Cy"])
    assert [each["annotator"] for each in graded(two_sections, capsys)["students"]] == [
        "Ada",
        "Ben",
    ]


def test_who_joined_in_a_later_vote_has_no_first_one_and_is_named(
    two_sections: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--sitting", "2026-11-30-m1"]
    assert run(["grade", str(two_sections), *options]) == 0
    said = capsys.readouterr()
    assert "Zoe" in said.err
    assert "Zoe" not in said.out
    latest = graded(two_sections, capsys, *options, "--passes", "latest")
    assert [each["annotator"] for each in latest["students"]] == ["Ada", "Zoe"]


def test_a_roster_without_sections_does_not_miss_the_students_of_other_sections(
    two_sections: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ("Name,ID number", "Ada,1", "Cy,2", "Zoe,3", "Ben,4", "Dan,5")
    options = ["-o", str(tmp_path / "marks.csv"), "--roster", str(roster_of(tmp_path, *lines))]
    assert run(["grade", str(two_sections), "--section", "M1", *options]) == 0
    said = capsys.readouterr().err.splitlines()
    (idle,) = (line for line in said if line.startswith("In the roster"))
    assert idle.partition(": ")[2] == "Cy, Dan"


def test_only_those_of_the_section_who_did_not_come_are_without_work(
    two_sections: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = ("Ada,1,M1", "Cy,2,M1", "Zoe,3,M1", "Ben,4,M2", "Dan,5,M2")
    lines = ("Name,ID number,Section", *people)
    options = ["-o", str(tmp_path / "marks.csv"), "--roster", str(roster_of(tmp_path, *lines))]
    assert run(["grade", str(two_sections), "--section", "M1", *options]) == 0
    said = capsys.readouterr().err.splitlines()
    (idle,) = (line for line in said if line.startswith("In the roster"))
    assert idle.endswith(": Cy")
    late, written = (
        next(at for at, line in enumerate(said) if word in line) for word in ("Zoe", "Wrote")
    )
    assert late < written


@pytest.mark.parametrize("options", [["--section", "M3"], ["--sitting", "2020-01-01"]])
def test_a_section_or_sitting_that_does_not_exist_is_refused(
    two_sections: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["grade", str(two_sections), *options]) != 0
    assert options[1] in capsys.readouterr().err
