"""`annotator set`: one sentence tagged without a screen, by the same edits and the same saver."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import click

from annotator.cli.options import (
    article_options,
    carry_option,
    codebook_option,
    next_pass_option,
    remembered_annotator,
)
from annotator.cli.output import say
from annotator.cli.tag import carried
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.edits import Edit, Flagged, Noted, Tagged, Together, Untagged
from annotator.model.faults import Fault, Refused
from annotator.model.session import Session
from annotator.storage.annotations import render
from annotator.storage.files import replace as replace_file
from annotator.storage.opening import Opened, open_to_tag
from annotator.storage.targets import Target

EPILOG = """\b
Examples:
  annotator set article.txt s4 claim --annotator ada
  annotator set article.ada.yaml s4 confirmation --note "the outage, not the cause"
  annotator set article.ada.yaml s4 --untag
  annotator set article.ada.yaml s7 --flag
"""


@click.command("set", epilog=EPILOG)
@article_options
@click.argument("sentence", metavar="SENTENCE")
@click.argument("tag", required=False, metavar="[TAG]")
@click.option("--untag", is_flag=True, help="Take the tag off.")
@click.option("--note", metavar="TEXT", help="A note; an empty one takes it off.")
@click.option("--flag/--no-flag", default=None, help="Flag it for a second look, or not.")
@codebook_option
@next_pass_option
@carry_option
def command(
    target: Target,
    sentence: str,
    tag: str | None,
    untag: bool,
    note: str | None,
    flag: bool | None,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
) -> None:
    """Tag one SENTENCE (its id: s4) without a screen; the set is made if there is none.

    TAG is a tag of the codebook: its id, its name or its key.
    """
    if tag is not None and untag:
        raise click.UsageError("a TAG and --untag exclude each other")
    named = replace(target, annotator=target.annotator or remembered_annotator())
    opened = open_to_tag(named, codebook, next_pass=next_pass)
    with held(opened):
        session = session_of(opened, carry_over=carry_over)
        edits: list[Edit] = []
        ids = (sentence_of(session.annotations, sentence),)
        if tag is not None:
            edits.append(Tagged(ids, tag_of(session.codebook, tag)))
        if untag:
            edits.append(Untagged(ids))
        if note is not None:
            edits.append(Noted(ids[0], note))
        if flag is not None:
            edits.append(Flagged(ids, flag))
        if not edits:
            raise click.UsageError("say what to set: a TAG, --untag, --note or --flag")
        carry_out(session, Together(tuple(edits)), opened)


def held(opened: Opened) -> AbstractContextManager[object]:
    """The lock of a set's file, let go at the end; nothing where somebody else has it."""
    return opened.hold if opened.hold is not None else nullcontext()


def session_of(opened: Opened, *, carry_over: bool) -> Session:
    """The session in which a set that was opened is edited.

    Raises:
        Refused: It may only be looked at, or the person has to agree to something first.
    """
    if opened.read_only is not None:
        words = opened.read_only.replace("F begins", "--next-pass begins")
        raise Refused(Fault(words, str(opened.file.path)))
    if opened.moved is not None:
        if not carry_over:
            words = "the article's text has changed since; --carry-over moves the tags to it"
            raise Refused(Fault(words, str(opened.file.path)))
        for line in carried(opened):
            say(line)
        return Session(opened.moved.annotations, opened.codebook)
    if opened.other_codebook:
        words = "the set was made with another codebook; name it with --codebook"
        raise Refused(Fault(words, str(opened.file.path)))
    return Session(opened.annotations, opened.codebook)


def sentence_of(annotations: AnnotationSet, sentence: str) -> str:
    """The id of a sentence as the person named it.

    Raises:
        UsageError: There is none.
    """
    if sentence not in annotations.positions:
        first, last = annotations.sentences[0].id, annotations.sentences[-1].id
        raise click.UsageError(f"there is no sentence {sentence}; they run from {first} to {last}")
    return sentence


def tag_of(codebook: Codebook, word: str) -> str:
    """The id of a tag by its id, its name or its key.

    Raises:
        UsageError: The codebook has no such tag.
    """
    for tag in codebook.tags:
        if word in {tag.id, tag.name, tag.key}:
            return tag.id
    known = ", ".join(tag.id for tag in codebook.tags)
    raise click.UsageError(f"the codebook has no tag “{word}”; it has {known}")


def carry_out(session: Session, edit: Edit, opened: Opened) -> None:
    """Do one edit and save the set; what was done, and where, is said.

    Raises:
        Refused: The edit is impossible, or the file can not be saved; nothing has changed then.
    """
    change = session.do(edit)
    if change is None:
        say("Nothing changes: it is so already.")
        return
    path = opened.file.path
    replace_file(path, render(session.annotations), opened.fingerprint)
    say(f"{change.words}; saved in {path}")
