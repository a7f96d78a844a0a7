"""A linear chain: labels for the words of a sentence, decoded with the algorithm of Viterbi."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.text.linear_model import Weights, add_weights


@dataclass(frozen=True, slots=True)
class SequenceModel:
    """A model of labels in a sequence.

    Attributes:
        labels: The labels.
        transitions: From each label, in their order: the score of each label that follows it.
        weights: What each feature of an item adds to the scores of its labels.
    """

    labels: tuple[str, ...]
    transitions: tuple[tuple[float, ...], ...]
    weights: Weights

    def label(self, items: Sequence[Iterable[str]]) -> tuple[str, ...]:
        """The likeliest labels of a sequence, one for each item.

        Args:
            items: The features of each item.
        """
        none = [0.0] * len(self.labels)
        emitted = [add_weights(self.weights, each) or none for each in items]
        if not emitted:
            return ()
        return tuple(self.labels[each] for each in self._best_path(emitted))

    def _best_path(self, emitted: Sequence[Sequence[float]]) -> list[int]:
        every = range(len(self.labels))
        # By the label that follows: the score of each label before it.
        into = tuple(zip(*self.transitions, strict=True))
        reached = list(emitted[0])
        back: list[list[int]] = []
        for scores in emitted[1:]:
            through = [[a + b for a, b in zip(reached, into[at], strict=True)] for at in every]
            best = [max(every, key=each.__getitem__) for each in through]
            reached = [through[at][best[at]] + scores[at] for at in every]
            back.append(best)
        path = [max(every, key=reached.__getitem__)]
        for best in reversed(back):
            path.append(best[path[-1]])
        return path[::-1]
