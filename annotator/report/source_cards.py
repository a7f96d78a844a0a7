"""The sources of an article as cards, each examined with the five questions of IMVAIN.

IMVAIN is the test of sources of the Center for News Literacy at Stony Brook University. Its letters
stand for Independent, Multiple, Verifies, Authoritative or Informed, Named. A card shows what an
annotation set records on each question, with the sentences behind it. It adds up no score.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from annotator.model.annotation import AnnotationSet, Source, Standing
from annotator.model.codebook import (
    CONTRADICTS,
    DOCUMENT,
    ORGANIZATION,
    PARTIAL,
    PERSON,
    REPORTER,
    SUPPORTS,
    UNNAMED,
    Codebook,
)
from annotator.model.messages import CountMessage, Message, Paragraph, message_in
from annotator.model.name_folding import fold_name
from annotator.report import ENGLISH_MESSAGES, render
from annotator.report.article import ArticleReport
from annotator.stats.claims import Claim, ClaimReply, claims, source_counts
from annotator.stats.measure_input import MeasureInput, prepare_measure_input
from annotator.text.descriptions import descriptions, reads_descriptions
from annotator.text.messages import Messages


class Question(StrEnum):
    """The five questions, in the order of the word IMVAIN."""

    INDEPENDENT = "Independent"
    MULTIPLE = "Multiple"
    VERIFIES = "Verifies"
    AUTHORITATIVE = "Authoritative or informed"
    NAMED = "Named"


class CardVerdict(StrEnum):
    """What an annotation set records on a question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "not known"


