"""Personal data: everything that a project stores about one student or annotator.

This is the only place that knows where a person's data is. `forget` removes exactly what is found
here, and `export --person` gives exactly this, so the two cannot differ.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

from annotator.model.annotation import (
    SENTENCE_FIELDS,
    AnnotationSet,
    FieldType,
    Provenance,
    Sentence,
    SetForm,
)
from annotator.model.errors import DataError
from annotator.model.name_folding import file_name
from annotator.model.project import RoundAssignments
from annotator.model.suggestion_evaluation import GOLD
from annotator.model.suggestion_settings import LEARNED
from annotator.project.people import shown_names_of
from annotator.storage import (
    annotator_access,
    assignments,
    layout,
    people,
    pins,
    platform_names,
    project_file,
    sittings,
)
from annotator.storage import sets as annotation_files
from annotator.storage.headers import read_header
from annotator.storage.layout import class_files, gold_files, key_files
from annotator.storage.learned_models import read_model
from annotator.storage.sets import read_set
from annotator.storage.suggestion_evaluations import read_evaluation

Data = dict[str, Any]
"""Plain data: texts, numbers, lists and mappings."""
UNNAMED = "unnamed"
"""The annotator of a gold standard or key whose name was removed."""
_LABELS = ("id", "annotator", "document", "round", "number", "date", "section")
"""The fields that tell an entry of a list from the others. They stay next to what belongs to it."""


_PARTNER = "another student"


class NamePolicy(StrEnum):
    """What happens to a name in the gold standard and in keys, which are shared work."""

    PSEUDONYM = "pseudonym"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a project stores about a student.

    Attributes:
        student: The folded name.
        files: Everything in the folder with the student's sets.
        shared_files: The other files with the student's name: classes, assignments, gold standard,
            keys and the project file.
        names: The name in every spelling that the project has.
        pseudonym: The name that replaces it in the gold standard and keys, or None to remove it.
    """

    student: str
    files: tuple[Path, ...]
    shared_files: tuple[Path, ...]
    names: tuple[str, ...] = ()
    pseudonym: str | None = None

    def __bool__(self) -> bool:
        """Whether the project stores anything about the student."""
        return bool(self.files or self.shared_files)

    @property
    def work(self) -> tuple[Path, ...]:
        """The student's own files without those of open windows, such as lock files."""
        return tuple(
            each for each in self.files if each.is_file() and not each.name.startswith(".")
        )

    def is_named(self, name: str) -> bool:
        """Whether a name is the student's, in any spelling."""
        return bool(name.strip()) and file_name(name) == self.student


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that several people share, and what it stores about one of them.

    Attributes:
        path: The file.
        own: What it stores about the person, and about nobody else.
        without: Its content without the person; None if nothing is left of it.
    """

    path: Path
    own: Data
    without: bytes | None


def find_personal_data(
    folder: Path, student: str, names: NamePolicy = NamePolicy.PSEUDONYM
) -> PersonalData:
    """What a project stores about a student, found by name or folded name. Changes nothing.

    Args:
        folder: The project's folder.
        student: The name.
        names: What happens to the name in the gold standard and keys.

    Raises:
        DataError: A class, gold standard or key of the project cannot be read.
    """
    student = _name_of_work(folder, student)
    folded = file_name(student)
    files = tuple(layout.annotator_files(folder, student))
    all_names = _all_names(folder, files)
    pseudonym = _free(all_names) if names is NamePolicy.PSEUDONYM else None
    personal_data = PersonalData(folded, files, (), pseudonym=pseudonym)
    named = tuple(each.path for each in find_shared_files(folder, personal_data))
    spelt = {student.strip(), *(name for name in all_names if file_name(name) == folded)}
    spelt |= {
        each.same_as
        for each in people.load(folder)
        if each.same_as and file_name(each.name) == folded
    }
    return replace(personal_data, shared_files=named, names=tuple(sorted(spelt)))


def other_names(folder: Path, name: str) -> tuple[str, ...]:
    """The other names under which the same person has work, as the teacher or the person said.

    Args:
        folder: The project's folder.
        name: One of the names.

    Raises:
        DataError: A class of the project, or the file with the teacher's answers, cannot be read.
    """
    known = people.load(folder)
    shown = shown_names_of(known)
    said = [(each.name, each.person) for each in known]
    for path in class_files(folder):
        said += [(each.name, each.person) for each in sittings.load(path).students]
    persons = {file_name(shown.of(typed)): person for typed, person in said if person}

    def who(typed: str) -> str:
        own = file_name(shown.of(typed))
        return persons.get(own, own)

    same = {file_name(typed): typed for typed, _ in said if who(typed) == who(name)}
    return tuple(
        typed
        for folded, typed in sorted(same.items())
        if folded != file_name(name) and any(layout.annotator_files(folder, typed))
    )


def _name_of_work(folder: Path, student: str) -> str:
    """The name under which a project has the work of a student, whom the teacher may have renamed.

    If the teacher said that two names are one student's, each name has its own data.
    """
    if any(True for _ in layout.annotator_files(folder, student)):
        return student
    links = [each for each in people.load(folder) if each.same_as]
    own = [each.name for each in links if file_name(each.same_as or "") == file_name(student)]
    return own[0] if len(own) == 1 else student


def _all_names(folder: Path, files: Iterable[Path]) -> set[str]:
    """All names in a project: its annotators and those in classes, gold standard and keys."""
    project = layout.load_project(folder)
    names = {*project.annotators, *project.excluded}
    names.update(each.name for each in people.load(folder))
    for path in class_files(folder):
        names.update(each.name for each in sittings.load(path).students)
    for path in (*gold_files(folder), *key_files(folder)):
        names.update(_names_in(read_set(path)[0]))
    for path in filter(layout.is_yaml, files):
        try:
            names.add(read_header(path).annotator)
        except DataError:  # a damaged set is removed like any other
            continue
    return set(filter(str.strip, names))


def _names_in(annotations: AnnotationSet) -> Iterator[str]:
    yield annotations.annotator
    for each in annotations.sentences:
        if each.provenance is not None:
            yield from each.provenance.decisions
            if each.provenance.curator is not None:
                yield each.provenance.curator


def _free(names: Iterable[str]) -> str:
    """The first pseudonym that is not in use."""
    taken = set(map(file_name, names))
    return next(name for number in count(1) if (name := f"annotator-{number}") not in taken)


def find_shared_files(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    """The files that several people share and that store something about this person.

    Raises:
        DataError: One of them cannot be read.
    """
    for find in _SHARED:
        yield from find(folder, personal_data)


def _in_shared_work(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    for path in (*gold_files(folder), *key_files(folder)):
        annotations = read_set(path)[0]
        without = _without(annotations, personal_data)
        if without != annotations:
            own = _own_decisions(annotations, personal_data)
            yield SharedFile(path, own, annotation_files.render(without))


def _in_classes(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    for path in class_files(folder):
        sitting = sittings.load(path)
        without = sitting.without(personal_data.student)
        if without != sitting:
            own = _without_partners(
                removed(asdict(sitting), asdict(without)), personal_data.student
            )
            yield SharedFile(path, own, sittings.render(without))


def _without_partners(own: Data, student: str) -> Data:
    """The data of a sitting without the ids of those with whom the person talked."""
    lesson = own.get("lesson", {})
    pairs = [
        {**each, "students": [who if who == student else _PARTNER for who in each["students"]]}
        for each in lesson.get("pairs", ())
    ]
    return own | {"lesson": lesson | {"pairs": pairs}} if pairs else own


def _in_submissions(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    """The platform's names for the person's submitted files."""
    known = platform_names.load(folder)
    without = known.without(personal_data.student)
    if without != known:
        own = removed(asdict(known), asdict(without))
        yield SharedFile(layout.submitted_names_path(folder), own, platform_names.render(without))


def _in_links(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    """The links with which the person works in a browser, and the browsers that used one."""
    known = annotator_access.load(folder)
    without = known.without(personal_data.student)
    if without != known:
        own = removed(asdict(known), asdict(without))
        rendered = annotator_access.render(without)
        yield SharedFile(layout.annotator_access_path(folder), own, rendered)


def _in_people(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    """Who the person is in the roster, as the teacher said."""
    known = people.load(folder)
    without = tuple(
        each
        for each in known
        if not personal_data.is_named(each.name)
        and not (each.same_as and personal_data.is_named(each.same_as))
    )
    if without != known:
        own = [asdict(each) for each in known if each not in without]
        yield SharedFile(layout.people_path(folder), {"people": own}, people.render(without))


def _in_pins(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    """The person's PIN, hashed, if the roster's id of the person is known."""
    ids = {each.person for each in people.load(folder) if personal_data.is_named(each.name)}
    for path in class_files(folder):
        own = sittings.load(path).student(personal_data.student)
        ids |= {own.person} if own is not None else set()
    known = pins.load(folder)
    without = {person: pin for person, pin in known.items() if person not in ids}
    if without != known:
        owned = [{"person": each} | asdict(pin) for each, pin in known.items() if each in ids]
        yield SharedFile(layout.pins_path(folder), {"pins": owned}, pins.render(without))


def _in_evaluations(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    """How well suggesters did against the person's decisions. It is about nothing else."""
    for name in layout.suggester_names(folder):
        path = layout.evaluation_path(folder, name)
        if path.exists():
            found = read_evaluation(path)
            if found.against != GOLD and personal_data.is_named(found.against):
                yield SharedFile(path, asdict(found), None)


