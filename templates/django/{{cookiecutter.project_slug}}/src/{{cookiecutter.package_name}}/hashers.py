"""Hash passwords so that it stalls no other request: few at once, and none holds a connection."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth import hashers

from .databases import release_connection

BCRYPT_BYTES = 72
# So few that they leave processors to other requests, and that their memory is used again
_threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // 2), thread_name_prefix="hashing")


def in_turn[Result](function: Callable[..., Result], *args: object) -> Result:
    """Wait for a thread that hashes, without a connection that others could use."""
    release_connection()
    return _threads.submit(function, *args).result()


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        return in_turn(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with a hash."""
        return in_turn(super().verify, password, encoded)


class BCryptPasswordHasher(hashers.BCryptPasswordHasher):
    """What earlier systems hashed with bcrypt, which looked at the first 72 bytes."""

    def encode(self, password: str | bytes, salt: str | bytes) -> str:
        """Hash a password, also to compare it."""
        first = password.encode() if isinstance(password, str) else password
        return in_turn(super().encode, first[:BCRYPT_BYTES], salt)
