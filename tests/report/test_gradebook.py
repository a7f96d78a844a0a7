import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.project.roster import Platform, Roster, RosterColumns, read_roster
from annotator.report.gradebook import Gradebook, GradeColumn, gradebook, people_without_work
from tests.class_rosters import (
    ASKED,
    CLASSMATES,
    MOODLE_HEADS,
    canvas_export,
    canvas_export_with_name_columns,
    moodle_export,
    plain_list,
)

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Harbour (4411),Final Score
    Points Possible,,,,,10,(read only)
"Byron, Ada",101,s101,ada@uni.example,Sec 1,,
"Lind, Bo",102,s102,blind,Sec 1,3,
"Student, Test",999,,test,Sec 1,,
"""
MOODLE = """\
"First name","Last name","ID number","Email address","Quiz 1"
Ada,Byron,7,ada@uni.example,12
Bo,Lind,8,bo@uni.example,
"""
WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Feedback comments"
"Participant 11","Ada Byron",ada@uni.example,Submitted,,100.00,
"Participant 12","Bo Lind",bo@uni.example,Submitted,55,100.00,good
"""


def roster(text: str) -> Roster:
    return read_roster(text.encode(), "roster.csv")


def book(text: str, *names: str, title: str = "Harbour") -> Gradebook:
    known = roster(text)
    grades = dict.fromkeys(names, 7.5)
    said = {name: f"well done {name}" for name in names}
    return gradebook(known.platform, [GradeColumn(title, 10, grades)], said, known)


def test_canvas_gets_its_columns_the_points_possible_and_the_people_of_its_export() -> None:
    assert book(CANVAS, "Ada Byron").rows == (
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Harbour (4411)"),
        ("    Points Possible", "", "", "", "", "10"),
        ("Byron, Ada", "101", "s101", "ada@uni.example", "Sec 1", "7.5"),
    )


def test_an_assignment_that_canvas_does_not_know_yet_gets_its_plain_title() -> None:
    assert book(CANVAS, "Ada Byron", title="Harb").rows[0][-1] == "Harb"


def test_moodle_gets_what_identifies_a_person_the_grade_and_the_comment() -> None:
    assert book(MOODLE, "ada byron").rows == (
        ("First name", "Last name", "ID number", "Email address", "Harbour", "Feedback comments"),
        ("Ada", "Byron", "7", "ada@uni.example", "7.5", "well done ada byron"),
    )


def test_a_grading_worksheet_goes_back_as_it_came_with_the_grades_filled_in() -> None:
    head, ada = book(WORKSHEET, "Ada Byron").rows
    assert head[4:] == ("Grade", "Maximum Grade", "Feedback comments")
    assert (ada[0], ada[4], ada[6]) == ("Participant 11", "7.5", "well done Ada Byron")


@pytest.mark.parametrize(
    "name",
    ["Ada Byron", "Byron, Ada", "ada  BYRON", "ada.byron", "ada@uni.example", "ada", "s101", "101"],
)
def test_a_student_is_found_by_any_name_or_login_however_it_is_spelt(name: str) -> None:
    found = book(CANVAS, name)
    assert found.rows[2][-1] == "7.5"
    assert (found.unknown, found.ambiguous) == ((), ())


def test_who_is_not_matched_is_named_on_both_sides() -> None:
    found = book(CANVAS, "Ada Byron", "Cy Cole")
    assert found.unknown == ("Cy Cole",)
    assert found.without_work == ("Lind, Bo",)


def test_two_works_for_one_person_and_two_people_for_one_work_are_matched_with_nobody() -> None:
    twice = book(CANVAS, "Ada Byron", "ada@uni.example")
    assert twice.ambiguous == ("Ada Byron", "ada@uni.example")
    assert not twice.rows[2:]
    namesakes = CANVAS + '"Byron, Ada",103,s103,ada2,Sec 2,,\n'
    assert book(namesakes, "Ada Byron").ambiguous == ("Ada Byron",)
    assert book(namesakes, "ada2").ambiguous == ()


