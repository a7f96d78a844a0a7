"""The codebook: its keys, roles and terms."""

from annotator.model.codebook import KINDS, Role, Term
from tests.builders import BACKGROUND, CLAIM, CONFIRMATION, a_codebook, a_tag

BOOK = a_codebook()


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
    book = a_codebook(
        kinds=(Term("person", "Person"),),
        stances=(Term("supports", "stützt"),),
        parts=(Term("title", "Titel"),),
    )
    assert (book.kind_name("person"), book.kind_name("document")) == ("Person", "document")
    assert (book.stance_name("supports"), book.stance_name(None)) == ("stützt", "")
    assert book.part_name("title") == "Titel"


def test_a_tag_is_given_by_its_own_key_or_its_digit() -> None:
    book = a_codebook(a_tag(key="c"), a_tag(BACKGROUND, key=None))
    assert [book.keys(tag) for tag in book.tags] == [("c", "1"), ("2",)]
