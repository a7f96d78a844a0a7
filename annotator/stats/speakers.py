"""Who speaks how much in an article: the sentences that rest on each source's word."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.annotation import Source
from annotator.stats.index import View


@dataclass(frozen=True, slots=True)
class Speaker:
    """One source with its sentences, all of them numbers of sentences.

    Attributes:
        source: Who; None for the sentences that name nobody.
        claims: Claims on its word.
        confirmations: Confirmations on its word, denials included.
        silences: Sentences that report that it gave no answer; it says nothing in them.
    """

    source: Source | None
    claims: int
    confirmations: int
    silences: int

    @property
    def says(self) -> int:
        """The sentences on its word: n_s of the measures of dependence."""
        return self.claims + self.confirmations

    @property
    def total(self) -> int:
        """The sentences that name it, or that lack a name."""
        return self.says + self.silences


def speakers(view: View) -> tuple[Speaker, ...]:
    """The sources by how much they say, the most first; then the sentences that name nobody.

    A concerned source that no sentence names is among them, with nothing; any other such is not.
    """
    named = (_speaker(view, source) for source in view.sources.values())
    heard = [each for each in named if each.total or (each.source and each.source.concerned)]
    # Sorting keeps the order of the annotator's list among those who say as much.
    heard.sort(key=lambda each: (each.says, each.silences), reverse=True)
    nobody = _speaker(view, None)
    return (*heard, nobody) if nobody.total else tuple(heard)


def _speaker(view: View, source: Source | None) -> Speaker:
    def count(sentences: Iterable[str]) -> int:
        return sum(view.source.get(each) == source for each in sentences)

    return Speaker(source, count(view.claims), count(view.confirmations), count(view.non_responses))
