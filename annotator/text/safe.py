"""Safe display of untrusted text: characters that control a terminal or deceive become marks.

Stored text stays unchanged, only the display changes. Letters of every script, emoji, accents and
right-to-left words are shown as they are.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple, NewType

Safe = NewType("Safe", str)
"""Text that is safe to show. Only this module makes it, and functions that show text require it."""

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")

# More marks on one letter than any script uses. They would cover the lines around it.
MAX_STACKED_MARKS = 8
_DOTTED_CIRCLE = "\u25cc"

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SKIN_TONES = "\U0001f3fb-\U0001f3ff"
_PLANE_ENDS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNSAFE = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    f"{_SELECTORS}{_SKIN_TONES}{_PLANE_ENDS}"
)

# Joiners, selectors, skin tones and tag characters stay in scripts and emoji that use them.
_PICTURES = (
    "\xa9\xae\u203c\u2049\u2122-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
)
_PICTURE = f"[{_PICTURES}](?:\ufe0f?[{_SKIN_TONES}]|\ufe0f)?"
_EMOJI = f"{_PICTURE}(?:\u200d{_PICTURE}){{0,3}}"
_FLAG = "\U0001f3f4(?:{})\U000e007f".format(
    "|".join(
        "".join(chr(0xE0000 + ord(letter)) for letter in region)
        for region in ("gbeng", "gbsct", "gbwls")
    )
)
_JOINING = (
    "\u0600-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
_JOINED = f"(?![{_UNSAFE}])[{_JOINING}](?:\u200c|\u200d{{1,2}})"
_SELECTED = (
    "(?<=[^\\sA-Za-z\xc0-\u024f\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)

# The characters of most articles: harmless, one cell each, never combined.
_EVERYDAY = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x250))]
    + list("‐‑‒–—‘’‚“”„•…‹›€™")
    + list("⌫←↑→↓")  # the names of keys on every screen
    + list("─━│┆▌▏▸✓✕⚑✎␣")  # our own symbols
)

# Characters that can start a word or form a row and do not combine: no closer check is needed.
_PUNCTUATION = (
    "!-~\xa1-\xbf\xd7\xf7\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3001-\u3029\uff01-\uff60"
    "\U0001f000-\U0001faff"
)

# Soft hyphens and zero-width spaces are common and harmless: one-cell marks keep text readable.
_SHORT_MARKS = {"\xad": "¬", "\u200b": "¦", "\x7f": "\u2421"}


def is_everyday(text: str) -> bool:
    """Whether a text has only common European letters and symbols, each one cell wide.

    It is much faster than the patterns, which are compiled only for other texts.
    """
    return _EVERYDAY.issuperset(text)


class DisplayText(NamedTuple):
    """A text as it is shown, and the new position of each code point.

    `offsets` has one entry for each code point of the original and one for its end, in ascending
    order. If a code point became a mark of several characters, its entry is the start of the mark.
    """

    text: Safe
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The `[start, end)` of `text` that shows `[start, end)` of the original, in code points.

        Raises:
            IndexError: The span is not inside the original.
        """
        return self.offsets[start], self.offsets[end]

    def original(self, offset: int) -> int:
        """The position in the original of the character at `offset` of `text`, in code points."""
        return max(bisect_right(self.offsets, offset) - 1, 0)


def safe_text(text: str, *, newlines: bool = False) -> Safe:
    """A text that is safe to show, without controls and invisible deceptive characters.

    Controls become symbols (␛), other unsafe code points `⟨U+202E⟩`, soft hyphens `¬`, and
    zero-width spaces `¦`. Tabs become spaces, and so do line feeds unless `newlines` is true. After
    eight combining marks on one letter, `⟨+3⟩` gives the number of further ones.
    """
    return Safe(text) if is_everyday(text) else display_text(text, newlines=newlines).text


def safe_slice(text: Safe, start: int, end: int) -> Safe:
    """`[start, end)` of a safe text, in code points. The result is safe too."""
    return Safe(text[start:end])


def safe_prefix(text: Safe, end: int) -> Safe:
    """A safe text up to `end`, in code points, with an ellipsis for the rest."""
    return Safe(f"{text[:end].rstrip()}…")


def safe_line(text: str) -> Safe:
    """A text that is safe on one line: `safe_text`, with ␊ for line feeds and ␉ for tabs."""
    return safe_text(text.replace("\n", "␊").replace("\t", "␉"))


