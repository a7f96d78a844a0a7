"""Suggestions on the page of an annotator's set or a key: what the page gets, and the record.

No class has them: only a set outside a sitting is given a `PageSuggestions`. What a suggester says
of a document is made or read once, and kept. The page says which suggestions it showed, with a
token of each. Only what the server had sent is recorded.
"""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Exposure,
    Sentence,
    Shown,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.changes import Diff, Edit
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.prompt_level import PromptSettings
from annotator.model.second_look import Difference, differences
from annotator.model.session import Session
from annotator.model.suggestion_evaluation import without_unproven_tags
from annotator.model.suggestion_settings import RULES, SuggestionMode, SuggestionSettings
from annotator.model.suggestions import (
    DocumentSuggestions,
    FieldSuggestions,
    Suggester,
    Suggestion,
    own_value,
)
from annotator.project.suggesters import RULES_SUGGESTER, RulesSuggester, suggestions_for
from annotator.project.suggestion_files import shown_suggestions, shown_tags
from annotator.storage import documents, layout
from annotator.text.safe import safe_text

PageData = dict[str, Any]

MOST_LISTED: Final = 6
"""The number of values that a list offers."""
_TOKEN_LENGTH = 8
_BEFORE: Final = frozenset([SuggestionMode.LIST, SuggestionMode.GHOST])
"""The modes that show a suggestion before the own decision."""


