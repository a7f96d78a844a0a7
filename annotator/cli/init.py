"""`annotator init`: a folder becomes a project of many documents and several annotators."""

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
@click.option("--title", default="", metavar="TEXT", help="What the project is called.")
@click.option("--annotator", "-a", "annotators", multiple=True, metavar="NAME", help="Who tags.")
@file_option("--codebook", help="A codebook of its own, copied into it.")
@prompt_level_option(
    "What annotators are asked for: tags, sources too, or links too.", PromptLevel.TAGS.value
)
@click.option("--cues/--no-cues", default=True, help="Whether cues are asked for.")
@renamed_option(
    "--blind/--no-blind",
    former_off=["--not-blind"],
    default=True,
    help="Whether annotators do not see each other's work.",
)
@click.option(
    "--record-times", is_flag=True, help="Keep the seconds of attention to each sentence."
)
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
    """Make the folder DIR a project; it is made if it is not there.

    Everything stands in DIR/project.yaml, and can be changed there by hand.
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
    # What the file may not say is refused as the file would be.
    project_file.parse(project_file.render(project), layout.PROJECT_FILE)
    create_project(folder, project, _codebook(codebook))
    print_message(
        f"{folder} is a project now; what holds for it stands in {layout.project_path(folder)}."
    )
    for name in annotators:
        print_message(f"  {name}: annotations/{file_name(name)}/")
    print_message(f"Next: annotator add {folder} ARTICLE...")


def _codebook(file: str | None) -> bytes | None:
    if file is None:
        return None
    from annotator.tui.commands import KeyBindings  # noqa: PLC0415

    codebooks.load(Path(file), KeyBindings().reserved)
    return strict_yaml.read_bytes(Path(file))
