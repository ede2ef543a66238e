"""Keep what a template rendered among a new project's objects, so that updates find it without rendering it again.

That counts where it cannot be rendered again: a template that is gone, prints the time, or was never released.
"""

import contextlib
import shutil
from pathlib import Path

from .. import record
from ..errors import ScaffoldError
from ..treeid import LEFT_OUT
from .git import IDENTITY, Git

REF = "refs/scaffold/pristine"


def keep(project: Path) -> None:
    """Keep it, where the first commit of a project holds it; it is no loss where not."""
    program = shutil.which("git")
    if program is None or not (project / ".git/index").is_file():
        return
    with contextlib.suppress(ScaffoldError, OSError):
        _keep(Git(program=program, folder=project), record.read(project).tree)


def _keep(git: Git, wanted: str | None) -> None:
    aside = git.folder / ".git/scaffold-update.index"
    environment = {"GIT_INDEX_FILE": str(aside)}
    shutil.copy2(git.folder / ".git/index", aside)
    try:
        given = "".join(f"{path}\0" for path in LEFT_OUT).encode()
        git.run("update-index", "-z", "--force-remove", "--stdin", given=given, env=environment)
        if git.text("write-tree", env=environment) == wanted:
            commit = git.text("commit-tree", wanted, "-m", "what the template made", env=IDENTITY)
            git.run("update-ref", REF, commit)
    finally:
        aside.unlink()
