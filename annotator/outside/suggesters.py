"""The suggesters that the person's settings name: how each is asked, and what it is sent.

A project only names a suggester. What the name stands for is in the settings of the person, and so
are the hosts that may get text.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from annotator.formats.fetching import Sender, host_name, host_of
from annotator.model.annotation import SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.outside_suggesters import OutsideSuggester
from annotator.model.suggestions import FieldSuggestions, Suggester
from annotator.outside import chat, entry_points
from annotator.outside.programs import Program, ended_by_signals, find_command
from annotator.storage.answer_cache import cached_answer, forget_answer, keep_answer
from annotator.storage.files import read_limited
from annotator.storage.settings import Settings
from annotator.storage.suggestion_protocol import (
    MAX_ANSWER_BYTES,
    OutsideAnswer,
    json_line,
    parse_answer,
    request,
    suggestions_in,
)

_PROTOCOL: Final = "1"
"""Part of every hash. It changes when the same answer would mean something else."""
_MAX_PROGRAM_BYTES = 16 * 1024 * 1024
_DIGITS = 12


class Surroundings(NamedTuple):
    """What suggesters outside this program depend on.

    Attributes:
        settings: The person's settings.
        folder: The folder of these settings. Commands run in it.
        codebook: The codebook that the instructions for a chat model are from.
        environment: The environment, with the keys of services.
    """

    settings: Settings
    folder: Path
    codebook: Codebook
    environment: Mapping[str, str] = os.environ


class Channel:
    """A way to ask about a document."""

    def content(self, document: SegmentedDocument, codebook: Codebook) -> bytes:
        """What is sent about a document."""
        return json_line(request(document, codebook))

    def answer(self, content: bytes, document: str) -> OutsideAnswer:
        """The answer to what is sent.

        Raises:
            DataError: There is none.
        """
        raise NotImplementedError

    def knows(self, content: bytes) -> bool:
        """Whether the answer is known without asking."""
        return False

    def accept(self, content: bytes, answer: OutsideAnswer) -> None:
        """Take note that an answer had no faults."""

    def reject(self, content: bytes) -> None:
        """Take note that an answer had faults."""

    def close(self) -> None:
        """End what was started."""


class ProgramChannel(Channel):
    """A program that reads and writes lines."""

    def __init__(self, command: list[str], folder: Path, name: str, seconds: float) -> None:
        self._program = Program(command, folder, MAX_ANSWER_BYTES)
        self._name, self._seconds, self._line = name, seconds, 0

    def answer(self, content: bytes, document: str) -> OutsideAnswer:
        """The line with which the program answers."""
        self._line += 1
        try:
            line = self._program.ask(content, self._seconds)
        except DataError as error:
            raise _of_document(error, self._name, document) from error
        return parse_answer(line, _answers(self._name, document), self._line)

    def reject(self, content: bytes) -> None:
        """End the program: its next line could belong to an earlier question."""
        self._program.close(grace=0)
        self._line = 0

    def close(self) -> None:
        """End the program."""
        self._program.close()


class AddressChannel(Channel):
    """A web service that reads and writes lines."""

    def __init__(self, sender: Sender, address: str, name: str) -> None:
        self.sender, self.address, self.name = sender, address, name

    def send(self, content: bytes, document: str) -> bytes:
        """The response to what is sent."""
        try:
            return self.sender(self.address, content, MAX_ANSWER_BYTES)
        except DataError as error:
            raise _of_document(error, self.name, document) from error

    def answer(self, content: bytes, document: str) -> OutsideAnswer:
        """The line with which the service answers."""
        return parse_answer(self.send(content, document), _answers(self.name, document), 1)


class ChatChannel(AddressChannel):
    """A service with the interface of OpenAI. Its answers are kept."""

    def __init__(self, sender: Sender, suggester: OutsideSuggester, name: str) -> None:
        super().__init__(sender, _chat_address(suggester), name)
        self._model, self._temperature = suggester.model or "", suggester.temperature

    def content(self, document: SegmentedDocument, codebook: Codebook) -> bytes:
        """The body of the request."""
        return chat.question(document, codebook, self._model, self._temperature)

    def answer(self, content: bytes, document: str) -> OutsideAnswer:
        """The answer of the model, or the one that it gave before."""
        known = cached_answer(self.address, content, MAX_ANSWER_BYTES)
        if known is not None:
            return parse_answer(known, _answers(self.name, document), 1)
        response = self.send(content, document)
        return chat.answer_in(response, _answers(self.name, document), document)

    def knows(self, content: bytes) -> bool:
        """Whether there is a kept answer."""
        return cached_answer(self.address, content, MAX_ANSWER_BYTES) is not None

    def accept(self, content: bytes, answer: OutsideAnswer) -> None:
        """Keep the answer."""
        keep_answer(self.address, content, json_line(answer.content))

    def reject(self, content: bytes) -> None:
        """Ask again next time."""
        forget_answer(self.address, content)


def _chat_address(suggester: OutsideSuggester) -> str:
    return f"{(suggester.chat or '').rstrip('/')}/chat/completions"


def _answers(name: str, document: str) -> str:
    """What the answers of a suggester about a document are called in problems."""
    return f"{name} ({document})"


def _of_document(error: DataError, name: str, document: str) -> DataError:
    """The same problems, with the suggester and the document."""
    return DataError(Problem(str(each), _answers(name, document)) for each in error.problems)


class OutsideDocumentSuggester:
    """A suggester outside this program, with its name and version.

    Attributes:
        suggester: Its name and version.
    """

    def __init__(self, suggester: Suggester, channel: Channel) -> None:
        self.suggester, self._channel = suggester, channel

    def content(self, document: SegmentedDocument, codebook: Codebook) -> bytes:
        """What is sent about a document."""
        return self._channel.content(document, codebook)

    def knows(self, content: bytes) -> bool:
        """Whether the answer to what would be sent is known from an earlier run."""
        return self._channel.knows(content)

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """The suggestions for each sentence, by its id.

        Raises:
            DataError: There is no answer, or it has faults. The error has all of them.
        """
        content = self._channel.content(document, codebook)
        try:
            answer = self._channel.answer(content, document.article.document.id)
            found = suggestions_in(answer, document, codebook)
        except DataError:
            self._channel.reject(content)
            raise
        self._channel.accept(content, answer)
        return found


# From the settings


def outside_suggesters(around: Surroundings) -> Mapping[str, "Opener"]:
    """How to open each suggester of the settings, by name. Opening one checks that it may be asked.

    Args:
        around: The settings, and what else the suggesters depend on.
    """
    return {name: Opener(name, around) for name in around.settings.suggesters}


@dataclass(frozen=True, slots=True)
class Opener:
    """A suggester of the settings that is not opened yet.

    Attributes:
        name: Its name.
        around: The settings, and what else it depends on.
    """

    name: str
    around: Surroundings

    @property
    def definition(self) -> OutsideSuggester:
        """What the name stands for."""
        return self.around.settings.suggesters[self.name]

    @contextmanager
    def __call__(self, folder: Path | None = None) -> Iterator[OutsideDocumentSuggester]:
        """The suggester until the end of the block. Then everything it has started ends.

        Args:
            folder: The project's folder. It changes nothing.

        Raises:
            DataError: It does not exist, has no key, or may not get text.
        """
        definition = self.definition
        if definition.url is not None:
            sender = self._sender()
            sender.check(definition.url)
            with self._opened(self._web_channel(sender)) as opened:
                yield opened
        else:
            with ended_by_signals(), self._opened(self._program_channel()) as opened:
                yield opened

    @contextmanager
    def _opened(self, channel: Channel) -> Iterator[OutsideDocumentSuggester]:
        try:
            yield OutsideDocumentSuggester(self.suggester, channel)
        finally:
            channel.close()

    def closed(self) -> OutsideDocumentSuggester:
        """The suggester without permission, key or program, to see what it would be sent."""
        url = self.definition.url
        channel = Channel() if url is None else self._web_channel(Sender())
        return OutsideDocumentSuggester(self.suggester, channel)

    def _program_channel(self) -> ProgramChannel:
        definition = self.definition
        if definition.entry_point is not None:
            entry_points.find_entry_point(definition.entry_point)
            command = entry_points.command_of(definition.entry_point)
        else:
            command = find_command(definition.command, self.around.folder)
        return ProgramChannel(command, self.around.folder, self.name, definition.seconds)

    def _web_channel(self, sender: Sender) -> AddressChannel:
        definition = self.definition
        if definition.address is not None:
            return AddressChannel(sender, definition.address, self.name)
        return ChatChannel(sender, definition, self.name)

    def _sender(self) -> Sender:
        headers = {"Content-Type": "application/json"}
        if self.definition.key is not None:
            headers["Authorization"] = f"Bearer {self._key(self.definition.key)}"
        return Sender(
            frozenset(map(host_name, self.around.settings.send_text_to)),
            headers,
            has_key=self.definition.key is not None,
            total_seconds=self.definition.seconds,
        )

    def _key(self, variable: str) -> str:
        key = self.around.environment.get(variable, "").strip()
        if not key:
            raise DataError(
                f"The environment variable {variable} is not set. It must have the key of "
                f"“{self.name}”."
            )
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise DataError(f"The environment variable {variable} does not have a valid key.")
        return key

    # What it is

    @property
    def suggester(self) -> Suggester:
        """Its name and version. The hash is of everything here that decides what it suggests."""
        definition = self.definition
        parts: list[object] = [_PROTOCOL, definition.version, *self._parts()]
        digest = sha256(json.dumps(parts).encode()).hexdigest()
        version = definition.version or definition.model or ""
        own = f"{version}-{digest[:_DIGITS]}" if definition.chat and version else version
        return Suggester(self.name, own or digest[:_DIGITS], digest)

    def _parts(self) -> Iterator[object]:
        definition = self.definition
        if definition.chat is not None:
            yield from (_chat_address(definition), definition.model, definition.temperature)
            yield chat.instructions(self.around.codebook)
        elif definition.address is not None:
            yield definition.address
        elif definition.entry_point is not None:
            found = entry_points.find_entry_point(definition.entry_point)
            yield from (found.value, found.dist and found.dist.version)
        else:
            yield from definition.command
            yield from map(partial(_file_hash, self.around.folder), definition.command)


def _file_hash(folder: Path, argument: str) -> str | None:
    """The hash of the file that an argument of a command names; None if it names none."""
    path = folder / Path(argument).expanduser()
    try:
        if os.sep not in argument and "." not in argument:
            return None
        is_file = path.is_file() and path.stat().st_size <= _MAX_PROGRAM_BYTES
        return sha256(read_limited(path, _MAX_PROGRAM_BYTES)).hexdigest() if is_file else None
    except (OSError, ValueError, RuntimeError, DataError):
        return None


# What would be sent


class Destination(NamedTuple):
    """Where text goes.

    Attributes:
        place: The command, the entry point, or the address.
        host: The host of the address; None for a program on this computer.
        key: The environment variable with the key, or None.
        has_key: Whether it is set.
        obstacle: Why nothing would be sent; empty if nothing prevents it.
    """

    place: str
    host: str | None
    key: str | None
    has_key: bool
    obstacle: str


def destination(opener: Opener) -> Destination:
    """Where the text for a suggester goes. Nothing is sent, but the host's name is looked up."""
    definition = opener.definition
    url = _chat_address(definition) if definition.chat else definition.address
    place = url or definition.entry_point or " ".join(definition.command)
    obstacle = ""
    try:
        with opener():
            pass
    except DataError as error:
        obstacle = error.problems[0].message
    key = definition.key
    return Destination(
        place,
        host_of(url) if url else None,
        key,
        key is not None and bool(opener.around.environment.get(key)),
        obstacle,
    )
