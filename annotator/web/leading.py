"""What the instructor can do: one table of commands, each with what it does to the class."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from annotator.model.classroom import Classroom
from annotator.model.faults import Refused
from annotator.web.room import Room

Said = Mapping[str, Any]
Told = dict[str, Any]
Command = Callable[[Room, Said], Awaitable[Told]]


async def _open(room: Room, _: Said) -> Told:
    await room.change(Classroom.opened)
    return {}


async def _close(room: Room, _: Said) -> Told:
    now = room.clock()
    await room.change(lambda classroom: classroom.closed(now))
    return {}


async def _ask(room: Room, said: Said) -> Told:
    """Ask why on the sentences named, and on no others."""
    asked = _sentences(room, said)
    await room.change(lambda classroom: replace(classroom, asked=asked))
    return {}


async def _reveal(room: Room, said: Said) -> Told:
    """Show the key of the sentences named, and of no others."""
    revealed = _sentences(room, said)
    if revealed and await room.load_key() is None:
        raise Refused("there is no key to show; `annotator key` makes one")
    now = room.clock()
    await room.change(lambda classroom: classroom.revealing(revealed, now))
    return {}


async def _vote(room: Room, _: Said) -> Told:
    return {"failed": list(await room.vote_again())}


async def _end(room: Room, _: Said) -> Told:
    return {"failed": list(await room.end())}


async def _link(room: Room, said: Said) -> Told:
    return {"token": await room.new_link(str(said.get("student")))}


def _sentences(room: Room, said: Said) -> tuple[str, ...]:
    named, known = said.get("sentences"), [each.id for each in room.blank.sentences]
    if not isinstance(named, list) or any(each not in known for each in named):
        raise Refused("name sentences of the article")
    return tuple(each for each in known if each in named)


COMMANDS: Mapping[str, Command] = {
    "open": _open,
    "close": _close,
    "ask": _ask,
    "reveal": _reveal,
    "vote": _vote,
    "end": _end,
    "link": _link,
}
