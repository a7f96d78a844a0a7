"""`annotator suggest`: print suggestions for articles, or write them into a project."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import codebook_option, json_option, one_document_option
from annotator.cli.output import data_console, print_json, print_message
from annotator.cli.outside_suggesters import (
    AskedDocument,
    allow_host,
    closed_suggester,
    open_named_suggester,
    outside_options,
    print_dry_run,
    show_suggesting,
)
from annotator.cli.suggestion_evaluation import (
    EVALUATION_CHOICES,
    evaluation_options,
    print_evaluation,
)
from annotator.cli.suggestion_order import ORDER_CHOICES, order_options, print_order
from annotator.cli.suggestion_plan import PLAN_CHOICES, plan_options, print_plan
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
from annotator.project.suggestion_files import (
    WrittenSuggestions,
    has_current_suggestions,
    write_suggestions,
)
from annotator.storage import documents, layout
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator suggest article.txt             what the rules suggest for each sentence
  annotator suggest article.txt --json      the same for a program
  annotator suggest my-project              write the suggestions of the rules for each document
  annotator suggest my-project --evaluate   compare the rules with the project's gold
  annotator suggest my-project --evaluate --against Ada
  annotator suggest my-project --order uncertainty --representative 0.3
  annotator suggest --plan --effect 5       how much it takes to see an effect of 5 points
  annotator suggest my-project --with my-model --dry-run
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
@click.option("--force", is_flag=True, help="Also replace files that are current or have errors.")
@outside_options
@evaluation_options
@order_options
@plan_options
@json_option
def command(
    targets: tuple[str, ...], plan: bool, evaluate: bool, order: str | None, **given: Any
) -> None:
    """Print suggestions for each sentence of an article, the best first.

    A TARGET is an article, a set or a project. For a project, the suggestions are written into its
    folder `suggestions`, in a file for each document. Files that are current are kept. No annotator
    sees them unless the project says so.

    With --evaluate, the suggestions are compared with the gold of a project, or with an annotator.
    The project keeps the precision of each tag. Annotators see no suggestion of a tag whose
    precision is under 0.6, or that was suggested fewer than 30 times.

    With --order, the documents of a project that nobody has begun are listed, those first that are
    hardest for the suggester. Only documents that were drawn at random stand for all.

    With --plan, nothing is suggested. The command shows how large a study must be that withholds
    some suggestions to see what they do to annotators. A project as TARGET gives its figures.

    What a name other than `rules` and `learned` stands for is in your own settings. A project can
    only name it. --dry-run shows what it would be sent.
    """
    if plan + evaluate + (order is not None) > 1:
        raise click.UsageError("Use one of --evaluate, --order and --plan.")
    planned = _choices(given, PLAN_CHOICES, "--plan", wanted=plan)
    evaluated = _choices(given, EVALUATION_CHOICES, "--evaluate", wanted=evaluate)
    ordered = _choices(given, ORDER_CHOICES, "--order", wanted=order is not None)
    if plan:
        _refuse(given, "--plan", "document", "codebook", "force", "dry_run", "send_text_to")
        print_plan(_project(targets, "--plan"), as_json=given["as_json"], **planned)
    elif evaluate:
        folder = _project_for(targets, "--evaluate", given)
        _allow(folder, **given)
        print_evaluation(folder, given["name"], as_json=given["as_json"], **evaluated)
    elif order is not None:
        folder = _project_for(targets, "--order", given)
        _allow(folder, **given)
        print_order(folder, given["name"], order, as_json=given["as_json"], **ordered)
    else:
        _suggest(targets, **given)


def _project_for(targets: tuple[str, ...], flag: str, given: Mapping[str, Any]) -> Path:
    """The project that a flag needs.

    Raises:
        UsageError: There is none, or an option was given that does nothing here.
    """
    _refuse(given, flag, "document", "codebook", "force", "dry_run")
    project = _project(targets, flag)
    if project is None:
        raise click.UsageError(f"{flag} takes a project.")
    return project


def _suggest(targets: tuple[str, ...], **given: Any) -> None:
    """Write the suggestions for a project, or print those for articles."""
    project = _project(targets)
    if project is not None:
        _refuse(given, "a project", "codebook")
        _write_project(project, **given)
        return
    _refuse(given, "an article", "document", "force")
    if not targets:
        raise click.UsageError("Name an article, a set or a project.")
    _print_articles(targets, **given)


def _allow(project: Path | None, *, name: str, send_text_to: str | None, **given: Any) -> None:
    """Allow the host of a suggester to get text, if the person asked for that."""
    if send_text_to is not None:
        if given["dry_run"]:
            raise click.UsageError("--dry-run allows nothing. Leave out --send-text-to.")
        allow_host(name, send_text_to, find_codebook(project, given["codebook"]))


def _choices(
    given: dict[str, Any], names: Sequence[str], flag: str, *, wanted: bool
) -> Mapping[str, Any]:
    """The options that belong to a flag, taken out of all that were given.

    Raises:
        UsageError: One was given without the flag.
    """
    found = {name: given.pop(name) for name in names}
    for name, value in found.items():
        if not wanted and value not in {None, ()}:
            option = "--effect" if name == "effects" else f"--{name}"
            raise click.UsageError(f"{option} works only with {flag}.")
    return found


def _refuse(given: Mapping[str, Any], what: str, *names: str) -> None:
    """Refuse options that do nothing here.

    Raises:
        UsageError: One was given.
    """
    for name in names:
        if given[name]:
            raise click.UsageError(f"--{name.replace('_', '-')} does not work with {what}.")


def _project(targets: tuple[str, ...], flag: str | None = None) -> Path | None:
    """The project that the targets name, or None for articles.

    Args:
        targets: The targets.
        flag: A flag that takes no articles, or None.

    Raises:
        UsageError: They name a project and something else, or articles with such a flag.
        DataError: A folder is not a project.
    """
    folders = [Path(each) for each in targets if Path(each).is_dir()]
    if flag is not None and targets and not folders:
        raise click.UsageError(f"{flag} takes a project.")
    if not folders:
        return None
    if len(targets) > 1:
        raise click.UsageError("Name one project, or articles.")
    layout.load_project(folders[0])
    return folders[0]


# A project


def _write_project(folder: Path, **given: Any) -> None:
    name, document, force = given["name"], given["document"], given["force"]
    _allow(folder, **given)
    if given["dry_run"]:
        codebook = find_codebook(folder)
        asked = _documents_to_ask(folder, name, document, codebook, force=force)
        print_dry_run(name, codebook, asked, as_json=given["as_json"])
        return
    problems = ProblemCollector()
    written = _write(folder, name, document, problems, force=force)
    _report(written, as_json=given["as_json"])
    problems.raise_any()


def _write(
    folder: Path, name: str, document: str | None, problems: ProblemCollector, *, force: bool
) -> list[WrittenSuggestions]:
    """Write the suggestions for the documents of a project; problems of one stop no other."""
    written: list[WrittenSuggestions] = []
    codebook = find_codebook(folder)
    with lock_project(folder), open_named_suggester(name, folder, codebook) as suggester:
        for path in show_suggesting(_paths(folder, document), name):
            with problems:
                written.append(write_suggestions(folder, path, suggester, codebook, force=force))
    return written


def _paths(folder: Path, document: str | None) -> Sequence[Path]:
    if document is None:
        return layout.document_files(folder)
    return [layout.find_document(folder, document)]


def _documents_to_ask(
    folder: Path, name: str, document: str | None, codebook: Codebook, *, force: bool
) -> Iterator[AskedDocument]:
    """The documents of a project that a suggester would be asked about now."""
    suggester = closed_suggester(name, codebook)
    for path in _paths(folder, document):
        if force or not has_current_suggestions(folder, path, suggester, codebook):
            yield AskedDocument(path.stem, documents.load(path), codebook)


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
    targets: tuple[str, ...], *, name: str, codebook: str | None, as_json: bool, **given: Any
) -> None:
    articles = list(_articles(targets, codebook))
    folder = locate(Target(targets[0])).project
    _allow(folder, name=name, codebook=codebook, **given)
    if given["dry_run"]:
        print_dry_run(name, articles[0].codebook, articles, as_json=as_json)
        return
    records = {}
    with open_named_suggester(name, folder, articles[0].codebook) as suggester:
        for target, document, book in articles:
            suggestions = suggester.suggest(document, book)
            if as_json:
                records[target] = [_record(each, suggestions) for each in document.sentences]
            else:
                _print_suggestions(document, book, suggestions)
    if as_json:
        print_json(records if len(targets) > 1 else records[targets[0]])


def _articles(targets: tuple[str, ...], codebook: str | None) -> Iterator[AskedDocument]:
    for target in targets:
        found = locate(Target(target))
        book = find_codebook(found.project, codebook)
        article = load_article(found)
        if article is None:
            raise click.UsageError(f"The article of {target} is missing.")
        yield AskedDocument(target, segmented(article), book)


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
