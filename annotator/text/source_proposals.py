"""Proposals for a sentence's source: known sources and names in the text, likeliest marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, Sentence, Source
from annotator.model.codebook import PERSON, REPORTER
from annotator.model.name_folding import fold_name
from annotator.text.names import names, short_for

MAX_PROPOSALS = 9
"""The number of digit keys."""
_MAX_NEW = 4
_LOOK_BACK = 200


@dataclass(frozen=True, slots=True)
class SourceProposal:
    """A possible source.

    Attributes:
        name: The name in the text, or the source's name.
        kind: The source's kind, or a guess from the name; None if it is unknown.
        source: The source, if the article already has it.
        likely: Whether it is the likeliest one.
    """

    name: str
    kind: str | None
    source: Source | None = None
    likely: bool = False


def propose_sources(annotations: AnnotationSet, position: int) -> tuple[SourceProposal, ...]:
    """The possible sources of the sentence at `position`, at most nine.

    The article's sources come first in their order, so that each keeps its number while there are
    few. Then come new names in this sentence and the one before, the likeliest first. The outlet
    comes last. The likeliest source is the first name in the sentence, or else the source of the
    sentence before.
    """
    sources, outlet = annotations.sources, annotations.document.outlet
    before = sentence_before(annotations.sentences, position)
    here = _named_in(annotations.sentences[position].text, outlet)
    there = _named_in(before.text, outlet) if before else []
    itself = [SourceProposal(outlet, REPORTER)] if outlet else []
    new = list(_new([*here, *there, *itself], sources))[:_MAX_NEW]
    matches = [source for each in here for source in _matching_sources(each, sources)]
    matches += [each for each in sources if _is_in_sentence(each.name, annotations, position)]
    known = _choose_sources(annotations, position, matches, MAX_PROPOSALS - len(new))
    likely = _likeliest(here, matches, sources, before)
    proposals = [*(SourceProposal(each.name, each.kind, each) for each in known), *new]
    return tuple(replace(each, likely=each.name == likely) for each in proposals)


def sentence_before(sentences: Sequence[Sentence], position: int) -> Sentence | None:
    """The nearest body sentence before `position`."""
    above = (sentences[each] for each in range(position - 1, -1, -1))
    return next((each for each in above if each.body), None)


def _named_in(text: str, outlet: str | None) -> list[SourceProposal]:
    """The names in a text, likeliest first. The outlet and its reporters become the outlet."""
    proposals = (SourceProposal(each.text, each.kind) for each in names(text))
    return [_as_outlet(each, outlet) if outlet else each for each in proposals]


def _as_outlet(proposal: SourceProposal, outlet: str) -> SourceProposal:
    if proposal.kind == REPORTER and not proposal.name[:1].isupper():
        return SourceProposal(outlet, REPORTER)
    return SourceProposal(proposal.name, REPORTER) if short_for(proposal.name, outlet) else proposal


def _new(
    proposals: Iterable[SourceProposal], sources: Sequence[Source]
) -> Iterator[SourceProposal]:
    """The proposals that are not sources yet, each once, and the outlet under one name."""
    seen: set[str] = set()
    for each in proposals:
        name = REPORTER if each.kind == REPORTER else fold_name(each.name)
        if name not in seen and not _matching_sources(each, sources):
            yield each
        seen.add(name)


def _matching_sources(proposal: SourceProposal, sources: Iterable[Source]) -> list[Source]:
    """The sources that a name can mean: a short form, or a person's name with a title."""
    return [
        each
        for each in sources
        if (proposal.kind == REPORTER and each.kind == REPORTER)
        or short_for(proposal.name, each.name)
        or (each.kind == PERSON and short_for(each.name, proposal.name))
    ]


def _choose_sources(
    annotations: AnnotationSet, position: int, matches: Iterable[Source], width: int
) -> list[Source]:
    """As many sources as fit: those that match, then those quoted last."""
    if len(annotations.sources) <= width:
        return list(annotations.sources)
    nearest = range(position - 1, max(position - _LOOK_BACK, 0) - 1, -1)
    recent = (annotations.sentences[each].source for each in nearest)
    spoke = [each for each in recent if each]
    first = [each.id for each in matches]
    chosen = {*list(dict.fromkeys([*first, *spoke, *annotations.source_by_id]))[:width]}
    return [source for source in annotations.sources if source.id in chosen]


def _is_in_sentence(name: str, annotations: AnnotationSet, position: int) -> bool:
    """Whether a sentence contains exactly this name."""
    text = annotations.sentences[position].text
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def _likeliest(
    here: Sequence[SourceProposal],
    matches: Sequence[Source],
    sources: Sequence[Source],
    before: Sentence | None,
) -> str | None:
    if not here and matches:
        return matches[0].name
    if here:
        return next((source.name for source in _matching_sources(here[0], sources)), here[0].name)
    same = (each.name for each in sources if before is not None and each.id == before.source)
    return next(same, None)
