"""How annotators stand to the gold."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Provenance, SetForm
from annotator.stats.agreement.gold_scores import NEVER_IN_GOLD, NO_GOLD, gold_labels, gold_scores
from annotator.stats.agreement.pairing import ComparableSet
from annotator.stats.agreement.project_agreement import gold_score_records
from annotator.stats.agreement.result import PAIR_SHARES_NOTHING
from tests.factories import BOOK, a_sentence, a_set
from tests.stats.agreement.oracles import cohen_kappa_score, precision_recall_fscore_support

TAGS = tuple(tag.id for tag in BOOK.tags)
tag_lists = st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(TAGS)), max_size=20)


def work(*tags: str | None, annotator: str = "Ada") -> AnnotationSet:
    sentences = [a_sentence(f"Sentence {n}.", tag) for n, tag in enumerate(tags)]
    return a_set(*sentences, annotator=annotator)


def gold(
    *tags: str | None, by: str = "unanimous", voters: Iterable[str] = (), curator: str | None = None
) -> AnnotationSet:
    plain = work(*tags, annotator="Cy")
    votes = {name: {"tag": "claim"} for name in voters}
    made = Provenance(by, curator, decisions=votes)
    sentences = tuple(replace(each, provenance=made) for each in plain.sentences)
    return replace(plain, sentences=sentences, form=SetForm.GOLD)


@given(tag_lists)
def test_scores_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    if not pairs:
        return
    own, wanted = zip(*pairs, strict=True)
    (found,) = gold_scores([ComparableSet(work(*own), BOOK)], gold_labels([gold(*wanted)]), TAGS)
    expected = precision_recall_fscore_support(wanted, own, labels=TAGS, zero_division=0)
    for score, precision, recall, f1 in zip(found.scores, *expected[:3], strict=True):
        for value, by_oracle in (
            (score.precision, precision),
            (score.recall, recall),
            (score.f1, f1),
        ):
            assert float(value.value or 0) == pytest.approx(by_oracle, abs=1e-9)
            assert (value.value is None) == (value.denominator == 0) == bool(value.reason)
    if found.kappa.value is not None:
        assert found.kappa.value == pytest.approx(cohen_kappa_score(own, wanted), abs=1e-9)


def test_what_one_alone_tagged_and_what_is_unresolved_is_no_standard() -> None:
    assert len(gold_labels([gold("claim", "background")])) == 2
    assert gold_labels([gold(None, by="unresolved")]) == {}
    made = gold_labels([gold("claim", by="single", voters=["Bo"])])
    (found,) = gold_scores([ComparableSet(work("claim"), BOOK)], made, TAGS)
    assert (found.left_out, found.same_tag.denominator) == (0, 0)
    assert found.same_tag.reason == NO_GOLD


def test_an_annotator_of_nothing_in_the_gold_stands_nowhere_and_the_reason_is_said() -> None:
    (found,) = gold_scores([ComparableSet(work("claim"), BOOK)], {}, TAGS)
    assert found.same_tag.value is None
    assert found.kappa.reason == PAIR_SHARES_NOTHING
    record = gold_score_records([found])[0]
    assert record["tags"]["claim"]["recall"] == {
        "value": None,
        "numerator": 0,
        "denominator": 0,
        "reason": NEVER_IN_GOLD,
    }


@pytest.mark.parametrize(
    ("by", "voters", "curator", "own"),
    [
        ("unanimous", ["Ada", "Bo"], None, True),
        ("unanimous", ["ADA ", "Bo"], None, True),
        ("majority", ["Ada", "Bo", "Di"], None, True),
        ("single", ["Ada"], None, True),
        ("unanimous", ["Bo", "Di"], None, False),
        ("adjudicated", ["Ada", "Bo"], "Cy", False),
        ("adjudicated", ["Bo", "Di"], "Ada", True),
    ],
)
def test_sentences_whose_gold_an_annotator_made_are_left_out_and_counted(
    by: str, voters: list[str], curator: str | None, own: bool
) -> None:
    annotations = gold("claim", "background", by=by, voters=voters, curator=curator)
    (found,) = gold_scores(
        [ComparableSet(work("claim", "claim"), BOOK)], gold_labels([annotations]), TAGS
    )
    assert found.left_out == (2 if own else 0)
    assert found.same_tag.value == (None if own else 0.5)


def test_where_nothing_remains_every_figure_is_undefined_for_that_reason() -> None:
    annotations = gold("claim", voters=["Ada", "Bo"])
    (found,) = gold_scores([ComparableSet(work("claim"), BOOK)], gold_labels([annotations]), TAGS)
    reasons = {found.same_tag.reason, found.kappa.reason, found.scores[0].precision.reason}
    assert len(reasons) == 1
    assert "own vote" in reasons.pop()
