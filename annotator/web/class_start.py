"""What the start page does: it adds articles to a project and runs its classes.

Nothing is on the disk before `create`. The projects are those that the commands make. The class
list stays in memory. The class runs beside the start page, on a socket of its own.
"""

import asyncio
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model.answer_key import key_sentences
from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.model.sitting import Sitting
from annotator.project.lessons import lesson_article, start_lesson
from annotator.project.new_documents import add_document, add_sample
from annotator.project.roster import Roster, read_roster
from annotator.report.lessons import write_lesson_pages
from annotator.storage import documents, layout, sittings
from annotator.storage.lessons import lesson
from annotator.storage.samples import sample_article
from annotator.storage.sets import read_set
from annotator.web.article_drafts import ArticleDraft
from annotator.web.connections import connection_limits, file_limit
from annotator.web.server import PageServer, class_server, open_socket, reachable_host
from annotator.web.site_security import parse_site
from annotator.web.sittings import LiveSittings

ONLY_HERE, EVERY_NETWORK = "127.0.0.1", "0.0.0.0"  # noqa: S104 (bound only when it is asked for)
FIRST_PORT = 8000
SUGGESTED_NAME = "my-class"


@dataclass(frozen=True, slots=True)
class ReadyArticle:
    """An article from the package: a lesson or a sample.

    Attributes:
        name: The name of the lesson or sample.
        is_lesson: Whether it is a lesson, which also has slides and papers.
        draft: Its article.
    """

    name: str
    is_lesson: bool
    draft: ArticleDraft


Preview = ArticleDraft | ReadyArticle
"""An article that is shown before it is taken."""


def ready_article(name: str, *, is_lesson: bool) -> ReadyArticle:
    """A lesson or a sample from the package.

    Raises:
        DataError: There is no such lesson or sample.
    """
    article = lesson_article(lesson(name)) if is_lesson else sample_article(name)
    known = article.document
    metadata = (known.title, known.outlet, known.url, known.published, known.language)
    return ReadyArticle(name, is_lesson, ArticleDraft.of_text(article.text, name, *metadata))


@dataclass(frozen=True, slots=True)
class StartDocument:
    """An article of the project.

    Attributes:
        id: The document's id.
        title: Its title, or its id.
        sentences: The number of sentences to tag.
        keyed: The number of sentences that the answer key has; None if there is no key.
        papers: The folder with the lesson's pages, if it is from a lesson.
    """

    id: str
    title: str
    sentences: int
    keyed: int | None
    papers: Path | None


@dataclass(frozen=True, slots=True)
class ChosenRoster:
    """The class list that the teacher chose.

    Attributes:
        file: The name of its file.
        roster: What it says.
    """

    file: str
    roster: Roster


class RunningClass:
    """A class that students can join.

    Args:
        held: Its sittings.
        server: Its server.
        serving: The task of the server.
        address: Where students find it.
        in_network: Whether other devices can reach it.
    """

    def __init__(
        self,
        held: LiveSittings,
        server: PageServer,
        serving: "asyncio.Task[None]",
        address: str,
        *,
        in_network: bool,
    ) -> None:
        self.sittings = held
        self.address = address
        self.in_network = in_network
        self._server = server
        self._serving = serving

    def new_link(self) -> str:
        """A link to the teacher's page, which works once. Waits for the disk."""
        return f"{self.address}/teach/in/{self.sittings.teachers.new_link()}"

    async def stop(self) -> tuple[str, ...]:
        """Stop it. Gives the students whose last edits are not saved."""
        self._server.should_exit = True
        await asyncio.wait([self._serving])
        return await asyncio.to_thread(self.sittings.close)


