"""One annotation set as a page shows it: its claims, its sources, its sentences, its measures.

A report on many sets needs only a summary of each. The macros of `templates/article.html` show
everything, and any page may use them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from annotator.model.annotation import AnnotationSet, Answer, Sentence, Source
from annotator.model.codebook import SUPPORTS, Codebook, Role, Tag
from annotator.report import charts
from annotator.report.charts import BarPart, BarSegment, bar, longest_total
from annotator.report.claim_map import (
    ClaimMap,
    MapContent,
    draw,
    map_content,
    upright_layout,
    wide_layout,
)
from annotator.report.finding import ArticleFinding, KeyFigure, finding, key_figures
from annotator.stats import claims as article_claims
from annotator.stats.claims import (
    OUTCOME_COMBINATIONS,
    Claim,
    ClaimOutcome,
    ClaimOutcomes,
    SourceCounts,
    count_outcomes,
    source_counts,
)
from annotator.stats.corpus import MeasuredSet
from annotator.stats.measure_input import MeasureInput, prepare_measure_input
from annotator.stats.measure_wording import MeasureLine, measure_lines
from annotator.stats.measures import MeasureValues, evaluate
from annotator.stats.set_content import SetContent, TagVotes, votes_of_set
from annotator.text.safe import display_text


@dataclass(frozen=True, slots=True)
class AnswerTarget:
    """A link from one sentence to another.

    Attributes:
        number: Of the sentence that it leads to, from 1.
        stance: The stance's name in the codebook; empty where there is none.
    """

    number: int
    stance: str


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """One sentence with all that is shown beside it; of the fields those that its tag uses.

    Attributes:
        number: Its place in the article, from 1, furniture included, as on the screen.
        sentence: The sentence.
        tag: Its tag; None where it has none that the codebook knows.
        pieces: Its text safe to show, before the cue, the cue, and after it; without a cue, the
            first piece is all of it.
        source: Its source; None if it has none.
        kind: The name of the source's kind in the codebook; empty where it is not given.
        answers: The claims that it answers.
        claim: What became of it, where it is a claim.
    """

    number: int
    sentence: Sentence
    tag: Tag | None
    pieces: tuple[str, str, str]
    source: Source | None
    kind: str
    answers: tuple[AnswerTarget, ...]
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in the chart of who speaks how much.

    Attributes:
        source_counts: The source with its sentences.
        counts: The tags that stand for the roles, each with the source's sentences of that role.
        bar: The same, drawn.
    """

    source_counts: SourceCounts
    counts: tuple[tuple[Tag, int], ...]
    bar: tuple[BarSegment, ...]

    @property
    def description(self) -> str:
        """The counts in words: "4 claim, 1 confirmation"."""
        return ", ".join(f"{count} {tag.name}" for tag, count in self.counts)


