"""Fetch a template's repository by commit, without running anything of it: no hooks, submodules, filters or helpers.

One bare repository a URL is kept in the cache, with a reference for each commit that was ever used, so that the same
version can be had again without a network.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .. import cache, lock
from ..errors import ScaffoldError, TemplateBroken, UsageProblem
from ..talk import Talk
from . import bounded
from .limits import Limits
from .source import SCHEMES, Source, without_password

COMMIT = re.compile(r"[0-9a-f]{40}")
PART_OF_COMMIT = re.compile(r"[0-9a-f]{7,39}")
SECONDS = 300  # for a fetch: slow lines are no crime
SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "core.autocrlf": "false",
    "core.symlinks": "true",
    "core.attributesFile": os.devnull,
    "fetch.recurseSubmodules": "false",
    "fetch.fsckObjects": "true",
    "transfer.bundleURI": "false",
    "protocol.allow": "never",
    **{f"protocol.{scheme}.allow": "always" for scheme in SCHEMES},
    "gc.auto": "0",
    "fetch.unpackLimit": "1",  # what comes is one file, whose size the system bounds
    "core.bigFileThreshold": "8m",  # larger ones are read piece by piece
}
# No filter of its user's shall see what a stranger wrote; only for fetching do their proxies and keys count
NOBODYS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
# What a git that was killed leaves behind, which would stop or fill the cache
LEFTOVERS = ("*.lock", "refs/**/*.lock", "objects/pack/tmp_*", "index-*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A bare repository of the cache and where it is fetched from, held by this run alone."""

    git: str
    folder: Path
    url: str
    limits: Limits
    held: tuple[int, ...]

    def run(self, *arguments: str, work_tree: Path | None = None, index: Path | None = None) -> str:
        """Run one git command and return what it prints.

        Raises:
            ScaffoldError: it failed or took too long.
            TemplateBroken: what it fetched or printed is more than the limits allow.

        """
        settings = [part for pair in SETTINGS.items() for part in ("-c", "=".join(pair))]
        place = [f"--git-dir={self.folder}"] + ([f"--work-tree={work_tree}"] if work_tree else [])
        abroad = arguments[0] in {"fetch", "ls-remote"}
        seconds = SECONDS if abroad else 2 * self.limits.time  # by the clock, of which others take
        try:
            done = bounded.run(
                [self.git, *settings, *place, *arguments],
                folder=work_tree or self.folder,
                environment=_environment(self.folder, index) | ({} if abroad else NOBODYS),
                bounds=bounded.Bounds(seconds=seconds, size=self.limits.size, keep=self.held),
            )
        except subprocess.TimeoutExpired as error:
            message = f"git {arguments[0]} did not end within {seconds} seconds"
            raise ScaffoldError(message) from error
        if done.code and (done.is_too_much or self._is_full()):
            _tidy(self.folder)
            self.limits.refuse_size("the repository")
        if done.code:
            raise ScaffoldError(without_password(_last_line(done.said) or "") or f"git {arguments[0]} failed")
        return done.out.strip()

    def _is_full(self) -> bool:
        """Tell whether a pack grew to its bound: git does not say what its own helper died of."""
        packs = (self.folder / "objects/pack").glob("tmp_*")
        return any(pack.stat().st_size >= self.limits.size for pack in packs)

    def has(self, commit: str) -> bool:
        """Tell whether a commit is here, with all that belongs to it."""
        try:
            self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"refs/kept/{commit}^{{commit}}")
        except ScaffoldError:
            return False
        return True

    def keep(self, commit: str, ref: str | None) -> str:
        """Remember a commit, and what it was asked for as."""
        self.run("update-ref", f"refs/kept/{commit}", commit)
        self.run("update-ref", _asked(ref), commit)
        return commit


def commit_of(repository: Repository, source: Source, talk: Talk) -> str:
    """Find the commit that a source means, fetching it where it is not here.

    Raises:
        ScaffoldError: it cannot be fetched, and is not in the cache.

    """
    if source.ref and COMMIT.fullmatch(source.ref) and repository.has(source.ref):
        return source.ref
    try:
        return repository.keep(_fetched(repository, source.ref), source.ref)
    except TemplateBroken:
        raise
    except ScaffoldError as error:
        known = _known(repository, source.ref)
        if known is None:
            message = f"cannot fetch {source.name!r} at {source.ref or 'its newest commit'}: {error.message}"
            raise ScaffoldError(message) from error
        talk.warn(f"  {source.name} cannot be reached: commit {known[:12]} from the cache is taken")
        return known


