"""Where things are: in a project's folder, and beside an article that is in no project.

No other module knows a folder's or a file's name, or looks for files by a pattern.
"""

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import SetForm
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.storage import strict_yaml
from annotator.storage.files import files_below, matching_paths, visible_files_below

if TYPE_CHECKING:
    from annotator.model.project import Project

PROJECT_FILE = "project.yaml"
CODEBOOK_FILE = "codebook.yaml"
YAML_ENDINGS = (".yaml", ".yml")
TEXT_ENDINGS = (".txt", ".md")
"""What the text file of an article ends in."""
_ANNOTATIONS, _ASSIGNMENTS, _CLASSES = "annotations", "assignments", "class"
_DOCUMENTS, _GOLD, _KEYS = "documents", "gold", "keys"
PROJECT_FOLDERS = (_ANNOTATIONS, _ASSIGNMENTS, _DOCUMENTS, _GOLD, _KEYS)
"""The folders of a project in which every file is ours."""
FORM_NAMES = (SetForm.KEY.value, SetForm.GOLD.value)
"""What is in an annotator's place in the name of a file that is no annotator's set."""
GIT_FILES = {
    # Whoever keeps the project in git should not keep the notes of open windows in it.
    ".gitignore": b".*.lock\n.*.holder\n.*.tmp\n.together/\n",
    # A hash is of a text whose newlines are line feeds.
    ".gitattributes": b"*.yaml text eol=lf\n",
}
"""What a new project tells git, by the names of the files."""
_NUMBER = r"[2-9]|[1-9][0-9]+"
_LATER_PASS = re.compile(rf"\.({_NUMBER})$")
_KEY_ENDING = f".{SetForm.KEY}.yaml"
_NO_FORM = rf"(?!(?:{'|'.join(FORM_NAMES)})\.)"


def is_yaml(name: PurePath) -> bool:
    """Whether a file has the ending of our own files."""
    return name.suffix.lower() in YAML_ENDINGS


# A project


def project_path(folder: Path) -> Path:
    """The head file of the project in a folder."""
    return folder / PROJECT_FILE


def is_project(folder: Path) -> bool:
    """Whether a folder is a project's."""
    return project_path(folder).is_file()


def load_project(folder: Path) -> "Project":
    """The project in a folder.

    Raises:
        DataError: The folder is no project, or its head file has faults or cannot be read.
    """
    head = project_path(folder)
    if not head.exists():
        message = f"this is no project: it has no {PROJECT_FILE}; “annotator init” makes one"
        raise DataError(Problem(message, str(folder)))
    from annotator.storage.project_file import parse  # noqa: PLC0415 (an article alone needs none)

    return parse(strict_yaml.read_bytes(head), str(head))


def project_folder(path: Path) -> Path | None:
    """The folder of the project that a file or folder lies in; None where it lies in none."""
    inside = (path, *path.parents)
    return next((folder for folder in inside if is_project(folder)), None)


def registered_name(folder: Path, project: "Project", name: str) -> str:
    """An annotator's name as the project writes it.

    Raises:
        DataError: The project has annotators, and this is none of them.
    """
    known = project.by_folder
    if file_name(name) in known:
        return known[file_name(name)]
    if not known:
        return name
    raise DataError(
        f"“{name}” is none of the annotators of {folder}, who are {', '.join(known.values())}; "
        f"`annotator assign {folder} -a NAME` takes somebody in"
    )


def codebook_path(folder: Path) -> Path:
    """Where a project keeps a codebook of its own."""
    return folder / CODEBOOK_FILE


def documents_folder(folder: Path) -> Path:
    """Where a project keeps its documents."""
    return folder / _DOCUMENTS


def document_path(folder: Path, document: str) -> Path:
    """Where a project keeps a document."""
    return documents_folder(folder) / f"{file_name(document)}.yaml"


def find_document(folder: Path, document: str) -> Path:
    """The file of a document that is there.

    Raises:
        DataError: The project has no such document.
    """
    path = document_path(folder, document)
    if not path.exists():
        raise DataError(Problem(f"has no document “{document}”", str(folder)))
    return path


