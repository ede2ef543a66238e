"""`scaffold diff`: what the team changed of what the template made."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from .. import record
from ..errors import ScaffoldError
from ..talk import use_colour
from ..treeid import LEFT_OUT
from ..update import base, merge, plan, report
from ..update.project import Project, opened


def run(*, stat: bool, name_only: bool, all_files: bool, trust: bool, as_json: bool) -> None:
    """Print the difference between the pristine render and the work tree.

    Raises:
        ScaffoldError: what the template made cannot be verified.

    """
    folder = record.find(Path.cwd())
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch, opened(folder, Path(scratch)) as project:
        made = plan.committed_record(project)[0]
        start = base.find(project, made, base.Leave(trust=trust))
        if not start.verified:
            message = f"what the template made cannot be verified: {start.why}"
            raise ScaffoldError(message)
        tree, chosen = merge.with_template(project, start.entries), [] if all_files else ["--diff-filter=a"]
        if as_json:
            report.print_json(as_data(project, made, start, changes(project, tree, chosen)))
            return
        show(project, tree, [*(["--stat"] if stat else ["--name-status"] if name_only else []), *chosen])


def changes(project: Project, tree: str, chosen: list[str]) -> list[merge.Change]:
    """List the files in which the work tree differs from a tree."""
    out = project.git.text("diff", "-M", "--name-status", "-z", *chosen, tree, "--", *where(project))
    return merge.read_changes(out)


def show(project: Project, tree: str, options: list[str]) -> None:
    """Let git print it: below the project's folder, without the files that are never merged."""
    colour = "always" if sys.stdout.isatty() and use_colour() else "never"
    sys.stdout.flush()
    done = project.git.run("diff", "-M", f"--color={colour}", *options, tree, "--", *where(project))
    sys.stdout.buffer.write(done.stdout)


def where(project: Project) -> list[str]:
    """Name the project's folder to git, without the files that are never merged."""
    left_out = [f":(exclude,top,literal){project.prefix}{path}" for path in sorted(LEFT_OUT)]
    return [f":(top,literal){project.prefix}", *left_out]


def as_data(project: Project, made: record.Record, start: base.Base, found: list[merge.Change]) -> dict[str, Any]:
    """Describe the difference for programs."""
    return {
        "schema": report.SCHEMA,
        "project": {"path": str(project.folder)},
        "template": made.template,
        "version": plan.shown(made),
        "base": report.base_as_data(start),
        "changes": report.changes_as_data(found),
    }