class SuggestionLibrary:
    """The suggestions for the documents of a project, each read or made once.

    Args:
        folder: The project's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[Any, ...], DocumentSuggestions] = {}
        self._turn = threading.Lock()

    def find(self, name: str, document: str, codebook: Codebook) -> DocumentSuggestions | None:
        """What a suggester says of a document; None if there is nothing for its text.

        A file of the rules that is not current is not used: they say it again. Waits for the disk.

        Raises:
            DataError: A file has errors.
        """
        segmented = documents.load(layout.document_path(self._folder, document))
        key = segmented.article.document.key
        found = shown_suggestions(self._folder, name, key)
        if name != RULES or (found is not None and _is_current(found, codebook)):
            return found
        wanted = (key, codebook.reference)
        with self._turn:
            if wanted not in self._made:
                self._made[wanted] = suggestions_for(RulesSuggester(), segmented, codebook)
        return self._proven(self._made[wanted])

    def _proven(self, found: DocumentSuggestions) -> DocumentSuggestions:
        tags = shown_tags(self._folder, found.suggester, found.codebook)
        kept = {
            sentence: without_unproven_tags(fields, tags)
            for sentence, fields in found.sentences.items()
        }
        return replace(found, sentences=kept)


def _is_current(found: DocumentSuggestions, codebook: Codebook) -> bool:
    return (found.suggester, found.codebook) == (RULES_SUGGESTER, codebook.reference)


class _Sent(NamedTuple):
    """A suggestion as a page gets it: how it is shown, and how it is recorded."""

    mode: SuggestionMode
    shown: Shown
    values: tuple[Suggestion, ...]

    @property
    def token(self) -> str:
        """What the page calls it."""
        return hashlib.sha256(repr(self.shown).encode()).hexdigest()[:_TOKEN_LENGTH]


class PageSuggestions:
    """What the page of one set shows of suggestions, and the record of it.

    Args:
        settings: Which suggestions are shown, and how.
        prompts: What the annotator is asked for.
        found: The suggestions for the document.
    """

    def __init__(
        self, settings: SuggestionSettings, prompts: PromptSettings, found: DocumentSuggestions
    ) -> None:
        self._settings = settings
        self._prompts = prompts
        self._by: Suggester = found.suggester
        self._found: Mapping[str, FieldSuggestions] = found.sentences
        self._sent: dict[tuple[str, SuggestedField, str], _Sent] = {}

    # What the page gets.

    def offered(self, annotations: AnnotationSet, codebook: Codebook) -> PageData:
        """What may be shown before the own decision, by the sentence's id and the field."""
        found: PageData = {}
        for sentence in annotations.sentences:
            if sentence.body and not self._holds(annotations, sentence):
                fields = self._before(annotations, sentence, codebook)
                items = {each.shown.field: self._send(sentence, each) for each in fields}
                found |= {sentence.id: items} if items else {}
        return found

    def differences(
        self, annotations: AnnotationSet, codebook: Codebook, at: str | None
    ) -> PageData:
        """Where decisions differ from suggestions that are shown after them, by the sentence's id.

        Args:
            annotations: The set.
            codebook: Its codebook.
            at: The sentence at which the page is. What is still empty there is not decided.
        """
        if not self._settings.shows(SuggestionMode.SECOND_LOOK):
            return {}
        found: PageData = {}
        for sentence in annotations.sentences:
            if sentence.tag is None or self._holds(annotations, sentence):
                continue
            items = [
                self._difference(sentence, each)
                for each in self._differences(annotations, sentence, codebook)
                if each.own or sentence.id != at
            ]
            found |= {sentence.id: items} if items else {}
        return found

    def _difference(self, sentence: Sentence, each: Difference) -> PageData:
        sent = self._as_sent(each.field, SuggestionMode.SECOND_LOOK, (each.suggestion,))
        return {"field": each.field, **self._send(sentence, sent)}

    def _differences(
        self, annotations: AnnotationSet, sentence: Sentence, codebook: Codebook
    ) -> Iterator[Difference]:
        """Where the decisions on a sentence differ, but for those looked at already."""
        looked = {each.field for each in sentence.shown if each.exposure is Exposure.AFTER}
        fields = self._settings.fields_shown(SuggestionMode.SECOND_LOOK) - looked
        usable = self._usable(annotations, sentence, codebook)
        return differences(annotations, sentence, usable, fields, codebook, self._prompts)

    def _before(
        self, annotations: AnnotationSet, sentence: Sentence, codebook: Codebook
    ) -> Iterator[_Sent]:
        """The suggestions for a sentence in the modes that show them before the own decision."""
        usable = self._usable(annotations, sentence, codebook)
        ghosts = set(self._ghost_fields(usable, codebook))
        for field, values in usable.items():
            mode = self._settings.show[field]
            if mode is SuggestionMode.LIST or (mode is SuggestionMode.GHOST and field in ghosts):
                yield self._as_sent(field, mode, values)

    def _ghost_fields(
        self, usable: FieldSuggestions, codebook: Codebook
    ) -> Iterator[SuggestedField]:
        """The fields that a ghost shows: those that the tag asks for, with a value."""
        by_ghost = self._settings.show[SuggestedField.TAG] is SuggestionMode.GHOST
        tags = usable.get(SuggestedField.TAG, ()) if by_ghost else ()
        tag = str(tags[0].value) if tags else None
        sourced = self._prompts.sources and (tag is None or codebook.role(tag).attributes)
        named = bool(_first(usable, SuggestedField.SOURCE))
        if tag:
            yield SuggestedField.TAG
        if sourced and named:
            yield from (SuggestedField.SOURCE, SuggestedField.KIND)
        if sourced and self._prompts.cues and _first(usable, SuggestedField.CUE):
            yield SuggestedField.CUE

    def _as_sent(
        self, field: SuggestedField, mode: SuggestionMode, values: tuple[Suggestion, ...]
    ) -> _Sent:
        listed = values[: MOST_LISTED if mode is SuggestionMode.LIST else 1]
        offered = tuple(str(each.value) for each in listed if isinstance(each.value, str))
        if mode is not SuggestionMode.LIST:
            offered = ()
        shown = Shown(
            field,
            self._by.name,
            self._by.version,
            listed[0].value,
            offered=tuple(each for each in offered if each),
        )
        return _Sent(mode, shown, listed)

    def _send(self, sentence: Sentence, sent: _Sent) -> PageData:
        self._sent[sentence.id, sent.shown.field, sent.token] = sent
        reason = sent.values[0].reason
        return {
            "mode": sent.mode,
            "token": sent.token,
            "by": safe_text(self._by.name),
            "values": [_value_json(each.value, sentence) for each in sent.values],
            **({"reason": safe_text(reason)} if reason else {}),
        }

    def _usable(
        self, annotations: AnnotationSet, sentence: Sentence, codebook: Codebook
    ) -> FieldSuggestions:
        """The suggestions for a sentence that are possible in this set."""
        found = self._found.get(sentence.id, {})
        kept = {
            field: tuple(
                each
                for each in values
                if _is_possible(field, each.value, annotations, sentence, codebook)
            )
            for field, values in found.items()
        }
        return {field: values for field, values in kept.items() if values}

    def _holds(self, annotations: AnnotationSet, sentence: Sentence) -> bool:
        document, annotator = annotations.document.id, annotations.annotator
        return self._settings.holds(document, sentence.id, annotator)

    # The record.

    def record(self, session: Session, edit: Edit, seen: Any) -> None:
        """Record what a page has shown before an edit, and what was withheld from it.

        Args:
            session: The session, before the edit.
            edit: The edit.
            seen: By the sentence's id and the field: when the page showed it, and its token. What
                the server had not sent is left out.

        Raises:
            DataError: `seen` is not of this form, or the edit is impossible.
        """
        annotations = session.annotations
        for sentence, field, when, token in _seen(seen):
            sent = self._sent.get((sentence, field, token))
            if sent is not None and sentence in annotations.positions:
                session.shown.record(sentence, [_recorded(sent, when, annotations, sentence)])
        if self._settings.hold:
            self._record_unseen(session, edit.apply(annotations, session.codebook))

    def _record_unseen(self, session: Session, after: AnnotationSet) -> None:
        """Record what is withheld, and differences that the annotator has not looked at yet.

        In a study that withholds some, these are the decisions to compare in both groups.
        """
        before = session.annotations
        for position in Diff.between(before, after).changed_positions:
            sentence = after.sentences[position]
            if self._holds(after, sentence):
                earlier = before.sentences[position]
                found = self._withheld(after, earlier, sentence, session.codebook)
                held = (replace(each, exposure=Exposure.NEVER, held=True) for each in found)
                session.shown.record(sentence.id, held)
            else:
                looks = self._second_looks(after, sentence, session.codebook)
                unseen = (replace(each, exposure=Exposure.NEVER) for each in looks)
                session.shown.record(sentence.id, unseen)

    def _withheld(
        self, after: AnnotationSet, earlier: Sentence, sentence: Sentence, codebook: Codebook
    ) -> Iterator[Shown]:
        """What the page would have shown for a sentence, if nothing had been withheld."""
        listed = codebook.role(sentence.tag).attributes or sentence.source is not None
        for each in self._before(after, sentence, codebook):
            if listed if each.mode is SuggestionMode.LIST else earlier.tag is None:
                yield each.shown
        yield from self._second_looks(after, sentence, codebook)

    def _second_looks(
        self, after: AnnotationSet, sentence: Sentence, codebook: Codebook
    ) -> Iterator[Shown]:
        for field, _, suggestion in self._differences(after, sentence, codebook):
            yield self._as_sent(field, SuggestionMode.SECOND_LOOK, (suggestion,)).shown


