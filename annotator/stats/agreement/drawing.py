"""Bootstrap drawings of a table: counts of rows are drawn, not rows.

Where the units belong to several documents, documents are drawn: what each adds to the sums is
reckoned once, and a drawing is the documents' times drawn by those sums. Else units are drawn, and
as units with the same row are alike, a drawing is one draw from a multinomial over the different
rows. Both are the bootstrap of Efron and Tibshirani (1993, chapters 6 and 13) exactly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from annotator.stats.agreement.coefficients import Numbers
from annotator.stats.agreement.table import Counts, Table
from annotator.stats.bootstrap import blocks, times_drawn

Progress = Callable[[int], None]
"""Is told, now and then, how many more drawings are done."""


def silently(_: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, eq=False)
class Urn:
    """What is drawn from: things of a few sorts, each so many times.

    Attributes:
        over: What they are: "documents" or "units".
        times: How often each sort is there, (sorts,).
        table: The table that they are of.
    """

    over: str
    times: Counts
    table: Table

    @property
    def count(self) -> int:
        """How many things there are; so many are drawn each time."""
        return int(self.times.sum())

    def gathered(self, of_patterns: Numbers) -> Numbers:
        """What each sort adds, (sorts, sums), from what each pattern of the table adds."""
        clusters = self.table.clusters
        if clusters is None:
            return of_patterns
        patterns = self.table.patterns
        width = len(patterns.times)
        pairs, often = np.unique(clusters * width + patterns.of_unit, return_counts=True)
        of_document, of_pattern = np.divmod(pairs, width)
        result = np.zeros((len(self.times), of_patterns.shape[1]))
        for column in range(of_patterns.shape[1]):
            weights = often * of_patterns[of_pattern, column]
            result[:, column] = np.bincount(of_document, weights, minlength=len(self.times))
        return result

    def drawings(
        self, of_sorts: Numbers, seed: int, resamples: int, progress: Progress = silently
    ) -> Iterator[Numbers]:
        """The sums of each drawing, (drawings, sums), in blocks; one seed, the same drawings."""
        random = np.random.default_rng(seed)
        for draws in blocks(resamples, len(self.times)):
            yield self._times(random, draws) @ of_sorts
            progress(draws)

    def _times(self, random: np.random.Generator, draws: int) -> Numbers:
        if self.over == "documents" or not self.count:
            return times_drawn(random, draws, len(self.times))
        shares = self.times / self.count
        return random.multinomial(self.count, shares, size=draws).astype(np.float64)


def urn(table: Table) -> Urn:
    """The documents of a table where it has several, else its units."""
    if table.clusters is None:
        return Urn("units", table.patterns.times, table)
    documents = int(table.clusters.max(initial=-1)) + 1
    return Urn("documents", np.ones(documents, np.int64), table)
