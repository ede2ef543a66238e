"""Find the folder in which scaffold keeps what must outlast a run."""

import os
from hashlib import sha256
from pathlib import Path


def folder_for(project: Path) -> Path:
    """Return the place of a project's own, below `$XDG_STATE_HOME` (XDG Base Directory Specification)."""
    home = Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser()
    return home / "scaffold" / f"{project.name}-{sha256(str(project).encode()).hexdigest()[:12]}.git"
