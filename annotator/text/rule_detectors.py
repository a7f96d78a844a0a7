"""Detectors for changed rules of the codebook: sentences that a rule may concern.

Each detector looks at one sentence and its annotation, and says whether the rule may change the
decision. A hit is a place to look, not an error. Rules that need the meaning of the text have none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import CONTRADICTS, DOCUMENT, OTHER, PARTIAL, Codebook, Role, Rule


class Context(NamedTuple):
    """The annotation set that a sentence is in, and the codebook its tags are from."""

    annotations: AnnotationSet
    codebook: Codebook

    def role(self, sentence: Sentence) -> Role:
        """What the sentence's tag counts as."""
        return self.codebook.role(sentence.tag)


class Detector(NamedTuple):
    """How to find sentences for a rule.

    Attributes:
        rule: The rule's id.
        words: What a hit has, to be read after "may fall under".
        finds: Whether a sentence is a hit.
    """

    rule: str
    words: str
    finds: Callable[[Sentence, Context], bool]


_EQUAL = re.compile(
    r"(?:[,;] (?:and|but)|;) (?:[\w’'-]+ ){1,6}?"
    r"(?:\w+ed|said|says|was|were|is|are|had|has|have|did|would|will|could|can)\b"
)
_SUBORDINATE = re.compile(
    r",? (?:which|who|whom|where)\b[^,;.]*,? (?:according to|said by)\b", re.I
)
_HEARSAY = re.compile(r"\b(?:reportedly|allegedly|supposedly|purportedly)\b", re.I)
_DIGITS = re.compile(r"\d")
_DATE_OR_AGE = re.compile(
    r"\b(?:1\d|20)\d\d\b|\b\d{1,3}(?:-| )years?(?:-| )?(?:old)?\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b"
)
_UNCERTAIN = re.compile(
    r"\b(?:if|would|should|could|might|may|will|promis\w+|vow\w*|urg\w+|call\w* on|ask\w*)\b", re.I
)
_BLAME = re.compile(
    r"\b(?:because|blam\w+|credit\w*|caus\w+|thanks to|in order to|due to|led to)\b", re.I
)
_EXAMPLE = re.compile(r"\b(?:for example|for instance|such as|among them|one of)\b", re.I)
_COUNTER = re.compile(r"\b(?:accus\w+|in turn|instead blamed|countered)\b", re.I)
_ALLEGATIONS = re.compile(
    r"\b(?:these|those|the|such|all) (?:allegations|accusations|claims|charges)\b", re.I
)
_REFUSED_TO = re.compile(r"\b(?:to|by|from) (?:the )?[A-Z]\w+")
_ANNOUNCES = re.compile(r":[”\"’]?$")


def equal_clauses(sentence: Sentence, _: Context) -> bool:
    """Whether a conjunction or semicolon seems to join two main clauses."""
    return bool(sentence.tag and _EQUAL.search(sentence.text))


def subordinate_attribution(sentence: Sentence, _: Context) -> bool:
    """Whether an attribution is inside a relative clause, and the sentence has a source."""
    return bool(sentence.source and _SUBORDINATE.search(sentence.text))


def cue_without_source(sentence: Sentence, _: Context) -> bool:
    """Whether there is a cue and no source, or a source beside a word such as “reportedly”."""
    hearsay = bool(_HEARSAY.search(sentence.text))
    return (sentence.cue is not None and not sentence.source) or bool(hearsay and sentence.source)


def relay(sentence: Sentence, _: Context) -> bool:
    """Whether the sentence has a via."""
    return sentence.via is not None


def continued_speech(sentence: Sentence, _: Context) -> bool:
    """Whether the sentence has a source and no cue."""
    return sentence.source is not None and sentence.cue is None


def document_as_source(sentence: Sentence, context: Context) -> bool:
    """Whether the source is a document and the sentence has no cue."""
    source = context.annotations.source_of(sentence)
    return source is not None and source.kind == DOCUMENT and sentence.cue is None


def checkable(sentence: Sentence, context: Context) -> bool:
    """Whether a claim counts as checkable although it may be a promise, an appeal or a what-if."""
    claim = context.role(sentence) is Role.CLAIM
    return claim and sentence.checkable and bool(_UNCERTAIN.search(sentence.text))


def figure(sentence: Sentence, context: Context) -> bool:
    """Whether the digits of a claim without a source are all in dates, times or ages."""
    left = _DATE_OR_AGE.sub("", sentence.text)
    dated = left != sentence.text and not _DIGITS.search(left)
    return context.role(sentence) is Role.CLAIM and not sentence.source and dated


