"""Agreement over a project: all that was asked for, reckoned, and as data."""

from dataclasses import dataclass, replace
from typing import Any

from annotator.cli.agree_gathering import Gathered, rounds
from annotator.model.annotation import AnnotationSet
from annotator.model.faults import Fault, Refused
from annotator.model.gold import counted
from annotator.project.facts import Facts, facts_record, gold_facts
from annotator.stats import pairing
from annotator.stats.agreement.against import Standing, standard, standings
from annotator.stats.agreement.project import (
    Again,
    Compared,
    Scheme,
    Stretch,
    compare,
    over_time,
    own_again,
    tag_agreement,
)
from annotator.stats.agreement.project_records import (
    again_records,
    compared_record,
    disagreement_record,
    standing_records,
    stretch_records,
)
from annotator.stats.agreement.records import record
from annotator.stats.agreement.result import Agreement
from annotator.storage.project_sets import Each, ProjectSets, project_gold

NO_SETS = ProjectSets((), ())


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, and how.

    Attributes:
        intervals: Whether intervals are wanted.
        ac1: Gwet's AC1 as well.
        bands: α in words.
        by_document: Each document by itself.
        by_round: Each round by itself.
        over_time: Each annotator against the others, stretch by stretch.
        against_gold: How each annotator stands to the gold.
        settled: How the gold came about.
        most: How many of the sentences most disagreed about.
    """

    intervals: bool
    ac1: bool = False
    bands: bool = False
    by_document: bool = False
    by_round: bool = False
    over_time: bool = False
    against_gold: bool = False
    settled: bool = False
    most: int = 10


@dataclass(frozen=True)
class Reckoned:
    """All that was asked for about a project.

    Attributes:
        whole: Everything about all sets.
        with_excluded: On tags, with the excluded annotators; None where none is.
        documents: On tags, by document; empty where it was not asked for.
        rounds: On tags, by round; the same.
        again: By round of retest, each annotator against the own earlier pass; the same.
        stretches: Each annotator against the others; the same.
        standings: Each annotator beside the gold; the same.
        disagreements: The sentences most disagreed about.
        gold: The gold, where it was asked for.
        faults: What is wrong with the files of the gold that could not be read.
    """

    whole: Compared
    with_excluded: Agreement | None
    documents: dict[str, Agreement]
    rounds: dict[str, Agreement]
    again: dict[str, tuple[Again, ...]]
    stretches: tuple[Stretch, ...]
    standings: tuple[Standing, ...]
    disagreements: tuple[pairing.Disagreement, ...]
    gold: tuple[AnnotationSet, ...] = ()
    faults: tuple[Fault, ...] = ()


def scheme_of(gathered: Gathered) -> Scheme:
    """What the project's sets are compared by."""
    return Scheme(gathered.tags, gathered.project.annotators, gathered.project.aliases)


def reckon(gathered: Gathered, shown: Shown, each: Each = map) -> Reckoned:
    """All that was asked for about a project.

    Args:
        gathered: The project's sets.
        shown: What was asked for.
        each: How the files of the gold are read: one after another, or on all cores.

    Raises:
        Refused: The gold was asked for, and there is none.
    """
    scheme, readings = scheme_of(gathered), gathered.readings
    everybody = (*readings, *gathered.excluded)
    wanted = shown.against_gold or shown.settled
    found = project_gold(gathered.folder, each) if wanted else NO_SETS
    gold = tuple(one.annotations for one in found.sets)
    if shown.against_gold and not gold:
        message = "has no gold yet; `annotator adjudicate` makes it"
        raise Refused((*found.faults, Fault(message, str(gathered.folder))))
    return Reckoned(
        compare(readings, scheme, intervals=shown.intervals),
        tag_agreement(everybody, scheme, intervals=shown.intervals) if gathered.excluded else None,
        {
            document: tag_agreement(same, scheme)
            for (document, _), same in pairing.by_document(readings).items()
            if shown.by_document and len(same) > 1
        },
        {
            name: tag_agreement(some, scheme, intervals=shown.intervals)
            for name, some in rounds(gathered).items()
            if shown.by_round
        },
        {
            name: own_again(pairs, scheme)
            for name, pairs in gathered.again.items()
            if shown.by_round
        },
        over_time(readings, gathered.order, scheme) if shown.over_time else (),
        standings(readings, standard(gold), gathered.tags) if shown.against_gold else (),
        pairing.disagreements(readings)[: shown.most],
        gold,
        found.faults,
    )


def facts_with(gathered: Gathered, found: Reckoned) -> Facts:
    """The facts of the project, with those of its gold where that was asked for."""
    return replace(gathered.facts, gold=gold_facts(map(counted, found.gold)))


def as_record(gathered: Gathered, found: Reckoned) -> dict[str, Any]:
    """Everything for a JSON writer."""
    excluded = found.with_excluded
    return compared_record(found.whole) | {
        "disagreements": [disagreement_record(each) for each in found.disagreements],
        "excluded": dict(gathered.project.excluded),
        "with_excluded": record(excluded) if excluded else None,
        "by_document": {name: record(each) for name, each in found.documents.items()},
        "by_round": {name: record(each) for name, each in found.rounds.items()},
        "retests": {name: again_records(each) for name, each in found.again.items()},
        "over_time": stretch_records(found.stretches),
        "against_gold": standing_records(found.standings),
        "sets": len(gathered.readings),
        "passes": gathered.choice.passes.value,
        "left_out": {
            "unfinished": gathered.facts.unfinished,
            "unusable": gathered.facts.unusable,
        },
        "facts": facts_record(facts_with(gathered, found)),
        "codebooks": sorted({each.annotations.codebook for each in gathered.readings}),
    }
