"""Forget a student: remove everything that a project stores about one person.

The gold standard and the keys are shared work and stay. In them, the student's name is replaced by
a pseudonym or removed.
"""

import codecs
import gzip
import html
import io
import json
import os
import re
import shutil
import subprocess
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TypeVar

from annotator.model.annotation import AnnotationSet, Provenance, Sentence
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.model.project import RoundAssignments
from annotator.project.project_store import lock_project
from annotator.storage import assignments, layout, people, project_file, sittings
from annotator.storage import sets as annotation_files
from annotator.storage.files import remove_file
from annotator.storage.headers import read_header
from annotator.storage.layout import class_files, gold_files, key_files
from annotator.storage.locks import lock_file
from annotator.storage.sets import read_set
from annotator.storage.system import SYSTEM
from annotator.storage.transactions import apply_writes, file_write
from annotator.storage.yaml_writer import quote

T = TypeVar("T")
UNNAMED = "unnamed"
"""The annotator of a gold standard or key whose name was removed."""
_LARGEST = 64 * 1024 * 1024
# The first bytes of compressed formats that cannot be searched.
_PACKED = (b"PAR1", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd", b"Rar!")
_GIT = ("--no-pager", "-c", "core.fsmonitor=false", "log", "--all")
_GIT_SECONDS = 120


class NamePolicy(StrEnum):
    """What happens to a name in the gold standard and in keys, which are shared work."""

    PSEUDONYM = "pseudonym"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a project stores about a student.

    Attributes:
        student: The folded name.
        files: Everything in the folder with the student's sets.
        shared_files: The other files with the student's name: classes, assignments, gold standard,
            keys and the project file.
        names: The name in every spelling that the project has.
        pseudonym: The name that replaces it in the gold standard and keys, or None to remove it.
    """

    student: str
    files: tuple[Path, ...]
    shared_files: tuple[Path, ...]
    names: tuple[str, ...] = ()
    pseudonym: str | None = None

    def __bool__(self) -> bool:
        """Whether the project stores anything about the student."""
        return bool(self.files or self.shared_files)


def find_personal_data(
    folder: Path, student: str, names: NamePolicy = NamePolicy.PSEUDONYM
) -> PersonalData:
    """What a project stores about a student, found by name or folded name. Changes nothing.

    Args:
        folder: The project's folder.
        student: The name.
        names: What happens to the name in the gold standard and keys.

    Raises:
        DataError: A class, gold standard or key of the project cannot be read.
    """
    folded = file_name(student)
    files = tuple(layout.annotator_files(folder, student))
    all_names = _all_names(folder, files)
    pseudonym = _free(all_names) if names is NamePolicy.PSEUDONYM else None
    personal_data = PersonalData(folded, files, (), pseudonym=pseudonym)
    named = (path for path, without in _naming(folder, personal_data) if without is not None)
    spelt = {student.strip(), *(name for name in all_names if file_name(name) == folded)}
    return replace(personal_data, shared_files=tuple(named), names=tuple(sorted(spelt)))


def _all_names(folder: Path, files: Iterable[Path]) -> set[str]:
    """All names in a project: its annotators and those in classes, gold standard and keys."""
    project = layout.load_project(folder)
    names = {*project.annotators, *project.excluded}
    names.update(each.name for each in people.load(folder))
    for path in class_files(folder):
        names.update(each.name for each in sittings.load(path).students)
    for path in (*gold_files(folder), *key_files(folder)):
        names.update(_names_in(read_set(path)[0]))
    for path in filter(layout.is_yaml, files):
        try:
            names.add(read_header(path).annotator)
        except DataError:  # a damaged set is removed like any other
            continue
    return names


def _names_in(annotations: AnnotationSet) -> Iterator[str]:
    yield annotations.annotator
    for each in annotations.sentences:
        if each.provenance is not None:
            yield from each.provenance.decisions
            if each.provenance.curator is not None:
                yield each.provenance.curator


def _free(names: Iterable[str]) -> str:
    """The first pseudonym that is not in use."""
    taken = set(map(file_name, filter(str.strip, names)))
    return next(name for number in count(1) if (name := f"annotator-{number}") not in taken)


def forget(folder: Path, personal_data: PersonalData) -> None:
    """Remove the sets and the name in every file that has it. Either all of it or nothing.

    Raises:
        DataError: A class page or a screen has one of the files open, or a file cannot be removed.
    """
    held = filter(layout.is_yaml, personal_data.files)
    shared = filter(layout.is_shared_work, personal_data.shared_files)
    with ExitStack() as holds:
        for path in (*held, *shared, *class_files(folder)):
            holds.enter_context(lock_file(path, "annotator forget"))
        holds.enter_context(lock_project(folder))
        # Unreadable files raise an error here, before any file is removed.
        rewritten = [(path, new) for path, new in _naming(folder, personal_data) if new is not None]
        apply_writes(folder, [file_write(*each) for each in (*_gone(personal_data), *rewritten)])
        # The files left are not work, such as lock files, which a transaction must not name.
        for path in personal_data.files:
            remove_file(path)
    # Another file may have been added in the meantime.
    with suppress(OSError):
        SYSTEM.remove_folder(layout.annotator_folder(folder, personal_data.student))


def _gone(personal_data: PersonalData) -> Iterator[tuple[Path, None]]:
    for path in personal_data.files:
        if path.is_file() and not path.name.startswith("."):
            yield path, None


def _naming(folder: Path, personal_data: PersonalData) -> Iterator[tuple[Path, bytes | None]]:
    """The files that may name a student, each with its new content, or None if unchanged."""
    student = personal_data.student
    for path in (*gold_files(folder), *key_files(folder)):
        annotations = read_set(path)[0]
        yield (
            path,
            _if_changed(annotations, _without(annotations, personal_data), annotation_files.render),
        )
    for path in class_files(folder):
        sitting = sittings.load(path)
        named = sitting.student(student) is not None
        yield path, sittings.render(sitting.without(student)) if named else None
    known = people.load(folder)
    left = tuple(each for each in known if file_name(each.name) != student)
    yield layout.people_path(folder), _if_changed(known, left, people.render)
    for path in layout.assignment_files(folder):
        given = assignments.read(path)
        yield path, _if_changed(given, _unassigned(given, student), assignments.render)
    project = layout.load_project(folder)
    without = replace(
        project,
        annotators=tuple(name for name in project.annotators if file_name(name) != student),
        excluded={
            name: why for name, why in project.excluded.items() if file_name(name) != student
        },
    )
    yield layout.project_path(folder), _if_changed(project, without, project_file.render)


def _without(annotations: AnnotationSet, personal_data: PersonalData) -> AnnotationSet:
    """A gold standard or key without the student's name."""
    own = _is(personal_data, annotations.annotator)
    return replace(
        annotations,
        annotator=(personal_data.pseudonym or UNNAMED) if own else annotations.annotator,
        sentences=tuple(_without_name(each, personal_data) for each in annotations.sentences),
    )


def _without_name(sentence: Sentence, personal_data: PersonalData) -> Sentence:
    provenance = sentence.provenance
    if provenance is None:
        return sentence
    curator = provenance.curator and _instead(provenance.curator, personal_data)
    votes = {
        own: vote
        for name, vote in provenance.decisions.items()
        if (own := _instead(name, personal_data))
    }
    return replace(
        sentence, provenance=Provenance(provenance.basis, curator, provenance.reason, votes)
    )


def _instead(name: str, personal_data: PersonalData) -> str | None:
    """The name to write in place of a name, or None to remove it."""
    return personal_data.pseudonym if _is(personal_data, name) else name


def _is(personal_data: PersonalData, name: str) -> bool:
    return bool(name.strip()) and file_name(name) == personal_data.student


def _unassigned(assignments: RoundAssignments, student: str) -> RoundAssignments:
    entries = (
        replace(
            each, annotators=tuple(name for name in each.annotators if file_name(name) != student)
        )
        for each in assignments.entries
    )
    return replace(assignments, entries=tuple(each for each in entries if each.annotators))


def _if_changed(before: T, after: T, render: Callable[[T], bytes]) -> bytes | None:
    return None if after == before else render(after)


# What remains


@dataclass(frozen=True, slots=True)
class RemainingMention:
    """A place where a student's name remains.

    Attributes:
        place: A file or folder, or the folder of the git history.
        what: What was found there, in words.
        sure: Whether the name was found. If false, the place could not be searched.
    """

    place: Path
    what: str
    sure: bool = True


def find_remaining_mentions(folder: Path, names: Iterable[str]) -> tuple[RemainingMention, ...]:
    """All places in a project's folder with a name: files, file names and the git history.

    This includes releases, exports, notes and copies. Places that cannot be searched are listed
    too.

    Args:
        folder: The project's folder.
        names: The spellings of the name to search for, including the folded name.
    """
    forms = _forms(names)
    pattern = _pattern(forms)
    found: list[RemainingMention] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != ".git")
        for path in (Path(place, each) for each in sorted([*folders, *files])):
            found += _of_file(path, pattern)
    return (*found, *_of_history(folder, forms, pattern))