def _in_models(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    """What was learned from the person's decisions, and from no others."""
    path = layout.model_path(folder, LEARNED)
    if path.exists():
        learned_from = read_model(path).learned_from
        if learned_from.by != GOLD and personal_data.is_named(learned_from.by):
            yield SharedFile(path, asdict(learned_from), None)


def _in_assignments(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    for path in layout.assignment_files(folder):
        given = assignments.read(path)
        without = _unassigned(given, personal_data)
        if without != given:
            yield SharedFile(
                path, removed(asdict(given), asdict(without)), assignments.render(without)
            )


def _in_project_file(folder: Path, personal_data: PersonalData) -> Iterator[SharedFile]:
    project = layout.load_project(folder)
    named = personal_data.is_named
    without = replace(
        project,
        annotators=tuple(name for name in project.annotators if not named(name)),
        excluded={name: why for name, why in project.excluded.items() if not named(name)},
    )
    if without != project:
        own = {
            "annotators": [name for name in project.annotators if named(name)],
            "excluded": {name: why for name, why in project.excluded.items() if named(name)},
        }
        yield SharedFile(layout.project_path(folder), own, project_file.render(without))


_SHARED: tuple[Callable[[Path, PersonalData], Iterator[SharedFile]], ...] = (
    _in_shared_work,
    _in_classes,
    _in_submissions,
    _in_people,
    _in_links,
    _in_pins,
    _in_assignments,
    _in_evaluations,
    _in_models,
    _in_project_file,
)
"""Every kind of file that several people share. A new kind is a line here."""


def _without(annotations: AnnotationSet, personal_data: PersonalData) -> AnnotationSet:
    """A gold standard or key without the student's name."""
    own = personal_data.is_named(annotations.annotator)
    return replace(
        annotations,
        annotator=(personal_data.pseudonym or UNNAMED) if own else annotations.annotator,
        sentences=tuple(_without_name(each, personal_data) for each in annotations.sentences),
    )


def _without_name(sentence: Sentence, personal_data: PersonalData) -> Sentence:
    provenance = sentence.provenance
    if provenance is None:
        return sentence
    curator = provenance.curator and _instead(provenance.curator, personal_data)
    votes = {
        own: vote
        for name, vote in provenance.decisions.items()
        if (own := _instead(name, personal_data))
    }
    return replace(
        sentence, provenance=Provenance(provenance.basis, curator, provenance.reason, votes)
    )


def _instead(name: str, personal_data: PersonalData) -> str | None:
    """The name to write in place of a name, or None to remove it."""
    return personal_data.pseudonym if personal_data.is_named(name) else name


def _unassigned(given: RoundAssignments, personal_data: PersonalData) -> RoundAssignments:
    named = personal_data.is_named
    entries = (
        replace(each, annotators=tuple(name for name in each.annotators if not named(name)))
        for each in given.entries
    )
    return replace(given, entries=tuple(each for each in entries if each.annotators))


# As plain data


def _own_decisions(annotations: AnnotationSet, personal_data: PersonalData) -> Data:
    """The person's own decisions in a key or gold standard."""
    own = personal_data.is_named(annotations.annotator)
    head: Data = {"document": annotations.document.id, "form": annotations.form.value}
    if own:
        head["annotator"] = annotations.annotator
    if own and annotations.form is SetForm.KEY:
        sources = [asdict(each) for each in annotations.sources]
        return head | {"sources": sources, "sentences": sentence_records(annotations)}
    decided = (
        record
        for each in annotations.sentences
        if (record := _provenance_record(each, personal_data))
    )
    return head | {"sentences": list(decided)}


def _provenance_record(sentence: Sentence, personal_data: PersonalData) -> Data | None:
    provenance = sentence.provenance
    if provenance is None:
        return None
    votes = {
        name: dict(vote)
        for name, vote in provenance.decisions.items()
        if personal_data.is_named(name)
    }
    curates = provenance.curator is not None and personal_data.is_named(provenance.curator)
    if not votes and not curates:
        return None
    record: Data = {"id": sentence.id, "text": sentence.text}
    if curates:
        record |= {"curator": provenance.curator, "tag": sentence.tag, "reason": provenance.reason}
    return record | ({"decisions": votes} if votes else {})


def sentence_records(annotations: AnnotationSet) -> list[Data]:
    """Each sentence of a set with its decisions, by the names of the fields in its file."""
    return [_sentence_record(annotations, each) for each in annotations.sentences]


def _sentence_record(annotations: AnnotationSet, sentence: Sentence) -> Data:
    record: Data = {"id": sentence.id, "text": sentence.text}
    for each in SENTENCE_FIELDS:
        value = each.value_in(sentence)
        if value is not None and each.type is not FieldType.PROVENANCE:
            record[each.name] = _plain(value)
    source = annotations.source_of(sentence)
    return record | ({"source": source.name} if source else {})


def _plain(value: object) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def removed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Data:
    """What is in plain data before a person is removed from it, and not after.

    An entry that only lost a part keeps the fields that tell it from others, such as its document.
    """
    gone = {
        name: lost
        for name, value in before.items()
        if (lost := value if name not in after else _lost(value, after[name])) is not None
    }
    return {name: before[name] for name in _LABELS if gone and name in before} | gone


def _lost(before: Any, after: Any) -> Any:
    if before == after:
        return None
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return removed(before, after) or None
    if isinstance(before, list | tuple) and isinstance(after, list | tuple):
        items = (_lost_item(each, after) for each in before)
        return [each for each in items if each is not None] or None
    return before


def _lost_item(item: Any, after: Iterable[Any]) -> Any:
    if item in after or not isinstance(item, Mapping):
        return None if item in after else item
    same = (each for each in after if _label(each) == _label(item))
    other = next(same, None)
    return item if other is None else _lost(item, other)


def _label(item: Any) -> tuple[Any, ...] | None:
    if not isinstance(item, Mapping):
        return None
    return tuple(item.get(name) for name in _LABELS) if set(_LABELS) & set(item) else (dict(item),)
