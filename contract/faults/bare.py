"""The least that answers a health check and hashes passwords in threads: what a service is compared with."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

HASHER = importlib.import_module("argon2").PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
ANSWER = b'{"status": "ok"}'
FIELDS = [("Content-Type", "application/json"), ("Content-Length", str(len(ANSWER)))]


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer, hashing what is posted."""
    if environ["REQUEST_METHOD"] == "POST":
        HASHER.hash(environ["wsgi.input"].read())
    start_response("200 OK", FIELDS)
    return [ANSWER]


async def asgi(
    scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Callable[..., Awaitable[None]]
) -> None:
    """Answer, hashing what is posted."""
    message = await receive()
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        await asyncio.to_thread(HASHER.hash, message["body"])
    headers = [(name.lower().encode(), value.encode()) for name, value in FIELDS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": ANSWER})
