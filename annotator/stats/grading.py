"""Grades: annotation sets compared with an answer key.

docs/reference/grades.md explains the formulas.

Tags, sources and links are graded separately, without weights between them. The grades are also
available as plain data: for JSON, for rows of CSV, and as a comment for a student.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from annotator.model.annotation import AnnotationSet, Sentence, Span
from annotator.model.answer_key import (
    OUTCOME_LABELS,
    KeyOutcome,
    KeyReply,
    TagTally,
    compare_tag,
    key_sentences,
    tag_tallies,
)
from annotator.model.codebook import Codebook
from annotator.model.messages import Message
from annotator.model.name_folding import fold_name
from annotator.stats.measure_input import MeasureValue, fraction

KEY_WITHOUT_TAGS = "the key has no tags"
KEY_WITHOUT_SOURCES = "the key has no sources"
NO_LINKS = "neither the key nor the student has links"
NO_STANCES = "no link that matches the key has a stance in the key"


@dataclass(frozen=True, slots=True)
class GradingConfig:
    """What is graded.

    Attributes:
        codebook: The codebook of the tags.
        sources: Whether sources are graded.
        links: Whether links and their stances are graded.
        aliases: Other names of sources, each with the name that replaces it.
    """

    codebook: Codebook
    sources: bool = False
    links: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceGrade:
    """A student's sources compared with the key's.

    Attributes:
        share: Share of the key's sentences with a source for which the student named the same
            source.
        missing: Number of these sentences for which the student named none.
        extra: Number of sentences with a source that has none in the key. These cost no points.
        right: The ids, in the key, of the sentences with the key's source.
    """

    share: MeasureValue
    missing: int
    extra: int
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkGrade:
    """A student's links compared with the key's, as pairs of a sentence and a claim.

    Attributes:
        f1: 2 |both| / (|key| + |student|), as a share of that numerator and denominator.
        missing: Number of the key's links that the student does not have.
        extra: Number of the student's links that the key does not have.
        stances: Share of links with the key's stance, out of the shared links with a stance in the
            key.
        right: The ids, in the key, of the sentences with exactly the key's links and stances.
    """

    f1: MeasureValue
    missing: int
    extra: int
    stances: MeasureValue
    right: frozenset[str]


@dataclass(frozen=True)
class Grade:
    """A student's work on one document compared with the key.

    Attributes:
        annotations: The graded pass.
        replies: The answers to the key's sentences, in the order of the text.
        codebook: The codebook of the tags.
        sources: The sources, or None if they are not graded.
        links: The links, or None if they are not graded.
        pass_number: The number of the graded pass, from 1.
    """

    annotations: AnnotationSet
    replies: tuple[KeyReply, ...]
    codebook: Codebook
    sources: SourceGrade | None = None
    links: LinkGrade | None = None
    pass_number: int = 1

    @property
    def annotator(self) -> str:
        """The student's name, as it is in the file."""
        return self.annotations.annotator

    @cached_property
    def counts(self) -> Mapping[KeyOutcome, int]:
        """The number of replies with each outcome."""
        counts = Counter(reply.outcome for reply in self.replies)
        return {each: counts[each] for each in KeyOutcome}

    @property
    def score(self) -> MeasureValue:
        """The share of the key's sentences with the key's tag or an accepted one.

        An untagged sentence counts in the denominator. It is counted separately from a wrong one.
        """
        right = sum(reply.outcome.is_correct for reply in self.replies)
        return fraction(right, len(self.replies), KEY_WITHOUT_TAGS)

    @cached_property
    def by_span(self) -> Mapping[Span, Sentence]:
        """The student's sentences by span, for matching with the key's."""
        return _by_span(self.annotations)

    @property
    def tallies(self) -> tuple[TagTally, ...]:
        """The replies grouped by the key's tag."""
        return tag_tallies(self.replies, self.codebook)

    @property
    def recall(self) -> Mapping[str, MeasureValue]:
        """For each tag of the key: the share of its sentences with exactly that tag."""
        return {
            each.tag: fraction(each.count(KeyOutcome.SAME), len(each.replies), "")
            for each in self.tallies
        }


def grade_set(annotations: AnnotationSet, key: AnnotationSet, config: GradingConfig) -> Grade:
    """The grade of one set. Sentences are matched by span.

    Raises:
        ValueError: The set and the key have different texts.
    """
    if annotations.document.sha256 != key.document.sha256:
        raise ValueError("The set and the key do not have the same text.")
    by_span = _by_span(annotations)
    replies = tuple(_reply(sentence, by_span) for sentence in key_sentences(key))
    return Grade(
        annotations,
        replies,
        config.codebook,
        _source_grade(annotations, key, config) if config.sources else None,
        _link_grade(annotations, key, config.codebook) if config.links else None,
    )


def _by_span(annotations: AnnotationSet) -> Mapping[Span, Sentence]:
    return {sentence.span: sentence for sentence in annotations.sentences}


