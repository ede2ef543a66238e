"""Write into a project whole or not at all, whatever happens meanwhile.

A journal beside the repository's index says what is being written. The index that goes with it is made aside and takes
the place of the project's own last, in one step; until then git's own lock, which is another name of the journal, keeps
every other git from writing. Whoever finds a journal that nobody holds puts the files back as they were.
"""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import Unclean
from .entries import Entries, of_tree
from .project import Project
from .undisturbed import undisturbed

if sys.platform != "win32":
    import fcntl

JOURNAL = "scaffold-update.json"
ASIDE = "scaffold-update.index"
LOCK = "index.lock"
SUBMODULE, LINK = "160000", "120000"
SOMEBODY_ELSE = "another update is being written here: wait for it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What is being written: from which commit to which tree, and on which branch, coming from which."""

    head: str
    tree: str
    branch: str | None = None
    origin: str = ""


@contextlib.contextmanager
def whole(project: Project, begun: Begun) -> Iterator[Path]:
    """Provide an index to write; it becomes the project's own at the end, or everything is put back.

    Raises:
        Unclean: somebody else is writing here.

    """
    path = project.git_dir / JOURNAL
    with _made(path) as journal:
        _lock(journal)
        if not _is_at(journal, path):
            raise Unclean(SOMEBODY_ELSE)
        text = _written(journal, begun)
        try:
            _take_index(project, path, text)
        except BaseException:
            _finish(project, journal, text)
            raise
        try:
            yield project.git_dir / ASIDE
            _install(project)
        except BaseException:
            _undo(project, begun, text)  # where that fails too, the journal stays for the next run
            _finish(project, journal, text)
            raise
        _finish(project, journal, text)


def recover(project: Project) -> bool:
    """Put back what a killed run had begun to write; tell whether there was one.

    Raises:
        Unclean: that run is not dead, or git is at work.

    """
    path = project.git_dir / JOURNAL
    if not path.exists():
        return False
    with undisturbed(), path.open("r+b") as journal:
        _lock(journal)
        text = journal.read()
        # without a word in it, it was killed before it wrote anything
        mended = bool(text) and _undo(project, Begun(**json.loads(text)), text)
        _finish(project, journal, text)
    return mended


@contextlib.contextmanager
def _made(path: Path) -> Iterator[BinaryIO]:
    try:
        journal = path.open("xb")
    except FileExistsError as error:
        raise Unclean(SOMEBODY_ELSE) from error
    with journal:
        yield journal


def _lock(journal: BinaryIO) -> None:
    """Hold the journal for as long as this process lives."""
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Unclean(SOMEBODY_ELSE) from error


def _written(journal: BinaryIO, begun: Begun) -> bytes:
    text = json.dumps(asdict(begun)).encode()
    journal.write(text)
    journal.flush()
    os.fsync(journal.fileno())
    return text


def _is_at(journal: BinaryIO, path: Path) -> bool:
    """Tell whether the journal is still there: another run may have taken it for a dead one's."""
    return path.exists() and os.path.samestat(path.stat(), os.fstat(journal.fileno()))


def _take_index(project: Project, journal: Path, text: bytes) -> None:
    """Hold git's lock on the index, and make a copy of that to write into."""
    lock = project.git_dir / LOCK
    try:
        try:
            lock.hardlink_to(journal)
        except FileExistsError:
            raise
        except OSError:  # no such links on this file system
            with lock.open("xb") as file:
                file.write(text)
    except FileExistsError as error:
        raise Unclean(_busy(lock)) from error
    _copy_index(project)


def _copy_index(project: Project) -> None:
    index = project.git_dir / "index"
    if index.exists():
        # with its time: by that git knows which files it must look into
        shutil.copy2(index, project.git_dir / ASIDE)


def _busy(lock: Path) -> str:
    return f"{str(lock)!r} is there: git is at work here, or was killed; wait, or remove that file"


def _install(project: Project) -> None:
    aside = project.git_dir / ASIDE
    if aside.exists():
        aside.replace(project.git_dir / "index")


def _finish(project: Project, journal: BinaryIO, text: bytes) -> None:
    """Remove what only the writing needed; the journal goes last."""
    journal.close()
    for name in (ASIDE, f"{ASIDE}.lock"):
        (project.git_dir / name).unlink(missing_ok=True)
    lock = project.git_dir / LOCK
    if text and _is_ours(lock, text):
        lock.unlink(missing_ok=True)
    (project.git_dir / JOURNAL).unlink(missing_ok=True)


def _is_ours(lock: Path, text: bytes) -> bool:
    return lock.exists() and lock.read_bytes() == text


