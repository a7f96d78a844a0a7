"""The addresses of the class page."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from annotator.model.classroom import NameTaken, Student
from annotator.model.faults import Refused
from annotator.text.safe import visible
from annotator.web import views
from annotator.web.counted import PAGE
from annotator.web.desk import NotSaved, Sent
from annotator.web.guard import Guard
from annotator.web.leading import COMMANDS
from annotator.web.limits import Limit
from annotator.web.pages import STATIC, rendered, static
from annotator.web.room import NotNow, Room, TooLate

STUDENT, TEACHER = "annotator", "annotator-teacher"
"""The cookies: a student's, and the instructor's. There are no others."""

HOURS_REMEMBERED = 12
BODY_SECONDS = 10
BEAT = 15.0
MOST_STREAMS = 4
"""So many pages of one student may be open at once and hear of changes."""

MOST_NUMBER = 10**9 - 1


class ClassPage:
    """The class page of one room.

    Args:
        room: The class.
        clock: The time in seconds, for the limits.
    """

    def __init__(self, room: Room, clock: Callable[[], float]) -> None:
        self.room = room
        self._material = views.material(room.blank, room.codebook, room.project)
        self._guesses = Limit(30, 1, clock)
        self._joins = Limit(250, 5, clock)
        self._edits = Limit(60, 10, clock)
        self._looks = Limit(30, 2, clock)
        self._leads = Limit(60, 5, clock)

    # Coming in.

    async def front(self, request: Request) -> Response:
        """The student's page, or the door where nobody is known yet."""
        student = self._student(request)
        if student is None:
            return _door(code=request.query_params.get("code", "")[:40])
        link = request.url_for("personal", token=request.cookies[STUDENT])
        return _html("work.html", title=self._material["title"], link=str(link), name=student.name)

    async def join(self, request: Request) -> Response:
        """Let a student in who knows the code."""
        form = parse_qs((await _body(request)).decode("utf-8", "replace"), max_num_fields=10)
        said = {name: values[0] for name, values in form.items()}
        code, name = said.get("code", ""), said.get("name", "")
        refusal = self._guess(request, _plain(code), self.room.classroom.code)
        if refusal:
            return _door(
                status=refusal, code=code[:40], name=name[:200], problem=_PROBLEMS[refusal]
            )
        self._spend(self._joins, _address(request))
        try:
            token = await self.room.join(name, another="another" in said)
        except NameTaken as taken:
            return _door(409, code=code[:40], name=name[:200], problem=str(taken), taken=True)
        except Refused as refused:
            return _door(422, code=code[:40], name=name[:200], problem=str(refused))
        return _entered(request, STUDENT, token, "/")

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
            return _door(refusal, problem="This link opens nothing. Ask for a new one.")
        return _entered(request, STUDENT, token, "/")

    async def instructor(self, request: Request) -> Response:
        """The instructor comes in by the secret link."""
        secret = request.path_params["secret"]
        refusal = self._guess(request, secret, self.room.classroom.secret)
        if refusal:
            return PlainTextResponse("This link opens nothing.\n", refusal)
        return _entered(request, TEACHER, secret, "/teach")

    def _guess(self, request: Request, said: str, right: str) -> int | None:
        """The status of a refusal; whoever guesses wrong too often has to wait, right or wrong."""
        address = _address(request)
        if self._guesses.exhausted(address):
            return 429
        if secrets.compare_digest(said.encode("utf-8", "replace"), right.encode()):
            return None
        self._guesses.spend(address)
        return 401

    # A student's work.

    async def work(self, request: Request) -> Response:
        """Everything that a student's page shows."""
        student = self._known(request)
        self._spend(self._looks, student.id)
        desk = await self.room.desk(student)
        return JSONResponse(
            {
                "material": self._material,
                "standing": views.standing(self.room),
                **views.work(student, desk),
            }
        )

    async def edit(self, request: Request) -> Response:
        """Carry out an edit; the answer comes when it is on the disk."""
        student = self._known(request)
        self._spend(self._edits, student.id)
        said = await _json(request)
        sent, vote = _sent(said)
        desk = await self.room.edit(student, vote, sent)
        sentence = sent.said["sentence"]
        version = self.room.version
        return JSONResponse(
            {"number": sent.number, "version": version, **views.edited(desk, sentence)}
        )

    async def events(self, request: Request) -> Response:
        """The class as it stands, again whenever that changes."""
        student = self._known(request)
        if self.room.watching[student.id] >= MOST_STREAMS:
            raise HTTPException(429)

        async def stream() -> AsyncIterator[str]:
            self.room.watch(student, 1)
            try:
                seen = -1
                while self._student(request) is not None:
                    if seen != self.room.version:
                        seen = self.room.version
                        yield f"data: {json.dumps(views.standing(self.room))}\n\n"
                    else:
                        # What keeps a sleeping connection from being taken for a dead one.
                        yield ": \n\n"
                    await self.room.changed(BEAT)
            finally:
                self.room.watch(student, -1)

        return _stream(stream())

    # The instructor's pages.

    async def teach(self, request: Request) -> Response:
        """The instructor's page."""
        self._require_teacher(request)
        room = self.room.classroom
        address = str(request.base_url)
        return _html("teach.html", title=self._material["title"], code=room.code, address=address)

    async def projector(self, request: Request) -> Response:
        """What the class may see of itself."""
        self._require_teacher(request)
        room = self.room.classroom
        address = str(request.base_url)
        return _html(
            "projector.html", title=self._material["title"], code=room.code, address=address
        )

    async def led(self, request: Request) -> Response:
        """The class, for the instructor's page and without names for the projector."""
        self._require_teacher(request)
        if self.room.key is None:
            # It may have been made since.
            await self.room.load_key()
        names = request.query_params.get("names") != "no"
        view = views.led(self.room, names=names)
        return JSONResponse(view | {"material": self._material})

    async def pulse(self, request: Request) -> Response:
        """A line whenever something has changed, at most one a second."""
        self._require_teacher(request)

        async def stream() -> AsyncIterator[str]:
            seen, since = -1, 0
            while True:
                if seen != self.room.pulse or since >= BEAT:
                    seen, since = self.room.pulse, 0
                    yield f"data: {seen}\n\n"
                since += 1
                await asyncio.sleep(1)

        return _stream(stream())

    async def lead(self, request: Request) -> Response:
        """Carry out what the instructor wants."""
        self._require_teacher(request)
        self._spend(self._leads, TEACHER)
        said = await _json(request)
        command = COMMANDS.get(str(said.get("do")))
        if command is None:
            raise Refused("the class page knows no such command")
        found = await command(self.room, said)
        if "token" in found:
            found = {"link": str(request.url_for("personal", token=found["token"]))}
        return JSONResponse(found)

    # Who asks, and how often.

    def _student(self, request: Request) -> Student | None:
        return self.room.holder(request.cookies.get(STUDENT, ""))

    def _known(self, request: Request) -> Student:
        student = self._student(request)
        if student is None:
            raise HTTPException(401, "Come in with the code of the class first.")
        return student

    def _require_teacher(self, request: Request) -> None:
        said = request.cookies.get(TEACHER, "").encode("utf-8", "replace")
        if not secrets.compare_digest(said, self.room.classroom.secret.encode()):
            raise HTTPException(401, "This page is opened by the instructor's link.")

    def _spend(self, limit: Limit, who: str) -> None:
        if limit.exhausted(who):
            raise HTTPException(429, "That is too fast; wait a moment.", {"Retry-After": "2"})
        limit.spend(who)