def _forms(names: Iterable[str]) -> tuple[str, ...]:
    """Each name as written in YAML, JSON, HTML and URLs, the longest first.

    A name of several words is also searched with its last words first, as in class lists.
    """
    forms: set[str] = set()
    for name in {turned for each in names for turned in _turns(each.split())}:
        for one in {name, *(unicodedata.normalize(form, name) for form in ("NFC", "NFD"))}:
            forms |= {one, quote(one)[1:-1], json.dumps(one)[1:-1], html.escape(one)}
            forms.add(urllib.parse.quote(one))
    return tuple(sorted(forms, key=len, reverse=True))


def _turns(words: list[str]) -> Iterator[str]:
    return (" ".join([*words[at:], *words[:at]]) for at in range(len(words)))


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern for a name in any of its forms, but not inside a longer word.

    Between its words there may be a comma (tables), a hyphen (file names) or a line break (text).
    """
    listed = "|".join(re.escape(each).replace("\\ ", r"[\W_]{1,3}") for each in forms)
    return re.compile(rf"(?<![^\W_])(?:{listed})(?![^\W_])", re.IGNORECASE)


def _of_file(path: Path, pattern: re.Pattern[str]) -> Iterator[RemainingMention]:
    if pattern.search(path.name):
        yield RemainingMention(
            path, "the name of the folder" if path.is_dir() else "the name of the file"
        )
    if path.is_symlink() or not path.is_file():
        return
    try:
        if path.stat().st_size > _LARGEST:
            yield RemainingMention(path, "too large to search", sure=False)
            return
        texts = tuple(_texts(path.read_bytes()))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        yield RemainingMention(path, "cannot be read", sure=False)
        return
    if not texts:
        yield RemainingMention(path, "compressed, cannot be searched", sure=False)
    places = sum(len(pattern.findall(text)) for text in texts)
    if places:
        yield RemainingMention(path, plural(places, "place"))


def _texts(data: bytes) -> Iterator[str]:
    """The texts in a file; none if it is compressed in an unsupported way."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "\n".join(archive.namelist())
            small = (each for each in archive.infolist() if each.file_size <= _LARGEST)
            yield from (archive.read(each).decode("utf-8", "replace") for each in small)
    elif data.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(data)) as packed:
            yield packed.read(_LARGEST).decode("utf-8", "replace")
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield data.decode("utf-16", "replace")
    elif not data.startswith(_PACKED):
        yield data.decode("utf-8", "replace")


