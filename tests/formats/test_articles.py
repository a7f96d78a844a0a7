import gzip
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from annotator.formats.articles import ArticleOptions, read_articles
from annotator.formats.fetching import WebPage
from annotator.model.errors import DataError
from annotator.storage.articles import NO_METADATA, ArticleReading, Metadata, article_from, render
from tests.hostile import CORPUS
from tests.statements import states

PAGE = """<!DOCTYPE html><html lang="de"><head><title>Dark - Coastwire</title>
<meta property="og:site_name" content="Coastwire"><meta property="og:title" content="Dark">
<meta property="article:published_time" content="2026-03-02T08:00:00Z"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Dark</h1>
<p>A power failure stopped the cranes at the harbour for five hours before dawn on Monday.</p>
<p>The Port Authority did not respond to requests for comment on Monday morning, it said.</p>
</article><footer>All rights reserved</footer></body></html>"""


def only(
    name: str | Path, given: Metadata = NO_METADATA, ways: ArticleOptions | None = None
) -> ArticleReading:
    (article_file,) = read_articles(str(name), given, ways)
    return article_file


def told(name: str | Path, ways: ArticleOptions | None = None) -> str:
    with pytest.raises(DataError) as caught:
        list(read_articles(str(name), Metadata(), ways))
    assert len(caught.value.problems) == 1
    return str(caught.value)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    path = tmp_path / "dark.html"
    path.write_text(PAGE, "utf-8")
    return path


def test_of_a_page_the_main_text_is_taken_with_what_it_says_of_itself(page: Path) -> None:
    article_file = only(page, Metadata(outlet="The Weekly"))
    document = article_file.article.document
    assert (document.title, document.outlet, document.published, document.language) == (
        "Dark", "The Weekly", "2026-03-02", "de",
    )  # fmt: skip
    assert article_file.article.text.startswith("Dark\n\nA power failure")
    assert "Home" not in article_file.article.text
    assert "rights" not in article_file.article.text


def test_of_an_address_the_address_is_kept(page: Path) -> None:
    def fetch(address: str, most: int) -> WebPage:
        return WebPage(f"{address}/moved", "text/html", "utf-8", page.read_bytes()[:most])

    document = only("https://news.example/dark", ways=ArticleOptions(fetch=fetch)).article.document
    assert (document.id, document.url) == ("dark", "https://news.example/dark")


def test_an_address_may_give_plain_text_and_nothing_else_but_pages() -> None:
    def fetch(address: str, most: int) -> WebPage:
        kind = "text/plain" if address.endswith("txt") else "application/pdf"
        return WebPage(address, kind, None, b"It said so.")

    assert (
        only("https://a.example/b.txt", ways=ArticleOptions(fetch=fetch)).article.text
        == "It said so."
    )
    assert "is application/pdf" in told("https://a.example/b.pdf", ArticleOptions(fetch=fetch))


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


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def within(markup: str, *names: str) -> str:
    """Some markup inside elements of these names, the outermost first."""
    for name in reversed(names):
        space = "" if ":" in name else "w:"
        markup = f"<{space}{name}>{markup}</{space}{name}>"
    return markup


BOX = within(run("Boxed."), "pict", "txbxContent", "p")
RUBY = within(run("kan"), "rt") + within(run("漢"), "rubyBase")
BOTH = within(BOX, "mc:Choice") + within(BOX, "mc:Fallback")
CELLS = within(run("One."), "tc", "p") + within(run("Two."), "tc", "p")
HIDDEN = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>{}</w:t></w:r>"
HINT = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>" + within(run("Click here"), "sdtContent")
DELETED_ROW = "<w:trPr><w:del/></w:trPr>" + CELLS


