"""A coverage-guided fuzzer over every target, for a short time each: `python -m tests.fuzzing`.

With the name of a target it fuzzes that one alone, for as many SECONDS. What makes one fail is
kept in tests/fuzzed/TARGET, where an ordinary test takes it from then on.
"""

import ctypes
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

KEPT = Path(__file__).parent / "fuzzed"
SECONDS = 4
"""For each target, beside what it takes to start."""
MOST_BYTES = 1024
MOST_SECONDS = 20
"""For one input; more is a fault."""
MOST_MEGABYTES = 2048


def main() -> int:
    """Fuzz each target in a process of its own; 1 where one failed."""
    if find_spec("atheris") is None:
        print("the fuzzer is not installed here (pip install '.[fuzz]'); nothing was fuzzed")
        return 0
    from tests.fuzz_targets import TARGETS  # noqa: PLC0415 (a process that fuzzes loads it watched)

    with ThreadPoolExecutor(os.cpu_count()) as several:
        good = several.map(_fuzzed, TARGETS)
        failed = [name for name, went_well in zip(TARGETS, good, strict=True) if not went_well]
    print(f"fuzzed: {len(TARGETS)} targets; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _fuzzed(name: str) -> bool:
    command = [sys.executable, "-m", "tests.fuzzing", name, str(SECONDS)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    if done.returncode:
        print(f"{name}:\n{done.stderr[-6000:]}")
    return done.returncode == 0


def fuzz(name: str, seconds: str) -> None:
    """Fuzz one target; this does not come back."""
    import atheris  # noqa: PLC0415 (it is not installed everywhere)

    with atheris.instrument_imports(include=["annotator"]):
        from tests.fuzz_targets import TARGETS  # noqa: PLC0415
    target = TARGETS[name]
    for seed in target.seeds:
        # What is loaded when it is first called is watched as well.
        with atheris.instrument_imports(include=["annotator"]):
            target.take(seed)
    kept = KEPT / name
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(target.seeds):
            (Path(folder) / str(number)).write_bytes(seed)
        limits = (
            f"-max_total_time={seconds}",
            f"-max_len={max(MOST_BYTES, *map(len, target.seeds))}",
            f"-timeout={MOST_SECONDS}",
            f"-rss_limit_mb={MOST_MEGABYTES}",
            f"-artifact_prefix={kept}/",
            # A gate does not close by chance: there each run tries the same; elsewhere (0) others.
            f"-seed={1 if os.environ.get('CI') else 0}",
        )
        atheris.Setup([name, *limits, folder], target.take)
        # The fuzzer ends the process from within a call; threads of pyarrow would wait forever.
        system = ctypes.CDLL(None)
        system.on_exit(system._exit, None)
        atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        fuzz(*sys.argv[1:])
    else:
        sys.exit(main())
