"""Answer keys: open and read them, and read the sets submitted for their documents."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.model.shown_names import NO_SHOWN_NAMES, ShownNames, join_passes
from annotator.model.sitting import Sitting
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Location, Target, locate
from annotator.project.open_set import NO_RESERVED_KEYS, OpenSet, codebook_at, open_for_tagging
from annotator.project.pass_selection import (
    ANY_STATUS,
    NumberedSet,
    PassChoice,
    PassSelection,
    select_passes,
)
from annotator.project.people import load_shown_names
from annotator.project.project_sets import ProjectSet, read_project_set
from annotator.storage import layout
from annotator.storage.sets import read_set


@dataclass(frozen=True, slots=True)
class KeySubmissions:
    """A key, and everything that was submitted for its document.

    Attributes:
        key: The key.
        codebook: The codebook of the key.
        file: The key's file.
        passes: Each annotator's passes in order, sorted by annotator.
        absent: The project's annotators who have submitted nothing.
        problems: The problems of files that cannot be used.
        aliases: Other names of sources, each with the name that it counts as.
        names: The names of students that the teacher wrote.
    """

    key: AnnotationSet
    codebook: Codebook
    file: Path
    passes: tuple[tuple[AnnotationSet, ...], ...]
    absent: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    names: ShownNames = NO_SHOWN_NAMES

    def counting(self, which: PassChoice = PassChoice.FIRST) -> tuple[NumberedSet, ...]:
        """The pass of each annotator that is graded, whatever its status."""
        return self._selected(which).passes

    def late(self, which: PassChoice = PassChoice.FIRST) -> tuple[str, ...]:
        """The students who joined in a later vote, and so have no first one to grade."""
        return tuple(each.annotator for each in self._selected(which).late)

    def _selected(self, which: PassChoice) -> PassSelection[NumberedSet]:
        rule = replace(ANY_STATUS, which=which)
        passes = (
            NumberedSet(each, number) for own in self.passes for number, each in enumerate(own, 1)
        )
        return select_passes(passes, rule)

    def made_in(self, sittings: Iterable[Sitting]) -> "KeySubmissions":
        """Only the work made in these sittings. Their other students are absent."""
        chosen = {each.id: each for each in sittings if self.key.document.id in each.documents}
        passes = tuple(
            made
            for own in self.passes
            if (made := tuple(each for each in own if each.sitting in chosen))
        )
        here = {file_name(own[0].annotator) for own in passes}
        shown = (self.names.of(one.name) for each in chosen.values() for one in each.students)
        joined = {file_name(name): name for name in shown}
        absent = tuple(name for student, name in joined.items() if student not in here)
        return replace(self, passes=passes, absent=absent)


def open_key(
    target: Target, codebook: str | None = None, reserved: Mapping[str, str] = NO_RESERVED_KEYS
) -> OpenSet:
    """The key of a target, open for editing. If there is no key yet, an untagged one.

    Raises:
        DataError: The target does not exist, its file is not a key, or the key is invalid.
    """
    open_set = open_for_tagging(target._replace(form=SetForm.KEY), codebook, reserved)
    try:
        _require_key(open_set.annotations, open_set.file.path)
    except DataError:
        if open_set.write_lock is not None:
            open_set.write_lock.release()
        raise
    return open_set


def read_key(target: Target, codebook: str | None = None) -> tuple[AnnotationSet, Codebook]:
    """The key of a target and its codebook. Locks, creates and changes nothing.

    Raises:
        DataError: There is no key yet, or it is invalid.
    """
    key, found = _read(target)
    return key, codebook_at(found, codebook)


def key_exists(target: Target) -> bool:
    """Whether a file exists in the place of a target's key. Does not read the file."""
    found = locate(target._replace(form=SetForm.KEY))
    return found.path is not None and found.path.exists()


def article_sentences(
    target: Target, codebook: str | None = None
) -> tuple[AnnotationSet, Codebook]:
    """A target's sentences, as for every student, and its codebook. Ignore the decisions in them.

    If there is a key, these are the key's sentences, because a teacher may have split them
    differently. If not, they are the sentences of the article.

    Raises:
        DataError: The target does not exist or is invalid.
    """
    found = locate(target._replace(form=SetForm.KEY))
    book = codebook_at(found, codebook)
    if found.path is not None and found.path.exists():
        return read_set(found.path)[0], book
    article = load_article(found)
    assert article is not None  # noqa: S101 (a place without an article names a set that is there)
    return segmented(article).new_set("", book.reference), book


def key_targets(target: Target) -> tuple[Target, ...]:
    """A target for each key that `target` refers to: all keys of a folder, or a single one.

    Raises:
        DataError: The folder has no key.
    """
    folder = Path(target.name)
    if target.document is not None or not folder.is_dir():
        return (target,)
    find_keys = layout.key_files if layout.is_project(folder) else layout.keys_beside
    files = find_keys(folder)
    if not files:
        raise DataError(
            Problem(
                Message("There is no answer key yet. Create one with `annotator key`."), target.name
            )
        )
    return tuple(target._replace(name=str(file)) for file in files)