def _fetched(repository: Repository, ref: str | None) -> str:
    plain = ("fetch", "--quiet", "--force", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head")
    if ref and PART_OF_COMMIT.fullmatch(ref):  # servers are asked for whole commits only: it may be any of them
        whole = ["--unshallow"] if (repository.folder / "shallow").exists() else []
        repository.run(
            *plain, *whole, "--", repository.url, "+refs/heads/*:refs/all/heads/*", "+refs/tags/*:refs/all/tags/*"
        )
        for name in (f"refs/all/tags/{ref}", f"refs/all/heads/{ref}", ref):
            try:
                return repository.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            except ScaffoldError:
                continue
        message = f"it has no commit {ref}"
        raise ScaffoldError(message)
    repository.run(*plain, "--depth=1", "--", repository.url, f"+{ref or 'HEAD'}:refs/fetched")
    return repository.run("rev-parse", "--verify", "--end-of-options", "refs/fetched^{commit}")


def _known(repository: Repository, ref: str | None) -> str | None:
    try:
        return repository.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{_asked(ref)}^{{commit}}")
    except ScaffoldError:
        return None


def _asked(ref: str | None) -> str:
    return f"refs/asked/{hashlib.sha256((ref or '').encode()).hexdigest()}"


@contextmanager
def opened(source: Source, limits: Limits) -> Iterator[Repository]:
    """Provide the cache's repository for a source; other runs wait, for they would fetch into each other's references.

    Raises:
        UsageProblem: a folder that shall be taken at a version is no repository.
        ScaffoldError: there is no git, or no cache.

    """
    git = shutil.which("git")
    if git is None:
        message = f"git was not found, and {source.name!r} needs it: install git, or name a folder or a zip"
        raise ScaffoldError(message)
    local = Path(source.location)
    if local.is_dir() and not (local / ".git").exists() and not (local / "HEAD").exists():
        message = f"{source.location!r} is not a git repository: leave out @{source.ref}"
        raise UsageProblem(message)
    folder = cache.folder("git", hashlib.sha256(source.location.encode()).hexdigest()[:32])
    if folder is None:
        message = f"the cache {str(cache.path())!r} cannot be used: set XDG_CACHE_HOME to a folder of your own"
        raise ScaffoldError(message)
    url = local.as_uri() if local.is_dir() else source.location
    with lock.held(folder, wait=True) as held:  # git holds it too, should it outlive this run
        _tidy(folder)
        kept = () if held is None else (held,)
        repository = Repository(git=git, folder=folder, url=url, limits=limits, held=kept)
        repository.run("init", "--quiet", "--bare", "--template=")
        yield repository


def _tidy(folder: Path) -> None:
    """Remove what a killed git left behind: nobody else is at work here."""
    if sys.platform != "win32":  # where there is no lock
        for pattern in LEFTOVERS:
            for path in folder.glob(pattern):
                path.unlink(missing_ok=True)


def export(repository: Repository, commit: str, into: Path) -> None:
    """Write a commit's files into an empty folder.

    Raises:
        TemplateBroken: they are more than the limits allow.

    """
    limits = repository.limits
    listed = repository.run("ls-tree", "-r", "-l", "-z", "--end-of-options", commit).split("\0")
    sizes = [line.partition("\t")[0].split()[-1] for line in listed if line]
    limits.check_files(len(sizes), "the template")
    limits.check_size(sum(int(size) for size in sizes if size.isdecimal()), "the template")
    with _index(repository.folder) as index:
        repository.run("read-tree", commit, work_tree=into, index=index)
        repository.run("checkout-index", "--all", "--force", work_tree=into, index=index)


@contextmanager
def _index(folder: Path) -> Iterator[Path]:
    path = folder / f"index-{os.getpid()}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _environment(folder: Path, index: Path | None) -> dict[str, str]:
    """Take git's own variables away: they would lead it elsewhere or let it start other programs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key.startswith("GIT_SSH")}
    return {
        **kept,
        **({"GIT_INDEX_FILE": str(index)} if index else {}),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": ":".join(SCHEMES),
        "GIT_PROTOCOL_FROM_USER": "0",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "LC_ALL": "C",
    }


def _last_line(text: str) -> str | None:
    for line in text.splitlines():
        if line.startswith(("fatal: ", "error: ")):
            return line.partition(": ")[2]
    lines = text.strip().splitlines()
    return lines[-1] if lines else None
