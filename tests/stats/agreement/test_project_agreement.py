"""Agreement over the sets of a project."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Answer
from annotator.stats.agreement.label_matrix import UnitRatio
from annotator.stats.agreement.pairing import ComparableSet, disagreements
from annotator.stats.agreement.project_agreement import (
    ComparisonConfig,
    ProjectAgreement,
    agreement_by_period,
    compare,
    period_records,
    project_agreement_record,
    self_agreement,
    tag_agreement,
)
from annotator.stats.agreement.result import (
    ALL_ALIKE,
    GROUP_COEFFICIENTS,
    NEVER_GIVEN,
    NOTHING_SHARED,
    PAIR_ALL_ALIKE,
)
from annotator.stats.agreement.table_agreement import pooled_share
from tests.factories import BOOK, a_document, a_sentence, a_set, a_source

TAGS = tuple(tag.id for tag in BOOK.tags)
SCHEME = ComparisonConfig(TAGS, ("Bo", "Ada"))
SOURCES = (a_source("Night Owls"), a_source("Port"))


def work(annotator: str, document: str, tags: str, **fields: Any) -> ComparableSet:
    """A set whose sentences have the tags with these first letters, f for a confirmation."""
    letters = {"c": "claim", "f": "confirmation", "n": "non-response", "b": "background"}
    sentences = [
        a_sentence(
            f"Sentence {number}.",
            letters[letter],
            source="night-owls" if letter == "c" else None,
            answers=(Answer("s1", "supports"),) if letter == "f" else (),
            **fields,
        )
        for number, letter in enumerate(tags)
    ]
    annotations = a_set(
        *sentences, annotator=annotator, document=a_document(id=document), sources=SOURCES
    )
    return ComparableSet(annotations, BOOK)


def noisy(documents: int, seed: int = 1) -> list[ComparableSet]:
    chance = random.Random(seed)  # noqa: S311 (it has to be the same each time)
    found = []
    for number in range(documents):
        truth = "c" + "".join(chance.choice("cfb") for _ in range(9))
        for name in ("Ada", "Bo", "Cy"):
            own = "".join(each if chance.random() < 0.8 else "b" for each in truth[1:])
            found.append(work(name, f"d{number}", truth[0] + own))
    return found


def test_tags_are_compared_in_the_documents_that_two_have_and_in_the_projects_order() -> None:
    sets = [work("Ada", "d1", "ccb"), work("Bo", "d1", "cbb"), work("Cy", "d2", "ccc")]
    agreement = tag_agreement(sets, SCHEME)
    assert agreement.annotators == ("Bo", "Ada")
    assert (agreement.units.total, agreement.units.compared, agreement.units.pairs) == (3, 3, 3)
    assert agreement.labels == TAGS
    assert agreement.confusion[0] == (1, 0, 0, 0)
    assert agreement.alpha_by_label["non-response"].reason == NEVER_GIVEN


def test_everything_is_compared_with_an_interval_over_documents() -> None:
    agreement = compare(noisy(8), SCHEME, intervals=True)
    assert agreement.tag.basis is not None
    assert (agreement.tag.basis.over, agreement.tag.basis.count) == ("documents", 8)
    assert agreement.tag.krippendorff_alpha.interval is not None
    assert agreement.kind.krippendorff_alpha.no_interval.startswith("all documents give the same")
    assert agreement.source.estimate.no_interval.startswith("all documents give the same")
    assert agreement.links.estimate.interval is not None
    low, high = agreement.links.estimate.interval
    assert low < agreement.links.numerator / agreement.links.denominator < high
    assert agreement.links_same_tags.estimate.value == 1
    assert agreement.stance.krippendorff_alpha.reason == ALL_ALIKE
    assert agreement.tokens is None


@given(st.permutations(range(24)), st.permutations(("Ada", "Bo", "Cy")))
def test_no_figure_and_no_interval_depends_on_the_order_of_sets_or_on_annotators_names(
    order: list[int], names: list[str]
) -> None:
    sets = noisy(8)
    called = dict(zip(("Ada", "Bo", "Cy"), names, strict=True))
    others = [
        ComparableSet(replace(each.annotations, annotator=called[each.annotator]), BOOK)
        for each in (sets[at] for at in order)
    ]
    one, two = (compare(each, SCHEME, intervals=True) for each in (sets, others))
    for part in ("tag", "checkable", "kind", "stance"):
        first, second = getattr(one, part), getattr(two, part)
        for name in (*GROUP_COEFFICIENTS, "alpha_by_label", "basis", "units"):
            assert getattr(first, name) == getattr(second, name), (part, name)
        kappas = [{frozenset(pair.annotators): pair.kappa for pair in first.pairs}]
        kappas += [{frozenset(pair.annotators): pair.kappa for pair in second.pairs}]
        assert kappas[1] == {
            frozenset(called[name] for name in pair): kappa for pair, kappa in kappas[0].items()
        }
    assert (one.source, one.links) == (two.source, two.links)
    shown = [
        [(each.document, each.number) for each in disagreements(some)] for some in (sets, others)
    ]
    assert shown[0] == shown[1]


def test_an_empty_project_has_every_figure_undefined_with_its_reason() -> None:
    agreement: ProjectAgreement = compare([], SCHEME, intervals=True)
    for each in (agreement.tag, agreement.checkable, agreement.kind, agreement.stance):
        assert each.krippendorff_alpha.reason == NOTHING_SHARED
    for part in (agreement.source, agreement.links, agreement.links_same_tags):
        assert part.estimate.value is None
        assert part.estimate.reason
    assert project_agreement_record(agreement)["krippendorff_alpha"]["value"] is None


def test_where_annotators_cut_differently_there_is_an_alpha_over_words() -> None:
    ada = work("Ada", "d1", "cb")
    joined = a_set(
        a_sentence("Sentence 0. Sentence 1.", "claim"), annotator="Bo", document=a_document(id="d1")
    )
    agreement = compare([ada, ComparableSet(joined, BOOK)], SCHEME)
    assert agreement.tag.units.compared == 0
    assert agreement.tokens is not None
    assert agreement.tokens.percent.value == pytest.approx(0.5)


def test_over_time_an_annotator_who_drifts_is_seen() -> None:
    documents = [f"d{number:02}" for number in range(10)]
    sets = [work(name, each, "cbcb") for each in documents for name in ("Ada", "Bo")]
    sets += [work("Cy", each, "cbcb" if at < 5 else "bbbb") for at, each in enumerate(documents)]
    found = [
        each for each in agreement_by_period(sets, documents, SCHEME, 2) if each.annotator == "Cy"
    ]
    assert [each.documents for each in found] == [5, 5]
    assert [each.share.estimate.value for each in found] == [1.0, 0.5]
    assert found[0].alpha.value == 1
    assert found[1].alpha.value is not None
    assert found[1].alpha.value < 0
    assert [each["stretch"] for each in period_records(found)] == [1, 2]


def test_over_time_goes_in_the_order_of_the_rounds() -> None:
    sets = [work("Ada", "d1", "cc"), work("Bo", "d1", "bb")]
    sets += [work("Ada", "d2", "cb"), work("Bo", "d2", "cb")]
    found = agreement_by_period(sets, ["d2", "d1"], SCHEME, 2)
    assert [(each.annotator, each.share.estimate.value) for each in found] == [
        ("Bo", 1.0),
        ("Bo", 0.0),
        ("Ada", 1.0),
        ("Ada", 0.0),
    ]


def test_an_annotator_is_set_beside_the_own_earlier_passes() -> None:
    pairs = [
        (work("Bo", "d1", "cbcb"), work("Bo", "d1", "cbbb")),
        (work("Bo", "d2", "cf"), work("Bo", "d2", "cf")),
        (work("Ada", "d1", "cc"), work("Ada", "d1", "cc")),
    ]
    ada, bo = self_agreement(pairs, SCHEME)
    assert (bo.documents, bo.percent.value, bo.kappa.units) == (2, 5 / 6, 6)
    assert ada.kappa.reason == PAIR_ALL_ALIKE


def test_the_interval_of_a_share_is_over_documents_where_there_are_several_else_over_units() -> (
    None
):
    ratios = [UnitRatio(number, number // 10, number % 2, 1) for number in range(40)]
    over_documents = pooled_share(ratios, "", intervals=True).estimate
    assert over_documents.no_interval.startswith("at least 5 documents are needed (found: 4)")
    one = [replace(each, cluster="d") for each in ratios]
    over_units = pooled_share(one, "", intervals=True).estimate
    assert over_units.interval is not None
    assert over_units.interval[0] < 0.45
    assert pooled_share(ratios[:1], "", intervals=True).estimate.no_interval == (
        "at least 10 units are needed (found: 1)"
    )