def application(room: Room, clock: Callable[[], float]) -> Starlette:
    """The class page as an ASGI application.

    Args:
        room: The class; it is closed when the application ends.
        clock: The time in seconds, for the limits.
    """
    page = ClassPage(room, clock)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        opening = asyncio.create_task(room.begin())
        try:
            yield
        finally:
            opening.cancel()
            room.close()

    return Starlette(
        routes=_routes(page),
        middleware=[Middleware(Guard)],
        exception_handlers={
            Refused: _refused,
            NotNow: _not_now,
            NotSaved: _not_saved,
            HTTPException: _http,
            ClientDisconnect: _gone,
        },
        lifespan=life,
    )


def _routes(page: ClassPage) -> list[Route]:
    return [
        Route("/", page.front),
        Route("/join", page.join, methods=["POST"]),
        Route("/leave", page.leave, methods=["POST"]),
        Route("/me/{token}", page.personal, name="personal"),
        Route("/api/work", page.work),
        Route("/api/edit", page.edit, methods=["POST"]),
        Route("/api/events", page.events),
        Route("/teach", page.teach),
        Route("/teach/in/{secret}", page.instructor),
        Route("/teach/projector", page.projector),
        Route("/teach/state", page.led),
        Route("/teach/pulse", page.pulse),
        Route("/teach/do", page.lead, methods=["POST"]),
        Route("/static/{name}", _static),
    ]


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return Response(static(name), media_type=STATIC[name])


