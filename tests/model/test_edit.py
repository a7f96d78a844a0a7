"""The steps that several edits take."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Cue
from annotator.model.edit import change, holds, numbers, without_unused_sources
from tests.builders import a_sentence, a_set, a_source

THREE = a_set("One.", "Two.", "Three.")
OWLS, PORT = a_source("Owls"), a_source("Port", concerned=True)


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        (("s2",), "2"),
        (("s1", "s2"), "1-2"),
        (("s3", "s1", "s2"), "1-3"),
        (("s3", "s1"), "1, 3"),
        ((), ""),
    ],
)
def test_sentences_are_named_by_their_positions(sentences: tuple[str, ...], said: str) -> None:
    assert numbers(THREE, sentences) == said


def test_what_a_change_leaves_equal_stays_the_very_same() -> None:
    after = change(THREE, ["s1", "s2"], lambda each: replace(each, flag=each.id == "s2"))
    assert after.sentences[0] is THREE.sentences[0]
    assert [each.flag for each in after.sentences] == [False, True, False]


def test_a_source_that_nobody_names_goes_unless_it_is_concerned() -> None:
    named = a_set(a_sentence(source="owls"), sources=(OWLS, PORT))
    assert without_unused_sources(named) is named
    unnamed = a_set("One.", sources=(OWLS, PORT))
    assert without_unused_sources(unnamed).sources == (PORT,)


@pytest.mark.parametrize(
    ("cue", "held"),
    [
        (Cue("said", (13, 17)), True),
        (Cue("It said", (10, 17)), True),
        (Cue("said", (12, 16)), False),
        (Cue("said", (9, 13)), False),
        (Cue("", (13, 13)), False),
        (Cue("so.", (18, 21)), True),
    ],
)
def test_a_cue_is_held_where_its_words_stand_at_its_span(cue: Cue, held: bool) -> None:
    assert holds(a_sentence("It said so.", start=10), cue) is held
