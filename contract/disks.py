"""A small file system in memory, to be filled up."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

MOUNT, UMOUNT = shutil.which("mount"), shutil.which("umount")


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[Path]:
    """Mount a file system of a size on a folder, and unmount it at the end."""
    assert MOUNT, "needs mount"
    assert UMOUNT, "needs umount"
    command = [MOUNT, "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (a folder of our own)
    try:
        yield folder
    finally:
        subprocess.run([UMOUNT, "--lazy", str(folder)], check=True)  # noqa: S603  (a folder of our own)


@cache
def can_mount() -> bool:
    """Tell whether this user may mount file systems."""
    if not (MOUNT and UMOUNT) or os.geteuid() != 0:
        return False
    try:
        with TemporaryDirectory() as folder, small_disk(Path(folder), 1):
            return True
    except subprocess.CalledProcessError:
        return False


def fill(disk: Path) -> Path:
    """Use up what is left of a disk, and return the file that does."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return path