class ClassStart:
    """The choices of a teacher who starts a class, and the class.

    Args:
        base: The folder in which a project is made if `folder` is None.
        folder: The folder of the project, or None if the teacher names it.
        author: The name of the person who makes keys.
        clock: The time in seconds since 1970.
    """

    def __init__(
        self,
        base: Path,
        folder: Path | None,
        author: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.base = base
        self.folder = folder
        self.author = author
        self.clock = clock
        self.preview: Preview | None = None
        self.class_list: ChosenRoster | None = None
        self.running: RunningClass | None = None
        self.changing = asyncio.Lock()

    # What is there. These wait for the disk.

    @property
    def project(self) -> Path | None:
        """The folder of the project, once there is one."""
        return self.folder if self.folder is not None and layout.is_project(self.folder) else None

    def require_project(self) -> Path:
        """The folder of the project.

        Raises:
            DataError: There is none yet.
        """
        found = self.project
        if found is None:
            raise DataError(Message("You have added no articles yet. Add one first."))
        return found

    def other_projects(self) -> tuple[str, ...]:
        """The names of the projects that the teacher can go on with, if none is chosen yet."""
        if self.folder is not None:
            return ()
        return tuple(each.name for each in layout.projects_in(self.base))

    def documents(self) -> tuple[StartDocument, ...]:
        """The articles of the project."""
        found = self.project
        return () if found is None else tuple(map(_document, layout.document_files(found)))

    def past_sittings(self) -> tuple[Sitting, ...]:
        """The classes of the project, the latest first."""
        found = self.project
        if found is None:
            return ()
        known = map(sittings.load, layout.class_files(found))
        return tuple(sorted(known, key=lambda each: (each.date, each.id), reverse=True))

    # What the teacher does. These wait for the disk.

    def choose_project(self, name: str) -> None:
        """Go on with one of the other projects.

        Raises:
            DataError: There is no such project.
        """
        if name not in self.other_projects():
            raise DataError(
                Message(
                    "There is no class “%(name)s” in %(folder)s.", name=name, folder=str(self.base)
                )
            )
        self.folder = self.base / name

    def target_folder(self, name: str) -> Path:
        """The folder in which an article is created.

        Args:
            name: The name that the teacher typed, if the folder is not known yet.

        Raises:
            DataError: The name is missing, or the folder has other files.
        """
        if self.folder is not None:
            return self.folder
        if not name.strip():
            raise DataError(Message("Type a name for the class. It becomes the name of a folder."))
        folder = self.base / file_name(name)
        if layout.has_content(folder):
            raise DataError(
                Message(
                    "The folder %(folder)s already has files. Type another name.",
                    folder=str(folder),
                )
            )
        return folder

    def create(self, preview: Preview, name: str) -> str:
        """Put an article into the project, which is made if there is none. Gives its document.

        Args:
            preview: The article.
            name: The name of the class, if the folder is not known yet.

        Raises:
            DataError: It cannot be created.
        """
        folder = self.target_folder(name)
        if isinstance(preview, ArticleDraft):
            title = name.strip() or preview.metadata.title or preview.name
            document = add_document(folder, title, preview.article(), rename=True)
        elif preview.is_lesson:
            chosen = lesson(preview.name)
            key = start_lesson(folder, chosen)
            write_lesson_pages(folder, chosen, key)
            document = key.document.id
        else:
            document = add_sample(folder, preview.name)
        self.folder = folder
        self.preview = None
        return document

    def choose_class_list(self, data: bytes, file: str) -> None:
        """Read the class list. It is kept in memory, not in the project.

        Raises:
            DataError: It is not a list of people with their names.
        """
        if not data.strip():
            raise DataError(
                Message(
                    "%(file)s is empty. Choose a list of your students.",
                    file=file or Message("The file"),
                )
            )
        roster = read_roster(data, file)
        if not roster.name_columns:
            raise DataError(
                Message(
                    "%(file)s has no column with names. Students join by name, so export the list "
                    "with the names of the students.",
                    file=file,
                )
            )
        if not any(each.name for each in roster.people):
            raise DataError(
                Message("%(file)s has no people in it. Choose the list of a course.", file=file)
            )
        self.class_list = ChosenRoster(file, roster)

    # The class.

    async def start(
        self, chosen: Sequence[str], sections: Sequence[str], *, in_network: bool, port: int
    ) -> None:
        """Begin a class with new sittings.

        Args:
            chosen: The ids of its articles, one after the other.
            sections: The sections, each with a sitting of its own; none for one without a section.
            in_network: Whether other devices can reach it.
            port: The port to listen on.

        Raises:
            DataError: It cannot begin. Nothing was written.
        """
        known = await asyncio.to_thread(layout.document_ids, self.require_project())
        if not chosen or not set(chosen) <= set(known):
            raise DataError(Message("Choose an article for the class."))

        def begin(held: LiveSittings) -> None:
            for section in sections or (None,):
                held.open(section, chosen)

        await self._run(begin, in_network=in_network, port=port)

    async def resume(self, chosen: Sequence[str], *, in_network: bool, port: int) -> None:
        """Go on with earlier classes.

        Args:
            chosen: The ids of their sittings.
            in_network: Whether other devices can reach them.
            port: The port to listen on.

        Raises:
            DataError: None is chosen, or one is open in another program.
        """
        past = await asyncio.to_thread(self.past_sittings)
        found = [each for each in past if each.id in chosen]
        if not found:
            raise DataError(Message("Choose a class to go on with."))

        def begin(held: LiveSittings) -> None:
            for each in found:
                held.resume(each)

        await self._run(begin, in_network=in_network, port=port)

    async def _run(
        self, begin: Callable[[LiveSittings], object], *, in_network: bool, port: int
    ) -> None:
        if self.running is not None:
            raise DataError(Message("A class is already running. Stop it first."))
        project = self.require_project()
        host = EVERY_NETWORK if in_network else ONLY_HERE
        listening = _socket(host, port)
        try:
            held = await asyncio.to_thread(self._sittings, project, begin)
            self.running = await _serve(held, listening, host)
        except DataError:
            listening.close()
            raise

    def _sittings(self, project: Path, begin: Callable[[LiveSittings], object]) -> LiveSittings:
        held = LiveSittings(project, roster=self.class_list.roster if self.class_list else None)
        try:
            begin(held)
        except DataError:
            held.close()
            raise
        return held

    async def stop(self) -> tuple[str, ...]:
        """Stop the class, if one is running. Gives the students whose last edits are not saved."""
        running, self.running = self.running, None
        return () if running is None else await running.stop()


def _document(path: Path) -> StartDocument:
    found = documents.load(path)
    project, document = path.parents[1], found.article.document.id
    key_path = layout.key_path(project, document)
    keyed = len(key_sentences(read_set(key_path)[0])) if key_path.exists() else None
    papers = layout.lesson_folder(project, document)
    body = sum(each.part is None for each in found.sentences)
    title = found.article.document.title or document
    return StartDocument(document, title, body, keyed, papers if papers.is_dir() else None)


def _socket(host: str, port: int) -> socket.socket:
    try:
        return open_socket(host, port)
    except DataError as error:
        words = Message(
            "Another program on this computer already uses port %(port)s. Choose another number, "
            "such as %(other)s, under “Port”.",
            port=port,
            other=port + 1,
        )
        raise DataError(Problem(words)) from error


async def _serve(held: LiveSittings, listening: socket.socket, host: str) -> RunningClass:
    begun = asyncio.Event()
    reached = reachable_host(host)
    limits = connection_limits(file_limit())
    server = class_server(held, parse_site(None, (), reached), limits, begun.set)
    serving = asyncio.create_task(server.serve_beside(listening))
    waiting = asyncio.create_task(begun.wait())
    await asyncio.wait([serving, waiting], return_when=asyncio.FIRST_COMPLETED)
    if not begun.is_set():
        waiting.cancel()
        await asyncio.to_thread(held.close)
        raise DataError(Message("The class page could not start. Nothing was lost. Try again."))
    address = f"http://{reached}:{listening.getsockname()[1]}"
    return RunningClass(held, server, serving, address, in_network=host == EVERY_NETWORK)
