"""One edit without a screen: the set opened, locked, changed in a session and saved whole."""

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


@contextmanager
def open_session(
    target: Target, codebook: str | None, *, next_pass: bool = False, carry_over: bool = False
) -> Iterator[tuple[Session, OpenSet]]:
    """The set of a target in a session, held for as long as it is worked on; made if there is none.

    Raises:
        DataError: It is faulty, finished, held by somebody else, or made with another text or
            codebook.
    """
    named = target._replace(annotator=target.annotator or default_annotator())
    open_set = open_for_tagging(named, codebook, next_pass=next_pass)
    with lock_of(open_set):
        for notice in open_set.notices:
            print_message(notice)
        yield session_of(open_set, carry_over=carry_over), open_set


def lock_of(open_set: OpenSet) -> AbstractContextManager[object]:
    """The lock of a set's file, let go at the end; nothing where somebody else has it."""
    return open_set.write_lock if open_set.write_lock is not None else nullcontext()


def session_of(open_set: OpenSet, *, carry_over: bool) -> Session:
    """The session in which a set that was opened is edited.

    Raises:
        DataError: It may only be looked at, or the person has to agree to something first.
    """
    if open_set.read_only_reason is not None:
        words = open_set.read_only_reason.replace("F begins", "--next-pass begins")
        raise DataError(Problem(words, str(open_set.file.path)))
    if open_set.reanchored is not None:
        if not carry_over:
            words = "the article's text has changed since; --carry-over moves the tags to it"
            raise DataError(Problem(words, str(open_set.file.path)))
        for line in describe_carry_over(open_set):
            print_message(line)
        return Session(open_set.reanchored.annotations, open_set.codebook)
    if open_set.other_codebook:
        words = "the set was made with another codebook; name it with --codebook"
        raise DataError(Problem(words, str(open_set.file.path)))
    return Session(open_set.annotations, open_set.codebook)


def apply_and_save(
    session: Session, edit: Edit, open_set: OpenSet, sentence: str | None = None
) -> None:
    """Do one edit and save the set; what was done, and where, is said.

    Args:
        session: What the edit is done in.
        edit: The edit.
        open_set: What was opened.
        sentence: The id of the one sentence that it decides, which is said with all that is
            decided of it: a person without a screen sees it nowhere else.

    Raises:
        DataError: The edit is impossible, or the file cannot be saved; nothing has changed then.
    """
    change = session.apply(edit)
    if change is None:
        print_message("Nothing changes: it is so already.")
        return
    path = open_set.file.path
    replace_file(path, render(session.annotations), open_set.fingerprint)
    annotations, codebook = session.annotations, session.codebook
    words = describe_sentence(annotations, sentence, codebook) if sentence else change.description
    print_message(f"{words}; saved in {path}")
    for reason in _unused(annotations, sentence, codebook) if sentence else ():
        print_message(f"{sentence}: {reason}")


def _unused(annotations: AnnotationSet, sentence: str, codebook: Codebook) -> Iterator[str]:
    """What is kept of a sentence though its tag has no use for it."""
    for finding in lint_sentence(annotations.sentence(sentence), annotations, codebook):
        if finding.code in {"leftover", "tagged-furniture"}:
            yield finding.reason


@contextmanager
def usage_errors() -> Iterator[None]:
    """Give a request that makes no sense the exit code and the hint of a wrong command line."""
    try:
        yield
    except RequestError as error:
        raise click.UsageError(str(error)) from error
