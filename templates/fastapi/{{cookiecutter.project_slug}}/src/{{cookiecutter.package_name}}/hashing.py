"""Hash passwords in threads of their own, so few that they leave processors to other requests."""

import os
from functools import cache

from anyio import CapacityLimiter, to_thread

from . import passwords


@cache
def threads() -> CapacityLimiter:
    """Return what bounds the number of passwords that are hashed at once."""
    return CapacityLimiter(max(1, (os.cpu_count() or 1) // 2))


async def hash_password(password: str) -> str:
    """Hash a password for storage, beside the event loop."""
    return await to_thread.run_sync(passwords.hash_password, password, limiter=threads())


async def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Compare a password with a stored hash, beside the event loop.

    Returns:
        Whether it is right; and a new hash to store, where the stored one is of an older kind.
    """
    return await to_thread.run_sync(passwords.verify_password, password, stored, limiter=threads())
