"""`annotator check`: every fault in files, with its place and what to do."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import click

from annotator.cli.options import codebook_option, json_option, paths_argument
from annotator.cli.output import message_console, print_json
from annotator.cli.progress import on_all_cores
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.lint import Severity, lint_set
from annotator.model.plurals import plural
from annotator.project.check import ProjectCheck, is_project_file
from annotator.project.documents import load_article
from annotator.project.locate import Target, locate
from annotator.storage import (
    assignments,
    codebooks,
    documents,
    layout,
    project_file,
    sets,
    strict_yaml,
)
from annotator.storage.files import files_below
from annotator.storage.headers import DOCUMENT_FORMAT, PROJECT_FORMAT, format_in, format_of
from annotator.storage.strict_yaml import Steps, Tree
from annotator.text.safe import printable

EPILOG = """\b
Examples:
  annotator check article.ada.yaml
  annotator check my-project --strict
  annotator check . --json
"""


@click.command("check", epilog=EPILOG)
@paths_argument
@click.option("--strict", is_flag=True, help="Also list what may be meant as it is.")
@json_option
@codebook_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    strict: bool,
    as_json: bool,
    codebook: str | None,
) -> None:
    """Check annotation sets, keys, gold, documents, projects and codebooks; folders whole.

    In a project also what a merge or a sync tool may leave: conflict markers, conflicted copies,
    documents that were changed after tagging, sets whose document is gone, names that meet in one
    file, and assignments to nobody. Each is said with what to do about it.

    Exit code 1 where a fault is found, 0 where none is.
    """
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    reserved = KeyBindings().reserved
    books = _Books(codebook, reserved)
    files = list(_files(paths))
    found: list[Problem] = []
    check = partial(check_file, books=books, reserved=reserved, strict=strict)
    for some in on_all_cores(check, files, "Checking"):
        found += some
    for checked in books.all_projects(files):
        found += checked.check_folder()
    if as_json:
        print_json({"files": len(files), "problems": found})
    else:
        for fault in found:
            click.echo(printable(str(fault)))
        counts = f"{plural(len(files), 'file')} checked, {plural(len(found), 'fault')}."
        message_console().print(printable(counts))
    context.exit(1 if found else 0)


class _Books:
    """By which codebook, and as part of which project, a file is checked.

    Args:
        named: The codebook's file that the person named.
        reserved: The keys that no tag of a codebook may have.
    """

    def __init__(self, named: str | None, reserved: dict[str, str]) -> None:
        self._named = codebooks.load(Path(named), reserved) if named else None
        self._projects: dict[Path, ProjectCheck] = {}

    def project(self, path: Path) -> ProjectCheck | None:
        """The project that a file lies in; a project at fault is judged as no project."""
        folder = layout.project_folder(path.parent)
        if folder is None:
            return None
        if folder not in self._projects:
            try:
                self._projects[folder] = ProjectCheck.of(folder)
            except DataError:
                return None
        return self._projects[folder]

    def all_projects(self, files: Iterable[Path]) -> tuple[ProjectCheck, ...]:
        """The projects that files lie in, one by one, whichever process has checked the files."""
        for beside in {path.parent: path for path in files}.values():
            self.project(beside)
        return tuple(self._projects.values())

    def codebook(self, project: ProjectCheck | None, found: AnnotationSet) -> Codebook:
        """The codebook named, or the project's that a set was made with, or the built-in one."""
        if self._named is not None:
            return self._named
        book = codebooks.builtin()
        known = project.codebooks if project else {book.reference: book}
        return codebooks.codebook_for(found.codebook, known)


def _files(paths: Iterable[str]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            yield from (
                each
                for each in files_below(path, "*.y*ml")
                if not any(part.startswith(".") for part in each.relative_to(path).parts)
                and (_ours(each) or is_project_file(each))
            )
        else:
            yield path


def _ours(path: Path) -> bool:
    # A file of no format of ours is checked only where it is named itself.
    try:
        if format_of(path) is not None:
            return True
        with path.open("rb") as file:
            head = file.read(200)
    except (OSError, DataError):
        return True
    return not head.strip() or head.startswith((b"<<<<<<<", b"\0"))


_PARSERS: Mapping[str, Callable[[bytes, str], object]] = {
    DOCUMENT_FORMAT: documents.parse,
    PROJECT_FORMAT: project_file.parse,
    "attribution-assignments": assignments.parse,
}


def check_file(
    path: Path, books: _Books, reserved: dict[str, str], *, strict: bool
) -> list[Problem]:
    """What is wrong in one file, in the order of its lines.

    Args:
        path: The file.
        books: What a set's tags are checked by, and the project that it is a part of.
        reserved: The keys that no tag of a codebook may have.
        strict: Whether to list also what may be meant as it is.
    """
    project = books.project(path)
    try:
        data = strict_yaml.read(path)
        name = format_in(data, str(path))
        if name == "attribution-codebook":
            codebooks.parse(data, str(path), reserved)
        elif parse := _PARSERS.get(name or ""):
            parse(data, str(path))
        else:
            tree = strict_yaml.load(data, str(path))
            found = sets.set_from_tree(tree)
            here = project.check_set(path, found) if project else _beside_article(path, found)
            book = books.codebook(project, found)
            return [*here, *_in_set(found, tree, book, strict=strict)]
    except DataError as refusal:
        return list(refusal.problems)
    return []


def _beside_article(path: Path, found: AnnotationSet) -> Iterator[Problem]:
    """What is wrong between a set and the article that lies beside it.

    A finished pass stays as it is, whatever becomes of the article.
    """
    target = Target(str(path))
    try:
        article = load_article(target, locate(target))
    except DataError:  # an article that cannot be read is no fault of the set
        return
    if article is None or found.closed:
        return
    if article.article.document.sha256 != found.document.sha256:
        message = (
            "the text of the article beside it has changed since it was tagged; "
            "`annotator ARTICLE` shows what would be carried over to it"
        )
        yield Problem(message, str(path), path="document.sha256")


def _in_set(
    found: AnnotationSet, tree: Tree, codebook: Codebook, *, strict: bool
) -> Iterator[Problem]:
    sources = [source.id for source in found.sources]
    weights = set(Severity) if strict else {Severity.ERROR}
    for finding in lint_set(found, codebook):
        if finding.severity in weights:
            steps: Steps = ()
            if finding.sentence:
                steps = ("sentences", found.positions[finding.sentence])
            elif finding.source:
                steps = ("sources", sources.index(finding.source))
            where = finding.sentence or finding.source
            message = f"{finding.reason} ({finding.code})"
            yield Problem(message, tree.file, tree.line(steps), where)
