"""What a fuzzer is let loose on: bytes from anywhere, and what must hold whatever they are.

Each target takes bytes. It may refuse them with our own error and with nothing else; what it
takes can be written, and what was written can be read.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from annotator.formats.articles import article_from_page, article_from_word
from annotator.formats.exchange_types import Files, ImportResult
from annotator.formats.registry import FORMATS, FORMATS_BY_NAME
from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.storage import (
    articles,
    assignments,
    codebooks,
    documents,
    people,
    project_file,
    sets,
    sittings,
    strict_yaml,
)
from annotator.storage.flat_yaml import read_flat_mapping
from annotator.text.safe import display_text, safe_json, safe_line, safe_text
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS
from tests.hostile import CORPUS
from tests.text.test_safe import unsafe_in

BETWEEN = b"\n\x1e\n"
"""Between the files of a format that is a folder, which a fuzzer has as one text."""


@dataclass(frozen=True, slots=True)
class FuzzTarget:
    """Something that takes bytes.

    Attributes:
        take: Takes them; raises AssertionError, or what it should not, where something is wrong.
        seeds: Bytes that it takes, to begin from.
    """

    take: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def _refusing(take: Callable[[bytes], object]) -> Callable[[bytes], None]:
    def call(data: bytes) -> None:
        try:
            take(data)
        except DataError as problem:
            refusal = problem
        else:
            return
        assert refusal.problems, "nothing is said"
        assert all(str(fault).strip() for fault in refusal.problems)

    return call


# YAML.


def _yaml(data: bytes) -> None:
    for take in (
        lambda: strict_yaml.parse_tree(data, "x.yaml"),
        lambda: read_flat_mapping(data, "x.yaml"),
        lambda: documents.parse(data, "x.yaml"),
        lambda: assignments.parse(data, "x.yaml"),
        lambda: codebooks.parse(data, "x.yaml", {}),
        lambda: _again(people.parse, people.render, data),
        lambda: sittings.parse(data, "x.json"),
        lambda: _again(project_file.parse, project_file.render, data),
        lambda: _again(sets.parse, sets.render, data),
    ):
        _refusing(lambda _, take=take: take())(data)  # type: ignore[misc]


def _again(parse: Callable[..., object], render: Callable[..., bytes], data: bytes) -> None:
    read = parse(data, "x.yaml")
    assert parse(render(read), "x.yaml") == read, "what was read is another once it was written"


def _yaml_seeds() -> Iterator[bytes]:
    work = an_annotated_article().sets[0].annotations
    yield sets.render(work)
    yield project_file.render(Project(annotators=("Ada", "Ben"), title="a: b"))
    yield codebooks.builtin_bytes()[:3000]
    yield b"a: {b: [c, 'd', \"\\u00e9\"]}\n# x\ne: |-\n  f\n"
    yield from (f"format: {each!r}\n".encode("utf-8", "replace") for each in CORPUS.values())


# Formats.


def _reading(name: str) -> Callable[[bytes], None]:
    def take(data: bytes) -> None:
        result = FORMATS_BY_NAME[name].read(_files(name, data), IMPORT_OPTIONS)
        require_writable(result)

    return _refusing(take)


def require_writable(result: ImportResult) -> None:
    """See that all the work that was read can be kept in a file of ours, and be read from it."""
    for annotated in result.articles:
        for numbered_set in annotated.sets:
            try:
                data = sets.render(numbered_set.annotations)
            except DataError:
                continue
            assert sets.parse(data, "x.yaml").sentences == numbered_set.annotations.sentences


def _files(name: str, data: bytes) -> Files:
    endings = FORMATS_BY_NAME[name].endings
    parts = data.split(BETWEEN) if FORMATS_BY_NAME[name].folder else [data]
    return {f"x{ending}": part for ending, part in zip(endings, parts, strict=False)}


def _format_seeds(name: str) -> Iterator[bytes]:
    chosen_format = FORMATS_BY_NAME[name]
    if chosen_format.writes:
        files = chosen_format.write([an_annotated_article()], EXPORT_OPTIONS)
        kinds = {ending: data for ending in chosen_format.endings
                 for file, data in files.items() if file.endswith(ending)}  # fmt: skip
        yield BETWEEN.join(kinds[ending] for ending in chosen_format.endings if ending in kinds)
    else:
        yield from _yaml_seeds()


# Pages and documents of Word.


def _page(data: bytes) -> object:
    return article_from_page(data, "x.html", articles.Metadata())


def _word(data: bytes) -> object:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in _WORD.items():
            archive.writestr(name, content)
        archive.writestr("word/document.xml", data)
    return article_from_word(packed.getvalue(), "x.docx", articles.Metadata())


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
    f'Type="{_MAIN}" Target="word/document.xml"/></Relationships>',
}
_WORD_SEED = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>The port said so.</w:t></w:r><w:ins><w:r><w:t> Yes.</w:t></w:r></w:ins></w:p>"
    b"<w:p><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p></w:body></w:document>"
)
_PAGE_SEED = (
    b"<html><head><title>Dark</title></head><body><article><h1>Dark</h1><p>The port said <q>so</q>."
    b"<sup>1</sup></p><p>Nobody knew why the lights went out in the harbour.</p></article></body>"
)


def _article(data: bytes) -> None:
    read = articles.article_from(data, "x.txt").article
    assert articles.article_from(articles.render(read), "x.txt").article.text == read.text


# Text that is shown.


def _safe(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    for show in (safe_text, safe_line):
        assert unsafe_in(show(text)) == []
        assert show(show(text)) == show(text)
    kept = safe_text(text, newlines=True)
    assert unsafe_in(kept.replace("\n", "")) == []
    assert safe_text(kept, newlines=True) == kept
    result = display_text(text)
    assert list(result.offsets) == sorted(result.offsets)
    assert len(result.offsets) == len(text) + 1
    made = safe_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(made) == text
    assert unsafe_in(made) == []


TARGETS: Mapping[str, FuzzTarget] = {
    "yaml": FuzzTarget(_yaml, tuple(_yaml_seeds())),
    **{
        each.name: FuzzTarget(_reading(each.name), tuple(_format_seeds(each.name)))
        for each in FORMATS
        if each.reads and each.name != "yaml"
    },
    "sets": FuzzTarget(_reading("yaml"), tuple(_format_seeds("yaml"))),
    "page": FuzzTarget(_refusing(_page), (_PAGE_SEED,)),
    "word": FuzzTarget(_refusing(_word), (_WORD_SEED,)),
    "article": FuzzTarget(
        _refusing(_article), (b"\xef\xbb\xbf---\ntitle: x\n---\nOne.\r\n\r\nTwo.\n",)
    ),
    "safe": FuzzTarget(
        _safe, tuple(each[:200].encode("utf-8", "surrogatepass") for each in CORPUS.values())
    ),
}
