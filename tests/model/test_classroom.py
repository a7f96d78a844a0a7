import pytest

from annotator.model.classroom import (
    MAX_STUDENT_NAME,
    MAX_STUDENTS,
    ClassPhase,
    Classroom,
    NameConflictError,
)
from annotator.model.errors import DataError


def nobody(_: str) -> bool:
    return False


def a_class(*names: str, **fields: object) -> Classroom:
    classroom = Classroom("harbour", "ACDEFH", "secret", **fields)  # type: ignore[arg-type]
    for name in names:
        classroom = classroom.admit(name, "0" * 64, nobody, another=True)
    return classroom


def test_the_second_of_one_name_has_a_number_after_it() -> None:
    students = a_class("Ada", "ADA", " ada ").students
    assert [each.name for each in students] == ["Ada", "ADA 2", "ada 3"]
    assert len({each.id for each in students}) == 3


def test_a_name_that_is_taken_is_refused_until_it_is_said_to_be_another() -> None:
    with pytest.raises(NameConflictError, match="“ada”"):
        a_class("Ada").admit("ada", "1" * 64, nobody)


def test_work_that_lies_there_already_is_nobodys_to_take() -> None:
    with pytest.raises(NameConflictError):
        a_class().admit("Ada", "1" * 64, lambda folder: folder == "ada")


@pytest.mark.parametrize("name", ["", " \t ", "x" * (MAX_STUDENT_NAME + 1)])
def test_a_name_has_letters_and_an_end(name: str) -> None:
    with pytest.raises(DataError, match="60"):
        a_class().admit(name, "0" * 64, nobody)


def test_a_name_may_be_as_long_as_the_words_say() -> None:
    assert a_class("x" * MAX_STUDENT_NAME).students[0].name == "x" * MAX_STUDENT_NAME


def test_a_class_is_full_at_some_time() -> None:
    full = a_class(*(f"Student {number}" for number in range(MAX_STUDENTS)))
    with pytest.raises(DataError, match="full"):
        full.admit("One more", "0" * 64, nobody)


def test_the_first_pass_belongs_to_the_vote_during_which_a_student_joined() -> None:
    classroom = a_class("Ada").start_next_vote(0.0).admit("Zoe", "1" * 64, nobody)
    assert [classroom.pass_of(each) for each in classroom.students] == [2, 1]


def test_after_the_hour_only_another_vote_goes_on() -> None:
    ended = a_class("Ada").open().end(0.0)
    with pytest.raises(DataError, match="ended"):
        ended.open()
    with pytest.raises(DataError, match="ended"):
        ended.close(1.0)
    again = ended.start_next_vote(0.0)
    assert (again.phase, again.vote) == (ClassPhase.OPEN, 2)


def test_a_new_link_is_of_somebody_who_is_there() -> None:
    classroom = a_class("Ada").replace_link("ada", "1" * 64)
    assert classroom.student_by_token("0" * 64) is None
    assert classroom.student_by_token("1" * 64) == classroom.student("ada")
    with pytest.raises(DataError):
        classroom.replace_link("zoe", "1" * 64)
