from dataclasses import dataclass

from annotator.text.sentences import sentence_spans
from annotator.text.stops import grammar


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int


def cut(text, language="en", *, title=None):
    return tuple(Piece(a, b) for a, b in sentence_spans(text, 0, len(text), grammar(language)))
