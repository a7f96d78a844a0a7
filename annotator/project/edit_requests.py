"""Edits as a person or a script requests them: tags, sources, cues and claims by name.

Each request becomes one edit of the model. Messages name options as on the command line. The Python
API replaces them with its own names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Source, Standing
from annotator.model.answer_key import AcceptTag, ExplainTag
from annotator.model.changes import Edit
from annotator.model.codebook import Codebook, Role, Tag, Term
from annotator.model.edits import (
    Batch,
    ClearTag,
    EditSource,
    MergeSources,
    SetAnswers,
    SetCheckable,
    SetCue,
    SetFlag,
    SetNote,
    SetPart,
    SetSource,
    SetTag,
    SetVia,
    find_source,
    new_source,
    source_by_name,
)
from annotator.model.errors import DataError
from annotator.model.former_names import current_kind
from annotator.text.cues import likeliest
from annotator.text.names import guess_kind, short_for
from annotator.text.quotations import quotation_spans


class RequestError(DataError):
    """A request names something that does not exist, or is not possible."""


class RequestedEdit(NamedTuple):
    """The requested edit, and notices about guesses that the person may want to correct."""

    edit: Edit
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceChanges:
    """The fields that can be set on a sentence. None keeps a field, an empty text clears it.

    Attributes:
        answers: `CLAIM` or `CLAIM:STANCE` each. Together they replace the present answers.
        part: The kind of furniture that it is; empty for body text.
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
        """Whether no change is requested."""
        return all(getattr(self, each.name) == each.default for each in fields(self))


def sentence_edit(
    changes: SentenceChanges,
    annotations: AnnotationSet,
    codebook: Codebook,
    sentence: str,
) -> RequestedEdit:
    """One edit that makes all changes of a sentence.

    Args:
        changes: The fields to set.
        annotations: The current set.
        codebook: Gives tags, kinds and stances by their id, name or key.
        sentence: The sentence's id.

    Raises:
        RequestError: A word names something that does not exist.
        DataError: The source's name is not valid, a pronoun for example.
    """
    this = annotations.sentence(find_sentence(annotations, sentence))
    request = _SentenceRequest(changes, annotations, codebook, this)
    return RequestedEdit(Batch(tuple(request.edits())), tuple(request.notices))


@dataclass(frozen=True, slots=True)
class _SentenceRequest:
    changes: SentenceChanges
    annotations: AnnotationSet
    codebook: Codebook
    this: Sentence
    notices: list[str] = field(default_factory=list)

    def edits(self) -> Iterator[Edit]:
        yield from self._part_edits()
        yield from self._tag_edits()
        yield from self._source_edits()
        yield from self._answer_edits()
        yield from self._remark_edits()

    def _part_edits(self) -> Iterator[Edit]:
        part = self.changes.part
        if part is not None:
            found = find_term(self.codebook.parts, part, "part") if part else None
            yield SetPart((self.this.id,), found)

    def _tag_edits(self) -> Iterator[Edit]:
        changes, this = self.changes, self.this
        body = not changes.part if changes.part is not None else this.body
        if changes.tag is not None and not body:
            raise RequestError(
                f"{this.id} is furniture, which cannot have a tag. "
                'To make it body text, use --part "".'
            )
        if changes.tag is not None:
            yield SetTag((this.id,), find_tag(self.codebook, changes.tag))
        if changes.untag:
            yield ClearTag((this.id,))

    def _source_edits(self) -> Iterator[Edit]:
        changes, this = self.changes, self.this
        if changes.source == "":
            yield SetSource((this.id,), None)
        elif (changes.source, changes.kind, changes.affiliation) != (None, None, None):
            yield SetSource((this.id,), self._source())
        if changes.via is not None:
            yield SetVia((this.id,), changes.via)
        if changes.cue is not None:
            yield SetCue(this.id, find_cue(this, changes.cue) if changes.cue else None)

    def _source(self) -> Source:
        """The source to set: known or new, with its kind and affiliation."""
        annotations, changes = self.annotations, self.changes
        name = changes.source
        known = annotations.source_of(self.this) if name is None else find_source(annotations, name)
        source = known if known is not None else self._new_source(name)
        return update_source(source, self.codebook, changes.kind, changes.affiliation)

    def _new_source(self, name: str | None) -> Source:
        if name is None:
            raise RequestError(f"{self.this.id} has no source yet. Name it with --source.")
        guessed = guess_kind(name) if self.changes.kind is None else None
        source = new_source(self.annotations, name, guessed)
        if guessed:
            kind = self.codebook.kind_name(guessed)
            self.notices.append(
                f"The kind of “{source.name}” was set to {kind}. To change it, use --kind."
            )
        self.notices.extend(self._namesakes(source))
        return source

    def _namesakes(self, source: Source) -> Iterator[str]:
        for known in self.annotations.sources:
            if short_for(source.name, known.name) or short_for(known.name, source.name):
                yield (
                    f"“{known.name}” is already a source. If it is the same one, run "
                    f'`annotator source TARGET "{source.name}" --merge-into "{known.name}"`.'
                )

    def _answer_edits(self) -> Iterator[Edit]:
        changes = self.changes
        if not changes.answers:
            return
        tag = self.this.tag if changes.tag is None else find_tag(self.codebook, changes.tag)
        silent = self.codebook.role(tag) is Role.NON_RESPONSE
        answers = (self._answer(each, silent=silent) for each in changes.answers if each)
        yield SetAnswers((self.this.id,), tuple(answers))

    def _answer(self, text: str, *, silent: bool) -> Answer:
        claim, colon, word = text.partition(":")
        stance = find_term(self.codebook.stances, word, "stance") if colon else None
        if silent and stance is not None:
            raise RequestError(f"a non-response has no stance. Use --answers {claim}.")
        return Answer(find_sentence(self.annotations, claim), stance)

    def _remark_edits(self) -> Iterator[Edit]:
        changes, this = self.changes, self.this
        if changes.checkable is not None:
            yield SetCheckable((this.id,), changes.checkable)
        if changes.note is not None:
            yield SetNote(this.id, changes.note)
        if changes.flag is not None:
            yield SetFlag((this.id,), changes.flag)


