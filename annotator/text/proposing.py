"""Who may be the source of a sentence: those known, and the names in it, likeliest marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, Sentence, Source
from annotator.model.codebook import PERSON, REPORTER
from annotator.model.consistency import is_pronoun
from annotator.model.names import folded
from annotator.text.cues import likeliest
from annotator.text.names import names

MOST = 9
"""As many as there are digits to choose by."""
_MOST_NEW = 4
_LOOK_BACK = 200
_FAR = 10_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who may be meant.

    Attributes:
        name: As the text has it, or as the source is called.
        kind: The source's kind, or the one guessed from the name; None where it can not be told.
        source: The source, where it is one of the article's already.
        likely: Whether it is the likeliest of all.
    """

    name: str
    kind: str | None
    source: Source | None = None
    likely: bool = False


def proposals(annotations: AnnotationSet, position: int) -> tuple[Proposal, ...]:
    """Who may be the source of the sentence at `position`: at most nine.

    First the article's sources in their order, so that each keeps its number for as long as there
    are few; then the names of this sentence and of the one before that are no source yet, nearest
    to the cue first; then the outlet itself.
    """
    sentence = annotations.sentences[position]
    before = sentence_before(annotations.sentences, position)
    outlet = annotations.document.outlet
    here = [*_outlet(sentence.text, outlet), *_names(sentence.text, outlet)]
    there = [*_outlet(before.text, outlet), *_names(before.text, outlet)] if before else []
    itself = [Proposal(outlet, REPORTER)] if outlet else []
    new = list(_new([*here, *there, *itself], annotations.sources))[:_MOST_NEW]
    mentioned = _mentioned(sentence.text, annotations.sources)
    known = _chosen(annotations, position, mentioned, MOST - len(new))
    found = [*(Proposal(each.name, each.kind, each) for each in known), *new]
    likely = _likeliest(found, sentence.text, before)
    return tuple(replace(each, likely=each.name == likely) for each in found)


def sentence_before(sentences: Sequence[Sentence], position: int) -> Sentence | None:
    """The nearest sentence of the body before `position`."""
    above = (sentences[each] for each in range(position - 1, -1, -1))
    return next((each for each in above if each.body), None)


def named_in(text: str, source: Source) -> int | None:
    """Where a source's name stands in a text, or a person's last name; None where it does not."""
    forms = [source.name, *(source.name.split()[-1:] if source.kind == PERSON else ())]
    for form in forms:
        found = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE)
        if found:
            return found.start()
    return None


def _names(text: str, outlet: str | None) -> Iterator[Proposal]:
    """The names of a text, nearest to its cue first; what speaks of the outlet is left out."""
    cue = likeliest(text)
    own = _words(outlet or "")

    def distance(span: tuple[int, int]) -> int:
        return max(span[0] - cue[1], cue[0] - span[1], 0) if cue else span[0]

    for name in sorted(names(text), key=lambda each: distance(each.span)):
        if not (own and own <= _words(name.text)):
            yield Proposal(name.text, name.kind)


def _outlet(text: str, outlet: str | None) -> Iterator[Proposal]:
    """The outlet where a text names it, in full or by its initials."""
    if not outlet:
        return
    initials = "".join(word[0] for word in outlet.split() if word[0].isupper())
    for form in (outlet, *([initials] if len(initials) > 1 else [])):
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            yield Proposal(form, REPORTER)
            return


def _new(found: Iterable[Proposal], sources: Sequence[Source]) -> Iterator[Proposal]:
    seen: set[str] = set()
    known_outlet = any(each.kind == REPORTER for each in sources)
    for each in found:
        name = folded(each.name)
        if name in seen or is_pronoun(each.name):
            continue
        seen.add(name)
        if each.kind == REPORTER and known_outlet:
            continue
        if not any(_same(each.name, source) for source in sources):
            yield each


def _same(name: str, source: Source) -> bool:
    """Whether a name is a known source's, or a short form of it, or a person's with a title."""
    here, there = _words(name), _words(source.name)
    return here <= there or (source.kind == PERSON and there <= here)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", folded(name))) - {"the", "a", "an"}


def _mentioned(text: str, sources: Iterable[Source]) -> set[str]:
    return {source.id for source in sources if named_in(text, source) is not None}


def _chosen(
    annotations: AnnotationSet, position: int, mentioned: set[str], room: int
) -> list[Source]:
    """The sources that there is room for: those mentioned, then those that spoke last."""
    if len(annotations.sources) <= room:
        return list(annotations.sources)
    nearest = range(position - 1, max(position - _LOOK_BACK, 0) - 1, -1)
    recent = (annotations.sentences[each].source for each in nearest)
    order = dict.fromkeys([*mentioned, *(each for each in recent if each), *annotations.source_by_id])
    kept = set([*order][:room])
    return [source for source in annotations.sources if source.id in kept]


def _likeliest(found: Sequence[Proposal], text: str, before: Sentence | None) -> str | None:
    """The name nearest to the cue, else the source of the sentence before."""
    cue = likeliest(text)

    def distance(each: Proposal) -> int:
        source = each.source or Source("", each.name, each.kind)
        at = named_in(text, source)
        if at is None:
            return _FAR
        end = at + len(each.name)
        return max(at - cue[1], cue[0] - end, 0) if cue else at

    nearest = min(found, key=distance, default=None)
    if nearest is not None and distance(nearest) < _FAR:
        return nearest.name
    same = (each for each in found if before and each.source and each.source.id == before.source)
    return next((each.name for each in same), None)
