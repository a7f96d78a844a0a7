"""`annotator set`: change one sentence without a screen, with the same edits and the same saver."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import click

from annotator.cli.editing import (
    apply_and_save,
    find_sentence,
    find_tag,
    find_term,
    open_session,
    update_source,
)
from annotator.cli.options import (
    article_options,
    carry_over_option,
    codebook_option,
    next_pass_option,
)
from annotator.cli.output import say
from annotator.model.annotation import AnnotationSet, Answer, Cue, Sentence, Source
from annotator.model.changes import Edit
from annotator.model.codebook import Codebook, Role
from annotator.model.edits import (
    Batch,
    ClearTag,
    SetAnswers,
    SetCheckable,
    SetCue,
    SetFlag,
    SetNote,
    SetPart,
    SetSource,
    SetTag,
    SetVia,
    find_source,
    new_source,
)
from annotator.model.session import Session
from annotator.project.locate import Target
from annotator.text.cues import likeliest
from annotator.text.names import guess_kind, short_for
from annotator.text.quotations import quotation_spans

EPILOG = """\b
Examples:
  annotator set article.txt s4 claim --annotator ada
  annotator set article.ada.yaml s4 confirmation --source "Harbour Authority" \\
      --kind organization --cue said --answers s1:partial --answers s2
  annotator set article.ada.yaml s6 --no-checkable --via "the Courier"
  annotator set article.ada.yaml s4 --source "" --answers ""
  annotator set article.ada.yaml s4 --untag
  annotator set article.ada.yaml s2 claim --part ""
