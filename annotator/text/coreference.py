"""Whom a name, a description or a pronoun means, by the article's sources and the text before it.

"Sunak" is "Rishi Sunak" of the sentences above, "she" the woman who spoke last, "the group" the
organization that was called a group. Only sentences near the asking one are read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, Source, Span
from annotator.model.codebook import DOCUMENT, ORGANIZATION, PERSON, REPORTER, TITLE, UNNAMED
from annotator.model.name_folding import fold_name
from annotator.text import phrase_words as lists
from annotator.text import word_lists as table
from annotator.text.attribution import attributions, leading_phrase
from annotator.text.given_name_words import FEMALE_NAMES, MALE_NAMES
from annotator.text.names import guess_kind, head_words, kind_of_word, short_for, tokens
from annotator.text.noun_phrases import Phrase, phrases_in, read_phrase
from annotator.text.word_lists import word_set

LOOK_BACK = 60
"""The number of sentences above in which names and descriptions are looked for."""
_AHEAD = 3  # sentences below in which a role gets its name
_LONGER = 2  # sentences above in which a sure person comes before an unsure one
_LONG_NAME = 4  # words of a name that can be two names
_SPOKEN = 4  # sentences in which a source comes before another name
_NEAR = 8  # sentences in which a pronoun has what it stands for
_PERSON_PRONOUNS = {"he": "m", "him": "m", "himself": "m", "she": "f", "herself": "f"}
_COMPANY = frozenset(word.lower() for word in table.COMPANY_SUFFIXES) | word_set(
    "foods motors energy power steel holdings partners industries systems technologies airlines "
    "airways catering pharmaceuticals insurance grid hydro"
)


@dataclass(slots=True)
class Entity:
    """A source of the article, or a person or thing that a phrase above names."""

    name: str
    kind: str | None
    source: Source | None = None
    titles: set[str] = field(default_factory=set)
    plural: bool = False
    proper: bool = True
    position: int = -1
    called: set[str] = field(default_factory=set)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, in lower case."""
        return words_of(self.name)

    @property
    def gender(self) -> str | None:
        """The gender that its titles or its given name tell: "f", "m" or None."""
        if self.titles & lists.FEMALE_WORDS:
            return "f"
        if self.titles & lists.MALE_WORDS:
            return "m"
        first = self.name.split(maxsplit=1)[0] if self.name.strip() else ""
        if self.kind == PERSON and " " in self.name.strip():
            return "f" if first in FEMALE_NAMES else "m" if first in MALE_NAMES else None
        return None

    @property
    def head(self) -> str:
        """The main word of a description; the last word of a name."""
        return _head(self.name, proper=self.proper)


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without possessive endings."""
    return tuple(word.lower for word in tokens(name))


@lru_cache(maxsize=8192)
def _fold(name: str) -> str:
    return fold_name(name)


@lru_cache(maxsize=4096)
def _head(name: str, *, proper: bool) -> str:
    words = tokens(name)
    if not words:
        return ""
    return (words if proper else head_words(words))[-1].lower


class ArticleContext:
    """The article as it is before one sentence: its sources, and what the text above names.

    Args:
        annotations: The set. The decisions on the sentences before `position` are used.
        position: The position of the sentence that asks.
    """

    def __init__(self, annotations: AnnotationSet, position: int) -> None:
        self.annotations = annotations
        self.position = position
        self.outlet = annotations.document.outlet
        self.entities: dict[str, Entity] = {}
        self._by_word: dict[str, list[Entity]] = {}
        self._full_names: dict[tuple[str, str | None, bool], Entity | None] = {}
        self._short_names: dict[tuple[str, bool], Entity] = {}
        for source in annotations.sources:
            self._add_source(source)
        for at in range(max(0, position - LOOK_BACK), position):
            self._add_sentence(at, annotations.sentences[at])
        for phrase in self.phrases(position):
            if phrase.proper and " " in phrase.name:
                self._add_phrase(position, phrase)

    def _add_source(self, source: Source) -> None:
        words = set(words_of(source.affiliation or ""))
        proper = source.name[:1].isupper() and guess_kind(source.name) not in {UNNAMED, DOCUMENT}
        kind = source.kind or guess_kind(source.name)
        entity = Entity(source.name, kind, source, words, proper=proper)
        entity.plural = source.kind in {UNNAMED, DOCUMENT} and _is_many(source.name)
        self._add(entity)

    def _add(self, entity: Entity) -> None:
        """Add an entity, by its name and, if it has a proper name, by the words that shorten it."""
        self.entities[_fold(entity.name)] = entity
        words = entity.words
        if entity.proper and len(words) > 1:
            for word in {words[0], words[-1], _initials(entity.name)}:
                self._by_word.setdefault(word, []).append(entity)

    def _add_sentence(self, at: int, sentence: Sentence) -> None:
        if sentence.part == TITLE:
            return
        for phrase in self.phrases(at, named=True):
            self._add_phrase(at, phrase)
        source = self.annotations.source_of(sentence)
        if source is not None:
            entity = self.entities[_fold(source.name)]
            entity.position = at
            entity.titles |= _titles_of_speaker(sentence.text, source.name)

    def phrases(self, at: int, *, named: bool = False) -> Sequence[Phrase]:
        """The phrases of a sentence, read with what the article tells about its names.

        A lone name that opens a sentence is one if the text above knows it, and a person's name
        behind an organization's is one if a sentence near it has the surname alone.

        Args:
            at: The position of the sentence.
            named: Whether to leave out pronouns, and what a pronoun owns.
        """
        reading = _read(self.annotations.sentences[at].text)
        opening = reading.opening
        if opening is not None and not (
            _fold(opening.name) in self.entities or self._find_longer(opening)
        ):
            opening = None
        phrases = reading.named if named else reading.phrases
        if opening is None and not reading.persons:
            return phrases
        found = [opening] if opening else []
        for each in phrases:
            person = reading.persons.get(each.span)
            apart = person is not None and self._stands_alone(person.head, at)
            found.extend(_apart(each, person) if person and apart else [each])
        return found

    def _stands_alone(self, surname: str, at: int) -> bool:
        """Whether a sentence near one quotes a person by this surname alone."""
        near = self.annotations.sentences[max(at - _AHEAD, 0) : at + 1 + _AHEAD]
        subjects = (each.subject for one in near for each in attributions(one.text))
        return any(each and each.proper and each.name.lower() == surname for each in subjects)

    def _add_phrase(self, at: int, phrase: Phrase) -> None:
        key = _fold(phrase.name)
        entity = self.entities.get(key)
        if (entity is None or entity.source is None) and phrase.proper and " " not in key:
            longer = self._known_short(key, phrase)
            entity = longer or entity
        if entity is None:
            entity = Entity(phrase.name, phrase.kind, proper=phrase.proper, plural=phrase.plural)
            self._add(entity)
        if phrase.titles:
            entity.titles |= phrase.titles
        entity.position = max(entity.position, at)

    def _known_short(self, key: str, phrase: Phrase) -> Entity | None:
        """Whom the text calls by a lone name. What it once stands for, it goes on to stand for."""
        titled = bool(phrase.titles & _HONORIFICS)
        known = self._short_names.get((key, titled))
        if known is None:
            known = self._find_longer(phrase)
            if known is not None:
                known.called.add(key)
                self._short_names[key, titled] = known
        return known

    def resolve(self, phrase: Phrase, *, trailing: bool = False) -> Entity | None:
        """Whom a phrase of the asking sentence means; None for a pronoun that nobody fits.

        Args:
            phrase: The phrase.
            trailing: Whether it follows what is said, so that a pronoun does not mean a name in it.
        """
        if phrase.pronoun is not None:
            return self._of_pronoun(phrase.pronoun, trailing=trailing)
        if phrase.kind == REPORTER:
            return self._reporter(phrase)
        if phrase.proper:
            return self._of_name(phrase)
        if phrase.owner is not None:
            return self._owned(phrase)
        return self._of_description(phrase)

    # Names

    def _of_name(self, phrase: Phrase) -> Entity:
        if self.outlet and short_for(phrase.name, self.outlet):
            return self._known_reporter() or Entity(phrase.name, REPORTER)
        key = _fold(phrase.name)
        same = self.entities.get(key)
        if same is not None and same.source is not None:
            return same
        longer = self._longer(phrase)
        if longer is not None:
            return longer
        if same is not None:
            return replace(same, titles=same.titles | phrase.titles, kind=_kind(phrase, same.kind))
        return Entity(phrase.name, _kind(phrase, None), titles=set(phrase.titles))

    def _longer(self, phrase: Phrase) -> Entity | None:
        """The nearest full name that a name is a short form of; a source before others."""
        key = phrase.name, phrase.kind, bool(phrase.titles & _HONORIFICS)
        if key not in self._full_names:
            self._full_names[key] = self._find_longer(phrase)
        return self._full_names[key]

    def _find_longer(self, phrase: Phrase) -> Entity | None:
        words = _untitled(phrase.name)
        by_word = self._by_word
        near = [
            each for key in _index_words(phrase.name) if key in by_word for each in by_word[key]
        ]
        if not near:
            return None
        fits = [each for each in near if _is_short_name(words, phrase, each)]
        if len(fits) < 2:
            return fits[0] if fits else None
        key = _fold(phrase.name)

        def likelihood(each: Entity) -> tuple[bool, bool, bool, int]:
            return key in each.called, each.position >= 0, each.source is not None, each.position

        return max(fits, key=likelihood)

    # Descriptions

    def _owned(self, phrase: Phrase) -> Entity | None:
        """What a pronoun owns: "Mihal Rossen's office" for "his office"."""
        owner = self._of_pronoun(_OWNERS.get(phrase.owner or "", "they"), trailing=False)
        if owner is None or phrase.owner == "their":
            return self._of_description(phrase)
        apostrophe = "’" if "’" in owner.name else "'"
        ending = apostrophe if owner.plural else f"{apostrophe}s"
        name = f"{owner.name}{ending} {phrase.name}"
        known = self.entities.get(_fold(name)) or self._owned_source(phrase, owner)
        return known or Entity(name, phrase.kind, proper=False, plural=phrase.plural)

    def _owned_source(self, phrase: Phrase, owner: Entity) -> Entity | None:
        """A source with this main word that is named with its owner: "Brandt's annual report"."""
        fits = (
            each
            for each in self._sources()
            if each.head == phrase.head and set(each.words) & set(owner.words)
        )
        return next(fits, None)

    def _of_description(self, phrase: Phrase) -> Entity:
        known = self._described(phrase)
        if known is None and phrase.definite and phrase.kind == UNNAMED and not phrase.plural:
            known = self._named_ahead(phrase.head)
            if known is None and phrase.head in lists.VARIED:
                known = self._named_last("he", _Test("one"))
        if known is None and _ONE_OF.match(phrase.name):
            known = self._spoken(lambda each: each.plural)
        return known or Entity(phrase.name, phrase.kind, proper=False, plural=phrase.plural)

    def _described(self, phrase: Phrase) -> Entity | None:
        """The one above that a description names: a source, or what it fits."""
        same = self.entities.get(_fold(phrase.name))
        if same is not None and same.source is not None:
            return same
        return self._known_description(phrase, sources_only=False) if phrase.definite else None

    def _named_ahead(self, role: str) -> Entity | None:
        """The person whom the next sentences name with a role: "the mayor, Anton Brezan"."""
        sentences = self.annotations.sentences
        for at in range(self.position + 1, min(len(sentences), self.position + 1 + _AHEAD)):
            for phrase in phrases_of(sentences[at].text):
                if phrase.proper and phrase.kind == PERSON and role in phrase.titles:
                    return self._of_name(phrase)
        return None

    def _known_description(self, phrase: Phrase, *, sources_only: bool) -> Entity | None:
        """The nearest one above that the description fits: "the letter", "the minister"."""
        fits = [
            (score, each.source is not None, each.position, each)
            for each in self.entities.values()
            if (each.source is not None or not sources_only)
            and (each.position >= 0)
            and (score := _fit(phrase, each, near=self.position - each.position <= _AHEAD)) > 0
        ]
        if not fits:
            return None
        return max(fits, key=lambda each: each[:3])[3]

    def _reporter(self, phrase: Phrase) -> Entity:
        known = self._known_reporter()
        named = phrase.name[:1].isupper() and " " in phrase.name
        owner = phrase.name.rsplit(" ", 1)[0] if named else None
        if known is not None and (owner is None or short_for(owner, known.name)):
            return known
        if owner is not None:
            return Entity(owner, REPORTER)
        if self.outlet:
            return Entity(self.outlet, REPORTER)
        return Entity(phrase.name, REPORTER, proper=False)

    def outlet_entity(self) -> Entity | None:
        """The outlet and its reporters, as one source; None if the outlet is unknown."""
        return self._known_reporter() or (Entity(self.outlet, REPORTER) if self.outlet else None)

    def _known_reporter(self) -> Entity | None:
        return next((each for each in self._sources() if each.kind == REPORTER), None)

    # Pronouns

    def _of_pronoun(self, pronoun: str, *, trailing: bool) -> Entity | None:
        fits = _test_of(pronoun)
        if fits is None:
            return None
        here = None if trailing else self._in_sentence(pronoun, fits)
        spoken = None if pronoun in _PERSON_PRONOUNS else self._spoken(fits)
        return here or spoken or self._named_last(pronoun, fits)

    def _named_last(self, pronoun: str, fits: "_Test") -> Entity | None:
        """The one that the nearest sentence above with any that fits names.

        If it is unsure whether that is a person, a sure one a little further above is preferred.
        """
        unsure: list[tuple[int, Entity]] = []
        for seen, at in enumerate(self._backwards()):
            found = [entity for entity in self._candidates(at) if fits(entity)]
            sure = next((each for each in found if _is_sure(pronoun, each)), None)
            if sure is not None:
                return sure
            unsure += [(_is_lone_surname(each), each) for each in found]
            if any(not lone for lone, _ in unsure) and seen >= _LONGER:
                break
        return min(unsure, key=lambda each: each[0])[1] if unsure else None

    def _spoken(self, fits: "Callable[[Entity], bool]") -> Entity | None:
        """The source of one of the last sentences that fits."""
        for _, at in zip(range(_SPOKEN), self._backwards(), strict=False):
            source = self.annotations.source_of(self.annotations.sentences[at])
            if source is not None and fits(self.entities[_fold(source.name)]):
                return self.entities[_fold(source.name)]
        return None

    def _in_sentence(self, pronoun: str, fits: "_Test") -> Entity | None:
        """The first name of the sentence before its pronoun: "When Penn came, she said"."""
        text = self.annotations.sentences[self.position].text
        place = re.search(rf"\b(?:{_FORMS.get(pronoun, pronoun)})\b", text, re.IGNORECASE)
        found: Entity | None = None
        for phrase in self.phrases(self.position):
            named = phrase.pronoun is None and phrase.owner is None
            if named and place and phrase.span[1] <= place.start():
                entity = self.resolve(phrase)
                if entity is not None and fits(entity) and not _is_lone_surname(entity):
                    if entity.proper or entity.source:
                        return entity
                    found = found or entity
        return found

    def _backwards(self) -> Iterator[int]:
        seen = 0
        for at in range(self.position - 1, max(-1, self.position - LOOK_BACK), -1):
            if self.annotations.sentences[at].body:
                yield at
                seen += 1
            if seen >= _NEAR:
                return

    def _candidates(self, at: int) -> Iterator[Entity]:
        """Who a pronoun after a sentence can mean: its source, its subject, its other names."""
        sentence = self.annotations.sentences[at]
        source = self.annotations.source_of(sentence)
        if source is not None:
            yield self.entities[_fold(source.name)]
        lead = leading_phrase(sentence.text)
        subject = [lead] if lead and lead.pronoun is None and lead.owner is None else []
        others = (each for each in phrases_of(sentence.text) if each.proper or each.plural)
        for phrase in (*subject, *others):
            if phrase.pronoun is None and phrase.owner is None and phrase.speaks:
                named = self._of_name(phrase) if phrase.proper else self._described(phrase)
                yield named or Entity(phrase.name, phrase.kind, plural=phrase.plural, proper=False)

    def _sources(self) -> Iterator[Entity]:
        return (each for each in self.entities.values() if each.source is not None)


_ONE_OF = re.compile(r"one of (?:the|them)\b", re.IGNORECASE)
_HONORIFICS = frozenset(word.lower() for word in table.HONORIFICS)
_FORMS = {"he": "he|his", "she": "she|her", "it": "it|its", "they": "they|their"}
_OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they"}


@lru_cache(maxsize=4096)
def phrases_of(text: str) -> tuple[Phrase, ...]:
    """The subjects of a sentence's attributions, and its other phrases, in order."""
    subjects = [each.subject for each in attributions(text) if each.subject is not None]
    known = [each for each in subjects if each.pronoun is None and each.speaks]
    once = {each.span: each for each in subjects}
    others = [each for each in phrases_in(text) if not any(_repeats(each, it) for it in known)]
    return tuple(sorted([*once.values(), *others], key=lambda each: each.span))


