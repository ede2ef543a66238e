"""Show what was made from somebody else's template."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..report import SCHEMA, next_commands
from ..steps import Step
from ..talk import Talk
from .obtain import Obtained
from .record import without_secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A project, and what made it."""

    obtained: Obtained
    trusted: bool
    target: Path
    files: Sequence[str]
    values: Mapping[str, Any]


def files_below(project: Path) -> list[str]:
    """List the files of a project, without those of its repository."""
    found = (path.relative_to(project) for path in project.rglob("*") if not path.is_dir() or path.is_symlink())
    return sorted(path.as_posix() for path in found if path.parts[0] != ".git")


def show(made: Made, done: Sequence[Step], talk: Talk, *, as_json: bool, seconds: float) -> None:
    """Say what was made and what was left undone."""
    if as_json:
        click.echo(json.dumps(as_data(made, done, seconds, dry=False), indent=2, ensure_ascii=False))
    for step in done:
        if step.status == "undone":
            talk.warn(f"  left undone: {step.name} ({step.detail}); later: {step.command}")
    kind = "trusted" if made.trusted else "sandboxed"
    talk.say(f"\n{made.target.name} is in {made.target} ({seconds:.1f} s)", bold=True)
    talk.say(f"  from {made.obtained.source.name} at {made.obtained.version[:19]}, {kind}", dim=True)
    talk.say(f"Next:\n  {next_commands(made.target)[0]}")


def show_plan(made: Made, *, as_json: bool) -> None:
    """Print what would be written."""
    if as_json:
        click.echo(json.dumps(as_data(made, [], 0, dry=True), indent=2, ensure_ascii=False))
        return
    click.echo(f"{made.target.name}/")
    for path in made.files:
        click.echo(f"  {path}")


def as_data(made: Made, done: Sequence[Step], seconds: float, *, dry: bool) -> dict[str, Any]:
    """Describe the result as `scaffold new --json` does."""
    name = str(made.values.get("project_name", made.target.name))
    where = made.obtained.source
    return {
        "schema": SCHEMA,
        "dry_run": dry,
        "project": {"name": name, "slug": made.target.name, "package": None, "path": str(made.target)},
        "template": where.name,
        "source": {"ref": where.ref, "version": made.obtained.version, "trusted": made.trusted},
        "answers": without_secrets(made.values),
        "files": list(made.files),
        "steps": [
            {"name": step.name, "status": step.status, "detail": step.detail, "command": step.command} for step in done
        ],
        "next": [] if dry else next_commands(made.target)[:1],
        "seconds": round(seconds, 3),
    }
