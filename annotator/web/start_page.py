"""The start page: a teacher adds an article, makes its key, and starts a class in the browser.

It listens on this computer alone. A link that works once lets the teacher's browser in. The class
has a listener of its own, which other devices may reach if the teacher says so.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.sitting import ClassPhase, Sitting
from annotator.project.class_results import ALL_WORK, class_results
from annotator.project.locate import Target
from annotator.project.roster import Roster
from annotator.report.class_page import class_page
from annotator.storage import layout
from annotator.storage.articles import MAX_ARTICLE_BYTES
from annotator.storage.codebooks import translated
from annotator.storage.lessons import lessons
from annotator.storage.samples import sample_article, sample_key, sample_names
from annotator.text.messages import Messages, known_languages
from annotator.text.safe import safe_text
from annotator.web.article_drafts import (
    ArticleDraft,
    fetched,
    opened,
    pasted,
    problem_for_a_page,
)
from annotator.web.class_grades import ClassGrades, class_grades
from annotator.web.class_start import (
    FIRST_PORT,
    SUGGESTED_NAME,
    ClassStart,
    Preview,
    RunningClass,
    ready_article,
)
from annotator.web.http import (
    BODY_SECONDS,
    ERROR_HANDLERS,
    keep_language,
    message_page,
    page_response,
)
from annotator.web.languages import LanguageMiddleware, messages_of
from annotator.web.login import COOKIE_HOURS, onward_page
from annotator.web.page_sets import PageSet, PageSets
from annotator.web.page_suggestions import SuggestionLibrary
from annotator.web.pages import render_page
from annotator.web.project_sets import key_set
from annotator.web.server import static_page
from annotator.web.set_page import SetRoutes
from annotator.web.site_security import SecurityMiddleware, Site
from annotator.web.teacher_links import OneUseLinks
from annotator.web.teacher_page import qr_data_uri, typed_address
from annotator.web.tokens import new_token

MAX_FORM_BYTES = MAX_ARTICLE_BYTES + 256 * 1024
_MAX_FIELDS = 60
Form = Mapping[str, Any]
Action = Callable[[Form], Awaitable[str]]
"""Does what a form asks for. Gives the path of the page to show next."""


class StartRoutes:
    """The routes of the start page.

    Args:
        start: The teacher's choices, and the class.
        keys: The answer keys that the page has open.
        links: The links that let the teacher in.
        quit_: Ends the program.
    """

    def __init__(
        self, start: ClassStart, keys: PageSets, links: OneUseLinks, quit_: Callable[[], None]
    ) -> None:
        self._start = start
        self._keys = keys
        self._links = links
        self._quit = quit_
        # Browsers keep one set of cookies for all ports of a computer.
        self._cookie = f"annotator-start-{new_token()[:8]}"
        self._said = ""
        self._typed: dict[str, str] = {}

    @property
    def routes(self) -> list[Route]:
        """All routes."""
        actions: dict[str, Action] = {
            "/article": self._preview,
            "/article/create": self._create,
            "/article/change": self._change,
            "/article/leave": self._leave,
            "/project": self._choose_project,
            "/class-list": self._choose_class_list,
            "/class-list/remove": self._remove_class_list,
            "/class": self._start_class,
            "/class/resume": self._resume_class,
            "/class/stop": self._stop_class,
        }
        return [
            Route("/teach/in/{token}", self.link_page),
            Route("/teach/in/{token}", self.open_link, methods=["POST"]),
            Route("/", self.page),
            Route("/article", self.preview_page),
            Route("/teacher", self.teacher),
            Route("/language", self.choose_language, methods=["POST"]),
            Route("/report", self.report),
            Route("/grades/{document}", self.grades),
            Route("/grades/{document}/grades.csv", self.save_grades),
            Route("/grades/{document}/feedback.zip", self.save_feedback),
            Route("/quit", self.end, methods=["POST"]),
            Route("/static/{name}", static_page),
            *SetRoutes(self._keys, self.find_key, self._start.clock).at("/key/{document}"),
            *(Route(path, self._form_view(do), methods=["POST"]) for path, do in actions.items()),
        ]

    # Who may.

    def knows(self, scope: Scope) -> bool:
        """Whether a request comes from a browser that used one of the links."""
        return self._links.has_browser(Request(scope).cookies.get(self._cookie, ""))

    def require_known(self, request: Request) -> None:
        """Check that the teacher's browser sent the request.

        Raises:
            HTTPException: It did not.
        """
        if not self.knows(request.scope):
            raise HTTPException(401, _NO_LINK)

    async def link_page(self, request: Request) -> Response:
        """The page behind a link. A script presses its button, so that a look uses up no link."""
        if self.knows(request.scope):
            return onward_page(request, "/")
        if not self._links.has_link(request.path_params["token"]):
            return PlainTextResponse(f"{messages_of(request).translate(_NO_LINK)}\n", 401)
        return page_response(
            request,
            "enter.html",
            title=messages_of(request).gettext("Start a class"),
            button=messages_of(request).gettext("Open the page"),
        )

    async def open_link(self, request: Request) -> Response:
        """Let a browser in. The link no longer works."""
        try:
            browser = self._links.use_link(request.path_params["token"])
        except DataError:
            return PlainTextResponse(f"{messages_of(request).translate(_NO_LINK)}\n", 401)
        answer = onward_page(request, "/")
        age = COOKIE_HOURS * 3600
        answer.set_cookie(self._cookie, browser, age, httponly=True, samesite="strict")
        return answer

    # Pages.

    async def page(self, request: Request) -> Response:
        """The start page."""
        self.require_known(request)
        return HTMLResponse(await self._page(messages_of(request)))

    async def preview_page(self, request: Request) -> Response:
        """The article that is shown before it is taken."""
        self.require_known(request)
        if self._start.preview is None:
            return RedirectResponse("/", 303)
        return HTMLResponse(self._preview_text(messages_of(request), self._start.preview))

    async def teacher(self, request: Request) -> Response:
        """Go to the teacher's page of the class, with a link that works once."""
        self.require_known(request)
        if self._start.running is None:
            return RedirectResponse("/", 303)
        return RedirectResponse(await asyncio.to_thread(self._start.running.new_link), 303)

    async def report(self, request: Request) -> Response:
        """The report of all classes on all articles."""
        self.require_known(request)
        try:
            return HTMLResponse(await asyncio.to_thread(self._report, messages_of(request)))
        except DataError as error:
            return _refusal(request, Message("Class report"), error)

    def _report(self, messages: Messages) -> str:
        target = Target(str(self._start.require_project()))
        results, _ = class_results(target, None, ALL_WORK, self._roster)
        codebook = translated(results.documents[0].codebook, messages.language)
        return class_page(results, home="/", home_label=_BACK, messages=messages, codebook=codebook)

    async def grades(self, request: Request) -> Response:
        """The grades of an article, before they are saved as files."""
        self.require_known(request)
        try:
            found = await self._grades(request)
        except DataError as error:
            return _refusal(request, Message("Grades"), error)
        here = f"/grades/{request.path_params['document']}"
        shown = found.shown(messages_of(request))
        return page_response(request, "start_grades.html", here=here, **shown)

    async def save_grades(self, request: Request) -> Response:
        """The grades as a CSV file."""
        self.require_known(request)
        try:
            found = await self._grades(request)
        except DataError as error:
            return _refusal(request, Message("Grades"), error)
        return Response(found.csv, headers=_saved_as("grades.csv"), media_type="text/csv")

    async def save_feedback(self, request: Request) -> Response:
        """The feedback pages as a zip file."""
        self.require_known(request)
        try:
            found = await self._grades(request)
        except DataError as error:
            return _refusal(request, Message("Grades"), error)
        packed = await asyncio.to_thread(lambda: found.feedback)
        return Response(packed, headers=_saved_as("feedback.zip"), media_type="application/zip")

    async def _grades(self, request: Request) -> ClassGrades:
        project, document = self._start.require_project(), request.path_params["document"]
        if document not in await asyncio.to_thread(layout.document_ids, project):
            raise DataError(Message("This class has no such article."))
        return await asyncio.to_thread(class_grades, project, document, self._roster)

    @property
    def _roster(self) -> Roster | None:
        chosen = self._start.class_list
        return chosen.roster if chosen else None

    async def find_key(self, request: Request) -> PageSet:
        """The answer key that a request is about, for the student's page to work on."""
        self.require_known(request)
        document = request.path_params["document"]
        project = self._start.require_project()
        known = self._keys.get((project, document))
        if known is None:
            made = await asyncio.to_thread(
                key_set,
                project,
                document,
                self._start.author,
                "/",
                _BACK,
                SuggestionLibrary(project),
            )
            known = self._keys.add((project, document), made)
        return known

    # Forms.

    def _form_view(self, do: Action) -> Callable[[Request], Awaitable[Response]]:
        """A view that does what a form asks for, and shows the form again if that is impossible."""

        async def view(request: Request) -> Response:
            self.require_known(request)
            said = await _read_form(request)
            async with self._start.changing:
                try:
                    return RedirectResponse(await do(said), 303)
                except DataError as error:
                    return await self._again(request, said, error)

        return view

    async def _again(self, request: Request, said: Form, error: DataError) -> Response:
        messages, path = messages_of(request), request.url.path
        problem = safe_text(problem_for_a_page(error, messages))
        if path == "/article/create" and self._start.preview is not None:
            page = self._preview_text(messages, self._start.preview, said, problem)
        else:
            place = f"{path}-{said.get('way', '')}" if path == "/article" else path
            page = await self._page(messages, place, problem, said)
        return HTMLResponse(page, 422)

    async def _page(
        self, messages: Messages, place: str = "", problem: str = "", typed: Form | None = None
    ) -> str:
        try:
            told = await asyncio.to_thread(self._data)
        except DataError as error:
            told = _NOTHING
            place, problem = "/", safe_text(problem_for_a_page(error, messages))
        said, self._said = self._said, ""
        kept, self._typed = self._typed, {}
        return render_page(
            "start.html",
            messages,
            languages=known_languages(),
            place=place,
            problem=problem,
            said=messages.translate(said),
            typed={**kept, **{name: str(value) for name, value in (typed or {}).items()}},
            lessons=_lessons(),
            samples=_samples(),
            running=_running(self._start.running),
            class_list=self._class_list(),
            port=FIRST_PORT,
            base=safe_text(str(self._start.base)),
            **told,
        )

    def _data(self) -> dict[str, Any]:
        """What the page shows from the disk."""
        start = self._start
        found = start.documents()
        titles = {each.id: safe_text(each.title) for each in found}
        return {
            "folder": safe_text(str(start.folder)) if start.folder else "",
            "projects": [safe_text(each) for each in start.other_projects()],
            "documents": [
                {
                    "id": each.id,
                    "title": safe_text(each.title),
                    "sentences": each.sentences,
                    "keyed": each.keyed,
                    "papers": safe_text(str(each.papers)) if each.papers else "",
                }
                for each in found
            ],
            "sittings": [_past(each, titles) for each in start.past_sittings()],
        }

    def _class_list(self) -> dict[str, Any] | None:
        chosen = self._start.class_list
        if chosen is None:
            return None
        return {
            "file": safe_text(chosen.file),
            "people": len(chosen.roster.rows),
            "sections": [
                {"name": safe_text(each), "people": len(chosen.roster.of_section(each).rows)}
                for each in chosen.roster.all_sections
            ],
        }

    def _preview_text(
        self, messages: Messages, preview: Preview, said: Form | None = None, problem: str = ""
    ) -> str:
        draft = preview if isinstance(preview, ArticleDraft) else preview.draft
        known = draft.metadata
        typed = said or {
            "title": known.title or "",
            "outlet": known.outlet or "",
            "published": (known.published or "")[:10],
            "name": SUGGESTED_NAME,
        }
        folder = self._start.folder
        return render_page(
            "start_article.html",
            messages,
            problem=problem,
            typed=typed,
            own=isinstance(preview, ArticleDraft),
            lesson=not isinstance(preview, ArticleDraft) and preview.is_lesson,
            paragraphs=[safe_text(each) for each in draft.paragraphs],
            words=draft.words,
            notes=[safe_text(messages.translate(each)) for each in draft.notes],
            folder=safe_text(str(folder)) if folder else "",
            base=safe_text(str(self._start.base)),
            language=safe_text(known.language or "en"),
        )

    # What forms do.

    async def _preview(self, said: Form) -> str:
        way = said.get("way")
        if way == "paste":
            found: Preview = pasted(said.get("text", ""))
        elif way == "file":
            found = await asyncio.to_thread(opened, said.get("file", b""), said.get("name", ""))
        elif way == "fetch":
            found = await asyncio.to_thread(fetched, said.get("address", ""))
        else:
            name = said.get("name", "")
            found = await asyncio.to_thread(ready_article, name, is_lesson=way == "lesson")
        self._start.preview = found
        return "/article"

    async def _create(self, said: Form) -> str:
        preview = self._start.preview
        if preview is None:
            return "/"
        if isinstance(preview, ArticleDraft):
            fields = (said.get(name, "") for name in ("title", "outlet", "published"))
            preview = preview.corrected(*fields)
        await asyncio.to_thread(self._start.create, preview, said.get("name", ""))
        folder = safe_text(str(self._start.folder))
        self._said = Message("Created. Everything is in the folder %(folder)s.", folder=folder)
        return "/"

    async def _change(self, _: Form) -> str:
        preview = self._start.preview
        if isinstance(preview, ArticleDraft):
            self._typed = {"way": "paste", "text": preview.text}
        self._start.preview = None
        return "/#article"

    async def _leave(self, _: Form) -> str:
        self._start.preview = None
        return "/#article"

    async def _choose_project(self, said: Form) -> str:
        await asyncio.to_thread(self._start.choose_project, said.get("name", ""))
        return "/"

    async def _choose_class_list(self, said: Form) -> str:
        data, name = said.get("file", b""), said.get("name", "")
        await asyncio.to_thread(self._start.choose_class_list, data, name)
        return "/#list"

    async def _remove_class_list(self, _: Form) -> str:
        self._start.class_list = None
        return "/#list"

    async def _start_class(self, said: Form) -> str:
        sections = [each for each in said.get("sections", ()) if each.strip()]
        await self._start.start(
            said.get("documents", ()), sections, in_network=_in_network(said), port=_port(said)
        )
        return "/"

    async def _resume_class(self, said: Form) -> str:
        chosen = said.get("sittings", ())
        await self._start.resume(chosen, in_network=_in_network(said), port=_port(said))
        return "/"

    async def _stop_class(self, _: Form) -> str:
        unsaved = await self._start.stop()
        if unsaved:
            names = ", ".join(unsaved)
            self._said = Message(
                "The last edits of %(names)s are NOT saved. Their browsers still have them.",
                names=safe_text(names),
            )
        else:
            self._said = Message("Stopped the class. All work is saved.")
        return "/"

    async def choose_language(self, request: Request) -> Response:
        """Keep the language that was chosen on the page."""
        self.require_known(request)
        return await keep_language(request)

    async def end(self, request: Request) -> Response:
        """Stop the class and the program."""
        self.require_known(request)
        async with self._start.changing:
            unsaved = await self._start.stop()
        self._quit()
        names = safe_text(", ".join(unsaved))
        return page_response(request, "stopped.html", unsaved=names)


