import gzip
import io
import zipfile
from pathlib import Path

import docx
import pytest

from annotator.formats.articles import Ways, articles_in
from annotator.formats.fetching import Page
from annotator.model.faults import Refused
from annotator.storage.articles import NOTHING, Metadata, Reading, article_from, render
from tests.hostile import CORPUS

PAGE = """<!DOCTYPE html><html lang="de"><head><title>Dark - Coastwire</title>
<meta property="og:site_name" content="Coastwire"><meta property="og:title" content="Dark">
<meta property="article:published_time" content="2026-03-02T08:00:00Z"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Dark</h1>
<p>A power failure stopped the cranes at the harbour for five hours before dawn on Monday.</p>
<p>The Port Authority did not respond to requests for comment on Monday morning, it said.</p>
</article><footer>All rights reserved</footer></body></html>"""


def only(name: str | Path, given: Metadata = NOTHING, ways: Ways | None = None) -> Reading:
    (reading,) = articles_in(str(name), given, ways)
    return reading


def told(name: str | Path, ways: Ways | None = None) -> str:
    with pytest.raises(Refused) as caught:
        list(articles_in(str(name), Metadata(), ways))
    assert len(caught.value.faults) == 1
    return str(caught.value)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    path = tmp_path / "dark.html"
    path.write_text(PAGE, "utf-8")
    return path


def test_of_a_page_the_main_text_is_taken_with_what_it_says_of_itself(page: Path) -> None:
    reading = only(page, Metadata(outlet="The Weekly"))
    document = reading.article.document
    assert (document.title, document.outlet, document.published, document.language) == (
        "Dark", "The Weekly", "2026-03-02", "de",
    )  # fmt: skip
    assert reading.article.text.startswith("Dark\n\nA power failure")
    assert "Home" not in reading.article.text
    assert "rights" not in reading.article.text


def test_of_an_address_the_address_is_kept(page: Path) -> None:
    def fetch(address: str, most: int) -> Page:
        return Page(f"{address}/moved", "text/html", "utf-8", page.read_bytes()[:most])

    document = only("https://news.example/dark", ways=Ways(fetch=fetch)).article.document
    assert (document.id, document.url) == ("dark", "https://news.example/dark")


def test_an_address_may_give_plain_text_and_nothing_else_but_pages() -> None:
    def fetch(address: str, most: int) -> Page:
        kind = "text/plain" if address.endswith("txt") else "application/pdf"
        return Page(address, kind, None, b"It said so.")

    assert only("https://a.example/b.txt", ways=Ways(fetch=fetch)).article.text == "It said so."
    assert "is application/pdf" in told("https://a.example/b.pdf", Ways(fetch=fetch))


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-2"])
def test_a_page_is_decoded_as_it_says_itself(page: Path, encoding: str) -> None:
    text = PAGE.replace("harbour", "harbör").replace("<head>", f'<head><meta charset="{encoding}">')
    page.write_bytes(text.encode(encoding))
    assert "the harbör for five hours" in only(page).article.text


def test_a_packed_page_is_not_unpacked(page: Path) -> None:
    page.write_bytes(gzip.compress(PAGE.encode() * 1000))
    assert "dark.html" in told(page)


def test_a_page_without_an_article_is_refused(page: Path) -> None:
    for text in ("", "<p>", "<div>" * 50_000, "\0" * 99):
        page.write_text(text, "utf-8")
        assert "dark.html" in told(page)


def test_of_a_docx_the_paragraphs_are_taken_and_the_title(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.title = "Dark"
    made.add_heading("Dark 🙂", 0)
    made.add_paragraph("It said so.")
    made.add_paragraph("")
    made.save(str(tmp_path / "d.docx"))
    article = only(tmp_path / "d.docx").article
    assert (article.document.id, article.document.title) == ("d", "Dark")
    assert article.text == "Dark 🙂\n\nIt said so."


def a_zip(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is no zip archive"),
        (b"PK\x03\x04" + b"x" * 99, "it is no zip archive"),
        (a_zip(a=b"x"), "is no .docx file that can be read"),
        (a_zip(a=b"\0" * 70_000_000), "more than any document"),
        (a_zip(a=b"\0" * 5_000_000), "more than any document"),
        (a_zip(**{f"p{number}": b"" for number in range(2001)}), "more than any document"),
    ],
)
def test_what_is_no_docx_or_unpacks_to_too_much_is_refused(
    tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "d.docx").write_bytes(data)
    assert said in told(tmp_path / "d.docx")


def test_a_table_has_an_article_in_each_row_under_chosen_columns(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('guid,body,outlet\na1,"One, ""so"".\nYes.",W\n', "utf-8")
    (tmp_path / "t.jsonl").write_text('{"body": "One."}\n\n{"body": "Two."}\n', "utf-8")
    ways = Ways(columns={"text": "body", "id": "guid"})
    article = only(tmp_path / "t.csv", ways=ways).article
    assert (article.document.id, article.document.outlet) == ("a1", "W")
    assert article.text == 'One, "so".\nYes.'
    found = [each.article.document.id for each in articles_in(str(tmp_path / "t.jsonl"), ways=ways)]
    assert found == ["t-1", "t-3"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("t.csv", "text\nso\n,\n", "t.csv:3: the row has 2 cells and the head 1"),
        ("t.csv", "id,text\n1,\n", "t.csv:2: has no text in the column “text”"),
        ("t.csv", "text,text\na,b\n", "t.csv:1: two columns are called text"),
        ("t.csv", 'text\n"so\n', "t.csv:2: cannot be read as CSV from here on"),
        ("t.csv", "", "t.csv:1: has no head"),
        ("t.jsonl", '{"text": "a"}\n{"text": 3}\n', "t.jsonl:2: has no text in the column"),
        ("t.jsonl", '{"text": "a"}\n{"text\n', "t.jsonl:2: this is not JSON"),
        ("t.jsonl", "[1]", "t.jsonl:1: this should be an object"),
        ("t.jsonl", "[" * 100_000, "t.jsonl:1: this is nested too deep"),
        ("t.jsonl", '{"text": "a\\u0000"}', "t.jsonl:1: is not text: it holds NUL"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert said in told(tmp_path / name)


@pytest.mark.parametrize("text", [*CORPUS.values(), "---\ntitle: x\n---\nso", "\nso", " so\n\n"])
def test_an_article_is_written_so_that_it_is_read_as_it_was(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.strip() or "\0" in plain or plain.startswith("\ufeff") or "\ud800" in plain:
        return
    article = article_from(b"x", "a.txt", Metadata(title="=“x”", language="de")).article
    written = render(type(article)(article.document, plain))
    assert article_from(written, "a.txt").article.text == plain
