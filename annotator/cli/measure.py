"""`annotator measure`: the outcome of each claim, and the measures of attribution quality."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import click
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from annotator.cli.options import (
    codebook_option,
    file_option,
    json_option,
    one_document_option,
    paths_argument,
    raw_option,
    retired_seed_option,
)
from annotator.cli.output import data_console, print_json, print_message, warn_of_other_codebook
from annotator.cli.sets import find_sets, map_sets, passes_option, read_with_codebook, require_sets
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.plurals import plural
from annotator.project.output_files import write_table
from annotator.project.pass_selection import PassChoice
from annotator.stats import measure_wording, measures
from annotator.stats.claims import Claim, claims
from annotator.stats.corpus import (
    MEASURE_COLUMNS,
    AnnotatorRange,
    AverageIntervals,
    CorpusArticle,
    MacroAverage,
    MeasuredSet,
    MicroAverage,
    annotator_ranges,
    corpus_articles,
    corpus_record,
    macro_averages,
    measure_rows,
    micro_averages,
)
from annotator.stats.measure_input import prepare_measure_input
from annotator.stats.measure_wording import MeasureLine
from annotator.stats.measures import KEY_MEASURES, MEASURES, Measure, MeasureKind
from annotator.stats.set_content import SetContent, SetWithCodebook, combine, tag_votes
from annotator.text.cell_layout import ASCII, BLOCKS, clip, range_bar, share_bar
from annotator.text.safe import Safe, safe_line, safe_text
from annotator.text.strict_text import csv_text

CLAIMS_HEADING = "Claims"

NARROW = 100
"""Below this width, the table of a corpus leaves out the interval of the figures together."""
MOST_LISTED = 3
"""With more annotators of one article than this, their claims are not listed."""
FIGURE_WIDTH = 16
"""Cells kept for a figure beside its bar."""
READING_WIDTH = 100
"""The lines of the short view are not longer than this."""
NO_INTERVAL = AverageIntervals(None, None)
MeasuredContent = tuple[MeasuredSet, SetContent]


def print_article_measures(
    console: Console, annotations: AnnotationSet, codebook: Codebook, *, everything: bool
) -> None:
    """Print the claims of one article with their outcomes, then the figures.

    Args:
        console: Where to print.
        annotations: The set.
        codebook: Says which role each tag has.
        everything: Print all measures with explanations, and the replies to each claim.
    """
    measure_input = prepare_measure_input(annotations, codebook)
    values = measures.evaluate(measure_input)
    content = SetContent.of(annotations, codebook, measure_input)
    _print_heading(console, annotations.title, first=True)
    _print_note(console, measure_wording.coverage_notice(values))
    if content.tags_only and not everything:
        _print_tags(console, content)
    else:
        _print_claims(console, annotations, claims(measure_input), content, everything=everything)
    if everything:
        _print_all(console, measure_wording.measure_lines(values))
    elif not content.tags_only:
        _print_key_lines(console, measure_wording.key_lines(values, content))
    _print_note(console, measure_wording.missing_note(content), gap=True)
    if not everything:
        _print_more(console)


def _print_heading(console: Console, words: str, *, first: bool = False) -> None:
    if not first:
        console.print()
    console.print(Text(safe_line(words), "bold"))


def _print_note(console: Console, words: str, *, gap: bool = False) -> None:
    if words:
        width = min(console.width, READING_WIDTH)
        console.print(Text(safe_text(f"\n{words}" if gap else words, newlines=True)), width=width)


def _print_more(console: Console) -> None:
    console.print(Text(safe_text(f"\n--all shows all {len(MEASURES)} measures.", newlines=True)))


def _print_claims(
    console: Console,
    annotations: AnnotationSet,
    found: Sequence[Claim],
    content: SetContent,
    heading: str = CLAIMS_HEADING,
    *,
    everything: bool,
) -> None:
    _print_heading(console, heading)
    if not found:
        console.print("None.")
    outcomes = [measure_wording.known_outcome_text(each.outcomes, content) for each in found]
    longest = max(map(len, outcomes), default=0)
    room = max(min(console.width, READING_WIDTH) - longest - 7, 20)
    for each, outcome in zip(found, outcomes, strict=True):
        words = (
            f"{measure_wording.claimant_name(each)}: {annotations.sentences[each.position].text}"
        )
        number = safe_text(f"{each.position + 1:>4} ")
        cell = _cell(safe_line(measure_wording.capitalized(words)), room + 2)
        console.print(Text.assemble((number, "dim"), cell, safe_text(outcome)))
        if everything:
            for reply in each.replies:
                line = f"{reply.position + 1:>10} {measure_wording.reply_text(reply)}"
                console.print(Text(clip(safe_line(line), console.width), "dim"))


def _print_key_lines(console: Console, lines: Sequence[MeasureLine]) -> None:
    _print_heading(console, "Key figures")
    for line in lines:
        bar = _share_bar(console, line.share or 0)
        _print_figure(console, line.measure, bar, line.figure, line.says)


def _print_figure(console: Console, measure: Measure, bar: Text, figure: str, says: str) -> None:
    """Print one key figure: its name, its bar, its number, and below them what it says."""
    label = _cell(safe_text(measure.label), _label_width(console) + 1)
    console.print(Text.assemble((label, "cyan"), bar, " ", safe_text(figure)))
    _print_indented(console, says)


def _print_indented(console: Console, words: str, indent: int = 2) -> None:
    if words:
        shown = Padding(Text(safe_text(words), "dim"), (0, 0, 0, indent), expand=False)
        console.print(shown, width=min(console.width, READING_WIDTH))


def _label_width(console: Console) -> int:
    longest = max(len(each.label) for each in KEY_MEASURES)
    return min(longest, max(console.width - FIGURE_WIDTH - 10, 10))


def _bar_width(console: Console) -> int:
    return min(max(console.width - _label_width(console) - FIGURE_WIDTH, 10), 30)


def _share_bar(console: Console, share: float) -> Text:
    full, rest = share_bar(share, _bar_width(console), _signs(console))
    return Text.assemble((safe_text(full), "bold"), (safe_text(rest), "dim"))


def _cell(text: Safe, width: int) -> Safe:
    """A text in exactly this many cells, cut if it is longer, with a blank behind it."""
    cut = clip(text, width - 1)
    return safe_text(f"{cut}{' ' * (width - cell_len(cut))}")


def _signs(console: Console) -> tuple[str, str]:
    return ASCII if console.options.ascii_only else BLOCKS


def _grouped() -> Iterator[tuple[str, list[Measure]]]:
    """All measures in the groups of the documentation."""
    for group, members in groupby(MEASURES, key=lambda each: each.group):
        yield group, list(members)


def _print_all(console: Console, lines: Iterable[MeasureLine]) -> None:
    """Print every measure in its group: its name, its figure, its id, and two sentences."""
    line_of = {line.measure.id: line for line in lines}
    for group, members in _grouped():
        _print_heading(console, group)
        for measure in members:
            line = line_of[measure.id]
            _print_name(console, measure, line.figure)
            _print_indented(console, f"{line.says} {line.warning}")


def _print_name(console: Console, measure: Measure, figure: str) -> None:
    parts = (safe_text(measure.label), "cyan"), "  ", (safe_text(figure), "bold"), "  "
    console.print(Text.assemble(*parts, (safe_text(measure.id), "dim")))


def _print_tags(console: Console, content: SetContent, sets: int = 1) -> None:
    """Print how often each tag was given, with bars: all that sets with only tags can say."""
    _print_heading(console, "Tags" if sets == 1 else f"Tags in {plural(sets, 'set')}")
    width = min(max(map(cell_len, content.tags), default=0), _label_width(console))
    for name, count in content.tags.items():
        share = count / content.tagged if content.tagged else 0
        figure = safe_text(measure_wording.tag_share_text(count, content))
        label = _cell(safe_line(name), width + 1)
        console.print(Text.assemble((label, "cyan"), _share_bar(console, share), " ", figure))


def _print_votes(console: Console, sets: Sequence[SetWithCodebook]) -> None:
    """Print where annotators who only tagged agree, and the sentences on which they are split."""
    votes = tag_votes(sets)
    _print_heading(console, "Agreement on the tags")
    _print_note(console, measure_wording.votes_notice(votes))
    split = [each for each in votes if each.split]
    shown = [safe_line(measure_wording.votes_text(each)) for each in split]
    width = min(max(map(cell_len, shown), default=0), console.width // 2)
    room = max(console.width - width - 7, 10)
    for each, words in zip(split, shown, strict=True):
        number = safe_text(f"{each.position + 1:>4} ")
        text = clip(safe_line(each.text), room)
        console.print(Text.assemble((number, "dim"), _cell(words, width + 2), (text, "dim")))


def print_annotators(
    console: Console,
    article: CorpusArticle,
    contents: Sequence[SetContent],
    sets: Sequence[SetWithCodebook],
    *,
    everything: bool,
) -> None:
    """Print the figures of one article with their ranges over several annotators.

    If the annotators only tagged, print how often they gave each tag and where they agree.

    Args:
        console: Where to print.
        article: The article with the values of each annotator.
        contents: What each set holds.
        sets: The sets that can be read.
        everything: Print the ranges of all measures.
    """
    names = ", ".join(each.annotator for each in article.sets)
    content = combine(contents)
    _print_heading(console, article.document.title or article.document.id, first=True)
    _print_note(console, f"{plural(len(article.sets), 'annotator')}: {names}")
    if content.tags_only and not everything:
        _print_tags(console, content, len(contents))
        _print_votes(console, sets)
    else:
        _print_claims_of_each(console, sets, everything=everything)
        _print_ranges(console, article, content, everything=everything)
        _print_note(console, _count_tags_only(contents), gap=True)
    _print_note(console, measure_wording.missing_note(content), gap=True)
    if not everything:
        _print_more(console)


def _print_claims_of_each(
    console: Console, sets: Sequence[SetWithCodebook], *, everything: bool
) -> None:
    for annotations, codebook in sets if len(sets) <= MOST_LISTED else ():
        heading = f"Claims, as tagged by {annotations.annotator}"
        measure_input = prepare_measure_input(annotations, codebook)
        content = SetContent.of(annotations, codebook, measure_input)
        found = claims(measure_input)
        _print_claims(console, annotations, found, content, heading, everything=everything)


def _print_ranges(
    console: Console, article: CorpusArticle, content: SetContent, *, everything: bool
) -> None:
    ranges = annotator_ranges(article)
    if everything:
        for group, members in _grouped():
            _print_heading(console, group)
            for measure in members:
                _print_name(console, measure, measure_wording.range_text(ranges[measure.id]))
    else:
        _print_heading(console, "Key figures, from the lowest to the highest")
        for measure in content.key_measures:
            found = ranges[measure.id]
            says = measure_wording.range_sentence(measure, found)
            bar = _range_bar(console, found)
            _print_figure(console, measure, bar, measure_wording.share_range(found), says)
    _print_note(console, "If a range is wide, settle the annotators' differences first.", gap=True)


def _range_bar(console: Console, found: AnnotatorRange) -> Text:
    low, high = found.low, found.high
    if not isinstance(low, float) or not isinstance(high, float):
        return _share_bar(console, 0)
    return Text(safe_text(range_bar(low, high, _bar_width(console), _signs(console))))


def _count_tags_only(contents: Sequence[SetContent]) -> str:
    return measure_wording.tags_only_note(sum(each.tags_only for each in contents), len(contents))


def print_corpus(
    console: Console,
    corpus: Sequence[CorpusArticle],
    contents: Sequence[SetContent],
    *,
    everything: bool,
) -> None:
    """Print the key figures of several articles with bars and intervals, or all in a table.

    Args:
        console: Where to print.
        corpus: The articles with the values of their annotators.
        contents: What each set holds.
        everything: Print all measures with both averages.
    """
    content = combine(contents)
    sets = plural(len(contents), "annotation set")
    _print_heading(console, f"{plural(len(corpus), 'article')}, {sets}", first=True)
    if content.tags_only and not everything:
        _print_tags(console, content, len(contents))
    else:
        _print_note(console, _count_tags_only(contents))
        intervals = intervals_of(corpus)
        if everything:
            _print_corpus_table(console, corpus, intervals)
        else:
            _print_corpus_lines(console, corpus, intervals, content)
        shown = MEASURES if everything else content.key_measures
        of_shown = {each.id: intervals[each.id] for each in shown if each.id in intervals}
        for words in measure_wording.missing_interval_notes(of_shown):
            _print_note(console, words)
    _print_note(console, measure_wording.missing_note(content), gap=True)
    if not everything:
        _print_more(console)


def _print_corpus_lines(
    console: Console,
    corpus: Sequence[CorpusArticle],
    intervals: Mapping[str, AverageIntervals],
    content: SetContent,
) -> None:
    micro, macro = micro_averages(corpus), macro_averages(corpus)
    _print_heading(console, "Key figures")
    for measure in content.key_measures:
        name = measure.id
        bar = _share_bar(console, micro[name].value or 0)
        interval = intervals.get(name, NO_INTERVAL)
        says = measure_wording.corpus_text(measure, micro[name], macro[name], interval)
        _print_figure(console, measure, bar, measure_wording.micro_text(micro[name]), says)
    _print_note(console, measure_wording.CORPUS_EXPLANATION, gap=True)


def _print_corpus_table(
    console: Console,
    corpus: Sequence[CorpusArticle],
    intervals: Mapping[str, AverageIntervals],
) -> None:
    micro, macro = micro_averages(corpus), macro_averages(corpus)
    wide = console.width >= NARROW
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("", no_wrap=True)
    for heading in ("together", *(["95%"] if wide else []), "average", "95%", "in"):
        table.add_column(safe_text(heading), justify="right", no_wrap=True)
    for group, members in _grouped():
        table.add_row()
        table.add_row(Text(safe_text(group), "bold"))
        for each in members:
            row = _row(each, micro, macro, intervals.get(each.id, NO_INTERVAL), wide=wide)
            table.add_row(Text(safe_text(each.id), "cyan"), *map(safe_text, row))
    console.print(table)
    for words in _explanations(macro):
        _print_note(console, words)


def _row(
    measure: Measure,
    micro: Mapping[str, MicroAverage],
    macro: Mapping[str, MacroAverage],
    interval: AverageIntervals,
    *,
    wide: bool,
) -> tuple[str, ...]:
    name, mean = measure.id, macro[measure.id]
    if measure.kind is MeasureKind.BAND:
        return ("", *([""] if wide else []), "see below", "", str(mean.articles))
    return (
        measure_wording.micro_text(micro.get(name)),
        *((measure_wording.interval_text(name, interval.micro),) if wide else ()),
        measure_wording.macro_text(name, mean),
        measure_wording.interval_text(name, interval.macro),
        str(mean.articles),
    )


def _explanations(macro: Mapping[str, MacroAverage]) -> Iterator[str]:
    for measure in MEASURES:
        if measure.kind is MeasureKind.BAND:
            shown = measure_wording.macro_text(measure.id, macro[measure.id])
            yield f"\n{measure.id}, number of articles: {shown}"
    yield f"\ntogether: {measure_wording.MICRO_EXPLANATION}"
    yield f"average: {measure_wording.MACRO_EXPLANATION} “in” is the number of those articles."
    yield f"95%: {measure_wording.INTERVAL_EXPLANATION}"


EPILOG = """\b
Examples:
  annotator measure article.ada.yaml
  annotator measure article.ada.yaml --all
  annotator measure article.ada.yaml article.ben.yaml
  annotator measure my-project --document harbour
  annotator measure my-folder --json | jq .corpus.macro
  annotator measure my-folder --csv measures.csv
