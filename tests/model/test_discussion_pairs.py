from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.discussion_pairs import discussion_pairs

SENTENCES = ("s7", "s13", "s2")
classes = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(SENTENCES), st.sampled_from("CFNB")),
    max_size=24,
)


@given(classes)
def test_no_student_is_in_two_pairs_and_each_pair_differs(tags: dict[str, dict[str, str]]) -> None:
    pairs = discussion_pairs(tags, SENTENCES)
    everyone = [student for pair in pairs for student in pair.students]
    assert len(everyone) == len(set(everyone))
    assert set(everyone) <= set(tags)
    for pair in pairs:
        assert len(pair.students) in {2, 3}
        assert len({tags[each].get(pair.sentence) for each in pair.students}) > 1


@given(classes)
def test_the_first_sentence_gives_as_many_pairs_as_there_can_be(
    tags: dict[str, dict[str, str]],
) -> None:
    sizes = Counter(own["s7"] for own in tags.values() if "s7" in own)
    most = min(sizes.total() // 2, sizes.total() - max(sizes.values(), default=0))
    pairs = discussion_pairs(tags, SENTENCES)
    assert sum(each.sentence == "s7" for each in pairs) == most


@given(classes)
def test_the_order_in_which_students_joined_does_not_matter(
    tags: dict[str, dict[str, str]],
) -> None:
    assert discussion_pairs(tags, SENTENCES) == discussion_pairs(
        dict(reversed(tags.items())), SENTENCES
    )


def test_the_odd_student_joins_a_pair() -> None:
    tags = {"ada": {"s7": "C"}, "ben": {"s7": "F"}, "zoe": {"s7": "C"}}
    [pair] = discussion_pairs(tags, SENTENCES)
    assert sorted(pair.students) == ["ada", "ben", "zoe"]


def test_where_all_agree_nobody_is_paired() -> None:
    assert discussion_pairs({name: {"s7": "C"} for name in "abcd"}, SENTENCES) == ()
