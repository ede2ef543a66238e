"""Count attempts in Redis, which all workers share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog
from redis import Redis
from redis.exceptions import RedisError

from .errors import Unavailable
from .throttle import KNOWN_SECONDS, Count, Window

PREFIX = "throttle:"
TIMEOUT_SECONDS = 0.5

log = structlog.stdlib.get_logger(__name__)


class RedisStore:
    """Hold the windows as counters that Redis itself drops at their end.

    Raises:
        Unavailable: of each method; Redis does not answer.
    """

    def __init__(self, url: str) -> None:
        """Take a server; nothing connects yet."""
        self.redis = Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=None
        )

    def count(self, wanted: Iterable[Window]) -> dict[str, Count]:
        """Count an attempt in all of its windows."""
        return self.add(1, list(wanted))

    def give_back(self, counted: Iterable[Window]) -> None:
        """Take an attempt out of its windows."""
        self.add(-1, list(counted))

    def forget(self, keys: Iterable[str]) -> None:
        """End windows."""
        with answering():
            self.redis.delete(*(PREFIX + key for key in keys))

    def remember(self, key: str) -> None:
        """Make somebody known."""
        with answering():
            self.redis.set(PREFIX + key, "", ex=KNOWN_SECONDS)

    def is_known(self, key: str) -> bool:
        """Tell whether somebody is."""
        with answering():
            return bool(self.redis.exists(PREFIX + key))

    def add(self, hits: int, wanted: list[Window]) -> dict[str, Count]:
        """Change all counters of an attempt at once, and begin those that there are not."""
        pipeline = self.redis.pipeline(transaction=True)
        for window in wanted:
            key = PREFIX + window.key
            pipeline.incrby(key, hits)
            pipeline.expire(key, window.seconds, nx=True)
            pipeline.expiretime(key)
        with answering():
            answers = pipeline.execute()
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
