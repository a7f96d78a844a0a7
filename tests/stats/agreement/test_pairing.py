"""What of several annotators' sets is compared with what."""

from typing import Any

import pytest

from annotator.model.annotation import Answer, Source
from annotator.model.codebook import Codebook, Role
from annotator.stats.agreement import pairing
from annotator.stats.agreement.label_matrix import Label, UnitRatio
from annotator.stats.agreement.pairing import ComparableSet
from tests.factories import BOOK, a_codebook, a_document, a_sentence, a_set, a_source, a_tag

WORDS = ("The port is dark.", "Night Owls did it.", "It says no.", "It is old.")
SOURCES = (a_source("Night Owls"), a_source("Port", kind="unnamed"))


def reading(
    annotator: str,
    *decided: dict[str, Any],
    sources: tuple[Source, ...] = SOURCES,
    document: str = "harbour",
    codebook: Codebook = BOOK,
) -> ComparableSet:
    """A set in which the first sentences are decided like this."""
    changes = [*decided, *({} for _ in WORDS[len(decided) :])]
    sentences = [a_sentence(text, **each) for text, each in zip(WORDS, changes, strict=True)]
    annotations = a_set(
        *sentences, annotator=annotator, sources=sources, document=a_document(id=document)
    )
    return ComparableSet(annotations, codebook)


def cut_otherwise(annotator: str, *pieces: str, tag: str = "claim") -> ComparableSet:
    sentences = [a_sentence(piece, tag) for piece in pieces]
    return ComparableSet(a_set(*sentences, annotator=annotator), BOOK)


def labels(given: Any) -> list[tuple[str, str]]:
    found: list[Label] = list(given)
    return [(each.annotator, each.label) for each in found]


def totals(ratios: Any) -> tuple[int, int]:
    found: list[UnitRatio] = list(ratios)
    return sum(each.numerator for each in found), sum(each.denominator for each in found)


CLAIM = {"tag": "claim", "source": "night-owls"}
BACK = {"tag": "background"}


def test_furniture_and_what_has_no_tag_has_no_label() -> None:
    ada = reading("Ada", CLAIM, {"tag": "claim", "part": "title"}, {})
    assert labels(pairing.tag_labels([ada])) == [("Ada", "claim")]


def test_sentences_of_one_span_in_one_text_are_one_unit_and_of_another_text_another() -> None:
    ada, bo = reading("Ada", CLAIM), reading("Bo", BACK)
    other = ComparableSet(
        a_set(a_sentence(WORDS[0], "claim"), document=a_document(sha256="e" * 64)), BOOK
    )
    units = [each.unit for each in pairing.tag_labels([ada, bo, other])]
    assert units[0] == units[1] != units[2]
    assert len(pairing.group_by_document([ada, bo, other])) == 2
    assert pairing.sets_on_shared_documents([ada, bo, other]) == [ada, bo]


def test_where_annotators_cut_differently_equal_spans_alone_are_units_of_both() -> None:
    whole = f"{WORDS[0]} {WORDS[1]}"
    ada, bo = cut_otherwise("Ada", *WORDS), cut_otherwise("Bo", whole, *WORDS[2:])
    found = pairing.segmentation_overlap([ada, bo])
    assert (found.documents, found.differing, found.spans, found.shared) == (1, 1, 5, 2)
    assert pairing.segmentation_overlap([ada, reading("Cy")]).differing == 0


def test_over_tokens_every_word_has_the_tag_of_its_sentence_however_it_is_cut() -> None:
    whole = f"{WORDS[0]} {WORDS[1]}"
    ada = cut_otherwise("Ada", WORDS[0], WORDS[1])
    bo = cut_otherwise("Bo", whole, tag="background")
    given = list(pairing.token_labels([ada, bo]))
    assert len(given) == 2 * 10
    assert {each.unit for each in given if each.annotator == "Ada"} == {
        each.unit for each in given if each.annotator == "Bo"
    }


def test_checkable_is_asked_of_claims_and_kinds_of_what_rests_on_somebodys_word() -> None:
    ada = reading(
        "Ada",
        CLAIM | {"checkable": False},
        {"tag": "confirmation", "checkable": False},
        {"tag": "non-response", "source": "port"},
        BACK | {"source": "port"},
    )
    assert labels(pairing.checkable_labels([ada])) == [("Ada", "not checkable")]
    assert [label for _, label in labels(pairing.source_kind_labels([ada]))] == [
        "organization",
        "no source",
        "unnamed",
    ]


