"""The suggester `rules`: sources, cues, kinds and tags for a whole document, without a model.

It goes through the document from its first sentence to its last, and each sentence sees the best
sources of those before it, as it would see an annotator's decisions on the screen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from annotator.model.annotation import (
    AnnotationSet,
    SegmentedDocument,
    Sentence,
    Span,
    SuggestedField,
    share_positions,
)
from annotator.model.codebook import Codebook, Role
from annotator.model.edits import find_source, new_source
from annotator.model.suggestions import MAX_REASON_LENGTH, FieldSuggestions, Suggestion
from annotator.text.cues import non_response_span
from annotator.text.proposals import Proposals, SourceProposal, kind_of, propose

FieldValues = tuple[Suggestion, ...]

_CARRIED = "The quotation goes on."
_NOBODY = "No words attribute the sentence."
_SILENT = "“%s” says that there was no answer."
_SAID = "“%s” attributes it."
_NAMED = "Named in the text."
_SPEAKS = "A source says it."


def suggest(document: SegmentedDocument, codebook: Codebook) -> Mapping[str, FieldSuggestions]:
    """The suggestions for each sentence, by its id. Sentences without any are left out.

    Args:
        document: The document.
        codebook: Which tags there are.
    """
    annotations = document.new_set("", codebook.reference)
    found: dict[str, FieldSuggestions] = {}
    for position, sentence in enumerate(document.sentences):
        if sentence.body:
            reading = _Reading(sentence, propose(annotations, position))
            fields = dict(reading.suggestions(codebook))
            annotations = decided_on(annotations, position, reading.best)
            if fields:
                found[sentence.id] = fields
    return found


def decided_on(
    annotations: AnnotationSet, position: int, best: SourceProposal | None
) -> AnnotationSet:
    """The set with a sentence's best source as its source; the same set without a best one."""
    if best is None:
        return annotations
    source = best.source or find_source(annotations, best.name)
    sources = annotations.sources
    if source is None:
        source = new_source(annotations, best.name, best.kind)
        sources = (*sources, source)
    sentences = annotations.sentences
    sentence = replace(sentences[position], source=source.id)
    sentences = (*sentences[:position], sentence, *sentences[position + 1 :])
    result = replace(annotations, sentences=sentences, sources=sources)
    share_positions(annotations, result)
    return result


class _Reading(NamedTuple):
    """A sentence, and what is proposed for it."""

    sentence: Sentence
    proposals: Proposals

    @property
    def best(self) -> SourceProposal | None:
        """The likeliest source; None for nobody."""
        found = self.proposals
        return found.carried or (None if found.nobody else next(iter(found.sources), None))

    def suggestions(self, codebook: Codebook) -> Iterator[tuple[SuggestedField, FieldValues]]:
        """The fields with suggestions."""
        silent = non_response_span(self.sentence.text)
        every = (
            (SuggestedField.TAG, tuple(self._tags(codebook, silent))),
            (SuggestedField.SOURCE, tuple(self._sources())),
            (SuggestedField.KIND, tuple(self._kinds())),
            (SuggestedField.CUE, tuple(self._cues(silent))),
        )
        return ((field, values) for field, values in every if values)

    def _tags(self, codebook: Codebook, silent: Span | None) -> Iterator[Suggestion]:
        if silent is not None:
            role, reason = Role.NON_RESPONSE, _SILENT % self._words(silent)
        elif self.best is not None:
            role, reason = Role.CLAIM, _SPEAKS
        else:
            return
        tag = next((each.id for each in codebook.tags if each.role is role), None)
        if tag is not None:
            yield _suggestion(tag, reason)

    def _sources(self) -> Iterator[Suggestion]:
        best = self.best
        if best is None:
            yield _suggestion("", _NOBODY)
        once = {each.name: each for each in ((best,) if best else ()) + self.proposals.sources}
        for each in once.values():
            yield _suggestion(each.name, self._why(each), self._place(each.span))

    def _why(self, proposal: SourceProposal) -> str:
        if proposal is self.proposals.carried:
            return _CARRIED
        return _SAID % self._words(proposal.cue) if proposal.cue else _NAMED

    def _kinds(self) -> Iterator[Suggestion]:
        best = self.best
        kind = (best.kind or kind_of(best.name)) if best else None
        if kind is not None:
            yield _suggestion(kind, "")

    def _cues(self, silent: Span | None) -> Iterator[Suggestion]:
        own = self.best.cue if self.best else None
        for span in dict.fromkeys(each for each in (silent, own, self.proposals.cue) if each):
            yield Suggestion(self._place(span) or ())

    def _words(self, span: Span) -> str:
        return self.sentence.text[slice(*span)]

    def _place(self, span: Span | None) -> Span | None:
        """A span in code points of the document."""
        begin = self.sentence.span[0]
        return None if span is None else (begin + span[0], begin + span[1])


def _suggestion(value: str, reason: str, span: Span | None = None) -> Suggestion:
    return Suggestion(value, None, _shortened(reason), span)


def _shortened(reason: str) -> str:
    if len(reason) <= MAX_REASON_LENGTH:
        return reason
    return f"{reason[: MAX_REASON_LENGTH - 1]}…"
