"""Serve a fresh project in the foreground."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .errors import ScaffoldError
from .steps import FOREIGN_PYTHON, find_uv, without


def check() -> str:
    """Find what a project is served with, and return make's path.

    Raises:
        ScaffoldError: make or uv is not there.

    """
    make = shutil.which("make")
    if make is None:
        message = "--run needs make, which was not found: install it (sudo apt install make), or leave out --run"
        raise ScaffoldError(message)
    if find_uv() is None:
        message = "--run needs uv, which was not found: install it (pipx install uv), or leave out --run"
        raise ScaffoldError(message)
    return make


def run(project: Path) -> int:
    """Run the project's development server until it ends, and return its exit code."""
    make = check()
    # its targets call uv, which may be installed beside us only
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(find_uv() or "uv").parent)])
    environment = without(FOREIGN_PYTHON) | {"PATH": path}
    command = [make, "dev"]
    # what a server says is talk: standard output is for the result
    return subprocess.run(command, cwd=project, env=environment, stdout=sys.stderr, check=False).returncode  # noqa: S603 - its own target