@dataclass(frozen=True)
class ArticleReport:
    """One annotation set, prepared for a page.

    Attributes:
        annotations: The set.
        codebook: What its tags are read by.
        anchor: What the anchors of this set begin with, different from those of any other on the
            page.
    """

    annotations: AnnotationSet
    codebook: Codebook
    anchor: str = "a1"

    @cached_property
    def measure_input(self) -> MeasureInput:
        """The set prepared for measuring."""
        return prepare_measure_input(self.annotations, self.codebook)

    @cached_property
    def values(self) -> MeasureValues:
        """The value of every measure."""
        return evaluate(self.measure_input)

    @property
    def measured(self) -> MeasuredSet:
        """The values with what tells this set from others."""
        return MeasuredSet(self.annotations.document, self.annotations.annotator, self.values)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims and what became of each."""
        return article_claims.claims(self.measure_input)

    @cached_property
    def map_content(self) -> MapContent:
        """What is on the claim map."""
        return map_content(self.annotations, self.codebook, self.measure_input)

    @property
    def maps(self) -> tuple[ClaimMap, ...]:
        """The claim map for a wide page, and upright for a narrow one."""
        return tuple(draw(self.map_content, each) for each in (wide_layout, upright_layout))

    @cached_property
    def content(self) -> SetContent:
        """What the set holds, and therefore what can be read from it."""
        return SetContent.of(self.annotations, self.codebook, self.measure_input)

    @property
    def finding(self) -> ArticleFinding:
        """What became of the claims, in one sentence."""
        return finding(self.claims, self.content)

    @property
    def key_figures(self) -> tuple[KeyFigure, ...]:
        """Those of the six figures that the set supports, with the sentences behind them."""
        return key_figures(self.measure_input, self.claims, self.values, self.content)

    @property
    def measure_groups(self) -> tuple[tuple[str, tuple[MeasureLine, ...]], ...]:
        """The measures that the set supports in words, by what they are about."""
        lines = filter(self._supports, measure_lines(self.values))
        by_group = groupby(lines, key=lambda line: line.measure.group.value)
        return tuple((group, tuple(each)) for group, each in by_group)

    @cached_property
    def source_rows(self) -> tuple[SourceRow, ...]:
        """Who speaks how much, each with a bar."""
        found = source_counts(self.measure_input)
        longest = charts.longest_total(counts.total for counts in found)
        return tuple(self._source_row(counts, longest) for counts in found)

    @cached_property
    def paragraphs(self) -> tuple[tuple[SentenceLine, ...], ...]:
        """The article's sentences in its paragraphs."""
        by_paragraph = groupby(self._lines(), key=lambda line: line.sentence.paragraph)
        return tuple(tuple(lines) for _, lines in by_paragraph)

    @property
    def counts(self) -> tuple[tuple[Tag, int], ...]:
        """The codebook's tags, each with how many sentences of the body have it."""
        tags = [each.tag for each in self.annotations.sentences if each.body]
        return tuple((tag, tags.count(tag.id)) for tag in self.codebook.tags)

    @property
    def attributing_tags(self) -> tuple[Tag, ...]:
        """The first tag of each role that rests on a source. A chart shows the role by this tag."""
        first = {tag.role: tag for tag in reversed(self.codebook.tags)}
        return tuple(first[role] for role in Role if role.attributes and role in first)

    def kind(self, source: Source | None) -> str:
        """The name of a source's kind in the codebook, else its id; empty where it has none."""
        return self.codebook.kind_name(source.kind if source else None)

    def _supports(self, line: MeasureLine) -> bool:
        return self.content.supports(line.measure)

    def _source_row(self, speaker: SourceCounts, longest: int) -> SourceRow:
        by_role = {
            Role.CLAIM: speaker.claims,
            Role.CONFIRMATION: speaker.confirmations,
            Role.NON_RESPONSE: speaker.non_responses,
        }
        counts = tuple((tag, by_role[tag.role]) for tag in self.attributing_tags)
        parts = [
            BarPart(count, tag.color, tag.mark, hollow=tag.role is Role.NON_RESPONSE)
            for tag, count in counts
        ]
        return SourceRow(speaker, counts, charts.bar(parts, longest))

    def _lines(self) -> Iterator[SentenceLine]:
        claims = {each.sentence: each for each in self.claims}
        for number, sentence in enumerate(self.annotations.sentences, 1):
            role = self.codebook.role(sentence.tag) if sentence.body else Role.NONE
            source = self.annotations.source_of(sentence) if role.attributes else None
            yield SentenceLine(
                number=number,
                sentence=sentence,
                tag=self.codebook.tag(sentence.tag) if sentence.body else None,
                pieces=_pieces(sentence, with_cue=role.attributes),
                source=source,
                kind=self.kind(source),
                answers=tuple(self._links(sentence.answers, role)) if role.answers else (),
                claim=claims.get(sentence.id),
            )

    def _links(self, answers: Iterable[Answer], role: Role) -> Iterator[AnswerTarget]:
        positions = self.annotations.positions
        for each in answers:
            if each.claim in positions:
                stance = (each.stance or SUPPORTS) if role is Role.CONFIRMATION else ""
                yield AnswerTarget(positions[each.claim] + 1, self.codebook.stance_name(stance))


