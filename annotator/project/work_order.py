"""The documents that nobody has begun, in an order of work: the least certain ones first.

A random share of them is drawn first. The order of the others follows from what a suggester says,
so that only the random ones can stand for all documents, and be measured.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model.annotation import SegmentedDocument, Sentence, SuggestedField
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.project.assign import hash_rank, sample_documents
from annotator.project.suggesters import DocumentSuggester
from annotator.project.suggestion_files import current_suggestions, write_suggestions
from annotator.storage import documents, layout

ProgressWrapper = Callable[[Sequence[Path]], Iterable[Path]]
"""Iterates over files, for example with a progress bar."""
Suggestions = Mapping[str, FieldSuggestions]


@dataclass(frozen=True, slots=True)
class OrderedDocument:
    """A document in an order of work.

    Attributes:
        document: Its ID.
        sentences: The number of its sentences, without furniture.
        value: How uncertain the suggester is about its tags, or how often two suggesters disagree
            about them: from 0 to 1.
        random: Whether it was drawn at random, and so stands for all documents.
    """

    document: str
    sentences: int
    value: float
    random: bool


@dataclass(frozen=True, slots=True)
class OrderOptions:
    """How documents are ordered.

    Attributes:
        representative: The share of documents that are drawn at random, from 0 to 1.
        seed: The seed of the draw.
    """

    representative: float = 0.0
    seed: str = ""


def order_work(
    folder: Path,
    suggesters: Sequence[DocumentSuggester],
    codebook: Codebook,
    options: OrderOptions,
    watch: ProgressWrapper = iter,
) -> list[OrderedDocument]:
    """The documents that nobody has begun, in an order of work.

    Args:
        folder: The project's folder; lock it with `project_store.lock_project`.
        suggesters: One, to order by its uncertainty, or two, by their disagreement.
        codebook: The project's codebook.
        options: How they are ordered.
        watch: Iterates over the files of documents.

    Raises:
        DataError: Every document was begun, or a file has errors.
    """
    paths = layout.document_files(folder)
    left = [each for each in paths if not layout.pass_files(folder, each.stem)]
    if not left:
        words = "has no document left that nobody has begun" if paths else "has no documents"
        raise DataError(Problem(words, str(folder)))
    # The draw is over all documents, so that it stays the same while work goes on.
    count = round(options.representative * len(paths))
    random = frozenset(sample_documents((each.stem for each in paths), count, options.seed))
    found = [_ordered(folder, path, suggesters, codebook, random) for path in watch(left)]
    drawn = sorted(
        (each for each in found if each.random),
        key=lambda each: hash_rank(options.seed, each.document),
    )
    chosen = sorted(
        (each for each in found if not each.random), key=lambda each: (-each.value, each.document)
    )
    return mix(drawn, chosen)


def _ordered(
    folder: Path,
    path: Path,
    suggesters: Sequence[DocumentSuggester],
    codebook: Codebook,
    random: frozenset[str],
) -> OrderedDocument:
    document = documents.load(path)
    body = [each for each in document.sentences if each.body]
    said = [_suggestions(folder, path, document, each, codebook) for each in suggesters]
    values = [_value(each, said) for each in body]
    return OrderedDocument(
        path.stem,
        len(body),
        sum(values) / len(values) if values else 0.0,
        path.stem in random,
    )


def _suggestions(
    folder: Path,
    path: Path,
    document: SegmentedDocument,
    suggester: DocumentSuggester,
    codebook: Codebook,
) -> Suggestions:
    write_suggestions(folder, path, suggester, codebook, force=False)
    key = document.article.document.key
    found = current_suggestions(folder, suggester.suggester.name, key)
    return found.sentences if found is not None else {}


def _value(sentence: Sentence, said: Sequence[Suggestions]) -> float:
    """How uncertain one suggester is about a sentence's tag, or whether two disagree about it."""
    best = [_best_tag(each.get(sentence.id, {})) for each in said]
    if len(best) > 1:
        return float(len({each.value if each else "" for each in best}) > 1)
    if best[0] is None:
        return 1.0
    return 0.0 if best[0].score is None else 1 - best[0].score


def _best_tag(fields: FieldSuggestions) -> Suggestion | None:
    return next(iter(fields.get(SuggestedField.TAG, ())), None)


def mix(
    drawn: Sequence[OrderedDocument], chosen: Sequence[OrderedDocument]
) -> list[OrderedDocument]:
    """Both lists in one, so that the first documents have the same share of drawn ones.

    Args:
        drawn: The documents that were drawn at random, in their order.
        chosen: The others, in their order.
    """
    total = len(drawn) + len(chosen)
    rest, others = list(drawn), list(chosen)
    mixed: list[OrderedDocument] = []
    for place in range(1, total + 1):
        due = len(drawn) * place / total > len(drawn) - len(rest)
        mixed.append(rest.pop(0) if rest and (due or not others) else others.pop(0))
    return mixed
