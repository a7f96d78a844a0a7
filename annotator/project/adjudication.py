"""Adjudication of a project: its documents with the sets that count, their gold and its file."""

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
from annotator.model.errors import DataError, Problem
from annotator.model.gold_basis import GoldBasis, count_by_basis
from annotator.model.plurals import plural, verb
from annotator.model.project import Project
from annotator.project.open_set import OpenSet, lock_set
from annotator.project.pass_selection import NO_RULE, PassRule, select_passes
from annotator.project.project_sets import gold_problem, read_document_sets, with_registered_names
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
    """One document with the sets that count, and its gold as far as there is one.

    Attributes:
        document: Its id.
        segmented_document: The document and its sentences.
        codebook: The one that all its sets were made with.
        adjudication: What the sets and the earlier decisions make of it.
        annotators: Whose sets count.
        path: The gold's file.
        file_bytes: What that holds; None where there is none.
        previous_gold: The same as a set.
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
        """How many sentences of the body came about in which way."""
        return count_by_basis(self.adjudication.gold)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the file holds all that rules and decisions make of the document by now."""
        return self.previous_gold == self.adjudication.gold

    @property
    def loss_warning(self) -> str | None:
        """Why the gold stays as it is, where decisions in it would be lost; None where none is."""
        lost = self.adjudication.missing_sentences
        if not lost:
            return None
        which = ", ".join(f"“{_beginning(each)}”" for each in lost[:3])
        return (
            f"{plural(len(lost), 'decision')} {verb(len(lost), 'is', 'are')} on what the "
            f"document no longer has ({which}): "
            f"bring the document back as it was, or move {self.path} away to begin anew"
        )


def _beginning(sentence: Sentence) -> str:
    words = sentence.text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


def _has_majority(gold: AnnotationSet | None) -> bool:
    return gold is not None and count_by_basis(gold)[GoldBasis.MAJORITY] > 0


@dataclass(frozen=True, slots=True)
class AdjudicationQueue:
    """The documents of a project that a curator goes through.

    Attributes:
        folder: The project's folder.
        project: What holds for it.
        codebooks: Its codebooks, its own first.
        curator: Who decides.
        rule: Which pass of each annotator counts; the project says who is excluded.
        majority: Whether more than half is enough; None: where the gold so far has it so.
        blind: Whether the curator is not to see whose decision is whose.
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
        """A document as it stands; nothing is written.

        Raises:
            DataError: There is no such document, a file of its sets or its gold is faulty, or they
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
        """Its gold, opened to be decided on; only to be looked at where somebody else has it open.

        Raises:
            DataError: It cannot be kept there.
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
                "the sentences of a project are everybody's; "
                f"`annotator resegment {self.folder} {document.document}` splits and joins them "
                "for all"
            ),
        )
        return open_set if document.loss_warning else lock_set(open_set, self.curator)

    def write(self, document: AdjudicationDocument) -> None:
        """Write the gold as rules and earlier decisions make it.

        Raises:
            DataError: It cannot be written, somebody has it open, or decisions would be lost.
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
        rule = replace(self.rule, excluded=self.project.excluded_folders)
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
                "its sets and its gold were not all made with one codebook of the project; "
                "`annotator migrate` carries them over"
            )
            raise DataError(Problem(message, str(file)))
        return codebook
