"""Every format is read with the names of columns and kinds that were written before."""

import io
import re
from dataclasses import replace

import pyarrow as pa
import pytest
from pyarrow import parquet

from annotator.formats.exchange_types import AnnotatedArticle, Files
from annotator.formats.registry import FORMATS, FORMATS_BY_NAME
from annotator.model.annotation import AnnotationSet, Provenance, Sentence, SetForm
from annotator.model.former_names import FORMER_COLUMNS, FORMER_KINDS
from annotator.project.pass_selection import NumberedSet
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS

BEFORE = {new: old for old, new in {**FORMER_COLUMNS, **FORMER_KINDS}.items()}
_NAMES = re.compile(rf"\b({'|'.join(BEFORE)})\b")
BOTH_WAYS = sorted(each.name for each in FORMATS if each.reads and each.writes)


def with_all_renamed() -> AnnotatedArticle:
    """A key and gold that have all that was renamed."""
    article = an_annotated_article()
    (numbered_set,) = article.sets
    own = numbered_set.annotations
    decided = Provenance("single", decisions={"Ada": {"tag": "claim"}})
    key = with_first(own, replace(own.sentences[0], accepted_tags=("background",)), SetForm.KEY)
    gold = with_first(own, replace(own.sentences[0], provenance=decided), SetForm.GOLD)
    return replace(article, sets=(NumberedSet(key), NumberedSet(gold)))


def with_first(annotations: AnnotationSet, first: Sentence, form: SetForm) -> AnnotationSet:
    sentences = (first, *annotations.sentences[1:])
    return replace(annotations, sentences=sentences, form=form)


def formerly(files: Files) -> Files:
    """The same files as they were written before."""
    return {
        name: _parquet(data) if name.endswith(".parquet") else _text(data)
        for name, data in files.items()
    }


def _text(data: bytes) -> bytes:
    return _NAMES.sub(lambda found: BEFORE[found[0]], data.decode()).encode()


def _parquet(data: bytes) -> bytes:
    table = parquet.read_table(io.BytesIO(data))
    names = [BEFORE.get(name, name) for name in table.column_names]
    kinds = [BEFORE.get(str(kind)) if kind else None for kind in table["kind"].to_pylist()]
    table = table.set_column(names.index("kind"), "kind", pa.array(kinds))
    sink = io.BytesIO()
    parquet.write_table(table.rename_columns(names), sink)
    return sink.getvalue()


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_under_former_names_the_same_work_is_read(name: str) -> None:
    found = FORMATS_BY_NAME[name]
    files = found.write((with_all_renamed(),), EXPORT_OPTIONS)
    old = formerly(files)
    assert old != files
    today, before = (found.read(each, IMPORT_OPTIONS) for each in (files, old))
    assert before == today
    read = [numbered_set.annotations for each in today.articles for numbered_set in each.sets]
    assert {each.accepted_tags for own in read for each in own.sentences} == {(), ("background",)}
    assert [source.kind for own in read for source in own.sources] == ["organization"] * 4
