"""The page `docs/reference/codebook.md`, made from the built-in codebook; a test compares the two.

Run `python -m docs.codebook_page` to write it.
"""

from collections.abc import Iterator
from pathlib import Path

from annotator.model.codebook import Codebook, Rule, Tag, Term
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite

PAGE = Path(__file__).parent / "reference" / "codebook.md"

_OPENING = """\
This page is made from the built-in codebook. Print it for students with
`annotator codebook --html codebook.html`.
"""

_NOTES = """\
## For teachers and researchers

**Agreement** on these four tags has to be measured each time. No published corpus carries them
with links. For scale, the human annotators of PolNeAR reach α 0.75 over tokens (α is agreement
beyond chance). Before an assignment that counts, have two people tag the same article and compare.

**Related work.** PARC 3.0 and PolNeAR mark source, cue and content. Spangher et al. (2023) tag
sentences with channels of information, such as a declined comment. Their *background* means
something else, so do not compare the counts. FactBank marks how certain a source makes an event.

**IMVAIN.** Teachers may know this list: good sources are independent, multiple, verifying,
authoritative or informed, and named. Source, kind, affiliation and links record what the article
says about most of it. You can record whether a source is informed as its standing.
`annotator report --imvain` shows a card for each source.

**From version 1.** `annotator migrate DIR --to built-in --dry-run` lists the sentences that the
changed rules may concern. Sets made with version 1 still open as they were made.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(_blocks(builtin())) + "\n"


def _blocks(codebook: Codebook) -> Iterator[str]:
    yield f"# {codebook.title}\n"
    yield _OPENING
    yield f"{codebook.introduction}\n"
    yield "## Questions to ask in this order: the first yes gives the tag\n"
    for number, step in enumerate(codebook.order, 1):
        yield f"{number}. {step.question} → **{codebook.by_id[step.tag].name}**"
    for tag in codebook.tags:
        yield from _tag(codebook, tag)
    yield "\n## Rules for every sentence\n"
    yield from map(_rule, codebook.rules)
    yield from _terms("Kinds of source", codebook.kinds)
    yield from _terms("Stances", codebook.stances)
    yield from _terms("Furniture (not tagged)", codebook.parts)
    yield f"\n{_NOTES}\nCodebook {codebook.name}, version {codebook.version}."


def _tag(codebook: Codebook, tag: Tag) -> Iterator[str]:
    yield f"\n## {tag.name.capitalize()} (key `{tag.key}`)\n"
    yield f"{tag.definition}\n\n*{tag.decision}*\n\nExamples:\n"
    yield from (f"- {example}" for example in tag.examples)
    yield "\nRules:\n"
    yield from map(_rule, tag.rules)
    yield f"\nEasily mistaken for {tag.name}:\n"
    for miss in tag.near_misses:
        yield f"- {miss.text} → **{codebook.by_id[miss.instead].name}**: {miss.why}"


def _rule(rule: Rule) -> str:
    lines = (
        f"- **{rule.name}.** {rule.rule}",
        f"  - *Example:* {rule.example}",
        f"  - *But:* {rule.near_miss}",
    )
    return "\n".join(lines)


def _terms(heading: str, terms: tuple[Term, ...]) -> Iterator[str]:
    yield f"\n## {heading}\n"
    for term in terms:
        yield f"- **{term.name}**: {f'{term.definition} {term.example}'.strip()}"


if __name__ == "__main__":
    overwrite(PAGE, page().encode())
