"""Tell a pool that is used up from a database that is down.

See https://docs.djangoproject.com/en/stable/ref/databases/#subclassing-the-built-in-database-backends.
"""

import time
from collections import Counter
from threading import Lock
from typing import Any

from django.db.backends.postgresql import base
from psycopg import IsolationLevel
from psycopg_pool import PoolTimeout

from ..queueing import seconds_waited
from .connections import WAIT

# Seconds that a request waits while others use all the connections, with its wait for a thread
PATIENCE = 1.5
# Seconds that one waits for which there is no time left
SHORTLY = 0.15


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with patience: as long as others have connections, the database is up."""

    _lent: Counter[str] = Counter()
    _lock = Lock()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - psycopg's
        """Connect, or take a connection from the pool.

        Raises:
            psycopg.OperationalError: the database is down, or the others do not give theirs back.
        """
        return self.take() if self.pool else super().get_new_connection(conn_params)

    def take(self) -> Any:  # noqa: ANN401 - psycopg's
        """Take a connection from the pool, as Django does, which waits for as long for all."""
        self.isolation_level = IsolationLevel.READ_COMMITTED
        self.pool.open()
        late = time.monotonic() + PATIENCE - seconds_waited()
        while True:
            left = max(SHORTLY, late - time.monotonic())
            try:
                connection = self.pool.getconn(min(WAIT, left))
            except PoolTimeout:
                if not self._lent[self.alias] or time.monotonic() >= late:
                    raise
            else:
                self.count_lent(1)
                return connection

    def _close(self) -> None:
        """Close the connection, or give it back."""
        if self.pool and self.connection is not None:
            self.count_lent(-1)
        super()._close()  # type: ignore[misc]  # the stubs leave it out

    def count_lent(self, number: int) -> None:
        """Count the connections that are in use, of all threads."""
        with self._lock:
            self._lent[self.alias] += number
