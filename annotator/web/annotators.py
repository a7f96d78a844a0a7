"""The page for a project's annotators: each one's list of documents, around the student's page.

A personal link has its token after the #, so that it is in no log and no chat program uses it up by
looking at the link. The page behind it exchanges the token once for a cookie.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from annotator.model.annotator_access import ACCESS_DAYS
from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.model.progress import SetProgress
from annotator.project.annotator_links import AnnotatorLinks
from annotator.project.document_tasks import Task, annotator_tasks
from annotator.storage import layout
from annotator.storage.headers import document_title
from annotator.text.messages import known_languages
from annotator.text.safe import safe_text
from annotator.web.http import (
    ERROR_HANDLERS,
    RateLimit,
    client_address,
    keep_language,
    page_response,
    read_json_object,
    root_path,
)
from annotator.web.languages import LanguageMiddleware, messages_of
from annotator.web.page_sets import PageSet, PageSets
from annotator.web.page_suggestions import SuggestionLibrary
from annotator.web.pages import render_page
from annotator.web.project_sets import others_set, task_set
from annotator.web.server import static_page
from annotator.web.set_page import SetRoutes
from annotator.web.site_security import PROXIES, SecurityMiddleware, Site
from annotator.web.tokens import hash_token, new_token

SIGNED_OUT = Message("You are not signed in. Open your personal link, or ask for a new one.")
WRONG_LINK = Message("This link does not work. Each link works once. Ask for a new one.")
DEVICE_DAYS = 1.0
"""How long a link for another device of one's own works."""

_MAX_TOKEN_LENGTH = 100
_DOCUMENT_SECONDS = 2.0


def project_links(folder: Path, clock: Callable[[], float]) -> AnnotatorLinks:
    """The links of a project's annotators.

    Raises:
        DataError: The folder is not a project, or the file of links is damaged.
    """
    return AnnotatorLinks(folder, clock, new_token, hash_token)


def link_to(address: str, token: str) -> str:
    """The personal link with a token."""
    return f"{address}/enter#{token}"


class LiveAnnotators:
    """The annotators of a project in their browsers, and the sets that they have open.

    Args:
        folder: The project's folder.
        wall: The time in seconds since 1970.
        clock: The time in seconds; it never decreases.

    Raises:
        DataError: The folder is not a project, or the file of links is damaged.
    """

    def __init__(self, folder: Path, wall: Callable[[], float], clock: Callable[[], float]) -> None:
        self.folder = folder
        self.wall = wall
        self.links = project_links(folder, wall)
        self.sets = PageSets(clock)
        self.suggestions = SuggestionLibrary(folder)
        self._known: dict[str, tuple[float, frozenset[str]]] = {}
        self.cookie = f"annotator-work-{hash_token(str(folder.resolve()))[:8]}"

    def browser_of(self, request: Request) -> str:
        """The token in the cookie of a request; empty if there is none."""
        return request.cookies.get(self.cookie, "")

    async def annotator_of(self, request: Request) -> str:
        """The name of the annotator whose browser sent the request.

        Raises:
            HTTPException: Nobody is signed in there.
        """
        name = await self.sets.threads.run(self.links.owner_of, self.browser_of(request))
        if name is None:
            raise HTTPException(401, SIGNED_OUT)
        return name

    def has_browser(self, scope: Scope) -> bool:
        """Whether an annotator is signed in where a request comes from."""
        try:
            return self.links.owner_of(self.browser_of(Request(scope))) is not None
        except DataError:
            return False

    def tasks(self, annotator: str) -> tuple[Task, ...]:
        """The tasks of an annotator. Waits for the disk.

        Raises:
            DataError: The project cannot be read.
        """
        return annotator_tasks(self.folder, layout.load_project(self.folder), annotator)

    def _documents(self, annotator: str) -> frozenset[str]:
        """The documents of an annotator, as of a moment ago: each request asks for them."""
        now, name = self.sets.clock(), file_name(annotator)
        since, found = self._known.get(name, (-math.inf, frozenset[str]()))
        if now - since > _DOCUMENT_SECONDS:
            found = frozenset(each.document for each in self.tasks(annotator))
            self._known[name] = now, found
        return found

    def task(self, annotator: str, document: str) -> Task | None:
        """The annotator's pass on a document that is to be done, or else the last one."""
        own = sorted(
            (each for each in self.tasks(annotator) if each.document == document),
            key=lambda each: each.number,
        )
        return next((each for each in own if not _is_done(each)), own[-1] if own else None)

    def others(self, annotator: str, document: str) -> dict[str, Path]:
        """The sets of other annotators, by folded name. Empty if the project hides them."""
        if layout.load_project(self.folder).blind or document not in self._documents(annotator):
            return {}
        sets = layout.first_pass_files(self.folder, document)
        own = file_name(annotator)
        return {owner: path for path in sets if (owner := layout.set_owner(path)) != own}

    async def own_set(self, request: Request) -> PageSet:
        """The set of the annotator on the document that a request names.

        Raises:
            HTTPException: Nobody is signed in, or the document is not one of the annotator's.
        """
        annotator = await self.annotator_of(request)
        return await self.sets.threads.run(
            self._own_set, annotator, str(request.path_params["document"])
        )

    def _own_set(self, annotator: str, document: str) -> PageSet:
        if document not in self._documents(annotator):
            raise HTTPException(404, Message("This document is not one of yours."))

        def find_task() -> Task:
            found = self.task(annotator, document)
            if found is None:
                raise DataError(Message("This document is no longer one of yours."))
            return found

        key = (file_name(annotator), document)
        known = self.sets.get(key)
        return known or self.sets.add(
            key,
            task_set(
                self.folder, find_task, self.suggestions, "/", onward=f"/next?after={document}"
            ),
        )

    async def others_set(self, request: Request) -> PageSet:
        """The set of another annotator that a request names, to be read, if the project shows it.

        Raises:
            HTTPException: Nobody is signed in, or the set is not to be seen.
        """
        annotator = await self.annotator_of(request)
        return await self.sets.threads.run(
            self._others_set,
            annotator,
            str(request.path_params["document"]),
            str(request.path_params["owner"]),
        )

    def _others_set(self, annotator: str, document: str, owner: str) -> PageSet:
        path = self.others(annotator, document).get(owner)
        if path is None:
            raise HTTPException(404, Message("There is nothing to see here."))
        key = (file_name(annotator), document, owner)
        known = self.sets.get(key)
        return known or self.sets.add(key, others_set(self.folder, annotator, path, "/"))


