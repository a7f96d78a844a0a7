"""`annotator roster`: who is who, and what `grade`, `collect` and `forget` make of it."""

import csv
import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.model.edits import SetTag
from annotator.model.person_matching import Identification
from annotator.project.pins import check_pin
from annotator.storage import people
from annotator.storage.layout import people_path, pins_path
from tests.class_rosters import ASKED, CLASSMATES, canvas_export
from tests.hostile import forbidden_bytes
from tests.project_factories import GRADED_TAGS, a_graded_class, a_project, a_set_in, set_in_file
from tests.statements import states

ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section
"Byron, Ada",101,s101,u1,Sec 1
"Lind, Ada",102,s102,u2,Sec 1
"Li, Xiaoming",103,s103,u3,Sec 2
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    names = ("ada byron", "Ada", "Tony")
    return a_graded_class(tmp_path / "project", dict.fromkeys(names, GRADED_TAGS))


def roster(project: Path, *options: str) -> int:
    return run(["roster", str(project), *options])


def with_file(project: Path, *options: str) -> int:
    return roster(project, "--roster", str(project.parent / "roster.csv"), *options)


def graded(project: Path) -> dict[str, str]:
    """The points of each person by id, as written for Canvas."""
    marks = project.parent / "marks.csv"
    file = str(project.parent / "roster.csv")
    run(["grade", str(project), "-o", str(marks), "--roster", file, "-y"])
    rows = list(csv.reader(marks.read_text("utf-8").splitlines()))
    return {row[1]: row[-1] for row in rows[2:]}


