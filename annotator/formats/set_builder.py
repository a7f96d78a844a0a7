"""Builds articles and annotation sets from what a format states in columns.

What comes in becomes the tree that our own YAML gives, so that one schema checks it and every
problem has its line. Where the article's text is missing, it is put together from the sentences.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.formats.columns import Record
from annotator.formats.export_layout import set_values_from_path
from annotator.formats.interface import (
    AnnotatedArticle,
    ColumnValues,
    ImportedSet,
    ImportOptions,
    ImportResult,
    NumberedSet,
)
from annotator.model.annotation import AnnotationSet, Article, Sentence, text_hash
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.lint import text_inconsistencies
from annotator.model.names import file_name, fold_name, identifier
from annotator.storage import sets as annotation_files
from annotator.storage.articles import Metadata, new_article, unfit_reason
from annotator.storage.strict_yaml import Node, Tree, by_line

_NUMBERED = re.compile(r"s([0-9]{1,18})")


def set_node(
    document: ColumnValues,
    about: ColumnValues,
    sentences: Sequence[ColumnValues],
    others: Sequence[ColumnValues] = (),
) -> dict[str, Node]:
    """The node that a file of ours would have for this set.

    Args:
        document: The columns of the document.
        about: The columns of the set.
        sentences: The columns of each sentence, in order; a source is known by its id, or where
            none is given by its name.
        others: Sources that no sentence names.
    """
    sources: dict[str, dict[str, Node]] = {}
    nodes: list[Node] = []
    for sentence in sentences:
        node = _sentence_node(sentence)
        if sentence.get("source") is not None or sentence.get("source_id") is not None:
            node["source"] = _source_id(sources, sentence)
        nodes.append(node)
    for other in others:
        named = {**other, "source": other.get("name"), "source_id": other.get("id")}
        _source_id(sources, named)
    root = {
        "format": f"attribution-{about.get('form') or 'annotations'}/1",
        "document": _document_node(document),
        "annotator": about.get("annotator"),
        "codebook": {
            "name": about.get("codebook"),
            "version": about.get("codebook_version"),
            "sha256": about.get("codebook_sha256"),
        },
        "status": about.get("status"),
        "reason": about.get("status_reason"),
        "next_id": about.get("next_id") or _next_id(sentences),
        "sources": list(sources.values()),
        "sentences": nodes,
    }
    return _mapping(root)


def _document_node(flat: ColumnValues) -> Record:
    fields = {**flat, "id": flat.get("document")}
    return {name: fields.get(name) for name in ("id", "sha256", *Metadata._fields)}


def _source_id(sources: dict[str, dict[str, Node]], flat: ColumnValues) -> str:
    """The id of the source that a sentence names, which is new or gets what is said of it here."""
    name, own = flat.get("source"), flat.get("source_id")
    if own is None:
        wanted = fold_name(str(name))
        same = (each for each, node in sources.items() if fold_name(str(node["name"])) == wanted)
        own = next(same, None) or identifier(str(name), sources)
    node = sources.setdefault(
        str(own), {"id": str(own), "name": str(own if name is None else name)}
    )
    for field in ("kind", "affiliation", "concerned"):
        value = flat.get(field)
        if value is not None and value is not False:
            node.setdefault(field, to_node(value))
    return str(own)


def _sentence_node(flat: ColumnValues) -> dict[str, Node]:
    names = ("paragraph", "text", "part", "tag", "via", "checkable", "note", "flag", "seconds")
    node: Record = {"id": flat.get("sentence"), "span": [flat.get("start"), flat.get("end")]}
    node |= {name: flat.get(name) for name in names}
    node["explanation"] = flat.get("explanation")
    if flat.get("cue") is not None:
        span = [flat.get("cue_start"), flat.get("cue_end")]
        node["cue"] = {"text": flat.get("cue"), "span": span}
    node |= {name: flat[name] for name in ("answers", "accepted_tags") if flat.get(name)}
    if flat.get("provenance") is not None:
        gold = {"basis": flat["provenance"], "curator": flat.get("curator")}
        decisions = flat.get("decisions") or None
        node["provenance"] = {**gold, "reason": flat.get("reason"), "decisions": decisions}
    return _mapping(node)


def _next_id(sentences: Sequence[ColumnValues]) -> int:
    found = (_NUMBERED.fullmatch(str(sentence.get("sentence"))) for sentence in sentences)
    return max((int(each[1]) for each in found if each), default=0) + 1


def to_node(value: object) -> Node:
    """A value as a tree has it: lists, mappings, and everything else as its text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [to_node(each) for each in value]
    return str(value)


def _mapping(value: Mapping[Any, Any]) -> dict[str, Node]:
    return {str(name): to_node(each) for name, each in value.items() if each is not None}


MAX_GAP = 100_000
"""More white space than any article has between two sentences, in code points."""


