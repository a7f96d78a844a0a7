"""What is said of a sentence in the list, in a few characters."""

import re
from collections.abc import Iterable

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook, Role
from annotator.model.consistency import Finding
from annotator.text.safe import Safe, visible

NO_TAG = "·"
FLAG, NOTE = "⚑", "✎"
DOUBT = "?"


def mark(sentence: Sentence, codebook: Codebook) -> Safe:
    """The sign of its tag; a blank for furniture, a question mark for a tag that is none."""
    if not sentence.body:
        return visible(" ")
    if sentence.tag is None:
        return visible(NO_TAG)
    tag = codebook.tag(sentence.tag)
    return visible(tag.mark if tag else "?")


def colour(sentence: Sentence, codebook: Codebook) -> str:
    """The name of the colour that repeats the mark; empty where there is none."""
    tag = codebook.tag(sentence.tag) if sentence.body else None
    return tag.colour if tag else ""


def signs(sentence: Sentence) -> Safe:
    """Two cells: flagged or not, a note or not."""
    return visible((FLAG if sentence.flag else " ") + (NOTE if sentence.note else " "))


def links(annotations: AnnotationSet, sentence: Sentence) -> str:
    """The numbers of the sentences that it answers: `→1,2`; empty where it answers none."""
    positions = annotations.positions
    numbers = [
        str(positions[answer.claim] + 1) for answer in sentence.answers if answer.claim in positions
    ]
    return f"→{','.join(numbers)}" if numbers else ""


def suffix(annotations: AnnotationSet, sentence: Sentence, codebook: Codebook) -> Safe:
    """What stands behind its last word: source, links, whether it is checkable; how gold came.

    Before there is a tag all of it is shown, because any tag may use it.
    """
    role, untagged = codebook.role(sentence.tag), sentence.tag is None
    by = sentence.provenance.by if sentence.provenance else ""
    if not sentence.body:
        return visible(f"({codebook.part_name(sentence.part)}) {by}".rstrip())
    source = annotations.source_of(sentence)
    said = [
        f"‹{source.name}›" if source and (role.attributes or untagged) else "",
        links(annotations, sentence) if role.answers or untagged else "",
        "not checkable" if not sentence.checkable and (role is Role.CLAIM or untagged) else "",
        by,
    ]
    return visible(" ".join(part for part in said if part))


def reasons(annotations: AnnotationSet, doubts: Iterable[Finding]) -> str:
    """Why there is a doubt, with sentences by their numbers on the screen."""
    positions = annotations.positions

    def number(match: re.Match[str]) -> str:
        return str(positions[match[0]] + 1) if match[0] in positions else match[0]

    return "; ".join(re.sub(r"\bs[0-9]+\b", number, each.reason) for each in doubts)