def annotations_path(folder: Path, annotator: str, document: str, number: int = 1) -> Path:
    """Where a project keeps one annotator's pass over a document; passes count from 1."""
    return annotator_folder(folder, annotator) / f"{file_name(document)}{_ending(number)}"


def _ending(number: int) -> str:
    return ".yaml" if number == 1 else f".{number}.yaml"


def sets_folder(folder: Path) -> Path:
    """Where a project keeps the annotation sets."""
    return folder / _ANNOTATIONS


def annotator_folder(folder: Path, annotator: str) -> Path:
    """Where a project keeps one annotator's sets."""
    return sets_folder(folder) / file_name(annotator)


def set_owner(path: Path) -> str:
    """The folded name of the annotator whose set has this place in a project."""
    return path.parent.name


def project_of_set(path: Path) -> Path | None:
    """The folder of the project whose set a file would be by its place; None where it is none's."""
    folder = path.parent.parent
    return folder.parent if folder.name == _ANNOTATIONS else None


def proper_place(path: Path, annotator: str, document: str) -> Path:
    """Where a set belongs by what it says of itself, from its project's folder.

    Args:
        path: Its file, which gives the number of the pass where it is one of the document's.
        annotator: The annotator that it names.
        document: The document that it names.
    """
    named = pass_number(document, path.name) is not None
    return Path(_ANNOTATIONS, file_name(annotator), path.name if named else f"{document}.yaml")


def is_taken(path: Path, place: Path) -> bool:
    """Whether there is a file where the set in another file of the project belongs."""
    project = project_of_set(path)
    return project is not None and (project / place).exists()


def key_path(folder: Path, document: str) -> Path:
    """Where a project keeps the answer key to a document."""
    return folder / _KEYS / f"{file_name(document)}.yaml"


def gold_path(folder: Path, document: str) -> Path:
    """Where a project keeps the gold of a document."""
    return folder / _GOLD / f"{file_name(document)}.yaml"


def assignments_path(folder: Path, round_: str) -> Path:
    """Where a project keeps the assignments of a round."""
    return folder / _ASSIGNMENTS / f"{round_}.yaml"


def classes_folder(folder: Path) -> Path:
    """Where a project keeps its classes."""
    return folder / _CLASSES


def class_path(folder: Path, document: str) -> Path:
    """Where a project keeps the class of a document."""
    return classes_folder(folder) / f"{file_name(document)}.json"


def has_folder_of_its_own(path: Path) -> bool:
    """Whether a set's place is in a folder of a project that is made with its first file."""
    return project_of_set(path) is not None or path.parent.name == _KEYS


def is_shared_work(path: Path) -> bool:
    """Whether a file of a project is gold or a key, which is no single annotator's."""
    return path.parent.name in {_GOLD, _KEYS}


def is_in_documents(path: Path) -> bool:
    """Whether a file is among the documents of a project."""
    return path.parent.name == _DOCUMENTS


def is_in_project_folders(folder: Path, path: Path) -> bool:
    """Whether a file is in one of the folders of a project in which every file is ours."""
    return path.relative_to(folder).parts[0] in PROJECT_FOLDERS


# Passes


def pass_number(document: str, name: str) -> int | None:
    """Which pass over a document a file of this name is; None where it is none of its passes."""
    match = re.fullmatch(rf"{re.escape(file_name(document))}(?:\.({_NUMBER}))?\.yaml", name)
    return None if match is None else int(match[1] or 1)


def pass_of(path: Path, documents: Container[str]) -> tuple[str, int]:
    """The document and the number of the pass whose file has this name.

    Args:
        path: The file.
        documents: The ids of the project's documents, of which one may end in a number itself.
    """
    stem, _, number = path.stem.rpartition(".")
    if path.stem not in documents and stem and pass_number(stem, path.name) is not None:
        return stem, int(number)
    return path.stem, 1


def stem_pass_number(stem: str) -> int:
    """Which pass a file of this name without ending is; 1 where it has no number."""
    match = _LATER_PASS.search(stem)
    return int(match[1]) if match else 1


def without_pass_number(name: str) -> str:
    """What a file is called without ending and number of a pass: the document, where it has one."""
    return _LATER_PASS.sub("", name)


