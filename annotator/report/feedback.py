"""Feedback: one page for a student, sentence by sentence, with the key's reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.keys import OUTCOME_WORDS, Outcome, Reply, Tally
from annotator.model.practice import Verdict, verdict
from annotator.report import rendered
from annotator.stats.grading import Mark
from annotator.stats.mark_records import comment

SIGNS = {
    Outcome.SAME: "✓",
    Outcome.ACCEPTED: "≈",
    Outcome.OTHER: "✗",
    Outcome.UNTAGGED: "–",
    Outcome.RECUT: "–",
}


@dataclass(frozen=True, slots=True)
class Besides:
    """A source, or what a sentence answers, where that was marked too.

    Attributes:
        name: What it is: "Source" or "Answers".
        given: The student's; empty where there is none.
        expected: The key's; empty where there is none.
        right: Whether the two are the same.
    """

    name: str
    given: str
    expected: str
    right: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the article on the page.

    Attributes:
        number: As the screen numbers it.
        sentence: The key's sentence.
        outcome: How it was answered; None where the key does not ask for it.
        verdict: What the key says of the answer; None where it does not ask for it.
        besides: The source and the links, as far as they are marked and one of the two has any.
    """

    number: int
    sentence: Sentence
    outcome: Outcome | None = None
    verdict: Verdict | None = None
    besides: tuple[Besides, ...] = ()


@dataclass(frozen=True)
class Work:
    """A student's work on one document, against its key."""

    key: AnnotationSet
    mark: Mark

    @property
    def comment(self) -> str:
        """The mark in one sentence."""
        return comment(self.mark)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The replies by the key's tag."""
        return self.mark.tallies

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every sentence of the article, furniture included, in the order of the text."""
        replies = {reply.sentence.id: reply for reply in self.mark.replies}
        return tuple(
            self._line(number, sentence, replies.get(sentence.id))
            for number, sentence in enumerate(self.key.sentences, 1)
        )

    def _line(self, number: int, sentence: Sentence, reply: Reply | None) -> Line:
        if reply is None:
            return Line(number, sentence)
        said = verdict(sentence, reply.given, self.mark.codebook)
        besides = tuple(each for each in self._besides(sentence) if each.given or each.expected)
        return Line(number, sentence, reply.outcome, said, besides)

    def _besides(self, sentence: Sentence) -> Iterator[Besides]:
        mark, own = self.mark, self.mark.by_span.get(sentence.span)
        given, expected = (mark.annotations, own), (self.key, sentence)
        if mark.sources:
            right = sentence.id in mark.sources.right
            yield Besides("Source", self._source(*given), self._source(*expected), right)
        if mark.links:
            right = sentence.id in mark.links.right
            yield Besides("Answers", self._links(*given), self._links(*expected), right)

    def _source(self, annotations: AnnotationSet, sentence: Sentence | None) -> str:
        if sentence is None or not self.mark.codebook.role(sentence.tag).attributes:
            return ""
        source = annotations.source_of(sentence)
        return source.name if source else ""

    def _links(self, annotations: AnnotationSet, sentence: Sentence | None) -> str:
        """The claims that a sentence answers, by their numbers on the screen, with the stances."""
        if sentence is None or not self.mark.codebook.role(sentence.tag).answers:
            return ""
        return ", ".join(
            f"{annotations.positions[each.claim] + 1} {each.stance or ''}".rstrip()
            for each in sentence.answers
        )


def page(works: Sequence[Work]) -> str:
    """One self-contained page on all the documents that one student worked on.

    Args:
        works: At least one, all by the same student.
    """
    mark = works[0].mark
    return rendered(
        "feedback.html",
        student=mark.annotator,
        language=mark.codebook.language,
        codebook=mark.codebook,
        works=works,
        outcomes=Outcome,
        signs=SIGNS,
        words=OUTCOME_WORDS,
    )
