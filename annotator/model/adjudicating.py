"""Edits of gold: what a curator decides, undone like every other edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotator.model.adjudication import filled
from annotator.model.annotation import AnnotationSet, Provenance, Sentence
from annotator.model.codebook import Codebook
from annotator.model.delta import Delta
from annotator.model.edit import Edit, SentenceIds, change, numbers, without_unused_sources
from annotator.model.edits import Flagged, Tagged
from annotator.model.gold import By
from annotator.model.names import folded
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
        reason: Why a decision was needed: one of `gold.REASONS` or other words; with None a
            decision made anew keeps the reason that it has.
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
        before = sentence.provenance
        reason = self.reason or (before.reason if before else None)
        signed = Provenance(By.ADJUDICATED, self.curator, reason, votes)
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


def signed(
    edit: Edit,
    annotations: AnnotationSet,
    codebook: Codebook,
    curator: str,
    votes: Mapping[str, Votes],
    reason: str | None = None,
) -> Edit:
    """An edit of gold as the curator's decision on every sentence that it decides.

    Those are the sentences that it changes, those whose source it renames, and those that it tags
    or takes a decision for, though they had just that before. A flag decides nothing.

    Raises:
        Refused: The edit is impossible here.
    """
    if isinstance(edit, Flagged):
        return edit
    after = edit.apply(annotations, codebook)
    ids = {after.sentences[position].id for position in Delta.between(annotations, after).touched}
    ids |= _renamed(annotations, after)
    if isinstance(edit, Tagged):
        ids |= {each for each in edit.sentences if annotations.sentence(each).body}
    elif isinstance(edit, Taken):
        ids.add(edit.sentence)
    order = tuple(sorted(ids, key=annotations.positions.__getitem__))
    return Decided(edit, order, curator, votes, reason) if order else edit


def _renamed(before: AnnotationSet, after: AnnotationSet) -> set[str]:
    """The sentences whose source has another name afterwards."""
    names = {each.id: folded(each.name) for each in before.sources}
    renamed = {each.id for each in after.sources if names.get(each.id) != folded(each.name)}
    return {each.id for each in after.sentences if each.source in renamed}


def reasoned(
    annotations: AnnotationSet, sentences: Iterable[str], reason: str | None
) -> "Reasoned":
    """The edit that gives decisions already made another reason, or with None none."""
    return Reasoned(tuple(each for each in sentences if _is_decided(annotations, each)), reason)


def _is_decided(annotations: AnnotationSet, sentence: str) -> bool:
    provenance = annotations.sentence(sentence).provenance
    return provenance is not None and provenance.by == By.ADJUDICATED


@dataclass(frozen=True, slots=True)
class Reasoned(Edit):
    """Give decisions a reason; `reasoned` makes it of what is decided.

    Attributes:
        sentences: The sentences, all of them decided by a curator.
        reason: One of `gold.REASONS`, other words, or None.
    """

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
