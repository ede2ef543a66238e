"""Hash passwords so that it stalls no other request: few at once, and none holds a connection."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth import hashers

from .databases import release_connection

BCRYPT_BYTES = 72
# As many as leave processors to other requests; who comes later waits
_slots = BoundedSemaphore(max(1, (os.cpu_count() or 1) // 2))


@contextmanager
def slot() -> Iterator[None]:
    """Wait for a turn to hash, without a connection that others could use."""
    release_connection()
    with _slots:
        yield


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        with slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with a hash."""
        with slot():
            return super().verify(password, encoded)


class BCryptPasswordHasher(hashers.BCryptPasswordHasher):
    """What earlier systems hashed with bcrypt, which looked at the first 72 bytes."""

    def encode(self, password: str | bytes, salt: str | bytes) -> str:
        """Hash a password, also to compare it."""
        first = password.encode() if isinstance(password, str) else password
        with slot():
            return super().encode(first[:BCRYPT_BYTES], salt)  # type: ignore[arg-type]  # it takes both
