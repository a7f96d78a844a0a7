"""Edits of gold: what a curator decides, undone like every other edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotator.model.adjudication import By, filled
from annotator.model.annotation import AnnotationSet, Provenance, Sentence
from annotator.model.codebook import Codebook
from annotator.model.edit import Edit, SentenceIds, change, numbers, without_unused_sources
from annotator.model.registry import Registry
from annotator.model.sources import put
from annotator.model.votes import Decision, Votes


@dataclass(frozen=True, slots=True)
class Decided(Edit):
    """A curator's own decision: any edit of gold, or none, which lets stand what is there.

    A sentence of the body that has no tag afterwards is unresolved.

    Attributes:
        edit: What is changed; None to accept the sentences as they are.
        sentences: The sentences that are decided by it.
        curator: Who decides.
        votes: The votes on each of the sentences as they are now.
        reason: Why a decision was needed: one of `adjudication.REASONS`, or None.
    """

    edit: Edit | None
    sentences: SentenceIds
    curator: str
    votes: Mapping[str, Votes]
    reason: str | None = None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        changed = self.edit.apply(annotations, codebook) if self.edit else annotations
        return change(changed, self.sentences, self._signed)

    def _signed(self, sentence: Sentence) -> Sentence:
        votes = self.votes.get(sentence.id, {})
        if sentence.tag is None and sentence.body:
            return replace(sentence, provenance=Provenance(By.UNRESOLVED, votes=votes))
        signed = Provenance(By.ADJUDICATED, self.curator, self.reason, votes)
        return replace(sentence, provenance=signed)

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = (
            self.edit.words(annotations, codebook)
            if self.edit
            else f"{numbers(annotations, self.sentences)}: accepted as it is"
        )
        return f"{what}, decided by {self.curator}"


@dataclass(frozen=True, slots=True)
class Taken(Edit):
    """Take one annotator's whole decision: tag, source, relay, cue, links, checkable and note.

    Its source is the one of the same name, or else a new one. Use it within `Decided`.

    Attributes:
        sentence: The sentence.
        decision: What the annotator decided.
        annotator: Whose decision it is, as the curator knows them; None where that is hidden.
        aliases: Other names of sources, as the project has them.
    """

    sentence: str
    decision: Decision
    annotator: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        registry = Registry(self.aliases)
        registry.add(annotations.sources)
        wanted = self.decision.source
        registry.add([wanted] if wanted else [])
        source = registry.source(wanted)
        if source is not None:
            annotations = put(annotations, source)
        changed = change(
            annotations, [self.sentence], lambda each: filled(each, self.decision, source)
        )
        return without_unused_sources(changed)

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        tag = codebook.tag(self.decision.tag)
        what = tag.name if tag else self.decision.tag or f"furniture ({self.decision.part})"
        whose = f", as {self.annotator} has it" if self.annotator else ""
        return f"{numbers(annotations, (self.sentence,))}: {what}{whose}"


def reasoned(annotations: AnnotationSet, sentences: Iterable[str], reason: str | None) -> Edit:
    """The edit that gives decisions already made another reason, or with None none."""
    return _Reasoned(tuple(each for each in sentences if _is_decided(annotations, each)), reason)


def _is_decided(annotations: AnnotationSet, sentence: str) -> bool:
    provenance = annotations.sentence(sentence).provenance
    return provenance is not None and provenance.by == By.ADJUDICATED


@dataclass(frozen=True, slots=True)
class _Reasoned(Edit):
    sentences: SentenceIds
    reason: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change(
            annotations,
            self.sentences,
            lambda each: replace(
                each, provenance=each.provenance and replace(each.provenance, reason=self.reason)
            ),
        )

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"because of {self.reason}" if self.reason else "no reason given"
        return f"{numbers(annotations, self.sentences)}: {what}"