def name_clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different names that would lie in one file.

    A name that is another one with a number after a dot is among them, because the other one's
    later passes have such names.
    """
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(file_name(name), name)
        if other != name:
            yield other, name
    for folded, name in first.items():
        stem = without_pass_number(folded)
        if stem != folded and stem in first:
            yield first[stem], name


class PassFile(NamedTuple):
    """One of an annotator's passes over a document: its number from 1, and its file."""

    number: int
    path: Path

    @property
    def next(self) -> "PassFile":
        """The pass after it."""
        stem = self.path.stem
        if self.number > 1:
            stem = stem.removesuffix(f".{self.number}")
        number = self.number + 1
        return PassFile(number, self.path.with_name(f"{stem}.{number}{self.path.suffix}"))


# The files of a project that there are


def document_files(folder: Path) -> list[Path]:
    """The files of a project's documents, in the order of their ids."""
    return sorted(matching_paths(folder, f"{_DOCUMENTS}/*.yaml"), key=lambda path: path.stem)


def document_ids(folder: Path) -> list[str]:
    """The ids of a project's documents, in order."""
    return [path.stem for path in document_files(folder)]


def set_files(folder: Path) -> list[Path]:
    """The files of the sets in a project's folder; nothing is read."""
    return matching_paths(folder, f"{_ANNOTATIONS}/*/*.yaml")


def annotator_set_files(folder: Path, annotator: str) -> list[Path]:
    """The files of one annotator's sets in a project."""
    return matching_paths(folder, f"{_ANNOTATIONS}/{file_name(annotator)}/*.yaml")


def annotator_files(folder: Path, annotator: str) -> list[Path]:
    """Everything in the folder of one annotator's sets, what is hidden too."""
    return matching_paths(folder, f"{_ANNOTATIONS}/{file_name(annotator)}/*")


def pass_files(folder: Path, document: str) -> list[Path]:
    """The files of every pass over a document of a project, by their names."""
    files = matching_paths(folder, f"{_ANNOTATIONS}/*/{file_name(document)}*.yaml")
    return [path for path in files if pass_number(document, path.name) is not None]


def first_pass_files(folder: Path, document: str) -> list[Path]:
    """The files of every annotator's first pass over a document of a project."""
    return matching_paths(folder, f"{_ANNOTATIONS}/*/{file_name(document)}.yaml")


def gold_files(folder: Path) -> list[Path]:
    """The files of the gold in a project's folder; nothing is read."""
    return matching_paths(folder, f"{_GOLD}/*.yaml")


def key_files(folder: Path) -> list[Path]:
    """The files of the keys in a project's folder; nothing is read."""
    return matching_paths(folder, f"{_KEYS}/*.yaml")


def assignment_files(folder: Path) -> list[Path]:
    """The files of assignments in a project's folder, whichever rounds it has."""
    return matching_paths(folder, f"{_ASSIGNMENTS}/*.yaml")


def class_files(folder: Path) -> list[Path]:
    """The files of all classes of a project."""
    return matching_paths(folder, f"{_CLASSES}/*.json")


def document_set_files(folder: Path, document: str) -> list[Path]:
    """The files of every pass on a document, of its key and of its gold, as far as they are."""
    known = set(document_ids(folder))
    passes = [path for path in set_files(folder) if pass_of(path, known)[0] == document]
    others = (key_path(folder, document), gold_path(folder, document))
    return [*passes, *(path for path in others if path.exists())]


