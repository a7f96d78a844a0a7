"""Adjudication: from several annotators' sets of one document to its gold, and the curator's edits.

The rule. Where all who tagged a sentence decided the same (tag, folded source, links, checkable)
it is unanimous. Where only one annotator tagged it, it is single, which is no agreement. Where more
than half decided the same it is a majority's, if that is wanted. If not, it is unresolved. What a
curator decided stays, whatever comes later. It is asked again only where an annotator's decision is
new or has changed, and differs from the curator's.

The curator sees the decisions with names, or hidden and shuffled. The curator's edits are undone
like all others.
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
from annotator.model.annotator_decisions import (
    Decision,
    DecisionRecord,
    DecisionRecords,
    DecisionsByAnnotator,
    SourceIndex,
    comparison_key,
    decision_of,
    decisions_by_sentence,
    folded_aliases,
    same_decision,
)
from annotator.model.changes import Diff, Edit, SentenceIds, change_sentences, sentence_numbers
from annotator.model.codebook import Codebook
from annotator.model.edits import SetFlag, SetTag, put_source
from annotator.model.gold_basis import GoldBasis, is_unresolved
from annotator.model.name_folding import fold_name


@dataclass(frozen=True)
class DocumentAdjudication:
    """One document under adjudication.

    Attributes:
        gold: The gold as it stands, ready to be edited and saved.
        decisions: Who decided what, by sentence: to be shown, and to be taken.
        unresolved: The sentences that nobody has decided, by their ids, in order.
        to_review: Those decided by a curator that newer decisions put into question, in order.
        missing_sentences: Sentences of the earlier gold that a curator decided and that the
            document no longer has, as they were.
        aliases: Other names of sources, as the project has them.
    """

    gold: AnnotationSet
    decisions: Mapping[str, DecisionsByAnnotator]
    unresolved: tuple[str, ...]
    to_review: tuple[str, ...]
    missing_sentences: tuple[Sentence, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[str, ...]:
        """Everything that a curator has still to look at, in the order of the article."""
        waiting = {*self.unresolved, *self.to_review}
        return tuple(each.id for each in self.gold.sentences if each.id in waiting)

    def records(self, sentence: str) -> DecisionRecords:
        """The votes on a sentence as gold keeps them."""
        return {name: each.record for name, each in self.decisions[sentence].items()}

    def is_pending(self, sentence: Sentence) -> bool:
        """Whether a sentence of this gold, as it has become, has still to be looked at."""
        provenance = sentence.provenance
        if provenance is None or is_unresolved(sentence):
            return True
        return sentence.id in self.to_review and provenance.decisions != self.records(sentence.id)

    def changed_records(self, sentence: str) -> Mapping[str, DecisionRecord]:
        """Who votes otherwise than when the curator decided, and how they did then.

        One who had no vote then has an empty one; one who has none now is named too.
        """
        provenance = self.gold.sentence(sentence).provenance
        if sentence not in self.to_review or provenance is None:
            return {}
        now, then = self.records(sentence), provenance.decisions
        names = dict.fromkeys((*now, *then))
        return {name: then.get(name, {}) for name in names if now.get(name) != then.get(name)}


@dataclass(frozen=True, slots=True)
class AdjudicationSettings:
    """How gold is made.

    Attributes:
        codebook: Says which role each tag has.
        curator: Whose name the gold is under.
        majority: Whether more than half is enough.
        aliases: Other names of sources, as the project has them.
    """

    codebook: Codebook
    curator: str
    majority: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)


def adjudicate_document(
    segmented: SegmentedDocument,
    sets: Iterable[AnnotationSet],
    how: AdjudicationSettings,
    earlier: AnnotationSet | None = None,
) -> DocumentAdjudication:
    """The gold of a document as far as rules and earlier decisions make it.

    Args:
        segmented: The document and its sentences.
        sets: The annotators' sets of the same text, one for each annotator.
        how: The rule.
        earlier: The gold that there is already.
    """
    known = [each for each in sets if each.document.sha256 == segmented.article.document.sha256]
    found = decisions_by_sentence(segmented.sentences, known, how.codebook)
    decided, lost = _kept_and_lost_decisions(segmented, how.codebook, earlier)
    outcomes = {
        base.id: _outcome(found[base.id], decided.get(base.span), how)
        for base in segmented.sentences
    }
    gold = _gold(segmented, outcomes, _source_index(known, how, earlier), how, earlier)
    return DocumentAdjudication(
        without_unused_sources(gold),
        found,
        tuple(each.id for each in gold.sentences if is_unresolved(each)),
        tuple(each.id for each in gold.sentences if outcomes[each.id].to_review),
        lost,
        how.aliases,
    )


@dataclass(frozen=True, slots=True)
class _EarlierDecision:
    """A curator's decision in the earlier gold."""

    sentence: Sentence
    decision: Decision
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a gold sentence is to say, and whether the curator is asked once more."""

    decision: Decision | None
    provenance: Provenance
    to_review: bool = False


def _source_index(
    sets: Iterable[AnnotationSet], how: AdjudicationSettings, earlier: AnnotationSet | None
) -> SourceIndex:
    """The sources of all sets as one list; those of the earlier gold first, then by annotator."""
    registry = SourceIndex(how.aliases)
    by_name = sorted(sets, key=lambda each: each.annotator)
    for annotations in ([earlier] if earlier else []) + by_name:
        registry.add(annotations.sources)
    return registry


def _flagged_spans(earlier: AnnotationSet | None, sha256: str) -> frozenset[Span]:
    if earlier is None or earlier.document.sha256 != sha256:
        return frozenset()
    return frozenset(each.span for each in earlier.sentences if each.flag)


def _kept_and_lost_decisions(
    segmented: SegmentedDocument, codebook: Codebook, earlier: AnnotationSet | None
) -> tuple[Mapping[Span, _EarlierDecision], tuple[Sentence, ...]]:
    """What a curator decided earlier, and of it what is on no sentence of the document as it is."""
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
    """By whom a sentence was decided; gold that does not say is its curator's own."""
    provenance = sentence.provenance
    if provenance is None and (sentence.tag is not None or not sentence.body):
        return Provenance(GoldBasis.ADJUDICATED, gold.annotator)
    return provenance if provenance and provenance.basis == GoldBasis.ADJUDICATED else None


