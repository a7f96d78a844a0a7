from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest

from annotator.text.web_address import sentence_link, web_address
from tests.factories import a_cut_article
from tests.hostile import CORPUS

ARTICLE = a_cut_article("The port - it's old - closed, they said.", "word " * 30 + "end.")
SHORT, LONG = ARTICLE.sentences[:2]
AT = replace(ARTICLE.article.document, url="https://example.org/a?b=c")


def test_a_link_has_the_words_of_a_short_sentence_and_both_ends_of_a_long_one() -> None:
    page, _, words = sentence_link(AT, SHORT).partition("#:~:text=")
    assert page == AT.url
    assert unquote(words) == SHORT.text
    assert not {*words} & {*"-, &"}
    begin, end = sentence_link(AT, LONG).partition("#:~:text=")[2].split(",")
    assert LONG.text.startswith(unquote(begin))
    assert LONG.text.endswith(unquote(end))


def test_a_fragment_of_the_address_stays() -> None:
    at = replace(AT, url="https://example.org/a#top")
    assert sentence_link(at, SHORT).startswith("https://example.org/a#top:~:text=")


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "file:///etc/passwd"])
def test_without_a_web_address_a_link_names_the_file_and_the_sentence(url: str | None) -> None:
    document = replace(AT, url=url)
    assert sentence_link(document, SHORT) == f"{document.id}.txt#{SHORT.id}"


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_a_link_to_any_text_is_a_web_address(text: str) -> None:
    link = sentence_link(AT, replace(SHORT, text=text))
    assert web_address(link) == link
    assert urlsplit(link).path == "/a"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d",
        "http://example.org",
        "HTTPS://xn--mnchen-3ya.example",
    ],
)
def test_web_addresses_are_linked(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//example.org",
        "https://",
        "https:example.org",
        "http://[::1",
        " https://example.org",
        "https://example.org/\u202egpj",
        "https://exam\nple.org",
        "file:///etc/passwd",
    ],
)
def test_nothing_else_is_linked(url: str | None) -> None:
    assert web_address(url) is None
