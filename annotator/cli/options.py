"""Arguments and options that several commands have, declared once."""

import click

target_argument = click.argument("target", metavar="TARGET")

annotator_option = click.option(
    "--annotator", "-a", metavar="NAME", help="Whose tags; the name in the settings if left out."
)
document_option = click.option(
    "--document", "-d", metavar="ID", help="The document, where TARGET is a project's folder."
)
codebook_option = click.option(
    "--codebook", metavar="FILE", help="A codebook of your own instead of the built-in one."
)
sentence_argument = click.argument("sentence", metavar="SENTENCE")
