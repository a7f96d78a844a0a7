"""Half-open connections: sockets that send nothing, or a request's header a byte at a time.

`python -m bench.half_open PORT NUMBER` keeps this many open from another loopback address until it
is stopped. A connection that the server closes is opened again a second later.
"""

import asyncio
import socket
import sys
from contextlib import suppress

ADDRESS = "127.0.0.2"
AGAIN = 1.0
BYTES = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Wait: " + b"x" * 4000


async def _hold(port: int, number: int) -> None:
    """Keep one connection open. Of three, one sends nothing, and the others a byte a second."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(number % 1000 / 500)
    while True:
        with suppress(OSError), socket.socket() as one:
            one.setblocking(False)
            one.bind((ADDRESS, 0))
            await loop.sock_connect(one, ("127.0.0.1", port))
            closed = asyncio.ensure_future(loop.sock_recv(one, 1024))
            for byte in BYTES:
                if number % 3:
                    await loop.sock_sendall(one, bytes([byte]))
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(closed), 1.0)
                    break
            closed.cancel()
        await asyncio.sleep(AGAIN)


async def flood(port: int, number: int) -> None:
    """Keep this many half-open connections to a port of this computer. Never ends."""
    await asyncio.gather(*(_hold(port, each) for each in range(number)))


if __name__ == "__main__":
    asyncio.run(flood(int(sys.argv[1]), int(sys.argv[2])))
