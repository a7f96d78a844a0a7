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
from annotator.model.gold import By, is_open
from annotator.model.registry import Registry
from annotator.model.votes import (
    Decision,
    Decisions,
    Vote,
    Votes,
    comparable,
    decision_of,
    decisions,
    folded_aliases,
    same_vote,
)


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
        aliases: Other names of sources, as the project has them.
    """

    gold: AnnotationSet
    decisions: Mapping[str, Decisions]
    open: tuple[str, ...]
    again: tuple[str, ...]
    lost: tuple[Sentence, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[str, ...]:
        """Everything that a curator has still to look at, in the order of the article."""
        waiting = {*self.open, *self.again}
        return tuple(each.id for each in self.gold.sentences if each.id in waiting)

    def votes(self, sentence: str) -> Votes:
        """The votes on a sentence as gold keeps them."""
        return {name: each.vote for name, each in self.decisions[sentence].items()}

    def waits(self, sentence: Sentence) -> bool:
        """Whether a sentence of this gold, as it has become, has still to be looked at."""
        provenance = sentence.provenance
        if provenance is None or is_open(sentence):
            return True
        return sentence.id in self.again and provenance.votes != self.votes(sentence.id)

    def changed(self, sentence: str) -> Mapping[str, Vote]:
        """Who votes otherwise than when the curator decided, and how they did then.

        One who had no vote then has an empty one; one who has none now is named too.
        """
        provenance = self.gold.sentence(sentence).provenance
        if sentence not in self.again or provenance is None:
            return {}
        now, then = self.votes(sentence), provenance.votes
        names = dict.fromkeys((*now, *then))
        return {name: then.get(name, {}) for name in names if now.get(name) != then.get(name)}


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
    decided, lost = _decided_and_lost(cut, how.codebook, earlier)
    outcomes = {
        base.id: _outcome(found[base.id], decided.get(base.span), how) for base in cut.sentences
    }
    gold = _gold(cut, outcomes, _registry(known, how, earlier), how, earlier)
    return Case(
        without_unused_sources(gold),
        found,
        tuple(each.id for each in gold.sentences if is_open(each)),
        tuple(each.id for each in gold.sentences if outcomes[each.id].again),
        lost,
        how.aliases,
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
    again: bool = False


def _registry(
    sets: Iterable[AnnotationSet], how: Adjudicating, earlier: AnnotationSet | None
) -> Registry:
    """The sources of all sets as one list; those of the earlier gold first, then by annotator."""
    registry = Registry(how.aliases)
    by_name = sorted(sets, key=lambda each: each.annotator)
    for annotations in ([earlier] if earlier else []) + by_name:
        registry.add(annotations.sources)
    return registry


def _flagged(earlier: AnnotationSet | None, sha256: str) -> frozenset[Span]:
    if earlier is None or earlier.document.sha256 != sha256:
        return frozenset()
    return frozenset(each.span for each in earlier.sentences if each.flag)


def _decided_and_lost(
    cut: CutArticle, codebook: Codebook, earlier: AnnotationSet | None
) -> tuple[Mapping[Span, _Earlier], tuple[Sentence, ...]]:
    """What a curator decided earlier, and of it what is on no sentence of the document as it is."""
    if earlier is None:
        return {}, ()
    ids = {each.span: each.id for each in cut.sentences}
    decided = _decided(earlier, codebook, ids)
    if earlier.document.sha256 != cut.article.document.sha256:
        return {}, tuple(each.sentence for each in decided.values())
    return decided, tuple(each.sentence for span, each in decided.items() if span not in ids)


def _decided(
    earlier: AnnotationSet, codebook: Codebook, ids: Mapping[Span, str]
) -> Mapping[Span, _Earlier]:
    signed = ((each, _signature(each, earlier)) for each in earlier.sentences)
    return {
        sentence.span: _Earlier(sentence, decision_of(sentence, earlier, codebook, ids), provenance)
        for sentence, provenance in signed
        if provenance is not None
    }


def _signature(sentence: Sentence, gold: AnnotationSet) -> Provenance | None:
    """By whom a sentence was decided; gold that does not say is its curator's own."""
    provenance = sentence.provenance
    if provenance is None and (sentence.tag is not None or not sentence.body):
        return Provenance(By.ADJUDICATED, gold.annotator)
    return provenance if provenance and provenance.by == By.ADJUDICATED else None


def _outcome(found: Decisions, earlier: _Earlier | None, how: Adjudicating) -> _Outcome:
    votes = {name: decision.vote for name, decision in found.items()}
    if earlier is None:
        return _by_rule(found, votes, how)
    again = _in_question(votes, earlier, folded_aliases(how.aliases))
    # The votes that a decision was made on stay with it until it is made anew.
    kept = earlier.provenance if again else replace(earlier.provenance, votes=votes)
    return _Outcome(earlier.decision, kept, again)


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


def _gold(
    cut: CutArticle,
    outcomes: Mapping[str, _Outcome],
    registry: Registry,
    how: Adjudicating,
    earlier: AnnotationSet | None,
) -> AnnotationSet:
    flagged = _flagged(earlier, cut.article.document.sha256)
    sentences = tuple(
        replace(_sentence(base, outcomes[base.id], registry), flag=base.span in flagged)
        for base in cut.sentences
    )
    return AnnotationSet(
        cut.article.document,
        earlier.annotator if earlier else how.curator,
        how.codebook.reference,
        sentences,
        registry.sources,
        cut.next_id,
        form=Form.GOLD,
    )


def _sentence(base: Sentence, outcome: _Outcome, registry: Registry) -> Sentence:
    plain = replace(base, provenance=outcome.provenance)
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
