"""Marks: annotation sets against an answer key. docs/marks.md has the formulas in words.

Tags, sources and links are marked apart; no weights between them are invented.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotator.model.annotation import AnnotationSet, Sentence, Span
from annotator.model.codebook import Codebook
from annotator.model.keys import Outcome, Reply, Tally, asked, outcome, tallies
from annotator.model.names import folded
from annotator.stats.passes import Passes, pick
from annotator.stats.value import Value, fraction


@dataclass(frozen=True, slots=True)
class Scheme:
    """What is marked, and by which words.

    Attributes:
        codebook: What the tags mean.
        sources: Whether sources are marked.
        links: Whether links and their stances are marked.
        aliases: Other names of sources, each with the name that it counts as.
    """

    codebook: Codebook
    sources: bool = False
    links: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceMark:
    """Sources against the key's.

    Attributes:
        share: The key's sourced sentences to which the same source was given, of all of them.
        missing: How many of them were given none.
        extra: How many sentences were given one that have none in the key; it costs nothing.
        right: The sentences with the key's source, by the key's ids.
    """

    share: Value
    missing: int
    extra: int
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkMark:
    """Links against the key's, as pairs of a sentence and the claim that it answers.

    Attributes:
        f1: 2 |both| / (|key| + |given|), as a share of that numerator and denominator.
        missing: How many of the key's were not drawn.
        extra: How many were drawn that the key has not.
        stances: Of the links that both have and that have a stance in the key: the same stance.
        right: The sentences with just the key's links and stances, by the key's ids.
    """

    f1: Value
    missing: int
    extra: int
    stances: Value
    right: frozenset[str]


@dataclass(frozen=True)
class Mark:
    """One annotator's work on one document against the key.

    Attributes:
        annotations: The pass that was marked.
        replies: To each sentence that the key asks for, in the order of the text.
        codebook: What the tags mean.
        sources: None where sources are not asked for.
        links: None where links are not asked for.
        number: Which of the annotator's passes was marked, from 1.
    """

    annotations: AnnotationSet
    replies: tuple[Reply, ...]
    codebook: Codebook
    sources: SourceMark | None = None
    links: LinkMark | None = None
    number: int = 1

    @property
    def annotator(self) -> str:
        """Whose work it is, as the name stands in the file."""
        return self.annotations.annotator

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many replies have each outcome."""
        found = Counter(reply.outcome for reply in self.replies)
        return {each: found[each] for each in Outcome}

    @property
    def score(self) -> Value:
        """The share of the key's sentences whose tag is the key's or accepted.

        A sentence without a tag stays in the denominator; it is counted apart from a wrong one.
        """
        right = sum(reply.outcome.counts for reply in self.replies)
        return fraction(right, len(self.replies), "the key tags no sentence")

    @cached_property
    def by_span(self) -> Mapping[Span, Sentence]:
        """The student's sentences by where they stand, as the key's are paired with them."""
        return _by_span(self.annotations)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The replies by the key's tag."""
        return tallies(self.replies, self.codebook)

    @property
    def recall(self) -> Mapping[str, Value]:
        """By the key's tag: the share of its sentences that have that very tag."""
        return {
            each.tag: fraction(each.count(Outcome.SAME), len(each.replies), "")
            for each in self.tallies
        }


def mark(annotations: AnnotationSet, key: AnnotationSet, scheme: Scheme) -> Mark:
    """The marks of one set; sentences are paired by their spans.

    Raises:
        ValueError: The set and the key are on different texts.
    """
    if annotations.document.sha256 != key.document.sha256:
        raise ValueError("the set and the key are not on the same text")
    by_span = _by_span(annotations)
    replies = tuple(_reply(sentence, by_span) for sentence in asked(key))
    return Mark(
        annotations,
        replies,
        scheme.codebook,
        _sources(annotations, key, scheme) if scheme.sources else None,
        _links(annotations, key, scheme.codebook) if scheme.links else None,
    )


def mark_of(
    passes: Sequence[AnnotationSet],
    key: AnnotationSet,
    scheme: Scheme,
    which: Passes = Passes.FIRST,
) -> Mark:
    """The marks of the pass that counts, with its number.

    Args:
        passes: Of one annotator on the key's document, from the first on; at least one.
        key: The key.
        scheme: What is marked.
        which: The first or the latest.

    Raises:
        ValueError: The pass and the key are on different texts.
    """
    taken = pick(passes, which)
    number = next(number for number, each in enumerate(passes, 1) if each is taken)
    return replace(mark(taken, key, scheme), number=number)


