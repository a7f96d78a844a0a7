"""What `annotator set` was asked to set, as the edits that do it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import click

from annotator.cli.editing import sentence_of, tag_of, term_of
from annotator.cli.output import say
from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Source
from annotator.model.codebook import Codebook, Role
from annotator.model.edit import Edit
from annotator.model.edits import (
    Answered,
    Checkable,
    Cued,
    Flagged,
    Furnished,
    Noted,
    Relayed,
    Tagged,
    Together,
    Untagged,
)
from annotator.model.session import Session
from annotator.model.sources import Attributed, find, new_source
from annotator.text.cues import likeliest
from annotator.text.names import guess_kind, short_for
from annotator.text.quotations import quoted_spans


@dataclass(frozen=True, slots=True)
class Decision:
    """All that can be set on a sentence; None leaves a field as it is, an empty text takes it off.

    Attributes:
        answers: `CLAIM` or `CLAIM:STANCE` each; together they replace the links that are there.
        part: The part of the furniture that it is; empty for body text.
    """

    tag: str | None = None
    untag: bool = False
    source: str | None = None
    kind: str | None = None
    affiliation: str | None = None
    via: str | None = None
    cue: str | None = None
    answers: tuple[str, ...] = ()
    checkable: bool | None = None
    note: str | None = None
    flag: bool | None = None
    part: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return all(getattr(self, each.name) == each.default for each in fields(self))


def edit_of(decision: Decision, session: Session, sentence: str) -> Edit:
    """The one edit that sets all of it.

    Raises:
        UsageError: A word names nothing that there is.
        Refused: The source is none, a pronoun for example.
    """
    annotations, codebook = session.annotations, session.codebook
    this = annotations.sentence(sentence_of(annotations, sentence))
    edits = (
        *_furnishing(decision, codebook, this),
        *_tagging(decision, codebook, this),
        *_attributing(decision, annotations, codebook, this),
        *_answering(decision, annotations, codebook, this),
        *_remarking(decision, this),
    )
    return Together(edits)


def _furnishing(decision: Decision, codebook: Codebook, this: Sentence) -> Iterator[Edit]:
    if decision.part is not None:
        part = term_of(codebook.parts, decision.part, "part") if decision.part else None
        yield Furnished((this.id,), part)


def _tagging(decision: Decision, codebook: Codebook, this: Sentence) -> Iterator[Edit]:
    body = not decision.part if decision.part is not None else this.body
    if decision.tag is not None and not body:
        kept = f'{this.id} is furniture, which takes no tag; --part "" makes it body text'
        raise click.UsageError(kept)
    if decision.tag is not None:
        yield Tagged((this.id,), tag_of(codebook, decision.tag))
    if decision.untag:
        yield Untagged((this.id,))


def _attributing(
    decision: Decision, annotations: AnnotationSet, codebook: Codebook, this: Sentence
) -> Iterator[Edit]:
    if decision.source == "":
        yield Attributed((this.id,), None)
    elif (decision.source, decision.kind, decision.affiliation) != (None, None, None):
        yield Attributed((this.id,), _source(decision, annotations, codebook, this))
    if decision.via is not None:
        yield Relayed((this.id,), decision.via)
    if decision.cue is not None:
        yield Cued(this.id, _cue(this, decision.cue) if decision.cue else None)


def _source(
    decision: Decision, annotations: AnnotationSet, codebook: Codebook, this: Sentence
) -> Source:
    """The source as it is to be: known or new, with its kind and affiliation."""
    name = decision.source
    source = annotations.source_of(this) if name is None else find(annotations, name)
    if source is None:
        if name is None:
            raise click.UsageError(f"{this.id} has no source yet; name it with --source")
        source = new_source(annotations, name, guess_kind(name) if decision.kind is None else None)
        _say_of_new(annotations, source, codebook if decision.kind is None else None)
    return described(source, codebook, decision.kind, decision.affiliation)


def described(
    source: Source, codebook: Codebook, kind: str | None, affiliation: str | None
) -> Source:
    """The source with this kind and affiliation; None leaves one, an empty text takes it off.

    Raises:
        UsageError: The codebook has no such kind.
    """
    if kind is not None:
        source = replace(source, kind=term_of(codebook.kinds, kind, "kind") if kind else None)
    if affiliation is not None:
        source = replace(source, affiliation=" ".join(affiliation.split()) or None)
    return source


def _say_of_new(annotations: AnnotationSet, source: Source, guessed: Codebook | None) -> None:
    """Tell of a new source what the person may want to correct.

    Args:
        annotations: The set that it is new to.
        source: The source.
        guessed: The codebook that has its kind, where the kind was guessed.
    """
    if guessed and source.kind:
        kind = guessed.kind_name(source.kind)
        say(f"“{source.name}” is taken for the kind {kind}; --kind says otherwise")
    for known in annotations.sources:
        if short_for(source.name, known.name) or short_for(known.name, source.name):
            say(
                f"“{known.name}” is a source already; if it is the same, "
                f'`annotator source TARGET "{source.name}" --merge-into "{known.name}"` '
                "makes the two one"
            )


def _cue(this: Sentence, words: str) -> Cue:
    """The cue of these words: where the likeliest one stands, else outside quotation marks."""
    places = [at for at in range(len(this.text)) if this.text.startswith(words, at)]
    if not places:
        raise click.UsageError(f"the words “{words}” do not stand in {this.id}")
    likely = likeliest(this.text)
    quoted = quoted_spans(this.text)

    def rank(at: int) -> tuple[bool, bool, int]:
        elsewhere = likely is None or not likely[0] <= at < likely[1]
        return elsewhere, any(start <= at < end for start, end in quoted), at

    start = this.span[0] + min(places, key=rank)
    return Cue(words, (start, start + len(words)))


def _answering(
    decision: Decision, annotations: AnnotationSet, codebook: Codebook, this: Sentence
) -> Iterator[Edit]:
    if not decision.answers:
        return
    tag = this.tag if decision.tag is None else tag_of(codebook, decision.tag)
    silent = codebook.role(tag) is Role.NON_RESPONSE
    answers = tuple(
        _answer(each, annotations, codebook, silent=silent) for each in decision.answers if each
    )
    yield Answered((this.id,), answers)


def _answer(text: str, annotations: AnnotationSet, codebook: Codebook, *, silent: bool) -> Answer:
    claim, colon, word = text.partition(":")
    stance = term_of(codebook.stances, word, "stance") if colon else None
    if silent and stance is not None:
        raise click.UsageError(f"a non-response has no stance; say --answers {claim}")
    return Answer(sentence_of(annotations, claim), stance)


def _remarking(decision: Decision, this: Sentence) -> Iterator[Edit]:
    if decision.checkable is not None:
        yield Checkable((this.id,), decision.checkable)
    if decision.note is not None:
        yield Noted(this.id, decision.note)
    if decision.flag is not None:
        yield Flagged((this.id,), decision.flag)
