"""Open a set: for reading, which changes nothing, or for tagging, which locks its file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import AnnotationSet, SetForm, Status
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.lint import text_inconsistencies
from annotator.project.documents import LoadedArticle, load_article, segmented
from annotator.project.locate import (
    Location,
    SetLocation,
    Target,
    first_passes,
    latest_pass,
    locate,
)
from annotator.storage import codebooks, layout
from annotator.storage.articles import ArticleReading
from annotator.storage.files import Fingerprint
from annotator.storage.layout import PassFile
from annotator.storage.locks import LockHolder, WriteLock, try_lock
from annotator.storage.sets import read_set
from annotator.storage.system import make_folder

if TYPE_CHECKING:
    from annotator.model.reanchor import ReanchorResult

NO_RESERVED_KEYS = codebooks.NO_RESERVED_KEYS


class OpenSet(NamedTuple):
    """A set opened to be tagged.

    Attributes:
        annotations: The set as it is on disk, or as it begins.
        codebook: The codebook that it is to be tagged by.
        file: Its file, and which pass it is.
        fingerprint: Of the file as it was read; None where there is none yet.
        text: The document's text; None where no article is at hand.
        write_lock: The file's lock; None where somebody else has it.
        read_only_reason: Why it may only be looked at, or None.
        reanchored: What would become of the set on the article's text as it is now, where that
            changed.
        notices: What the person should know.
        segmentation_lock_reason: Why the boundaries of its sentences stay as they are, or None.
        record_times: Whether the seconds spent on each sentence are kept.
    """

    annotations: AnnotationSet
    codebook: Codebook
    file: PassFile
    fingerprint: Fingerprint | None = None
    text: str | None = None
    write_lock: WriteLock | None = None
    read_only_reason: str | None = None
    reanchored: "ReanchorResult | None" = None
    notices: tuple[str, ...] = ()
    segmentation_lock_reason: str | None = None
    record_times: bool = False

    @property
    def other_codebook(self) -> bool:
        """Whether the set was made with another codebook than the one at hand."""
        return self.annotations.codebook != self.codebook.reference


def open_for_reading(
    target: Target, codebook: str | None = None, reserved: Mapping[str, str] = NO_RESERVED_KEYS
) -> tuple[AnnotationSet, Codebook]:
    """The set of a target and its codebook; nothing is locked, made or changed.

    An article that nobody has tagged gives a set in which nothing is decided.

    Raises:
        DataError: There is no such target, it is faulty, or it cannot be told whose work is meant.
    """
    found = locate(target)
    book = codebook_at(found, codebook, reserved)
    if found.path is None:
        found = replace(found, path=_only(first_passes(found), target))
    if found.path is not None:
        path = _newest(found).path
        if path.exists():
            annotations = read_set(path)[0]
            return annotations, _theirs(annotations, book, found, codebook, reserved)
    article = load_article(found)
    assert article is not None  # noqa: S101 (a place without an article names a set explicitly)
    return segmented(article).new_set(target.annotator or "", book.reference), book


def _only(sets: tuple[Path, ...], target: Target) -> Path | None:
    if len(sets) > 1:
        names = ", ".join(str(path) for path in sets[:9])
        raise DataError(Problem(f"several people have tagged it: name one of {names}", target.name))
    return sets[0] if sets else None


def codebook_at(
    found: Location,
    file: str | None = None,
    reserved: Mapping[str, str] = NO_RESERVED_KEYS,
    number: int = 1,
) -> Codebook:
    """The codebook named, else the document's round's, the project's own, or the built-in one.

    Args:
        found: The place of a target.
        file: The codebook that was named.
        reserved: The keys that commands have.
        number: Which pass over the document is meant, from 1.

    Raises:
        DataError: It is faulty or impossible.
    """
    if file is None and found.project is not None and found.article is not None:
        from annotator.storage import assignments  # noqa: PLC0415 (an article alone needs none)

        project = layout.load_project(found.project)
        own = assignments.codebook_file(found.project, project, found.article.stem, number)
        return codebooks.load(found.project / own, reserved) if own else codebooks.builtin()
    return find_codebook(found.project, file, reserved)


def find_codebook(
    project: Path | None, file: str | None = None, reserved: Mapping[str, str] = NO_RESERVED_KEYS
) -> Codebook:
    """The codebook named, else the project's own, else the built-in one.

    Args:
        project: The project's folder; None outside a project.
        file: The codebook that was named.
        reserved: The keys that commands have.

    Raises:
        DataError: It is faulty or impossible.
    """
    if file is not None:
        return codebooks.load(Path(file), reserved)
    own = layout.load_project(project).codebook if project is not None else None
    return codebooks.load(project / own, reserved) if project and own else codebooks.builtin()


def _theirs(
    annotations: AnnotationSet,
    codebook: Codebook,
    found: Location,
    file: str | None,
    reserved: Mapping[str, str],
) -> Codebook:
    """The one of the codebooks that may be meant with which a set was made; else `codebook`."""
    if file is not None or annotations.codebook == codebook.reference:
        return codebook
    known = {codebook.reference: codebook}
    if found.project is not None:
        project = layout.load_project(found.project)
        known |= codebooks.project_codebooks(found.project, project, reserved)
    return codebooks.codebook_for(annotations.codebook, known)


def open_for_tagging(
    target: Target,
    codebook: str | None = None,
    reserved: Mapping[str, str] = NO_RESERVED_KEYS,
    *,
    next_pass: bool = False,
    afresh: bool = False,
) -> OpenSet:
    """The set of a target, ready to be tagged; nothing is written but the lock.

    Args:
        target: With the annotator named, unless a set itself is.
        codebook: A codebook's file.
        reserved: The keys that commands have.
        next_pass: Begin a new pass where the newest one is finished.
        afresh: Begin it from nothing, not from the decisions of the pass before.

    Raises:
        DataError: There is no such target, it is faulty, or the folder cannot be written to.
    """
    found = locate(target)
    if found.project is not None:
        from annotator.storage.transactions import refuse_interrupted_writes  # noqa: PLC0415 (only in a project)

        refuse_interrupted_writes(found.project)
        target = _as_the_project_writes(target, found.project)
    file = _newest(found)
    book = codebook_at(found, codebook, reserved, file.number)
    article = load_article(found)
    said, notices = (
        (article.warnings, article.notices) if isinstance(article, ArticleReading) else ((), ())
    )
    if file.path.exists():
        open_set = _existing(file, book, article)
        theirs = _theirs(open_set.annotations, book, found, codebook, reserved)
        open_set = open_set._replace(codebook=theirs)
    else:
        open_set = _new(target, file, book, article)
        said = (*said, *notices)
    open_set = _as_in(found, open_set, said)
    if open_set.annotations.form is SetForm.GOLD:
        # Its provenance would not be true any more.
        words = "gold is decided by `annotator adjudicate`; here it can only be looked at"
        return open_set._replace(read_only_reason=words)
    if next_pass and open_set.annotations.status is Status.FINISHED:
        open_set = _following(open_set)
        if afresh and article is not None:
            book = codebook_at(found, codebook, reserved, open_set.file.number)
            annotations = segmented(article).new_set(open_set.annotations.annotator, book.reference)
            open_set = open_set._replace(annotations=annotations, codebook=book, reanchored=None)
    return lock_set(open_set)


def _newest(found: Location) -> PassFile:
    """The newest pass, or the first to be; a file that was named itself must be there."""
    file = latest_pass(found)
    if isinstance(found, SetLocation) and not file.path.exists():
        raise DataError(Problem("there is no such file", str(file.path)))
    return file


def _as_in(found: Location, open_set: OpenSet, warnings: tuple[str, ...]) -> OpenSet:
    """The same with what holds where it lies, and what is to be said of its article."""
    return open_set._replace(
        notices=(*warnings, *open_set.notices),
        segmentation_lock_reason=_frozen(found),
        record_times=_records_times(found, open_set.annotations),
    )


def _records_times(found: Location, annotations: AnnotationSet) -> bool:
    if found.project is None or annotations.form is not SetForm.ANNOTATIONS:
        return False
    return layout.load_project(found.project).record_times


def _as_the_project_writes(target: Target, folder: Path) -> Target:
    """The target with the annotator's name as the project has it, which sets are compared by."""
    if target.annotator is None or target.form is not SetForm.ANNOTATIONS:
        return target
    name = layout.registered_name(folder, layout.load_project(folder), target.annotator)
    return target._replace(annotator=name)


