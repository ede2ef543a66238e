"""Write an update into a project: its files, the lock file that goes with them, and a commit where one is wanted."""

import re
import shutil
from dataclasses import dataclass, replace
from hashlib import sha256

from .. import steps
from ..errors import Interrupted
from ..models import Value
from ..state import folder_for
from ..talk import Talk
from ..treeid import LOCK
from . import apply, entries, report
from .journal import current
from .merge import THEIRS
from .plan import Update
from .project import Project
from .undisturbed import undisturbed


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How an update is to be written."""

    branch: str | None
    commit: bool
    lock: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was done beyond the preview."""

    applied: bool = False
    committed: bool = False
    lock: steps.Step | None = None
    undo: str = ""


def write(project: Project, update: Update, way: Way, talk: Talk) -> Outcome:
    """Write everything.

    Raises:
        Interrupted: the user stopped it; the project is as it was, or the update is there whole.

    """
    origin = current(project)
    done, lock = Outcome(), None
    try:
        with undisturbed() as check:
            if project.private:
                project = outlasting(project)
            apply.apply(project, update.merged, report.message(update, changed(update)), way.branch, check)
            done = Outcome(applied=True, undo=report.undo(project, way.branch, origin, committed=False))
            finish_private(project, update)
            apply.remember(project, update.new_entries, ref(project))
        lock = make_lock(project, update, talk, wanted=way.lock)
        if way.commit and not update.merged.conflicts and not project.private:
            with undisturbed():
                commit(project)
                undo = report.undo(project, way.branch, origin, committed=True)
                done = Outcome(applied=True, committed=True, undo=undo)
    except KeyboardInterrupt as stop:
        raise Interrupted(stopped(done, lock_missing=lock is None and needs_lock(project, update))) from stop
    return replace(done, lock=lock)


def stopped(done: Outcome, *, lock_missing: bool) -> str:
    """Say what a run that was stopped leaves behind."""
    if not done.applied:
        return "stopped; everything is as it was"
    missing = f", left undone: {steps.BY_HAND[steps.LOCK]}" if lock_missing else ""
    return f"stopped; the update is {'committed' if done.committed else 'staged'}{missing}; back: {done.undo}"


def changed(update: Update) -> dict[str, Value]:
    """List the answers that are not what the record had."""
    return {
        name: value for name, value in update.goal.new.answers.values.items() if update.old.answers.get(name) != value
    }


def outlasting(project: Project) -> Project:
    """Move the private repository of a project without git to where it can be used to undo the update."""
    home = folder_for(project.folder)
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    project.keep_objects()
    shutil.copytree(project.git_dir, home)
    return project.moved(home)


def finish_private(project: Project, update: Update) -> None:
    """Leave the template's side of a conflict beside a file that cannot hold marks; undoing takes it away again."""
    if not project.private:
        return
    lines: list[str] = []
    for path, stages in update.merged.stages.items():
        place = project.folder / path
        beside = place.with_name(f"{place.name}.template")
        marked = place.is_file() and re.search(rb"^<{7,} ", place.read_bytes(), re.MULTILINE)
        if THEIRS not in stages or marked or beside.exists():
            continue
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(project.real.run("cat-file", "blob", stages[THEIRS].blob).stdout)
        lines.append(f"{stages[THEIRS].mode} {stages[THEIRS].blob}\t{path}.template")
    entries.stage(project.real, (), lines)


def ref(project: Project) -> str:
    """Name the reference that keeps this project's pristine tree."""
    return sha256(project.prefix.encode()).hexdigest()[:12] if project.prefix else "pristine"


def needs_lock(project: Project, update: Update) -> bool:
    """Tell whether the requirements changed, so that neither side's lock file fits."""
    path = f"{project.prefix}pyproject.toml"
    return (project.folder / LOCK).is_file() and path in {change.path for change in update.changes}


def make_lock(project: Project, update: Update, talk: Talk, *, wanted: bool) -> steps.Step | None:
    """Make the lock file anew where it is needed."""
    if not needs_lock(project, update):
        return None
    if not wanted:
        return steps.not_wanted(steps.LOCK)
    if f"{project.prefix}pyproject.toml" in update.merged.stages:
        return steps.undone(steps.LOCK, "pyproject.toml has conflicts")
    with talk.step("Locking"):
        step = steps.lock(project.folder)
    if not project.private and project.prefix + LOCK in project.inside(project.entries()):
        with undisturbed():
            project.real.run("add", "--", str(project.folder / LOCK))
    return step


def commit(project: Project) -> None:
    """Commit what was staged, as the user where git knows who that is."""
    git = project.real
    git.run("commit", "--quiet", "--no-verify", "--no-edit", "--cleanup=strip", env=apply.identity(git))
