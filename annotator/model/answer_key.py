"""The answer key: how tags compare with it, the edits that only a key has, and practice with it.

Practice compares each tag with the key at once and gives the reason. It writes no file. The
terminal and the class page share this code.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from annotator.model.annotation import AnnotationSet, Sentence, SetForm
from annotator.model.changes import Edit, change_sentences, sentence_numbers
from annotator.model.codebook import Codebook, NearMiss, Tag
from annotator.model.errors import DataError
from annotator.model.messages import Alternatives, Message
from annotator.model.plurals import count_of_total, verb_of_total


class KeyOutcome(StrEnum):
    """How a student's answer for a sentence compares with the key.

    A missing tag is not a wrong tag, so the two are never counted together.
    """

    SAME = "key_tag"
    ACCEPTED = "accepted"
    OTHER = "other_tag"
    UNTAGGED = "untagged"
    RESEGMENTED = "resegmented"

    @property
    def is_correct(self) -> bool:
        """Whether the score counts it: it is the key's own tag or one that the key also accepts."""
        return self in {KeyOutcome.SAME, KeyOutcome.ACCEPTED}


OUTCOME_LABELS = {
    KeyOutcome.SAME: Message("same as key"),
    KeyOutcome.ACCEPTED: Message("also accepted"),
    KeyOutcome.OTHER: Message("different"),
    KeyOutcome.UNTAGGED: Message("untagged"),
    KeyOutcome.RESEGMENTED: Message("split differently"),
}
"""The label of each outcome, for a heading."""


def key_sentences(key: AnnotationSet) -> tuple[Sentence, ...]:
    """The sentences that a key has an answer for: the body sentences that it tags."""
    return tuple(sentence for sentence in key.sentences if sentence.body and sentence.tag)


def compare_tag(sentence: Sentence, tag: str | None) -> KeyOutcome:
    """How a tag compares with the key's `sentence`. None means no tag."""
    if tag is None:
        return KeyOutcome.UNTAGGED
    if tag == sentence.tag:
        return KeyOutcome.SAME
    return KeyOutcome.ACCEPTED if tag in sentence.accepted_tags else KeyOutcome.OTHER


@dataclass(frozen=True, slots=True)
class KeyReply:
    """A student's answer for a sentence of the key.

    Attributes:
        sentence: The key's sentence.
        tag: The id of the tag that the student chose, or None.
        outcome: How it compares with the key.
    """

    sentence: Sentence
    tag: str | None
    outcome: KeyOutcome


@dataclass(frozen=True, slots=True)
class TagTally:
    """How students tagged the sentences that have a particular tag in the key.

    Attributes:
        tag: The id of the key's tag.
        replies: The answers for the sentences with that tag, in the order of the text.
    """

    tag: str
    replies: tuple[KeyReply, ...]

    def count(self, *outcomes: KeyOutcome) -> int:
        """The number of replies with one of these outcomes."""
        return sum(each.outcome in outcomes for each in self.replies)

    @property
    def taken_for(self) -> dict[str, int]:
        """The number of times each wrong tag was chosen, the most frequent first."""
        others = (each.tag for each in self.replies if each.outcome is KeyOutcome.OTHER)
        given = Counter(tag for tag in others if tag)
        return dict(sorted(given.items(), key=lambda pair: (-pair[1], pair[0])))


def tag_tallies(replies: Iterable[KeyReply], codebook: Codebook) -> tuple[TagTally, ...]:
    """The replies by the key's tag, in the codebook's order, without tags that the key never uses.

    A tag of the key that is not in the codebook comes last.
    """
    by_tag: dict[str, list[KeyReply]] = {tag.id: [] for tag in codebook.tags}
    for each in replies:
        by_tag.setdefault(each.sentence.tag or "", []).append(each)
    return tuple(TagTally(tag, tuple(found)) for tag, found in by_tag.items() if found)


