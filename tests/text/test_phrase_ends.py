"""Where a noun phrase ends before a verb."""

import pytest

from annotator.text.noun_phrases import phrases_in


def phrases(text: str) -> list[str]:
    """The phrases that are found in a sentence."""
    return [each.name for each in phrases_in(text)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Life in the Bay Guild requires members to work at night.", "members"),
        ("The firm began a campaign to persuade users to leave.", "users"),
        ("The town wants to finance private schools.", "private schools"),
        ("It is also quickly gaining users.", "users"),
        ("The vote was held, drawing protesters to the square.", "protesters"),
        ("From there, the tour took players to the bay.", "players"),
        (
            "They asked the councils of the region regularly apply the law.",
            "councils of the region",
        ),
        ("Members of the Bay Guild live a strict life.", "members of the Bay Guild"),
        ("They spoke of guidelines on salt by the end of May.", "guidelines on salt"),
        ("There are pregnant women in particular.", "pregnant women"),
        ("Ann Orr, 19, a member of the guild all her life, left.", "member of the guild"),
    ],
)
def test_no_phrase_has_a_verb_or_a_floating_word_in_it(text: str, whole: str) -> None:
    assert whole in phrases(text)


def test_a_plural_before_a_preposition_and_behind_a_plural_is_a_verb() -> None:
    found = phrases("The request of the councils results from the ruling of a court.")
    assert not any("results" in each for each in found)


@pytest.mark.parametrize(
    "phrase",
    [
        "sports minister",
        "human rights groups",
        "teachers union",
        "leading scientists",
        "media reports",
        "police officers",
        "unnamed officials",
        "newly elected officials",
    ],
)
def test_words_that_describe_a_noun_stay_with_it(phrase: str) -> None:
    assert phrase in phrases(f"They met the {phrase}, they said.")


def test_a_description_goes_on_with_to_behind_a_role_that_has_it() -> None:
    found = phrases("She took her family to the hall and an adviser to the minister.")
    assert "adviser to the minister" in found
    assert not any(each.startswith("family to") for each in found)
