"""Assignment of documents to annotators: balanced and reproducible. Started work never moves.

The order is a hash of the seed and the names, so every computer gets the same result for the same
project. After documents or annotators are added, a second run keeps earlier assignments if the
balance allows it, and always keeps documents that an annotator has started.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.model.project import Overlap

AnnotatorsByDocument = Mapping[str, tuple[str, ...]]
"""The annotators of each document, by document id."""


@dataclass(frozen=True, slots=True)
class AssignmentRequest:
    """The input of an assignment.

    Attributes:
        documents: The outlet of each document, by id; the same for all if outlets do not matter.
        annotators: The annotators who get documents.
        overlap: The documents that several annotators tag; None for no overlap.
        seed: Random seed. Another seed gives another assignment.
        earlier: The earlier assignment.
        started: For each document, every annotator who has started it.
    """

    documents: Mapping[str, str]
    annotators: tuple[str, ...]
    overlap: Overlap | None = None
    seed: str = ""
    earlier: AnnotatorsByDocument = field(default_factory=dict)
    started: AnnotatorsByDocument = field(default_factory=dict)


def assign_documents(request: AssignmentRequest) -> AnnotatorsByDocument:
    """The annotators of each document, in the order of the documents' ids.

    Each annotator gets the same number of documents, plus or minus one, unless documents are
    already started. In the overlap, every two annotators share about the same number of documents.
    If there are fewer annotators than copies, all of them tag the document.
    """
    copies = {
        document: min(count, len(request.annotators))
        for document, count in _copies(request).items()
    }
    builder = _AssignmentBuilder(request)
    order = _by_hash_rank(request.documents, request.seed)
    for document in order:
        builder.keep_started(document)
    most = -(-max(sum(copies.values()), 1) // max(len(request.annotators), 1))
    for document in order:
        builder.keep_earlier(document, copies[document], most)
    for document in sorted(order, key=lambda each: -copies[each]):
        builder.fill(document, copies[document])
    return {
        document: tuple(sorted(builder.annotators[document]))
        for document in sorted(request.documents)
    }


def hash_rank(seed: str, *names: str) -> str:
    """A pseudo-random number, as hex digits, that is always the same for the same names."""
    # Each name is preceded by its length, so that two names never look like one.
    whole = "".join(f"{len(name)}:{name}" for name in (seed, *names))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def sample_documents(documents: Iterable[str], count: int, seed: str) -> tuple[str, ...]:
    """`count` of the documents, chosen by the seed, in the order of their ids.

    A larger count gives the same documents and more.
    """
    return tuple(sorted(_by_hash_rank(documents, seed)[: max(count, 0)]))


def _by_hash_rank(documents: Iterable[str], seed: str) -> list[str]:
    return sorted(documents, key=lambda each: hash_rank(seed, each))


def _copies(request: AssignmentRequest) -> dict[str, int]:
    """How many annotators each document gets."""
    copies = dict.fromkeys(request.documents, 1)
    if request.overlap is None or request.overlap.copies < 2:
        return copies
    groups: dict[str, list[str]] = {}
    for document in _by_hash_rank(request.documents, request.seed):
        outlet = request.documents[document] if request.overlap.by_outlet else ""
        groups.setdefault(outlet, []).append(document)
    for documents, count in zip(
        groups.values(), _shares(groups.values(), request.overlap.share), strict=True
    ):
        # Documents that already have several annotators come first, above all those in progress.
        first = sorted(
            documents,
            key=lambda each: (
                -len(request.started.get(each, ())),
                -len(request.earlier.get(each, ())),
            ),
        )
        copies |= dict.fromkeys(first[:count], request.overlap.copies)
    return copies


def _shares(groups: Iterable[Sequence[str]], share: float) -> list[int]:
    """A share of each group, in whole documents. Together they are the share of all documents."""
    sizes = [len(each) for each in groups]
    exact = [size * share for size in sizes]
    counts = [int(each) for each in exact]
    missing = round(sum(exact)) - sum(counts)
    by_remainder = sorted(range(len(sizes)), key=lambda each: counts[each] - exact[each])
    for place in by_remainder[:missing]:
        counts[place] = min(counts[place] + 1, sizes[place])
    return counts


class _AssignmentBuilder:
    """An assignment under construction."""

    def __init__(self, request: AssignmentRequest) -> None:
        self._request = request
        self.annotators: dict[str, set[str]] = {document: set() for document in request.documents}
        self._load: Counter[str] = Counter()
        self._together: Counter[tuple[str, str]] = Counter()

    def keep_started(self, document: str) -> None:
        """Assign a document to the annotators who have started it and had it before."""
        started = self._request.started.get(document, ())
        for annotator in self._request.earlier.get(document, started):
            if annotator in started:
                self._assign(document, annotator)

    def keep_earlier(self, document: str, copies: int, most: int) -> None:
        """Keep earlier annotators who have room, up to the document's number of copies."""
        before = self._request.earlier.get(document, ())
        for annotator in sorted(
            before, key=lambda each: hash_rank(self._request.seed, document, each)
        ):
            free = self._load[annotator] < most and len(self.annotators[document]) < copies
            if free and annotator in self._request.annotators:
                self._assign(document, annotator)

    def fill(self, document: str, copies: int) -> None:
        """Add the annotators with the fewest documents, up to the number of copies."""
        while len(self.annotators[document]) < copies:
            free = set(self._request.annotators) - self.annotators[document]
            self._assign(document, min(free, key=lambda each: self._rank(document, each)))

    def _rank(self, document: str, annotator: str) -> tuple[int, int, str]:
        shared = sum(self._together[_pair(annotator, other)] for other in self.annotators[document])
        return self._load[annotator], shared, hash_rank(self._request.seed, document, annotator)

    def _assign(self, document: str, annotator: str) -> None:
        if annotator in self.annotators[document]:
            return
        self._load[annotator] += 1
        for other in self.annotators[document]:
            self._together[_pair(annotator, other)] += 1
        self.annotators[document].add(annotator)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
