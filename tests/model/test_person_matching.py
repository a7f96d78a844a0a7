import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.name_folding import file_name
from annotator.model.person_matching import (
    MAX_SUGGESTIONS,
    NameEvidence,
    Person,
    PersonIndex,
    PersonMatches,
    joined_name,
    match_people,
)
from tests.class_rosters import ASKED, CLASSMATES, SECTIONS, as_people


def a_person(given_name: str, family: str, *, nickname: str = "", login: str = "") -> Person:
    name = f"{given_name} {family}"
    return Person(login or name, name, (given_name, family), (nickname,), (login,))


def whole(name: str) -> Person:
    return Person(name, name, (name,))


def match(people: list[Person], *names: str, **answers: str | None) -> PersonMatches:
    folded = {file_name(name.replace("_", " ")): person for name, person in answers.items()}
    return match_people(PersonIndex(people), names, folded)


def matched(people: list[Person], name: str) -> str | None:
    found = match(people, name)
    assert found.matched.keys() | found.asked.keys() | set(found.unknown) == {name}
    return people[found.matched[name]].name if name in found.matched else None


@pytest.mark.parametrize(
    ("official", "typed"),
    [
        (("Ada", "Lovelace"), "ada lovelace"),
        (("Ada", "Lovelace"), "Lovelace, Ada"),
        (("Ada", "Lovelace"), "Lovelace Ada"),
        (("Ada", "Lovelace"), "Ada K. Lovelace"),
        (("Ada", "Lovelace"), "Ada King Lovelace"),
        (("Ada King", "Lovelace"), "Ada K Lovelace"),
        (("Ada King", "Lovelace"), "Ada Lovelace"),
        (("Ada", "Lovelace"), "Ada L."),
        (("Ada", "Lovelace"), "A. Lovelace"),
        (("Ada", "Lovelace"), "Ada Lovelace 2"),
        (("Ada", "Lovelace"), "AdaLovelace"),
        (("Ada", "Lovelace"), "ada_lovelace"),
        (("Ada", "Lovelace"), "Ada Lovelace (she/her) 🌟"),
        (("José", "Núñez"), "jose nunez"),
        (("Jürgen", "Groß"), "Juergen Gross"),
        (("Juergen", "Groß"), "Jürgen Gross"),
        (("Maria", "de la Cruz"), "Maria Cruz"),
        (("Maria", "Cruz"), "Maria de la Cruz"),
        (("Maria", "de la Cruz"), "Maria Delacruz"),
        (("Jan", "van der Berg"), "Berg, Jan van der"),
        (("Anne-Marie", "Smith-Jones"), "Annemarie Smith"),
        (("Annemarie", "Smith"), "Anne Marie Smith"),
        (("Dee", "O’Hara"), "Dee O Hara"),
        (("Alexander", "Kim"), "Alex Kim"),
        (("Alexander", "Kim"), "Alex K"),
        (("明", "李"), "李明"),
        (("Лев", "Толстой"), "толстой лев"),
        (("कमला", "दास"), "कमला दास"),
        (("Al", "Smith"), "Al Smith"),
        (("Linh", "Do"), "Linh Do"),
    ],
)  # fmt: skip
def test_a_name_is_matched_however_it_is_written(official: tuple[str, str], typed: str) -> None:
    people = [a_person("Grace", "Hopper"), a_person(*official)]
    assert matched(people, typed) == people[1].name
    assert matched([people[0], whole(people[1].name)], typed) == people[1].name


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("Ada", ["Ada Lovelace"]),
        ("Lovelace", ["Ada Lovelace"]),
        ("AL", ["Ada Lovelace"]),
        ("Bob Lovelace", ["Ada Lovelace"]),
        ("Ada Lovelacce", ["Ada Lovelace"]),
        ("Maria Garcia Lopez", ["Maria Garcia"]),
        ("Ada M. Lovelace", ["Ada King Lovelace"]),
        ("Ada", ["Ada Lovelace", "Ada Lind"]),
        ("Ada L", ["Ada Lovelace", "Ada Lind"]),
        ("Maria Garcia", ["Maria Garcia", "Maria Garcia Lopez"]),
        ("Kim Lee", ["Kim Lee", "Lee Kim"]),
        ("Ana Maria Lopez", ["Ana Lopez", "Ana Maria Lopez"]),
    ],
)
def test_what_stays_ambiguous_or_only_resembles_is_asked(typed: str, others: list[str]) -> None:
    people = [a_person(*each.split(" ", 1)) for each in ["Grace Hopper", *others]]
    if typed.startswith("Ada M"):
        people[1] = a_person("Ada King", "Lovelace")
    found = match(people, typed)
    assert found.matched == {}
    assert {people[at].name for at in found.asked[typed]} == set(others)


