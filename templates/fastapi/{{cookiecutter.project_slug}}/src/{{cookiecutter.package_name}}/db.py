"""Give each request one database session, and close it before the answer goes out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# SQLSTATEs by how they begin: connection lost, out of resources, stopped by the operator or a
# timeout, rolled back in favour of another transaction, waited for a lock for too long
OUTAGES = ("08", "53", "57", "40", "55P03")


class Database:
    """Hold the engine of an application, and open its sessions.

    Attributes:
        engine: where connections come from.
        reading: the same connections, without a transaction.
        writers: opens sessions that may write; they begin a transaction.
        readers: opens sessions that only read; they save the round trips of BEGIN and ROLLBACK.
    """

    def __init__(self, engine: AsyncEngine, *, reading: AsyncEngine) -> None:
        """Open sessions on an engine; nothing connects yet."""
        self.engine = engine
        self.reading = reading
        self.writers = async_sessionmaker(engine, expire_on_commit=False)
        self.readers = async_sessionmaker(reading, expire_on_commit=False)

    @asynccontextmanager
    async def once(self) -> AsyncIterator[AsyncSession]:
        """Open the only session of a command or a task, and close every connection after it."""
        try:
            async with self.writers() as session:
                yield session
        finally:
            await self.engine.dispose()

    async def check(self) -> None:
        """Ask the database for a sign of life."""
        async with self.reading.connect() as connection:
            await connection.execute(text("SELECT 1"))


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Open the session of a request; what was not committed is undone at its end."""
    database: Database = request.app.state.database
    sessions = database.readers if request.method in SAFE_METHODS else database.writers
    session = sessions()
    try:
        yield session
    finally:
        # `async with` would do it in a task of its own, which costs more than a query
        await session.close()


# The scope gives the connection back before the answer goes out, not after
Db = Annotated[AsyncSession, Depends(get_session, scope="function")]


def is_outage(error: Exception) -> bool:
    """Tell a database that does not answer from a mistake of ours."""
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        broken = error.connection_invalidated or isinstance(error, OperationalError)
        return broken or state.startswith(OUTAGES)
    return isinstance(error, PoolTimeout | ConnectionError | TimeoutError)
