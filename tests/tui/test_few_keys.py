"""A whole article with everything that is asked for, in few keys."""

from pathlib import Path

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.asking import Ask, Asking
from annotator.storage.targets import read_set
from tests.tui.opening import opened

SAMPLES = Path(__file__).parents[2] / "samples"
MOST = 80

# What a person presses at each sentence: the tag; the source by its digit; `e` for the cue; the
# claims answered by their numbers, each with the letter of its stance where it is not "supports".
KEYS = {
    3: ("c", "enter"),
    4: ("c", "1", "e"),
    5: ("c", "1", "e"),
    6: ("h", "c", "1"),
    7: ("n", "2", "e", "4", "5", "enter"),
    8: ("f", "3", "e", "3", "4", "p", "enter"),
    9: ("n", "3", "e", "4", "enter"),
    10: ("c", "4", "e"),
    11: ("f", "2", "e", "1", "0", "enter"),
    12: ("c", "4", "h", "e"),
    13: ("f", "5", "e", "5", "c", "enter"),
    14: ("c", "3", "e"),
    15: ("c", "3", "h", "e"),
    16: ("b",),
    17: ("b",),
    18: ("b",),
    19: ("b",),
}
"""The keys by the sentence's number on the screen."""


def decided(annotations: AnnotationSet) -> list[tuple[object, ...]]:
    """All that the test compares: tag, source and kind, cue, links and stances, checkable."""
    return [_decision(annotations, each) for each in annotations.sentences]


def _decision(annotations: AnnotationSet, sentence: Sentence) -> tuple[object, ...]:
    source = annotations.source_of(sentence)
    named = (source.name, source.kind) if source else None
    return (sentence.tag, named, sentence.cue, set(sentence.answers), sentence.checkable)


async def test_a_whole_sample_costs_at_most_eighty_keys(tmp_path: Path) -> None:
    text = (SAMPLES / "harbour-blackout.txt").read_text("utf-8")
    finished = read_set(SAMPLES / "harbour-blackout.sample.yaml")[0]
    presses = [key for keys in KEYS.values() for key in keys]
    async with opened(tmp_path, text, asking=Asking(Ask.LINKS)) as desk:
        for number, keys in KEYS.items():
            assert desk.cursor == number
            await desk.press(*keys)
        annotations = desk.screen.session.annotations
        assert decided(annotations) == decided(finished)
    assert len({each.id for each in finished.sources}) >= 4
    assert len(presses) <= MOST
