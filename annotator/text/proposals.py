"""What the screen proposes for a sentence: sources with their cues, nobody, and what carries on.

Everything that is proposed comes from `propose`, so that one switch turns all of it off.
"""

from dataclasses import dataclass
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Source, Span
from annotator.text.cues import likeliest
from annotator.text.names import guess_kind
from annotator.text.quotations import continues_quotation
from annotator.text.source_proposals import propose_sources, sentence_before


@dataclass(frozen=True, slots=True)
class SourceProposal:
    """A possible source of a sentence.

    Attributes:
        name: The source's name, or the name in the text.
        kind: The source's kind, or a guess from the name; None if it is unknown.
        source: The source, if the article already has it.
        cue: The cue that comes with it, `[start, end)` in code points of the sentence's own text.
            None if no words attribute the sentence to it.
    """

    name: str
    kind: str | None
    source: Source | None = None
    cue: Span | None = None


class Mention(NamedTuple):
    """Words in the text that can name a source.

    Attributes:
        sentence: The ID of the sentence.
        span: The words, `[start, end)` in code points of that sentence's own text.
        name: The name for the list of sources: without an article, or a person's title.
        kind: The likely kind; None if it is unknown.
    """

    sentence: str
    span: Span
    name: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed for one sentence.

    Attributes:
        sources: The possible sources, the likeliest first: the article's own, and names in this
            sentence and those around it.
        nobody: Whether no attribution was found, so that no source is the likeliest answer.
        cue: The likeliest cue, for a source that brings none of its own.
        carried: The source of a quotation that continues in this sentence, or None.
        mentions: The words of this sentence and of those before it that can name a source, nearest
            first. Picking from the text jumps from one to the next.
    """

    sources: tuple[SourceProposal, ...] = ()
    nobody: bool = False
    cue: Span | None = None
    carried: SourceProposal | None = None
    mentions: tuple[Mention, ...] = ()


def propose(annotations: AnnotationSet, position: int, *, enabled: bool = True) -> Proposals:
    """What to propose for the sentence at `position`.

    Args:
        annotations: The set so far. Only its text, and the decisions on other sentences, are used.
        position: The position of the sentence, from 0.
        enabled: False turns every proposal off, as in a blind round. The article's own sources
            are still listed, in their order, without a likeliest one.
    """
    if not enabled:
        own = annotations.sources
        return Proposals(
            tuple(SourceProposal(each.name, each.kind, each) for each in own), nobody=True
        )
    text = annotations.sentences[position].text
    cue = likeliest(text)
    found = propose_sources(annotations, position)
    ranked = sorted(found, key=lambda each: not each.likely)
    sources = tuple(
        SourceProposal(each.name, each.kind, each.source, cue if each.likely else None)
        for each in ranked
    )
    return Proposals(
        sources,
        not any(each.likely for each in found) or cue is None,
        cue,
        _carried(annotations, position),
    )


def kind_of(name: str) -> str | None:
    """The likely kind of a source with this name; None if it is unknown."""
    return guess_kind(name)


def _carried(annotations: AnnotationSet, position: int) -> SourceProposal | None:
    before = sentence_before(annotations.sentences, position)
    source = annotations.source_of(before) if before else None
    if source is None or not continues_quotation(annotations.sentences, position):
        return None
    return SourceProposal(source.name, source.kind, source)
