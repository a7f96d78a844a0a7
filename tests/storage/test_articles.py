import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Article, text_hash
from annotator.model.errors import DataError
from annotator.storage.articles import (
    MAX_ARTICLE_BYTES,
    Metadata,
    article_from,
    read_article,
    render,
)
from tests.factories import a_document
from tests.statements import states

TEXT = "Ünïcode – “quoted” 李雷 🎈 שלום\n\nSecond paragraph.\n"


def text_of(data: bytes, encoding: str | None = None) -> str:
    return article_from(data, "article.txt", encoding=encoding).article.text


def refusal(data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(DataError) as caught:
        article_from(data, "article.txt", encoding=encoding)
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["plain", "utf-8 bom", "utf-16 le", "utf-16 be", "crlf", "cr"],
)
def test_every_usual_form_of_a_text_is_the_same_article(data: bytes) -> None:
    article = article_from(data, "article.txt").article
    assert article.text == TEXT
    assert article.document.sha256 == text_hash(TEXT)


WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), min_size=1
).filter(lambda text: text.strip() and not text.startswith("---"))


@given(WORDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]))
def test_any_text_comes_back_as_it_was(text: str, encoding: str) -> None:
    named = None if encoding in {"utf-8", "utf-8-sig", "utf-16"} else encoding
    assert text_of(text.encode(encoding), named) == text


@given(st.binary(max_size=60))
def test_any_bytes_are_an_article_or_are_refused(data: bytes) -> None:
    try:
        assert article_from(data, "article.txt").article.text.strip()
    except DataError as refused:
        assert str(refused).startswith("article.txt")  # noqa: PT017 (either outcome is right)


def test_bytes_that_do_not_decode_are_refused_with_their_place_and_the_option() -> None:
    said = refusal("Zürich".encode("latin-1"))
    assert said.startswith("article.txt: ")
    assert "UTF-8: byte 1 (0xfc)" in said
    assert "--encoding NAME" in said
    assert "byte 4 (0xfc)" in refusal(codecs.BOM_UTF8 + "Zürich".encode("latin-1"))
    assert "byte 4 (0x61)" in refusal(codecs.BOM_UTF16_LE + b"Z\0a")


def test_a_named_encoding_is_used() -> None:
    assert text_of("Zürich".encode("latin-1"), "latin-1") == "Zürich"
    assert text_of(codecs.BOM_UTF8 + "Zürich".encode(), "utf-8") == "Zürich"


@pytest.mark.parametrize("name", ["no-such", "rot13", "zlib", "a\0b"])
def test_an_encoding_that_there_is_not_is_refused(name: str) -> None:
    assert states(refusal(b"text", name), f"“{name}”")


def test_a_nul_character_is_refused_with_its_line() -> None:
    assert "article.txt:2: This is not text: character 6 " in refusal(b"line\nx\0y")
    assert "article.txt:1: This is not text: character 0 " in refusal(b"\0\n")


def test_utf_32_is_named() -> None:
    assert "--encoding utf-32" in refusal("text".encode("utf-32"))


@pytest.mark.parametrize("data", [b"", b" \n\t\n", codecs.BOM_UTF8, b"---\ntitle: x\n---\n\n"])
def test_an_article_without_text_is_refused(data: bytes) -> None:
    assert "no text" in refusal(data)


