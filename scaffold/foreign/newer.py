"""Find which version of somebody else's template a project can go to."""

import re

from ..versions import Version
from .git import COMMIT, PART_OF_COMMIT, Repository

RELEASE = re.compile(r"v?\d+(\.\d+)*")


def is_release(ref: str) -> bool:
    """Tell whether a reference is named like a release: v1, 1.2.3; a pre-release is none."""
    return RELEASE.fullmatch(ref) is not None


def begins(ref: str, commit: str) -> bool:
    """Tell whether a reference is the beginning of a commit's id, which may look like a release: all digits."""
    return PART_OF_COMMIT.fullmatch(ref) is not None and commit.startswith(ref)


def newest(repository: Repository, ref: str | None) -> str | None:
    """Return what to take now where `ref` was taken before: of releases the newest, else the same branch or tag.

    A project that was made from a commit follows the repository's own branch, which None stands for.

    Raises:
        ScaffoldError: the repository cannot be reached.

    """
    names = _names(repository)
    if ref is None or (ref not in names and (COMMIT.fullmatch(ref) or PART_OF_COMMIT.fullmatch(ref))):
        return None
    if not is_release(ref):
        return ref
    return max([ref, *filter(is_release, names)], key=Version)


def _names(repository: Repository) -> set[str]:
    listed = repository.run("ls-remote", "--quiet", "--tags", "--heads", "--refs", "--", repository.url)
    return {line.partition("\t")[2].split("/", 2)[2] for line in listed.splitlines()}