class _Reading(NamedTuple):
    """What a sentence alone tells about its phrases.

    Attributes:
        phrases: Its phrases, in order.
        named: Those that are no pronoun, and that no pronoun owns.
        opening: Its first word, if that can be a name and is in none of the phrases.
        persons: For a long name, by its span, the person's name that it may end with.
    """

    phrases: tuple[Phrase, ...]
    named: tuple[Phrase, ...]
    opening: Phrase | None
    persons: Mapping[Span, Phrase]


@lru_cache(maxsize=4096)
def _read(text: str) -> _Reading:
    found = phrases_of(text)
    first = _opening_word(text)
    if first is not None and found and found[0].span[0] <= first.span[0]:
        first = None
    persons = ((each.span, _person_behind(each)) for each in found)
    named = tuple(each for each in found if each.pronoun is None and each.owner is None)
    return _Reading(found, named, first, {span: person for span, person in persons if person})


@lru_cache(maxsize=8192)
def _untitled(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without the titles before it."""
    words = words_of(name)
    while len(words) > 1 and words[0] in _HONORIFICS:
        words = words[1:]
    return words


@lru_cache(maxsize=8192)
def _index_words(name: str) -> tuple[str, ...]:
    """What a name can be the short form of another by: its first word, its last, or all of it."""
    words = _untitled(name)
    return tuple(dict.fromkeys((*words[:1], *words[-1:], name)))


def _opening_word(text: str) -> Phrase | None:
    """The first word of a sentence, if it can be a name that stands alone: "Orr left"."""
    words = tokens(text)[:2]
    if not words or not words[0].capital or text[: words[0].start].strip():
        return None
    if len(words) > 1 and words[1].joined and words[1].text[0].isupper():
        return None
    phrase = read_phrase(text, words[:1])
    return phrase if phrase is not None and phrase.proper else None


def _person_behind(phrase: Phrase) -> Phrase | None:
    """The last two words of a long name, which may be a person's: "Ruhe University Ann Orr"."""
    if not phrase.proper or phrase.kind == PERSON or phrase.name.count(" ") + 1 < _LONG_NAME:
        return None
    words = tokens(phrase.name)
    start = phrase.span[0] + words[-2].start
    own = all(word.text[0].isupper() for word in words[-2:])
    name = phrase.name[words[-2].start :]
    return replace(phrase, name=name, kind=PERSON, span=(start, phrase.span[1])) if own else None


def _apart(phrase: Phrase, person: Phrase) -> Iterator[Phrase]:
    """A name as two: the organization's, and that of the person behind it."""
    name = phrase.name[: person.span[0] - phrase.span[0]].rstrip()
    begin = phrase.span[0]
    yield replace(phrase, name=name, span=(begin, begin + len(name)), head=words_of(name)[-1])
    yield person


def _repeats(phrase: Phrase, subject: Phrase) -> bool:
    """Whether a phrase is a subject again, and not a part of its complement."""
    begin, end = subject.span
    if phrase.span[1] <= begin or end <= phrase.span[0]:
        return False
    return subject.proper or phrase.span[0] <= begin or phrase.span[1] > end


def _titles_of_speaker(text: str, name: str) -> frozenset[str]:
    """What a sentence tells of its source: that it is a "she", or the title before the name."""
    found = attributions(text)
    if not found or found[0].subject is None:
        return frozenset()
    subject = found[0].subject
    if subject.pronoun in _PERSON_PRONOUNS:
        return frozenset([subject.pronoun])
    if subject.proper and short_for(subject.name, name):
        return subject.titles
    return frozenset()


def _is_many(name: str) -> bool:
    words = tokens(name)
    if not words:
        return False
    head = _head(name, proper=False)
    return (head.endswith("s") and not head.endswith(("ss", "us"))) or head in {"people", "police"}


def _kind(phrase: Phrase, known: str | None) -> str | None:
    return known if known == PERSON else phrase.kind or known


@lru_cache(maxsize=8192)
def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[:1].isupper())


