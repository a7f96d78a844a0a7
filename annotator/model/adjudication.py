"""Adjudication: one gold annotation from several annotators' sets of a document.

The rule. A sentence is `unanimous` if every annotator who tagged it decided the same (tag, folded
source, links, checkable). It is `single` if only one annotator tagged it, which is no agreement. It
is decided by `majority` if more than half decided the same and majorities are accepted. If not, it
is `unresolved`. A curator's decision always stays. The curator reviews it again only when an
annotator's decision is new or has changed, and differs from the curator's.

The curator sees the decisions with the annotators' names, or without names and shuffled. The
curator's edits can be undone like all others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from annotator.model.annotation import (
    AnnotationSet,
    Provenance,
    SegmentedDocument,
    Sentence,
    SetForm,
    Source,
    Span,
    without_unused_sources,
)
from annotator.model.changes import Diff, Edit, SentenceIds, change_sentences, sentence_numbers
from annotator.model.codebook import Codebook
from annotator.model.decisions import (
    Decision,
    DecisionRecord,
    DecisionRecords,
    DecisionsByAnnotator,
    GoldBasis,
    SourceIndex,
    comparison_key,
    decision_of,
    decisions_by_sentence,
    folded_aliases,
    is_unresolved,
    same_decision,
)
from annotator.model.edits import SetFlag, SetTag, put_source
from annotator.model.name_folding import fold_name


@dataclass(frozen=True)
class DocumentAdjudication:
    """One document under adjudication.

    Attributes:
        gold: The current gold, ready to be edited and saved.
        decisions: Each annotator's decision, by sentence id and annotator.
        unresolved: The ids of the sentences that still need a decision, in order.
        to_review: The ids of the sentences that a curator decided and that newer decisions
            question, in order.
        missing_sentences: Sentences of the earlier gold that a curator decided, but that the
            document no longer has.
        aliases: Other names of sources, from the project's settings.
    """

    gold: AnnotationSet
    decisions: Mapping[str, DecisionsByAnnotator]
    unresolved: tuple[str, ...]
    to_review: tuple[str, ...]
    missing_sentences: tuple[Sentence, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[str, ...]:
        """The ids of all sentences that the curator still has to review, in the article's order."""
        waiting = {*self.unresolved, *self.to_review}
        return tuple(each.id for each in self.gold.sentences if each.id in waiting)

    def records(self, sentence: str) -> DecisionRecords:
        """The annotators' decisions on a sentence, in the form in which gold stores them."""
        return {name: each.record for name, each in self.decisions[sentence].items()}

    def is_pending(self, sentence: Sentence) -> bool:
        """Whether the curator still has to review a sentence of this gold, in its present state."""
        provenance = sentence.provenance
        if provenance is None or is_unresolved(sentence):
            return True
        return sentence.id in self.to_review and provenance.decisions != self.records(sentence.id)

    def changed_records(self, sentence: str) -> Mapping[str, DecisionRecord]:
        """The earlier decisions of the annotators who decided differently after the curator did.

        An annotator without an earlier decision has an empty one. An annotator who has removed the
        decision since then is included too.
        """
        provenance = self.gold.sentence(sentence).provenance
        if sentence not in self.to_review or provenance is None:
            return {}
        now, then = self.records(sentence), provenance.decisions
        names = dict.fromkeys((*now, *then))
        return {name: then.get(name, {}) for name in names if now.get(name) != then.get(name)}


@dataclass(frozen=True, slots=True)
class AdjudicationSettings:
    """The settings of an adjudication.

    Attributes:
        codebook: The codebook, which gives each tag its role.
        curator: The name under which the gold is saved.
        majority: Whether a majority is enough.
        aliases: Other names of sources, from the project's settings.
    """

    codebook: Codebook
    curator: str
    majority: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)


