"""What the screen proposes for a sentence: sources with their cues, nobody, and what carries on.

Everything that is proposed comes from `propose`. It reads the text, and the decisions on the
sentences before. It reads few sentences around the asking one, however long the article is.
`unranked` proposes nothing: it only lists the article's own sources.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Source, Span
from annotator.model.codebook import PERSON, REPORTER, UNNAMED
from annotator.model.name_folding import fold_name
from annotator.text.attribution import Attribution, attributions, leading_phrase
from annotator.text.coreference import ArticleContext, Entity
from annotator.text.names import guess_kind, is_own_check, kind_of_word, tokens
from annotator.text.noun_phrases import Phrase, read_phrase
from annotator.text.quotations import continues_quotation, outside_quotations


@dataclass(frozen=True, slots=True)
class SourceProposal:
    """A possible source of a sentence.

    Attributes:
        name: The source's name, or the name in the text.
        kind: The source's kind, or a guess from the name; None if it is unknown.
        source: The source, if the article already has it.
        cue: The cue that comes with it, `[start, end)` in code points of the sentence's own text.
            None if no words attribute the sentence to it.
        span: Its words in the sentence, such as a name or a pronoun, `[start, end)` in code points
            of the sentence's own text. None if it is named elsewhere.
    """

    name: str
    kind: str | None
    source: Source | None = None
    cue: Span | None = None
    span: Span | None = field(default=None, compare=False)


class Mention(NamedTuple):
    """Words in the text that can name a source.

    Attributes:
        sentence: The ID of the sentence.
        span: The words, `[start, end)` in code points of that sentence's own text.
        name: The name for the list of sources: without an article, or a person's title.
        kind: The likely kind; None if it is unknown.
    """

    sentence: str
    span: Span
    name: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed for one sentence.

    Attributes:
        sources: The possible sources, the likeliest first: the article's own, and names in this
            sentence and those around it.
        nobody: Whether no attribution was found, so that no source is the likeliest answer.
        cue: The likeliest cue, for a source that brings none of its own.
        carried: The source of a quotation that continues in this sentence, or None.
        mentions: The words of this sentence and of those before it that can name a source, nearest
            first. Picking from the text jumps from one to the next.
    """

    sources: tuple[SourceProposal, ...] = ()
    nobody: bool = False
    cue: Span | None = None
    carried: SourceProposal | None = None
    mentions: tuple[Mention, ...] = ()
    ranked: bool = True

    def cue_with(self, source: str | None) -> Span | None:
        """The cue that comes with a source of the article, by its ID, or else the likeliest cue."""
        own = (each.cue for each in self.sources if each.source and each.source.id == source)
        return next(own, None) or self.cue


_LANGUAGE = "en"  # the only one whose attributions are known
_LIKELY, _POSSIBLE = 1.5, 0.9  # scores from which an attribution, or a cue, is proposed
_MOST_NEW, _MOST_LISTED = 6, 9
_LONGEST_SIGNATURE = 120
_LOOK_AHEAD = 10  # sentences in which the end of a quotation is looked for
_MENTIONS_BACK, _MOST_MENTIONS = 6, 40
_RECENT = 200  # sentences above in which the order of the article's sources is looked for
_LABEL = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}: +\S")
_SIGNED = re.compile(r"[\"”’'»]\s*(?:[–—―]|--?)\s*(?P<name>[A-Z][^\"“”.:;]{1,80})\.?\s*$")
_TWO_COMPLEMENTS = re.compile(
    r"(?P<name>[\w '’-]+? (?:of|for|at|from|with|to|by|in) [\w '’-]+?) (?:at|in|on|for|from|to|by) "
)
_OWNER = re.compile(r"(?P<name>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*)['’]s ")
_COLON = re.compile(r":\s*“")
_FIRST_PERSON = re.compile(r"(?:^|(?:^|\s)[a-z]+[,;:]? |[–—] )I (?=[a-z])")  # not "World War I in"
_INTRODUCES = re.compile(r"[:,](?:\s*\(+\w*\)+:?)?[\"”’)\s]*$")


