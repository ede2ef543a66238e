"""Serve a fresh project in the foreground."""

import os
import shutil
import subprocess
import sys
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
    environment = os.environ | {"PATH": path}
    command = [make, "dev"]
    # what a server says is talk: standard output is for the result
    return subprocess.run(command, cwd=project, env=environment, stdout=sys.stderr, check=False).returncode  # noqa: S603 - its own target
