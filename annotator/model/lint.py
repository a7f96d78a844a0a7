"""Checks of an annotation set: its integrity, and findings on its decisions.

An inconsistency means that the file contradicts itself or its document, whatever was decided. A
finding is about decisions that do not fit together, or do not fit the codebook. The checks of one
sentence cost no more in a long article than in a short one.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from annotator.model.annotation import (
    AnnotationSet,
    Sentence,
    Source,
    Status,
    contains_cue,
    is_blank,
)
from annotator.model.codebook import Codebook, Role
from annotator.model.errors import Inconsistency
from annotator.model.name_folding import fold_name, is_pronoun
from annotator.model.plurals import plural
from annotator.model.prompt_level import PromptSettings


class PartialSet(NamedTuple):
    """The parts of a set, of which some may be missing because they could not be read.

    Attributes:
        sentences: The readable sentences by their positions.
        sources: The readable sources by their positions.
        sentence_ids: The ids of all sentences.
        source_ids: The ids of all sources.
        next_id: The number of the next new sentence; None where it could not be read.
    """

    sentences: Mapping[int, Sentence]
    sources: Mapping[int, Source]
    sentence_ids: Collection[str]
    source_ids: Collection[str]
    next_id: int | None


def set_inconsistencies(parts: PartialSet) -> Iterator[Inconsistency]:
    """Everything in a set that contradicts the rest of it."""
    yield from _repeated_ids(parts.sources, "sources")
    yield from _repeated_ids(parts.sentences, "sentences")
    yield from _id_numbers(parts)
    end = 0
    for position, sentence in parts.sentences.items():
        at = ("sentences", position)
        yield from _span_inconsistencies(at, sentence, end)
        yield from _missing_references(at, sentence, parts)
        end = max(end, sentence.span[1])


def text_inconsistencies(text: str, sentences: Iterable[Sentence]) -> Iterator[Inconsistency]:
    """Where sentences and the text of their document do not go together.

    Each stands at its span, and what lies between them is white space.
    """
    end, position = 0, -1
    for position, sentence in enumerate(sentences):
        start, stop = sentence.span
        if text[start:stop] != sentence.text:
            message = f"the document's text at [{start}, {stop}] is not the text of {sentence.id}"
            yield Inconsistency(("sentences", position, "span"), message)
        if start > end and not is_blank(text[end:start]):
            message = f"the document's text before {sentence.id}, from {end} on, is in no sentence"
            yield Inconsistency(("sentences", position, "span"), message)
        end = max(end, stop)
    if not is_blank(text[end:]):
        message = f"the document's text from {end} on is in no sentence; was the file cut short?"
        yield Inconsistency(("sentences", max(position, 0)), message)


def _repeated_ids(
    items: Mapping[int, Sentence] | Mapping[int, Source], what: str
) -> Iterator[Inconsistency]:
    seen: set[str] = set()
    for position, item in items.items():
        if item.id in seen:
            yield Inconsistency(
                (what, position, "id"), f"two {what} have the id {item.id}; one is wrong"
            )
        seen.add(item.id)


def _id_numbers(parts: PartialSet) -> Iterator[Inconsistency]:
    if parts.next_id is None:
        return
    for position, sentence in parts.sentences.items():
        number = re.fullmatch(r"s([0-9]{1,18})", sentence.id)
        if number is not None and int(number[1]) >= parts.next_id:
            message = f"next_id is {parts.next_id}, so {sentence.id} cannot have been given yet"
            yield Inconsistency(("sentences", position, "id"), message)


def _span_inconsistencies(
    at: tuple[str | int, ...], sentence: Sentence, end: int
) -> Iterator[Inconsistency]:
    start, stop = sentence.span
    if start < end:
        message = f"the span begins at {start}, before the end of a sentence above it ({end})"
        yield Inconsistency((*at, "span"), message)
    if not sentence.text or stop - start != len(sentence.text):
        length = plural(len(sentence.text), "code point")
        message = f"the span is {stop - start} long and the text {length}"
        yield Inconsistency((*at, "span"), message)
    elif sentence.cue is not None and not contains_cue(sentence, sentence.cue):
        message = "the cue's text does not stand at the cue's span in this sentence"
        yield Inconsistency((*at, "cue"), message)


def _missing_references(
    at: tuple[str | int, ...], sentence: Sentence, parts: PartialSet
) -> Iterator[Inconsistency]:
    if sentence.source is not None and sentence.source not in parts.source_ids:
        yield Inconsistency((*at, "source"), f"there is no source {sentence.source}")
    for number, answer in enumerate(sentence.answers):
        if answer.claim not in parts.sentence_ids:
            message = f"there is no sentence {answer.claim} to answer"
            yield Inconsistency((*at, "answers", number, "claim"), message)


class Severity(StrEnum):
    """How much a finding matters.

    An error is never right; a warning says why figures may be off; a hint, which
    `check --strict` lists, may be meant as it is.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


SEVERITY_BY_CODE: Mapping[str, Severity] = {
    "other-codebook": Severity.WARNING,
    "no-reason": Severity.ERROR,
    "reason-alone": Severity.ERROR,
    "same-name": Severity.HINT,
    "pronoun": Severity.HINT,
    "unused-source": Severity.HINT,
    "no-kind": Severity.HINT,
    "unknown-kind": Severity.HINT,
    "unknown-tag": Severity.ERROR,
    "untagged": Severity.HINT,
    "tagged-furniture": Severity.HINT,
    "no-link": Severity.HINT,
    "no-source": Severity.HINT,
    "stance-of-silence": Severity.ERROR,
    "no-stance": Severity.ERROR,
    "leftover": Severity.HINT,
    "answers-itself": Severity.ERROR,
    "answered-twice": Severity.ERROR,
    "no-claim": Severity.HINT,
    "own-source": Severity.HINT,
}
"""What may be found, and how much each matters; a code never changes its meaning."""