def test_a_nickname_in_the_roster_counts_and_so_does_a_login() -> None:
    people = [a_person("Xiaoming", "Li", nickname="Tony", login="u77"), a_person("Bo", "Li")]
    assert matched(people, "Tony Li") == "Xiaoming Li"
    assert matched(people, "u77") == "Xiaoming Li"
    assert matched(people, "Tony") is None


def test_a_login_that_is_another_persons_name_is_asked() -> None:
    people = [a_person("Ada", "Byron", login="ada@uni.example"), a_person("Bo", "Lind")]
    assert matched(people, "ada") == "Ada Byron"
    assert matched([*people, a_person("Ada", "Cole")], "ada") is None


def test_two_students_who_fit_one_person_are_both_asked() -> None:
    people = [a_person("Ada", "Lovelace")]
    found = match(people, "Ada Lovelace", "Ada Lovelace 2")
    assert found.matched == {}
    assert found.asked == {"Ada Lovelace": (0,), "Ada Lovelace 2": (0,)}


def test_a_name_that_resembles_nobody_is_unknown() -> None:
    assert match([a_person("Ada", "Lovelace")], "Zed Quux", "🌟").unknown == ("Zed Quux", "🌟")


def test_an_answer_comes_before_everything_else() -> None:
    people = [a_person("Ada", "Lind", login="1"), a_person("Ada", "Lovelace", login="2")]
    found = match(people, "Ada", "Ada Lind", "Sparky", "Guest", Ada="2", Sparky="2", Guest=None)
    assert found.matched == {"Ada": 1, "Ada Lind": 0, "Sparky": 1}
    assert (found.not_listed, found.unknown) == (("Guest",), ())


def test_a_name_that_the_teacher_gave_to_another_roster_is_not_matched_in_this_one() -> None:
    people = [a_person("Ada", "Lind", login="1")]
    assert match(people, "Ada Lind", Ada_Lind="2").unknown == ("Ada Lind",)


def test_a_person_whom_the_teacher_named_keeps_others_from_that_row() -> None:
    people = [a_person("Ada", "Lind", login="1")]
    found = match(people, "Sparky", "Ada Lind", Sparky="1")
    assert found.matched == {"Sparky": 0}
    assert found.asked == {"Ada Lind": (0,)}


def test_of_a_real_class_all_are_matched_or_asked_and_none_wrongly() -> None:
    people = as_people()
    found = match_people(PersonIndex(people), [each.typed for each in CLASSMATES])
    assert found.unknown == ()
    assert set(found.asked) == ASKED
    for at, each in enumerate(CLASSMATES):
        assert at in found.people_of(each.typed)


