"""Ask a server the same question from many connections at once, and count what comes back."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

CLIENTS = 32
SUCCESS = range(200, 300)


@dataclass
class Result:
    """What a run of one question gave."""

    statuses: Counter[int] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds

    @property
    def failures(self) -> int:
        """Answers that were not a success, lost connections among them (counted as status 0)."""
        return sum(count for status, count in self.statuses.items() if status not in SUCCESS)

    def percentile(self, share: float) -> float:
        """The time, in milliseconds, within which that share of the answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def read_answer(reader: asyncio.StreamReader) -> int:
    """Read one answer that says how long it is, and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def ask(port: int, request: bytes, until: float, result: Result) -> None:
    """Ask over one kept-alive connection until the time is up; open another when it is lost."""
    while time.monotonic() < until:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while time.monotonic() < until:
                began = time.perf_counter()
                writer.write(request)
                result.statuses[await read_answer(reader)] += 1
                result.milliseconds.append((time.perf_counter() - began) * 1000)
        except (OSError, asyncio.IncompleteReadError):
            result.statuses[0] += 1
        finally:
            writer.close()


async def load(port: int, path: str, *, token: str | None, seconds: float) -> Result:
    """Ask for a path from 32 connections at once.

    Args:
        port: where on the loopback address the server listens.
        path: what to ask for.
        token: the bearer token to ask with.
        seconds: how long to go on.
    """
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n{bearer}\r\n".encode()
    result = Result()
    began = time.monotonic()
    await asyncio.gather(*(ask(port, request, began + seconds, result) for _ in range(CLIENTS)))
    result.seconds = time.monotonic() - began
    return result