def _of_history(
    folder: Path, forms: Iterable[str], pattern: re.Pattern[str]
) -> Iterator[RemainingMention]:
    """The commits with the name, if the folder is in git: in changes, file names or messages."""
    inside = (folder.resolve(), *folder.resolve().parents)
    top = next((each for each in inside if (each / ".git").exists()), None)
    if top is None:
        return
    place = top / ".git"
    told = _git(folder, "--format=%x00%h%n%an%n%ae%n%B", "--name-only", "--no-renames", "--", ".")
    # Git itself searches the changes, ignoring case.
    literal = (re.sub(r"([][\\.^$*+?(){}|])", r"\\\1", each) for each in forms)
    words = "|".join(each.replace(" ", "[^[:alnum:]]{1,3}") for each in literal)
    wanted = f"-G(^|[^[:alnum:]])({words})([^[:alnum:]]|$)"
    changes = (wanted, "--regexp-ignore-case", "--no-textconv")
    changed = _git(folder, "--format=%h", *changes, "--no-ext-diff", "--", ".")
    if told is None or changed is None:
        yield RemainingMention(place, "the history cannot be read (is git installed?)", sure=False)
        return
    commits = {each.split("\n", 1)[0] for each in told.split("\0") if pattern.search(each)}
    commits |= set(changed.split())
    if commits:
        yield RemainingMention(place, f"git history, in {plural(len(commits), 'commit')}")


def _git(folder: Path, *arguments: str) -> str | None:
    """The output of `git log` for a folder, or None if it cannot be run."""
    program = shutil.which("git")
    if program is None:
        return None
    try:
        ended = subprocess.run(  # noqa: S603 (found on the path; the words are our own)
            [program, "-C", str(folder), *_GIT, *arguments],
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ended.stdout.decode("utf-8", "replace")
