"""Requests that no HTTP library would send, byte by byte over a socket."""

import socket
import ssl
from contextlib import closing, suppress
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

import httpx

CLOSED = 0
"""The status of an answer that never came, because the server closed the connection."""


def open_socket(base_url: str, *, seconds: float = 10) -> socket.socket:
    """Connect to the server of a base URL."""
    url = urlsplit(base_url)
    port = url.port or (443 if url.scheme == "https" else 80)
    plain = socket.create_connection((url.hostname or "", port), timeout=seconds)
    if url.scheme != "https":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=url.hostname)


def request_bytes(
    base_url: str,
    *,
    method: str = "GET",
    path: str = "/health/live",
    headers: tuple[str, ...] = (),
    body: bytes = b"",
) -> bytes:
    """Return a request with a Host field and, where there is a body, its length."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {urlsplit(base_url).netloc}", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def send(base_url: str, request: bytes) -> tuple[int, bytes]:
    """Send bytes and return the status and the body of the answer.

    A server that closes at once, without an answer, has status `CLOSED`.
    """
    with open_socket(base_url) as connection:
        with suppress(OSError):  # an early answer may close the writing side; it is still to be read
            connection.sendall(request)
        return read_answer(connection)


def ask(base_url: str, request: bytes) -> httpx.Response:
    """Send bytes and return the whole answer, as an HTTP client would see it."""
    with open_socket(base_url) as connection:
        with suppress(OSError):
            connection.sendall(request)
        with closing(HTTPResponse(connection)) as answer:
            answer.begin()
            fields = answer.getheaders()
            return httpx.Response(
                answer.status, headers=fields, content=answer.read(), request=httpx.Request("GET", base_url)
            )


def read_answer(connection: socket.socket) -> tuple[int, bytes]:
    """Read one answer from a connection."""
    with closing(HTTPResponse(connection)) as answer:
        try:
            answer.begin()
        except TimeoutError:
            raise
        except (OSError, HTTPException):
            return CLOSED, b""
        with suppress(OSError, HTTPException):
            return answer.status, answer.read()
        return answer.status, b""
