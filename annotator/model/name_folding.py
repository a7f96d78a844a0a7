"""Names folded to what a file, an id or a comparison can hold."""

import hashlib
import re
import unicodedata
from collections.abc import Container

MAX_NAME_LENGTH = 64
# Windows gives these names to devices, whatever their ending or case.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"com{number}" for number in range(1, 10)]
    + [f"lpt{number}" for number in range(1, 10)]
)
YAML_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
"""What YAML 1.1 readers take for a boolean or null when it stands unquoted."""

_PRONOUNS = frozenset(
    [
        *("i", "me", "you", "he", "him", "she", "her", "it", "we", "us", "they", "them"),
        *("this", "that", "these", "those", "who", "which", "whom", "one", "ones", "both"),
        *("myself", "yourself", "himself", "herself", "itself", "ourselves", "themselves"),
        *("somebody", "someone", "everybody", "everyone", "anybody", "anyone", "nobody", "none"),
        *("another", "others", "some", "all", "his", "hers", "its", "theirs", "ours", "mine"),
    ]
)


def file_name(name: str) -> str:
    """A name folded to `[a-z0-9._-]`, at most 64 characters, safe as part of a file name.

    Where folding loses a letter, eight hex digits of the SHA-256 of the NFC name follow, so that
    two names do not meet in one file.

    Raises:
        ValueError: The name is empty or white space.
    """
    normal = unicodedata.normalize("NFC", name).strip()
    if not normal:
        raise ValueError("a name may not be empty")
    lowered = normal.lower()
    folded = re.sub(r"[^a-z0-9._-]+", "-", lowered).strip("-.")
    lost = re.search(r"[^a-z0-9._ -]", lowered) is not None
    if folded.split(".")[0] in _DEVICES:
        folded, lost = f"x-{folded}", True
    if not lost and folded and len(folded) <= MAX_NAME_LENGTH:
        return folded
    digest = hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in (folded[: MAX_NAME_LENGTH - 9].rstrip("-."), digest) if part)


def identifier(name: str, taken: Container[str] = ()) -> str:
    """An id for a name: `[a-z][a-z0-9-]*`, no word of YAML's own, and not in `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")
    if not stem or not stem[0].isalpha():
        stem = f"source-{stem}".rstrip("-")
    candidate, number = stem, 1
    if stem in YAML_WORDS:
        candidate = f"{stem}-{number}"
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def is_identifier(text: str) -> bool:
    """Whether `text` may stand unquoted as an id."""
    return re.fullmatch(r"[a-z][a-z0-9-]*", text) is not None and text not in YAML_WORDS


def fold_name(name: str) -> str:
    """A name as it is compared: case, accents' composition and white space do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_pronoun(name: str) -> bool:
    """Whether a name is an English pronoun, which by itself names nobody.

    In capitals it is an abbreviation: the WHO, the US.
    """
    clean = name.strip()
    return fold_name(clean) in _PRONOUNS and (len(clean) == 1 or not clean.isupper())
