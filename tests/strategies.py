"""Hypothesis strategies: hard texts, sets, articles, edits, projects, tables of labels."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from annotator.formats.exchange_types import AnnotatedArticle
from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Article,
    Cue,
    Document,
    Exposure,
    Provenance,
    Sentence,
    SetForm,
    Shown,
    Source,
    Standing,
    Status,
    SuggestedField,
    SuggestedValue,
    text_hash,
)
from annotator.model.changes import Edit
from annotator.model.codebook import KINDS, PARTS, STANCES, Codebook, CodebookReference, Role
from annotator.model.decisions import GoldBasis
from annotator.model.edits import (
    Batch,
    ClearTag,
    EditSource,
    JoinSentences,
    MergeSources,
    SetAnswers,
    SetCheckable,
    SetCue,
    SetFlag,
    SetNote,
    SetPart,
    SetSource,
    SetStatus,
    SetTag,
    SetVia,
    SplitSentence,
)
from annotator.model.name_folding import file_name, is_identifier
from annotator.model.project import Overlap, Project, Round, RoundPurpose
from annotator.model.prompt_level import PromptLevel
from annotator.model.suggestion_settings import MODES, SuggestionSettings
from annotator.project.pass_selection import NumberedSet
from annotator.stats.agreement.label_matrix import MISSING, LabelMatrix
from tests.factories import (
    BACKGROUND,
    CLAIM,
    CONFIRMATION,
    FOUR_TAGS,
    NON_RESPONSE,
    a_codebook_of,
    a_document,
    a_numbered_sentence,
    a_set_of,
)
from tests.hostile import CORPUS

TAGS = (CLAIM, CONFIRMATION, NON_RESPONSE, BACKGROUND)

# Everything that a Python string can hold, and what readers of YAML trip over, alone and mixed. (An
# alphabet that is a union of two would say it in one line, and take three times as long to draw.)
_any_characters = st.text(st.characters(exclude_categories=()), max_size=20)
_tripping = st.text('\x85\u2028\ufeff\ud800"\\\n\t\x1b#:- a', max_size=8)
any_text = _any_characters | _tripping | st.builds("".join, st.tuples(_any_characters, _tripping))
names = any_text.filter(lambda text: text.strip() != "") | st.sampled_from(
    ["No", "012", "1e3", "~", "=", "<<", "null", "0x1F", "12:30:45", "1_000", ".inf", "- a", "&x"]
)
identifiers = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).filter(is_identifier)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


def maybe(strategy: SearchStrategy[str]) -> SearchStrategy[str | None]:
    """A value of the strategy, or None."""
    return st.none() | strategy


documents = st.builds(
    Document,
    id=names.map(file_name),
    sha256=hashes,
    title=maybe(any_text),
    outlet=maybe(any_text),
    url=maybe(any_text),
    published=maybe(any_text),
    language=st.sampled_from(["en", "no", "zh-Hans", ""]),
)
references = st.builds(CodebookReference, name=any_text, version=any_text, sha256=hashes)


def source_lists_of(
    named: SearchStrategy[str], texts: SearchStrategy[str]
) -> SearchStrategy[tuple[Source, ...]]:
    """Up to three sources under ids of their own, with names and affiliations like these."""
    sources = st.builds(
        Source,
        id=identifiers,
        name=named,
        kind=maybe(st.sampled_from(KINDS)),
        affiliation=maybe(texts),
        concerned=st.booleans(),
        standing=maybe(st.sampled_from([each.value for each in Standing])),
        standing_reason=maybe(texts),
    )
    return st.lists(sources, max_size=3, unique_by=lambda source: source.id).map(tuple)


def provenances_of(
    named: SearchStrategy[str], texts: SearchStrategy[str]
) -> SearchStrategy[Provenance]:
    """The provenance of a decision, with decisions by annotators of these names."""
    return st.builds(
        Provenance,
        basis=st.sampled_from([each.value for each in GoldBasis]),
        curator=maybe(texts),
        reason=maybe(texts),
        decisions=st.dictionaries(
            named, st.dictionaries(identifiers, texts, max_size=2), max_size=2
        ),
    )


source_lists = source_lists_of(names, any_text)
provenances = provenances_of(any_text, any_text)


@st.composite
def _shown(draw: DrawFn, ids: list[str]) -> tuple[Shown, ...]:
    """Suggestions for some fields of a sentence, whatever they suggest."""
    fields = draw(st.sets(st.sampled_from(SuggestedField), max_size=3))
    return tuple(draw(_suggestions_for(each, ids)) for each in SuggestedField if each in fields)


def _suggestions_for(field: SuggestedField, ids: list[str]) -> SearchStrategy[Shown]:
    spans = st.tuples(st.integers(0, 99), st.integers(0, 99)) | st.just(())
    values: dict[SuggestedField, SearchStrategy[SuggestedValue]] = {
        SuggestedField.TAG: identifiers | st.just(""),
        SuggestedField.SOURCE: any_text,
        SuggestedField.KIND: identifiers | st.just(""),
        SuggestedField.CUE: spans,
        SuggestedField.ANSWERS: _answers(ids),
    }
    return st.builds(
        Shown,
        field=st.just(field),
        by=identifiers,
        version=any_text,
        value=values[field],
        exposure=st.sampled_from(Exposure),
        offered=st.lists(any_text, max_size=2).map(tuple),
        was=st.none() | values[field],
        held=st.booleans(),
    )


@st.composite
def _sentences(
    draw: DrawFn, form: SetForm, source_ids: list[str], ids: list[str]
) -> tuple[Sentence, ...]:
    sentences, end = [], 0
    for number in ids:
        text = draw(any_text.filter(bool))
        start = end + draw(st.integers(0, 2))
        end = start + len(text)
        sentence = Sentence(
            id=number,
            span=(start, end),
            paragraph=draw(st.integers(1, 9)),
            text=text,
            part=draw(maybe(st.sampled_from(PARTS))),
            tag=draw(maybe(identifiers)),
            source=draw(maybe(st.sampled_from(source_ids))) if source_ids else None,
            via=draw(maybe(any_text)),
            cue=draw(st.none() | _cues(text, start)),
            answers=draw(_answers(ids)),
            checkable=draw(st.booleans()),
            note=draw(maybe(any_text)),
            flag=draw(st.booleans()),
            seconds=draw(st.none() | st.integers(0, 10**6)),
            shown=draw(st.just(()) | _shown(ids)),
        )
        sentences.append(draw(_in_form(sentence, form)))
    return tuple(sentences)


def _answers(ids: list[str]) -> SearchStrategy[tuple[Answer, ...]]:
    answer = st.builds(Answer, st.sampled_from(ids), maybe(st.sampled_from(STANCES)))
    return st.lists(answer, max_size=2).map(tuple)


@st.composite
def _cues(draw: DrawFn, text: str, start: int) -> Cue:
    begin = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(begin + 1, len(text)))
    return Cue(text[begin:end], (start + begin, start + end))


def _in_form(sentence: Sentence, form: SetForm) -> SearchStrategy[Sentence]:
    if form is SetForm.KEY:
        also = st.lists(identifiers, max_size=2).map(tuple)
        return st.builds(
            lambda tags, words: replace(sentence, accepted_tags=tags, explanation=words),
            also,
            maybe(any_text),
        )
    if form is SetForm.GOLD:
        return st.builds(lambda each: replace(sentence, provenance=each), st.none() | provenances)
    return st.just(sentence)


@st.composite
def annotation_sets(draw: DrawFn) -> AnnotationSet:
    """Arbitrary annotation sets, keys and gold: whatever a file may hold."""
    form = draw(st.sampled_from(SetForm))
    sources = draw(source_lists)
    count = draw(st.integers(0, 3))
    ids = [f"s{number}" for number in range(1, count + 1)]
    return AnnotationSet(
        document=draw(documents),
        annotator=draw(names),
        codebook=draw(references),
        sentences=draw(_sentences(form, [source.id for source in sources], ids)),
        sources=sources,
        next_id=count + draw(st.integers(1, 5)),
        status=draw(st.none() | st.sampled_from(Status)),
        reason=draw(maybe(any_text)),
        form=form,
        sitting=draw(maybe(st.sampled_from(["2026-11-30-media-101", "harbour"]))),
        vote=draw(st.none() | st.integers(1, 9)),
    )


@st.composite
def tagged_articles(draw: DrawFn) -> tuple[str, AnnotationSet]:
    """A text of plain words, and a set on it that came from the builders' four tags."""
    words = st.lists(st.sampled_from(["said", "it", "Über", "🙂", "e\u0301", "port."]), min_size=1)
    text, sentences = "", []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        text += draw(st.sampled_from([" ", "\n\n"])) if text else ""
        own = " ".join(draw(words.filter(lambda each: len(each) < 6)))
        start = len(text)
        text += own
        part = draw(st.sampled_from([None, None, None, "title"]))
        tag = draw(maybe(st.sampled_from(TAGS))) if part is None else None
        flag = draw(st.booleans())
        sentences.append(
            Sentence(f"s{number}", (start, len(text)), number, own, part, tag, flag=flag)
        )
    reference = CodebookReference("attribution", "1", "c" * 64)
    annotations = AnnotationSet(
        a_document(), "Ada", reference, tuple(sentences), next_id=len(sentences) + 1
    )
    return text, annotations


