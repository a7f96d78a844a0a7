"""What a page says, as edits of the model, and decisions of the model, as a page is told them."""

from collections.abc import Callable, Mapping
from typing import Any

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Source
from annotator.model.codebook import PARTS, Codebook
from annotator.model.edit import Edit
from annotator.model.edits import (
    Answered,
    Checkable,
    Cued,
    Flagged,
    Furnished,
    Noted,
    Tagged,
    Together,
    Untagged,
)
from annotator.model.faults import Refused
from annotator.model.sources import Attributed, find, new_source
from annotator.text.safe import shown, visible

LONGEST_TEXT = 2000
LONGEST_SOURCE = 200
MOST_ANSWERS = 50

Said = Mapping[str, Any]


def decision(sentence: Sentence) -> dict[str, Any]:
    """What was decided of a sentence; a cue's `start` counts code points from the sentence's."""
    cue = sentence.cue
    return {
        "part": sentence.part,
        "tag": sentence.tag,
        "source": sentence.source,
        "cue": cue and {"text": visible(cue.text), "start": cue.span[0] - sentence.span[0]},
        "answers": [{"claim": each.claim, "stance": each.stance} for each in sentence.answers],
        "checkable": sentence.checkable,
        "note": sentence.note and visible(sentence.note, newlines=True),
        "flag": sentence.flag,
    }


def sources(annotations: AnnotationSet) -> list[dict[str, Any]]:
    """The sources of a set."""
    return [
        {"id": each.id, "name": visible(each.name), "kind": each.kind}
        for each in annotations.sources
    ]


def edit_from(said: Any, annotations: AnnotationSet, codebook: Codebook) -> Edit:
    """The edit that a page asks for.

    Raises:
        Refused: It is none, names a sentence that is not there, or is too long.
    """
    kind = (_text(said, "do", 64) or "") if isinstance(said, dict) else ""
    if kind not in _EDITS:
        raise Refused("this is no edit that the class page knows")
    name = _text(said, "sentence", 64) or ""
    if name not in annotations.positions:
        raise Refused("there is no such sentence")
    return _EDITS[kind](said, annotations.sentence(name), annotations, codebook)


def _tag(said: Said, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    tag = _text(said, "tag", 64)
    return Untagged((sentence.id,)) if tag is None else Tagged((sentence.id,), tag)


def _furniture(said: Said, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    part = _text(said, "part", 64)
    if part is None:
        return Furnished((sentence.id,), None)
    if part not in PARTS:
        raise Refused(f"there is no part “{part}”")
    return Together((Untagged((sentence.id,)), Furnished((sentence.id,), part)))


def _source(said: Said, sentence: Sentence, annotations: AnnotationSet, book: Codebook) -> Edit:
    name = _text(said, "name", LONGEST_SOURCE)
    if name is None or not name.strip():
        return Attributed((sentence.id,), None)
    kind = _text(said, "kind", 64)
    if kind is not None and kind not in {each.id for each in book.kinds}:
        raise Refused(f"the codebook has no kind of source “{kind}”")
    return Attributed((sentence.id,), _found(annotations, name, kind))


def _found(annotations: AnnotationSet, name: str, kind: str | None) -> Source:
    known = find(annotations, name)
    if known is None:
        return new_source(annotations, name, kind)
    return Source(known.id, known.name, kind or known.kind, known.affiliation, known.concerned)


def _cue(said: Said, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    words = (_text(said, "words", LONGEST_TEXT) or "").strip()
    if not words:
        return Cued(sentence.id, None)
    seen = shown(sentence.text)
    start = said.get("start")
    if not isinstance(start, int) or not seen.text.startswith(words, max(start, 0)):
        start = seen.text.find(words)
    if start < 0:
        raise Refused(f"the words “{words}” do not stand in the sentence; copy them from there")
    first, last = seen.original(start), seen.original(start + len(words))
    span = (sentence.span[0] + first, sentence.span[0] + last)
    return Cued(sentence.id, Cue(sentence.text[first:last], span))


def _answers(said: Said, sentence: Sentence, _: AnnotationSet, book: Codebook) -> Edit:
    listed = said.get("answers")
    if not isinstance(listed, list) or len(listed) > MOST_ANSWERS:
        raise Refused(f"answers is no list of at most {MOST_ANSWERS} answers")
    return Answered((sentence.id,), tuple(_answer(each, book) for each in listed))


def _answer(said: Any, book: Codebook) -> Answer:
    if not isinstance(said, dict):
        raise Refused("an answer names a claim, and may have a stance")
    claim, stance = _text(said, "claim", 64), _text(said, "stance", 64)
    if claim is None:
        raise Refused("an answer names a claim")
    if stance is not None and stance not in {each.id for each in book.stances}:
        raise Refused(f"the codebook has no stance “{stance}”")
    return Answer(claim, stance)


def _checkable(said: Said, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return Checkable((sentence.id,), _truth(said, "checkable"))


def _note(said: Said, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return Noted(sentence.id, _text(said, "note", LONGEST_TEXT))


def _flag(said: Said, sentence: Sentence, _: AnnotationSet, __: Codebook) -> Edit:
    return Flagged((sentence.id,), _truth(said, "flag"))


def _restore(said: Said, sentence: Sentence, annotations: AnnotationSet, book: Codebook) -> Edit:
    """The whole of an earlier decision on a sentence: what undoing asks for."""
    parts = dict.fromkeys(("tag", "answers", "checkable", "note", "flag"), said)
    parts |= {"source": _part(said, "source"), "cue": _part(said, "cue")}
    order = ("tag", "source", "cue", "answers", "checkable", "note", "flag")
    edits = tuple(_EDITS[name](parts[name], sentence, annotations, book) for name in order)
    # A page that was opened before parts could be changed says nothing of them.
    first = (_furniture(said, sentence, annotations, book),) if "part" in said else ()
    return Together((*first, *edits))


def _part(said: Said, name: str) -> Said:
    value = said.get(name)
    return value if isinstance(value, dict) else {}


_EDITS: Mapping[str, Callable[[Said, Sentence, AnnotationSet, Codebook], Edit]] = {
    "tag": _tag,
    "part": _furniture,
    "source": _source,
    "cue": _cue,
    "answers": _answers,
    "checkable": _checkable,
    "note": _note,
    "flag": _flag,
    "restore": _restore,
}


def _text(said: Said, name: str, most: int) -> str | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > most:
        raise Refused(f"{name} is no text of at most {most} characters")
    # What JSON can carry and UTF-8 cannot.
    return value.encode("utf-8", "replace").decode()


def _truth(said: Said, name: str) -> bool:
    value = said.get(name)
    if not isinstance(value, bool):
        raise Refused(f"{name} is neither true nor false")
    return value
