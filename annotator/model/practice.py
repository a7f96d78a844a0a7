"""Practice: a tag is given, and the key says at once whether it agrees, and why.

Nothing here is ever written to a file. The terminal and the class page share it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotator.model.annotation import AnnotationSet, Form, Sentence
from annotator.model.codebook import Codebook, NearMiss, Tag
from annotator.model.keys import Outcome, Reply, Tally, asked, outcome, tallies
from annotator.model.words import out_of, verb_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the key says of one answer, and what the codebook says of the tags in question.

    Attributes:
        sentence: The key's sentence.
        given: The tag that was given; None where there was none, or the codebook has none such.
        outcome: How it compares with the key.
        expected: The key's own tag; None where the codebook does not know it.
        also: The tags that the key accepts besides.
        confused: What the codebook says of sentences that look like the tag given and take the
            key's instead; empty where the answer counts.
    """

    sentence: Sentence
    given: Tag | None
    outcome: Outcome
    expected: Tag | None
    also: tuple[Tag, ...] = ()
    confused: tuple[NearMiss, ...] = ()

    @property
    def headline(self) -> str:
        """Whether the key agrees, in one sentence."""
        key = self.expected.name if self.expected else self.sentence.tag or ""
        given = self.given.name if self.given else ""
        match self.outcome:
            case Outcome.SAME:
                return f"The key says so too: {key}."
            case Outcome.ACCEPTED:
                return f"The key says {key}, and accepts {given} too."
            case Outcome.OTHER:
                return f"The key says {key}, not {given}."
            case _:
                return f"The key says {key}."

    @property
    def others(self) -> str:
        """Which further tags the key accepts, in one sentence; empty where none, or it was said."""
        rest = [tag.name for tag in self.also if tag != self.given]
        return f"It would also accept {' or '.join(rest)}." if rest else ""

    @property
    def why(self) -> str:
        """The key's explanation; where it gives none, the codebook's rule for the key's tag."""
        return self.sentence.explanation or self.rule

    @property
    def rule(self) -> str:
        """The codebook's rule for the key's tag: how to decide, else the definition."""
        if self.expected is None:
            return ""
        return self.expected.decision or self.expected.definition

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it in sentences: whether the key agrees, what else it accepts, and why.

        Where the key does not explain itself, the codebook's near misses have to.
        """
        hints = (f"Compare: “{each.text}” {each.why}" for each in self.confused)
        own = (self.headline, self.others, self.why)
        return tuple(
            each for each in (*own, *(hints if not self.sentence.explanation else ())) if each
        )


def blank(key: AnnotationSet, annotator: str = "") -> AnnotationSet:
    """A key's sentences with nothing decided about them, for somebody to answer."""
    return replace(
        key,
        annotator=annotator,
        sentences=tuple(each.undecided for each in key.sentences),
        sources=(),
        status=None,
        reason=None,
        form=Form.ANNOTATIONS,
    )


def verdict(sentence: Sentence, tag: str | None, codebook: Codebook) -> Verdict:
    """What the key, of which `sentence` is one, says of a tag; None stands for no tag."""
    given, found = codebook.tag(tag), outcome(sentence, tag)
    confused: tuple[NearMiss, ...] = ()
    if given is not None and not found.counts:
        confused = tuple(each for each in given.near_misses if each.instead == sentence.tag)
    also = tuple(known for each in sentence.also if (known := codebook.tag(each)))
    return Verdict(sentence, given, found, codebook.tag(sentence.tag), also, confused)


@dataclass(frozen=True)
class Practice:
    """One person's practice on one key; a value that never changes.

    Attributes:
        key: The answer key.
        codebook: What its tags mean.
        first: The first tag given to each sentence, by the sentence's id; the summary counts it,
            however often the sentence was tried again.
    """

    key: AnnotationSet
    codebook: Codebook
    first: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def asked(self) -> tuple[Sentence, ...]:
        """The sentences that the key has an answer for, in the order of the text."""
        return asked(self.key)

    @property
    def following(self) -> Sentence | None:
        """The first sentence that was not answered yet; None where all were."""
        return next((each for each in self.asked if each.id not in self.first), None)

    def answered(self, sentence: str, tag: str) -> "Practice":
        """The practice after an answer; a sentence that was answered before keeps its first tag."""
        return replace(self, first={sentence: tag, **self.first})

    def verdict(self, sentence: str, tag: str) -> Verdict:
        """What the key says of a tag.

        Raises:
            KeyError: The key has no such sentence.
        """
        return verdict(self.key.sentence(sentence), tag, self.codebook)

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The first answers so far, in the order of the text."""
        return tuple(
            Reply(each, self.first[each.id], outcome(each, self.first[each.id]))
            for each in self.asked
            if each.id in self.first
        )

    @property
    def summary(self) -> tuple[Tally, ...]:
        """The first answers so far by the key's tag, in the codebook's order."""
        return tallies(self.replies, self.codebook)

    @property
    def summary_lines(self) -> tuple[str, ...]:
        """The summary in sentences: how many answers agreed, then the same tag by tag."""
        replies = self.replies
        agreed = sum(each.outcome.counts for each in replies)
        opening = f"{out_of(agreed, len(replies), 'answer')} agreed with the key."
        left = len(self.asked) - len(replies)
        were = verb_of(left, len(self.asked), "was", "were")
        unanswered = f"{out_of(left, len(self.asked), 'sentence')} {were} not answered."
        rest = (unanswered,) if left else ()
        return (opening, *rest, *(self._line(each) for each in self.summary))

    def _line(self, tally: Tally) -> str:
        agreed = tally.count(Outcome.SAME, Outcome.ACCEPTED)
        taken = [f"{self._name(tag)} ({times})" for tag, times in tally.taken_for.items()]
        instead = f"; instead you said {', '.join(taken)}" if taken else ""
        return f"{self._name(tally.tag)}: {agreed} of {len(tally.replies)}{instead}."

    def _name(self, tag: str) -> str:
        known = self.codebook.tag(tag)
        return known.name if known else tag