def _frozen(found: Location) -> str | None:
    if found.project is None or found.article is None:
        return None
    return (
        "the sentences of a project are everybody's; "
        f"`annotator resegment {found.project} {found.article.stem}` splits and joins them for all"
    )


def _existing(file: PassFile, codebook: Codebook, found: LoadedArticle | None) -> OpenSet:
    annotations, data = read_set(file.path)
    open_set = OpenSet(annotations, codebook, file, Fingerprint.from_bytes(data))
    if found is None:
        return open_set
    text, sha256 = found.article.text, found.article.document.sha256
    open_set = open_set._replace(text=text)
    if sha256 == annotations.document.sha256:
        _require_whole(annotations, text, file)
        return open_set
    from annotator.model.reanchor import reanchor  # noqa: PLC0415 (only where a text has changed)

    return open_set._replace(
        reanchored=reanchor(annotations, text, sha256, segmented(found).sentences)
    )


def _require_whole(annotations: AnnotationSet, text: str, file: PassFile) -> None:
    # A file that was cut short between two sentences is good YAML; the article shows what is gone.
    misfits = tuple(text_inconsistencies(text, annotations.sentences))
    if misfits:
        said = f"the file does not hold the whole article, it may have been cut short: {misfits[0]}"
        raise DataError(Problem(f"{said}; bring back an earlier copy of it", str(file.path)))