def adjudicate_document(
    segmented: SegmentedDocument,
    sets: Iterable[AnnotationSet],
    settings: AdjudicationSettings,
    earlier: AnnotationSet | None = None,
) -> DocumentAdjudication:
    """The gold of a document, as the rule and the earlier decisions determine it.

    Args:
        segmented: The document and its sentences.
        sets: One annotation set per annotator. Sets of another text are ignored.
        settings: The settings.
        earlier: The existing gold, if there is one.
    """
    known = [each for each in sets if each.document.sha256 == segmented.article.document.sha256]
    decisions = decisions_by_sentence(segmented.sentences, known, settings.codebook)
    earlier_decisions, missing = _earlier_and_missing_decisions(
        segmented, settings.codebook, earlier
    )
    outcomes = {
        base.id: _outcome(decisions[base.id], earlier_decisions.get(base.span), settings)
        for base in segmented.sentences
    }
    gold = _gold(segmented, outcomes, _source_index(known, settings, earlier), settings, earlier)
    return DocumentAdjudication(
        without_unused_sources(gold),
        decisions,
        tuple(each.id for each in gold.sentences if is_unresolved(each)),
        tuple(each.id for each in gold.sentences if outcomes[each.id].to_review),
        missing,
        settings.aliases,
    )


@dataclass(frozen=True, slots=True)
class _EarlierDecision:
    """A curator's decision in the earlier gold."""

    sentence: Sentence
    decision: Decision
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The content of one gold sentence, and whether the curator has to review it."""

    decision: Decision | None
    provenance: Provenance
    to_review: bool = False


def _source_index(
    sets: Iterable[AnnotationSet], settings: AdjudicationSettings, earlier: AnnotationSet | None
) -> SourceIndex:
    """The sources of all sets in one index: the earlier gold first, then by annotator."""
    registry = SourceIndex(settings.aliases)
    by_name = sorted(sets, key=lambda each: each.annotator)
    for annotations in ([earlier] if earlier else []) + by_name:
        registry.add(annotations.sources)
    return registry


def _flagged_spans(earlier: AnnotationSet | None, sha256: str) -> frozenset[Span]:
    if earlier is None or earlier.document.sha256 != sha256:
        return frozenset()
    return frozenset(each.span for each in earlier.sentences if each.flag)


def _earlier_and_missing_decisions(
    segmented: SegmentedDocument, codebook: Codebook, earlier: AnnotationSet | None
) -> tuple[Mapping[Span, _EarlierDecision], tuple[Sentence, ...]]:
    """A curator's earlier decisions by span, and those whose sentence no longer exists."""
    if earlier is None:
        return {}, ()
    ids = {each.span: each.id for each in segmented.sentences}
    decided = _earlier_decisions(earlier, codebook, ids)
    if earlier.document.sha256 != segmented.article.document.sha256:
        return {}, tuple(each.sentence for each in decided.values())
    return decided, tuple(each.sentence for span, each in decided.items() if span not in ids)


def _earlier_decisions(
    earlier: AnnotationSet, codebook: Codebook, ids: Mapping[Span, str]
) -> Mapping[Span, _EarlierDecision]:
    signed = ((each, _signature(each, earlier)) for each in earlier.sentences)
    return {
        sentence.span: _EarlierDecision(
            sentence, decision_of(sentence, earlier, codebook, ids), provenance
        )
        for sentence, provenance in signed
        if provenance is not None
    }


def _signature(sentence: Sentence, gold: AnnotationSet) -> Provenance | None:
    """The provenance of a curator's decision. A gold sentence without one is its curator's own."""
    provenance = sentence.provenance
    if provenance is None and (sentence.tag is not None or not sentence.body):
        return Provenance(GoldBasis.ADJUDICATED, gold.annotator)
    return provenance if provenance and provenance.basis == GoldBasis.ADJUDICATED else None


def _outcome(
    decisions: DecisionsByAnnotator,
    earlier: _EarlierDecision | None,
    settings: AdjudicationSettings,
) -> _Outcome:
    records = {name: decision.record for name, decision in decisions.items()}
    if earlier is None:
        return _by_rule(decisions, records, settings)
    questioned = _is_questioned(records, earlier, folded_aliases(settings.aliases))
    # An earlier decision keeps the annotators' decisions that it was based on until it is reviewed.
    provenance = (
        earlier.provenance if questioned else replace(earlier.provenance, decisions=records)
    )
    return _Outcome(earlier.decision, provenance, questioned)


def _is_questioned(
    records: DecisionRecords, earlier: _EarlierDecision, aliases: Mapping[str, str]
) -> bool:
    seen, own = earlier.provenance.decisions, earlier.decision.record
    return any(
        not (name in seen and same_decision(record, seen[name], aliases))
        and not same_decision(record, own, aliases)
        for name, record in records.items()
    )


