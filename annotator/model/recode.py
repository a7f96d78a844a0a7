"""A codebook that changes midway: sets carried to the new one, and what has to be judged again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, Provenance, Sentence, Status
from annotator.model.codebook import Codebook, Tag
from annotator.model.edit import without_unused_sources
from annotator.model.edits import in_role
from annotator.model.faults import Refused

Mapped = Mapping[str, str]
"""The new tag of each old one that has another now, by their ids; an empty one takes it off."""


@dataclass(frozen=True, slots=True)
class Recoding:
    """The way from one codebook to another.

    Attributes:
        old: The codebook that sets were made with.
        new: The one that they are carried to.
        mapped: The tags that have another id there.
    """

    old: Codebook
    new: Codebook
    mapped: Mapped

    def target(self, tag: str) -> str:
        """The id that a tag has in the new codebook; empty where it is taken off."""
        return self.mapped.get(tag, tag)

    def changed(self) -> Mapping[str, str]:
        """The old tags whose sentences have to be judged again, each with the reason."""
        return {tag.id: reason for tag in self.old.tags if (reason := self._reason(tag))}

    def _reason(self, old: Tag) -> str:
        target = self.target(old.id)
        new = self.new.tag(target)
        if new is None:
            return f"the tag “{old.id}” is gone"
        if _rule(old) != _rule(new):
            renamed = f", which is “{new.id}” now," if new.id != old.id else ""
            return f"the rule of “{old.id}”{renamed} has changed"
        return ""

    def notices(self) -> Iterator[str]:
        """What changed for no tag in particular, in words for a person."""
        if (self.old.order, self.old.rules) != (self.new.order, self.new.rules):
            yield "the order of decision, or a rule for every case, has changed too"
        reached = {self.target(tag.id) for tag in self.old.tags}
        for tag in self.new.tags:
            if tag.id not in reached:
                yield f"the tag “{tag.id}” is new; sentences that it may fit have other tags"
        same_name = (self.old.name, self.old.version) == (self.new.name, self.new.version)
        if same_name and self.old.reference != self.new.reference:
            yield f"the codebook has another wording and is still called version {self.new.version}"


@dataclass(frozen=True, slots=True)
class Recoded:
    """A set in the new codebook, and the sentences to be judged again, each with the reason."""

    annotations: AnnotationSet
    again: tuple[tuple[Sentence, str], ...] = ()


def faults_of_mapping(recoding: Recoding, used: set[str]) -> Iterator[str]:
    """Why a mapping cannot be carried out, each in one sentence.

    Args:
        recoding: The way from one codebook to another.
        used: The tags that sets have.
    """
    for old, new in recoding.mapped.items():
        if recoding.old.tag(old) is None and old not in used:
            yield f"the codebook has no tag “{old}” to be mapped"
        if new and recoding.new.tag(new) is None:
            yield f"the new codebook has no tag “{new}”; it has {_known(recoding.new)}"
    for tag in sorted(used - set(recoding.mapped)):
        if recoding.new.tag(tag) is None:
            yield (
                f"the new codebook has no tag “{tag}”, which sentences have: say --map {tag}=TAG "
                f"(one of {_known(recoding.new)}), or --map {tag}= to take it off"
            )


def used_tags(annotations: AnnotationSet) -> set[str]:
    """The tags that a set's sentences have, in one place or another."""
    tags = {tag for each in annotations.sentences for tag in (each.tag, *each.also) if tag}
    votes = (
        vote.get("tag", "")
        for each in annotations.sentences
        if each.provenance
        for vote in each.provenance.votes.values()
    )
    return tags | set(filter(None, votes))


def recode(annotations: AnnotationSet, recoding: Recoding, *, ask: bool) -> Recoded:
    """A set carried to the new codebook.

    Args:
        annotations: The set.
        recoding: The way.
        ask: Whether its annotator is to judge again what changed: those sentences are flagged,
            their notes say why, and a finished pass is open again.

    Raises:
        Refused: The mapping does not say what becomes of a tag.
    """
    faults = tuple(faults_of_mapping(recoding, used_tags(annotations)))
    if faults:
        raise Refused("; ".join(faults))
    changed = recoding.changed()
    again = [
        (each, changed[each.tag])
        for each in annotations.sentences
        if each.body and each.tag in changed and each.tag is not None
    ]
    reasons = {each.id: reason for each, reason in again} if ask else {}
    sentences = tuple(
        _carried(each, recoding, reasons.get(each.id, "")) for each in annotations.sentences
    )
    opened = bool(reasons) and annotations.status is Status.FINISHED
    carried = replace(
        annotations,
        sentences=sentences,
        codebook=recoding.new.reference,
        status=None if opened else annotations.status,
    )
    return Recoded(without_unused_sources(carried), tuple(again))


def _carried(sentence: Sentence, recoding: Recoding, reason: str) -> Sentence:
    tag = recoding.target(sentence.tag) or None if sentence.tag is not None else None
    also = tuple(filter(None, map(recoding.target, sentence.also)))
    note = sentence.note
    if reason:
        why = f"codebook {recoding.new.version}: {reason}; is this still right?"
        note = "\n".join(filter(None, (note, why)))
    return replace(
        sentence,
        tag=tag,
        also=also,
        answers=in_role(sentence.answers, recoding.new.role(tag)),
        note=note,
        flag=sentence.flag or bool(reason),
        provenance=sentence.provenance and _voted(sentence.provenance, recoding),
    )


def _voted(provenance: Provenance, recoding: Recoding) -> Provenance:
    votes = {
        name: dict(vote) | ({"tag": recoding.target(vote["tag"])} if vote.get("tag") else {})
        for name, vote in provenance.votes.items()
    }
    return replace(
        provenance,
        votes={
            name: {field: value for field, value in vote.items() if value}
            for name, vote in votes.items()
        },
    )


def _rule(tag: Tag) -> tuple[object, ...]:
    return tag.role, tag.definition, tag.decision, tag.rules, tag.near_misses


def _known(codebook: Codebook) -> str:
    return ", ".join(tag.id for tag in codebook.tags)
