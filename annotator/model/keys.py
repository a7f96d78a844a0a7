"""The answer key: what it asks, how a tag compares with it, and the edits that it alone has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.annotation import AnnotationSet, Form, Sentence
from annotator.model.codebook import Codebook
from annotator.model.edit import Edit, change, numbers
from annotator.model.faults import Refused


class Outcome(StrEnum):
    """How what somebody gave a sentence compares with the key.

    Without a tag is not the same as another tag, so the two are never counted together.
    """

    SAME = "same"
    ACCEPTED = "accepted"
    OTHER = "other"
    UNTAGGED = "untagged"
    RECUT = "recut"

    @property
    def counts(self) -> bool:
        """Whether the score counts it: the key's own tag, or one that the key accepts too."""
        return self in {Outcome.SAME, Outcome.ACCEPTED}


OUTCOME_WORDS = {
    Outcome.SAME: "as the key",
    Outcome.ACCEPTED: "accepted too",
    Outcome.OTHER: "another tag",
    Outcome.UNTAGGED: "without a tag",
    Outcome.RECUT: "cut otherwise",
}
"""Each outcome in words, as a heading has it."""


def asked(key: AnnotationSet) -> tuple[Sentence, ...]:
    """The sentences that a key asks for: those of the body that have a tag in it."""
    return tuple(sentence for sentence in key.sentences if sentence.body and sentence.tag)


def outcome(sentence: Sentence, tag: str | None) -> Outcome:
    """How a tag compares with the key's `sentence`; None is no tag at all."""
    if tag is None:
        return Outcome.UNTAGGED
    if tag == sentence.tag:
        return Outcome.SAME
    return Outcome.ACCEPTED if tag in sentence.also else Outcome.OTHER


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody gave a sentence of the key.

    Attributes:
        sentence: The key's sentence.
        given: The tag that was given, by its id; None where there is none.
        outcome: How it compares with the key.
    """

    sentence: Sentence
    given: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Tally:
    """How the sentences that have one tag in the key were tagged.

    Attributes:
        tag: The key's tag, by its id.
        replies: To the sentences that have it, in the order of the text.
    """

    tag: str
    replies: tuple[Reply, ...]

    def count(self, *outcomes: Outcome) -> int:
        """How many replies have one of these outcomes."""
        return sum(each.outcome in outcomes for each in self.replies)

    @property
    def taken_for(self) -> dict[str, int]:
        """How often each tag that is not accepted was given; the most frequent first."""
        others = (each.given for each in self.replies if each.outcome is Outcome.OTHER)
        given = Counter(tag for tag in others if tag)
        return dict(sorted(given.items(), key=lambda pair: (-pair[1], pair[0])))


def tallies(replies: Iterable[Reply], codebook: Codebook) -> tuple[Tally, ...]:
    """The replies by the key's tag, in the codebook's order; tags that the key never has are out.

    A tag of the key that the codebook does not know comes last.
    """
    by_tag: dict[str, list[Reply]] = {tag.id: [] for tag in codebook.tags}
    for each in replies:
        by_tag.setdefault(each.sentence.tag or "", []).append(each)
    return tuple(Tally(tag, tuple(found)) for tag, found in by_tag.items() if found)


@dataclass(frozen=True, slots=True)
class Accepted(Edit):
    """On a key: say whether a further tag of a sentence is accepted; the key's own always is."""

    sentence: str
    tag: str
    accepted: bool = True

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        sentence = _of_key(annotations, self.sentence)
        if self.accepted and codebook.tag(self.tag) is None:
            raise Refused(f"the codebook has no tag “{self.tag}”")
        if self.accepted and sentence.tag is None:
            place = numbers(annotations, (self.sentence,))
            raise Refused(f"{place} has no tag in the key; first say which is the key's own")
        if self.accepted and sentence.tag == self.tag:
            raise Refused(f"“{self.tag}” is the key's own tag there, and is accepted as it is")
        others = tuple(tag for tag in sentence.also if tag != self.tag)
        kept = sentence.also if self.tag in sentence.also else (*others, self.tag)
        also = kept if self.accepted else others
        return change(annotations, [self.sentence], lambda each: replace(each, also=also))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        tag = codebook.tag(self.tag)
        name = tag.name if tag else self.tag
        what = "is accepted too" if self.accepted else "is no longer accepted"
        return f"{numbers(annotations, (self.sentence,))}: {name} {what}"


@dataclass(frozen=True, slots=True)
class Explained(Edit):
    """On a key: say why a sentence has its tag; an empty explanation takes it off."""

    sentence: str
    explanation: str | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        _of_key(annotations, self.sentence)
        text = (self.explanation or "").strip() or None
        return change(annotations, [self.sentence], lambda each: replace(each, explanation=text))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = "explained" if (self.explanation or "").strip() else "explanation taken off"
        return f"{numbers(annotations, (self.sentence,))}: {what}"


def _of_key(annotations: AnnotationSet, sentence: str) -> Sentence:
    if annotations.form is not Form.KEY:
        raise Refused("only a key accepts further tags and explains them; this is no key")
    return annotations.sentence(sentence)
