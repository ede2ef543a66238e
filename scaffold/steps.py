"""What is done to a project once it stands: its environment and its repository.

Neither may cost anyone the project: what fails is reported with the command that does it later.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# Variables of an enclosing git or virtual environment that would lead ours astray
FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")
FOREIGN_PYTHON = ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "PYTHONPATH", "PYTHONHOME")
FALLBACK_IDENTITY = {"user.name": "scaffold", "user.email": "scaffold@localhost"}
# The first commit is ours: nobody's hooks, signatures or ignored files belong to it
COMMIT_SETTINGS = {"core.hooksPath": os.devnull, "core.excludesFile": os.devnull, "commit.gpgSign": "false"}

ENVIRONMENT, REPOSITORY, LOCK = "environment", "repository", "lock"
BY_HAND = {ENVIRONMENT: "uv sync", REPOSITORY: "git init && git add --all && git commit", LOCK: "uv lock"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one step, why, and the command that does it by hand."""

    name: str
    status: Literal["done", "skipped", "undone"]
    detail: str
    command: str


def not_wanted(name: str) -> Step:
    """Report a step that the user ruled out."""
    return Step(name=name, status="skipped", detail="not wanted", command=BY_HAND[name])


def find_uv() -> str | None:
    """Find uv: on the PATH, else the one installed beside this package."""
    on_path = shutil.which("uv")
    if on_path:
        return on_path
    try:
        import uv  # noqa: PLC0415 - looked for only where the PATH has none
    except ImportError:
        return None
    try:
        return str(uv.find_uv_bin())
    except FileNotFoundError:
        return None


def install(project: Path) -> Step:
    """Complete the lock file and make the environment."""
    uv = find_uv()
    if uv is None:
        return undone(ENVIRONMENT, "uv was not found")
    environment = without(FOREIGN_PYTHON)
    for arguments in (("lock",), ("sync", "--locked")):
        problem = run([uv, *arguments], project, environment)
        if problem:
            return undone(ENVIRONMENT, problem)
    return _done(ENVIRONMENT, "uv.lock and .venv")


def lock(project: Path) -> Step:
    """Bring the lock file in line with `pyproject.toml`: versions stay where they still fit."""
    uv = find_uv()
    if uv is None:
        return undone(LOCK, "uv was not found")
    problem = run([uv, "lock"], project, without(FOREIGN_PYTHON))
    return undone(LOCK, problem) if problem else _done(LOCK, "uv.lock")


def commit(project: Path, message: str) -> Step:
    """Make a repository with one commit, unless the project stands inside another repository."""
    git = shutil.which("git")
    if git is None:
        return undone(REPOSITORY, "git was not found")
    if _is_inside_repository(git, project):
        detail = "the folder is inside another repository"
        return Step(name=REPOSITORY, status="skipped", detail=detail, command="git add .")
    settings = [part for pair in (COMMIT_SETTINGS | _identity(git, project)).items() for part in ("-c", "=".join(pair))]
    for arguments in (
        ("init", "--quiet"),
        ("symbolic-ref", "HEAD", "refs/heads/main"),
        ("add", "--all"),
        ("commit", "--quiet", "--no-verify", "--message", message),
    ):
        problem = run([git, *settings, *arguments], project, without(FOREIGN))
        if problem:
            return undone(REPOSITORY, problem)
    return _done(REPOSITORY, "one commit on main")


def undone(name: str, why: str) -> Step:
    """Report a step that is left to the user."""
    return Step(name=name, status="undone", detail=why, command=BY_HAND[name])


def _done(name: str, what: str) -> Step:
    return Step(name=name, status="done", detail=what, command=BY_HAND[name])


def _is_inside_repository(git: str, project: Path) -> bool:
    environment = without(FOREIGN)
    inside = run([git, "rev-parse", "--is-inside-work-tree"], project, environment) is None
    return inside and run([git, "check-ignore", "--quiet", "."], project, environment) is not None


def _identity(git: str, project: Path) -> dict[str, str]:
    """Return a name and a mail address for whichever the user has not set."""
    from_environment = {"user.name": "GIT_AUTHOR_NAME", "user.email": "GIT_AUTHOR_EMAIL"}
    return {
        key: value
        for key, value in FALLBACK_IDENTITY.items()
        if from_environment[key] not in os.environ
        and run([git, "config", "--get", key], project, without(FOREIGN)) is not None
    }


def without(names: Sequence[str]) -> dict[str, str]:
    """Return this process's environment without some variables."""
    quiet = {"GIT_TERMINAL_PROMPT": "0"}
    return {key: value for key, value in os.environ.items() if key not in names} | quiet


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str | None:
    """Run a command and return None, or the last line it left when it failed."""
    try:
        done = subprocess.run(  # noqa: S603 - git or uv, with arguments of ours
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        return f"{Path(command[0]).name} does not start: {error.strerror}"
    if done.returncode == 0:
        return None
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    return _telling_line(lines) or f"{Path(command[0]).name} failed with exit code {done.returncode}"


def _telling_line(lines: Sequence[str]) -> str | None:
    """Pick the line that says what went wrong: uv and git both mark it."""
    for line in lines:
        text = line.removeprefix("fatal: ").removeprefix("error: ").removeprefix("\u00d7 ")
        if text != line:
            return text
    return lines[-1] if lines else None