@st.composite
def edits(draw: DrawFn, text: str, annotations: AnnotationSet) -> Edit:
    """An edit of any type; some are refused, as a person's may be."""
    make = draw(st.sampled_from([_plain_edits, _edits_of_sources, _edits_of_one]))
    drawn: Edit = draw(make(text, annotations))
    return drawn


def _some(annotations: AnnotationSet) -> SearchStrategy[tuple[str, ...]]:
    ids = st.sampled_from(list(annotations.positions))
    return st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple)


def _plain_edits(text: str, annotations: AnnotationSet) -> SearchStrategy[Edit]:
    some, tags = _some(annotations), st.sampled_from(TAGS)
    return st.one_of(
        st.builds(SetTag, some, tags),
        st.builds(ClearTag, some),
        st.builds(SetFlag, some, st.booleans()),
        st.builds(SetPart, some, maybe(st.sampled_from(PARTS))),
        st.builds(SetCheckable, some, st.booleans()),
        st.builds(SetVia, some, maybe(st.sampled_from(["", "the Weekly"]))),
        st.builds(SetAnswers, some, _answers(list(annotations.positions))),
        st.builds(SetStatus, st.none() | st.just(Status.UNUSABLE), maybe(st.just("a live blog"))),
        st.tuples(st.builds(ClearTag, some), st.builds(SetTag, some, tags)).map(Batch),
    )


