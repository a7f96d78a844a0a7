import pytest

from annotator.model.errors import DataError
from annotator.model.sitting import (
    MAX_STUDENT_NAME,
    MAX_STUDENTS,
    ClassPhase,
    NameConflictError,
    Sitting,
    VoteEnd,
    same_section,
    sitting_id,
)


def nobody(_: str) -> bool:
    return False


def a_class(*names: str, **fields: object) -> Sitting:
    documents = ("harbour", "bridge", "hall")
    sitting = Sitting("2026-11-30", "ACDEFH", "secret", documents, "harbour", **fields)  # type: ignore[arg-type]
    for name in names:
        sitting = sitting.admit(name, "0" * 64, nobody, another=True)
    return sitting


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


def test_the_first_vote_of_a_student_is_the_one_during_which_they_joined() -> None:
    sitting = a_class("Ada").start_next_vote(0.0).admit("Zoe", "1" * 64, nobody)
    assert [sitting.first_vote(each, "harbour") for each in sitting.students] == [1, 2]


def test_who_joins_at_a_later_article_has_no_vote_on_the_ones_before() -> None:
    sitting = a_class("Ada").start_next_vote(0.0).next_article(1.0).admit("Zoe", "1" * 64, nobody)
    ada, zoe = sitting.students
    assert [sitting.first_vote(ada, each) for each in sitting.documents] == [1, 1, 1]
    assert [sitting.first_vote(zoe, each) for each in sitting.documents] == [None, 1, 1]


def test_each_article_has_votes_questions_and_a_key_of_its_own() -> None:
    first = a_class().open().ask(("s2",)).start_next_vote(1.0).ask(("s3",))
    first = first.reveal_keys(("s3",), 2.0)
    second = first.next_article(3.0)
    assert (second.document, second.phase) == ("bridge", ClassPhase.CLOSED)
    assert (second.vote, second.asked, second.revealed) == (1, (), ())
    back = second.open().move_to("harbour", 4.0)
    assert (back.vote, back.asked, back.revealed) == (2, ("s3",), ("s3",))
    assert back.article_of("bridge").end_of(1) is not None


def test_after_the_last_article_there_is_none() -> None:
    last = a_class().move_to("hall", 0.0)
    with pytest.raises(DataError, match="no other article"):
        last.next_article(1.0)
    with pytest.raises(DataError, match="mill"):
        last.move_to("mill", 1.0)


def test_dealt_articles_are_worked_on_at_once_and_a_vote_is_on_all_of_them() -> None:
    dealt = a_class("Ada", "Ben", "Cy", "Dee", deal=True).open()
    ada, ben, cy, dee = dealt.students
    documents = [dealt.document_of(each) for each in (ada, ben, cy, dee)]
    assert documents == ["harbour", "bridge", "hall", "harbour"]
    again = dealt.start_next_vote(1.0)
    assert [again.article_of(each).vote for each in again.documents] == [2, 2, 2]
    shown = again.next_article(2.0)
    assert (shown.phase, shown.document_of(ada)) == (ClassPhase.OPEN, "harbour")


def test_the_end_is_the_end_of_every_article() -> None:
    ended = a_class().open().next_article(1.0).open().end(2.0)
    ends = [ended.article_of(each).end_of(1) for each in ("harbour", "bridge")]
    assert [(each.closed, each.over) for each in ends if each] == [(1.0, 2.0), (2.0, 2.0)]


def test_tagging_closes_at_its_time_once() -> None:
    closed = a_class(closes=5.0).open().closed_on_time()
    assert (closed.phase, closed.closes) == (ClassPhase.CLOSED, None)
    assert closed.article.end_of(1) == VoteEnd(1, 5.0)


def test_an_id_has_the_date_and_the_section_and_is_never_anothers() -> None:
    taken = {"2026-11-30-media-101-02"}
    assert sitting_id("2026-11-30", None, taken.__contains__) == "2026-11-30"
    assert sitting_id("2026-11-30", "MEDIA-101-02", lambda _: False) in taken
    another = sitting_id("2026-11-30", "MEDIA-101-02", taken.__contains__)
    assert another == "2026-11-30-media-101-02-2"


def test_a_section_may_be_typed_in_any_case() -> None:
    assert same_section(" media  101 ", "MEDIA 101")
    assert not same_section("MEDIA 101", None)
    assert same_section(None, " ")


def test_after_the_hour_only_another_vote_goes_on() -> None:
    ended = a_class("Ada").open().end(0.0)
    with pytest.raises(DataError, match="ended"):
        ended.open()
    with pytest.raises(DataError, match="ended"):
        ended.close(1.0)
    again = ended.start_next_vote(0.0)
    assert (again.phase, again.vote) == (ClassPhase.OPEN, 2)


def test_a_new_link_is_of_somebody_who_is_there() -> None:
    sitting = a_class("Ada").replace_link("ada", "1" * 64)
    assert sitting.student_by_token("0" * 64) is None
    assert sitting.student_by_token("1" * 64) == sitting.student("ada")
    with pytest.raises(DataError):
        sitting.replace_link("zoe", "1" * 64)