def _reply(sentence: Sentence, by_span: Mapping[Span, Sentence]) -> KeyReply:
    own = by_span.get(sentence.span)
    if own is None:
        return KeyReply(sentence, None, KeyOutcome.RESEGMENTED)
    tag = own.tag if own.body else None
    return KeyReply(sentence, tag, compare_tag(sentence, tag))


def _source_grade(
    annotations: AnnotationSet, key: AnnotationSet, config: GradingConfig
) -> SourceGrade:
    expected = _source_names(key, config)
    actual = _source_names(annotations, config)
    same = {span for span, name in expected.items() if actual.get(span) == name}
    share = fraction(len(same), len(expected), KEY_WITHOUT_SOURCES)
    right = frozenset(each.id for each in key.sentences if each.span in same)
    return SourceGrade(share, len(expected.keys() - actual), len(actual.keys() - expected), right)


def _source_names(annotations: AnnotationSet, config: GradingConfig) -> dict[Span, str]:
    """The folded name of each sentence's source, if its tag takes one."""
    aliases = {fold_name(other): fold_name(name) for other, name in config.aliases.items()}
    names: dict[Span, str] = {}
    for sentence in annotations.sentences:
        source = annotations.source_of(sentence)
        if source and sentence.body and config.codebook.role(sentence.tag).attributes:
            name = fold_name(source.name)
            names[sentence.span] = aliases.get(name, name)
    return names


def _link_grade(annotations: AnnotationSet, key: AnnotationSet, codebook: Codebook) -> LinkGrade:
    expected, actual = _stances(key, codebook), _stances(annotations, codebook)
    both = expected.keys() & actual.keys()
    f1 = fraction(2 * len(both), len(expected) + len(actual), NO_LINKS)
    judged = [pair for pair in both if expected[pair] is not None]
    same = sum(expected[pair] == actual[pair] for pair in judged)
    stances = fraction(same, len(judged), NO_STANCES)
    differing = {pair[0] for pair, stance in expected.items() ^ actual.items()}
    linking = {pair[0] for pair in expected} - differing
    right = frozenset(each.id for each in key.sentences if each.span in linking)
    return LinkGrade(f1, len(expected) - len(both), len(actual) - len(both), stances, right)


def _stances(annotations: AnnotationSet, codebook: Codebook) -> dict[tuple[Span, Span], str | None]:
    """The stance of each link that its tag uses, by the spans of the sentence and the claim."""
    return {
        (sentence.span, annotations.sentence(answer.claim).span): answer.stance
        for sentence in annotations.sentences
        if sentence.body and codebook.role(sentence.tag).answers
        for answer in sentence.answers
    }


@dataclass(frozen=True, slots=True)
class ClassReply:
    """A class's answers to one sentence of the key.

    Attributes:
        sentence: The key's sentence.
        tags: The number of students with each tag, by tag id, the most frequent first.
        outcomes: The number of replies with each outcome.
    """

    sentence: Sentence
    tags: Mapping[str, int]
    outcomes: Mapping[KeyOutcome, int]

    @property
    def tagged_count(self) -> int:
        """The number of students who tagged the sentence."""
        return sum(self.tags.values())


def class_replies(grades: Sequence[Grade]) -> tuple[ClassReply, ...]:
    """The answers of all graded students to each sentence. Empty if there are no students."""
    by_sentence = zip(*(each.replies for each in grades), strict=True)
    return tuple(_class_reply(replies) for replies in by_sentence)


def _class_reply(replies: tuple[KeyReply, ...]) -> ClassReply:
    tags = Counter(reply.tag for reply in replies if reply.tag is not None)
    outcomes = Counter(reply.outcome for reply in replies)
    ordered = sorted(tags.items(), key=lambda pair: (-pair[1], pair[0]))
    return ClassReply(
        replies[0].sentence, dict(ordered), {each: outcomes[each] for each in KeyOutcome}
    )


def class_recall(grades: Iterable[Grade]) -> Mapping[str, MeasureValue]:
    """For each tag of the key: the share of all replies to its sentences with exactly that tag."""
    same: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for each in grades:
        for tally in each.tallies:
            same[tally.tag] += tally.count(KeyOutcome.SAME)
            total[tally.tag] += len(tally.replies)
    return {tag: fraction(same[tag], total[tag], "") for tag in total}


def changed_grades(
    before: Iterable[Grade], after: Iterable[Grade]
) -> tuple[tuple[Grade, Grade], ...]:
    """The grades whose score differs with another version of the key, before and after."""
    pairs = zip(before, after, strict=True)
    return tuple((old, new) for old, new in pairs if old.score != new.score)


Record = dict[str, Any]
Cell = str | int | float | None


