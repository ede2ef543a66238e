"""Hash passwords in threads of their own, so few that they leave processors to other requests."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

from . import passwords

# Threads that stay use the memory of their last hash again
threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // 2), thread_name_prefix="hashing")


async def hash_password(password: str) -> str:
    """Hash a password for storage, beside the event loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, passwords.hash_password, password)


async def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Compare a password with a stored hash, beside the event loop.

    Returns:
        Whether it is right; and a new hash to store, where the stored one is of an older kind.
    """
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, passwords.verify_password, password, stored)
