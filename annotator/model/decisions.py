"""Decisions on a document: those of its annotators, made comparable, and how gold was decided."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    Exposure,
    Provenance,
    Sentence,
    Source,
    Span,
    SuggestedField,
)
from annotator.model.codebook import Codebook, Role
from annotator.model.name_folding import fold_name, identifier
from annotator.model.plurals import count_of_total, plural

DecisionRecord = Mapping[str, str]
"""A decision as gold stores it: tag or part, source name, checkable, answers, and the fields that
were decided with a suggestion. No empty fields."""
DecisionRecords = Mapping[str, DecisionRecord]
"""The decisions on one sentence, by annotator, as gold stores them."""
ASSISTED = "assisted"
"""The key of the fields that were decided with a suggestion, in a decision's record."""
NO_ALIASES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Decision:
    """One annotator's decision about a sentence. It has only the fields that the tag uses.

    Attributes:
        tag: The tag; None for furniture.
        part: The kind of furniture; None for a sentence of the body.
        source: The source; None if the tag takes none or the annotator named none.
        via: The outlet that passed the statement on.
        cue: The words that attribute the statement.
        answers: The claims that it answers, with the ids of the document's sentences.
        checkable: Whether a claim could be checked; true for all other tags.
        note: The annotator's note.
        assisted: The fields that the annotator decided with the help of a suggestion.
    """

    tag: str | None
    part: str | None = None
    source: Source | None = None
    via: str | None = None
    cue: Cue | None = None
    answers: tuple[Answer, ...] = ()
    checkable: bool = True
    note: str | None = None
    assisted: tuple[SuggestedField, ...] = ()

    @property
    def record(self) -> DecisionRecord:
        """The decision as gold stores it: without cue, via and note, which agreement ignores.

        It says which fields a suggestion helped to decide. That is not compared either.
        """
        fields = {
            "tag": self.tag,
            "part": self.part,
            "source": self.source.name if self.source else None,
            "checkable": None if self.checkable else "false",
            "answers": ", ".join(sorted(_answer_text(answer) for answer in self.answers)),
            ASSISTED: ", ".join(self.assisted),
        }
        return {name: value for name, value in fields.items() if value}


DecisionsByAnnotator = Mapping[str, Decision]
"""The decisions on one sentence, by annotator, in the order of their names."""


def _answer_text(answer: Answer) -> str:
    return f"{answer.claim} {answer.stance}" if answer.stance else answer.claim


def same_decision(
    one: DecisionRecord, other: DecisionRecord, aliases: Mapping[str, str] = NO_ALIASES
) -> bool:
    """Whether two decisions agree in tag, folded source, links and checkable."""
    return comparison_key(one, aliases) == comparison_key(other, aliases)


def comparison_key(
    record: DecisionRecord, aliases: Mapping[str, str] = NO_ALIASES
) -> frozenset[tuple[str, str]]:
    """The values of a decision that are compared. The source is replaced by its folded name."""
    return frozenset(
        (name, source_key(value, aliases) if name == "source" else value)
        for name, value in record.items()
        if name != ASSISTED
    )


def source_key(name: str, aliases: Mapping[str, str] = NO_ALIASES) -> str:
    """A source's name in the form in which annotators' sources are compared.

    Args:
        name: The name as the annotator typed it.
        aliases: Other names of sources, folded, each with the name that replaces it.
    """
    key = fold_name(name)
    return fold_name(aliases.get(key, key))


def folded_aliases(aliases: Mapping[str, str]) -> Mapping[str, str]:
    """A project's aliases in the form that `source_key` expects."""
    return {fold_name(other): name for other, name in aliases.items()}


def decisions_by_sentence(
    base: Iterable[Sentence], sets: Iterable[AnnotationSet], codebook: Codebook
) -> Mapping[str, DecisionsByAnnotator]:
    """The annotators' decisions, by the ids of the document's sentences.

    Sentences are matched by span. A sentence that an annotator split differently or left untagged
    counts as not decided by that annotator.

    Args:
        base: The document's sentences.
        sets: The annotators' sets of the same text.
        codebook: The codebook, which gives each tag its role and so its fields.
    """
    ids = {sentence.span: sentence.id for sentence in base}
    found: dict[str, dict[str, Decision]] = {sentence: {} for sentence in ids.values()}
    for annotations in sorted(sets, key=lambda each: each.annotator):
        for sentence in annotations.sentences:
            known = ids.get(sentence.span)
            if known is not None and (sentence.tag is not None or not sentence.body):
                decision = decision_of(sentence, annotations, codebook, ids)
                found[known][annotations.annotator] = decision
    return found


def decision_of(
    sentence: Sentence,
    annotations: AnnotationSet,
    codebook: Codebook,
    ids: Mapping[Span, str],
) -> Decision:
    """The decision about a sentence, without fields left over from an earlier tag.

    Args:
        sentence: A sentence of the set.
        annotations: The set.
        codebook: The codebook, which gives each tag its role.
        ids: The ids of the document's sentences, by span. Links to other sentences are left out.
    """
    if not sentence.body:
        return Decision(None, sentence.part, note=sentence.note)
    role = codebook.role(sentence.tag)
    return Decision(
        sentence.tag,
        source=annotations.source_of(sentence) if role.attributes else None,
        via=sentence.via if role.attributes else None,
        cue=sentence.cue if role.attributes else None,
        answers=_document_answers(sentence, annotations, ids) if role.answers else (),
        checkable=sentence.checkable or role is not Role.CLAIM,
        note=sentence.note,
        assisted=assisted_fields(sentence, role),
    )


