"""Show a plan before, and a result after: for people on standard error, for programs on standard output."""

import json
import os
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import click

from .models import Plan, Value
from .steps import Step
from .talk import Talk

SCHEMA = 1


def plan(planned: Plan, talk: Talk, *, commands: Sequence[str]) -> None:
    """Say what will be made, where, and what will be run."""
    given = planned.answers
    talk.say(f"\n{given.name}: {given.template.title} in {planned.target}", bold=True)
    for question in given.template.questions:
        if question.option:
            talk.say(f"  {question.title}: {_shown(given.values[question.name])}")
    talk.say(f"  {len(planned.files)} files; then {', '.join(commands) or 'nothing is run'}")


def dry_run(planned: Plan, *, as_json: bool) -> None:
    """Print the tree that would be written."""
    if as_json:
        _print_json(planned, [], 0, dry=True)
        return
    click.echo(f"{planned.answers.slug}/")
    seen: set[PurePosixPath] = set()
    for path in map(PurePosixPath, planned.files):
        for folder in reversed(path.parents[:-1]):
            if folder not in seen:
                seen.add(folder)
                click.echo(f"{'  ' * len(folder.parts)}{folder.name}/")
        click.echo(f"{'  ' * len(path.parts)}{path.name}")


def result(planned: Plan, done: Sequence[Step], talk: Talk, *, as_json: bool, seconds: float) -> None:
    """Say what was made, what was left undone, and what comes next."""
    if as_json:
        _print_json(planned, done, seconds, dry=False)
    for step in done:
        if step.status == "undone":
            talk.warn(f"  left undone: {step.name} ({step.detail}); later: {step.command}")
    if shutil.which("uv") is None:
        talk.warn("  make needs uv, which is not on the PATH: pipx install uv")
    talk.say(f"\n{planned.answers.name} is in {planned.target} ({seconds:.1f} s)", bold=True)
    talk.say("Next:")
    for command in next_commands(planned.target):
        talk.say(f"  {command}", colour="cyan")


def next_commands(target: Path) -> list[str]:
    """List the three commands that lead on from here."""
    beside = os.path.relpath(target)
    folder = beside if os.pardir not in Path(beside).parts[1:] else str(target)
    return [f"cd {shlex.quote(folder)}", "make dev", "make check"]


def _print_json(planned: Plan, done: Sequence[Step], seconds: float, *, dry: bool) -> None:
    given = planned.answers
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "dry_run": dry,
        "project": {
            "name": given.name,
            "slug": given.slug,
            "package": given.package,
            "path": str(planned.target),
        },
        "template": given.template.name,
        "answers": dict(given.values),
        "files": list(planned.files),
        "steps": [
            {"name": step.name, "status": step.status, "detail": step.detail, "command": step.command} for step in done
        ],
        "next": [] if dry else next_commands(planned.target),
        "seconds": round(seconds, 3),
    }
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def _shown(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else value