def _edits_of_sources(text: str, annotations: AnnotationSet) -> SearchStrategy[Edit]:
    new = [Source("owls", "Owls"), Source("no-1", "No"), Source("x", " ")]
    source = st.sampled_from([*annotations.sources, *new])
    known = st.sampled_from([each.id for each in annotations.sources] or ["none"])
    return st.one_of(
        st.builds(SetSource, _some(annotations), st.none() | source),
        st.builds(EditSource, st.builds(replace, source, concerned=st.booleans())),
        st.builds(MergeSources, known, known),
    )


@st.composite
def _edits_of_one(draw: DrawFn, text: str, annotations: AnnotationSet) -> Edit:
    one = draw(st.sampled_from(annotations.sentences))
    drawn: Edit = draw(
        st.one_of(
            st.builds(SetNote, st.just(one.id), maybe(st.sampled_from(["", "why?", "no"]))),
            st.builds(SetCue, st.just(one.id), st.none() | _cues(one.text, one.span[0])),
            st.builds(SplitSentence, st.just(one.id), st.integers(*one.span)),
            st.just(_join(text, annotations, one)),
        )
    )
    return drawn


@st.composite
def a_boundary(
    draw: DrawFn, text: str, annotations: AnnotationSet
) -> SplitSentence | JoinSentences:
    """A split or a join, possible or not."""
    one = draw(st.sampled_from(annotations.sentences))
    split = st.builds(SplitSentence, st.just(one.id), st.integers(*one.span))
    drawn: SplitSentence | JoinSentences = draw(split | st.just(_join(text, annotations, one)))
    return drawn


def _join(text: str, annotations: AnnotationSet, left: Sentence) -> JoinSentences:
    position = annotations.positions[left.id]
    right = annotations.sentences[position + 1 : position + 2]
    return JoinSentences(left.id, text[left.span[1] : right[0].span[0]] if right else "")


suggestion_settings = st.builds(
    SuggestionSettings,
    by=identifiers,
    show=st.fixed_dictionaries(
        {each: st.sampled_from(sorted(MODES[each])) for each in SuggestedField}
    ),
    hold=st.floats(0, 1),
    seed=any_text,
    by_annotator=st.booleans(),
)


