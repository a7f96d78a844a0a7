"""Checks of an annotation set: inconsistencies of the file, and findings about its decisions.

An inconsistency means that the file contradicts itself or its document. A finding means that
decisions contradict each other or the codebook. Checking one sentence takes the same time in a long
article as in a short one.
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
    """The parts of a set. Parts that could not be read are missing.

    Attributes:
        sentences: The readable sentences, by position.
        sources: The readable sources, by position.
        sentence_ids: The ids of all sentences.
        source_ids: The ids of all sources.
        next_id: The number of the next new sentence; None if it could not be read.
    """

    sentences: Mapping[int, Sentence]
    sources: Mapping[int, Source]
    sentence_ids: Collection[str]
    source_ids: Collection[str]
    next_id: int | None


def set_inconsistencies(parts: PartialSet) -> Iterator[Inconsistency]:
    """All contradictions within a set."""
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
    """All contradictions between sentences and the text of their document.

    Each sentence must be at its span, with only white space in between.
    """
    end, position = 0, -1
    for position, sentence in enumerate(sentences):
        start, stop = sentence.span
        if text[start:stop] != sentence.text:
            message = f"The article's text at [{start}, {stop}] is not the text of {sentence.id}."
            yield Inconsistency(("sentences", position, "span"), message)
        if start > end and not is_blank(text[end:start]):
            message = f"The article's text from {end} to {sentence.id} is not in any sentence."
            yield Inconsistency(("sentences", position, "span"), message)
        end = max(end, stop)
    if not is_blank(text[end:]):
        message = (
            f"The article's text from {end} on is not in any sentence. Was the file cut short?"
        )
        yield Inconsistency(("sentences", max(position, 0)), message)


def _repeated_ids(
    items: Mapping[int, Sentence] | Mapping[int, Source], what: str
) -> Iterator[Inconsistency]:
    seen: set[str] = set()
    for position, item in items.items():
        if item.id in seen:
            yield Inconsistency(
                (what, position, "id"), f"Two {what} have the id {item.id}. Change one of them."
            )
        seen.add(item.id)


def _id_numbers(parts: PartialSet) -> Iterator[Inconsistency]:
    if parts.next_id is None:
        return
    for position, sentence in parts.sentences.items():
        number = re.fullmatch(r"s([0-9]{1,18})", sentence.id)
        if number is not None and int(number[1]) >= parts.next_id:
            message = f"{sentence.id} is too high for next_id {parts.next_id}. Correct one of them."
            yield Inconsistency(("sentences", position, "id"), message)


def _span_inconsistencies(
    at: tuple[str | int, ...], sentence: Sentence, end: int
) -> Iterator[Inconsistency]:
    start, stop = sentence.span
    if start < end:
        message = f"The span begins at {start}, before the end of an earlier sentence ({end})."
        yield Inconsistency((*at, "span"), message)
    if not sentence.text or stop - start != len(sentence.text):
        length = plural(len(sentence.text), "code point")
        message = f"The span has {stop - start} code points, but the text has {length}."
        yield Inconsistency((*at, "span"), message)
    elif sentence.cue is not None and not contains_cue(sentence, sentence.cue):
        message = "The cue's text is not at the cue's span in this sentence."
        yield Inconsistency((*at, "cue"), message)


def _missing_references(
    at: tuple[str | int, ...], sentence: Sentence, parts: PartialSet
) -> Iterator[Inconsistency]:
    if sentence.source is not None and sentence.source not in parts.source_ids:
        yield Inconsistency((*at, "source"), f"The source {sentence.source} does not exist.")
    for number, answer in enumerate(sentence.answers):
        if answer.claim not in parts.sentence_ids:
            message = f"The sentence {answer.claim}, which this one answers, does not exist."
            yield Inconsistency((*at, "answers", number, "claim"), message)


class Severity(StrEnum):
    """The severity of a finding.

    An error is always wrong. A warning can make figures wrong. A hint may be intended, and only
    `check --strict` lists it.
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
"""All codes of findings with their severities. A code never changes its meaning."""


class Finding(NamedTuple):
    """Decisions that contradict each other or the codebook.

    Attributes:
        code: The kind of finding, for programs: a key of `SEVERITY_BY_CODE`.
        reason: The finding in a few words, for people. It may quote untrusted text.
        sentence: The id of the sentence that it is about, or None.
        source: The id of the source that it is about, or None.
    """

    code: str
    reason: str
    sentence: str | None = None
    source: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity of this finding."""
        return SEVERITY_BY_CODE[self.code]


def lint_set(annotations: AnnotationSet, codebook: Codebook) -> tuple[Finding, ...]:
    """All findings in a set, from its header to its last sentence."""
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
    """All findings in one sentence of a set."""
    if not sentence.body:
        yield from _furniture_findings(sentence)
        return
    for tag in (sentence.tag, *sentence.accepted_tags):
        if tag is not None and codebook.tag(tag) is None:
            reason = f"the codebook has no tag “{tag}”"
            yield Finding("unknown-tag", reason, sentence.id)
    if sentence.tag is None and annotations.status is Status.FINISHED:
        yield Finding("untagged", "no tag, although the article is finished", sentence.id)
    if codebook.tag(sentence.tag) is not None:
        role = codebook.role(sentence.tag)
        yield from _role_findings(sentence, role)
        yield from _leftover_findings(sentence, role)
    yield from _answer_findings(sentence, annotations, codebook)


def relevant_findings(
    sentence: Sentence, annotations: AnnotationSet, codebook: Codebook, prompts: PromptSettings
) -> tuple[Finding, ...]:
    """The findings that the annotator should see while tagging the sentence.

    It leaves out fields that the project does not ask for, and fields left from an earlier tag.
    """
    passed = {"leftover", "untagged", "tagged-furniture"}
    if not prompts.sources:
        passed.add("no-source")
    if not prompts.links:
        passed.add("no-link")
    findings = lint_sentence(sentence, annotations, codebook)
    return tuple(finding for finding in findings if finding.code not in passed)


def codebook_mismatch(annotations: AnnotationSet, codebook: Codebook) -> str:
    """How the set's codebook differs from this one; empty if it is the same."""
    made, here = annotations.codebook, codebook.reference
    if made == here:
        return ""
    if (made.name, made.version) == (here.name, here.version):
        return f"made with a different text of the codebook {here.name} {here.version}"
    return f"made with codebook {made.name} {made.version}, but this is {here.name} {here.version}"