FIRST = ("Ana", "Ana María", "Maria", "Jan", "Jana", "Kim", "Lee", "Anne-Marie", "Ann", "Al", "De")
LAST = ("García", "Garcia Lopez", "Lopez", "Kim", "Lee", "de la Cruz", "Cruz", "Müller", "Mueller")
KNOWN_PEOPLE = st.lists(
    st.builds(
        lambda one, two, nickname: a_person(one, two, nickname=nickname),
        st.sampled_from(FIRST),
        st.sampled_from(LAST),
        st.sampled_from(("", "", "Tony", "Ana", "Kim")),
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def typed_names(draw: st.DrawFn, person: Person) -> str:
    """A name as its owner may type it."""
    first, last = person.parts
    given_name = draw(
        st.sampled_from((first, first.split(" ")[0], first[:3], person.nicknames[0] or first))
    )
    family = draw(st.sampled_from((last, last.split(" ")[-1], last[0])))
    middle = draw(st.sampled_from(("", " M.", " Rosa", " 2")))
    if middle == " 2":
        name = f"{given_name} {family} 2"
    else:
        parts = f"{given_name}{middle if len(family) > 1 and len(given_name) > 2 else ''}", family
        name = draw(st.sampled_from((" ".join(parts), f"{parts[1]}, {parts[0]}", given_name)))
    return draw(st.sampled_from((name, name.lower(), name.upper())))


@given(data=st.data(), people=KNOWN_PEOPLE)
def test_no_name_is_matched_with_another_person(data: st.DataObject, people: list[Person]) -> None:
    owner = data.draw(st.sampled_from(range(len(people))))
    name = data.draw(typed_names(people[owner]))
    assert match(people, name).matched.get(name, owner) == owner


@given(data=st.data(), people=KNOWN_PEOPLE)
def test_no_two_people_share_a_match_and_each_name_is_in_one_list(
    data: st.DataObject, people: list[Person]
) -> None:
    names = [data.draw(typed_names(each)) for each in people]
    found = match_people(PersonIndex(people), names)
    assert len(set(found.matched.values())) == len(found.matched)
    lists = [*found.matched, *found.asked, *found.unknown, *found.not_listed]
    assert sorted(lists) == sorted(set(names))


@given(
    people=st.lists(st.text(max_size=12).map(whole), max_size=4),
    names=st.lists(st.text(min_size=1, max_size=12)),
)
def test_no_text_breaks_the_matching(people: list[Person], names: list[str]) -> None:
    index = PersonIndex(people)
    for name in names:
        assert all(isinstance(each, NameEvidence) for each in index.evidence(name).values())
        assert len(index.find(name)) <= MAX_SUGGESTIONS


def test_joined_names_ignore_spaces_and_signs() -> None:
    assert joined_name(" O'Hara,  DEE ") == joined_name("o hara dee")


@pytest.mark.parametrize("typed", ["ada l", "LOV", "lovelace ad", "Lóve"])
def test_a_student_finds_the_own_name_from_the_third_letter(typed: str) -> None:
    index = PersonIndex([a_person("Grace", "Hopper"), a_person("Ada", "Lovelace")])
    assert [each.name for each in index.find(typed)] == ["Ada Lovelace"]
    assert index.find("lo") == index.find("") == index.find("zzz") == ()


def test_a_student_finds_at_most_five_names_and_only_of_the_own_section() -> None:
    index = PersonIndex([a_person("Ada", f"Lind{letter}") for letter in "abcdefgh"])
    assert len(index.find("ada")) == MAX_SUGGESTIONS
    class_index = PersonIndex(as_people())
    assert class_index.find("love", SECTIONS[0]) != ()
    assert class_index.find("love", SECTIONS[1]) == ()


def test_two_letters_are_enough_where_names_have_no_more() -> None:
    index = PersonIndex([a_person("明", "李")])
    assert len(index.find("李明")) == 1


def test_a_lecture_hall_is_matched() -> None:
    pairs = itertools.islice(itertools.product("bcdfghjklmnpqrst", repeat=3), 1000)
    people = [a_person(f"Na{''.join(each)}", f"Fa{''.join(reversed(each))}") for each in pairs]
    found = match_people(PersonIndex(people), [each.name.lower() for each in people])
    assert len(found.matched) == len(people)
