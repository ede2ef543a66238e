"""Serve a fresh project in the foreground."""

import os
import shutil
import subprocess
from pathlib import Path

from .errors import ScaffoldError
from .steps import find_uv


def run(project: Path) -> int:
    """Run the project's development server until it ends, and return its exit code.

    Raises:
        ScaffoldError: make is not there.

    """
    make = shutil.which("make")
    if make is None:
        message = f"make was not found: the project is in {str(project)!r}; its README says how to start it"
        raise ScaffoldError(message)
    # its targets call uv, which may be installed beside us only
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(find_uv() or "uv").parent)])
    command = [make, "dev"]
    done = subprocess.run(command, cwd=project, env=os.environ | {"PATH": path}, check=False)  # noqa: S603 - its own target
    return done.returncode