def test_roles_count_and_not_the_names_of_tags() -> None:
    codebook = a_codebook(a_tag("aussage", role=Role.CLAIM))
    assert labels(
        pairing.checkable_labels([reading("Ada", {"tag": "aussage"}, codebook=codebook)])
    ) == [("Ada", "checkable")]


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        (CLAIM, CLAIM, (1, 1)),
        (CLAIM, CLAIM | {"source": "port"}, (0, 1)),
        (CLAIM, {"tag": "claim"}, (0, 1)),
        ({"tag": "claim"}, {"tag": "claim"}, (0, 0)),
        (CLAIM, {"tag": "confirmation", "source": "night-owls"}, (0, 0)),
        (BACK | {"source": "port"}, BACK | {"source": "port"}, (0, 0)),
    ],
)
def test_sources_are_compared_where_both_gave_the_same_role_and_one_names_one(
    one: dict[str, Any], other: dict[str, Any], counts: tuple[int, int]
) -> None:
    sets = [reading("Ada", one), reading("Bo", other)]
    assert totals(pairing.same_source_ratios(sets, {})) == counts


def test_a_source_is_the_same_after_folding_and_aliases_whatever_its_id() -> None:
    ada = reading("Ada", CLAIM)
    bo = reading("Bo", CLAIM | {"source": "x"}, sources=(Source("x", " night  OWLS"),))
    cy = reading("Cy", CLAIM | {"source": "x"}, sources=(Source("x", "the Owls"),))
    assert totals(pairing.same_source_ratios([ada, bo], {})) == (1, 1)
    assert totals(pairing.same_source_ratios([ada, cy], {})) == (0, 1)
    assert totals(pairing.same_source_ratios([ada, cy], {"The Owls": "Night Owls"})) == (1, 1)


def confirmed(*answers: Answer) -> dict[str, Any]:
    return {"tag": "confirmation", "answers": answers}


def test_links_are_an_f1_over_pairs_of_sentences() -> None:
    ada = reading("Ada", CLAIM, CLAIM, confirmed(Answer("s1", "supports"), Answer("s2", "partial")))
    bo = reading("Bo", CLAIM, CLAIM, confirmed(Answer("s1", "contradicts")))
    assert totals(pairing.link_ratios([ada, bo])) == (2, 3)
    assert labels(pairing.stance_labels([ada, bo])) == [
        ("Ada", "supports"),
        ("Ada", "partial"),
        ("Bo", "contradicts"),
    ]


def test_where_tags_must_agree_other_links_are_left_out() -> None:
    ada = reading("Ada", CLAIM, CLAIM, confirmed(Answer("s1", "supports"), Answer("s2", "partial")))
    bo = reading("Bo", CLAIM, BACK, confirmed(Answer("s1", "supports")))
    assert totals(pairing.link_ratios([ada, bo])) == (2, 3)
    assert totals(pairing.link_ratios([ada, bo], same_tags=True)) == (2, 2)


def test_a_silence_has_links_and_no_stance() -> None:
    ada = reading("Ada", CLAIM, {"tag": "non-response", "answers": (Answer("s1"),)})
    assert totals(pairing.link_ratios([ada, reading("Bo", CLAIM, BACK)])) == (0, 1)
    assert list(pairing.stance_labels([ada])) == []


def test_the_sentences_most_disagreed_about_come_first_with_everybodys_tags() -> None:
    sets = [
        reading("Ada", CLAIM, BACK, BACK, CLAIM),
        reading("Bo", CLAIM, CLAIM, BACK, BACK),
        reading("Cy", CLAIM, {"tag": "confirmation"}, BACK, BACK),
    ]
    found = pairing.disagreements(sets)
    assert [(each.number, round(each.share, 2)) for each in found] == [(2, 1.0), (4, 0.67)]
    assert found[0].text == WORDS[1]
    assert found[0].tags == {"Ada": "background", "Bo": "claim", "Cy": "confirmation"}


def test_what_one_alone_tagged_is_no_disagreement() -> None:
    assert pairing.disagreements([reading("Ada", CLAIM)]) == ()
