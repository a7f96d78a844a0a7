"""Edits that pages send: their JSON, the receipts of saved edits, and which edits are accepted.

The receipts are a comment on the last line of a set's file. The line is written in one step with
the set itself, so that an edit and its receipt become durable together. For every reader of the set
the line is a comment. A program that rewrites the set without it loses only the record of the edits
that need not be sent again.

A late edit is judged by the state of the class when the edit was made.
"""

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    FieldType,
    Sentence,
    SetForm,
    Source,
    Standing,
    page_fields,
)
from annotator.model.answer_key import AcceptTag, ExplainTag
from annotator.model.changes import Edit
from annotator.model.codebook import PARTS, Codebook
from annotator.model.edits import (
    Batch,
    ClearTag,
    EditSource,
    MergeSources,
    RestoreSources,
    SetAnswers,
    SetCheckable,
    SetCue,
    SetFlag,
    SetNote,
    SetPart,
    SetSeconds,
    SetSource,
    SetTag,
    SetVia,
    find_source,
    new_source,
    source_by_name,
)
from annotator.model.errors import DataError
from annotator.model.former_names import current_kind
from annotator.model.messages import Message
from annotator.model.name_folding import is_identifier
from annotator.model.session import WithTime
from annotator.model.sitting import ArticleState, ClassPhase, Sitting
from annotator.text.safe import display_text, safe_text

MAX_TEXT_LENGTH = 2000
MAX_SOURCE_LENGTH = 200
MAX_ANSWERS = 50
MAX_SOURCES = 1000
MAX_SECONDS = 10**6

SOURCE_EDITS = ("edit_source", "merge_sources")
"""Edits of the article's sources, which may change any sentence."""

EditMessage = Mapping[str, Any]


def decision_json(sentence: Sentence, form: SetForm = SetForm.ANNOTATIONS) -> dict[str, Any]:
    """The decisions on a sentence of a set of this form.

    A cue's `start` is in code points from the sentence's start.
    """
    values = ((each, getattr(sentence, each.name)) for each in page_fields(form))
    return {
        each.name: _TO_JSON[each.type](value, sentence)
        if value is not None and each.type in _TO_JSON
        else value
        for each, value in values
    }


# Values of other types are the same in JSON and in the model.
_TO_JSON: Mapping[FieldType, Callable[[Any, Sentence], Any]] = {
    FieldType.CUE: lambda cue, sentence: {
        "text": safe_text(cue.text),
        "start": cue.span[0] - sentence.span[0],
    },
    FieldType.ANSWERS: lambda answers, _: [
        {"claim": each.claim, "stance": each.stance} for each in answers
    ],
    FieldType.TEXT: lambda text, _: safe_text(text, newlines=True),
}


def sources_json(annotations: AnnotationSet) -> list[dict[str, Any]]:
    """The sources of a set."""
    return [
        {
            "id": each.id,
            "name": safe_text(each.name),
            "kind": each.kind,
            "affiliation": each.affiliation and safe_text(each.affiliation),
            "concerned": each.concerned,
            "standing": each.standing,
            "standing_reason": each.standing_reason and safe_text(each.standing_reason),
        }
        for each in annotations.sources
    ]


def parse_edit(
    said: Any, annotations: AnnotationSet, codebook: Codebook, *, record_times: bool = False
) -> Edit:
    """The edit that a page asks for.

    Args:
        said: The edit as JSON.
        annotations: The set that it changes.
        codebook: The codebook of the set.
        record_times: Whether to record the seconds that the page reports.

    Raises:
        DataError: It is not an edit of a set of this form, names an unknown sentence, or is too
            long.
    """
    kind = (_text(said, "do", 64) or "") if isinstance(said, dict) else ""
    fields = {each.name for each in page_fields(annotations.form)} - {"seconds"}
    if kind not in {"restore", "decide", *SOURCE_EDITS, *fields}:
        raise DataError(Message("The class page does not know this edit."))
    name = _text(said, "sentence", 64) or ""
    if name not in annotations.positions:
        raise DataError(Message("The article does not have this sentence."))
    edit = _EDIT_PARSERS[kind](said, annotations.sentence(name), annotations, codebook)
    # Undo restores the earlier times, and takes none.
    timed = record_times and kind != "restore" and "times" in said
    return WithTime(edit, _times(said)) if timed else edit


