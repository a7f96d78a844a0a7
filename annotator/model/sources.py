"""Edits of the sources: who says it, renamed, merged, described."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, Source
from annotator.model.codebook import Codebook
from annotator.model.edit import Edit, SentenceIds, change, numbers, without_unused_sources
from annotator.model.faults import Refused
from annotator.model.names import folded, identifier, is_pronoun


def find(annotations: AnnotationSet, name: str) -> Source | None:
    """The source of this id or of this name, case and white space aside."""
    return named(annotations, name) or annotations.source_by_id.get(name)


def named(annotations: AnnotationSet, name: str) -> Source | None:
    """The source of this name, case and white space aside."""
    wanted = folded(name)
    same = (source for source in annotations.sources if folded(source.name) == wanted)
    return next(same, None)


def new_source(annotations: AnnotationSet, name: str, kind: str | None = None) -> Source:
    """A source for a name that the set does not have yet, under an id of its own.

    Raises:
        Refused: The name is empty, or a pronoun.
    """
    clean = " ".join(name.split())
    _require_name(clean)
    return Source(identifier(clean, annotations.source_by_id), clean, kind)


def _require_name(name: str) -> None:
    if not name.strip():
        raise Refused("a source needs a name")
    if is_pronoun(name):
        raise Refused(f"“{name}” is a pronoun; name the one it stands for")


def put(annotations: AnnotationSet, source: Source) -> AnnotationSet:
    """The set with this source: in the place of the one of the same id, or as the last.

    Raises:
        Refused: The source has no name.
    """
    if not source.name.strip():
        raise Refused("a source needs a name")
    others = annotations.sources
    if source.id in annotations.source_by_id:
        sources = tuple(source if each.id == source.id else each for each in others)
    else:
        sources = (*others, source)
    return replace(annotations, sources=sources)


@dataclass(frozen=True, slots=True)
class Attributed(Edit):
    """Give sentences a source, new or known, or with None take it off."""

    sentences: SentenceIds
    source: Source | None

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.source is not None:
            annotations = put(annotations, self.source)
        source = self.source.id if self.source else None
        changed = change(annotations, self.sentences, lambda each: replace(each, source=source))
        return without_unused_sources(changed)

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        what = f"source {self.source.name}" if self.source else "no source"
        return f"{numbers(annotations, self.sentences)}: {what}"


@dataclass(frozen=True, slots=True)
class Described(Edit):
    """Add a source, or change what is said of the one of the same id; a rename keeps the id.

    A source that no sentence names stays only where it is concerned.
    """

    source: Source

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        _require_name(self.source.name)
        namesake = named(annotations, self.source.name)
        if namesake is not None and namesake.id != self.source.id:
            raise Refused(
                f"“{namesake.name}” is a source already; merge the two rather than rename one"
            )
        return without_unused_sources(put(annotations, self.source))

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        known = annotations.source_by_id.get(self.source.id)
        if known is not None and known.name != self.source.name:
            return f"{known.name} is now {self.source.name}"
        concerned = ", concerned" if self.source.concerned else ""
        kind = f" ({self.source.kind})" if self.source.kind else ""
        return f"source {self.source.name}{kind}{concerned}"


@dataclass(frozen=True, slots=True)
class Merged(Edit):
    """Make two sources one: every sentence of `source` names `into` from now on."""

    source: str
    into: str

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        if self.source == self.into:
            raise Refused("a source cannot be merged into itself")
        return _merged(annotations, self.source, self.into)

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        known = annotations.source_by_id
        return f"{known[self.source].name} is now {known[self.into].name}"


def united(annotations: AnnotationSet, aliases: Mapping[str, str]) -> AnnotationSet:
    """A set in which sources that go by several names are one, to be measured.

    Args:
        annotations: The set.
        aliases: Other names of sources, each with the name that it counts as.
    """
    if not aliases:
        return annotations
    counts_as = {folded(other): folded(name) for other, name in aliases.items()}
    kept: dict[str, Source] = {}
    # The one that has the name itself goes first, so that the others become it.
    for source in sorted(annotations.sources, key=lambda each: folded(each.name) in counts_as):
        name = folded(source.name)
        into = kept.setdefault(counts_as.get(name, name), source)
        if into is not source:
            annotations = _merged(annotations, source.id, into.id)
    return annotations


def _merged(annotations: AnnotationSet, source: str, into: str) -> AnnotationSet:
    known = annotations.source_by_id
    gone, kept = known[source], known[into]
    users = [each.id for each in annotations.sentences if each.source == gone.id]
    changed = change(
        put(annotations, kept.merged_with(gone)), users, lambda each: replace(each, source=kept.id)
    )
    sources = tuple(each for each in changed.sources if each.id != gone.id)
    return replace(changed, sources=sources)
