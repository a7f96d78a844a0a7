"""Half-open connections: sockets that send nothing, or a request's header a byte at a time.

`python -m bench.half_open PORT NUMBER` keeps this many open from another loopback address until it
is stopped. Of three, one sends nothing, and the others a byte a second. A connection that the
server closes is opened again a second later. It takes little of the processor, as if it ran on
another computer.
"""

import socket
import sys
import time
from contextlib import suppress

ADDRESS = "127.0.0.2"
SLICES = 20
"""The second is divided into this many parts, so that not all connections act at once."""

BYTES = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Wait: " + b"x" * 4000


class HalfOpen:
    """One connection that never completes a request.

    Args:
        port: The port on this computer to connect to.
        speaks: Whether it sends a byte a second.
    """

    def __init__(self, port: int, *, speaks: bool) -> None:
        self._port = port
        self._speaks = speaks
        self._socket: socket.socket | None = None
        self._sent = 0

    def act(self) -> None:
        """Connect, or notice that the server has closed the connection, or send the next byte."""
        if self._socket is None:
            self._connect()
        elif self._is_closed(self._socket):
            self._socket.close()
            self._socket = None
        elif self._speaks:
            with suppress(OSError):
                self._socket.send(BYTES[self._sent : self._sent + 1])
            self._sent += 1

    def _connect(self) -> None:
        self._socket, self._sent = socket.socket(), 0
        self._socket.settimeout(0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            self._socket.bind((ADDRESS, 0))
            self._socket.connect(("127.0.0.1", self._port))

    def _is_closed(self, one: socket.socket) -> bool:
        try:
            one.recv(1024)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True


def flood(port: int, number: int) -> None:
    """Keep this many half-open connections to a port of this computer. Never ends."""
    every = [HalfOpen(port, speaks=each % 3 > 0) for each in range(number)]
    while True:
        for part in range(SLICES):
            since = time.monotonic()
            for each in every[part::SLICES]:
                each.act()
            time.sleep(max(1 / SLICES - (time.monotonic() - since), 0))


if __name__ == "__main__":
    flood(int(sys.argv[1]), int(sys.argv[2]))
