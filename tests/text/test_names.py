"""Names and describing phrases that may be sources."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.codebook import DOCUMENT, KINDS, ORGANIZATION, PERSON, REPORTER, UNNAMED
from annotator.model.name_folding import fold_name, is_pronoun
from annotator.text.names import guess_kind, names, short_for, source_name
from tests.strategies import hard_texts

SAMPLES = Path(__file__).parents[2] / "samples" / "decisions"
_PIECES = ["Maria Lind", "the", "harbour master", "said", "report", "Ministry", "of", "Mayor", "he"]
NEWS = st.lists(
    st.sampled_from(
        [*_PIECES, "“We", "left,”", ",", ".", "who", "on Monday", "in May", "Brandt's"]
    ),
    max_size=12,
).map(" ".join)


def first(text: str) -> tuple[str, str | None]:
    name = names(text)[0]
    return name.text, name.kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The harbour master Maria Lind said it was closed.", "Maria Lind", PERSON),
        ("It was closed, said Mayor Ilse Varga.", "Ilse Varga", PERSON),
        ("“It is closed,” said the minister, Paul Istra, on Monday.", "Paul Istra", PERSON),
        ("The mayor, Anton Brezan, told the Weekly it was closed.", "Anton Brezan", PERSON),
        ("Dr. Irina Sandu, who runs the hospital in Orr, said so.", "Irina Sandu", PERSON),
        (
            "“It is,” Gen. Osip Darr, the chief of the army, said.",
            "Osip Darr",
            PERSON,
        ),  # style: allow
        ("The Harbour Authority said it was closed.", "Harbour Authority", ORGANIZATION),
        ("The Interior Ministry denied it.", "Interior Ministry", ORGANIZATION),
        ("The Coast Guard confirmed it.", "Coast Guard", ORGANIZATION),
        ("The Night Owls claimed responsibility.", "Night Owls", ORGANIZATION),
        ("Brandt Foods Ltd. declined to comment.", "Brandt Foods Ltd.", ORGANIZATION),
        ("The energy ministry did not respond.", "energy ministry", ORGANIZATION),
        ("A senior official said it was closed.", "senior official", UNNAMED),
        ("Residents said it was closed.", "residents", UNNAMED),
        (
            "Two people familiar with the matter said it was closed.",
            "two people familiar with the matter",
            UNNAMED,
        ),
        (
            "A spokeswoman for Orr town council said so.",
            "spokeswoman for Orr town council",
            UNNAMED,
        ),
        ("According to a 40-page report, it was closed.", "40-page report", DOCUMENT),
        ("It was closed, the court filing shows.", "court filing", DOCUMENT),
        ("A Coastwire reporter counted nine lorries.", "Coastwire", REPORTER),
        ("Coastwire could not independently verify it.", "Coastwire", REPORTER),
    ],
)
def test_the_source_beside_the_cue_comes_first(text: str, name: str, kind: str) -> None:
    assert first(text) == (name, kind)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("According to police, Holm fled.", "police"),
        ("According to an official, Ann Holm knew.", "official"),
        ("According to court documents, Holm knew.", "court documents"),
        ("According to the mayor, Anton Brezan, it was closed.", "Anton Brezan"),
        ("Holm on Friday said Orr was safe.", "Holm"),
        ("Holm in a statement denied Orr's claims.", "Holm"),
        ("Holm through a lawyer declined to comment.", "Holm"),
        ("Holm and Orr said it was safe.", "Holm"),
        ("Ana Ruiz, 34, a nurse, said Orr was safe.", "Ana Ruiz"),
        ("In Orr, a spokesman, 34, said it was safe.", "spokesman"),
        ("A spokesman for the port declined to comment.", "spokesman for the port"),
        ("A letter seen by the Ledger says Orr was safe.", "letter"),
        ("MAYOR ANN HOLM DENIES IT.", "ANN HOLM"),
    ],
)
def test_the_subject_of_the_cue_is_the_source_and_nobody_who_stands_between(
    text: str, name: str
) -> None:
    assert first(text)[0] == name


@pytest.mark.parametrize(
    "text",
    [
        "He said so.",
        "They denied it on Monday, and in March.",
        "“Maria Lind was there,” she said.",
        "",
    ],
)
def test_pronouns_days_and_what_is_quoted_are_no_sources(text: str) -> None:
    assert names(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Theresa May said that the talks had failed.", "Theresa May"),
        ("The talks failed, said Jonathan August of Orr.", "Jonathan August"),
        ("Ms May said so.", "May"),
    ],
)
def test_a_month_after_a_given_name_or_a_title_is_a_last_name(text: str, name: str) -> None:
    assert names(text)[0].text == name


def test_what_stands_nearer_to_the_cue_comes_before_what_stands_farther() -> None:
    found = names("A lawyer from Orr met Ann Holm, and Jan Berg said that it was late.")
    assert [name.text for name in found][:2] == ["Jan Berg", "Ann Holm"]


def test_without_a_cue_names_come_in_the_order_of_the_text() -> None:
    found = names("The crane belongs to Brenn Steel and to Harren Rail.")
    assert [name.text for name in found] == ["Brenn Steel", "Harren Rail"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ilse Varga", PERSON),
        ("Dr. Irina Sandu", PERSON),
        ("Port Authority", ORGANIZATION),
        ("University of Orr", ORGANIZATION),
        ("NATO", ORGANIZATION),
        ("Brukk & Lie", ORGANIZATION),
        ("Anonymous", ORGANIZATION),
        ("office of Mihal Rossen", ORGANIZATION),
        ("residents", UNNAMED),
        ("adviser to the economy minister", UNNAMED),
        ("Brandt's annual report", DOCUMENT),
        ("letter from the army", DOCUMENT),
        ("our reporter", REPORTER),
        ("she", None),
        ("…", None),
        ("", None),
    ],
)
def test_a_kind_is_guessed_from_the_name_alone(name: str, kind: str | None) -> None:
    assert guess_kind(name) == kind


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Varga", "Ilse Varga"),
        ("the ministry", "energy ministry"),
        ("official", "senior official at the ministry"),
        ("WHO", "World Health Organization"),
        ("Brandt", "Brandt Foods Ltd."),
    ],
)
def test_a_shorter_form_is_known_again(short: str, name: str) -> None:
    assert short_for(short, name)


@pytest.mark.parametrize(
    ("short", "name"), [("Varga", "Anton Brezan"), ("she", "she"), ("the", "the Mill"), ("", "Orr")]
)
def test_a_different_name_is_not_a_shorter_form(short: str, name: str) -> None:
    assert not short_for(short, name)


def test_a_month_before_a_name_is_no_part_of_it() -> None:
    assert [name.text for name in names("In May Holm said so.")] == ["Holm"]


def sample_sources() -> list[tuple[str, str, str]]:
    """The sentences of the samples in which a source is named first, with the one before each."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(SAMPLES.glob("*.yaml")):
        decisions: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        body = [each for each in decisions["sentences"] if "part" not in each]
        pairs = zip([{"text": ""}, *body], body, strict=False)
        met: set[str] = set()
        for before, each in pairs:
            if "source" in each and each["source"] not in met:
                met.add(each["source"])
                found.append((before["text"], each["text"], each["source"]))
    return found


