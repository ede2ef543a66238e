"""Say what an update brings and what came of it: to people on standard error, to programs on standard output."""

import json
import re
import shlex
from typing import Any

import click

from ..models import Value
from ..plain import plain
from ..talk import Talk
from . import plan
from .base import Base
from .merge import Change
from .plan import Update
from .project import Project

SCHEMA = 1


def preview(update: Update, talk: Talk) -> None:
    """Say what an update would do, file by file."""
    talk.say(f"\n{heading(update)}", bold=True)
    if not update.base.verified:
        talk.warn(f"  What the template made cannot be verified ({update.base.why}): changed files are conflicts.")
    for text in (*update.goal.migrated, *(f"new: {name}={shown(value)}" for name, value in update.goal.added.items())):
        talk.say(f"  {text}")
    for change in update.changes:
        talk.say(f"  {change.change:<8} {change.source + ' -> ' if change.source else ''}{change.path}")
    told(update, talk)


def told(update: Update, talk: Talk) -> None:
    """Say what nobody may overlook."""
    for text in update.merged.moved:
        talk.say(f"  {text}")
    for path in update.merged.stay_deleted:
        talk.warn(f"  stays deleted, though the template changes it: {path}")
    for path in update.merged.untracked:
        talk.warn(f"  stays as it is, though the template changes it, for git does not track it: {path}")
    for path in update.merged.stay:
        talk.warn(f"  stays, though the template has it no more, for it was edited: {path}")
    for conflict in update.merged.conflicts:
        talk.warn(f"  conflict {conflict.path}: {conflict.kind}")


def heading(update: Update) -> str:
    """Name the step that an update takes."""
    if update.goal.same_version:
        return f"{update.old.template} {update.goal.version}, with other answers"
    return f"{update.old.template} {plan.shown(update.old)} -> {update.goal.version}"


def versions(update: Update, talk: Talk) -> None:
    """Say what the versions between brought."""
    for version, text in update.goal.changelog.items():
        talk.say(f"\n{version}", bold=True)
        for line in text.splitlines():
            talk.say(f"  {line}" if line else "")


def message(update: Update, changed: dict[str, Value]) -> str:
    """Write the message of the update's commit."""
    made = " ".join(f"{name}={shown(value)}" for name, value in changed.items())
    if update.goal.same_version:
        return f"chore: set {made or 'the template anew'}\n\n{update.template} {update.goal.version}\n"
    subject = f"chore: update to {update.goal.version} of {update.template}"
    parts = [subject, f"From {plan.shown(update.old)}{f', with {made}' if made else ''}."]
    texts = [f"{version}\n{text}" for version, text in update.goal.changelog.items()]
    # git takes lines that begin with # for comments
    parts += [re.sub(r"^#+ (.*)", r"\1:", text, flags=re.MULTILINE) for text in texts]
    return "\n\n".join(parts) + "\n"


def undo(project: Project, branch: str | None, origin: str, *, committed: bool) -> str:
    """Return the command that takes an update back; `origin` is the reference, or the commit, it was begun on."""
    if project.private:
        where = f"--git-dir={shlex.quote(str(project.git_dir))} --work-tree={shlex.quote(str(project.folder))}"
        return f"git {where} read-tree --reset -u HEAD"
    was = origin.removeprefix("refs/heads/")
    there = shlex.quote(was) if was != origin else f"--detach {origin}"
    leave = [f"git switch {there} && git branch -D {shlex.quote(branch)}"] if branch else []
    if committed:
        return leave[0] if leave else "git reset --keep HEAD~1"
    return " && ".join(["git cherry-pick --abort", *leave])


def as_data(update: Update, project: Project) -> dict[str, Any]:
    """Describe an update for programs."""
    return {
        "schema": SCHEMA,
        "project": {"path": str(project.folder)},
        "template": update.old.template,
        "from": plan.shown(update.old),
        "to": update.goal.version,
        "base": base_as_data(update.base),
        "answers": dict(update.goal.new.answers.values),
        "new_answers": update.goal.added,
        "migrated": update.goal.migrated,
        "changes": changes_as_data(update.changes),
        "conflicts": [{"path": each.path, "kind": each.kind} for each in update.merged.conflicts],
        "stay": update.merged.stay,
        "stay_deleted": update.merged.stay_deleted,
        "untracked": update.merged.untracked,
        "moved": update.merged.moved,
        "changelog": update.goal.changelog,
    }


def base_as_data(base: Base) -> dict[str, Any]:
    """Describe what a project is compared with."""
    return {"verified": base.verified, "source": base.source, "why": base.why}


def changes_as_data(changes: list[Change]) -> list[dict[str, str]]:
    """Describe files that differ."""
    return [{"path": each.path, "change": each.change, "source": each.source} for each in changes]


def print_json(data: dict[str, Any]) -> None:
    """Print one result for programs."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def shown(value: Any) -> str:  # noqa: ANN401 - somebody else's template may ask for anything
    """Write an answer as `--set` takes it."""
    return str(value).lower() if isinstance(value, bool) else plain(str(value))


def end(update: Update, undo: str, talk: Talk, *, committed: bool) -> None:
    """Say how things stand and what leads on from here, or back."""
    if update.merged.conflicts:
        talk.say("\nStaged, but for the conflicts. Settle them, git add them, then: git commit", bold=True)
    else:
        talk.say(
            "\nCommitted." if committed else "\nStaged. Look at it with git diff --staged, then: git commit", bold=True
        )
    talk.say(f"  back: {undo}", colour="cyan")