class Finding(NamedTuple):
    """Something that does not go together.

    Attributes:
        code: What it is, for programs: one of `SEVERITY_BY_CODE`.
        reason: What it is in a few words, for people; it may quote untrusted text.
        sentence: The sentence that it is about, by its id.
        source: The source that it is about, by its id.
    """

    code: str
    reason: str
    sentence: str | None = None
    source: str | None = None

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return SEVERITY_BY_CODE[self.code]


def lint_set(annotations: AnnotationSet, codebook: Codebook) -> tuple[Finding, ...]:
    """Everything in a set that does not go together, from its head to its last sentence."""
    used = {sentence.source for sentence in annotations.sentences}
    return (
        *_header_findings(annotations, codebook),
        *_source_findings(annotations, codebook, used),
        *(
            finding
            for sentence in annotations.sentences
            for finding in lint_sentence(sentence, annotations, codebook)
        ),
    )


def lint_sentence(
    sentence: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Iterator[Finding]:
    """What does not go together in one sentence, given the set that it stands in."""
    if not sentence.body:
        yield from _furniture_findings(sentence)
        return
    for tag in (sentence.tag, *sentence.accepted_tags):
        if tag is not None and codebook.tag(tag) is None:
            reason = f"the codebook has no tag “{tag}”"
            yield Finding("unknown-tag", reason, sentence.id)
    if sentence.tag is None and annotations.status is Status.FINISHED:
        yield Finding("untagged", "finished, and without a tag", sentence.id)
    if codebook.tag(sentence.tag) is not None:
        role = codebook.role(sentence.tag)
        yield from _role_findings(sentence, role)
        yield from _leftover_findings(sentence, role)
    yield from _answer_findings(sentence, annotations, codebook)


def relevant_findings(
    sentence: Sentence, annotations: AnnotationSet, codebook: Codebook, prompts: PromptSettings
) -> tuple[Finding, ...]:
    """The findings of a sentence that its annotator should see while working on it.

    What is not asked for is not missed, and what stays from an earlier tag is no doubt.
    """
    passed = {"leftover", "untagged", "tagged-furniture"}
    if not prompts.sources:
        passed.add("no-source")
    if not prompts.links:
        passed.add("no-link")
    findings = lint_sentence(sentence, annotations, codebook)
    return tuple(finding for finding in findings if finding.code not in passed)


def codebook_mismatch(annotations: AnnotationSet, codebook: Codebook) -> str:
    """Which codebook a set was made with, where it is not this one; empty where it is."""
    made, here = annotations.codebook, codebook.reference
    if made == here:
        return ""
    if (made.name, made.version) == (here.name, here.version):
        return f"made with another wording of the codebook {here.name} {here.version}"
    return (
        f"made with the codebook {made.name} {made.version}, and this is {here.name} {here.version}"
    )


def _header_findings(annotations: AnnotationSet, codebook: Codebook) -> Iterator[Finding]:
    if reason := codebook_mismatch(annotations, codebook):
        yield Finding("other-codebook", reason)
    if annotations.status is Status.UNUSABLE and not annotations.reason:
        yield Finding("no-reason", "marked unusable, and without a reason")
    if annotations.status is None and annotations.reason:
        yield Finding("reason-alone", "a reason is given, and no status")


def _source_findings(
    annotations: AnnotationSet, codebook: Codebook, used: set[str | None]
) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for source in annotations.sources:
        first = names.setdefault(fold_name(source.name), source.id)
        if first != source.id:
            reason = f"it has the same name as {first}; merge the two"
            yield _source_finding("same-name", source, reason)
        if is_pronoun(source.name):
            yield _source_finding("pronoun", source, f"“{source.name}” names nobody")
        if source.id not in used and not source.concerned:
            yield _source_finding(
                "unused-source", source, "no sentence names it, and it is not concerned"
            )
        if source.id in used and source.kind is None:
            yield _source_finding("no-kind", source, "its kind is not given")
        elif source.kind is not None and codebook.term(codebook.kinds, source.kind) is None:
            yield _source_finding(
                "unknown-kind", source, f"the codebook has no kind “{source.kind}”"
            )


def _source_finding(code: str, source: Source, reason: str) -> Finding:
    return Finding(code, reason, source=source.id)


def _furniture_findings(sentence: Sentence) -> Iterator[Finding]:
    if sentence.tag is not None:
        reason = f"it is furniture ({sentence.part}), and tagged; no figure counts it"
        yield Finding("tagged-furniture", reason, sentence.id)


def _role_findings(sentence: Sentence, role: Role) -> Iterator[Finding]:
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


def _leftover_findings(sentence: Sentence, role: Role) -> Iterator[Finding]:
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


def _answer_findings(
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
        yield from _claim_findings(sentence, annotations.sentence(claim), codebook)


def _claim_findings(sentence: Sentence, claim: Sentence, codebook: Codebook) -> Iterator[Finding]:
    if claim.id == sentence.id:
        return
    if not claim.body or codebook.role(claim.tag) is not Role.CLAIM:
        reason = f"it answers {claim.id}, which is no claim"
        yield Finding("no-claim", reason, sentence.id)
    elif sentence.source is not None and sentence.source == claim.source:
        reason = f"{claim.id} is answered by its own source"
        yield Finding("own-source", reason, sentence.id)
