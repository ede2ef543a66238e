"""`scaffold update`: merge another version of the template, or other answers, into a project."""

import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .. import answers, record, steps
from ..errors import CONFLICTS_EXIT_CODE, Interrupted, UsageProblem
from ..interview import Interview
from ..models import Template, Value
from ..prompter import for_this_terminal
from ..talk import Talk
from ..treeid import LOCK
from ..update import apply, plan, report
from ..update.merge import THEIRS
from ..update.plan import Update
from ..update.project import Project, check_clean, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asked for."""

    to: str | None = None
    pairs: tuple[str, ...] = ()
    dry_run: bool = False
    yes: bool = False
    branch: str | None = None
    commit: bool = False
    no_install: bool = False
    trust: bool = False
    as_json: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was done beyond the preview."""

    applied: bool = False
    committed: bool = False
    lock: steps.Step | None = None
    undo: str = ""


def run(request: Request) -> int:
    """Update the project around the current folder.

    Raises:
        ScaffoldError: whatever stands against it; nothing is written then.

    """
    talk = Talk(quiet=request.quiet)
    start = time.perf_counter()
    folder = record.find(Path.cwd())
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch, opened(folder, Path(scratch)) as project:
        if apply.recover(project):
            talk.warn("  an earlier update was killed while it wrote; its files were put back")
        check_clean(project)
        check_branch(project, request.branch)
        update = plan.make(project, wish(request, talk))
        outcome = Outcome() if request.dry_run or update.nothing else go_on(request, project, update, talk)
        if request.as_json:
            report.print_json(as_data(request, project, update, outcome, time.perf_counter() - start))
        else:
            say(request, update, outcome, talk)
    return CONFLICTS_EXIT_CODE if update.merged.conflicts else 0


def wish(request: Request, talk: Talk) -> plan.Wish:
    """Read the flags; new questions are asked unless defaults were asked for."""

    def ask(template: Template, given: dict[str, Value]) -> None:
        Interview(prompter=for_this_terminal(), talk=talk, templates=[template], given=given).options(template)

    quietly = request.yes or request.dry_run
    pairs = answers.read_flags(request.pairs)
    return plan.Wish(version=request.to, pairs=pairs, ask=None if quietly else ask, trust=request.trust)


def check_branch(project: Project, name: str | None) -> None:
    """Refuse a branch that cannot be made.

    Raises:
        UsageProblem: there is one of that name, the name is not allowed, or there is no repository.

    """
    if name is None:
        return
    if project.private:
        message = "--branch needs a repository: git init && git add --all && git commit"
        raise UsageProblem(message)
    if not project.git.has("check-ref-format", "--branch", name):
        message = f"{name!r} cannot be the name of a branch"
        raise UsageProblem(message)
    if project.git.has("rev-parse", "--quiet", "--verify", f"refs/heads/{name}"):
        message = f"there is a branch {name!r} already: choose another name"
        raise UsageProblem(message)


def go_on(request: Request, project: Project, update: Update, talk: Talk) -> Outcome:
    """Show the preview, agree, and write."""
    if not request.yes:
        report.preview(update, talk)
        if not for_this_terminal().confirm("Go ahead", default=True):
            message = "stopped; nothing was written"
            raise Interrupted(message)
    if project.private:
        project = outlasting(project)
    text = report.message(update, changed(update))
    if request.branch:
        project.real.run("switch", "--quiet", "--create", request.branch)
    try:
        apply.apply(project, update.merged, text)
    except BaseException:
        if request.branch:
            project.real.run("switch", "--quiet", "-")
            project.real.run("branch", "--quiet", "-D", request.branch)
        raise
    finish_private(project, update)
    apply.remember(project, update.new_entries, ref(project))
    try:
        lock = make_lock(request, project, update, talk)
    except KeyboardInterrupt as stop:
        back = report.undo(project, request.branch, committed=False)
        message = f"stopped; the update is staged, left undone: {steps.BY_HAND[steps.LOCK]}; back: {back}"
        raise Interrupted(message) from stop
    committed = request.commit and not update.merged.conflicts and not project.private
    if committed:
        commit(project)
    undo = report.undo(project, request.branch, committed=committed)
    return Outcome(applied=True, committed=committed, lock=lock, undo=undo)


def changed(update: Update) -> dict[str, Value]:
    """List the answers that are not what the record had."""
    return {name: value for name, value in update.new.answers.values.items() if update.old.answers.get(name) != value}


def outlasting(project: Project) -> Project:
    """Move the private repository of a project without git to where it can be used to undo the update."""
    from ..state import folder_for  # noqa: PLC0415

    home = folder_for(project.folder)
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    project.keep_objects()
    shutil.copytree(project.git_dir, home)
    return project.moved(home)


def finish_private(project: Project, update: Update) -> None:
    """Leave the template's side of a conflict beside a file that cannot hold marks."""
    if not project.private:
        return
    for path, stages in update.merged.stages.items():
        place = project.folder / path
        if THEIRS not in stages or (place.is_file() and re.search(rb"^<{7,} ", place.read_bytes(), re.MULTILINE)):
            continue
        beside = place.with_name(f"{place.name}.template")
        if not beside.exists():
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(project.real.run("cat-file", "blob", stages[THEIRS].blob).stdout)


def ref(project: Project) -> str:
    """Name the reference that keeps this project's pristine tree."""
    return sha256(project.prefix.encode()).hexdigest()[:12] if project.prefix else "pristine"


def make_lock(request: Request, project: Project, update: Update, talk: Talk) -> steps.Step | None:
    """Make the lock file anew where the requirements changed: neither side's would fit."""
    path = f"{project.prefix}pyproject.toml"
    if not (project.folder / LOCK).is_file() or path not in {change.path for change in update.changes}:
        return None
    if request.no_install:
        return steps.not_wanted(steps.LOCK)
    if path in update.merged.stages:
        return steps.undone(steps.LOCK, "pyproject.toml has conflicts")
    with talk.step("Locking"):
        step = steps.lock(project.folder)
    if not project.private and project.prefix + LOCK in project.inside(project.entries()):
        project.real.run("add", "--", str(project.folder / LOCK))
    return step


def commit(project: Project) -> None:
    """Commit what was staged, as the user where git knows who that is."""
    git = project.real
    git.run("commit", "--quiet", "--no-verify", "--no-edit", "--cleanup=strip", env=apply.identity(git))


def say(request: Request, update: Update, outcome: Outcome, talk: Talk) -> None:
    """Say what came of it to people."""
    if update.nothing:
        talk.say(f"Up to date: {update.old.template} {update.version}", bold=True)
        return
    if request.yes or request.dry_run:
        report.preview(update, talk)
    if request.dry_run:
        report.versions(update, talk)
        return
    if outcome.lock and outcome.lock.status != "done":
        talk.warn(f"  left undone: uv.lock ({outcome.lock.detail}); later: {outcome.lock.command}")
    report.end(update, outcome.undo, talk, committed=outcome.committed)


def as_data(request: Request, project: Project, update: Update, outcome: Outcome, seconds: float) -> dict[str, object]:
    """Describe the update for programs."""
    lock = outcome.lock
    return report.as_data(update, project) | {
        "dry_run": request.dry_run,
        "applied": outcome.applied,
        "committed": outcome.committed,
        "branch": request.branch or "",
        "lock": {"status": lock.status, "detail": lock.detail, "command": lock.command} if lock else None,
        "undo": outcome.undo,
        "seconds": round(seconds, 3),
    }
