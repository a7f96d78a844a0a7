"""Quotation marks, and the sentences that go on inside them."""

from collections.abc import Iterator, Sequence
from typing import overload

import pytest
from hypothesis import given

from annotator.model.annotation import Sentence
from annotator.text.quotations import continues_quotation, quotation_spans
from tests.factories import a_sentence, a_set
from tests.strategies import hard_texts


def paragraphs(*texts: Sequence[str]) -> tuple[Sentence, ...]:
    return a_set(
        *(
            a_sentence(text, paragraph=number)
            for number, paragraph in enumerate(texts, 1)
            for text in paragraph
        )
    ).sentences


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotation_spans(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We left,” she said, “and locked up.”", ["“We left,”", "“and locked up.”"]),
        ('"We left," she said, "and locked up."', ['"We left,"', '"and locked up."']),
        ("‘We left,’ she said.", ["‘We left,’"]),
        ("'We left,' she said.", ["'We left,'"]),
        ("„Wir gingen“, sagte sie.", ["„Wir gingen“"]),
        ("« Nous partons », dit-elle.", ["« Nous partons »"]),
        ("“He told me ‘go’ and I went,” she said.", ["“He told me ‘go’ and I went,”"]),
        ("And locked up,” she said.", ["And locked up,”"]),
        ("She said: “We left.", ["“We left."]),
        ('("We left," she said)', ['"We left,"']),
    ],
)
def test_what_stands_between_marks_is_quoted(text: str, inside: list[str]) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "The workers' demands and the council's reply.",
        "The workers’ demands and the council’s reply.",
        "Rock ’n’ roll of the '90s, 'til dawn.",
        "She had been goin’ home.",
        "Let ‘em come.",
    ],
)
def test_an_apostrophe_quotes_nothing(text: str) -> None:
    assert quoted(text) == []


def test_a_workers_apostrophe_within_a_single_quotation_does_not_end_it() -> None:
    text = "'The workers' demands are fair,' he said."
    assert quoted(text) == ["'The workers' demands are fair,'"]


@given(hard_texts)
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    end = 0
    for start, stop in quotation_spans(text):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize(
    "first", ["“We left.", '"We left.', "‘We left.", "'We left.", "He said: “We ‘left’."]
)
def test_a_sentence_after_one_that_left_a_quotation_open_continues_it(first: str) -> None:
    assert continues_quotation(paragraphs([first, "Nobody stayed."]), 1)


@pytest.mark.parametrize(
    "first", ["“We left.”", '"We left."', "'We left.'", "We left.", "The workers' union left."]
)
def test_a_sentence_after_one_without_an_open_quotation_continues_none(first: str) -> None:
    assert not continues_quotation(paragraphs([first, "Nobody stayed."]), 1)


def test_a_sentence_between_without_a_mark_leaves_the_quotation_open() -> None:
    assert continues_quotation(
        paragraphs(["“We left.", "Nobody stayed.", "I saw it,” he said."]), 2
    )


def test_a_closed_quotation_is_over() -> None:
    assert not continues_quotation(
        paragraphs(["“We left.", "Nobody stayed,” he said.", "It rained."]), 2
    )


def test_a_sentence_that_opens_a_quotation_of_its_own_continues_none() -> None:
    assert not continues_quotation(paragraphs(["“We left,” he said.", "“Nobody stayed.”"]), 1)


def test_a_paragraph_that_opens_with_a_mark_goes_on_with_one_left_open() -> None:
    assert continues_quotation(paragraphs(["“We left.", "At noon."], ["“Nobody stayed.”"]), 2)


def test_a_paragraph_without_a_mark_of_its_own_does_not_go_on() -> None:
    assert not continues_quotation(paragraphs(["“We left."], ["Nobody stayed."]), 1)


def test_a_paragraph_that_opens_after_a_closed_quotation_begins_its_own() -> None:
    assert not continues_quotation(paragraphs(["“We left.”"], ["“Nobody stayed.”"]), 1)


def test_a_caption_between_two_paragraphs_is_passed_over() -> None:
    caption = a_sentence("Photo: the quay", part="caption", paragraph=2)
    one, two = paragraphs(["“We left."], ["“Nobody stayed.”"])
    sentences = a_set(one, caption, a_sentence(two.text, paragraph=3)).sentences
    assert continues_quotation(sentences, 2)


class Counted(Sequence[Sentence]):
    """Sentences that count how many of them were looked at."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        self.sentences, self.seen = sentences, set[int]()

    def __len__(self) -> int:
        return len(self.sentences)

    @overload
    def __getitem__(self, at: int) -> Sentence: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Sentence, ...]: ...
    def __getitem__(self, at: int | slice) -> Sentence | tuple[Sentence, ...]:
        if isinstance(at, int):
            self.seen.add(at)
        return self.sentences[at]

    def __iter__(self) -> Iterator[Sentence]:
        raise AssertionError("all of them were asked for")


def test_it_looks_back_no_further_than_the_sentence_that_decides() -> None:
    sentences = Counted(
        paragraphs([*["“All. "] * 500, "“We left.", "It rained.", "Nobody stayed."])
    )
    assert continues_quotation(sentences, 502)
    assert sentences.seen == {500, 501, 502}


def test_it_looks_at_most_one_paragraph_back() -> None:
    sentences = Counted(paragraphs(["“All."], ["“We left.”"], ["“Nobody stayed.”"]))
    assert not continues_quotation(sentences, 2)
    assert sentences.seen == {1, 2}
