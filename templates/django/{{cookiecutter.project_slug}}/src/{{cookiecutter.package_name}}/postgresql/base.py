"""Tell a pool that is used up from a database that is down.

See https://docs.djangoproject.com/en/stable/ref/databases/#subclassing-the-built-in-database-backends.
"""

import time
from collections import Counter
from threading import Lock
from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

# Seconds that a request waits while others use all the connections
PATIENCE = 1.4


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with patience: as long as others have connections, the database is up."""

    _lent: Counter[str] = Counter()
    _lock = Lock()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - psycopg's
        """Connect, or take a connection from the pool.

        Raises:
            psycopg.OperationalError: the database is down, or the others do not give theirs back.
        """
        started = time.monotonic()
        while True:
            try:
                connection = super().get_new_connection(conn_params)
            except PoolTimeout:
                if not self._lent[self.alias] or time.monotonic() - started > PATIENCE:
                    raise
            else:
                self.count_lent(1)
                return connection

    def _close(self) -> None:
        """Close the connection, or give it back."""
        if self.connection is not None:
            self.count_lent(-1)
        super()._close()  # type: ignore[misc]  # the stubs leave it out

    def count_lent(self, number: int) -> None:
        """Count the connections that are in use, of all threads."""
        if not self.pool:
            return
        with self._lock:
            self._lent[self.alias] += number
