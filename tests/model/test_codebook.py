"""The codebook and what makes one impossible."""

from typing import Any

import pytest

from annotator.model.codebook import KINDS, NearMiss, Role, Step, Tag, Term, faults_of
from tests.builders import BACKGROUND, CLAIM, CONFIRMATION, a_codebook, a_tag

BOOK = a_codebook()


def faults(*tags: Tag, reserved: dict[str, str] | None = None, **fields: Any) -> list[str]:
    """What is wrong with a codebook of these tags."""
    return [str(fault) for fault in faults_of(a_codebook(*tags, **fields), reserved or {})]


def test_the_four_tags_are_a_codebook() -> None:
    assert faults(reserved={"q": "quit"}) == []


def test_digits_give_tags_by_their_order() -> None:
    assert [BOOK.by_key[key].id for key in ("1", "2", "c", "f")] == [
        CLAIM,
        CONFIRMATION,
        CLAIM,
        CONFIRMATION,
    ]


def test_a_tag_may_do_without_a_key() -> None:
    book = a_codebook(a_tag(key=None), a_tag(BACKGROUND, key=None))
    assert faults_of(book, {}) == ()
    assert list(book.by_key) == ["1", "2"]


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


@pytest.mark.parametrize(
    ("field", "tags"),
    [
        ("id", (a_tag(key="x", mark="X"), a_tag(key="y", mark="Y"))),
        ("key", (a_tag(key="x"), a_tag(BACKGROUND, key="x"))),
        ("mark", (a_tag(mark="X"), a_tag(BACKGROUND, mark="X"))),
    ],
)
def test_two_tags_share_neither_id_nor_key_nor_mark(field: str, tags: tuple[Tag, Tag]) -> None:
    (said,) = faults(*tags)
    assert f"have the same {field} “" in said


def test_a_key_that_a_command_has_names_both() -> None:
    (said,) = faults(a_tag(key="q"), reserved={"q": "quit"})
    assert said == (
        "the tag “claim” has the key “q”, which belongs to the command “quit”; "
        "choose another, or leave it out and use its digit"
    )


@pytest.mark.parametrize("key", ["", "cc", "1", " ", "\x1b", "\n"])
def test_a_key_is_one_letter_or_sign(key: str) -> None:
    assert "a key is one letter or sign" in faults(a_tag(key=key))[0]


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        (a_tag(colour="pink"), "the unknown colour “pink”"),
        (a_tag(mark="CC"), "a mark is one character"),
        (a_tag(mark=" "), "a mark is one character"),
        (a_tag(near_misses=(NearMiss("x", "rumour", "y"),)), "names the tag “rumour”"),
    ],
)
def test_a_tag_has_a_colour_a_mark_and_near_misses_that_there_are(tag: Any, said: str) -> None:
    assert said in faults(tag)[0]


def test_the_order_of_decision_names_tags_that_there_are() -> None:
    assert "“rumour”, which is none" in faults(order=(Step("rumour", "Is it one?"),))[0]


@pytest.mark.parametrize("field", ["kinds", "stances", "parts"])
def test_terms_have_ids_that_the_measures_know(field: str) -> None:
    terms: dict[str, Any] = {field: (Term("gossip", "gossip"),)}
    assert "its id is one of" in faults(**terms)[0]


def test_a_codebook_has_tags() -> None:
    assert [str(fault) for fault in faults_of(a_codebook(tags=()), {})] == [
        "the codebook has no tags; give it at least one"
    ]


def test_a_fault_tells_the_way_to_its_field() -> None:
    (fault,) = faults_of(a_codebook(a_tag(), a_tag(BACKGROUND, colour="pink")), {})
    assert fault.steps == ("tags", 1, "colour")