def test_a_large_file_is_refused_before_it_is_read_unless_it_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"word " * (MAX_ARTICLE_BYTES // 5) + b"x")
    with pytest.raises(DataError, match=r"5,000,000 bytes\..* --max-size"):
        read_article(path)
    assert len(read_article(path, most=MAX_ARTICLE_BYTES + 1).article.text) == MAX_ARTICLE_BYTES + 1


FRONT_MATTER = """---
title: "Lights out: the harbour"
outlet: The Gull
url: https://example.org/1
published: 2026-03-02
language: pt-BR
---

Text.
"""


def test_front_matter_is_taken_off_and_read() -> None:
    article = article_from(FRONT_MATTER.encode(), "article.txt").article
    assert article.text == "Text.\n"
    document = article.document
    assert document.sha256 == text_hash("Text.\n")
    assert (document.title, document.outlet) == ("Lights out: the harbour", "The Gull")
    assert document.url == "https://example.org/1"
    assert (document.published, document.language) == ("2026-03-02", "pt-BR")


def test_options_go_before_front_matter() -> None:
    given = Metadata(title="Mine", language="fr")
    document = article_from(FRONT_MATTER.encode(), "a.txt", given).article.document
    assert (document.title, document.outlet, document.language) == ("Mine", "The Gull", "fr")


@pytest.mark.parametrize("value", ["No", "012", "1e3", "~", "12:30:45", "null", "2026-01-01"])
def test_a_title_that_yaml_would_take_for_something_else_is_itself(value: str) -> None:
    data = f"---\ntitle: {value}\n---\nText.".encode()
    assert article_from(data, "a.txt").article.document.title == value


def test_unknown_fields_are_warned_of_and_stop_nothing() -> None:
    data = b"---\ntitle: x\ntags: [a, b]\nauthor: Ada\n---\nText."
    article_file = article_from(data, "a.md")
    assert article_file.article.document.title == "x"
    assert [warning.split(":", 3)[:3] for warning in article_file.warnings] == [
        ["a.md", "3", " tags"],
        ["a.md", "4", " author"],
    ]


@pytest.mark.parametrize(
    ("block", "facts"),
    [
        ("title: x\ntitle: y", ("a.txt:3: title:", "“title”")),
        ("title: [x", ("YAML",)),
        ("title: [x]", ("a.txt:2: title:",)),
        ("published: March", ("a.txt:2: published:", "“March”", "2026-03-02")),
        ("published: 2026-02-30", ("a.txt:2: published:", "“2026-02-30”")),
        ("title: " + "[" * 5000, ("a.txt", "32 levels")),
        ("- x\n- title: x\ntitle: x", ("YAML",)),
        ("{}: x\ntitle: y", ("a.txt:2:",)),
        ("title: \x07", ("YAML",)),
    ],
)
def test_faulty_front_matter_is_refused_with_its_line(block: str, facts: tuple[str, ...]) -> None:
    with pytest.raises(DataError) as caught:
        article_from(f"---\n{block}\n---\nText.".encode(), "a.txt")
    assert states(str(caught.value), *facts)


def test_an_alias_bomb_in_front_matter_is_refused_at_once() -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20))
    data = f"---\ntitle: x\na0: &a0 [x]\n{levels}---\nText.".encode()
    with pytest.raises(DataError, match="“&a0”"):
        article_from(data, "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule above.\n\n---\n\nAnd below.\n",
        "---\nNote: a rule and a colon.\n---\nText.\n",
        "---\ntitle: never closed\n",
        "--- title: x\n---\nText.\n",
        "Text.\n---\ntitle: x\n---\n",
        "----\ntitle: x\n----\nText.\n",
    ],
)
def test_a_text_that_merely_begins_with_a_rule_is_text(text: str) -> None:
    assert text_of(text.encode()) == text


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("Harbour Blackout.txt", None, "harbour-blackout"),
        ("some/folder/ie9.md", "Title", "ie9"),
        ("-", None, "article"),
        ("-", "Harbour blackout", "harbour-blackout"),
        ("-", "  ", "article"),
    ],
)
def test_the_id_is_the_files_name_or_the_title(name: str, title: str | None, expected: str) -> None:
    assert article_from(b"Text.", name, Metadata(title=title)).article.document.id == expected


def test_an_article_is_read_without_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode())
    before = path.stat()
    assert read_article(path).article.text == TEXT
    assert path.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    "fields",
    [{}, {"title": "Lights: out", "outlet": "The Gull", "published": "2026-03-02"}],
)
def test_a_written_article_is_read_back_with_its_metadata(fields: dict[str, str]) -> None:
    article = Article(a_document(**({"title": None} | fields), sha256=text_hash(TEXT)), TEXT)
    assert article_from(render(article), "harbour.txt").article == article


