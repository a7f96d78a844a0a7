"""Feedback: one page for a student, sentence by sentence, with the key's reasons."""

from collections.abc import Sequence
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
class Line:
    """One sentence of the article on the page.

    Attributes:
        number: As the screen numbers it.
        sentence: The key's sentence.
        outcome: How it was answered; None where the key does not ask for it.
        verdict: What the key says of the answer; None where it does not ask for it.
    """

    number: int
    sentence: Sentence
    outcome: Outcome | None = None
    verdict: Verdict | None = None


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
        return Line(number, sentence, reply.outcome, said)


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
