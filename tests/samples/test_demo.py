"""`make demo` without a terminal."""

import pytest

from annotator.cli.measure import CLAIMS_HEADING
from samples import demo


def test_without_a_terminal_the_sample_and_its_measures_are_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert demo.main() == 0
    printed = capsys.readouterr().out
    assert "Blackout stops Port Calder" in printed
    assert "claimed responsibility" in printed
    assert CLAIMS_HEADING in printed
