"""Sets and articles built from what a format says, judged by the one schema of our own files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.formats import flat
from annotator.formats.values import Annotated, Flat, Found, Harvest, Taking, Work
from annotator.model.annotation import AnnotationSet
from annotator.model.document import Article
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.names import file_name, folded
from annotator.model.structure import misfits_with
from annotator.storage import annotations as annotation_files
from annotator.storage.articles import Metadata, new_article, unfit
from annotator.storage.tree import Node, Tree, capped


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
        raise Refused(capped(contradictions))
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
        raise Refused(capped(faults))


def about_by(taking: Taking, said: Flat, file: str) -> dict[str, Any]:
    """The columns of a set, with what the options say where the file says nothing.

    Raises:
        Refused: Nobody says whose work it is.
    """
    book = taking.codebook.reference
    about = {name: value for name, value in said.items() if value is not None}
    if "annotator" not in about and taking.annotator is None:
        raise Refused(Fault("does not say who tagged; give --annotator NAME", file))
    usual = {"annotator": taking.annotator, "form": "annotations", "pass": 1}
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
    readings: Iterable[Iterator[Found]], file: str, nothing: str, notes: Iterable[str] = ()
) -> Harvest:
    """What readings found, or everything that is wrong in all of them.

    Args:
        readings: One for each part of what is taken; a part that is refused does not hide the
            faults of the next.
        file: The file that is spoken of where there is nothing to take.
        nothing: What is said where there is nothing to take.
        notes: What has no place here, of the whole.

    Raises:
        Refused: A part is refused, there is none, or two contradict each other.
    """
    faults = Faults()
    found: list[Found] = []
    for reading in readings:
        with faults:
            found.extend(reading)
    if faults.found or not found:
        raise Refused(capped(faults.found) or Fault(nothing, file or None))
    not_taken = (*notes, *(said for each in found for said in each.not_taken))
    return Harvest(gathered(found), not_taken)


def gathered(readings: Iterable[Found]) -> tuple[Annotated, ...]:
    """The articles with their work, those of one document together, in the order they came in.

    Raises:
        Refused: Two texts have one id, or one annotator has two sets for one document.
    """
    found: dict[str, Annotated] = {}
    faults: list[Fault] = []
    for article, work, _, file, line in readings:
        own = article.document.id
        known = found.setdefault(own, Annotated(article))
        if known.article.text != article.text:
            message = "two different texts have this id; give one of them another"
            faults.append(Fault(message, file, line, own))
        elif _same_place(known, work):
            who = f"{work.annotations.annotator}, pass {work.number}"
            faults.append(Fault(f"is there twice by {who}; keep one", file, line, own))
        else:
            found[own] = replace(known, work=(*known.work, work))
    if faults:
        raise Refused(faults)
    return tuple(found.values())


def _same_place(known: Annotated, work: Work) -> bool:
    def place(each: Work) -> tuple[str, str, int]:
        return file_name(each.annotations.annotator), each.annotations.form, each.number

    return place(work) in [place(each) for each in known.work]


def with_document(annotations: AnnotationSet, article: Article) -> AnnotationSet:
    """The set, said of this article."""
    return replace(annotations, document=article.document)
