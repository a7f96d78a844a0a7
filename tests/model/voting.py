"""Annotators who decide on one article, and the case that their sets make."""

from dataclasses import replace
from typing import Any

from annotator.model.adjudication import Adjudicating, Case, adjudication
from annotator.model.annotation import AnnotationSet, Source
from annotator.model.beginning import CutArticle
from annotator.model.document import Article, text_hash
from annotator.model.session import Session
from tests.builders import a_codebook, a_document, a_set, a_source

BOOK = a_codebook()
WORDS = ("The port is dark.", "Night Owls did it.", "The port says no.", "It is old.")
TEXT = " ".join(WORDS)
DOCUMENT = a_document(sha256=text_hash(TEXT))
BLANK = a_set(*WORDS, document=DOCUMENT)
CUT = CutArticle(Article(DOCUMENT, TEXT), BLANK.sentences, BLANK.next_id)
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


def case(*sets: AnnotationSet, earlier: AnnotationSet | None = None, **how: Any) -> Case:
    return adjudication(CUT, sets, Adjudicating(BOOK, "Cy", **how), earlier)


def ways(found: Case) -> list[str]:
    return [each.provenance.by for each in found.gold.sentences if each.provenance]


CLAIM = {"tag": "claim", "source": "night-owls"}
BACKGROUND = {"tag": "background"}


def session(found: Case) -> Session:
    return Session(found.gold, BOOK)


def votes(found: Case) -> dict[str, Any]:
    return {each.id: found.votes(each.id) for each in found.gold.sentences}
