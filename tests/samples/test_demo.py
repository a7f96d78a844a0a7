"""`make demo` without a terminal."""

import pytest

from samples import demo


def test_without_a_terminal_the_sample_and_its_measures_are_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert demo.main() == 0
    printed = capsys.readouterr().out
    assert "Blackout stops Port Calder" in printed
    assert "claimed responsibility" in printed
    assert "The claims, and what became of each" in printed