@dataclass(frozen=True, slots=True)
class AcceptTag(Edit):
    """In a key: accept or reject an additional tag for a sentence."""

    sentence: str
    tag: str
    accepted: bool = True

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        sentence = _key_sentence(annotations, self.sentence)
        if self.accepted and codebook.tag(self.tag) is None:
            raise DataError(f"The codebook has no tag “{self.tag}”.")
        if self.accepted and sentence.tag is None:
            place = sentence_numbers(annotations, (self.sentence,))
            raise DataError(f"{place} has no tag in the key. Set the key's own tag first.")
        if self.accepted and sentence.tag == self.tag:
            raise DataError(f"“{self.tag}” is already the key's own tag for this sentence.")
        others = tuple(tag for tag in sentence.accepted_tags if tag != self.tag)
        kept = sentence.accepted_tags if self.tag in sentence.accepted_tags else (*others, self.tag)
        also = kept if self.accepted else others
        return change_sentences(
            annotations, [self.sentence], lambda each: replace(each, accepted_tags=also)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        tag = codebook.tag(self.tag)
        name = tag.name if tag else self.tag
        what = "is also accepted" if self.accepted else "is no longer accepted"
        return f"{sentence_numbers(annotations, (self.sentence,))}: {name} {what}"


@dataclass(frozen=True, slots=True)
class ExplainTag(Edit):
    """In a key: explain why a sentence has its tag. An empty text removes the explanation."""

    sentence: str
    explanation: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        _key_sentence(annotations, self.sentence)
        text = (self.explanation or "").strip() or None
        return change_sentences(
            annotations, [self.sentence], lambda each: replace(each, explanation=text)
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = "explained" if (self.explanation or "").strip() else "explanation removed"
        return f"{sentence_numbers(annotations, (self.sentence,))}: {what}"


def _key_sentence(annotations: AnnotationSet, sentence: str) -> Sentence:
    if annotations.form is not SetForm.KEY:
        raise DataError("Only an answer key has accepted tags and explanations. This is not a key.")
    return annotations.sentence(sentence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The key's verdict on one answer, with the codebook's hints about the tags in question.

    Attributes:
        sentence: The key's sentence.
        given_tag: The tag that was chosen; None if none was, or if the codebook does not have it.
        outcome: How it compares with the key.
        expected: The key's own tag; None if the codebook does not have it.
        accepted_tags: The other tags that the key accepts.
        confused: The codebook's near misses: sentences that look like the chosen tag but take the
            key's. Empty if the answer is correct.
    """

    sentence: Sentence
    given_tag: Tag | None
    outcome: KeyOutcome
    expected: Tag | None
    accepted_tags: tuple[Tag, ...] = ()
    confused: tuple[NearMiss, ...] = ()

    @property
    def headline(self) -> str:
        """Whether the key agrees, in one sentence."""
        key = self.expected.name if self.expected else self.sentence.tag or ""
        given = self.given_tag.name if self.given_tag else ""
        match self.outcome:
            case KeyOutcome.SAME:
                return Message("Same as the key: %(key)s.", key=key)
            case KeyOutcome.ACCEPTED:
                return Message(
                    "The key says %(key)s and also accepts %(given)s.", key=key, given=given
                )
            case KeyOutcome.OTHER:
                return Message("The key says %(key)s, not %(given)s.", key=key, given=given)
            case _:
                return Message("The key says %(key)s.", key=key)

    @property
    def others(self) -> str:
        """The other tags that the key accepts, in one sentence. Empty if there are none to add."""
        rest = [tag.name for tag in self.accepted_tags if tag != self.given_tag]
        return Message("The key also accepts %(tags)s.", tags=Alternatives(rest)) if rest else ""

    @property
    def why(self) -> str:
        """The key's explanation, or the codebook's rule for the key's tag if there is none."""
        return self.sentence.explanation or self.rule

    @property
    def rule(self) -> str:
        """The codebook's rule for the key's tag: how to decide it, or its definition."""
        if self.expected is None:
            return ""
        return self.expected.decision or self.expected.definition

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole verdict in sentences: whether the key agrees, what else it accepts, and why.

        If the key has no explanation, the codebook's near misses are added.
        """
        hints = (
            Message("Compare: “%(example)s” %(why)s", example=each.text, why=each.why)
            for each in self.confused
        )
        own = (self.headline, self.others, self.why)
        return tuple(
            each for each in (*own, *(hints if not self.sentence.explanation else ())) if each
        )


def blank_copy(key: AnnotationSet, annotator: str = "") -> AnnotationSet:
    """An annotation set with a key's sentences and no decisions, for a student to fill in."""
    return replace(
        key,
        annotator=annotator,
        sentences=tuple(each.without_decisions for each in key.sentences),
        sources=(),
        status=None,
        reason=None,
        form=SetForm.ANNOTATIONS,
    )


def verdict(sentence: Sentence, tag: str | None, codebook: Codebook) -> Verdict:
    """The key's verdict on a tag for `sentence`, a sentence of the key. None means no tag."""
    given, found = codebook.tag(tag), compare_tag(sentence, tag)
    confused: tuple[NearMiss, ...] = ()
    if given is not None and not found.is_correct:
        confused = tuple(each for each in given.near_misses if each.instead == sentence.tag)
    also = tuple(known for each in sentence.accepted_tags if (known := codebook.tag(each)))
    return Verdict(sentence, given, found, codebook.tag(sentence.tag), also, confused)


@dataclass(frozen=True)
class Practice:
    """One person's practice with one key. Immutable.

    Attributes:
        key: The answer key.
        codebook: The codebook of the key.
        first_tags: The first tag chosen for each sentence, by the sentence's id. The summary counts
            this tag, even if the sentence was tried again.
    """

    key: AnnotationSet
    codebook: Codebook
    first_tags: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that the key has an answer for, in the order of the text."""
        return key_sentences(self.key)

    @property
    def next_unanswered(self) -> Sentence | None:
        """The first sentence without an answer, or None."""
        return next((each for each in self.sentences if each.id not in self.first_tags), None)

    def with_answer(self, sentence: str, tag: str) -> "Practice":
        """The practice with one more answer. A sentence answered before keeps its first tag."""
        return replace(self, first_tags={sentence: tag, **self.first_tags})

    def verdict(self, sentence: str, tag: str) -> Verdict:
        """The key's verdict on a tag.

        Raises:
            KeyError: The key does not have the sentence.
        """
        return verdict(self.key.sentence(sentence), tag, self.codebook)

    @property
    def replies(self) -> tuple[KeyReply, ...]:
        """The first answers so far, in the order of the text."""
        return tuple(
            KeyReply(each, self.first_tags[each.id], compare_tag(each, self.first_tags[each.id]))
            for each in self.sentences
            if each.id in self.first_tags
        )

    @property
    def summary(self) -> tuple[TagTally, ...]:
        """The first answers so far by the key's tag, in the codebook's order."""
        return tag_tallies(self.replies, self.codebook)

    @property
    def summary_lines(self) -> tuple[str, ...]:
        """The summary in sentences: how many answers agreed with the key, overall and by tag."""
        replies = self.replies
        agreed = sum(each.outcome.is_correct for each in replies)
        opening = f"{count_of_total(agreed, len(replies), 'answer')} agreed with the key."
        left = len(self.sentences) - len(replies)
        were = verb_of_total(left, len(self.sentences), "was", "were")
        unanswered = f"{count_of_total(left, len(self.sentences), 'sentence')} {were} not answered."
        rest = (unanswered,) if left else ()
        return (opening, *rest, *(self._line(each) for each in self.summary))

    def _line(self, tally: TagTally) -> str:
        agreed = tally.count(KeyOutcome.SAME, KeyOutcome.ACCEPTED)
        taken = [f"{self._name(tag)} ({times})" for tag, times in tally.taken_for.items()]
        instead = f" You chose {', '.join(taken)} instead." if taken else ""
        return f"{self._name(tally.tag)}: {agreed} of {len(tally.replies)}.{instead}"

    def _name(self, tag: str) -> str:
        known = self.codebook.tag(tag)
        return known.name if known else tag
