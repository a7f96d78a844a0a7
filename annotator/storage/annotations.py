"""Annotation sets, answer keys and gold, from the bytes of their files."""

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    Form,
    Provenance,
    Sentence,
    Source,
    Status,
)
from annotator.model.codebook import CodebookReference
from annotator.model.faults import Refused
from annotator.model.structure import Parts, misfits
from annotator.storage import strict_yaml
from annotator.storage.convert import convert, convert_each, items
from annotator.storage.documents import document_of
from annotator.storage.records import (
    SENTENCES,
    CueRecord,
    GoldSentenceRecord,
    KeySentenceRecord,
    ProvenanceRecord,
    SentenceRecord,
    SetRecord,
    SourceRecord,
)
from annotator.storage.rendering import Renderer, render
from annotator.storage.tree import Tree, by_line
from annotator.storage.versions import bring_up

__all__ = ["Renderer", "parse", "render"]

_FORMS = {f"attribution-{form.value}": form for form in Form}


def parse(data: bytes, file: str) -> AnnotationSet:
    """The annotation set, key or gold that a file's bytes hold.

    Args:
        data: The file's bytes.
        file: Its path as the person would type it, for the faults.

    Raises:
        Refused: With every fault that was found, each with its line and path.
    """
    return from_tree(strict_yaml.load(data, file))


def from_tree(tree: Tree) -> AnnotationSet:
    """The annotation set, key or gold that a tree holds, whatever it was read from.

    Raises:
        Refused: With every fault that was found, each with its line and path.
    """
    form = _FORMS[bring_up(tree, *_FORMS)]
    head = convert(tree, tree.root, (), SetRecord)
    sources = {
        at: _source(each) for at, each in convert_each(tree, "sources", SourceRecord).items()
    }
    records = convert_each(tree, "sentences", SENTENCES[form])
    sentences = {at: _sentence(each) for at, each in records.items()}
    next_id = head.next_id if head else None
    parts = Parts(sentences, sources, _ids(tree, "sentences"), _ids(tree, "sources"), next_id)
    for misfit in misfits(parts):
        tree.refuse(misfit.steps, misfit.message)
    if tree.faults or head is None:
        raise Refused(by_line(tree.faults))
    return _set(head, form, tuple(sources.values()), tuple(sentences.values()))


def _ids(tree: Tree, name: str) -> set[str]:
    """The ids in a list of the root, those of unreadable items included."""
    ids = (item.get("id") for item in items(tree, name) if isinstance(item, dict))
    return {each for each in ids if isinstance(each, str)}


def _set(
    head: SetRecord, form: Form, sources: tuple[Source, ...], sentences: tuple[Sentence, ...]
) -> AnnotationSet:
    reference = head.codebook
    return AnnotationSet(
        document=document_of(head.document),
        annotator=head.annotator,
        codebook=CodebookReference(reference.name, reference.version, reference.sha256),
        sentences=sentences,
        sources=sources,
        next_id=head.next_id,
        status=Status(head.status) if head.status else None,
        reason=head.reason,
        form=form,
    )


def _source(record: SourceRecord) -> Source:
    return Source(record.id, record.name, record.kind, record.affiliation, record.concerned)


def _sentence(record: SentenceRecord) -> Sentence:
    key = record if isinstance(record, KeySentenceRecord) else None
    gold = record if isinstance(record, GoldSentenceRecord) else None
    return Sentence(
        id=record.id,
        span=record.span,
        paragraph=record.paragraph,
        text=record.text,
        part=record.part,
        tag=record.tag,
        source=record.source,
        via=record.via,
        cue=_cue(record.cue) if record.cue else None,
        answers=tuple(Answer(each.claim, each.stance) for each in record.answers),
        checkable=record.checkable,
        note=record.note,
        flag=record.flag,
        seconds=record.seconds,
        also=tuple(key.also) if key else (),
        explanation=key.explanation if key else None,
        provenance=_provenance(gold.provenance) if gold and gold.provenance else None,
    )


def _cue(record: CueRecord) -> Cue:
    return Cue(record.text, record.span)


def _provenance(record: ProvenanceRecord) -> Provenance:
    return Provenance(record.by, record.curator, record.reason, record.votes)
