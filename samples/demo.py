"""`make demo`: a sample in the tool; without a terminal, the sample as tagged and its measures."""

import shutil
import sys
import tempfile

from annotator.cli import run
from annotator.storage.samples import FOLDER

SAMPLE = "harbour-blackout"


def main() -> int:
    """Open a copy of the sample, so that the sample stays as it is; or print it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        finished = str(FOLDER / f"{SAMPLE}.sample.yaml")
        return run(["show", finished]) or run(["measure", finished])
    # The folder stays, so that the saved work can be read afterwards.
    folder = tempfile.mkdtemp(prefix="annotator-demo-")
    article = shutil.copy(FOLDER / f"{SAMPLE}.txt", folder)
    code = run(["tag", article, "--annotator", "you"])
    sys.stderr.write("To tag an article of your own: .venv/bin/annotator article.txt\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
