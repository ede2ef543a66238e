"""Open PostgreSQL with a bounded pool that notices a restart of the server, or SQLite instead."""

from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from . import database_sqlite
from .db import Database
from .settings import Settings

# In seconds, like all below. A request waits for a connection, and then perhaps for a lock: less
# than five seconds in all, even when many are told at once to come back later
POOL_TIMEOUT = 2.5
LOCK_TIMEOUT = 1.5
# With what the answer itself takes, a second
CONNECT_TIMEOUT = 0.9
# Below what firewalls forget idle connections after
LONGEST_USE = 1800
GRACE = 1


def refuse_closed(
    connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: PoolProxiedConnection
) -> None:
    """Replace the idle connections of a server that has gone away since.

    The driver hears of it at once, so that looking is free, where a ping would cost every request a
    round trip.

    Raises:
        InvalidatePoolError: the connection is closed; the pool opens another.
    """
    del connection, proxy
    if record.driver_connection is not None and record.driver_connection.is_closed():
        msg = "the server closed an idle connection"
        raise InvalidatePoolError(msg)


def open_database(settings: Settings) -> Database:
    """Make the engine for what `DATABASE_URL` names; nothing connects yet."""
    url = make_url(settings.database_url)
    if url.drivername == "sqlite":
        return database_sqlite.open_database(settings)
    engine = create_async_engine(
        url.set(drivername="postgresql+asyncpg").difference_update_query(["sslmode"]),
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        pool_recycle=LONGEST_USE,
        connect_args=connect_args(settings, sslmode=url.query.get("sslmode")),
    )
    event.listen(engine.sync_engine, "checkout", refuse_closed)
    return Database(engine, reading=engine.execution_options(isolation_level="AUTOCOMMIT"))


def connect_args(settings: Settings, *, sslmode: object) -> dict[str, Any]:
    """Bound what the server and the network may take.

    Args:
        settings: where the limit of a statement stands.
        sslmode: libpq's word for how to encrypt, which the driver has another name for.
    """
    limit = settings.database_statement_timeout_ms
    bounds: dict[str, Any] = {
        "timeout": CONNECT_TIMEOUT,
        # The server cuts a slow statement; this cuts a server that no longer answers
        "command_timeout": limit / 1000 + GRACE,
        "server_settings": {
            "statement_timeout": str(limit),
            "lock_timeout": f"{LOCK_TIMEOUT}s",
        },
    }
    return bounds | ({"ssl": sslmode} if sslmode else {})