def _is_short_name(words: tuple[str, ...], phrase: Phrase, entity: Entity) -> bool:
    """Whether words are a short form of an entity's name: a surname, a first part, initials."""
    long = entity.words
    if len(long) <= len(words) or not words:
        return False
    if entity.kind == PERSON:
        first = words[0] == long[0] if len(words) > 1 else True
        return first and words[-1] == long[-1] and set(words) <= set(long)
    if phrase.kind == PERSON and phrase.titles & _HONORIFICS:
        return False
    if len(phrase.name) > 1 and phrase.name.isupper() and phrase.name == _initials(entity.name):
        return True
    house = entity.kind in {ORGANIZATION, REPORTER} and len(long) <= len(words) + 4
    # "The Harbor Fair" is an event. Its first word names another source.
    event = entity.source is None and guess_kind(entity.name) == PERSON
    if not house or event:
        return False
    return long[: len(words)] == words and long[len(words)] not in {"of", "for", "and"}


def _fit(phrase: Phrase, entity: Entity, *, near: bool) -> int:
    """How well a description fits an entity; 0 if not at all.

    Args:
        phrase: The description.
        entity: The entity.
        near: Whether it was named in one of the last sentences.
    """
    if entity.proper:
        return _fit_name(phrase, entity)
    if entity.source is None and _fold(entity.name) == _fold(phrase.name):
        return 0
    if phrase.plural != entity.plural and not entity.name.startswith(("one ", "two ")):
        return 0
    modifiers = _modifiers(phrase)
    if phrase.head in {entity.head, entity.head.removesuffix("s")}:
        if _agree(modifiers, entity):
            return 4
        return 1 if entity.source is not None and entity.kind == DOCUMENT else 0
    same = not modifiers and any(phrase.head in one and entity.head in one for one in lists.SAME)
    return 2 if same and (near or entity.source is not None) else 0