def _by_span(annotations: AnnotationSet) -> Mapping[Span, Sentence]:
    return {sentence.span: sentence for sentence in annotations.sentences}


def _reply(sentence: Sentence, by_span: Mapping[Span, Sentence]) -> Reply:
    own = by_span.get(sentence.span)
    if own is None:
        return Reply(sentence, None, Outcome.RECUT)
    tag = own.tag if own.body else None
    return Reply(sentence, tag, outcome(sentence, tag))


def _sources(annotations: AnnotationSet, key: AnnotationSet, scheme: Scheme) -> SourceMark:
    expected = _source_names(key, scheme)
    given = _source_names(annotations, scheme)
    same = {span for span, name in expected.items() if given.get(span) == name}
    share = fraction(len(same), len(expected), "the key names no source")
    right = frozenset(each.id for each in key.sentences if each.span in same)
    return SourceMark(share, len(expected.keys() - given), len(given.keys() - expected), right)


def _source_names(annotations: AnnotationSet, scheme: Scheme) -> dict[Span, str]:
    """The folded name of each sentence's source, where its tag rests on one."""
    aliases = {folded(other): folded(name) for other, name in scheme.aliases.items()}
    names: dict[Span, str] = {}
    for sentence in annotations.sentences:
        source = annotations.source_of(sentence)
        if source and sentence.body and scheme.codebook.role(sentence.tag).attributes:
            name = folded(source.name)
            names[sentence.span] = aliases.get(name, name)
    return names


def _links(annotations: AnnotationSet, key: AnnotationSet, codebook: Codebook) -> LinkMark:
    expected, given = _stances(key, codebook), _stances(annotations, codebook)
    both = expected.keys() & given.keys()
    f1 = fraction(2 * len(both), len(expected) + len(given), "neither draws a link")
    judged = [pair for pair in both if expected[pair] is not None]
    same = sum(expected[pair] == given[pair] for pair in judged)
    stances = fraction(same, len(judged), "no link of the key's with a stance was drawn")
    differing = {pair[0] for pair, stance in expected.items() ^ given.items()}
    linking = {pair[0] for pair in expected} - differing
    right = frozenset(each.id for each in key.sentences if each.span in linking)
    return LinkMark(f1, len(expected) - len(both), len(given) - len(both), stances, right)


def _stances(annotations: AnnotationSet, codebook: Codebook) -> dict[tuple[Span, Span], str | None]:
    """The stance of each link that its tag uses, by the spans of the sentence and of the claim."""
    return {
        (sentence.span, annotations.sentence(answer.claim).span): answer.stance
        for sentence in annotations.sentences
        if sentence.body and codebook.role(sentence.tag).answers
        for answer in sentence.answers
    }


@dataclass(frozen=True, slots=True)
class ClassReply:
    """How a class answered one sentence of the key.

    Attributes:
        sentence: The key's sentence.
        tags: How many gave each tag, by its id, the most frequent first.
        outcomes: How many replies have each outcome.
    """

    sentence: Sentence
    tags: Mapping[str, int]
    outcomes: Mapping[Outcome, int]

    @property
    def votes(self) -> int:
        """How many gave a tag."""
        return sum(self.tags.values())


def class_replies(marks: Sequence[Mark]) -> tuple[ClassReply, ...]:
    """How all of those marked answered each sentence; empty where nobody is."""
    by_sentence = zip(*(each.replies for each in marks), strict=True)
    return tuple(_class_reply(replies) for replies in by_sentence)


def _class_reply(replies: tuple[Reply, ...]) -> ClassReply:
    tags = Counter(reply.given for reply in replies if reply.given is not None)
    outcomes = Counter(reply.outcome for reply in replies)
    ordered = sorted(tags.items(), key=lambda pair: (-pair[1], pair[0]))
    return ClassReply(
        replies[0].sentence, dict(ordered), {each: outcomes[each] for each in Outcome}
    )


def class_recall(marks: Iterable[Mark]) -> Mapping[str, Value]:
    """By the key's tag: the share of all replies to its sentences that give that very tag."""
    same: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for each in marks:
        for tally in each.tallies:
            same[tally.tag] += tally.count(Outcome.SAME)
            total[tally.tag] += len(tally.replies)
    return {tag: fraction(same[tag], total[tag], "") for tag in total}


def changed(before: Iterable[Mark], after: Iterable[Mark]) -> tuple[tuple[Mark, Mark], ...]:
    """The marks whose score another version of the key makes another one, before and after."""
    pairs = zip(before, after, strict=True)
    return tuple((old, new) for old, new in pairs if old.score != new.score)
