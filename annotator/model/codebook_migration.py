"""Migration to another codebook: convert sets, and name the decisions to review."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.model.annotation import (
    AnnotationSet,
    Provenance,
    Sentence,
    Status,
    without_unused_sources,
)
from annotator.model.codebook import Codebook, Rule, Tag
from annotator.model.edits import answers_for_role
from annotator.model.errors import DataError

TagMapping = Mapping[str, str]
"""The new tag of each old one that has another now, by their ids; an empty one takes it off."""

NO_HITS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class CodebookMigration:
    """The way from one codebook to another.

    Attributes:
        old: The codebook that sets were made with.
        new: The one that they are carried to.
        mapping: The tags that have another id there.
    """

    old: Codebook
    new: Codebook
    mapping: TagMapping

    def new_tag(self, tag: str) -> str:
        """The id that a tag has in the new codebook; empty where it is taken off."""
        return self.mapping.get(tag, tag)

    def changed_tags(self) -> Mapping[str, str]:
        """The old tags whose sentences have to be judged again, each with the reason."""
        return {tag.id: reason for tag in self.old.tags if (reason := self._reason(tag))}

    @property
    def changed_rules(self) -> tuple[Rule, ...] | None:
        """The rules that the new codebook lists as changed; None if it has no list for the old one.

        The list is for a version of the same name.
        """
        if self.old.name != self.new.name:
            return None
        for change in self.new.changes:
            if change.since == self.old.version:
                return tuple(self.new.rule_by_id[each] for each in change.rules)
        return None

    def _reason(self, old: Tag) -> str:
        target = self.new_tag(old.id)
        new = self.new.tag(target)
        if new is None:
            return f"the tag “{old.id}” is gone"
        if self.changed_rules is None and _tag_rules(old) != _tag_rules(new):
            renamed = f", which is “{new.id}” now," if new.id != old.id else ""
            return f"the rule of “{old.id}”{renamed} has changed"
        return ""

    def notices(self) -> Iterator[str]:
        """What changed for no tag in particular, in words for a person."""
        listed = self.changed_rules
        if listed is not None:
            yield f"new or changed rules: {', '.join(each.name or each.rule for each in listed)}"
        elif (self.old.order, self.old.rules) != (self.new.order, self.new.rules):
            yield "the order of decision, or a rule for every case, has changed too"
        reached = {self.new_tag(tag.id) for tag in self.old.tags}
        for tag in self.new.tags:
            if tag.id not in reached:
                yield f"the tag “{tag.id}” is new; sentences that it may fit have other tags"
        same_name = (self.old.name, self.old.version) == (self.new.name, self.new.version)
        if same_name and self.old.reference != self.new.reference:
            yield f"the codebook has another wording and is still called version {self.new.version}"


@dataclass(frozen=True, slots=True)
class MigratedSet:
    """A set in the new codebook, and the sentences to be judged again, each with the reason."""

    annotations: AnnotationSet
    to_review: tuple[tuple[Sentence, str], ...] = ()


def mapping_problems(migration: CodebookMigration, used: set[str]) -> Iterator[str]:
    """Why a mapping cannot be carried out, each in one sentence.

    Args:
        migration: The way from one codebook to another.
        used: The tags that sets have.
    """
    for old, new in migration.mapping.items():
        if migration.old.tag(old) is None and old not in used:
            yield f"the codebook has no tag “{old}” to be mapped"
        if new and migration.new.tag(new) is None:
            yield f"the new codebook has no tag “{new}”; it has {_tag_ids(migration.new)}"
    for tag in sorted(used - set(migration.mapping)):
        if migration.new.tag(tag) is None:
            yield (
                f"the new codebook has no tag “{tag}”, which sentences have: say --map {tag}=TAG "
                f"(one of {_tag_ids(migration.new)}), or --map {tag}= to take it off"
            )


def used_tags(annotations: AnnotationSet) -> set[str]:
    """The tags that a set's sentences have, in one place or another."""
    tags = {tag for each in annotations.sentences for tag in (each.tag, *each.accepted_tags) if tag}
    votes = (
        vote.get("tag", "")
        for each in annotations.sentences
        if each.provenance
        for vote in each.provenance.decisions.values()
    )
    return tags | set(filter(None, votes))


def migrate_set(
    annotations: AnnotationSet,
    migration: CodebookMigration,
    hits: Mapping[str, str] = NO_HITS,
    *,
    ask: bool,
    removed_only: bool = False,
) -> MigratedSet:
    """A set carried to the new codebook.

    Args:
        annotations: The set.
        migration: The way.
        hits: The sentences that changed rules may concern, by their ids, each with the reason.
        ask: Whether its annotator is to judge again what changed: those sentences are flagged,
            their notes say why, and a finished pass is open again.
        removed_only: Whether only sentences whose tag is taken off are flagged.

    Raises:
        DataError: The mapping does not say what becomes of a tag.
    """
    problems = tuple(mapping_problems(migration, used_tags(annotations)))
    if problems:
        raise DataError("; ".join(problems))
    changed = migration.changed_tags()
    again = [
        (each, reason)
        for each in annotations.sentences
        if (reason := _reason_to_review(each, changed, hits))
    ]
    reasons = {
        each.id: reason
        for each, reason in again
        if ask and (not removed_only or (each.tag is not None and not migration.new_tag(each.tag)))
    }
    sentences = tuple(
        _migrate_sentence(each, migration, reasons.get(each.id, ""))
        for each in annotations.sentences
    )
    opened = bool(reasons) and annotations.status is Status.FINISHED
    carried = replace(
        annotations,
        sentences=sentences,
        codebook=migration.new.reference,
        status=None if opened else annotations.status,
    )
    return MigratedSet(without_unused_sources(carried), tuple(again))


def _reason_to_review(
    sentence: Sentence, changed: Mapping[str, str], hits: Mapping[str, str]
) -> str:
    of_tag = changed.get(sentence.tag, "") if sentence.body and sentence.tag else ""
    return "; ".join(filter(None, (of_tag, hits.get(sentence.id, ""))))


def _migrate_sentence(sentence: Sentence, migration: CodebookMigration, reason: str) -> Sentence:
    tag = migration.new_tag(sentence.tag) or None if sentence.tag is not None else None
    also = tuple(filter(None, map(migration.new_tag, sentence.accepted_tags)))
    note = sentence.note
    if reason:
        why = f"codebook {migration.new.version}: {reason}; is this still right?"
        note = "\n".join(filter(None, (note, why)))
    return replace(
        sentence,
        tag=tag,
        accepted_tags=also,
        answers=answers_for_role(sentence.answers, migration.new.role(tag)),
        note=note,
        flag=sentence.flag or bool(reason),
        provenance=sentence.provenance and _migrate_provenance(sentence.provenance, migration),
    )


def _migrate_provenance(provenance: Provenance, migration: CodebookMigration) -> Provenance:
    votes = {
        name: dict(vote) | ({"tag": migration.new_tag(vote["tag"])} if vote.get("tag") else {})
        for name, vote in provenance.decisions.items()
    }
    return replace(
        provenance,
        decisions={
            name: {field: value for field, value in vote.items() if value}
            for name, vote in votes.items()
        },
    )


def _tag_rules(tag: Tag) -> tuple[object, ...]:
    return tag.role, tag.definition, tag.decision, tag.rules, tag.near_misses


def _tag_ids(codebook: Codebook) -> str:
    return ", ".join(tag.id for tag in codebook.tags)