def propose(annotations: AnnotationSet, position: int) -> Proposals:
    """What to propose for the sentence at `position`.

    Args:
        annotations: The set so far. Only its text, and the decisions on other sentences, are used.
        position: The position of the sentence, from 0.
    """
    asked = _Question(annotations, position)
    speakers = list(asked.speakers())
    carried = asked.carried(speakers)
    ahead = asked.speaker_ahead if not speakers and not carried else None
    likely = [*speakers, *(each for each in (carried, ahead) if each)]
    return Proposals(
        asked.ranked(likely),
        not likely,
        asked.cue,
        carried,
        tuple(asked.mentions()),
    )


def unranked(annotations: AnnotationSet) -> Proposals:
    """The article's own sources in the order of the text, and nothing else, as in a blind round."""
    used = (each.source for each in annotations.sentences if each.source)
    keys = dict.fromkeys((*used, *(each.id for each in annotations.sources)))
    sources = (annotations.source_by_id.get(each) for each in keys)
    own = tuple(SourceProposal(each.name, each.kind, each) for each in sources if each)
    return Proposals(own, ranked=False)


def is_english(language: str) -> bool:
    """Whether a document with this BCP 47 code can be read: only English attributions are known."""
    return language.lower().split("-")[0] == _LANGUAGE


def kind_of(name: str) -> str | None:
    """The likely kind of a source with this name; None if it is unknown."""
    return guess_kind(name)


