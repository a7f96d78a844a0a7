"""Feedback: one page for a student, sentence by sentence, with the key's reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.answer_key import (
    OUTCOME_LABELS,
    KeyOutcome,
    KeyReply,
    TagTally,
    Verdict,
    verdict,
)
from annotator.report import render
from annotator.stats.grading import Grade, grade_comment

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


@dataclass(frozen=True)
class StudentWork:
    """A student's work on one document, against its key."""

    key: AnnotationSet
    grade: Grade

    @property
    def comment(self) -> str:
        """What follows the score: "of 17: 16 same as key, 1 different."."""
        return grade_comment(self.grade).removeprefix(f"{self.grade.score.numerator} ")

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
            yield GradedField("Source", self._source(*given), self._source(*expected), right)
        if grade.links:
            right = sentence.id in grade.links.right
            yield GradedField("Responds to", self._links(*given), self._links(*expected), right)

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
            + (f" ({each.stance})" if each.stance else "")
            for each in sentence.answers
        )


def feedback_page(works: Sequence[StudentWork]) -> str:
    """One self-contained page on all the documents that one student worked on.

    Args:
        works: At least one, all by the same student.
    """
    grade = works[0].grade
    return render(
        "feedback.html",
        student=grade.annotator,
        language=grade.codebook.language,
        codebook=grade.codebook,
        works=works,
        outcomes=KeyOutcome,
        signs=GRADE_SIGNS,
        words=OUTCOME_LABELS,
    )
