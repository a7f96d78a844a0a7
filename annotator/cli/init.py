"""`annotator init`: create a project of many documents and several annotators."""

from pathlib import Path

import click

from annotator.cli.options import file_option, folder_argument, prompt_level_option, renamed_option
from annotator.cli.output import print_message
from annotator.model.name_folding import file_name
from annotator.model.project import Project
from annotator.model.prompt_level import PromptLevel
from annotator.project.project_store import create_project
from annotator.storage import codebooks, layout, project_file, strict_yaml
from annotator.storage.layout import CODEBOOK_FILE

EPILOG = """\b
Examples:
  annotator init my-project --title "Bay news" -a Ada -a Ben
  annotator init my-project --codebook own.yaml --prompt-level sources --record-times
"""


@click.command("init", epilog=EPILOG)
@folder_argument
@click.option("--title", default="", metavar="TEXT", help="Title of the project.")
@click.option(
    "--annotator",
    "-a",
    "annotators",
    multiple=True,
    metavar="NAME",
    help="Annotator name. Repeatable.",
)
@file_option("--codebook", help="Codebook to copy into the project (default: the built-in one).")
@prompt_level_option("What to ask annotators for (default: tags).", PromptLevel.TAGS.value)
@click.option("--cues/--no-cues", default=True, help="Ask for cues (default: yes).")
@renamed_option(
    "--blind/--no-blind",
    former_off=["--not-blind"],
    default=True,
    help="Hide annotators' work from one another (default: yes).",
)
@click.option("--record-times", is_flag=True, help="Record the seconds spent on each sentence.")
def command(
    folder: Path,
    title: str,
    annotators: tuple[str, ...],
    codebook: str | None,
    prompt_level: str,
    cues: bool,
    blind: bool,
    record_times: bool,
) -> None:
    """Create a project in DIR: many documents, several annotators.

    The folder is created if it does not exist. The settings are in DIR/project.yaml, which you can
    edit by hand.
    """
    project = Project(
        title=title,
        codebook=CODEBOOK_FILE if codebook else None,
        annotators=annotators,
        blind=blind,
        prompt_level=PromptLevel(prompt_level),
        cues=cues,
        record_times=record_times,
    )
    # Parse the file once, so that the options are checked like a file edited by hand.
    project_file.parse(project_file.render(project), layout.PROJECT_FILE)
    create_project(folder, project, _codebook(codebook))
    print_message(f"Created project {folder}. Settings: {layout.project_path(folder)}")
    for name in annotators:
        print_message(f"  {name}: annotations/{file_name(name)}/")
    print_message(f"Next: annotator add {folder} ARTICLE...")


def _codebook(file: str | None) -> bytes | None:
    if file is None:
        return None
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    codebooks.load(Path(file), KeyBindings().reserved)
    return strict_yaml.read_bytes(Path(file))
