"""Count attempts in Redis, which all workers share, or in the database where there is no Redis."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import cache

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from ..db import Db
from ..errors import Unavailable
from ..settings import get_settings
from ..throttle import KNOWN_SECONDS, Count, Window
from .throttle_database import DatabaseStore

PREFIX = "throttle:"
TIMEOUT = 0.5  # seconds

log = structlog.stdlib.get_logger(__name__)


class RedisStore:
    """Hold the windows as counters that Redis itself drops at their end."""

    def __init__(self, redis: Redis) -> None:
        """Take the connections of this process."""
        self.redis = redis

    @asynccontextmanager
    async def counted(self, wanted: Sequence[Window]) -> AsyncIterator[Mapping[str, Count]]:
        """Count an attempt; it counts as none when the block fails."""
        counts = await self.add(1, wanted)
        try:
            yield counts
        except BaseException:
            await self.add(-1, wanted)
            raise

    async def give_back(self, wanted: Sequence[Window]) -> None:
        """Take an attempt out of its windows."""
        await self.add(-1, wanted)

    async def forget(self, keys: Iterable[str]) -> None:
        """End windows."""
        with answering():
            await self.redis.delete(*(PREFIX + key for key in keys))

    async def remember(self, key: str) -> None:
        """Make somebody known."""
        with answering():
            await self.redis.set(PREFIX + key, "", ex=KNOWN_SECONDS)

    async def is_known(self, key: str) -> bool:
        """Tell whether somebody is."""
        with answering():
            return bool(await self.redis.exists(PREFIX + key))

    async def add(self, hits: int, wanted: Sequence[Window]) -> dict[str, Count]:
        """Change all counters of an attempt at once, and begin those that there are not."""
        pipeline = self.redis.pipeline(transaction=True)
        for window in wanted:
            key = PREFIX + window.key
            pipeline.incrby(key, hits)
            pipeline.expire(key, window.seconds, nx=True)
            pipeline.expiretime(key)
        with answering():
            answers = await pipeline.execute()
        found = zip(wanted, answers[::3], answers[2::3], strict=True)
        return {window.key: Count(hits, ends) for window, hits, ends in found}


@contextmanager
def answering() -> Iterator[None]:
    """Tell the caller of an outage.

    Raises:
        Unavailable: Redis does not answer.
    """
    try:
        yield
    except RedisError as error:
        log.warning("redis unavailable", reason=str(error))
        raise Unavailable from error


@cache
def connect(url: str) -> Redis:
    """Make the connections of this process; nothing connects yet."""
    return Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=None)


async def disconnect() -> None:
    """Close the connections, if there are any."""
    if url := get_settings().redis_url:
        await connect(url).aclose()


def get_store(db: Db) -> RedisStore | DatabaseStore:
    """Return the store of a request."""
    url = get_settings().redis_url
    return RedisStore(connect(url)) if url else DatabaseStore(db)
