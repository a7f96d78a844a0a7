"""`annotator key`: creates, edits and checks the answer key, with or without the screen."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from annotator.cli.editing import apply_and_save, lock_of, session_of, usage_errors
from annotator.cli.options import (
    article_options,
    carry_over_option,
    codebook_option,
    default_annotator,
    renamed_option,
)
from annotator.cli.output import data_console, print_json, print_message
from annotator.cli.tag import is_project, open_on_screen
from annotator.model.annotation import AnnotationSet
from annotator.model.answer_key import key_sentences
from annotator.model.changes import Edit
from annotator.model.codebook import Codebook
from annotator.model.plurals import plural
from annotator.model.session import Session
from annotator.project.answer_keys import KeySubmissions, key_exists, load_submissions, open_key
from annotator.project.edit_requests import KeyChanges, find_sentence, key_edit
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet
from annotator.stats.borderline import BorderlineSentence, borderline_sentences
from annotator.stats.grading import Grade, GradingConfig, changed_grades, class_replies, grade_set
from annotator.text.safe import safe_line

EPILOG = """\b
Examples:
  annotator key article.txt   tag the key on the screen
  annotator key article.txt s4 claim
  annotator key article.txt s4 --accept background --explanation "It was so before the news."
  annotator key my-project --document harbour s4 --reject background
  annotator key my-project --document harbour --check
