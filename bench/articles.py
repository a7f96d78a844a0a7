"""Articles of any length with invented sentences. They are the same each time."""

from pathlib import Path

from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, open_for_tagging

A_PARAGRAPH = 3


def article(sentences: int) -> str:
    """An article with this number of sentences, three per paragraph."""
    texts = [
        f"The harbour authority said on Monday that crane number {number} had stopped before dawn "
        "and would not run again this week."
        for number in range(sentences)
    ]
    starts = range(0, sentences, A_PARAGRAPH)
    return "\n\n".join(" ".join(texts[start : start + A_PARAGRAPH]) for start in starts)


def opened(folder: Path, sentences: int) -> OpenSet:
    """A set of such an article, open for tagging."""
    path = folder / f"article-{sentences}.txt"
    path.write_text(article(sentences), "utf-8")
    return open_for_tagging(Target(str(path), annotator="bench"))
