"""`annotator samples`: list the sample articles in the package, or write them into a folder."""

import sys
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import json_option
from annotator.cli.output import data_console, print_json, print_message
from annotator.model.plurals import plural
from annotator.project.output_files import replaced_files, write_files
from annotator.storage.samples import sample_article, sample_files, sample_key, sample_names
from annotator.text.safe import safe_line, safe_text

EPILOG = """\b
Examples:
  annotator samples                 list the samples
  annotator samples articles        write them into the folder articles
  annotator samples --json

\b
Each sample is an article (NAME.txt) with finished tags (NAME.sample.yaml). Some have an answer key
(NAME.key.yaml). Try `annotator practice articles/school-lunch.txt`.
"""


@click.command("samples", epilog=EPILOG)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Replace files that you changed without asking.")
@json_option
def command(folder: Path | None, yes: bool, as_json: bool) -> None:
    """List the sample articles, or write them into DIR.

    They are invented articles with finished tags, to try the program and to teach with. Files of
    DIR with other names stay as they are.
    """
    if folder is None:
        _print_samples(as_json=as_json)
        return
    files = sample_files()
    changed = replaced_files(folder, files)
    if changed and not yes:
        _ask(changed)
    write_files(folder, files, force=True)
    if as_json:
        print_json({"folder": str(folder), "files": sorted(files)})
        return
    print_message(f"Wrote {plural(len(sample_names()), 'sample')} into {folder}.")
    print_message(f"Next: annotator practice {folder / 'school-lunch.txt'}")


def _print_samples(*, as_json: bool) -> None:
    records = [_record(each) for each in sample_names()]
    if as_json:
        print_json(records)
        return
    console = data_console()
    for each in records:
        key = ", with an answer key" if each["key"] else ""
        console.print(safe_text(f"{each['name']}: {each['title']}{key}"))
    print_message("Write them into a folder with `annotator samples DIR`.")


def _record(name: str) -> dict[str, Any]:
    article = sample_article(name)
    return {
        "name": name,
        "title": article.document.title,
        "outlet": article.document.outlet,
        "published": article.document.published,
        "key": sample_key(name) is not None,
    }


def _ask(changed: tuple[Path, ...]) -> None:
    names = ", ".join(path.name for path in changed)
    if not sys.stdin.isatty():
        words = f"{names}: you changed this. Nothing was written. To replace it, use --yes."
        raise click.UsageError(words)
    click.confirm(safe_line(f"Replace what you changed in {names}?"), abort=True, err=True)
