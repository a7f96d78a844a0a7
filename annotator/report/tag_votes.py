"""The tags of several annotators of one article: how often each was given, and on what they split.

A class that only tagged has no sources and links to compare. Its report is about the tags.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.report.article import ArticleSummary, TagLook
from annotator.report.charts import BarPart, BarSegment, bar, longest_total
from annotator.stats import measure_wording
from annotator.stats.set_content import SetContent, TagVotes, add_votes, combine


@dataclass(frozen=True, slots=True)
class TagShare:
    """How often a tag was given, as text ("5/16 (31%)") and as a bar."""

    tag: TagLook
    figure: str
    bar: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class VoteLine:
    """The votes on one sentence, as text ("14 claim, 6 background") and as a bar."""

    votes: TagVotes
    figure: str
    bar: tuple[BarSegment, ...]


@dataclass(frozen=True, slots=True)
class VoteTable:
    """An article whose annotators only tagged.

    Attributes:
        title: The article's title.
        annotators: How many annotators tagged it.
        notice: On how many sentences they agree, and on how many they are split.
        lines: The sentences in the order of the article.
    """

    title: str
    annotators: int
    notice: str
    lines: tuple[VoteLine, ...]

    @property
    def split(self) -> tuple[VoteLine, ...]:
        """The sentences on which the annotators are split."""
        return tuple(each for each in self.lines if each.votes.split)


def tag_shares(summaries: Sequence[ArticleSummary]) -> tuple[TagShare, ...]:
    """How often each tag was given in these sets, in the order of the codebook."""
    content = combine(each.content for each in summaries)
    looks, longest = _looks(summaries), longest_total(content.tags.values())
    return tuple(
        _tag_share(looks.get(name, TagLook(name, "", "?")), count, content, longest)
        for name, count in content.tags.items()
    )


def _tag_share(look: TagLook, count: int, content: SetContent, longest: int) -> TagShare:
    drawn = bar([BarPart(count, look.color, look.mark)], longest)
    return TagShare(look, measure_wording.tag_share_text(count, content), drawn)


def vote_table(summaries: Sequence[ArticleSummary]) -> VoteTable:
    """The votes on each sentence of one article.

    Args:
        summaries: The sets of its annotators, at least one.
    """
    looks = _looks(summaries)
    votes = add_votes(each.votes for each in summaries)
    lines = (
        VoteLine(each, measure_wording.votes_text(each), _bar(each, looks, len(summaries)))
        for each in votes
    )
    notice = measure_wording.votes_notice(votes)
    return VoteTable(summaries[0].title, len(summaries), notice, tuple(lines))


def _bar(votes: TagVotes, looks: Mapping[str, TagLook], most: int) -> tuple[BarSegment, ...]:
    """The votes in the order of the codebook, so that a tag is at the same place in each bar."""
    unknown = {name: TagLook(name, "", "?") for name in votes.votes if name not in looks}
    shown = [*looks.values(), *unknown.values()]
    return bar(
        [BarPart(votes.votes.get(each.name, 0), each.color, each.mark) for each in shown], most
    )


def _looks(summaries: Iterable[ArticleSummary]) -> Mapping[str, TagLook]:
    return {look.name: look for each in summaries for look in each.tags}
