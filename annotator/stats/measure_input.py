"""The input of measures, and their result: a value, or the reason why there is none."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, Source
from annotator.model.codebook import REPORTER, STANCES, SUPPORTS, UNNAMED, Codebook, Role
from annotator.model.name_folding import fold_name

Scalar = bool | int | float | str
"""Yes or no, a count, a share or number, or a band."""


class MeasuredPart(StrEnum):
    """What an annotation set can hold besides tags."""

    SOURCES = "sources"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """The value of one measure for one annotation set.

    Attributes:
        value: The value, or None if it is undefined.
        numerator: The numerator of a share, or None for other measures.
        denominator: The denominator of a share, or 0 if the share is undefined.
        reason: Why the value is undefined, as a clause. Empty if it is defined.
    """

    value: Scalar | None
    numerator: int | None = None
    denominator: int | None = None
    reason: str = ""

    @property
    def defined(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


def fraction(numerator: int, denominator: int, empty: str) -> MeasureValue:
    """The share `numerator / denominator`, undefined with the reason `empty` if it is 0 of 0."""
    if denominator == 0:
        return MeasureValue(None, numerator, denominator, empty)
    return MeasureValue(numerator / denominator, numerator, denominator)


def share(part: AbstractSet[str], whole: AbstractSet[str], empty: str) -> MeasureValue:
    """The share |part| / |whole|, undefined with the reason `empty` if `whole` is empty."""
    return fraction(len(part), len(whole), empty)


def undefined(reason: str) -> MeasureValue:
    """An undefined value with a reason."""
    return MeasureValue(None, reason=reason)


class Link(NamedTuple):
    """An answer of a confirmation or non-response to a claim, both by sentence id.

    Attributes:
        answer: The sentence that answers.
        claim: The claim that it answers.
        stance: A confirmation's stance, or None for a non-response.
    """

    answer: str
    claim: str
    stance: str | None


@dataclass(frozen=True)
class MeasureInput:
    """One annotation set as sets of sentence ids, without furniture, by the codebook's roles.

    It contains only fields that the present tags use, not fields left over from an earlier tag.

    Attributes:
        roles: The roles of the codebook's tags.
        positions: The position of each sentence in the article, including furniture, from 0.
        sentences: The sentences of the body. N is their number.
        untagged: U, the untagged sentences. A tag that the codebook lacks is a tag without a role.
        claims: C.
        confirmations: F.
        non_responses: R.
        checkable_claims: C*, the checkable claims.
        sources: All sources of the set, by id, including those that no sentence names.
        source_by_sentence: s, the source of each sentence of C, F and R that has one.
        links: The links from F and R to C. Other answers are left out.
    """

    roles: frozenset[Role]
    positions: Mapping[str, int]
    sentences: frozenset[str]
    untagged: frozenset[str]
    claims: frozenset[str]
    confirmations: frozenset[str]
    non_responses: frozenset[str]
    checkable_claims: frozenset[str]
    sources: Mapping[str, Source]
    source_by_sentence: Mapping[str, Source]
    links: tuple[Link, ...]

    @property
    def tagged(self) -> frozenset[str]:
        """The tagged sentences of the body. Their number is N − |U|."""
        return self.sentences - self.untagged

    @cached_property
    def attributable(self) -> frozenset[str]:
        """C ∪ F ∪ R, the sentences that have a source or need one."""
        return self.claims | self.confirmations | self.non_responses

    @cached_property
    def sourced(self) -> frozenset[str]:
        """D, the claims and confirmations with a source."""
        return (self.claims | self.confirmations) & self.source_by_sentence.keys()

    def kind(self, sentence: str) -> str | None:
        """k, the kind of a sentence's source, or None if it has no source or no kind."""
        return self._kinds.get(sentence)

    def of_kind(self, sentences: frozenset[str], *kinds: str) -> frozenset[str]:
        """The sentences whose source has one of these kinds."""
        own = self._kinds
        return frozenset([each for each in sentences if own.get(each) in kinds])

    def sources_of(self, sentences: frozenset[str]) -> frozenset[str]:
        """The distinct sources of the sentences, by id."""
        own = self._source_ids
        return frozenset([own[each] for each in sentences if each in own])

    def sentence_counts(self, sentences: frozenset[str]) -> Mapping[str, int]:
        """The number of sentences with each source, by source id."""
        own = self._source_ids
        return Counter([own[each] for each in sentences if each in own])

    # Most measures look this up for every sentence. A dictionary halves the time.
    @cached_property
    def _kinds(self) -> Mapping[str, str | None]:
        return {sentence: source.kind for sentence, source in self.source_by_sentence.items()}

    @cached_property
    def _source_ids(self) -> Mapping[str, str]:
        return {sentence: source.id for sentence, source in self.source_by_sentence.items()}

    def independent(self, link: Link) -> bool:
        """Whether the answer's source is known and independent of the claim's source.

        It must be a different source. If both affiliations are known, they must differ. The two
        must not both be unnamed. A claim without a source is the outlet's own, so its reporter does
        not count.
        """
        by, of = self.source_by_sentence.get(link.answer), self.source_by_sentence.get(link.claim)
        if by is None:
            return False
        if of is None:
            return by.kind != REPORTER
        both_unnamed = by.kind == of.kind == UNNAMED
        return by.id != of.id and not both_unnamed and not _share_affiliation(by, of)

    @cached_property
    def independently_corroborated(self) -> frozenset[str]:
        """The checkable claims that an independent source supports."""
        return self.checkable_claims & {
            link.claim for link in self.links if link.stance == SUPPORTS and self.independent(link)
        }

    @cached_property
    def answered_by_another_party(self) -> frozenset[str]:
        """The checkable claims that a known source answers, other than theirs and the reporter."""
        return self.checkable_claims & {
            link.claim
            for link in self.links
            if (by := self.source_by_sentence.get(link.answer)) is not None
            and by.kind != REPORTER
            and ((of := self.source_by_sentence.get(link.claim)) is None or by.id != of.id)
        }

    @cached_property
    def parties(self) -> frozenset[str]:
        """The distinct sources of F ∪ R except the reporter, by id."""
        answering = self.sources_of(self.confirmations | self.non_responses)
        return frozenset(each for each in answering if self.sources[each].kind != REPORTER)

    @cached_property
    def silent_parties(self) -> frozenset[str]:
        """The parties with a sentence in R and none in F, by id."""
        return self.parties - self.sources_of(self.confirmations)


