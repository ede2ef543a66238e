"""`scaffold diff`: what the team changed of what the template made."""

import sys
import tempfile
from pathlib import Path

from .. import record
from ..errors import ScaffoldError
from ..talk import Talk, use_colour
from ..treeid import LEFT_OUT
from ..update import base, merge, plan
from ..update.project import Project, opened


def run(*, stat: bool, name_only: bool, all_files: bool, trust: bool) -> None:
    """Print the difference between the pristine render and the work tree.

    Raises:
        ScaffoldError: what the template made cannot be verified.

    """
    folder = record.find(Path.cwd())
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch, opened(folder, Path(scratch)) as project:
        start = base.find(project, plan.committed_record(project)[0], base.Leave(trust=trust, talk=Talk()))
        if not start.verified:
            message = f"what the template made cannot be verified: {start.why}"
            raise ScaffoldError(message)
        options = [
            *(["--stat"] if stat else ["--name-status"] if name_only else []),
            *([] if all_files else ["--diff-filter=a"]),
        ]
        show(project, merge.with_template(project, start.entries), options)


def show(project: Project, tree: str, options: list[str]) -> None:
    """Let git print it: below the project's folder, without the files that are never merged."""
    colour = "always" if sys.stdout.isatty() and use_colour() else "never"
    left_out = [f":(exclude,top,literal){project.prefix}{path}" for path in LEFT_OUT]
    arguments = ["diff", "-M", f"--color={colour}", *options, tree, "--", f":(top,literal){project.prefix}", *left_out]
    sys.stdout.flush()
    sys.stdout.buffer.write(project.git.run(*arguments).stdout)
