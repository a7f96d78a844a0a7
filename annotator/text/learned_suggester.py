"""The suggester `learned`: a model of the project's own decisions, over the signals of the rules.

Like the rules, it goes through the document from its first sentence to its last, and each sentence
sees the sources that it found in those before it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from annotator.model.annotation import (
    AnnotationSet,
    SegmentedDocument,
    Sentence,
    Span,
    SuggestedField,
)
from annotator.model.codebook import Codebook
from annotator.model.name_folding import fold_name
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.text.attribution import attributions
from annotator.text.coreference import ArticleContext
from annotator.text.learned_features import (
    CUE,
    SOURCE,
    labeled_span,
    sentence_features,
    word_sequence,
)
from annotator.text.linear_model import LinearModel
from annotator.text.names import tokens
from annotator.text.noun_phrases import Phrase, read_phrase
from annotator.text.proposals import SourceProposal, kind_of, propose
from annotator.text.rules_suggester import can_be_named, decided_on
from annotator.text.sequence_model import SequenceModel

ATTRIBUTED, UNATTRIBUTED = "attributed", "unattributed"
"""The two classes of a sentence: with a source or a cue, and without."""
LEARNED_FIELDS: Final = (SuggestedField.TAG, SuggestedField.SOURCE, SuggestedField.CUE)
"""The fields that can be learned."""
_LIKELY, _UNLIKELY = 0.5, 0.02
_LEAST_SHARE = 0.05  # of a tag that is suggested
_LEAST_CUE = 0.9  # the score from which the rules suggest a cue
_SCORE_DIGITS = 3
_FieldValues = tuple[SuggestedField, tuple[Suggestion, ...]]


@dataclass(frozen=True, slots=True)
class LearnedModels:
    """The models that make up a learned suggester.

    Attributes:
        tags: The tag of a sentence; None if the decisions have one tag only.
        attributed: Whether a sentence is attributed to anybody; None if all are, or none is.
        words: The labels of a sentence's words; None if no sentence has a cue or a source.
    """

    tags: LinearModel | None
    attributed: LinearModel | None
    words: SequenceModel | None


def suggest(
    document: SegmentedDocument,
    codebook: Codebook,
    models: LearnedModels,
    fields: Collection[SuggestedField] = LEARNED_FIELDS,
) -> Mapping[str, FieldSuggestions]:
    """The suggestions for each sentence, by its id. Sentences without any are left out.

    Args:
        document: The document.
        codebook: Which tags there are. A tag that it does not have is not suggested.
        models: The models.
        fields: The fields for which something is suggested.
    """
    annotations = document.new_set("", codebook.reference)
    found: dict[str, FieldSuggestions] = {}
    for position, sentence in enumerate(document.sentences):
        if sentence.body:
            reading = _Reading(annotations, position, models, fields)
            suggested = {
                field: each for field, each in reading.suggestions(codebook) if field in fields
            }
            annotations = decided_on(annotations, position, reading.best)
            if suggested:
                found[sentence.id] = suggested
    return found


class _Reading:
    """A sentence with what the models find in it."""

    def __init__(
        self,
        annotations: AnnotationSet,
        position: int,
        models: LearnedModels,
        fields: Collection[SuggestedField],
    ) -> None:
        self.annotations, self.position, self.fields = annotations, position, fields
        self.sentence: Sentence = annotations.sentences[position]
        self.features = sentence_features(annotations.sentences, position)
        self.tags = models.tags.probabilities(self.features) if models.tags else {}
        attributed = models.attributed
        self.share = attributed.probabilities(self.features)[ATTRIBUTED] if attributed else 1.0
        self.cue: Span | None = None
        self.sources: tuple[SourceProposal, ...] = ()
        self.best: SourceProposal | None = None
        needs_words = SuggestedField.SOURCE in fields or SuggestedField.CUE in fields
        if models.words is not None and needs_words and self.share > _UNLIKELY:
            self._read_words(models.words)

    def _read_words(self, model: SequenceModel) -> None:
        sequence = word_sequence(self.annotations.sentences, self.position)
        labels = model.label(sequence.features)
        self.cue = labeled_span(sequence.words, labels, CUE) or self._likely_cue()
        span = labeled_span(sequence.words, labels, SOURCE)
        if SuggestedField.SOURCE not in self.fields:
            return  # what the rules propose takes most of the time
        if span is None and self.cue is None and self.share < _LIKELY:
            return
        proposals = propose(self.annotations, self.position)
        proposed = [each for each in proposals.sources if can_be_named(each)]
        named = self._named(span, proposed) if span else None
        other = proposals.carried or next(iter(proposed), None)
        # A pronoun may stand for a source that only the rules find.
        self.best = named or (replace(other, span=span) if other and span else other)
        self.sources = tuple(self._listed(proposed))

    def _likely_cue(self) -> Span | None:
        """The likeliest cue of the rules, for a sentence that is likely attributed."""
        found = attributions(self.sentence.text) if self.share >= _LIKELY else ()
        return found[0].cue if found and found[0].score >= _LEAST_CUE else None

    def _listed(self, proposed: Iterable[SourceProposal]) -> Iterator[SourceProposal]:
        """The best source, then the other proposals. Each name once."""
        seen: set[str] = set()
        for each in (self.best, *proposed):
            if each is not None and fold_name(each.name) not in seen:
                seen.add(fold_name(each.name))
                yield each

    def _named(self, span: Span, known: Collection[SourceProposal]) -> SourceProposal | None:
        """The source that words of the sentence stand for; None if they stand for none."""
        same = next((each for each in known if each.span and _meet(each.span, span)), None)
        if same is not None:
            return replace(same, span=span)
        text = self.sentence.text
        words = [each for each in tokens(text) if span[0] <= each.start < span[1]]
        phrase = read_phrase(text, words)
        return self._resolved(phrase, span) if phrase else None

    def _resolved(self, phrase: Phrase, span: Span) -> SourceProposal | None:
        entity = ArticleContext(self.annotations, self.position).resolve(phrase)
        if entity is not None:
            found = SourceProposal(entity.name, entity.kind, entity.source, self.cue, span)
        else:
            kind = phrase.kind or kind_of(phrase.name)
            found = SourceProposal(phrase.name, kind, None, self.cue, span)
        return found if can_be_named(found) else None

    def suggestions(
        self, codebook: Codebook
    ) -> Iterator[tuple[SuggestedField, tuple[Suggestion, ...]]]:
        """The suggestions of each field that has any."""
        tags = tuple(self._tags(codebook))
        if tags:
            yield SuggestedField.TAG, tags
        yield SuggestedField.SOURCE, tuple(self._sources())
        yield SuggestedField.CUE, (Suggestion(self._place(self.cue) or ()),)

    def _tags(self, codebook: Codebook) -> Iterator[Suggestion]:
        known = {each.id for each in codebook.tags}
        for tag, share in self.tags.items():
            if tag in known and share >= _LEAST_SHARE:
                yield Suggestion(tag, round(share, _SCORE_DIGITS))

    def _sources(self) -> Iterator[Suggestion]:
        if self.best is None:
            yield Suggestion("")
        for each in self.sources:
            yield Suggestion(each.name, span=self._place(each.span))

    def _place(self, span: Span | None) -> Span | None:
        """A span in code points of the document."""
        begin = self.sentence.span[0]
        return None if span is None else (begin + span[0], begin + span[1])


def _meet(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])
