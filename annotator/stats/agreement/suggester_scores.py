"""Scores of a suggester against the decisions of a person, or against gold.

A sentence counts if it has a tag in the set that the suggester is compared with. If the suggester
says nothing about it, that is an answer too: it lowers recall and κ, and no precision.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from annotator.model.annotation import Answer, DocumentKey, Sentence, SuggestedField
from annotator.model.codebook import Codebook
from annotator.model.decisions import source_key, uses_field
from annotator.model.suggestions import FieldSuggestions, Suggestion, own_value
from annotator.stats.agreement.label_matrix import Label, UnitRatio, matrix_of_labels
from annotator.stats.agreement.pairing import ComparableSet, tag_labels
from annotator.stats.agreement.result import PAIR_SHARES_NOTHING, Estimate, PairAgreement
from annotator.stats.agreement.table_agreement import PooledShare, agreement, pooled_share
from annotator.stats.intervals import SHARE_LIMITS, jackknife_interval
from annotator.text.names import head_words, tokens

NEVER_SUGGESTED = "it is never suggested"
NEVER_DECIDED = "no sentence has it"
NEITHER = "it is never suggested, and no sentence has it"
NO_SENTENCES = "no sentence is compared"
NOTHING = "—"
"""The label of a sentence for which no tag is suggested. No tag has this ID."""
BINS = 10
"""The number of bins of scores."""
_SUGGESTER, _REFERENCE = "suggester", "reference"


@dataclass(frozen=True)
class SuggestedDocument:
    """A person's set or gold, and what a suggester says about its document.

    Attributes:
        reference: The set that the suggester is compared with.
        suggestions: The suggestions, by the IDs of sentences.
        left_out: The IDs of sentences that are not compared.
    """

    reference: ComparableSet
    suggestions: Mapping[str, FieldSuggestions]
    left_out: frozenset[str] = frozenset()

    @property
    def cases(self) -> Iterator["Case"]:
        """The sentences that are compared."""
        for sentence in self.reference.tagged.values():
            if sentence.id not in self.left_out:
                yield Case(self, sentence)


class Case(NamedTuple):
    """A sentence with a person's decisions and a suggester's suggestions."""

    document: SuggestedDocument
    sentence: Sentence

    @property
    def unit(self) -> Hashable:
        """What identifies the sentence."""
        return self.cluster, self.sentence.span

    @property
    def cluster(self) -> DocumentKey:
        """The document."""
        return self.document.reference.document

    def suggested(self, field: SuggestedField) -> Sequence[Suggestion]:
        """The suggestions for a field, the best first."""
        return self.document.suggestions.get(self.sentence.id, {}).get(field, ())

    def best(self, field: SuggestedField) -> Hashable:
        """The best suggested value; empty if nothing, or nobody, is suggested."""
        return next((each.value for each in self.suggested(field)), "")

    def own(self, field: SuggestedField) -> Hashable:
        """The person's value; empty if there is none, or if the tag does not use the field."""
        annotations = self.document.reference.annotations
        role = self.document.reference.role(self.sentence)
        value = own_value(field, self.sentence, annotations.source_of(self.sentence))
        return value if uses_field(role, field) else ""


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How well something is suggested.

    Attributes:
        id: Its ID, such as a tag or `source_exact`.
        precision: Of what is suggested, the share that is right.
        recall: Of what a person decided, the share that is suggested.
        f1: Twice what is right over the sum of what is suggested and what was decided.
    """

    id: str
    precision: PooledShare
    recall: PooledShare
    f1: PooledShare


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The suggestions whose scores are in one bin: their number, mean score and share of right."""

    low: float
    count: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether scores are the probabilities that they say.

    Attributes:
        field: The field.
        error: The expected calibration error: the mean distance between score and share of right,
            weighted by the number of suggestions. None without scores.
        bins: The bins that have suggestions.
    """

    field: SuggestedField
    error: float | None
    bins: tuple[CalibrationBin, ...]


@dataclass(frozen=True, slots=True)
class SuggesterScores:
    """A suggester compared with a person or with gold.

    Attributes:
        documents: The number of documents.
        sentences: The number of sentences.
        tags: The score of each tag.
        macro_f1: The mean F1 of the tags that are decided or suggested.
        same_tag: The share of sentences with the same tag.
        kappa: Cohen's κ. A sentence without a suggested tag has a label of its own.
        commonest: The tag that is decided most often; empty if there is none.
        always_commonest: The share of sentences with that tag. Always saying it has a κ of 0.
        people: Cohen's κ of each two people on the same documents.
        fields: The scores of the other fields.
        calibrations: Whether the scores of each field are probabilities.
    """

    documents: int
    sentences: int
    tags: tuple[FieldScore, ...]
    macro_f1: Estimate
    same_tag: PooledShare
    kappa: Estimate
    commonest: str
    always_commonest: PooledShare
    people: tuple[PairAgreement, ...]
    fields: tuple[FieldScore, ...]
    calibrations: tuple[Calibration, ...]


class _Counts(NamedTuple):
    """What one sentence adds: in both, suggested, and decided."""

    both: int
    suggested: int
    decided: int


def suggester_scores(
    documents: Sequence[SuggestedDocument],
    codebook: Codebook,
    aliases: Mapping[str, str],
    people: Sequence[ComparableSet] = (),
) -> SuggesterScores:
    """The scores of a suggester, with intervals over documents.

    Args:
        documents: The documents.
        codebook: The codebook of the tags.
        aliases: Other names of sources, folded, each with the name that it counts as.
        people: The sets of all people on the same documents.
    """
    cases = [case for each in documents for case in each.cases]
    tags = tuple(_tag_scores(cases, [each.id for each in codebook.tags]))
    commonest = _commonest(cases)
    return SuggesterScores(
        len({each.cluster for each in cases}),
        len(cases),
        tags,
        _macro_f1(cases, [each.id for each in tags]),
        _share(cases, lambda each: each.best(SuggestedField.TAG) == each.sentence.tag),
        _kappa(cases),
        commonest,
        _share(cases, lambda each: each.sentence.tag == commonest),
        _people(people, {each.cluster for each in cases}),
        tuple(_score(name, cases, count) for name, count in _field_counts(aliases)),
        tuple(_calibration(cases, field) for field in SuggestedField),
    )


# Tags


def _tag_scores(cases: Sequence[Case], tags: Sequence[str]) -> Iterator[FieldScore]:
    for tag in tags:
        yield _score(tag, cases, partial(_tag_counts, tag=tag))


def _tag_counts(case: Case, tag: str) -> _Counts:
    suggested, decided = case.best(SuggestedField.TAG) == tag, case.sentence.tag == tag
    return _Counts(suggested and decided, suggested, decided)


def _score(name: str, cases: Sequence[Case], count: Callable[[Case], _Counts]) -> FieldScore:
    counted = [(case, count(case)) for case in cases]

    def pooled(sums: Callable[[_Counts], tuple[int, int]], empty: str) -> PooledShare:
        ratios = (UnitRatio(case.unit, case.cluster, *sums(each)) for case, each in counted)
        return pooled_share((each for each in ratios if each.denominator), empty, intervals=True)

    return FieldScore(
        name,
        pooled(lambda each: (each.both, each.suggested), NEVER_SUGGESTED),
        pooled(lambda each: (each.both, each.decided), NEVER_DECIDED),
        pooled(lambda each: (2 * each.both, each.suggested + each.decided), NEITHER),
    )


def _share(cases: Iterable[Case], holds: Callable[[Case], bool]) -> PooledShare:
    ratios = (UnitRatio(each.unit, each.cluster, int(holds(each)), 1) for each in cases)
    return pooled_share(ratios, NO_SENTENCES, intervals=True)


def _commonest(cases: Iterable[Case]) -> str:
    counted = Counter(str(each.sentence.tag) for each in cases)
    return min(counted, key=lambda tag: (-counted[tag], tag), default="")


def _macro_f1(cases: Sequence[Case], tags: Sequence[str]) -> Estimate:
    documents = {key: at for at, key in enumerate(dict.fromkeys(each.cluster for each in cases))}
    sums = np.zeros((len(documents), len(tags), 2))
    for case in cases:
        for at, tag in enumerate(tags):
            both, suggested, decided = _tag_counts(case, tag)
            sums[documents[case.cluster], at] += (2 * both, suggested + decided)
    total = sums.sum(axis=0)
    used = total[:, 1] > 0
    if not used.any():
        return Estimate(None, 0, NO_SENTENCES)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = float((total[used, 0] / total[used, 1]).mean())
        left = total[used] - sums[:, used]
        without = (left[..., 0] / left[..., 1]).mean(axis=1)
    interval, why = jackknife_interval(value, without, SHARE_LIMITS)
    return Estimate(value, len(cases), "", interval, why)


def _kappa(cases: Iterable[Case]) -> Estimate:
    labels = [
        Label(case.unit, who, str(tag), case.cluster)
        for case in cases
        for who, tag in (
            (_SUGGESTER, case.best(SuggestedField.TAG) or NOTHING),
            (_REFERENCE, case.sentence.tag),
        )
    ]
    names = tuple(dict.fromkeys(each.label for each in labels))
    pairs = agreement(matrix_of_labels(labels, names), intervals=True).pairs if labels else ()
    return pairs[0].kappa if pairs else Estimate(None, 0, PAIR_SHARES_NOTHING)


def _people(
    sets: Iterable[ComparableSet], documents: set[DocumentKey]
) -> tuple[PairAgreement, ...]:
    labels = list(tag_labels(each for each in sets if each.document in documents))
    names = tuple(dict.fromkeys(each.label for each in labels))
    if len({each.annotator for each in labels}) < 2:
        return ()
    found = agreement(matrix_of_labels(labels, names), intervals=True).pairs
    return tuple(each for each in found if each.kappa.units)


# Other fields


def _field_counts(
    aliases: Mapping[str, str],
) -> Iterator[tuple[str, Callable[[Case], _Counts]]]:
    def exact(case: Case) -> _Counts:
        return _alike(case, SuggestedField.SOURCE, lambda name: source_key(str(name), aliases))

    def listed(case: Case) -> _Counts:
        own = source_key(str(case.own(SuggestedField.SOURCE)), aliases)
        values = (str(each.value) for each in case.suggested(SuggestedField.SOURCE))
        found = own != "" and own in {source_key(each, aliases) for each in values}
        return _Counts(found, found, bool(own))

    yield "source_exact", exact
    yield "source_head", lambda case: _alike(case, SuggestedField.SOURCE, _head)
    yield "source_listed", listed
    yield "kind", lambda case: _alike(case, SuggestedField.KIND, lambda kind: kind)
    yield "cue_any", lambda case: _alike(case, SuggestedField.CUE, bool)
    yield "cue_exact", lambda case: _alike(case, SuggestedField.CUE, lambda span: span)
    yield "cue_overlap", _overlapping_cues
    yield "links", lambda case: _links(case, stances=False)
    yield "links_with_stance", lambda case: _links(case, stances=True)


def _alike(case: Case, field: SuggestedField, key: Callable[[Hashable], Hashable]) -> _Counts:
    suggested, decided = case.best(field), case.own(field)
    both = bool(suggested) and bool(decided) and key(suggested) == key(decided)
    return _Counts(both, bool(suggested), bool(decided))


def _head(name: Hashable) -> str:
    """The main word of a name: "office" of "the mayor's office in Calder"."""
    words = head_words(tokens(str(name)))
    return words[-1].lower.removesuffix("s") if words else ""


def _overlapping_cues(case: Case) -> _Counts:
    found, decided = case.best(SuggestedField.CUE), case.own(SuggestedField.CUE)
    if not isinstance(found, tuple) or not isinstance(decided, tuple) or not (found and decided):
        return _Counts(0, bool(found), bool(decided))
    both = max(found[0], decided[0]) < min(found[1], decided[1])
    return _Counts(both, 1, 1)


def _links(case: Case, *, stances: bool) -> _Counts:
    suggested, decided = (
        {
            (each.claim, each.stance if stances else None)
            for each in (value if isinstance(value, tuple) else ())
            if isinstance(each, Answer)
        }
        for value in (case.best(SuggestedField.ANSWERS), case.own(SuggestedField.ANSWERS))
    )
    return _Counts(len(suggested & decided), len(suggested), len(decided))


# Calibration


def _calibration(cases: Iterable[Case], field: SuggestedField) -> Calibration:
    scored = [
        (best.score, _is_right(case, field, best))
        for case in cases
        for best in case.suggested(field)[:1]
        if best.score is not None
    ]
    bins = [_bin(at, scored) for at in range(BINS)]
    filled = tuple(each for each in bins if each.count)
    total = sum(each.count for each in filled)
    if not total:
        return Calibration(field, None, ())
    error = sum(each.count * abs(each.score - each.right) for each in filled) / total
    return Calibration(field, error, filled)


def _is_right(case: Case, field: SuggestedField, suggestion: Suggestion) -> bool:
    own, value = case.own(field), suggestion.value
    if field is SuggestedField.SOURCE:
        return source_key(str(own)) == source_key(str(value))
    return (own or "") == (value or "")


def _bin(at: int, scored: Iterable[tuple[float, bool]]) -> CalibrationBin:
    found = [each for each in scored if min(int(each[0] * BINS), BINS - 1) == at]
    count = len(found)
    return CalibrationBin(
        at / BINS,
        count,
        sum(score for score, _ in found) / count if count else 0.0,
        sum(right for _, right in found) / count if count else 0.0,
    )
