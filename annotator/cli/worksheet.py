"""`annotator worksheet`: a worksheet on paper, for classes without devices."""

from pathlib import Path

import click

from annotator.cli.options import codebook_option, file_option, page_language_option, target_options
from annotator.cli.output import print_message
from annotator.project.answer_keys import article_sentences, read_key
from annotator.project.locate import Target
from annotator.project.output_files import write_page
from annotator.storage.codebooks import translated

EPILOG = """\b
Examples:
  annotator worksheet article.txt -o worksheet.html
  annotator worksheet my-project --document harbour -o worksheet.html --key answers.html

\b
Print the page from a browser, on Letter or A4. The codebook is on a separate page. The answers
are in a separate file, so that you do not hand them out by mistake.
"""


@click.command("worksheet", epilog=EPILOG)
@target_options
@file_option("--output", "-o", required=True, help="File for the worksheet.")
@file_option("--key", "answers", help="File for the answers.")
@codebook_option
@page_language_option
def command(
    target: Target, output: str, answers: str | None, codebook: str | None, language: str | None
) -> None:
    """Write a worksheet to print: numbered sentences with checkboxes, and the codebook.

    The numbers are the same as on the screen. With --key, the answers are written to a second file,
    with the tags that the key also accepts and its explanations. This needs an answer key.
    """
    from annotator.report import worksheets  # noqa: PLC0415 (it loads the templates)

    if answers is not None:
        key, book = read_key(target, codebook)
        write_page(
            Path(answers), worksheets.answer_page(key, translated(book, language or book.language))
        )
        print_message(f"Wrote {answers}.")
    annotations, book = article_sentences(target, codebook)
    write_page(
        Path(output),
        worksheets.worksheet_page(annotations, translated(book, language or book.language)),
    )
    print_message(f"Wrote {output}.")
