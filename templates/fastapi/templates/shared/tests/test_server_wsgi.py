import json
import os
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import pytest
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from {{ cookiecutter.package_name }} import queueing, server
from {{ cookiecutter.package_name }}.server import Threads, Worker

THREADS = 2
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - as WSGI has it
    try:
        environ["wsgi.input"].read()
    except OSError:
        environ["QUERY_STRING"] = "400 Bad Request"
    start_response(environ["QUERY_STRING"] or "200 OK", [("Content-Length", "4")])
    return [b"done"]


class Application(BaseApplication):
    def load_config(self) -> None:
        self.cfg = Config()
        self.cfg.set("threads", THREADS)
        self.cfg.set("keepalive", 60)
        self.cfg.set("loglevel", "critical")

    def load(self) -> Any:  # noqa: ANN401 - as its parent has it
        return application


class Served(Worker):
    """A worker in a thread of the tests, which may handle no signals."""

    def init_signals(self) -> None:
        """Leave them as they are."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Serve on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = Application()
    worker = Served(0, os.getppid(), [listener], app, 30, app.cfg, Logger(app.cfg))
    thread = threading.Thread(target=worker.init_process)
    thread.start()
    yield listener.getsockname()[1]
    worker.handle_exit(0, None)
    thread.join()
    worker.tmp.close()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def read_answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    with connection.makefile("rb") as stream:
        status = int(stream.readline().split()[1])
        lines = iter(lambda: stream.readline().decode().strip(), "")
        headers = dict(line.split(": ", 1) for line in lines)
        return status, headers, stream.read(int(headers["Content-Length"]))


def ask(port: int, request: bytes = GET) -> tuple[int, dict[str, str], bytes]:
    with closing(connect(port)) as connection:
        connection.sendall(request)
        return read_answer(connection)


def test_answer_names_no_server(port: int) -> None:
    status, headers, body = ask(port)
    assert (status, body) == (200, b"done")
    assert "Server" not in headers


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (b"nonsense\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/9.9\r\n\r\n", 400, "bad-request"),
        (b"GET /" + b"x" * 8190 + b" HTTP/1.1\r\n\r\n", 414, "uri-too-long"),
        (b"GET / HTTP/1.1\r\nExpect: much\r\n\r\n", 417, "expectation-failed"),
        (
            b"GET / HTTP/1.1\r\nCookie: " + b"x" * 8190 + b"\r\n\r\n",
            431,
            "request-header-fields-too-large",
        ),
        (GET.replace(b"/ ", b"/?nonsense "), 500, "internal-server-error"),
    ],
)
def test_refusal_is_a_problem(port: int, request_: bytes, status: int, code: str) -> None:
    answered, headers, body = ask(port, request_)
    problem = json.loads(body)
    assert (answered, problem["status"], problem["code"]) == (status, status, code)
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["X-Request-ID"] == problem["request_id"]
    assert "Content-Security-Policy" in headers


@pytest.mark.parametrize("chunks", [b"nonsense\r\n", b"5\r\ntoo long\r\n", b"0\r\nHost: x\r\n\r\n"])
def test_broken_chunks_are_no_crash(port: int, chunks: bytes) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert ask(port, head + chunks)[0] == 400
    assert ask(port, head + b"2\r\nok\r\n0\r\n\r\n")[0] == 200


def test_silent_clients_hold_no_thread(port: int) -> None:
    silent = [connect(port) for _ in range(THREADS)]
    started = time.monotonic()
    assert ask(port)[0] == 200
    assert time.monotonic() - started < 1
    for connection in silent:
        connection.sendall(GET)
        assert read_answer(connection)[0] == 200
        connection.close()


def test_open_end_holds_nobody_up(port: int) -> None:
    with closing(connect(port)) as staying:
        staying.sendall(b"nonsense\r\n\r\n")
        assert read_answer(staying)[0] == 400
        started = time.monotonic()
        assert ask(port)[0] == 200
        assert time.monotonic() - started < 1
        staying.sendall(b"more of it")


def test_open_end_is_closed(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LINGER_SECONDS", 0)
    with closing(connect(port)) as staying:
        staying.sendall(b"nonsense\r\n\r\n")
        assert read_answer(staying)[0] == 400
        assert ask(port)[0] == 200
        with pytest.raises(ConnectionError):
            keep_sending(staying)


def keep_sending(connection: socket.socket) -> None:
    for _ in range(100):
        connection.sendall(b"more of it")
        time.sleep(0.02)


def test_wait_for_a_thread_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "PATIENCE_SECONDS", 0.05)
    queueing.note_failure()
    with Threads(1) as threads:
        assert not threads.submit(queueing.waited_too_long).result()
        threads.submit(time.sleep, 0.1)
        assert threads.submit(queueing.waited_too_long).result()
