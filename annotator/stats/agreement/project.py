"""Agreement over the sets of a project: on tags, and on all that hangs on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.model.codebook import KINDS, STANCES, Codebook
from annotator.stats import pairing
from annotator.stats.agreement.agreement import agreement
from annotator.stats.agreement.result import Agreement, Figure
from annotator.stats.agreement.shares import Share, share
from annotator.stats.agreement.table import table_of
from annotator.stats.given import Given, Ratio
from annotator.stats.pairing import Cuts, Reading
from annotator.stats.passes import Pass, choose

NO_SOURCES = "no two annotators gave a sentence the same role and named a source"
NO_LINKS = "nobody drew a link between sentences that two annotators have"
NO_LINKS_SAME_TAGS = "nobody drew a link between sentences that got the same tags from two"
NOT_WITH_OTHERS = "no sentence has a tag of this annotator and of another"
STRETCHES = 5


@dataclass(frozen=True, slots=True)
class Scheme:
    """What the sets are compared by.

    Attributes:
        tags: The codebook's tags by their ids, in order.
        annotators: The annotators in order; those met besides come after them.
        aliases: Other names of sources, each with the name that it counts as.
    """

    tags: Sequence[str]
    annotators: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that annotators may agree on.

    Attributes:
        tag: The tag of each sentence.
        tokens: The tag of each word; None where all cut their documents alike.
        checkable: Of what two call a claim, whether it can be checked.
        kind: Of what rests on somebody's word to two, the kind of source.
        stance: Of the links that two drew, the stance.
        source: The same source, of the pairs that gave the same role.
        links: F1 of the links, end to end.
        links_same_tags: F1 of the links between sentences that both tagged the same.
        cuts: How far the documents are cut alike.
    """

    tag: Agreement
    tokens: Agreement | None
    checkable: Agreement
    kind: Agreement
    stance: Agreement
    source: Share
    links: Share
    links_same_tags: Share
    cuts: Cuts


def compare(readings: Iterable[Reading], scheme: Scheme, *, intervals: bool = False) -> Compared:
    """Everything that the annotators of a project may agree on.

    Documents that one annotator alone has are left out: who tags what is a decision, not chance,
    and so they are no part of the intervals.

    Args:
        readings: One set for each annotator and document.
        scheme: What they are compared by.
        intervals: Whether intervals are wanted.
    """
    readings = pairing.shared(readings)
    cuts = pairing.cuts(readings)

    def table(given: Iterable[Given], labels: Sequence[str]) -> Agreement:
        given = list(given)
        met = {each.label for each in given}
        known = [label for label in labels if label in met]
        names = _present(scheme.annotators, given)
        return agreement(table_of(given, known, names), intervals=intervals)

    return Compared(
        tag_agreement(readings, scheme, intervals=intervals),
        tag_agreement(readings, scheme, tokens=True, intervals=intervals)
        if cuts.differing
        else None,
        table(pairing.checkable(readings), (pairing.CHECKABLE, pairing.NOT_CHECKABLE)),
        table(pairing.kinds(readings), KINDS),
        table(pairing.stances(readings), STANCES),
        share(pairing.same_source(readings, scheme.aliases), NO_SOURCES, intervals=intervals),
        share(pairing.links(readings), NO_LINKS, intervals=intervals),
        share(pairing.links(readings, same_tags=True), NO_LINKS_SAME_TAGS, intervals=intervals),
        cuts,
    )


def compare_passes(
    passes: Iterable[Pass],
    codebook: Codebook,
    aliases: Mapping[str, str],
    *,
    intervals: bool = False,
    unfinished: bool = False,
) -> Compared:
    """The same over the first finished pass of each annotator over each document.

    Args:
        passes: All passes.
        codebook: Its tags, which all passes are read by.
        aliases: Other names of sources, each with the name that it counts as.
        intervals: Whether intervals are wanted.
        unfinished: Whether a pass under work counts where none is finished.
    """
    chosen = choose(passes, unfinished=unfinished).passes
    readings = [Reading(each.annotations, codebook) for each in chosen]
    return compare(readings, Scheme(tuple(codebook.by_id), aliases=aliases), intervals=intervals)


