"""Login with the class code, a student's personal link or the teacher's link, and its cookies."""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.types import Scope

from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.name_folding import fold_name
from annotator.model.sitting import (
    MAX_STUDENT_NAME,
    MAX_STUDENTS,
    NameConflictError,
    PersonTakenError,
    PinError,
    Student,
    WaitForTeacherError,
)
from annotator.text.messages import known_languages
from annotator.text.safe import safe_text
from annotator.web.http import (
    RateLimit,
    client_address,
    normalize_code,
    page_response,
    read_body,
    read_json_object,
    root_path,
)
from annotator.web.joining import JoinRequest, join
from annotator.web.languages import error_message, messages_of
from annotator.web.pages import render_page
from annotator.web.site_security import Site
from annotator.web.sitting import LiveSitting
from annotator.web.sittings import LiveSittings
from annotator.web.tokens import new_token

Endpoint = Callable[[Request], Awaitable[Response]]

STUDENT_COOKIE, TEACHER_COOKIE, DEVICE_COOKIE = "annotator", "annotator-teacher", "annotator-device"
"""How the cookies' names begin. The project follows. One more cookie keeps a chosen language."""

COOKIE_HOURS = 12
MAX_PIN_TRIES = 5
PIN_TRIES_PER_SECOND = 1 / 60
_SIGNATURE_LENGTH = 16
_MAX_WAIT_SECONDS = 3.0
_MAX_JOIN_WAIT_SECONDS = 10.0


def cookie_name(sittings: LiveSittings, whose: str) -> str:
    """The name of a cookie of this server. Two projects on one computer do not share cookies."""
    return f"{whose}-{sittings.mark}"


def student_of(sittings: LiveSittings, request: Request) -> tuple[LiveSitting, Student] | None:
    """The student whose browser sent the request, with the sitting; None if it is nobody's."""
    return sittings.by_student_token(request.cookies.get(cookie_name(sittings, STUDENT_COOKIE), ""))


def sitting_of(sittings: LiveSittings, request: Request) -> LiveSitting | None:
    """The sitting that a request is about: the student's, the one led, or the one of the code."""
    found = student_of(sittings, request)
    parts = request.url.path.removeprefix(root_path(request)).split("/")
    if parts[1:2] == ["teach"]:
        return sittings.get(parts[2]) if len(parts) > 2 else next(iter(sittings.sittings), None)
    if found is not None:
        return found[0]
    code = normalize_code(request.query_params.get("code", ""))
    return sittings.by_code(code) or next(iter(sittings.sittings), None)


def is_teacher(sittings: LiveSittings, request: Request) -> bool:
    """Whether a teacher's browser sent the request."""
    said = request.cookies.get(cookie_name(sittings, TEACHER_COOKIE), "")
    return sittings.teachers.has_browser(said)


def has_teacher_access(sittings: LiveSittings, scope: Scope) -> bool:
    """Whether a request is a teacher's, by cookie or by link, before its body is read."""
    token = str(scope["path"]).rpartition("/teach/in/")[2]
    return is_teacher(sittings, Request(scope)) or sittings.teachers.has_link(token)


@dataclass(frozen=True, slots=True)
class JoinForm:
    """What a student typed, and what the page says about it.

    Attributes:
        code: The code as typed.
        name: The name as typed.
        person: The id of the row in the roster that the student chose, or "".
        problem: What is wrong, or "".
        taken: Whether the name is taken, so that the page offers to be another student.
        pins: Whether the page asks for a PIN.
    """

    code: str = ""
    name: str = ""
    person: str = ""
    problem: str = ""
    taken: bool = False
    pins: bool = False


