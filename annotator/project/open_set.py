"""Open a set: for reading, which changes nothing, or for tagging, which locks its file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import AnnotationSet, SetForm, Status
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.lint import text_inconsistencies
from annotator.model.suggestion_settings import (
    NO_SUGGESTIONS,
    RULES,
    SuggestionMode,
    SuggestionSettings,
)
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
from annotator.storage.files import Fingerprint, require_writable
from annotator.storage.layout import PassFile
from annotator.storage.locks import LockHolder, WriteLock, try_lock
from annotator.storage.sets import read_set
from annotator.storage.system import make_folder

if TYPE_CHECKING:
    from annotator.model.reanchor import ReanchorResult
    from annotator.model.suggestions import DocumentSuggestions
    from annotator.project.document_tasks import Task

NO_RESERVED_KEYS = codebooks.NO_RESERVED_KEYS


class OpenSet(NamedTuple):
    """A set opened to be tagged.

    Attributes:
        annotations: The set as it is on disk, or a new one.
        codebook: The codebook for tagging it.
        file: Its file, and the number of the pass.
        fingerprint: The fingerprint of the file as it was read; None if there is no file yet.
        text: The document's text; None without an article.
        write_lock: The file's lock; None if another person or program holds it.
        read_only_reason: Why the set is read-only, or None.
        may_begin_next_pass: Whether it is read-only because it is a finished pass, so that the next
            pass may begin.
        reanchored: The set carried over to the current text, if the article has changed.
        notices: What the person should know.
        segmentation_lock_reason: Why its sentences cannot be split or joined, or None.
        record_times: Whether to record the seconds spent on each sentence.
        suggestion_settings: Which suggestions are shown, and how.
        suggestions: The project's suggestions for this text, or None.
        suggested_tags: The IDs of the tags that may be suggested.
    """

    annotations: AnnotationSet
    codebook: Codebook
    file: PassFile
    fingerprint: Fingerprint | None = None
    text: str | None = None
    write_lock: WriteLock | None = None
    read_only_reason: str | None = None
    may_begin_next_pass: bool = False
    reanchored: "ReanchorResult | None" = None
    notices: tuple[str, ...] = ()
    segmentation_lock_reason: str | None = None
    record_times: bool = False
    suggestion_settings: SuggestionSettings = SuggestionSettings()
    suggestions: "DocumentSuggestions | None" = None
    suggested_tags: frozenset[str] = frozenset()

    @property
    def other_codebook(self) -> bool:
        """Whether the set was made with a codebook other than `codebook`."""
        return self.annotations.codebook != self.codebook.reference


def open_for_reading(
    target: Target, codebook: str | None = None, reserved: Mapping[str, str] = NO_RESERVED_KEYS
) -> tuple[AnnotationSet, Codebook]:
    """The set of a target and its codebook; nothing is locked, made or changed.

    An article without sets gives a new, empty set.

    Raises:
        DataError: There is no such target, it has errors, or it has sets of several annotators.
    """
    found = locate(target)
    book = codebook_at(found, codebook, reserved)
    if found.path is None:
        found = found._replace(path=_only(first_passes(found), target))
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
        words = f"has sets of several annotators. Name one of {names}."
        raise DataError(Problem(words, target.name))
    return sets[0] if sets else None


def codebook_at(
    found: Location,
    file: str | None = None,
    reserved: Mapping[str, str] = NO_RESERVED_KEYS,
    number: int = 1,
) -> Codebook:
    """The named codebook, or else that of the document's round, the project or the program.

    Args:
        found: The location of a target.
        file: The named codebook.
        reserved: The keys of commands, which no tag may have.
        number: The number of the pass over the document, from 1.

    Raises:
        DataError: The codebook has errors.
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
    """The named codebook, or else the project's own, or else the built-in one.

    Args:
        project: The project's folder; None outside a project.
        file: The named codebook.
        reserved: The keys of commands, which no tag may have.

    Raises:
        DataError: The codebook has errors.
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
    """The known codebook that a set was made with; `codebook` if none is known."""
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
    blank: bool = False,
) -> OpenSet:
    """The set of a target, ready to be tagged; nothing is written except the lock.

    Args:
        target: The target; it names the annotator, unless it names a set itself.
        codebook: The file of a codebook.
        reserved: The keys of commands, which no tag may have.
        next_pass: Whether to start a new pass if the newest one is finished.
        blank: Whether to start it without the tags of the earlier pass.

    Raises:
        DataError: There is no such target, it has errors, or the folder cannot be written to.
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
        # An edit here would make its provenance wrong.
        words = "the gold standard is read-only here. Change it with `annotator adjudicate`."
        return open_set._replace(read_only_reason=words)
    if next_pass and open_set.annotations.status is Status.FINISHED:
        open_set = _following(open_set)
        if blank and article is not None:
            book = codebook_at(found, codebook, reserved, open_set.file.number)
            annotations = segmented(article).new_set(open_set.annotations.annotator, book.reference)
            open_set = open_set._replace(annotations=annotations, codebook=book, reanchored=None)
    return lock_set(open_set)