@st.composite
def projects(draw: DrawFn) -> Project:
    """Any project that a head file can describe."""
    people = draw(st.lists(names, max_size=3, unique_by=file_name))
    documents = names.map(file_name)
    rounds = st.builds(
        Round,
        id=identifiers,
        purpose=st.sampled_from(RoundPurpose),
        codebook=st.none() | st.just("old/codebook.yaml"),
        documents=st.lists(documents, max_size=2).map(tuple),
        suggestions=st.none() | suggestion_settings,
    )
    overlap = st.builds(
        Overlap, share=st.floats(0, 1), copies=st.integers(1, 9), by_outlet=st.booleans()
    )
    return Project(
        title=draw(any_text),
        codebook=draw(st.none() | st.just("codebook.yaml")),
        annotators=tuple(people),
        rounds=tuple(draw(st.lists(rounds, max_size=2, unique_by=lambda each: each.id))),
        overlap=draw(st.none() | overlap),
        suggestions=draw(st.none() | suggestion_settings),
        excluded={name: draw(names) for name in people[:1]},
        blind=draw(st.booleans()),
        prompt_level=draw(st.sampled_from(PromptLevel)),
        cues=draw(st.booleans()),
        record_times=draw(st.booleans()),
        aliases=draw(st.dictionaries(names, names, max_size=3)),
    )


# Emoji of one and of many code points, Chinese, right-to-left, combining marks, formulas, quotes.
WORDS = (
    *("said", "it", "port.", "Über", "=1+1", '"so', "a|b", "x<y&z", "#1", "T1", "\\n", "'=", "{}"),
    *(
        "🙂",
        "👩‍👩‍👧",
        "🇺🇦",
        "e\u0301",
        "क्षति",
        "港务局",
        "「停電」",
        "قالت",
        "רשות",
        "\u202eexe",
        "ﬁ",
        "¼",
    ),
)
GAPS = (" ", "\n", "\n\n", "\u3000", " \t", "")
word_groups = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
# What a person may type into a field: never half of a surrogate pair, which no keyboard gives.
typed_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["a\nb", "=1+1", "'=x", "\t", '"', "\r\n", "a:b c", "[]", "null", "\\", "a,b;c", " x ", "\x00"]
)
filled_texts = typed_texts.filter(bool)
typed_names = typed_texts.filter(lambda text: text.strip() != "")
typed_source_lists = source_lists_of(typed_names, filled_texts)
typed_provenances = provenances_of(typed_names, filled_texts)


@st.composite
def articles(draw: DrawFn) -> tuple[Article, tuple[tuple[int, int], ...]]:
    """An article, and the spans of its sentences."""
    text, spans = draw(st.sampled_from(["", "", "\n", "  "])), []
    for number in range(draw(st.integers(1, 4))):
        text += draw(st.sampled_from(GAPS)) if number else ""
        own = draw(word_groups)
        if draw(st.integers(0, 5)) == 0:
            own += "\n" + draw(word_groups)
        spans.append((len(text), len(text) + len(own)))
        text += own
    text += draw(st.sampled_from(["", "\n"]))
    document = Document(
        file_name(draw(typed_names)),
        text_hash(text),
        title=draw(maybe(filled_texts)),
        outlet=draw(maybe(filled_texts)),
        url=draw(maybe(filled_texts)),
        published=draw(maybe(filled_texts)),
        language=draw(st.sampled_from(["en", "no", "zh-Hans"])),
    )
    return Article(document, text), tuple(spans)


@st.composite
def annotated_articles(
    draw: DrawFn, forms: SearchStrategy[SetForm] | None = None
) -> AnnotatedArticle:
    """An article with the work of one or two annotators on it."""
    article, spans = draw(articles())
    names = draw(st.lists(typed_names, min_size=1, max_size=2, unique_by=file_name))
    work = [
        NumberedSet(
            draw(sets_on(article, spans, name, draw(forms or st.sampled_from(SetForm)))), number
        )
        for name, number in zip(names, (1, 3), strict=False)
    ]
    return AnnotatedArticle(article, tuple(work))


@st.composite
def sets_on(
    draw: DrawFn, article: Article, spans: tuple[tuple[int, int], ...], name: str, form: SetForm
) -> AnnotationSet:
    """Whatever may have been decided about an article."""
    sources = draw(typed_source_lists)
    numbers = draw(st.permutations(range(1, len(spans) + 3)))
    ids = [f"s{number}" for number in sorted(numbers[: len(spans)])]
    own = [
        draw(_sentence_on(article.text, span, number, ids, sources, form))
        for span, number in zip(spans, ids, strict=True)
    ]
    return AnnotationSet(
        article.document,
        name,
        CodebookReference(draw(typed_names), draw(typed_names), "c" * 64),
        tuple(own),
        sources,
        next_id=max(int(each[1:]) for each in ids) + draw(st.integers(1, 3)),
        status=draw(st.none() | st.sampled_from(Status)),
        reason=draw(maybe(filled_texts)),
        form=form,
        sitting=draw(maybe(st.sampled_from(["2026-11-30-media-101", "harbour"]))),
        vote=draw(st.none() | st.integers(1, 9)),
    )


