"""The way into the command line: `annotator`, or `python -m annotator`."""

import sys
from types import TracebackType

from annotator import gc_tuning

_BROKEN = (
    "annotator: the package {} cannot be loaded ({}). Install it again: "
    "pip install --upgrade --force-reinstall {}\n"
)
_DISTRIBUTIONS = {"yaml": "pyyaml", "docx": "python-docx", "cassis": "dkpro-cassis"}
"""What installs a package whose name is another one."""
_OURS = frozenset({"annotator", "__main__", "", *sys.stdlib_module_names})


def main() -> None:
    """Run the command that the arguments name; what is wrong is said, never a traceback."""
    gc_tuning.delay_collection()
    try:
        from annotator.cli import run  # noqa: PLC0415 (importing the package loads nothing heavy)

        code = run(sys.argv[1:])
    except Exception as error:
        package = _broken_package(error)
        if package is None:
            raise
        said = " ".join(f"{type(error).__name__}: {error}".split())
        sys.stderr.write(_BROKEN.format(package, said, _DISTRIBUTIONS.get(package, package)))
        code = 1
    sys.exit(code)


def _broken_package(error: Exception) -> str | None:
    """The package that failed while it was loaded; None where a command failed while it ran."""
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
