"""Bring a template from its source to a folder on this disk, and say which version of it that is."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import ScaffoldError, UsageProblem
from ..talk import Talk
from . import archive, git
from .limits import Limits
from .paths import check_template
from .source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """A template's folder, with the root of what it came in and its version: a commit, or a digest of every file."""

    source: Source
    root: Path
    folder: Path
    version: str


@contextmanager
def obtained(source: Source, limits: Limits, talk: Talk) -> Iterator[Obtained]:
    """Provide a template's folder for as long as it is needed.

    Raises:
        ScaffoldError: it cannot be had.
        TemplateBroken: it is more than the limits allow, or holds what no template may.

    """
    if source.kind == "folder":
        folder = Path(source.location)
        check_template(folder, limits)
        yield _found(source, folder, digest_of(folder))
        return
    with tempfile.TemporaryDirectory(prefix="scaffold-") as scratch:
        root = Path(scratch, Path(source.location).name.removesuffix(".git").removesuffix(".zip") or "template")
        root.mkdir()
        version = _bring(source, root, limits, talk)
        check_template(root, limits)
        yield _found(source, _single_folder(source, root), version)


def _bring(source: Source, root: Path, limits: Limits, talk: Talk) -> str:
    if source.kind == "zip":
        archive.unpack(Path(source.location), root, limits)
        return f"sha256:{archive.digest_of(Path(source.location))}"
    with talk.step(f"Fetching {source.name}") as outcome, git.opened(source, limits) as repository:
        commit = git.commit_of(repository, source, talk)
        git.export(repository, commit, root)
        outcome.append(f"{source.name} at {commit[:12]}")
    return commit


def _single_folder(source: Source, root: Path) -> Path:
    """Step into the one folder that a zip of a repository usually holds, unless the folder asked for is here."""
    entries = list(root.iterdir())
    if source.subfolder and (root / source.subfolder).is_dir():
        return root
    if len(entries) == 1 and entries[0].is_dir() and not (root / "cookiecutter.json").exists():
        return entries[0]
    return root


def _found(source: Source, root: Path, version: str) -> Obtained:
    folder = root / source.subfolder if source.subfolder else root
    if not folder.is_dir() or not folder.resolve().is_relative_to(root.resolve()):
        there = sorted(path.parent.relative_to(root).as_posix() for path in root.glob("*/cookiecutter.json"))
        hint = f"; there is {', '.join(there)}" if there else ""
        message = f"{source.name!r} has no folder {source.subfolder!r}{hint}"
        raise UsageProblem(message)
    return Obtained(source=source, root=root, folder=folder, version=version)


def digest_of(folder: Path) -> str:
    """Return one digest over the names, kinds and contents of all files of a local folder.

    Raises:
        ScaffoldError: a file cannot be read.

    """
    total = hashlib.sha256()
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for link in filter(Path.is_symlink, (Path(here, name) for name in folders)):  # what it leads to may change
            total.update(repr((link.relative_to(folder).as_posix(), str(link.readlink()))).encode())
        for name in sorted(files):
            path = Path(here, name)
            mode = "x" if os.access(path, os.X_OK) else "-"
            total.update(repr((path.relative_to(folder).as_posix(), mode)).encode())
            try:
                total.update(hashlib.sha256(path.read_bytes()).digest())
            except OSError as error:
                message = f"cannot read {str(path)!r}: {error.strerror}"
                raise ScaffoldError(message) from error
    return f"sha256:{total.hexdigest()}"
