"""Sets and articles built from what a format says, judged by the one schema of our own files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.formats import flat
from annotator.formats.folders import whose
from annotator.formats.values import Annotated, Flat, Found, Harvest, Taking, Work
from annotator.model.annotation import AnnotationSet
from annotator.model.document import Article
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.names import file_name, folded
from annotator.model.structure import misfits_with
from annotator.storage import annotations as annotation_files
from annotator.storage.articles import Metadata, new_article, unfit
from annotator.storage.tree import Node, Tree, by_line

NOBODY = "does not say who tagged; give --annotator NAME"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a format says of one set.

    Attributes:
        document: The columns of the document.
        about: The columns of the set.
        sentences: The columns of each sentence, in order.
        file: The file's name as the person would type it.
        lines: The line, from 1, that each sentence stands in; empty where lines say nothing.
        others: Sources that no sentence names.
    """

    document: Flat
    about: Flat
    sentences: Sequence[Flat]
    file: str
    lines: Sequence[int] = ()
    others: Sequence[Flat] = ()

    @property
    def line(self) -> int:
        """The line where it begins."""
        return self.lines[0] if self.lines else 1


def built(stated: Stated) -> Work:
    """The work that a format states.

    Raises:
        Refused: With everything that is wrong in it, each fault with its file and line.
    """
    contradictions = list(_contradictions(stated))
    if contradictions:
        raise Refused(by_line(contradictions))
    root = flat.set_node(stated.document, stated.about, stated.sentences, stated.others)
    tree = Tree(root, stated.file)
    _number(tree, root, stated.line)
    sentences = root["sentences"]
    for node, line in zip(sentences, stated.lines, strict=False):
        _number(tree, node, line)
    tree.lines[id(sentences)] = list(stated.lines) or [1] * len(sentences)
    _number_sources(tree, root, stated)
    return Work(annotation_files.from_tree(tree), _pass(stated))


def _number_sources(tree: Tree, root: dict[str, Node], stated: Stated) -> None:
    """Say of each source that it stands where the first sentence names it."""
    first: dict[object, int] = {}
    for node, line in zip(root["sentences"], stated.lines, strict=False):
        if isinstance(node, dict):
            first.setdefault(node.get("source"), line)
    sources = root["sources"]
    numbers = []
    for node in sources:
        own = node.get("id") if isinstance(node, dict) else None
        numbers.append(first.get(own, stated.line))
        _number(tree, node, numbers[-1])
    tree.lines[id(sources)] = numbers


def _contradictions(stated: Stated) -> Iterator[Fault]:
    """Where one source is said to be of two kinds or affiliations."""
    known: dict[tuple[str, str], object] = {}
    for position, sentence in enumerate(stated.sentences):
        own = sentence.get("source_id") or sentence.get("source")
        for field in ("kind", "affiliation"):
            value = sentence.get(field)
            if own is None or value is None:
                continue
            first = known.setdefault((folded(str(own)), field), value)
            if first != value:
                message = f"the {field} of {own} is “{value}” here and “{first}” before"
                line = stated.lines[position] if position < len(stated.lines) else None
                yield Fault(message, stated.file, line, field)


def _number(tree: Tree, node: Node, line: int) -> None:
    if isinstance(node, str):
        return
    tree.lines[id(node)] = [line] * len(node)
    for each in node.values() if isinstance(node, dict) else node:
        _number(tree, each, line)


def _pass(stated: Stated) -> int:
    number = str(stated.about.get("pass") or 1)
    if not (number.isascii() and number.isdecimal() and 0 < len(number) < 6 and int(number)):
        message = f"“{number[:20]}” is no number of a pass, which count from 1"
        raise Refused(Fault(message, stated.file, stated.line, "pass"))
    return int(number)


def checked(article: Article, work: Work, file: str, lines: Sequence[int] = ()) -> None:
    """See that the sentences stand in the article's text where their spans say.

    Raises:
        Refused: With every mismatch.
    """
    sentences = work.annotations.sentences
    faults = []
    for misfit in misfits_with(article.text, sentences):
        at = misfit.steps[1]
        line = lines[at] if isinstance(at, int) and at < len(lines) else None
        faults.append(Fault(misfit.message, file, line, work.annotations.document.id))
    if faults:
        raise Refused(by_line(faults))


