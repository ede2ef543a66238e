"""Open SQLite: in development, in tests, or for a service on one host."""

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from .db import Database
from .settings import Settings
from .sqlite import READING, prepare_sqlite

POOL_TIMEOUT = 5  # seconds


def open_database(settings: Settings) -> Database:
    """Make the engine for the file that `DATABASE_URL` names; nothing connects yet."""
    engine = create_async_engine(
        make_url(settings.database_url).set(drivername="sqlite+aiosqlite"),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
    )
    prepare_sqlite(engine.sync_engine)
    return Database(engine, reading=engine.execution_options(**{READING: True}))