def open_task(
    folder: Path, task: "Task", reserved: Mapping[str, str] = NO_RESERVED_KEYS
) -> OpenSet:
    """An annotator's task in a project, ready to be tagged; nothing is written except the lock.

    A retest begins without tags. The set is read-only if more tagging would mix two texts or two
    codebooks.

    Args:
        folder: The project's folder.
        task: The task.
        reserved: The keys of commands, which no tag may have.

    Raises:
        DataError: It cannot be opened.
    """
    open_set = open_for_tagging(
        Target(str(folder), task.document, task.annotator),
        reserved=reserved,
        next_pass=task.retest and not task.path.exists(),
        blank=task.retest,
    )
    return _read_only_if_stale(open_set)


def _read_only_if_stale(open_set: OpenSet) -> OpenSet:
    words = None
    if open_set.reanchored is not None:
        words = "The document changed after it was tagged. Run `annotator check` to see what to do."
    elif open_set.other_codebook:
        words = (
            "This set was made with another codebook. Run `annotator migrate` to move it to "
            "the project's codebook."
        )
    if words is None or open_set.read_only_reason is not None:
        return open_set
    if open_set.write_lock is not None:
        open_set.write_lock.release()
    return open_set._replace(write_lock=None, read_only_reason=words)


def _newest(found: Location) -> PassFile:
    """The newest pass, or a first one; a file that was named itself must exist."""
    file = latest_pass(found)
    if isinstance(found, SetLocation) and not file.path.exists():
        raise DataError(Problem("This file does not exist. Check the name.", str(file.path)))
    return file


def _as_in(found: Location, open_set: OpenSet, warnings: tuple[str, ...]) -> OpenSet:
    """The opened set with the settings of its project and the warnings about its article."""
    return _with_suggestions(
        found,
        open_set._replace(
            notices=(*warnings, *open_set.notices),
            segmentation_lock_reason=_frozen(found),
            record_times=_records_times(found, open_set.annotations),
        ),
    )


def _with_suggestions(found: Location, open_set: OpenSet) -> OpenSet:
    """The opened set with the suggestions of its round. A gold standard has none."""
    form, document = open_set.annotations.form, open_set.annotations.document
    if form is SetForm.GOLD:
        return open_set._replace(suggestion_settings=NO_SUGGESTIONS)
    if found.project is None or form is not SetForm.ANNOTATIONS:
        return open_set
    from annotator.storage import assignments  # noqa: PLC0415 (an article alone needs none)

    project = layout.load_project(found.project)
    round_ = assignments.round_of(found.project, project, document.id, open_set.file.number)
    settings = project.suggestions_in(round_)
    open_set = open_set._replace(suggestion_settings=settings)
    return _suggested(open_set, found.project) if _reads_suggestions(settings) else open_set


def _suggested(open_set: OpenSet, folder: Path) -> OpenSet:
    """The opened set with what its suggester says, and the tags that it has proven here."""
    from annotator.project.suggesters import RULES_SUGGESTER  # noqa: PLC0415 (rarely needed)
    from annotator.project.suggestion_files import current_suggestions, shown_tags  # noqa: PLC0415

    name, document = open_set.suggestion_settings.by, open_set.annotations.document
    path = layout.suggestions_path(folder, name, document.id)
    try:
        found = current_suggestions(folder, name, document.key)
        suggester = found.suggester if found is not None else RULES_SUGGESTER
        tags = shown_tags(folder, suggester, open_set.annotations.codebook)
    except DataError as refusal:
        return _with_notice(open_set, str(refusal.problems[0]))
    if found is None and path.exists():
        words = f"The suggestions in {path} are for another text, so they are not used."
        open_set = _with_notice(open_set, words)
    elif found is None and name != RULES:
        words = f"There are no suggestions yet. Run `annotator suggest {folder} --with {name}`."
        open_set = _with_notice(open_set, words)
    return open_set._replace(suggestions=found, suggested_tags=tags)


