"""Quality of what is proposed for a sentence's source, measured on finished annotation sets.

    python -m bench.source_proposals PATH... [--wrong] [--json]

A path is an annotation set, or a folder with sets. Each set is gone through from its first
sentence to its last. At each sentence, `propose` sees the decisions on the sentences before it and
no others, and its answer is compared with the decision in the finished set. A set holds what one
annotator chose, so no engine reaches 100 percent: two annotators name one source differently.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, Span
from annotator.model.errors import DataError
from annotator.model.name_folding import fold_name
from annotator.storage.sets import read_set
from annotator.text.names import short_for
from annotator.text.proposals import Proposals, SourceProposal, propose

KEYS = 9
"""The number of proposals that one key can take."""


class Comparison(NamedTuple):
    """What was proposed for one sentence, and what the annotator decided."""

    sentence: Sentence
    source: str | None
    cue: Span | None
    proposals: Proposals

    @property
    def first(self) -> SourceProposal | None:
        """The first answer. None stands for nobody."""
        found = self.proposals
        return found.carried or (None if found.nobody else next(iter(found.sources), None))

    @property
    def outcomes(self) -> Iterator[str]:
        """The figures that this sentence counts for."""
        yield "sentences"
        yield "sourced" if self.source else "unsourced"
        first, offered = self.first, self.proposals.sources[:KEYS]
        if _is(first, self.source):
            yield "first right"
        if _means(first, self.source):
            yield "first right, or another form of the name"
        if self.source and _is(first, self.source) and first and first.cue == self.cue:
            yield "source and cue right"
        if self.source and any(_is(each, self.source) for each in (first, *offered)):
            yield "source among the first nine"
        if self.proposals.carried:
            right = _is(first, self.source) and first is not None and first.cue == self.cue
            yield "carried right" if right else "carried wrong"
        elif self.proposals.nobody:
            yield "nobody wrong" if self.source else "nobody right"
        elif not self.source:
            yield "somebody wrong"  # style: allow


def _is(proposal: SourceProposal | None, name: str | None) -> bool:
    if proposal is None or name is None:
        return proposal is None and name is None
    return fold_name(proposal.name) == fold_name(name)


def _means(proposal: SourceProposal | None, name: str | None) -> bool:
    if proposal is None or name is None or _is(proposal, name):
        return _is(proposal, name)
    return short_for(proposal.name, name) or short_for(name, proposal.name)


def compare(finished: AnnotationSet) -> Iterator[Comparison]:
    """A comparison for each sentence of the body, in order."""
    blank = tuple(each.without_decisions for each in finished.sentences)
    for position, sentence in enumerate(finished.sentences):
        if sentence.body:
            before = finished.sentences[:position]
            used = dict.fromkeys(each.source for each in before if each.source)
            sources = tuple(finished.source_by_id[each] for each in used)
            so_far = replace(finished, sentences=before + blank[position:], sources=sources)
            source = finished.source_of(sentence)
            name = source.name if source else None
            yield Comparison(sentence, name, sentence.cue_span, propose(so_far, position))


def sets_in(paths: Iterable[Path]) -> Iterator[tuple[str, AnnotationSet]]:
    """The annotation sets at these paths, each with its path. Other files are skipped."""
    for path in paths:
        for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
            try:
                annotations, _ = read_set(file)
            except DataError:
                if not path.is_dir():
                    raise
                continue
            yield str(file), annotations


def percent(part: int, whole: int) -> float:
    """A share in percent; 100 of nothing."""
    return round(100 * part / whole, 1) if whole else 100.0


def figures(comparisons: Iterable[Comparison]) -> dict[str, float]:
    """Counts of sentences, and shares in percent of the sentences that the figure is about."""
    counts = Counter(name for each in comparisons for name in each.outcomes)
    every, sourced = counts["sentences"], counts["sourced"]
    return {
        "sentences": every,
        "first answer right %": percent(counts["first right"], every),
        "the same, in any form of the name %": percent(
            counts["first right, or another form of the name"], every
        ),
        "sentences with a source": sourced,
        "source and cue right %": percent(counts["source and cue right"], sourced),
        "source among the first nine %": percent(counts["source among the first nine"], sourced),
        "sentences without a source": counts["unsourced"],
        "nobody right": counts["nobody right"],
        "nobody wrong": counts["nobody wrong"],
        "a source offered first for nobody": counts["somebody wrong"],  # style: allow
        "carried right": counts["carried right"],
        "carried wrong": counts["carried wrong"],
    }


def _wrong(each: Comparison) -> str | None:
    first = each.first
    cue = first.cue if first else None
    if _is(first, each.source) and (each.source is None or cue == each.cue):
        return None
    text = each.sentence.text
    shown = [text[slice(*span)] if span else "-" for span in (each.cue, cue)]
    names = [f"{'*' * (each.proposals.carried is not None)}{first.name if first else 'nobody'}"]
    listed = "; ".join(other.name for other in each.proposals.sources[:KEYS])
    return (
        f"{each.sentence.id} {text}\n    is {each.source} ({shown[0]}), "
        f"offered {names[0]} ({shown[1]}) of: {listed}\n"
    )


def main() -> None:
    """Print the figures of every set and of all of them together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--wrong", action="store_true", help="List the wrong first answers.")
    parser.add_argument("--json", action="store_true", help="Print JSON.")
    options = parser.parse_args()
    by_set = {name: list(compare(found)) for name, found in sets_in(options.paths)}
    every = [each for comparisons in by_set.values() for each in comparisons]
    if options.json:
        shown = {"all": figures(every), "by_set": {name: figures(by_set[name]) for name in by_set}}
        sys.stdout.write(json.dumps(shown, indent=2) + "\n")
        return
    for name, comparisons in [*by_set.items(), ("all", every)]:
        sys.stdout.write(f"{name}\n")
        if options.wrong and name != "all":
            sys.stdout.writelines(line for line in map(_wrong, comparisons) if line)
        if name == "all" or not options.wrong:
            lines = (
                f"  {figure:<40}{value:>8}\n" for figure, value in figures(comparisons).items()
            )
            sys.stdout.writelines(lines)


if __name__ == "__main__":
    main()
