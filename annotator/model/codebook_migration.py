"""Migration to another codebook: convert sets, and list the sentences to review."""

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
from annotator.model.suggestions import rename_shown_tags

TagMapping = Mapping[str, str]
"""The new tag of each old tag that changes, by id. An empty text removes the tag."""

NO_HITS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class CodebookMigration:
    """What to change to move sets from one codebook to another.

    Attributes:
        old: The codebook that the sets were made with.
        new: The codebook that they are moved to.
        mapping: The tags that have another id in the new codebook.
    """

    old: Codebook
    new: Codebook
    mapping: TagMapping

    def new_tag(self, tag: str) -> str:
        """The id of a tag in the new codebook, or an empty text if the tag is removed."""
        return self.mapping.get(tag, tag)

    def changed_tags(self) -> Mapping[str, str]:
        """The old tags whose sentences need review, each with the reason."""
        return {tag.id: reason for tag in self.old.tags if (reason := self._reason(tag))}

    @property
    def changed_rules(self) -> tuple[Rule, ...] | None:
        """The rules that the new codebook lists as changed since the old version.

        None if the codebooks have different names, or if the new one has no list for that version.
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
            return f"the tag “{old.id}” was removed"
        if self.changed_rules is None and _tag_rules(old) != _tag_rules(new):
            renamed = f", now “{new.id}”," if new.id != old.id else ""
            return f"the rule of “{old.id}”{renamed} has changed"
        return ""

    def notices(self) -> Iterator[str]:
        """What changed apart from single tags, each in one sentence."""
        listed = self.changed_rules
        if listed is not None:
            yield f"New or changed rules: {', '.join(each.name or each.rule for each in listed)}."
        elif (self.old.order, self.old.rules) != (self.new.order, self.new.rules):
            yield "The order of decision, or a rule for every sentence, has also changed."
        reached = {self.new_tag(tag.id) for tag in self.old.tags}
        for tag in self.new.tags:
            if tag.id not in reached:
                yield f"The tag “{tag.id}” is new. Some sentences with other tags may need it."
        same_name = (self.old.name, self.old.version) == (self.new.name, self.new.version)
        if same_name and self.old.reference != self.new.reference:
            yield (
                f"The new codebook has another wording but the same version, {self.new.version}. "
                "Give it a new version."
            )


@dataclass(frozen=True, slots=True)
class MigratedSet:
    """A set in the new codebook, and the sentences that need review, each with the reason."""

    annotations: AnnotationSet
    to_review: tuple[tuple[Sentence, str], ...] = ()


def mapping_problems(migration: CodebookMigration, used: set[str]) -> Iterator[str]:
    """Why sets cannot be migrated with this mapping: one message for each problem.

    Args:
        migration: The migration with its mapping.
        used: The tags that the sets have.
    """
    for old, new in migration.mapping.items():
        if migration.old.tag(old) is None and old not in used:
            yield f"The old codebook has no tag “{old}”. Its tags: {_tag_ids(migration.old)}."
        if new and migration.new.tag(new) is None:
            yield f"The new codebook has no tag “{new}”. Its tags: {_tag_ids(migration.new)}."
    for tag in sorted(used - set(migration.mapping)):
        if migration.new.tag(tag) is None:
            yield (
                f"Some sentences have the tag “{tag}”, which the new codebook lacks. To replace "
                f"it, use --map {tag}=TAG, where TAG is one of {_tag_ids(migration.new)}. To "
                f"remove it, use --map {tag}=."
            )


def used_tags(annotations: AnnotationSet) -> set[str]:
    """The tags in a set: on its sentences, among accepted tags, and in recorded decisions."""
    tags = {tag for each in annotations.sentences for tag in (each.tag, *each.accepted_tags) if tag}
    decided = (
        decision.get("tag", "")
        for each in annotations.sentences
        if each.provenance
        for decision in each.provenance.decisions.values()
    )
    return tags | set(filter(None, decided))


def migrate_set(
    annotations: AnnotationSet,
    migration: CodebookMigration,
    hits: Mapping[str, str] = NO_HITS,
    *,
    ask: bool,
    removed_only: bool = False,
) -> MigratedSet:
    """A set moved to the new codebook.

    Args:
        annotations: The set.
        migration: The migration.
        hits: The sentences that changed rules may concern, by their ids, each with the reason.
        ask: Whether the annotator should review what changed. If so, those sentences are flagged,
            their notes say why, and a finished pass is reopened.
        removed_only: Whether only sentences whose tag is removed are flagged.

    Raises:
        DataError: A tag is not in the new codebook, and the mapping does not replace it.
    """
    problems = tuple(mapping_problems(migration, used_tags(annotations)))
    if problems:
        raise DataError(" ".join(problems))
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
        why = f"Codebook {migration.new.version}: {reason}. Is this still right?"
        note = "\n".join(filter(None, (note, why)))
    return replace(
        sentence,
        tag=tag,
        accepted_tags=also,
        answers=answers_for_role(sentence.answers, migration.new.role(tag)),
        note=note,
        flag=sentence.flag or bool(reason),
        shown=rename_shown_tags(sentence.shown, migration.new_tag),
        provenance=sentence.provenance and _migrate_provenance(sentence.provenance, migration),
    )


def _migrate_provenance(provenance: Provenance, migration: CodebookMigration) -> Provenance:
    decisions = {
        name: _migrate_decision(decision, migration)
        for name, decision in provenance.decisions.items()
    }
    return replace(provenance, decisions=decisions)


def _migrate_decision(decision: Mapping[str, str], migration: CodebookMigration) -> dict[str, str]:
    tag = decision.get("tag")
    migrated = {**decision, "tag": migration.new_tag(tag)} if tag else decision
    return {field: value for field, value in migrated.items() if value}


def _tag_rules(tag: Tag) -> tuple[object, ...]:
    return tag.role, tag.definition, tag.decision, tag.rules, tag.near_misses


def _tag_ids(codebook: Codebook) -> str:
    return ", ".join(tag.id for tag in codebook.tags)
