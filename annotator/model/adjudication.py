"""From several annotators' sets of one document to its gold, and what is still to be decided.

The rule. Where all who tagged a sentence decided the same (tag, folded source, links, checkable)
it is unanimous; where one annotator alone tagged it, single, which is no agreement; where more
than half decided the same it is a majority's, if that is wanted; else it is unresolved. What a
curator decided stays, whatever comes later, and is asked again only where an annotator's vote that
is new or has changed is another than the decision.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from annotator.model.annotation import (
    AnnotationSet,
    Form,
    Provenance,
    Sentence,
    Source,
    Span,
)
from annotator.model.beginning import CutArticle
from annotator.model.codebook import Codebook
from annotator.model.edit import without_unused_sources
from annotator.model.registry import Registry
from annotator.model.votes import (
    Decision,
    Decisions,
    Votes,
    comparable,
    decision_of,
    decisions,
    folded_aliases,
    same_vote,
)


class By(StrEnum):
    """How a gold sentence came by its tag."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    SINGLE = "single"
    ADJUDICATED = "adjudicated"
    UNRESOLVED = "unresolved"


AMBIGUOUS, GAP, SLIP, EDGE, TASTE = REASONS = (
    "ambiguous text",
    "gap in the codebook",
    "annotator's slip",
    "edge case",
    "a matter of taste",
)
"""Why a decision was needed; any may be kept with it, or none."""


@dataclass(frozen=True)
class Case:
    """One document under adjudication.

    Attributes:
        gold: The gold as it stands, ready to be edited and saved.
        decisions: Who decided what, by sentence: to be shown, and to be taken.
        open: The sentences that nobody has decided, by their ids, in order.
        again: Those decided by a curator that newer votes put into question, in order.
        lost: Sentences of the earlier gold that a curator decided and that the document no longer
            has, as they were.
    """

    gold: AnnotationSet
    decisions: Mapping[str, Decisions]
    open: tuple[str, ...]
    again: tuple[str, ...]
    lost: tuple[Sentence, ...]

    @property
    def pending(self) -> tuple[str, ...]:
        """Everything that a curator has still to look at, in the order of the article."""
        waiting = {*self.open, *self.again}
        return tuple(each.id for each in self.gold.sentences if each.id in waiting)

    def votes(self, sentence: str) -> Votes:
        """The votes on a sentence as gold keeps them."""
        return {name: each.vote for name, each in self.decisions[sentence].items()}


@dataclass(frozen=True, slots=True)
class Adjudicating:
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


def adjudication(
    cut: CutArticle,
    sets: Iterable[AnnotationSet],
    how: Adjudicating,
    earlier: AnnotationSet | None = None,
) -> Case:
    """The gold of a document as far as rules and earlier decisions make it.

    Args:
        cut: The document and its sentences.
        sets: The annotators' sets of the same text, one for each annotator.
        how: The rule.
        earlier: The gold that there is already.
    """
    known = [each for each in sets if each.document.sha256 == cut.article.document.sha256]
    found = decisions(cut.sentences, known, how.codebook)
    decided = _decided(earlier, how.codebook, {each.span: each.id for each in cut.sentences})
    if earlier and earlier.document.sha256 != cut.article.document.sha256:
        lost, decided = decided, {}
    else:
        spans = {each.span for each in cut.sentences}
        lost = {span: each for span, each in decided.items() if span not in spans}
    registry = Registry(how.aliases)
    for annotations in (*((earlier,) if earlier else ()), *_by_name(known)):
        registry.add(annotations.sources)
    outcomes = {
        base.id: _outcome(found[base.id], decided.get(base.span), how) for base in cut.sentences
    }
    sentences = tuple(_gold(base, outcomes[base.id], registry) for base in cut.sentences)
    gold = AnnotationSet(
        cut.article.document,
        earlier.annotator if earlier else how.curator,
        how.codebook.reference,
        sentences,
        registry.sources,
        cut.next_id,
        form=Form.GOLD,
    )
    return Case(
        without_unused_sources(gold),
        found,
        tuple(each.id for each in sentences if is_open(each)),
        tuple(each.id for each in sentences if outcomes[each.id].again),
        tuple(each.sentence for each in lost.values()),
    )


def is_open(sentence: Sentence) -> bool:
    """Whether a gold sentence waits for a decision."""
    return sentence.provenance is None or sentence.provenance.by == By.UNRESOLVED


def gaps(gold: Iterable[AnnotationSet]) -> tuple[tuple[AnnotationSet, Sentence], ...]:
    """The sentences decided for want of a rule: what the codebook's next version has to settle."""
    return tuple(
        (annotations, sentence)
        for annotations in gold
        for sentence in annotations.sentences
        if sentence.provenance is not None and sentence.provenance.reason == GAP
    )


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A curator's decision in the earlier gold."""

    sentence: Sentence
    decision: Decision
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a gold sentence is to say, and whether the curator is asked once more."""

    decision: Decision | None
    provenance: Provenance
    flag: bool = False
    again: bool = False


def _by_name(sets: Iterable[AnnotationSet]) -> list[AnnotationSet]:
    return sorted(sets, key=lambda each: each.annotator)


def _decided(
    earlier: AnnotationSet | None, codebook: Codebook, ids: Mapping[Span, str]
) -> Mapping[Span, _Earlier]:
    if earlier is None:
        return {}
    return {
        sentence.span: _Earlier(
            sentence, decision_of(sentence, earlier, codebook, ids), sentence.provenance
        )
        for sentence in earlier.sentences
        if sentence.provenance is not None and sentence.provenance.by == By.ADJUDICATED
    }


def _outcome(found: Decisions, earlier: _Earlier | None, how: Adjudicating) -> _Outcome:
    votes = {name: decision.vote for name, decision in found.items()}
    if earlier is None:
        return _by_rule(found, votes, how)
    again = _in_question(votes, earlier, folded_aliases(how.aliases))
    # The votes that a decision was made on stay with it until it is made anew.
    kept = earlier.provenance if again else replace(earlier.provenance, votes=votes)
    return _Outcome(earlier.decision, kept, earlier.sentence.flag, again)


def _in_question(votes: Votes, earlier: _Earlier, aliases: Mapping[str, str]) -> bool:
    seen, own = earlier.provenance.votes, earlier.decision.vote
    return any(
        not (name in seen and same_vote(vote, seen[name], aliases))
        and not same_vote(vote, own, aliases)
        for name, vote in votes.items()
    )


def _by_rule(found: Decisions, votes: Votes, how: Adjudicating) -> _Outcome:
    aliases = folded_aliases(how.aliases)
    alike = Counter(comparable(vote, aliases) for vote in votes.values())
    if not alike:
        return _Outcome(None, Provenance(By.UNRESOLVED))
    most, count = alike.most_common(1)[0]
    if len(votes) == 1:
        by = By.SINGLE
    elif count == len(votes):
        by = By.UNANIMOUS
    elif how.majority and count * 2 > len(votes):
        by = By.MAJORITY
    else:
        return _Outcome(None, Provenance(By.UNRESOLVED, votes=votes))
    first = next(name for name, vote in votes.items() if comparable(vote, aliases) == most)
    return _Outcome(found[first], Provenance(by, votes=votes))


def _gold(base: Sentence, outcome: _Outcome, registry: Registry) -> Sentence:
    plain = replace(base, flag=outcome.flag, provenance=outcome.provenance)
    if outcome.decision is None:
        return plain
    return filled(plain, outcome.decision, registry.source(outcome.decision.source))


def filled(sentence: Sentence, decision: Decision, source: Source | None) -> Sentence:
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
