"""The edits of an annotation set: of sentences, sources and sentence boundaries.

Answer keys have two more (`answer_key`), and gold has three (`adjudication`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    Sentence,
    Shown,
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
from annotator.model.messages import Message
from annotator.model.name_folding import fold_name, identifier, is_pronoun
from annotator.model.suggestions import redirect_shown


@dataclass(frozen=True, slots=True)
class SetTag(Edit):
    """Tag sentences. Fields that the tag does not use stay. Furniture is skipped.

    A confirmation's answers always have a stance, and a non-response's never do.
    """

    sentences: SentenceIds
    tag: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if codebook.tag(self.tag) is None:
            raise DataError(f"The codebook has no tag “{self.tag}”.")
        body = tuple(each for each in self.sentences if annotations.sentence(each).body)
        if not body:
            place = sentence_numbers(annotations, self.sentences)
            raise DataError(f"{place} is furniture, which takes no tag. Make it body text first.")
        role = codebook.role(self.tag)
        return change_sentences(annotations, body, lambda each: _with_tag(each, self.tag, role))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{sentence_numbers(annotations, self.sentences)}: {codebook.by_id[self.tag].name}"


def _with_tag(sentence: Sentence, tag: str, role: Role) -> Sentence:
    return replace(sentence, tag=tag, answers=answers_for_role(sentence.answers, role))


def answers_for_role(answers: tuple[Answer, ...], role: Role) -> tuple[Answer, ...]:
    """The answers with a default stance if the role needs one, and without if it takes none."""
    if role is Role.CONFIRMATION:
        return tuple(each._replace(stance=each.stance or SUPPORTS) for each in answers)
    if role is Role.NON_RESPONSE:
        return tuple(each._replace(stance=None) for each in answers)
    return answers


@dataclass(frozen=True, slots=True)
class ClearTag(Edit):
    """Remove the tag from sentences. Their other fields stay."""

    sentences: SentenceIds

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(annotations, self.sentences, lambda each: replace(each, tag=None))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{sentence_numbers(annotations, self.sentences)}: no tag"


@dataclass(frozen=True, slots=True)
class SetNote(Edit):
    """Set a sentence's note. An empty note removes it."""

    sentence: str
    note: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        note = (self.note or "").strip() or None
        return change_sentences(annotations, [self.sentence], lambda each: replace(each, note=note))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = "note saved" if (self.note or "").strip() else "note removed"
        return f"{sentence_numbers(annotations, (self.sentence,))}: {what}"


