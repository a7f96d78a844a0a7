"""The sources of several annotators as one list."""

import pytest

from annotator.model.annotation import Source
from annotator.model.registry import Registry


def test_sources_of_one_folded_name_are_one_and_the_first_word_on_them_counts() -> None:
    registry = Registry({})
    registry.add([Source("owls", "Night Owls", None, "The Barn")])
    registry.add([Source("x", "night  OWLS", "person", "A Tree", concerned=True)])
    registry.add([Source("y", "Night Owls", "organisation")])
    assert registry.sources == (Source("owls", "Night Owls", "person", "The Barn", True),)


def test_an_alias_is_the_source_that_it_counts_as_under_that_name() -> None:
    registry = Registry({"The Owls": "Night Owls"})
    registry.add([Source("the-owls", "the owls")])
    registry.add([Source("n", "Night Owls", "organisation")])
    assert registry.sources == (Source("the-owls", "Night Owls", "organisation"),)
    found = registry.source(Source("z", "THE OWLS"))
    assert found == registry.sources[0]


def test_an_id_that_another_source_has_makes_way_for_a_new_one() -> None:
    registry = Registry({})
    registry.add([Source("port", "Port"), Source("port", "Port Authority")])
    assert [each.id for each in registry.sources] == ["port", "port-authority"]


def test_no_source_is_none_and_one_that_was_never_added_is_a_fault_of_ours() -> None:
    assert Registry({}).source(None) is None
    with pytest.raises(KeyError):
        Registry({}).source(Source("port", "Port"))
