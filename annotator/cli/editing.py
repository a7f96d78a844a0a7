"""One edit without the screen: the set is opened, locked, changed in a session and saved."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import click

from annotator.cli.options import default_annotator
from annotator.cli.output import print_message
from annotator.cli.show import describe_sentence
from annotator.cli.tag import describe_carry_over
from annotator.model.annotation import AnnotationSet
from annotator.model.changes import Edit
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.lint import lint_sentence
from annotator.model.session import Session
from annotator.project.edit_requests import RequestError
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, open_for_tagging
from annotator.storage.files import replace_file
from annotator.storage.sets import render

FINISHED = "This pass is finished. To begin the next one, use `annotator set` with --next-pass."


@contextmanager
def open_session(
    target: Target, codebook: str | None, *, next_pass: bool = False, carry_over: bool = False
) -> Iterator[tuple[Session, OpenSet]]:
    """The set of a target in a session, locked until the block ends. Created if there is none.

    Raises:
        DataError: The set has errors, is finished, is open elsewhere, or was made with another
            text or codebook.
    """
    named = target._replace(annotator=target.annotator or default_annotator())
    open_set = open_for_tagging(named, codebook, next_pass=next_pass)
    with lock_of(open_set):
        for notice in open_set.notices:
            print_message(notice)
        yield session_of(open_set, carry_over=carry_over), open_set


def lock_of(open_set: OpenSet) -> AbstractContextManager[object]:
    """The lock of a set's file, released at the end. Does nothing if the set has no lock."""
    return open_set.write_lock if open_set.write_lock is not None else nullcontext()


def session_of(open_set: OpenSet, *, carry_over: bool) -> Session:
    """The session in which an opened set is edited.

    Raises:
        DataError: The set is read-only, or the person has to agree to something first.
    """
    if open_set.read_only_reason is not None:
        closed = open_set.annotations.closed
        words = FINISHED if closed else open_set.read_only_reason
        raise DataError(Problem(words, str(open_set.file.path)))
    if open_set.reanchored is not None:
        if not carry_over:
            words = (
                "the article's text has changed. Use --carry-over to move the tags to the new text."
            )
            raise DataError(Problem(words, str(open_set.file.path)))
        for line in describe_carry_over(open_set):
            print_message(line)
        return Session(open_set.reanchored.annotations, open_set.codebook)
    if open_set.other_codebook:
        words = "the set was made with another codebook. Give that one with --codebook FILE."
        raise DataError(Problem(words, str(open_set.file.path)))
    return Session(open_set.annotations, open_set.codebook)


def apply_and_save(
    session: Session, edit: Edit, open_set: OpenSet, sentence: str | None = None
) -> None:
    """Make one edit, save the set, and print what changed and where it is saved.

    Args:
        session: The session of the set.
        edit: The edit.
        open_set: The set as it was opened.
        sentence: The ID of the one sentence that is edited, or None. All its decisions are
            printed, because a person without the screen sees them nowhere else.

    Raises:
        DataError: The edit is impossible, or the file cannot be saved. Nothing changed.
    """
    change = session.apply(edit)
    if change is None:
        print_message("Nothing changed. The set already has these values.")
        return
    path = open_set.file.path
    replace_file(path, render(session.annotations), open_set.fingerprint)
    annotations, codebook = session.annotations, session.codebook
    words = describe_sentence(annotations, sentence, codebook) if sentence else change.description
    print_message(f"{words.removesuffix('.')}. Saved {path}.")
    for reason in _unused(annotations, sentence, codebook) if sentence else ():
        print_message(f"{sentence}: {reason}")


def _unused(annotations: AnnotationSet, sentence: str, codebook: Codebook) -> Iterator[str]:
    """Why some values of a sentence are not used with its tag. They are kept."""
    for finding in lint_sentence(annotations.sentence(sentence), annotations, codebook):
        if finding.code in {"leftover", "tagged-furniture"}:
            yield finding.reason


@contextmanager
def usage_errors() -> Iterator[None]:
    """Report a request that is not possible as wrong use, with its exit code and hint."""
    try:
        yield
    except RequestError as error:
        raise click.UsageError(str(error)) from error
