"""The fields of a sentence, declared once: what each holds, its default and where it occurs.

Files, columns of rows, the reader of headers and the class page take their fields from here. A new
field is an attribute of `Sentence` and a line of this table. Only a new type of field has to be
taught to each of them.
"""

from enum import StrEnum
from typing import NamedTuple

from annotator.model.annotation import Sentence, SetForm


class FieldType(StrEnum):
    """What a field holds."""

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
    """A field that says what was decided about a sentence.

    Attributes:
        name: In the model, in files, in columns and on the class page.
        type: What it holds.
        meaning: What its column says.
        default: The value at which it is left out of a file.
        form: The only form of set that has it; None where all have.
        on_class_page: Whether students decide it on the class page.
    """

    name: str
    type: FieldType
    meaning: str
    default: object = None
    form: SetForm | None = None
    on_class_page: bool = False

    def value_in(self, sentence: Sentence) -> object:
        """The field's value in a sentence; None where it is at its default."""
        value: object = getattr(sentence, self.name)
        # An empty list of any kind is the default of a field that is a list.
        empty = self.default == () and not value
        return None if empty or value == self.default else value


_PARTS = "`title`, `dateline`, `byline`, `caption`, `pullquote` or `other`"
SENTENCE_FIELDS = (
    SentenceField("part", FieldType.PART, f"of furniture: {_PARTS}", on_class_page=True),
    SentenceField("tag", FieldType.ID, "the tag; none where none was given", on_class_page=True),
    SentenceField("source", FieldType.SOURCE, "the source's name", on_class_page=True),
    SentenceField("via", FieldType.TEXT, "who relayed it"),
    SentenceField("cue", FieldType.CUE, "the words that attribute", on_class_page=True),
    SentenceField(
        "answers",
        FieldType.ANSWERS,
        "the claims that it answers, each with its stance",
        default=(),
        on_class_page=True,
    ),
    SentenceField(
        "checkable",
        FieldType.FLAG,
        "of a claim: whether it could be checked",
        default=True,
        on_class_page=True,
    ),
    SentenceField("note", FieldType.TEXT, "a note", on_class_page=True),
    SentenceField(
        "flag",
        FieldType.FLAG,
        "whether it is flagged for a second look",
        default=False,
        on_class_page=True,
    ),
    SentenceField("seconds", FieldType.COUNT, "seconds spent on it"),
    SentenceField(
        "accepted_tags",
        FieldType.IDS,
        "on a key: further tags that are accepted",
        default=(),
        form=SetForm.KEY,
    ),
    SentenceField("explanation", FieldType.TEXT, "on a key: why", form=SetForm.KEY),
    SentenceField(
        "provenance",
        FieldType.PROVENANCE,
        "on gold: how the decision came about",
        form=SetForm.GOLD,
    ),
)
"""In the order in which files and rows have them."""

CLASS_PAGE_FIELDS = tuple(each for each in SENTENCE_FIELDS if each.on_class_page)
"""Those that students decide on the class page."""