def test_most_sources_of_the_samples_are_found_where_they_are_named_first() -> None:
    sources = sample_sources()
    right = sum(
        fold_name(source)
        in {fold_name(name.text) for text in (now, before) for name in names(text)}
        for before, now, source in sources
    )
    assert len(sources) > 40
    assert right / len(sources) > 0.7


@given(hard_texts | NEWS)
def test_a_name_stands_where_its_span_says_and_is_no_pronoun(text: str) -> None:
    found = names(text)
    for name in found:
        start, end = name.span
        assert text[start:end].casefold() == name.text.casefold() != ""
        assert not is_pronoun(name.text)
        assert name.kind in {*KINDS, None}
    assert len({fold_name(name.text) for name in found}) == len(found)


@given(hard_texts | NEWS)
def test_every_text_has_a_kind_or_none(text: str) -> None:
    assert guess_kind(text) in {*KINDS, None}
    assert short_for(text, text) in {True, False}


def test_a_long_sentence_takes_no_longer_than_its_length_asks_for() -> None:
    assert names("Maria Lind of the board that " * 20_000)
    assert names(f"{'A' * 1_000} on Friday said {'B' * 1_000}")
    assert names("Ann Holm, 34, a nurse, " * 1_000 + "said so.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jean-Luc Petit of the union said Ahl lied.", "Jean-Luc Petit"),
        ("The Ministry of Health said Ahl lied.", "Ministry of Health"),
        ("His mother said he was home.", "mother"),
    ],
)
def test_a_person_comes_before_the_house_they_are_of_and_kin_are_sources(
    text: str, name: str
) -> None:
    assert first(text)[0] == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Port Authority", "Port Authority"),
        ("Prime Minister Rishi Sunak's", "Rishi Sunak"),
        ("an unknown author on pigmy", "unknown author on pigmy"),
        ("Home Office", "Home Office"),
        ("Mayor", "Mayor"),
        ("The  Night\nOwls", "Night Owls"),
        ("the", ""),
        ("", ""),
    ],
)
def test_a_name_marked_in_the_text_is_taken_without_article_title_and_possessive(
    words: str, name: str
) -> None:
    assert source_name(words) == name


@given(hard_texts | NEWS)
def test_a_name_marked_in_any_text_is_a_part_of_it(text: str) -> None:
    assert source_name(text) in " ".join(text.split()) or not source_name(text)
