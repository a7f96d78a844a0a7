"""Forget a student: remove everything that a project stores about one person.

The gold standard and the keys are shared work and stay. In them, the student's name is replaced by
a pseudonym or removed. `personal_data` knows where the data is.
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
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from annotator.model.plurals import plural
from annotator.project.personal_data import PersonalData, find_shared_files
from annotator.project.project_store import lock_project
from annotator.storage import layout
from annotator.storage.archives import UNREADABLE_ARCHIVE
from annotator.storage.files import remove_file
from annotator.storage.layout import class_files
from annotator.storage.locks import lock_file
from annotator.storage.system import SYSTEM
from annotator.storage.transactions import apply_writes, file_write
from annotator.storage.yaml_writer import quote

_LARGEST = 64 * 1024 * 1024
# The first bytes of compressed formats that cannot be searched.
_PACKED = (b"PAR1", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd", b"Rar!")
_GIT = ("--no-pager", "-c", "core.fsmonitor=false", "log", "--all")
_GIT_SECONDS = 120


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
        rewritten = [(each.path, each.without) for each in find_shared_files(folder, personal_data)]
        removed = [(path, None) for path in personal_data.work]
        apply_writes(folder, [file_write(*each) for each in (*removed, *rewritten)])
        # The files left are not work, such as lock files, which a transaction must not name.
        for path in personal_data.files:
            remove_file(path)
    # Another file may have been added in the meantime.
    with suppress(OSError):
        SYSTEM.remove_folder(layout.annotator_folder(folder, personal_data.student))


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
    except UNREADABLE_ARCHIVE:
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