def _is_done(task: Task) -> bool:
    try:
        found = task.progress()
    except DataError:
        return False
    return found is not None and found.is_done


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A row of an annotator's list.

    Attributes:
        title: The document's title.
        address: The path of its page.
        state: "done", "in progress", "not started" or "errors".
        tagged: The number of tagged sentences.
        total: The number of sentences to tag; 0 if it is not started.
        number: The number of the pass.
        others: Other annotators' folded names whose work may be seen, each with its path.
    """

    title: str
    address: str
    state: str
    tagged: int = 0
    total: int = 0
    number: int = 1
    others: tuple[tuple[str, str], ...] = ()


def _rows(live: LiveAnnotators, annotator: str) -> Iterator[DocumentLine]:
    for task in live.tasks(annotator):
        address = f"/work/{task.document}"
        shown = live.others(annotator, task.document)
        others = tuple((each, f"/others/{task.document}/{each}") for each in sorted(shown))
        title = _title(live.folder, task.document)
        try:
            found = task.progress() or SetProgress()
        except DataError:
            yield DocumentLine(title, address, "errors", number=task.number)
            continue
        yield DocumentLine(
            title, address, _state(found), found.tagged, found.total, task.number, others
        )


def _state(found: SetProgress) -> str:
    if found.is_done:
        return "done"
    return "in progress" if found.is_started else "not started"


def _title(folder: Path, document: str) -> str:
    try:
        return safe_text(document_title(layout.document_path(folder, document)) or document)
    except DataError:
        return document


def _next_after(tasks: Sequence[Task], document: str) -> Task | None:
    """The next task that is not done, after those of a document; from the start at the end."""
    places = [place for place, each in enumerate(tasks) if each.document == document]
    start = places[0] + 1 if places else 0
    others = [*tasks[start:], *tasks[:start]]
    return next((each for each in others if not _is_done(each)), None)


class AnnotatorRoutes:
    """The routes of the list, and for signing in and out.

    Args:
        live: The annotators.
        site: How the page is reached.
        clock: The time in seconds, for the limits.
    """

    def __init__(self, live: LiveAnnotators, site: Site, clock: Callable[[], float]) -> None:
        self._live = live
        self._site = site
        self._wrong = RateLimit(30, 1, clock)
        self._devices = RateLimit(5, 0.02, clock)

    async def list_page(self, request: Request) -> Response:
        """The annotator's documents, with the progress of each."""
        annotator = await self._live.annotator_of(request)
        rows = await self._live.sets.threads.run(lambda: tuple(_rows(self._live, annotator)))
        return page_response(
            request,
            "annotator.html",
            title=self._title(),
            name=safe_text(annotator),
            rows=rows,
            done=sum(each.state == "done" for each in rows),
            languages=known_languages(),
        )

    def _title(self) -> str:
        project = layout.load_project(self._live.folder)
        return safe_text(project.title or self._live.folder.resolve().name)

    async def next_page(self, request: Request) -> Response:
        """The page of the next document that is not done, or the list if all are."""
        annotator = await self._live.annotator_of(request)
        after = request.query_params.get("after", "")
        tasks = await self._live.sets.threads.run(self._live.tasks, annotator)
        found = await self._live.sets.threads.run(_next_after, tasks, after)
        path = f"/work/{found.document}" if found else "/"
        return RedirectResponse(root_path(request) + path, 303)

    async def link_page(self, request: Request) -> Response:
        """The page behind a personal link. Its script exchanges the token."""
        return page_response(request, "link.html")

    async def use_link(self, request: Request) -> Response:
        """Exchange the token of a link for a cookie. The link then no longer works."""
        said = await read_json_object(request)
        token = said.get("token")
        who = client_address(request)
        if self._wrong.is_exhausted(who):
            words = Message("Too many wrong links. Wait a moment.")
            raise HTTPException(429, words, {"Retry-After": "5"})
        if not isinstance(token, str) or not 0 < len(token) <= _MAX_TOKEN_LENGTH:
            token = ""
        try:
            browser = await self._live.sets.threads.run(self._live.links.use_link, token)
        except DataError:
            self._wrong.spend(who)
            raise HTTPException(401, WRONG_LINK) from None
        before = self._live.browser_of(request)
        # The new browser is signed in already. If this fails, the old session only expires later.
        with suppress(DataError):
            await self._live.sets.threads.run(self._live.links.sign_out, before)
        answer = JSONResponse({"address": f"{root_path(request)}/"})
        answer.set_cookie(
            self._live.cookie,
            browser,
            max_age=ACCESS_DAYS * 24 * 3600,
            path=root_path(request) or "/",
            secure=self._site.uses_tls(request),
            httponly=True,
            samesite="strict",
        )
        return answer

    async def leave(self, request: Request) -> Response:
        """Sign the annotator out in this browser."""
        browser = self._live.browser_of(request)
        if browser:
            await self._live.sets.threads.run(self._live.links.sign_out, browser)
        answer = RedirectResponse(f"{root_path(request)}/", 303)
        answer.delete_cookie(self._live.cookie, path=root_path(request) or "/")
        return answer

    async def device_page(self, request: Request) -> Response:
        """The list, with a link for another device of the same annotator."""
        annotator = await self._live.annotator_of(request)
        if self._devices.is_exhausted(annotator):
            raise HTTPException(429, Message("You asked for many links. Wait a minute."))
        self._devices.spend(annotator)
        token = await self._live.sets.threads.run(self._live.links.new_link, annotator, DEVICE_DAYS)
        return page_response(
            request, "device.html", link=link_to(self._site.link(request, ""), token)
        )


