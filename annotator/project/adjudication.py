"""Adjudication of a project: its documents with the sets that count, and their gold files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.adjudication import (
    AdjudicationSettings,
    DocumentAdjudication,
    adjudicate_document,
)
from annotator.model.annotation import AnnotationSet, SegmentedDocument, Sentence
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.decisions import GoldBasis, count_assisted, count_by_basis
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural, verb
from annotator.model.project import Project
from annotator.model.suggestion_settings import NO_SUGGESTIONS
from annotator.project.open_set import OpenSet, lock_set
from annotator.project.pass_selection import NO_RULE, PassRule, select_passes
from annotator.project.project_sets import (
    gold_problem,
    project_suggesters,
    read_document_sets,
    with_registered_names,
)
from annotator.storage import documents, layout
from annotator.storage.codebooks import codebook_for
from annotator.storage.files import Fingerprint, replace_file
from annotator.storage.layout import PassFile, document_ids
from annotator.storage.locks import lock_file
from annotator.storage.sets import read_set, render
from annotator.storage.system import make_folder
from annotator.storage.transactions import refuse_interrupted_writes


@dataclass(frozen=True, slots=True)
class AdjudicationDocument:
    """One document with the sets that count, and its gold if it has any.

    Attributes:
        document: Its id.
        segmented_document: The document and its sentences.
        codebook: The codebook that all its sets were made with.
        adjudication: The result of its sets and of earlier decisions.
        annotators: The annotators whose sets count.
        path: The gold file.
        file_bytes: The content of the gold file; None if it does not exist.
        previous_gold: The gold in that file, as a set.
    """

    document: str
    segmented_document: SegmentedDocument
    codebook: Codebook
    adjudication: DocumentAdjudication
    annotators: tuple[str, ...]
    path: Path
    file_bytes: bytes | None
    previous_gold: AnnotationSet | None

    @property
    def counts(self) -> Mapping[GoldBasis, int]:
        """The number of body sentences by the basis of their decision."""
        return count_by_basis(self.adjudication.gold)

    @property
    def assisted_counts(self) -> Mapping[GoldBasis, int]:
        """The number of body sentences with a vote made with a suggestion, by basis."""
        return count_assisted(self.adjudication.gold)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the file holds everything that the rules and decisions give now."""
        return self.previous_gold == self.adjudication.gold

    @property
    def loss_warning(self) -> str | None:
        """Why the gold is not rewritten, if decisions in it would be lost; None if none would."""
        lost = self.adjudication.missing_sentences
        if not lost:
            return None
        which = ", ".join(f"“{_beginning(each)}”" for each in lost[:3])
        return (
            f"{plural(len(lost), 'decision')} {verb(len(lost), 'is', 'are')} on sentences that the "
            f"document no longer has ({which}). "
            f"Restore the document, or move {self.path} away to start over."
        )


def _beginning(sentence: Sentence) -> str:
    words = sentence.text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


def _has_majority(gold: AnnotationSet | None) -> bool:
    return gold is not None and count_by_basis(gold)[GoldBasis.MAJORITY] > 0


@dataclass(frozen=True, slots=True)
class AdjudicationQueue:
    """The documents of a project that a curator adjudicates.

    Attributes:
        folder: The project's folder.
        project: Its settings.
        codebooks: Its codebooks, its own first.
        curator: The name of the person who decides.
        rule: Which pass of each annotator counts; the project says who is excluded.
        majority: Whether a majority decides; None for the setting of each existing gold file.
        blind: Whether the curator does not see who made each decision.
    """

    folder: Path
    project: Project
    codebooks: Mapping[CodebookReference, Codebook]
    curator: str
    rule: PassRule = NO_RULE
    majority: bool | None = None
    blind: bool = False

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the project's documents, in order."""
        return tuple(document_ids(self.folder))

    def load(self, document: str) -> AdjudicationDocument:
        """A document with its sets and its gold; nothing is written.

        Raises:
            DataError: There is no such document, one of its sets or its gold has an error, or they
                were made with different codebooks.
        """
        file = layout.find_document(self.folder, document)
        segmented = documents.load(file)
        sets = self._sets(document)
        path = layout.gold_path(self.folder, document)
        before, earlier = self._gold(path)
        codebook = self._codebook([*sets, *([earlier] if earlier else [])], file)
        majority = _has_majority(earlier) if self.majority is None else self.majority
        how = AdjudicationSettings(codebook, self.curator, majority, self.project.aliases)
        case = adjudicate_document(segmented, sets, how, earlier)
        names = tuple(each.annotator for each in sets)
        return AdjudicationDocument(
            document, segmented, codebook, case, names, path, before, earlier
        )

    def open(self, document: AdjudicationDocument) -> OpenSet:
        """Its gold, opened for adjudication; read-only if another person has it open.

        Raises:
            DataError: The gold file cannot be written there.
        """
        refuse_interrupted_writes(self.folder)
        make_folder(document.path.parent)
        open_set = OpenSet(
            document.adjudication.gold,
            document.codebook,
            PassFile(1, document.path),
            None if document.file_bytes is None else Fingerprint.from_bytes(document.file_bytes),
            document.segmented_document.article.text,
            read_only_reason=document.loss_warning,
            segmentation_lock_reason=(
                "all annotators of a project share its sentences. To split or join them for all, "
                f"run `annotator resegment {self.folder} {document.document}`."
            ),
            suggestion_settings=NO_SUGGESTIONS,
        )
        return open_set if document.loss_warning else lock_set(open_set, self.curator)

    def write(self, document: AdjudicationDocument) -> None:
        """Write the gold that follows from the rules and from earlier decisions.

        Raises:
            DataError: It cannot be written, is open elsewhere, or decisions would be lost.
        """
        if document.loss_warning is not None:
            raise DataError(Problem(document.loss_warning, str(document.path)))
        refuse_interrupted_writes(self.folder)
        make_folder(document.path.parent)
        known = None if document.file_bytes is None else Fingerprint.from_bytes(document.file_bytes)
        with lock_file(document.path, self.curator):
            replace_file(document.path, render(document.adjudication.gold), known)

    def _sets(self, document: str) -> list[AnnotationSet]:
        found = read_document_sets(self.folder, document)
        if found.problems:
            raise DataError(found.problems)
        suggesters = project_suggesters(self.folder, self.project)
        rule = replace(self.rule, excluded=self.project.excluded_folders | suggesters)
        chosen = select_passes(with_registered_names(found.sets, self.project), rule)
        return [each.annotations for each in chosen.passes]

    @staticmethod
    def _gold(path: Path) -> tuple[bytes | None, AnnotationSet | None]:
        if not path.exists():
            return None, None
        annotations, data = read_set(path)
        problem = gold_problem(annotations, path)
        if problem is not None:
            raise DataError(problem)
        return data, annotations

    def _codebook(self, sets: Iterable[AnnotationSet], file: Path) -> Codebook:
        used = {each.codebook for each in sets}
        made_with = next(iter(used or self.codebooks))
        codebook = codebook_for(made_with, self.codebooks)
        if codebook.reference != made_with or len(used) > 1:
            message = (
                "its sets and its gold were not all made with the same codebook of the project. "
                "Run `annotator migrate` to move them to one."
            )
            raise DataError(Problem(message, str(file)))
        return codebook
