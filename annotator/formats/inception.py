"""INCEpTION: a UIMA CAS in JSON for each article and annotator, by dkpro-cassis.

Sentences and cues are in one span layer, links in one relation layer, and the facts about the set
in a document layer. The INCEpTION project needs these custom layers before it can read a file. UIMA
counts UTF-16 units, which cassis converts.
"""

import operator
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from keyword import iskeyword
from pathlib import PurePath
from typing import Any

from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ExportOptions,
    Files,
    ImportedSet,
    ImportOptions,
    ImportResult,
)
from annotator.formats.export_layout import document_name, set_file_stem, set_values_from_path
from annotator.formats.json_values import (
    as_object,
    as_text,
    element_lines,
    encode_utf8,
    escape,
    parse_json,
)
from annotator.formats.positions import PositionUnit, TextPositions
from annotator.formats.row_columns import (
    COLUMNS_BY_NAME,
    DECISION_COLUMNS,
    HEADER_NAMES,
    STRUCTURED_KINDS,
    current_column,
    current_columns,
)
from annotator.formats.set_builder import build_article, import_result
from annotator.formats.spans import (
    LabeledSpan,
    Relation,
    SpanRole,
    SpanSet,
    header_values,
    import_spans,
    span_facts,
    span_set_of,
)
from annotator.model.annotation import SetForm, text_hash
from annotator.model.errors import DataError, Problem
from annotator.model.former_names import FORMER_COLUMNS
from annotator.text.strict_text import decode_utf8

