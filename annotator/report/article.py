"""One annotation set as a page tells it: its claims, who speaks, its sentences, its figures.

The macros of `templates/article.html` show it; any page may use them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from annotator.model.annotation import AnnotationSet, Answer, Sentence, Source
from annotator.model.codebook import SUPPORTS, Codebook, Role, Tag
from annotator.report import charts
from annotator.report.charts import Part, Segment
from annotator.stats import claims as article_claims
from annotator.stats.claims import Claim
from annotator.stats.corpus import Measured
from annotator.stats.index import View, view
from annotator.stats.measures import Values, evaluate
from annotator.stats.speakers import Speaker, speakers
from annotator.text.safe import shown


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one sentence to another.

    Attributes:
        number: Of the sentence that it leads to, from 1.
        stance: The stance's name in the codebook; empty where there is none.
    """

    number: int
    stance: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with all that is shown beside it; of the fields those that its tag uses.

    Attributes:
        number: Its place in the article, from 1, furniture included, as on the screen.
        sentence: The sentence.
        tag: Its tag; None where it has none that the codebook knows.
        pieces: Its text safe to show, before the cue, the cue, and after it; without a cue, the
            first piece is all of it.
        source: Whose word it is.
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
    answers: tuple[Link, ...]
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One source in the chart of who speaks how much.

    Attributes:
        speaker: The source with its sentences.
        counts: The tags that stand for the roles, each with the source's sentences of that role.
        bar: The same, drawn.
    """

    speaker: Speaker
    counts: tuple[tuple[Tag, int], ...]
    bar: tuple[Segment, ...]

    @property
    def said(self) -> str:
        """The counts in words: "4 claim, 1 confirmation"."""
        return ", ".join(f"{count} {tag.name}" for tag, count in self.counts)


@dataclass(frozen=True)
class Telling:
    """One annotation set, ready to be told.

    Attributes:
        annotations: The set.
        codebook: What its tags are read by.
        at: What the anchors of this set begin with, different from those of any other on the page.
    """

    annotations: AnnotationSet
    codebook: Codebook
    at: str = "a1"

    @cached_property
    def view(self) -> View:
        """The set prepared for measuring."""
        return view(self.annotations, self.codebook)

    @cached_property
    def values(self) -> Values:
        """The value of every measure."""
        return evaluate(self.view)

    @property
    def measured(self) -> Measured:
        """The values with what tells this set from others."""
        return Measured(self.annotations.document, self.annotations.annotator, self.values)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims and what became of each."""
        return article_claims.claims(self.view)

    @cached_property
    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Who speaks how much, each with a bar."""
        found = speakers(self.view)
        longest = charts.most(speaker.total for speaker in found)
        return tuple(self._speaker(speaker, longest) for speaker in found)

    @cached_property
    def paragraphs(self) -> tuple[tuple[Line, ...], ...]:
        """The article's sentences in its paragraphs."""
        by_paragraph = groupby(self._lines(), key=lambda line: line.sentence.paragraph)
        return tuple(tuple(lines) for _, lines in by_paragraph)

    @property
    def counts(self) -> tuple[tuple[Tag, int], ...]:
        """The codebook's tags, each with how many sentences of the body have it."""
        tags = [each.tag for each in self.annotations.sentences if each.body]
        return tuple((tag, tags.count(tag.id)) for tag in self.codebook.tags)

    @property
    def attributing(self) -> tuple[Tag, ...]:
        """For each role that rests on a source: the first tag that has it, and stands for it."""
        first = {tag.role: tag for tag in reversed(self.codebook.tags)}
        return tuple(first[role] for role in Role if role.attributes and role in first)

    def kind(self, source: Source | None) -> str:
        """The name of a source's kind in the codebook, else its id; empty where it has none."""
        return self.codebook.kind_name(source.kind if source else None)

    def _speaker(self, speaker: Speaker, longest: int) -> SpeakerRow:
        by_role = {
            Role.CLAIM: speaker.claims,
            Role.CONFIRMATION: speaker.confirmations,
            Role.NON_RESPONSE: speaker.silences,
        }
        counts = tuple((tag, by_role[tag.role]) for tag in self.attributing)
        parts = [
            Part(count, tag.colour, tag.mark, hollow=tag.role is Role.NON_RESPONSE)
            for tag, count in counts
        ]
        return SpeakerRow(speaker, counts, charts.bar(parts, longest))

    def _lines(self) -> Iterator[Line]:
        claims = {each.sentence: each for each in self.claims}
        for number, sentence in enumerate(self.annotations.sentences, 1):
            role = self.codebook.role(sentence.tag) if sentence.body else Role.NONE
            source = self.annotations.source_of(sentence) if role.attributes else None
            yield Line(
                number=number,
                sentence=sentence,
                tag=self.codebook.tag(sentence.tag) if sentence.body else None,
                pieces=_pieces(sentence, with_cue=role.attributes),
                source=source,
                kind=self.kind(source),
                answers=tuple(self._links(sentence.answers, role)) if role.answers else (),
                claim=claims.get(sentence.id),
            )

    def _links(self, answers: Iterable[Answer], role: Role) -> Iterator[Link]:
        positions = self.annotations.positions
        for each in answers:
            if each.claim in positions:
                stance = (each.stance or SUPPORTS) if role is Role.CONFIRMATION else ""
                yield Link(positions[each.claim] + 1, self.codebook.stance_name(stance))


def _pieces(sentence: Sentence, *, with_cue: bool) -> tuple[str, str, str]:
    safe = shown(sentence.text)
    if sentence.cue is None or not with_cue:
        return safe.text, "", ""
    begin = sentence.span[0]
    start, end = safe.span(sentence.cue.span[0] - begin, sentence.cue.span[1] - begin)
    return safe.text[:start], safe.text[start:end], safe.text[end:]
