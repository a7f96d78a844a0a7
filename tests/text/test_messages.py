"""Translations: looking texts up, falling back to English, and choosing a language."""

import pickle

import pytest

from annotator.model.errors import Problem
from annotator.model.messages import Alternatives, CountMessage, Message, Paragraph, message_in
from annotator.text.messages import (
    LANGUAGES,
    Messages,
    accepted_languages,
    best_language,
    direction_of,
    messages_for,
    messages_in,
)

CATALOG = {
    "plural": "1" + "0" + "1" * 198,
    "pages": {
        "The class has no vote %(vote)s.": "Keine Abstimmung %(vote)s.",
        "%(n)s cat": ["%(n)s Katze", "%(n)s Katzen"],
        "step\x04Tag": "Markieren",
        "Tag": "Markierung",
        "list\x04%(first)s or %(second)s": "%(first)s und %(second)s",
        "not %(tags)s": "nicht %(tags)s",
    },
    "scripts": {"Saved": "Gespeichert"},
}


@pytest.fixture
def german() -> Messages:
    return Messages("de", CATALOG)


def test_a_message_is_its_english_text() -> None:
    assert Message("The class has no vote %(vote)s.", vote=3) == "The class has no vote 3."
    assert Message("100% done") == "100% done"


def test_a_message_is_translated_with_what_is_in_its_places(german: Messages) -> None:
    assert german.translate(Message("The class has no vote %(vote)s.", vote=3)) == (
        "Keine Abstimmung 3."
    )
    tags = Alternatives(("a", "b", "c"))
    assert german.translate(Message("not %(tags)s", tags=tags)) == "nicht a und b und c"
    assert german.translate(message_in("step", "Tag")) == "Markieren"
    assert german.translate(Message("Tag")) == "Markierung"


def test_a_name_with_percent_signs_is_put_in_as_it_is(german: Messages) -> None:
    said = german.translate(Message("The class has no vote %(vote)s.", vote="%(vote)s %s"))
    assert said == "Keine Abstimmung %(vote)s %s."


def test_what_is_not_translated_stays_english(german: Messages) -> None:
    assert german.gettext("New text") == "New text"
    assert german.translate(Message("New %(what)s", what="text")) == "New text"
    assert german.ngettext("one", "many", 2) == "many"
    assert german.translate("a name") == "a name"


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "Katzen"), (1, "Katze"), (2, "Katzen"), (1001, "Katzen")]
)
def test_a_plural_follows_the_rule_of_the_language(
    german: Messages, count: int, expected: str
) -> None:
    assert german.ngettext("%(n)s cat", "%(n)s cats", count).endswith(expected)


def test_a_language_without_a_catalog_is_english() -> None:
    assert messages_in("xx").gettext("Saved") == "Saved"
    assert messages_in("../de").language == "en"
    assert messages_for("de-AT").language == "de"
    assert messages_for("tlh").language == "en"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("fr,es-MX;q=0.8,en;q=0.1", "es"),
        ("en;q=0.2,de;q=0.9", "de"),
        ("de;q=0,en", "en"),
        ("fr", None),
        ("", None),
        (";;;,q=,de;q=x", None),
    ],
)
def test_the_browser_gets_the_known_language_that_it_wants_most(
    header: str, expected: str | None
) -> None:
    assert best_language(accepted_languages(header), LANGUAGES) == expected


def test_the_direction_follows_the_language() -> None:
    assert [direction_of(each) for each in ("en", "ar-XB", "he", "de-AT")] == [
        "ltr",
        "rtl",
        "rtl",
        "ltr",
    ]


def test_a_message_with_a_count_has_the_form_of_the_language(german: Messages) -> None:
    cats = [CountMessage("%(n)s cat", "%(n)s cats", number, n=number) for number in (1, 2)]
    assert cats == ["1 cat", "2 cats"]
    assert [german.translate(each) for each in cats] == ["1 Katze", "2 Katzen"]


def test_a_paragraph_is_translated_sentence_by_sentence(german: Messages) -> None:
    vote = Message("The class has no vote %(vote)s.", vote=3)
    assert german.translate(Paragraph([vote, vote])) == "Keine Abstimmung 3. Keine Abstimmung 3."


@pytest.mark.parametrize(
    "message",
    [
        Message("%(num)s is 100%% of %(of)s", num=1, of=Message("a word")),
        message_in("step", "Tag"),
        CountMessage("%(num)s claim in %(place)s", "%(num)s claims in %(place)s", 2, place="a"),
        Paragraph([Message("It is “%(name)s”.", name="a"), "Rename it."]),
        Alternatives([Message("claim"), "background"]),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_message_from_another_process_can_still_be_translated(message: str) -> None:
    copied = pickle.loads(pickle.dumps(Problem(message, "a.yaml", 3)))  # noqa: S301 (our own)
    assert copied.message == message
    assert copied.message.__dict__.keys() == message.__dict__.keys()
    assert messages_in("de").translate(copied.message) == messages_in("de").translate(message)
