"""Wait for a database only as long as it may take."""

from typing import TYPE_CHECKING, Any, cast

import psycopg
from django.db import connection
from psycopg.abc import RV, PQGen
from psycopg_pool import ConnectionPool

if TYPE_CHECKING:
    from .base import DatabaseWrapper

# Seconds for a connection, so that a database that is down is known within one
WAIT = 0.75
INTERVAL = 0.1


class PatientConnection(psycopg.Connection[Any]):
    """A connection that does not wait for ever for a server that has frozen.

    Attributes:
        patience: seconds for an answer; the server's own timeout ends what merely takes long.
    """

    patience: float

    def wait(self, gen: PQGen[RV], interval: float = INTERVAL, timeout: float | None = None) -> RV:
        """Wait for an answer.

        Raises:
            psycopg.OperationalError: there was none; the connection is of no more use.
        """
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                self.close()
            raise


def patient_connection(seconds: float) -> type[PatientConnection]:
    """Make the class of connections that wait so long for an answer."""
    return type(PatientConnection.__name__, (PatientConnection,), {"patience": seconds})


def check_connection(pooled: PatientConnection) -> None:
    """Refuse a connection that was cut, and drop those that were cut with it.

    Raises:
        psycopg.OperationalError: it was cut; the pool makes another.
    """
    patience, pooled.patience = pooled.patience, WAIT
    try:
        ConnectionPool.check_connection(pooled)
    except psycopg.Error:
        pool = cast("DatabaseWrapper", connection).pool
        if pool:
            pool.drain()
        raise
    finally:
        pooled.patience = patience
