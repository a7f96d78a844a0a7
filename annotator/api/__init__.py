"""What `import annotator` gives. Messages name arguments of functions instead of options."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.model.errors import DataError

# A text in backticks is a command and does not change.
_OPTION = re.compile(r'`[^`]*`|(?<![\w-])--([a-z][a-z-]+)(?: (""|"[^"]*"|[A-Z]{2,}\b))?')
_OTHER_NAMES = {"set": "which", "max_size": "max_bytes"}


def in_python(message: str) -> str:
    """The message with arguments in place of options: `--cue WORDS` becomes `cue`."""
    return _OPTION.sub(_argument, message)


def _argument(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[0]
    name = match[1].replace("-", "_")
    name = _OTHER_NAMES.get(name, name)
    value = match[2] or ""
    return f"`{name}={value}`" if value.startswith('"') else f"`{name}`"


@contextmanager
def python_messages() -> Iterator[None]:
    """Make errors name arguments instead of options. Nothing else about them changes."""
    try:
        yield
    except DataError as error:
        error.problems = tuple(
            each._replace(message=in_python(each.message)) for each in error.problems
        )
        error.args = DataError(error.problems).args
        raise