@st.composite
def _sentence_on(
    draw: DrawFn,
    text: str,
    span: tuple[int, int],
    number: str,
    ids: list[str],
    sources: tuple[Source, ...],
    form: SetForm,
) -> Sentence:
    start, end = span
    part = draw(st.sampled_from([None, None, None, *PARTS]))
    claims = draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))
    return Sentence(
        number,
        span,
        draw(st.integers(1, 9)),
        text[start:end],
        part,
        draw(maybe(st.sampled_from(TAGS))) if part is None else None,
        draw(maybe(st.sampled_from([each.id for each in sources]))) if sources else None,
        draw(maybe(filled_texts)),
        draw(st.none() | _cue_between(text, start, end)),
        tuple(Answer(claim, draw(maybe(st.sampled_from(STANCES)))) for claim in claims),
        draw(st.booleans()),
        draw(maybe(filled_texts)),
        draw(st.booleans()),
        draw(st.none() | st.integers(0, 999)),
        accepted_tags=tuple(draw(st.lists(identifiers, max_size=2))) if form is SetForm.KEY else (),
        explanation=draw(maybe(filled_texts)) if form is SetForm.KEY else None,
        provenance=draw(st.none() | typed_provenances) if form is SetForm.GOLD else None,
    )


@st.composite
def _cue_between(draw: DrawFn, text: str, start: int, end: int) -> Cue:
    places = [at for at in range(start, end) if not text[at].isspace()]
    first, last = sorted((draw(st.sampled_from(places)), draw(st.sampled_from(places))))
    return Cue(text[first : last + 1], (first, last + 1))


MEASURED_SOURCES = ("a", "b", "c", "d")
MOST_SENTENCES = 9
# The last id is of no sentence.
MEASURED_IDS = tuple(f"s{number}" for number in range(MOST_SENTENCES + 1))
# Most of the draws are of whole codebooks: where a role is missing, little else is tested.
MEASURED_CODEBOOKS = tuple(
    a_codebook_of(*roles)
    for roles in (
        tuple(Role),
        tuple(Role),
        (*Role, *Role),
        (Role.CLAIM, Role.CONFIRMATION, Role.CONFIRMATION),
        (Role.CLAIM, Role.NON_RESPONSE),
        (Role.BACKGROUND, Role.NONE),
    )
)

measured_kinds = st.sampled_from((*KINDS, "unnamed", "reporter", "rumour", None))
likely_kinds = st.sampled_from(("unnamed", "unnamed", "reporter", "person"))
likely_stances = st.sampled_from(("supports", "supports", "partial", "contradicts"))
affiliations = st.sampled_from((None, None, "", "Ministry", " ministry ", "Army"))
# What no measure of today's reads is drawn too, for the measure of tomorrow that does.
measured_cues = st.sampled_from((None, None, (0, 4), (0, 2), (1, 4)))
measured_remarks = st.sampled_from((None, None, "", "Courier", "sure?"))
measured_seconds = st.sampled_from((None, 0, 3, 600))
measured_answers = st.lists(
    st.builds(Answer, st.sampled_from(MEASURED_IDS), st.sampled_from((*STANCES, "supports", None))),
    max_size=3,
).map(tuple)


@dataclass(frozen=True)
class MeasureCase:
    """An annotation set and the codebook that it is measured by."""

    annotations: AnnotationSet
    codebook: Codebook


@st.composite
def with_details(draw: st.DrawFn, sentence: Sentence) -> Sentence:
    """The sentence with a cue or none, what it came by, a note, a flag and seconds."""
    cue = draw(measured_cues)
    return replace(
        sentence,
        cue=cue and _cue_at(sentence, *cue),
        via=draw(measured_remarks),
        note=draw(measured_remarks),
        flag=draw(st.booleans()),
        seconds=draw(measured_seconds),
    )


def _cue_at(sentence: Sentence, begin: int, end: int) -> Cue:
    start = sentence.span[0]
    return Cue(sentence.text[begin:end], (start + begin, start + end))


