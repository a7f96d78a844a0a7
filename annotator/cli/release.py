"""`annotator release`: a dataset made ready to publish."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.export import seed_option, set_option
from annotator.cli.options import codebook_option, file_option, force_option
from annotator.cli.output import print_message
from annotator.cli.progress_bars import show_progress
from annotator.formats.annotated_corpus import SetFilter, load_corpus
from annotator.formats.exchange_types import Files
from annotator.formats.export_layout import CHECKSUM_FILE, DATA_FOLDER, files_of_data, parse_shares
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural
from annotator.model.project import Project
from annotator.project.open_set import find_codebook
from annotator.project.output_files import write_files
from annotator.storage import codebooks, layout, strict_yaml
from annotator.storage.files import read_limited
from annotator.text.safe import safe_line

if TYPE_CHECKING:
    from annotator.formats.release import ReleaseOptions

LARGEST = 1_000_000

EPILOG = """\b
Examples:
  annotator release my-project -o dataset --license LICENSE --citation CITATION.cff
  annotator release my-project -o dataset --set gold --split 70,15,15 --seed 7
  annotator release my-project -o dataset --without-text --pseudonyms
"""


@click.command("release", epilog=EPILOG)
@click.argument("path", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@file_option("--output", "-o", metavar="FOLDER", required=True, help="Where it goes.")
@set_option(SetFilter.ALL, "Whose work; keys are never published.")
@click.option("--split", default="80,10,10", show_default=True, help="train, validation, test.")
@seed_option("Of the parts.")
@click.option("--without-text", is_flag=True, help="Leave the articles' words out.")
@click.option("--pseudonyms", is_flag=True, help="Give annotators numbers for names.")
@click.option("--title", metavar="TEXT", help="What it is called.")
@file_option("--license", "licence", help="The licence's text.")
@click.option("--license-name", "name", metavar="ID", help="As Hugging Face names it: cc-by-4.0.")
@file_option("--citation", help="How to cite it: CITATION.cff.")
@force_option
@codebook_option
def command(
    path: Path,
    output: str,
    which: str,
    split: str,
    seed: int,
    without_text: bool,
    pseudonyms: bool,
    title: str | None,
    licence: str | None,
    name: str | None,
    citation: str | None,
    force: bool,
    codebook: str | None,
) -> None:
    """Make a dataset of the work in DIR: rows in JSON Lines and Parquet, divided by article.

    With them go the codebook, the measures, the agreement, a dataset card in which what is not
    known is marked, and checksums.
    """
    from annotator.formats.release import release  # noqa: PLC0415 (it loads what counts)

    corpus = load_corpus(path, SetFilter(which), show_progress)
    for note in corpus.notes:
        print_message(note)
    plan = replace(
        _plan(path, title, parse_shares(split), seed, codebook),
        without_text=without_text,
        pseudonyms=pseudonyms,
        licence=name,
        others=_other_files({"LICENSE": licence, "CITATION.cff": citation}),
    )
    target = Path(output)
    files = release(corpus.corpus, plan)
    gone = _earlier_files(target) - {target / name for name in files}
    write_files(target, files, force=force, gone=sorted(gone))
    print_message(
        f"{plural(len(files), 'file')} in {output}; fill in what README.md marks with TO FILL IN."
    )


def _earlier_files(folder: Path) -> set[Path]:
    """The files of data that an earlier release left in the folder, and listed in its checksums.

    They may hold words that are left out now, or articles that are in another part.
    """
    if not (folder / CHECKSUM_FILE).is_file():
        return set()
    listed = set(
        read_limited(folder / CHECKSUM_FILE, LARGEST).decode("utf-8", "replace").splitlines()
    )
    return {
        path
        for path in files_of_data(folder)
        if any(line.endswith(f"  {DATA_FOLDER}/{path.name}") for line in listed)
    }


def _plan(
    path: Path, title: str | None, parts: Sequence[int], seed: int, codebook: str | None
) -> "ReleaseOptions":
    """What is known of the work in a folder before anything is asked."""
    from annotator.formats.release import ReleaseOptions  # noqa: PLC0415

    project = layout.load_project(path) if layout.is_project(path) else None
    return ReleaseOptions(
        title=title or (project.title if project else "") or path.resolve().name,
        codebook=find_codebook(path if project else None, codebook),
        codebook_file=_codebook_file(path, project, codebook),
        split_shares=parts,
        seed=seed,
        excluded=tuple(project.excluded) if project else (),
        aliases=project.aliases if project else {},
    )


def _codebook_file(path: Path, project: Project | None, codebook: str | None) -> bytes:
    if codebook is not None:
        return strict_yaml.read_bytes(Path(codebook))
    if project is not None and project.codebook is not None:
        return strict_yaml.read_bytes(path / project.codebook)
    return codebooks.builtin_bytes()


def _other_files(named: dict[str, str | None]) -> Files:
    """The files of licence and citation, asked for where there is somebody to ask."""
    found: dict[str, bytes] = {}
    for name, given in named.items():
        file = given
        if file is None and sys.stdin.isatty():
            words = f"The file that becomes {name} (enter for none)"
            file = click.prompt(safe_line(words), default="", show_default=False, err=True)
        if file:
            found[name] = read_limited(Path(file), LARGEST)
        else:
            print_message(f"there is no {name} in it; add one before you publish")
    return found


def require_file(folder: Path, name: str) -> Path:
    """A file that a release has.

    Raises:
        DataError: It is not there.
    """
    path = folder / name
    if not path.is_file():
        raise DataError(Problem(f"is no release of ours: it has no {name}", str(folder)))
    return path
