"""Each round has its way of showing suggestions, and the same sentences are drawn everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import SuggestedField
from annotator.model.project import Project, Round, RoundPurpose
from annotator.model.suggestion_settings import (
    MODES,
    NO_SUGGESTIONS,
    SuggestionMode,
    SuggestionSettings,
    is_held,
    modes_of,
)

GHOSTS = SuggestionSettings(show=modes_of(SuggestionMode.GHOST))


def test_a_blind_project_shows_no_suggestions() -> None:
    assert Project().suggestions_in(None) == NO_SUGGESTIONS


def test_an_open_project_lists_sources_and_cues_but_no_tags_and_no_answers() -> None:
    show = Project(blind=False).suggestions_in(Round("main")).show
    off = {field for field, mode in show.items() if mode is SuggestionMode.OFF}
    assert off == {SuggestedField.TAG, SuggestedField.ANSWERS}


def test_only_its_own_settings_show_suggestions_in_a_pilot_or_a_retest() -> None:
    project = Project(blind=False, suggestions=GHOSTS)
    assert project.suggestions_in(Round("main")) == GHOSTS
    for purpose in (RoundPurpose.PILOT, RoundPurpose.RETEST):
        assert project.suggestions_in(Round("r", purpose)) == NO_SUGGESTIONS
        assert project.suggestions_in(Round("r", purpose, suggestions=GHOSTS)) == GHOSTS


def test_one_word_gives_a_mode_to_each_field_that_has_it() -> None:
    for mode in SuggestionMode:
        for field, given_mode in modes_of(mode).items():
            assert given_mode == (mode if mode in MODES[field] else SuggestionMode.OFF)


@given(st.text(), st.floats(0, 1))
def test_the_draw_is_the_same_for_all_annotators_unless_each_has_their_own(
    seed: str, share: float
) -> None:
    shared = SuggestionSettings(hold=share, seed=seed)
    assert shared.holds("d", "s1", "Ada") == shared.holds("d", "s1", "Ben")
    own = SuggestionSettings(hold=share, seed=seed, by_annotator=True)
    assert own.holds("d", "s1", "Ada") == is_held(seed, "d", "s1", share, "Ada")


def test_nothing_or_everything_is_withheld_at_the_ends_and_about_a_share_between() -> None:
    drawn = [is_held("seed", "d", f"s{number}", 0.25) for number in range(4000)]
    assert 0.22 < sum(drawn) / len(drawn) < 0.28
    assert not any(is_held("seed", "d", f"s{number}", 0) for number in range(100))
    assert all(is_held("seed", "d", f"s{number}", 1) for number in range(100))
