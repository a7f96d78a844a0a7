"""What annotation sets hold: tags, sources, links, and therefore which figures they can give.

A set that has only tags cannot say who speaks or who responds to whom. Its figures would be zeros
that describe the annotator's task and not the article. The command, the screen and the pages ask
here what to show.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from annotator.model.annotation import AnnotationSet, Span
from annotator.model.codebook import Codebook
from annotator.stats.grading import CLEAR_MAJORITY
from annotator.stats.measure_input import MeasuredPart, MeasureInput, prepare_measure_input
from annotator.stats.measures import KEY_MEASURES, Measure

SetWithCodebook = tuple[AnnotationSet, Codebook]


@dataclass(frozen=True, slots=True)
class SetContent:
    """What one or more annotation sets hold, in numbers of sentences. Furniture is left out.

    Attributes:
        sentences: All sentences.
        tags: How many have each tag, by the tag's name, in the order of the codebook.
        attributable: Claims, confirmations and non-responses.
        sourced: Those of them that have a source.
        claims: Claims.
        replies: Confirmations and non-responses.
        links: How many links lead from these to claims; a number of links.
    """

    sentences: int
    tags: Mapping[str, int]
    attributable: int
    sourced: int
    claims: int
    replies: int
    links: int

    @classmethod
    def of(
        cls,
        annotations: AnnotationSet,
        codebook: Codebook,
        measure_input: MeasureInput | None = None,
    ) -> "SetContent":
        """The content of one set.

        Args:
            annotations: The set.
            codebook: Names its tags and says which role each has.
            measure_input: The set's input, if it was prepared already.
        """
        measure_input = measure_input or prepare_measure_input(annotations, codebook)
        return cls(
            sentences=len(measure_input.sentences),
            tags=_tag_counts(annotations, codebook),
            attributable=len(measure_input.attributable),
            sourced=len(measure_input.source_by_sentence),
            claims=len(measure_input.claims),
            replies=len(measure_input.confirmations | measure_input.non_responses),
            links=len(measure_input.links),
        )

    @property
    def tagged(self) -> int:
        """How many sentences have a tag."""
        return sum(self.tags.values())

    @property
    def tags_only(self) -> bool:
        """Whether there are tags at most: no sentence has a source, and none a link."""
        return not self.sourced and not self.links

    @property
    def missing(self) -> frozenset[MeasuredPart]:
        """What could be there and is not.

        Sources are missing if no claim, confirmation or non-response has one. Links are missing
        only if there are claims, and confirmations or non-responses that could respond to them:
        in an article without these, "0 claims are supported" is a finding.
        """
        lacking = {
            MeasuredPart.SOURCES: bool(self.attributable) and not self.sourced,
            MeasuredPart.LINKS: bool(self.claims and self.replies) and not self.links,
        }
        return frozenset(part for part, lacks in lacking.items() if lacks)

    def supports(self, measure: Measure) -> bool:
        """Whether a measure can be read from this: nothing that it needs is missing."""
        return not measure.parts & (frozenset(MeasuredPart) if self.tags_only else self.missing)

    @property
    def shows_outcomes(self) -> bool:
        """Whether the set has the links that show what became of its claims."""
        return not self.tags_only and MeasuredPart.LINKS not in self.missing

    @property
    def key_measures(self) -> tuple[Measure, ...]:
        """Those of the six key measures that can be read from this, in their order."""
        return tuple(each for each in KEY_MEASURES if self.supports(each))


def _tag_counts(annotations: AnnotationSet, codebook: Codebook) -> Mapping[str, int]:
    found = Counter(each.tag for each in annotations.sentences if each.body and each.tag)
    names = {tag.id: tag.name for tag in codebook.tags}
    known = {name: found[tag] for tag, name in names.items()}
    return known | {tag: count for tag, count in found.items() if tag not in names}


def combine(contents: Iterable[SetContent]) -> SetContent:
    """The content of several sets together: every number is a sum."""
    contents = tuple(contents)
    names = dict.fromkeys(name for each in contents for name in each.tags)
    return SetContent(
        sentences=sum(each.sentences for each in contents),
        tags={name: sum(each.tags.get(name, 0) for each in contents) for name in names},
        attributable=sum(each.attributable for each in contents),
        sourced=sum(each.sourced for each in contents),
        claims=sum(each.claims for each in contents),
        replies=sum(each.replies for each in contents),
        links=sum(each.links for each in contents),
    )


@dataclass(frozen=True, slots=True)
class TagVotes:
    """How several annotators tagged one sentence.

    Attributes:
        span: Where it is in the text, in code points.
        position: Its place in the article, from 0, furniture included, as the first of them has it.
        text: Its words, as they are in the article.
        votes: How many gave each tag, by the tag's name, the most frequent first.
    """

    span: Span
    position: int
    text: str
    votes: Mapping[str, int]

    @property
    def voters(self) -> int:
        """How many gave it a tag."""
        return sum(self.votes.values())

    @property
    def unanimous(self) -> bool:
        """Whether two or more gave it a tag, and all of them the same."""
        return self.voters > 1 and len(self.votes) == 1

    @property
    def split(self) -> bool:
        """Whether two or more gave it a tag, and no tag has three quarters of the votes."""
        return self.voters > 1 and max(self.votes.values()) < CLEAR_MAJORITY * self.voters


def tag_votes(sets: Iterable[SetWithCodebook]) -> tuple[TagVotes, ...]:
    """How the annotators of one article tagged each sentence, in the order of the article.

    Where annotators cut the text differently, each sentence has the votes of those who have it.

    Args:
        sets: Sets on the same text, each with its codebook.
    """
    return add_votes(votes_of_set(*each) for each in sets)


def votes_of_set(annotations: AnnotationSet, codebook: Codebook) -> tuple[TagVotes, ...]:
    """The vote of one annotator on each sentence. A sentence without a tag has no vote."""
    names = {tag.id: tag.name for tag in codebook.tags}
    return tuple(
        TagVotes(
            each.span, position, each.text, {names.get(each.tag, each.tag): 1} if each.tag else {}
        )
        for position, each in enumerate(annotations.sentences)
        if each.body
    )


def add_votes(votes_by_set: Iterable[Iterable[TagVotes]]) -> tuple[TagVotes, ...]:
    """The votes of several annotators of one article together, in the order of the article."""
    first: dict[Span, TagVotes] = {}
    votes: dict[Span, Counter[str]] = {}
    for each in chain.from_iterable(votes_by_set):
        first.setdefault(each.span, each)
        votes.setdefault(each.span, Counter()).update(each.votes)
    return tuple(replace(first[span], votes=_in_order(votes[span])) for span in sorted(first))


def _in_order(votes: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(votes.items(), key=lambda pair: (-pair[1], pair[0])))
