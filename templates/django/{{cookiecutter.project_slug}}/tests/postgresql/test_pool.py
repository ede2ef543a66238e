"""What only a server can show; `conftest.py` leaves it out without one."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db import connection as default
from django.db.utils import ConnectionHandler

from {{ cookiecutter.package_name }} import postgresql
from {{ cookiecutter.package_name }}.environment import get_settings


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectionHandler]:
    """Describe the database of the tests with a pool of two connections."""
    settings = get_settings().model_copy(update={"database_pool_size": 2})
    pool = {"pool": postgresql.pool_options(settings)}
    database = default.settings_dict | {"OPTIONS": default.settings_dict["OPTIONS"] | pool}
    handler = ConnectionHandler({"pooled": database, "default": database})
    monkeypatch.setattr(postgresql, "connection", handler["pooled"])
    yield handler
    handler["pooled"].close()
    handler["pooled"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone


def ask(connection: Any) -> int:  # noqa: ANN401 - Django's own
    with connection.cursor() as cursor:
        return int(cursor.execute("SELECT pg_backend_pid()").fetchone()[0])


def test_connection_is_used_again(databases: ConnectionHandler) -> None:
    connection = databases["pooled"]
    first = ask(connection)
    connection.close()
    assert ask(connection) == first


def test_cut_connections_cost_nothing(databases: ConnectionHandler) -> None:
    connection = databases["pooled"]
    pid = ask(connection)
    connection.close()
    with psycopg.connect(**parameters()) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    assert ask(connection) != pid


def test_empty_pool_is_known_soon(databases: ConnectionHandler) -> None:
    pool = databases["pooled"].pool  # type: ignore[attr-defined]  # PostgreSQL's alone
    pool.open()
    taken = [pool.getconn(5), pool.getconn(5)]
    with pytest.raises(OperationalError):
        databases["pooled"].ensure_connection()
    for connection in taken:
        pool.putconn(connection)


def parameters() -> dict[str, Any]:
    wanted = {"host", "port", "user", "password", "dbname"}
    known: dict[str, Any] = default.get_connection_params()
    return {name: value for name, value in known.items() if name in wanted}
