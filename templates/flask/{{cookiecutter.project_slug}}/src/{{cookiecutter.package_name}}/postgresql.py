"""Open PostgreSQL with bounded waits, and a pool that notices when the server has gone away."""

import select
from functools import partial
from typing import Any

import psycopg
from psycopg import OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Dialect, Engine, create_engine, event
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
# On top of the server's own limit, which comes first as long as the server does anything.
GRACE_SECONDS = 1
LOOK_SECONDS = 0.1


class Connection(psycopg.Connection[Any]):
    """A connection that gives up a server which takes a statement and never answers.

    Attributes:
        patience: how long it waits for an answer, in seconds.
    """

    patience: float | None = None

    def wait[Answer](
        self, gen: PQGen[Answer], interval: float = LOOK_SECONDS, timeout: float | None = None
    ) -> Answer:
        """Wait for the server.

        Raises:
            OperationalError: it does not answer; the connection, whose state nobody knows, is shut.
        """
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def connect(
    patience: float,
    _dialect: Dialect,
    _record: ConnectionPoolEntry | None,
    arguments: tuple[Any, ...],
    parameters: dict[str, Any],
) -> Connection:
    """Open a connection of that class."""
    connection = Connection.connect(*arguments, **parameters)
    connection.patience = patience
    return connection


def refuse_closed(
    connection: Connection,
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
    timeout_ms = settings.database_statement_timeout_ms
    engine = create_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        max_overflow=1,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "tcp_user_timeout": UNHEARD_MS,
            "options": f"-c statement_timeout={timeout_ms} -c lock_timeout={LOCK_TIMEOUT_MS}",
        },
    )
    event.listen(engine, "do_connect", partial(connect, timeout_ms / 1000 + GRACE_SECONDS))
    event.listen(engine, "checkout", refuse_closed)
    return engine
