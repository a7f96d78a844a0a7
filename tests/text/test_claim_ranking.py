"""The claims that a sentence may answer, the likeliest first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet
from annotator.text.claim_ranking import rank_claims
from tests.factories import BACKGROUND, BOOK, CLAIM, CONFIRMATION, a_sentence, a_set, a_source
from tests.strategies import annotation_sets

OWLS, PORT = a_source(), a_source("Brenn Port")
SENTENCES = (
    a_sentence("The outage hit 300 ships, the Owls said.", CLAIM, source=OWLS.id),
    a_sentence("They blamed Brenn Port for a lost password.", CLAIM, source=OWLS.id),
    a_sentence("The harbor was built in 1911.", BACKGROUND),
    a_sentence("It will rain, they said.", CLAIM, source=OWLS.id),
)


def ranked(text: str, source: str | None = None, *, enabled: bool = True) -> tuple[str, ...]:
    """The ranking for a confirmation after those sentences, and before one more claim."""
    last = a_sentence(text, CONFIRMATION, source=source)
    later = a_sentence("Snow will fall.", CLAIM)
    sources = (OWLS, PORT)
    return rank_claims(a_set(*SENTENCES, last, later, sources=sources), BOOK, 4, enabled=enabled)


def test_the_nearest_claim_before_comes_first_where_no_word_is_shared() -> None:
    found = ranked("Nobody knew.")
    assert (found[0], found[-1]) == ("s4", "s6")


def test_a_claim_with_the_same_words_comes_before_a_nearer_one() -> None:
    assert ranked("A utility confirmed the outages of ships.")[0] == "s1"


def test_a_claim_about_the_source_comes_before_a_nearer_one() -> None:
    assert ranked("It denied everything.", PORT.id)[0] == "s2"


def test_a_source_rarely_answers_its_own_claim() -> None:
    own = ranked("Nobody knew.", OWLS.id)
    assert own[-1] == "s6"
    with_another = replace(SENTENCES[1], source=PORT.id)
    last = a_sentence("Nobody knew.", CONFIRMATION, source=OWLS.id)
    claims = a_set(*SENTENCES[:1], with_another, *SENTENCES[2:], last, sources=(OWLS, PORT))
    assert rank_claims(claims, BOOK, 4)[0] == "s2"


def test_the_news_of_the_article_comes_before_claims_between_that_share_as_little() -> None:
    between = tuple(a_sentence(f"Ann Orr told of day {at}.", CLAIM) for at in range(8))
    claims = (SENTENCES[0], *between, a_sentence("It was so.", CONFIRMATION))
    found = rank_claims(a_set(*claims, sources=(OWLS,)), BOOK, len(claims) - 1)
    assert found.index("s1") < found.index("s5")


def test_turned_off_it_goes_by_distance_alone() -> None:
    assert ranked("A utility confirmed the outages of ships.", enabled=False) == (
        *("s4", "s2", "s1", "s6"),
    )


@given(annotation_sets().filter(lambda each: each.sentences), st.data(), st.booleans())
def test_only_other_claims_are_ranked_each_once(
    annotations: AnnotationSet, data: st.DataObject, enabled: bool
) -> None:
    position = data.draw(st.integers(0, len(annotations.sentences) - 1))
    found = rank_claims(annotations, BOOK, position, enabled=enabled)
    assert len({*found}) == len(found)
    assert annotations.sentences[position].id not in found
    assert all(annotations.sentence(each).body for each in found)
