"""The edits of an annotation set: of sentences, of sources, and of the sentences' boundaries.

An answer key has two more (`answer_key`), and gold three (`adjudication`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    Sentence,
    Source,
    Status,
    contains_cue,
    is_blank,
    share_positions,
    without_unused_sources,
)
from annotator.model.changes import Edit, SentenceIds, change_sentences, sentence_numbers
from annotator.model.codebook import SUPPORTS, Codebook, Role
from annotator.model.errors import DataError
from annotator.model.name_folding import fold_name, identifier, is_pronoun


@dataclass(frozen=True, slots=True)
class SetTag(Edit):
    """Give sentences a tag; what the tag does not use stays. Furniture among them is passed over.

    A confirmation's answers always have a stance and a non-response's never do.
    """

    sentences: SentenceIds
    tag: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if codebook.tag(self.tag) is None:
            raise DataError(f"the codebook has no tag “{self.tag}”")
        body = tuple(each for each in self.sentences if annotations.sentence(each).body)
        if not body:
            place = sentence_numbers(annotations, self.sentences)
            raise DataError(f"{place} is furniture, which takes no tag; first make it body text")
        role = codebook.role(self.tag)
        return change_sentences(annotations, body, lambda each: _with_tag(each, self.tag, role))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{sentence_numbers(annotations, self.sentences)}: {codebook.by_id[self.tag].name}"


def _with_tag(sentence: Sentence, tag: str, role: Role) -> Sentence:
    return replace(sentence, tag=tag, answers=answers_for_role(sentence.answers, role))


def answers_for_role(answers: tuple[Answer, ...], role: Role) -> tuple[Answer, ...]:
    """The answers with a stance where the role always has one, and without where it never has."""
    if role is Role.CONFIRMATION:
        return tuple(each._replace(stance=each.stance or SUPPORTS) for each in answers)
    if role is Role.NON_RESPONSE:
        return tuple(each._replace(stance=None) for each in answers)
    return answers


@dataclass(frozen=True, slots=True)
class ClearTag(Edit):
    """Take the tag off sentences, and nothing else."""

    sentences: SentenceIds

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(annotations, self.sentences, lambda each: replace(each, tag=None))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{sentence_numbers(annotations, self.sentences)}: no tag"


@dataclass(frozen=True, slots=True)
class SetNote(Edit):
    """Give a sentence a note; an empty one takes the note off."""

    sentence: str
    note: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        note = (self.note or "").strip() or None
        return change_sentences(annotations, [self.sentence], lambda each: replace(each, note=note))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = "note kept" if (self.note or "").strip() else "note taken off"
        return f"{sentence_numbers(annotations, (self.sentence,))}: {what}"


@dataclass(frozen=True, slots=True)
class SetFlag(Edit):
    """Flag sentences for a second look, or take the flags off."""

    sentences: SentenceIds
    flag: bool

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(
            annotations, self.sentences, lambda each: replace(each, flag=self.flag)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        numbers = sentence_numbers(annotations, self.sentences)
        return f"{numbers}: {'flagged' if self.flag else 'flag off'}"


@dataclass(frozen=True, slots=True)
class SetPart(Edit):
    """Say that sentences are furniture of some part, or with None that they are body text."""

    sentences: SentenceIds
    part: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(
            annotations, self.sentences, lambda each: replace(each, part=self.part)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"furniture ({codebook.part_name(self.part)})" if self.part else "body text"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class SetCheckable(Edit):
    """Say whether what sentences claim could be checked."""

    sentences: SentenceIds
    checkable: bool

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(
            annotations, self.sentences, lambda each: replace(each, checkable=self.checkable)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = "checkable" if self.checkable else "not checkable"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class SetCue(Edit):
    """Give a sentence its cue, or with None take it off."""

    sentence: str
    cue: Cue | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.cue is not None and not contains_cue(annotations.sentence(self.sentence), self.cue):
            raise DataError(f"the words “{self.cue.text}” do not stand there in {self.sentence}")
        return change_sentences(
            annotations, [self.sentence], lambda each: replace(each, cue=self.cue)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"cue “{self.cue.text}”" if self.cue else "no cue"
        return f"{sentence_numbers(annotations, (self.sentence,))}: {what}"


@dataclass(frozen=True, slots=True)
class SetVia(Edit):
    """Name the relay between the source and the outlet, or with None take it off."""

    sentences: SentenceIds
    via: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        via = (self.via or "").strip() or None
        return change_sentences(annotations, self.sentences, lambda each: replace(each, via=via))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"via {self.via}" if (self.via or "").strip() else "no relay"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class SetAnswers(Edit):
    """Say which claims sentences answer; stances are kept as the sentence's role has them.

    Of two answers to one claim the later one holds.
    """

    sentences: SentenceIds
    answers: tuple[Answer, ...]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        for answer in self.answers:
            if answer.claim in self.sentences:
                raise DataError(f"{answer.claim} cannot answer itself")
            if answer.claim not in annotations.positions:
                raise DataError(f"there is no sentence {answer.claim} to answer")
        return change_sentences(annotations, self.sentences, lambda each: self._on(each, codebook))

    def _on(self, sentence: Sentence, codebook: Codebook) -> Sentence:
        once = tuple({answer.claim: answer for answer in self.answers}.values())
        return replace(sentence, answers=answers_for_role(once, codebook.role(sentence.tag)))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        claims = tuple(answer.claim for answer in self.answers)
        what = f"answers {sentence_numbers(annotations, claims)}" if claims else "answers nothing"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class SetStatus(Edit):
    """Say of the whole set that it is finished or unusable (with a reason), or neither."""

    status: Status | None
    reason: str | None = None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        reason = (self.reason or "").strip() or None if self.status else None
        if self.status is Status.UNUSABLE and reason is None:
            raise DataError("say why the article is unusable")
        result = replace(annotations, status=self.status, reason=reason)
        share_positions(annotations, result)
        return result

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        if self.status is None:
            return "the article is open again"
        return f"the article is marked {self.status}"

    def changes_status(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Batch(Edit):
    """Several edits that are one: done in order, undone at once."""

    edits: tuple[Edit, ...]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        for edit in self.edits:
            annotations = edit.apply(annotations, codebook)
        return annotations

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        said = []
        for edit in self.edits:
            said.append(edit.describe(annotations, codebook))
            annotations = edit.apply(annotations, codebook)
        return "; ".join(said)

    def changes_segmentation(self) -> bool:
        return any(edit.changes_segmentation() for edit in self.edits)


def find_source(annotations: AnnotationSet, name: str) -> Source | None:
    """The source of this id or of this name, case and white space aside."""
    return source_by_name(annotations, name) or annotations.source_by_id.get(name)


def source_by_name(annotations: AnnotationSet, name: str) -> Source | None:
    """The source of this name, case and white space aside."""
    wanted = fold_name(name)
    same = (source for source in annotations.sources if fold_name(source.name) == wanted)
    return next(same, None)


def new_source(annotations: AnnotationSet, name: str, kind: str | None = None) -> Source:
    """A source for a name that the set does not have yet, under an id of its own.

    Raises:
        DataError: The name is empty, or a pronoun.
    """
    clean = " ".join(name.split())
    _require_name(clean)
    return Source(identifier(clean, annotations.source_by_id), clean, kind)


def _require_name(name: str) -> None:
    if not name.strip():
        raise DataError("a source needs a name")
    if is_pronoun(name):
        raise DataError(f"“{name}” is a pronoun; name the one it stands for")


def put_source(annotations: AnnotationSet, source: Source) -> AnnotationSet:
    """The set with this source: in the place of the one of the same id, or as the last.

    Raises:
        DataError: The source has no name.
    """
    if not source.name.strip():
        raise DataError("a source needs a name")
    others = annotations.sources
    if source.id in annotations.source_by_id:
        sources = tuple(source if each.id == source.id else each for each in others)
    else:
        sources = (*others, source)
    return replace(annotations, sources=sources)


@dataclass(frozen=True, slots=True)
class SetSource(Edit):
    """Give sentences a source, new or known, or with None take it off."""

    sentences: SentenceIds
    source: Source | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.source is not None:
            annotations = put_source(annotations, self.source)
        source = self.source.id if self.source else None
        changed = change_sentences(
            annotations, self.sentences, lambda each: replace(each, source=source)
        )
        return without_unused_sources(changed)

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"source {self.source.name}" if self.source else "no source"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class EditSource(Edit):
    """Add a source, or change what is said of the one of the same id; a rename keeps the id.

    A source that no sentence names stays only where it is concerned.
    """

    source: Source

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        _require_name(self.source.name)
        namesake = source_by_name(annotations, self.source.name)
        if namesake is not None and namesake.id != self.source.id:
            raise DataError(
                f"“{namesake.name}” is a source already; merge the two rather than rename one"
            )
        return without_unused_sources(put_source(annotations, self.source))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        known = annotations.source_by_id.get(self.source.id)
        if known is not None and known.name != self.source.name:
            return f"{known.name} is now {self.source.name}"
        concerned = ", concerned" if self.source.concerned else ""
        kind = f" ({self.source.kind})" if self.source.kind else ""
        return f"source {self.source.name}{kind}{concerned}"


@dataclass(frozen=True, slots=True)
class MergeSources(Edit):
    """Make two sources one: every sentence of `source` names `into` from now on."""

    source: str
    into: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.source == self.into:
            raise DataError("a source cannot be merged into itself")
        return _merge_sources(annotations, self.source, self.into)

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        known = annotations.source_by_id
        return f"{known[self.source].name} is now {known[self.into].name}"


def merge_aliases(annotations: AnnotationSet, aliases: Mapping[str, str]) -> AnnotationSet:
    """A set in which sources that go by several names are one, to be measured.

    Args:
        annotations: The set.
        aliases: Other names of sources, each with the name that it counts as.
    """
    if not aliases:
        return annotations
    counts_as = {fold_name(other): fold_name(name) for other, name in aliases.items()}
    kept: dict[str, Source] = {}
    # The one that has the name itself goes first, so that the others become it.
    for source in sorted(annotations.sources, key=lambda each: fold_name(each.name) in counts_as):
        name = fold_name(source.name)
        into = kept.setdefault(counts_as.get(name, name), source)
        if into is not source:
            annotations = _merge_sources(annotations, source.id, into.id)
    return annotations


def _merge_sources(annotations: AnnotationSet, source: str, into: str) -> AnnotationSet:
    known = annotations.source_by_id
    gone, kept = known[source], known[into]
    users = [each.id for each in annotations.sentences if each.source == gone.id]
    changed = change_sentences(
        put_source(annotations, kept.merge_with(gone)),
        users,
        lambda each: replace(each, source=kept.id),
    )
    sources = tuple(each for each in changed.sources if each.id != gone.id)
    return replace(changed, sources=sources)


@dataclass(frozen=True, slots=True)
class SplitSentence(Edit):
    """Cut a sentence in two at a place in the document's text.

    The left half keeps the id and everything; the right half is new and untagged; a cue goes
    with the half that holds it whole, else it is dropped.

    Attributes:
        sentence: The sentence's id.
        at: Where the right half begins, in code points of the document; white space around it
            belongs to neither half.
    """

    sentence: str
    at: int

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        position = annotations.positions[self.sentence]
        halves = _halves(annotations.sentences[position], self.at, f"s{annotations.next_id}")
        return replace(
            annotations,
            sentences=(
                *annotations.sentences[:position],
                *halves,
                *annotations.sentences[position + 1 :],
            ),
            next_id=annotations.next_id + 1,
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        whole = annotations.sentence(self.sentence)
        halves = _halves(whole, self.at, "")
        dropped = whole.cue is not None and all(half.cue is None for half in halves)
        lost = (
            f"; its cue “{whole.cue.text}” was cut and is dropped" if dropped and whole.cue else ""
        )
        return f"{sentence_numbers(annotations, (self.sentence,))} is split in two{lost}"

    def changes_segmentation(self) -> bool:
        return True


def _halves(whole: Sentence, at: int, new: str) -> tuple[Sentence, Sentence]:
    cut = at - whole.span[0]
    left, right = whole.text[: max(cut, 0)].rstrip(), whole.text[max(cut, 0) :].lstrip()
    if not left or not right:
        raise DataError(f"{whole.id} can only be split between two of its words")
    start, end = whole.span
    first = replace(whole, span=(start, start + len(left)), text=left)
    second = Sentence(new, (end - len(right), end), whole.paragraph, right, whole.part)
    if whole.cue is None or contains_cue(first, whole.cue):
        return first, second
    cue = whole.cue if contains_cue(second, whole.cue) else None
    return replace(first, cue=None), replace(second, cue=cue)


@dataclass(frozen=True, slots=True)
class JoinSentences(Edit):
    """Join a sentence and the one after it, across a paragraph's end if need be.

    The left id stays; so does the left decision, or the right one where the left has none.

    Attributes:
        sentence: The left sentence's id.
        between: The document's text between the two: white space.
    """

    sentence: str
    between: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        left, right = _pair(annotations, self.sentence)
        if not is_blank(self.between) or right.span[0] - left.span[1] != len(self.between):
            raise DataError(f"the article's text between {left.id} and {right.id} is not as it was")
        position = annotations.positions[left.id]
        joined = _join(left, right, self.between)
        answers = answers_for_role(joined.answers, codebook.role(joined.tag))
        sentences = tuple(
            _redirect_answers(each, right.id, left.id)
            for each in (
                *annotations.sentences[:position],
                replace(joined, answers=answers),
                *annotations.sentences[position + 2 :],
            )
        )
        return without_unused_sources(replace(annotations, sentences=sentences))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return describe_join(annotations, _pair(annotations, self.sentence))

    def changes_segmentation(self) -> bool:
        return True


def describe_join(annotations: AnnotationSet, sentences: Sequence[Sentence]) -> str:
    """What joining sentences that follow one another does, and which decisions are lost by it."""
    numbers = sentence_numbers(annotations, tuple(each.id for each in sentences))
    said = f"{numbers} are one sentence now"
    _, *lost = [each.id for each in sentences if each.tag is not None] or [""]
    return (
        f"{said}; the decision on {sentence_numbers(annotations, tuple(lost))} is dropped"
        if lost
        else said
    )


def _pair(annotations: AnnotationSet, sentence: str) -> tuple[Sentence, Sentence]:
    position = annotations.positions[sentence]
    if position + 1 == len(annotations.sentences):
        raise DataError("the last sentence has none after it to be joined with")
    return annotations.sentences[position], annotations.sentences[position + 1]


def _join(left: Sentence, right: Sentence, between: str) -> Sentence:
    decided = left if left.tag is not None or right.tag is None else right
    other = right if decided is left else left
    undecided_fields = decided.tag is None or decided is right
    return replace(
        left,
        span=(left.span[0], right.span[1]),
        text=left.text + between + right.text,
        part=left.part if right.part else None,
        tag=decided.tag,
        source=decided.source or (other.source if undecided_fields else None),
        via=decided.via or (other.via if undecided_fields else None),
        cue=decided.cue or (other.cue if undecided_fields else None),
        answers=decided.answers or (other.answers if undecided_fields else ()),
        checkable=decided.checkable,
        note="\n".join(note for note in (left.note, right.note) if note) or None,
        flag=left.flag or right.flag,
        seconds=_add_seconds(left.seconds, right.seconds),
        accepted_tags=tuple(dict.fromkeys(left.accepted_tags + right.accepted_tags)),
        explanation="\n".join(each for each in (left.explanation, right.explanation) if each)
        or None,
    )


def _add_seconds(left: int | None, right: int | None) -> int | None:
    return left + right if left is not None and right is not None else left or right


def _redirect_answers(sentence: Sentence, gone: str, kept: str) -> Sentence:
    if not any(answer.claim in {gone, kept} for answer in sentence.answers):
        return sentence
    answers: dict[str, Answer] = {}
    for answer in sentence.answers:
        claim = kept if answer.claim == gone else answer.claim
        if claim != sentence.id:
            answers.setdefault(claim, answer._replace(claim=claim))
    kept_answers = tuple(answers.values())
    return sentence if kept_answers == sentence.answers else replace(sentence, answers=kept_answers)
