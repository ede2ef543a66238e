"""Open SQLite so that many threads and processes can share one file."""

from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from .settings import Settings

POOL_TIMEOUT_SECONDS = 5
LOCK_TIMEOUT_SECONDS = 5


def prepare(connection: SqliteConnection, _record: ConnectionPoolEntry) -> None:
    """Let readers go on during a write, enforce foreign keys, and leave BEGIN to us."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def begin(connection: Connection) -> None:
    """Take the lock at the start of a transaction that may write.

    A transaction that reads first and asks for the lock later is refused at once when another has
    written in between; one that asks first waits for its turn (sqlite.org/lang_transaction.html).
    """
    reads = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def make_engine(settings: Settings) -> Engine:
    """Make the engine for the file that `DATABASE_URL` names; nothing connects yet."""
    engine = create_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        connect_args={"timeout": LOCK_TIMEOUT_SECONDS},
    )
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine
