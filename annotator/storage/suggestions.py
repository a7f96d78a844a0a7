"""Files of suggestions: read strictly, and written again at any time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, defstruct, field

from annotator.model.annotation import SuggestedField
from annotator.model.codebook import CodebookReference
from annotator.model.suggestions import (
    MAX_REASON_LENGTH,
    DocumentSuggestions,
    FieldSuggestions,
    Suggester,
    Suggestion,
)
from annotator.storage import strict_yaml
from annotator.storage.file_records import (
    SUGGESTED_VALUE_TYPES,
    CodebookReferenceRecord,
    FileName,
    Id,
    Sha256,
    Share,
    StrictRecord,
    Text,
)
from annotator.storage.shown_records import plain_value, value_from
from annotator.storage.strict_yaml import Steps, format_line, read_record
from annotator.storage.yaml_writer import (
    flow_mapping,
    flow_sequence,
    flow_value,
    id_field,
    id_or_quoted,
    text_field,
)

_FORMAT = "attribution-suggestions"
Reason = Annotated[
    str,
    Meta(max_length=MAX_REASON_LENGTH, description=f"at most {MAX_REASON_LENGTH} characters"),
]


class SuggesterRecord(StrictRecord):
    """The suggester and its version."""

    name: Id
    version: Text
    sha256: Sha256


class DocumentKeyRecord(StrictRecord):
    """The document that suggestions are for."""

    id: FileName
    sha256: Sha256


class SuggestionRecord(StrictRecord, kw_only=True):
    """A suggestion without its value."""

    score: Share | None = None
    reason: Reason = ""


def _record(suggested: SuggestedField) -> Any:
    return defstruct(
        f"{suggested.capitalize()}SuggestionRecord",
        [("value", SUGGESTED_VALUE_TYPES[suggested])],
        bases=(SuggestionRecord,),
        kw_only=True,
        namespace={"__doc__": f"A suggested {suggested}."},
    )


def _list_of(suggested: SuggestedField) -> Any:
    record: Any = _record(suggested)
    return list[record]


SentenceSuggestionsRecord: Any = defstruct(
    "SentenceSuggestionsRecord",
    [
        ("id", Id),
        *((each.value, _list_of(each), field(default_factory=list)) for each in SuggestedField),
    ],
    bases=(StrictRecord,),
    namespace={"__doc__": "The suggestions for one sentence, by field, the best first."},
)


class _SuggestionsRecord(StrictRecord):
    format: Literal["attribution-suggestions/1"]
    suggester: SuggesterRecord
    document: DocumentKeyRecord
    codebook: CodebookReferenceRecord


SuggestionsRecord: Any = defstruct(
    "SuggestionsRecord",
    [("sentences", list[SentenceSuggestionsRecord], field(default_factory=list))],
    bases=(_SuggestionsRecord,),
    kw_only=True,
    namespace={"__doc__": "The suggestions of one suggester for one document."},
)


def parse(data: bytes, file: str) -> DocumentSuggestions:
    """The suggestions in a file's bytes.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    record = read_record(data, file, _FORMAT, SuggestionsRecord, _repeated)
    book = record.codebook
    return DocumentSuggestions(
        Suggester(record.suggester.name, record.suggester.version, record.suggester.sha256),
        (record.document.id, record.document.sha256),
        CodebookReference(book.name, book.version, book.sha256),
        {each.id: suggestions_from(each) for each in record.sentences},
    )


def suggestions_from(record: Struct) -> FieldSuggestions:
    """The suggestions in the record of one sentence, without fields that have none."""
    lists = {each: getattr(record, each.value) for each in SuggestedField}
    return {
        each: tuple(
            Suggestion(value_from(each, item.value), item.score, item.reason) for item in items
        )
        for each, items in lists.items()
        if items
    }


def _repeated(record: Any) -> Iterator[tuple[Steps, str]]:
    seen: set[str] = set()
    for position, each in enumerate(record.sentences):
        if each.id in seen:
            yield ("sentences", position, "id"), f"{each.id} is in the list twice."
        seen.add(each.id)


def render(suggestions: DocumentSuggestions) -> bytes:
    """The file of a document's suggestions.

    Raises:
        DataError: The file would be too large to read again.
    """
    lines = "".join(f"{line}\n" for line in _lines(suggestions))
    return strict_yaml.check_size(lines.encode(), suggestions.document[0])


def _lines(suggestions: DocumentSuggestions) -> Iterator[str]:
    suggester, book = suggestions.suggester, suggestions.codebook
    document, sha256 = suggestions.document
    yield f"format: {format_line(_FORMAT)}"
    yield "suggester: " + flow_mapping(
        id_field("name", suggester.name),
        text_field("version", suggester.version),
        text_field("sha256", suggester.sha256),
    )
    yield "document: " + flow_mapping(id_field("id", document), text_field("sha256", sha256))
    yield "codebook: " + flow_mapping(
        id_field("name", book.name),
        text_field("version", book.version),
        text_field("sha256", book.sha256),
    )
    yield "sentences:" if suggestions.sentences else "sentences: []"
    for sentence, fields in suggestions.sentences.items():
        yield f"- id: {id_or_quoted(sentence)}"
        for name, items in fields.items():
            yield f"  {name}: {flow_sequence([_item(each) for each in items])}"


def _item(suggestion: Suggestion) -> str:
    return flow_mapping(
        f"value: {flow_value(plain_value(suggestion.value))}",
        None if suggestion.score is None else f"score: {suggestion.score!r}",
        text_field("reason", suggestion.reason or None),
    )


def read_suggestions(path: Path) -> DocumentSuggestions:
    """The suggestions in a file.

    Raises:
        DataError: The file cannot be read, or has problems. The error has all of them.
    """
    return parse(strict_yaml.read_bytes(path), str(path))