"""


@click.command("set", epilog=EPILOG)
@article_options
@click.argument("sentence", metavar="SENTENCE")
@click.argument("tag", required=False, metavar="[TAG]")
@click.option("--untag", is_flag=True, help="Take the tag off; all else stays.")
@click.option(
    "--source", metavar="NAME", help="Who says it: the name or id of a source, or a new one."
)
@click.option("--kind", metavar="KIND", help="The source's kind; of a new one it is guessed.")
@click.option("--affiliation", metavar="NAME", help="The house that the source belongs to.")
@click.option("--via", metavar="NAME", help="A relay between the source and the outlet.")
@click.option("--cue", metavar="WORDS", help="The words that attribute, as they stand in the text.")
@click.option(
    "--answers",
    multiple=True,
    metavar="CLAIM[:STANCE]",
    help="A claim that it answers, s1 or s1:partial; again for each. They replace the former ones.",
)
@click.option(
    "--checkable/--no-checkable", default=None, help="Whether what is claimed could be checked."
)
@click.option(
    "--part",
    metavar="PART",
    help="It is furniture: title, dateline, byline, caption, pullquote or other; "
    '"": it is body text.',
)
@click.option("--note", metavar="TEXT", help="A note.")
@click.option("--flag/--no-flag", default=None, help="Flag it for a second look, or not.")
@codebook_option
@next_pass_option
@carry_over_option
def command(
    target: Target,
    sentence: str,
    codebook: str | None,
    next_pass: bool,
    carry_over: bool,
    **decided: Any,
) -> None:
    """Decide one SENTENCE (its id: s4) without a screen; the set is made if there is none.

    TAG is a tag of the codebook: its id, its name or its key; a kind and a stance are given the
    same way. All that is set at once is one edit. An empty text ("") takes off what it would give.
    """
    decision = SentenceChanges(**decided)
    if decision.tag is not None and decision.untag:
        raise click.UsageError("a TAG and --untag exclude each other")
    if decision.empty:
        raise click.UsageError("say what to set: a TAG, --source, --answers, --note …")
    with open_session(target, codebook, next_pass=next_pass, carry_over=carry_over) as (
        session,
        opened,
    ):
        apply_and_save(session, edit_of(decision, session, sentence), opened, sentence)


@dataclass(frozen=True, slots=True)
class SentenceChanges:
    """All that can be set on a sentence; None leaves a field as it is, an empty text takes it off.

    Attributes:
        answers: `CLAIM` or `CLAIM:STANCE` each; together they replace the links that are there.
        part: The part of the furniture that it is; empty for body text.
    """

    tag: str | None = None
    untag: bool = False
    source: str | None = None
    kind: str | None = None
    affiliation: str | None = None
    via: str | None = None
    cue: str | None = None
    answers: tuple[str, ...] = ()
    checkable: bool | None = None
    note: str | None = None
    flag: bool | None = None
    part: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return all(getattr(self, each.name) == each.default for each in fields(self))


def edit_of(decision: SentenceChanges, session: Session, sentence: str) -> Edit:
    """The one edit that sets all of it.

    Raises:
        UsageError: A word names nothing that there is.
        DataError: The source is none, a pronoun for example.
    """
    annotations, codebook = session.annotations, session.codebook
    this = annotations.sentence(find_sentence(annotations, sentence))
    edits = (
        *_part_edits(decision, codebook, this),
        *_tag_edits(decision, codebook, this),
        *_source_edits(decision, annotations, codebook, this),
        *_answer_edits(decision, annotations, codebook, this),
        *_remark_edits(decision, this),
    )
    return Batch(edits)


def _part_edits(decision: SentenceChanges, codebook: Codebook, this: Sentence) -> Iterator[Edit]:
    if decision.part is not None:
        part = find_term(codebook.parts, decision.part, "part") if decision.part else None
        yield SetPart((this.id,), part)


def _tag_edits(decision: SentenceChanges, codebook: Codebook, this: Sentence) -> Iterator[Edit]:
    body = not decision.part if decision.part is not None else this.body
    if decision.tag is not None and not body:
        kept = f'{this.id} is furniture, which takes no tag; --part "" makes it body text'
        raise click.UsageError(kept)
    if decision.tag is not None:
        yield SetTag((this.id,), find_tag(codebook, decision.tag))
    if decision.untag:
        yield ClearTag((this.id,))


def _source_edits(
    decision: SentenceChanges, annotations: AnnotationSet, codebook: Codebook, this: Sentence
) -> Iterator[Edit]:
    if decision.source == "":
        yield SetSource((this.id,), None)
    elif (decision.source, decision.kind, decision.affiliation) != (None, None, None):
        yield SetSource((this.id,), _source(decision, annotations, codebook, this))
    if decision.via is not None:
        yield SetVia((this.id,), decision.via)
    if decision.cue is not None:
        yield SetCue(this.id, _cue(this, decision.cue) if decision.cue else None)


def _source(
    decision: SentenceChanges, annotations: AnnotationSet, codebook: Codebook, this: Sentence
) -> Source:
    """The source as it is to be: known or new, with its kind and affiliation."""
    name = decision.source
    source = annotations.source_of(this) if name is None else find_source(annotations, name)
    if source is None:
        if name is None:
            raise click.UsageError(f"{this.id} has no source yet; name it with --source")
        source = new_source(annotations, name, guess_kind(name) if decision.kind is None else None)
        _say_of_new(annotations, source, codebook if decision.kind is None else None)
    return update_source(source, codebook, decision.kind, decision.affiliation)


def _say_of_new(annotations: AnnotationSet, source: Source, guessed: Codebook | None) -> None:
    """Tell of a new source what the person may want to correct.

    Args:
        annotations: The set that it is new to.
        source: The source.
        guessed: The codebook that has its kind, where the kind was guessed.
    """
    if guessed and source.kind:
        kind = guessed.kind_name(source.kind)
        say(f"“{source.name}” is taken for the kind {kind}; --kind says otherwise")
    for known in annotations.sources:
        if short_for(source.name, known.name) or short_for(known.name, source.name):
            say(
                f"“{known.name}” is a source already; if it is the same, "
                f'`annotator source TARGET "{source.name}" --merge-into "{known.name}"` '
                "makes the two one"
            )


def _cue(this: Sentence, words: str) -> Cue:
    """The cue of these words: where the likeliest one stands, else outside quotation marks."""
    places = [at for at in range(len(this.text)) if this.text.startswith(words, at)]
    if not places:
        raise click.UsageError(f"the words “{words}” do not stand in {this.id}")
    likely = likeliest(this.text)
    quoted = quotation_spans(this.text)

    def rank(at: int) -> tuple[bool, bool, int]:
        elsewhere = likely is None or not likely[0] <= at < likely[1]
        return elsewhere, any(start <= at < end for start, end in quoted), at

    start = this.span[0] + min(places, key=rank)
    return Cue(words, (start, start + len(words)))


def _answer_edits(
    decision: SentenceChanges, annotations: AnnotationSet, codebook: Codebook, this: Sentence
) -> Iterator[Edit]:
    if not decision.answers:
        return
    tag = this.tag if decision.tag is None else find_tag(codebook, decision.tag)
    silent = codebook.role(tag) is Role.NON_RESPONSE
    answers = tuple(
        _answer(each, annotations, codebook, silent=silent) for each in decision.answers if each
    )
    yield SetAnswers((this.id,), answers)


def _answer(text: str, annotations: AnnotationSet, codebook: Codebook, *, silent: bool) -> Answer:
    claim, colon, word = text.partition(":")
    stance = find_term(codebook.stances, word, "stance") if colon else None
    if silent and stance is not None:
        raise click.UsageError(f"a non-response has no stance; say --answers {claim}")
    return Answer(find_sentence(annotations, claim), stance)


def _remark_edits(decision: SentenceChanges, this: Sentence) -> Iterator[Edit]:
    if decision.checkable is not None:
        yield SetCheckable((this.id,), decision.checkable)
    if decision.note is not None:
        yield SetNote(this.id, decision.note)
    if decision.flag is not None:
        yield SetFlag((this.id,), decision.flag)
