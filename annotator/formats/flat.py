"""From a set to columns with plain values, and from such columns to the nodes of our own files.

Whatever a format is, what comes in becomes the tree that our own YAML gives, so that one schema
judges it and every fault has its line.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.formats.values import Flat, Work
from annotator.model.annotation import AnnotationSet, Sentence, Source
from annotator.model.document import Document
from annotator.model.names import folded, identifier
from annotator.storage.articles import Metadata
from annotator.storage.tree import Node

Record = dict[str, Any]
_NUMBERED = re.compile(r"s([0-9]{1,18})")


def of_document(document: Document) -> Record:
    """The columns of a document, all of them."""
    return {
        "document": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "url": document.url,
        "published": document.published,
        "language": document.language,
        "sha256": document.sha256,
    }


def of_set(work: Work) -> Record:
    """The columns of a set, all of them."""
    annotations = work.annotations
    return {
        "annotator": annotations.annotator,
        "form": annotations.form.value,
        "pass": work.number,
        "status": annotations.status.value if annotations.status else None,
        "status_reason": annotations.reason,
        "codebook": annotations.codebook.name,
        "codebook_version": annotations.codebook.version,
        "codebook_sha256": annotations.codebook.sha256,
        "next_id": annotations.next_id,
    }


def of_place(sentence: Sentence) -> Record:
    """Where a sentence stands, and its text."""
    return {
        "sentence": sentence.id,
        "start": sentence.span[0],
        "end": sentence.span[1],
        "paragraph": sentence.paragraph,
        "text": sentence.text,
    }


def of_decision(annotations: AnnotationSet, sentence: Sentence) -> Record:
    """What was decided of a sentence, all columns."""
    cue, gold = sentence.cue, sentence.provenance
    source = annotations.source_of(sentence)
    return {
        "part": sentence.part,
        "tag": sentence.tag,
        "source": source.name if source else None,
        "source_id": source.id if source else None,
        "kind": source.kind if source else None,
        "affiliation": source.affiliation if source else None,
        "concerned": source.concerned if source else False,
        "via": sentence.via,
        "cue": cue.text if cue else None,
        "cue_start": cue.span[0] if cue else None,
        "cue_end": cue.span[1] if cue else None,
        "answers": [{"claim": each.claim, "stance": each.stance} for each in sentence.answers],
        "checkable": sentence.checkable,
        "note": sentence.note,
        "flag": sentence.flag,
        "seconds": sentence.seconds,
        "also": list(sentence.also),
        "explanation": sentence.explanation,
        "provenance": gold.by if gold else None,
        "curator": gold.curator if gold else None,
        "reason": gold.reason if gold else None,
        "votes": {name: dict(vote) for name, vote in gold.votes.items()} if gold else {},
    }


def of_sources(sources: Sequence[Source]) -> list[Record]:
    """Sources as plain values."""
    return [
        {
            "id": source.id,
            "name": source.name,
            "kind": source.kind,
            "affiliation": source.affiliation,
            "concerned": source.concerned,
        }
        for source in sources
    ]


def unheard(annotations: AnnotationSet) -> list[Record]:
    """The sources of a set that no sentence names."""
    heard = {sentence.source for sentence in annotations.sentences}
    return of_sources([source for source in annotations.sources if source.id not in heard])


def set_node(
    document: Flat, about: Flat, sentences: Sequence[Flat], others: Sequence[Flat] = ()
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
        node = _sentence(sentence)
        if sentence.get("source") is not None or sentence.get("source_id") is not None:
            node["source"] = _known(sources, sentence)
        nodes.append(node)
    for other in others:
        named = {**other, "source": other.get("name"), "source_id": other.get("id")}
        _known(sources, named)
    root = {
        "format": f"attribution-{about.get('form') or 'annotations'}/1",
        "document": _document(document),
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


def _document(flat: Flat) -> Record:
    fields = {**flat, "id": flat.get("document")}
    return {name: fields.get(name) for name in ("id", "sha256", *Metadata._fields)}


def _known(sources: dict[str, dict[str, Node]], flat: Flat) -> str:
    """The id of the source that a sentence names, which is new or gets what is said of it here."""
    name, own = flat.get("source"), flat.get("source_id")
    if own is None:
        wanted = folded(str(name))
        same = (each for each, node in sources.items() if folded(str(node["name"])) == wanted)
        own = next(same, None) or identifier(str(name), sources)
    node = sources.setdefault(
        str(own), {"id": str(own), "name": str(own if name is None else name)}
    )
    for field in ("kind", "affiliation", "concerned"):
        value = flat.get(field)
        if value is not None and value is not False:
            node.setdefault(field, plain(value))
    return str(own)


def _sentence(flat: Flat) -> dict[str, Node]:
    names = ("paragraph", "text", "part", "tag", "via", "checkable", "note", "flag", "seconds")
    node: Record = {"id": flat.get("sentence"), "span": [flat.get("start"), flat.get("end")]}
    node |= {name: flat.get(name) for name in names}
    node["explanation"] = flat.get("explanation")
    if flat.get("cue") is not None:
        span = [flat.get("cue_start"), flat.get("cue_end")]
        node["cue"] = {"text": flat.get("cue"), "span": span}
    node |= {name: flat[name] for name in ("answers", "also") if flat.get(name)}
    if flat.get("provenance") is not None:
        gold = {"by": flat["provenance"], "curator": flat.get("curator")}
        votes = flat.get("votes") or None
        node["provenance"] = {**gold, "reason": flat.get("reason"), "votes": votes}
    return _mapping(node)


def _next_id(sentences: Sequence[Flat]) -> int:
    found = (_NUMBERED.fullmatch(str(sentence.get("sentence"))) for sentence in sentences)
    return max((int(each[1]) for each in found if each), default=0) + 1


def plain(value: object) -> Node:
    """A value as a tree has it: lists, mappings, and everything else as its text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value)


def _mapping(value: Mapping[Any, Any]) -> dict[str, Node]:
    return {str(name): plain(each) for name, each in value.items() if each is not None}