def word_text(folder: Path, *paragraphs: str, notes: str = "") -> ArticleReading:
    """What is read of a .docx file with these elements for a body."""
    made = docx.Document()
    body = made.element.body
    for each in paragraphs:
        element = each if "<w:p>" in each and "<w:r>" not in each[:5] else within(each, "p")
        wrapped = f'<w:x xmlns:w="{W}" xmlns:mc="{MC}">{element}</w:x>'
        body.insert(len(body) - 1, parse_xml(wrapped)[0])
    if notes:
        of_notes = f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'.encode()
        part = Part(PackURI("/word/footnotes.xml"), "application/xml", of_notes, made.part.package)
        made.part.relate_to(part, f"{RELATIONS}/footnotes")
    made.save(str(folder / "d.docx"))
    return only(folder / "d.docx")


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (within(run("Inserted."), "ins"), "Inserted."),
        (within(run("Moved."), "moveTo"), "Moved."),
        (within(run("Orr"), "smartTag", "ins") + run(" fell."), "Orr fell."),
        (within(run("Held."), "sdt", "sdtContent"), "Held."),
        (within(run("Held."), "sdt", "sdtContent", "p"), "Held."),
        (within(HINT, "sdt"), ""),
        (within(run("Linked"), "hyperlink") + run(" text."), "Linked text."),
        (within(run("Field."), "fldSimple"), "Field."),
        (within("<w:t>Well</w:t><w:noBreakHyphen/><w:t>known</w:t>", "r"), "Well-known"),
        (within("Gone.", "del", "r", "delText") + run("Kept."), "Kept."),
        (within(run("Gone."), "moveFrom") + run("Kept."), "Kept."),
        (HIDDEN.format("", "Hidden.") + HIDDEN.format(' w:val="0"', "Shown."), "Shown."),
        (within("HYPERLINK x", "r", "instrText") + run("Kept."), "Kept."),
        (within(RUBY, "r", "ruby"), "漢"),
        (run("Before") + within(BOX, "r") + run(" and after."), "Before and after.\n\nBoxed."),
        (within(BOTH, "r", "mc:AlternateContent"), "Boxed."),
        (within(CELLS, "tbl", "tr"), "One.\n\nTwo."),
        (within(DELETED_ROW, "tbl", "tr"), ""),
    ],
)  # fmt: skip
def test_of_a_docx_all_that_word_shows_is_taken_and_nothing_else(
    tmp_path: Path, paragraph: str, text: str
) -> None:
    article_file = word_text(tmp_path, run("First."), paragraph, run("Last."))
    middle = f"{text}\n\n" if text else ""
    assert article_file.article.text == f"First.\n\n{middle}Last."


def test_a_deleted_paragraph_end_joins_the_next_paragraph(tmp_path: Path) -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    article_file = word_text(tmp_path, f"{mark}{run('She said ')}", run("so."))
    assert article_file.article.text == "She said so."


def test_footnotes_of_a_docx_follow_its_text_with_a_message(tmp_path: Path) -> None:
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p>{run(f"Note {number}.")}</w:p></w:footnote>'
        for number in (1, 2, 3)
    )
    marks = [f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' for number in (3, 1, 3)]
    article_file = word_text(tmp_path, run("It fell.") + "".join(marks), notes=notes)
    assert article_file.article.text == "It fell.\n\nNote 3.\n\nNote 1."
    assert "2 footnotes" in article_file.warnings[0]


def test_what_a_style_of_a_docx_hides_is_not_taken(tmp_path: Path) -> None:
    made = docx.Document()
    made.styles["Quote"].font.hidden = True
    made.add_paragraph("Hidden.", style="Quote")
    made.add_paragraph("Shown.")
    made.save(str(tmp_path / "d.docx"))
    assert only(tmp_path / "d.docx").article.text == "Shown."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<q>We left,</q> she said", "“We left,” she said"),
        ("<q>He said <q>go</q> to us,</q> she said", "“He said ‘go’ to us,” she said"),
        ('<q lang="de">Wir gehen</q>, sie sagte', "„Wir gehen“, sie sagte"),
        ("<q>“We left,”</q> she said", "“We left,” she said"),
        ("It was unsafe.<sup>1</sup> She said so", "It was unsafe. She said so"),
        ('It was unsafe<sup><a href="#n1">a</a></sup> then', "It was unsafe then"),
        ('It was unsafe<a href="#n1"><sup>4</sup></a> then', "It was unsafe then"),
        ("It was unsafe.<sup>b</sup> Then", "It was unsafe. Then"),
        ("It was the n<sup>o</sup> 1", "It was the no 1"),
        ("It was unsafe.<sup>[citation needed]</sup> Then", "It was unsafe. Then"),
        ("It was unsafe.<sup>2,3</sup><sup>†</sup> Then", "It was unsafe. Then"),
        ("Some 5 km<sup>2</sup> and 10<sup>6</sup> people", "Some 5 km² and 10⁶ people"),
        ("The 21<sup>st</sup> of CO<sub>2</sub> and H<sub>2</sub>O", "The 21st of CO2 and H2O"),
        ("She <del>never</del> <ins>often</ins> <mark>said</mark> so", "She often said so"),
        ("She <s>wrote</s>said so on <time datetime='2026-03-02'>Monday</time>, then",
         "She said so on Monday, then"),
        ("The <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> sign", "The 漢 sign"),
        ("A <bdi>man</bdi> of <abbr>UN</abbr> <u>rank</u> <small>then</small>",
         "A man of UN rank then"),
        ("Seen <span hidden>secretly </span>by all<span style='display: none'>x</span>",
         "Seen by all"),
        ("Seen <span aria-hidden='true'>icon </span>by all<noscript>Turn it on</noscript>",
         "Seen by all"),
    ],
)  # fmt: skip
def test_of_a_page_the_words_are_taken_as_a_reader_sees_them(
    page: Path, markup: str, text: str
) -> None:
    english = PAGE.replace('lang="de"', 'lang="en"')
    made = english.replace("<p>A power", f"<p>{markup} in the harbour.</p>\n<p>A power")
    page.write_text(made, "utf-8")
    assert f"\n{text} in the harbour.\n" in only(page).article.text


