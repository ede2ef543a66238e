from collections.abc import AsyncIterator, Iterator
from threading import Thread

import pytest
from fakeredis import TcpFakeServer
from redis.asyncio import Redis

from {{ cookiecutter.package_name }}.auth.throttle_redis import RedisStore, connect, disconnect
from {{ cookiecutter.package_name }}.errors import TooManyRequests, Unavailable
from {{ cookiecutter.package_name }}.settings import get_settings
from {{ cookiecutter.package_name }}.throttle import Window, refuse_spent

from ..callers import V1, Client, code_of
from ..factories import PASSWORD

NOWHERE = "redis://127.0.0.1:1"
WINDOWS = [Window("hour", 1, 3600), Window("minute", 1, 60)]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Serve a Redis in memory."""
    server = TcpFakeServer(("127.0.0.1", 0))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"redis://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
async def redis(url: str) -> AsyncIterator[Redis]:
    """Connect to an empty Redis."""
    connected = connect(url)
    await connected.flushall()
    yield connected
    await connected.aclose()


@pytest.fixture
def store(redis: Redis) -> RedisStore:
    return RedisStore(redis)


async def hits(store: RedisStore) -> list[int]:
    return [int(await store.redis.get(f"throttle:{window.key}") or 0) for window in WINDOWS]


async def test_windows_end_on_time(store: RedisStore) -> None:
    for _ in range(2):
        async with store.counted(WINDOWS) as counts:
            assert counts["hour"].expires_at - counts["minute"].expires_at in {3539, 3540, 3541}
    assert await hits(store) == [2, 2]


async def test_refused_attempt_counts_nowhere(store: RedisStore) -> None:
    async with store.counted(WINDOWS) as counts:
        refuse_spent(WINDOWS, counts)
    with pytest.raises(TooManyRequests):
        async with store.counted(WINDOWS) as counts:
            refuse_spent(WINDOWS, counts)
    assert await hits(store) == [1, 1]


async def test_attempt_is_given_back(store: RedisStore) -> None:
    async with store.counted(WINDOWS):
        pass
    await store.give_back(WINDOWS)
    assert await hits(store) == [0, 0]


async def test_windows_are_forgotten(store: RedisStore) -> None:
    async with store.counted(WINDOWS):
        pass
    await store.forget(["hour"])
    assert await hits(store) == [0, 1]


async def test_client_is_remembered(store: RedisStore) -> None:
    assert not await store.is_known("somebody")
    await store.remember("somebody")
    assert await store.is_known("somebody")


async def test_lost_redis_is_503() -> None:
    with pytest.raises(Unavailable):
        await RedisStore(connect(NOWHERE)).remember("somebody")


@pytest.mark.usefixtures("redis")
async def test_logins_are_counted_there(
    anonymous: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    get_settings.cache_clear()
    body = {"email": "nobody@example.com", "password": PASSWORD}
    answers = [await anonymous.post(f"{V1}/auth/login", json=body) for _ in range(6)]
    await disconnect()
    monkeypatch.undo()
    get_settings.cache_clear()
    assert code_of(answers[4]) == (401, "wrong-credentials")
    assert code_of(answers[5]) == (429, "too-many-requests")