@dataclass(frozen=True, slots=True)
class SourceChanges:
    """The fields that can be changed on a source. None keeps a field as it is.

    Attributes:
        rename: The new name.
        merge_into: The name or id of the source that it is merged into.
        kind: Its kind; empty for none.
        affiliation: The organization that it belongs to; empty for none.
        concerned: Whether the claims are about it.
        standing: Whether it is informed; empty for not judged, which also clears the reason.
        standing_reason: Why it has this standing; empty for none.
    """

    rename: str | None = None
    merge_into: str | None = None
    kind: str | None = None
    affiliation: str | None = None
    concerned: bool | None = None
    standing: str | None = None
    standing_reason: str | None = None

    @property
    def empty(self) -> bool:
        """Whether no change is requested."""
        return self == SourceChanges()


def source_edit(
    changes: SourceChanges,
    annotations: AnnotationSet,
    codebook: Codebook,
    name: str,
) -> Edit:
    """One edit that makes all changes of a source, in every sentence at once.

    Args:
        changes: The fields to change.
        annotations: The current set.
        codebook: Gives kinds by their id, name or key.
        name: The source's name or id; a new source is added if `changes.concerned` is true.

    Raises:
        RequestError: The codebook has no such kind, there is no such standing, or a reason has no
            standing.
        DataError: There is no such source, or another one has the new name.
    """
    source = _known_source(annotations, name, add=bool(changes.concerned))
    edits: list[Edit] = []
    if changes.merge_into is not None:
        other = _known_source(annotations, changes.merge_into)
        merge = MergeSources(source.id, other.id)
        edits.append(merge)
        source = merge.apply(annotations, codebook).source_by_id[other.id]
    if changes.rename is not None:
        source = replace(source, name=_free_name(annotations, source, changes.rename))
    source = update_source(source, codebook, changes.kind, changes.affiliation)
    if changes.concerned is not None:
        source = replace(source, concerned=changes.concerned)
    source = _update_standing(source, changes.standing, changes.standing_reason)
    if changes != SourceChanges(merge_into=changes.merge_into) or not edits:
        edits.append(EditSource(source))
    return Batch(tuple(edits))


_STANDINGS = f"{Standing.INFORMED}, {Standing.UNINFORMED} or {Standing.UNCLEAR}"


def _update_standing(source: Source, standing: str | None, reason: str | None) -> Source:
    """The source with this standing and reason. None keeps a field, an empty text clears it."""
    if standing == "":
        source = replace(source, standing=None, standing_reason=None)
    elif standing is not None:
        if standing not in list(Standing):
            raise RequestError(f"“{standing}” is not a standing. Use {_STANDINGS}.")
        source = replace(source, standing=standing)
    if reason is not None:
        reason = " ".join(reason.split()) or None
        if reason and source.standing is None:
            raise RequestError(
                f"“{source.name}” has no standing yet. Give --standing with the reason: "
                f"{_STANDINGS}."
            )
        source = replace(source, standing_reason=reason)
    return source


def _known_source(annotations: AnnotationSet, name: str, *, add: bool = False) -> Source:
    """The source of this name or id, or with `add` a new one."""
    source = find_source(annotations, name)
    if source is not None:
        return source
    if add:
        return new_source(annotations, name, guess_kind(name))
    names = ", ".join(f"“{each.name}”" for each in annotations.sources)
    has = f"The sources are {names}." if names else "No sentence has a source yet."
    raise DataError(
        f"there is no source “{name}”. {has} To add one that is not quoted, use --concerned."
    )


