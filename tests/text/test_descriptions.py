"""What an article says about its sources, quoted from it."""

import pytest
from hypothesis import given

from annotator.model.annotation import AnnotationSet, Source
from annotator.text.descriptions import descriptions
from tests.factories import CLAIM, a_document, a_sentence, a_set
from tests.strategies import annotation_sets

ROE = Source("roe", "Ana Roe", "person")
OWLS = Source("owls", "Night Owls", "organization")
WORKER = Source("worker", "dock worker", "unnamed")
SOURCES = (ROE, OWLS, WORKER)


def described(*texts: str, language: str = "en") -> dict[str, list[str]]:
    annotations = a_set(
        *(a_sentence(text, CLAIM) for text in texts),
        sources=SOURCES,
        document=a_document(language=language),
    )
    return {key: [each.text for each in found] for key, found in descriptions(annotations).items()}


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ("Mayor Ana Roe said the port is shut.", "roe", "Mayor"),
        ("The energy minister Ana Roe said so.", "roe", "energy minister"),
        ("Ana Roe, the mayor of Brenn, said so.", "roe", "the mayor of Brenn"),
        ("Ana Roe, 54, a nurse at the clinic, said so.", "roe", "a nurse at the clinic"),
        ("It was late, said Ana Roe, who runs the clinic.", "roe", "who runs the clinic"),
        ("Ana Roe (head of the works council) said so.", "roe", "head of the works council"),
        ("A group of hackers, the Night Owls, wrote it.", "owls", "group of hackers"),
        ("A dock worker who saw the fire said so.", "worker", "who saw the fire"),
        ("A dock worker briefed on the talks said so.", "worker", "briefed on the talks"),
    ],
)
def test_words_next_to_a_mention_describe_the_source(text: str, source: str, words: str) -> None:
    assert described(text) == {source: [words]}


@pytest.mark.parametrize(
    "text",
    [
        "Ana Roe said the port is shut.",
        "Ms. Ana Roe said so.",
        "“Ana Roe, the mayor of Brenn, is late,” a driver said.",
        "The port is shut, Ana Roe, the mayor said.",
        "On Monday Ana Roe left, the police said.",
        "Bo Lind, the mayor of Brenn, said so.",
    ],
)
def test_other_words_do_not_describe_it(text: str) -> None:
    assert described(text) == {}


def test_a_description_is_found_by_the_last_name_and_given_once() -> None:
    found = described(
        "Ana Roe, who runs the clinic, said so.",
        "Roe, who runs the clinic, left.",
        "Roe, a nurse by training, came back.",
    )
    assert found == {"roe": ["who runs the clinic", "a nurse by training"]}


def test_only_english_articles_are_read() -> None:
    assert described("Mayor Ana Roe said so.", language="de") == {}
    assert described("Mayor Ana Roe said so.", language="en-GB") != {}


@given(annotation_sets())
def test_each_description_is_quoted_from_its_sentence(annotations: AnnotationSet) -> None:
    for source, found in descriptions(annotations).items():
        assert source in annotations.source_by_id
        for each in found:
            text = annotations.sentence(each.sentence).text
            assert text[slice(*each.span)] == each.text != ""
