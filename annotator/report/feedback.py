"""Feedback: one page for a student, sentence by sentence, with the key's reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.answer_key import (
    OUTCOME_LABELS,
    KeyOutcome,
    KeyReply,
    TagTally,
    Verdict,
    verdict,
)
from annotator.model.codebook import Tag
from annotator.model.messages import Message
from annotator.report import ENGLISH_MESSAGES, render
from annotator.stats.grading import Grade, grade_field_comments
from annotator.text.messages import Messages

GRADE_SIGNS = {
    KeyOutcome.SAME: "✓",
    KeyOutcome.ACCEPTED: "≈",
    KeyOutcome.OTHER: "✕",
    KeyOutcome.UNTAGGED: "–",
    KeyOutcome.RESEGMENTED: "–",
}


@dataclass(frozen=True, slots=True)
class GradedField:
    """A source, or what a sentence answers, where that was marked too.

    Attributes:
        name: What it is: "Source" or "Responds to".
        student_value: The student's; empty where there is none.
        expected: The key's; empty where there is none.
        right: Whether the two are the same.
    """

    name: str
    student_value: str
    expected: str
    right: bool


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One sentence of the article on the page.

    Attributes:
        number: As the screen numbers it.
        sentence: The key's sentence.
        outcome: How the answer compares with the key; None if the key does not ask for it.
        verdict: The details of that comparison; None if the key does not ask for it.
        graded_fields: The source and the links, if they are graded and the student or the key has
            any.
    """

    number: int
    sentence: Sentence
    outcome: KeyOutcome | None = None
    verdict: Verdict | None = None
    graded_fields: tuple[GradedField, ...] = ()

    @property
    def same_tag(self) -> bool:
        """Whether the student gave the key's own tag."""
        return self.outcome is KeyOutcome.SAME

    @property
    def to_review(self) -> bool:
        """Whether the tag, the source or a link does not count."""
        if self.outcome is None:
            return False
        return not self.outcome.is_correct or not all(each.right for each in self.graded_fields)


@dataclass(frozen=True, slots=True)
class Confusion:
    """A tag that a student gave instead of the key's.

    Attributes:
        expected: The name of the key's tag.
        given: The name of the student's tag.
        times: In how many sentences.
    """

    expected: str
    given: str
    times: int


@dataclass(frozen=True, slots=True)
class VoteChange:
    """A sentence that a student tagged differently in the next vote.

    Attributes:
        number: As the screen numbers it.
        before: How the earlier tag compares with the key.
        after: How the later tag compares with it.
    """

    number: int
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class VoteStep:
    """What a student changed from one vote to the next.

    Attributes:
        vote: The number of the earlier vote.
        before: The grade of the earlier vote.
        after: The grade of the next vote.
        changes: The sentences with another tag, in the order of the text.
    """

    vote: int
    before: Grade
    after: Grade
    changes: tuple[VoteChange, ...]


