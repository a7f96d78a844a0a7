"""The way into the command line: `annotator`, or `python -m annotator`."""

import sys
from types import TracebackType

from annotator import collecting

_BROKEN = (
    "annotator: a package that it needs cannot be loaded ({}); install it anew: "
    "pip install --upgrade --force-reinstall attribution-annotator\n"
)


def main() -> None:
    """Run the command that the arguments name; what is wrong is said, never a traceback."""
    collecting.begin()
    try:
        from annotator.cli import run  # noqa: PLC0415 (importing the package loads nothing heavy)

        code = run(sys.argv[1:])
    except Exception as error:
        if not _is_of_loading(error):
            raise
        sys.stderr.write(_BROKEN.format(" ".join(f"{type(error).__name__}: {error}".split())))
        code = 1
    sys.exit(code)


def _is_of_loading(error: Exception) -> bool:
    """Whether another package failed while it was loaded, and no command while it ran."""
    if isinstance(error, ImportError):
        return True
    place: TracebackType | None = error.__traceback__
    while place is not None:
        frame = place.tb_frame
        theirs = not frame.f_globals.get("__name__", "").startswith(("annotator", "__main__"))
        if theirs and frame.f_code.co_name == "<module>":
            return True
        place = place.tb_next
    return False


if __name__ == "__main__":
    main()
