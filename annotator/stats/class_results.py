"""Results of a class: hard sentences, confused tags, the gain from one vote to the next, a term.

Only the first vote counts, except where two votes are compared. docs/reference/grades.md explains
the formulas. The normalized gain is that of Hake (1998): the part of the possible gain that the
class reached, from the averages of the students who took part in both votes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.answer_key import KeyOutcome, KeyReply
from annotator.model.codebook import Codebook
from annotator.model.messages import Message
from annotator.stats.grading import (
    ClassReply,
    Grade,
    class_recall,
    class_replies,
    lacks_clear_majority,
)
from annotator.stats.measure_input import MeasureValue, fraction, undefined

NO_GAIN = Message("no student took part in both votes")
FULL_SCORE = Message("the first vote has no errors, so nothing could be gained")
NO_FIRST_VOTE = "there is no first vote"


@dataclass(frozen=True, slots=True)
class SentenceResult:
    """How the class answered one sentence.

    Attributes:
        number: As the screen numbers it.
        reply: The answers in the first vote.
        second: The number of right answers in the second vote and of students in it; None if there
            is no second vote.
    """

    number: int
    reply: ClassReply
    second: tuple[int, int] | None = None

    @property
    def sentence(self) -> Sentence:
        """The key's sentence."""
        return self.reply.sentence

    @property
    def right(self) -> int:
        """The number of students with the key's tag or an accepted one."""
        return sum(n for outcome, n in self.reply.outcomes.items() if outcome.is_correct)

    @property
    def students(self) -> int:
        """The number of students."""
        return sum(self.reply.outcomes.values())

    @property
    def wrong_tags(self) -> tuple[tuple[str, int], ...]:
        """The tags that do not count, the most frequent first, each with its number of students."""
        counted = {self.sentence.tag, *self.sentence.accepted_tags}
        return tuple(each for each in self.reply.tags.items() if each[0] not in counted)

    @property
    def untagged(self) -> int:
        """The number of students without a tag for it."""
        return self.students - self.reply.tagged_count

    @property
    def is_split(self) -> bool:
        """Whether no tag has a clear majority."""
        return lacks_clear_majority(self.reply)


@dataclass(frozen=True, slots=True)
class ConfusionRow:
    """The tags that students gave to sentences with one tag in the key.

    Attributes:
        tag: The key's tag.
        given: The number of answers with each tag; None stands for no tag.
        accepted: The number of these that the key also accepts, by tag.
    """

    tag: str
    given: Mapping[str | None, int]
    accepted: Mapping[str | None, int]

    @property
    def total(self) -> int:
        """The number of answers."""
        return sum(self.given.values())


@dataclass(frozen=True, slots=True)
class VoteGain:
    """The change from the first to the second vote, for the students in both.

    Attributes:
        students: The number of students in both votes.
        before: Their average score in the first vote.
        after: Their average score in the second vote.
        gain: The normalized gain: (after - before) / (1 - before). It can be negative.
        corrected: The number of answers that became right.
        spoiled: The number of answers that became wrong.
    """

    students: int
    before: MeasureValue
    after: MeasureValue
    gain: MeasureValue
    corrected: int = 0
    spoiled: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """What a student wrote about a sentence, with the tag that the student gave."""

    number: int
    tag: str | None
    student: str
    text: str


