"""What a file of ours is and how far a set is, without reading it in full: one reader for all.

A file that is laid out exactly as `sets` and `documents` write it, line by line, is matched,
some twenty times as fast as it is read. Any other goes through the strict reader, so that the same
set says the same however its YAML is written.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Document, SetForm, Status
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.former_names import FORMER_COLUMNS
from annotator.model.gold_basis import GoldBasis, count_by_basis
from annotator.model.name_folding import YAML_WORDS
from annotator.model.progress import SetProgress, set_progress, sum_states
from annotator.model.sentence_fields import SENTENCE_FIELDS, FieldType, SentenceField
from annotator.storage import documents, strict_yaml
from annotator.storage import sets as annotation_files
from annotator.storage.yaml_writer import ESCAPED, unquote

ANNOTATIONS_FORMAT, DOCUMENT_FORMAT = "attribution-annotations", "attribution-document"
PROJECT_FORMAT = "attribution-project"
SET_FORMATS = frozenset(f"attribution-{form.value}" for form in SetForm)
"""The formats of annotation sets, keys and gold."""

_FORMAT = re.compile(rb"format: (attribution-[a-z]+)/[0-9]{1,9}\n")
# Of a file that is damaged: what it was to be, so that its faults are told and it is not passed by.
_MEANT = re.compile(rb"""^[\s{"']*format["']?\s*:\s*["']?(attribution-[a-z]+)/""", re.MULTILINE)
_MOST_OF_HEAD = 2**16
_FURNITURE = ", part: "


@dataclass(frozen=True, slots=True)
class SetHeader:
    """What a set says of itself before its first sentence.

    Attributes:
        form: Annotation set, key or gold.
        document: The id of the document that it is on.
        sha256: The hash of that document's text.
        annotator: The name as it stands in the file.
        codebook: The one that it was made with.
        status: What its annotator says of it; None while it is under work.
    """

    form: SetForm
    document: str
    sha256: str
    annotator: str
    codebook: CodebookReference
    status: Status | None = None

    @classmethod
    def from_set(cls, annotations: AnnotationSet) -> "SetHeader":
        """The header of a set that was read."""
        return cls(
            annotations.form,
            annotations.document.id,
            annotations.document.sha256,
            annotations.annotator,
            annotations.codebook,
            annotations.status,
        )


def format_of(path: Path) -> str | None:
    """The name of the format that a file is in, "attribution-key"; None where it is none of ours.

    Of a damaged file it is the one that it names, so that its faults can be told.

    Raises:
        DataError: The file cannot be read.
    """
    return format_in(strict_yaml.read_bytes(path), str(path))


def format_in(data: bytes, file: str) -> str | None:
    """The name of the format that these bytes are in; None where they are nothing of ours."""
    match = _FORMAT.match(data)
    if match:
        return match[1].decode()
    try:
        root = strict_yaml.parse_tree(data, file).root
    except DataError:
        meant = _MEANT.search(data)
        return meant[1].decode() if meant else None
    stated = root.get("format") if isinstance(root, dict) else None
    name = stated.partition("/")[0] if isinstance(stated, str) else ""
    return name if name.startswith("attribution-") else None


def is_annotation_set(path: Path) -> bool:
    """Whether a file is an annotation set, no key and no gold, in the way of `is_set`."""
    return is_set(path, frozenset({ANNOTATIONS_FORMAT}))


def is_set(path: Path, formats: Container[str] = SET_FORMATS) -> bool:
    """Whether a file is an annotation set, a key or gold, or of those that are asked for.

    One that cannot be read, or is too large, is one if it may be meant for one: so it is not passed
    over, and what is wrong with it is told when it is read.
    """
    try:
        return format_of(path) in formats
    except DataError:
        head = _first_bytes(path)
        meant = _MEANT.search(head)
        return meant[1].decode() in formats if meant else not head


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_OF_HEAD)
    except OSError:
        return b""


def read_header(path: Path) -> SetHeader:
    """What a set says of itself.

    Raises:
        DataError: The file cannot be read, or is laid out otherwise than ours and has faults.
    """
    return header_of(strict_yaml.read_bytes(path), str(path))


def header_of(data: bytes, file: str) -> SetHeader:
    """What the set that these bytes hold says of itself.

    Raises:
        DataError: They are not laid out as a file of ours, and have faults.
    """
    return summary_of(data, file)[0]


def read_progress(path: Path) -> SetProgress:
    """The figures of the set in a file.

    Raises:
        DataError: The file cannot be read, or is laid out otherwise than ours and has faults.
    """
    return progress_of(strict_yaml.read_bytes(path), str(path))


def progress_of(data: bytes, file: str) -> SetProgress:
    """The figures of the set that these bytes hold.

    Raises:
        DataError: They are not laid out as a file of ours, and have faults.
    """
    return summary_of(data, file)[1]


def read_summary(path: Path) -> tuple[SetHeader, SetProgress]:
    """What a set says of itself, and its figures.

    Raises:
        DataError: The file cannot be read, or is laid out otherwise than ours and has faults.
    """
    return summary_of(strict_yaml.read_bytes(path), str(path))


def read_decision_counts(path: Path) -> Mapping[GoldBasis, int]:
    """How many sentences of the body of gold came about in which way; every way has its number.

    Raises:
        DataError: The file cannot be read, is no gold, or is laid out otherwise and has faults.
    """
    data = strict_yaml.read_bytes(path)
    match = _ours(_set_layout(), data)
    if match is not None and match["form"] == SetForm.GOLD:
        ways = Counter(GoldBasis(block["basis"] or GoldBasis.UNRESOLVED) for block in _body(match))
        return {by: ways[by] for by in GoldBasis}
    annotations = annotation_files.parse(data, str(path))
    if annotations.form is not SetForm.GOLD:
        raise DataError(Problem(f"is of the form {annotations.form}, not gold", str(path)))
    return count_by_basis(annotations)


def metadata_of(data: bytes, file: str) -> Document:
    """What is known of the document that these bytes hold; its text is not looked at.

    Raises:
        DataError: They are not laid out as a file of ours, and have faults.
    """
    match = _ours(_document_layout(), data)
    if match is None:
        return documents.parse(data, file).article.document
    told = {name: _plain(match[name]) for name in (*_TOLD, "language") if match[name]}
    return Document(_plain(match["id"]), match["sha256"], **told)


def body_length_of(data: bytes, file: str) -> int:
    """How many sentences the body of the document has that these bytes hold.

    Raises:
        DataError: They are not laid out as a file of ours, and have faults.
    """
    match = _ours(_document_layout(), data)
    if match is None:
        return sum(sentence.body for sentence in documents.parse(data, file).sentences)
    return sum(_FURNITURE not in line for line in match["sentences"].splitlines())


def summary_of(data: bytes, file: str) -> tuple[SetHeader, SetProgress]:
    """What the set that these bytes hold says of itself, and its figures.

    Raises:
        DataError: They are not laid out as a file of ours, and have faults.
    """
    match = _ours(_set_layout(), data)
    if match is None:
        annotations = annotation_files.parse(data, file)
        return SetHeader.from_set(annotations), set_progress(annotations)
    book = CodebookReference(_plain(match["book"]), _plain(match["version"]), match["book_sha256"])
    status = Status(match["status"]) if match["status"] else None
    told = _plain(match["id"]), match["sha256"], _plain(match["annotator"])
    header = SetHeader(SetForm(match["form"]), *told, book, status)
    counted = [
        (block["tag"] is not None, _is_true(block["flag"]), _number(block["seconds"]))
        for block in _body(match)
    ]
    return header, sum_states(counted, status, book.sha256)


def _body(match: re.Match[str]) -> Iterator[re.Match[str]]:
    """The sentences of the body in a set that is laid out as ours."""
    blocks = _block_layout().finditer(match["sentences"])
    return (block for block in blocks if block["part"] is None)


def _is_true(field: str | None) -> bool:
    return field is not None and field.endswith(" true\n")


def _number(field: str | None) -> int | None:
    return None if field is None else int(field.partition(":")[2])


def _ours(layout: re.Pattern[str], data: bytes) -> re.Match[str] | None:
    """How the bytes match a layout; None where they have to be read strictly."""
    try:
        return layout.fullmatch(data.decode())
    except UnicodeDecodeError:
        return None


def _plain(written: str) -> str:
    return unquote(written) if written.startswith('"') else written


# The layouts. Each line is matched from end to end, and all in the order in which they are written:
# so no line can be taken for another one, and none is passed over.

_TOLD = ("title", "outlet", "url", "published")
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
# What follows the colon of a field, up to the end of its last line.
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
}


def _field_pattern(field: SentenceField) -> str:
    """A field that may be there, by its name or a former one; a group has its name and value."""
    former = (old for old, new in FORMER_COLUMNS.items() if new == field.name)
    names = "|".join((field.name, *former))
    return rf"(?P<{field.name}>  (?:{names}):{_OF_TYPE[field.type]})?"


_BLOCK = rf"""- id: {_ID}
  {_SPAN}
  paragraph: {_COUNT}
  text: {_QUOTED}
{"".join(map(_field_pattern, SENTENCE_FIELDS))}"""
_SOURCE = (
    rf"- \{{id: {_ID}, name: {_QUOTED}(?:, kind: {_ID})?(?:, affiliation: {_QUOTED})?"
    r"(?:, concerned: true)?\}"
)
# The class page keeps a line of its own at the end of a set.
_COMMENTS = r"(?:# [^\r\n\x85\u2028\u2029]*\n)*"
# Nothing follows an empty list, and something follows where there is none.
_SENTENCES = r"sentences:(?: \[\]\n(?!- )|\n(?=- ))"


def _unnamed(pattern: str) -> str:
    """The pattern without the names of its groups, to be repeated."""
    return re.sub(r"\(\?P<[a-z0-9_]+>", "(?:", pattern)


@cache
def _block_layout() -> re.Pattern[str]:
    return re.compile(_BLOCK)


@cache
def _set_layout() -> re.Pattern[str]:
    forms = "|".join(form.value for form in SetForm)
    told = "".join(rf"(?:, {name}: {_QUOTED})?" for name in _TOLD)
    return re.compile(
        rf"""format: attribution-(?P<form>{forms})/1
document: \{{id: (?P<id>{_WORD}){told}, language: {_WORD}, sha256: "(?P<sha256>{_HASH})"\}}
annotator: (?P<annotator>{_QUOTED})
codebook: \{{name: (?P<book>{_WORD}), version: (?P<version>{_QUOTED}), """
        rf"""sha256: "(?P<book_sha256>{_HASH})"\}}
(?:status: (?P<status>{"|".join(Status)})\n)?(?:reason: {_QUOTED}
)?next_id: {_COUNT}
(?:sources:\n(?:{_SOURCE}\n)+)?{_SENTENCES}(?P<sentences>(?:{_unnamed(_BLOCK)})*+){_COMMENTS}"""
    )


@cache
def _document_layout() -> re.Pattern[str]:
    told = "".join(rf"(?:{name}: (?P<{name}>{_QUOTED})\n)?" for name in _TOLD)
    cut = rf"- \{{id: {_ID}, {_SPAN}, paragraph: {_COUNT}(?:, part: {_ID})?\}}\n"
    text = rf"(?:{_QUOTED}\n|\|2[+-]\n(?:  [^\r\n\x85\u2028\u2029]*\n|\n)*+)"
    return re.compile(
        rf"""format: attribution-document/1
id: (?P<id>{_WORD})
{told}language: (?P<language>{_WORD})
sha256: "(?P<sha256>{_HASH})"
text: {text}next_id: {_COUNT}
{_SENTENCES}(?P<sentences>(?:{cut})*+)"""
    )
