from collections.abc import Iterator
from threading import Thread

import pytest
from fakeredis import TcpFakeServer

from {{ cookiecutter.package_name }}.errors import Unavailable
from {{ cookiecutter.package_name }}.throttle import Window
from {{ cookiecutter.package_name }}.throttle_redis import RedisStore

NOWHERE = "redis://127.0.0.1:1"
WINDOWS = [Window("hour", 1, 3600), Window("minute", 1, 60)]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Serve a Redis in memory."""
    server = TcpFakeServer(("127.0.0.1", 0))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield f"redis://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def store(url: str) -> Iterator[RedisStore]:
    """Open an empty store."""
    made = RedisStore(url)
    made.redis.flushall()
    yield made
    made.redis.close()


def hits(store: RedisStore) -> dict[str, int]:
    counts = store.count(WINDOWS)
    store.give_back(WINDOWS)
    return {key: count.hits - 1 for key, count in counts.items()}


def test_windows_end_on_time(store: RedisStore) -> None:
    store.count(WINDOWS)
    counts = store.count(WINDOWS)
    assert counts["hour"].expires_at - counts["minute"].expires_at in {3539, 3540, 3541}
    assert hits(store) == {"hour": 2, "minute": 2}


def test_attempt_is_given_back(store: RedisStore) -> None:
    store.count(WINDOWS)
    store.give_back(WINDOWS)
    assert hits(store) == {"hour": 0, "minute": 0}


def test_windows_are_forgotten(store: RedisStore) -> None:
    store.count(WINDOWS)
    store.forget(["hour"])
    assert hits(store) == {"hour": 0, "minute": 1}


def test_client_is_remembered(store: RedisStore) -> None:
    assert not store.is_known("somebody")
    store.remember("somebody")
    assert store.is_known("somebody")


def test_lost_redis_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        RedisStore(NOWHERE).remember("somebody")