def _with_notice(open_set: OpenSet, words: str) -> OpenSet:
    return open_set._replace(notices=(*open_set.notices, words))


def _reads_suggestions(settings: SuggestionSettings) -> bool:
    """Whether the file of suggestions is needed. A list of the rules reads the text itself."""
    modes = {*settings.show.values()} - {SuggestionMode.OFF}
    return bool(modes - {SuggestionMode.LIST}) or (bool(modes) and settings.by != RULES)


def _records_times(found: Location, annotations: AnnotationSet) -> bool:
    if found.project is None or annotations.form is not SetForm.ANNOTATIONS:
        return False
    return layout.load_project(found.project).record_times


def _as_the_project_writes(target: Target, folder: Path) -> Target:
    """The target with the annotator's name as the project spells it; sets are compared by it."""
    if target.annotator is None or target.form is not SetForm.ANNOTATIONS:
        return target
    name = layout.registered_name(folder, layout.load_project(folder), target.annotator)
    return target._replace(annotator=name)


def _frozen(found: Location) -> str | None:
    if found.project is None or found.article is None:
        return None
    return (
        "all annotators of a project share its sentences. To split or join them for all, "
        f"run `annotator resegment {found.project} {found.article.stem}`."
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
    # A file cut off between two sentences is valid YAML. The article shows what is missing.
    misfits = tuple(text_inconsistencies(text, annotations.sentences))
    if misfits:
        said = f"the file does not cover the whole article. It may have been cut off: {misfits[0]}"
        raise DataError(Problem(f"{said}. Restore an earlier copy of it.", str(file.path)))


def _new(
    target: Target, file: PassFile, codebook: Codebook, found: LoadedArticle | None
) -> OpenSet:
    assert found is not None  # noqa: S101 (only an existing set can be without its article)
    name = target.annotator or "annotator"
    annotations = segmented(found).new_set(name, codebook.reference, target.form)
    _require_folder(file.path)
    return OpenSet(annotations, codebook, file, text=found.article.text)


def _require_folder(path: Path) -> None:
    # In a project, an annotator's folder is made with the first set, and so is that of the keys.
    if layout.has_folder_of_its_own(path):
        make_folder(path.parent)
    if not path.parent.is_dir():
        raise DataError(
            Problem("The folder for the set does not exist. Create it first.", str(path.parent))
        )


def _following(open_set: OpenSet) -> OpenSet:
    return open_set._replace(
        annotations=replace(
            open_set.annotations, status=None, reason=None, sitting=None, vote=None
        ),
        file=open_set.file.next,
        fingerprint=None,
        may_begin_next_pass=False,
    )


def open_next_pass(open_set: OpenSet) -> OpenSet:
    """The pass after a finished one: the same tags, in a new file, with its lock.

    Raises:
        DataError: The folder cannot be written to.
    """
    return lock_set(_following(open_set))


def lock_set(open_set: OpenSet, who: str | None = None) -> OpenSet:
    """The opened set with its file's lock.

    It is read-only if another person or program has the lock, or if its file or folder cannot be
    written to.

    Args:
        open_set: The opened set.
        who: The name that others see as the holder of the lock; None for the set's annotator.

    Raises:
        DataError: The set is new, and the folder cannot be written to.
    """
    if open_set.annotations.closed:
        words = "this pass is finished and read-only."
        return open_set._replace(read_only_reason=words, may_begin_next_pass=True)
    try:
        require_writable(open_set.file.path)
        hold = try_lock(open_set.file.path, who or open_set.annotations.annotator)
    except DataError as refusal:
        if open_set.fingerprint is None:
            raise
        words = f"read-only here. {'; '.join(each.message for each in refusal.problems)}"
        return open_set._replace(read_only_reason=words)
    if isinstance(hold, LockHolder):
        words = (
            f"open elsewhere, by {hold}. It is read-only here. To edit it, close it there and open "
            "it again."
        )
        return open_set._replace(read_only_reason=words)
    notices = (*open_set.notices, hold.warning) if hold.warning else open_set.notices
    return open_set._replace(write_lock=hold, notices=notices)
