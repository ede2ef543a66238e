"""`scaffold doctor`: what of this machine scaffold and its projects need, and what mends what is missing."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from .. import __version__, cache, config, talk
from ..errors import ScaffoldError
from ..steps import find_uv

SCHEMA = 1
SECONDS = 20
OLDEST_GIT = (2, 38)
PYTHONS = ("3.13", "3.12")
COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found out about one thing, and the command that mends it."""

    name: str
    status: Literal["ok", "warning", "problem"]
    detail: str
    mend: str = ""


def run(*, as_json: bool) -> int:
    """Look at everything and print what was found; 1 when something that scaffold cannot do without is missing."""
    with ThreadPoolExecutor() as pool:  # most of a check is waiting for another program
        findings = list(pool.map(lambda check: check(), CHECKS))
    if as_json:
        data = {"schema": SCHEMA, "version": __version__, "checks": [asdict(each) for each in findings]}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        for line in _lines(findings):
            click.echo(line, color=talk.colour_on(sys.stdout))
    return int(any(each.status == "problem" for each in findings))


def _lines(findings: list[Finding]) -> Iterator[str]:
    width = max(len(each.name) for each in findings)
    for each in findings:
        mark = click.style(f"{each.status:<7}", fg=COLOURS[each.status])
        yield f"{mark}  {each.name:<{width}}  {each.detail}"
        if each.mend:
            yield f"{' ' * (width + 9)}  mend it: {each.mend}"


def git() -> Finding:
    """Find git, which makes repositories and fetches templates."""
    found = shutil.which("git")
    said = _first_line([found, "--version"]) if found else None
    if said is None:
        mend = "brew install git" if sys.platform == "darwin" else "sudo apt install git"
        return Finding(name="git", status="warning", detail="not found: no repositories, no git templates", mend=mend)
    numbers = [int(part) for part in said.split()[2].split(".")[:2] if part.isdecimal()]
    if tuple(numbers) < OLDEST_GIT:
        detail = f"{said}: updates need {'.'.join(map(str, OLDEST_GIT))}"
        return Finding(name="git", status="warning", detail=detail, mend="sudo apt install --only-upgrade git")
    return Finding(name="git", status="ok", detail=said)


def identity() -> Finding:
    """Look for the name that commits are made under."""
    missing = [key for key in ("user.name", "user.email") if not _first_line(["git", "config", "--get", key])]
    if missing:
        detail = f"{' and '.join(missing)} not set: the first commit is made by 'scaffold'"
        return Finding(name="git identity", status="warning", detail=detail, mend=f"git config --global {missing[0]} …")
    return Finding(name="git identity", status="ok", detail=str(_first_line(["git", "config", "--get", "user.name"])))


def uv() -> Finding:
    """Find uv, which makes environments."""
    found = find_uv()
    said = _first_line([found, "--version"]) if found else None
    if said is None:
        return Finding(name="uv", status="problem", detail="not found: no environments", mend="pipx install uv")
    if shutil.which("uv") is None:
        detail = f"{said}, beside scaffold only: make needs it on the PATH"
        return Finding(name="uv", status="warning", detail=detail, mend="pipx install uv")
    return Finding(name="uv", status="ok", detail=said)


def make() -> Finding:
    """Find make, which runs a project's commands."""
    found = shutil.which("make")
    if found is None:
        return Finding(name="make", status="warning", detail="not found: no make dev", mend="sudo apt install make")
    return Finding(name="make", status="ok", detail=found)


def docker() -> Finding:
    """Find Docker and ask whether its engine runs."""
    found = shutil.which("docker")
    if found is None:
        detail = "not found: images are built elsewhere"
        return Finding(name="docker", status="warning", detail=detail, mend="sudo apt install docker.io")
    said = _first_line([found, "version", "--format", "{{.Server.Version}}"])
    if said is None:
        detail = "the engine does not answer, or not to you"
        return Finding(name="docker", status="warning", detail=detail, mend="sudo systemctl start docker")
    return Finding(name="docker", status="ok", detail=f"engine {said}")


def pythons() -> Finding:
    """Find the Python versions that projects run on."""
    found_uv = find_uv() or "uv"
    missing = [each for each in PYTHONS if not _first_line([found_uv, "python", "find", "--no-project", each])]
    if len(missing) == len(PYTHONS):
        detail = f"none of {', '.join(PYTHONS)} is here: uv fetches one with the first project"
        return Finding(name="python", status="warning", detail=detail, mend=f"uv python install {PYTHONS[0]}")
    return Finding(name="python", status="ok", detail=", ".join(each for each in PYTHONS if each not in missing))


def here() -> Finding:
    """Try to write into the present folder."""
    try:
        with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".scaffold-doctor-"):
            pass
    except OSError as error:
        detail = f"cannot be written: {error.strerror}"
        return Finding(name="this folder", status="warning", detail=detail, mend="cd, or scaffold new --output DIR")
    free = shutil.disk_usage(Path.cwd()).free // 1_000_000
    return Finding(name="this folder", status="ok", detail=f"{Path.cwd()}, {free:,} MB free")


def settings() -> Finding:
    """Read the user's own defaults."""
    try:
        found = config.read()
    except ScaffoldError as error:
        return Finding(name="settings", status="problem", detail=error.message, mend=f"edit {config.path()}")
    return Finding(name="settings", status="ok", detail=str(config.path()) if found else "none")


def kept() -> Finding:
    """Look at the cache."""
    folder = cache.folder()
    if folder is None:
        where = cache.path() or "~/.cache/scaffold"
        detail = f"{where} cannot be used: every run compiles anew, and git templates cannot be fetched"
        mend = f"chmod -R go-w {where}, or set XDG_CACHE_HOME"
        return Finding(name="cache", status="warning", detail=detail, mend=mend)
    return Finding(name="cache", status="ok", detail=str(folder))


def terminal() -> Finding:
    """Say how questions would be asked."""
    if not talk.is_terminal():
        detail = "none: questions are asked line by line"
        return Finding(name="terminal", status="ok", detail=detail)
    colour = "colour" if talk.use_colour() else "no colour"
    size = shutil.get_terminal_size()
    return Finding(name="terminal", status="ok", detail=f"{os.environ['TERM']}, {size.columns} columns, {colour}")


def _first_line(command: list[str]) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - git, uv and docker, asked for their versions
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.strip().splitlines()
    return lines[0] if done.returncode == 0 and lines else None


CHECKS: tuple[Callable[[], Finding], ...] = (
    git,
    identity,
    uv,
    make,
    docker,
    pythons,
    here,
    settings,
    kept,
    terminal,
)
