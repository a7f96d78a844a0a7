"""Edits of the sentences' boundaries: split one, join two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, Answer, Sentence
from annotator.model.codebook import Codebook
from annotator.model.document import is_blank
from annotator.model.edit import Edit, holds, numbers, without_unused_sources
from annotator.model.edits import in_role
from annotator.model.faults import Refused


@dataclass(frozen=True, slots=True)
class Split(Edit):
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

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        whole = annotations.sentence(self.sentence)
        halves = _halves(whole, self.at, "")
        dropped = whole.cue is not None and all(half.cue is None for half in halves)
        lost = (
            f"; its cue “{whole.cue.text}” was cut and is dropped" if dropped and whole.cue else ""
        )
        return f"{numbers(annotations, (self.sentence,))} is split in two{lost}"

    def reshapes(self) -> bool:
        return True


def _halves(whole: Sentence, at: int, new: str) -> tuple[Sentence, Sentence]:
    cut = at - whole.span[0]
    left, right = whole.text[: max(cut, 0)].rstrip(), whole.text[max(cut, 0) :].lstrip()
    if not left or not right:
        raise Refused(f"{whole.id} can only be split between two of its words")
    start, end = whole.span
    first = replace(whole, span=(start, start + len(left)), text=left)
    second = Sentence(new, (end - len(right), end), whole.paragraph, right, whole.part)
    if whole.cue is None or holds(first, whole.cue):
        return first, second
    cue = whole.cue if holds(second, whole.cue) else None
    return replace(first, cue=None), replace(second, cue=cue)


@dataclass(frozen=True, slots=True)
class Join(Edit):
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
            raise Refused(f"the article's text between {left.id} and {right.id} is not as it was")
        position = annotations.positions[left.id]
        joined = _joined(left, right, self.between)
        answers = in_role(joined.answers, codebook.role(joined.tag))
        sentences = tuple(
            _repointed(each, right.id, left.id)
            for each in (
                *annotations.sentences[:position],
                replace(joined, answers=answers),
                *annotations.sentences[position + 2 :],
            )
        )
        return without_unused_sources(replace(annotations, sentences=sentences))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        return joined_in_words(annotations, _pair(annotations, self.sentence))

    def reshapes(self) -> bool:
        return True


def joined_in_words(annotations: AnnotationSet, sentences: Sequence[Sentence]) -> str:
    """What joining sentences that follow one another does, and which decisions are lost by it."""
    said = f"{numbers(annotations, tuple(each.id for each in sentences))} are one sentence now"
    _, *lost = [each.id for each in sentences if each.tag is not None] or [""]
    return (
        f"{said}; the decision on {numbers(annotations, tuple(lost))} is dropped" if lost else said
    )


def _pair(annotations: AnnotationSet, sentence: str) -> tuple[Sentence, Sentence]:
    position = annotations.positions[sentence]
    if position + 1 == len(annotations.sentences):
        raise Refused("the last sentence has none after it to be joined with")
    return annotations.sentences[position], annotations.sentences[position + 1]


def _joined(left: Sentence, right: Sentence, between: str) -> Sentence:
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
        seconds=_sum(left.seconds, right.seconds),
        also=tuple(dict.fromkeys(left.also + right.also)),
        explanation="\n".join(each for each in (left.explanation, right.explanation) if each)
        or None,
    )


def _sum(left: int | None, right: int | None) -> int | None:
    return left + right if left is not None and right is not None else left or right


def _repointed(sentence: Sentence, gone: str, kept: str) -> Sentence:
    if not any(answer.claim in {gone, kept} for answer in sentence.answers):
        return sentence
    answers: dict[str, Answer] = {}
    for answer in sentence.answers:
        claim = kept if answer.claim == gone else answer.claim
        if claim != sentence.id:
            answers.setdefault(claim, answer._replace(claim=claim))
    kept_answers = tuple(answers.values())
    return sentence if kept_answers == sentence.answers else replace(sentence, answers=kept_answers)