def join_sentences(
    sentences: Sequence[Sentence], gaps: Sequence[object], after: object = None
) -> tuple[str, bool]:
    """The text, and whether white space in it is guessed: its width is known and not its kind.

    Args:
        sentences: With their spans, in order.
        gaps: The white space before each; None where it is not known.
        after: The white space after the last one; None where it is not known.

    Raises:
        ValueError: A sentence stands further from the one before it than in any article.
    """
    pieces: list[str] = []
    end, paragraph = 0, None
    guessed = after is None
    for sentence, gap in zip(sentences, gaps, strict=True):
        width = max(sentence.span[0] - end, 0)
        if width > MAX_GAP:
            raise ValueError(f"{sentence.id} begins {width:,} code points after what is before it")
        guess = "\n\n" if width == 2 and paragraph != sentence.paragraph else " " * width
        guessed |= gap is None and width > 0
        pieces += (guess if gap is None else str(gap), sentence.text)
        end, paragraph = sentence.span[1], sentence.paragraph
    pieces.append("" if after is None else str(after))
    return "".join(pieces), guessed


def recover_text(annotations: AnnotationSet, file: str) -> tuple[str, bool]:
    """The text that a set's sentences give, and whether it is the one that the set was made on.

    Args:
        annotations: The set.
        file: Its file, for the fault.

    Raises:
        DataError: A sentence stands further from the one before it than in any article.
    """
    try:
        text, _ = join_sentences(annotations.sentences, [None] * len(annotations.sentences))
    except ValueError as error:
        raise DataError(Problem(str(error), file)) from error
    for candidate in (text, f"{text}\n"):
        if text_hash(candidate) == annotations.document.sha256:
            return candidate, True
    return text, False


NO_ANNOTATOR = "does not say who tagged; give --annotator NAME"


@dataclass(frozen=True, slots=True)
class RawSet:
    """What a format says of one set.

    Attributes:
        document: The columns of the document.
        about: The columns of the set.
        sentences: The columns of each sentence, in order.
        file: The file's name as the person would type it.
        lines: The line, from 1, that each sentence stands in; empty where lines say nothing.
        others: Sources that no sentence names.
    """

    document: ColumnValues
    about: ColumnValues
    sentences: Sequence[ColumnValues]
    file: str
    lines: Sequence[int] = ()
    others: Sequence[ColumnValues] = ()

    @property
    def line(self) -> int:
        """The line where it begins."""
        return self.lines[0] if self.lines else 1


def build_set(stated: RawSet) -> NumberedSet:
    """The work that a format states.

    Raises:
        DataError: With everything that is wrong in it, each fault with its file and line.
    """
    contradictions = list(_contradictions(stated))
    if contradictions:
        raise DataError(by_line(contradictions))
    root = set_node(stated.document, stated.about, stated.sentences, stated.others)
    tree = Tree(root, stated.file)
    _set_lines(tree, root, stated.line)
    sentences = root["sentences"]
    for node, line in zip(sentences, stated.lines, strict=False):
        _set_lines(tree, node, line)
    tree.lines[id(sentences)] = list(stated.lines) or [1] * len(sentences)
    _set_source_lines(tree, root, stated)
    return NumberedSet(annotation_files.set_from_tree(tree), _pass_number(stated))


def _set_source_lines(tree: Tree, root: dict[str, Node], stated: RawSet) -> None:
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
        _set_lines(tree, node, numbers[-1])
    tree.lines[id(sources)] = numbers


def _contradictions(stated: RawSet) -> Iterator[Problem]:
    """Where one source is said to be of two kinds or affiliations."""
    known: dict[tuple[str, str], object] = {}
    for position, sentence in enumerate(stated.sentences):
        own = sentence.get("source_id") or sentence.get("source")
        for field in ("kind", "affiliation"):
            value = sentence.get(field)
            if own is None or value is None:
                continue
            first = known.setdefault((fold_name(str(own)), field), value)
            if first != value:
                message = f"the {field} of {own} is “{value}” here and “{first}” before"
                line = stated.lines[position] if position < len(stated.lines) else None
                yield Problem(message, stated.file, line, field)


def _set_lines(tree: Tree, node: Node, line: int) -> None:
    if isinstance(node, str):
        return
    tree.lines[id(node)] = [line] * len(node)
    for each in node.values() if isinstance(node, dict) else node:
        _set_lines(tree, each, line)


def _pass_number(stated: RawSet) -> int:
    number = str(stated.about.get("pass") or 1)
    if not (number.isascii() and number.isdecimal() and 0 < len(number) < 6 and int(number)):
        message = f"“{number[:20]}” is no number of a pass, which count from 1"
        raise DataError(Problem(message, stated.file, stated.line, "pass"))
    return int(number)


def check_spans(article: Article, work: NumberedSet, file: str, lines: Sequence[int] = ()) -> None:
    """See that the sentences stand in the article's text where their spans say.

    Raises:
        DataError: With every mismatch.
    """
    sentences = work.annotations.sentences
    faults = []
    for misfit in text_inconsistencies(article.text, sentences):
        at = misfit.steps[1]
        line = lines[at] if isinstance(at, int) and at < len(lines) else None
        faults.append(Problem(misfit.message, file, line, work.annotations.document.id))
    if faults:
        raise DataError(by_line(faults))


