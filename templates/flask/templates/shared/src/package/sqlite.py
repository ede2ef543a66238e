"""Make SQLite fit for a service: one writer, readers that do not wait, keys that are kept."""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 5000
READING = "reading"


def set_up_connection(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Set a new connection up (SQLite, "PRAGMA Statements")."""
    del record
    # Without this the driver begins transactions of its own, too late for `BEGIN IMMEDIATE`
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def begin(connection: Connection) -> None:
    """Begin a transaction as the writer, so that it waits its turn instead of failing half-way.

    Connections with the execution option `reading` stay without a transaction.
    """
    if not connection.get_execution_options().get(READING):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def prepare_sqlite(engine: Engine) -> None:
    """Make every connection and transaction of an engine follow the rules above."""
    event.listen(engine, "connect", set_up_connection)
    event.listen(engine, "begin", begin)
