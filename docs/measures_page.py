"""Writes the generated parts of `docs/reference/measures.md`; a test compares the two.

`python -m docs.measures_page` writes them into the page, each between the lines
`<!-- generated: NAME -->` and `<!-- end -->`. All other text is written by hand in the page itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from annotator.model.codebook import STANCES
from annotator.stats.measure_wording import OUTCOME_DEFINITIONS, OUTCOME_NAMES
from annotator.stats.measures import MEASURES, Measure, MeasureGroup
from annotator.storage.files import overwrite

PAGE = Path(__file__).parent / "reference" / "measures.md"
PART = re.compile(r"(<!-- generated: (\w+) -->\n\n).*?(\n\n<!-- end -->)", re.DOTALL)


def with_generated_parts(page: str) -> str:
    """The page with each of its generated parts as the table of measures makes it now."""
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", page)


def glance() -> str:
    """All measures in one table."""
    rows = (
        (
            f"[`{each.id}`](#{each.id})",
            each.meaning,
            f"{each.kind}, {each.range}",
            each.warning,
        )
        for each in MEASURES
    )
    return _table(("measure", "how …", "figure", "easily mistaken"), rows)


def sections() -> str:
    """A section for each measure, by groups."""
    return "\n\n".join(
        block for group in MeasureGroup for block in (f"### {group}", *_sections_of(group))
    )


def _sections_of(group: MeasureGroup) -> Iterator[str]:
    return (_section(each) for each in MEASURES if each.group is group)


def _section(measure: Measure) -> str:
    meaning = f"{measure.meaning[0].upper()}{measure.meaning[1:]}"
    lines = [
        f"#### {measure.id}",
        "",
        f"`{measure.formula}`",
        "",
        f"{meaning}. Take care: {measure.warning}.",
        "",
        f"- *Says:* {measure.says}",
        f"- *Does not say:* {measure.does_not_say}",
        f"- *Not for:* {measure.not_for}",
    ]
    if measure.reference:
        lines.append(f"- *See:* {measure.reference}.")
    if measure.companion:
        lines.append(f"- *Read on one line with* `{measure.companion}`.")
    return "\n".join(lines)


def outcomes() -> str:
    """What can become of a claim, and when."""
    stance = re.compile(rf"\b({'|'.join(STANCES)})\b")
    rows = (
        (OUTCOME_NAMES[each], stance.sub(r"*\1*", definition))
        for each, definition in OUTCOME_DEFINITIONS.items()
    )
    return _table(("what became of it", "when"), rows)


def example() -> str:
    """The figures of the worked example."""
    return _table(("measure", "figure"), ((f"`{each.id}`", each.example) for each in MEASURES))


PARTS: Mapping[str, Callable[[], str]] = {
    each.__name__: each for each in (glance, sections, outcomes, example)
}
"""What makes each generated part, by its name in the page."""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = f"|{'---|' * len(head)}"
    return "\n".join((_line(head), rule, *map(_line, rows)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    overwrite(PAGE, with_generated_parts(PAGE.read_text("utf-8")).encode())
