"""Names folded to a form that a file name, an id or a comparison can use."""

import hashlib
import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

MAX_NAME_LENGTH = 64
# Windows reserves these names for devices, with any ending and in any case.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"com{number}" for number in range(1, 10)]
    + [f"lpt{number}" for number in range(1, 10)]
)
YAML_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
"""Words that YAML 1.1 readers take for a boolean or null if they are not quoted."""

_PRONOUNS = frozenset(
    [
        *("i", "me", "you", "he", "him", "she", "her", "it", "we", "us", "they", "them"),
        *("this", "that", "these", "those", "who", "which", "whom", "one", "ones", "both"),
        *("myself", "yourself", "himself", "herself", "itself", "ourselves", "themselves"),
        *("somebody", "someone", "everybody", "everyone"),  # style: allow
        *("anybody", "anyone", "nobody", "none"),
        *("another", "others", "some", "all", "his", "hers", "its", "theirs", "ours", "mine"),
    ]
)


def file_name(name: str) -> str:
    """A name folded to `[a-z0-9._-]`, at most 64 characters, safe as part of a file name.

    If folding loses a character, eight hex digits of the name's SHA-256 (NFC) are added, so that
    two names never share a file.

    Raises:
        ValueError: The name is empty or only white space.
    """
    return _known_file_name(name) if len(name) <= MAX_NAME_LENGTH else _file_name(name)


@lru_cache(maxsize=4096)
def _known_file_name(name: str) -> str:
    # Pages of a class fold the name of each student for each look. Long names are not kept.
    return _file_name(name)


def _file_name(name: str) -> str:
    normal = unicodedata.normalize("NFC", name).strip()
    if not normal:
        raise ValueError("A name cannot be empty.")
    lowered = normal.lower()
    folded = re.sub(r"[^a-z0-9._-]+", "-", lowered).strip("-.")
    lost = re.search(r"[^a-z0-9._ -]", lowered) is not None
    if folded.split(".")[0] in _DEVICES:
        folded, lost = f"x-{folded}", True
    if not lost and folded and len(folded) <= MAX_NAME_LENGTH:
        return folded
    digest = hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in (folded[: MAX_NAME_LENGTH - 9].rstrip("-."), digest) if part)


_NOT_IN_FILE_NAMES = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]'
)


def readable_file_name(name: str, used: Container[str] = ()) -> str:
    """A name for a file as people write it, without the characters that a file system refuses.

    Args:
        name: The name, such as "Ada Byron".
        used: The file names in use, in the form that `fold_name` gives. A number is added to one of
            these.
    """
    plain = _NOT_IN_FILE_NAMES.sub("_", unicodedata.normalize("NFC", name))
    stem = " ".join(plain.split())[:MAX_NAME_LENGTH].strip(" .") or "unnamed"
    if fold_name(stem.split(".")[0]) in _DEVICES:
        stem = f"_{stem}"
    candidate, number = stem, 1
    while fold_name(candidate) in used:
        number += 1
        candidate = f"{stem} ({number})"
    return candidate


def identifier(name: str, used: Container[str] = ()) -> str:
    """An id for a name: `[a-z][a-z0-9-]*`, not a YAML keyword, and not in `used`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
    if not stem or not stem[0].isalpha():
        stem = f"source-{stem}".rstrip("-")
    candidate, number = stem, 1
    if stem in YAML_WORDS:
        candidate = f"{stem}-{number}"
    while candidate in used:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def is_identifier(text: str) -> bool:
    """Whether `text` can be an unquoted id."""
    return re.fullmatch(r"[a-z][a-z0-9-]*", text) is not None and text not in YAML_WORDS


def fold_name(name: str) -> str:
    """A name in the form used for comparison: ignores case, composition of accents, white space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_pronoun(name: str) -> bool:
    """Whether a name is an English pronoun and so names no source.

    In capitals it is an abbreviation instead, as in WHO or US.
    """
    clean = name.strip()
    return fold_name(clean) in _PRONOUNS and (len(clean) == 1 or not clean.isupper())
