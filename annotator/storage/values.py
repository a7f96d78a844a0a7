"""The values that fields of our files may have.

The description of a type is what a fault says that a value should be.
"""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from annotator.model.annotation import Status
from annotator.model.codebook import KINDS, PARTS, STANCES, Role
from annotator.model.gold import By
from annotator.model.names import LONGEST, YAML_WORDS

# In Python `$` alone lets a newline follow; to a JSON Schema the second half says nothing.
_END = r"$(?!\n)"


def one_of(words: Iterable[str]) -> Meta:
    """The type of a field that takes these words alone."""
    listed = [str(word) for word in words]
    return Meta(
        pattern=f"^(?:{'|'.join(listed)}){_END}",
        description=f"one of {', '.join(listed)}",
        extra_json_schema={"enum": listed},
    )


Id = Annotated[
    str,
    Meta(
        pattern=f"^(?!(?:{'|'.join(sorted(YAML_WORDS))}){_END})[a-z][a-z0-9-]*{_END}",
        description=(
            "an id: a small letter, then small letters, digits and hyphens, "
            "and no word that YAML takes for a truth value or null"
        ),
    ),
]
FileName = Annotated[
    str,
    Meta(
        pattern=rf"^(?!\.)[a-z0-9._-]{{1,{LONGEST}}}{_END}",
        description=(
            f"a folded name: at most {LONGEST} small letters, digits, dots, hyphens "
            "and underscores, with no dot before them"
        ),
    ),
]
InsidePath = Annotated[
    str,
    Meta(
        pattern=rf"^(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\\:\x00-\x1f]+{_END}",
        description="a path inside the project's folder, with forward slashes and without “..”",
    ),
]
Sha256 = Annotated[
    str,
    Meta(pattern=f"^[0-9a-f]{{64}}{_END}", description="a SHA-256 in 64 small hex digits"),
]
Text = Annotated[str, Meta(description="a text")]
Name = Annotated[str, Meta(pattern=r"\S", description="a text that is not empty")]
Flag = Annotated[bool, Meta(description="true or false")]
Ordinal = Annotated[int, Meta(ge=1, description="a whole number from 1")]
Seconds = Annotated[int, Meta(ge=0, description="a whole number of seconds")]
Share = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]
Span = Annotated[
    tuple[int, int],
    Meta(description="two whole numbers, [start, end], that count code points of the text"),
]
Kind = Annotated[str, one_of(KINDS)]
Stance = Annotated[str, one_of(STANCES)]
Part = Annotated[str, one_of(PARTS)]
RoleName = Annotated[str, one_of(Role)]
StatusName = Annotated[str, one_of(Status)]
Decider = Annotated[str, one_of(By)]
