"""The fields of a sentence, declared once: type, meaning, default and where they occur.

Files, columns of rows, the reader of headers and the class page take their fields from here. A new
field is an attribute of `Sentence` and a line in this table. Only a new type of field needs a
change in each of them.
"""

from enum import StrEnum
from typing import NamedTuple

from annotator.model.annotation import Sentence, SetForm


class FieldType(StrEnum):
    """The type of a field's value."""

    PART = "part"
    ID = "id"
    SOURCE = "source"
    TEXT = "text"
    CUE = "cue"
    ANSWERS = "answers"
    FLAG = "flag"
    COUNT = "count"
    IDS = "ids"
    PROVENANCE = "provenance"


class SentenceField(NamedTuple):
    """A field with a decision about a sentence.

    Attributes:
        name: Its name in the model, in files, in columns and on the class page.
        type: The type of its value.
        meaning: The description of its column.
        default: The value that is left out of a file.
        form: The only form of set that has the field; None if all have it.
        on_class_page: Whether students set it on the class page.
    """

    name: str
    type: FieldType
    meaning: str
    default: object = None
    form: SetForm | None = None
    on_class_page: bool = False

    def value_in(self, sentence: Sentence) -> object:
        """The field's value in a sentence; None if it is the default."""
        value: object = getattr(sentence, self.name)
        # For a field that holds a list, any empty list is the default.
        empty = self.default == () and not value
        return None if empty or value == self.default else value


_PARTS = "`title`, `dateline`, `byline`, `caption`, `pullquote` or `other`"
SENTENCE_FIELDS = (
    SentenceField("part", FieldType.PART, f"kind of furniture: {_PARTS}", on_class_page=True),
    SentenceField("tag", FieldType.ID, "the tag; empty if untagged", on_class_page=True),
    SentenceField("source", FieldType.SOURCE, "the source's name", on_class_page=True),
    SentenceField("via", FieldType.TEXT, "the outlet that passed the statement on"),
    SentenceField("cue", FieldType.CUE, "the attributing words", on_class_page=True),
    SentenceField(
        "answers",
        FieldType.ANSWERS,
        "the claims that the sentence answers, each with its stance",
        default=(),
        on_class_page=True,
    ),
    SentenceField(
        "checkable",
        FieldType.FLAG,
        "for a claim: whether it could be checked",
        default=True,
        on_class_page=True,
    ),
    SentenceField("note", FieldType.TEXT, "a note", on_class_page=True),
    SentenceField(
        "flag",
        FieldType.FLAG,
        "whether the sentence is flagged for review",
        default=False,
        on_class_page=True,
    ),
    SentenceField("seconds", FieldType.COUNT, "seconds spent on the sentence"),
    SentenceField(
        "accepted_tags",
        FieldType.IDS,
        "in a key: other tags that are accepted",
        default=(),
        form=SetForm.KEY,
    ),
    SentenceField(
        "explanation", FieldType.TEXT, "in a key: why the tag is right", form=SetForm.KEY
    ),
    SentenceField(
        "provenance",
        FieldType.PROVENANCE,
        "in gold: how the sentence was decided",
        form=SetForm.GOLD,
    ),
)
"""All fields, in the order of files and rows."""

CLASS_PAGE_FIELDS = tuple(each for each in SENTENCE_FIELDS if each.on_class_page)
"""The fields that students set on the class page."""
