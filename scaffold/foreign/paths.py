"""Decide which paths somebody else's template may have and may write."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..engine import Inside
from ..errors import TemplateBroken
from ..names import WINDOWS_DEVICES
from ..record import RECORD
from .limits import Limits
from .spelling import SPECIAL, folded, is_gits

# Microsoft, "Naming Files, Paths, and Namespaces"
WINDOWS_REFUSED = frozenset('<>:"\\|?*')
PATH_LIMIT = 255  # bytes of one part on the usual file systems


@dataclass(slots=True, kw_only=True)
class Sandboxed(Inside):
    """Watches what a template that is not trusted writes."""

    limits: Limits
    files: int = 0
    size: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    def path(self, source: str, target: str) -> None:
        """Refuse a path that some system or git would take for something else.

        Raises:
            TemplateBroken: with the reason.

        """
        Inside.path(self, source, target)
        problem = next(filter(None, map(problem_with, target.split("/"))), None)
        if folded(target.partition("/")[2].partition("/")[0]) == folded(RECORD):
            problem = f"what {RECORD} says of a project's origin is not for its template to write"
        if problem:
            message = f"{source}: {problem}, in {target!r}"
            raise TemplateBroken(message)
        for depth in range(1, target.count("/") + 2):
            self._check_case(source, "/".join(target.split("/")[:depth]))

    def _check_case(self, source: str, target: str) -> None:
        known = self.seen.setdefault(folded(target), target)
        if known != target:
            message = f"{source}: {target!r} and {known!r} are one and the same on many systems"
            raise TemplateBroken(message)

    def file(self, target: str, size: int) -> None:
        """Count a file, and refuse one too many."""
        del target
        self.files += 1
        self.size += size
        self.limits.check_files(self.files, "what the template writes")
        self.limits.check_size(self.size, "what the template writes")


def problem_with(part: str) -> str | None:
    """Say why a part of a path is not allowed, or return None."""
    if is_gits(part):
        return "the name .git belongs to git"
    bare = folded(part).partition(".")[0].rstrip()
    rules = {
        "a name is empty": not part.strip() or part in {".", ".."},
        "a name holds a control character": any(unicodedata.category(mark) in SPECIAL for mark in part),
        "a name is not allowed on Windows": bool(WINDOWS_REFUSED & set(part)) or part.endswith((".", " ")),
        "a name is that of a device on Windows": bare in WINDOWS_DEVICES,
        "a name is too long": len(os.fsencode(part)) > PATH_LIMIT,
    }
    return next((problem for problem, holds in rules.items() if holds), None)


def check_template(folder: Path, limits: Limits) -> None:
    """Look a template's folder over before anything of it is read.

    Raises:
        TemplateBroken: it is too much, or holds a link out of it, or something that is no file.

    """
    top = folder.resolve()
    files = size = 0
    for path, state in _entries(top):
        inside = path.relative_to(top)
        if stat.S_ISLNK(state.st_mode):
            _check_link(path, top, inside)
        elif not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):
            message = f"{inside}: is neither a file nor a folder"
            raise TemplateBroken(message)
        files += not stat.S_ISDIR(state.st_mode)
        size += state.st_size
        limits.check_files(files, "the template")
        limits.check_size(size, "the template")


def _entries(top: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for here, folders, files in os.walk(top):
        if Path(here) == top and ".git" in folders:  # what a local folder's own git keeps is none of the template's
            folders.remove(".git")
        for name in (*folders, *files):
            path = Path(here, name)
            yield path, path.lstat()


def _check_link(path: Path, top: Path, inside: Path) -> None:
    try:
        end = path.resolve()
        leads_out = not end.is_relative_to(top) or ".git" in end.relative_to(top).parts
    except (OSError, RuntimeError):  # a loop
        leads_out = True
    if leads_out:
        message = f"{inside}: is a symbolic link out of the template"
        raise TemplateBroken(message)
