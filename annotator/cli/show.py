"""`annotator show`: prints a tagged article."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.cli.options import codebook_option, json_option, target_options
from annotator.cli.output import data_console, json_value, print_json, warn_of_other_codebook
from annotator.model.annotation import AnnotationSet, Sentence, Source
from annotator.model.codebook import Codebook, Role, Tag
from annotator.model.decisions import describe_provenance
from annotator.model.palette import DARK
from annotator.model.plurals import plural
from annotator.model.progress import count_tags
from annotator.project.locate import Target
from annotator.project.open_set import open_for_reading
from annotator.text.safe import Safe, safe_cells, safe_text

AnswersByClaim = Mapping[str, tuple[str, ...]]
"""The answers to each claim ("s4 partial", for example), by the claim's ID."""

EPILOG = """\b
Examples:
  annotator show article.ada.yaml
  annotator show article.txt --annotator ada --plain
  annotator show article.ada.yaml --json | jq '.sentences[] | select(.tag == "claim")'
"""


@click.command("show", epilog=EPILOG)
@target_options
@codebook_option
@click.option(
    "--plain", is_flag=True, help="Print one line per sentence, with tag names and no color."
)
@json_option
def command(target: Target, codebook: str | None, plain: bool, as_json: bool) -> None:
    """Print a tagged article.

    Each sentence appears with its ID, tag, source and links.
    """
    annotations, book = open_for_reading(target, codebook)
    warn_of_other_codebook(annotations, book)
    if as_json:
        print_json(set_record(annotations))
    elif plain:
        for line in plain_lines(annotations, book):
            click.echo(line)
    else:
        print_set(data_console(), annotations, book)


def print_set(console: Console, annotations: AnnotationSet, codebook: Codebook) -> None:
    """Print the article's title, its sentences by paragraph, its sources, and the counts."""
    sources = (_sources(annotations, codebook),) if annotations.sources else ()
    parts: tuple[Text | Table, ...] = (
        *_header(annotations),
        _sentences(annotations, codebook),
        *sources,
        _footer(annotations, codebook),
    )
    for part in parts:
        console.print(part)


def _header(annotations: AnnotationSet) -> Iterator[Text]:
    document = annotations.document
    yield Text(safe_text(annotations.title), "bold")
    about = [document.outlet, document.published, document.url]
    known = " · ".join(safe_text(each) for each in about if each)
    if known:
        yield Text(safe_text(known), "dim")
    reference = annotations.codebook
    who = f"tagged by {annotations.annotator}" if annotations.annotator else "not tagged yet"
    yield Text(safe_text(f"{who}, codebook {reference.name} {reference.version}"), "dim")
    yield Text("")


def _sources(annotations: AnnotationSet, codebook: Codebook) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("\nsource", "\nkind", "\naffiliation", "\nconcerned"):
        table.add_column(heading, overflow="fold")
    judged = any(each.standing for each in annotations.sources)
    if judged:
        table.add_column("\nstanding", overflow="fold")
    table.add_column("\nsentences", justify="right")
    for source, sentences in count_sources(annotations, codebook):
        about = (source.name, codebook.kind_name(source.kind), source.affiliation or "")
        concerned = "yes" if source.concerned else ""
        standing = (source.standing or "",) if judged else ()
        table.add_row(*map(safe_text, (*about, concerned, *standing, str(sentences))))
    return table


def count_sources(annotations: AnnotationSet, codebook: Codebook) -> Iterator[tuple[Source, int]]:
    """Each source of the set, with the number of sentences attributed to it."""
    used = Counter(
        each.source
        for each in annotations.sentences
        if each.body and codebook.role(each.tag).attributes
    )
    for source in annotations.sources:
        yield source, used[source.id]


def _sentences(annotations: AnnotationSet, codebook: Codebook) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", max_width=100)
    before = None
    answering = answers_by_claim(annotations, codebook)
    for sentence in annotations.sentences:
        if before is not None and sentence.paragraph != before:
            table.add_row()
        before = sentence.paragraph
        table.add_row(
            safe_text(sentence.id),
            _mark(sentence, codebook),
            _text(annotations, sentence, codebook, answering),
        )
    return table


def _mark(sentence: Sentence, codebook: Codebook) -> Text:
    tag = codebook.tag(sentence.tag)
    if not sentence.body:
        return Text(" ")
    if tag is None:
        return Text("?" if sentence.tag else "·")
    return Text(safe_text(tag.mark), mark_style(tag))


def mark_style(tag: Tag) -> str:
    """The terminal style of a tag's mark: its letter on its color, readable on any background."""
    # In a terminal of sixteen colors two of the light fills would be the same gray.
    color = DARK.tags[tag.color]
    return f"bold {color.letter} on {color.fill}"


def _text(
    annotations: AnnotationSet, sentence: Sentence, codebook: Codebook, answering: AnswersByClaim
) -> Text:
    text = Text(safe_text(" ".join(sentence.text.split("\n"))), "" if sentence.body else "dim")
    for name, value in sentence_details(annotations, sentence, codebook, answering):
        text.append(safe_text(f"\n{name}: ", newlines=True), "dim")
        text.append(safe_text(value), "italic")
    return text


