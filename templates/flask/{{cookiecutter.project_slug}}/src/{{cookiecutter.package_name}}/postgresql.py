"""Open PostgreSQL with a bounded pool that notices when the server has gone away."""

import select

from psycopg import Connection as PsycopgConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from .db import POOL_TIMEOUT_SECONDS
from .settings import Settings

# The least that the driver accepts; a server that refuses answers at once.
CONNECT_TIMEOUT_SECONDS = 2


def refuse_closed(
    connection: PsycopgConnection,
    _record: ConnectionPoolEntry,
    _proxy: PoolProxiedConnection,
) -> None:
    """Replace the idle connections of a server that has gone away since.

    On an idle connection there is nothing to read, unless the other side hung up. Looking costs
    microseconds, where a ping would cost every request a round trip.

    Raises:
        InvalidatePoolError: the connection is closed; the pool opens another.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        msg = "the server closed an idle connection"
        raise InvalidatePoolError(msg)


def postgresql_engine(settings: Settings) -> Engine:
    """Make the engine for the server that `DATABASE_URL` names; nothing connects yet."""
    engine = create_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        max_overflow=1,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "options": f"-c statement_timeout={settings.database_statement_timeout_ms}",
        },
    )
    event.listen(engine, "checkout", refuse_closed)
    return engine