def _fit_name(phrase: Phrase, entity: Entity) -> int:
    head = phrase.head
    if entity.kind == PERSON:
        titled = head in entity.titles and kind_of_word(head) == UNNAMED
        return 4 if titled and _agree(_modifiers(phrase), entity) else 0
    level = _fit_organization(head, entity)
    if level == 1 and _modifiers(phrase):
        return 0
    return level if level and _agree(_modifiers(phrase), entity) else 0


def _fit_organization(head: str, entity: Entity) -> int:
    """How well a noun fits an organization: 4 if it is called so, 1 if any one can be."""
    words = set(entity.words)
    if head in entity.titles or head in words:
        return 4
    if head in lists.SAME[1] and _COMPANY & words:
        return 3
    if any(head in group and (group & words or group & entity.titles) for group in lists.SAME):
        return 2
    plain = entity.kind == ORGANIZATION and head in lists.GENERIC
    return int(plain and entity.source is not None)


def _modifiers(phrase: Phrase) -> Sequence[str]:
    return _modifiers_of(phrase.name, phrase.head)


@lru_cache(maxsize=4096)
def _modifiers_of(name: str, head: str) -> Sequence[str]:
    words = words_of(name)
    end = words.index(head) if head in words else len(words)
    return [word for word in words[:end] if word not in {"same", "other", "new", "latest"}]