def _share_affiliation(one: Source, other: Source) -> bool:
    if not one.affiliation or not other.affiliation:
        return False
    return fold_name(one.affiliation) == fold_name(other.affiliation)


def prepare_measure_input(annotations: AnnotationSet, codebook: Codebook) -> MeasureInput:
    """The input for an annotation set. The codebook gives each tag its role."""
    body = [sentence for sentence in annotations.sentences if sentence.body]
    role_of = {tag.id: tag.role for tag in codebook.tags}
    members: dict[Role, list[Sentence]] = {role: [] for role in Role}
    for sentence in body:
        if sentence.tag is not None:
            members[role_of.get(sentence.tag, Role.NONE)].append(sentence)
    claims = _ids(members[Role.CLAIM])
    attributable = [each for role, group in members.items() if role.attributes for each in group]
    return MeasureInput(
        roles=frozenset(role_of.values()),
        positions=annotations.positions,
        sentences=_ids(body),
        untagged=frozenset(sentence.id for sentence in body if sentence.tag is None),
        claims=claims,
        confirmations=_ids(members[Role.CONFIRMATION]),
        non_responses=_ids(members[Role.NON_RESPONSE]),
        checkable_claims=frozenset(each.id for each in members[Role.CLAIM] if each.checkable),
        sources=annotations.source_by_id,
        source_by_sentence={
            each.id: source
            for each in attributable
            if (source := annotations.source_of(each)) is not None
        },
        links=_links(members, claims),
    )


def _ids(sentences: list[Sentence]) -> frozenset[str]:
    return frozenset(sentence.id for sentence in sentences)


def _links(members: Mapping[Role, list[Sentence]], claims: frozenset[str]) -> tuple[Link, ...]:
    confirmed = [
        # A confirmation's stance defaults to supports.
        Link(sentence.id, answer.claim, answer.stance or SUPPORTS)
        for sentence in members[Role.CONFIRMATION]
        for answer in sentence.answers
        if answer.claim in claims and (answer.stance is None or answer.stance in STANCES)
    ]
    silent = [
        Link(sentence.id, answer.claim, None)
        for sentence in members[Role.NON_RESPONSE]
        for answer in sentence.answers
        if answer.claim in claims
    ]
    return (*confirmed, *silent)
