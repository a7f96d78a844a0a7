"""`annotator release`: make a dataset that is ready to publish."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.export import seed_option, set_option
from annotator.cli.options import codebook_option, file_option, force_option
from annotator.cli.output import print_message, show_progress
from annotator.formats.annotated_corpus import SetFilter, load_corpus
from annotator.formats.exchange_types import Files
from annotator.formats.export_layout import CHECKSUM_FILE, DATA_FOLDER, files_of_data, parse_shares
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural
from annotator.model.project import Project
from annotator.project.open_set import find_codebook
from annotator.project.output_files import write_files
from annotator.project.project_sets import project_suggesters
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
@file_option("--output", "-o", metavar="FOLDER", required=True, help="Folder to write to.")
@set_option(SetFilter.ALL, "Sets to include (answer keys are never published).")
@click.option(
    "--split",
    default="80,10,10",
    show_default=True,
    help="Percentages for train, validation and test.",
)
@seed_option("Random seed of the split.")
@click.option("--without-text", is_flag=True, help="Leave out the text of the articles.")
@click.option("--pseudonyms", is_flag=True, help="Replace annotators' names with numbers.")
@click.option("--title", metavar="TEXT", help="Title of the dataset.")
@file_option("--license", "license_file", help="File with the text of the license.")
@click.option("--license-name", "name", metavar="ID", help="Hugging Face license ID (cc-by-4.0).")
@file_option("--citation", help="Citation file (CITATION.cff).")
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
    license_file: str | None,
    name: str | None,
    citation: str | None,
    force: bool,
    codebook: str | None,
) -> None:
    """Make a dataset from the sets in DIR that is ready to publish.

    The rows are written as JSON Lines and Parquet, and split by article. The dataset also has the
    codebook, the measures, the agreement, checksums, and a dataset card that marks what you have
    to fill in.
    """
    from annotator.formats.release import release  # noqa: PLC0415 (it loads numpy)

    corpus = load_corpus(path, SetFilter(which), show_progress)
    for note in corpus.notes:
        print_message(note)
    plan = replace(
        _plan(path, title, parse_shares(split), seed, codebook),
        without_text=without_text,
        pseudonyms=pseudonyms,
        license_name=name,
        others=_other_files({"LICENSE": license_file, "CITATION.cff": citation}),
    )
    target = Path(output)
    files = release(corpus.corpus, plan)
    gone = _earlier_files(target) - {target / name for name in files}
    write_files(target, files, force=force, gone=sorted(gone))
    print_message(f"Wrote {plural(len(files), 'file')} to {output}.")
    print_message(f"Next: fill in the parts of {target / 'README.md'} marked TO FILL IN.")


def _earlier_files(folder: Path) -> set[Path]:
    """The data files in the folder that an earlier release listed in its checksums.

    They may hold text that is left out now, or articles that moved to another part of the split.
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
    """The options of the release that follow from the folder alone."""
    from annotator.formats.release import ReleaseOptions  # noqa: PLC0415

    project = layout.load_project(path) if layout.is_project(path) else None
    return ReleaseOptions(
        title=title or (project.title if project else "") or path.resolve().name,
        codebook=find_codebook(path if project else None, codebook),
        codebook_file=_codebook_file(path, project, codebook),
        split_shares=parts,
        seed=seed,
        excluded=(*project.excluded, *project_suggesters(path, project)) if project else (),
        aliases=project.aliases if project else {},
    )


def _codebook_file(path: Path, project: Project | None, codebook: str | None) -> bytes:
    if codebook is not None:
        return strict_yaml.read_bytes(Path(codebook))
    if project is not None and project.codebook is not None:
        return strict_yaml.read_bytes(path / project.codebook)
    return codebooks.builtin_bytes()


def _other_files(named: dict[str, str | None]) -> Files:
    """The license and citation files; in a terminal, the person is asked for missing ones."""
    found: dict[str, bytes] = {}
    for name, given in named.items():
        file = given
        if file is None and sys.stdin.isatty():
            words = f"File to publish as {name} (press Enter for none)"
            file = click.prompt(safe_line(words), default="", show_default=False, err=True)
        if file:
            found[name] = read_limited(Path(file), LARGEST)
        else:
            print_message(f"The dataset has no {name}. Add one before you publish.")
    return found


def require_file(folder: Path, name: str) -> Path:
    """The path of a file that every release has.

    Raises:
        DataError: The file does not exist.
    """
    path = folder / name
    if not path.is_file():
        raise DataError(Problem(f"is not a release by annotator: it has no {name}", str(folder)))
    return path