def complete_set_values(taking: ImportOptions, said: ColumnValues, file: str) -> dict[str, Any]:
    """The columns of a set, with what the options say where the file says nothing.

    Raises:
        DataError: Nobody says whose work it is.
    """
    book = taking.codebook.reference
    about = {name: value for name, value in said.items() if value is not None}
    annotator = (
        taking.by_file.get(file) or set_values_from_path(file).get("annotator") or taking.annotator
    )
    if "annotator" not in about and annotator is None:
        raise DataError(Problem(NO_ANNOTATOR, file))
    usual = {"annotator": annotator, "form": "annotations", "pass": 1}
    of_book = {
        "codebook": book.name,
        "codebook_version": book.version,
        "codebook_sha256": book.sha256,
    }
    return usual | ({} if "codebook_sha256" in about else of_book) | about


def build_article(said: ColumnValues, text: str, file: str, name: str) -> Article:
    """The article with this text.

    Args:
        said: The columns of the document, as far as they are given.
        text: The whole text.
        file: The file that it came in.
        name: What its id is made of where none is given.

    Raises:
        DataError: The text is empty or no text, or not the one whose hash is given.
    """
    own = str(said.get("document") or name)
    reason = unfit_reason(text)
    if reason is not None:
        raise DataError(Problem(reason, file, path=own))
    texts = {
        column: _plain_text(said[column], file, f"{own}: {column}")
        for column in Metadata._fields
        if said.get(column) is not None
    }
    article = new_article(own, text, Metadata(**texts))
    if said.get("sha256") not in (None, article.document.sha256):
        message = "the text is not the one that was tagged: its sha256 is another"
        raise DataError(Problem(message, file, path=own))
    return article


def _plain_text(value: object, file: str, path: str) -> str:
    if isinstance(value, list | dict):
        raise DataError(Problem("this should be a text", file, path=path))
    return str(value)


def import_result(
    readings: Iterable[Iterator[ImportedSet]],
    file: str,
    nothing: str,
    taking: ImportOptions,
    notes: Iterable[str] = (),
) -> ImportResult:
    """What readings found, or everything that is wrong in all of them.

    Args:
        readings: One for each part of what is taken; a part that is refused does not hide the
            faults of the next.
        file: The file that is spoken of where there is nothing to take.
        nothing: What is said where there is nothing to take.
        taking: How to read; where faulty parts are skipped, the others are taken.
        notes: What has no place here, of the whole.

    Raises:
        DataError: There is nothing to take, or a part is refused or contradicts another and is not
            to be skipped.
    """
    faults = ProblemCollector()
    found: list[ImportedSet] = []
    # What divides a file into parts may be refused in the end, when all that are sound are given.
    with faults:
        for reading in readings:
            with faults:
                # One by one: what a part gave before it is refused is whole.
                for each in reading:
                    found.append(each)  # noqa: PERF402
    kept = list(_consistent(found, faults))
    wrong = summarize_problems(by_line(faults.problems))
    if not found or (wrong and not taking.skip_faulty):
        raise DataError(wrong or Problem(nothing, file or None))
    not_taken = (*notes, *(said for each in kept for said in each.not_taken))
    return ImportResult(_by_article(kept), not_taken, tuple(wrong))


def summarize_problems(faults: Sequence[Problem]) -> list[Problem]:
    """The faults, in which files that do not say who tagged are one fault for all of them."""
    nobody = [each for each in faults if each.message == NO_ANNOTATOR]
    if len(nobody) < 2:
        return list(faults)
    message = f"this and {len(nobody) - 1} others do not say who tagged; give --annotator NAME"
    return [
        nobody[0]._replace(message=message),
        *(each for each in faults if each.message != NO_ANNOTATOR),
    ]


def _consistent(readings: Iterable[ImportedSet], faults: ProblemCollector) -> Iterator[ImportedSet]:
    """The readings that do not contradict one before them; the faults of the others are kept."""
    texts: dict[str, str] = {}
    places: set[tuple[str, str, str, int]] = set()
    for each in readings:
        article, work, _, file, line = each
        own = article.document.id
        place = (own, *_set_key(work))
        if texts.setdefault(own, article.text) != article.text:
            message = "two different texts have this id; give one of them another"
            faults.add(Problem(message, file, line, own))
        elif place in places:
            who = f"{work.annotations.annotator}, pass {work.number}"
            faults.add(Problem(f"is there twice by {who}; keep one", file, line, own))
        else:
            places.add(place)
            yield each


def _set_key(work: NumberedSet) -> tuple[str, str, int]:
    own = work.annotations
    return file_name(own.annotator), own.form, work.number


def _by_article(readings: Iterable[ImportedSet]) -> tuple[AnnotatedArticle, ...]:
    """The articles with their work, those of one document together, in the order they came in."""
    found: dict[str, AnnotatedArticle] = {}
    for article, work, *_ in readings:
        known = found.setdefault(article.document.id, AnnotatedArticle(article))
        found[article.document.id] = replace(known, work=(*known.work, work))
    return tuple(found.values())


def with_document(annotations: AnnotationSet, article: Article) -> AnnotationSet:
    """The set, said of this article."""
    return replace(annotations, document=article.document)
