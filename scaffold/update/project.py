"""Find the repository that a project lives in, and hold back while its work is not committed.

A project may be a whole repository, a folder of a larger one, or have none: then a private repository around its work
tree takes the place of its own. Objects go into a quarantine first, so that a look at what would happen leaves nothing.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import GitFailed, Unclean
from . import git as our_git
from .entries import Entries, of_tree
from .git import Git

IN_PROGRESS = {
    "MERGE_HEAD": ("a merge", "git merge --abort"),
    "CHERRY_PICK_HEAD": ("a cherry-pick or an update", "git cherry-pick --abort"),
    "REVERT_HEAD": ("a revert", "git revert --abort"),
    "rebase-merge": ("a rebase", "git rebase --abort"),
    "rebase-apply": ("a rebase", "git rebase --abort"),
}
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project's folder, the repository around it and where in that it stands."""

    folder: Path
    git: Git  # writes into the quarantine
    top: Path
    git_dir: Path
    objects: Path
    prefix: str
    scratch: Path
    head: str
    private: bool

    @property
    def real(self) -> Git:
        """Git that writes where the project's objects are."""
        environment = {key: value for key, value in self.git.environment.items() if "OBJECT" not in key}
        return Git(program=self.git.program, folder=self.top, environment=environment)

    @property
    def index(self) -> Path:
        """An index of our own."""
        return self.scratch / "index"

    def entries(self) -> Entries:
        """List the project's committed files, relative to its folder."""
        if not self.prefix:
            return of_tree(self.git, self.head)
        return of_tree(self.git, f"{self.head}:{self.prefix.rstrip('/')}")

    def inside(self, entries: Entries) -> Entries:
        """Put the project's files at their place in the repository."""
        return {self.prefix + path: entry for path, entry in entries.items()}

    def moved(self, git_dir: Path) -> "Project":
        """Return the same project with its private repository at another place."""
        environment = dict(self.git.environment) | {"GIT_DIR": str(git_dir)} | _alternate(git_dir / "objects")
        git = replace(self.git, environment=environment)
        return replace(self, git=git, git_dir=git_dir, objects=git_dir / "objects")

    def keep_objects(self) -> None:
        """Move what was written in quarantine to where the project's objects are."""
        for path in (self.scratch / "objects").glob("??/*"):
            target = self.objects / path.parent.name / path.name
            target.parent.mkdir(exist_ok=True)
            if not target.exists():
                shutil.move(path, target)


@contextlib.contextmanager
def opened(folder: Path, scratch: Path) -> Iterator[Project]:
    """Open the repository of a project; its quarantine is below `scratch`.

    Raises:
        GitFailed: git does not trust the folder, or there is no commit.
        ScaffoldError: git is missing or too old.

    """
    git = Git(program=our_git.find(), folder=folder)
    if lives_in_a_repository(git):
        yield _own(git, folder, scratch)
    else:
        yield _private(git, folder, scratch)


def lives_in_a_repository(git: Git) -> bool:
    """Tell whether a repository around the folder takes notice of it.

    Raises:
        GitFailed: git refuses for another reason than that there is none.

    """
    done = git.run("rev-parse", "--is-inside-work-tree", ok=range(256))
    if done.returncode and b"not a git repository" not in done.stderr:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: "))
    return done.stdout.strip() == b"true" and not git.has("check-ignore", "--quiet", ".")


def _own(git: Git, folder: Path, scratch: Path) -> Project:
    asked = ("--show-toplevel", "--absolute-git-dir", "--path-format=absolute", "--git-path", "objects")
    top, git_dir, objects = git.text("rev-parse", *asked).split("\n")
    prefix = git.text("rev-parse", "--show-prefix")
    if not git.has("rev-parse", "--quiet", "--verify", "HEAD^{commit}"):
        message = "the repository has no commit yet: commit the project first"
        raise Unclean(message)
    head = git.text("rev-parse", "HEAD")
    quarantine = _quarantine(Path(objects), scratch)
    return Project(
        folder=folder,
        git=Git(program=git.program, folder=Path(top), environment=quarantine),
        top=Path(top),
        git_dir=Path(git_dir),
        objects=Path(objects),
        prefix=prefix,
        scratch=scratch,
        head=head,
        private=False,
    )


def _private(git: Git, folder: Path, scratch: Path) -> Project:
    git_dir = scratch / "private.git"
    git_dir.mkdir()
    environment = {"GIT_DIR": str(git_dir), "GIT_WORK_TREE": str(folder)}
    own = Git(program=git.program, folder=folder, environment=environment)
    own.run("init", "--quiet", "--template=")
    own.run("config", "core.autocrlf", "false")
    own.run("config", "core.excludesFile", os.devnull)
    own.run("add", "--all")
    head = own.text("commit-tree", own.text("write-tree"), "-m", "before", env=our_git.IDENTITY)
    own.run("update-ref", "HEAD", head)
    return Project(
        folder=folder,
        git=Git(
            program=git.program, folder=folder, environment=environment | _quarantine(git_dir / "objects", scratch)
        ),
        top=folder,
        git_dir=git_dir,
        objects=git_dir / "objects",
        prefix="",
        scratch=scratch,
        head=head,
        private=True,
    )


def _quarantine(objects: Path, scratch: Path) -> dict[str, str]:
    (scratch / "objects").mkdir()
    return {"GIT_OBJECT_DIRECTORY": str(scratch / "objects")} | _alternate(objects)


def _alternate(objects: Path) -> dict[str, str]:
    quoted = '"' + str(objects).replace("\\", "\\\\").replace('"', '\\"') + '"'
    return {"GIT_ALTERNATE_OBJECT_DIRECTORIES": quoted}


def check_clean(project: Project) -> None:
    """Refuse while the project has changes, the index holds any, or a merge is in progress.

    Raises:
        Unclean: one of these is so.

    """
    if project.private:
        return
    for name, (what, way_out) in IN_PROGRESS.items():
        if (project.git_dir / name).exists():
            message = f"{what} is in progress: finish it, or leave it with {way_out}"
            raise Unclean(message)
    # --no-renames: one path an entry
    asked = ("status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=dirty")
    lines = project.real.text(*asked).split("\0")[:-1]
    changed = [line[3:] for line in lines if line[0] != " " or line[3:].startswith(project.prefix)]
    if changed:
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        message = f"not committed: {', '.join(changed[:SHOWN])}{more}: commit, or git stash, first"
        raise Unclean(message)


def in_the_way(project: Project, before: Entries, after: Entries) -> list[str]:
    """List what is not tracked, ignored or not, and stands where a file would be written."""
    found: set[str] = set()
    for path in after.keys() - before.keys():
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            place = "/".join(parts[:count])
            found.update(_strangers(project.top, place, before, is_file=count == len(parts)))
    return sorted(found)


def _strangers(top: Path, place: str, tracked: Entries, *, is_file: bool) -> Iterator[str]:
    path = top / place
    if place in tracked or not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_dir():
        yield place
    elif is_file:  # a folder where a file goes: only its tracked files are ours to take away
        below = (inner for inner in path.rglob("*") if inner.is_symlink() or not inner.is_dir())
        yield from (name for name in (inner.relative_to(top).as_posix() for inner in below) if name not in tracked)