@dataclass(frozen=True, slots=True)
class SetFlag(Edit):
    """Flag sentences for review, or remove their flags."""

    sentences: SentenceIds
    flag: bool

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(
            annotations, self.sentences, lambda each: replace(each, flag=self.flag)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        numbers = sentence_numbers(annotations, self.sentences)
        return f"{numbers}: {'flagged' if self.flag else 'flag removed'}"


@dataclass(frozen=True, slots=True)
class KeepDecision(Edit):
    """Keep the decisions on a sentence after a second look. It is recorded what was looked at."""

    sentence: str
    shown: tuple[Shown, ...]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(
            annotations, (self.sentence,), lambda each: replace(each, shown=self.shown)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{sentence_numbers(annotations, (self.sentence,))}: your decision stays"


@dataclass(frozen=True, slots=True)
class SetPart(Edit):
    """Mark sentences as a kind of furniture, or with None as body text."""

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
    """Set whether the claims in sentences could be checked."""

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
    """Set a sentence's cue, or with None remove it."""

    sentence: str
    cue: Cue | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.cue is not None and not contains_cue(annotations.sentence(self.sentence), self.cue):
            raise DataError(f"The cue “{self.cue.text}” is not at this place in {self.sentence}.")
        return change_sentences(
            annotations, [self.sentence], lambda each: replace(each, cue=self.cue)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"cue “{self.cue.text}”" if self.cue else "no cue"
        return f"{sentence_numbers(annotations, (self.sentence,))}: {what}"


@dataclass(frozen=True, slots=True)
class SetVia(Edit):
    """Set the outlet that passed a statement on, or with None remove it."""

    sentences: SentenceIds
    via: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        via = (self.via or "").strip() or None
        return change_sentences(annotations, self.sentences, lambda each: replace(each, via=via))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"via {self.via}" if (self.via or "").strip() else "no outlet in between"
        return f"{sentence_numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class SetAnswers(Edit):
    """Set the claims that sentences answer. The sentence's role decides whether they have a stance.

    If there are two answers to one claim, the later one is used.
    """

    sentences: SentenceIds
    answers: tuple[Answer, ...]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        for answer in self.answers:
            if answer.claim in self.sentences:
                raise DataError(f"{answer.claim} cannot answer itself.")
            if answer.claim not in annotations.positions:
                raise DataError(f"{answer.claim} does not exist, so nothing can answer it.")
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
    """Mark the whole set finished or unusable (with a reason), or remove the mark."""

    status: Status | None
    reason: str | None = None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        reason = (self.reason or "").strip() or None if self.status else None
        if self.status is Status.UNUSABLE and reason is None:
            raise DataError("Give a reason why the article is unusable.")
        result = replace(annotations, status=self.status, reason=reason)
        share_positions(annotations, result)
        return result

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        if self.status is None:
            return "the article is in progress again"
        return f"the article is marked {self.status}"

    def changes_status(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Batch(Edit):
    """Several edits in order, which are undone as one."""

    edits: tuple[Edit, ...]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        for edit in self.edits:
            annotations = edit.apply(annotations, codebook)
        return annotations

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        descriptions = []
        for edit in self.edits:
            descriptions.append(edit.describe(annotations, codebook))
            annotations = edit.apply(annotations, codebook)
        return "; ".join(descriptions)

    def changes_segmentation(self) -> bool:
        return any(edit.changes_segmentation() for edit in self.edits)


def find_source(annotations: AnnotationSet, name: str) -> Source | None:
    """The source with this name or id. Case and white space do not matter."""
    return source_by_name(annotations, name) or annotations.source_by_id.get(name)


def source_by_name(annotations: AnnotationSet, name: str) -> Source | None:
    """The source with this name. Case and white space do not matter."""
    folded = fold_name(name)
    same = (source for source in annotations.sources if fold_name(source.name) == folded)
    return next(same, None)


def new_source(annotations: AnnotationSet, name: str, kind: str | None = None) -> Source:
    """A new source with an id of its own, for a name that the set does not have yet.

    Raises:
        DataError: The name is empty or a pronoun.
    """
    clean = " ".join(name.split())
    _require_name(clean)
    return Source(identifier(clean, annotations.source_by_id), clean, kind)


def _require_name(name: str) -> None:
    if not name.strip():
        raise DataError(Message("Enter a name for the source."))
    if is_pronoun(name):
        words = Message(
            "“%(name)s” is a pronoun. Enter the name of the source that it stands for.", name=name
        )
        raise DataError(words)


def put_source(annotations: AnnotationSet, source: Source) -> AnnotationSet:
    """The set with this source. It replaces the source with the same id, or is added at the end.

    Raises:
        DataError: The source has no name.
    """
    if not source.name.strip():
        raise DataError(Message("Enter a name for the source."))
    others = annotations.sources
    if source.id in annotations.source_by_id:
        sources = tuple(source if each.id == source.id else each for each in others)
    else:
        sources = (*others, source)
    return replace(annotations, sources=sources)


@dataclass(frozen=True, slots=True)
class SetSource(Edit):
    """Set the source of sentences, new or known, or with None remove it."""

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
    """Add a source, or change the one with the same id. Renaming keeps the id.

    A source that no sentence names is kept only if it is concerned.
    """

    source: Source

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        _require_name(self.source.name)
        namesake = source_by_name(annotations, self.source.name)
        if namesake is not None and namesake.id != self.source.id:
            words = Message(
                "“%(name)s” is already a source. Merge the two instead of renaming one.",
                name=namesake.name,
            )
            raise DataError(words)
        return without_unused_sources(put_source(annotations, self.source))

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        known = annotations.source_by_id.get(self.source.id)
        if known is not None and known.name != self.source.name:
            return f"{known.name} is now {self.source.name}"
        concerned = ", concerned" if self.source.concerned else ""
        kind = f" ({self.source.kind})" if self.source.kind else ""
        standing = f", {self.source.standing}" if self.source.standing else ""
        return f"source {self.source.name}{kind}{concerned}{standing}"


@dataclass(frozen=True, slots=True)
class MergeSources(Edit):
    """Merge two sources: every sentence of `source` gets the source `into`."""

    source: str
    into: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.source == self.into:
            raise DataError(Message("A source cannot be merged with itself."))
        return _merge_sources(annotations, self.source, self.into)

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        known = annotations.source_by_id
        return f"{known[self.source].name} merged into {known[self.into].name}"


@dataclass(frozen=True, slots=True)
class RestoreSources(Edit):
    """Restore the list of sources, and which of them some sentences name, as undo does.

    A source that came since stays if a sentence names it or it is concerned.

    Attributes:
        sources: The sources, in their order.
        added: The ids of the sources that the undone edit added. They stay only if named.
        users: The sentences whose source changes, each with the source's id or None.
    """

    sources: tuple[Source, ...]
    added: tuple[str, ...]
    users: Mapping[str, str | None]

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        changed = change_sentences(
            annotations, self.users, lambda each: replace(each, source=self.users[each.id])
        )
        named = {each.source for each in changed.sentences if each.source}
        restored = {each.id for each in self.sources}
        since = [each for each in annotations.sources if each.id not in restored]
        sources = (
            *self.sources,
            *(each for each in since if each.id not in self.added),
            *(each for each in since if each.id in self.added and each.id in named),
        )
        if not {each for each in self.users.values() if each} <= {each.id for each in sources}:
            raise DataError(Message("This source is no longer in the article."))
        result = without_unused_sources(replace(changed, sources=sources))
        _require_different_names(result.sources)
        share_positions(annotations, result)
        return result

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return "sources restored"


def _require_different_names(sources: Sequence[Source]) -> None:
    names: set[str] = set()
    for each in sources:
        _require_name(each.name)
        if fold_name(each.name) in names:
            raise DataError(Message("“%(name)s” is already a source.", name=each.name))
        names.add(fold_name(each.name))


@dataclass(frozen=True, slots=True)
class SetSeconds(Edit):
    """Set the seconds spent on a sentence, or with None remove them, as undo does."""

    sentence: str
    seconds: int | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        return change_sentences(
            annotations, [self.sentence], lambda each: replace(each, seconds=self.seconds)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return f"{sentence_numbers(annotations, (self.sentence,))}: time restored"


def merge_aliases(annotations: AnnotationSet, aliases: Mapping[str, str]) -> AnnotationSet:
    """A copy for measuring, in which a source that has several names is one source.

    Args:
        annotations: The set.
        aliases: Other names of sources, each with the name that replaces it.
    """
    if not aliases:
        return annotations
    counts_as = {fold_name(other): fold_name(name) for other, name in aliases.items()}
    main_sources: dict[str, Source] = {}
    # Sources that have the main name come first, so that the others are merged into them.
    for source in sorted(annotations.sources, key=lambda each: fold_name(each.name) in counts_as):
        name = fold_name(source.name)
        into = main_sources.setdefault(counts_as.get(name, name), source)
        if into is not source:
            annotations = _merge_sources(annotations, source.id, into.id)
    return annotations


def _merge_sources(annotations: AnnotationSet, source: str, into: str) -> AnnotationSet:
    known = annotations.source_by_id
    merged, target = known[source], known[into]
    users = [each.id for each in annotations.sentences if each.source == merged.id]
    changed = change_sentences(
        put_source(annotations, target.merge_with(merged)),
        users,
        lambda each: replace(each, source=target.id),
    )
    sources = tuple(each for each in changed.sources if each.id != merged.id)
    return replace(changed, sources=sources)


@dataclass(frozen=True, slots=True)
class SplitSentence(Edit):
    """Split a sentence in two at a position in the document's text.

    The left half keeps the id and all decisions. The right half is new and untagged. The cue goes
    to the half that contains all of it, or is dropped.

    Attributes:
        sentence: The sentence's id.
        at: Where the right half begins, in code points of the document. White space around it
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
            f"; its cue “{whole.cue.text}” was split and is dropped"
            if dropped and whole.cue
            else ""
        )
        return f"{sentence_numbers(annotations, (self.sentence,))}: split in two{lost}"

    def changes_segmentation(self) -> bool:
        return True


def _halves(whole: Sentence, at: int, new: str) -> tuple[Sentence, Sentence]:
    cut = at - whole.span[0]
    left, right = whole.text[: max(cut, 0)].rstrip(), whole.text[max(cut, 0) :].lstrip()
    if not left or not right:
        raise DataError(f"{whole.id} can be split only between two words.")
    start, end = whole.span
    first = replace(whole, span=(start, start + len(left)), text=left)
    second = Sentence(new, (end - len(right), end), whole.paragraph, right, whole.part)
    if whole.cue is None or contains_cue(first, whole.cue):
        return first, second
    cue = whole.cue if contains_cue(second, whole.cue) else None
    return replace(first, cue=None), replace(second, cue=cue)


@dataclass(frozen=True, slots=True)
class JoinSentences(Edit):
    """Join a sentence and the next one, even if a paragraph ends between them.

    The left id stays. The left decision stays too, or the right one if the left has none.

    Attributes:
        sentence: The left sentence's id.
        between: The white space between the two in the document's text.
    """

    sentence: str
    between: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        left, right = _pair(annotations, self.sentence)
        if not is_blank(self.between) or right.span[0] - left.span[1] != len(self.between):
            raise DataError(f"The article's text between {left.id} and {right.id} has changed.")
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
    """What joining consecutive sentences does, and which decisions it drops."""
    numbers = sentence_numbers(annotations, tuple(each.id for each in sentences))
    joined = f"{numbers}: joined into one sentence"
    _, *lost = [each.id for each in sentences if each.tag is not None] or [""]
    return (
        f"{joined}; the decision on {sentence_numbers(annotations, tuple(lost))} is dropped"
        if lost
        else joined
    )


def _pair(annotations: AnnotationSet, sentence: str) -> tuple[Sentence, Sentence]:
    position = annotations.positions[sentence]
    if position + 1 == len(annotations.sentences):
        raise DataError("This is the last sentence. There is no next sentence to join it with.")
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


def _redirect_answers(sentence: Sentence, old_id: str, new_id: str) -> Sentence:
    answers = _redirected(sentence.answers, sentence.id, old_id, new_id)
    shown = redirect_shown(
        sentence.shown, lambda each: _redirected(each, sentence.id, old_id, new_id)
    )
    if (answers, shown) == (sentence.answers, sentence.shown):
        return sentence
    return replace(sentence, answers=answers, shown=shown)


def _redirected(
    answers: tuple[Answer, ...], sentence: str, old_id: str, new_id: str
) -> tuple[Answer, ...]:
    """The answers of a sentence, in which one claim has another ID. None is to itself or double."""
    if not any(answer.claim in {old_id, new_id} for answer in answers):
        return answers
    redirected: dict[str, Answer] = {}
    for answer in answers:
        claim = new_id if answer.claim == old_id else answer.claim
        if claim != sentence:
            redirected.setdefault(claim, answer._replace(claim=claim))
    return tuple(redirected.values())
