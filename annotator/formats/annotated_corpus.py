"""Load the annotated articles of a project, a folder of sets, or a single set for export."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from annotator.formats.exchange_types import AnnotatedArticle
from annotator.formats.set_builder import recover_text
from annotator.model.annotation import AnnotationSet, Article, SetForm, text_hash
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.name_folding import file_name
from annotator.project import project_sets
from annotator.project.documents import load_article
from annotator.project.locate import Target, latest_pass, locate
from annotator.project.pass_selection import NumberedSet
from annotator.storage import documents, layout
from annotator.storage.headers import is_set
from annotator.storage.layout import document_files, gold_files, key_files, set_files
from annotator.storage.sets import read_set
from annotator.storage.strict_yaml import by_line


class SetFilter(StrEnum):
    """Which sets to export."""

    ANNOTATORS = "annotators"
    GOLD = "gold"
    ALL = "all"

    def includes(self, form: SetForm) -> bool:
        """Whether sets of this form are included."""
        forms = {SetFilter.ANNOTATORS: {SetForm.ANNOTATIONS}, SetFilter.GOLD: {SetForm.GOLD}}
        return form in forms.get(self, set(SetForm))


_NONE = {
    SetFilter.ANNOTATORS: (
        "has no sets by annotators. To include gold and answer keys, use --set all."
    ),
    SetFilter.GOLD: "has no gold",
    SetFilter.ALL: "has no annotation sets",
}


@dataclass(frozen=True, slots=True)
class AnnotatedCorpus:
    """Articles with their sets, and notes for the person."""

    corpus: tuple[AnnotatedArticle, ...]
    notes: tuple[str, ...] = ()


ProgressBar = Callable[[Sequence[Path]], Iterable[Path]]
"""Gives the files one by one, perhaps with a progress bar."""


def load_corpus(path: Path, which: SetFilter, bar: ProgressBar = iter) -> AnnotatedCorpus:
    """The articles and sets in a project, a folder or a file.

    Args:
        path: A project's folder, a folder of sets, or one set.
        which: Which sets to include.
        bar: Gives the files one by one, perhaps with a progress bar.

    Raises:
        DataError: With every file that cannot be used, or because there are no sets.
    """
    if layout.is_project(path):
        corpus = _from_project(path, which, bar)
    elif path.is_dir():
        corpus = _from_files(find_set_files(path), which, bar)
    else:
        corpus = _from_files([path], which, bar)
    if not any(annotated.sets for annotated in corpus.corpus):
        raise DataError(Problem(_NONE[which], str(path)))
    return corpus


def find_set_files(folder: Path) -> list[Path]:
    """The files of sets in a folder outside a project, and in its subfolders."""
    return [each for each in layout.possible_set_files(folder, hidden=True) if is_set(each)]


def _from_project(folder: Path, which: SetFilter, bar: ProgressBar) -> AnnotatedCorpus:
    paths = [
        *(set_files(folder) if which.includes(SetForm.ANNOTATIONS) else ()),
        *(gold_files(folder) if which.includes(SetForm.GOLD) else ()),
        *(key_files(folder) if which.includes(SetForm.KEY) else ()),
    ]
    problems = ProblemCollector()
    names = dict(layout.load_project(folder).by_folder)
    work: dict[str, list[NumberedSet]] = {}
    for path in bar(paths):
        with problems:
            own = _with_project_name(_work_in(folder, path), names)
            work.setdefault(own.annotations.document.id, []).append(own)
    corpus = list(_documents(folder, work, problems))
    problems.raise_any(by_line)
    return AnnotatedCorpus(tuple(corpus))


def _with_project_name(numbered_set: NumberedSet, names: dict[str, str]) -> NumberedSet:
    """The set with the annotator's name as the project spells it."""
    own = numbered_set.annotations
    if own.form is not SetForm.ANNOTATIONS:
        return numbered_set
    name = names.setdefault(file_name(own.annotator), own.annotator)
    return replace(numbered_set, annotations=replace(own, annotator=name))


def _work_in(folder: Path, path: Path) -> NumberedSet:
    if layout.project_of_set(path) == folder:
        read = project_sets.read_project_set(path)
        if not isinstance(read, project_sets.ProjectSet):
            raise DataError(read)
        return NumberedSet(read.annotations, read.number)
    return NumberedSet(read_set(path)[0])


def _documents(
    folder: Path, work: dict[str, list[NumberedSet]], problems: ProblemCollector
) -> Iterator[AnnotatedArticle]:
    for path in document_files(folder):
        own = work.pop(path.stem, None)
        if own is None:
            continue
        with problems:
            article = documents.load(path).article
            for each in own:
                if not _on(each.annotations, article):
                    who = f"the set of {each.annotations.annotator}"
                    problems.add(Problem(f"{who} was made on a different text", str(path)))
            yield AnnotatedArticle(article, tuple(own))
    for document in work:
        problems.add(Problem(f"has sets on “{document}” but not the document", str(folder)))


def _on(annotations: AnnotationSet, article: Article) -> bool:
    return annotations.document.sha256 == article.document.sha256


def _from_files(paths: Sequence[Path], which: SetFilter, bar: ProgressBar) -> AnnotatedCorpus:
    """Sets outside a project, each with the article next to it."""
    found: dict[str, AnnotatedArticle] = {}
    notes: list[str] = []
    problems = ProblemCollector()
    for path in bar(paths):
        with problems:
            article, numbered_set, note = _set_with_article(path)
            if not which.includes(numbered_set.annotations.form):
                continue
            notes += [note] if note else []
            known = found.setdefault(article.document.id, AnnotatedArticle(article))
            if known.article.text != article.text:
                message = f"its text differs from that of “{article.document.id}” in another set"
                raise DataError(Problem(message, str(path)))
            found[article.document.id] = replace(known, sets=(*known.sets, numbered_set))
    problems.raise_any(by_line)
    return AnnotatedCorpus(tuple(found.values()), tuple(notes))


def _set_with_article(path: Path) -> tuple[Article, NumberedSet, str | None]:
    annotations, _ = read_set(path)
    where = locate(Target(str(path)))
    number = latest_pass(where).number
    there = load_article(where)
    if there is not None and _on(annotations, there.article):
        return (
            Article(annotations.document, there.article.text),
            NumberedSet(annotations, number),
            None,
        )
    text, same = recover_text(annotations, str(path))
    if same:
        return Article(annotations.document, text), NumberedSet(annotations, number), None
    document = replace(annotations.document, sha256=text_hash(text))
    note = f"{path}: its article is not next to it. White space between sentences was guessed."
    return (
        Article(document, text),
        NumberedSet(replace(annotations, document=document), number),
        note,
    )
