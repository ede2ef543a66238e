"""Decide where a project may go, and put it there whole or not at all.

A project is rendered into a hidden staging folder beside its target, on the same file system, and renamed at the
end. The staging folder is locked for as long as its run lives, so that the next run recognises and removes what a
killed one left behind (on Windows, which has no such locks, that stays until someone removes it).
"""

import contextlib
import os
import re
import secrets
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from . import lock
from .errors import ScaffoldError, UsageProblem

MARK = ".scaffold-"


def above(output: Path) -> Path:
    """Return the folder that `--output` names, without the dots that only lead through others."""
    place = output.expanduser()
    return place.resolve() if ".." in place.parts else place.absolute()


def check_target(target: Path) -> None:
    """Refuse a target that something else occupies or that cannot be written.

    Raises:
        UsageProblem: the target, or a folder above it, is taken.
        ScaffoldError: it cannot be written.

    """
    if target.is_symlink():
        message = f"{str(target)!r} is a symbolic link: choose another name or --output"
        raise UsageProblem(message)
    if target.exists() and not target.is_dir():
        message = f"{str(target)!r} is a file: choose another name or --output"
        raise UsageProblem(message)
    if target.is_dir() and any(_entries(target)):
        message = f"{str(target)!r} is not empty: choose another name or --output"
        raise UsageProblem(message)
    _check_parent(target.parent)


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError as error:
        message = f"cannot read {str(folder)!r}: {error.strerror}"
        raise ScaffoldError(message) from error


def _check_parent(folder: Path) -> None:
    existing = next(path for path in (folder, *folder.parents) if os.path.lexists(path))
    if not existing.is_dir():
        message = f"{str(existing)!r} is not a folder: choose another --output"
        raise UsageProblem(message)
    if not os.access(existing, os.W_OK | os.X_OK):
        message = f"{str(existing)!r} is not writable: choose another --output"
        raise ScaffoldError(message)


@contextlib.contextmanager
def staging(target: Path) -> Iterator[Path]:
    """Provide a hidden folder beside the target, and remove it and the parents made for it at the end.

    Raises:
        ScaffoldError: the folder cannot be made.

    """
    missing = [path for path in (target.parent, *target.parent.parents) if not path.exists()]
    try:
        _make_parents(target.parent)
        sweep(target)
        with _locked_folder(target) as folder:
            yield folder
    finally:
        for path in missing:
            with contextlib.suppress(OSError):  # not empty: the project, or someone else's file, is in it
                path.rmdir()


def move(project: Path, target: Path) -> None:
    """Put the finished project at its place in one step.

    Raises:
        UsageProblem: something took the place meanwhile.

    """
    try:
        if sys.platform == "win32" and target.is_dir():
            target.rmdir()
        project.rename(target)
    except OSError as error:
        message = f"{str(target)!r} was taken while the project was being made: choose another name or --output"
        raise UsageProblem(message) from error


def sweep(target: Path) -> None:
    """Remove the staging folders that killed runs for the same target left behind."""
    name = re.compile(re.escape(f".{target.name}{MARK}") + "[0-9a-f]{12}")
    for folder in [path for path in target.parent.iterdir() if name.fullmatch(path.name)]:
        with contextlib.suppress(OSError), lock.held(folder, wait=False):
            shutil.rmtree(folder)


def _make_parents(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot create {str(folder)!r}: {error.strerror}"
        raise ScaffoldError(message) from error


@contextlib.contextmanager
def _locked_folder(target: Path) -> Iterator[Path]:
    while True:
        folder = target.with_name(f".{target.name}{MARK}{secrets.token_hex(6)}")
        # a signal may come at any moment: from here on the folder is removed, even if it is not made yet
        try:
            _make_folder(folder)
            with contextlib.ExitStack() as stack:
                if _take_lock(folder, stack):
                    yield folder
                    return
        finally:
            _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a staging folder, and let a signal that comes meanwhile wait."""
    try:
        _remove_undisturbed(folder)
    except KeyboardInterrupt:  # it came just before signals were held back
        _remove_undisturbed(folder)
        raise


def _remove_undisturbed(folder: Path) -> None:
    if sys.platform == "win32":
        shutil.rmtree(folder, ignore_errors=True)
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        message = f"cannot write into {str(folder.parent)!r}: {error.strerror}"
        raise ScaffoldError(message) from error


def _take_lock(folder: Path, stack: contextlib.ExitStack) -> bool:
    """Lock a new folder; tell whether it is still there, for another run may have swept it before it was locked."""
    try:
        stack.enter_context(lock.held(folder, wait=True))
    except FileNotFoundError:
        return False
    return folder.exists()
