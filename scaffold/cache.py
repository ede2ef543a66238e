"""Keep what can be made anew below `$XDG_CACHE_HOME/scaffold`, in a folder that only its owner can write.

What is read back from there steers this program, so a folder or a file that somebody else owns or can write is treated
as if it were not there.
"""

import contextlib
import os
import secrets
import stat
from pathlib import Path

FOREIGN_WRITE = stat.S_IWGRP | stat.S_IWOTH


def path() -> Path | None:
    """Return where the cache is, or None where the system names no home."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():
        return Path(given, "scaffold")
    try:
        return Path.home() / ".cache/scaffold"
    except RuntimeError:
        return None


def folder(*parts: str) -> Path | None:
    """Make a folder of the cache and return it, or None where there can be none that is safe to read from."""
    top = path()
    if top is None:
        return None
    for each in (top, *(top.joinpath(*parts[:depth]) for depth in range(1, len(parts) + 1))):
        try:
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
            state = each.lstat()
        except OSError:
            return None
        if not stat.S_ISDIR(state.st_mode) or not is_ours(state):
            return None
    return top.joinpath(*parts)


def is_ours(state: os.stat_result) -> bool:
    """Tell whether this user owns a file and nobody else can write it."""
    if not hasattr(os, "geteuid"):  # Windows keeps the profile's folders to their owner
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & FOREIGN_WRITE


def read(file: Path) -> bytes | None:
    """Read a file of ours, or return None."""
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with open(descriptor, "rb") as opened:  # noqa: PTH123 - of a descriptor
        state = os.fstat(opened.fileno())
        return opened.read() if stat.S_ISREG(state.st_mode) and is_ours(state) else None


def write(file: Path, content: bytes) -> None:
    """Put a file in place in one step; a cache that cannot be written is no reason to stop."""
    part = file.with_name(f"{file.name}.{secrets.token_hex(6)}")
    with contextlib.suppress(OSError):
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(descriptor, "wb") as opened:  # noqa: PTH123 - of a descriptor
                opened.write(content)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
