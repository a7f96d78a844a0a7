"""The columns of a dataset as the card of Hugging Face declares them, made of the Parquet schema.

The tags are declared as a ClassLabel, so that `datasets` gives numbers in the codebook's order,
though the files hold words: `rows.features["tag"].names` has the words.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.formats.parquet import LABELS

if TYPE_CHECKING:
    import pyarrow as pa

CLASS_LABEL = "tag"


def features(schema: "pa.Schema") -> Iterator[str]:
    """The lines of `dataset_info` in a card's head."""
    yield "dataset_info:"
    yield "  features:"
    for field in schema:
        if field.name == CLASS_LABEL:
            yield from _class_label(field)
        else:
            yield from _field(field, "  ")


def _class_label(field: "pa.Field") -> Iterator[str]:
    yield f"  - name: {field.name}"
    yield "    dtype:"
    yield "      class_label:"
    yield "        names:"
    for number, name in enumerate(json.loads(field.metadata[LABELS.encode()])):
        yield f'          "{number}": {json.dumps(name)}'


def _field(field: "pa.Field", margin: str) -> Iterator[str]:
    import pyarrow as pa  # noqa: PLC0415 (a third of a second)

    yield f"{margin}- name: {field.name}"
    if not pa.types.is_list(field.type):
        yield f"{margin}  dtype: {field.type}"
    elif not pa.types.is_struct(field.type.value_type):
        yield f"{margin}  list: {field.type.value_type}"
    else:
        yield f"{margin}  list:"
        for inner in field.type.value_type:
            yield from _field(inner, f"{margin}  ")