SPAN_TYPE, RELATION_TYPE, SET_TYPE = (
    "custom.Attribution",
    "custom.AttributionLink",
    "custom.AttributionSet",
)
_SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_FACTS = ("sentence", "paragraph", *(column.name for column in DECISION_COLUMNS))
_ABOUT = (*HEADER_NAMES, "unused_sources")
# The name of a UIMA feature must not be a Python keyword.
_FEATURE_OF = {"pass": "passNumber"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*(?:\[\])?")
_STRUCTURES = "%FEATURE_STRUCTURES"
_NOT_OURS = ("uima.", "de.tudarmstadt.")
# Types that every INCEpTION file has and that are not annotations.
_STRUCTURAL = {
    *(_SENTENCE, _METADATA, "uima.tcas.DocumentAnnotation"),
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.TagsetDescription",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.LayerDefinition",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.FeatureDefinition",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata",
}


def write(corpus: Sequence[AnnotatedArticle], _: ExportOptions) -> Files:
    """One file per article and annotator.

    Raises:
        DataError: A text contains a character that UTF-8 cannot hold.
    """
    files: dict[str, bytes] = {}
    for annotated in corpus:
        for numbered_set in annotated.sets:
            name = f"{set_file_stem(numbered_set, annotated.article)}.json"
            encode_utf8(annotated.article.text, name)
            files[name] = _cas(span_set_of(annotated.article, numbered_set)).encode()
    return files


def _cas(own: SpanSet) -> str:
    from cassis import Cas  # noqa: PLC0415 (a fifth of a second)

    types = _types()
    cas = Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = own.article.text, "text/plain"
    document = own.article.document
    whole = {"begin": 0, "end": len(own.article.text)}
    title = {"documentTitle": document.title or document.id, "documentId": document.id}
    cas.add(types.get_type(_METADATA)(**title, **whole))
    about = {_FEATURE_OF.get(name, name): _text(each) for name, each in header_values(own).items()}
    # A document layer of INCEpTION is not a span, but must have one anyway.
    cas.add(types.get_type(SET_TYPE)(**about, **whole))
    spans = {}
    for region in own.regions:
        start, end = region.span
        facts = {name: _text(value) for name, value in region.facts.items()}
        spans[region.span_id] = types.get_type(SPAN_TYPE)(
            begin=start, end=end, label=region.label, **facts
        )
        cas.add(spans[region.span_id])
        if region.label != SpanRole.CUE:
            cas.add(types.get_type(_SENTENCE)(begin=start, end=end))
    for relation in own.relations:
        start, end = spans[relation.from_id], spans[relation.to_id]
        ends = {"Governor": start, "Dependent": end, "begin": end.begin, "end": end.end}
        cas.add(types.get_type(RELATION_TYPE)(label=relation.label, **ends))
    text: str = cas.to_json(pretty_print=True)
    return text


def _text(value: object) -> str:
    return value if isinstance(value, str) else escape(value)


def _types() -> Any:
    from cassis import TypeSystem  # noqa: PLC0415

    types = TypeSystem()
    annotation, text = "uima.tcas.Annotation", "uima.cas.String"
    types.create_type(_SENTENCE, annotation)
    metadata = types.create_type(_METADATA, annotation)
    features: dict[str, Sequence[str]] = {
        SPAN_TYPE: ("label", *_FACTS),
        RELATION_TYPE: ("label",),
        SET_TYPE: [_FEATURE_OF.get(name, name) for name in _ABOUT],
    }
    for name in ("documentTitle", "documentId"):
        types.create_feature(metadata, name, text)
    for layer, names in features.items():
        made = types.create_type(layer, annotation)
        for name in names:
            types.create_feature(made, name, text)
    for end in ("Governor", "Dependent"):
        types.create_feature(types.get_type(RELATION_TYPE), end, types.get_type(SPAN_TYPE))
    return types


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of a folder of CAS files in JSON.

    Raises:
        DataError: With all errors in them.
    """
    readings = (_of_file(file, data, options) for file, data in files.items())
    return import_result(readings, next(iter(files), ""), "has no .json file", options)


def _of_file(file: str, data: bytes, options: ImportOptions) -> Iterator[ImportedSet]:
    text = decode_utf8(data, file)
    value = parse_json(text, file)
    _refuse_names(value, file)
    lines = _lines(text, value)
    found = _understood(text, file, lines)
    places = TextPositions(as_text(found.text, file, "sofaString"))
    whole, name = _values_from_path(file)
    whole |= {each: _value(each, value, file) for each, value in found.about.items()}
    # A file from our own export has the hash of its text, and its positions can be trusted.
    trusted = whole.get("sha256") == text_hash(places.text)
    regions = [
        replace(
            each, facts=span_facts({n: _value(n, said, file) for n, said in each.facts.items()})
        )
        for each in _as_counted(found)
    ]
    article = build_article(whole, places.text, file, name)
    spans = SpanSet(article, whole, regions, found.relations, file)
    not_imported = [f"{file}: {each}" for each in found.not_imported]
    yield import_spans(
        spans, places, options, not_imported, usual=PositionUnit.UTF_16, trusted=trusted
    )


def _as_counted(found: "_CasContent") -> list[LabeledSpan]:
    """The regions with positions in UTF-16 units, as in the file before cassis converted them."""
    text = str(found.text)
    widths = accumulate((PositionUnit.UTF_16.width(each) for each in text), initial=0)
    at = dict(enumerate(widths))
    return [
        replace(each, span=(at.get(each.span[0], -1), at.get(each.span[1], -1)))
        for each in found.regions
    ]


def _refuse_names(value: Any, file: str) -> None:
    """Check that types and features have plain names, because cassis makes Python code of them."""
    types = as_object(value, file).get("%TYPES", {})
    for name, features in as_object(types, file).items():
        own = [each for each in as_object(features, file) if not each.startswith("%")]
        for each in (name, *own):
            if not _NAME.fullmatch(each) or any(map(iskeyword, each.split("."))):
                words = f"“{each[:60]}” is not a valid name of a type or feature"
                raise DataError(Problem(words, file))


@dataclass(slots=True)
class _CasContent:
    """The content of a CAS as plain values that are not checked yet."""

    text: object
    about: dict[str, Any] = field(default_factory=dict)
    regions: list[LabeledSpan] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    not_imported: list[str] = field(default_factory=list)


def _lines(text: str, value: Any) -> Mapping[int, int]:
    """The line of each feature structure, by its number; empty if they are not a list."""
    listed = value.get(_STRUCTURES)
    if not isinstance(listed, list):
        return {}
    lines = element_lines(text, (_STRUCTURES, None))
    numbers = [each.get("%ID") if isinstance(each, dict) else None for each in listed]
    return {
        number: lines[_STRUCTURES, at]
        for at, number in enumerate(numbers)
        if isinstance(number, int)
    }


def _understood(text: str, file: str, lines: Mapping[int, int]) -> _CasContent:
    from cassis import load_cas_from_json  # noqa: PLC0415

    try:
        return _plain(load_cas_from_json(text), lines)
    # cassis does not validate, so it can fail with any exception.
    except Exception as error:
        raise DataError(Problem("cannot be read as a UIMA CAS in JSON", file)) from error


def _plain(cas: Any, lines: Mapping[int, int]) -> _CasContent:
    found = _CasContent(cas.sofa_string)
    passed_over: Counter[str] = Counter()
    # Links are kept in the order in which they were made, not by position.
    for each in sorted(cas.select("uima.tcas.Annotation"), key=lambda one: one.xmiID):
        own, line = each.type.name, lines.get(each.xmiID, 1)
        if own == SET_TYPE:
            found.about |= _columns(each, _ABOUT)
        elif own.startswith(_NOT_OURS):
            passed_over[own] += own not in _STRUCTURAL
        elif _feature(each, "Governor") is not None and _feature(each, "Dependent") is not None:
            start, end = str(each["Governor"].xmiID), str(each["Dependent"].xmiID)
            found.relations.append(Relation(start, end, _label(each), line))
        else:
            span = (operator.index(each.begin), operator.index(each.end))
            facts = _columns(each, _FACTS)
            found.regions.append(LabeledSpan(str(each.xmiID), span, _label(each), facts, line))
            passed_over.update(f"the feature {name} of {own}" for name in _unread(each))
    found.not_imported = [
        f"{name} (times: {count})" for name, count in passed_over.items() if count
    ]
    return found


def _unread(each: Any) -> Iterator[str]:
    """The features of a span that have a value but are not imported."""
    known = {"label", "value", "identifier", "begin", "end", "sofa", *_FACTS}
    for feature in each.type.all_features:
        if (
            current_column(feature.name, known) not in known
            and _feature(each, feature.name) is not None
        ):
            yield feature.name


def _values_from_path(file: str) -> tuple[dict[str, Any], str]:
    """The values that follow from a file's folders, in our layout or in INCEpTION's."""
    folders = PurePath(file).parts[:-1]
    if len(folders) > 1 and folders[-2] == "annotation":
        return {"annotator": document_name(file)}, document_name(folders[-1])
    if len(folders) > 1 and folders[-2] == "curation":
        return {"form": SetForm.GOLD.value, "annotator": document_name(file)}, document_name(
            folders[-1]
        )
    return set_values_from_path(file), document_name(file)


def _feature(each: Any, name: str) -> Any:
    return each[name] if each.type.get_feature(name) is not None else None


def _columns(each: Any, names: Sequence[str]) -> dict[str, Any]:
    values = {feature: _feature(each, feature) for feature in (*names, *FORMER_COLUMNS)}
    values |= {name: _feature(each, feature) for name, feature in _FEATURE_OF.items()}
    found = {name: value for name, value in values.items() if value is not None}
    return {name: value for name, value in current_columns(found, names).items() if name in names}


def _value(name: str, value: Any, file: str) -> Any:
    structured = COLUMNS_BY_NAME[name].kind in STRUCTURED_KINDS and isinstance(value, str)
    return parse_json(value, file) if structured else value


def _label(each: Any) -> str:
    values: Iterator[Any] = (_feature(each, name) for name in ("label", "value", "identifier"))
    own = next((value for value in values if isinstance(value, str)), None)
    return own or str(each.type.name).rsplit(".", 1)[-1]
