"""Serve a fresh project in the foreground."""

import shutil
import subprocess
from pathlib import Path

from .errors import ScaffoldError


def run(project: Path) -> int:
    """Run the project's development server until it ends, and return its exit code.

    Raises:
        ScaffoldError: make is not there.

    """
    make = shutil.which("make")
    if make is None:
        message = f"make was not found: the project is in {str(project)!r}; its README says how to start it"
        raise ScaffoldError(message)
    return subprocess.run([make, "dev"], cwd=project, check=False).returncode  # noqa: S603 - the project's own target
