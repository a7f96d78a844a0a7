"""The layout of files: in a project's folder, and next to an article without a project.

No other module knows the name of a folder or file, or searches for files by pattern.
"""

import re
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import SetForm
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name, is_identifier
from annotator.storage import strict_yaml
from annotator.storage.files import files_below, matching_paths, visible_files_below
from annotator.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from annotator.model.project import Project

PROJECT_FILE = "project.yaml"
CODEBOOK_FILE = "codebook.yaml"
YAML_ENDINGS = (".yaml", ".yml")
TEXT_ENDINGS = (".txt", ".md")
"""The ending of an article's text file."""
_ANNOTATIONS, _ASSIGNMENTS, _CLASSES = "annotations", "assignments", "class"
_DOCUMENTS, _GOLD, _KEYS, _SUGGESTIONS = "documents", "gold", "keys", "suggestions"
_EVALUATION = "evaluation"
PROJECT_FOLDERS = (_ANNOTATIONS, _ASSIGNMENTS, _DOCUMENTS, _GOLD, _KEYS, _SUGGESTIONS)
"""The folders of a project that contain only our files."""
FORM_NAMES = (SetForm.KEY.value, SetForm.GOLD.value)
"""The words that replace an annotator's name in the file names of keys and gold."""
GIT_FILES = {
    # The notes of open windows do not belong in git.
    ".gitignore": b".*.lock\n.*.holder\n.*.tmp\n.together/\n",
    # A hash is computed over text with line feeds.
    ".gitattributes": b"*.yaml text eol=lf\n",
}
"""The files for git in a new project, by file name."""
_NUMBER = r"[2-9]|[1-9][0-9]+"
_LATER_PASS = lazy_pattern(rf"\.({_NUMBER})$")
_KEY_ENDING = f".{SetForm.KEY}.yaml"
_NO_FORM = rf"(?!(?:{'|'.join(FORM_NAMES)})\.)"


def is_yaml(name: PurePath) -> bool:
    """Whether a file has the ending of our own files."""
    return name.suffix.lower() in YAML_ENDINGS


# A project


def project_path(folder: Path) -> Path:
    """The project file of the project in a folder."""
    return folder / PROJECT_FILE


def is_project(folder: Path) -> bool:
    """Whether a folder contains a project."""
    return project_path(folder).is_file()


def projects_in(folder: Path) -> list[Path]:
    """The folders of the projects directly in a folder. Leaves out what cannot be read."""
    found = []
    with suppress(OSError):
        found = [each for each in sorted(folder.iterdir()) if _may_be_project(each)]
    return found


def _may_be_project(folder: Path) -> bool:
    try:
        return is_project(folder)
    except OSError:
        return False


def has_content(folder: Path) -> bool:
    """Whether a folder exists and has anything in it."""
    return folder.is_dir() and any(folder.iterdir())


def load_project(folder: Path) -> "Project":
    """The project in a folder.

    Raises:
        DataError: The folder is not a project, or its project file has problems or cannot be read.
    """
    head = project_path(folder)
    if not head.exists():
        message = (
            f"This is not a project: {PROJECT_FILE} is missing. `annotator init` creates a project."
        )
        raise DataError(Problem(message, str(folder)))
    from annotator.storage.project_file import parse  # noqa: PLC0415 (an article alone needs none)

    return parse(strict_yaml.read_bytes(head), str(head))


def project_folder(path: Path) -> Path | None:
    """The folder of the project that contains a file or folder; None if it is in no project."""
    inside = (path, *path.parents)
    return next((folder for folder in inside if is_project(folder)), None)


def registered_name(folder: Path, project: "Project", name: str) -> str:
    """An annotator's name as the project writes it.

    Raises:
        DataError: The project has a list of annotators, and the name is not in it.
    """
    known = project.by_folder
    if file_name(name) in known:
        return known[file_name(name)]
    if not known:
        return name
    raise DataError(
        f"“{name}” is not an annotator in {folder}. Known annotators: {', '.join(known.values())}. "
        f"`annotator assign {folder} -a NAME` adds an annotator."
    )


def codebook_path(folder: Path) -> Path:
    """The path of a project's own codebook."""
    return folder / CODEBOOK_FILE


def documents_folder(folder: Path) -> Path:
    """The path of a project's documents."""
    return folder / _DOCUMENTS


def document_path(folder: Path, document: str) -> Path:
    """The path of a document."""
    return documents_folder(folder) / f"{file_name(document)}.yaml"


def find_document(folder: Path, document: str) -> Path:
    """The path of an existing document.

    Raises:
        DataError: The project does not have this document.
    """
    path = document_path(folder, document)
    if not path.exists():
        raise DataError(Problem(f"The project has no document “{document}”.", str(folder)))
    return path


