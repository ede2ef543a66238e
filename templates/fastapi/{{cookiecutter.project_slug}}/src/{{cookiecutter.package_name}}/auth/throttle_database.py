"""Count attempts in the database, which all workers share."""

import time
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

from ..db import Db
from ..throttle import KNOWN_SECONDS, Count, Window
from .windows import count_attempt, find_marker, forget_windows, give_back, set_marker


class DatabaseStore:
    """Hold the windows in a table, each change in a short transaction of its own."""

    def __init__(self, db: Db) -> None:
        """Take the session of a request, in which nothing else may be under way."""
        self.db = db
        self.dialect = db.get_bind().dialect.name

    @asynccontextmanager
    async def counted(self, wanted: Sequence[Window]) -> AsyncIterator[Mapping[str, Count]]:
        """Count an attempt; it counts as none when the block fails."""
        now = int(time.time())
        ends = {window.key: now + window.seconds for window in wanted}
        statement = count_attempt(ends, now=now, dialect=self.dialect)
        rows = (await self.db.execute(statement)).all()
        try:
            yield {key: Count(hits, expires_at) for key, hits, expires_at in rows}
        except BaseException:
            await self.db.rollback()
            raise
        await self.db.commit()

    async def give_back(self, wanted: Sequence[Window]) -> None:
        """Take an attempt out of its windows."""
        await self.db.execute(give_back([window.key for window in wanted], now=int(time.time())))
        await self.db.commit()

    async def forget(self, keys: Iterable[str]) -> None:
        """End windows."""
        await self.db.execute(forget_windows(keys))
        await self.db.commit()

    async def remember(self, key: str) -> None:
        """Make somebody known."""
        until = int(time.time()) + KNOWN_SECONDS
        await self.db.execute(set_marker(key, until=until, dialect=self.dialect))
        await self.db.commit()

    async def is_known(self, key: str) -> bool:
        """Tell whether somebody is."""
        return await self.db.scalar(find_marker(key, now=int(time.time()))) is not None


def get_store(db: Db) -> DatabaseStore:
    """Return the store of a request."""
    return DatabaseStore(db)
