"""What a file or a folder in some format holds, the format seen from it where none is named."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.formats import registry
from annotator.formats.building import summed
from annotator.formats.folders import LAID_OUT
from annotator.formats.released import files_of_rows, is_release
from annotator.formats.values import Harvest, Taking
from annotator.model.faults import Fault, Faults, Refused
from annotator.storage.files import below, read_limited
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
    paths = below(path) if path.is_dir() else [path, *_beside(path, chosen)]
    if path.is_dir():
        paths = [each for each in paths if each.suffix.lower() in chosen.endings]
    if not paths:
        raise Refused(Fault(f"holds no files of the format {chosen.name}", str(path)))
    if not chosen.folder and len(paths) > 1:
        named = ", ".join(str(each) for each in paths[:3])
        message = f"holds several files, such as {named}; name them one by one"
        raise Refused(Fault(message, str(path)))
    faults, files = Faults(), {}
    for each in paths:
        with faults:
            files[str(each)] = read_limited(each, most, _HINT)
    if faults.found and not (taking.skip_faulty and files):
        faults.refuse()
    by_file = _by_folder(path, paths) if path.is_dir() else {}
    found = chosen.read(files, replace(taking, by_file=by_file))
    notes = [f"annotators by their folders: {', '.join(sorted({*by_file.values()}))}"]
    return replace(
        found,
        skipped=(*faults.found, *found.skipped),
        notes=(*found.notes, *(notes if by_file and taking.annotator is None else ())),
    )


def _by_folder(root: Path, paths: Sequence[Path]) -> dict[str, str]:
    """Whose work is in each file, where a folder has a folder for each annotator.

    It is seen from the same file being in several of them.
    """
    inside = {str(each): each.relative_to(root).parts for each in paths}
    if any(len(parts) < 2 or parts[0] in LAID_OUT for parts in inside.values()):
        return {}
    rests = [parts[1:] for parts in inside.values()]
    return {file: parts[0] for file, parts in inside.items()} if len({*rests}) < len(rests) else {}


def _of_release(folder: Path, taking: Taking, most: int) -> Harvest:
    """The articles of all parts of a release; each article is in one of them."""
    faults, rows = Faults(), registry.named("jsonl", reads=True)
    parts: list[Harvest] = []
    for path in files_of_rows(folder):
        with faults:
            parts.append(rows.read({str(path): read_limited(path, most, _HINT)}, taking))
    return together(parts, faults, taking)


def together(parts: Sequence[Harvest], faults: Faults, taking: Taking) -> Harvest:
    """What several readings found, as one.

    Args:
        parts: What each found.
        faults: Of those that were refused.
        taking: Says whether what is faulty is skipped.

    Raises:
        Refused: Something is faulty and not to be skipped, or nothing else is there.
    """
    wrong = summed(faults.found)
    if wrong and not (taking.skip_faulty and parts):
        raise Refused(wrong)
    return Harvest(
        tuple(article for each in parts for article in each.articles),
        tuple(note for each in parts for note in each.not_taken),
        (*wrong, *(fault for each in parts for fault in each.skipped)),
        tuple(note for each in parts for note in each.notes),
    )


def seen(path: Path, option: str) -> registry.Format:
    """The format that a file is seen to be in, or the first such file of a folder.

    Raises:
        Refused: It is none that is known.
    """
    paths = [path]
    if path.is_dir():
        paths = below(path)
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