def _pieces(sentence: Sentence, *, with_cue: bool) -> tuple[str, str, str]:
    safe = display_text(sentence.text)
    if sentence.cue_span is None or not with_cue:
        return safe.text, "", ""
    start, end = safe.span(*sentence.cue_span)
    return safe.text[:start], safe.text[start:end], safe.text[end:]


OutcomeCounts = Mapping[ClaimOutcomes, int]


@dataclass(frozen=True, slots=True)
class TagLook:
    """A tag as a chart shows it: its name, its color as the codebook names it, and its letter."""

    name: str
    color: str
    mark: str


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One annotation set as a report on many has it.

    Attributes:
        title: The article's.
        measured: The values of the measures, with the document and the annotator.
        checkable: What became of the claims that could be checked.
        other: What became of the other claims.
        map_content: What is on its claim map.
        finding: What became of the claims, in one sentence.
        content: What the set holds, and therefore what can be read from it.
        votes: The annotator's vote on each sentence.
        tags: The codebook's tags.
        report: The report on the set; None if the page has too many sets to show their articles.
    """

    title: str
    measured: MeasuredSet
    checkable: OutcomeCounts
    other: OutcomeCounts
    map_content: MapContent
    finding: ArticleFinding
    content: SetContent
    votes: tuple[TagVotes, ...]
    tags: tuple[TagLook, ...]
    report: ArticleReport | None = None

    @classmethod
    def of(cls, report: ArticleReport) -> "ArticleSummary":
        """The summary of a set whose article the report shows in full."""
        return cls(
            report.annotations.title,
            report.measured,
            count_outcomes(_claims_by_checkability(report.claims, checkable=True)),
            count_outcomes(_claims_by_checkability(report.claims, checkable=False)),
            report.map_content,
            report.finding,
            report.content,
            votes_of_set(report.annotations, report.codebook),
            tuple(TagLook(each.name, each.color, each.mark) for each in report.codebook.tags),
            report,
        )


def summarize(annotations: AnnotationSet, codebook: Codebook) -> ArticleSummary:
    """The figures of one set."""
    return replace(summarize_with_report(annotations, codebook), report=None)


def summarize_with_report(annotations: AnnotationSet, codebook: Codebook) -> ArticleSummary:
    """The figures of one set, and all of it."""
    return ArticleSummary.of(ArticleReport(annotations, codebook))


def _claims_by_checkability(claims: Iterable[Claim], *, checkable: bool) -> list[Claim]:
    return [claim for claim in claims if claim.checkable is checkable]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One end that claims come to, in the chart of them: how many did, and their bar."""

    outcomes: ClaimOutcomes
    checkable: int
    other: int
    bar: tuple[BarSegment, ...]


def outcome_rows(
    summaries: Iterable[ArticleSummary], colors: Mapping[ClaimOutcome, str]
) -> tuple[OutcomeRow, ...]:
    """Every end that claims can come to, with the claims of all the readings that did.

    Args:
        summaries: One or many.
        colors: Of each outcome; a claim that came to two has the first one's.
    """
    summaries = tuple(summaries)
    checkable = {
        each: sum(one.checkable[each] for one in summaries) for each in OUTCOME_COMBINATIONS
    }
    other = {each: sum(one.other[each] for one in summaries) for each in OUTCOME_COMBINATIONS}
    longest = longest_total(checkable[each] + other[each] for each in OUTCOME_COMBINATIONS)
    return tuple(
        OutcomeRow(
            each,
            checkable[each],
            other[each],
            bar(_parts(checkable[each], other[each], colors[each[0]]), longest),
        )
        for each in OUTCOME_COMBINATIONS
    )


def _parts(checkable: int, other: int, color: str) -> tuple[BarPart, BarPart]:
    return BarPart(checkable, color), BarPart(other, color, hollow=True)