def load_submissions(
    target: Target, codebook: str | None = None, *, as_filed: bool = False
) -> KeySubmissions:
    """The key of a target and all sets on its document. An invalid set does not hide the others.

    Args:
        target: The target.
        codebook: The codebook file, if not the project's.
        as_filed: Whether each set keeps the name under which it is filed. If not, a student whom
            the teacher renamed has the new name, and two who are one student are one.

    Raises:
        DataError: There is no key yet, or it is invalid.
    """
    key, found = _read(target)
    assert found.path is not None  # noqa: S101 (a key that was read has a file)
    sets, problems = _parted(found, key)
    sets, twice = _once(sets)
    names = ShownNames() if as_filed else load_shown_names(found.project)
    passes = join_passes(_by_annotator(sets), names)
    book = codebook_at(found, codebook)
    submissions = KeySubmissions(key, book, found.path, passes, problems=(*problems, *twice))
    if found.project is None:
        return submissions
    project = layout.load_project(found.project)
    here = {file_name(own[0].annotator) for own in passes} | {file_name(key.annotator)}
    absent = {
        file_name(names.of(name)): names.of(name)
        for name in project.annotators
        if file_name(names.of(name)) not in here and name not in project.excluded
    }
    return replace(submissions, absent=tuple(absent.values()), aliases=project.aliases, names=names)


def _read(target: Target) -> tuple[AnnotationSet, Location]:
    found = locate(target._replace(form=SetForm.KEY))
    assert found.path is not None  # noqa: S101 (a key has its place for every annotator)
    if not found.path.exists():
        words = Message(
            "There is no answer key yet. Create one with `annotator key %(name)s`.",
            name=target.name,
        )
        raise DataError(Problem(words, str(found.path)))
    key, _ = read_set(found.path)
    _require_key(key, found.path)
    return key, found


def _require_key(annotations: AnnotationSet, path: Path) -> None:
    if annotations.form is not SetForm.KEY:
        words = (
            f"This file is not an answer key. Its form is {annotations.form}. "
            "Create a key with `annotator key ARTICLE`."
        )
        raise DataError(Problem(words, str(path)))


def _parted(found: Location, key: AnnotationSet) -> tuple[list[ProjectSet], list[Problem]]:
    """The sets on the key's text, and the problems of the others."""
    sets: list[ProjectSet] = []
    problems: list[Problem] = []
    for read in _in_project(found, key) if found.project is not None else _beside(found, key):
        if isinstance(read, ProjectSet):
            sets.append(read)
        else:
            problems.extend(read)
    return sets, problems


def _in_project(found: Location, key: AnnotationSet) -> Iterator[ProjectSet | tuple[Problem, ...]]:
    assert found.project is not None  # noqa: S101 (asked by the caller)
    for path in layout.pass_files(found.project, key.document.id):
        read = read_project_set(path)
        yield _on_the_text(read, key) if isinstance(read, ProjectSet) else read


def _beside(found: Location, key: AnnotationSet) -> Iterator[ProjectSet | tuple[Problem, ...]]:
    """The sets next to an article without a project. Skips the sets of other articles."""
    assert found.path is not None  # noqa: S101 (asked by the caller)
    for path, number in layout.passes_beside_key(found.path):
        try:
            annotations, _ = read_set(path)
        except DataError as refusal:
            yield refusal.problems
            continue
        if annotations.document.id == key.document.id and annotations.form is SetForm.ANNOTATIONS:
            yield _on_the_text(ProjectSet(path, number, annotations), key)


def _on_the_text(found: ProjectSet, key: AnnotationSet) -> ProjectSet | tuple[Problem, ...]:
    if found.annotations.document.sha256 == key.document.sha256:
        return found
    words = Message(
        "The work of “%(name)s” is on a different text than the key. It was not graded.",
        name=found.annotator,
    )
    return (Problem(words, str(found.path)),)


def _once(sets: list[ProjectSet]) -> tuple[list[ProjectSet], list[Problem]]:
    """Each pass of each annotator once. A second pass with the same name is a problem."""
    first: dict[tuple[str, int], ProjectSet] = {}
    problems = []
    for each in sets:
        other = first.setdefault((file_name(each.annotator), each.number), each)
        if other is not each:
            words = Message(
                "The annotator is “%(name)s”, as in %(file)s. It was not graded. "
                "Correct the annotator's name in one of the two files.",
                name=each.annotator,
                file=str(other.path),
            )
            problems.append(Problem(words, str(each.path)))
    return list(first.values()), problems


def _by_annotator(sets: list[ProjectSet]) -> tuple[tuple[AnnotationSet, ...], ...]:
    passes: dict[str, list[ProjectSet]] = {}
    for each in sets:
        passes.setdefault(file_name(each.annotator), []).append(each)
    return tuple(
        tuple(each.annotations for each in sorted(passes[name], key=lambda own: own.number))
        for name in sorted(passes)
    )