def copies(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of a project that are copies of others, each with the name of the original.

    In order, without what is hidden.
    """
    heads = (each for each in folder.glob("*") if original_name(each.name) == PROJECT_FILE)
    inside = (path for each in PROJECT_FOLDERS for path in (folder / each).rglob("*"))
    for path in sorted((*heads, *inside)):
        original = original_name(path.name)
        if original is not None and not path.name.startswith("."):
            yield path, original


_COPIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # What Dropbox and Nextcloud keep, with the device and the date in brackets.
        r"^(?P<stem>.+?) ?\((?:[^()]*conflict[^()]*)\)(?P<ending>\.ya?ml)$",
        # What Syncthing keeps, with the date and the device in the name.
        r"^(?P<stem>.+?)\.sync-conflict-[^.]*(?P<ending>\.ya?ml)$",
        # What Google Drive, browsers and the Finder number.
        r"^(?P<stem>.+?) (?:\([0-9]+\)|[0-9]+|copy(?: [0-9]+)?|- copy)(?P<ending>\.ya?ml)$",
        r"^Copy of (?P<stem>.+?)(?P<ending>\.ya?ml)$",
        # Where a save of ours found that the file had been changed elsewhere.
        r"^(?P<stem>.+?)\.conflict-[0-9]+(?P<ending>\.ya?ml)$",
        # git mergetool and others.
        r"^(?P<stem>.+?)[._](?:BACKUP|BASE|LOCAL|REMOTE)[._][0-9]+(?P<ending>\.ya?ml)$",
        r"^(?P<stem>.+?)(?P<ending>\.ya?ml)(?:\.orig|\.rej|\.mine|\.r[0-9]+|~)$",
    )
)


def original_name(name: str) -> str | None:
    """The name of the file that a file of this name is a copy of; None where it is none."""
    found = next((match for each in _COPIES if (match := each.match(name))), None)
    return f"{found['stem']}{found['ending']}" if found else None


# Beside an article


def article_path(folder: Path, document: str) -> Path:
    """The text file of an article in a folder that is no project."""
    return folder / f"{document}.txt"


def text_beside(page: Path) -> Path:
    """The text file that is made of a page or another document, next to it."""
    return page.with_suffix(".txt")


def set_beside(article: Path, who: str, number: int = 1) -> Path:
    """The file of a set next to its article.

    Args:
        article: The article's file.
        who: The annotator's folded name, or one of `FORM_NAMES`.
        number: Which pass it is, from 1.
    """
    return article.with_name(f"{article.stem}.{who}{_ending(number)}")


def article_beside(path: Path) -> Path | None:
    """The text file of the article next to a set; None where there is none."""
    stems = path.stem.split(".")
    names = (".".join(stems[:count]) for count in range(len(stems) - 1, 0, -1))
    beside = (path.with_name(f"{name}{ending}") for name in names for ending in TEXT_ENDINGS)
    return next((candidate for candidate in beside if candidate.is_file()), None)


def sets_beside(article: Path) -> list[Path]:
    """The files of every annotator's first pass next to an article."""
    pattern = re.compile(rf"{re.escape(article.stem)}\.{_NO_FORM}[^.]+\.ya?ml")
    return sorted(each for each in article.parent.iterdir() if pattern.fullmatch(each.name))


def passes_beside_key(key: Path) -> list[tuple[Path, int]]:
    """The files next to a key that may be passes on its article, each with its number.

    Sets of another article, with a longer name, may be among them.
    """
    stem = key.name.removesuffix(_KEY_ENDING)
    pattern = re.compile(rf"{re.escape(stem)}\.{_NO_FORM}.+?(?:\.([0-9]+))?\.ya?ml")
    found = ((path, pattern.fullmatch(path.name)) for path in sorted(key.parent.iterdir()))
    return [(path, int(match[1] or 1)) for path, match in found if match is not None]


def keys_beside(folder: Path) -> list[Path]:
    """The files of keys next to articles in a folder that is no project."""
    return matching_paths(folder, f"*{_KEY_ENDING}")


def submitted_pass_number(name: str, document: str, annotator: str) -> int:
    """Which pass a submitted file is by its name, in a project or next to an article; else 1."""
    alone = f"{document}.{file_name(annotator)}"
    numbers = (pass_number(each, name) for each in (document, alone))
    return next((each for each in numbers if each is not None), 1)


def yaml_files_below(folder: Path) -> list[Path]:
    """The YAML files in a folder and those in it, without what is hidden."""
    return visible_files_below(folder, "*.y*ml")


def possible_set_files(folder: Path, *, hidden: bool = False) -> list[Path]:
    """The files in a folder and those in it that may be sets, by their names."""
    return (files_below if hidden else visible_files_below)(folder, "*.yaml")
