"""`annotator source`: one source renamed, merged, described or added, in all sentences at once."""

from collections.abc import Iterator
from dataclasses import replace

import click

from annotator.cli.editing import apply_and_save, open_session, update_source
from annotator.cli.options import (
    article_options,
    carry_over_option,
    codebook_option,
    next_pass_option,
)
from annotator.model.annotation import AnnotationSet, Source
from annotator.model.changes import Edit
from annotator.model.edits import (
    Batch,
    EditSource,
    MergeSources,
    find_source,
    new_source,
    source_by_name,
)
from annotator.model.errors import DataError
from annotator.model.session import Session
from annotator.project.locate import Target
from annotator.text.names import guess_kind

EPILOG = """\b
Examples:
  annotator source article.ada.yaml "Night Owl" --rename "Night Owls"
  annotator source article.ada.yaml "Twitter Inc." --merge-into Twitter
  annotator source article.ada.yaml "Maria Lind" --kind person --affiliation "Port Authority"
  annotator source article.ada.yaml "Brenn Grid" --concerned
"""


@click.command("source", epilog=EPILOG)
@article_options
@click.argument("name", metavar="NAME")
@click.option("--rename", metavar="NEW", help="Call it so from now on; it stays the same source.")
@click.option("--merge-into", "into", metavar="OTHER", help="It is the same as this other one.")
@click.option("--kind", metavar="KIND", help="person, organization, unnamed, document, reporter.")
@click.option("--affiliation", metavar="NAME", help='The house that it belongs to; "" for none.')
@click.option(
    "--concerned/--no-concerned",
    default=None,
    help="Whether the claims are about it, so that a reader expects to hear from it.",
)
@codebook_option
@next_pass_option
@carry_over_option
def command(
    target: Target,
    name: str,
    rename: str | None,
    into: str | None,
    kind: str | None,
    affiliation: str | None,
    concerned: bool | None,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
) -> None:
    """Change one source (its NAME or id) in every sentence at once; all of it is one edit.

    A party that no sentence quotes is added with --concerned. `annotator show TARGET` lists the
    sources.
    """
    if rename is not None and into is not None:
        raise click.UsageError("--rename and --merge-into exclude each other")
    if (rename, into, kind, affiliation, concerned) == (None,) * 5:
        raise click.UsageError("say what to change: --rename, --merge-into, --kind …")
    with open_session(target, codebook, next_pass=next_pass, carry_over=carry_over) as (
        session,
        opened,
    ):
        source = _known(session.annotations, name, add=bool(concerned))
        edits = tuple(_edits(session, source, rename, into, kind, affiliation, concerned))
        apply_and_save(session, Batch(edits), opened)


def _known(annotations: AnnotationSet, name: str, *, add: bool = False) -> Source:
    """The source of this name or id, or with `add` a new one.

    Raises:
        DataError: There is none.
    """
    source = find_source(annotations, name)
    if source is not None:
        return source
    if add:
        return new_source(annotations, name, guess_kind(name))
    names = ", ".join(f"“{each.name}”" for each in annotations.sources)
    has = f"the sources are {names}" if names else "no sentence has a source yet"
    raise DataError(f"there is no source “{name}”; {has}; --concerned adds one that is not quoted")


def _edits(
    session: Session,
    source: Source,
    rename: str | None,
    into: str | None,
    kind: str | None,
    affiliation: str | None,
    concerned: bool | None,
) -> Iterator[Edit]:
    annotations = session.annotations
    if into is not None:
        other = _known(annotations, into)
        merge = MergeSources(source.id, other.id)
        yield merge
        source = merge.apply(annotations, session.codebook).source_by_id[other.id]
    if rename is not None:
        source = replace(source, name=_free(annotations, source, rename))
    source = update_source(source, session.codebook, kind, affiliation)
    if concerned is not None:
        source = replace(source, concerned=concerned)
    if into is None or (kind, affiliation, concerned) != (None, None, None):
        yield EditSource(source)


def _free(annotations: AnnotationSet, source: Source, name: str) -> str:
    """The new name, where no other source has it.

    Raises:
        DataError: Another one has it, with what to do then.
    """
    namesake = source_by_name(annotations, name)
    if namesake is not None and namesake.id != source.id:
        raise DataError(
            f"“{namesake.name}” is another source already; if the two are one, "
            f'--merge-into "{namesake.name}" makes them one'
        )
    return " ".join(name.split())
