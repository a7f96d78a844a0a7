"""Cutting a document's sentences otherwise: for every set on it, all or none."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from annotator.model.annotation import AnnotationSet
from annotator.model.beginning import CutArticle
from annotator.model.boundaries import Join, Split
from annotator.model.codebook import Codebook
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.recut import Change, recut_article, recut_set, same_sentences
from annotator.storage import annotations as annotation_files
from annotator.storage import documents, projects, strict_yaml
from annotator.storage.catalogue import document_ids
from annotator.storage.locks import hold
from annotator.storage.project_sets import set_files
from annotator.storage.targets import read_set
from annotator.storage.together import Exchange, exchange


@dataclass(frozen=True, slots=True)
class Carried:
    """A set that was carried over to the sentences as they are now.

    Attributes:
        path: Its file.
        lost: What could not be carried over, in words for a person.
    """

    path: Path
    lost: tuple[str, ...]


def sets_on(folder: Path, document: str) -> list[Path]:
    """The files of every pass on a document, of its key and of its gold, as far as they are."""
    known = set(document_ids(folder))
    passes = [path for path in set_files(folder) if projects.pass_of(path, known)[0] == document]
    others = (projects.key_path(folder, document), projects.gold_path(folder, document))
    return [*passes, *(path for path in others if path.exists())]


def held(stack: ExitStack, paths: Sequence[Path]) -> None:
    """Hold files for writing until the stack is left.

    Raises:
        Refused: Somebody has one of them open; nothing is held then.
    """
    faults = Faults()
    for path in paths:
        with faults:
            stack.enter_context(hold(path, "annotator"))
    faults.refuse()


def recut(
    folder: Path, document: str, changes: Sequence[Change], codebook: Codebook, *, write: bool
) -> list[Carried]:
    """Split and join sentences of a document, in it and in every set on it.

    Args:
        folder: The project's folder; hold it with `project_writing.writing`.
        document: The document's id.
        changes: In the order in which they are made.
        codebook: The project's.
        write: Whether to write it; without, it is only said what would be.

    Raises:
        Refused: It cannot be done for all of them; no file has changed.
    """
    place = projects.find(folder, document)
    paths = sets_on(folder, document)
    with ExitStack() as stack:
        held(stack, paths)
        data = strict_yaml.read(place)
        before = documents.parse(data, str(place))
        after = recut_article(before, changes, codebook)
        exchanges = [Exchange(place, data, documents.render(after))]
        carried = []
        for path, annotations, bytes_ in _read(paths, before):
            result = recut_set(annotations, changes, codebook)
            rendered = annotation_files.render(result.annotations)
            exchanges.append(Exchange(path, bytes_, rendered))
            carried.append(Carried(path, result.lost))
        if write:
            exchange(folder, exchanges)
    return carried


def _read(paths: Sequence[Path], cut: CutArticle) -> Iterator[tuple[Path, AnnotationSet, bytes]]:
    faults, found = Faults(), []
    for path in paths:
        with faults:
            annotations, data = read_set(path)
            if not same_sentences(annotations, cut):
                message = (
                    "its sentences are not those of the document, so they cannot be cut alike; "
                    "`annotator check` says more"
                )
                raise Refused(Fault(message, str(path)))
            found.append((path, annotations, data))
    faults.refuse()
    yield from found


def change_from(
    cut: CutArticle, kind: str, sentence: str, words: str = "", offset: int | None = None
) -> Change:
    """A change as a person names it.

    Args:
        cut: The document.
        kind: "split" or "join".
        sentence: The id of the sentence that is split, or joined with the one after it.
        words: The first words of the right half.
        offset: Else where the right half begins, in code points of the document's text.

    Raises:
        Refused: There is no such sentence, or the words are not in it once.
    """
    ids = [each.id for each in cut.sentences]
    if sentence not in ids:
        raise Refused(f"there is no sentence {sentence}; they run from {ids[0]} to {ids[-1]}")
    position = ids.index(sentence)
    here = cut.sentences[position]
    if kind == "join":
        if position + 1 == len(ids):
            raise Refused("the last sentence has none after it to be joined with")
        between = cut.article.text[here.span[1] : cut.sentences[position + 1].span[0]]
        return Join(sentence, between)
    if offset is not None:
        return Split(sentence, offset)
    times = here.text.count(words) if words.strip() else 0
    if times != 1:
        often = f"{times} times" if times else "not"
        raise Refused(f"“{words}” stands {often} in {sentence}; give words that stand there once")
    return Split(sentence, here.span[0] + here.text.index(words))
