"""The prompt level of a project: what annotators are asked for after a tag."""

from enum import StrEnum
from typing import NamedTuple


class PromptLevel(StrEnum):
    """What annotators are asked for; each asks for what the one before does, and more."""

    TAGS = "tags"
    SOURCES = "sources"
    LINKS = "links"


class PromptSettings(NamedTuple):
    """What is asked for after a tag.

    Attributes:
        level: Tags alone, their sources too, or also what they answer.
        cues: Whether cues are asked for along with the sources.
    """

    level: PromptLevel = PromptLevel.TAGS
    cues: bool = True

    @property
    def sources(self) -> bool:
        """Whether sources are asked for."""
        return self.level is not PromptLevel.TAGS

    @property
    def links(self) -> bool:
        """Whether it is asked which claims a sentence answers."""
        return self.level is PromptLevel.LINKS
