"""Patterns that are compiled at their first use."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

import annotator.text
from annotator.text.lazy_pattern import LazyPattern, lazy_pattern


def test_a_lazy_pattern_finds_what_the_compiled_one_finds() -> None:
    lazy, compiled = (each(r"(?P<word>b\w*)", re.IGNORECASE) for each in (lazy_pattern, re.compile))
    text = "A boat, a Bell."
    assert lazy.findall(text) == compiled.findall(text) == ["boat", "Bell"]
    assert lazy.sub("-", text) == compiled.sub("-", text)
    assert lazy.pattern == compiled.pattern
    assert lazy.flags == compiled.flags


def test_a_lazy_pattern_is_not_compiled_before_it_is_used() -> None:
    faulty = lazy_pattern("(")
    with pytest.raises(re.error):
        faulty.match("")


def test_every_lazy_pattern_can_be_compiled() -> None:
    names = [each.name for each in walk_packages(annotator.text.__path__, "annotator.text.")]
    modules = [import_module(each) for each in (*names, "annotator.storage.articles")]
    values = [value for module in modules for value in vars(module).values()]
    patterns = [each for each in values if isinstance(each, LazyPattern)]
    assert patterns
    for each in patterns:
        assert each.pattern