async def _http_problem(request: Request, error: Exception) -> Response:
    """A page for a person, and JSON for a script."""
    assert isinstance(error, HTTPException)  # noqa: S101 (it is registered for that alone)
    if "/api/" in request.url.path or request.url.path.endswith("/enter"):
        return cast("Response", await ERROR_HANDLERS[HTTPException](request, error))
    messages = messages_of(request)
    page = render_page(
        "signed_out.html",
        messages,
        root=root_path(request),
        problem=safe_text(messages.translate(error.detail)),
        back=error.status_code != 401,
    )
    return HTMLResponse(page, error.status_code, error.headers)


def annotator_application(
    live: LiveAnnotators, clock: Callable[[], float], site: Site | None = None
) -> SecurityMiddleware:
    """The annotators' page as an ASGI application.

    Args:
        live: The annotators. Their sets are closed when the application ends.
        clock: The time in seconds, for the limits.
        site: How the page is reached, if not only by the address it listens on.
    """

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(live.sets.keep_releasing())
        try:
            yield
        finally:
            task.cancel()

    site = site or Site()
    known = AnnotatorRoutes(live, site, clock)
    own = SetRoutes(live.sets, live.own_set, live.wall)
    others = SetRoutes(live.sets, live.others_set, live.wall)
    app = Starlette(
        routes=[
            Route("/", known.list_page),
            Route("/next", known.next_page),
            Route("/enter", known.link_page),
            Route("/enter", known.use_link, methods=["POST"]),
            Route("/leave", known.leave, methods=["POST"]),
            Route("/language", keep_language, methods=["POST"]),
            Route("/device", known.device_page, methods=["POST"]),
            *own.at("/work/{document}"),
            *others.at("/others/{document}/{owner}"),
            Route("/static/{name}", static_page),
        ],
        exception_handlers={**ERROR_HANDLERS, HTTPException: _http_problem},
        lifespan=life,
    )
    spoken = LanguageMiddleware(app, of_browser=True)
    forwarded: Any = ProxyHeadersMiddleware(cast("Any", spoken), list(PROXIES))
    return SecurityMiddleware(forwarded, site)
