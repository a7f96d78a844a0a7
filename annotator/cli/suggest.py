"""`annotator suggest`: print suggestions for articles, or write them into a project."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import codebook_option, json_option, one_document_option
from annotator.cli.output import data_console, print_json, print_message, show_progress
from annotator.cli.suggestion_plan import plan_options, print_plan, refuse_without_plan
from annotator.model.annotation import SegmentedDocument, Sentence, SuggestedField
from annotator.model.codebook import Codebook
from annotator.model.errors import ProblemCollector
from annotator.model.plurals import plural
from annotator.model.suggestion_settings import RULES
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Target, locate
from annotator.project.open_set import find_codebook
from annotator.project.project_store import lock_project
from annotator.project.suggesters import open_suggester
from annotator.project.suggestion_files import WrittenSuggestions, write_suggestions
from annotator.storage import layout
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator suggest article.txt             what the rules suggest for each sentence
  annotator suggest article.txt --json      the same for a program
  annotator suggest my-project              write the suggestions of the rules for each document
  annotator suggest --plan --effect 5       how much it takes to see an effect of 5 points
"""


@click.command("suggest", epilog=EPILOG)
@click.argument("targets", nargs=-1, metavar="TARGET...", type=click.Path())
@click.option(
    "--with",
    "name",
    metavar="NAME",
    default=RULES,
    show_default=True,
    help="Name of the suggester.",
)
@one_document_option
@codebook_option
@click.option("--force", is_flag=True, help="Write files anew that are current or have errors.")
@plan_options
@json_option
def command(
    targets: tuple[str, ...],
    name: str,
    document: str | None,
    codebook: str | None,
    force: bool,
    as_json: bool,
    plan: bool,
    **planned: Any,
) -> None:
    """Print suggestions for each sentence of an article, the best first.

    A TARGET is an article, a set or a project. For a project, the suggestions are written into its
    folder `suggestions`, in a file for each document. Files that are current are kept. No annotator
    sees them unless the project says so.

    With --plan, nothing is suggested. The command shows how large a study must be that withholds
    some suggestions to see what they do to annotators. A project as TARGET gives its figures.
    """
    if plan:
        if document is not None or codebook is not None or force:
            raise click.UsageError("--document, --codebook and --force do not work with --plan.")
        project = _project(targets)
        if targets and project is None:
            raise click.UsageError("--plan takes a project, or no TARGET.")
        print_plan(project, as_json=as_json, **planned)
        return
    refuse_without_plan(planned)
    if not targets:
        raise click.UsageError("Name an article, a set or a project.")
    project = _project(targets)
    if project is not None:
        if codebook is not None:
            raise click.UsageError("--codebook is for articles. A project has its own codebook.")
        problems = ProblemCollector()
        written = _write(project, name, document, problems, force=force)
        _report(written, as_json=as_json)
        problems.raise_any()
        return
    if document is not None or force:
        raise click.UsageError("--document and --force are for a project.")
    _print_articles(targets, name, codebook, as_json=as_json)


def _project(targets: tuple[str, ...]) -> Path | None:
    """The project that the targets name, or None for articles.

    Raises:
        UsageError: They name a project and something else.
        DataError: A folder is not a project.
    """
    folders = [Path(each) for each in targets if Path(each).is_dir()]
    if not folders:
        return None
    if len(targets) > 1:
        raise click.UsageError("Name one project, or articles.")
    layout.load_project(folders[0])
    return folders[0]


# A project


def _write(
    folder: Path, name: str, document: str | None, problems: ProblemCollector, *, force: bool
) -> list[WrittenSuggestions]:
    """Write the suggestions for the documents of a project; problems of one stop no other."""
    written: list[WrittenSuggestions] = []
    with lock_project(folder), open_suggester(name, folder) as suggester:
        codebook = find_codebook(folder)
        paths = (
            layout.document_files(folder)
            if document is None
            else [layout.find_document(folder, document)]
        )
        for path in show_progress(paths, "Suggesting"):
            with problems:
                written.append(write_suggestions(folder, path, suggester, codebook, force=force))
    return written


def _report(written: list[WrittenSuggestions], *, as_json: bool) -> None:
    new = [each.document for each in written if each.written]
    kept = [each.document for each in written if not each.written]
    if as_json:
        print_json({"written": new, "current": kept})
        return
    more = f" {plural(len(kept), 'file is', 'files are')} current." if kept else ""
    print_message(f"Wrote suggestions for {plural(len(new), 'document')}.{more}")


# Articles


def _print_articles(
    targets: tuple[str, ...], name: str, codebook: str | None, *, as_json: bool
) -> None:
    records = {}
    with open_suggester(name) as suggester:
        for target in targets:
            found = locate(Target(target))
            book = find_codebook(found.project, codebook)
            article = load_article(found)
            if article is None:
                raise click.UsageError(f"There is no article next to {target}.")
            document = segmented(article)
            suggestions = suggester.suggest(document, book)
            if as_json:
                records[target] = [_record(each, suggestions) for each in document.sentences]
            else:
                _print_suggestions(document, book, suggestions)
    if as_json:
        print_json(records if len(targets) > 1 else records[targets[0]])


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
