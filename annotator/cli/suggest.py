"""`annotator suggest`: what a suggester says about an article."""

from collections.abc import Iterator, Mapping
from typing import Any

import click

from annotator.cli.options import codebook_option, json_option
from annotator.cli.output import data_console, print_json
from annotator.model.annotation import SegmentedDocument, Sentence, SuggestedField
from annotator.model.codebook import Codebook
from annotator.model.suggestion_settings import RULES
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Location, Target, locate
from annotator.project.open_set import find_codebook
from annotator.project.suggesters import find_suggester
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator suggest article.txt             what the rules suggest for each sentence
  annotator suggest article.txt --json      the same for a program
"""


@click.command("suggest", epilog=EPILOG)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...", type=click.Path())
@click.option(
    "--with",
    "name",
    metavar="NAME",
    default=RULES,
    show_default=True,
    help="Name of the suggester.",
)
@codebook_option
@json_option
def command(targets: tuple[str, ...], name: str, codebook: str | None, as_json: bool) -> None:
    """Print suggestions for the sentences of an article: tag, source and cue, the best first."""
    printed = {}
    for target in targets:
        found = locate(Target(target))
        book = find_codebook(found.project, codebook)
        document = _document(target, found)
        suggestions = find_suggester(name).suggest(document, book)
        if as_json:
            printed[target] = [_record(each, suggestions) for each in document.sentences]
        else:
            _print_suggestions(document, book, suggestions)
    if as_json:
        print_json(next(iter(printed.values())) if len(targets) == 1 else printed)


def _document(target: str, found: Location) -> SegmentedDocument:
    article = load_article(found)
    if article is None:
        raise click.UsageError(f"{target} has no article next to it.")
    return segmented(article)


def _record(sentence: Sentence, suggestions: Mapping[str, FieldSuggestions]) -> dict[str, Any]:
    """A sentence with its suggestions as JSON; spans are code points of the document."""
    fields = suggestions.get(sentence.id, {})
    return {
        "id": sentence.id,
        "span": sentence.span,
        "part": sentence.part,
        "text": sentence.text,
        "tag": [
            {"value": each.value, "score": each.score}
            for each in _somewhat(fields, SuggestedField.TAG)
        ],
        "source": [
            {"name": each.value, "span": each.span, "score": each.score}
            for each in _somewhat(fields, SuggestedField.SOURCE)
        ],
        "cue": [
            {"text": _words(sentence, each), "span": each.value, "score": each.score}
            for each in _somewhat(fields, SuggestedField.CUE)
        ],
    }


def _somewhat(fields: FieldSuggestions, field: SuggestedField) -> Iterator[Suggestion]:
    """The suggestions down to the one that suggests nothing, which is as good as none."""
    for each in fields.get(field, ()):
        if not each.value:
            return
        yield each


def _words(sentence: Sentence, suggestion: Suggestion) -> str:
    start, end = (each - sentence.span[0] for each in suggestion.value if isinstance(each, int))
    return sentence.text[start:end]


def _print_suggestions(
    document: SegmentedDocument, codebook: Codebook, suggestions: Mapping[str, FieldSuggestions]
) -> None:
    """Print a line for each sentence with suggestions."""
    for sentence in document.sentences:
        line = " · ".join(_parts(sentence, codebook, suggestions.get(sentence.id, {})))
        if line:
            data_console().print(safe_line(f"{sentence.id}  {line}"))


def _parts(sentence: Sentence, codebook: Codebook, fields: FieldSuggestions) -> Iterator[str]:
    for field in (SuggestedField.TAG, SuggestedField.SOURCE, SuggestedField.CUE):
        best = next(_somewhat(fields, field), None)
        if best is None:
            continue
        tag = codebook.tag(str(best.value)) if field is SuggestedField.TAG else None
        words = _words(sentence, best) if field is SuggestedField.CUE else str(best.value)
        yield f"“{words}”" if field is SuggestedField.CUE else (tag.name if tag else words)
