"""Open PostgreSQL with bounded waits, and a pool that notices when the server has gone away."""

import select
from concurrent.futures import Future, ThreadPoolExecutor
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

CONNECT_SECONDS = 0.9
# A connection is dead when its packets are not acknowledged for so long (RFC 5482).
UNHEARD_MS = 2000
# With the wait for a connection, the longest that anybody waits for others.
LOCK_TIMEOUT_MS = 2000
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


class Opener:
    """Open connections, and let nobody wait for a host that does not answer.

    The driver knows no timeout under two seconds, so it works in threads, which can be left.
    """

    def __init__(self, *, at_once: int, patience: float) -> None:
        """Open so many at once, which give up a server after so many seconds."""
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="connect")
        self.patience = patience

    def __call__(
        self,
        _dialect: Dialect,
        _record: ConnectionPoolEntry | None,
        arguments: tuple[Any, ...],
        parameters: dict[str, Any],
    ) -> Connection:
        """Open a connection.

        Raises:
            OperationalError: the host refuses, or does not answer in time.
        """
        opening = self.threads.submit(Connection.connect, *arguments, **parameters)
        try:
            connection = opening.result(CONNECT_SECONDS)
        except TimeoutError:
            if not opening.cancel():
                opening.add_done_callback(close_late)
            msg = "the host does not answer"
            raise OperationalError(msg) from None
        connection.patience = self.patience
        return connection


def close_late(opening: Future[Connection]) -> None:
    """Close a connection that nobody waits for any more, if it came to be."""
    if opening.exception() is None:
        opening.result().close()


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
            "connect_timeout": 2,
            "tcp_user_timeout": UNHEARD_MS,
            "options": f"-c statement_timeout={timeout_ms} -c lock_timeout={LOCK_TIMEOUT_MS}",
        },
    )
    patience = timeout_ms / 1000 + GRACE_SECONDS
    opener = Opener(at_once=settings.database_pool_size + 1, patience=patience)
    event.listen(engine, "do_connect", opener)
    event.listen(engine, "checkout", refuse_closed)
    return engine
