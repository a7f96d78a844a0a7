"""The keys of sources."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.tui.prompts.source_keys import SourceKeys, available_keys

AVAILABLE = available_keys(frozenset("cfnbhe"))


def test_keys_are_digits_first_and_then_letters_that_are_free() -> None:
    assert "".join(AVAILABLE).startswith("123456789ad")
    assert not set("cfnbhe") & {*AVAILABLE}
    assert "q" not in available_keys(frozenset("Q"))


@given(st.lists(st.lists(st.sampled_from("uvwxyz"), unique=True), max_size=8))
def test_a_source_keeps_its_key_whatever_comes_and_goes(states: list[list[str]]) -> None:
    keys = SourceKeys()
    for sources in states:
        before = keys.by_source
        keys = keys.with_sources(sources, AVAILABLE)
        assert before.items() <= keys.by_source.items()
        assert {*sources} <= keys.by_source.keys()
    assert len({*keys.by_source.values()}) == len(keys.by_source)


def test_a_source_keeps_the_key_under_which_it_was_taken() -> None:
    keys = SourceKeys().with_source("owls", "3").with_sources(["port", "owls"], AVAILABLE)
    assert dict(keys.by_source) == {"owls": "3", "port": "1"}
    assert keys.with_source("mayor", "3") is keys


def test_more_sources_than_keys_have_none() -> None:
    keys = SourceKeys().with_sources(["one", "two", "three"], ("1", "2"))
    assert "three" not in keys.by_source
