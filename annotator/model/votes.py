"""What each annotator decided of each sentence of a document, made comparable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Source, Span
from annotator.model.codebook import Codebook, Role
from annotator.model.names import folded

Vote = Mapping[str, str]
"""A decision as gold keeps it: tag (or part), source by name, checkable, answers; no empty ones."""
Votes = Mapping[str, Vote]
"""The votes on one sentence by annotator."""
NO_ALIASES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Decision:
    """All that one annotator decided of a sentence, as far as its tag uses it.

    Attributes:
        tag: The tag; None of furniture.
        part: The kind of furniture; None of a sentence of the body.
        source: Who says it; None where the tag takes no source, or none was given.
        via: The relay.
        cue: The words that attribute.
        answers: The claims that it answers, by the ids of the document's sentences.
        checkable: Whether what is said could be checked; true of all but claims.
        note: The annotator's note.
    """

    tag: str | None
    part: str | None = None
    source: Source | None = None
    via: str | None = None
    cue: Cue | None = None
    answers: tuple[Answer, ...] = ()
    checkable: bool = True
    note: str | None = None

    @property
    def vote(self) -> Vote:
        """The decision as gold keeps it, without what no agreement hangs on: cue, relay, note."""
        fields = {
            "tag": self.tag,
            "part": self.part,
            "source": self.source.name if self.source else None,
            "checkable": None if self.checkable else "false",
            "answers": ", ".join(sorted(_words(answer) for answer in self.answers)),
        }
        return {name: value for name, value in fields.items() if value}


Decisions = Mapping[str, Decision]
"""The decisions on one sentence by annotator, in the order of the annotators' names."""


def _words(answer: Answer) -> str:
    return f"{answer.claim} {answer.stance}" if answer.stance else answer.claim


def same_vote(one: Vote, other: Vote, aliases: Mapping[str, str] = NO_ALIASES) -> bool:
    """Whether two votes are for the same: tag, folded source, links and checkable."""
    return comparable(one, aliases) == comparable(other, aliases)


def comparable(vote: Vote, aliases: Mapping[str, str] = NO_ALIASES) -> frozenset[tuple[str, str]]:
    """A vote as it is compared: the source by the name that it counts as, folded."""
    return frozenset(
        (name, source_key(value, aliases) if name == "source" else value)
        for name, value in vote.items()
    )


def source_key(name: str, aliases: Mapping[str, str] = NO_ALIASES) -> str:
    """A source's name as it is compared across annotators.

    Args:
        name: The name as somebody typed it.
        aliases: Other names of sources, folded, each with the name that it counts as.
    """
    key = folded(name)
    return folded(aliases.get(key, key))


def folded_aliases(aliases: Mapping[str, str]) -> Mapping[str, str]:
    """A project's table of aliases, ready for `source_key`."""
    return {folded(other): name for other, name in aliases.items()}


def decisions(
    base: Iterable[Sentence], sets: Iterable[AnnotationSet], codebook: Codebook
) -> Mapping[str, Decisions]:
    """Who decided what, by the ids of the document's sentences.

    Sentences are matched by their spans. An annotator who cut a sentence otherwise, or gave it no
    tag, decided nothing of it.

    Args:
        base: The document's sentences.
        sets: The annotators' sets, of the same text.
        codebook: Says which role each tag has, and so which fields it uses.
    """
    ids = {sentence.span: sentence.id for sentence in base}
    found: dict[str, dict[str, Decision]] = {sentence: {} for sentence in ids.values()}
    for annotations in sorted(sets, key=lambda each: each.annotator):
        for sentence in annotations.sentences:
            known = ids.get(sentence.span)
            if known is not None and (sentence.tag is not None or not sentence.body):
                decision = decision_of(sentence, annotations, codebook, ids)
                found[known][annotations.annotator] = decision
    return found


def decision_of(
    sentence: Sentence,
    annotations: AnnotationSet,
    codebook: Codebook,
    ids: Mapping[Span, str],
) -> Decision:
    """What was decided of a sentence, without what an earlier tag left behind.

    Args:
        sentence: A sentence of the set.
        annotations: The set.
        codebook: Says which role each tag has.
        ids: The ids of the document's sentences by their spans; links to others are left out.
    """
    if not sentence.body:
        return Decision(None, sentence.part, note=sentence.note)
    role = codebook.role(sentence.tag)
    return Decision(
        sentence.tag,
        source=annotations.source_of(sentence) if role.attributes else None,
        via=sentence.via if role.attributes else None,
        cue=sentence.cue if role.attributes else None,
        answers=_answers(sentence, annotations, ids) if role.answers else (),
        checkable=sentence.checkable or role is not Role.CLAIM,
        note=sentence.note,
    )


def _answers(
    sentence: Sentence, annotations: AnnotationSet, ids: Mapping[Span, str]
) -> tuple[Answer, ...]:
    named = (
        (ids.get(annotations.sentence(answer.claim).span), answer.stance)
        for answer in sentence.answers
        if answer.claim in annotations.positions
    )
    return tuple(Answer(claim, stance) for claim, stance in named if claim is not None)
