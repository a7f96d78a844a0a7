"""What is suggested for the sentences of an open set: values, how they are shown, and the record.

Values are from the project's file of suggestions, or else from what the program itself finds in
the text. A sentence whose suggestions are withheld looks like one without any.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.model.annotation import (
    AnnotationSet,
    Cue,
    Exposure,
    Sentence,
    Shown,
    Source,
    Span,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.codebook import Codebook
from annotator.model.edits import source_by_name
from annotator.model.name_folding import fold_name
from annotator.model.prompt_level import PromptSettings
from annotator.model.second_look import Difference, differences
from annotator.model.session import Session
from annotator.model.suggestion_settings import (
    NO_SUGGESTIONS,
    NOTHING_SHOWN,
    RULES,
    SuggestionMode,
    SuggestionSettings,
)
from annotator.model.suggestions import (
    DocumentSuggestions,
    FieldSuggestions,
    Suggester,
    own_value,
)
from annotator.project.suggesters import RULES_SUGGESTER
from annotator.text.proposals import Proposals, SourceProposal, kind_of, propose, unranked
from annotator.text.rules_suggester import suggest_sentence
from annotator.tui.suggestions import Ghost

_SOURCE_FIELDS = (SuggestedField.SOURCE, SuggestedField.KIND, SuggestedField.CUE)


class _Found(NamedTuple):
    """What the rules found for a sentence with this text, when the set was this one."""

    text: str
    annotations: AnnotationSet
    fields: FieldSuggestions


class SentenceSuggester:
    """The suggestions for the sentences of a set, and the ways of showing them.

    Args:
        settings: Which suggestions are shown, and how.
        suggestions: The project's suggestions for the document, or None.
        tags: The IDs of the tags that may be suggested.
    """

    def __init__(
        self,
        settings: SuggestionSettings = NO_SUGGESTIONS,
        suggestions: DocumentSuggestions | None = None,
        tags: frozenset[str] = frozenset(),
    ) -> None:
        # Another suggester has nothing to show without its file.
        silent = settings.by != RULES and suggestions is None
        self.settings = replace(settings, show=NOTHING_SHOWN) if silent else settings
        self._file, self._tags = suggestions, tags
        self._proposed: tuple[AnnotationSet, int, Proposals] | None = None
        self._found: dict[str, _Found] = {}
        self._answered: dict[tuple[str, SuggestedField], SuggestedValue] = {}

    def start(self, annotations: AnnotationSet) -> None:
        """Begin with a set. A second look that it has recorded is not shown again."""
        for sentence in annotations.sentences:
            source = annotations.source_of(sentence)
            for each in sentence.shown:
                if each.exposure is Exposure.AFTER:
                    own = own_value(each.field, sentence, source)
                    self._answered[sentence.id, each.field] = own

    # How suggestions are shown

    def holds(self, annotations: AnnotationSet, sentence: str) -> bool:
        """Whether suggestions for a sentence are withheld by design."""
        return self.settings.holds(annotations.document.id, sentence, annotations.annotator)

    def modes(
        self, annotations: AnnotationSet, sentences: Iterable[str]
    ) -> Mapping[SuggestedField, SuggestionMode]:
        """The mode of each field for sentences that are decided together."""
        if any(self.holds(annotations, each) for each in sentences):
            return NO_SUGGESTIONS.show
        return self.settings.show

    @property
    def suggester(self) -> Suggester:
        """Who makes the suggestions."""
        return self._file.suggester if self._file is not None else RULES_SUGGESTER

    @property
    def _by_rules(self) -> bool:
        return self.settings.by == RULES

    # The values

    def propose(self, annotations: AnnotationSet, position: int) -> Proposals:
        """What the program finds for a sentence. It is kept for as long as nothing changes."""
        known = self._proposed
        if known is None or known[0] is not annotations or known[1] != position:
            found = propose(annotations, position)
            known = self._proposed = annotations, position, found
        return known[2]

    def suggested(
        self, annotations: AnnotationSet, codebook: Codebook, position: int
    ) -> FieldSuggestions:
        """The suggestions for a sentence, as they were when they were first asked for."""
        sentence = annotations.sentences[position]
        if self._file is not None:
            return self._file.sentences.get(sentence.id, {})
        if not self._by_rules:
            return {}
        known = self._found.get(sentence.id)
        if known is None or known.text != sentence.text:
            fields = suggest_sentence(annotations, codebook, position)
            known = self._found[sentence.id] = _Found(sentence.text, annotations, fields)
        return known.fields

    def knows(self, sentence: Sentence) -> bool:
        """Whether the suggestions for a sentence are there without any computing."""
        if self._file is not None or not self._by_rules:
            return True
        known = self._found.get(sentence.id)
        return known is not None and known.text == sentence.text

    def look_again(self, annotations: AnnotationSet, position: int) -> None:
        """Forget what was found for a sentence without a decision: other decisions count too."""
        sentence = annotations.sentences[position]
        known = self._found.get(sentence.id)
        undecided = sentence.tag is None and sentence.source is None
        if undecided and known is not None and known.annotations is not annotations:
            del self._found[sentence.id]

    def proposals(
        self, annotations: AnnotationSet, position: int, sentences: Iterable[str]
    ) -> Proposals:
        """The sources and cues of the prompt for sentences, the first of them at `position`.

        Without a list, these are the article's own sources, in the order of the text.
        """
        modes = self.modes(annotations, sentences)
        listed = {each for each in _SOURCE_FIELDS if modes[each] is SuggestionMode.LIST}
        if not listed:
            return unranked(annotations)
        found = self.ranked(annotations, position)
        if SuggestedField.SOURCE not in listed:
            cue = _cue_of(found) if SuggestedField.CUE in listed else None
            return replace(unranked(annotations), cue=cue)
        return _only(found, listed)

    def ranked(self, annotations: AnnotationSet, position: int) -> Proposals:
        """What a list has for a sentence. What another suggester has comes before the rest."""
        if self._by_rules:
            return self.propose(annotations, position)
        sentence = annotations.sentences[position]
        fields = self._file.sentences.get(sentence.id, {}) if self._file is not None else {}
        if SuggestedField.SOURCE not in fields:
            return unranked(annotations)
        found = self.propose(annotations, position)
        own = tuple(_sources(fields, annotations, sentence))
        names = {fold_name(each.name) for each in own}
        rest = (
            replace(each, cue=None) for each in found.sources if fold_name(each.name) not in names
        )
        nobody = _first(fields, SuggestedField.SOURCE) == ""
        cue = _local(_first(fields, SuggestedField.CUE), sentence)
        return replace(found, sources=(*own, *rest), nobody=nobody, cue=cue, carried=None)

    def kind_of(
        self, name: str, annotations: AnnotationSet, sentences: Iterable[str]
    ) -> str | None:
        """The likely kind of a new source, if a list shows it."""
        listed = self.modes(annotations, sentences)[SuggestedField.KIND] is SuggestionMode.LIST
        return kind_of(name) if listed else None

    # Ghosts

    def ghost(
        self,
        annotations: AnnotationSet,
        codebook: Codebook,
        position: int,
        prompts: PromptSettings,
    ) -> Ghost:
        """The suggestion to show dimly at a sentence, whether it is withheld or not."""
        sentence, show = annotations.sentences[position], self.settings.show
        fields = {
            field: found
            for field, found in self.suggested(annotations, codebook, position).items()
            if show[field] is SuggestionMode.GHOST
        }
        tag = self._tag(fields, codebook) if sentence.tag is None else None
        attributes = codebook.role(tag or sentence.tag).attributes
        asked = prompts.sources and (attributes or not (tag or sentence.tag))
        if not sentence.body or not asked or sentence.source is not None:
            return Ghost(sentence.id, tag if sentence.body else None)
        if SuggestedField.SOURCE in fields and not _first(fields, SuggestedField.SOURCE):
            return Ghost(sentence.id, tag, nobody=tag is not None and attributes)
        source = next(_sources(fields, annotations, sentence), None)
        cue = _local(_first(fields, SuggestedField.CUE), sentence) if prompts.cues else None
        source = replace(source, cue=cue) if source is not None else None
        return Ghost(sentence.id, tag, source, cue)

    def _tag(self, fields: FieldSuggestions, codebook: Codebook) -> str | None:
        tag = str(_first(fields, SuggestedField.TAG) or "")
        return tag if tag in self._tags and codebook.tag(tag) is not None else None

    # A second look

    def differences(
        self,
        annotations: AnnotationSet,
        codebook: Codebook,
        position: int,
        prompts: PromptSettings,
    ) -> Iterator[Difference]:
        """Where the decisions on a sentence differ from the suggestions, but for those kept."""
        sentence = annotations.sentences[position]
        if not sentence.body or sentence.tag is None:
            return
        found = self.suggested(annotations, codebook, position)
        fields = self.settings.fields_shown(SuggestionMode.SECOND_LOOK)
        if _first(found, SuggestedField.TAG) not in self._tags:
            fields -= {SuggestedField.TAG}
        for each in differences(annotations, sentence, found, fields, codebook, prompts):
            if self._answered.get((sentence.id, each.field), _NOT_ANSWERED) != each.own:
                yield each

    def answer(self, sentence: str, difference: Difference) -> None:
        """Show a difference no more while the annotator's own value stays."""
        self._answered[sentence, difference.field] = difference.own

    # The record

    def shown(
        self,
        field: SuggestedField,
        value: SuggestedValue,
        offered: Sequence[str] = (),
        *,
        sentence: Sentence | None = None,
        source: Source | None = None,
        held: bool = False,
    ) -> Shown:
        """The record of a suggestion.

        Args:
            field: The field.
            value: The suggested value.
            offered: In a list: the values that it offers.
            sentence: The sentence, to record what the annotator had decided before.
            source: The source of the sentence.
            held: Whether it is withheld.
        """
        by = self.suggester
        if held:
            return Shown(
                field, by.name, by.version, value, Exposure.NEVER, tuple(offered), held=True
            )
        own = own_value(field, sentence, source) if sentence is not None else ""
        # After a decision for nobody, the own value is empty, too.
        if self.settings.show[field] is SuggestionMode.SECOND_LOOK and sentence is not None:
            return Shown(field, by.name, by.version, value, Exposure.AFTER, was=own)
        when = Exposure.AFTER if own else Exposure.BEFORE
        return Shown(field, by.name, by.version, value, when, tuple(offered), own or None)

    def record_differences(
        self,
        session: Session,
        after: AnnotationSet,
        sentence: str,
        prompts: PromptSettings,
    ) -> None:
        """Record where decisions differ from suggestions that nobody has looked at yet.

        In a study that withholds some, these are the decisions to compare in both groups.

        Args:
            session: The session, before the decisions.
            after: The set with the decisions.
            sentence: The ID of the sentence.
            prompts: What the annotator is asked for.
        """
        held = self.holds(after, sentence)
        position = after.positions[sentence]
        found = self.differences(after, session.codebook, position, prompts)
        unseen = (self.shown(each.field, each.suggestion.value, held=True) for each in found)
        session.shown.record(sentence, [replace(each, held=held) for each in unseen])

    def record(
        self,
        session: Session,
        sentences: Iterable[str],
        values: Mapping[SuggestedField, SuggestedValue],
        offered: Mapping[SuggestedField, Sequence[str]] | None = None,
    ) -> None:
        """Record that suggestions are shown for sentences, or are withheld from some of them.

        If one of several sentences is withheld, none of them is shown, and only it is recorded.
        """
        annotations, offered = session.annotations, offered or {}
        ids = tuple(sentences)
        held = [each for each in ids if self.holds(annotations, each)]
        for each in held or ids:
            sentence = annotations.sentence(each)
            source = annotations.source_of(sentence)
            session.shown.record(
                each,
                [
                    self.shown(
                        field,
                        value,
                        offered.get(field, ()),
                        sentence=sentence,
                        source=source,
                        held=bool(held),
                    )
                    for field, value in values.items()
                ],
            )