def _new(
    target: Target, file: PassFile, codebook: Codebook, found: LoadedArticle | None
) -> OpenSet:
    assert found is not None  # noqa: S101 (only a set that is there can be without its article)
    name = target.annotator or "annotator"
    annotations = segmented(found).new_set(name, codebook.reference, target.form)
    _require_folder(file.path)
    return OpenSet(annotations, codebook, file, text=found.article.text)


def _require_folder(path: Path) -> None:
    # In a project the annotator's folder is made with her first set, and so is that of the keys.
    if layout.has_folder_of_its_own(path):
        make_folder(path.parent)
    if not path.parent.is_dir():
        raise DataError(Problem("there is no such folder to keep the set in", str(path.parent)))


def _following(open_set: OpenSet) -> OpenSet:
    annotations = replace(open_set.annotations, status=None, reason=None)
    return open_set._replace(annotations=annotations, file=open_set.file.next, fingerprint=None)


def open_next_pass(open_set: OpenSet) -> OpenSet:
    """The pass after a finished one: the same decisions, in a file of its own, with its lock.

    Raises:
        DataError: The folder cannot be written to.
    """
    return lock_set(_following(open_set))


def lock_set(open_set: OpenSet, who: str | None = None) -> OpenSet:
    """The same with its file's lock; only to be looked at where somebody else has that.

    Args:
        open_set: What was opened.
        who: Who holds it, for the note that others read; None: the set's annotator.

    Raises:
        DataError: The folder cannot be written to.
    """
    if open_set.annotations.closed:
        words = "this pass is finished and can only be looked at; F begins the next pass"
        return open_set._replace(read_only_reason=words)
    hold = try_lock(open_set.file.path, who or open_set.annotations.annotator)
    if isinstance(hold, LockHolder):
        words = f"open elsewhere, by {hold}; here it can only be looked at"
        return open_set._replace(read_only_reason=words)
    notices = (*open_set.notices, hold.warning) if hold.warning else open_set.notices
    return open_set._replace(write_lock=hold, notices=notices)
