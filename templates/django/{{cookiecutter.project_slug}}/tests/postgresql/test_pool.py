"""What only a server can show; `conftest.py` leaves it out without one."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db import connection as default
from django.db.utils import ConnectionHandler

from {{ cookiecutter.package_name }} import postgresql
from {{ cookiecutter.package_name }}.environment import get_settings
from {{ cookiecutter.package_name }}.postgresql import base, connections


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectionHandler]:
    """Describe the database of the tests with a pool of two connections."""
    settings = get_settings().model_copy(update={"database_pool_size": 2})
    pool = {"pool": postgresql.pool_options(settings)}
    database = default.settings_dict | {"OPTIONS": default.settings_dict["OPTIONS"] | pool}
    handler = ConnectionHandler({"pooled": database, "default": database})
    monkeypatch.setattr(connections, "connection", handler["pooled"])
    yield handler
    handler["pooled"].close()
    handler["pooled"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone


def ask(connection: Any) -> int:  # noqa: ANN401 - Django's own
    with connection.cursor() as cursor:
        return int(cursor.execute("SELECT pg_backend_pid()").fetchone()[0])


def test_connections_are_used_again(databases: ConnectionHandler) -> None:
    connection = databases["pooled"]
    seen = set()
    for _ in range(5):
        seen.add(ask(connection))
        connection.close()
    assert len(seen) <= 2


def test_cut_connections_cost_nothing(databases: ConnectionHandler) -> None:
    connection = databases["pooled"]
    pid = ask(connection)
    connection.close()
    with psycopg.connect(**parameters()) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    assert ask(connection) != pid


def test_used_up_pool_is_waited_for(databases: ConnectionHandler) -> None:
    with ThreadPoolExecutor(3) as threads:
        took = list(threads.map(lambda _: hold(databases, 1), range(3)))
    assert 1.9 < max(took) < 3


def test_patience_has_an_end(databases: ConnectionHandler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PATIENCE", 0)
    with ThreadPoolExecutor(3) as threads:
        holding = [threads.submit(hold, databases, 1) for _ in range(3)]
    refused = [done for done in holding if isinstance(done.exception(), OperationalError)]
    assert len(refused) == 1


def test_frozen_server_is_given_up(
    databases: ConnectionHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = databases["pooled"]
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "patience", 0.2)
    started = time.monotonic()
    with pytest.raises(OperationalError):
        hold(databases, 5)
    assert time.monotonic() - started < 1
    assert ask(connection)
    connection.close()


def hold(databases: ConnectionHandler, seconds: float) -> float:
    """Keep a connection for a while, and tell how long it took with the wait for it."""
    started = time.monotonic()
    try:
        with databases["pooled"].cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [seconds])
    finally:
        databases["pooled"].close()
    return time.monotonic() - started


def test_lock_is_not_waited_for_long(databases: ConnectionHandler) -> None:
    with psycopg.connect(**parameters()) as other:
        other.execute("SELECT pg_advisory_lock(7)")
        started = time.monotonic()
        with pytest.raises(OperationalError), databases["pooled"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7)")
    databases["pooled"].close()
    assert 1.4 < time.monotonic() - started < 3


def parameters() -> dict[str, Any]:
    wanted = {"host", "port", "user", "password", "dbname"}
    known: dict[str, Any] = default.get_connection_params()
    return {name: value for name, value in known.items() if name in wanted}
