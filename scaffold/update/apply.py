"""Write what a merge came to into the work tree and the index, whole or not at all.

The result is what the preview showed, byte for byte. Git is then left as in the middle of a cherry-pick, so that its
own `commit`, `cherry-pick --continue` and `cherry-pick --abort` go on from there.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ..errors import Unclean
from . import entries
from .entries import Entries, of_tree
from .git import IDENTITY, Git
from .merge import Merged
from .project import Project, in_the_way

if sys.platform != "win32":
    import fcntl

JOURNAL = "scaffold-update.json"
SHOWN = 5


def apply(project: Project, merged: Merged, message: str) -> None:
    """Stage the result.

    Raises:
        Unclean: an untracked file stands in the way; nothing was written.
        GitFailed: git does not write it; what it wrote is put back.

    """
    before, after = of_tree(project.git, project.head), of_tree(project.git, merged.tree)
    blocked = in_the_way(project, before, after)
    if blocked:
        more = f" and {len(blocked) - SHOWN} more" if len(blocked) > SHOWN else ""
        text = f"not tracked, and in the way: {', '.join(blocked[:SHOWN])}{more}: commit or move it first"
        raise Unclean(text)
    project.keep_objects()
    # files that were only touched are as they were
    project.real.run("update-index", "-q", "--refresh", ok=range(256))
    with _journal(project, merged.tree):
        project.real.run("read-tree", "-m", "-u", project.head, merged.tree)
        _mark_conflicts(project, merged)
        if not project.private:
            _leave_in_progress(project, merged, message)


def recover(project: Project) -> bool:
    """Put back what a killed run had begun to write; tell whether there was one.

    Raises:
        Unclean: that run is not dead.

    """
    path = project.git_dir / JOURNAL
    if not path.exists():
        return False
    with path.open("r+b") as journal:
        _lock(journal)
        text = journal.read()
        if text:  # else it was killed before it wrote anything
            begun = json.loads(text)
            _put_back(project, begun["head"], begun["tree"])
        path.unlink(missing_ok=True)
    return bool(text)


@contextlib.contextmanager
def _journal(project: Project, tree: str) -> Iterator[None]:
    """Remember what is being written until it is; put everything back where it does not come to that."""
    path = project.git_dir / JOURNAL
    with path.open("xb") as journal:
        _lock(journal)
        journal.write(json.dumps({"head": project.head, "tree": tree}).encode())
        journal.flush()
        try:
            yield
        except BaseException:
            _put_back(project, project.head, tree)
            raise
        finally:
            path.unlink()


def _lock(journal: BinaryIO) -> None:
    """Hold the journal for as long as this process lives."""
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = "another update is being written here: wait for it"
        raise Unclean(message) from error


def _put_back(project: Project, head: str, tree: str) -> None:
    """Restore the files that an update changes; one that holds neither version is someone's work and stays."""
    git = project.real
    before, after = of_tree(git, head), of_tree(git, tree)
    for path in sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)):
        if path not in before and _is_a_beginning(project, path, after):
            (project.top / path).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # not empty: something else is in it
                (project.top / path).parent.rmdir()
    changed = [path for path in before if before[path] != after.get(path) and _is_either(project, path, before, after)]
    git.run("read-tree", "--reset", head)
    if changed:
        pathspecs = "".join(f":(top,literal){path}\0" for path in changed)
        arguments = ("--pathspec-from-file=-", "--pathspec-file-nul")
        git.run("checkout", "--quiet", head, *arguments, given=os.fsencode(pathspecs))
    git.run("update-ref", "-d", "CHERRY_PICK_HEAD", ok=range(256))
    git.run("update-index", "-q", "--refresh", ok=range(256))


def _is_either(project: Project, path: str, before: Entries, after: Entries) -> bool:
    """Tell whether a file is missing, as it was, as it was to be, or cut off on the way there."""
    place = project.top / path
    if not os.path.lexists(place):
        return True
    if place.is_file() and _blob(project, place) == before[path].blob:
        return True
    return path in after and _is_a_beginning(project, path, after)


def _is_a_beginning(project: Project, path: str, after: Entries) -> bool:
    place = project.top / path
    if place.is_symlink():
        return after[path].mode == "120000"
    if not place.is_file():
        return False
    wanted = project.real.run("cat-file", "--filters", f"--path={path}", after[path].blob).stdout
    return wanted.startswith(place.read_bytes())


def _blob(project: Project, place: Path) -> str:
    return project.real.text("hash-object", str(place))


def _mark_conflicts(project: Project, merged: Merged) -> None:
    """Put the sides of each conflict into the index, where git and its tools look for them."""
    lines = [
        f"{entry.mode} {entry.blob} {number}\t{path}"
        for path, stages in merged.stages.items()
        for number, entry in sorted(stages.items())
    ]
    entries.stage(project.real, merged.stages, lines)


def _leave_in_progress(project: Project, merged: Merged, message: str) -> None:
    git = project.real
    commit = git.text("commit-tree", merged.tree, "-p", project.head, "-m", message, env=identity(git))
    notes = "".join(f"#\t{path}\n" for path in merged.stages)
    (project.git_dir / "MERGE_MSG").write_text(message + (f"\n# Conflicts:\n{notes}" if notes else ""), "utf-8")
    git.run("update-ref", "CHERRY_PICK_HEAD", commit)
    if merged.stages:
        git.run("rerere", ok=range(256))


def identity(git: Git) -> dict[str, str]:
    """Return what a commit needs to be signed with a name, where neither settings nor environment have one."""
    known = {what: git.has("config", f"user.{what.lower()}") for what in ("NAME", "EMAIL")}
    return {
        key: value
        for key, value in IDENTITY.items()
        if not key.endswith("DATE") and key not in os.environ and not known[key.rpartition("_")[2]]
    }


def remember(project: Project, files: Entries, ref: str) -> None:
    """Keep the template's own tree among the project's objects, safe from clean-up."""
    git = project.real
    tree = entries.write_tree(git, project.index, None, (), files)
    commit = git.text("commit-tree", tree, "-m", "what the template made", env=IDENTITY)
    git.run("update-ref", f"refs/scaffold/{ref}", commit)
