"""`scaffold update`: merge another version of the template, or other answers, into a project."""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import answers, record
from ..errors import CONFLICTS_EXIT_CODE, Interrupted, UsageProblem
from ..interview import Interview
from ..models import Template, Value
from ..prompter import for_this_terminal
from ..state import folder_for
from ..talk import Talk
from ..update import journal, plan, report, write
from ..update.plan import Update
from ..update.project import Project, check_clean, opened
from ..update.write import Outcome


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
    limits: tuple[str, ...] = ()
    as_json: bool = False
    quiet: bool = False


def run(request: Request) -> int:
    """Update the project around the current folder.

    Raises:
        ScaffoldError: whatever stands against it; nothing is written then.

    """
    talk = Talk(quiet=request.quiet)
    start = time.perf_counter()
    folder = record.find(Path.cwd())
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch, mended(folder, Path(scratch), talk) as project:
        check_clean(project)
        check_branch(project, request.branch)
        update = plan.make(project, wish(request, talk))
        outcome = Outcome() if request.dry_run or update.nothing else go_on(request, project, update, talk)
        if request.as_json:
            report.print_json(as_data(request, project, update, outcome, time.perf_counter() - start))
        else:
            say(request, update, outcome, talk)
    return CONFLICTS_EXIT_CODE if update.merged.conflicts else 0


@contextlib.contextmanager
def mended(folder: Path, scratch: Path, talk: Talk) -> Iterator[Project]:
    """Open a project, after what a killed run had begun there is put back."""
    with opened(folder, scratch) as project:
        torn = project.moved(folder_for(folder)) if project.private else project
        if not journal.recover(torn):
            yield project
            return
    talk.warn("  an earlier update was killed while it wrote; its files were put back")
    (scratch / "again").mkdir()
    with opened(folder, scratch / "again") as project:
        yield project


def wish(request: Request, talk: Talk) -> plan.Wish:
    """Read the flags; new questions are asked unless defaults were asked for."""

    def ask(template: Template, given: dict[str, Value]) -> None:
        Interview(prompter=for_this_terminal(), talk=talk, templates=[template], given=given).options(template)

    quietly = request.yes or request.dry_run
    pairs = answers.read_flags(request.pairs)
    return plan.Wish(
        version=request.to,
        pairs=pairs,
        ask=None if quietly else ask,
        prompter=None if quietly else for_this_terminal(),
        trust=request.trust,
        limits=request.limits,
        talk=talk,
    )


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
    """Show the preview, agree, and write.

    Raises:
        Interrupted: the user does not want it.

    """
    if not request.yes:
        report.preview(update, talk)
        if not for_this_terminal().confirm("Go ahead", default=True):
            message = "stopped; nothing was written"
            raise Interrupted(message)
    way = write.Way(branch=request.branch, commit=request.commit, lock=not request.no_install)
    return write.write(project, update, way, talk)


def say(request: Request, update: Update, outcome: Outcome, talk: Talk) -> None:
    """Say what came of it to people."""
    if update.nothing:
        talk.say(f"Up to date: {update.old.template} {update.goal.version}", bold=True)
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