def _undo(project: Project, begun: Begun, text: bytes) -> bool:
    """Put everything back, unless it was finished, or the team has gone on since; tell whether it was done.

    Raises:
        Unclean: git is at work.

    """
    git, lock = project.real, project.git_dir / LOCK
    if lock.exists() and not _is_ours(lock, text):
        raise Unclean(_busy(lock))
    if not (project.git_dir / ASIDE).exists() or git.text("rev-parse", "HEAD") != begun.head:
        return False
    (project.git_dir / f"{ASIDE}.lock").unlink(missing_ok=True)
    _copy_index(project)
    _put_back(project, begun)
    git.run("update-ref", "-d", "CHERRY_PICK_HEAD", ok=range(256))
    (project.git_dir / "MERGE_MSG").unlink(missing_ok=True)
    leave_branch(project, begun)
    _install(project)
    return True


def enter_branch(project: Project, begun: Begun) -> None:
    """Make the branch, and go there; no file differs."""
    if begun.branch:
        name = f"refs/heads/{begun.branch}"
        project.real.run("update-ref", name, begun.head, "")
        moved = f"checkout: moving from {begun.origin.removeprefix('refs/heads/')} to {begun.branch}"
        project.real.run("symbolic-ref", "-m", moved, "HEAD", name)


def leave_branch(project: Project, begun: Begun) -> None:
    """Go back to where HEAD was, and forget the branch."""
    if not begun.branch:
        return
    git, name = project.real, f"refs/heads/{begun.branch}"
    if current(project) == name:
        if begun.origin.startswith("refs/"):
            git.run("symbolic-ref", "HEAD", begun.origin)
        else:
            git.run("update-ref", "--no-deref", "HEAD", begun.head)
    git.run("update-ref", "-d", name, begun.head, ok=range(256))


def current(project: Project) -> str:
    """Return the reference that HEAD stands for, or the commit where it stands for none."""
    said = project.real.run("symbolic-ref", "--quiet", "HEAD", ok=(0, 1)).stdout.decode().strip()
    return said or project.head


def _put_back(project: Project, begun: Begun) -> None:
    """Restore the files that an update changes; one that holds neither version is someone's work and stays."""
    git = project.real
    before, after = of_tree(git, begun.head), of_tree(git, begun.tree)
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    added = [path for path in changed if path not in before]
    blobs = _blobs(project, added)
    for path in added:
        if _is_written(project, path, after, blobs):
            _remove(project.top, path)
    blobs = _blobs(project, [path for path in changed if path in before])
    index = {"GIT_INDEX_FILE": str(project.git_dir / ASIDE)}
    sparse = {line[2:] for line in git.text("ls-files", "-t", "-z", env=index).split("\0") if line.startswith("S ")}
    restored = [
        path
        for path in changed
        if path in before and before[path].mode != SUBMODULE and path not in sparse
        if blobs.get(path) in {None, before[path].blob} or _is_written(project, path, after, blobs)
    ]
    given = os.fsencode("".join(f"{path}\0" for path in restored))
    git.run("checkout-index", "--force", "--index", "-z", "--stdin", given=given, env=index)
    git.run("update-index", "-q", "--refresh", ok=range(256), env=index)


def _blobs(project: Project, paths: list[str]) -> dict[str, str]:
    """Name the content of each file that is there, as git would store it."""
    plain = [path for path in paths if (project.top / path).is_file() and not (project.top / path).is_symlink()]
    given = os.fsencode("".join(f"{path}\n" for path in plain))
    found = dict(zip(plain, project.real.text("hash-object", "--stdin-paths", given=given).split(), strict=True))
    for path in paths:
        place = project.top / path
        if place.is_symlink():
            found[path] = project.real.text("hash-object", "--stdin", given=os.fsencode(place.readlink()))
        elif path not in found and os.path.lexists(place) and any(place.rglob("*")):
            found[path] = "a folder that is not empty"
    return found


def _is_written(project: Project, path: str, after: Entries, blobs: dict[str, str]) -> bool:
    """Tell whether a file is as it was to be, or cut off on the way there."""
    if path not in after or path not in blobs:
        return False
    place = project.top / path
    if blobs[path] == after[path].blob:
        return True
    if place.is_symlink() or not place.is_file() or after[path].mode == LINK:
        return False
    wanted = project.real.run("cat-file", "--filters", f"--path={path}", after[path].blob).stdout
    return wanted.startswith(place.read_bytes())


def _remove(top: Path, path: str) -> None:
    """Remove a file, and the folders above it that this leaves empty."""
    (top / path).unlink(missing_ok=True)
    for parent in Path(path).parents[:-1]:
        try:
            (top / parent).rmdir()
        except OSError:  # something else is in it
            return
