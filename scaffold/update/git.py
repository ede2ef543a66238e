"""Run git so that nobody's settings, hooks or signatures play a part where they must not."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import GitFailed, ScaffoldError

# merge-tree writes trees from this version on
OLDEST = (2, 38)
# Whatever a caller's hook or alias has set must not lead us to another repository or index
FOREIGN = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_EXTERNAL_DIFF",
)
OURS = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "commit.gpgSign": "false",
    "merge.directoryRenames": "true",
    "merge.renames": "true",
    "merge.conflictStyle": "zdiff3",
    "gc.auto": "0",
}
# Trees are told apart by their ids: commits around them always bear the same name and date
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "scaffold"), ("EMAIL", "scaffold@localhost"), ("DATE", "@0 +0000"))
}


def find() -> str:
    """Return the path of git.

    Raises:
        ScaffoldError: there is none, or it is too old to merge trees.

    """
    program = shutil.which("git")
    if program is None:
        message = "git was not found: updates are merged by git"
        raise ScaffoldError(message)
    text = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - git
    numbers = tuple(int(part) for part in text.split()[2].split(".")[:2]) if text.startswith("git version") else (0, 0)
    if numbers < OLDEST:
        message = (
            f"git {'.'.join(map(str, OLDEST))} or newer is needed to merge trees; here is {text.strip() or 'none'}"
        )
        raise ScaffoldError(message)
    return program


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """Git in one folder, with an environment of its own."""

    program: str
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(
        self, *arguments: str, given: bytes = b"", ok: Sequence[int] = (0,), env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command of git.

        Raises:
            GitFailed: it ended with another exit code than those that are `ok`.

        """
        settings = [part for pair in SETTINGS.items() for part in ("-c", "=".join(pair))]
        inherited = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        done = subprocess.run(  # noqa: S603 - git, with arguments of ours
            [self.program, *settings, *arguments],
            cwd=self.folder,
            env=inherited | OURS | dict(self.environment) | dict(env or {}),
            input=given,
            capture_output=True,
            check=False,
        )
        if done.returncode not in ok:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
            message = f"git {arguments[0]} failed: {said.removeprefix('fatal: ').removeprefix('error: ')}"
            raise GitFailed(message)
        return done

    def text(self, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        """Run a command of git and return what it says."""
        return os.fsdecode(self.run(*arguments, given=given, env=env).stdout).removesuffix("\n")

    def has(self, *arguments: str) -> bool:
        """Tell whether a command of git succeeds."""
        return self.run(*arguments, ok=range(256)).returncode == 0
