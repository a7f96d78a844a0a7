"""A project's documents as files."""

from dataclasses import replace

import pytest
from hypothesis import given

from annotator.model.annotation import AnnotationSet, Article, SegmentedDocument, text_hash
from annotator.model.errors import DataError
from annotator.storage.documents import parse, render
from tests.factories import a_cut_article
from tests.statements import states
from tests.strategies import tagged_articles

FILE = "documents/harbour.yaml"


def refused(text: str) -> list[str]:
    """What parsing says of this file, one fault a line."""
    with pytest.raises(DataError) as caught:
        parse(text.encode(), FILE)
    return [str(problem).removeprefix(f"{FILE}:") for problem in caught.value.problems]


@given(tagged_articles())
def test_what_is_written_is_read_back_as_it_was(article: tuple[str, AnnotationSet]) -> None:
    text, annotations = article
    document = replace(annotations.document, sha256=text_hash(text))
    bare = tuple(replace(each, tag=None, flag=False) for each in annotations.sentences)
    segmented = SegmentedDocument(Article(document, text), bare, annotations.next_id)
    assert parse(render(segmented), FILE) == segmented


def test_a_document_is_readable_as_it_lies_there() -> None:
    segmented = a_cut_article("Harbour dark", "It is dark.", outlet="Bay Post")
    title = replace(segmented.sentences[0], part="title")
    segmented = segmented._replace(sentences=(title, segmented.sentences[1]))
    assert render(segmented).decode() == (
        "format: attribution-document/1\n"
        "id: harbour\n"
        'title: "Harbour dark"\n'
        'outlet: "Bay Post"\n'
        "language: en\n"
        f'sha256: "{segmented.article.document.sha256}"\n'
        "text: |2-\n"
        "  Harbour dark\n"
        "\n"
        "  It is dark.\n"
        "next_id: 3\n"
        "sentences:\n"
        "- {id: s1, span: [0, 12], paragraph: 1, part: title}\n"
        "- {id: s2, span: [14, 25], paragraph: 2}\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ("Nobody knows", "Nobody knew", ("6: text:",)),
        ("[21, 38]", "[21, 37]", ("13: sentences[1]:", "37")),
        ("[21, 38]", "[21, 99]", ("13: sentences[1].span:", "78", "17")),
        ("[21, 38]", "[-3, 38]", ("13: sentences[1].span:", "-3")),
        ("id: s2", "id: s1", ("13: sentences[1].id:", "s1")),
        ("id: s2", "id: s3", ("13: sentences[1].id:", "next_id", "3", "s3")),
        ("paragraph: 2", "tag: claim", ("13: sentences[1].tag:", "“tag”")),
        ("id: harbour", "id: ../etc", ("2: id:",)),
        (
            "document/1",
            "document/2",
            ("1: format:", "attribution-document/2", "attribution-document/1"),
        ),
    ],
)
def test_a_document_that_does_not_go_with_itself_is_refused(
    old: str, new: str, facts: tuple[str, ...]
) -> None:
    sound = render(a_cut_article()).decode()
    assert old in sound
    assert states(refused(sound.replace(old, new))[0], *facts)