def _agree(modifiers: Iterable[str], entity: Entity) -> bool:
    known = set(entity.words) | entity.titles
    return all(word in known for word in modifiers)


class _Test:
    """Whether an entity can be what a pronoun stands for."""

    def __init__(self, pronoun: str) -> None:
        self.gender = _PERSON_PRONOUNS.get(pronoun)
        self.person = self.gender is not None or pronoun == "one"
        self.many = pronoun in lists.MANY_PRONOUNS

    def __call__(self, entity: Entity) -> bool:
        if self.person:
            return _is_person(entity) and entity.gender in {None, self.gender or entity.gender}
        if self.many:
            many = entity.plural and entity.kind != DOCUMENT
            return many or (entity.kind in {ORGANIZATION, UNNAMED} and not _is_one(entity))
        return entity.kind in {ORGANIZATION, DOCUMENT} and not entity.plural


def _test_of(pronoun: str) -> _Test | None:
    known = pronoun in _PERSON_PRONOUNS or pronoun in lists.MANY_PRONOUNS or pronoun == "it"
    return _Test(pronoun) if known else None


def _is_one(entity: Entity) -> bool:
    return entity.kind == UNNAMED and not entity.plural


def _is_person(entity: Entity) -> bool:
    if entity.kind == PERSON:
        return True
    if entity.kind == UNNAMED:
        return not entity.plural
    return bool(entity.kind == ORGANIZATION and entity.proper and _is_lone_surname(entity))


def _is_lone_surname(entity: Entity) -> bool:
    name = entity.name
    return " " not in name and name[:1].isupper() and name[1:].islower() and entity.source is None


def _is_sure(pronoun: str, entity: Entity) -> bool:
    gender = _PERSON_PRONOUNS.get(pronoun)
    known = entity.source is not None or bool(entity.titles & _HONORIFICS)
    return gender is None or known or entity.gender == gender