class Place(NamedTuple):
    """A sentence, by its id and by its number on pages and screens, from 1."""

    sentence: str
    number: int


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """One question with its answer for a source.

    Attributes:
        question: Which.
        verdict: The answer.
        reason: Why, in whole sentences.
        places: The sentences behind it, in the order of the article.
    """

    question: Question
    verdict: CardVerdict
    reason: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotedDescription:
    """What the article says about a source, in its own words.

    Attributes:
        place: The sentence.
        text: The words.
    """

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as the set records it, and its answers to the five questions.

    Attributes:
        source: The source.
        kind: The name of its kind in the codebook; empty if it has none.
        claims: Its claims.
        confirmations: Its confirmations, including denials.
        non_responses: The sentences that report that it gave no answer.
        answers: One for each `Question`, in order.
        described: What the article says about it.
    """

    source: Source
    kind: str
    claims: tuple[Place, ...]
    confirmations: tuple[Place, ...]
    non_responses: tuple[Place, ...]
    answers: tuple[CardAnswer, ...]
    described: tuple[QuotedDescription, ...]


@dataclass(frozen=True, slots=True)
class SourceCards:
    """The cards of one annotation set.

    Attributes:
        title: The article's.
        document: Its id.
        outlet: Who published it; empty if it is not known.
        annotator: Who tagged it.
        language: The article's.
        untagged: How many sentences of the body have no tag.
        unsourced: The claims that have no source.
        cards: Those of the sources with the most statements first. A concerned party that no
            sentence quotes has a card. Any other such source has none.
        read_descriptions: Whether descriptions were looked for, which is so in English articles.
    """

    title: str
    document: str
    outlet: str
    annotator: str
    language: str
    untagged: int
    unsourced: tuple[Place, ...]
    cards: tuple[SourceCard, ...]
    read_descriptions: bool


def source_cards(annotations: AnnotationSet, codebook: Codebook) -> SourceCards:
    """The cards of the sources in an annotation set or answer key.

    Args:
        annotations: The set.
        codebook: Gives each tag its role, and the kinds their names.
    """
    measured = prepare_measure_input(annotations, codebook)
    article = _Article(annotations, codebook, measured, claims(measured))
    document = annotations.document
    return SourceCards(
        annotations.title,
        document.id,
        document.outlet or "",
        annotations.annotator,
        document.language,
        len(measured.untagged),
        article.places(each.sentence for each in article.claims if each.source is None),
        tuple(article.cards()),
        reads_descriptions(annotations),
    )


def revealed_cards(
    key: AnnotationSet, codebook: Codebook, revealed: Iterable[str]
) -> SourceCards | None:
    """The cards of an answer key for a class; None while they would tell what is not revealed.

    Args:
        key: The answer key.
        codebook: Gives each tag its role.
        revealed: The ids of the sentences whose key the class has seen.

    Returns:
        None if the key has no sources, or if the class has not seen the key of every sentence of
        the body that has a tag.
    """
    found = source_cards(key, codebook) if is_revealed(key, revealed) else None
    return found if found and found.cards else None


def is_revealed(key: AnnotationSet, revealed: Iterable[str]) -> bool:
    """Whether a class has seen the key of every sentence of the body that has a tag.

    Args:
        key: The answer key.
        revealed: The ids of the sentences whose key the class has seen.
    """
    return {each.id for each in key.sentences if each.body and each.tag} <= set(revealed)


@dataclass(frozen=True, slots=True)
class _Article:
    annotations: AnnotationSet
    codebook: Codebook
    measured: MeasureInput
    claims: Sequence[Claim]

    def place(self, sentence: str) -> Place:
        return Place(sentence, self.annotations.positions[sentence] + 1)

    def places(self, sentences: Iterable[str]) -> tuple[Place, ...]:
        return tuple(sorted(map(self.place, set(sentences)), key=lambda each: each.number))

    def cards(self) -> Iterator[SourceCard]:
        described = descriptions(self.annotations)
        for counted in source_counts(self.measured):
            source = counted.source
            if source is not None:
                quoted = (
                    QuotedDescription(self.place(each.sentence), each.text)
                    for each in described.get(source.id, ())
                )
                yield self._card(source, tuple(quoted))

    def _card(self, source: Source, described: tuple[QuotedDescription, ...]) -> SourceCard:
        own = frozenset(
            sentence
            for sentence, each in self.measured.source_by_sentence.items()
            if each.id == source.id
        )
        examined = _Examined(self, source, own)
        return SourceCard(
            source,
            self.codebook.kind_name(source.kind),
            self.places(own & self.measured.claims),
            self.places(own & self.measured.confirmations),
            self.places(own & self.measured.non_responses),
            (
                examined.independent(),
                examined.multiple(),
                examined.verifies(),
                _authoritative(source),
                _named(source),
            ),
            described,
        )


@dataclass(frozen=True, slots=True)
class _Examined:
    article: _Article
    source: Source
    own: frozenset[str]

    def independent(self) -> CardAnswer:
        verdict, reason = self._independence()
        return CardAnswer(Question.INDEPENDENT, verdict, reason)

    def _independence(self) -> tuple[CardVerdict, str]:
        source = self.source
        if source.concerned:
            return CardVerdict.NO, Message(
                "It is a concerned party: claims of this article are about it."
            )
        if source.kind == REPORTER:
            return CardVerdict.YES, Message("It is the outlet's own check.")
        return self._tie() or self._independent_answers() or _no_tie(source)

    def _tie(self) -> tuple[CardVerdict, str] | None:
        """Another source that it speaks for, or that speaks for the same organization."""
        source = self.source
        others = (each for each in self.article.annotations.sources if each.id != source.id)
        tied = [each for each in others if _speaks_for(source, each)]
        if any(each.concerned for each in tied):
            return CardVerdict.NO, Message(
                "It speaks for %(organization)s, a concerned party.",
                organization=source.affiliation,
            )
        if not tied:
            return None
        names = ", ".join(each.name for each in tied)
        reason = Message(
            "It speaks for %(organization)s, so it is not independent of %(names)s.",
            organization=source.affiliation,
            names=names,
        )
        return CardVerdict.PARTLY, reason

    def _independent_answers(self) -> tuple[CardVerdict, str] | None:
        replies = [
            reply
            for each in self.article.claims
            for reply in each.replies
            if reply.sentence in self.own and reply.stance is not None
        ]
        if not replies or not all(each.independent for each in replies):
            return None
        return CardVerdict.YES, Message(
            "It has no recorded tie to the sources whose claims it answers."
        )

    def multiple(self) -> CardAnswer:
        """How many voices stand for the claims that this source makes or supports."""
        stood = [each for each in self.article.claims if self._stands_for(each)]
        shared = [each for each in stood if voices(each) > 1]
        if not stood:
            return CardAnswer(
                Question.MULTIPLE, CardVerdict.UNKNOWN, Message("It stands for no claim.")
            )
        places = self.article.places(_ids(shared or stood))
        if not shared:
            reason = CountMessage(
                "No other independent source stands for its claim.",
                "No other independent source stands for any of its %(num)s claims.",
                len(stood),
            )
            return CardAnswer(Question.MULTIPLE, CardVerdict.NO, reason, places)
        verdict = CardVerdict.YES if len(shared) == len(stood) else CardVerdict.PARTLY
        reasons = _shared(len(shared), len(stood), max(map(voices, stood)))
        return CardAnswer(Question.MULTIPLE, verdict, Paragraph(reasons), places)

    def _stands_for(self, claim: Claim) -> bool:
        return claim.sentence in self.own or any(
            each.sentence in self.own and each.stance == SUPPORTS for each in claim.replies
        )

    def verifies(self) -> CardAnswer:
        """Which claims of others it supports or disputes, and which claims it only asserts."""
        supported = self._answered(SUPPORTS, PARTIAL)
        disputed = self._answered(CONTRADICTS)
        asserted = [each for each in self.article.claims if each.sentence in self.own]
        silent = self.own & self.article.measured.non_responses
        reasons = (
            *_answers_to_others(supported, disputed),
            *_asserted(asserted),
            *_silence(len(silent), self.source),
        )
        checks = supported or (disputed and self.source.kind == REPORTER)
        places = _ids((*supported, *disputed)) or _ids(asserted) or silent
        return CardAnswer(
            Question.VERIFIES,
            _verdict_on_checks(bool(checks), bool(disputed), bool(asserted)),
            Paragraph(reasons or [Message("No sentence quotes it.")]),
            self.article.places(places),
        )

    def _answered(self, *stances: str) -> list[Claim]:
        """The claims of other sources that it answers with one of these stances."""
        return [
            claim
            for claim in self.article.claims
            if claim.sentence not in self.own
            and any(each.sentence in self.own and each.stance in stances for each in claim.replies)
        ]


def _no_tie(source: Source) -> tuple[CardVerdict, str]:
    no_tie = Message("No tie to the matter is recorded.")
    if not source.affiliation:
        return CardVerdict.UNKNOWN, no_tie
    speaks = Message("It speaks for %(organization)s.", organization=source.affiliation)
    return CardVerdict.UNKNOWN, Paragraph([speaks, no_tie])


def _shared(shared: int, stood: int, most: int) -> Iterator[str]:
    yield CountMessage(
        "Another independent source also stands for %(count)s of %(num)s claim.",
        "Another independent source also stands for %(count)s of %(num)s claims.",
        stood,
        count=shared,
    )
    if most > 2:
        yield CountMessage(
            "At most %(num)s source stands for one claim.",
            "At most %(num)s sources stand for one claim.",
            most,
        )


def _verdict_on_checks(*conditions: bool) -> CardVerdict:
    """From whether it supports or checks claims of others, disputes some, and asserts its own."""
    checks, disputes, asserts = conditions
    if checks:
        return CardVerdict.PARTLY if asserts else CardVerdict.YES
    if disputes:
        return CardVerdict.PARTLY
    return CardVerdict.NO if asserts else CardVerdict.UNKNOWN


def _answers_to_others(supported: Sequence[Claim], disputed: Sequence[Claim]) -> Iterator[str]:
    if supported:
        yield CountMessage(
            "It supports %(num)s claim of others.",
            "It supports %(num)s claims of others.",
            len(supported),
        )
    if disputed:
        yield CountMessage(
            "It disputes %(num)s claim of others.",
            "It disputes %(num)s claims of others.",
            len(disputed),
        )


def _asserted(found: Sequence[Claim]) -> Iterator[str]:
    if not found:
        return
    yield CountMessage(
        "It asserts %(num)s claim of its own.", "It asserts %(num)s claims of its own.", len(found)
    )
    checked = sum(any(_is_check(reply) for reply in each.replies) for each in found)
    if checked:
        yield Message("The outlet's own check supports %(count)s of these.", count=checked)


def _silence(sentences: int, source: Source) -> Iterator[str]:
    if sentences and source.kind == REPORTER:
        yield Message("It says what it could not check.")
    elif sentences:
        yield Message("The article reports that it gave no answer.")


def _is_check(reply: ClaimReply) -> bool:
    return reply.by_reporter and reply.stance == SUPPORTS


def _ids(found: Iterable[Claim]) -> frozenset[str]:
    return frozenset(each.sentence for each in found)


def voices(claim: Claim) -> int:
    """How many independent voices stand for a claim: who makes it, and who supports it.

    A supporter counts if it is independent of the claim's source, as in
    `independent_corroboration_rate`. Supporters of one affiliation are one voice, and so are all
    unnamed supporters and all own checks of the outlet.
    """
    supporting = (
        each.source for each in claim.replies if each.stance == SUPPORTS and each.independent
    )
    return 1 + len({_voice(each) for each in supporting if each is not None})


def _voice(source: Source) -> tuple[str, str]:
    if source.kind in (UNNAMED, REPORTER):
        return "kind", source.kind
    if source.affiliation:
        return "affiliation", fold_name(source.affiliation)
    return "source", source.id


def _speaks_for(one: Source, other: Source) -> bool:
    """Whether a source speaks for another one, or for the same organization."""
    if not one.affiliation:
        return False
    wanted = fold_name(one.affiliation)
    return wanted in (fold_name(other.affiliation or ""), fold_name(other.name))


_STANDINGS: Mapping[str, tuple[CardVerdict, Message]] = {
    Standing.INFORMED: (CardVerdict.YES, Message("Judged informed")),
    Standing.UNINFORMED: (CardVerdict.NO, Message("Judged uninformed")),
    Standing.UNCLEAR: (CardVerdict.UNKNOWN, Message("Judged unclear")),
}


def _authoritative(source: Source) -> CardAnswer:
    question = Question.AUTHORITATIVE
    if source.standing is None:
        return CardAnswer(question, CardVerdict.UNKNOWN, Message("Nobody has judged it."))
    verdict, words = _STANDINGS[source.standing]
    if not source.standing_reason:
        return CardAnswer(question, verdict, Message("%(judgment)s.", judgment=words))
    why = source.standing_reason.rstrip(".")
    told = Message("%(judgment)s: %(reason)s.", judgment=words, reason=why)
    return CardAnswer(question, verdict, told)


_NAMES = {
    PERSON: (CardVerdict.YES, Message("A person with a name.")),
    ORGANIZATION: (CardVerdict.YES, Message("An organization with a name.")),
    DOCUMENT: (CardVerdict.YES, Message("A document with a known issuer.")),
    REPORTER: (CardVerdict.YES, Message("The outlet itself.")),
    UNNAMED: (CardVerdict.NO, Message("The article does not name it.")),
}
_NO_KIND = (CardVerdict.UNKNOWN, Message("Its kind is not set."))


def _named(source: Source) -> CardAnswer:
    return CardAnswer(Question.NAMED, *_NAMES.get(source.kind or "", _NO_KIND))


class VerdictLook(NamedTuple):
    """How a verdict is shown: its sign, and the class of its color."""

    sign: str
    color: str


LOOKS: Mapping[CardVerdict, VerdictLook] = {
    CardVerdict.YES: VerdictLook("✓", "good"),
    CardVerdict.PARTLY: VerdictLook("½", "neutral"),
    CardVerdict.NO: VerdictLook("✕", "bad"),
    CardVerdict.UNKNOWN: VerdictLook("?", "neutral"),
}
QUESTION_LABELS: Mapping[Question, Message] = {
    Question.INDEPENDENT: Message("Independent"),
    Question.MULTIPLE: message_in("IMVAIN", "Multiple"),
    Question.VERIFIES: Message("Verifies"),
    Question.AUTHORITATIVE: Message("Authoritative or informed"),
    Question.NAMED: message_in("IMVAIN", "Named"),
}
VERDICT_LABELS: Mapping[CardVerdict, Message] = {
    CardVerdict.YES: message_in("IMVAIN", "yes"),
    CardVerdict.PARTLY: message_in("IMVAIN", "partly"),
    CardVerdict.NO: message_in("IMVAIN", "no"),
    CardVerdict.UNKNOWN: message_in("IMVAIN", "not known"),
}
LETTERS: Mapping[Question, str] = {
    Question.INDEPENDENT: "I",
    Question.MULTIPLE: "M",
    Question.VERIFIES: "V",
    Question.AUTHORITATIVE: "A, I",
    Question.NAMED: "N",
}
MEANINGS: Mapping[Question, Message] = {
    Question.INDEPENDENT: Message(
        "Is the source free of ties to the matter? “No” for a concerned party and for a source "
        "that speaks for one. “Partly” if it speaks for the same organization as another source. "
        "“Yes” for the outlet's own check, and for a source without a tie to those whose claims "
        "it answers."
    ),
    Question.MULTIPLE: Message(
        "Do other independent sources stand for the same claims? Sources of one organization count "
        "as one, and so do all unnamed ones."
    ),
    Question.VERIFIES: Message(
        "Does the source support or check what others claim, or does it only assert? A party that "
        "only disputes a claim counts as “partly”."
    ),
    Question.AUTHORITATIVE: Message(
        "Can the source know what it speaks about? The annotator judges this and gives the reason."
    ),
    Question.NAMED: Message("Does the article name the source, so that a reader can look it up?"),
}


_WORDS: dict[str, Any] = {
    "letters": LETTERS,
    "looks": LOOKS,
    "questions": QUESTION_LABELS,
    "verdicts": VERDICT_LABELS,
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    report: ArticleReport
    found: SourceCards


def cards_fragment(
    found: SourceCards,
    messages: Messages = ENGLISH_MESSAGES,
    *,
    anchor: str = "",
    level: int = 3,
) -> str:
    """The cards as a piece of HTML for another page, such as the class page after a reveal.

    The page needs `cards_style`.

    Args:
        found: The cards.
        messages: The texts in the language of the page.
        anchor: What the anchors of the sentences begin with, as in `ANCHOR-7`; empty for no links.
        level: The level of the cards' headings.
    """
    return render("source_cards.html", messages, found=found, anchor=anchor, level=level, **_WORDS)


def cards_style() -> str:
    """The style sheet of the cards. It uses the colors of `color_css`."""
    return render("source_cards.css")


def cards_page(reports: Sequence[ArticleReport], *, with_articles: bool) -> str:
    """One self-contained HTML page with the cards of each set.

    Args:
        reports: The sets, at least one.
        with_articles: Whether the articles are on the page too, below their cards.
    """
    sheets = [
        _Sheet(replace(each, anchor=f"a{at}"), source_cards(each.annotations, each.codebook))
        for at, each in enumerate(reports, 1)
    ]
    several = len(sheets) > 1
    return render(
        "imvain.html",
        title="Who says so?" if several else f"Sources of “{sheets[0].found.title}”",
        sheets=sheets,
        with_articles=with_articles,
        meanings=MEANINGS,
        **_WORDS,
    )
