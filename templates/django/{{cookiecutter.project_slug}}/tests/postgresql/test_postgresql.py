import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.postgresql import postgresql_from_url


def describe(url: str, app_env: str = "production") -> dict[str, Any]:
    changes = {"database_url": url, "app_env": app_env}
    return postgresql_from_url(get_settings().model_copy(update=changes))


def test_url_is_taken_apart() -> None:
    database = describe("postgresql://me:p%40ss@db.example.com:6543/my%20app?sslmode=require")
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == ("my app", "me", "p@ss")
    assert (database["HOST"], database["PORT"]) == ("db.example.com", "6543")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "statement_timeout=15000" in database["OPTIONS"]["options"]


def test_tests_have_no_pool() -> None:
    assert "pool" not in describe("postgresql://localhost/app", "test")["OPTIONS"]


@pytest.fixture
def deaf() -> Iterator[str]:
    """Listen, and answer nobody: the queue of a socket is full, so packets are dropped."""
    with ExitStack() as sockets:
        listener = sockets.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(2):
            caller = sockets.enter_context(socket.socket())
            caller.settimeout(0)
            caller.connect_ex(listener.getsockname())
        yield f"postgresql://127.0.0.1:{listener.getsockname()[1]}/app"


@pytest.fixture
def closed() -> str:
    return "postgresql://127.0.0.1:9/app"


@pytest.mark.parametrize("kind", ["closed", "deaf"])
def test_database_down_is_known_soon(kind: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue(kind)
    down: Any = ConnectionHandler({"default": {}, "down": describe(url)})["down"]
    started = time.monotonic()
    with pytest.raises(OperationalError):
        down.ensure_connection()
    assert time.monotonic() - started < 1
    down.close_pool()
