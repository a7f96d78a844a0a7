"""The way into the command line: `annotator`, or `python -m annotator`."""

import sys

from annotator import collecting


def main() -> None:
    """Run the command that the arguments name; what is wrong is said, never a traceback."""
    collecting.begin()
    from annotator.cli import run  # noqa: PLC0415 (importing the package imports nothing heavy)

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
