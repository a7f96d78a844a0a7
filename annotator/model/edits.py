"""Every way to change an annotation set: immutable edits, each from one set to the next."""

from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Status
from annotator.model.codebook import SUPPORTS, Codebook, Role
from annotator.model.delta import share_positions
from annotator.model.edit import Edit, SentenceIds, change, holds, numbers
from annotator.model.faults import Refused


@dataclass(frozen=True, slots=True)
class Tagged(Edit):
    """Give sentences a tag; what the tag does not use stays. Furniture among them is passed over.

    A confirmation's answers always have a stance and a non-response's never do.
    """

    sentences: SentenceIds
    tag: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if codebook.tag(self.tag) is None:
            raise Refused(f"the codebook has no tag “{self.tag}”")
        body = tuple(each for each in self.sentences if annotations.sentence(each).body)
        if not body:
            place = numbers(annotations, self.sentences)
            raise Refused(f"{place} is furniture, which takes no tag; first make it body text")
        role = codebook.role(self.tag)
        return change(annotations, body, lambda each: _with_tag(each, self.tag, role))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{numbers(annotations, self.sentences)}: {codebook.by_id[self.tag].name}"


def _with_tag(sentence: Sentence, tag: str, role: Role) -> Sentence:
    return replace(sentence, tag=tag, answers=in_role(sentence.answers, role))


def in_role(answers: tuple[Answer, ...], role: Role) -> tuple[Answer, ...]:
    """The answers with a stance where the role always has one, and without where it never has."""
    if role is Role.CONFIRMATION:
        return tuple(each._replace(stance=each.stance or SUPPORTS) for each in answers)
    if role is Role.NON_RESPONSE:
        return tuple(each._replace(stance=None) for each in answers)
    return answers


@dataclass(frozen=True, slots=True)
class Untagged(Edit):
    """Take the tag off sentences, and nothing else."""

    sentences: SentenceIds

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change(annotations, self.sentences, lambda each: replace(each, tag=None))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{numbers(annotations, self.sentences)}: no tag"


@dataclass(frozen=True, slots=True)
class Noted(Edit):
    """Give a sentence a note; an empty one takes the note off."""

    sentence: str
    note: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        note = (self.note or "").strip() or None
        return change(annotations, [self.sentence], lambda each: replace(each, note=note))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = "note kept" if (self.note or "").strip() else "note taken off"
        return f"{numbers(annotations, (self.sentence,))}: {what}"


@dataclass(frozen=True, slots=True)
class Flagged(Edit):
    """Flag sentences for a second look, or take the flags off."""

    sentences: SentenceIds
    flag: bool

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change(annotations, self.sentences, lambda each: replace(each, flag=self.flag))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{numbers(annotations, self.sentences)}: {'flagged' if self.flag else 'flag off'}"


@dataclass(frozen=True, slots=True)
class Furnished(Edit):
    """Say that sentences are furniture of some part, or with None that they are body text."""

    sentences: SentenceIds
    part: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change(annotations, self.sentences, lambda each: replace(each, part=self.part))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"furniture ({codebook.part_name(self.part)})" if self.part else "body text"
        return f"{numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class Checkable(Edit):
    """Say whether what sentences claim could be checked."""

    sentences: SentenceIds
    checkable: bool

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change(
            annotations, self.sentences, lambda each: replace(each, checkable=self.checkable)
        )

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = "checkable" if self.checkable else "not checkable"
        return f"{numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class Cued(Edit):
    """Give a sentence its cue, or with None take it off."""

    sentence: str
    cue: Cue | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.cue is not None and not holds(annotations.sentence(self.sentence), self.cue):
            raise Refused(f"the words “{self.cue.text}” do not stand there in {self.sentence}")
        return change(annotations, [self.sentence], lambda each: replace(each, cue=self.cue))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"cue “{self.cue.text}”" if self.cue else "no cue"
        return f"{numbers(annotations, (self.sentence,))}: {what}"


@dataclass(frozen=True, slots=True)
class Relayed(Edit):
    """Name the relay between the source and the outlet, or with None take it off."""

    sentences: SentenceIds
    via: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        via = (self.via or "").strip() or None
        return change(annotations, self.sentences, lambda each: replace(each, via=via))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"via {self.via}" if (self.via or "").strip() else "no relay"
        return f"{numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class Answered(Edit):
    """Say which claims sentences answer; stances are kept as the sentence's role has them.

    Of two answers to one claim the later one holds.
    """

    sentences: SentenceIds
    answers: tuple[Answer, ...]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        for answer in self.answers:
            if answer.claim in self.sentences:
                raise Refused(f"{answer.claim} cannot answer itself")
            if answer.claim not in annotations.positions:
                raise Refused(f"there is no sentence {answer.claim} to answer")
        return change(annotations, self.sentences, lambda each: self._on(each, codebook))

    def _on(self, sentence: Sentence, codebook: Codebook) -> Sentence:
        once = tuple({answer.claim: answer for answer in self.answers}.values())
        return replace(sentence, answers=in_role(once, codebook.role(sentence.tag)))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        claims = tuple(answer.claim for answer in self.answers)
        what = f"answers {numbers(annotations, claims)}" if claims else "answers nothing"
        return f"{numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class Marked(Edit):
    """Say of the whole set that it is finished or unusable (with a reason), or neither."""

    status: Status | None
    reason: str | None = None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        reason = (self.reason or "").strip() or None if self.status else None
        if self.status is Status.UNUSABLE and reason is None:
            raise Refused("say why the article is unusable")
        result = replace(annotations, status=self.status, reason=reason)
        share_positions(annotations, result)
        return result

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        if self.status is None:
            return "the article is open again"
        return f"the article is marked {self.status}"

    def closes(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Together(Edit):
    """Several edits that are one: done in order, undone at once."""

    edits: tuple[Edit, ...]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        for edit in self.edits:
            annotations = edit.apply(annotations, codebook)
        return annotations

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        said = []
        for edit in self.edits:
            said.append(edit.words(annotations, codebook))
            annotations = edit.apply(annotations, codebook)
        return "; ".join(said)

    def reshapes(self) -> bool:
        return any(edit.reshapes() for edit in self.edits)