_PROBLEMS: Mapping[int, str] = {
    401: "That is not the code of this class. Look at the board again.",
    429: "Too many wrong codes came from here. Wait half a minute, then try again.",
}


def _door(
    status: int = 200, code: str = "", name: str = "", problem: str = "", *, taken: bool = False
) -> Response:
    page = rendered("join.html", code=code, name=name, problem=problem, taken=taken)
    headers = {"Retry-After": "30"} if status == 429 else None
    return HTMLResponse(page, status, headers)


def _html(template: str, **values: Any) -> Response:
    return HTMLResponse(rendered(template, **values))


def _entered(request: Request, cookie: str, value: str, address: str) -> Response:
    """Goes on to a page of ours by the page's own doing.

    A redirection would do as well but for links in a mail or a chat: there the browser holds a
    strict cookie back until a page of ours itself asks for the next.
    """
    answer = HTMLResponse(rendered("onward.html", address=address))
    answer.set_cookie(
        cookie,
        value,
        max_age=HOURS_REMEMBERED * 3600,
        path=address,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


def _plain(code: str) -> str:
    """A code as typed: case, blanks and hyphens do not count."""
    return "".join(code.split()).replace("-", "").upper()


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _body(request: Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.body()
    except TimeoutError:
        raise HTTPException(408, "That took too long to arrive.") from None


async def _json(request: Request) -> dict[str, Any]:
    try:
        said = json.loads(await _body(request))
    except (ValueError, RecursionError):
        raise HTTPException(400, "This is no JSON.") from None
    if not isinstance(said, dict):
        raise HTTPException(400, "This is no JSON object.")
    return said


def _sent(said: Mapping[str, Any]) -> tuple[Sent, int]:
    page, number, vote = said.get("page"), said.get("number"), said.get("vote")
    edit, at = said.get("edit"), said.get("at")
    if not isinstance(page, str) or not PAGE.fullmatch(page) or not isinstance(edit, dict):
        raise HTTPException(400, "An edit has a page, a number, a vote, and what is to be done.")
    if type(number) is not int or not 0 < number <= MOST_NUMBER or type(vote) is not int:
        raise HTTPException(400, "An edit and a vote have numbers from 1.")
    return Sent(page, number, edit, at if isinstance(at, str) else None), vote


def _stream(lines: AsyncIterator[str]) -> Response:
    return StreamingResponse(
        lines, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


Handler = Callable[[Request, Exception], Awaitable[Response]]


def _problem(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"problem": visible(words)}, status, headers)


async def _refused(_: Request, error: Exception) -> Response:
    return _problem(410 if isinstance(error, TooLate) else 422, str(error))


async def _not_now(_: Request, error: Exception) -> Response:
    return _problem(409, str(error))


async def _not_saved(_: Request, error: Exception) -> Response:
    return _problem(503, f"not saved yet: {error}", {"Retry-After": "2"})


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (it is registered for that alone)
    return _problem(error.status_code, error.detail, error.headers)


async def _gone(_: Request, __: Exception) -> Response:
    return _problem(400, "the connection ended before all had arrived")
