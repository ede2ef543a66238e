"""Count attempts in Redis, where there is one."""

from ..environment import get_settings
from ..throttle_redis import RedisStore
from .throttle_store import DatabaseStore


def choose_store() -> DatabaseStore | RedisStore:
    """Choose by `REDIS_URL`, which development and tests do without."""
    url = get_settings().redis_url
    return RedisStore(url) if url else DatabaseStore()
