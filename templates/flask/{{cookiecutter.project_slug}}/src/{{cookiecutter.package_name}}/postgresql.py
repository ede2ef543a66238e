"""Open PostgreSQL with a bounded pool that notices when the server has gone away."""

import select

from psycopg import Connection as PsycopgConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from .db import POOL_TIMEOUT_SECONDS
from .settings import Settings

# The least that the driver accepts; it is for a host that listens and says nothing.
CONNECT_TIMEOUT_SECONDS = 2
# A host that takes no packets is given up sooner, at the second packet, after a second (RFC 5482).
UNHEARD_MS = 800
# With the wait for a connection, the longest that anybody waits for others.
LOCK_TIMEOUT_MS = 1500


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
            "tcp_user_timeout": UNHEARD_MS,
            "options": f"-c statement_timeout={settings.database_statement_timeout_ms}"
            f" -c lock_timeout={LOCK_TIMEOUT_MS}",
        },
    )
    event.listen(engine, "checkout", refuse_closed)
    return engine
