"""Section 4: signals, dying workers, and the requests that are under way meanwhile."""

import json
import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from threading import Event

import httpx
import pytest

from contract.client import eventually
from contract.own_servers import Start
from contract.raw import open_socket, read_answer, request_bytes
from contract.server import Service

GRACEFUL_SECONDS = 10
BODY = json.dumps({"email": "nobody@example.com", "password": "x" * 40}).encode()
LOGIN = "/api/v1/auth/login"

Begin = Callable[[Service], socket.socket]


@pytest.fixture
def begin_login() -> Iterator[Begin]:
    """Send logins but for the end of their bodies, so that they are under way."""
    with ExitStack() as stack:

        def begin(service: Service) -> socket.socket:
            connection = stack.enter_context(open_socket(service.base_url))
            fields = ("Content-Type: application/json",)
            request = request_bytes(service.base_url, method="POST", path=LOGIN, headers=fields, body=BODY)
            connection.sendall(request[:-10])
            return connection

        yield begin


def finish_login(connection: socket.socket) -> int:
    """Send the rest and return the status of the answer."""
    connection.sendall(BODY[-10:])
    return read_answer(connection)[0]


class Visitors:
    """Clients that call without a pause, each time over a new connection."""

    def __init__(self, base_url: str, count: int = 4) -> None:
        self._url, self._over = f"{base_url}/health/live", Event()
        self._pool = ThreadPoolExecutor(count)
        self._calls = [self._pool.submit(self._call) for _ in range(count)]

    def _call(self) -> Counter[str]:
        seen: Counter[str] = Counter()
        while not self._over.is_set():
            try:
                seen[str(httpx.get(self._url, timeout=10).status_code)] += 1
            except httpx.TransportError as error:
                seen[repr(error)] += 1
        return seen

    def leave(self) -> Counter[str]:
        """Stop calling and return how often each answer was seen."""
        self._over.set()
        total = sum((call.result() for call in self._calls), Counter[str]())
        self._pool.shutdown()
        return total


def test_term_ends_with_zero(serve: Start) -> None:
    service = serve()
    service.signal(signal.SIGTERM)
    assert service.wait_for_exit(GRACEFUL_SECONDS + 1).code == 0


def test_term_loses_no_request(serve: Start, begin_login: Begin) -> None:
    service = serve()
    under_way = [begin_login(service) for _ in range(6)]
    time.sleep(0.5)
    service.signal(signal.SIGTERM)
    time.sleep(0.5)
    assert [finish_login(connection) for connection in under_way] == [401] * 6
    service.wait_for_exit(GRACEFUL_SECONDS + 1)


def test_term_ends_in_time(serve: Start, begin_login: Begin) -> None:
    service = serve(GRACEFUL_TIMEOUT="2")
    begin_login(service)
    time.sleep(0.3)
    service.signal(signal.SIGTERM)
    service.wait_for_exit(2 + 2)


def test_term_ends_readiness(serve: Start, begin_login: Begin) -> None:
    service = serve()
    under_way = begin_login(service)
    with httpx.Client(base_url=service.base_url) as probe:
        assert probe.get("/health/ready").status_code == 200
        service.signal(signal.SIGTERM)
        time.sleep(0.5)
        with suppress(httpx.TransportError):  # no longer listening is as clear an answer
            assert probe.get("/health/ready").status_code == 503
    assert finish_login(under_way) == 401


def test_int_ends_the_server(serve: Start) -> None:
    service = serve()
    service.signal(signal.SIGINT)
    service.wait_for_exit(GRACEFUL_SECONDS + 1)


def test_reload_loses_no_request(serve: Start) -> None:
    service = serve()
    before, visitors = service.workers(), Visitors(service.base_url)
    time.sleep(0.5)
    service.signal(signal.SIGHUP)
    eventually(lambda: not before & service.workers(), seconds=20, what="new workers")
    time.sleep(0.5)
    assert set(visitors.leave()) == {"200"}


def test_reload_finishes_what_is_under_way(serve: Start, begin_login: Begin) -> None:
    service = serve()
    under_way = [begin_login(service) for _ in range(6)]
    time.sleep(0.5)
    service.signal(signal.SIGHUP)
    time.sleep(1)
    assert [finish_login(connection) for connection in under_way] == [401] * 6


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_dead_worker_is_replaced(serve: Start, number: signal.Signals) -> None:
    service = serve()
    before = service.workers()
    victim = max(before)
    os.kill(victim, number)
    eventually(
        lambda: victim not in service.workers() and len(service.workers()) == len(before),
        seconds=15,
        what="a new worker",
    )
    assert httpx.get(f"{service.base_url}/health/live").status_code == 200


def test_workers_follow_the_setting(serve: Start) -> None:
    one, three = serve(WEB_CONCURRENCY="1"), serve(WEB_CONCURRENCY="3")
    eventually(lambda: len(three.workers()) - len(one.workers()) == 2, seconds=10, what="three workers")


def test_taken_port_is_no_hang(serve: Start, launch: Start) -> None:
    service = serve()
    second = launch(PORT=service.environment["PORT"])
    assert second.wait_for_exit(30).code != 0
