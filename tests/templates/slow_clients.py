"""Clients that send a request slower than anybody should wait for."""

import socket
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Drip:
    """What is sent at once, and what then follows drop by drop, with a pause in seconds before each."""

    first: bytes
    drop: bytes
    pause: float


# A header line now and then keeps the connection busy, but the request never gets whole.
SLOW_HEADERS = Drip(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n", b"X-Slow: 1\r\n", 2)
SILENT_BODY = Drip(
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
    b"",
    1,
)
SLOW = (SLOW_HEADERS, SILENT_BODY)


def seconds_until_cut(drip: Drip, port: int, patience: float) -> float:
    """Send a drip to a port of this machine until the other side closes, and return how long that took.

    Args:
        drip: what to send.
        port: where to.
        patience: seconds after which to give up.
    """
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=drip.pause) as connection:
        connection.sendall(drip.first)
        while time.monotonic() - began < patience and not is_closed(connection, drip):
            pass
    return time.monotonic() - began


def is_closed(connection: socket.socket, drip: Drip) -> bool:
    """Wait for an answer or the end, and send the next drop where neither comes."""
    try:
        while connection.recv(4096):
            pass
    except TimeoutError:
        connection.sendall(drip.drop)
        return False
    except ConnectionError:
        pass
    return True