def annotations_path(folder: Path, annotator: str, document: str, number: int = 1) -> Path:
    """The path of one annotator's pass over a document. Passes are numbered from 1."""
    return annotator_folder(folder, annotator) / f"{file_name(document)}{_ending(number)}"


def _ending(number: int) -> str:
    return ".yaml" if number == 1 else f".{number}.yaml"


def sets_folder(folder: Path) -> Path:
    """The path of a project's annotation sets."""
    return folder / _ANNOTATIONS


def annotator_folder(folder: Path, annotator: str) -> Path:
    """The path of one annotator's sets."""
    return sets_folder(folder) / file_name(annotator)


def set_owner(path: Path) -> str:
    """The folded name of the annotator whose set has this path in a project."""
    return path.parent.name


def project_of_set(path: Path) -> Path | None:
    """The project folder for a file that has the path of a set; None if it does not."""
    folder = path.parent.parent
    return folder.parent if folder.name == _ANNOTATIONS else None


def proper_place(path: Path, annotator: str, document: str) -> Path:
    """The path of a set in its project, by its own content.

    Args:
        path: Its file, which gives the number of the pass if it is one of the document's passes.
        annotator: The annotator in the set.
        document: The document in the set.
    """
    named = pass_number(document, path.name) is not None
    return Path(_ANNOTATIONS, file_name(annotator), path.name if named else f"{document}.yaml")


def is_taken(path: Path, place: Path) -> bool:
    """Whether another file is in the place where a set of the project belongs."""
    project = project_of_set(path)
    return project is not None and (project / place).exists()


def key_path(folder: Path, document: str) -> Path:
    """The path of the answer key to a document."""
    return folder / _KEYS / f"{file_name(document)}.yaml"


def lesson_folder(folder: Path, lesson: str) -> Path:
    """The folder of a lesson's slides and papers. They are pages, and no command reads them."""
    return folder / "lessons" / lesson


def gold_path(folder: Path, document: str) -> Path:
    """The path of the gold of a document."""
    return folder / _GOLD / f"{file_name(document)}.yaml"


def suggestions_path(folder: Path, suggester: str, document: str) -> Path:
    """The path of a suggester's suggestions for a document."""
    name = file_name(document)
    # No folded name begins with this sign.
    name = f"={name}" if name == _EVALUATION else name
    return folder / _SUGGESTIONS / suggester / f"{name}.yaml"


def suggester_names(folder: Path) -> tuple[str, ...]:
    """The names of the suggesters whose suggestions are in a project."""
    names = (each.name for each in (folder / _SUGGESTIONS).glob("*/"))
    return tuple(sorted(each for each in names if is_identifier(each)))


def evaluation_path(folder: Path, suggester: str) -> Path:
    """The path of the evaluation of a suggester."""
    return folder / _SUGGESTIONS / suggester / f"{_EVALUATION}.yaml"


def model_path(folder: Path, suggester: str) -> Path:
    """The path of the model of a suggester that learns from the project's decisions."""
    return folder / _SUGGESTIONS / suggester / "model.json"


def assignments_path(folder: Path, round_: str) -> Path:
    """The path of the assignments of a round."""
    return folder / _ASSIGNMENTS / f"{round_}.yaml"


def classes_folder(folder: Path) -> Path:
    """The path of a project's classes."""
    return folder / _CLASSES


def class_path(folder: Path, document: str) -> Path:
    """The path of the class for a document."""
    return classes_folder(folder) / f"{file_name(document)}.json"


def submitted_names_path(folder: Path) -> Path:
    """The path of the file with the platform's names for submitted files."""
    return classes_folder(folder) / "submitted" / "names.json"


def teacher_access_path(folder: Path) -> Path:
    """The path of the file of who may lead a project's classes."""
    return classes_folder(folder) / "teachers" / "access.json"


def pins_path(folder: Path) -> Path:
    """The path of the hashed PINs of a project's class."""
    return classes_folder(folder) / "teachers" / "pins.json"


def annotator_access_path(folder: Path) -> Path:
    """The path of the file of the links with which annotators work in a browser."""
    return classes_folder(folder) / "annotators" / "access.json"


def people_path(folder: Path) -> Path:
    """The path of what the teacher said about who is who."""
    return classes_folder(folder) / "people.yaml"


def has_folder_of_its_own(path: Path) -> bool:
    """Whether a set's place is in a project folder that is created with its first file."""
    return project_of_set(path) is not None or path.parent.name == _KEYS


def is_shared_work(path: Path) -> bool:
    """Whether a file of a project is gold or a key, which no single annotator owns."""
    return path.parent.name in {_GOLD, _KEYS}


