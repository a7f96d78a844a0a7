"""A web service on this machine that gets texts and answers them, and remembers what it got."""

import json
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple, Self


class Asked(NamedTuple):
    """A request."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """The body, which is JSON."""
        return json.loads(self.body)


class TextService:
    """The service.

    Attributes:
        asked: The requests so far.
        answers: Gives the body of the response.
        status: The status of the response.
        headers: More headers of the response.
        seconds: The time that it takes to answer.
    """

    def __init__(self, answers: Callable[[Asked], bytes] = lambda _: b"{}") -> None:
        self.answers = answers
        self.asked: list[Asked] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.seconds = 0.0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked = Asked(self.path, dict(self.headers), body)
                service.asked.append(asked)
                time.sleep(service.seconds)
                answer = service.answers(asked)
                self.send_response(service.status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler


def chat_response(content: str) -> bytes:
    """The response of a service with the interface of OpenAI."""
    return json.dumps({"id": "x", "choices": [{"message": {"content": content}}]}).encode()
