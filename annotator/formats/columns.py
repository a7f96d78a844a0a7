"""The columns of a row, declared once: every format that writes rows has these, in this order.

Formats that mark regions in a text use the same names for what they say of a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    FLAG = "true or false"
    WORDS = "list of ids"
    ANSWERS = "list of claims and stances"
    SOURCES = "list of sources"
    VOTES = "votes by annotator"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and what that means.

    Attributes:
        quotes: Whether it holds words of the article.
    """

    name: str
    kind: Kind
    meaning: str
    quotes: bool = False


TEXT, WHOLE, FLAG = Kind.TEXT, Kind.WHOLE, Kind.FLAG

OF_DOCUMENT = (
    Column("document", TEXT, "the document's id"),
    Column("title", TEXT, "the article's title"),
    Column("outlet", TEXT, "who published it"),
    Column("url", TEXT, "its address"),
    Column("published", TEXT, "its date, as ISO 8601 has it"),
    Column("language", TEXT, "its language"),
    Column("sha256", TEXT, "the SHA-256 of its text in UTF-8"),
)
OF_SET = (
    Column("annotator", TEXT, "who tagged it"),
    Column("form", TEXT, "`annotations`, `key` or `gold`"),
    Column("pass", WHOLE, "which of the annotator's passes, from 1"),
    Column("status", TEXT, "`finished` or `unusable`"),
    Column("status_reason", TEXT, "why it is unusable"),
    Column("codebook", TEXT, "the codebook's name"),
    Column("codebook_version", TEXT, "its version"),
    Column("codebook_sha256", TEXT, "the SHA-256 of its file"),
    Column("next_id", WHOLE, "the number of the next new sentence"),
)
OF_PLACE = (
    Column("sentence", TEXT, "the sentence's id, which never changes"),
    Column("start", WHOLE, "where it begins, in code points of the text from 0"),
    Column("end", WHOLE, "where it ends (exclusive)"),
    Column("paragraph", WHOLE, "its paragraph, from 1"),
    Column("text", TEXT, "its text", quotes=True),
)
OF_DECISION = (
    Column(
        "part",
        TEXT,
        "of furniture: `title`, `dateline`, `byline`, `caption`, `pullquote` or `other`",
    ),
    Column("tag", TEXT, "the tag; none where none was given"),
    Column("source", TEXT, "the source's name"),
    Column("source_id", TEXT, "the source's id in this set"),
    Column("kind", TEXT, "the source's kind"),
    Column("affiliation", TEXT, "the source's affiliation"),
    Column("concerned", FLAG, "whether the claims are about the source"),
    Column("via", TEXT, "who relayed it"),
    Column("cue", TEXT, "the words that attribute", quotes=True),
    Column("cue_start", WHOLE, "where they begin, in code points of the text from 0"),
    Column("cue_end", WHOLE, "where they end (exclusive)"),
    Column("answers", Kind.ANSWERS, "the claims that it answers, each with its stance"),
    Column("checkable", FLAG, "of a claim: whether it could be checked"),
    Column("note", TEXT, "a note"),
    Column("flag", FLAG, "whether it is flagged for a second look"),
    Column("seconds", WHOLE, "seconds spent on it"),
    Column("also", Kind.WORDS, "on a key: further tags that are accepted"),
    Column("explanation", TEXT, "on a key: why"),
    Column("provenance", TEXT, "on gold: how the decision came about"),
    Column("curator", TEXT, "on gold: who decided"),
    Column("reason", TEXT, "on gold: why"),
    Column("votes", Kind.VOTES, "on gold: what each annotator had"),
)
OF_ROW = (
    Column("before", TEXT, "the white space between the sentence before and this one"),
    Column("after", TEXT, "of the last sentence: the white space after it"),
    Column("unheard", Kind.SOURCES, "of the first sentence: the set's sources that none names"),
)
OF_WHOLE = tuple(column.name for column in (*OF_DOCUMENT, *OF_SET))
"""The names of what is said of a document and of a set, not of one of its sentences."""
COLUMNS = (*OF_DOCUMENT, *OF_SET, *OF_PLACE, *OF_DECISION, *OF_ROW)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}

DEFAULTS: Mapping[str, object] = {"checkable": True, "concerned": False, "flag": False, "pass": 1}
"""What a column that is left out says; of any other it is nothing."""