def answers_by_claim(annotations: AnnotationSet, codebook: Codebook) -> AnswersByClaim:
    """The answers to each claim, in the order of the article."""
    found: dict[str, tuple[str, ...]] = {}
    for sentence in annotations.sentences:
        if sentence.body and codebook.role(sentence.tag).answers:
            for answer in sentence.answers:
                words = f"{sentence.id} {codebook.stance_name(answer.stance) or 'no answer'}"
                found[answer.claim] = (*found.get(answer.claim, ()), words)
    return found


def sentence_details(
    annotations: AnnotationSet, sentence: Sentence, codebook: Codebook, answering: AnswersByClaim
) -> Iterator[tuple[str, str]]:
    """The decisions other than the tag, as pairs of a field's name and its value in words."""
    if not sentence.body:
        yield "furniture", codebook.part_name(sentence.part)
    role = codebook.role(sentence.tag)
    if role.attributes:
        yield from _attribution(annotations, sentence, codebook)
    if sentence.answers and role.answers:
        answers = ((each.claim, codebook.stance_name(each.stance)) for each in sentence.answers)
        yield "answers", ", ".join(" ".join(filter(None, each)) for each in answers)
    if role is Role.CLAIM and sentence.id in answering:
        yield "answered by", ", ".join(answering[sentence.id])
    if role is Role.CLAIM and not sentence.checkable:
        yield "checkable", "no"
    yield from _remarks(sentence)


def _remarks(sentence: Sentence) -> Iterator[tuple[str, str]]:
    if sentence.accepted_tags:
        yield "also accepted", ", ".join(sentence.accepted_tags)
    if sentence.explanation:
        yield "explanation", sentence.explanation
    if sentence.note:
        yield "note", sentence.note
    if sentence.flag:
        yield "flag", "flagged"
    if sentence.provenance:
        yield "gold", describe_provenance(sentence.provenance)


def _attribution(
    annotations: AnnotationSet, sentence: Sentence, codebook: Codebook
) -> Iterator[tuple[str, str]]:
    source = annotations.source_of(sentence)
    if source:
        about = [source.name, codebook.kind_name(source.kind), source.affiliation]
        yield "source", ", ".join(each for each in about if each)
    if sentence.via:
        yield "via", sentence.via
    if sentence.cue:
        yield "cue", f"“{sentence.cue.text}”"


def _footer(annotations: AnnotationSet, codebook: Codebook) -> Text:
    progress = count_tags(annotations.sentences)
    counts = [f"{progress.tags.get(tag.id, 0)} {safe_text(tag.name)}" for tag in codebook.tags]
    left = f", {progress.untagged} without a tag" if progress.untagged else ""
    status = f"\nmarked {annotations.status}" if annotations.status else ""
    reason = f": {safe_text(annotations.reason)}" if annotations.reason else ""
    counted = plural(progress.total, "sentence")
    words = f"\n{counted}: {', '.join(counts)}{left}{status}{reason}"
    return Text(safe_text(words, newlines=True), "dim")


def plain_lines(annotations: AnnotationSet, codebook: Codebook) -> Iterator[Safe]:
    """A line for each sentence: ID, tag or `-`, the text, and in brackets the other decisions.

    A line for each source follows: the word source, its ID, its name, and its details.
    """
    answering = answers_by_claim(annotations, codebook)
    for sentence in annotations.sentences:
        word = _word(sentence, codebook) or "-"
        more = "; ".join(_more(annotations, sentence, codebook, answering))
        text = " ".join(sentence.text.split("\n"))
        yield _line(sentence.id, word, text, f"[{more}]" if more else "")
    for source, sentences in count_sources(annotations, codebook):
        concerned = "concerned" if source.concerned else ""
        kind = codebook.kind_name(source.kind)
        standing = f"standing: {source.standing}" if source.standing else ""
        known = (kind, source.affiliation, concerned, standing, f"sentences: {sentences}")
        yield _line("source", source.id, source.name, f"[{'; '.join(filter(None, known))}]")


def describe_sentence(annotations: AnnotationSet, sentence: str, codebook: Codebook) -> str:
    """What was decided about a sentence, on one line that begins with its ID."""
    this = annotations.sentence(sentence)
    more = _more(annotations, this, codebook, answers_by_claim(annotations, codebook))
    word = _word(this, codebook) or "no tag"
    return f"{sentence}: {'; '.join([word if this.body else f'furniture {word}', *more])}"


def _word(sentence: Sentence, codebook: Codebook) -> str | None:
    if not sentence.body:
        return f"({codebook.part_name(sentence.part)})"
    tag = codebook.tag(sentence.tag)
    return tag.name if tag else sentence.tag


def _more(
    annotations: AnnotationSet, sentence: Sentence, codebook: Codebook, answering: AnswersByClaim
) -> Iterator[str]:
    for name, value in sentence_details(annotations, sentence, codebook, answering):
        if name != "furniture":
            yield f"{name}: {value}"


def _line(*cells: str) -> Safe:
    return safe_cells(cells)


def set_record(annotations: AnnotationSet) -> Any:
    """The whole set as plain data for JSON. Fields with their default value are left out."""
    return _without_empty(json_value(annotations))


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = ((key, each) for key, each in value.items() if each not in (None, [], {}))
        return {
            key: _without_empty(each)
            for key, each in kept
            if each is not False or key == "checkable"
        }
    if isinstance(value, list):
        return [_without_empty(each) for each in value]
    return value
