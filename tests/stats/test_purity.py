"""What the measures may import."""

import subprocess
import sys

import pytest

MODULES = (
    *("measures", "claims", "corpus", "corpus_wording", "records", "speakers", "wording"),
    *("pairing", "passes"),
)


@pytest.mark.parametrize("module", MODULES)
def test_in_a_fresh_interpreter_the_measures_load_no_numpy_and_no_screen(module: str) -> None:
    script = (
        f"import sys, annotator.stats.{module}; "
        "print(*{'numpy', 'textual', 'rich', 'yaml', 'msgspec', 'random'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