def _outcome(
    found: DecisionsByAnnotator, earlier: _EarlierDecision | None, how: AdjudicationSettings
) -> _Outcome:
    votes = {name: decision.record for name, decision in found.items()}
    if earlier is None:
        return _by_rule(found, votes, how)
    again = _is_questioned(votes, earlier, folded_aliases(how.aliases))
    # The votes that a decision was made on stay with it until it is made anew.
    kept = earlier.provenance if again else replace(earlier.provenance, decisions=votes)
    return _Outcome(earlier.decision, kept, again)


def _is_questioned(
    votes: DecisionRecords, earlier: _EarlierDecision, aliases: Mapping[str, str]
) -> bool:
    seen, own = earlier.provenance.decisions, earlier.decision.record
    return any(
        not (name in seen and same_decision(vote, seen[name], aliases))
        and not same_decision(vote, own, aliases)
        for name, vote in votes.items()
    )


def _by_rule(
    found: DecisionsByAnnotator, votes: DecisionRecords, how: AdjudicationSettings
) -> _Outcome:
    aliases = folded_aliases(how.aliases)
    alike = Counter(comparison_key(vote, aliases) for vote in votes.values())
    if not alike:
        return _Outcome(None, Provenance(GoldBasis.UNRESOLVED))
    most, count = alike.most_common(1)[0]
    if len(votes) == 1:
        by = GoldBasis.SINGLE
    elif count == len(votes):
        by = GoldBasis.UNANIMOUS
    elif how.majority and count * 2 > len(votes):
        by = GoldBasis.MAJORITY
    else:
        return _Outcome(None, Provenance(GoldBasis.UNRESOLVED, decisions=votes))
    first = next(name for name, vote in votes.items() if comparison_key(vote, aliases) == most)
    return _Outcome(found[first], Provenance(by, decisions=votes))


