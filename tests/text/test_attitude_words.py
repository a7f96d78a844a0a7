"""Words for what a source wants, supports or seems to do."""

import pytest

from annotator.text.attitude_words import attitudes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The union wants a new contract.", "wants"),
        ("Lindqvist endorsed the plan on Friday.", "endorsed"),
        ("Her opposition to the dam is old.", "opposition"),
        ("The council is reluctant to act.", "is reluctant"),
        ("Prices are expected to rise.", "are expected"),
    ],
)
def test_an_attitude_is_found_by_its_words(text: str, words: str) -> None:
    assert [text[start:end] for start, end in attitudes(text)][:1] == [words]


@pytest.mark.parametrize(
    "text", ["The bridge opened in 1911.", "“She wants the plan,” the sign in the hall reads."]
)
def test_plain_facts_and_quotations_have_no_attitude(text: str) -> None:
    assert not list(attitudes(text))