def _refusal(request: Request, title: str, error: DataError) -> Response:
    words = problem_for_a_page(error, messages_of(request))
    return message_page(request, title, words, "/")


_BACK = Message("Back to the start page")
_NO_LINK = Message(
    "This page opens with a link from the program, which works once. To get a new link, press "
    "Enter in the program's window."
)
_NOTHING: dict[str, Any] = {"folder": "", "projects": [], "documents": [], "sittings": []}


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


async def _read_form(request: Request) -> dict[str, Any]:
    """The fields of the form in a request.

    Raises:
        HTTPException: It is not a form, or took too long to arrive.
    """
    limits: Any = {
        "max_files": 1,
        "max_fields": _MAX_FIELDS,
        "max_part_size": MAX_FORM_BYTES,
    }
    try:
        async with asyncio.timeout(BODY_SECONDS), request.form(**limits) as form:
            return await _fields(form)
    except TimeoutError:
        raise HTTPException(408, Message("The request took too long to arrive.")) from None


async def _fields(form: FormData) -> dict[str, Any]:
    """The fields of a form: texts, the content and the name of a file, and lists of choices."""
    said: dict[str, Any] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            said[name], said["name"] = await value.read(), (value.filename or "")[-200:]
        elif name in {"documents", "sections", "sittings"}:
            said.setdefault(name, []).append(value)
        else:
            said[name] = value
    return said


