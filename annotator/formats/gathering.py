"""The work in a project, in a folder of articles or in single files, gathered to be written out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from annotator.formats.spacing import recovered
from annotator.formats.values import Annotated, Work
from annotator.model.annotation import AnnotationSet, Form
from annotator.model.document import Article, text_hash
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.names import file_name
from annotator.storage import documents, project_sets, projects
from annotator.storage.catalogue import document_paths
from annotator.storage.files import below
from annotator.storage.headers import is_set
from annotator.storage.targets import Target, find_article, latest_pass, place, read_set
from annotator.storage.tree import by_line


class Which(StrEnum):
    """Whose work is meant."""

    ANNOTATORS = "annotators"
    GOLD = "gold"
    ALL = "all"

    def takes(self, form: Form) -> bool:
        """Whether a set of this form is meant."""
        forms = {Which.ANNOTATORS: {Form.ANNOTATIONS}, Which.GOLD: {Form.GOLD}}
        return form in forms.get(self, set(Form))


_NONE = {
    Which.ANNOTATORS: "no annotator's work; --set all takes gold and keys too",
    Which.GOLD: "no gold",
    Which.ALL: "no annotation sets",
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Articles with their work, and what is to be said of them."""

    corpus: tuple[Annotated, ...]
    notes: tuple[str, ...] = ()


Bar = Callable[[Sequence[Path]], Iterable[Path]]
"""Goes through files, perhaps with a progress bar."""


def gather(path: Path, which: Which, bar: Bar = iter) -> Gathered:
    """The work in a project, a folder or a file.

    Args:
        path: A project's folder, a folder with sets in it, or one set.
        which: Whose work.
        bar: How the files are gone through.

    Raises:
        Refused: With every file that cannot be used, or because there is no work.
    """
    if (path / projects.HEAD).is_file():
        gathered = _project(path, which, bar)
    elif path.is_dir():
        gathered = _loose(sets_in(path), which, bar)
    else:
        gathered = _loose([path], which, bar)
    if not any(annotated.work for annotated in gathered.corpus):
        raise Refused(Fault(f"holds {_NONE[which]}", str(path)))
    return gathered


def sets_in(folder: Path) -> list[Path]:
    """The files of sets in a folder that is no project, and in the folders in it."""
    return [each for each in below(folder, "*.yaml") if is_set(each)]


def _project(folder: Path, which: Which, bar: Bar) -> Gathered:
    paths = [
        *(project_sets.set_files(folder) if which.takes(Form.ANNOTATIONS) else ()),
        *(project_sets.gold_files(folder) if which.takes(Form.GOLD) else ()),
        *(project_sets.key_files(folder) if which.takes(Form.KEY) else ()),
    ]
    faults = Faults()
    names = dict(projects.load(folder).by_folder)
    work: dict[str, list[Work]] = {}
    for path in bar(paths):
        with faults:
            own = _as_called(_work_in(folder, path), names)
            work.setdefault(own.annotations.document.id, []).append(own)
    corpus = list(_documents(folder, work, faults))
    faults.refuse(by_line)
    return Gathered(tuple(corpus))


def _as_called(work: Work, names: dict[str, str]) -> Work:
    """The work under the name that the project has for its annotator, however it was typed."""
    own = work.annotations
    if own.form is not Form.ANNOTATIONS:
        return work
    name = names.setdefault(file_name(own.annotator), own.annotator)
    return replace(work, annotations=replace(own, annotator=name))


def _work_in(folder: Path, path: Path) -> Work:
    if path.parent.parent == folder / "annotations":
        read = project_sets.read_project_set(path)
        if not isinstance(read, project_sets.ProjectSet):
            raise Refused(read)
        return Work(read.annotations, read.number)
    return Work(read_set(path)[0])


def _documents(folder: Path, work: dict[str, list[Work]], faults: Faults) -> Iterator[Annotated]:
    for path in document_paths(folder):
        own = work.pop(path.stem, None)
        if own is None:
            continue
        with faults:
            article = documents.load(path).article
            for each in own:
                if not _on(each.annotations, article):
                    who = f"the set of {each.annotations.annotator}"
                    faults.add(Fault(f"{who} was made on another text of it", str(path)))
            yield Annotated(article, tuple(own))
    for document in work:
        faults.add(Fault(f"has no document “{document}”, which sets speak of", str(folder)))


def _on(annotations: AnnotationSet, article: Article) -> bool:
    return annotations.document.sha256 == article.document.sha256


def _loose(paths: Sequence[Path], which: Which, bar: Bar) -> Gathered:
    """Sets that lie in no project, each with the article beside it."""
    found: dict[str, Annotated] = {}
    notes: list[str] = []
    faults = Faults()
    for path in bar(paths):
        with faults:
            article, work, note = _beside(path)
            if not which.takes(work.annotations.form):
                continue
            notes += [note] if note else []
            known = found.setdefault(article.document.id, Annotated(article))
            if known.article.text != article.text:
                message = f"its text is another than that of “{article.document.id}” in another set"
                raise Refused(Fault(message, str(path)))
            found[article.document.id] = replace(known, work=(*known.work, work))
    faults.refuse(by_line)
    return Gathered(tuple(found.values()), tuple(notes))


def _beside(path: Path) -> tuple[Article, Work, str | None]:
    annotations, _ = read_set(path)
    target = Target(str(path))
    where = place(target)
    number = latest_pass(where).number
    there = find_article(target, where)
    if there is not None and _on(annotations, there.article):
        return Article(annotations.document, there.article.text), Work(annotations, number), None
    text, same = recovered(annotations, str(path))
    if same:
        return Article(annotations.document, text), Work(annotations, number), None
    document = replace(annotations.document, sha256=text_hash(text))
    note = f"{path}: its article is not beside it; the white space between sentences is guessed"
    return Article(document, text), Work(replace(annotations, document=document), number), note
