"""`annotator handout`: the student's page as a single file, for a learning platform."""

from dataclasses import replace
from pathlib import Path

import click

from annotator.cli.options import (
    article_options,
    codebook_option,
    page_language_option,
    prompt_level_option,
)
from annotator.cli.output import print_message
from annotator.model.errors import DataError, Problem
from annotator.model.project import Project
from annotator.model.prompt_level import PromptLevel
from annotator.project.answer_keys import read_key
from annotator.project.documents import load_article, segmented
from annotator.project.locate import Target, locate
from annotator.project.open_set import codebook_at
from annotator.project.output_files import write_page
from annotator.storage import layout
from annotator.text.messages import messages_for

EPILOG = """\b
Examples:
  annotator handout article.txt -o lesson.html
  annotator handout media-class --document harbour-blackout -o lesson.html --prompt-level sources
  annotator handout media-class --document ferry -o practice.html --practice

\b
Students open the file in a browser, tag, and download their work. You add what they submit to
the project with `annotator collect`. The page works offline and sends nothing.
"""


@click.command("handout", epilog=EPILOG)
@article_options
@codebook_option
@page_language_option
@prompt_level_option("What students are asked for.")
@click.option("--practice", is_flag=True, help="Write a practice page, which contains the key.")
def command(
    target: Target,
    codebook: str | None,
    prompt_level: str | None,
    practice: bool,
    language: str | None,
) -> None:
    """Write a page for students to tag an article offline, in any browser.

    TARGET is an article or a project. For a project, name the document with --document.
    """
    from annotator.web.handout import handout_page, practice_page  # noqa: PLC0415

    if target.output is None:
        raise click.UsageError("Name the file to write, for example -o lesson.html.")
    output, target = Path(target.output), target._replace(output=None)
    found = locate(target)
    article = load_article(found)
    if article is None:
        words = "This is a set without its article. Name the article or a project's document."
        raise DataError(Problem(words, target.name))
    project = layout.load_project(found.project) if found.project is not None else Project()
    if prompt_level is not None:
        project = replace(project, prompt_level=PromptLevel(prompt_level))
    if practice:
        key, book = read_key(target, codebook)
        messages = messages_for(language or book.language)
        write_page(output, practice_page(key, book, project, messages))
        print_message(f"Wrote {output}. It contains the key, so use it only for practice.")
        return
    book = codebook_at(found, codebook)
    blank = segmented(article).new_set("student", book.reference)
    messages = messages_for(language or book.language)
    write_page(output, handout_page(blank, book, project, messages))
    print_message(
        f"Wrote {output}. Give it to students, and add their files with `annotator collect`."
    )
