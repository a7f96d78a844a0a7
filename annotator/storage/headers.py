"""Headers: a file's format and a set's progress, without reading it in full.

A file with exactly the layout of `sets` and `documents` is matched line by line, about twenty times
as fast as it is read. Any other file goes through the strict reader, so the result never depends on
how the YAML is written.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from annotator.model.annotation import (
    SENTENCE_FIELDS,
    SOURCE_FIELDS,
    AnnotationSet,
    Document,
    Exposure,
    FieldType,
    SentenceField,
    SetForm,
    Status,
    SuggestedField,
)
from annotator.model.codebook import TITLE, CodebookReference
from annotator.model.decisions import GoldBasis, count_by_basis
from annotator.model.errors import DataError, Problem
from annotator.model.former_names import FORMER_COLUMNS
from annotator.model.name_folding import YAML_WORDS
from annotator.model.progress import SetProgress, set_progress, sum_states
from annotator.model.suggestions import Taken
from annotator.storage import documents, layout, strict_yaml
from annotator.storage import sets as annotation_files
from annotator.storage.yaml_writer import ESCAPED, unquote

ANNOTATIONS_FORMAT, DOCUMENT_FORMAT = "attribution-annotations", "attribution-document"
PROJECT_FORMAT = "attribution-project"
SET_FORMATS = frozenset(f"attribution-{form.value}" for form in SetForm)
"""The formats of annotation sets, keys and gold."""

_FORMAT = re.compile(rb"format: (attribution-[a-z]+)/[0-9]{1,9}\n")
# The format that a damaged file names, so that it is not skipped and its problems are shown.
_STATED = re.compile(rb"""^[\s{"']*format["']?\s*:\s*["']?(attribution-[a-z]+)/""", re.MULTILINE)
_MOST_OF_HEAD = 2**16
_FURNITURE = ", part: "


@dataclass(frozen=True, slots=True)
class SetHeader:
    """The fields of a set before its first sentence.

    Attributes:
        form: Annotation set, key or gold.
        document: The document's id.
        sha256: The hash of the document's text.
        annotator: The annotator's name, as it is in the file.
        codebook: The codebook that the set was made with.
        status: The annotator's verdict on the set; None while it is in progress.
        sitting: For a pass made in class: the id of the sitting.
        vote: For a pass made in class: the number of the vote, from 1.
    """

    form: SetForm
    document: str
    sha256: str
    annotator: str
    codebook: CodebookReference
    status: Status | None = None
    sitting: str | None = None
    vote: int | None = None

    @classmethod
    def from_set(cls, annotations: AnnotationSet) -> "SetHeader":
        """The header of a set in memory."""
        return cls(
            annotations.form,
            annotations.document.id,
            annotations.document.sha256,
            annotations.annotator,
            annotations.codebook,
            annotations.status,
            annotations.sitting,
            annotations.vote,
        )


def format_of(path: Path) -> str | None:
    """The name of a file's format, for example "attribution-key"; None if it is not our file.

    A damaged file has the format that it names, so that its problems can be shown.

    Raises:
        DataError: The file cannot be read.
    """
    return format_in(strict_yaml.read_bytes(path), str(path))


def format_in(data: bytes, file: str) -> str | None:
    """The name of the format of these bytes; None if they are not our file."""
    match = _FORMAT.match(data)
    if match:
        return match[1].decode()
    try:
        root = strict_yaml.parse_tree(data, file).root
    except DataError:
        match = _STATED.search(data)
        return match[1].decode() if match else None
    stated = root.get("format") if isinstance(root, dict) else None
    name = stated.partition("/")[0] if isinstance(stated, str) else ""
    return name if name.startswith("attribution-") else None


def is_annotation_set(path: Path) -> bool:
    """Whether a file is an annotation set, but not a key or gold. See `is_set`."""
    return is_set(path, frozenset({ANNOTATIONS_FORMAT}))


def is_set(path: Path, formats: Container[str] = SET_FORMATS) -> bool:
    """Whether a file is an annotation set, a key or gold, or one of `formats`.

    A file that cannot be read or is too large counts if it may be meant as one. So it is not
    skipped, and reading it reports what is wrong.
    """
    try:
        return format_of(path) in formats
    except DataError:
        head = _first_bytes(path)
        stated = _STATED.search(head)
        return stated[1].decode() in formats if stated else not head


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_OF_HEAD)
    except OSError:
        return b""


def read_header(path: Path) -> SetHeader:
    """The header of the set in a file.

    Raises:
        DataError: The file cannot be read, or does not have our layout and has problems.
    """
    return header_of(strict_yaml.read_bytes(path), str(path))


def header_of(data: bytes, file: str) -> SetHeader:
    """The header of the set in these bytes.

    Raises:
        DataError: The bytes do not have our layout and have problems.
    """
    return summary_of(data, file)[0]


def read_progress(path: Path) -> SetProgress:
    """The progress of the set in a file.

    Raises:
        DataError: The file cannot be read, or does not have our layout and has problems.
    """
    return progress_of(strict_yaml.read_bytes(path), str(path))


def progress_of(data: bytes, file: str) -> SetProgress:
    """The progress of the set in these bytes.

    Raises:
        DataError: The bytes do not have our layout and have problems.
    """
    return summary_of(data, file)[1]


def read_summary(path: Path) -> tuple[SetHeader, SetProgress]:
    """The header and the progress of the set in a file.

    Raises:
        DataError: The file cannot be read, or does not have our layout and has problems.
    """
    return summary_of(strict_yaml.read_bytes(path), str(path))


def read_decision_counts(path: Path) -> Mapping[GoldBasis, int]:
    """How many body sentences of a gold file have each basis. Every basis has a count.

    Raises:
        DataError: The file cannot be read, is not gold, or has problems.
    """
    data = strict_yaml.read_bytes(path)
    match = _ours(_set_layout(), data)
    if match is not None and match["form"] == SetForm.GOLD:
        ways = Counter(GoldBasis(block["basis"] or GoldBasis.UNRESOLVED) for block in _body(match))
        return {by: ways[by] for by in GoldBasis}
    annotations = annotation_files.parse(data, str(path))
    if annotations.form is not SetForm.GOLD:
        raise DataError(Problem(f"This is not gold. Its form is {annotations.form}.", str(path)))
    return count_by_basis(annotations)


def metadata_of(data: bytes, file: str) -> Document:
    """The metadata of the document in these bytes. The text is not read.

    Raises:
        DataError: The bytes do not have our layout and have problems.
    """
    match = _ours(_document_layout(), data)
    if match is None:
        return documents.parse(data, file).article.document
    fields = {name: _plain(match[name]) for name in (*_OPTIONAL, "language") if match[name]}
    return Document(_plain(match["id"]), match["sha256"], **fields)


def body_length_of(data: bytes, file: str) -> int:
    """The number of sentences in the body of the document in these bytes.

    Raises:
        DataError: The bytes do not have our layout and have problems.
    """
    match = _ours(_document_layout(), data)
    if match is None:
        return sum(sentence.body for sentence in documents.parse(data, file).sentences)
    return sum(_FURNITURE not in line for line in match["sentences"].splitlines())


def summary_of(data: bytes, file: str) -> tuple[SetHeader, SetProgress]:
    """The header and the progress of the set in these bytes.

    Raises:
        DataError: The bytes do not have our layout and have problems.
    """
    match = _ours(_set_layout(), data)
    if match is None:
        annotations = annotation_files.parse(data, file)
        return SetHeader.from_set(annotations), set_progress(annotations)
    book = CodebookReference(_plain(match["book"]), _plain(match["version"]), match["book_sha256"])
    status = Status(match["status"]) if match["status"] else None
    names = _plain(match["id"]), match["sha256"], _plain(match["annotator"])
    sitting = _plain(match["sitting"]) if match["sitting"] else None
    vote = int(match["vote"]) if match["vote"] else None
    header = SetHeader(SetForm(match["form"]), *names, book, status, sitting, vote)
    counted = [
        (block["tag"] is not None, _is_true(block["flag"]), _number(block["seconds"]))
        for block in _body(match)
    ]
    return header, sum_states(counted, status, book.sha256)


def _body(match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The body sentences of a set with our layout."""
    blocks = _block_layout().finditer(match["sentences"])
    return (block for block in blocks if block["part"] is None)


def _is_true(field: str | None) -> bool:
    return field is not None and field.endswith(" true\n")


def _number(field: str | None) -> int | None:
    return None if field is None else int(field.partition(":")[2])


def _ours(layout: re.Pattern[str], data: bytes) -> re.Match[str] | None:
    """The match of the bytes with our layout; None if they must be read strictly."""
    try:
        return layout.fullmatch(data.decode())
    except UnicodeDecodeError:
        return None


def _plain(written: str) -> str:
    return unquote(written) if written.startswith('"') else written


# The layouts. Each line is matched completely, and all lines in the order in which they are
# written, so no line is mistaken for another one or skipped.

_OPTIONAL = ("title", "outlet", "url", "published")
_PLAIN = rf"[^{ESCAPED}]*+"
_QUOTED = rf'"{_PLAIN}(?:\\(?:["\\ntr0]|x[0-9A-F]{{2}}|u[0-9A-F]{{4}}){_PLAIN})*+"'
_ID = rf"(?!(?:{'|'.join(sorted(YAML_WORDS))})(?![a-z0-9-]))[a-z][a-z0-9-]*+"
_WORD = rf"(?:{_ID}|{_QUOTED})"
_HASH = r"[0-9a-f]{64}"
_COUNT = r"(?:0|[1-9][0-9]{0,8})"
_SPAN = rf"span: \[{_COUNT}, {_COUNT}\]"
_DECISION = rf"\{{(?:{_WORD}: {_WORD}(?:, {_WORD}: {_WORD})*)?\}}"
_PROVENANCE = rf"""
    (?:basis|by): (?P<basis>{"|".join(GoldBasis)})
(?:    curator: {_QUOTED}\n)?(?:    reason: {_QUOTED}
)?(?:    (?:decisions|votes):
(?:      (?:{_QUOTED}|\? {_QUOTED}\n      ): {_DECISION}\n)+)?"""
_SHOWN_ANSWER = rf"\{{claim: {_ID}(?:, stance: {_ID})?\}}"
_SHOWN_VALUE = rf"(?:{_WORD}|\[(?:{_COUNT}, {_COUNT})?\]|\[{_SHOWN_ANSWER}(?:, {_SHOWN_ANSWER})*\])"
_SHOWN_FIELD = (
    rf"(?:{'|'.join(SuggestedField)}): \{{by: {_WORD}, version: {_WORD}, value: {_SHOWN_VALUE}"
    rf"(?:, offered: \[{_WORD}(?:, {_WORD})*\])?(?:, rank: {_COUNT})?(?:, was: {_SHOWN_VALUE})?"
    rf", when: (?:{'|'.join(Exposure)})(?:, held: true)?, taken: (?:{'|'.join(Taken)})\}}"
)
_SHOWN = rf"\n(?:    {_SHOWN_FIELD}\n)+"
# What follows a field's colon, up to the end of its last line.
_OF_TYPE: Mapping[FieldType, str] = {
    FieldType.PART: rf" {_ID}\n",
    FieldType.ID: rf" {_ID}\n",
    FieldType.SOURCE: rf" {_ID}\n",
    FieldType.TEXT: rf" {_QUOTED}\n",
    FieldType.CUE: rf" \{{text: {_QUOTED}, {_SPAN}\}}\n",
    FieldType.ANSWERS: rf"\n(?:  - \{{claim: {_ID}(?:, stance: {_ID})?\}}\n)+",
    FieldType.FLAG: r" (?:true|false)\n",
    FieldType.COUNT: rf" {_COUNT}\n",
    FieldType.IDS: rf" \[{_ID}(?:, {_ID})*\]\n",
    FieldType.PROVENANCE: _PROVENANCE,
    FieldType.SHOWN: _SHOWN,
}


def _field_pattern(field: SentenceField) -> str:
    """An optional field, by its name or a former one. One group has its name and value."""
    former = (old for old, new in FORMER_COLUMNS.items() if new == field.name)
    names = "|".join((field.name, *former))
    return rf"(?P<{field.name}>  (?:{names}):{_OF_TYPE[field.type]})?"


_BLOCK = rf"""- id: {_ID}
  {_SPAN}
  paragraph: {_COUNT}
  text: {_QUOTED}
{"".join(map(_field_pattern, SENTENCE_FIELDS))}"""
# Only these types are fields of a source, all on one line.
_IN_SOURCE: Mapping[FieldType, str] = {
    FieldType.KIND: _ID,
    FieldType.TEXT: _QUOTED,
    FieldType.FLAG: "true",
    FieldType.STANDING: _ID,
}
_SOURCE_PARTS = "".join(rf"(?:, {each.name}: {_IN_SOURCE[each.type]})?" for each in SOURCE_FIELDS)
_SOURCE = rf"- \{{id: {_ID}, name: {_QUOTED}{_SOURCE_PARTS}\}}"
# The class page adds a line of its own at the end of a set.
_COMMENTS = r"(?:# [^\r\n\x85\u2028\u2029]*\n)*"
# An empty list is the end. Otherwise at least one item follows.
_SENTENCES = r"sentences:(?: \[\]\n(?!- )|\n(?=- ))"


def _unnamed(pattern: str) -> str:
    """The pattern without group names, so that it can be repeated."""
    return re.sub(r"\(\?P<[a-z0-9_]+>", "(?:", pattern)


@cache
def _block_layout() -> re.Pattern[str]:
    return re.compile(_BLOCK)


@cache
def _set_layout() -> re.Pattern[str]:
    forms = "|".join(form.value for form in SetForm)
    optional = "".join(rf"(?:, {name}: {_QUOTED})?" for name in _OPTIONAL)
    return re.compile(
        rf"""format: attribution-(?P<form>{forms})/[12]
document: \{{id: (?P<id>{_WORD}){optional}, language: {_WORD}, sha256: "(?P<sha256>{_HASH})"\}}
annotator: (?P<annotator>{_QUOTED})
codebook: \{{name: (?P<book>{_WORD}), version: (?P<version>{_QUOTED}), """
        rf"""sha256: "(?P<book_sha256>{_HASH})"\}}
(?:status: (?P<status>{"|".join(Status)})\n)?(?:reason: {_QUOTED}
)?(?:sitting: (?P<sitting>{_QUOTED})\n)?(?:vote: (?P<vote>{_COUNT})\n)?next_id: {_COUNT}
(?:sources:\n(?:{_SOURCE}\n)+)?{_SENTENCES}(?P<sentences>(?:{_unnamed(_BLOCK)})*+){_COMMENTS}"""
    )


@cache
def _document_layout() -> re.Pattern[str]:
    optional = "".join(rf"(?:{name}: (?P<{name}>{_QUOTED})\n)?" for name in _OPTIONAL)
    cut = rf"- \{{id: {_ID}, {_SPAN}, paragraph: {_COUNT}(?:, part: {_ID})?\}}\n"
    text = rf"(?:{_QUOTED}\n|\|2[+-]\n(?:  [^\r\n\x85\u2028\u2029]*\n|\n)*+)"
    return re.compile(
        rf"""format: attribution-document/1
id: (?P<id>{_WORD})
{optional}language: (?P<language>{_WORD})
sha256: "(?P<sha256>{_HASH})"
text: {text}next_id: {_COUNT}
{_SENTENCES}(?P<sentences>(?:{cut})*+)"""
    )


def document_metadata(path: Path) -> Document:
    """A document's metadata. The text is not read if the file has our layout.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    return metadata_of(strict_yaml.read_bytes(path), str(path))


def document_title(path: Path) -> str | None:
    """A document's title: from its metadata, or else from its text; None if it has none.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    stated = document_metadata(path).title
    if stated:
        return stated
    segmented = documents.load(path)
    return next((each.text for each in segmented.sentences[:3] if each.part == TITLE), None)


def document_text_hash(path: Path) -> str:
    """The hash that identifies a document's text.

    Raises:
        DataError: The file cannot be read, or is not a document.
    """
    return document_metadata(path).sha256


@dataclass(slots=True)
class DocumentIndex:
    """A project's documents, indexed by the hash of their text and by name.

    Attributes:
        by_hash: The ids, by hash.
    """

    by_hash: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _stems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_paths(cls, paths: Iterable[Path]) -> "DocumentIndex":
        """The index of these document files.

        Raises:
            DataError: A file cannot be read.
        """
        catalog = cls()
        for path in paths:
            catalog.add(path.stem, document_text_hash(path))
        return catalog

    def add(self, document: str, sha256: str) -> None:
        """Add a document."""
        self.by_hash[sha256] = document
        self._ids.add(document)
        self._stems.setdefault(layout.without_pass_number(document), document)

    def clashing_document(self, document: str) -> str | None:
        """The document whose files would have the same names as this one's; None if there is none.

        A name that ends in a dot and a number could be a later pass of another document.
        """
        if document in self._ids:
            return document
        stem = layout.without_pass_number(document)
        if stem in self._ids:
            return stem
        later = self._stems.get(document)
        return later if later != document else None


def document_outlets(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The id of each document with its outlet; an empty outlet if it has none."""
    for path in paths:
        yield path.stem, document_metadata(path).outlet or ""


def body_length(path: Path) -> int:
    """The number of sentences in a document's body.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    return body_length_of(strict_yaml.read_bytes(path), str(path))
