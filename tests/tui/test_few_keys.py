"""A whole article with everything that is asked for, in few keys."""

from pathlib import Path

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.storage.sets import read_set
from tests.drivers.editor import KEYS, open_editor
from tests.factories import SAMPLES

MOST = 45


def decided(annotations: AnnotationSet) -> list[tuple[object, ...]]:
    """All that the test compares: tag, source and kind, cue, links and stances, checkable."""
    return [_decision(annotations, each) for each in annotations.sentences]


def _decision(annotations: AnnotationSet, sentence: Sentence) -> tuple[object, ...]:
    source = annotations.source_of(sentence)
    named = (source.name, source.kind) if source else None
    return (sentence.tag, named, sentence.cue, set(sentence.answers), sentence.checkable)


async def test_a_whole_sample_costs_at_most_forty_five_keys(tmp_path: Path) -> None:
    text = (SAMPLES / "harbour-blackout.txt").read_text("utf-8")
    finished = read_set(SAMPLES / "harbour-blackout.sample.yaml")[0]
    presses = [key for keys in KEYS.values() for key in keys]
    async with open_editor(tmp_path, text, prompts=PromptSettings(PromptLevel.LINKS)) as driver:
        for number, keys in KEYS.items():
            assert driver.cursor == number
            await driver.press(*keys)
        annotations = driver.screen.session.annotations
        assert decided(annotations) == decided(finished)
    assert len({each.id for each in finished.sources}) >= 4
    assert len(presses) <= MOST
