"""Codebooks: the built-in one, and those that a person or a project brings."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.codebook import (
    OTHER,
    Codebook,
    CodebookChange,
    CodebookReference,
    DecisionStep,
    NearMiss,
    Role,
    Rule,
    Tag,
    Term,
    codebook_inconsistencies,
)
from annotator.model.errors import DataError
from annotator.storage import strict_yaml
from annotator.storage.file_records import CodebookRecord, RuleRecord, TagRecord, TermRecord
from annotator.storage.strict_yaml import Tree, by_line, convert, upgrade_format

if TYPE_CHECKING:
    from annotator.model.project import Project

_BUILTIN = Path(__file__).parents[1] / "codebooks" / "attribution.yaml"
NO_RESERVED_KEYS: Mapping[str, str] = {}
FORMER_CODEBOOKS = _BUILTIN.parent / "former"
"""The former versions of the built-in codebook, each in a file that is called as its hash."""
_HASH = re.compile("[0-9a-f]{64}")
_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z]{2})?")


def builtin_bytes(language: str = "en") -> bytes:
    """The file of the built-in codebook, as a person would copy it to make an own one.

    Args:
        language: Its language. In a language without a translation it is English.
    """
    path = _BUILTIN.with_suffix(f".{language}.yaml")
    return (
        path.read_bytes()
        if _LANGUAGE.fullmatch(language) and path.is_file()
        else _BUILTIN.read_bytes()
    )


@cache
def builtin() -> Codebook:
    """The built-in codebook, which is not checked again: a test proves that it is consistent."""
    _, codebook = _read(builtin_bytes(), _BUILTIN.name)
    return codebook


@cache
def builtin_in(language: str) -> Codebook | None:
    """The built-in codebook in another language, with the same ids; None if there is none."""
    path = _BUILTIN.with_suffix(f".{language}.yaml")
    if not _LANGUAGE.fullmatch(language) or not path.is_file():
        return None
    return _read(path.read_bytes(), path.name)[1]


def translated(codebook: Codebook, language: str) -> Codebook:
    """The codebook in the words of a language, if it is the built-in one and has a translation.

    The tags have the same ids, so work that is done with the one fits the other.
    """
    if codebook.language == language or codebook.name != builtin().name:
        return codebook
    own = [each for each in (builtin(), *_translations()) if each.sha256 == codebook.sha256]
    found = builtin() if builtin().language == language else builtin_in(language)
    return found if own and found is not None else codebook


@cache
def _translations() -> tuple[Codebook, ...]:
    """The built-in codebook in its other languages."""
    paths = sorted(_BUILTIN.parent.glob(f"{_BUILTIN.stem}.*.yaml"))
    found = (builtin_in(each.name.split(".")[1]) for each in paths)
    return tuple(each for each in found if each is not None)


def former_builtin(made_with: CodebookReference) -> Codebook | None:
    """The former version of the built-in codebook that a set was made with; None where it is none.

    Sets know their codebook by the hash of its file, so they open for work after it has changed.
    """
    path = FORMER_CODEBOOKS / f"{made_with.sha256}.yaml"
    if not _HASH.fullmatch(made_with.sha256) or not path.is_file():
        return None
    return _former(path)


@cache
def _former(path: Path) -> Codebook:
    return parse(path.read_bytes(), path.name, {})


def codebook_for(
    made_with: CodebookReference, known: Mapping[CodebookReference, Codebook]
) -> Codebook:
    """The codebook that a set was made with.

    Args:
        made_with: The set's reference to its codebook.
        known: The codebooks to choose from. If the set's own is not among them, and is not a former
            version of a built-in codebook that is, the first one is taken.
    """
    own = known.get(made_with)
    if own is None and builtin().reference in known:
        own = former_builtin(made_with)
    return own or next(iter(known.values()))


def load(path: Path, reserved: Mapping[str, str]) -> Codebook:
    """The codebook in a file.

    Args:
        path: The file.
        reserved: The keys that commands have, each with the command's name.

    Raises:
        DataError: With everything that is wrong in it, or because it cannot be read.
    """
    return parse(strict_yaml.read_bytes(path), str(path), reserved)


def project_codebooks(
    folder: Path, project: "Project", reserved: Mapping[str, str] = NO_RESERVED_KEYS
) -> dict[CodebookReference, Codebook]:
    """A project's codebooks, its own first, then those of its rounds.

    Raises:
        DataError: One of them is faulty, or cannot be read.
    """
    files = [project.codebook, *(each.codebook for each in project.rounds if each.codebook)]
    books = [load(folder / file, reserved) if file else builtin() for file in files]
    return {codebook.reference: codebook for codebook in books}


def parse(data: bytes, file: str, reserved: Mapping[str, str]) -> Codebook:
    """The codebook that a file's bytes hold; terms that it leaves out are the built-in ones.

    Raises:
        DataError: With everything that is wrong in it, each fault with its line and path.
    """
    tree, codebook = _read(data, file)
    for inconsistency in codebook_inconsistencies(codebook, reserved):
        tree.refuse(inconsistency.steps, inconsistency.message)
    if tree.problems:
        raise DataError(by_line(tree.problems))
    return codebook


def _read(data: bytes, file: str) -> tuple[Tree, Codebook]:
    tree = strict_yaml.parse_tree(data, file)
    upgrade_format(tree, "attribution-codebook")
    record = convert(tree, tree.root, (), CodebookRecord)
    if record is None:
        raise DataError(by_line(tree.problems))
    return tree, _codebook(record, codebook_hash(data))


def codebook_hash(data: bytes) -> str:
    """The SHA-256, in hex, that a codebook's file is recognized by, whatever its newlines are."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _codebook(record: CodebookRecord, sha256: str) -> Codebook:
    return Codebook(
        name=record.name,
        version=record.version,
        sha256=sha256,
        tags=tuple(_tag(each) for each in record.tags),
        language=record.language,
        title=record.title,
        introduction=record.introduction,
        order=tuple(DecisionStep(each.tag, each.question) for each in record.order),
        rules=_rules(record.rules),
        kinds=builtin().kinds if record.kinds is None else _terms(record.kinds),
        stances=builtin().stances if record.stances is None else _terms(record.stances),
        parts=_parts(record.parts),
        changes=tuple(CodebookChange(each.since, tuple(each.rules)) for each in record.changes),
    )


_OTHER = Term(
    OTHER,
    "other",
    "What belongs to the page and not to the article: navigation, buttons, advertisements, "
    "“Read more”, categories, lists of sources.",
)


def _parts(records: list[TermRecord] | None) -> tuple[Term, ...]:
    """A codebook's parts; one written before there was `other` gets our words for it."""
    parts = builtin().parts if records is None else _terms(records)
    return parts if any(each.id == OTHER for each in parts) else (*parts, _OTHER)


def _tag(record: TagRecord) -> Tag:
    return Tag(
        id=record.id,
        name=record.name,
        key=record.key,
        mark=record.mark,
        color=record.color,
        role=Role(record.role),
        definition=record.definition,
        decision=record.decision,
        rules=_rules(record.rules),
        examples=tuple(record.examples),
        near_misses=tuple(
            NearMiss(each.text, each.instead, each.why) for each in record.near_misses
        ),
    )


def _rules(records: list[RuleRecord]) -> tuple[Rule, ...]:
    return tuple(
        Rule(each.rule, each.example, each.near_miss, each.name, each.id) for each in records
    )


def _terms(records: list[TermRecord]) -> tuple[Term, ...]:
    return tuple(
        Term(each.id, each.name, each.definition, each.example, each.key) for each in records
    )
