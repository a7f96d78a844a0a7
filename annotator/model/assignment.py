"""Who tags which document: balanced, the same from the same seed, and moving nothing begun.

Chance is a hash of the seed and the names, so that whoever runs it with the same project gets the
same, on any computer. A second run, after documents or annotators were added, keeps what was
assigned before as far as the balance allows, and whatever somebody has begun in any case.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model.project import Overlap

AnnotatorsByDocument = Mapping[str, tuple[str, ...]]
"""The annotators of each document, by its id."""


@dataclass(frozen=True, slots=True)
class AssignmentRequest:
    """What is to be assigned.

    Attributes:
        documents: The outlet of each document by its id; all the same where outlets do not count.
        annotators: Among whom.
        overlap: What several of them tag; None for nothing.
        seed: Chance; another one assigns otherwise.
        earlier: What was assigned until now.
        started: Who has begun each document, among all those who ever did.
    """

    documents: Mapping[str, str]
    annotators: tuple[str, ...]
    overlap: Overlap | None = None
    seed: str = ""
    earlier: AnnotatorsByDocument = field(default_factory=dict)
    started: AnnotatorsByDocument = field(default_factory=dict)


def assign_documents(request: AssignmentRequest) -> AnnotatorsByDocument:
    """The annotators of each document of a lot, in the order of the documents' ids.

    Each annotator gets as many as every other, give or take one, where nothing was begun; of
    those tagged by several, each two annotators share about as many as each other two. Where
    there are fewer annotators than copies, all of them tag it.
    """
    copies = {
        document: min(count, len(request.annotators))
        for document, count in _copies(request).items()
    }
    deal = _AssignmentBuilder(request)
    order = _by_hash_rank(request.documents, request.seed)
    for document in order:
        deal.keep_begun(document)
    most = -(-max(sum(copies.values()), 1) // max(len(request.annotators), 1))
    for document in order:
        deal.keep_before(document, copies[document], most)
    for document in sorted(order, key=lambda each: -copies[each]):
        deal.fill(document, copies[document])
    return {document: tuple(sorted(deal.given[document])) for document in sorted(request.documents)}


def hash_rank(seed: str, *names: str) -> str:
    """A number as good as random that is always the same for the same names, as hex digits."""
    # With its length before it, no name can pass for two.
    whole = "".join(f"{len(name)}:{name}" for name in (seed, *names))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def sample_documents(documents: Iterable[str], count: int, seed: str) -> tuple[str, ...]:
    """So many of the documents, chosen by the seed, in the order of their ids.

    A larger count chooses the same ones and more.
    """
    return tuple(sorted(_by_hash_rank(documents, seed)[: max(count, 0)]))


def _by_hash_rank(documents: Iterable[str], seed: str) -> list[str]:
    return sorted(documents, key=lambda each: hash_rank(seed, each))


def _copies(request: AssignmentRequest) -> dict[str, int]:
    """How many annotators each document is to have."""
    copies = dict.fromkeys(request.documents, 1)
    if request.overlap is None or request.overlap.copies < 2:
        return copies
    groups: dict[str, list[str]] = {}
    for document in _by_hash_rank(request.documents, request.seed):
        outlet = request.documents[document] if request.overlap.by_outlet else ""
        groups.setdefault(outlet, []).append(document)
    for documents, wanted in zip(
        groups.values(), _shares(groups.values(), request.overlap.share), strict=True
    ):
        # What several have already is chosen first, and most of all where somebody began.
        first = sorted(
            documents,
            key=lambda each: (
                -len(request.started.get(each, ())),
                -len(request.earlier.get(each, ())),
            ),
        )
        copies |= dict.fromkeys(first[:wanted], request.overlap.copies)
    return copies


def _shares(groups: Iterable[Sequence[str]], share: float) -> list[int]:
    """A share of each group in whole documents, which together are the share of all of them."""
    sizes = [len(each) for each in groups]
    wanted = [size * share for size in sizes]
    counts = [int(each) for each in wanted]
    missing = round(sum(wanted)) - sum(counts)
    by_remainder = sorted(range(len(sizes)), key=lambda each: counts[each] - wanted[each])
    for place in by_remainder[:missing]:
        counts[place] = min(counts[place] + 1, sizes[place])
    return counts


class _AssignmentBuilder:
    """The assignment while it is made."""

    def __init__(self, request: AssignmentRequest) -> None:
        self._request = request
        self.given: dict[str, set[str]] = {document: set() for document in request.documents}
        self._load: Counter[str] = Counter()
        self._together: Counter[tuple[str, str]] = Counter()

    def keep_begun(self, document: str) -> None:
        """Leave a document with those who have begun it and were to tag it."""
        began = self._request.started.get(document, ())
        for annotator in self._request.earlier.get(document, began):
            if annotator in began:
                self._give(document, annotator)

    def keep_before(self, document: str, copies: int, most: int) -> None:
        """Leave it with those who had it, where they have room and it is not too many of them."""
        before = self._request.earlier.get(document, ())
        for annotator in sorted(
            before, key=lambda each: hash_rank(self._request.seed, document, each)
        ):
            free = self._load[annotator] < most and len(self.given[document]) < copies
            if free and annotator in self._request.annotators:
                self._give(document, annotator)

    def fill(self, document: str, copies: int) -> None:
        """Give it to those who have the least, until it has its number of annotators."""
        while len(self.given[document]) < copies:
            free = set(self._request.annotators) - self.given[document]
            self._give(document, min(free, key=lambda each: self._rank(document, each)))

    def _rank(self, document: str, annotator: str) -> tuple[int, int, str]:
        shared = sum(self._together[_pair(annotator, other)] for other in self.given[document])
        return self._load[annotator], shared, hash_rank(self._request.seed, document, annotator)

    def _give(self, document: str, annotator: str) -> None:
        if annotator in self.given[document]:
            return
        self._load[annotator] += 1
        for other in self.given[document]:
            self._together[_pair(annotator, other)] += 1
        self.given[document].add(annotator)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