def undisputed_past(sentence: Sentence, context: Context) -> bool:
    """Whether a background sentence has words of blame, credit or cause."""
    background = context.role(sentence) is Role.BACKGROUND
    return background and bool(_BLAME.search(sentence.text))


def example_as_evidence(sentence: Sentence, context: Context) -> bool:
    """Whether a claim or confirmation has words that give an example."""
    tagged = context.role(sentence) in {Role.CLAIM, Role.CONFIRMATION}
    return tagged and bool(_EXAMPLE.search(sentence.text))


def counter_accusation(sentence: Sentence, _: Context) -> bool:
    """Whether an answer that contradicts is an accusation."""
    contradicts = any(each.stance == CONTRADICTS for each in sentence.answers)
    return contradicts and bool(_COUNTER.search(sentence.text))


def half_denied(sentence: Sentence, _: Context) -> bool:
    """Whether an answer has several links with contradicts, or contradicts one and grants part."""
    stances = [each.stance for each in sentence.answers]
    return CONTRADICTS in stances and (len(stances) > 1 or PARTIAL in stances)


def these_allegations(sentence: Sentence, context: Context) -> bool:
    """Whether an answer speaks of “these allegations”, “the accusations” and the like."""
    return context.role(sentence).answers and bool(_ALLEGATIONS.search(sentence.text))


def asked_by_another_outlet(sentence: Sentence, context: Context) -> bool:
    """Whether a non-response without a via names someone the party refused."""
    silent = context.role(sentence) is Role.NON_RESPONSE
    return silent and sentence.via is None and bool(_REFUSED_TO.search(sentence.text))


def answers_forward(sentence: Sentence, context: Context) -> bool:
    """Whether a confirmation has no link, so that its claim may come later."""
    return context.role(sentence) is Role.CONFIRMATION and not sentence.answers


def announcing(sentence: Sentence, _: Context) -> bool:
    """Whether the sentence ends in a colon."""
    return bool(sentence.tag and _ANNOUNCES.search(sentence.text))


def furniture(sentence: Sentence, _: Context) -> bool:
    """Whether the sentence is furniture of the kind other."""
    return sentence.part == OTHER


DETECTORS = (
    Detector("equal-clauses", "two main clauses", equal_clauses),
    Detector(
        "subordinate-attribution", "attribution in a subordinate clause", subordinate_attribution
    ),
    Detector("cue-without-source", "a cue without a source", cue_without_source),
    Detector("relay", "a via", relay),
    Detector("continued-speech", "a source without a cue", continued_speech),
    Detector("document-as-source", "a document as source, without a cue", document_as_source),
    Detector("checkable", "checkable, but maybe a promise or a what-if", checkable),
    Detector("figure", "a claim whose only number is a date or an age", figure),
    Detector("undisputed-past", "background that gives a cause, blame or credit", undisputed_past),
    Detector("example-as-evidence", "an example", example_as_evidence),
    Detector("counter-accusation", "an accusation that contradicts a claim", counter_accusation),
    Detector("half-denied", "a denial with more than one link", half_denied),
    Detector("these-allegations", "an answer to “allegations”", these_allegations),
    Detector("asked-by-another-outlet", "a refusal to a named party", asked_by_another_outlet),
    Detector("answers-forward", "a confirmation without a link", answers_forward),
    Detector("announcing", "a sentence that ends in a colon", announcing),
    Detector("furniture", "furniture of kind other", furniture),
)
"""The detectors, by the rules of the built-in codebook.

`disputed-later` has none: whether a later speaker disputes a sentence is not in its words.
"""


def rule_hits(
    annotations: AnnotationSet,
    codebook: Codebook,
    rules: Iterable[Rule],
    table: Iterable[Detector] = DETECTORS,
) -> Mapping[str, tuple[Detector, ...]]:
    """The detectors that hit each sentence, by its id; sentences without hits are left out.

    Args:
        annotations: The set.
        codebook: The codebook that the set was made with.
        rules: The rules that changed.
        table: The detectors; those of other rules are passed over.
    """
    wanted = {rule.id for rule in rules}
    detectors = [each for each in table if each.rule in wanted]
    context = Context(annotations, codebook)
    found = {
        sentence.id: tuple(each for each in detectors if each.finds(sentence, context))
        for sentence in annotations.sentences
    }
    return {sentence: hits for sentence, hits in found.items() if hits}


def hit_reasons(hits: Mapping[str, tuple[Detector, ...]]) -> Iterator[tuple[str, str]]:
    """Each sentence's id with its reason in words: "rule relay (a via)"."""
    for sentence, detectors in hits.items():
        yield sentence, "; ".join(f"rule {each.rule} ({each.words})" for each in detectors)
