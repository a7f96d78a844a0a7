"""The way into the command line: `annotator`, or `python -m annotator`."""

import gc
import sys

# Starting makes many objects that stay; looking through them for rubbish would take a tenth of it.
NEW_OBJECTS_BEFORE_COLLECTING = 50_000


def main() -> None:
    """Run the command that the arguments name; what is wrong is said, never a traceback."""
    gc.set_threshold(NEW_OBJECTS_BEFORE_COLLECTING)
    from annotator.cli import run  # noqa: PLC0415 (importing the package imports nothing heavy)

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
