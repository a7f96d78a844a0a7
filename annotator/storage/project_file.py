"""The head file of a project, read and written."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from annotator.model.asking import Ask
from annotator.model.faults import Misfit, Refused
from annotator.model.names import file_name
from annotator.model.project import Overlap, Project, Purpose, Round
from annotator.storage import strict_yaml
from annotator.storage.convert import convert
from annotator.storage.emit import flow, quote, sequence, text_field, word, word_field
from annotator.storage.project_records import OverlapRecord, ProjectRecord, RoundRecord
from annotator.storage.tree import by_line
from annotator.storage.versions import bring_up, line_of

_FORMAT = "attribution-project"


# A class opens the same one for each of its students.
@lru_cache(maxsize=2)
def parse(data: bytes, file: str) -> Project:
    """The project that the bytes of its head file hold.

    Raises:
        Refused: With everything that is wrong in it, each fault with its line and path.
    """
    tree = strict_yaml.load(data, file)
    bring_up(tree, _FORMAT)
    record = convert(tree, tree.root, (), ProjectRecord)
    if record is None:
        raise Refused(by_line(tree.faults))
    for misfit in _misfits(record):
        tree.refuse(misfit.steps, misfit.message)
    if tree.faults:
        raise Refused(by_line(tree.faults))
    return _project(record)


def render(project: Project) -> bytes:
    """The head file of a project; what is at its default is left out."""
    lines = (line for line in _lines(project) if line is not None)
    return strict_yaml.fit("".join(f"{line}\n" for line in lines).encode(), "project.yaml")


def _lines(project: Project) -> Iterator[str | None]:
    default = Project()
    yield f"format: {line_of(_FORMAT)}"
    yield text_field("title", project.title or None)
    yield text_field("codebook", project.codebook)
    yield from _list("annotators", map(quote, project.annotators))
    yield from _list("rounds", map(_round_line, project.rounds))
    yield f"overlap: {_overlap_line(project.overlap)}" if project.overlap else None
    yield from _list(
        "excluded",
        (
            flow(text_field("annotator", name), text_field("reason", reason))
            for name, reason in project.excluded.items()
        ),
    )
    yield None if project.blind == default.blind else f"blind: {_truth(project.blind)}"
    yield None if project.ask == default.ask else f"ask: {project.ask}"
    yield None if project.cues == default.cues else f"cues: {_truth(project.cues)}"
    yield "record_times: true" if project.record_times else None
    yield from _list("aliases", _alias_lines(project.aliases))


def _list(name: str, items: Iterable[str]) -> Iterator[str]:
    """A list with one item a line, so that two people's additions are two lines to git."""
    lines = [f"- {item}" for item in items]
    yield from (f"{name}:", *lines) if lines else ()


def _round_line(round_: Round) -> str:
    purpose = None if round_.purpose is Purpose.MAIN else word_field("purpose", round_.purpose)
    documents = sequence([word(each) for each in round_.documents])
    return flow(
        word_field("id", round_.id),
        purpose,
        text_field("codebook", round_.codebook),
        f"documents: {documents}" if round_.documents else None,
    )


def _overlap_line(overlap: Overlap) -> str:
    return flow(
        f"share: {overlap.share!r}",
        f"copies: {overlap.copies}",
        "by_outlet: true" if overlap.by_outlet else None,
    )


def _alias_lines(aliases: Mapping[str, str]) -> Iterator[str]:
    also: dict[str, list[str]] = {}
    for name, counts_as in aliases.items():
        also.setdefault(counts_as, []).append(quote(name))
    for name, names in also.items():
        yield flow(text_field("name", name), f"also: {sequence(names)}")


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _misfits(record: ProjectRecord) -> Iterator[Misfit]:
    seen: dict[str, str] = {}
    for position, name in enumerate(record.annotators):
        other = seen.setdefault(file_name(name), name)
        if other != name or record.annotators.index(name) != position:
            message = f"“{other}” and “{name}” would have one folder; write one of them differently"
            yield Misfit(("annotators", position), message)
    for position, excluded in enumerate(record.excluded):
        if excluded.annotator not in record.annotators:
            message = f"“{excluded.annotator}” is none of the annotators"
            yield Misfit(("excluded", position, "annotator"), message)


def _project(record: ProjectRecord) -> Project:
    return Project(
        title=record.title,
        codebook=record.codebook,
        annotators=tuple(record.annotators),
        rounds=tuple(_round(each) for each in record.rounds),
        overlap=_overlap(record.overlap) if record.overlap else None,
        excluded={each.annotator: each.reason for each in record.excluded},
        blind=record.blind,
        ask=Ask(record.ask),
        cues=record.cues,
        record_times=record.record_times,
        aliases={name: alias.name for alias in record.aliases for name in alias.also},
    )


def _round(record: RoundRecord) -> Round:
    return Round(record.id, Purpose(record.purpose), record.codebook, tuple(record.documents))


def _overlap(record: OverlapRecord) -> Overlap:
    return Overlap(record.share, record.copies, record.by_outlet)
