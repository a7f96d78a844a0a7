"""Coming in: by the code, by a personal link, by the instructor's link."""

import secrets
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from annotator.model.classroom import NameTaken, Student
from annotator.model.faults import Refused
from annotator.text.safe import visible
from annotator.web.answers import PROBLEMS, door, entered, html
from annotator.web.asking import address, body, plain, spend
from annotator.web.limits import Limit
from annotator.web.room import Room

STUDENT, TEACHER = "annotator", "annotator-teacher"
"""The cookies: a student's, and the instructor's. There are no others."""


def student_of(room: Room, request: Request) -> Student | None:
    """The student whose browser asks; None where it is nobody's."""
    return room.holder(request.cookies.get(STUDENT, ""))


class Door:
    """The addresses by which people come in.

    Args:
        room: The class.
        clock: The time in seconds, for the limits.
    """

    def __init__(self, room: Room, clock: Callable[[], float]) -> None:
        self.room = room
        self._guesses = Limit(30, 1, clock)
        self._joins = Limit(250, 5, clock)

    async def front(self, request: Request) -> Response:
        """The student's page, or the door where nobody is known yet."""
        student = student_of(self.room, request)
        if student is None:
            return door(code=request.query_params.get("code", "")[:40])
        link = request.url_for("personal", token=request.cookies[STUDENT])
        return html(
            "work.html",
            title=visible(self.room.blank.title),
            link=str(link),
            name=student.name,
            practice=visible(self.room.practice.title) if self.room.practice else "",
        )

    async def join(self, request: Request) -> Response:
        """Let a student in who knows the code."""
        form = parse_qs((await body(request)).decode("utf-8", "replace"), max_num_fields=10)
        said = {name: values[0] for name, values in form.items()}
        code, name = said.get("code", ""), said.get("name", "")
        refusal = self._guess(request, plain(code), self.room.classroom.code)
        if refusal:
            return door(status=refusal, code=code[:40], name=name[:200], problem=PROBLEMS[refusal])
        spend(self._joins, address(request))
        try:
            token = await self.room.join(name, another="another" in said)
        except NameTaken as taken:
            return door(409, code=code[:40], name=name[:200], problem=str(taken), taken=True)
        except Refused as refused:
            return door(422, code=code[:40], name=name[:200], problem=str(refused))
        return entered(request, STUDENT, token, "/")

    async def leave(self, request: Request) -> Response:
        """Forget on this device who the student is."""
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(STUDENT)
        return answer

    async def personal(self, request: Request) -> Response:
        """A student comes back by the personal link."""
        token = request.path_params["token"]
        student = self.room.holder(token)
        refusal = self._guess(request, token if student is None else "", "")
        if refusal:
            return door(refusal, problem="This link opens nothing. Ask for a new one.")
        return entered(request, STUDENT, token, "/")

    async def instructor(self, request: Request) -> Response:
        """The instructor comes in by the secret link."""
        secret = request.path_params["secret"]
        refusal = self._guess(request, secret, self.room.classroom.secret)
        if refusal:
            return PlainTextResponse("This link opens nothing.\n", refusal)
        return entered(request, TEACHER, secret, "/teach")

    def _guess(self, request: Request, said: str, right: str) -> int | None:
        """The status of a refusal; whoever guesses wrong too often has to wait, right or wrong."""
        whence = address(request)
        if self._guesses.exhausted(whence):
            return 429
        if secrets.compare_digest(said.encode("utf-8", "replace"), right.encode()):
            return None
        self._guesses.spend(whence)
        return 401
