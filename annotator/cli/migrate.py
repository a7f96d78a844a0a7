"""`annotator migrate`: move a project to the next version of its codebook."""

from collections import Counter
from pathlib import Path

import click

from annotator.cli.options import dry_run_option, file_option, folder_argument, json_option
from annotator.cli.output import data_console, print_json, print_message, show_progress
from annotator.model.codebook_migration import CodebookMigration
from annotator.project.migrate import MigrationResult, migrate_project
from annotator.project.open_set import find_codebook
from annotator.project.project_store import lock_project
from annotator.storage import codebooks, strict_yaml
from annotator.text.safe import safe_line

BUILT_IN = "built-in"
EPILOG = """\b
Examples:
  annotator migrate my-project --to built-in --dry-run
  annotator migrate my-project --to next.yaml --flag-changed-rules
  annotator migrate my-project --to next.yaml --map rumor=claim
  annotator migrate my-project --to next.yaml --map rumor=          remove that tag
"""


@click.command("migrate", epilog=EPILOG)
@folder_argument
@file_option("--to", "new", required=True, help="New codebook: a file, or built-in.")
@file_option("--from", "old", help="Codebook of the sets (default: the project's).")
@click.option("--map", "pairs", multiple=True, metavar="OLD=NEW", help="New tag for an old one.")
@click.option(
    "--flag-changed-rules",
    "flag",
    is_flag=True,
    help="Flag the listed sentences and reopen finished passes that have some.",
)
@dry_run_option
@json_option
def command(
    folder: Path,
    new: str,
    old: str | None,
    pairs: tuple[str, ...],
    flag: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Move every annotation set of the project in DIR to another codebook.

    Lists the sentences that a changed rule may concern. Nothing is flagged or reopened unless you
    add --flag-changed-rules or take a tag off. Either all files change or none.
    """
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    reserved = KeyBindings().reserved
    mapped = dict(_pair(each) for each in pairs)
    builtin = new == BUILT_IN
    data = codebooks.builtin_bytes() if builtin else strict_yaml.read_bytes(Path(new))
    with lock_project(folder) as project:
        before = find_codebook(folder, old, reserved)
        migration = CodebookMigration(before, codebooks.parse(data, new, reserved), mapped)
        outcome = migrate_project(
            folder,
            project,
            migration,
            data,
            show_progress,
            write=not dry_run,
            flag_changed_rules=flag,
        )
    if as_json:
        print_json(outcome)
    else:
        _tell(migration, outcome)
    if dry_run:
        print_message("Nothing was written.")


def _pair(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not sign or not old.strip():
        raise click.UsageError(f"“{text}” is no mapping; write --map OLD=NEW")
    return old.strip(), new.strip()


def _tell(migration: CodebookMigration, outcome: MigrationResult) -> None:
    version = f"{migration.new.name} {migration.new.version}"
    already = f"; already using it: {outcome.current_files}" if outcome.current_files else ""
    print_message(f"Sets moved to the codebook {version}: {outcome.migrated_files}{already}.")
    for notice in migration.notices():
        print_message(f"  {notice}")
    for each in outcome.sentences_to_review:
        place = f"{each.document} {each.sentence.id}, {each.annotator}: {each.reason}"
        data_console().print(safe_line(f"{place}: {each.sentence.text}"), soft_wrap=True)
    for name, count in sorted(
        Counter(each.annotator for each in outcome.sentences_to_review).items()
    ):
        print_message(f"  {name}: {count} to review")
