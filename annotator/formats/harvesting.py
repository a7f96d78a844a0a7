"""What a file or a folder in some format holds, the format seen from it where none is named."""

from pathlib import Path

from annotator.formats import registry
from annotator.formats.released import files_of_rows, is_release
from annotator.formats.values import Annotated, Harvest, Taking
from annotator.model.faults import Fault, Faults, Refused
from annotator.storage.files import read_limited
from annotator.storage.system import in_words

_HEAD_BYTES = 4096
_HINT = "give --max-size BYTES to read it all the same"


def harvest_of(path: Path, name: str | None, taking: Taking, most: int, option: str) -> Harvest:
    """The articles and sets in a file, with what lies beside it, or in a folder, or in a release.

    Args:
        path: The file or folder.
        name: The format; None to see it from the file.
        taking: How to read.
        most: How many bytes a file may have.
        option: How a format is named by whoever asks, for the message: "give --format".

    Raises:
        Refused: With everything that is wrong, each fault with its file and line.
    """
    if name is None and is_release(path):
        return _of_release(path, taking, most)
    chosen = registry.named(name, reads=True) if name else seen(path, option)
    paths = sorted(path.rglob("*")) if path.is_dir() else [path, *_beside(path, chosen)]
    if path.is_dir():
        paths = [each for each in paths if each.suffix.lower() in chosen.endings]
    if not paths:
        raise Refused(Fault(f"holds no files of the format {chosen.name}", str(path)))
    if not chosen.folder and len(paths) > 1:
        named = ", ".join(str(each) for each in paths[:3])
        message = f"holds several files, such as {named}; name them one by one"
        raise Refused(Fault(message, str(path)))
    return chosen.read({str(each): read_limited(each, most, _HINT) for each in paths}, taking)


def _of_release(folder: Path, taking: Taking, most: int) -> Harvest:
    """The articles of all parts of a release; each article is in one of them."""
    faults, rows = Faults(), registry.named("jsonl", reads=True)
    articles: list[Annotated] = []
    not_taken: list[str] = []
    for path in files_of_rows(folder):
        with faults:
            part = rows.read({str(path): read_limited(path, most, _HINT)}, taking)
            articles += part.articles
            not_taken += part.not_taken
    faults.refuse()
    return Harvest(tuple(articles), tuple(not_taken))


def seen(path: Path, option: str) -> registry.Format:
    """The format that a file is seen to be in, or the first such file of a folder.

    Raises:
        Refused: It is none that is known.
    """
    paths = [path]
    if path.is_dir():
        paths = [each for each in sorted(path.rglob("*")) if each.is_file()]
    for each in paths:
        chosen = registry.recognised(str(each), _head(each))
        if chosen is not None:
            return chosen
    known = ", ".join(each.name for each in registry.FORMATS if each.reads)
    raise Refused(Fault(f"its format is not recognised; {option} ({known})", str(path)))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise Refused(in_words(error, path, "cannot be read")) from error


def _beside(path: Path, chosen: registry.Format) -> list[Path]:
    """What belongs to a file of a format that is a folder: its text, which is named as it is."""
    if not chosen.folder:
        return []
    return [
        each
        for each in sorted(path.parent.iterdir())
        if each.suffix.lower() in chosen.endings[1:] and f"{path.stem}.".startswith(f"{each.stem}.")
    ]