def document_grades_record(
    key: AnnotationSet, grades: Sequence[Grade], absent: Sequence[str]
) -> Record:
    """All data about one document: its students, the class's answers, and absent students."""
    return {
        "id": key.document.id,
        "title": key.title,
        "key": key.annotator,
        "students": [_grade_record(grade) for grade in grades],
        "class": [_class_reply_record(reply) for reply in class_replies(grades)],
        "recall": {tag: _value_record(value) for tag, value in class_recall(grades).items()},
        "absent": list(absent),
    }


def _grade_record(grade: Grade) -> Record:
    record: Record = {
        "annotator": grade.annotator,
        "pass": grade.pass_number,
        "status": grade.annotations.status,
        "score": _value_record(grade.score),
        "counts": dict(grade.counts),
        "recall": {tag: _value_record(value) for tag, value in grade.recall.items()},
    }
    if grade.sources:
        record["sources"] = _value_record(grade.sources.share) | {
            "missing": grade.sources.missing,
            "extra": grade.sources.extra,
        }
    if grade.links:
        record["links"] = _value_record(grade.links.f1) | {
            "missing": grade.links.missing,
            "extra": grade.links.extra,
        }
        record["stances"] = _value_record(grade.links.stances)
    record["sentences"] = {
        reply.sentence.id: {"tag": reply.tag, "outcome": reply.outcome} for reply in grade.replies
    }
    return record


def _class_reply_record(reply: ClassReply) -> Record:
    return {
        "id": reply.sentence.id,
        "text": reply.sentence.text,
        "key": reply.sentence.tag,
        "accepted_tags": list(reply.sentence.accepted_tags),
        "tags": dict(reply.tags),
        "outcomes": dict(reply.outcomes),
        "split": lacks_clear_majority(reply),
    }


def _value_record(value: MeasureValue) -> Record:
    figure = {
        "value": value.value,
        "numerator": value.numerator,
        "denominator": value.denominator,
    }
    return figure | ({"reason": value.reason} if value.reason else {})


def grade_columns(config: GradingConfig) -> tuple[str, ...]:
    """The column names of the rows of `grade_rows`."""
    return (
        *("document", "student", "pass", "status", "score", "max_score"),
        *(outcome.value for outcome in KeyOutcome),
        *(f"recall {tag.id}" for tag in config.codebook.tags),
        *(("sources", "max_sources") if config.sources else ()),
        *(("links", "stances") if config.links else ()),
    )


def grade_rows(grades: Iterable[Grade], config: GradingConfig) -> Iterator[tuple[Cell, ...]]:
    """One row for each grade, with the columns `grade_columns`. Shares are from 0 to 1, or empty.

    Names are as the students typed them. Make them safe before you write them for a spreadsheet.
    """
    for grade in grades:
        recall = grade.recall
        yield (
            grade.annotations.document.id,
            grade.annotator,
            grade.pass_number,
            grade.annotations.status,
            grade.score.numerator,
            grade.score.denominator,
            *(grade.counts[outcome] for outcome in KeyOutcome),
            *(_rounded_share(recall.get(tag.id)) for tag in config.codebook.tags),
            *(
                (grade.sources.share.numerator, grade.sources.share.denominator)
                if grade.sources
                else ()
            ),
            *(
                (_rounded_share(grade.links.f1), _rounded_share(grade.links.stances))
                if grade.links
                else ()
            ),
        )


def _rounded_share(value: MeasureValue | None) -> float | None:
    if value is None or not isinstance(value.value, int | float):
        return None
    return round(value.value, 4)


def grade_comment(grade: Grade) -> str:
    """A mark in one sentence, for the student: "12 of 17: 11 same as key, 1 also accepted, …"."""
    counts = (f"{n} {OUTCOME_LABELS[outcome]}" for outcome, n in grade.counts.items() if n)
    parts = [f"{grade.score.numerator} of {grade.score.denominator}: {', '.join(counts)}."]
    return " ".join((*parts, *grade_field_comments(grade)))


def grade_field_comments(grade: Grade) -> tuple[Message, ...]:
    """How the sources and the links compare with the key, in one sentence each."""
    found = []
    if grade.sources:
        share = grade.sources.share
        values = {"right": share.numerator, "total": share.denominator}
        found.append(Message("Sources: %(right)s of %(total)s same as key.", **values))
    if grade.links and grade.links.f1.value is not None:
        values = {"missing": grade.links.missing, "extra": grade.links.extra}
        found.append(Message("Links: %(missing)s missing, %(extra)s not in the key.", **values))
    return tuple(found)


CLEAR_MAJORITY = 0.75
"""The share of students that one tag needs so that the class does not count as split."""


def lacks_clear_majority(replies: ClassReply) -> bool:
    """Whether a class is split: two or more students tagged the sentence, but no tag has 75%."""
    most = max(replies.tags.values(), default=0)
    return replies.tagged_count >= 2 and most < CLEAR_MAJORITY * replies.tagged_count