_NOT_ANSWERED = object()


def _only(found: Proposals, listed: set[SuggestedField]) -> Proposals:
    """The proposals without the fields that are not listed."""

    def bare(each: SourceProposal) -> SourceProposal:
        known = each.source is not None or SuggestedField.KIND in listed
        cue = each.cue if SuggestedField.CUE in listed else None
        return replace(each, cue=cue, kind=each.kind if known else None)

    return replace(
        found,
        sources=tuple(map(bare, found.sources)),
        cue=found.cue if SuggestedField.CUE in listed else None,
        carried=bare(found.carried) if found.carried is not None else None,
        mentions=found.mentions
        if SuggestedField.KIND in listed
        else tuple(each._replace(kind=None) for each in found.mentions),
    )


def _cue_of(found: Proposals) -> Span | None:
    """The cue of the likeliest source; None if nobody is the likeliest answer."""
    if found.nobody:
        return None
    return next((each.cue for each in found.sources), None) or found.cue


def _first(fields: FieldSuggestions, field: SuggestedField) -> SuggestedValue:
    return next((each.value for each in fields.get(field, ())), "")


def _sources(
    fields: FieldSuggestions, annotations: AnnotationSet, sentence: Sentence
) -> Iterator[SourceProposal]:
    """The suggested sources; the kind and the cue are those of the first one."""
    kind = str(_first(fields, SuggestedField.KIND)) or None
    cue = _local(_first(fields, SuggestedField.CUE), sentence)
    for each in fields.get(SuggestedField.SOURCE, ()):
        name = str(each.value)
        known = source_by_name(annotations, name) if name else None
        if known is not None:
            yield SourceProposal(known.name, known.kind, known, cue)
        elif name:
            yield SourceProposal(name, kind, None, cue)
        kind, cue = None, None


def _local(value: SuggestedValue, sentence: Sentence) -> Span | None:
    """A cue in code points of the sentence's own text; None if it is not inside it."""
    numbers = [each for each in value if isinstance(each, int)]
    if len(numbers) != 2:
        return None
    begin, end = sentence.span
    start, stop = numbers
    return (start - begin, stop - begin) if begin <= start < stop <= end else None


def document_cue(annotations: AnnotationSet, sentence: str, value: SuggestedValue) -> Cue | None:
    """A suggested cue as a decision on a sentence; None for no cue, or one outside of it."""
    there = annotations.sentence(sentence)
    span = _local(value, there)
    if span is None:
        return None
    begin = there.span[0]
    return Cue(there.text[slice(*span)], (begin + span[0], begin + span[1]))


def cue_text(annotations: AnnotationSet, value: SuggestedValue) -> str:
    """The words of a cue. Empty for no cue."""
    for each in annotations.sentences:
        span = _local(value, each)
        if span is not None:
            return each.text[slice(*span)]
    return ""
