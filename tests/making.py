"""Small annotation sets for tests."""

from annotator.model.annotation import AnnotationSet, Document, Sentence, text_hash
from annotator.model.codebook import CodebookReference


def cut(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text: each ends at a full stop, each line is a paragraph."""
    sentences: list[Sentence] = []
    at = 0
    for paragraph, line in enumerate(text.split("\n"), 1):
        for piece in line.split(".")[:-1]:
            words = piece.strip() + "."
            at = text.index(words, at)
            span = (at, at + len(words))
            sentences.append(Sentence(f"s{len(sentences) + 1}", span, paragraph, words))
            at = span[1]
    return tuple(sentences)


def annotation_set(text: str, annotator: str = "Ada") -> AnnotationSet:
    """An untagged set on a text whose sentences end in full stops."""
    sentences = cut(text)
    return AnnotationSet(
        document=Document("article", text_hash(text)),
        annotator=annotator,
        codebook=CodebookReference("attribution", "1", "0" * 64),
        sentences=sentences,
        next_id=len(sentences) + 1,
    )
