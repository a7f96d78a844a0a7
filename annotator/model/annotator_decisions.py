"""The decisions of several annotators on one document, made comparable, and an index of sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Source, Span
from annotator.model.codebook import Codebook, Role
from annotator.model.name_folding import fold_name, identifier

DecisionRecord = Mapping[str, str]
"""A decision as gold keeps it: tag (or part), source by name, checkable, answers; no empty ones."""
DecisionRecords = Mapping[str, DecisionRecord]
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
    def record(self) -> DecisionRecord:
        """The decision as gold keeps it, without what no agreement hangs on: cue, relay, note."""
        fields = {
            "tag": self.tag,
            "part": self.part,
            "source": self.source.name if self.source else None,
            "checkable": None if self.checkable else "false",
            "answers": ", ".join(sorted(_answer_text(answer) for answer in self.answers)),
        }
        return {name: value for name, value in fields.items() if value}


DecisionsByAnnotator = Mapping[str, Decision]
"""The decisions on one sentence by annotator, in the order of the annotators' names."""


def _answer_text(answer: Answer) -> str:
    return f"{answer.claim} {answer.stance}" if answer.stance else answer.claim


def same_decision(
    one: DecisionRecord, other: DecisionRecord, aliases: Mapping[str, str] = NO_ALIASES
) -> bool:
    """Whether two votes are for the same: tag, folded source, links and checkable."""
    return comparison_key(one, aliases) == comparison_key(other, aliases)


def comparison_key(
    vote: DecisionRecord, aliases: Mapping[str, str] = NO_ALIASES
) -> frozenset[tuple[str, str]]:
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
    key = fold_name(name)
    return fold_name(aliases.get(key, key))


def folded_aliases(aliases: Mapping[str, str]) -> Mapping[str, str]:
    """A project's table of aliases, ready for `source_key`."""
    return {fold_name(other): name for other, name in aliases.items()}


def decisions_by_sentence(
    base: Iterable[Sentence], sets: Iterable[AnnotationSet], codebook: Codebook
) -> Mapping[str, DecisionsByAnnotator]:
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
        answers=_document_answers(sentence, annotations, ids) if role.answers else (),
        checkable=sentence.checkable or role is not Role.CLAIM,
        note=sentence.note,
    )


def _document_answers(
    sentence: Sentence, annotations: AnnotationSet, ids: Mapping[Span, str]
) -> tuple[Answer, ...]:
    named = (
        (ids.get(annotations.sentence(answer.claim).span), answer.stance)
        for answer in sentence.answers
        if answer.claim in annotations.positions
    )
    return tuple(Answer(claim, stance) for claim, stance in named if claim is not None)


class SourceIndex:
    """The sources of several sets as one list: those whose names are folded to one are one.

    Kind and affiliation are those that were given first; one who is concerned to anybody is.

    Args:
        aliases: Other names of sources, each with the name that it counts as.
    """

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self._aliases = folded_aliases(aliases)
        self._found: dict[str, Source] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources so far, in the order in which they were met."""
        return tuple(self._found.values())

    def add(self, sources: Iterable[Source]) -> None:
        """Take in the sources of one set."""
        for source in sources:
            key = source_key(source.name, self._aliases)
            known = self._found.get(key)
            self._found[key] = known.merge_with(source) if known else self._new(source)

    def source(self, source: Source | None) -> Source | None:
        """The one source that a set's source is here; None for none.

        Raises:
            KeyError: It was never added.
        """
        return self._found[source_key(source.name, self._aliases)] if source else None

    def _new(self, source: Source) -> Source:
        name = self._aliases.get(fold_name(source.name), source.name)
        taken = {each.id for each in self._found.values()}
        free = source.id if source.id not in taken else identifier(name, taken)
        return replace(source, id=free, name=name)