def test_a_page_that_is_hidden_whole_is_taken_all_the_same(page: Path) -> None:
    page.write_text(PAGE.replace("<article>", '<article aria-hidden="true">'), "utf-8")
    assert "The Port Authority did not respond" in only(page).article.text


def a_zip(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (b"", (".docx", "zip")),
        (b"PK\x03\x04" + b"x" * 99, (".docx", "zip")),
        (a_zip(a=b"x"), (".docx",)),
        (a_zip(a=b"\0" * 70_000_000), ("1 parts", "70,000,000 bytes")),
        (a_zip(a=b"\0" * 5_000_000), ("1 parts", "5,000,000 bytes")),
        (a_zip(**{f"p{number}": b"" for number in range(2001)}), ("2,001 parts",)),
    ],
)
def test_a_file_that_is_not_a_docx_or_unpacks_to_too_much_is_refused(
    tmp_path: Path, data: bytes, facts: tuple[str, ...]
) -> None:
    (tmp_path / "d.docx").write_bytes(data)
    assert states(told(tmp_path / "d.docx"), "d.docx", *facts)


def test_a_table_has_an_article_in_each_row_under_chosen_columns(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('guid,body,outlet\na1,"One, ""so"".\nYes.",W\n', "utf-8")
    (tmp_path / "t.jsonl").write_text('{"body": "One."}\n\n{"body": "Two."}\n', "utf-8")
    ways = ArticleOptions(columns={"text": "body", "id": "guid"})
    article = only(tmp_path / "t.csv", ways=ways).article
    assert (article.document.id, article.document.outlet) == ("a1", "W")
    assert article.text == 'One, "so".\nYes.'
    found = [
        each.article.document.id for each in read_articles(str(tmp_path / "t.jsonl"), ways=ways)
    ]
    assert found == ["t-1", "t-3"]


@pytest.mark.parametrize(
    ("name", "text", "facts"),
    [
        ("t.csv", "text\nso\n,\n", ("t.csv:3:", "2 cells", "1")),
        ("t.csv", "id,text\n1,\n", ("t.csv:2:", "“text”")),
        ("t.csv", "text,text\na,b\n", ("t.csv:1:", "text")),
        ("t.csv", 'text\n"so\n', ("t.csv:2:", "CSV")),
        ("t.csv", "", ("t.csv:1:",)),
        ("t.jsonl", '{"text": "a"}\n{"text": 3}\n', ("t.jsonl:2:", "“text”")),
        ("t.jsonl", '{"text": "a"}\n{"text\n', ("t.jsonl:2:", "JSON")),
        ("t.jsonl", "[1]", ("t.jsonl:1:", "object")),
        ("t.jsonl", "[" * 100_000, ("t.jsonl:1:", "nested")),
        ("t.jsonl", '{"text": "a\\u0000"}', ("t.jsonl:1:", "NUL")),
    ],
)
def test_a_broken_table_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str, facts: tuple[str, ...]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert states(told(tmp_path / name), *facts)


@pytest.mark.parametrize("text", [*CORPUS.values(), "---\ntitle: x\n---\nso", "\nso", " so\n\n"])
def test_an_article_is_written_so_that_it_is_read_as_it_was(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.strip() or "\0" in plain or plain.startswith("\ufeff") or "\ud800" in plain:
        return
    article = article_from(b"x", "a.txt", Metadata(title="=“x”", language="de")).article
    written = render(type(article)(article.document, plain))
    assert article_from(written, "a.txt").article.text == plain


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv", b"text,tag,annotator\nIt is so.,claim,ada\n"),
        ("t.jsonl", b'{"text": "It is so.", "sentence": "s1", "tag": "claim"}\n'),
        ("t.jsonl", b'{"text": "It is so.", "label": [[0, 2, "Source"]]}\n'),
        ("t.jsonl", b'{"text": "It is so.", "spans": [{"start": 0, "end": 2}]}\n'),
    ],
)
def test_a_table_of_labeled_sentences_is_not_read_as_articles(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    assert "`annotator import DIR" in told(tmp_path / name)


@pytest.mark.parametrize("name", ["p.html", "p.docx", "p.txt"])
def test_a_pdf_is_called_one_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    assert "is a PDF" in told(tmp_path / name)
