"""Writes the generated parts of `docs/reference/measures.md`; a test compares the two.

`python -m docs.measures_page` writes each part between the lines `<!-- generated: NAME -->` and
`<!-- end -->`. All other text in the page is written by hand.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from annotator.stats.measure_wording import OUTCOME_DEFINITIONS, OUTCOME_NAMES, capitalized
from annotator.stats.measures import KEY_MEASURES, MEASURES, Measure, MeasureGroup
from annotator.storage.files import overwrite

PAGE = Path(__file__).parent / "reference" / "measures.md"
PART = re.compile(r"(<!-- generated: (\w+) -->\n\n).*?(\n\n<!-- end -->)", re.DOTALL)


def with_generated_parts(page: str) -> str:
    """The page with all its generated parts up to date."""
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", page)


def glance() -> str:
    """All measures in one table, the key measures in bold."""
    rows = (
        (
            f"**{each.label}**" if each in KEY_MEASURES else each.label,
            f"[`{each.id}`](#{each.id})",
            each.meaning,
            f"{each.kind}, {each.range}",
            each.warning,
        )
        for each in MEASURES
    )
    return _table(("name", "id", "shows …", "figure", "keep in mind"), rows)


def sections() -> str:
    """A section for each measure, in groups."""
    return "\n\n".join(
        block for group in MeasureGroup for block in (f"### {group}", *_sections_of(group))
    )


def _sections_of(group: MeasureGroup) -> Iterator[str]:
    return (_section(each) for each in MEASURES if each.group is group)


def _section(measure: Measure) -> str:
    lines = [
        f"#### {measure.id}",
        "",
        f"**{measure.label}** shows {measure.meaning}.",
        "",
        f"`{measure.formula}`",
        "",
        f"- *Keep in mind:* {capitalized(measure.warning)}.",
        f"- *You learn:* {measure.says}",
        f"- *You do not learn:* {measure.does_not_say}",
        f"- *Do not use it for:* {measure.not_for}",
    ]
    if measure.reference:
        lines.append(f"- *See:* {measure.reference}.")
    if measure.companion:
        lines.append(f"- *Shown together with* `{measure.companion}`.")
    return "\n".join(lines)


def outcomes() -> str:
    """The outcomes of a claim, and when it has each."""
    rows = ((OUTCOME_NAMES[each], when) for each, when in OUTCOME_DEFINITIONS.items())
    return _table(("outcome", "when"), rows)


def example() -> str:
    """The figures of the worked example."""
    return _table(("measure", "figure"), ((f"`{each.id}`", each.example) for each in MEASURES))


PARTS: Mapping[str, Callable[[], str]] = {
    each.__name__: each for each in (glance, sections, outcomes, example)
}
"""The function for each generated part, by its name in the page."""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = f"|{'---|' * len(head)}"
    return "\n".join((_line(head), rule, *map(_line, rows)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    overwrite(PAGE, with_generated_parts(PAGE.read_text("utf-8")).encode())
