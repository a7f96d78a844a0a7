"""The prompt level of a project: what annotators are asked for after they choose a tag."""

from enum import StrEnum
from typing import NamedTuple


class PromptLevel(StrEnum):
    """What annotators are asked for. Each level includes the ones before it."""

    TAGS = "tags"
    SOURCES = "sources"
    LINKS = "links"


class PromptSettings(NamedTuple):
    """What annotators are asked for after they choose a tag.

    Attributes:
        level: Tags only, sources too, or also the claims that a sentence answers.
        cues: Whether cues are asked for together with sources.
    """

    level: PromptLevel = PromptLevel.TAGS
    cues: bool = True

    @property
    def sources(self) -> bool:
        """Whether annotators are asked for sources."""
        return self.level is not PromptLevel.TAGS

    @property
    def links(self) -> bool:
        """Whether annotators are asked which claims a sentence answers."""
        return self.level is PromptLevel.LINKS
