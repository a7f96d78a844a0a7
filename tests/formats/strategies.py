"""Hypothesis strategies: articles in every script, and whatever may be decided about them."""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from annotator.formats.interface import AnnotatedArticle, NumberedSet
from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Article,
    Cue,
    Document,
    Sentence,
    SetForm,
    Source,
    Status,
    text_hash,
)
from annotator.model.codebook import PARTS, STANCES, CodebookReference
from annotator.model.names import file_name
from tests.strategies import TAGS, identifiers, maybe, provenances_of, source_lists_of

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
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
# What a person may type into a field: never half of a surrogate pair, which no keyboard gives.
typed = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["a\nb", "=1+1", "'=x", "\t", '"', "\r\n", "a:b c", "[]", "null", "\\", "a,b;c", " x ", "\x00"]
)
filled = typed.filter(bool)
named = typed.filter(lambda text: text.strip() != "")
source_lists = source_lists_of(named, filled)
provenances = provenances_of(named, filled)


@st.composite
def articles(draw: DrawFn) -> tuple[Article, tuple[tuple[int, int], ...]]:
    """An article, and the spans of its sentences."""
    text, spans = draw(st.sampled_from(["", "", "\n", "  "])), []
    for number in range(draw(st.integers(1, 4))):
        text += draw(st.sampled_from(GAPS)) if number else ""
        own = draw(words)
        if draw(st.integers(0, 5)) == 0:
            own += "\n" + draw(words)
        spans.append((len(text), len(text) + len(own)))
        text += own
    text += draw(st.sampled_from(["", "\n"]))
    document = Document(
        file_name(draw(named)),
        text_hash(text),
        title=draw(maybe(filled)),
        outlet=draw(maybe(filled)),
        url=draw(maybe(filled)),
        published=draw(maybe(filled)),
        language=draw(st.sampled_from(["en", "no", "zh-Hans"])),
    )
    return Article(document, text), tuple(spans)


@st.composite
def annotated_articles(
    draw: DrawFn, forms: SearchStrategy[SetForm] | None = None
) -> AnnotatedArticle:
    """An article with the work of one or two annotators on it."""
    article, spans = draw(articles())
    names = draw(st.lists(named, min_size=1, max_size=2, unique_by=file_name))
    work = [
        NumberedSet(
            draw(sets(article, spans, name, draw(forms or st.sampled_from(SetForm)))), number
        )
        for name, number in zip(names, (1, 3), strict=False)
    ]
    return AnnotatedArticle(article, tuple(work))


@st.composite
def sets(
    draw: DrawFn, article: Article, spans: tuple[tuple[int, int], ...], name: str, form: SetForm
) -> AnnotationSet:
    """Whatever may have been decided about an article."""
    listed = draw(source_lists)
    numbers = draw(st.permutations(range(1, len(spans) + 3)))
    ids = [f"s{number}" for number in sorted(numbers[: len(spans)])]
    own = [
        draw(_sentences(article.text, span, number, ids, listed, form))
        for span, number in zip(spans, ids, strict=True)
    ]
    return AnnotationSet(
        article.document,
        name,
        CodebookReference(draw(named), draw(named), "c" * 64),
        tuple(own),
        listed,
        next_id=max(int(each[1:]) for each in ids) + draw(st.integers(1, 3)),
        status=draw(st.none() | st.sampled_from(Status)),
        reason=draw(maybe(filled)),
        form=form,
    )


@st.composite
def _sentences(
    draw: DrawFn,
    text: str,
    span: tuple[int, int],
    number: str,
    ids: list[str],
    listed: tuple[Source, ...],
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
        draw(maybe(st.sampled_from([each.id for each in listed]))) if listed else None,
        draw(maybe(filled)),
        draw(st.none() | _cues(text, start, end)),
        tuple(Answer(claim, draw(maybe(st.sampled_from(STANCES)))) for claim in claims),
        draw(st.booleans()),
        draw(maybe(filled)),
        draw(st.booleans()),
        draw(st.none() | st.integers(0, 999)),
        accepted_tags=tuple(draw(st.lists(identifiers, max_size=2))) if form is SetForm.KEY else (),
        explanation=draw(maybe(filled)) if form is SetForm.KEY else None,
        provenance=draw(st.none() | provenances) if form is SetForm.GOLD else None,
    )


@st.composite
def _cues(draw: DrawFn, text: str, start: int, end: int) -> Cue:
    places = [at for at in range(start, end) if not text[at].isspace()]
    first, last = sorted((draw(st.sampled_from(places)), draw(st.sampled_from(places))))
    return Cue(text[first : last + 1], (first, last + 1))
