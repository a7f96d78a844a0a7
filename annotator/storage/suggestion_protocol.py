"""The protocol of suggesters outside this program: JSON Lines, a document a line, an answer a line.

Nothing in an answer is trusted. One that names what the document or the codebook does not have is
refused as a whole, with all its faults.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal, NamedTuple

from msgspec import Meta, field, to_builtins

from annotator.model.annotation import SegmentedDocument, Sentence, SuggestedField
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.storage import strict_json
from annotator.storage.file_records import (
    FileName,
    Id,
    Name,
    Part,
    RoleName,
    Sha256,
    Share,
    Span,
    StrictRecord,
    Text,
)
from annotator.storage.strict_yaml import Steps, convert, path_text
from annotator.storage.suggestions import Reason

MAX_ANSWER_BYTES: Final = 16 * 1024 * 1024
"""The maximum size of the answer for a document."""
MAX_PROPOSALS: Final = 20
"""The maximum number of proposals for one field of a sentence."""
MAX_NAME_CODE_POINTS: Final = 200
"""The maximum length of the name of a source."""
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CONTROLS = frozenset(["Cc", "Cs", "Zl", "Zp"])
_SpanOrNone = Annotated[
    Span | None,
    Meta(description="two whole numbers, [start, end], in code points of the document, or null"),
]


# What is sent


class AskedSentenceRecord(StrictRecord, omit_defaults=True):
    """A sentence: its place in the text, and its part of the article if it is furniture."""

    id: Id
    span: Span
    part: Part | None = None


class AskedTagRecord(StrictRecord):
    """A tag of the codebook."""

    id: Id
    name: Name
    role: RoleName
    definition: Text
    decision: Text = ""


class AskedCodebookRecord(StrictRecord):
    """The codebook: its tags."""

    name: Text
    version: Text
    sha256: Sha256
    tags: list[AskedTagRecord]


class SuggestionRequestRecord(StrictRecord):
    """A line that a suggester reads: a document."""

    format: Literal["attribution-suggestion-request/1"]
    id: FileName
    language: Text
    text: Text
    sentences: list[AskedSentenceRecord]
    codebook: AskedCodebookRecord


def request(document: SegmentedDocument, codebook: Codebook) -> dict[str, Any]:
    """What a suggester is asked about a document, as plain data."""
    article = document.article
    record = SuggestionRequestRecord(
        "attribution-suggestion-request/1",
        article.document.id,
        article.document.language,
        article.text,
        [AskedSentenceRecord(each.id, each.span, each.part) for each in document.sentences],
        AskedCodebookRecord(
            *codebook.reference,
            [
                AskedTagRecord(each.id, each.name, each.role, each.definition, each.decision)
                for each in codebook.tags
            ],
        ),
    )
    plain: dict[str, Any] = to_builtins(record)
    return plain


def json_line(value: Any) -> bytes:
    """Plain data as one line of JSON in ASCII, with its line feed."""
    return json.dumps(value).encode("ascii") + b"\n"


# What is answered


class ProposalRecord(StrictRecord, kw_only=True):
    """A proposal without its value."""

    score: Share | None = None
    reason: Reason = ""


class TagProposalRecord(ProposalRecord, kw_only=True):
    """A proposed tag."""

    value: Id


class SourceProposalRecord(ProposalRecord, kw_only=True):
    """A proposed source. Its span is where its words are in the sentence."""

    name: Name
    span: _SpanOrNone = None


class CueProposalRecord(ProposalRecord, kw_only=True):
    """A proposed cue. Without a span, it is the first place of its words in the sentence."""

    text: Name
    span: _SpanOrNone = None


class AnsweredSentenceRecord(StrictRecord, kw_only=True):
    """The proposals for a sentence, the best first. Its span, part and text may be repeated."""

    id: Id
    span: _SpanOrNone = None
    part: Text | None = None
    text: Text | None = None
    tag: list[TagProposalRecord] = field(default_factory=list)
    source: list[SourceProposalRecord] = field(default_factory=list)
    cue: list[CueProposalRecord] = field(default_factory=list)


class SuggestionAnswerRecord(StrictRecord):
    """A line that a suggester writes: the proposals for a document."""

    id: FileName
    sentences: list[AnsweredSentenceRecord]


class OutsideAnswer(NamedTuple):
    """An answer of a suggester, and where problems in it are.

    Attributes:
        file: The name of the answers, for problems.
        line: The number of this answer, from 1.
        content: The answer as plain data.
    """

    file: str
    line: int
    content: Any

    def problem(self, steps: Steps, message: str) -> Problem:
        """A problem of the value at a path."""
        return Problem(message, self.file, self.line, path_text(steps) or None)


def parse_answer(data: bytes, file: str, line: int) -> OutsideAnswer:
    """The answer in a line of JSON.

    Args:
        data: The line.
        file: The name of the answers, for problems.
        line: The number of the line.

    Raises:
        DataError: It is not JSON, or too long.
    """
    if len(data) > MAX_ANSWER_BYTES:
        limit = MAX_ANSWER_BYTES // 1024 // 1024
        raise DataError(Problem(f"The answer is larger than {limit} MB.", file, line))
    try:
        return OutsideAnswer(file, line, strict_json.loads(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        message = f"The answer is not UTF-8: byte {error.start + 1} of the line."
    except strict_json.DuplicateNameError as error:
        message = str(error)
    except RecursionError:
        message = "The answer is nested too deep."
    except ValueError as error:
        message = f"The answer is not a line of JSON: {error}."
    raise DataError(Problem(message, file, line))


class _Reading:
    """An answer that is read, with the problems found so far."""

    def __init__(self, answer: OutsideAnswer) -> None:
        self.answer = answer
        self.problems: list[Problem] = []

    def refuse(self, steps: Steps, message: str) -> None:
        self.problems.append(self.answer.problem(steps, message))


def suggestions_in(
    answer: OutsideAnswer, document: SegmentedDocument, codebook: Codebook
) -> Mapping[str, FieldSuggestions]:
    """The suggestions in an answer, by the sentence's ID.

    Args:
        answer: The answer.
        document: The document that it is about.
        codebook: The codebook whose tags it may have.

    Raises:
        DataError: It has faults. The error has all of them.
    """
    reading = _Reading(answer)
    record = convert(reading, answer.content, (), SuggestionAnswerRecord)
    for steps, message in _faults(record, document, codebook) if record else ():
        reading.refuse(steps, message)
    if record is None or reading.problems:
        raise DataError(reading.problems)
    sentences = {each.id: each for each in document.sentences}
    found = {each.id: _suggestions(each, sentences[each.id]) for each in record.sentences}
    return {sentence: fields for sentence, fields in found.items() if fields}


def _suggestions(record: AnsweredSentenceRecord, sentence: Sentence) -> FieldSuggestions:
    lists = {
        SuggestedField.TAG: tuple(
            Suggestion(each.value, each.score, each.reason) for each in record.tag
        ),
        SuggestedField.SOURCE: tuple(
            Suggestion(each.name, each.score, each.reason, each.span) for each in record.source
        ),
        SuggestedField.CUE: tuple(
            Suggestion(_cue_span(each, sentence) or (), each.score, each.reason)
            for each in record.cue
        ),
    }
    return {each: items for each, items in lists.items() if items}


def _cue_span(cue: CueProposalRecord, sentence: Sentence) -> Span | None:
    """The place of a cue in the document; None if its words are not in the sentence."""
    if cue.span is not None:
        return cue.span
    at = sentence.text.find(cue.text)
    start = sentence.span[0] + at
    return None if at < 0 else (start, start + len(cue.text))


# What is wrong with an answer


_Faults = Iterator[tuple[Steps, str]]


def _faults(
    record: SuggestionAnswerRecord, document: SegmentedDocument, codebook: Codebook
) -> _Faults:
    wanted = document.article.document.id
    if record.id != wanted:
        yield ("id",), f"This must be “{wanted}”, the document that was asked about."
    sentences = {each.id: each for each in document.sentences}
    seen: set[str] = set()
    for at, each in enumerate(record.sentences):
        here: Steps = ("sentences", at)
        sentence = sentences.get(each.id)
        if sentence is None:
            yield (*here, "id"), _unknown_sentence(each.id, document.sentences)
            continue
        if each.id in seen:
            yield (*here, "id"), f"{each.id} is in the list twice."
        seen.add(each.id)
        for steps, message in _sentence_faults(each, sentence, document.article.text, codebook):
            yield (*here, *steps), message


def _unknown_sentence(name: str, sentences: tuple[Sentence, ...]) -> str:
    there = f" Sentences run from {sentences[0].id} to {sentences[-1].id}." if sentences else ""
    return f"“{name}” does not exist in this document.{there}"


def _sentence_faults(
    record: AnsweredSentenceRecord, sentence: Sentence, text: str, codebook: Codebook
) -> _Faults:
    if record.span is not None and record.span != sentence.span:
        yield ("span",), f"The sentence is at {list(sentence.span)}, in code points."
    if record.text is not None and record.text != sentence.text:
        yield ("text",), "This is not the text of the sentence."
    tags = [each.value for each in record.tag]
    names = [each.name for each in record.source]
    cues = [_cue_span(each, sentence) for each in record.cue]
    yield from _list_faults("tag", record.tag, tags)
    yield from _list_faults("source", record.source, names)
    yield from _list_faults("cue", record.cue, cues)
    for at, tag in enumerate(tags):
        if codebook.tag(tag) is None:
            known = ", ".join(codebook.by_id)
            yield ("tag", at, "value"), f"“{tag}” is not a tag of this codebook. Tags: {known}."
    for at, source in enumerate(record.source):
        yield from _name_faults(("source", at), source.name)
        if source.span is not None:
            yield from _span_faults(("source", at, "span"), source.span, sentence)
    for at, cue in enumerate(record.cue):
        yield from _cue_faults(("cue", at), cue, sentence, text)


def _list_faults(name: str, items: Iterable[ProposalRecord], values: list[Any]) -> _Faults:
    if len(values) > MAX_PROPOSALS:
        message = f"There are {len(values):,} proposals. A field has at most {MAX_PROPOSALS}."
        yield (name,), message
    for at, each in enumerate(items):
        # The type lets through what is not a number at all.
        if each.score is not None and not 0 <= each.score <= 1:
            yield (name, at, "score"), "This must be a number from 0 to 1."
        if _has_controls(each.reason):
            yield (name, at, "reason"), _CONTROL_CHARACTERS
        if values[at] is not None and values[at] in values[:at]:
            yield (name, at), "This is proposed twice."


_CONTROL_CHARACTERS = "This contains a control character, such as a line feed or an escape."


def _has_controls(text: str) -> bool:
    return any(each in _DIRECTIONS or unicodedata.category(each) in _CONTROLS for each in text)


def _name_faults(here: Steps, name: str) -> _Faults:
    if _has_controls(name):
        yield (*here, "name"), _CONTROL_CHARACTERS
    if len(name) > MAX_NAME_CODE_POINTS:
        yield (*here, "name"), f"A name has at most {MAX_NAME_CODE_POINTS} characters."


def _span_faults(here: Steps, span: Span, sentence: Sentence) -> _Faults:
    (start, end), (first, last) = span, sentence.span
    if not first <= start < end <= last:
        message = (
            f"{list(span)} is not inside the sentence {sentence.id}, which is at "
            f"{list(sentence.span)}. Count code points of the document."
        )
        yield here, message


def _cue_faults(here: Steps, cue: CueProposalRecord, sentence: Sentence, text: str) -> _Faults:
    if cue.span is None:
        if cue.text not in sentence.text:
            yield (*here, "text"), f"“{cue.text}” is not in the sentence {sentence.id}."
        return
    outside = list(_span_faults((*here, "span"), cue.span, sentence))
    yield from outside
    if not outside and text[slice(*cue.span)] != cue.text:
        found = text[slice(*cue.span)]
        message = f"The text at {list(cue.span)} is “{found}”. Count code points of the document."
        yield (*here, "text"), message
