"""The decisions on a sentence as a curator sees them."""

from annotator.model.adjudication import Adjudicating, Case, adjudication
from annotator.model.ballots import ballots
from annotator.model.beginning import CutArticle
from annotator.model.document import Article, text_hash
from tests.builders import a_codebook, a_document, a_sentence, a_set

WORDS = tuple(f"Sentence {number}." for number in range(6))
TEXT = " ".join(WORDS)
DOCUMENT = a_document(sha256=text_hash(TEXT))
NAMES = ("Ada", "Ben", "Cleo")


def case() -> Case:
    """Six sentences that three annotators tagged."""
    base = a_set(*WORDS, document=DOCUMENT)
    sets = [
        a_set(
            *(a_sentence(each.text, "claim", start=each.span[0]) for each in base.sentences),
            document=DOCUMENT,
            annotator=name,
        )
        for name in NAMES
    ]
    cut = CutArticle(Article(DOCUMENT, TEXT), base.sentences, base.next_id)
    return adjudication(cut, sets, Adjudicating(a_codebook(), "Grace"))


def test_decisions_stand_in_the_order_of_names() -> None:
    assert [each.annotator for each in ballots(case(), "s1")] == list(NAMES)


def test_a_blind_curator_sees_no_name_and_no_order_to_know_anybody_by() -> None:
    found = case()
    orders = set()
    for sentence in found.gold.sentences:
        shown = ballots(found, sentence.id, blind=True)
        assert [each.annotator for each in shown] == [None] * 3
        # Each decision is an object of its own, by which the test alone knows whose it is.
        own = {id(each): name for name, each in found.decisions[sentence.id].items()}
        orders.add(tuple(own[id(each.decision)] for each in shown))
    assert len(orders) > 1


def test_the_order_that_a_blind_curator_sees_is_always_the_same() -> None:
    assert ballots(case(), "s2", blind=True) == ballots(case(), "s2", blind=True)
