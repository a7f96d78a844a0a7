"""What makes a codebook impossible to use."""

from collections.abc import Iterator, Mapping

from annotator.model.codebook import (
    COLOURS,
    DIGITS,
    KINDS,
    PARTS,
    STANCES,
    SUPPORTS,
    Codebook,
    Term,
)
from annotator.model.faults import Misfit


def faults_of(codebook: Codebook, reserved: Mapping[str, str]) -> tuple[Misfit, ...]:
    """What makes a codebook impossible to use, each in one sentence; empty where nothing does.

    Args:
        codebook: The codebook as read.
        reserved: The keys that commands have, each with the command's name.
    """
    return (
        *_repeated(codebook),
        *_reserved(codebook, reserved),
        *_unknown(codebook),
        *_unknown_terms("kind of source", "kinds", codebook.kinds, KINDS),
        *_unknown_terms("stance", "stances", codebook.stances, STANCES),
        *_unknown_terms("part", "parts", codebook.parts, PARTS),
        *_stances(codebook.stances),
    )


def _repeated(codebook: Codebook) -> Iterator[Misfit]:
    if not codebook.tags:
        yield Misfit(("tags",), "the codebook has no tags; give it at least one")
    first: dict[tuple[str, str], int] = {}
    for position, tag in enumerate(codebook.tags):
        for field in ("id", "name", "key", "mark"):
            value = getattr(tag, field)
            if value is None:
                continue
            other = first.setdefault((field, value), position)
            if other != position:
                message = (
                    f"the tags “{codebook.tags[other].name}” and “{tag.name}” have the same "
                    f"{field} “{value}”; give each its own"
                )
                yield Misfit(("tags", position, field), message)


def _reserved(codebook: Codebook, reserved: Mapping[str, str]) -> Iterator[Misfit]:
    for position, tag in enumerate(codebook.tags):
        message = None
        if tag.key is None:
            if position >= DIGITS:
                message = (
                    f"the tag “{tag.name}” has no key, and digits reach the first {DIGITS} only"
                )
        elif not _one_sign(tag.key):
            message = f"the tag “{tag.name}” has the key “{tag.key}”; {_A_KEY}"
        elif tag.key in reserved:
            message = (
                f"the tag “{tag.name}” has the key “{tag.key}”, which belongs to the command "
                f"“{reserved[tag.key]}”; choose another, or leave it out and use its digit"
            )
        if message is not None:
            yield Misfit(("tags", position, "key"), message)


_A_KEY = "a key is one letter or sign, and no digit, for digits choose by number"


def _one_sign(key: str) -> bool:
    return len(key) == 1 and key.isprintable() and key != " " and not key.isdigit()


def _stances(stances: tuple[Term, ...]) -> Iterator[Misfit]:
    """What keeps a stance from being given, or from being told from another, by its key."""
    if stances and SUPPORTS not in {term.id for term in stances}:
        message = f"the stance “{SUPPORTS}” is missing, with which every link begins; add it"
        yield Misfit(("stances",), message)
    first: dict[str, Term] = {}
    for position, term in enumerate(stances):
        other, message = first.setdefault(term.letter, term), ""
        if not _one_sign(term.letter):
            message = f"the stance “{term.name}” has the key “{term.letter}”; {_A_KEY}"
        elif other is not term:
            message = (
                f"the stances “{other.name}” and “{term.name}” have the same key "
                f"“{term.letter}”; give each its own"
            )
        if message:
            yield Misfit(("stances", position, "key"), message)


def _unknown(codebook: Codebook) -> Iterator[Misfit]:
    known = codebook.by_id
    for position, tag in enumerate(codebook.tags):
        at = ("tags", position)
        if tag.colour not in COLOURS:
            choice = f"choose one of {', '.join(COLOURS)}"
            message = f"the tag “{tag.name}” has the unknown colour “{tag.colour}”; {choice}"
            yield Misfit((*at, "colour"), message)
        if len(tag.mark) != 1 or not tag.mark.isprintable() or tag.mark.isspace():
            message = f"the tag “{tag.name}” has the mark “{tag.mark}”; a mark is one character"
            yield Misfit((*at, "mark"), message)
        for number, miss in enumerate(tag.near_misses):
            if miss.instead not in known:
                message = (
                    f"a near miss of “{tag.name}” names the tag “{miss.instead}”, which is none"
                )
                yield Misfit((*at, "near_misses", number, "instead"), message)
    for number, step in enumerate(codebook.order):
        if step.tag not in known:
            message = f"the order of decision names the tag “{step.tag}”, which is none"
            yield Misfit(("order", number, "tag"), message)


def _unknown_terms(
    what: str, field: str, terms: tuple[Term, ...], known: tuple[str, ...]
) -> Iterator[Misfit]:
    # Without kinds of source a codebook does without them; a link or furniture is always of some.
    if not terms and field != "kinds":
        message = f"there is no {what}; leave the list out, and the built-in ones hold"
        yield Misfit((field,), message)
    for position, term in enumerate(terms):
        if term.id in {each.id for each in terms[:position]}:
            message = f"the {what} “{term.id}” is there twice; keep one"
            yield Misfit((field, position, "id"), message)
        elif term.id not in known:
            message = (
                f"“{term.id}” is no {what} that the measures know; its name may be any, "
                f"its id is one of {', '.join(known)}"
            )
            yield Misfit((field, position, "id"), message)
