"""Names and descriptions that can be a source, in the form of a list of sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.names import tokens
from annotator.text.noun_phrases import Phrase, phrases_in, read_phrase

NAMES = (
    ("Mayor Ilse Varga", "Ilse Varga", "person"),
    ("Labour's Shadow Home Secretary Ann Orr", "Ann Orr", "person"),
    ("team member Rosa Noor", "Rosa Noor", "person"),
    ("Minister of Education Ann Orr", "Ann Orr", "person"),
    ("CEO of the Relief Council Ann Orr", "Ann Orr", "person"),
    ("Undersecretary for Works Mr. Toccafondi", "Mr. Toccafondi", "person"),
    ("Korea's coach Kim Min-Woo", "Kim Min-Woo", "person"),
    ("The Port Authority", "Port Authority", "organization"),
    ("the M5S party", "M5S", "organization"),
    ("The Union of Bakers and Brewers", "Union of Bakers and Brewers", "organization"),
    ("A leaked internal letter seen by Bay News", "leaked internal letter", "document"),
    ("Bay officials", "Bay officials", "unnamed"),
    ("Some individuals", "some individuals", "unnamed"),
    ("A spokeswoman for Ruhe town council", "spokeswoman for Ruhe town council", "unnamed"),
    ("two people near the plan on Friday", "two people near the plan", "unnamed"),
    ("The report's authors", "report's authors", "unnamed"),
    ("a report by the Dam Safety Board", "report by the Dam Safety Board", "document"),
    ("the post by an unknown author", "unknown author", "unnamed"),
)


def read(text: str) -> Phrase | None:
    """The phrase that a whole text is."""
    return read_phrase(text, tokens(text))


@pytest.mark.parametrize(("text", "name", "kind"), NAMES)
def test_a_name_has_no_title_and_a_description_no_article(text: str, name: str, kind: str) -> None:
    phrase = read(text)
    assert phrase is not None
    assert (phrase.name, phrase.kind) == (name, kind)


def test_a_title_and_an_organization_before_a_person_are_apart() -> None:
    names = [each.name for each in phrases_in("The Relief Council Ann Orr leads met on Friday.")]
    assert {"Relief Council", "Ann Orr"} <= set(names)


def test_an_apposition_tells_what_a_person_is() -> None:
    named = {each.name: each.titles for each in phrases_in("Ann Orr, the mayor of Ruhe, left.")}
    assert "mayor" in named["Ann Orr"]


def test_a_clause_before_a_comma_is_no_apposition() -> None:
    for clause in ("After news of the police reached him", "To call by phone his mother"):
        named = {each.name: each.titles for each in phrases_in(f"{clause}, Ann Orr left.")}
        assert not named["Ann Orr"] & {"police", "mother"}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They met at the Harbor Science Fair.", "Harbor Science Fair", "organization"),
        ("They came to their Harbor Science Show.", "Harbor Science Show", "organization"),
        ("It is the work of a CEO at the bay.", "CEO", "unnamed"),
        ("She asked the Works and Security Departments.", None, "organization"),
        ("They met Ostranan Ambassador on Friday.", "Ostranan Ambassador", "unnamed"),
        ("It was founded by Dean Kamen in May.", "Dean Kamen", "person"),
    ],
)
def test_a_name_with_an_article_or_an_office_is_no_person(
    text: str, name: str | None, kind: str
) -> None:
    found = {each.name: each.kind for each in phrases_in(text)}
    assert found[name or next(reversed(found))] == kind


@pytest.mark.parametrize("text", ["They met on Saturday Night.", "It had the tag #WithOrr in it."])
def test_a_time_and_a_hashtag_are_no_names(text: str) -> None:
    assert not phrases_in(text)


def test_a_word_that_describes_is_no_source() -> None:
    assert not phrases_in("What is needed is more general.")
    assert not any(each.name == "Afghan" for each in phrases_in("The Afghan team left."))


def test_minutes_that_are_counted_are_no_document() -> None:
    assert not phrases_in("Just two minutes later it was over.")
    assert phrases_in("They read the minutes of the meeting.")


def test_an_owner_is_kept_apart() -> None:
    phrase = read("his office")
    assert phrase is not None
    assert (phrase.name, phrase.owner, phrase.definite) == ("office", "his", True)


def test_names_inside_a_quotation_are_left_out() -> None:
    assert not phrases_in("“We met Ann Orr at the Port Authority today.”")


@given(st.text(max_size=200))
def test_phrases_of_any_text_lie_within_it(text: str) -> None:
    for phrase in phrases_in(text):
        start, end = phrase.span
        assert 0 <= start < end <= len(text)
        assert phrase.name.casefold() == text[start:end].casefold()