def _by_rule(
    decisions: DecisionsByAnnotator, records: DecisionRecords, settings: AdjudicationSettings
) -> _Outcome:
    aliases = folded_aliases(settings.aliases)
    counts = Counter(comparison_key(record, aliases) for record in records.values())
    if not counts:
        return _Outcome(None, Provenance(GoldBasis.UNRESOLVED))
    most, count = counts.most_common(1)[0]
    if len(records) == 1:
        by = GoldBasis.SINGLE
    elif count == len(records):
        by = GoldBasis.UNANIMOUS
    elif settings.majority and count * 2 > len(records):
        by = GoldBasis.MAJORITY
    else:
        return _Outcome(None, Provenance(GoldBasis.UNRESOLVED, decisions=records))
    first = next(
        name for name, record in records.items() if comparison_key(record, aliases) == most
    )
    return _Outcome(decisions[first], Provenance(by, decisions=records))


def _gold(
    segmented: SegmentedDocument,
    outcomes: Mapping[str, _Outcome],
    registry: SourceIndex,
    settings: AdjudicationSettings,
    earlier: AnnotationSet | None,
) -> AnnotationSet:
    flagged = _flagged_spans(earlier, segmented.article.document.sha256)
    sentences = tuple(
        replace(_sentence(base, outcomes[base.id], registry), flag=base.span in flagged)
        for base in segmented.sentences
    )
    return AnnotationSet(
        segmented.article.document,
        earlier.annotator if earlier else settings.curator,
        settings.codebook.reference,
        sentences,
        registry.sources,
        segmented.next_id,
        form=SetForm.GOLD,
    )


def _sentence(base: Sentence, outcome: _Outcome, registry: SourceIndex) -> Sentence:
    plain = replace(base, provenance=outcome.provenance)
    if outcome.decision is None:
        return plain
    return fill_sentence(plain, outcome.decision, registry.source(outcome.decision.source))


