"""The entry point of the command line: `annotator`, or `python -m annotator`."""

import sys
from types import TracebackType

from annotator import gc_tuning

_BROKEN = (
    "annotator: Cannot load the package {} ({}). Install it again: "
    "pip install --upgrade --force-reinstall {}\n"
)
_DISTRIBUTIONS = {"yaml": "pyyaml", "docx": "python-docx", "cassis": "dkpro-cassis"}
"""The distribution to install, for packages with a different import name."""
_OURS = frozenset({"annotator", "__main__", "", *sys.stdlib_module_names})


def main() -> None:
    """Run the command in the arguments. Errors are shown without a traceback."""
    gc_tuning.delay_collection()
    try:
        from annotator.cli import run  # noqa: PLC0415 (importing the package loads nothing heavy)

        code = run(sys.argv[1:])
    except Exception as error:
        package = _broken_package(error)
        if package is None:
            raise
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        sys.stderr.write(_BROKEN.format(package, cause, _DISTRIBUTIONS.get(package, package)))
        code = 1
    sys.exit(code)


def _broken_package(error: Exception) -> str | None:
    """The package that failed to load; None if the command itself failed."""
    named = (getattr(error, "name", None) or "").partition(".")[0]
    if isinstance(error, ImportError) and named not in _OURS:
        return named
    failed = None
    place: TracebackType | None = error.__traceback__
    while place is not None:
        frame = place.tb_frame
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if frame.f_code.co_name == "<module>" and package not in _OURS:
            failed = package
        place = place.tb_next
    return failed or ("that it needs" if isinstance(error, ImportError) else None)


if __name__ == "__main__":
    main()