def _first(fields: FieldSuggestions, field: SuggestedField) -> SuggestedValue:
    return next((each.value for each in fields.get(field, ())), "")


def _is_possible(
    field: SuggestedField,
    value: SuggestedValue,
    annotations: AnnotationSet,
    sentence: Sentence,
    codebook: Codebook,
) -> bool:
    """Whether a suggested value can be a decision on a sentence; no value at all always can."""
    match field:
        case SuggestedField.TAG:
            return codebook.tag(str(value)) is not None
        case SuggestedField.KIND:
            return any(each.id == value for each in codebook.kinds)
        case SuggestedField.CUE:
            numbers = [each for each in value if isinstance(each, int)]
            first, last = sentence.span
            return len(numbers) == 2 and first <= numbers[0] < numbers[1] <= last
        case SuggestedField.ANSWERS:
            claims = [each.claim for each in value if isinstance(each, Answer)]
            return sentence.id not in claims and all(
                each in annotations.positions for each in claims
            )
        case SuggestedField.SOURCE:
            return True


def _value_json(value: SuggestedValue, sentence: Sentence) -> Any:
    """A value as the page has its own: a cue's `start` is counted from the sentence's start."""
    if isinstance(value, str):
        return safe_text(value)
    span = [each - sentence.span[0] for each in value if isinstance(each, int)]
    if span:
        return {"text": safe_text(sentence.text[slice(*span)]), "start": span[0]}
    answers = (each for each in value if isinstance(each, Answer))
    return [{"claim": each.claim, "stance": each.stance} for each in answers]


def _recorded(sent: _Sent, when: Exposure, annotations: AnnotationSet, name: str) -> Shown:
    """The record of a suggestion that a page showed.

    Before the own decision there is none to be recorded. A second look comes after it.
    """
    sentence = annotations.sentence(name)
    own = own_value(sent.shown.field, sentence, annotations.source_of(sentence))
    if sent.mode is SuggestionMode.SECOND_LOOK or (when is Exposure.AFTER and own):
        return replace(sent.shown, exposure=Exposure.AFTER, was=own)
    return sent.shown


def _seen(said: Any) -> Iterator[tuple[str, SuggestedField, Exposure, str]]:
    """What a page says that it showed.

    Raises:
        DataError: It is not of this form.
    """
    if said is None:
        return
    try:
        for sentence, fields in said.items():
            for field, (when, token) in fields.items():
                yield sentence, SuggestedField(field), Exposure(when), str(token)
    except (AttributeError, TypeError, ValueError):
        raise DataError("`seen` must say when each suggestion was shown, and its token.") from None
