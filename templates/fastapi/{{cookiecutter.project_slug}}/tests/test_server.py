import asyncio
import json
import os
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn import Config

from {{ cookiecutter.package_name }}.server import HEAD_BYTES, DrainingServer, ProblemProtocol

ACCESS = "{{ cookiecutter.package_name }}.access"
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


async def read_all(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer once the body was read."""
    await Request(scope, receive).body()
    await Response()(scope, receive, send)


@pytest.fixture
async def server() -> AsyncIterator[DrainingServer]:
    config = Config(
        read_all,
        port=0,
        log_config=None,
        lifespan="off",
        http=ProblemProtocol,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )
    config.load()
    server = DrainingServer(config, parent=os.getppid())
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    yield server
    for listener in server.servers:
        listener.close()


def port_of(server: DrainingServer) -> int:
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


async def exchange(server: DrainingServer, *pieces: bytes) -> bytes:
    """Send a request piece by piece, and read until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
    for piece in pieces:
        writer.write(piece)
        await asyncio.sleep(0.05)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


async def test_silent_connection_is_still_answered(server: DrainingServer) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
    stopping = asyncio.create_task(server.shutdown())
    await asyncio.sleep(0.1)
    writer.write(REQUEST)
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    writer.close()
    await stopping


async def test_stopping_server_accepts_nobody(server: DrainingServer) -> None:
    port = port_of(server)
    stopping = asyncio.create_task(server.shutdown())
    await asyncio.sleep(0.1)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    await stopping


async def test_orphan_ends(server: DrainingServer) -> None:
    assert not await server.on_tick(1)
    server.parent = 0
    assert await server.on_tick(1)


@pytest.mark.parametrize(
    ("request_head", "status", "code"),
    [
        (b"nonsense\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, "bad-request"),
        (b"GET /" + b"x" * HEAD_BYTES, 414, "uri-too-long"),
        (REQUEST[:-2] + b"X: " + b"x" * HEAD_BYTES, 431, "request-header-fields-too-large"),
        (CHUNKED.replace(b"chunked", b"gzip"), 501, "not-implemented"),
    ],
)
async def test_refusal_is_a_problem(
    server: DrainingServer, request_head: bytes, status: int, code: str
) -> None:
    head, _, body = (await exchange(server, request_head)).partition(b"\r\n\r\n")
    problem = json.loads(body)
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert (problem["status"], problem["code"]) == (status, code)
    assert f"X-Request-ID: {problem['request_id']}".lower().encode() in head.lower()
    assert b"content-security-policy: " in head.lower()


async def test_bad_chunk_is_refused(server: DrainingServer) -> None:
    answer = await exchange(server, CHUNKED, b"nonsense\r\n")
    assert answer.startswith(b"HTTP/1.1 400")


async def test_answer_is_not_interrupted(server: DrainingServer) -> None:
    answer = await exchange(server, REQUEST, b"nonsense\r\n\r\n")
    assert [line[9:12] for line in answer.split(b"\r\n") if line.startswith(b"HTTP/")] == [
        b"200",
        b"400",
    ]


async def test_refusal_is_logged(server: DrainingServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger=ACCESS)
    await exchange(server, b"nonsense\r\n\r\n")
    event = next(record.msg for record in caplog.records if record.name == ACCESS)
    assert isinstance(event, dict)
    assert (event["status"], event["client"]) == (400, "127.0.0.1")