def tag_agreement(
    readings: Iterable[Reading],
    scheme: Scheme,
    *,
    tokens: bool = False,
    intervals: bool = False,
) -> Agreement:
    """Agreement on the tags of sentences, or of words, in documents that two annotators have."""
    readings = pairing.shared(readings)
    given = list(pairing.tokens(readings) if tokens else pairing.tags(readings))
    return agreement(
        table_of(given, scheme.tags, _present(scheme.annotators, given)), intervals=intervals
    )


def _present(annotators: Sequence[str], given: Iterable[Given]) -> list[str]:
    met = dict.fromkeys(each.annotator for each in given)
    return [*(name for name in annotators if name in met), *sorted(set(met) - set(annotators))]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One annotator against all others, over a stretch of the documents that they share.

    Attributes:
        annotator: The annotator.
        number: Which stretch, from 1.
        documents: Over how many documents.
        share: The pairs with another annotator's tag that agree.
        alpha: Krippendorff's α of these pairs.
    """

    annotator: str
    number: int
    documents: int
    share: Share
    alpha: Figure


def over_time(
    readings: Iterable[Reading], order: Sequence[str], scheme: Scheme, stretches: int = STRETCHES
) -> tuple[Stretch, ...]:
    """How each annotator stands to the others, stretch by stretch, which shows drift.

    Args:
        readings: One set for each annotator and document.
        order: The documents' ids in the order in which they were worked on; others come last.
        scheme: What they are compared by.
        stretches: In how many stretches an annotator's documents are parted, where they suffice.
    """
    places = {document: at for at, document in enumerate(order)}
    found: list[Stretch] = []
    groups = [same for same in pairing.by_document(readings).values() if len(same) > 1]
    groups.sort(key=lambda same: _place(same[0], places))
    everybody = _present(scheme.annotators, pairing.tags(each for same in groups for each in same))
    for annotator in everybody:
        own = [same for same in groups if any(each.annotator == annotator for each in same)]
        parts = min(stretches, len(own))
        for number in range(parts):
            some = own[number * len(own) // parts : (number + 1) * len(own) // parts]
            found.append(_stretch(annotator, number + 1, some, scheme))
    return tuple(found)


def _place(reading: Reading, places: Mapping[str, int]) -> tuple[int, str]:
    document = reading.annotations.document.id
    return places.get(document, len(places)), document


def _stretch(
    annotator: str, number: int, some: Sequence[Sequence[Reading]], scheme: Scheme
) -> Stretch:
    given: list[Given] = []
    ratios: list[Ratio] = []
    for same in some:
        own = next(each for each in same if each.annotator == annotator)
        for other in same:
            if other is own:
                continue
            for span in own.tagged.keys() & other.tagged.keys():
                unit = (own.document, span, other.annotator)
                tags = str(own.tagged[span].tag), str(other.tagged[span].tag)
                given += [Given(unit, who, tag) for who, tag in zip("01", tags, strict=True)]
                ratios.append(Ratio(unit, own.document, int(tags[0] == tags[1]), 1))
    alpha = agreement(table_of(given, scheme.tags)).krippendorff_alpha
    return Stretch(annotator, number, len(some), share(ratios, NOT_WITH_OTHERS), alpha)


@dataclass(frozen=True, slots=True)
class Again:
    """One annotator against an earlier pass of the same annotator.

    Attributes:
        annotator: The annotator.
        documents: Over how many documents.
        percent: Observed agreement with oneself.
        kappa: Cohen's κ of the two passes.
    """

    annotator: str
    documents: int
    percent: Figure
    kappa: Figure


def own_again(pairs: Iterable[tuple[Reading, Reading]], scheme: Scheme) -> tuple[Again, ...]:
    """How steady each annotator is: a later pass against an earlier one, blind to it.

    Args:
        pairs: For annotators and documents, the earlier pass and the later one.
        scheme: What they are compared by.
    """
    gathered: dict[str, list[tuple[Reading, Reading]]] = {}
    for earlier, later in pairs:
        gathered.setdefault(later.annotator, []).append((earlier, later))
    return tuple(_again(name, own, scheme) for name, own in sorted(gathered.items()))


def _again(annotator: str, own: Sequence[tuple[Reading, Reading]], scheme: Scheme) -> Again:
    given = [
        replace(each, annotator=when)
        for when, readings in zip(("before", "again"), zip(*own, strict=True), strict=True)
        for each in pairing.tags(readings)
    ]
    found = agreement(table_of(given, scheme.tags, ("before", "again")))
    return Again(annotator, len(own), found.percent, found.pairs[0].kappa)