"""


@click.command("key", epilog=EPILOG)
@article_options
@click.argument("sentence", required=False, metavar="[SENTENCE]")
@click.argument("tag", required=False, metavar="[TAG]")
@renamed_option(
    "--accept",
    former=["--also"],
    multiple=True,
    metavar="TAG",
    help="Also accept this tag (repeatable).",
)
@renamed_option(
    "--reject",
    former=["--not-also"],
    multiple=True,
    metavar="TAG",
    help="Stop accepting this tag (repeatable).",
)
@click.option("--explanation", metavar="TEXT", help="Reason for the tag. Empty removes it.")
@click.option("--check", is_flag=True, help="List borderline sentences that are not settled.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask before grades change.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (with --check).")
@codebook_option
@carry_over_option
@click.pass_context
def command(
    context: click.Context,
    /,
    target: Target,
    sentence: str | None,
    check: bool,
    yes: bool,
    as_json: bool,
    codebook: str | None,
    carry_over: bool,
    **changed: Any,
) -> None:
    """Create or edit the answer key of an article, on the screen of `annotator tag`.

    On the screen, `+` accepts another tag for a sentence and `E` explains its tag.
    With a SENTENCE (its id, such as s4) you edit the key without the screen: TAG is the key's own
    tag, --accept accepts another tag, and --explanation gives the reason. You first see which
    grades change. The score counts accepted tags as correct. Recall counts only the key's own tag.
    """
    if check:
        context.exit(_check(target, codebook, as_json=as_json))
    change = KeyChanges(**changed)
    if sentence is None:
        if not change.empty:
            raise click.UsageError("Name the SENTENCE by its id, for example s4.")
        if is_project(target):
            raise click.UsageError("Name the document of the project with --document ID.")
        _on_screen(target, codebook, carry_over=carry_over)
        return
    if change.empty:
        raise click.UsageError("Name what to change: a TAG, --accept, --reject or --explanation.")
    open_set = open_key(
        target._replace(annotator=target.annotator or default_annotator()), codebook
    )
    with lock_of(open_set):
        session = session_of(open_set, carry_over=carry_over)
        with usage_errors():
            place = find_sentence(session.annotations, sentence)
            edit = key_edit(change, session.codebook, place)
        _agree(_changes(target, codebook, open_set, session, edit), yes=yes)
        apply_and_save(session, edit, open_set, place)


def _on_screen(target: Target, codebook: str | None, *, carry_over: bool) -> None:
    """Tag the key on the screen. At the end, print which grades changed."""
    keys: list[AnnotationSet] = []

    def open_set(named: Target, reserved: Mapping[str, str]) -> OpenSet:
        opened = open_key(named, codebook, reserved)
        keys.append(opened.annotations)
        return opened

    open_on_screen(target, open_set, None, carry_over=carry_over)
    if key_exists(target):
        submissions = load_submissions(target, codebook)
        _say_changes(_changed_by(submissions, keys[0], submissions.key), "This changed")


def _changes(
    target: Target, codebook: str | None, open_set: OpenSet, session: Session, edit: Edit
) -> tuple[tuple[Grade, Grade], ...]:
    """The grades that an edit of the key changes, before and after; none if the key is new."""
    if open_set.fingerprint is None or open_set.reanchored is not None:
        return ()
    after = edit.apply(session.annotations, session.codebook)
    return _changed_by(load_submissions(target, codebook), session.annotations, after)


def _changed_by(
    submissions: KeySubmissions, before: AnnotationSet, after: AnnotationSet
) -> tuple[tuple[Grade, Grade], ...]:
    """The grades that differ between two states of a key on one text; none if it was empty."""
    if before.document.sha256 != after.document.sha256 or not key_sentences(before):
        return ()
    config = GradingConfig(submissions.codebook)
    sets = [each.annotations for each in submissions.counting()]
    return changed_grades(
        [grade_set(each, before, config) for each in sets],
        [grade_set(each, after, config) for each in sets],
    )


def _say_changes(changes: Sequence[tuple[Grade, Grade]], words: str) -> None:
    if changes:
        print_message(f"{words} {plural(len(changes), 'grade')}:")
    for before, after in changes:
        was, now = before.score, after.score
        print_message(
            f"  {after.annotator}: {was.numerator}/{was.denominator} → "
            f"{now.numerator}/{now.denominator}"
        )


def _agree(changes: Sequence[tuple[Grade, Grade]], *, yes: bool) -> None:
    _say_changes(changes, "This changes")
    if yes or not changes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("Nothing was changed. To accept these grades, use --yes.")
    click.confirm("Change the key?", abort=True, err=True)


def _check(target: Target, codebook: str | None, *, as_json: bool) -> int:
    submissions = load_submissions(target, codebook)
    config = GradingConfig(submissions.codebook)
    grades = [
        grade_set(each.annotations, submissions.key, config) for each in submissions.counting()
    ]
    found = borderline_sentences(submissions.key, class_replies(grades), submissions.codebook)
    unsettled = [border for border in found if border.missing]
    if as_json:
        print_json({"borderline": len(found), "unsettled": [_record(each) for each in unsettled]})
    for border in unsettled if not as_json else ():
        for line in _lines(border, submissions.codebook):
            data_console(width=10_000).print(safe_line(line))
    print_message(f"{plural(len(found), 'borderline sentence')}, {len(unsettled)} not settled.")
    return 0 if all(border.explained for border in found) else 1


def _record(border: BorderlineSentence) -> dict[str, object]:
    return {
        "id": border.sentence.id,
        "text": border.sentence.text,
        "tag": border.sentence.tag,
        "tag_counts": dict(border.tag_counts),
        "near_misses": [
            {"looks_like": tag.id, "text": miss.text} for tag, miss in border.near_misses
        ],
        "missing": list(border.missing),
    }


_LACKING_NAMES = {"an alternative": "no second accepted tag", "an explanation": "no explanation"}


def _lines(border: BorderlineSentence, codebook: Codebook) -> list[str]:
    sentence = border.sentence
    lacking = " and ".join(_LACKING_NAMES[each] for each in border.missing)
    lines = [f"{sentence.id} has {lacking}: {sentence.text}"]
    if border.tag_counts:
        names = {tag.id: tag.name for tag in codebook.tags}
        votes = ", ".join(f"{names.get(tag, tag)} {n}" for tag, n in border.tag_counts.items())
        lines.append(f"    students are split: {votes}")
    lines += [
        f"    It may look like {tag.name}. Near miss in the codebook: “{miss.text}” {miss.why}"
        for tag, miss in border.near_misses
    ]
    return lines
