"""Who tags what: balanced, the same again, and nothing begun ever moves."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.project import Overlap
from annotator.project.assign import (
    AnnotatorsByDocument,
    AssignmentRequest,
    assign_documents,
    hash_rank,
    sample_documents,
)
from tests.strategies import names

PEOPLE = ("Ada", "Ben", "Cy", "Di", "Eve")
overlaps = st.none() | st.builds(
    Overlap, share=st.floats(0, 1), copies=st.integers(1, 4), by_outlet=st.booleans()
)


def of(count: int, outlets: int = 1) -> dict[str, str]:
    return {f"d{number:03}": f"o{number % outlets}" for number in range(count)}


def loads(assigned: AnnotatorsByDocument, people: tuple[str, ...] = PEOPLE) -> list[int]:
    counts = Counter(name for each in assigned.values() for name in each)
    return [counts[name] for name in people]


@given(st.integers(0, 60), st.integers(1, 5), overlaps, st.text(max_size=3))
def test_everybody_gets_as_many_as_the_others_give_or_take_one(
    count: int, people: int, overlap: Overlap | None, seed: str
) -> None:
    team = PEOPLE[:people]
    found = loads(assign_documents(AssignmentRequest(of(count, 3), team, overlap, seed)), team)
    assert max(found) - min(found) <= 1


@given(st.integers(0, 60), st.integers(1, 5), overlaps)
def test_so_many_documents_have_so_many_annotators_as_wanted(
    count: int, people: int, overlap: Overlap | None
) -> None:
    assigned = assign_documents(AssignmentRequest(of(count, 3), PEOPLE[:people], overlap))
    assert list(assigned) == sorted(of(count))
    share, copies = (overlap.share, overlap.copies) if overlap else (0, 1)
    several = min(copies, people)
    counts = Counter(len(each) for each in assigned.values())
    if several > 1:
        assert counts == +Counter({several: round(count * share), 1: count - round(count * share)})
    else:
        assert set(counts) <= {1}


def test_by_outlet_each_outlet_gives_its_share() -> None:
    documents = {f"a{n}": "Post" for n in range(40)} | {f"b{n}": "Wire" for n in range(10)}
    assigned = assign_documents(
        AssignmentRequest(documents, PEOPLE, Overlap(0.2, 2, by_outlet=True))
    )
    several = Counter(documents[each] for each, who in assigned.items() if len(who) == 2)
    assert several == {"Post": 8, "Wire": 2}


def test_each_two_annotators_share_about_as_many_as_each_other_two() -> None:
    assigned = assign_documents(AssignmentRequest(of(100), PEOPLE, Overlap(1, 2)))
    pairs = Counter(assigned.values())
    assert set(pairs) == set(combinations(PEOPLE, 2))
    assert max(pairs.values()) - min(pairs.values()) <= 4


def test_another_seed_assigns_otherwise_and_the_same_one_the_same() -> None:
    request = AssignmentRequest(of(30), PEOPLE, Overlap(0.3), "one")
    assert assign_documents(request) == assign_documents(request)
    assert assign_documents(request) != assign_documents(
        AssignmentRequest(of(30), PEOPLE, Overlap(0.3), "two")
    )


def test_with_nothing_new_a_second_run_changes_nothing() -> None:
    request = AssignmentRequest(of(31, 4), PEOPLE, Overlap(0.3, 3, by_outlet=True), "s")
    first = assign_documents(request)
    again = AssignmentRequest(
        request.documents, request.annotators, request.overlap, request.seed, first
    )
    assert assign_documents(again) == first


@given(st.data(), st.integers(1, 40), st.integers(0, 20), st.integers(1, 3), overlaps, overlaps)
def test_work_in_progress_never_moves_whatever_is_added(
    data: st.DataObject,
    count: int,
    more: int,
    people: int,
    overlap: Overlap | None,
    other: Overlap | None,
) -> None:
    first = assign_documents(AssignmentRequest(of(count), PEOPLE[:people], overlap))
    begun = {
        document: tuple(data.draw(st.lists(st.sampled_from(who), unique=True)))
        for document, who in first.items()
    }
    later = assign_documents(AssignmentRequest(of(count + more), PEOPLE, other, "", first, begun))
    assert all(set(who) <= set(later[document]) for document, who in begun.items())
    assert all(later.values())


def test_a_later_annotator_gets_a_fair_part_of_the_work_not_started() -> None:
    first = assign_documents(AssignmentRequest(of(40), PEOPLE[:2]))
    later = assign_documents(AssignmentRequest(of(40), PEOPLE[:4], None, "", first))
    assert loads(later, PEOPLE[:4]) == [10, 10, 10, 10]
    stayed = sum(later[each] == first[each] for each in first)
    assert stayed == 20


def test_who_left_keeps_what_they_began_and_nothing_else() -> None:
    first = assign_documents(AssignmentRequest(of(10), ("Ada", "Ben")))
    bens = [document for document, who in first.items() if who == ("Ben",)]
    begun = {bens[0]: ("Ben",)}
    later = assign_documents(AssignmentRequest(of(10), ("Ada",), None, "", first, begun))
    assert [document for document, who in later.items() if "Ben" in who] == [bens[0]]


def test_a_larger_sample_holds_the_smaller_one() -> None:
    assert set(sample_documents(of(30), 5, "s")) < set(sample_documents(of(30), 9, "s"))
    assert len(sample_documents(of(3), 9, "s")) == 3


@given(names, names)
def test_no_two_lists_of_names_have_one_chance(one: str, other: str) -> None:
    assert hash_rank("", one, other) != hash_rank("", one + other)
    assert hash_rank(one, other) != hash_rank("", one, other)


@given(st.randoms())
def test_who_gets_what_depends_on_no_order_of_documents_annotators_or_earlier_lots(
    random: object,
) -> None:
    def shuffled(items: list[str]) -> tuple[str, ...]:
        return tuple(sorted(items, key=lambda _: random.random()))  # type: ignore[attr-defined]

    documents = [f"d{number}" for number in range(12)]
    people = ["Ada", "Bo", "Cy", "Di"]
    before = {each: ["Ada", "Bo", "Cy"] for each in documents[:7]}
    overlap = Overlap(0.5, 2)
    lots = [
        AssignmentRequest(
            {each: each[-1] for each in order(documents)},
            order(people),
            overlap,
            "seed",
            {each: order(before[each]) for each in order(list(before))},
            {each: order(["Bo", "Cy"]) for each in order(documents[:2])},
        )
        for order in (tuple, shuffled)
    ]
    assert assign_documents(lots[0]) == assign_documents(lots[1])