@pytest.mark.parametrize(
    "article",
    [
        Article(a_document(), "\n" + TEXT),
        Article(a_document(published="last spring"), TEXT),
    ],
    ids=["an empty line first", "a date that front matter refuses"],
)
def test_what_front_matter_would_change_or_refuse_is_written_without(article: Article) -> None:
    assert render(article) == article.text.encode()


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("He said &quot;no&quot;.", "en", "2 HTML entities"),
        ("It’s fine. AT&T rose; so did R&D.", "en", None),
        ("Itâ€™s late.", "en", "wrong encoding"),
        ("Il dit « NON ».", "fr", None),
        ("Han gik.", "da", "English rules"),
        ("彼は去った。", "ja", None),
    ],
)
def test_what_makes_a_text_hard_to_split_is_reported(
    text: str, language: str, said: str | None
) -> None:
    article_file = article_from(text.encode(), "a.txt", Metadata(language=language))
    assert (said is None) == (article_file.notices == ())
    assert said is None or said in " ".join(article_file.notices)


def test_an_article_with_very_long_metadata_is_written_so_that_its_text_is_read() -> None:
    article = article_from(b"It is so.\n", "a.txt", Metadata(title="x" * 70_000)).article
    assert article_from(render(article), "a.txt").article.text == "It is so.\n"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.yaml", b"format: attribution-annotations/1\n", "`annotator import DIR a.yaml`"),
        ("a.txt", b"# mine\n\nformat: 'attribution-key/1'\n", "`annotator grade`"),
        ("a.yaml", b"document: {id: a}\nformat: attribution-gold/1\n", "`annotator import DIR"),
        ("a.txt", b"format: attribution-codebook/1\n", "`annotator init DIR --codebook a.txt`"),
        ("a.txt", b"format: attribution-document/1\n", "`annotator a.txt`"),
        ("project.yaml", b"format: attribution-project/1\n", "`annotator status`"),
        ("a.json", b'{"format": "attribution-class/1"}', "`annotator serve`"),
        ("a.yaml", "format: attribution-key/1\n".encode("utf-16"), "`annotator grade`"),
        ("a.yaml", b"x: 1\n", "YAML"),
        ("a.txt", b'[{"id": 1, "data": {"text": "It is so."}}]', "`annotator import DIR a.txt`"),
        ("a.txt", b'{"text": "It is so."}\n{"text": "It was."}\n', "`annotator import DIR a.txt`"),
        ("a.json", b'{"broken', "`annotator import DIR a.json`"),
        ("a.tsv", b"id\ttext\n", "CSV"),
        ("a.txt", b"%PDF-1.7\n", "pdftotext"),
        ("a", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.txt", b"PK\x03\x04..word/document.xml", "the ending .docx"),
        ("a.txt", b"PK\x03\x04..xl/workbook.xml", "a spreadsheet"),
        ("a.txt", b"<!DOCTYPE html>\n<html><p>It is so.", "the ending .html"),
        ("a.docx", b"PK\x03\x04..word/document.xml", "`annotator add DIR a.docx`"),
        ("a.html", b"<!DOCTYPE html>\n<html><p>It is so.", "`annotator a.html`"),
        ("-", b"format: attribution-key/1\n", "`annotator grade`"),
    ],
)
def test_a_file_that_is_not_an_article_is_refused_with_the_command_that_reads_it(
    name: str, data: bytes, words: str
) -> None:
    with pytest.raises(DataError) as caught:
        article_from(data, name)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[Editor: a note] It is so.",
        "{It} is so.",
        "It is so.\n\nformat: attribution-key/1 is a line of a file.",
        "Format: it is so.",
        "An <html> page is a page.",
        "PKs and PDFs: %PDF- is how they begin.",
        "BMW is a firm.",
    ],
)
def test_an_article_that_only_looks_like_another_file_is_taken(text: str) -> None:
    assert article_from(text.encode(), "a.txt").article.text == text
