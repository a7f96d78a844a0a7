"""Marks printed for a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.model.annotation import Status
from annotator.model.codebook import Codebook
from annotator.model.keys import OUTCOME_WORDS, Outcome
from annotator.stats.borders import split
from annotator.stats.grading import ClassReply, Mark, Scheme, class_recall, class_replies
from annotator.stats.value import Value
from annotator.stats.wording import NOTHING
from annotator.storage.keys import HandedIn
from annotator.text.safe import visible

WIDE = 100


def print_document(
    console: Console, handed: HandedIn, scheme: Scheme, marks: Sequence[Mark]
) -> None:
    """Print each student's marks on a document, how the class answered, and who was absent."""
    console.print(Text(visible(handed.key.title), "bold"))
    if not marks:
        console.print(Text("Nobody has handed in anything."))
    else:
        console.print(_students(scheme, marks, console.width))
        console.print(Text("\nHow the class answered", "bold"))
        console.print(_class(scheme.codebook, class_replies(marks), console.width))
        console.print(_recall(scheme.codebook, marks))
    if handed.absent:
        console.print(Text(visible(f"Absent: {', '.join(handed.absent)}")))
    unfinished = [each.annotator for each in marks if each.annotations.status != Status.FINISHED]
    if unfinished:
        console.print(Text(visible(f"Not marked finished: {', '.join(unfinished)}"), "dim"))
    console.print()


def _students(scheme: Scheme, marks: Sequence[Mark], width: int) -> Table:
    shown = [each for each in Outcome if any(mark.counts[each] for mark in marks)]
    extra = {"sources": scheme.sources, "links": scheme.links, "stances": scheme.links}
    wanted = [heading for heading, asked in extra.items() if asked]
    # Recall by tag gives way on a narrow terminal; the CSV and the JSON always have it.
    tags = scheme.codebook.tags if width >= WIDE or not wanted else ()
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("student", overflow="fold")
    words = (OUTCOME_WORDS[each] for each in shown)
    for heading in ("score", "", *words, *(visible(tag.mark) for tag in tags), *wanted):
        table.add_column(Text(visible(heading)), justify="right", min_width=_longest_word(heading))
    for mark in marks:
        counts = (str(mark.counts[each]) for each in shown)
        recall = (_recalled(mark.recall.get(tag.id)) for tag in tags)
        name = Text(visible(mark.annotator))
        table.add_row(
            name, *map(visible, (*_figures(mark.score), *counts, *recall, *_others(mark)))
        )
    return table


def _recalled(value: Value | None) -> str:
    return f"{value.numerator}/{value.denominator}" if value else NOTHING


def _longest_word(heading: str) -> int:
    return max((len(word) for word in heading.split()), default=4)


def _figures(value: Value) -> tuple[str, str]:
    if value.value is None:
        return NOTHING, ""
    return f"{value.numerator}/{value.denominator}", f"{value.value:.0%}"


def _others(mark: Mark) -> list[str]:
    cells = []
    if mark.sources:
        cells.append(_figures(mark.sources.share)[0])
    if mark.links:
        f1 = mark.links.f1.value
        cells += [f"{f1:.2f}" if isinstance(f1, float) else NOTHING]
        cells.append(_figures(mark.links.stances)[0])
    return cells


def _class(codebook: Codebook, replies: Sequence[ClassReply], width: int) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("", style="dim", no_wrap=True)
    table.add_column("key", no_wrap=True)
    for tag in codebook.tags:
        table.add_column(Text(visible(tag.mark)), justify="right", min_width=3)
    table.add_column("none", justify="right")
    table.add_column("", no_wrap=True)
    left = width - 27 - 4 * len(codebook.tags)
    table.add_column("", no_wrap=True, overflow="ellipsis", max_width=max(left, 20))
    for each in replies:
        none = each.outcomes[Outcome.UNTAGGED] + each.outcomes[Outcome.RECUT]
        table.add_row(
            visible(each.sentence.id),
            _key_marks(codebook, each),
            *(visible(str(each.tags.get(tag.id, ""))) for tag in codebook.tags),
            str(none) if none else "",
            "split" if split(each) else "",
            Text(visible(each.sentence.text), "dim"),
        )
    return table


def _key_marks(codebook: Codebook, reply: ClassReply) -> Text:
    """The mark of the key's tag, and behind a bar those of the tags accepted too."""
    tags = (reply.sentence.tag, *reply.sentence.also)
    marks = [found.mark if (found := codebook.tag(tag)) else "?" for tag in tags]
    return Text(visible("|".join(marks)), "bold")


def _recall(codebook: Codebook, marks: Sequence[Mark]) -> Text:
    found = class_recall(marks)
    shares = (
        f"{tag.name} {'/'.join(map(str, (value.numerator, value.denominator)))}"
        for tag in codebook.tags
        if (value := found.get(tag.id))
    )
    words = f"The key's own tag was given (recall): {', '.join(shares)}"
    return Text.assemble("\n", (visible(words), "dim"))