def is_in_documents(path: Path) -> bool:
    """Whether a file is in the documents folder of a project."""
    return path.parent.name == _DOCUMENTS


def is_in_project_folders(folder: Path, path: Path) -> bool:
    """Whether a file is in a folder of the project that contains only our files."""
    return path.relative_to(folder).parts[0] in PROJECT_FOLDERS


# Passes


def pass_number(document: str, name: str) -> int | None:
    """The number of the pass over a document in a file with this name; None if it is not one."""
    match = re.fullmatch(rf"{re.escape(file_name(document))}(?:\.({_NUMBER}))?\.yaml", name)
    return None if match is None else int(match[1] or 1)


def pass_of(path: Path, documents: Container[str]) -> tuple[str, int]:
    """The document and the number of the pass in a file with this name.

    Args:
        path: The file.
        documents: The ids of the project's documents. An id can itself end in a number.
    """
    stem, _, number = path.stem.rpartition(".")
    if path.stem not in documents and stem and pass_number(stem, path.name) is not None:
        return stem, int(number)
    return path.stem, 1


def stem_pass_number(stem: str) -> int:
    """The pass number in a file name without its ending; 1 if there is no number."""
    match = _LATER_PASS.search(stem)
    return int(match[1]) if match else 1


def without_pass_number(name: str) -> str:
    """The file name without its ending and pass number: usually the document's id."""
    return _LATER_PASS.sub("", name)


def name_clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different names that would have the same file.

    A name that ends in a dot and a number clashes with the name before the dot, because later
    passes have such file names.
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
    """One of an annotator's passes over a document: its number, from 1, and its file."""

    number: int
    path: Path

    @property
    def next(self) -> "PassFile":
        """The pass after this one."""
        stem = self.path.stem
        if self.number > 1:
            stem = stem.removesuffix(f".{self.number}")
        number = self.number + 1
        return PassFile(number, self.path.with_name(f"{stem}.{number}{self.path.suffix}"))


# Existing files of a project


def document_files(folder: Path) -> list[Path]:
    """The files of all documents in a project, in the order of their ids."""
    return sorted(matching_paths(folder, f"{_DOCUMENTS}/*.yaml"), key=lambda path: path.stem)


def document_ids(folder: Path) -> list[str]:
    """The ids of all documents in a project, in order."""
    return [path.stem for path in document_files(folder)]


def set_files(folder: Path) -> list[Path]:
    """The files of all sets in a project. They are not read."""
    return matching_paths(folder, f"{_ANNOTATIONS}/*/*.yaml")


def annotator_set_files(folder: Path, annotator: str) -> list[Path]:
    """The files of one annotator's sets in a project."""
    return matching_paths(folder, f"{_ANNOTATIONS}/{file_name(annotator)}/*.yaml")


def annotator_files(folder: Path, annotator: str) -> list[Path]:
    """All files in the folder of one annotator's sets, including hidden ones."""
    return matching_paths(folder, f"{_ANNOTATIONS}/{file_name(annotator)}/*")


def pass_files(folder: Path, document: str) -> list[Path]:
    """The files of all passes over a document of a project, by name."""
    files = matching_paths(folder, f"{_ANNOTATIONS}/*/{file_name(document)}*.yaml")
    return [path for path in files if pass_number(document, path.name) is not None]


def first_pass_files(folder: Path, document: str) -> list[Path]:
    """The files of all annotators' first passes over a document of a project."""
    return matching_paths(folder, f"{_ANNOTATIONS}/*/{file_name(document)}.yaml")


def gold_files(folder: Path) -> list[Path]:
    """The files of all gold in a project. They are not read."""
    return matching_paths(folder, f"{_GOLD}/*.yaml")


def key_files(folder: Path) -> list[Path]:
    """The files of all keys in a project. They are not read."""
    return matching_paths(folder, f"{_KEYS}/*.yaml")


def assignment_files(folder: Path) -> list[Path]:
    """The files of all assignments in a project, for any round."""
    return matching_paths(folder, f"{_ASSIGNMENTS}/*.yaml")


def class_files(folder: Path) -> list[Path]:
    """The files of all classes in a project."""
    return matching_paths(folder, f"{_CLASSES}/*.json")


def document_set_files(folder: Path, document: str) -> list[Path]:
    """The existing files of all passes on a document, its key and its gold."""
    known = set(document_ids(folder))
    passes = [path for path in set_files(folder) if pass_of(path, known)[0] == document]
    others = (key_path(folder, document), gold_path(folder, document))
    return [*passes, *(path for path in others if path.exists())]