def strip_controls(text: str) -> str:
    """A text without characters that control a terminal, except line feeds.

    It is a second safeguard after `safe_text`, which shows marks. This removes characters
    completely.
    """
    return _CONTROL.sub("", text)


def safe_cells(cells: Iterable[str]) -> Safe:
    """Cells on one line, each safe, separated by tabs. Empty cells at the end are left out."""
    return Safe("\t".join(map(safe_text, cells)).rstrip())


def safe_json(text: str) -> Safe:
    """A JSON text with the same value that is safe to show: unsafe characters are escaped."""
    # The patterns never match across a line feed, and few lines contain such characters.
    return Safe("\n".join(map(_json_line, text.split("\n"))))


def _json_line(line: str) -> str:
    if (line.isascii() and line.isprintable()) or is_everyday(line):
        return line
    if _may_deceive().search(line):
        line = unsafe_pattern().sub(_json_escape, line)
    return stacked_marks_pattern().sub(_json_escape, line) if _may_stack().search(line) else line


def display_text(text: str, *, newlines: bool = False) -> DisplayText:
    """The result of `safe_text`, with the positions of the original characters."""
    spaced = text.replace("\t", " ")
    spaced = spaced if newlines else spaced.replace("\n", " ")
    result = spaced
    offsets: Sequence[int] = range(len(text) + 1)
    if is_everyday(result):
        return DisplayText(Safe(result), offsets)
    if _may_deceive().search(result):
        result, offsets = _replaced(unsafe_pattern(), _mark, result)
    if _may_stack().search(result) is None:
        return DisplayText(Safe(result), offsets)
    result, later = _replaced(stacked_marks_pattern(), _stacked, result)
    return DisplayText(Safe(result), [later[offset] for offset in offsets])


def _replaced(
    pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str
) -> tuple[str, Sequence[int]]:
    """The text with each match replaced, and the new position of each old one."""
    pieces: list[str] = []
    offsets: list[int] = []
    done, length = 0, 0
    for match in pattern.finditer(text):
        start, end = match.span()
        offsets.extend(range(length, length + start - done))
        length += start - done
        new = replacement(match)
        common = end - start if new.startswith(match.group()) else 0
        offsets.extend(range(length, length + common) if common else [length] * (end - start))
        pieces += (text[done:start], new)
        done, length = end, length + len(new)
    pieces.append(text[done:])
    offsets.extend(range(length, length + len(text) - done + 1))
    return "".join(pieces), offsets


def _mark(match: re.Match[str]) -> str:
    found = match.group()
    if match["kept"]:
        return found
    if match["joined"]:
        # Rich treats the character after a single joiner as a part of the previous one, without
        # width.
        return found.replace("\u200d\u200d", "\u200d").replace("\u200d", "\u200d\u200d")
    if found < " ":
        return chr(0x2400 + ord(found))
    return _SHORT_MARKS.get(found) or f"⟨U+{ord(found):04X}⟩"


def _json_escape(match: re.Match[str]) -> str:
    found, groups = match.group(), match.groupdict()
    if groups.get("kept") or groups.get("joined"):
        return found
    units = found.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _stacked(match: re.Match[str]) -> str:
    extra = len(match.group())
    return f"⟨+{extra}⟩" if extra else _DOTTED_CIRCLE


@cache
def _may_deceive() -> re.Pattern[str]:
    return re.compile(f"[{_UNSAFE}]")


@cache
def unsafe_pattern() -> re.Pattern[str]:
    """Characters that control a terminal or deceive, and the sequences where they are allowed."""
    kept = f"(?P<kept>{_FLAG}|{_EMOJI}|{_SELECTED})"
    return re.compile(f"{kept}|(?P<joined>{_JOINED})|[{_UNSAFE}]")


@cache
def _may_stack() -> re.Pattern[str]:
    other = f"[^\\w\\s{_PUNCTUATION}]"
    return re.compile(f"(?<!\\S){other}|{other}{{{MAX_STACKED_MARKS + 1}}}")


@cache
def stacked_marks_pattern() -> re.Pattern[str]:
    """Combining marks without a letter, and marks beyond the maximum on one letter."""
    marks = (
        character
        for character in map(chr, (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)))
        if unicodedata.category(character)[0] == "M"
    )
    combining = f"[{''.join(marks)}\u200c\u200d]"
    return re.compile(
        f"(?<!\\S)(?={combining})|(?<={combining}{{{MAX_STACKED_MARKS}}}){combining}+"
    )