class _Question:
    """One sentence that asks for its source, with what is read around it once."""

    def __init__(self, annotations: AnnotationSet, position: int) -> None:
        self.annotations = annotations
        self.position = position
        self.sentence = annotations.sentences[position]
        self.context = ArticleContext(annotations, position)
        self.inside = continues_quotation(annotations.sentences, position)
        self.english = is_english(annotations.document.language)
        found = _attributions(self.sentence.text, inside=self.inside)
        self.found = found if self.english else ()
        self.before = next(self._bodies_before(), None)

    @cached_property
    def quoted(self) -> bool:
        """Whether the sentence has nothing but a quotation."""
        return _is_quoted(self.sentence.text, inside=self.inside)

    @property
    def cue(self) -> Span | None:
        """The likeliest cue, of any subject."""
        return self.found[0].cue if self.found and self.found[0].score >= _POSSIBLE else None

    def speakers(self) -> Iterator[SourceProposal]:
        """Whom the sentence's own words attribute it to, the likeliest first."""
        likely = [each for each in self.found if each.score >= _LIKELY]
        for each in likely:
            if each is not likely[0] and each.subject and not each.subject.speaks:
                continue
            named = list(_speakers(self.context, self.sentence.text, each))
            yield from (_proposal(entity, each.cue, span) for entity, span in named)
            if named:
                continue
            if each is likely[0] and each.subject is not None:
                place = each.subject.span
                yield from (
                    replace(it, cue=each.cue, span=place)
                    for it in islice(self._recent_sources(), 1)
                )
        if not likely and self.english:
            yield from self._introduced()

    def _introduced(self) -> Iterator[SourceProposal]:
        """Who speaks before a colon, "Orr: We left", or has signed: "“We left” — Ravi Orr"."""
        text = self.sentence.text
        signed = _signature(text)
        if signed is not None:
            signer = self.context.resolve(signed) or Entity(signed.name, signed.kind)
            yield _proposal(signer, None, signed.span)
            return
        label = None if self.inside else _LABEL.match(text)
        quotes = _COLON.search(outside_quotations(text, inside=self.inside, mark="“"))
        lead = leading_phrase(text) if label or quotes else None
        entity = self.context.resolve(lead) if lead and lead.speaks else None
        known = entity is not None and (entity.source is not None or entity.kind == PERSON)
        if entity is not None and lead is not None and (known or quotes):
            yield _proposal(entity, None, lead.span)

    def carried(self, speakers: Sequence[SourceProposal]) -> SourceProposal | None:
        """The source of the quotation that the sentence continues, with the cue that names it.

        Args:
            speakers: Whom the sentence's own words attribute it to.
        """
        if self.before is None:
            return None
        source = self.annotations.source_of(self.annotations.sentences[self.before])
        if source is None:
            return None
        if speakers:
            return speakers[0] if self.inside and speakers[0].source == source else None
        if self.inside:
            return SourceProposal(source.name, source.kind, source)
        if not self.quoted or not self._follows(self.before) or self.speaker_ahead:
            return None
        return SourceProposal(source.name, source.kind, source)

    def _follows(self, place: int) -> bool:
        """Whether a quotation after the sentence at `place` has the same speaker."""
        sentences = self.annotations.sentences
        before = sentences[place]
        furniture = {each.paragraph for each in sentences[place + 1 : self.position]}
        near = self.sentence.paragraph - before.paragraph <= 1 + len(furniture)
        introduced = _INTRODUCES.search(before.text) is not None
        spoken = outside_quotations(before.text) != before.text or (
            continues_quotation(sentences, place) and not _ends_quotation(before.text)
        )
        attributed = any(each.score >= _LIKELY for each in attributions(before.text))
        if _signature(before.text) is not None:
            return False
        return near and (introduced or spoken or attributed)

    @cached_property
    def speaker_ahead(self) -> SourceProposal | None:
        """Who is named where the quotation ends that is open after this sentence."""
        sentences = self.annotations.sentences
        last = min(len(sentences), self.position + 1 + _LOOK_AHEAD)
        for at in range(self.position + 1, last):
            sentence = sentences[at]
            if not sentence.body:
                continue
            if not continues_quotation(sentences, at):
                return None
            entity = self._speaker_at(at)
            if entity is not None:
                return _proposal(entity, None)
        return None

    def _speaker_at(self, at: int) -> Entity | None:
        """Whom a later sentence names as the speaker of the quotation that ends in it."""
        text = self.annotations.sentences[at].text
        signed = _signature(text)
        if signed is not None:
            return ArticleContext(self.annotations, at).resolve(signed)
        found = _attributions(text, inside=True)
        if not found or found[0].score < _LIKELY:
            return None
        return _speaker(ArticleContext(self.annotations, at), text, found[0])

    def ranked(self, likely: Sequence[SourceProposal]) -> tuple[SourceProposal, ...]:
        """Every proposal once, the likeliest first; all of the article's sources are among them."""
        once: dict[str, SourceProposal] = {}
        for each in (*likely, *self._others()):
            once.setdefault(fold_name(each.name), each)
        room = max(_MOST_NEW, _MOST_LISTED - len(self.annotations.sources))
        listed: list[SourceProposal] = []
        for each in once.values():
            # The outlet may be the source of any sentence. It is always listed.
            always = each.source is not None or each.name == self.annotations.document.outlet
            room -= not always
            if always or room >= 0:
                listed.append(each)
        return tuple(listed)

    def _others(self) -> Iterator[SourceProposal]:
        recent = list(self._recent_sources())
        yield from recent[:1]
        yield from self._named_in(self.position)
        yield from self._eyewitness()
        yield from recent
        sentences = self.annotations.sentences
        beside = (self.position - 1, self.position + 1)
        for at in beside:
            if 0 <= at < len(sentences) and sentences[at].body:
                yield from self._named_in(at)
        for source in self.annotations.sources:
            yield SourceProposal(source.name, source.kind, source)
        outlet = self.annotations.document.outlet
        if outlet:
            yield SourceProposal(outlet, REPORTER)

    def _eyewitness(self) -> Iterator[SourceProposal]:
        """The reporter, where the article says "I" and names no outlet."""
        known = self.annotations.document.outlet or any(
            each.kind == REPORTER for each in self.annotations.sources
        )
        if self.english and not known:
            text = outside_quotations(self.sentence.text, inside=self.inside, mark="“")
            if _FIRST_PERSON.search(text):
                yield SourceProposal("reporter", REPORTER)

    def _named_in(self, at: int) -> Iterator[SourceProposal]:
        for phrase in self.context.phrases(at) if self.english else ():
            if phrase.pronoun is None and phrase.speaks:
                entity = self.context.resolve(phrase)
                if entity is not None:
                    yield _proposal(entity, None, phrase.span if at == self.position else None)
                short = _TWO_COMPLEMENTS.match(phrase.name)
                if short is not None and not phrase.proper:
                    yield SourceProposal(short["name"], phrase.kind)
                owner = _owner(self.annotations.sentences[at].text, phrase)
                named = self.context.resolve(owner) if owner else None
                if named is not None:
                    yield _proposal(named, None)

    def _recent_sources(self) -> Iterator[SourceProposal]:
        """The article's sources, the one quoted last first."""
        recent = (self.annotations.sentences[at].source for at in self._backwards())
        for key in dict.fromkeys(each for each in recent if each):
            source = self.annotations.source_by_id.get(key)
            if source is not None:
                yield SourceProposal(source.name, source.kind, source)

    def _backwards(self) -> range:
        return range(self.position - 1, max(self.position - _RECENT, 0) - 1, -1)

    def _bodies_before(self) -> Iterator[int]:
        return (at for at in self._backwards() if self.annotations.sentences[at].body)

    def mentions(self) -> Iterator[Mention]:
        """The words to pick from: the subjects of this sentence first, then the rest of it."""
        count = 0
        before = islice(self._bodies_before(), _MENTIONS_BACK)
        for at in (self.position, *before) if self.english else ():
            sentence = self.annotations.sentences[at]
            for phrase in _nearest_first(sentence.text, self.context.phrases(at)):
                if count == _MOST_MENTIONS:
                    return
                count += 1
                yield Mention(sentence.id, phrase.span, self._name_of(phrase), phrase.kind)

    def _name_of(self, phrase: Phrase) -> str:
        entity = self.context.resolve(phrase) if phrase.proper else None
        return entity.name if entity else phrase.name


