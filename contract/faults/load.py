"""Clients that call without a pause and remember what they saw."""

import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event
from typing import Self
from urllib.parse import urlsplit

LOST = 0
"""The status of a call that got no answer."""
TIMEOUT_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a client sends, again and again."""

    path: str
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call: when it began, how long it took, and its answer's status and `Retry-After`."""

    began: float
    seconds: float
    status: int
    retry_after: str | None = None


class Client:
    """One client, which keeps its connection for as long as the server does."""

    def __init__(self, base_url: str) -> None:
        """Be ready to call the server at `base_url`."""
        url = urlsplit(base_url)
        self._connection = HTTPConnection(url.hostname or "", url.port, timeout=TIMEOUT_SECONDS)

    def call(self, request: Request) -> Call:
        """Send a request and say how it went."""
        began = time.monotonic()
        status, retry_after = LOST, None
        try:
            self._connection.request(request.method, request.path, request.body, request.headers)
            with self._connection.getresponse() as answer:
                answer.read()
                status, retry_after = answer.status, answer.getheader("Retry-After")
        except (OSError, HTTPException):
            self._connection.close()
        return Call(began=began, seconds=time.monotonic() - began, status=status, retry_after=retry_after)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Be closed at the end of a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()


class Load:
    """Clients that call from the beginning of a `with` block to its end."""

    def __init__(self, base_url: str, request: Request, *, clients: int = 8) -> None:
        """Let so many clients send a request."""
        self._url, self._request, self._count = base_url, request, clients
        self._over = Event()
        self._pool = ThreadPoolExecutor(clients)
        self._work: list[Future[None]] = []
        self.calls: list[Call] = []

    def __enter__(self) -> Self:
        """Begin to call."""
        self._work = [self._pool.submit(self._call) for _ in range(self._count)]
        return self

    def __exit__(self, *_: object) -> None:
        """End the calls and wait for the last answers."""
        self._over.set()
        self._pool.shutdown()
        for work in self._work:
            work.result()

    def _call(self) -> None:
        with Client(self._url) as client:
            while not self._over.is_set():
                self.calls.append(client.call(self._request))

    def began_between(self, start: float, end: float) -> list[Call]:
        """Return the calls that began in a span of time."""
        return [call for call in self.calls if start <= call.began < end]


def statuses(calls: Iterable[Call]) -> Counter[int]:
    """Count the statuses of calls."""
    return Counter(call.status for call in calls)


def slowest(calls: Iterable[Call]) -> float:
    """Return the seconds of the slowest call."""
    return max((call.seconds for call in calls), default=0.0)


def call_once(base_url: str, request: Request) -> Call:
    """Send a request over a connection of its own."""
    with Client(base_url) as client:
        return client.call(request)


def all_at_once(base_url: str, request: Request, count: int) -> list[Call]:
    """Send a request so many times at once, each over a connection of its own."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda _: call_once(base_url, request), range(count)))


def percentile(seconds: list[float], share: float) -> float:
    """Return what a share of the values stays below."""
    return sorted(seconds)[int(share * len(seconds))]