def assisted_fields(sentence: Sentence, role: Role) -> tuple[SuggestedField, ...]:
    """The fields of a sentence that the annotator decided with the help of a suggestion.

    The annotator saw it before the decision, or changed the decision after a second look. A field
    that the tag does not use is left out.
    """
    return tuple(
        each.field
        for each in sentence.shown
        if each.exposure is Exposure.BEFORE or each.was is not None
        if uses_field(role, each.field)
    )


def uses_field(role: Role, field: SuggestedField) -> bool:
    """Whether a sentence of this role has this field."""
    if field is SuggestedField.TAG:
        return True
    return role.answers if field is SuggestedField.ANSWERS else role.attributes


def _document_answers(
    sentence: Sentence, annotations: AnnotationSet, ids: Mapping[Span, str]
) -> tuple[Answer, ...]:
    named = (
        (ids.get(annotations.sentence(answer.claim).span), answer.stance)
        for answer in sentence.answers
        if answer.claim in annotations.positions
    )
    return tuple(Answer(claim, stance) for claim, stance in named if claim is not None)


class SourceIndex:
    """The sources of several sets as one list. Sources with the same folded name are one source.

    The first known kind and affiliation are used. A source is concerned if any set says so.

    Args:
        aliases: Other names of sources, each with the name that replaces it.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = folded_aliases(aliases)
        self._found: dict[str, Source] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, in the order in which they were added."""
        return tuple(self._found.values())

    def add(self, sources: Iterable[Source]) -> None:
        """Add the sources of one set."""
        for source in sources:
            key = source_key(source.name, self._aliases)
            known = self._found.get(key)
            self._found[key] = known.merge_with(source) if known else self._new(source)

    def source(self, source: Source | None) -> Source | None:
        """The source in this index that a set's source belongs to; None for None.

        Raises:
            KeyError: The source was never added.
        """
        return self._found[source_key(source.name, self._aliases)] if source else None

    def _new(self, source: Source) -> Source:
        name = self._aliases.get(fold_name(source.name), source.name)
        used_ids = {each.id for each in self._found.values()}
        free = source.id if source.id not in used_ids else identifier(name, used_ids)
        return replace(source, id=free, name=name)


class GoldBasis(StrEnum):
    """How a gold sentence got its decision."""

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
"""Why a decision was needed. Other reasons, or none, are also allowed."""


def is_unresolved(sentence: Sentence) -> bool:
    """Whether a gold sentence needs a decision."""
    return sentence.provenance is None or sentence.provenance.basis == GoldBasis.UNRESOLVED


def count_by_basis(gold: AnnotationSet) -> Mapping[GoldBasis, int]:
    """How many sentences of the body have each basis. Every basis has a count."""
    counts = Counter(
        GoldBasis.UNRESOLVED if each.provenance is None else each.provenance.basis
        for each in gold.sentences
        if each.body
    )
    return {basis: counts[basis] for basis in GoldBasis}


def assisted_decisions(provenance: Provenance | None) -> int:
    """The number of decisions behind a gold sentence that were made with a suggestion."""
    return sum(ASSISTED in each for each in provenance.decisions.values()) if provenance else 0


def count_assisted(gold: AnnotationSet) -> Mapping[GoldBasis, int]:
    """How many sentences of the body rest on a vote made with a suggestion, by basis."""
    return Counter(
        GoldBasis(each.provenance.basis)
        for each in gold.sentences
        if each.body and each.provenance is not None and is_assisted(each.provenance)
    )


def is_assisted(provenance: Provenance | None) -> bool:
    """Whether a suggestion helped with any decision behind a gold sentence."""
    return assisted_decisions(provenance) > 0


def codebook_gaps(gold: Iterable[AnnotationSet]) -> tuple[tuple[AnnotationSet, Sentence], ...]:
    """The sentences that the codebook has no rule for. Its next version should cover them."""
    return tuple(
        (annotations, sentence)
        for annotations in gold
        for sentence in annotations.sentences
        if sentence.provenance is not None and sentence.provenance.reason == GAP
    )


def describe_provenance(provenance: Provenance | None, *, blind: bool = False) -> str:
    """How a gold sentence got its decision, in words.

    Args:
        provenance: Its provenance.
        blind: Do not name the annotator of a single decision.
    """
    if provenance is None:
        return "not decided"
    count = len(provenance.decisions)
    annotators = plural(count, "annotator")
    reason = f": {provenance.reason}" if provenance.reason else ""
    only = "one annotator" if blind else next(iter(provenance.decisions), "one annotator")
    # An annotator's decision may have been removed together with the name.
    words = {
        GoldBasis.UNANIMOUS: f"unanimous ({annotators})" if count > 1 else "unanimous",
        GoldBasis.MAJORITY: f"majority of {annotators}" if count > 1 else "majority",
        GoldBasis.SINGLE: f"single: tagged only by {only}, so there is no agreement",
        GoldBasis.ADJUDICATED: f"decided by {provenance.curator or 'a curator'}{reason}",
        GoldBasis.UNRESOLVED: f"unresolved among {annotators}" if count > 1 else "unresolved",
    }
    return words[GoldBasis(provenance.basis)] + _assisted_in_words(provenance)


def _assisted_in_words(provenance: Provenance) -> str:
    """How many of the decisions were made with a suggestion, after a comma; or empty."""
    assisted, count = assisted_decisions(provenance), len(provenance.decisions)
    if not assisted:
        return ""
    return f", {count_of_total(assisted, count, 'vote')} assisted"