def _attributions(text: str, *, inside: bool) -> Sequence[Attribution]:
    """The attributions of a sentence; none if all of it is inside a quotation."""
    if inside and not _ends_quotation(text):
        return ()
    return attributions(text)


def _owner(text: str, phrase: Phrase) -> Phrase | None:
    """Whose a description is, if a name says so: "the Observer" of "the Observer's analysis"."""
    owner = None if phrase.proper else _OWNER.match(text, phrase.span[0])
    if owner is None or owner.end() > phrase.span[1]:
        return None
    begin, end = owner.span("name")
    named = read_phrase(text, [word for word in tokens(text) if begin <= word.start < end])
    return None if named is None or kind_of_word(named.head) == UNNAMED else named


def _signature(text: str) -> Phrase | None:
    """The name that a quotation is signed with: "“We left” — Ravi Orr"."""
    signed = _SIGNED.search(text[-_LONGEST_SIGNATURE:])
    if signed is None:
        return None
    begin = max(0, len(text) - _LONGEST_SIGNATURE) + signed.start("name")
    phrase = read_phrase(text, [word for word in tokens(text) if word.start >= begin])
    return phrase if phrase and phrase.proper else None


def _ends_quotation(text: str) -> bool:
    return outside_quotations(text, inside=True).strip() != ""


def _is_quoted(text: str, *, inside: bool) -> bool:
    rest = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", outside_quotations(text, inside=inside))
    return not any(char.isalnum() for char in rest)


def _speaker(context: ArticleContext, text: str, each: Attribution) -> Entity | None:
    """Whom an attribution means. The outlet, for what it could not verify."""
    outlet = context.outlet
    if outlet and is_own_check(text[slice(*each.cue)]):
        return context.outlet_entity()
    if each.subject is None:
        return None
    trailing = each.cue[0] > each.subject.span[0] and _is_trailing(text, each)
    return context.resolve(each.subject, trailing=trailing)


def _speakers(
    context: ArticleContext, text: str, each: Attribution
) -> Iterator[tuple[Entity, Span | None]]:
    """Everyone whom an attribution means, with the words in it, in the order of the text."""
    entity = _speaker(context, text, each)
    for phrase in each.subjects:
        other = entity if phrase is each.subject else context.resolve(phrase)
        if other is not None:
            yield other, phrase.span
    if each.subject is None and entity is not None:
        yield entity, None


def _is_trailing(text: str, each: Attribution) -> bool:
    """Whether little follows the cue, so that what is said is in front of it."""
    return len(text[each.cue[1] :].split()) < 6


def _proposal(entity: Entity, cue: Span | None, span: Span | None = None) -> SourceProposal:
    source = entity.source
    if source is not None:
        return SourceProposal(source.name, source.kind, source, cue, span)
    return SourceProposal(entity.name, entity.kind, None, cue, span)


def _nearest_first(text: str, found: Iterable[Phrase]) -> Iterator[Phrase]:
    """The phrases of a sentence, those that a cue has as its subject first."""
    subjects = [each.subject for each in attributions(text) if each.score >= _LIKELY]
    first = [each for each in subjects if each and each.pronoun is None]
    once = {each.span: each for each in (*first, *found)}
    return (each for each in once.values() if each.pronoun is None and each.speaks)