def _header_findings(annotations: AnnotationSet, codebook: Codebook) -> Iterator[Finding]:
    if reason := codebook_mismatch(annotations, codebook):
        yield Finding("other-codebook", reason)
    if annotations.status is Status.UNUSABLE and not annotations.reason:
        yield Finding("no-reason", "marked unusable without a reason")
    if annotations.status is None and annotations.reason:
        yield Finding("reason-alone", "has a reason but no status")


def _source_findings(
    annotations: AnnotationSet, codebook: Codebook, used: set[str | None]
) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for source in annotations.sources:
        first = names.setdefault(fold_name(source.name), source.id)
        if first != source.id:
            reason = f"has the same name as {first}; merge the two"
            yield _source_finding("same-name", source, reason)
        if is_pronoun(source.name):
            yield _source_finding("pronoun", source, f"“{source.name}” is a pronoun, not a name")
        if source.id not in used and not source.concerned:
            yield _source_finding(
                "unused-source", source, "not named by any sentence, and not concerned"
            )
        if source.id in used and source.kind is None:
            yield _source_finding("no-kind", source, "no kind")
        elif source.kind is not None and codebook.term(codebook.kinds, source.kind) is None:
            yield _source_finding(
                "unknown-kind", source, f"the codebook has no kind of source “{source.kind}”"
            )


def _source_finding(code: str, source: Source, reason: str) -> Finding:
    return Finding(code, reason, source=source.id)


def _furniture_findings(sentence: Sentence) -> Iterator[Finding]:
    if sentence.tag is not None:
        reason = f"tagged, although it is furniture ({sentence.part}), which is never counted"
        yield Finding("tagged-furniture", reason, sentence.id)


def _role_findings(sentence: Sentence, role: Role) -> Iterator[Finding]:
    if role.answers and not sentence.answers:
        yield Finding("no-link", "answers no claim", sentence.id)
    if role.answers and sentence.source is None:
        yield Finding("no-source", "has no source", sentence.id)
    for answer in sentence.answers:
        if role is Role.NON_RESPONSE and answer.stance is not None:
            reason = f"the answer to {answer.claim} has a stance, but a non-response never has one"
            yield Finding("stance-of-silence", reason, sentence.id)
        if role is Role.CONFIRMATION and answer.stance is None:
            reason = f"the answer to {answer.claim} has no stance"
            yield Finding("no-stance", reason, sentence.id)


def _leftover_findings(sentence: Sentence, role: Role) -> Iterator[Finding]:
    left = unused_fields(sentence, role)
    if left:
        reason = f"has values that this tag does not use: {', '.join(left)}"
        yield Finding("leftover", reason, sentence.id)


def unused_fields(sentence: Sentence, role: Role) -> tuple[str, ...]:
    """The names of the fields left from an earlier tag, which measures ignore."""
    fields = {
        "source": sentence.source is not None and not role.attributes,
        "via": sentence.via is not None and not role.attributes,
        "cue": sentence.cue is not None and not role.attributes,
        "answers": bool(sentence.answers) and not role.answers,
        "checkable": not sentence.checkable and role is not Role.CLAIM,
    }
    return tuple(name for name, stays in fields.items() if stays)


def _answer_findings(
    sentence: Sentence, annotations: AnnotationSet, codebook: Codebook
) -> Iterator[Finding]:
    claims = Counter(answer.claim for answer in sentence.answers)
    if sentence.id in claims:
        yield Finding("answers-itself", "answers itself", sentence.id)
    for claim in (claim for claim, times in claims.items() if times > 1):
        yield Finding("answered-twice", f"answers {claim} twice", sentence.id)
    if not codebook.role(sentence.tag).answers:
        return
    for claim in claims:
        yield from _claim_findings(sentence, annotations.sentence(claim), codebook)


def _claim_findings(sentence: Sentence, claim: Sentence, codebook: Codebook) -> Iterator[Finding]:
    if claim.id == sentence.id:
        return
    if not claim.body or codebook.role(claim.tag) is not Role.CLAIM:
        reason = f"answers {claim.id}, which is not a claim"
        yield Finding("no-claim", reason, sentence.id)
    elif sentence.source is not None and sentence.source == claim.source:
        reason = f"{claim.id} and its answer have the same source"
        yield Finding("own-source", reason, sentence.id)