def copies(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of a project that are copies of other files, each with the original's name.

    They are in order, without hidden files.
    """
    heads = (each for each in folder.glob("*") if original_name(each.name) == PROJECT_FILE)
    inside = (path for each in PROJECT_FOLDERS for path in (folder / each).rglob("*"))
    for path in sorted((*heads, *inside)):
        original = original_name(path.name)
        if original is not None and not path.name.startswith("."):
            yield path, original


_COPIES = tuple(
    lazy_pattern(pattern, re.IGNORECASE)
    for pattern in (
        # Dropbox and Nextcloud: the device and the date in parentheses.
        r"^(?P<stem>.+?) ?\((?:[^()]*conflict[^()]*)\)(?P<ending>\.ya?ml)$",
        # Syncthing: the date and the device in the name.
        r"^(?P<stem>.+?)\.sync-conflict-[^.]*(?P<ending>\.ya?ml)$",
        # Google Drive, browsers and the Finder: a number.
        r"^(?P<stem>.+?) (?:\([0-9]+\)|[0-9]+|copy(?: [0-9]+)?|- copy)(?P<ending>\.ya?ml)$",
        r"^Copy of (?P<stem>.+?)(?P<ending>\.ya?ml)$",
        # Our own conflict copies, made when a file was changed elsewhere.
        r"^(?P<stem>.+?)\.conflict-[0-9]+(?P<ending>\.ya?ml)$",
        # git mergetool and others.
        r"^(?P<stem>.+?)[._](?:BACKUP|BASE|LOCAL|REMOTE)[._][0-9]+(?P<ending>\.ya?ml)$",
        r"^(?P<stem>.+?)(?P<ending>\.ya?ml)(?:\.orig|\.rej|\.mine|\.r[0-9]+|~)$",
    )
)


def original_name(name: str) -> str | None:
    """The name of the file that a file with this name is a copy of; None if it is not a copy."""
    copy = next((match for each in _COPIES if (match := each.match(name))), None)
    return f"{copy['stem']}{copy['ending']}" if copy else None


# Next to an article


def article_path(folder: Path, document: str) -> Path:
    """The text file of an article in a folder without a project."""
    return folder / f"{document}.txt"


def text_beside(page: Path) -> Path:
    """The text file for the text of a page or other document, next to it."""
    return page.with_suffix(".txt")


def set_beside(article: Path, who: str, number: int = 1) -> Path:
    """The file of a set next to its article.

    Args:
        article: The article's file.
        who: The annotator's folded name, or one of `FORM_NAMES`.
        number: The number of the pass, from 1.
    """
    return article.with_name(f"{article.stem}.{who}{_ending(number)}")


def article_beside(path: Path) -> Path | None:
    """The text file of the article next to a set; None if there is none."""
    stems = path.stem.split(".")
    names = (".".join(stems[:count]) for count in range(len(stems) - 1, 0, -1))
    beside = (path.with_name(f"{name}{ending}") for name in names for ending in TEXT_ENDINGS)
    return next((candidate for candidate in beside if candidate.is_file()), None)


def sets_beside(article: Path) -> list[Path]:
    """The files of all annotators' first passes next to an article."""
    pattern = re.compile(rf"{re.escape(article.stem)}\.{_NO_FORM}[^.]+\.ya?ml")
    return sorted(each for each in article.parent.iterdir() if pattern.fullmatch(each.name))


def passes_beside_key(key: Path) -> list[tuple[Path, int]]:
    """The files next to a key that may be passes over its article, each with its number.

    They may include sets of another article with a longer name.
    """
    stem = key.name.removesuffix(_KEY_ENDING)
    pattern = re.compile(rf"{re.escape(stem)}\.{_NO_FORM}.+?(?:\.([0-9]+))?\.ya?ml")
    matches = ((path, pattern.fullmatch(path.name)) for path in sorted(key.parent.iterdir()))
    return [(path, int(match[1] or 1)) for path, match in matches if match is not None]


def keys_beside(folder: Path) -> list[Path]:
    """The files of keys next to articles in a folder without a project."""
    return matching_paths(folder, f"*{_KEY_ENDING}")


def submitted_pass_number(name: str, document: str, annotator: str) -> int:
    """The pass number in the name of a submitted file, from a project or not; 1 if it has none."""
    alone = f"{document}.{file_name(annotator)}"
    numbers = (pass_number(each, name) for each in (document, alone))
    return next((each for each in numbers if each is not None), 1)


def yaml_files_below(folder: Path) -> list[Path]:
    """The YAML files in a folder and its subfolders, without hidden ones."""
    return visible_files_below(folder, "*.y*ml")


def possible_set_files(folder: Path, *, hidden: bool = False) -> list[Path]:
    """The files in a folder and its subfolders that may be sets, by name."""
    return (files_below if hidden else visible_files_below)(folder, "*.yaml")
