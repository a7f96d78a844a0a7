"""Hypothesis strategies: arbitrary annotation sets, and edits that are possible on them."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    Document,
    Provenance,
    Sentence,
    SetForm,
    Source,
    Status,
)
from annotator.model.changes import Edit
from annotator.model.codebook import KINDS, PARTS, STANCES, CodebookReference
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
from annotator.model.gold import GoldBasis
from annotator.model.names import file_name, is_identifier
from annotator.model.project import Overlap, Project, Round, RoundPurpose
from annotator.model.prompt_level import PromptLevel
from tests.builders import BACKGROUND, CLAIM, CONFIRMATION, NON_RESPONSE, a_document

TAGS = (CLAIM, CONFIRMATION, NON_RESPONSE, BACKGROUND)

# Everything that a Python string can hold, with what readers of YAML trip over more often.
any_text = st.text(
    st.characters(exclude_categories=()) | st.sampled_from('\x85\u2028\ufeff\ud800"\\\n\t\x1b#:-')
)
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
    )
    return st.lists(sources, max_size=3, unique_by=lambda source: source.id).map(tuple)


def provenances_of(
    named: SearchStrategy[str], texts: SearchStrategy[str]
) -> SearchStrategy[Provenance]:
    """How a decision came about, with votes by people of these names."""
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
    listed = draw(source_lists)
    count = draw(st.integers(0, 3))
    ids = [f"s{number}" for number in range(1, count + 1)]
    return AnnotationSet(
        document=draw(documents),
        annotator=draw(names),
        codebook=draw(references),
        sentences=draw(_sentences(form, [source.id for source in listed], ids)),
        sources=listed,
        next_id=count + draw(st.integers(1, 5)),
        status=draw(st.none() | st.sampled_from(Status)),
        reason=draw(maybe(any_text)),
        form=form,
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
        excluded={name: draw(names) for name in people[:1]},
        blind=draw(st.booleans()),
        prompt_level=draw(st.sampled_from(PromptLevel)),
        cues=draw(st.booleans()),
        record_times=draw(st.booleans()),
        aliases=draw(st.dictionaries(names, names, max_size=3)),
    )
