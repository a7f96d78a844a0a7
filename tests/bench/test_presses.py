import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import AnnotationSet, Answer
from annotator.model.errors import DataError
from annotator.storage.codebooks import builtin
from bench import presses
from bench.presses import (
    PERFECT,
    Count,
    FinishedSet,
    Plan,
    count_presses,
    differences,
    figures,
    play,
    with_suggestions,
)
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, a_sentence, a_set, a_source
from tests.project_factories import store_set

PORT = "The port authority said that the cranes had stopped."
OUTAGE = "Power failed on Monday."
CONFIRMED = "Brenn Grid confirmed the outage."
QUORUM = a_source("Zyx Quorum")


def finished_set(annotations: AnnotationSet | None = None) -> FinishedSet:
    """A set under the built-in codebook. In the default one, no text names the first source."""
    annotations = annotations or a_set(
        a_sentence(OUTAGE, CLAIM, source=QUORUM.id, checkable=False),
        a_sentence("It was dark.", BACKGROUND),
        a_sentence(
            CONFIRMED,
            CONFIRMATION,
            cue="confirmed",
            source="brenn-grid",
            answers=(Answer("s1", "supports"),),
        ),
        sources=(QUORUM, a_source("Brenn Grid")),
    )
    return FinishedSet(replace(annotations, codebook=builtin().reference), builtin())


def count(finished: FinishedSet) -> Count:
    return count_presses(finished)


def test_a_set_comes_out_equal_and_every_press_reaches_the_screen() -> None:
    finished = finished_set()
    found = Plan(finished).presses()
    played, pressed = asyncio.run(play(finished, found))
    assert pressed == len(found) == len(count(finished).presses)
    assert differences(finished.annotations, played) == []


def test_the_screen_starts_from_a_set_without_any_decision() -> None:
    started = finished_set().started
    assert not started.sources
    assert all(each == each.without_decisions for each in started.sentences)


def test_every_typed_letter_counts() -> None:
    kinds = count(finished_set()).kinds
    assert kinds["source typed"] >= len(QUORUM.name)


def test_each_press_has_a_kind() -> None:
    found = count(finished_set())
    assert {*found.kinds} <= {*presses.KINDS}
    assert found.kinds["tag"] == 3
    assert found.kinds["checkable"] == 1
    assert found.kinds["answers"] >= 1


def test_a_sentence_that_says_nothing_of_a_source_takes_no_key_for_one() -> None:
    found = count(finished_set(a_set(*(a_sentence(OUTAGE, BACKGROUND) for _ in range(2)))))
    assert found.kinds == {"tag": 2}


def test_a_sentence_without_a_tag_costs_at_most_the_key_that_goes_past_it() -> None:
    untagged = a_set(
        a_sentence(OUTAGE), a_sentence("It was dark.", BACKGROUND), a_sentence("It rained.")
    )
    found = count(finished_set(untagged))
    assert [kind for _, kind in found.presses] == ["other", "tag"]


def test_an_answer_may_lead_to_a_claim_further_down() -> None:
    annotations = a_set(
        a_sentence(CONFIRMED, CONFIRMATION, answers=(Answer("s2", "partial"),)),
        a_sentence(OUTAGE, CLAIM),
    )
    assert count(finished_set(annotations)).kinds["answers"] >= 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("tag", BACKGROUND), ("source", None), ("cue", None), ("answers", ()), ("checkable", False)],
)
def test_an_outcome_that_differs_in_any_field_is_noticed(field: str, value: Any) -> None:
    finished = finished_set().annotations
    last = replace(finished.sentences[-1], **{field: value})
    tampered = replace(finished, sentences=(*finished.sentences[:-1], last))
    (found,) = differences(finished, tampered)
    assert found.startswith(last.id)


def test_presses_that_lead_elsewhere_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    finished = finished_set()
    found = Plan(finished).presses()
    monkeypatch.setattr(Plan, "presses", lambda _: found[:-1])
    with pytest.raises(DataError, match="s3"):
        count(finished)


def test_a_key_that_does_not_reach_the_screen_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    finished = finished_set()
    played = asyncio.run(play(finished, Plan(finished).presses()))[0]

    async def play_one_key_less(*_: object) -> tuple[AnnotationSet, int]:
        return played, 1

    monkeypatch.setattr(presses, "play", play_one_key_less)
    with pytest.raises(DataError, match="1 keys"):
        count(finished)


def test_a_decision_that_no_keys_reach_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half_a_word = a_set(a_sentence(PORT, CLAIM, cue="sai", source=QUORUM.id), sources=(QUORUM,))
    path = store_set(tmp_path / "article.ada.yaml", finished_set(half_a_word).annotations)
    assert presses.main([str(path)]) == 1
    assert "s1" in capsys.readouterr().err


def test_a_folder_gives_the_figures_of_each_set_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotations = finished_set().annotations
    store_set(tmp_path / "harbour.ada.yaml", annotations)
    assert presses.main([str(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    own = found["by_document"]["Ada/harbour"]
    assert found["sentences"] == own["sentences"] == 3
    assert found["presses_per_sentence"] == pytest.approx(sum(found["by_kind"].values()))
    assert found == figures([count(finished_set())])


def test_with_ghosts_of_a_perfect_suggester_a_sentence_takes_one_key_and_its_links() -> None:
    annotations = a_set(
        a_sentence("Brenn Grid said that power failed.", CLAIM, cue="said", source="brenn-grid"),
        a_sentence("It was dark.", BACKGROUND),
        sources=(a_source("Brenn Grid"),),
    )
    ghosts = with_suggestions(finished_set(annotations), "ghost", PERFECT)
    assert [press.command for press in Plan(ghosts).presses()] == ["take_suggestion"] * 2
    assert len(count(ghosts).presses) < len(count(finished_set(annotations)).presses)