def _free_name(annotations: AnnotationSet, source: Source, name: str) -> str:
    """The new name, if no other source has it."""
    namesake = source_by_name(annotations, name)
    if namesake is not None and namesake.id != source.id:
        raise DataError(
            f"another source already has the name “{namesake.name}”. If the two are the same, "
            f'use --merge-into "{namesake.name}".'
        )
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class KeyChanges:
    """The fields that can be changed on a sentence of an answer key.

    Attributes:
        tag: The key's own tag; None keeps it.
        accept: Additional tags to accept.
        reject: Tags to stop accepting.
        explanation: Why the tag is right; None keeps it, an empty text clears it.
    """

    tag: str | None = None
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    explanation: str | None = None

    @property
    def empty(self) -> bool:
        """Whether no change is requested."""
        return self == KeyChanges()


def key_edit(changes: KeyChanges, codebook: Codebook, sentence: str) -> Edit:
    """One edit that makes all changes of a sentence of an answer key.

    Raises:
        RequestError: The codebook has no such tag.
    """
    edits: list[Edit] = []
    if changes.tag is not None:
        edits.append(SetTag((sentence,), find_tag(codebook, changes.tag)))
    edits += [AcceptTag(sentence, find_tag(codebook, each)) for each in changes.accept]
    # A tag that the codebook no longer has can still be removed.
    edits += [
        AcceptTag(sentence, _named(codebook.tags, each) or each, accepted=False)
        for each in changes.reject
    ]
    if changes.explanation is not None:
        edits.append(ExplainTag(sentence, changes.explanation))
    return edits[0] if len(edits) == 1 else Batch(tuple(edits))


def find_sentence(annotations: AnnotationSet, sentence: str) -> str:
    """The id of a sentence as it was typed.

    Raises:
        RequestError: There is no such sentence.
    """
    if sentence not in annotations.positions:
        first, last = annotations.sentences[0].id, annotations.sentences[-1].id
        raise RequestError(f"{sentence} does not exist. Sentences run from {first} to {last}.")
    return sentence


def find_tag(codebook: Codebook, word: str) -> str:
    """The id of the tag with this id, name or key.

    Raises:
        RequestError: The codebook has no such tag.
    """
    found = _named(codebook.tags, word)
    if found is not None:
        return found
    known = ", ".join(tag.id for tag in codebook.tags)
    raise RequestError(f"the codebook has no tag “{word}”. Its tags: {known}.")


def find_term(terms: Iterable[Term], word: str, what: str) -> str:
    """The id of the kind, stance or part with this id, name or key.

    Args:
        terms: The codebook's kinds, stances or parts.
        word: The word as typed.
        what: The noun for the terms in the message, such as "kind".

    Raises:
        RequestError: The codebook has no such term.
    """
    terms = tuple(terms)
    found = _named(terms, word)
    if found is not None:
        return found
    known = ", ".join(term.id for term in terms)
    raise RequestError(f"the codebook has no {what} “{word}”. It has: {known}.")


def _named(things: Iterable[Tag | Term], word: str) -> str | None:
    """The id of the tag or term that a word names; an id wins over a name, a name over a key."""
    things = tuple(things)
    by = (attrgetter("id"), attrgetter("name"), attrgetter("key"))
    return next((each.id for of in by for each in things if of(each) == word), None)


def find_cue(sentence: Sentence, words: str) -> Cue:
    """The cue with these words: at the most likely place, or else outside quotation marks.

    Raises:
        RequestError: The words are not in the sentence.
    """
    places = [at for at in range(len(sentence.text)) if sentence.text.startswith(words, at)]
    if not places:
        raise RequestError(f"{sentence.id} does not contain the words “{words}”")
    likely = likeliest(sentence.text)
    quoted = quotation_spans(sentence.text)

    def rank(at: int) -> tuple[bool, bool, int]:
        elsewhere = likely is None or not likely[0] <= at < likely[1]
        return elsewhere, any(start <= at < end for start, end in quoted), at

    start = sentence.span[0] + min(places, key=rank)
    return Cue(words, (start, start + len(words)))


def update_source(
    source: Source, codebook: Codebook, kind: str | None, affiliation: str | None
) -> Source:
    """The source with this kind and affiliation. None keeps a field, an empty text clears it.

    Raises:
        RequestError: The codebook has no such kind.
    """
    if kind is not None:
        source = replace(
            source, kind=find_term(codebook.kinds, current_kind(kind), "kind") if kind else None
        )
    if affiliation is not None:
        source = replace(source, affiliation=" ".join(affiliation.split()) or None)
    return source