def about_by(taking: Taking, said: Flat, file: str) -> dict[str, Any]:
    """The columns of a set, with what the options say where the file says nothing.

    Raises:
        Refused: Nobody says whose work it is.
    """
    book = taking.codebook.reference
    about = {name: value for name, value in said.items() if value is not None}
    annotator = taking.by_file.get(file) or whose(file).get("annotator") or taking.annotator
    if "annotator" not in about and annotator is None:
        raise Refused(Fault(NOBODY, file))
    usual = {"annotator": annotator, "form": "annotations", "pass": 1}
    of_book = {
        "codebook": book.name,
        "codebook_version": book.version,
        "codebook_sha256": book.sha256,
    }
    return usual | ({} if "codebook_sha256" in about else of_book) | about


def article_of(said: Flat, text: str, file: str, name: str) -> Article:
    """The article with this text.

    Args:
        said: The columns of the document, as far as they are given.
        text: The whole text.
        file: The file that it came in.
        name: What its id is made of where none is given.

    Raises:
        Refused: The text is empty or no text, or not the one whose hash is given.
    """
    own = str(said.get("document") or name)
    reason = unfit(text)
    if reason is not None:
        raise Refused(Fault(reason, file, path=own))
    texts = {
        column: _plain_text(said[column], file, f"{own}: {column}")
        for column in Metadata._fields
        if said.get(column) is not None
    }
    article = new_article(own, text, Metadata(**texts))
    if said.get("sha256") not in (None, article.document.sha256):
        message = "the text is not the one that was tagged: its sha256 is another"
        raise Refused(Fault(message, file, path=own))
    return article


def _plain_text(value: object, file: str, path: str) -> str:
    if isinstance(value, list | dict):
        raise Refused(Fault("this should be a text", file, path=path))
    return str(value)


def harvested(
    readings: Iterable[Iterator[Found]],
    file: str,
    nothing: str,
    taking: Taking,
    notes: Iterable[str] = (),
) -> Harvest:
    """What readings found, or everything that is wrong in all of them.

    Args:
        readings: One for each part of what is taken; a part that is refused does not hide the
            faults of the next.
        file: The file that is spoken of where there is nothing to take.
        nothing: What is said where there is nothing to take.
        taking: How to read; where faulty parts are skipped, the others are taken.
        notes: What has no place here, of the whole.

    Raises:
        Refused: There is nothing to take, or a part is refused or contradicts another and is not
            to be skipped.
    """
    faults = Faults()
    found: list[Found] = []
    # What divides a file into parts may be refused in the end, when all that are sound are given.
    with faults:
        for reading in readings:
            with faults:
                # One by one: what a part gave before it is refused is whole.
                for each in reading:
                    found.append(each)  # noqa: PERF402
    kept = list(_consistent(found, faults))
    wrong = summed(by_line(faults.found))
    if not found or (wrong and not taking.skip_faulty):
        raise Refused(wrong or Fault(nothing, file or None))
    not_taken = (*notes, *(said for each in kept for said in each.not_taken))
    return Harvest(_gathered(kept), not_taken, tuple(wrong))


def summed(faults: Sequence[Fault]) -> list[Fault]:
    """The faults, in which files that do not say who tagged are one fault for all of them."""
    nobody = [each for each in faults if each.message == NOBODY]
    if len(nobody) < 2:
        return list(faults)
    message = f"this and {len(nobody) - 1} others do not say who tagged; give --annotator NAME"
    return [
        nobody[0]._replace(message=message),
        *(each for each in faults if each.message != NOBODY),
    ]


def _consistent(readings: Iterable[Found], faults: Faults) -> Iterator[Found]:
    """The readings that do not contradict one before them; the faults of the others are kept."""
    texts: dict[str, str] = {}
    places: set[tuple[str, str, str, int]] = set()
    for each in readings:
        article, work, _, file, line = each
        own = article.document.id
        place = (own, *_place(work))
        if texts.setdefault(own, article.text) != article.text:
            message = "two different texts have this id; give one of them another"
            faults.add(Fault(message, file, line, own))
        elif place in places:
            who = f"{work.annotations.annotator}, pass {work.number}"
            faults.add(Fault(f"is there twice by {who}; keep one", file, line, own))
        else:
            places.add(place)
            yield each


def _place(work: Work) -> tuple[str, str, int]:
    own = work.annotations
    return file_name(own.annotator), own.form, work.number


def _gathered(readings: Iterable[Found]) -> tuple[Annotated, ...]:
    """The articles with their work, those of one document together, in the order they came in."""
    found: dict[str, Annotated] = {}
    for article, work, *_ in readings:
        known = found.setdefault(article.document.id, Annotated(article))
        found[article.document.id] = replace(known, work=(*known.work, work))
    return tuple(found.values())


def with_document(annotations: AnnotationSet, article: Article) -> AnnotationSet:
    """The set, said of this article."""
    return replace(annotations, document=article.document)
