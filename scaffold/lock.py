"""Lock a folder for as long as this process, or a program that it handed the lock to, lives."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextlib.contextmanager
def held(folder: Path, *, wait: bool) -> Iterator[int | None]:
    """Hold the lock of a folder, which ends with its process however that ends, and provide its descriptor.

    On Windows nothing is locked: who would wait goes on, and who would not is refused.

    Raises:
        OSError: another process holds it, or there is no such folder.

    """
    if sys.platform == "win32":
        if not wait:
            message = "no locks on folders here"
            raise OSError(message)
        yield None
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield descriptor
    finally:
        os.close(descriptor)
