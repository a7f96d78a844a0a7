"""Coming in: by the code, by a personal link, by the instructor's link."""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import Scope

from annotator.model.classroom import NameTaken, Student
from annotator.model.faults import Refused
from annotator.text.safe import visible
from annotator.web.answers import PROBLEMS, door, entered, html, root
from annotator.web.asking import address, body, plain
from annotator.web.limits import Limit
from annotator.web.room import Room
from annotator.web.site import Site
from annotator.web.tokens import hashed, new_token

View = Callable[[Request], Awaitable[Response]]

STUDENT, TEACHER, DEVICE = "annotator", "annotator-teacher", "annotator-device"
"""How the cookies' names begin; the class comes behind it. There are no others."""

HOURS_REMEMBERED = 12
_MARK = 16
_LONGEST_WAIT = 3.0
_LONGEST_JOINING = 10.0


def cookie(room: Room, whose: str) -> str:
    """The name of a cookie of this class: two classes on one machine do not share them."""
    return f"{whose}-{hashed(room.classroom.secret)[:8]}"


def student_of(room: Room, request: Request) -> Student | None:
    """The student whose browser asks; None where it is nobody's."""
    return room.holder(request.cookies.get(cookie(room, STUDENT), ""))


def is_teacher(room: Room, request: Request) -> bool:
    """Whether the instructor's browser asks."""
    said = request.cookies.get(cookie(room, TEACHER), "")
    return _same(said, room.classroom.secret)


def leads(room: Room, scope: Scope) -> bool:
    """Whether a request is the instructor's, by cookie or by link, before anybody has read it."""
    secret = str(scope["path"]).rpartition("/teach/in/")[2]
    return is_teacher(room, Request(scope)) or _same(secret, room.classroom.secret)


class Door:
    """The addresses by which people come in.

    Who guesses wrong waits, and nobody else: a browser is told apart by a cookie of its own,
    which only we can make, because a whole school may have one address. Whoever keeps no cookie
    shares the address's turn. What was right counts for nothing.

    Args:
        room: The class.
        site: How the page is reached.
        clock: The time in seconds, for the limits.
        sleep: Waits so many seconds.
    """

    def __init__(
        self,
        room: Room,
        site: Site,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.room = room
        self._site = site
        self._sleep = sleep
        self._of_device = Limit(10, 0.5, clock)
        self._of_address = Limit(30, 1, clock)
        self._links = Limit(30, 1, clock)
        self._joins = Limit(500, 5, clock)
        self._devices = Limit(250, 0.5, clock)

    async def front(self, request: Request) -> Response:
        """The student's page, or the door where nobody is known yet."""
        student = student_of(self.room, request)
        if student is None:
            code = request.query_params.get("code", "")[:40]
            return self._known_again(request, door(request, code=code))
        token = request.cookies[cookie(self.room, STUDENT)]
        return html(
            request,
            "work.html",
            title=visible(self.room.blank.title),
            link=self._site.link(request, f"/me/{token}"),
            name=student.name,
            practice=visible(self.room.practice.title) if self.room.practice else "",
        )

    async def join(self, request: Request) -> Response:
        """Let a student in who knows the code."""
        form = parse_qs((await body(request)).decode("utf-8", "replace"), max_num_fields=10)
        said = {name: values[0] for name, values in form.items()}
        code, name = said.get("code", ""), said.get("name", "")
        again = partial(door, request, code=code[:40], name=name[:200])
        refusal = await self._judged(request, _same(plain(code), self.room.classroom.code))
        if refusal:
            return self._known_again(request, again(refusal, problem=PROBLEMS[refusal]))
        wait = self._joins.turn(self._who(request), _LONGEST_JOINING)
        if wait is None:
            return again(429, problem="Many are joining. Try again in a moment.")
        await self._sleep(wait)
        try:
            token = await self.room.join(name, another="another" in said)
        except NameTaken as taken:
            return again(409, problem=str(taken), taken=True)
        except Refused as refused:
            return again(422, problem=str(refused))
        return self._entered(request, STUDENT, token, "")

    async def leave(self, request: Request) -> Response:
        """Forget on this device who the student is."""
        answer = RedirectResponse(f"{root(request)}/", 303)
        answer.delete_cookie(cookie(self.room, STUDENT), path=root(request) or "/")
        return answer

    async def personal(self, request: Request) -> Response:
        """A student comes back by the personal link."""
        token = request.path_params["token"]
        if self.room.holder(token) is None:
            refusal = self._wrong_link(request)
            problem = "This link opens nothing. Ask for a new one."
            return self._known_again(request, door(request, refusal, problem=problem))
        return self._entered(request, STUDENT, token, "")

    async def instructor(self, request: Request) -> Response:
        """The instructor comes in by the secret link."""
        secret = request.path_params["secret"]
        if not _same(secret, self.room.classroom.secret):
            return PlainTextResponse("This link opens nothing.\n", self._wrong_link(request))
        return self._entered(request, TEACHER, secret, "/teach")

    def renewing(self, view: View) -> View:
        """The view; a browser that is known keeps for another twelve hours who it is."""

        async def renewed(request: Request) -> Response:
            answer = await view(request)
            if student_of(self.room, request) is not None:
                token = request.cookies[cookie(self.room, STUDENT)]
                self._keep(request, answer, STUDENT, token, "")
            if is_teacher(self.room, request):
                secret = self.room.classroom.secret
                self._keep(request, answer, TEACHER, secret, "/teach")
            return answer

        return renewed

    def _entered(self, request: Request, whose: str, token: str, path: str) -> Response:
        answer = entered(request, path)
        self._keep(request, answer, whose, token, path)
        return answer

    async def _judged(self, request: Request, right: bool) -> int | None:
        """The status of a refusal; who has guessed wrong often waits for an answer of either kind.

        It is counted before it is known whether it is right: of many that are sent at once, each
        waits for those before it.
        """
        who = self._who(request)
        limit = self._of_device if self._device(request) else self._of_address
        wait = limit.turn(who, _LONGEST_WAIT)
        if wait is None:
            return 429
        await self._sleep(wait)
        if not right:
            return 401
        limit.give_back(who)
        return None

    def _wrong_link(self, request: Request) -> int:
        who = self._who(request)
        return 429 if self._links.turn(who, 0) is None else 401

    def _who(self, request: Request) -> str:
        return self._device(request) or address(request)

    # The cookie by which a browser is told from others at the same address.

    def _device(self, request: Request) -> str | None:
        said = request.cookies.get(cookie(self.room, DEVICE), "")
        token, _, mark = said.partition(".")
        return said if _same(mark, self._mark(token)) else None

    def _mark(self, token: str) -> str:
        secret = self.room.classroom.secret.encode()
        return hmac.new(secret, token.encode("utf-8", "replace"), "sha256").hexdigest()[:_MARK]

    def _known_again(self, request: Request, answer: Response) -> Response:
        """The answer, with a cookie where the browser has none: not without end, for guessers."""
        known = self._device(request) is not None
        if not known and self._devices.turn(address(request), 0) is not None:
            token = new_token()
            self._keep(request, answer, DEVICE, f"{token}.{self._mark(token)}", "")
        return answer

    def _keep(self, request: Request, answer: Response, whose: str, value: str, path: str) -> None:
        answer.set_cookie(
            cookie(self.room, whose),
            value,
            max_age=HOURS_REMEMBERED * 3600,
            path=f"{root(request)}{path}" or "/",
            secure=self._site.by_tls(request),
            httponly=True,
            samesite="strict",
        )


def _same(said: str, right: str) -> bool:
    return secrets.compare_digest(said.encode("utf-8", "replace"), right.encode())
