"""Annotators who decide on one article, and the gold that comes of their sets."""

from dataclasses import replace
from typing import Any

from annotator.model.adjudication import (
    AdjudicationSettings,
    DocumentAdjudication,
    adjudicate_document,
)
from annotator.model.annotation import AnnotationSet, Article, SegmentedDocument, Source, text_hash
from annotator.model.session import Session
from tests.factories import BOOK, a_document, a_set, a_source

WORDS = ("The port is dark.", "Night Owls did it.", "The port says no.", "It is old.")
TEXT = " ".join(WORDS)
DOCUMENT = a_document(sha256=text_hash(TEXT))
BLANK = a_set(*WORDS, document=DOCUMENT)
CUT = SegmentedDocument(Article(DOCUMENT, TEXT), BLANK.sentences, BLANK.next_id)
OWLS, PORT = a_source("Night Owls"), a_source("Port")


def work(
    annotator: str,
    *decided: dict[str, Any],
    sources: tuple[Source, ...] = (OWLS, PORT),
) -> AnnotationSet:
    """A set in which the first sentences are decided like this."""
    changes = [*decided, *({} for _ in WORDS[len(decided) :])]
    sentences = tuple(
        replace(each, **fields) for each, fields in zip(BLANK.sentences, changes, strict=True)
    )
    return replace(BLANK, annotator=annotator, sentences=sentences, sources=sources)


def case(
    *sets: AnnotationSet, earlier: AnnotationSet | None = None, **how: Any
) -> DocumentAdjudication:
    return adjudicate_document(CUT, sets, AdjudicationSettings(BOOK, "Cy", **how), earlier)


def bases(adjudication: DocumentAdjudication) -> list[str]:
    return [each.provenance.basis for each in adjudication.gold.sentences if each.provenance]


CLAIM = {"tag": "claim", "source": "night-owls"}
BACKGROUND = {"tag": "background"}


def session(adjudication: DocumentAdjudication) -> Session:
    return Session(adjudication.gold, BOOK)


def votes(adjudication: DocumentAdjudication) -> dict[str, Any]:
    return {each.id: adjudication.records(each.id) for each in adjudication.gold.sentences}
