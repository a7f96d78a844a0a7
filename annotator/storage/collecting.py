"""Taking in sets that people handed in as files; what is not taken is named with its reason."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Form, Status
from annotator.model.beginning import CutArticle
from annotator.model.faults import Refused
from annotator.model.handing_in import Standing, compare
from annotator.model.names import file_name
from annotator.model.project import Project
from annotator.model.recut import same_sentences
from annotator.storage import annotations as annotation_files
from annotator.storage import documents, projects, strict_yaml
from annotator.storage.catalogue import Catalogue, document_paths
from annotator.storage.files import Fingerprint, below
from annotator.storage.files import replace as replace_file
from annotator.storage.headers import format_in
from annotator.storage.recutting import held
from annotator.storage.system import make_folder
from annotator.storage.targets import read_set


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a file that was handed in.

    Attributes:
        file: It.
        place: Where in the project it belongs; None where that could not be told.
        reason: Why it was not taken; None where it was, or is there already.
        taken: Whether it was taken.
    """

    file: Path
    place: Path | None = None
    reason: str | None = None
    taken: bool = False


class Collector:
    """Takes file after file into a project.

    Args:
        folder: The project's folder; hold it with `project_writing.writing`.
        project: What its head file says.
        changed: Whether to take also what decides otherwise than what is there.
        write: Whether to write; without, it is only said what would be.

    Raises:
        Refused: A document of the project cannot be read.
    """

    def __init__(
        self, folder: Path, project: Project, *, changed: bool = False, write: bool = True
    ) -> None:
        self._folder, self._changed, self._write = folder, changed, write
        self._project = project
        self._documents = Catalogue.of(document_paths(folder)).by_hash
        self._cuts: dict[str, CutArticle] = {}

    def take(self, file: Path) -> Handed:
        """Take in one file, or say why not."""
        try:
            _require_a_set(file)
            annotations, _ = read_set(file)
            cut = self._cut_of(annotations)
            place = self._place(file, annotations, cut)
            return self._put(file, place, annotations)
        except Refused as refusal:
            # The file's own name is said beside it.
            said = (each._replace(file=None) for each in refusal.faults)
            return Handed(file, reason="; ".join(map(str, said)))

    def _cut_of(self, annotations: AnnotationSet) -> CutArticle:
        if annotations.form is not Form.ANNOTATIONS:
            raise Refused(f"it is no annotation set but of the form {annotations.form}")
        document = self._documents.get(annotations.document.sha256)
        if document is None:
            raise Refused(
                f"no document of the project has the text that it is on "
                f"(“{annotations.document.id}”); was the article changed?"
            )
        if document not in self._cuts:
            path = projects.document_path(self._folder, document)
            self._cuts = {document: documents.load(path)}
        cut = self._cuts[document]
        if not same_sentences(annotations, cut):
            raise Refused("its sentences are cut otherwise than those of the document")
        return cut

    def _place(self, file: Path, annotations: AnnotationSet, cut: CutArticle) -> Path:
        name = projects.named(self._folder, self._project, annotations.annotator)
        document = cut.article.document.id
        alone = f"{document}.{file_name(name)}"
        numbers = (projects.pass_number(each, file.name) for each in (document, alone))
        number = next((each for each in numbers if each is not None), 1)
        return projects.annotations_path(self._folder, name, document, number)

    def _put(self, file: Path, place: Path, annotations: AnnotationSet) -> Handed:
        document = self._documents[annotations.document.sha256]
        own = replace(annotations, document=self._cuts[document].article.document)
        expected = None
        if place.exists():
            there, data = read_set(place)
            standing = compare(there, own)
            if standing is Standing.SAME:
                return Handed(file, place)
            reason = _FINISHED if there.status is Status.FINISHED else _REASONS.get(standing)
            if reason and not (self._changed and standing is Standing.APART):
                return Handed(file, place, reason)
            expected = Fingerprint.of(data)
        if self._write:
            make_folder(place.parent)
            with ExitStack() as stack:
                held(stack, [place])
                replace_file(place, annotation_files.render(own), expected)
        return Handed(file, place, taken=True)


_FINISHED = "the one in the project is marked finished, and differs; a finished pass stays as it is"
_REASONS = {
    Standing.OLDER: "the one in the project goes on from it",
    Standing.APART: (
        "it decides otherwise than the one in the project, and which is newer cannot be told; "
        "--changed takes it"
    ),
}


def _require_a_set(file: Path) -> None:
    """Refuse what is none of our files; a learning platform may give ours another ending."""
    if file.suffix.lower() in {".yaml", ".yml"}:
        return
    data = strict_yaml.read(file)
    if data.startswith(b"PK"):
        raise Refused("it is an archive or an office document; unpack it, and collect again")
    if format_in(data, str(file)) is None:
        raise Refused("it is no annotation set, whose format is “attribution-annotations”")


def handed_in(folder: Path) -> Iterator[Path]:
    """The files in a folder and its folders, hidden ones aside, in the order of their names."""
    for path in below(folder):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
