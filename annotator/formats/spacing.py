"""An article's text put together from its sentences, where the text itself is not at hand."""

from collections.abc import Sequence

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.document import text_hash
from annotator.model.faults import Fault, Refused

WIDEST = 100_000
"""More white space than any article has between two sentences, in code points."""


def joined(
    sentences: Sequence[Sentence], gaps: Sequence[object], after: object = None
) -> tuple[str, bool]:
    """The text, and whether white space in it is guessed: its width is known and not its kind.

    Args:
        sentences: With their spans, in order.
        gaps: The white space before each; None where it is not known.
        after: The white space after the last one; None where it is not known.

    Raises:
        ValueError: A sentence stands further from the one before it than in any article.
    """
    pieces: list[str] = []
    end, paragraph = 0, None
    guessed = after is None
    for sentence, gap in zip(sentences, gaps, strict=True):
        width = max(sentence.span[0] - end, 0)
        if width > WIDEST:
            raise ValueError(f"{sentence.id} begins {width:,} code points after what is before it")
        guess = "\n\n" if width == 2 and paragraph != sentence.paragraph else " " * width
        guessed |= gap is None and width > 0
        pieces += (guess if gap is None else str(gap), sentence.text)
        end, paragraph = sentence.span[1], sentence.paragraph
    pieces.append("" if after is None else str(after))
    return "".join(pieces), guessed


def recovered(annotations: AnnotationSet, file: str) -> tuple[str, bool]:
    """The text that a set's sentences give, and whether it is the one that the set was made on.

    Args:
        annotations: The set.
        file: Its file, for the fault.

    Raises:
        Refused: A sentence stands further from the one before it than in any article.
    """
    try:
        text, _ = joined(annotations.sentences, [None] * len(annotations.sentences))
    except ValueError as error:
        raise Refused(Fault(str(error), file)) from error
    for candidate in (text, f"{text}\n"):
        if text_hash(candidate) == annotations.document.sha256:
            return candidate, True
    return text, False