"""


@click.command("measure", epilog=EPILOG)
@paths_argument
@click.option("--all", "everything", is_flag=True, help=f"Show all {len(MEASURES)} measures.")
@json_option
@file_option("--csv", "table", help="Write a CSV file with one row for each set and measure.")
@raw_option
@retired_seed_option
@passes_option("Finished pass of each annotator to use in a folder.")
@one_document_option
@click.option("--round", "round_", metavar="ID", help="Only documents of this round of a project.")
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    everything: bool,
    as_json: bool,
    table: str | None,
    raw: bool,
    passes: str,
    document: str | None,
    round_: str | None,
    codebook: str | None,
) -> None:
    """Show the outcome of each claim and the measures of attribution quality.

    PATH is an annotation set, an article, a folder or a project. One set: its claims and six key
    figures. Several annotators of one article: the range of each figure. Several articles: the
    figures for all of them, with 95% intervals. Sets that have only tags: how often each tag
    was given.

    In a folder, the first finished pass of each annotator counts. Unusable sets and excluded
    annotators are left out, and the command tells you so. A project uses its own codebook.
    """
    files = find_sets(paths, PassChoice(passes), document, round_)
    found, problems = map_sets(files, codebook, _measure_set, "Measuring")
    require_sets(found, problems)
    measured = [each for each, _ in found]
    if table is not None:
        write_table(Path(table), csv_text([MEASURE_COLUMNS, *measure_rows(measured)], raw=raw))
        print_message(f"Wrote the measures of {plural(len(found), 'set')} to {table}.")
    if as_json:
        print_json(corpus_record(measured, intervals_of(corpus_articles(measured))))
    elif table is None:
        _print(data_console(), files, found, codebook, everything=everything)
    context.exit(1 if problems else 0)


def _measure_set(annotations: AnnotationSet, codebook: Codebook) -> MeasuredContent:
    measure_input = prepare_measure_input(annotations, codebook)
    values = measures.evaluate(measure_input)
    measured = MeasuredSet(annotations.document, annotations.annotator, values)
    return measured, SetContent.of(annotations, codebook, measure_input)


def intervals_of(corpus: Sequence[CorpusArticle]) -> Mapping[str, AverageIntervals]:
    """The interval of each measure; none if there is only one article."""
    if len(corpus) < 2:
        return {}
    from annotator.stats.intervals import corpus_intervals  # noqa: PLC0415 (it loads numpy)

    return corpus_intervals(corpus)


def _print(
    console: Console,
    files: list[Path],
    found: list[MeasuredContent],
    codebook: str | None,
    *,
    everything: bool,
) -> None:
    corpus = corpus_articles([measured for measured, _ in found])
    contents = [content for _, content in found]
    if len(corpus) > 1:
        print_corpus(console, corpus, contents, everything=everything)
    elif len(found) > 1:
        sets = list(_readable(files, codebook))
        print_annotators(console, corpus[0], contents, sets, everything=everything)
    else:
        read = next(_readable(files, codebook))
        warn_of_other_codebook(*read)
        print_article_measures(console, *read, everything=everything)


def _readable(files: list[Path], codebook: str | None) -> Iterator[SetWithCodebook]:
    """The sets in the files; faulty files, which are already reported, are left out."""
    for path in files:
        with suppress(DataError):
            yield read_with_codebook(path, codebook)
