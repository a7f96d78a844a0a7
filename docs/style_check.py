"""Finds phrases that `docs/style.md` lists as not plain, and prints where they are.

`python -m docs.style_check [PATH...]` reads the pages, the program's text, docstrings and comments.
It exits with 1 if it finds any.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
STYLE_PAGE = ROOT / "docs" / "style.md"
ALLOW = "style: allow"
SUFFIXES = {".py", ".md", ".html", ".js", ".css", ".yaml"}
TEXTS = ("README.md", "CONTRIBUTING.md", "docs", "annotator", "samples", "bench", "tests")
DATA = (
    "annotator/text/*_words.py",
    "annotator/text/word_lists.py",
    "annotator/text/abbreviations.py",
    "bench/traps.yaml",
    "annotator/samples/*.yaml",
    "samples/decisions/*.yaml",
    "annotator/codebooks/former/*.yaml",
    "docs/style.md",
)
"""Files whose words are data, or the phrases themselves."""


class Phrase(NamedTuple):
    """A phrase that is not plain, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


class PhraseFinding(NamedTuple):
    """A phrase in a line of a file."""

    path: Path
    line: int
    words: str
    instead: str

    def __str__(self) -> str:
        """The place, the words and what to write instead."""
        return f"{self.path}:{self.line}: “{self.words}”: write {self.instead}"


def read_phrases(page: str) -> list[Phrase]:
    """The phrases in the last table of the style page."""
    rows = re.findall(r"^\| (.+) \| (.+) \|$", page.partition("<!-- phrases -->")[2], re.MULTILINE)
    return [Phrase(_pattern(phrases), instead) for phrases, instead in rows[1:]]


def _pattern(phrases: str) -> re.Pattern[str]:
    longest_first = sorted(phrases.split(", "), key=len, reverse=True)
    words = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def find_phrases(path: Path, text: str, phrases: list[Phrase]) -> Iterator[PhraseFinding]:
    """The phrases in a text, line by line."""
    for number, line in enumerate(text.splitlines(), 1):
        if ALLOW not in line:
            yield from (
                PhraseFinding(path, number, found[0], phrase.instead)
                for phrase in phrases
                for found in phrase.pattern.finditer(line)
            )


def text_files(paths: list[Path]) -> Iterator[Path]:
    """The files with text of ours in these files and folders."""
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (each for each in inside if each.suffix in SUFFIXES and not _is_data(each))


def _is_data(path: Path) -> bool:
    relative = path.resolve().relative_to(ROOT)
    return any(relative.match(each) for each in DATA)


def main(arguments: list[str]) -> int:
    """Print what is found; 1 if there is any."""
    phrases = read_phrases(STYLE_PAGE.read_text("utf-8"))
    paths = [Path(each) for each in arguments] or [ROOT / each for each in TEXTS]
    findings = [
        each
        for path in text_files(paths)
        for each in find_phrases(path, path.read_text("utf-8"), phrases)
    ]
    for each in findings:
        print(each)
    print(f"{len(findings)} found.", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
