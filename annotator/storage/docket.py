"""A project's documents under adjudication: the sets of each, its gold, and the gold's file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.model.adjudication import Adjudicating, Case, adjudication
from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.beginning import CutArticle
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.faults import Fault, Refused
from annotator.model.gold import By, counted
from annotator.model.names import file_name
from annotator.model.project import Project
from annotator.model.words import so_many, verb
from annotator.storage import documents, projects
from annotator.storage.annotations import render
from annotator.storage.catalogue import document_ids
from annotator.storage.files import Fingerprint, replace
from annotator.storage.locks import hold
from annotator.storage.opening import Opened, locked
from annotator.storage.project_sets import ProjectSet, document_sets, not_gold, renamed
from annotator.storage.system import make_folder
from annotator.storage.targets import Pass, read_set
from annotator.storage.together import refuse_waiting

Choose = Callable[[Iterable[ProjectSet]], Iterable[ProjectSet]]
"""Of all passes over a document the one of each annotator that counts."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """One document with the sets that count, and its gold as far as there is one.

    Attributes:
        document: Its id.
        cut: The document and its sentences.
        codebook: The one that all its sets were made with.
        case: What the sets and the earlier decisions make of it.
        annotators: Whose sets count.
        path: The gold's file.
        before: What that holds; None where there is none.
        earlier: The same as a set.
    """

    document: str
    cut: CutArticle
    codebook: Codebook
    case: Case
    annotators: tuple[str, ...]
    path: Path
    before: bytes | None
    earlier: AnnotationSet | None

    @property
    def counts(self) -> Mapping[By, int]:
        """How many sentences of the body came about in which way."""
        return counted(self.case.gold)

    @property
    def written(self) -> bool:
        """Whether the file holds all that rules and decisions make of the document by now."""
        return self.earlier == self.case.gold

    @property
    def lost(self) -> str | None:
        """Why the gold stays as it is, where decisions in it would be lost; None where none is."""
        lost = self.case.lost
        if not lost:
            return None
        which = ", ".join(f"“{_beginning(each)}”" for each in lost[:3])
        return (
            f"{so_many(len(lost), 'decision')} {verb(len(lost), 'is', 'are')} on what the "
            f"document no longer has ({which}): "
            f"bring the document back as it was, or move {self.path} away to begin anew"
        )


def _beginning(sentence: Sentence) -> str:
    words = sentence.text.split()
    return " ".join(words[:6]) + ("…" if len(words) > 6 else "")


def _has_majority(gold: AnnotationSet | None) -> bool:
    return gold is not None and counted(gold)[By.MAJORITY] > 0


@dataclass(frozen=True, slots=True)
class Docket:
    """The documents of a project that a curator goes through.

    Attributes:
        folder: The project's folder.
        project: What holds for it.
        codebooks: Its codebooks, its own first.
        curator: Who decides.
        choose: Which pass of each annotator counts.
        majority: Whether more than half is enough; None: where the gold so far has it so.
        blind: Whether the curator is not to see whose decision is whose.
    """

    folder: Path
    project: Project
    codebooks: Mapping[CodebookReference, Codebook]
    curator: str
    choose: Choose
    majority: bool | None = None
    blind: bool = False

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the project's documents, in order."""
        return tuple(document_ids(self.folder))

    def hear(self, document: str) -> Hearing:
        """A document as it stands; nothing is written.

        Raises:
            Refused: There is no such document, a file of its sets or its gold is faulty, or they
                were made with different codebooks.
        """
        file = projects.find(self.folder, document)
        cut = documents.load(file)
        sets = self._sets(document)
        path = projects.gold_path(self.folder, document)
        before, earlier = self._gold(path)
        book = self._codebook([*sets, *([earlier] if earlier else [])], file)
        majority = _has_majority(earlier) if self.majority is None else self.majority
        how = Adjudicating(book, self.curator, majority, self.project.aliases)
        case = adjudication(cut, sets, how, earlier)
        names = tuple(each.annotator for each in sets)
        return Hearing(document, cut, book, case, names, path, before, earlier)

    def open(self, hearing: Hearing) -> Opened:
        """Its gold, opened to be decided on; only to be looked at where somebody else has it open.

        Raises:
            Refused: It cannot be kept there.
        """
        refuse_waiting(self.folder)
        make_folder(hearing.path.parent)
        opened = Opened(
            hearing.case.gold,
            hearing.codebook,
            Pass(1, hearing.path),
            None if hearing.before is None else Fingerprint.of(hearing.before),
            hearing.cut.article.text,
            read_only=hearing.lost,
            frozen=(
                "the sentences of a project are everybody's; "
                f"`annotator recut {self.folder} {hearing.document}` splits and joins them for all"
            ),
        )
        return opened if hearing.lost else locked(opened, self.curator)

    def write(self, hearing: Hearing) -> None:
        """Write the gold as rules and earlier decisions make it.

        Raises:
            Refused: It cannot be written, somebody has it open, or decisions would be lost.
        """
        if hearing.lost is not None:
            raise Refused(Fault(hearing.lost, str(hearing.path)))
        refuse_waiting(self.folder)
        make_folder(hearing.path.parent)
        known = None if hearing.before is None else Fingerprint.of(hearing.before)
        with hold(hearing.path, self.curator):
            replace(hearing.path, render(hearing.case.gold), known)

    def _sets(self, document: str) -> list[AnnotationSet]:
        found = document_sets(self.folder, document)
        if found.faults:
            raise Refused(found.faults)
        excluded = self.project.excluded_folders
        chosen = self.choose(renamed(found.sets, self.project))
        sets = (each.annotations for each in chosen)
        return [each for each in sets if file_name(each.annotator) not in excluded]

    @staticmethod
    def _gold(path: Path) -> tuple[bytes | None, AnnotationSet | None]:
        if not path.exists():
            return None, None
        annotations, data = read_set(path)
        fault = not_gold(annotations, path)
        if fault is not None:
            raise Refused(fault)
        return data, annotations

    def _codebook(self, sets: Iterable[AnnotationSet], file: Path) -> Codebook:
        used = {each.codebook for each in sets}
        main = next(iter(self.codebooks.values()))
        book = self.codebooks.get(next(iter(used))) if used else main
        if book is None or len(used) > 1:
            message = (
                "its sets and its gold were not all made with one codebook of the project; "
                "`annotator recode` carries them over"
            )
            raise Refused(Fault(message, str(file)))
        return book