@pytest.mark.parametrize("change", [lambda text: text.replace(",", ";"), lambda t: f"\ufeff{t}"])
def test_an_export_with_semicolons_or_a_byte_order_mark_is_read(change: object) -> None:
    assert callable(change)
    plain = 'Username,"Full name"\nada,Ada Byron\n'
    assert roster(change(plain)) == roster(plain)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Thing,Mark\nAda,1\n", "Thing, Mark"),
        (b"", "roster.csv"),
        (b'Student,ID\n"Ada,1\n', "2: .*CSV"),
        (b"Student,ID\n\xff,1\n", "2: .*11.*UTF-8"),
    ],
)
def test_a_file_that_is_not_an_export_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_roster(data, "roster.csv")


@pytest.mark.parametrize("platform", [Platform.CANVAS, Platform.MOODLE])
def test_without_a_roster_everybody_stands_there_by_name_namesakes_too(platform: Platform) -> None:
    grades = {"Ada B": 1.0, "ada-b": 2.0, "Cy": None}
    found = gradebook(platform, [GradeColumn("Harbour", 2, grades)], {}, None)
    column = found.rows[0].index("Harbour")
    rows = [(row[0], row[column]) for row in found.rows[1:] if row[0].strip() != "Points Possible"]
    without = [] if platform is Platform.CANVAS else [("Cy", "-")]
    assert rows == [("Ada B", "1"), ("ada-b", "2"), *without]


@given(st.lists(st.sampled_from(["Ada Byron", "Bo Lind", "Cy", "blind", "s101"]), unique=True))
def test_everybody_is_matched_or_named_and_no_grade_is_given_twice(names: list[str]) -> None:
    found = book(CANVAS, *names)
    graded = sum(row[-1] != "" for row in found.rows[2:])
    assert graded + len(found.unknown) + len(found.ambiguous) == len(names)
    assert graded + len(found.without_work) == 2


GERMAN = """\
Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: Harbour (Punkte);Kurs (gesamt)
Ada;Byron;;ada@uni.example;7,50;12,00
Bo;Lind;;bo@uni.example;-;-
"""
GREEK = "Όνομα\tΕπώνυμο\tΔιεύθυνση\nAda\tByron\tada@uni.example\n"
WITHOUT_ADDRESS = "Όνομα,Επώνυμο,Αριθμός\nAda,Byron,7\nBo,Lind,7b\n"


@pytest.mark.parametrize("text", [GERMAN, GREEK, GERMAN.replace(";", ","), f"\ufeff{GERMAN}"])
@pytest.mark.parametrize("name", ["Ada Byron", "Byron, Ada", "ada@uni.example", "ada"])
def test_an_export_in_any_language_is_read_by_what_its_cells_hold(text: str, name: str) -> None:
    text = text if ";" in text else text.replace("7,50", "7.5").replace("12,00", "12")
    found = book(text, name)
    head, ada = found.rows
    assert ada[head.index("Harbour")] == "7.5"
    assert {"Ada", "Byron", "ada@uni.example"} <= set(ada)
    assert found.unknown == ()


def test_the_columns_that_were_named_are_taken_and_others_are_refused() -> None:
    with pytest.raises(DataError, match="Όνομα, Επώνυμο, Αριθμός"):
        roster(WITHOUT_ADDRESS)
    heads = RosterColumns(("Όνομα", "Επώνυμο"), ("Αριθμός",))
    known = read_roster(WITHOUT_ADDRESS.encode(), "roster.csv", heads)
    assert [known.name(row) for row in known.rows] == ["Ada Byron", "Bo Lind"]
    with pytest.raises(DataError, match=r"“Nachname”.*Όνομα, Επώνυμο, Αριθμός"):
        read_roster(WITHOUT_ADDRESS.encode(), "roster.csv", RosterColumns(("Nachname",)))


def test_grades_that_moodle_has_already_are_compared_whatever_parts_their_decimals() -> None:
    found = book(GERMAN, "Ada Byron", "Bo Lind")
    assert (found.changes.new, found.changes.changed, found.changes.same) == (1, 0, 1)