@dataclass(frozen=True)
class StudentWork:
    """A student's work on one document, against its key.

    Attributes:
        key: The answer key.
        grade: The grade of the work.
        earlier: The grades of the votes before it, the first vote first.
        first_vote: The number of the first of all these votes.
    """

    key: AnnotationSet
    grade: Grade
    earlier: tuple[Grade, ...] = ()
    first_vote: int = 1

    def results(self, messages: Messages) -> tuple[str, ...]:
        """How many sentences have each outcome: "16 same as key", "1 different"."""
        return tuple(
            messages.translate(Message("%(count)s %(result)s", count=count, result=label))
            for outcome, label in OUTCOME_LABELS.items()
            if (count := self.grade.counts[outcome])
        )

    @property
    def field_comments(self) -> tuple[Message, ...]:
        """How the sources and the links compare with the key, where they are graded."""
        return grade_field_comments(self.grade)

    @property
    def tallies(self) -> tuple[TagTally, ...]:
        """The replies by the key's tag."""
        return self.grade.tallies

    @property
    def lines(self) -> tuple[FeedbackLine, ...]:
        """Every sentence of the article, furniture included, in the order of the text."""
        replies = {reply.sentence.id: reply for reply in self.grade.replies}
        return tuple(
            self._line(number, sentence, replies.get(sentence.id))
            for number, sentence in enumerate(self.key.sentences, 1)
        )

    @property
    def graded(self) -> tuple[FeedbackLine, ...]:
        """The sentences that the key asks for."""
        return tuple(each for each in self.lines if each.verdict)

    @property
    def to_review(self) -> tuple[FeedbackLine, ...]:
        """The sentences with something to learn from."""
        return tuple(each for each in self.lines if each.to_review)

    @property
    def rules(self) -> tuple[Tag, ...]:
        """The key's tags that the student missed, in the codebook's order, each once."""
        missed = {each.sentence.tag for each in self.to_review if not each.same_tag}
        return tuple(tag for tag in self.grade.codebook.tags if tag.id in missed)

    @property
    def vote_steps(self) -> tuple[VoteStep, ...]:
        """What the student changed from each vote to the next."""
        votes = pairwise((*self.earlier, self.grade))
        return tuple(
            VoteStep(vote, before, after, tuple(self._changes(before, after)))
            for vote, (before, after) in enumerate(votes, self.first_vote)
        )

    def _changes(self, before: Grade, after: Grade) -> Iterator[VoteChange]:
        for old, new in zip(before.replies, after.replies, strict=True):
            if old.tag != new.tag:
                verdicts = (verdict(new.sentence, each.tag, after.codebook) for each in (old, new))
                yield VoteChange(self.key.positions[new.sentence.id] + 1, *verdicts)

    @property
    def confusions(self) -> tuple[Confusion, ...]:
        """The tags given instead of the key's, the most frequent first."""
        found = (
            Confusion(self._name(tally.tag), self._name(tag), times)
            for tally in self.tallies
            for tag, times in tally.taken_for.items()
        )
        return tuple(sorted(found, key=lambda each: -each.times))

    def _name(self, tag: str) -> str:
        known = self.grade.codebook.tag(tag)
        return known.name if known else tag

    def _line(self, number: int, sentence: Sentence, reply: KeyReply | None) -> FeedbackLine:
        if reply is None:
            return FeedbackLine(number, sentence)
        said = verdict(sentence, reply.tag, self.grade.codebook)
        besides = tuple(
            each for each in self._besides(sentence) if each.student_value or each.expected
        )
        return FeedbackLine(number, sentence, reply.outcome, said, besides)

    def _besides(self, sentence: Sentence) -> Iterator[GradedField]:
        grade, own = self.grade, self.grade.by_span.get(sentence.span)
        given, expected = (grade.annotations, own), (self.key, sentence)
        if grade.sources:
            right = sentence.id in grade.sources.right
            yield GradedField(
                Message("Source"), self._source(*given), self._source(*expected), right
            )
        if grade.links:
            right = sentence.id in grade.links.right
            yield GradedField(
                Message("Responds to"), self._links(*given), self._links(*expected), right
            )

    def _source(self, annotations: AnnotationSet, sentence: Sentence | None) -> str:
        if sentence is None or not self.grade.codebook.role(sentence.tag).attributes:
            return ""
        source = annotations.source_of(sentence)
        return source.name if source else ""

    def _links(self, annotations: AnnotationSet, sentence: Sentence | None) -> str:
        """The claims that a sentence answers, by their numbers on the screen, with the stances."""
        if sentence is None or not self.grade.codebook.role(sentence.tag).answers:
            return ""
        return ", ".join(
            f"{annotations.positions[each.claim] + 1}"
            + (f" ({self.grade.codebook.stance_name(each.stance)})" if each.stance else "")
            for each in sentence.answers
        )


def feedback_page(
    works: Sequence[StudentWork], back: str = "", messages: Messages = ENGLISH_MESSAGES
) -> str:
    """One self-contained page on all the documents that one student worked on.

    Args:
        works: At least one, all by the same student.
        back: The address of the class page that led here; empty if the page is a file.
        messages: The texts in the language of the page.
    """
    grade = works[0].grade
    title = messages.translate(Message("Feedback for %(student)s", student=grade.annotator))
    return render(
        "feedback.html",
        messages,
        title=title,
        language=messages.language,
        texts=messages,
        codebook=grade.codebook,
        works=works,
        back=back,
        outcomes=KeyOutcome,
        signs=GRADE_SIGNS,
        words=OUTCOME_LABELS,
    )
