"""What was read from a format, kept in files of our own: all of it, or none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from annotator.storage.files import Fingerprint, holds
from annotator.storage.together import Exchange, exchange, settle
from annotator.storage.tree import by_line

Cutter = Callable[[Article], CutArticle]


@dataclass(frozen=True, slots=True)
class New:
    """A file that is to be made: an article, or a set."""

    path: Path
    data: bytes
    is_set: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made.

    Attributes:
        files: The files.
        there: The documents that are there already and stay.
        skipped: The faults of what is left out.
    """

    files: tuple[New, ...]
    there: tuple[str, ...] = ()
    skipped: tuple[Fault, ...] = ()

    @property
    def sets(self) -> int:
        """How many of the files are sets, and no articles."""
        return sum(each.is_set for each in self.files)


def plan_for_project(
    folder: Path, corpus: Sequence[Annotated], cut: Cutter, *, skip: bool = False
) -> Plan:
    """What taking this work into a project would make; nothing is written.

    In a project a document's sentences are everybody's: a document that is new is cut as the
    work on it is, and work that cuts one differently is refused.

    Args:
        folder: The project's folder.
        corpus: The articles with the work on them.
        cut: Cuts an article on which there is no work.
        skip: Whether what stands in the way of itself alone is left out of the plan.

    Raises:
        Refused: With everything that stands in the way and is not to be skipped.
    """
    known = Catalogue.of(document_paths(folder))
    files: list[New] = []
    there: list[str] = []
    faults = Faults()
    for annotated in corpus:
        with faults:
            files += list(_of_document(folder, known, annotated, cut, there, faults))
    return _plan(_free(files, set(), faults), faults, tuple(there), skip=skip)


def _plan(files: Iterable[New], faults: Faults, there: tuple[str, ...], *, skip: bool) -> Plan:
    made = tuple(files)
    if not skip or not made:
        faults.refuse(by_line)
    return Plan(made, there, tuple(by_line(faults.found)))


def _of_document(
    folder: Path,
    known: Catalogue,
    annotated: Annotated,
    cut: Cutter,
    there: list[str],
    faults: Faults,
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
        yield New(path, documents.render(sentences), is_set=False)
    else:
        path = projects.document_path(folder, own)
        sentences = documents.load(path)
        there.append(own)
    for work in annotated.work:
        with faults:
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


def plan_for_folder(folder: Path, corpus: Sequence[Annotated], *, skip: bool = False) -> Plan:
    """What keeping this work in a plain folder would make: articles, and their sets beside them.

    An earlier import that was killed midway is carried out to its end first.

    Args:
        folder: The folder.
        corpus: The articles with the work on them.
        skip: Whether what stands in the way of itself alone is left out of the plan.

    Raises:
        Refused: A file is there already, or two would have one name, and it is not to be skipped.
    """
    again = settle(folder) > 0
    files: list[New] = []
    faults, seen = Faults(), set[Path]()
    for annotated in corpus:
        article = annotated.article
        own = New(folder / f"{article.document.id}.txt", articles.render(article), is_set=False)
        own_sets = [_in_folder(folder, article, work) for work in annotated.work]
        sets = _free(own_sets, seen, faults, again=again)
        # A set is of the article beside it, so without the one there is no place for the other.
        if taken := _free([own], seen, faults, again=again):
            files += [*taken, *sets]
    return _plan(files, faults, (), skip=skip)


def _in_folder(folder: Path, article: Article, work: Work) -> New:
    own = work.annotations
    ending = "" if work.number == 1 else f".{work.number}"
    who = own.form.value if own.form is not Form.ANNOTATIONS else file_name(own.annotator)
    path = folder / f"{article.document.id}.{who}{ending}.yaml"
    return New(path, annotations.render(own))


def _free(
    files: Sequence[New], seen: set[Path], faults: Faults, *, again: bool = False
) -> list[New]:
    """The files whose place is free; the faults of the others are kept.

    Args:
        files: All of them.
        seen: The places that were asked for before.
        faults: Where the faults go.
        again: Whether an import was just carried to its end, perhaps this one: what it made is
            free to be made.
    """
    free: list[New] = []
    for new in files:
        if new.path.exists() and not (again and _is_made(new)):
            faults.add(Fault("is there already; nothing is written over", str(new.path)))
        elif new.path in seen:
            faults.add(Fault("two of the sets would be this file; take one of them", str(new.path)))
        else:
            free.append(new)
        seen.add(new.path)
    return free


def carry_out(folder: Path, plan: Plan) -> None:
    """Make the files of a plan in the folder that it is for, all or none.

    Raises:
        Refused: A file cannot be made.
    """
    new = (each for each in plan.files if not _is_made(each))
    exchange(folder, [Exchange(each.path, None, each.data) for each in new])


def _is_made(new: New) -> bool:
    return holds(new.path, Fingerprint.of(new.data))
