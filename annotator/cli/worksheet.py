"""`annotator worksheet`: a lesson on paper, for classes without devices."""

from pathlib import Path

import click

from annotator.cli.options import codebook_option, file_option, target_options
from annotator.cli.output import print_message
from annotator.project.answer_keys import article_sentences, read_key
from annotator.project.locate import Target
from annotator.project.output_files import write_page

EPILOG = """\b
Examples:
  annotator worksheet article.txt -o worksheet.html
  annotator worksheet my-project --document harbour -o worksheet.html --key answers.html

\b
Print it from a browser, on A4 or Letter; the codebook is a page of its own. The answers go into
another file, so that they are not handed out by mistake.
"""


@click.command("worksheet", epilog=EPILOG)
@target_options
@file_option("--output", "-o", required=True, help="Write the sheet here.")
@file_option("--key", "answers", help="Write the key's answers here.")
@codebook_option
def command(target: Target, output: str, answers: str | None, codebook: str | None) -> None:
    """Write an article as a sheet: numbered sentences, boxes to tick, a page of codebook.

    The numbers are those of the screen. With --key the answers, with what is accepted too and the
    explanations, go into a page of their own; there must be a key then.
    """
    from annotator.report import worksheets  # noqa: PLC0415 (it loads the templates)

    if answers is not None:
        key, book = read_key(target, codebook)
        write_page(Path(answers), worksheets.answer_page(key, book))
        print_message(f"answers written to {answers}")
    annotations, book = article_sentences(target, codebook)
    write_page(Path(output), worksheets.worksheet_page(annotations, book))
    print_message(f"worksheet written to {output}")