@st.composite
def measured_sources(draw: st.DrawFn) -> tuple[Source, ...]:
    """A few sources; a sentence may name one that is not among them."""
    known = draw(st.lists(st.sampled_from(MEASURED_SOURCES), unique=True))
    return tuple(
        Source(each, each.upper(), draw(measured_kinds), draw(affiliations), draw(st.booleans()))
        for each in known
    )


@st.composite
def measured_sentences(draw: st.DrawFn, tags: tuple[str, ...]) -> tuple[Sentence, ...]:
    """Up to nine sentences with anything left over that a person may leave."""
    count = draw(st.integers(0, MOST_SENTENCES))
    tag = st.sampled_from((*tags, *tags, "stranger", None))
    plain = [
        Sentence(
            f"s{number}",
            (number * 10, number * 10 + 4),
            1,
            "Text",
            part=draw(st.sampled_from((None, None, None, None, "title"))),
            tag=draw(tag),
            source=draw(st.sampled_from((*MEASURED_SOURCES, None))),
            answers=draw(measured_answers),
            checkable=draw(st.sampled_from((True, True, False))),
        )
        for number in range(count)
    ]
    return tuple(draw(with_details(each)) for each in plain)


@st.composite
def loose_cases(draw: st.DrawFn, *books: Codebook) -> MeasureCase:
    """Anything at all by one of the codebooks: of these, or of all that there are here."""
    codebook = draw(st.sampled_from(books or MEASURED_CODEBOOKS))
    sentences = draw(measured_sentences(tuple(tag.id for tag in codebook.tags)))
    return MeasureCase(a_set_of(*sentences, sources=draw(measured_sources())), codebook)


@st.composite
def dense_cases(draw: st.DrawFn) -> MeasureCase:
    """Three claims and six answers to them, all sourced, many unnamed: what is rare otherwise."""
    known = tuple(
        Source(each, each.upper(), draw(likely_kinds), draw(affiliations), draw(st.booleans()))
        for each in MEASURED_SOURCES
    )
    said = [
        a_numbered_sentence(
            number,
            "claim" if number < 3 else draw(st.sampled_from(("confirmation", "non-response"))),
            draw(st.sampled_from((*MEASURED_SOURCES, *MEASURED_SOURCES, None))),
            "" if number < 3 else f"{draw(st.integers(0, 2))} {draw(likely_stances)}",
            draw(st.sampled_from((True, True, True, False))),
        )
        for number in range(MOST_SENTENCES)
    ]
    detailed = [draw(with_details(each)) for each in said]
    return MeasureCase(a_set_of(*detailed, sources=known), FOUR_TAGS)


def measure_cases(*books: Codebook) -> st.SearchStrategy[MeasureCase]:
    """Annotation sets of both sorts; the dense ones are by the codebook of the four tags."""
    return st.one_of(loose_cases(*books), dense_cases())


_PIECES = [
    *" \t\n\r\x00\x1b\x7f\x9b\xa0\xadab-—,.'\"([])、。「」（）漢字かっーｶﾞ한글“”…é",
    *"\u0301\u0316\u0489\u034f\u200b\u200c\u200d\u200e\u2028\u202e\u2060\u2066\u20e3\u3000\u3164",
    *"\ufe0e\ufe0f\ufeff\ud800\uffff\U000e0100\U000e0067\U000e007f\U0001f3fd",
    *"👩❤🏴🇫1क्षिبم\u1112\u1161\u11abำ",
    "e\u0301",
    "क्\u200dष",
    "می\u200cخ",
    "👩\u200d👩\u200d👧",
    "well-known",
    "\u0301" * 9,
]

hard_texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.text(st.characters(), max_size=60),
    st.sampled_from(list(CORPUS.values())),
)


LABELS = ("claim", "confirmation", "non-response", "background")


@st.composite
def label_tables(
    draw: st.DrawFn, annotators: tuple[int, int] = (2, 5), labels: int = 4, holes: bool = True
) -> LabelMatrix:
    """Random tables, in which the labels given are few enough to meet and many to differ."""
    size = draw(st.integers(1, labels)), draw(st.integers(*annotators)), draw(st.integers(1, 25))
    lowest = MISSING if holes else 0
    cells = st.integers(lowest, size[0] - 1)
    row = st.lists(cells, min_size=size[2], max_size=size[2])
    codes = draw(st.lists(row, min_size=size[1], max_size=size[1]))
    return LabelMatrix(
        np.array(codes, np.int8).reshape(size[1], size[2]),
        LABELS[: size[0]],
        tuple(f"annotator {number}" for number in range(size[1])),
    )