def fill_sentence(sentence: Sentence, decision: Decision, source: Source | None) -> Sentence:
    """A sentence with all fields of a decision. Fields that the decision does not have are cleared.

    Args:
        sentence: The sentence.
        decision: The decision.
        source: The decision's source, as it is in the set.
    """
    return replace(
        sentence,
        tag=decision.tag,
        part=decision.part,
        source=source.id if source else None,
        via=decision.via,
        cue=decision.cue,
        answers=decision.answers,
        checkable=decision.checkable,
        note=decision.note,
    )


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One annotator's decision on a sentence.

    Attributes:
        annotator: The annotator's name; None if names are hidden.
        decision: The whole decision.
        earlier_record: The decision before the curator decided, if it changed since then: empty if
            there was none. None if it has not changed.
    """

    annotator: str | None
    decision: Decision
    earlier_record: DecisionRecord | None = None


def decision_views(
    case: DocumentAdjudication, sentence: str, *, blind: bool = False
) -> tuple[DecisionView, ...]:
    """The decisions on a sentence, in the order of names.

    Args:
        case: The document under adjudication.
        sentence: The sentence's id.
        blind: Hide the names. The order is then shuffled for each sentence, so that it gives no
            annotator away. It is always the same for the same sentence.
    """
    changed = case.changed_records(sentence)
    decisions = case.decisions[sentence]
    document = case.gold.document.sha256

    def place(name: str) -> str:
        return sha256(f"{document} {sentence} {name}".encode()).hexdigest()

    names = sorted(decisions, key=place) if blind else list(decisions)
    return tuple(
        DecisionView(None if blind else name, decisions[name], changed.get(name)) for name in names
    )


@dataclass(frozen=True, slots=True)
class Adjudicate(Edit):
    """A curator's decision: any edit of gold, or no edit to accept the sentences as they are.

    A sentence of the body that has no tag after the edit is unresolved.

    Attributes:
        edit: The edit; None to accept the sentences as they are.
        sentences: The ids of the sentences that this decides.
        curator: The curator's name.
        records: The annotators' current decisions, by sentence id.
        reason: Why a decision was needed: one of `gold_basis.REASONS`, or other words. None keeps
            the earlier reason.
    """

    edit: Edit | None
    sentences: SentenceIds
    curator: str
    records: Mapping[str, DecisionRecords]
    reason: str | None = None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        changed = self.edit.apply(annotations, codebook) if self.edit else annotations
        return change_sentences(changed, self.sentences, self._signed)

    def _signed(self, sentence: Sentence) -> Sentence:
        records = self.records.get(sentence.id, {})
        if sentence.tag is None and sentence.body:
            return replace(sentence, provenance=Provenance(GoldBasis.UNRESOLVED, decisions=records))
        before = sentence.provenance
        reason = self.reason or (before.reason if before else None)
        signed = Provenance(GoldBasis.ADJUDICATED, self.curator, reason, records)
        return replace(sentence, provenance=signed)

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = (
            self.edit.describe(annotations, codebook)
            if self.edit
            else f"{sentence_numbers(annotations, self.sentences)}: accepted"
        )
        return f"{what}, decided by {self.curator}"


@dataclass(frozen=True, slots=True)
class AdoptDecision(Edit):
    """Adopt an annotator's whole decision: tag, source, via, cue, links, checkable and note.

    Its source becomes the gold's source of the same name, or a new one. Use it within `Adjudicate`.

    Attributes:
        sentence: The sentence.
        decision: The annotator's decision.
        annotator: The annotator's name; None if names are hidden.
        aliases: Other names of sources, from the project's settings.
    """

    sentence: str
    decision: Decision
    annotator: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        registry = SourceIndex(self.aliases)
        registry.add(annotations.sources)
        adopted = self.decision.source
        registry.add([adopted] if adopted else [])
        source = registry.source(adopted)
        if source is not None:
            annotations = put_source(annotations, source)
        changed = change_sentences(
            annotations, [self.sentence], lambda each: fill_sentence(each, self.decision, source)
        )
        return without_unused_sources(changed)

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        tag = codebook.tag(self.decision.tag)
        what = tag.name if tag else self.decision.tag or f"furniture ({self.decision.part})"
        annotator = f", as {self.annotator} tagged it" if self.annotator else ""
        return f"{sentence_numbers(annotations, (self.sentence,))}: {what}{annotator}"


def adjudication_edit(
    edit: Edit,
    annotations: AnnotationSet,
    codebook: Codebook,
    curator: str,
    records: Mapping[str, DecisionRecords],
    reason: str | None = None,
) -> Edit:
    """An edit of gold as a curator's decision on every sentence that it affects.

    It decides the sentences that it changes, those whose source it renames, and those that it tags
    or adopts a decision for, even if nothing changes there. A flag decides nothing.

    Raises:
        DataError: The edit is not possible.
    """
    if isinstance(edit, SetFlag):
        return edit
    after = edit.apply(annotations, codebook)
    ids = {
        after.sentences[position].id
        for position in Diff.between(annotations, after).changed_positions
    }
    ids |= _with_renamed_source(annotations, after)
    if isinstance(edit, SetTag):
        ids |= {each for each in edit.sentences if annotations.sentence(each).body}
    elif isinstance(edit, AdoptDecision):
        ids.add(edit.sentence)
    order = tuple(sorted(ids, key=annotations.positions.__getitem__))
    return Adjudicate(edit, order, curator, records, reason) if order else edit


def _with_renamed_source(before: AnnotationSet, after: AnnotationSet) -> set[str]:
    """The ids of the sentences whose source the edit renames."""
    names = {each.id: fold_name(each.name) for each in before.sources}
    renamed = {each.id for each in after.sources if names.get(each.id) != fold_name(each.name)}
    return {each.id for each in after.sentences if each.source in renamed}


def reason_edit(
    annotations: AnnotationSet, sentences: Iterable[str], reason: str | None
) -> "SetReason":
    """The edit that gives existing decisions another reason, or no reason if it is None."""
    return SetReason(tuple(each for each in sentences if _is_decided(annotations, each)), reason)


def _is_decided(annotations: AnnotationSet, sentence: str) -> bool:
    provenance = annotations.sentence(sentence).provenance
    return provenance is not None and provenance.basis == GoldBasis.ADJUDICATED


@dataclass(frozen=True, slots=True)
class SetReason(Edit):
    """Set the reason of decisions. Use `reason_edit`, which leaves out undecided sentences.

    Attributes:
        sentences: The ids of the sentences, all decided by a curator.
        reason: One of `gold_basis.REASONS`, other words, or None.
    """

    sentences: SentenceIds
    reason: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(
            annotations,
            self.sentences,
            lambda each: replace(
                each, provenance=each.provenance and replace(each.provenance, reason=self.reason)
            ),
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"reason: {self.reason}" if self.reason else "no reason"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"
