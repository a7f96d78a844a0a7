"""The suggester `rules`: a whole document at once."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Answer, Article, Document, SegmentedDocument, SuggestedField
from annotator.model.codebook import CONTRADICTS
from annotator.storage import codebooks
from annotator.text.cutting import cut
from annotator.text.rules_suggester import suggest
from annotator.text.tag_rules import is_settled
from tests.hostile import CORPUS

ARTICLE = """Floods closed the bridge, the mayor, Ann Lee, said on Monday.

“We warned them in May,” said Ravi Orr, who runs the port. “Nobody listened.

“Nobody called back.”

The port denied it. The ministry declined to comment.

The bridge was built in 1921.
"""


def _segmented(text: str) -> SegmentedDocument:
    article = Article(Document("article", "0" * 64), text)
    return SegmentedDocument.from_segments(article, cut(text, "en"))


DOCUMENT = _segmented(ARTICLE)
CODEBOOK = codebooks.builtin()
FOUND = suggest(DOCUMENT, CODEBOOK)


def _best(words: str, field: SuggestedField) -> object:
    """The best value for the sentence with these words."""
    sentence = next(each for each in DOCUMENT.sentences if words in each.text)
    values = FOUND.get(sentence.id, {}).get(field, ())
    return values[0].value if values else None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Floods", "Ann Lee"),
        ("We warned", "Ravi Orr"),
        ("Nobody listened", "Ravi Orr"),
        ("Nobody called", "Ravi Orr"),
    ],
)
def test_an_open_quotation_carries_its_source(words: str, name: str) -> None:
    assert _best(words, SuggestedField.SOURCE) == name
    assert _best(words, SuggestedField.TAG) == "claim"


def test_a_silence_is_a_non_response_and_a_denial_answers_a_claim() -> None:
    assert _best("declined", SuggestedField.TAG) == "non-response"
    assert _best("denied", SuggestedField.TAG) == "confirmation"
    answers = _best("denied", SuggestedField.ANSWERS)
    assert isinstance(answers, tuple)
    assert [each.stance for each in answers if isinstance(each, Answer)] == [CONTRADICTS]


def test_what_nobody_says_and_is_settled_is_background() -> None:
    assert _best("1921", SuggestedField.TAG) == "background"
    assert _best("1921", SuggestedField.SOURCE) == ""


@pytest.mark.parametrize(
    "text",
    [
        "The cannery employs 640 people.",
        "The bridge was built in 1921 because the mayor took bribes.",
        "The bridge, built in 1921, will close on Monday.",
        "The bridge “was built in 1921”.",
        "Shares fell.",
    ],
)
def test_a_figure_a_judgment_news_or_a_quotation_is_never_settled(text: str) -> None:
    assert not is_settled(text)


def test_spans_are_code_points_of_the_document() -> None:
    text = DOCUMENT.article.text
    for sentence in DOCUMENT.sentences:
        fields = FOUND.get(sentence.id, {})
        for each in fields.get(SuggestedField.CUE, ()):
            start, end = (at for at in each.value if isinstance(at, int))
            assert sentence.span[0] <= start < end <= sentence.span[1]
        for each in fields.get(SuggestedField.SOURCE, ()):
            if each.span:
                assert sentence.text.count(text[slice(*each.span)])


def test_a_codebook_without_a_role_gets_no_such_tag() -> None:

    fewer = replace(CODEBOOK, tags=CODEBOOK.tags[:1])
    tags = {
        each.value
        for fields in suggest(DOCUMENT, fewer).values()
        for each in fields.get(SuggestedField.TAG, ())
    }
    assert tags <= {CODEBOOK.tags[0].id}


def test_a_pronoun_is_no_name() -> None:
    for fields in suggest(
        _segmented("All said so. They denied it. He left, all said."), CODEBOOK
    ).values():
        names = {str(each.value).lower() for each in fields.get(SuggestedField.SOURCE, ())}
        assert not names & {"all", "they", "he"}


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_any_text_can_be_read(text: str) -> None:
    suggest(_segmented(f"{text} said.\n\n“{text}"), CODEBOOK)