@dataclass(frozen=True)
class DocumentResults:
    """The results of a class on one document.

    Attributes:
        key: The key.
        codebook: Its codebook.
        first: The grades of the first vote.
        second: The grades of the second vote.
        missing: The names of those who have no work on it.
        late: The names of those who have work, but no first vote.
        date: The date of the lesson (2026-11-30); None if it is not known.
        section: The section, if these are the results of one; empty if not.
        week: The Monday of the week of the lesson; empty if it is not known.
    """

    key: AnnotationSet
    codebook: Codebook
    first: tuple[Grade, ...]
    second: tuple[Grade, ...] = ()
    missing: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    date: str | None = None
    section: str = ""
    week: str = ""

    @property
    def title(self) -> str:
        """The article's title."""
        return self.key.title

    @cached_property
    def sentences(self) -> tuple[SentenceResult, ...]:
        """The key's sentences in the order of the text. Empty without a first vote."""
        later = {each.sentence.id: each for each in class_replies(self.second)}
        return tuple(
            SentenceResult(
                self.key.positions[each.sentence.id] + 1, each, _right(later.get(each.sentence.id))
            )
            for each in class_replies(self.first)
        )

    @cached_property
    def hardest(self) -> tuple[SentenceResult, ...]:
        """The sentences with errors, the one with the fewest right answers first."""
        found = (each for each in self.sentences if each.right < each.students)
        return tuple(sorted(found, key=lambda each: (each.right / each.students, each.number)))

    @cached_property
    def confusion(self) -> tuple[ConfusionRow, ...]:
        """The tags given in the first vote by the key's tag, in the codebook's order."""
        replies = [reply for each in self.first for reply in each.replies]
        order = [tag.id for tag in self.codebook.tags]
        found = dict.fromkeys(reply.sentence.tag or "" for reply in replies)
        known = [tag for tag in order if tag in found] + [tag for tag in found if tag not in order]
        return tuple(
            _confusion_row(tag, [each for each in replies if each.sentence.tag == tag])
            for tag in known
        )

    @cached_property
    def score(self) -> MeasureValue:
        """The share of right answers in the first vote."""
        right = sum(each.right for each in self.sentences)
        return fraction(right, sum(each.students for each in self.sentences), NO_FIRST_VOTE)

    @cached_property
    def recall(self) -> Mapping[str, MeasureValue]:
        """For each tag of the key: the share of the answers with exactly that tag."""
        return class_recall(self.first)

    @cached_property
    def gain(self) -> VoteGain | None:
        """The change to the second vote; None if there is no second vote."""
        return vote_gain(self.first, self.second) if self.second else None

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What students wrote about the key's sentences, by sentence and then by student."""
        asked = {each.id for each in self.key.sentences if each.body and each.tag}
        found = {
            (reason.number, reason.student, reason.text): reason
            for grade in (*self.first, *self.second)
            for reason in _reasons(grade, asked, self.key)
        }
        return tuple(found[each] for each in sorted(found))


def _right(reply: ClassReply | None) -> tuple[int, int] | None:
    if reply is None:
        return None
    right = sum(n for outcome, n in reply.outcomes.items() if outcome.is_correct)
    return right, sum(reply.outcomes.values())


def _confusion_row(tag: str, replies: Sequence[KeyReply]) -> ConfusionRow:
    accepted = (each.tag for each in replies if each.outcome is KeyOutcome.ACCEPTED)
    return ConfusionRow(tag, Counter(each.tag for each in replies), Counter(accepted))


def _reasons(grade: Grade, asked: set[str], key: AnnotationSet) -> Iterable[Reason]:
    spans = {each.span: key.positions[each.id] + 1 for each in key.sentences if each.id in asked}
    for sentence in grade.annotations.sentences:
        if sentence.note and sentence.note.strip() and sentence.span in spans:
            yield Reason(spans[sentence.span], sentence.tag, grade.annotator, sentence.note.strip())


def vote_gain(first: Sequence[Grade], second: Sequence[Grade]) -> VoteGain:
    """The change from one vote to the next, for the students in both.

    Args:
        first: The grades of the first vote.
        second: The grades of the second vote, against the same key.
    """
    later = {each.annotator: each for each in second}
    pairs = [(each, later[each.annotator]) for each in first if each.annotator in later]
    before, after = _average(one for one, _ in pairs), _average(two for _, two in pairs)
    replies = [
        (one.outcome.is_correct, two.outcome.is_correct)
        for pair in pairs
        for one, two in zip(pair[0].replies, pair[1].replies, strict=True)
    ]
    gain = _normalized_gain(before, after)
    return VoteGain(
        len(pairs), before, after, gain, replies.count((False, True)), replies.count((True, False))
    )


def _average(grades: Iterable[Grade]) -> MeasureValue:
    # All are graded on the same sentences, so the average of their shares is the share of all.
    scores = [each.score for each in grades]
    right = sum(each.numerator or 0 for each in scores)
    return fraction(right, sum(each.denominator or 0 for each in scores), NO_GAIN)


