"""What was read from a format, kept in files of our own: all of it, or none."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.formats.values import Annotated, Work
from annotator.model.annotation import Form
from annotator.model.beginning import CutArticle
from annotator.model.document import Article
from annotator.model.faults import Fault, Faults, Refused
from annotator.model.names import file_name
from annotator.storage import annotations, articles, documents, projects
from annotator.storage.catalogue import Catalogue, document_paths
from annotator.storage.files import replace as put
from annotator.storage.system import make_folder
from annotator.storage.tree import by_line

Cutter = Callable[[Article], CutArticle]


@dataclass(frozen=True, slots=True)
class New:
    """A file that is to be made."""

    path: Path
    data: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """The files that are to be made, and what is there already and stays."""

    files: tuple[New, ...]
    there: tuple[str, ...] = ()


def plan_for_project(folder: Path, corpus: Sequence[Annotated], cut: Cutter) -> Plan:
    """What taking this work into a project would make; nothing is written.

    In a project a document's sentences are everybody's: a document that is new is cut as the
    work on it is, and work that cuts one differently is refused.

    Raises:
        Refused: With everything that stands in the way.
    """
    known = Catalogue.of(document_paths(folder))
    files: list[New] = []
    there: list[str] = []
    faults = Faults()
    for annotated in corpus:
        with faults:
            files += list(_of_document(folder, known, annotated, cut, there))
    faults.found += _taken([each.path for each in files])
    faults.refuse(by_line)
    return Plan(tuple(files), tuple(there))


def _of_document(
    folder: Path, known: Catalogue, annotated: Annotated, cut: Cutter, there: list[str]
) -> Iterator[New]:
    article = annotated.article
    own = known.by_hash.get(article.document.sha256)
    if own is None:
        clash = known.clash(article.document.id)
        if clash is not None:
            message = f"its files would meet those of the document “{clash}”, of another text"
            raise Refused(Fault(message, str(folder), path=article.document.id))
        sentences = _as_worked(annotated) or cut(article)
        known.enter(article.document.id, article.document.sha256)
        path = projects.document_path(folder, article.document.id)
        yield New(path, documents.render(sentences))
    else:
        path = projects.document_path(folder, own)
        sentences = documents.load(path)
        there.append(own)
    for work in annotated.work:
        yield _in_project(folder, sentences, work)


def _as_worked(annotated: Annotated) -> CutArticle | None:
    if not annotated.work:
        return None
    cut = annotated.work[0].annotations.sentences
    next_id = max(work.annotations.next_id for work in annotated.work)
    return CutArticle(annotated.article, tuple(each.undecided for each in cut), next_id)


def _in_project(folder: Path, cut: CutArticle, work: Work) -> New:
    own = work.annotations
    document = cut.article.document
    spans = [(each.id, each.span) for each in cut.sentences]
    if spans != [(each.id, each.span) for each in own.sentences]:
        message = f"{own.annotator} has cut it differently than the project's document is cut"
        raise Refused(Fault(message, str(folder), path=document.id))
    place = {
        Form.ANNOTATIONS: projects.annotations_path(
            folder, own.annotator, document.id, work.number
        ),
        Form.KEY: projects.key_path(folder, document.id),
        Form.GOLD: projects.gold_path(folder, document.id),
    }
    return New(place[own.form], annotations.render(replace(own, document=document)))


def plan_for_folder(folder: Path, corpus: Sequence[Annotated]) -> Plan:
    """What keeping this work in a plain folder would make: articles, and their sets beside them.

    Raises:
        Refused: A file is there already, or two would have one name.
    """
    files: list[New] = []
    for annotated in corpus:
        article = annotated.article
        files.append(New(folder / f"{article.document.id}.txt", articles.render(article)))
        for work in annotated.work:
            own = work.annotations
            ending = "" if work.number == 1 else f".{work.number}"
            who = own.form.value if own.form is not Form.ANNOTATIONS else file_name(own.annotator)
            path = folder / f"{article.document.id}.{who}{ending}.yaml"
            files.append(New(path, annotations.render(own)))
    faults = _taken([each.path for each in files])
    if faults:
        raise Refused(by_line(faults))
    return Plan(tuple(files))


def _taken(paths: Sequence[Path]) -> list[Fault]:
    seen: set[Path] = set()
    faults: list[Fault] = []
    for path in paths:
        if path.exists():
            faults.append(Fault("is there already; nothing is written over", str(path)))
        elif path in seen:
            faults.append(Fault("two of the sets would be this file; take one of them", str(path)))
        seen.add(path)
    return faults


def carry_out(plan: Plan) -> None:
    """Make the files of a plan; where one cannot be made, those made before are removed again.

    Raises:
        Refused: A file cannot be made.
    """
    made: list[Path] = []
    try:
        for new in plan.files:
            make_folder(new.path.parent)
            put(new.path, new.data, None)
            made.append(new.path)
    except BaseException:
        for path in made:
            with suppress(OSError):
                path.unlink()
        raise