def test_who_is_who_is_shown_and_what_is_open_is_asked(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert with_file(project) == 1
    captured = capsys.readouterr()
    assert states(captured.out, "ada byron", "Byron, Ada", "101", "Sec 1")
    assert states(captured.err, "“Ada”", "Byron, Ada (101)", "Lind, Ada (102)")
    assert states(captured.err, "“Tony”", "no similar name")


def test_an_answer_is_kept_and_used_by_grade(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert graded(project) == {"101": "100"}
    assert states(capsys.readouterr().err, "“Ada”", "annotator roster")
    assert with_file(project, "--person", "Ada=Lind, Ada", "--person", "Tony=u3") == 0
    assert people.load(project) == (Identification("Ada", "102"), Identification("Tony", "103"))
    assert graded(project) == {"101": "100", "102": "100", "103": "100"}
    assert "“Ada”" not in capsys.readouterr().err.partition("Grades after")[2]


def test_an_answer_can_be_changed_and_removed(project: Path) -> None:
    with_file(project, "--person", "Ada=101")
    with_file(project, "--person", "ADA=102")
    assert people.load(project) == (Identification("ADA", "102"),)
    assert roster(project, "--ask-again", "ada", "--not-listed", "Tony") == 0
    assert people.load(project) == (Identification("Tony", None),)


def test_a_guest_is_no_longer_asked_about_and_gets_no_grade(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_file(project, "--person", "Ada=102", "--not-listed", "Tony")
    file = str(project.parent / "roster.csv")
    marks = str(project.parent / "marks.csv")
    assert run(["grade", str(project), "-o", marks, "--roster", file, "-y"]) == 0
    assert "103" not in graded(project)
    capsys.readouterr()
    assert roster(project) == 0
    assert states(capsys.readouterr().out, "Tony", "not in the roster")


def test_the_answers_are_as_private_as_the_rest_of_the_class(project: Path) -> None:
    roster(project, "--not-listed", "Tony")
    assert stat.S_IMODE(people_path(project).parent.stat().st_mode) == 0o700
    assert (people_path(project).parent / ".gitignore").read_text("utf-8") == "*\n"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--person", "Ada=101"], 2, "--roster"),
        (["--ask-again", "Zed"], 1, "“Zed”"),
    ],
)
def test_what_cannot_be_done_is_refused(
    project: Path, options: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roster(project, *options) == code
    assert said in capsys.readouterr().err
    assert not people_path(project).exists()


@pytest.mark.parametrize(("said", "code"), [("Ada=999", 1), ("Ada", 2), ("=101", 2), ("Ada=", 2)])
def test_an_answer_that_names_nobody_is_refused(project: Path, said: str, code: int) -> None:
    assert with_file(project, "--person", said) == code
    assert not people_path(project).exists()


def test_of_a_real_class_few_are_open_and_all_are_settled_by_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "roster.csv").write_bytes(canvas_export())
    names = [each.typed for each in CLASSMATES]
    project = a_graded_class(tmp_path / "project", {}, names)
    assert with_file(project, "--json") == 1
    listed: list[Any] = json.loads(capsys.readouterr().out)["names"]
    open_names = {each["name"] for each in listed if each["person"] is None}
    assert open_names == ASKED | {"Tony Li"}
    answers = [f"{name}={9000 + names.index(name)}" for name in sorted(open_names)]
    assert with_file(project, *(part for each in answers for part in ("--person", each))) == 0


def test_a_submission_under_another_name_goes_to_the_person_in_the_project(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    folder = a_project(tmp_path / "project", annotators=("Ada Byron", "Xiaoming Li"))
    elsewhere = a_project(tmp_path / "elsewhere", annotators=("Byron, Ada", "Tony", "Ada"))
    for name, document in (("Byron, Ada", "a"), ("Tony", "a"), ("Ada", "b")):
        made = a_set_in(elsewhere, name, SetTag(("s1",), "claim"), document=document)
        place = tmp_path / "in" / f"{name}.yaml"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(made.read_bytes())
    collect = ["collect", str(folder), str(tmp_path / "in")]
    assert run(collect) == 1
    assert not (folder / "annotations").exists()
    with_roster = [*collect, "--roster", str(tmp_path / "roster.csv")]
    assert run(with_roster) == 1
    collected = [
        each.relative_to(folder).as_posix() for each in folder.glob("annotations/*/*.yaml")
    ]
    assert collected == ["annotations/ada-byron/a.yaml"]
    assert set_in_file(folder / collected[0]).annotator == "Ada Byron"
    assert with_file(folder, "--person", "Tony=103", "--person", "Ada=101") == 0
    assert run(with_roster) == 0
    assert (folder / "annotations/xiaoming-li/a.yaml").exists()
    assert (folder / "annotations/ada-byron/b.yaml").exists()
    assert run(["check", str(folder)]) == 0


def test_why_a_submission_is_not_collected_names_the_people_it_may_be_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    folder = a_project(tmp_path / "project", annotators=("Ada Byron", "Ada Lind"))
    elsewhere = a_project(tmp_path / "elsewhere", annotators=("Ada",))
    (tmp_path / "in").mkdir()
    made = a_set_in(elsewhere, "Ada", SetTag(("s1",), "claim"))
    (tmp_path / "in" / "x.yaml").write_bytes(made.read_bytes())
    file = str(tmp_path / "roster.csv")
    assert run(["collect", str(folder), str(tmp_path / "in"), "--roster", file]) == 1
    assert states(
        capsys.readouterr().out, "Byron, Ada (101)", "Lind, Ada (102)", "annotator roster"
    )


def test_forgetting_a_student_forgets_the_answer_too(project: Path) -> None:
    with_file(project, "--person", "Ada=102", "--person", "Tony=103")
    assert run(["forget", str(project), "Tony", "--yes"]) == 0
    assert people.load(project) == (Identification("Ada", "102"),)


def test_nothing_hostile_in_a_roster_reaches_the_terminal(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b]52;c;SE9TVElMRQ==\x07\u202e[/]"
    (project.parent / "roster.csv").write_text(
        f'Student,ID,Section\n"Ada {hostile}",1{hostile},{hostile}\n"Ada",2,\n', "utf-8"
    )
    with_file(project)
    with_file(project, "--person", "Tony=2", "--json")
    captured = capsys.readouterr()
    assert forbidden_bytes((captured.out + captured.err).encode()) == []


def test_two_names_of_one_student_get_one_row_and_the_kept_name_counts(project: Path) -> None:
    assert roster(project, "--same-as", "Tony=ada byron") == 0
    with_file(project, "--person", "Ada=102")
    points = graded(project)
    assert points["101"]
    assert with_file(project) == 0
    assert roster(project, "--ask-again", "Tony") == 0
    assert with_file(project) == 1


def test_a_student_with_a_new_name_is_graded_under_it(project: Path) -> None:
    assert roster(project, "--same-as", "Tony=Xiaoming Li") == 0
    with_file(project, "--person", "Ada=102")
    assert set(graded(project)) == {"101", "102", "103"}


@pytest.mark.parametrize("said", ["Tony", "=Ada", "Tony="])
def test_a_name_is_the_same_as_another_one_only_if_both_are_named(project: Path, said: str) -> None:
    assert roster(project, "--same-as", said) == 2
    assert people.load(project) == ()


@pytest.mark.parametrize("name", ["pins.html", "pins.csv"])
def test_pins_are_written_once_and_kept_as_hashes(project: Path, name: str) -> None:
    file = project.parent / name
    assert with_file(project, "--pins", str(file)) == 0
    sheet = file.read_text("utf-8")
    shown = re.findall(r"\d{4} \d{4}", sheet)
    assert len(set(shown)) == 3
    assert "Ada Byron" in sheet
    kept = pins_path(project)
    assert not any(each in kept.read_text() for each in shown)
    assert stat.S_IMODE(kept.parent.stat().st_mode) & 0o077 == 0
    file.unlink()
    assert with_file(project, "--pins", str(file)) == 0
    assert not file.exists()
    assert with_file(project, "--pins", str(file), "--new-pin", "102") == 0
    (new,) = re.findall(r"\d{4} \d{4}", file.read_text("utf-8"))
    assert check_pin(project, "102", new)
    assert not check_pin(project, "101", new)
    assert not check_pin(project, "nobody", new)


def test_slips_have_the_address_of_the_class_page_and_its_qr_code(project: Path) -> None:
    file = project.parent / "pins.html"
    address = "https://class.school.example"
    assert with_file(project, "--pins", str(file), "--public-url", "class") == 2
    assert not pins_path(project).exists()
    assert with_file(project, "--pins", str(file), "--public-url", address) == 0
    page = file.read_text("utf-8")
    assert page.count(address) == page.count("<svg") == page.count('class="pin"') > 0


def test_pins_that_cannot_be_written_down_are_not_made(project: Path) -> None:
    assert with_file(project, "--pins", str(project.parent / "pins.doc")) == 2
    assert roster(project, "--pins", "pins.html") == 2
    assert not pins_path(project).exists()


def test_a_damaged_file_of_pins_is_reported_and_kept(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pins_path(project).parent.mkdir(parents=True, exist_ok=True)
    pins_path(project).write_text("{")
    assert with_file(project, "--pins", str(project.parent / "pins.html")) == 1
    assert states(capsys.readouterr().err, "pins.json")
    assert pins_path(project).read_text() == "{"
