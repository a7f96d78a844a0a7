"""The codebook: its keys, roles and terms."""

from typing import Any

import pytest

from annotator.model.codebook import (
    KINDS,
    PARTS,
    STANCES,
    DecisionStep,
    NearMiss,
    Role,
    Tag,
    Term,
    codebook_inconsistencies,
)
from tests.factories import BACKGROUND, BOOK, CLAIM, CONFIRMATION, a_codebook, a_tag
from tests.statements import states


def test_digits_give_tags_by_their_order() -> None:
    assert [BOOK.by_key[key].id for key in ("1", "2", "c", "f")] == [
        CLAIM,
        CONFIRMATION,
        CLAIM,
        CONFIRMATION,
    ]


def test_a_tag_that_is_not_there_has_no_role() -> None:
    assert BOOK.role("rumour") is Role.NONE
    assert BOOK.role(None) is Role.NONE
    assert BOOK.tag(None) is None


def test_a_role_tells_what_its_sentences_have() -> None:
    assert [role for role in Role if role.attributes] == ["claim", "confirmation", "non-response"]
    assert [role for role in Role if role.answers] == ["confirmation", "non-response"]


def test_a_term_is_found_by_its_id() -> None:
    assert BOOK.term(BOOK.kinds, KINDS[0]) == Term("person", "person")
    assert BOOK.term(BOOK.kinds, None) is None


def test_people_read_the_names_of_terms_and_the_id_where_the_codebook_has_none() -> None:
    codebook = a_codebook(
        kinds=(Term("person", "Person"),),
        stances=(Term("supports", "stützt"),),
        parts=(Term("title", "Titel"),),
    )
    assert (codebook.kind_name("person"), codebook.kind_name("document")) == ("Person", "document")
    assert (codebook.stance_name("supports"), codebook.stance_name(None)) == ("stützt", "")
    assert codebook.part_name("title") == "Titel"


def test_a_tag_is_given_by_its_own_key_or_its_digit() -> None:
    codebook = a_codebook(a_tag(key="c"), a_tag(BACKGROUND, key=None))
    assert [codebook.keys(tag) for tag in codebook.tags] == [("c", "1"), ("2",)]


def faults(*tags: Tag, reserved: dict[str, str] | None = None, **fields: Any) -> list[str]:
    """What is wrong with a codebook of these tags."""
    return [
        str(problem)
        for problem in codebook_inconsistencies(a_codebook(*tags, **fields), reserved or {})
    ]


def test_the_four_tags_are_a_codebook() -> None:
    assert faults(reserved={"q": "quit"}) == []


def test_a_tag_may_do_without_a_key() -> None:
    codebook = a_codebook(a_tag(key=None), a_tag(BACKGROUND, key=None))
    assert codebook_inconsistencies(codebook, {}) == ()
    assert list(codebook.by_key) == ["1", "2"]


@pytest.mark.parametrize(
    ("field", "tags"),
    [
        ("id", (a_tag(key="x", mark="X"), a_tag(name="other", key="y", mark="Y"))),
        ("name", (a_tag(name="one"), a_tag(BACKGROUND, name="one"))),
        ("key", (a_tag(key="x"), a_tag(BACKGROUND, key="x"))),
        ("mark", (a_tag(mark="X"), a_tag(BACKGROUND, mark="X"))),
    ],
)
def test_two_tags_share_no_id_name_key_or_mark(field: str, tags: tuple[Tag, Tag]) -> None:
    (said,) = faults(*tags)
    assert states(said, field)


def test_a_key_that_a_command_has_names_both() -> None:
    (said,) = faults(a_tag(key="q"), reserved={"q": "quit"})
    assert states(said, "“claim”", "“q”", "“quit”")


@pytest.mark.parametrize("key", ["", "cc", "1", " ", "\x1b", "\n"])
def test_a_key_is_one_letter_or_sign(key: str) -> None:
    said = faults(a_tag(key=key))[0]
    assert "“claim”" in said
    assert f"“{key}”" in said


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        (a_tag(color="pink"), "“pink”"),
        (a_tag(mark="CC"), "“CC”"),
        (a_tag(mark=" "), "“ ”"),
        (a_tag(near_misses=(NearMiss("x", "rumour", "y"),)), "“rumour”"),
    ],
)
def test_a_tag_has_a_color_a_mark_and_near_misses_that_there_are(tag: Any, said: str) -> None:
    assert said in faults(tag)[0]


def test_the_order_of_decision_names_tags_that_there_are() -> None:
    assert "“rumour”" in faults(order=(DecisionStep("rumour", "Is it one?"),))[0]


KNOWN_IDS = {"kinds": KINDS, "stances": STANCES, "parts": PARTS}


@pytest.mark.parametrize("field", KNOWN_IDS)
def test_terms_have_ids_that_the_measures_know(field: str) -> None:
    terms: dict[str, Any] = {field: (Term("gossip", "gossip"),)}
    assert states(faults(**terms)[0], "“gossip”", *KNOWN_IDS[field])


@pytest.mark.parametrize("field", ["stances", "parts"])
def test_a_list_of_stances_or_parts_is_left_out_rather_than_empty(field: str) -> None:
    terms: dict[str, Any] = {field: ()}
    assert "leave the list out" in faults(**terms)[0]


def test_a_term_is_there_once() -> None:
    person = Term("person", "person")
    (said,) = faults(kinds=(person, person))
    assert states(said, "“person”", "twice")


def test_the_stance_that_every_link_begins_with_is_there() -> None:
    assert "“supports”" in faults(stances=(Term("partial", "in part"),))[0]


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("s", ("“yes”", "“in part”", "“s”")),
        ("part", ("“in part”", "“part”")),
        ("1", ("“in part”", "“1”")),
        ("", ("“in part”", "“”")),
    ],
)
def test_a_stance_can_be_given_by_a_key_of_its_own(key: str, facts: tuple[str, ...]) -> None:
    (problem,) = faults(stances=(Term("supports", "yes"), Term("partial", "in part", key=key)))
    assert states(problem, *facts)


def test_a_codebook_has_tags() -> None:
    (said,) = codebook_inconsistencies(a_codebook(tags=()), {})
    assert states(str(said), "no tags")


def test_a_fault_tells_the_way_to_its_field() -> None:
    (problem,) = codebook_inconsistencies(a_codebook(a_tag(), a_tag(BACKGROUND, color="pink")), {})
    assert problem.steps == ("tags", 1, "color")


def test_a_tag_beyond_the_digits_has_a_key() -> None:
    tags = [a_tag(f"t{number}", key=None, mark=chr(64 + number)) for number in range(1, 11)]
    (said,) = faults(*tags)
    assert states(said, "“t10”", "key", "9")