def _normalized_gain(before: MeasureValue, after: MeasureValue) -> MeasureValue:
    if not isinstance(before.value, int | float) or not isinstance(after.value, int | float):
        return undefined(NO_GAIN)
    if before.value == 1:
        return undefined(FULL_SCORE)
    return MeasureValue((after.value - before.value) / (1 - before.value))


@dataclass(frozen=True, slots=True)
class StudentResults:
    """One student's results over all documents.

    Attributes:
        name: The student's name.
        scores: The score on each document, by the document's id. Documents without a first vote are
            left out.
        recall: The recall of each tag over all documents.
    """

    name: str
    scores: Mapping[str, MeasureValue]
    recall: Mapping[str, MeasureValue]


@dataclass(frozen=True)
class ClassResults:
    """The results of a class on all documents, in the order of the lessons.

    Attributes:
        documents: The results on each document.
        lessons: The results of each section on each document.
        members: The names of those who belong to each section.
    """

    documents: tuple[DocumentResults, ...] = field(default_factory=tuple)
    lessons: tuple[DocumentResults, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def students(self) -> tuple[StudentResults, ...]:
        """Each student who has work or is missing somewhere, by name."""
        names: dict[str, None] = {}
        for each in self.documents:
            names |= dict.fromkeys(grade.annotator for grade in (*each.first, *each.second))
            names |= dict.fromkeys((*each.missing, *each.late))
        return tuple(self._student(name) for name in sorted(names, key=str.casefold))

    def _student(self, name: str) -> StudentResults:
        own = {
            document.key.document.id: grade
            for document in self.documents
            for grade in document.first
            if grade.annotator == name
        }
        scores = {document: grade.score for document, grade in own.items()}
        return StudentResults(name, scores, class_recall(own.values()))


Record = dict[str, Any]


def class_results_record(results: ClassResults, *, anonymous: bool = False) -> Record:
    """All results as plain data.

    Args:
        results: The results.
        anonymous: Whether to leave out names, each student's results, and what students wrote.
    """
    record: Record = {
        "documents": [_document_record(each, anonymous=anonymous) for each in results.documents]
    }
    if not anonymous:
        record["students"] = [
            {
                "name": each.name,
                "scores": {name: value_record(score) for name, score in each.scores.items()},
                "recall": {tag: value_record(value) for tag, value in each.recall.items()},
            }
            for each in results.students
        ]
    return record


def _document_record(results: DocumentResults, *, anonymous: bool) -> Record:
    record: Record = {
        "id": results.key.document.id,
        "title": results.title,
        "date": results.date,
        "students": len(results.first),
        "score": value_record(results.score),
        "recall": {tag: value_record(value) for tag, value in results.recall.items()},
        "sentences": [_sentence_record(each) for each in results.sentences],
        "hardest": [each.sentence.id for each in results.hardest],
        "confusion": {
            row.tag: {tag or "untagged": count for tag, count in row.given.items()}
            for row in results.confusion
        },
        "votes": _gain_record(results.gain),
    }
    if anonymous:
        return record | {"missing": len(results.missing), "late": len(results.late)}
    reasons = (
        {"sentence": each.number, "tag": each.tag, "student": each.student, "text": each.text}
        for each in results.reasons
    )
    return record | {
        "missing": list(results.missing),
        "late": list(results.late),
        "reasons": list(reasons),
    }


def _sentence_record(result: SentenceResult) -> Record:
    return {
        "id": result.sentence.id,
        "number": result.number,
        "text": result.sentence.text,
        "key": result.sentence.tag,
        "right": result.right,
        "students": result.students,
        "tags": dict(result.reply.tags),
        "split": result.is_split,
        "second_vote": result.second and {"right": result.second[0], "students": result.second[1]},
    }


def _gain_record(gain: VoteGain | None) -> Record | None:
    if gain is None:
        return None
    return {
        "students": gain.students,
        "before": value_record(gain.before),
        "after": value_record(gain.after),
        "normalized_gain": value_record(gain.gain),
        "corrected": gain.corrected,
        "spoiled": gain.spoiled,
    }


def value_record(value: MeasureValue) -> Record:
    """A value as plain data, with its numerator and denominator if it is a share."""
    record: Record = {"value": value.value}
    if value.denominator is not None:
        record |= {"numerator": value.numerator, "denominator": value.denominator}
    return record | ({"reason": value.reason} if value.reason else {})