class LoginRoutes:
    """The routes for joining the class and signing in.

    Only a browser that guesses wrong has to wait. A whole school may share one address, so each
    browser is identified by a signed cookie. Browsers that store no cookie share the limit of their
    address. Correct codes do not count toward the limits.

    Args:
        sittings: The sittings of this server.
        site: How the page is reached.
        clock: The time in seconds, for the limits.
        sleep: Waits a number of seconds.
    """

    def __init__(
        self,
        sittings: LiveSittings,
        site: Site,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.sittings = sittings
        self._site = site
        self._sleep = sleep
        self._of_device = RateLimit(10, 0.5, clock)
        self._of_address = RateLimit(30, 1, clock)
        self._links = RateLimit(30, 1, clock)
        # A lecture hall that shares one address joins without a wait.
        self._joins = RateLimit(MAX_STUDENTS, 20, clock)
        self._finds = RateLimit(40, 2, clock)
        self._devices = RateLimit(MAX_STUDENTS, 0.5, clock)
        # For each name, whatever the address: a whole school shares one.
        self._pins = RateLimit(MAX_PIN_TRIES, PIN_TRIES_PER_SECOND, clock)

    async def home(self, request: Request) -> Response:
        """The student's page, or the join form if the browser is unknown."""
        found = student_of(self.sittings, request)
        if found is None:
            code = request.query_params.get("code", "")[:40]
            return self._known_again(request, join_page(request, JoinForm(code)))
        live, student = found
        token = request.cookies[cookie_name(self.sittings, STUDENT_COOKIE)]
        return page_response(
            request,
            "work.html",
            title=safe_text(live.article_of(student).blank.title),
            link=self._site.link(request, f"/me/{token}"),
            name=safe_text(live.expected.shown_name(student)),
            practice=safe_text(live.practice.title) if live.practice else "",
            languages=known_languages(),
            api="",
            back="",
            back_label="",
        )

    async def join(self, request: Request) -> Response:
        """Add a student who knows the code."""
        typed = parse_qs((await read_body(request)).decode("utf-8", "replace"), max_num_fields=10)
        said = {name: values[0] for name, values in typed.items()}
        code, name = said.get("code", ""), said.get("name", "")
        form = JoinForm(code[:40], name[:200], said.get("person", "")[:200])
        live = self.sittings.by_code(normalize_code(code))
        refusal = await self._judged(request, live is not None)
        if refusal or live is None:
            refusal = refusal or 401
            shown = replace(form, problem=LOGIN_PROBLEMS[refusal])
            return self._known_again(request, join_page(request, shown, refusal))
        wait = self._joins.reserve(self._who(request), _MAX_JOIN_WAIT_SECONDS)
        if wait is None:
            busy = Message("Many students are joining right now. Try again in a moment.")
            return join_page(request, replace(form, problem=busy), 429)
        await self._sleep(wait)
        return await self._admitted(request, live, said, form)

    async def _admitted(
        self,
        request: Request,
        live: LiveSitting,
        said: Mapping[str, str],
        form: JoinForm,
    ) -> Response:
        try:
            token = await join(live, self._join_request(request, said))
        except DataError as refused:
            taken = isinstance(refused, NameConflictError)
            shown = replace(
                form, problem=error_message(refused), taken=taken, pins=live.sitting.pins
            )
            answer = join_page(request, shown, _join_status(refused))
            # The teacher's answer about a name that is taken is for this browser alone.
            return self._known_again(request, answer)
        return self._entered(request, STUDENT_COOKIE, token, "")

    def _join_request(self, request: Request, said: Mapping[str, str]) -> JoinRequest:
        return JoinRequest(
            said.get("name", ""),
            said.get("person") or None,
            "another" in said,
            said.get("pin", "")[:40],
            self._device(request) or "",
            lambda person: self._pins.reserve(fold_name(person), 0) is not None,
        )

    async def find_names(self, request: Request) -> Response:
        """The names in the roster that fit what a student, who knows the code, has typed so far."""
        said = await read_json_object(request)
        live = self.sittings.by_code(normalize_code(str(said.get("code", ""))[:40]))
        refusal = await self._judged(request, live is not None)
        if refusal or live is None:
            problem = messages_of(request).translate(LOGIN_PROBLEMS[refusal or 401])
            return JSONResponse({"problem": problem}, refusal or 401)
        if self._finds.reserve(self._who(request), _MAX_WAIT_SECONDS) is None:
            problem = messages_of(request).translate(Message("Wait a moment, then type on."))
            return JSONResponse({"problem": problem}, 429)
        found = live.find_people(str(said.get("typed", ""))[:MAX_STUDENT_NAME])
        names = [{"id": each.id, "name": safe_text(each.display_name)} for each in found]
        listed = live.expected.expected is not None
        return JSONResponse({"roster": listed, "pins": live.sitting.pins, "names": names})

    async def leave(self, request: Request) -> Response:
        """Sign the student out on this device."""
        answer = RedirectResponse(f"{root_path(request)}/", 303)
        answer.delete_cookie(
            cookie_name(self.sittings, STUDENT_COOKIE), path=root_path(request) or "/"
        )
        return answer

    async def open_student_link(self, request: Request) -> Response:
        """Sign a student in with the personal link."""
        token = request.path_params["token"]
        if self.sittings.by_student_token(token) is None:
            refusal = self._wrong_link(request)
            problem = Message("This link does not work. Ask your teacher for a new one.")
            return self._known_again(
                request, join_page(request, JoinForm(problem=problem), refusal)
            )
        return self._entered(request, STUDENT_COOKIE, token, "")

    async def teacher_link_page(self, request: Request) -> Response:
        """The page behind a teacher's link. It signs in when its button is pressed.

        A script presses it. A chat program that only looks at the link does not use it up.
        """
        token = request.path_params["token"]
        if is_teacher(self.sittings, request):
            return onward_page(request, "/teach")
        if not self.sittings.teachers.has_link(token):
            return self._refuse_teacher_link(request)
        return page_response(
            request, "enter.html", title=messages_of(request).gettext("Your class")
        )

    async def open_teacher_link(self, request: Request) -> Response:
        """Sign a teacher in with a link, which then no longer works."""
        token = request.path_params["token"]
        if not self.sittings.teachers.has_link(token):
            return self._refuse_teacher_link(request)
        browser = await self.sittings.project.run_in_thread(self.sittings.teachers.use_link, token)
        return self._entered(request, TEACHER_COOKIE, browser, "/teach")

    def _refuse_teacher_link(self, request: Request) -> Response:
        words = Message(
            "This link does not work. Each link works once, for twelve hours. To get a new one, "
            "press Enter in the terminal of the class page."
        )
        told = messages_of(request).translate(words)
        return PlainTextResponse(f"{told}\n", self._wrong_link(request))

    def renew_cookies(self, view: Endpoint) -> Endpoint:
        """The view, which also keeps a known browser signed in for longer."""

        async def renewed(request: Request) -> Response:
            answer = await view(request)
            if student_of(self.sittings, request) is not None:
                token = request.cookies[cookie_name(self.sittings, STUDENT_COOKIE)]
                self._keep(request, answer, STUDENT_COOKIE, token, "")
            if is_teacher(self.sittings, request):
                browser = request.cookies[cookie_name(self.sittings, TEACHER_COOKIE)]
                self._keep(request, answer, TEACHER_COOKIE, browser, "/teach")
            return answer

        return renewed

    def _seconds(self, whose: str, value: str) -> int:
        """How long a browser keeps a cookie: twelve hours, or longer for homework."""
        found = self.sittings.by_student_token(value) if whose == STUDENT_COOKIE else None
        closes = found[0].sitting.closes if found is not None else None
        left = closes - found[0].clock() if found is not None and closes is not None else 0
        return max(COOKIE_HOURS * 3600, int(left))

    def _entered(self, request: Request, whose: str, token: str, path: str) -> Response:
        answer = onward_page(request, path)
        self._keep(request, answer, whose, token, path)
        return answer

    async def _judged(self, request: Request, right: bool) -> int | None:
        """The status of a refusal, or None. A browser with many wrong guesses waits either way.

        The guess is counted before it is checked, so of many guesses sent at once, each waits for
        those before it.
        """
        who = self._who(request)
        limit = self._of_device if self._device(request) else self._of_address
        wait = limit.reserve(who, _MAX_WAIT_SECONDS)
        if wait is None:
            return 429
        await self._sleep(wait)
        if not right:
            return 401
        limit.refund(who)
        return None

    def _wrong_link(self, request: Request) -> int:
        who = self._who(request)
        return 429 if self._links.reserve(who, 0) is None else 401

    def _who(self, request: Request) -> str:
        return self._device(request) or client_address(request)

    # The cookie that tells a browser from others at the same address.

    def _device(self, request: Request) -> str | None:
        said = request.cookies.get(cookie_name(self.sittings, DEVICE_COOKIE), "")
        token, _, mark = said.partition(".")
        return said if _same(mark, self._mark(token)) else None

    def _mark(self, token: str) -> str:
        secret = self.sittings.secret.encode()
        return hmac.new(secret, token.encode("utf-8", "replace"), "sha256").hexdigest()[
            :_SIGNATURE_LENGTH
        ]

    def _known_again(self, request: Request, answer: Response) -> Response:
        """The answer, with a cookie if the browser has none. New cookies are limited in number."""
        known = self._device(request) is not None
        if not known and self._devices.reserve(client_address(request), 0) is not None:
            token = new_token()
            self._keep(request, answer, DEVICE_COOKIE, f"{token}.{self._mark(token)}", "")
        return answer

    def _keep(self, request: Request, answer: Response, whose: str, value: str, path: str) -> None:
        answer.set_cookie(
            cookie_name(self.sittings, whose),
            value,
            max_age=self._seconds(whose, value),
            path=f"{root_path(request)}{path}" or "/",
            secure=self._site.uses_tls(request),
            httponly=True,
            samesite="strict",
        )


def _join_status(refused: DataError) -> int:
    if isinstance(refused, NameConflictError | PersonTakenError):
        return 409
    return 403 if isinstance(refused, WaitForTeacherError | PinError) else 422


def _same(said: str, right: str) -> bool:
    return secrets.compare_digest(said.encode("utf-8", "replace"), right.encode())


LOGIN_PROBLEMS: Mapping[int, str] = {
    401: Message("This is not the code of this class. Check the code and try again."),
    429: Message("Too many wrong codes. Wait 30 seconds and try again."),
}
"""Why a student could not join, by the status."""


def join_page(request: Request, form: JoinForm, status: int = 200) -> Response:
    """The page on which a student joins, with what the student typed and what is wrong with it."""
    messages = messages_of(request)
    said = asdict(form) | {
        "problem": messages.translate(form.problem),
        "languages": known_languages(),
    }
    page = render_page("join.html", messages, root=root_path(request), **said)
    headers = {"Retry-After": "30"} if status == 429 else None
    return HTMLResponse(page, status, headers)


def onward_page(request: Request, path: str) -> Response:
    """A page that opens another page of the site by itself.

    A redirect is not enough for links in an email or a chat: there a browser does not send strict
    cookies until one of our own pages makes the request.
    """
    return page_response(request, "onward.html", address=root_path(request) + (path or "/"))
