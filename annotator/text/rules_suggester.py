"""The suggester `rules`: tag, source, kind, cue and answers for a whole document.

It goes through the document from its first sentence to its last, and each sentence sees the best
suggestions for those before it, as it would see an annotator's decisions on the screen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    SegmentedDocument,
    Sentence,
    Span,
    SuggestedField,
    share_positions,
)
from annotator.model.codebook import Codebook, Role
from annotator.model.edits import find_source, new_source
from annotator.model.name_folding import is_pronoun
from annotator.model.suggestions import MAX_REASON_LENGTH, FieldSuggestions, Suggestion
from annotator.text.attitude_words import attitudes
from annotator.text.claim_ranking import rank_claims
from annotator.text.cues import non_response_span
from annotator.text.proposals import Proposals, SourceProposal, is_english, kind_of, propose
from annotator.text.quotations import continues_quotation
from annotator.text.tag_rules import LikelyRole, Signals, likely_role

FieldValues = tuple[Suggestion, ...]


def suggest(document: SegmentedDocument, codebook: Codebook) -> Mapping[str, FieldSuggestions]:
    """The suggestions for each sentence, by its id. Sentences without any are left out.

    Args:
        document: The document.
        codebook: Which tags there are.
    """
    reading = _Reading(document.new_set("", codebook.reference), codebook)
    found = {
        sentence.id: dict(reading.read(position))
        for position, sentence in enumerate(document.sentences)
        if sentence.body
    }
    return {sentence: fields for sentence, fields in found.items() if fields}


def decided_on(
    annotations: AnnotationSet, position: int, best: SourceProposal | None, tag: str | None = None
) -> AnnotationSet:
    """The set with a sentence's best source and its tag as the decisions about it.

    Args:
        annotations: The set so far.
        position: The position of the sentence.
        best: The best source, which is added to the set if it is new. None for nobody.
        tag: The tag, or None.
    """
    source = (best.source or find_source(annotations, best.name)) if best else None
    if source is None and best is not None:
        source = new_source(annotations, best.name, best.kind)
        annotations = replace(annotations, sources=(*annotations.sources, source))
    sentences = list(annotations.sentences)
    key = source.id if source else None
    sentences[position] = replace(sentences[position], tag=tag, source=key)
    changed = replace(annotations, sentences=tuple(sentences))
    share_positions(annotations, changed)
    return changed


def suggest_sentence(
    annotations: AnnotationSet, codebook: Codebook, position: int
) -> FieldSuggestions:
    """The suggestions for one sentence, which sees the decisions on those before it.

    Args:
        annotations: The set so far.
        codebook: Which tags there are.
        position: The position of the sentence, from 0.
    """
    reading = _Reading(annotations, codebook)
    for sentence in annotations.sentences[:position]:
        source = annotations.source_of(sentence)
        if source is not None and codebook.role(sentence.tag) is Role.CLAIM:
            reading.claimants.add(source.name)
    return dict(reading.read(position))


class _Reading:
    """An article that is read from its first sentence to its last.

    Attributes:
        annotations: The set, with the best suggestions as its decisions.
        codebook: Which tags there are.
        claimants: The names of the sources of claims so far.
    """

    def __init__(self, annotations: AnnotationSet, codebook: Codebook) -> None:
        self.annotations = annotations
        self.codebook = codebook
        self.claimants: set[str] = set()
        self._tags = {
            role: next((each.id for each in codebook.tags if each.role is role), None)
            for role in Role
        }

    def read(self, position: int) -> Iterator[tuple[SuggestedField, FieldValues]]:
        """The fields of the next sentence with suggestions for it."""
        inside = continues_quotation(self.annotations.sentences, position)
        found = _Findings(
            self.annotations.sentences[position],
            propose(self.annotations, position),
            attitudes=not inside and is_english(self.annotations.document.language),
        )
        role = likely_role(self._signals(found, inside=inside))
        tag = self._tags[role.role] if role else None
        self._decide(position, found.best, tag)
        every = (
            (SuggestedField.TAG, (_suggestion(tag, role.reason),) if tag and role else ()),
            (SuggestedField.SOURCE, tuple(found.sources())),
            (SuggestedField.KIND, tuple(found.kinds())),
            (SuggestedField.CUE, tuple(found.cues())),
            (SuggestedField.ANSWERS, tuple(self._answers(position, role) if role and tag else ())),
        )
        return ((field, values) for field, values in every if values)

    def _signals(self, found: "_Findings", *, inside: bool) -> Signals:
        best = found.best
        return Signals(
            found.sentence,
            found.silence,
            best.cue if best else None,
            (best.name, best.kind) if best else None,
            self.claimants,
            found.proposals.cue is not None,
            inside,
        )

    def _decide(self, position: int, best: SourceProposal | None, tag: str | None) -> None:
        """Decide on the best source, and on the tag."""
        self.annotations = decided_on(self.annotations, position, best, tag)
        source = self.annotations.source_of(self.annotations.sentences[position])
        if source is not None and self.codebook.role(tag) is Role.CLAIM:
            self.claimants.add(source.name)

    def _answers(self, position: int, role: LikelyRole) -> Iterator[Suggestion]:
        if role.role.answers:
            claims = rank_claims(self.annotations, self.codebook, position)
            stances = {each.id for each in self.codebook.stances}
            stance = role.stance if role.stance in stances else None
            for claim in claims[:1]:
                yield Suggestion((Answer(claim, stance),))


class _Findings:
    """A sentence, and what is proposed for it.

    Args:
        attitudes: Whether to look for words that tell of an attitude.
    """

    def __init__(self, sentence: Sentence, proposals: Proposals, *, attitudes: bool) -> None:
        self.sentence = sentence
        self.proposals = proposals
        self._attitudes = attitudes

    @cached_property
    def best(self) -> SourceProposal | None:
        """The likeliest source; None for nobody."""
        if self.proposals.nobody:
            return None
        likely = self.proposals.carried or next(iter(self.proposals.sources), None)
        return likely if likely is None or can_be_named(likely) else None

    @cached_property
    def silence(self) -> Span | None:
        """The words that report a non-response."""
        return non_response_span(self.sentence.text)

    def sources(self) -> Iterator[Suggestion]:
        """The sources, or nobody first, and then those that the text names."""
        best = self.best
        if self.proposals.nobody:
            yield _suggestion("", "No words name who says it.")
        elif best is None:  # no words name who says it
            return
        once: dict[str, SourceProposal] = {}
        for each in (*((best,) if best else ()), *self.proposals.sources):
            if can_be_named(each):
                once.setdefault(each.name, each)
        for each in once.values():
            yield _suggestion(each.name, self._why(each), self._place(each.span))

    def _why(self, proposal: SourceProposal) -> str:
        if proposal is self.proposals.carried:
            return "The quotation goes on."
        if proposal.cue is not None:
            return f"“{self._words(proposal.cue)}” attributes the sentence."
        return "Named in this sentence." if proposal.span is not None else "Named in the article."

    def kinds(self) -> Iterator[Suggestion]:
        """The kind of the best source."""
        best = self.best
        kind = (best.kind or kind_of(best.name)) if best else None
        if kind is not None:
            yield Suggestion(kind)

    def cues(self) -> Iterator[Suggestion]:
        """The words of silence, the cue of the best source, and the likeliest cue.

        If there are none, words that tell of an attitude.
        """
        own = self.best.cue if self.best else None
        found = dict.fromkeys(each for each in (self.silence, own, self.proposals.cue) if each)
        for span in found or self._attitude():
            place = self._place(span)
            if place is not None:
                yield Suggestion(place)

    def _attitude(self) -> Iterator[Span]:
        if self._attitudes:
            yield from islice(attitudes(self.sentence.text), 1)

    def _words(self, span: Span) -> str:
        return self.sentence.text[slice(*span)]

    def _place(self, span: Span | None) -> Span | None:
        """A span in code points of the document."""
        begin = self.sentence.span[0]
        return None if span is None else (begin + span[0], begin + span[1])


def can_be_named(proposal: SourceProposal) -> bool:
    """Whether a set accepts the name: a pronoun names nobody."""
    return bool(proposal.name.strip()) and not is_pronoun(proposal.name)


def _suggestion(value: str, reason: str, span: Span | None = None) -> Suggestion:
    return Suggestion(value, None, _shortened(reason), span)


def _shortened(reason: str) -> str:
    if len(reason) <= MAX_REASON_LENGTH:
        return reason
    return f"{reason[: MAX_REASON_LENGTH - 1]}…"
