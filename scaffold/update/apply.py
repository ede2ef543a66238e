"""Write what a merge came to into the work tree and the index, whole or not at all.

The result is what the preview showed, byte for byte. Git is then left as in the middle of a cherry-pick, so that its
own `commit`, `cherry-pick --continue` and `cherry-pick --abort` go on from there.
"""

import os
from collections.abc import Callable
from pathlib import Path

from ..errors import Unclean
from . import entries
from .entries import Entries, of_tree
from .git import IDENTITY, Git
from .journal import Begun, current, enter_branch, whole
from .merge import Merged
from .project import Project, in_the_way

SHOWN = 5


def apply(
    project: Project, merged: Merged, message: str, branch: str | None = None, check: Callable[[], None] = lambda: None
) -> None:
    """Stage the result, on a branch of its own where one is named; `check` raises where the user wants to stop.

    Raises:
        Unclean: an untracked file stands in the way, or git is at work; nothing was written.
        GitFailed: git does not write it; what it wrote is put back.

    """
    before, after = of_tree(project.git, project.head), of_tree(project.git, merged.tree)
    blocked = in_the_way(project, before, after)
    if blocked:
        more = f" and {len(blocked) - SHOWN} more" if len(blocked) > SHOWN else ""
        text = f"not tracked, and in the way: {', '.join(blocked[:SHOWN])}{more}: commit or move it first"
        raise Unclean(text)
    project.keep_objects()
    begun = Begun(head=project.head, tree=merged.tree, branch=branch, origin=current(project))
    with whole(project, begun) as index:
        enter_branch(project, begun)
        _write_files(project, merged, index)
        check()
        if not project.private:
            _leave_in_progress(project, merged, message)
        check()
    if merged.stages and not project.private:
        project.real.run("rerere", ok=range(256))


def _write_files(project: Project, merged: Merged, index: Path) -> None:
    environment = {"GIT_INDEX_FILE": str(index)}
    # files that were only touched are as they were
    project.real.run("update-index", "-q", "--refresh", ok=range(256), env=environment)
    project.real.run("read-tree", "-m", "-u", project.head, merged.tree, env=environment)
    _mark_conflicts(project, merged, environment)


def _mark_conflicts(project: Project, merged: Merged, environment: dict[str, str]) -> None:
    """Put the sides of each conflict into the index, where git and its tools look for them."""
    lines = [
        f"{entry.mode} {entry.blob} {number}\t{path}"
        for path, stages in merged.stages.items()
        for number, entry in sorted(stages.items())
    ]
    entries.stage(project.real, merged.stages, lines, environment)


def _leave_in_progress(project: Project, merged: Merged, message: str) -> None:
    git = project.real
    commit = git.text("commit-tree", merged.tree, "-p", project.head, "-m", message, env=identity(git))
    notes = "".join(f"#\t{path}\n" for path in merged.stages)
    (project.git_dir / "MERGE_MSG").write_text(message + (f"\n# Conflicts:\n{notes}" if notes else ""), "utf-8")
    git.run("update-ref", "CHERRY_PICK_HEAD", commit)


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