def _in_network(said: Form) -> bool:
    return said.get("reach") == "network"


def _port(said: Form) -> int:
    typed = str(said.get("port", "")).strip() or str(FIRST_PORT)
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 5):
        raise DataError(
            Message("“%(port)s” is not a port. Type a number from 1024 to 65535.", port=typed)
        )
    if not 1024 <= int(typed) <= 65535:
        raise DataError(
            Message(
                "%(port)s is not a port that you can use. Type a number from 1024 to 65535.",
                port=typed,
            )
        )
    return int(typed)


def _lessons() -> list[dict[str, Any]]:
    return [
        {"name": each.id, "title": each.title, "summary": each.summary, "number": each.number}
        for each in lessons()
    ]


def _samples() -> list[dict[str, Any]]:
    return [
        {
            "name": each,
            "title": sample_article(each).document.title or each,
            "language": sample_article(each).document.language,
            "key": sample_key(each) is not None,
        }
        for each in sample_names()
    ]


def _past(sitting: Sitting, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": sitting.id,
        "date": sitting.date,
        "section": safe_text(sitting.section or ""),
        "titles": [titles.get(each, each) for each in sitting.documents],
        "students": len(sitting.students),
        "ended": sitting.phase is ClassPhase.ENDED,
    }


def _running(running: RunningClass | None) -> dict[str, Any] | None:
    if running is None:
        return None
    return {
        "address": typed_address(running.address),
        "in_network": running.in_network,
        "sittings": [
            {
                "section": safe_text(each.sitting.section or ""),
                "title": safe_text(each.blank.title),
                "code": each.sitting.code,
                "key": each.key is not None,
                "qr": qr_data_uri(f"{running.address}/?code={each.sitting.code}"),
            }
            for each in running.sittings.sittings
        ],
    }


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    """Say that a file is too large, after the browser has sent it: it shows no answer before."""
    request = Request(scope, receive)
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(BODY_SECONDS):
            async for _ in request.stream():
                pass
    words = Message(
        "The largest file or text that this page takes has %(limit)s MB. Nothing was changed. "
        "Choose a smaller file, or copy the text of the article and paste it.",
        limit=MAX_ARTICLE_BYTES // 10**6,
    )
    answer = message_page(request, Message("This is too large"), words, "/", 413)
    answer.headers["Connection"] = "close"
    await answer(scope, receive, send)


def start_application(
    start: ClassStart,
    links: OneUseLinks,
    quit_: Callable[[], None] = lambda: None,
) -> tuple[SecurityMiddleware, StartRoutes]:
    """The start page as an ASGI application, and its routes.

    Args:
        start: The teacher's choices, and the class, which ends with the application.
        links: The links that let the teacher in.
        quit_: Ends the program.
    """

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        releasing = asyncio.create_task(keys.keep_releasing())
        try:
            yield
        finally:
            releasing.cancel()
            await start.stop()
            keys.close()

    keys = PageSets()
    routes = StartRoutes(start, keys, links, quit_)
    app = LanguageMiddleware(
        Starlette(routes=routes.routes, exception_handlers=ERROR_HANDLERS, lifespan=life),
        of_browser=True,
    )
    site = Site(listen_hosts=frozenset({"127.0.0.1"}))
    too_large = LanguageMiddleware(_too_large, of_browser=True)
    return SecurityMiddleware(app, site, MAX_FORM_BYTES, too_large), routes
