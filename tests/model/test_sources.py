"""The edits of sources."""

from dataclasses import replace

import pytest

from annotator.model.faults import Refused
from annotator.model.sources import Attributed, Described, Merged, find, new_source, put, united
from tests.builders import CLAIM, a_codebook, a_sentence, a_set, a_source

BOOK = a_codebook()
TWITTER, INC = a_source("Twitter"), a_source("Twitter Inc.", id="twitter-inc")
BOTH = a_set(
    a_sentence("One.", CLAIM, source="twitter"),
    a_sentence("Two.", CLAIM, source="twitter-inc"),
    "Three.",
    sources=(TWITTER, INC),
)


def test_a_new_source_comes_with_the_sentence_that_names_it_first() -> None:
    source = new_source(BOTH, " Port   Authority ", "organisation")
    after = Attributed(("s3",), source).apply(BOTH, BOOK)
    assert after.sources[-1] == a_source("Port Authority")
    assert after.source_of(after.sentences[2]) == source


def test_a_source_named_like_a_word_of_yaml_has_another_id() -> None:
    assert new_source(BOTH, "No").id == "no-1"


def test_a_new_source_never_takes_an_id_that_is_there() -> None:
    assert new_source(BOTH, "TWITTER").id == "twitter-2"


def test_a_source_that_loses_its_last_sentence_leaves_in_the_same_edit() -> None:
    assert Attributed(("s1",), None).apply(BOTH, BOOK).sources == (INC,)


def test_a_concerned_source_stays_though_no_sentence_names_it() -> None:
    after = Described(a_source("Port", concerned=True)).apply(BOTH, BOOK)
    assert after.sources[-1].name == "Port"
    assert Described(a_source("Port")).apply(after, BOOK) == BOTH


def test_renaming_keeps_the_id_and_says_so() -> None:
    edit = Described(replace(TWITTER, name="X"))
    after = edit.apply(BOTH, BOOK)
    assert after.source_by_id["twitter"].name == "X"
    assert after.sentences == BOTH.sentences
    assert edit.words(BOTH, BOOK) == "Twitter is now X"


def test_a_rename_to_another_sources_name_is_refused() -> None:
    with pytest.raises(Refused, match="merge the two"):
        Described(replace(INC, name=" TWITTER ")).apply(BOTH, BOOK)


def test_a_rename_to_a_name_that_is_only_another_sources_id_is_none_of_its_business() -> None:
    after = Described(replace(TWITTER, name="twitter-inc")).apply(BOTH, BOOK)
    assert after.source_by_id["twitter"].name == "twitter-inc"


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_a_source_needs_a_name(name: str) -> None:
    with pytest.raises(Refused, match="needs a name"):
        new_source(BOTH, name)
    with pytest.raises(Refused, match="needs a name"):
        put(BOTH, replace(TWITTER, name=name))


def test_merging_rewrites_every_reference_and_keeps_what_either_knew() -> None:
    known = replace(INC, affiliation="Bay", concerned=True)
    annotations = replace(BOTH, sources=(replace(TWITTER, kind=None), known))
    after = Merged("twitter-inc", "twitter").apply(annotations, BOOK)
    assert after.sources == (replace(TWITTER, affiliation="Bay", concerned=True),)
    assert [each.source for each in after.sentences] == ["twitter", "twitter", None]
    assert after.sentences[2] is annotations.sentences[2]


def test_a_source_is_not_merged_into_itself() -> None:
    with pytest.raises(Refused, match="itself"):
        Merged("twitter", "twitter").apply(BOTH, BOOK)


@pytest.mark.parametrize("name", ["twitter inc.", "TWITTER  INC.", "twitter-inc"])
def test_a_source_is_found_by_its_name_or_id(name: str) -> None:
    assert find(BOTH, name) == INC


def test_nobody_is_found_under_a_name_that_is_not_there() -> None:
    assert find(BOTH, "Twit") is None


@pytest.mark.parametrize("name", ["it", "They", " she "])
def test_a_pronoun_is_no_source(name: str) -> None:
    with pytest.raises(Refused, match="pronoun"):
        new_source(BOTH, name)
    with pytest.raises(Refused, match="pronoun"):
        Described(replace(TWITTER, name=name)).apply(BOTH, BOOK)


def test_to_be_measured_sources_that_go_by_several_names_are_one() -> None:
    after = united(BOTH, {"TWITTER inc.": "Twitter"})
    assert [each.source for each in after.sentences] == ["twitter", "twitter", None]
    assert after.sources == (TWITTER,)


def test_two_other_names_of_one_source_are_one_though_its_own_name_is_not_there() -> None:
    after = united(BOTH, {"Twitter": "X", "Twitter Inc.": "X"})
    assert [each.source for each in after.sentences] == ["twitter", "twitter", None]


def test_without_other_names_every_source_is_its_own() -> None:
    assert united(BOTH, {}) == united(BOTH, {"Facebook": "Meta"}) == BOTH
