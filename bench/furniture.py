"""Quality of furniture detection: how much is found, and how much body text is lost.

    python -m bench.furniture [--wrong]

`pages.txt` has invented page texts with the part of each line. A line counts as furniture if most
of its letters are in segments that `cut` calls furniture. Precision is the share of lines called
furniture that are furniture. The rest is lost body text.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.text.cutting import cut

PAGES = Path(__file__).with_name("pages.txt")
_PARTS = {
    "T": "title",
    "D": "dateline",
    "B": "byline",
    "C": "caption",
    "P": "pullquote",
    "O": "other",
    "-": None,
}


class Line(NamedTuple):
    """A marked line of a page: its span in the page's text, and its part."""

    start: int
    end: int
    part: str | None


class Page(NamedTuple):
    """One page: its language, its text, its marked lines, and whether it is in the tuned half."""

    language: str
    text: str
    lines: tuple[Line, ...]
    tuned: bool


class Scores(NamedTuple):
    """Furniture lines found, body lines lost, furniture missed, and lines of the right part."""

    found: int
    lost: int
    missed: int
    named: int

    @property
    def precision(self) -> float:
        """The share of lines called furniture that are furniture."""
        return self.found / max(1, self.found + self.lost)

    @property
    def recall(self) -> float:
        """The share of furniture that is found."""
        return self.found / max(1, self.found + self.missed)


def load_pages(path: Path = PAGES) -> list[Page]:
    """The pages in a file. Every other one, from the first, is in the tuned half."""
    blocks = path.read_text(encoding="utf-8").split("\n=== ")[1:]
    return [_page(block, at % 2 == 0) for at, block in enumerate(blocks)]


def _page(block: str, tuned: bool) -> Page:
    head, *marked = [line for line in block.split("\n") if line]
    language, _, form = head.partition(" ")
    between = "\n" if form == "lines" else "\n\n"
    text, lines = "", []
    for each in marked:
        goes_on, line = each.startswith("+"), each.removeprefix("+")
        text += (" " if goes_on else between) if text else ""
        lines.append(Line(len(text), len(text) + len(line) - 2, _PARTS[line[0]]))
        text += line[2:]
    return Page(language, text, tuple(lines), tuned)


def wrong_lines(page: Page) -> Iterator[tuple[Line, str | None, str]]:
    """The lines of a page with a wrong part: the line, the part found, and its text."""
    pieces = cut(page.text, page.language)
    for line in page.lines:
        found = _found(line, pieces)
        if found != line.part:
            yield line, found, page.text[line.start : line.end]


def score_pages(pages: Iterable[Page]) -> Scores:
    """The scores over all lines of all pages."""
    found = lost = missed = named = 0
    for page in pages:
        wrong = {line: part for line, part, _ in wrong_lines(page)}
        for line in page.lines:
            part = wrong.get(line, line.part)
            found += bool(line.part and part)
            lost += bool(part and not line.part)
            missed += bool(line.part and not part)
            named += bool(part) and part == line.part
    return Scores(found, lost, missed, named)


def _found(line: Line, pieces: Sequence[tuple[int, int, int, str | None]]) -> str | None:
    covered: dict[str | None, int] = {}
    for start, end, _, part in pieces:
        shared = min(end, line.end) - max(start, line.start)
        if shared > 0:
            covered[part] = covered.get(part, 0) + shared
    return max(covered, key=lambda part: covered[part]) if covered else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print precision and recall of each half, and on request the wrong lines."""
    parser = argparse.ArgumentParser(prog="python -m bench.furniture", description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list the wrong lines of the tuned")
    options = parser.parse_args(arguments)
    pages = load_pages()
    for name, tuned in (("tuned", True), ("held out", False)):
        scores = score_pages(page for page in pages if page.tuned is tuned)
        sys.stdout.write(
            f"{name:<10}precision {scores.precision:.3f}  recall {scores.recall:.3f}  "
            f"{scores.lost} body lines lost, {scores.missed} furniture missed, "
            f"{scores.found - scores.named} of another part\n"
        )
    if options.wrong:
        for page in filter(lambda page: page.tuned, pages):
            for line, found, text in wrong_lines(page):
                sys.stdout.write(f"{line.part or '-'} as {found or '-'}\t{text}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
