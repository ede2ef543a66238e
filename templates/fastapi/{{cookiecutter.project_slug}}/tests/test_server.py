import asyncio

import pytest
from starlette.responses import Response
from uvicorn import Config

from {{ cookiecutter.package_name }}.server import DrainingServer

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
async def server() -> DrainingServer:
    config = Config(Response(), port=0, log_config=None, lifespan="off")
    config.load()
    server = DrainingServer(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    return server


def port_of(server: DrainingServer) -> int:
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


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
