"""Hash passwords so few at once that other requests find a processor."""

import os
from threading import BoundedSemaphore

from . import passwords

# Hashing lets go of the interpreter, so that each slot can take a whole processor.
slots = BoundedSemaphore(max(1, (os.cpu_count() or 1) // 2))


def hash_password(password: str) -> str:
    """Hash a password for storage, when it is its turn."""
    with slots:
        return passwords.hash_password(password)


def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Compare a password with a stored hash, when it is its turn.

    Returns:
        Whether it is right; and a new hash to store, where the stored one is of an older kind.
    """
    with slots:
        return passwords.verify_password(password, stored)
