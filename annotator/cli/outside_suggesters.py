"""Suggesters of the person's settings on the command line: opening, permission and a dry run."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from annotator.cli.options import Function, with_options
from annotator.cli.output import Item, print_json, print_message, show_progress
from annotator.model.annotation import SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.plurals import plural
from annotator.model.suggestion_settings import RULES
from annotator.model.suggestions import Suggester
from annotator.project.suggesters import Opened, is_built_in, open_suggester
from annotator.storage.settings import change_settings, read_settings_file, settings_path
from annotator.text.safe import safe_line, safe_text

if TYPE_CHECKING:
    from annotator.outside.suggesters import Destination, Opener

_BYTES_PER_TOKEN = 4
"""A rule of thumb for English."""

_OPTIONS: Sequence[Callable[[Function], Function]] = (
    click.option(
        "--dry-run",
        is_flag=True,
        help="Show what would be sent to a suggester, where and how much, and send nothing.",
    ),
    click.option(
        "--send-text-to",
        metavar="HOST",
        help="Allow this suggester's host to get the text of articles. Your settings remember it.",
    ),
)


def outside_options(function: Function) -> Function:
    """The options of suggesters outside the program: `dry_run` and `send_text_to`."""
    return with_options(function, _OPTIONS)


def open_named_suggester(name: str, folder: Path | None, codebook: Codebook) -> Opened:
    """The suggester with this name: one that is built in, or one of the person's settings.

    Args:
        name: Its name.
        folder: The project's folder; None outside a project.
        codebook: The codebook of the documents.

    Raises:
        DataError: There is none with this name, or it cannot be asked.
    """
    if is_built_in(name):
        return open_suggester(name, folder)
    from annotator.outside.suggesters import outside_suggesters  # noqa: PLC0415 (needed here only)

    return open_suggester(name, folder, outside_suggesters(_surroundings(name, codebook)))


_MANY_FOR_RULES = 10


def show_suggesting(items: Collection[Item], name: str) -> Iterable[Item]:
    """The items, with a progress bar if suggestions for them can take over a second.

    Args:
        items: The documents, in any form.
        name: The suggester's name. Others than the rules can take long for one document.
    """
    return show_progress(items, "Suggesting", _MANY_FOR_RULES if name == RULES else 1)


def _surroundings(name: str, codebook: Codebook) -> Any:
    from annotator.outside.suggesters import Surroundings  # noqa: PLC0415

    file = read_settings_file(settings_path())
    here = f"suggesters.{name}"
    problems = [
        each
        for each in file.problems
        if each.path is None or each.path == here or each.path.startswith(f"{here}.")
    ]
    if problems and name not in file.settings.suggesters:
        raise DataError(problems)
    return Surroundings(file.settings, file.path.parent.absolute(), codebook)


def _opener(name: str, codebook: Codebook) -> "Opener":
    """How to open a suggester of the settings.

    Raises:
        DataError: There is none with this name, or it is built in.
    """
    from annotator.outside.suggesters import outside_suggesters  # noqa: PLC0415

    if is_built_in(name):
        raise DataError(f"“{name}” is a part of this program. It sends nothing anywhere.")
    found = outside_suggesters(_surroundings(name, codebook)).get(name)
    if found is None:
        open_suggester(name)
        raise DataError(f"There is no suggester “{name}”.")
    return found


def allow_host(name: str, host: str, codebook: Codebook) -> None:
    """Remember in the settings that the host of a suggester may get the text of articles.

    Raises:
        DataError: It is not the host of the suggester, or the settings cannot be written.
    """
    from annotator.formats.fetching import host_name, host_of  # noqa: PLC0415

    url = _opener(name, codebook).definition.url
    if url is None:
        raise DataError(f"“{name}” runs on this computer. It needs no --send-text-to.")
    own, given = host_of(url), host_name(host)
    if own != given:
        raise DataError(f"“{name}” would send text to {own}, not to {host}. Nothing was allowed.")
    path = settings_path()
    hosts = read_settings_file(path).settings.send_text_to
    if own not in map(host_name, hosts):
        change_settings(path, lambda each: each._replace(send_text_to=(*hosts, own)))
        print_message(f"Texts of articles may go to {own}. To stop that, edit {path}.")


# A dry run


def closed_suggester(name: str, codebook: Codebook) -> Suggester:
    """The name and the version of a suggester of the settings, which is not opened.

    Raises:
        DataError: There is none with this name, or it is built in.
    """
    return _opener(name, codebook).suggester


class AskedDocument(NamedTuple):
    """A document that a suggester would be asked about.

    Attributes:
        name: Its name for the person.
        document: The document.
        codebook: The codebook.
    """

    name: str
    document: SegmentedDocument
    codebook: Codebook


class _Question(NamedTuple):
    document: str
    content: bytes
    known: bool


def print_dry_run(
    name: str, codebook: Codebook, documents: Iterable[AskedDocument], *, as_json: bool
) -> None:
    """Print what a suggester would be sent, where and how much. Nothing is sent.

    Args:
        name: The suggester's name.
        codebook: The codebook that decides its version.
        documents: The documents that it would be asked about.
        as_json: Whether to print JSON.
    """
    from annotator.outside.suggesters import destination  # noqa: PLC0415

    opener = _opener(name, codebook)
    closed = opener.closed()
    questions = []
    for each in documents:
        content = closed.content(each.document, each.codebook)
        questions.append(_Question(each.name, content, closed.knows(content)))
    place = destination(opener)
    if as_json:
        print_json(_record(place, questions))
        return
    for line in (*_questions(questions), *_summary(name, place, questions)):
        click.echo(safe_text(line, newlines=True))


def _record(place: "Destination", questions: list[_Question]) -> dict[str, Any]:
    asked = [each for each in questions if not each.known]
    return {
        "to": place.place,
        "host": place.host,
        "key": place.key,
        "key_is_set": place.has_key,
        "obstacle": place.obstacle or None,
        "bytes": sum(len(each.content) for each in asked),
        "documents": [
            {"document": each.document, "bytes": len(each.content), "known": each.known}
            | {"content": json.loads(each.content)}
            for each in questions
        ],
    }


def _questions(questions: list[_Question]) -> Iterator[str]:
    """What would be sent. The instructions, which are the same for all, come once."""
    seen: set[str] = set()
    for each in questions:
        yield f"== {safe_line(each.document)}: {len(each.content):,} bytes"
        if each.known:
            yield "The answer is known from an earlier run. Nothing would be sent."
            continue
        for words in _words(each.content):
            yield words if words not in seen else "(the same instructions)"
            seen.add(words)


def _words(content: bytes) -> list[str]:
    """What is sent, in a form that people can read."""
    value = json.loads(content)
    messages = value.get("messages")
    if messages is None:
        return [json.dumps(value, ensure_ascii=False)]
    return [each["content"] for each in messages]


def _summary(name: str, place: "Destination", questions: list[_Question]) -> Iterator[str]:
    asked = [each for each in questions if not each.known]
    size = sum(len(each.content) for each in asked)
    kind = f" (host {place.host})" if place.host else " (a program on this computer)"
    yield f"== “{name}” would get {plural(len(asked), 'document')}, {size:,} bytes"
    yield f"About {size // _BYTES_PER_TOKEN:,} tokens of a language model, and its answers."
    yield f"To: {safe_line(place.place)}{kind}"
    if place.key is not None:
        yield f"Key: from the environment variable {place.key}, {_state(place)}."
    if place.obstacle:
        yield f"It cannot be asked now: {safe_line(place.obstacle)}"
    yield "Nothing was sent."


def _state(place: "Destination") -> str:
    return "which is set" if place.has_key else "which is not set"
