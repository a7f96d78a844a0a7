"""Whether an annotation set goes with its codebook, and what in it may have been forgotten.

What contradicts itself whatever was decided is `structure`'s matter; here it is decisions that do
not go together. The functions of one sentence cost no more in a long article than in a short one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, Source, Status
from annotator.model.asking import Asking
from annotator.model.codebook import Codebook, Role
from annotator.model.names import folded, is_pronoun


class Weight(StrEnum):
    """How much a finding matters.

    An error is never right; a warning says why figures may be off; a hint, which
    `check --strict` lists, may be meant as it is.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


CODES: Mapping[str, Weight] = {
    "other-codebook": Weight.WARNING,
    "no-reason": Weight.ERROR,
    "reason-alone": Weight.ERROR,
    "same-name": Weight.HINT,
    "pronoun": Weight.HINT,
    "unused-source": Weight.HINT,
    "no-kind": Weight.HINT,
    "unknown-kind": Weight.HINT,
    "unknown-tag": Weight.ERROR,
    "untagged": Weight.HINT,
    "tagged-furniture": Weight.HINT,
    "no-link": Weight.HINT,
    "no-source": Weight.HINT,
    "stance-of-silence": Weight.ERROR,
    "no-stance": Weight.ERROR,
    "leftover": Weight.HINT,
    "answers-itself": Weight.ERROR,
    "answered-twice": Weight.ERROR,
    "no-claim": Weight.HINT,
    "own-source": Weight.HINT,
}
"""What may be found, and how much each matters; a code never changes its meaning."""


class Finding(NamedTuple):
    """Something that does not go together.

    Attributes:
        code: What it is, for programs: one of `CODES`.
        reason: What it is in a few words, for people; it may quote untrusted text.
        sentence: The sentence that it is about, by its id.
        source: The source that it is about, by its id.
    """

    code: str
    reason: str
    sentence: str | None = None
    source: str | None = None

    @property
    def weight(self) -> Weight:
        """How much it matters."""
        return CODES[self.code]


def faults(annotations: AnnotationSet, codebook: Codebook) -> tuple[Finding, ...]:
    """Everything in a set that does not go together, from its head to its last sentence."""
    used = {sentence.source for sentence in annotations.sentences}
    return (
        *_of_head(annotations, codebook),
        *_of_sources(annotations, codebook, used),
        *(
            finding
            for sentence in annotations.sentences
            for finding in of_sentence(sentence, annotations, codebook)
        ),
    )


