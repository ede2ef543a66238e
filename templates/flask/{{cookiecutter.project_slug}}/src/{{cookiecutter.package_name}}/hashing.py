"""Hash passwords in threads of their own, so few that other requests find a processor."""

import os
from concurrent.futures import ThreadPoolExecutor

from . import passwords

# Hashing lets go of the interpreter, so that each thread can take a whole processor. Threads that
# stay use the memory of their last hash again.
threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // 2), thread_name_prefix="hashing")


def hash_password(password: str) -> str:
    """Hash a password for storage, when it is its turn."""
    return threads.submit(passwords.hash_password, password).result()


def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Compare a password with a stored hash, when it is its turn.

    Returns:
        Whether it is right; and a new hash to store, where the stored one is of an older kind.
    """
    return threads.submit(passwords.verify_password, password, stored).result()