def _times(said: EditMessage) -> dict[str, int]:
    """The seconds that the page reports for each sentence that the edit changes."""
    times = said["times"]
    if not isinstance(times, dict) or not all(map(_is_seconds, times.values())):
        raise DataError(f"`times` must be whole seconds up to {MAX_SECONDS}, by sentence.")
    return times


def _is_seconds(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MAX_SECONDS


def _tag(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    tag = _text(said, "tag", 64)
    return ClearTag((sentence.id,)) if tag is None else SetTag((sentence.id,), tag)


def _sentence_part(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    part = _text(said, "part", 64)
    if part is None:
        return SetPart((sentence.id,), None)
    if part not in PARTS:
        raise DataError(Message("“%(part)s” is not a kind of furniture.", part=part))
    return Batch((ClearTag((sentence.id,)), SetPart((sentence.id,), part)))


def _source(
    said: EditMessage, sentence: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Edit:
    name = _text(said, "name", MAX_SOURCE_LENGTH)
    if name is None or not name.strip():
        source = None
    elif isinstance(said.get("details"), dict):
        source = source_by_name(annotations, name) or new_source(annotations, name)
        source = _described(source, said["details"], codebook)
    else:
        source = _found(annotations, name, _kind(said, codebook))
    edit = SetSource((sentence.id,), source)
    return Batch((edit, _via(said, sentence, annotations, codebook))) if "via" in said else edit


def _kind(said: EditMessage, codebook: Codebook, known: str | None = None) -> str | None:
    given = _text(said, "kind", 64)
    # A page opened before an update, or with work stored before it, has the former name.
    kind = given and current_kind(given)
    if kind is not None and kind not in {known, *(each.id for each in codebook.kinds)}:
        raise DataError(Message("The codebook has no kind of source “%(kind)s”.", kind=kind))
    return kind


def _found(annotations: AnnotationSet, name: str, kind: str | None) -> Source:
    known = find_source(annotations, name)
    if known is None:
        return new_source(annotations, name, kind)
    return replace(known, kind=kind or known.kind)


def _described(source: Source, details: EditMessage, codebook: Codebook) -> Source:
    """The source with everything but its name as the page says."""
    standing = _text(details, "standing", 64)
    if standing not in {None, *Standing}:
        raise DataError("`standing` must be informed, uninformed or unclear.")
    return replace(
        source,
        kind=_kind(details, codebook, source.kind),
        affiliation=_unless_same(details, "affiliation", MAX_SOURCE_LENGTH, source.affiliation),
        concerned=_boolean(details, "concerned"),
        standing=standing,
        standing_reason=_unless_same(
            details, "standing_reason", MAX_TEXT_LENGTH, source.standing_reason
        ),
    )


def _unless_same(said: EditMessage, name: str, most: int, before: str | None) -> str | None:
    """A text from a page. Where the page shows the text as it was, the text stays as it was."""
    value = _text(said, name, most)
    if value == safe_text(before or ""):
        return before
    return (value or "").strip() or None


def _edit_source(
    said: EditMessage, _: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Edit:
    """Change a source everywhere, or with no id add one that no sentence names."""
    name = " ".join((_text(said, "name", MAX_SOURCE_LENGTH) or "").split())
    known = _text(said, "source", 64)
    if known is None:
        source = source_by_name(annotations, name) or new_source(annotations, name)
    else:
        source = _known(annotations, known)
        source = source if name == safe_text(source.name) else replace(source, name=name)
    details = said.get("details")
    if not isinstance(details, dict):
        raise DataError("`details` must be an object.")
    described = _described(source, details, codebook)
    if described.id not in annotations.source_by_id and not described.concerned:
        raise DataError(Message("A source that no sentence names is kept only if it is concerned."))
    return EditSource(described)


def _known(annotations: AnnotationSet, id_: str | None) -> Source:
    known = annotations.source_by_id.get(id_ or "")
    if known is None:
        raise DataError(Message("This source is no longer in the article."))
    return known


def _merge_sources(
    said: EditMessage, _: Sentence, annotations: AnnotationSet, __: Codebook
) -> Edit:
    source, into = (_known(annotations, _text(said, each, 64)) for each in ("source", "into"))
    return MergeSources(source.id, into.id)


def _via(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return SetVia((sentence.id,), _unless_same(said, "via", MAX_SOURCE_LENGTH, sentence.via))


def _seconds(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    seconds = said.get("seconds")
    if seconds is not None and not _is_seconds(seconds):
        raise DataError(f"`seconds` must be a whole number up to {MAX_SECONDS}.")
    return SetSeconds(sentence.id, seconds)


def _cue(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    words = (_text(said, "words", MAX_TEXT_LENGTH) or "").strip()
    if not words:
        return SetCue(sentence.id, None)
    seen = display_text(sentence.text)
    start = said.get("start")
    if not isinstance(start, int) or not seen.text.startswith(words, max(start, 0)):
        start = seen.text.find(words)
    if start < 0:
        message = Message(
            "The sentence does not contain “%(words)s”. Copy the words from the sentence.",
            words=words,
        )
        raise DataError(message)
    first, last = seen.original(start), seen.original(start + len(words))
    span = (sentence.span[0] + first, sentence.span[0] + last)
    return SetCue(sentence.id, Cue(sentence.text[first:last], span))


def _answers(said: EditMessage, sentence: Sentence, _: AnnotationSet, codebook: Codebook) -> Edit:
    listed = said.get("answers")
    if not isinstance(listed, list) or len(listed) > MAX_ANSWERS:
        raise DataError(f"`answers` must be a list of at most {MAX_ANSWERS} answers.")
    return SetAnswers((sentence.id,), tuple(_answer(each, codebook) for each in listed))


def _answer(said: Any, codebook: Codebook) -> Answer:
    if not isinstance(said, dict):
        raise DataError("An answer must be an object with a claim.")
    claim, stance = _text(said, "claim", 64), _text(said, "stance", 64)
    if claim is None:
        raise DataError("An answer must name a claim.")
    if stance is not None and stance not in {each.id for each in codebook.stances}:
        raise DataError(Message("The codebook has no stance “%(stance)s”.", stance=stance))
    return Answer(claim, stance)


def _checkable(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return SetCheckable((sentence.id,), _boolean(said, "checkable"))


def _note(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return SetNote(sentence.id, _text(said, "note", MAX_TEXT_LENGTH))


def _flag(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return SetFlag((sentence.id,), _boolean(said, "flag"))


def _accepted_tags(
    said: EditMessage, sentence: Sentence, _: AnnotationSet, codebook: Codebook
) -> Edit:
    listed = said.get("accepted_tags")
    known = {each.id for each in codebook.tags} | set(sentence.accepted_tags)
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise DataError("`accepted_tags` must be a list of tags.")
    if not known.issuperset(listed):
        raise DataError("The codebook does not have one of these tags.")
    # When a sentence is restored, this is part of an edit that also sets its tag.
    restores = said.get("do") == "restore"
    gone = [each for each in sentence.accepted_tags if each not in listed]
    new = [
        each
        for each in dict.fromkeys(listed)
        if each not in sentence.accepted_tags and not (restores and said.get("tag") in (None, each))
    ]
    return Batch(
        (
            *(AcceptTag(sentence.id, each, accepted=False) for each in gone),
            *(AcceptTag(sentence.id, each) for each in new),
        )
    )


def _explanation(said: EditMessage, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return ExplainTag(sentence.id, _text(said, "explanation", MAX_TEXT_LENGTH))


def _restore(
    said: EditMessage, sentence: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Edit:
    """An edit that restores earlier decisions on a sentence, as undo asks for.

    A page opened before an update may not send all fields. The others stay.
    """
    fields = [each for each in page_fields(annotations.form) if each.name in said]
    if not fields and "shared" not in said:
        raise DataError("The undo names nothing that it restores.")
    shared = _restore_shared(said, annotations, codebook)
    annotations = shared.apply(annotations, codebook)
    nested = (FieldType.SOURCE, FieldType.CUE)
    edits = (
        _EDIT_PARSERS[name](
            _nested_message(said, name) if type_ in nested else said,
            sentence,
            annotations,
            codebook,
        )
        for name, type_, *_ in fields
    )
    return Batch((shared, *edits))


def _decide(
    said: EditMessage, sentence: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Edit:
    """An edit that decides several fields of a sentence at once: tag, source and cue."""
    edits: list[Edit] = []
    for name in ("tag", "source", "cue"):
        if name in said:
            message = said if name == "tag" else _nested_message(said, name)
            edits.append(_EDIT_PARSERS[name](message, sentence, annotations, codebook))
    return Batch(tuple(edits))


def _restore_shared(said: EditMessage, annotations: AnnotationSet, codebook: Codebook) -> Batch:
    """What undo restores besides one sentence, after an edit that changed the sources."""
    shared = said.get("shared")
    if shared is None:
        return Batch(())
    listed = shared.get("sources") if isinstance(shared, dict) else None
    others = shared.get("sentences") if isinstance(shared, dict) else None
    if not isinstance(listed, list) or len(listed) > MAX_SOURCES or not isinstance(others, dict):
        raise DataError("`shared` must have the sources and the sentences.")
    added = shared.get("added")
    if not isinstance(added, list) or not all(isinstance(each, str) for each in added):
        raise DataError("`added` must be a list of sources.")
    sources = tuple(_earlier_source(each, annotations, codebook) for each in listed)
    if len({each.id for each in sources}) < len(sources):
        raise DataError("Two sources have the same id.")
    users: dict[str, str | None] = {}
    times: list[Edit] = []
    for name, other in others.items():
        if name not in annotations.positions or not isinstance(other, dict):
            raise DataError(Message("The article does not have this sentence."))
        users[name] = _text(other, "source", 64)
        times.append(_seconds(other, annotations.sentence(name), annotations, codebook))
    return Batch((RestoreSources(sources, tuple(added), users), *times))


def _earlier_source(said: Any, annotations: AnnotationSet, codebook: Codebook) -> Source:
    id_ = _text(said, "id", 64) if isinstance(said, dict) else None
    name = _text(said, "name", MAX_SOURCE_LENGTH) if isinstance(said, dict) else None
    if id_ is None or name is None or not is_identifier(id_):
        raise DataError("A source must have an id and a name.")
    known = annotations.source_by_id.get(id_, Source(id_, name))
    source = known if name == safe_text(known.name) else replace(known, name=name)
    return _described(source, said, codebook)


def _nested_message(said: EditMessage, name: str) -> EditMessage:
    value = said.get(name)
    return value if isinstance(value, dict) else {}


_EDIT_PARSERS: Mapping[str, Callable[[EditMessage, Sentence, AnnotationSet, Codebook], Edit]] = {
    "tag": _tag,
    "part": _sentence_part,
    "source": _source,
    "edit_source": _edit_source,
    "merge_sources": _merge_sources,
    "via": _via,
    "seconds": _seconds,
    "cue": _cue,
    "answers": _answers,
    "checkable": _checkable,
    "note": _note,
    "flag": _flag,
    "accepted_tags": _accepted_tags,
    "explanation": _explanation,
    "restore": _restore,
    "decide": _decide,
}


def _text(said: EditMessage, name: str, most: int) -> str | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > most:
        raise DataError(f"`{name}` must be text of at most {most} characters.")
    # JSON can hold lone surrogates, which UTF-8 cannot.
    return value.encode("utf-8", "replace").decode()


def _boolean(said: EditMessage, name: str) -> bool:
    value = said.get(name)
    if not isinstance(value, bool):
        raise DataError(f"`{name}` must be true or false.")
    return value


MAX_RECEIPT_PAGES = 8
MAX_RECEIPTS_PER_PAGE = 16
"""Receipts per page. A page sends its edits one by one, so only the last one can arrive twice. A
duplicated tab also sends again the edits that had no answer when it was duplicated."""

PAGE_ID = re.compile(r"[0-9a-f]{16}")
_EDIT = rb"[0-9]{1,9}=[0-9a-f]{8}"
# A file of an earlier version has only the last number.
_PAGE = rb"(?: [0-9a-f]{16}:(?:[0-9]{1,9}|%b(?:,%b)*))" % (_EDIT, _EDIT)
_LINE = re.compile(rb"\n# class page: at ([a-z][a-z0-9-]*|-); counted(%b*)\n\Z" % _PAGE)


class EditNumberError(Exception):
    """The number belongs to another edit, or to an earlier one that was never counted.

    Nothing has changed. The page sends the same edit with a new number.
    """


@dataclass(frozen=True, slots=True)
class Receipts:
    """What the class page stores with a set.

    Attributes:
        at: The id of the sentence that the student was at.
        edits: The last edits counted for each page, by the page's id, with the latest page last.
            Each edit's number maps to the edit's digest.
    """

    at: str | None = None
    edits: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def contains(self, page: str, number: int, digest: str) -> bool:
        """Whether this edit of a page was already counted.

        Raises:
            EditNumberError: The number cannot belong to this edit.
        """
        known = self.edits.get(page, {})
        if known.get(number) == digest:
            return True
        if number <= max(known, default=0):
            raise EditNumberError("This number belongs to another edit or is out of order.")
        return False

    def with_edit(self, page: str, number: int, digest: str, at: str | None) -> "Receipts":
        """The receipts with one more edit."""
        others = [pair for pair in self.edits.items() if pair[0] != page][1 - MAX_RECEIPT_PAGES :]
        before = list(self.edits.get(page, {}).items())[1 - MAX_RECEIPTS_PER_PAGE :]
        return Receipts(at, {**dict(others), page: {**dict(before), number: digest}})

    @property
    def line(self) -> bytes:
        """The last line of the file."""
        pages = "".join(
            f" {page}:{_page_receipts_line(edits)}" for page, edits in self.edits.items()
        )
        return f"# class page: at {self.at or '-'}; counted{pages}\n".encode()


def _page_receipts_line(edits: Mapping[int, str]) -> str:
    return ",".join(
        f"{number}={digest}" if digest else f"{number}" for number, digest in edits.items()
    )


def read_receipts(data: bytes) -> Receipts:
    """The receipts in the last line of a set's file; empty if there are none."""
    match = _LINE.search(data)
    if match is None:
        return Receipts()
    at = match[1].decode()
    pages = (each.split(":") for each in match[2].decode().split())
    return Receipts(
        None if at == "-" else at, {page: _page_receipts(listed) for page, listed in pages}
    )


def _page_receipts(listed: str) -> dict[int, str]:
    pairs = (each.partition("=") for each in listed.split(","))
    return {int(number): digest for number, _, digest in pairs}


class MalformedEditError(DataError):
    """The data sent under an already counted number is not an edit."""


@dataclass(frozen=True, slots=True)
class PageEdit:
    """An edit as a page sends it.

    Attributes:
        page: The page's id.
        number: The edit's number on that page.
        message: The edit as JSON.
        at: The id of the sentence that the student is at after the edit.
        vote: The vote in which it was made.
        made_at: When it was made, in seconds since 1970 by the server's clock; infinite if unknown.
        document: The id of the document that it belongs to; empty for the current one.
    """

    page: str
    number: int
    message: Mapping[str, Any]
    at: str | None = None
    vote: int = 1
    made_at: float = math.inf
    document: str = ""

    @property
    def sentence(self) -> str:
        """The id of the sentence that the edit names; empty if it names none."""
        named = self.message.get("sentence")
        return named if isinstance(named, str) else ""

    @property
    def shown_sentence(self) -> tuple[str, str]:
        """The document and the sentence, for the record of the keys that a page was shown."""
        return self.document, self.sentence

    @property
    def changes_sources(self) -> bool:
        """Whether it changes the article's sources, and so other sentences than its own."""
        return self.message.get("do") in SOURCE_EDITS or "shared" in self.message

    @property
    def is_note(self) -> bool:
        """Whether it writes a note, which a student may do even when tags are not accepted."""
        return self.message.get("do") == "note"

    @property
    def digest(self) -> str:
        """A hash that tells this edit from another one with the same number."""
        whole = json.dumps([self.vote, self.message], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:8]


GRACE_SECONDS = 600
"""How long after tagging closed an edit made before that is still accepted."""


class WorkClosedError(Exception):
    """The teacher has closed tagging. The same edit may be accepted later."""


class TooLateError(DataError):
    """The edit belongs to a vote that has ended, or to a sentence whose key is shown."""


Refusal = tuple[float | None, Exception]
"""When an edit stopped being accepted, in seconds since 1970, and the error to raise."""


def admit_edit(
    sitting: Sitting, page_edit: PageEdit, now: float, *, key_shown: bool = False
) -> None:
    """Raise an error unless the class accepts an edit.

    An edit made before tagging closed is still accepted if it arrives within `GRACE_SECONDS` and
    its page had not been shown the key.

    Args:
        sitting: The sitting as it is now.
        page_edit: The edit, with its document.
        now: The time in seconds since 1970.
        key_shown: Whether the page that made the edit had been shown the key of its sentence.

    Raises:
        WorkClosedError: Tagging is closed.
        TooLateError: The vote or the lesson has ended, or the key of the sentence is shown.
        DataError: The class has no such vote.
    """
    article = sitting.article_of(page_edit.document)
    if not 0 < page_edit.vote <= article.vote:
        raise DataError(Message("The class has no vote %(vote)s.", vote=page_edit.vote))
    shown = key_shown and not page_edit.is_note
    for since, refusal in _refusals(sitting, article, page_edit):
        if since is None or page_edit.made_at >= since or now > since + GRACE_SECONDS or shown:
            raise refusal


def _refusals(sitting: Sitting, article: ArticleState, page_edit: PageEdit) -> Iterator[Refusal]:
    if page_edit.sentence in article.revealed and not page_edit.is_note:
        since = article.key_shown_since(page_edit.sentence)
        yield (
            since,
            TooLateError(
                Message("The key for this sentence is already shown. Your tag was not changed.")
            ),
        )
    closed = _closed_since(article, page_edit)
    if page_edit.vote < article.vote:
        words = Message("A new vote has started. Your tags in the earlier vote were not changed.")
        yield closed, TooLateError(words)
    elif sitting.phase is ClassPhase.ENDED:
        words = Message("The lesson has ended. You can no longer change your work.")
        yield closed, TooLateError(words)
    elif not sitting.is_open_for(article.document):
        yield closed, WorkClosedError(Message("The class now works on another article."))
    elif sitting.phase is ClassPhase.CLOSED and not _is_reason(page_edit, article.asked):
        yield closed, WorkClosedError(Message("Tagging is closed."))


def _closed_since(article: ArticleState, page_edit: PageEdit) -> float | None:
    """When the vote stopped accepting such an edit. Requested reasons are accepted for longer."""
    end = article.end_of(page_edit.vote)
    if end is None:
        return None
    return end.over if end.over and _is_reason(page_edit, end.asked) else end.closed


def _is_reason(page_edit: PageEdit, asked: tuple[str, ...]) -> bool:
    return page_edit.is_note and page_edit.sentence in asked