def of_sentence(
    sentence: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Iterator[Finding]:
    """What does not go together in one sentence, given the set that it stands in."""
    if not sentence.body:
        yield from _of_furniture(sentence)
        return
    for tag in (sentence.tag, *sentence.also):
        if tag is not None and codebook.tag(tag) is None:
            reason = f"the codebook has no tag “{tag}”"
            yield Finding("unknown-tag", reason, sentence.id)
    if sentence.tag is None and annotations.status is Status.FINISHED:
        yield Finding("untagged", "finished, and without a tag", sentence.id)
    if codebook.tag(sentence.tag) is not None:
        role = codebook.role(sentence.tag)
        yield from _of_role(sentence, role)
        yield from _leftovers(sentence, role)
    yield from _of_answers(sentence, annotations, codebook)


def doubts(
    sentence: Sentence, annotations: AnnotationSet, codebook: Codebook, asking: Asking
) -> tuple[Finding, ...]:
    """The findings of a sentence that its annotator should see while working on it.

    What is not asked for is not missed, and what stays from an earlier tag is no doubt.
    """
    passed = {"leftover", "untagged", "tagged-furniture"}
    if not asking.sources:
        passed.add("no-source")
    if not asking.links:
        passed.add("no-link")
    findings = of_sentence(sentence, annotations, codebook)
    return tuple(finding for finding in findings if finding.code not in passed)


def answered_by(annotations: AnnotationSet) -> Mapping[str, tuple[str, ...]]:
    """The ids of the sentences that answer each claim, by the claim's id.

    A change of a claim changes what `of_sentence` says of these.
    """
    answering: dict[str, list[str]] = {}
    for sentence in annotations.sentences:
        for answer in sentence.answers:
            answering.setdefault(answer.claim, []).append(sentence.id)
    return {claim: tuple(sentences) for claim, sentences in answering.items()}


def other_codebook(annotations: AnnotationSet, codebook: Codebook) -> str:
    """Which codebook a set was made with, where it is not this one; empty where it is."""
    made, here = annotations.codebook, codebook.reference
    if made == here:
        return ""
    if (made.name, made.version) == (here.name, here.version):
        return f"made with another wording of the codebook {here.name} {here.version}"
    return (
        f"made with the codebook {made.name} {made.version}, and this is {here.name} {here.version}"
    )


def _of_head(annotations: AnnotationSet, codebook: Codebook) -> Iterator[Finding]:
    if reason := other_codebook(annotations, codebook):
        yield Finding("other-codebook", reason)
    if annotations.status is Status.UNUSABLE and not annotations.reason:
        yield Finding("no-reason", "marked unusable, and without a reason")
    if annotations.status is None and annotations.reason:
        yield Finding("reason-alone", "a reason is given, and no status")


def _of_sources(
    annotations: AnnotationSet, codebook: Codebook, used: set[str | None]
) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for source in annotations.sources:
        first = names.setdefault(folded(source.name), source.id)
        if first != source.id:
            reason = f"it has the same name as {first}; merge the two"
            yield _of_source("same-name", source, reason)
        if is_pronoun(source.name):
            yield _of_source("pronoun", source, f"“{source.name}” names nobody")
        if source.id not in used and not source.concerned:
            yield _of_source(
                "unused-source", source, "no sentence names it, and it is not concerned"
            )
        if source.id in used and source.kind is None:
            yield _of_source("no-kind", source, "its kind is not given")
        elif source.kind is not None and codebook.term(codebook.kinds, source.kind) is None:
            yield _of_source("unknown-kind", source, f"the codebook has no kind “{source.kind}”")


def _of_source(code: str, source: Source, reason: str) -> Finding:
    return Finding(code, reason, source=source.id)


def _of_furniture(sentence: Sentence) -> Iterator[Finding]:
    if sentence.tag is not None:
        reason = f"it is furniture ({sentence.part}), and tagged; no figure counts it"
        yield Finding("tagged-furniture", reason, sentence.id)


def _of_role(sentence: Sentence, role: Role) -> Iterator[Finding]:
    if role.answers and not sentence.answers:
        yield Finding("no-link", f"a {role} that answers no claim", sentence.id)
    if role.answers and sentence.source is None:
        yield Finding("no-source", f"a {role} without a source", sentence.id)
    for answer in sentence.answers:
        if role is Role.NON_RESPONSE and answer.stance is not None:
            reason = f"the answer to {answer.claim} has a stance, which silence never has"
            yield Finding("stance-of-silence", reason, sentence.id)
        if role is Role.CONFIRMATION and answer.stance is None:
            reason = f"the answer to {answer.claim} has no stance"
            yield Finding("no-stance", reason, sentence.id)


def _leftovers(sentence: Sentence, role: Role) -> Iterator[Finding]:
    """The fields that stay from an earlier tag, and that measures pass over."""
    fields = {
        "source": sentence.source is not None and not role.attributes,
        "via": sentence.via is not None and not role.attributes,
        "cue": sentence.cue is not None and not role.attributes,
        "answers": bool(sentence.answers) and not role.answers,
        "checkable": not sentence.checkable and role is not Role.CLAIM,
    }
    left = [name for name, stays in fields.items() if stays]
    if left:
        reason = f"{', '.join(left)}: kept, and not used by this tag"
        yield Finding("leftover", reason, sentence.id)


def _of_answers(
    sentence: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Iterator[Finding]:
    claims = Counter(answer.claim for answer in sentence.answers)
    if sentence.id in claims:
        yield Finding("answers-itself", "it answers itself", sentence.id)
    for claim in (claim for claim, times in claims.items() if times > 1):
        yield Finding("answered-twice", f"it answers {claim} twice", sentence.id)
    if not codebook.role(sentence.tag).answers:
        return
    for claim in claims:
        yield from _of_link(sentence, annotations.sentence(claim), codebook)


def _of_link(sentence: Sentence, claim: Sentence, codebook: Codebook) -> Iterator[Finding]:
    if claim.id == sentence.id:
        return
    if not claim.body or codebook.role(claim.tag) is not Role.CLAIM:
        reason = f"it answers {claim.id}, which is no claim"
        yield Finding("no-claim", reason, sentence.id)
    elif sentence.source is not None and sentence.source == claim.source:
        reason = f"{claim.id} is answered by its own source"
        yield Finding("own-source", reason, sentence.id)
