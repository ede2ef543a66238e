"""Serve in threads, as gunicorn does, and mend what it leaves open.

What the server refuses by itself is answered like every other error. No thread waits for a client
that says nothing, and the loop that accepts connections for none that does not hang up. This builds
on inner parts of gunicorn, so `pyproject.toml` keeps to its major version.
"""

import errno
import socket
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ
from typing import Any

from gunicorn.http import Request, message, wsgi
from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import (
    ConfigurationProblem,
    ExpectationFailed,
    ForbiddenProxyRequest,
    InvalidHeader,
    InvalidHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.gthread import TConn, ThreadWorker

{% block imports %}
from .queueing import note_wait
from .refusals import refuse
from .settings import get_settings
{% endblock %}

STATUSES: dict[type[BaseException], HTTPStatus] = {
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
}
# Once a request was handed over, headers are those of the answer
OUR_FAULT = (ConfigurationProblem, InvalidHeader, InvalidHeaderName)
# Who is refused may still be sending, and would not see why if nobody read it (RFC 9112, 9.6)
LINGER_SECONDS = 2.0
DRAIN_BYTES = 65536


class Response(wsgi.Response):
    """An answer that names neither the server nor its version."""

    def default_headers(self) -> list[str]:
        """Leave the banner out."""
        return [line for line in super().default_headers() if not line.startswith("Server:")]


class Chunks(ChunkedReader):
    """A body in chunks (RFC 9112, section 7.1); one that breaks the rules ends the connection."""

    def read(self, size: int) -> bytes:
        """Read on.

        Raises:
            ConnectionResetError: this is no chunk; frameworks take it for a client that went away.
        """
        try:
            return super().read(size)
        except ParseException as error:
            raise ConnectionResetError(errno.ECONNRESET, str(error)) from error


class Threads(ThreadPoolExecutor):
    """The threads of a worker; each request begins with a log context of its own."""

    def submit[T](self, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401 - as its parent has it
        """Have a thread do something, and let it know how long it waited for the thread."""
        submitted = time.monotonic()

        def run() -> T:
            note_wait(time.monotonic() - submitted)
            return function(*args, **kwargs)

        return super().submit(copy_context().run, run)


# Children take the places of their parents, unseen by the types
message.ChunkedReader = Chunks  # type: ignore[attr-defined]  # it has no setting
wsgi.Response = Response  # type: ignore[misc]  # it has no setting


class Worker(ThreadWorker):
    """A process that answers requests."""

    def init_process(self) -> None:
        """Begin to serve."""
        self.lingering: deque[TConn] = deque()
        super().init_process()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Make the threads that answer requests."""
        return Threads(max_workers=self.cfg.threads)

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection to a thread; a new one when it begins to send."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.data_ready = True
        conn.sock.settimeout(0)
        conn.set_timeout()
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_client_socket_readable, conn))

    def handle_error(
        self,
        req: Request | None,
        client: socket.socket,
        addr: Any,  # noqa: ANN401 - sockets have many kinds of addresses
        exc: BaseException,
    ) -> None:
        """Say what is wrong with a request that the application did not get."""
        status = status_of(exc, handed_over=req is not None)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("crash", exc_info=exc)
        production = get_settings().app_env == "production"
        peer, *_ = addr or [""]
        answer = refuse(status, client=str(peer), production=production)
        with suppress(OSError):
            client.sendall(written(status, *answer))

    def finish_request(self, conn: TConn, fs: Future[bool]) -> None:
        """Keep a connection, or close it without waiting for the other side to do so too."""
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
            return
        conn.sock.settimeout(0)
        conn.timeout = time.monotonic() + LINGER_SECONDS
        self.lingering.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.drain, conn))
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)

    def drain(self, conn: TConn, sock: socket.socket) -> None:
        """Throw away what still comes in; close when the other side has."""
        data = b""
        with suppress(OSError):
            data = sock.recv(DRAIN_BYTES)
        if not data:
            self.lingering.remove(conn)
            self.drop(conn)

    def murder_pending(self) -> None:
        """Close the connections that lingered for long enough, too."""
        super().murder_pending()
        now = time.monotonic()
        while self.lingering and (self.lingering[0].timeout or 0) < now:
            self.drop(self.lingering.popleft())

    def drop(self, conn: TConn) -> None:
        """Close a connection."""
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()


def status_of(error: BaseException, *, handed_over: bool) -> HTTPStatus:
    """Tell what becomes of a request, by what went wrong with it and when."""
    if isinstance(error, ParseException) and not (handed_over and isinstance(error, OUR_FAULT)):
        return STATUSES.get(type(error), HTTPStatus.BAD_REQUEST)
    return HTTPStatus.INTERNAL_SERVER_ERROR


def written(status: HTTPStatus, headers: dict[str, str], body: bytes) -> bytes:
    """Write an answer as it goes over the wire (RFC 9112)."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *map(": ".join, headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body