def _gold(
    segmented: SegmentedDocument,
    outcomes: Mapping[str, _Outcome],
    registry: SourceIndex,
    how: AdjudicationSettings,
    earlier: AnnotationSet | None,
) -> AnnotationSet:
    flagged = _flagged_spans(earlier, segmented.article.document.sha256)
    sentences = tuple(
        replace(_sentence(base, outcomes[base.id], registry), flag=base.span in flagged)
        for base in segmented.sentences
    )
    return AnnotationSet(
        segmented.article.document,
        earlier.annotator if earlier else how.curator,
        how.codebook.reference,
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
    """A sentence with everything that was decided of it, and nothing else.

    Args:
        sentence: The sentence.
        decision: What was decided.
        source: The source of the decision as the set has it.
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
        annotator: Whose it is; None where that is hidden.
        decision: All that was decided.
        earlier_record: Where it came or changed after the curator had decided: what it was then,
            empty where there was none; None where it is as it was.
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
        blind: Hide the names. The order is then another one on every sentence, so that nobody is
            known by their place, and always the same on one sentence.
    """
    changed = case.changed_records(sentence)
    found = case.decisions[sentence]
    document = case.gold.document.sha256

    def place(name: str) -> str:
        return sha256(f"{document} {sentence} {name}".encode()).hexdigest()

    names = sorted(found, key=place) if blind else list(found)
    return tuple(
        DecisionView(None if blind else name, found[name], changed.get(name)) for name in names
    )


@dataclass(frozen=True, slots=True)
class Adjudicate(Edit):
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
    votes: Mapping[str, DecisionRecords]
    reason: str | None = None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        changed = self.edit.apply(annotations, codebook) if self.edit else annotations
        return change_sentences(changed, self.sentences, self._signed)

    def _signed(self, sentence: Sentence) -> Sentence:
        votes = self.votes.get(sentence.id, {})
        if sentence.tag is None and sentence.body:
            return replace(sentence, provenance=Provenance(GoldBasis.UNRESOLVED, decisions=votes))
        before = sentence.provenance
        reason = self.reason or (before.reason if before else None)
        signed = Provenance(GoldBasis.ADJUDICATED, self.curator, reason, votes)
        return replace(sentence, provenance=signed)

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = (
            self.edit.describe(annotations, codebook)
            if self.edit
            else f"{sentence_numbers(annotations, self.sentences)}: accepted as it is"
        )
        return f"{what}, decided by {self.curator}"


@dataclass(frozen=True, slots=True)
class AdoptDecision(Edit):
    """Take one annotator's whole decision: tag, source, relay, cue, links, checkable and note.

    Its source is the one of the same name, or else a new one. Use it within `Adjudicate`.

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
        registry = SourceIndex(self.aliases)
        registry.add(annotations.sources)
        wanted = self.decision.source
        registry.add([wanted] if wanted else [])
        source = registry.source(wanted)
        if source is not None:
            annotations = put_source(annotations, source)
        changed = change_sentences(
            annotations, [self.sentence], lambda each: fill_sentence(each, self.decision, source)
        )
        return without_unused_sources(changed)

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        tag = codebook.tag(self.decision.tag)
        what = tag.name if tag else self.decision.tag or f"furniture ({self.decision.part})"
        whose = f", as {self.annotator} has it" if self.annotator else ""
        return f"{sentence_numbers(annotations, (self.sentence,))}: {what}{whose}"


def adjudication_edit(
    edit: Edit,
    annotations: AnnotationSet,
    codebook: Codebook,
    curator: str,
    votes: Mapping[str, DecisionRecords],
    reason: str | None = None,
) -> Edit:
    """An edit of gold as the curator's decision on every sentence that it decides.

    Those are the sentences that it changes, those whose source it renames, and those that it tags
    or takes a decision for, though they had just that before. A flag decides nothing.

    Raises:
        DataError: The edit is impossible here.
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
    return Adjudicate(edit, order, curator, votes, reason) if order else edit


def _with_renamed_source(before: AnnotationSet, after: AnnotationSet) -> set[str]:
    """The sentences whose source has another name afterwards."""
    names = {each.id: fold_name(each.name) for each in before.sources}
    renamed = {each.id for each in after.sources if names.get(each.id) != fold_name(each.name)}
    return {each.id for each in after.sentences if each.source in renamed}


def reason_edit(
    annotations: AnnotationSet, sentences: Iterable[str], reason: str | None
) -> "SetReason":
    """The edit that gives decisions already made another reason, or with None none."""
    return SetReason(tuple(each for each in sentences if _is_decided(annotations, each)), reason)


def _is_decided(annotations: AnnotationSet, sentence: str) -> bool:
    provenance = annotations.sentence(sentence).provenance
    return provenance is not None and provenance.basis == GoldBasis.ADJUDICATED


@dataclass(frozen=True, slots=True)
class SetReason(Edit):
    """Give decisions a reason; `reason_edit` makes it of what is decided.

    Attributes:
        sentences: The sentences, all of them decided by a curator.
        reason: One of `gold.REASONS`, other words, or None.
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
        what = f"because of {self.reason}" if self.reason else "no reason given"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"