@pytest.mark.parametrize("text", [CANVAS, MOODLE, WORKSHEET, GERMAN])
@given(
    grades=st.dictionaries(
        st.sampled_from(["Ada Byron", "Bo Lind", "Cy Cole"]),
        st.one_of(st.none(), st.floats(0, 10)),
    )
)
def test_no_upload_takes_a_grade_away(text: str, grades: dict[str, float | None]) -> None:
    known = roster(text)
    columns = [GradeColumn("Harbour", 10, grades)]
    found = gradebook(known.platform, columns, {}, known)
    assert found.changes.cleared == 0
    worked = {name for name in grades if name != "Cy Cole"}
    rows = [row for row in found.rows[1:] if row[0].strip() != "Points Possible"]
    assert len(rows) <= len(worked)
    empty = [row for row in rows if "" in row[-1:] and known.platform is Platform.CANVAS]
    assert not empty


def test_a_grade_that_is_not_known_stays_as_the_export_has_it() -> None:
    known = roster(CANVAS)
    columns = [
        GradeColumn("Harbour", 10, {"Bo Lind": None}),
        GradeColumn("Mill", 10, {"Bo Lind": 4.0}),
    ]
    assert gradebook(known.platform, columns, {}, known).rows[-1][-2:] == ("3", "4")
    moodle = roster(MOODLE)
    rows = gradebook(moodle.platform, columns, {}, moodle).rows
    assert rows[-1][-3:-1] == ("-", "4")


def test_grades_beside_those_of_a_worksheet_are_new_and_take_none_of_its_grades() -> None:
    known = roster(WORKSHEET)
    columns = [
        GradeColumn("Harbour", 10, {"Bo Lind": 7.5}),
        GradeColumn("Sources", 10, {"Bo Lind": None}),
    ]
    found = gradebook(known.platform, columns, {}, known)
    assert found.rows[-1][-3:-1] == ("7.5", "-")
    assert (found.changes.new, found.changes.changed) == (1, 0)


EXPORTS = {
    "canvas": canvas_export(),
    "canvas with name columns": canvas_export_with_name_columns(),
    **{f"moodle {language}": moodle_export(language) for language in MOODLE_HEADS},
    "plain list": plain_list(),
}


@pytest.mark.parametrize("export", EXPORTS.values(), ids=list(EXPORTS))
def test_of_a_real_class_each_grade_is_in_the_row_of_its_student_or_asked(export: bytes) -> None:
    known = read_roster(export, "roster.csv")
    assert len(known.rows) == len(CLASSMATES)
    grades = {each.typed: float(at) for at, each in enumerate(CLASSMATES)}
    found = gradebook(known.platform, [GradeColumn("Harbour", 100, grades)], {}, known)
    assert found.unknown == ()
    unlisted = {"Tony Li"} if not known.nickname_columns else set()
    assert set(found.ambiguous) == ASKED | unlisted
    column = found.rows[0].index("Harbour")
    rows = [row for row in found.rows[1:] if row[0].strip() != "Points Possible"]
    assert len(rows) == len(CLASSMATES) - len(found.ambiguous)
    for row in rows:
        owner = CLASSMATES[int(float(row[column]))]
        words = " ".join(row)
        assert owner.given in words
        assert owner.family in words


def test_a_person_with_another_name_for_another_article_has_one_row_once_it_is_said() -> None:
    known = roster(CANVAS)
    columns = [
        GradeColumn("Harbour", 10, {"Ada Byron": 4.0, "Bo Lind": 5.0}),
        GradeColumn("Mill", 10, {"Sparky": 6.0, "Guest": 1.0}),
    ]
    answers = {"sparky": "101", "ada-byron": "101", "guest": None}
    found = gradebook(known.platform, columns, {}, known, answers)
    assert [row[-2:] for row in found.rows[2:]] == [("4", "6"), ("5", "")]
    assert (found.unknown, found.ambiguous, found.not_listed) == ((), (), ("Guest",))
    assert people_without_work(known, ["Sparky"], answers) == ("Lind, Bo",)


def test_two_works_of_one_person_on_one_article_are_asked() -> None:
    known = roster(CANVAS)
    columns = [GradeColumn("Harbour", 10, {"Ada Byron": 4.0, "Sparky": 6.0})]
    answers = {"sparky": "101", "ada-byron": "101"}
    found = gradebook(known.platform, columns, {}, known, answers)
    assert found.ambiguous == ("Ada Byron", "Sparky")
    assert [each.name for each in found.candidates["Sparky"]] == ["Byron, Ada"]
    assert not found.rows[2:]
