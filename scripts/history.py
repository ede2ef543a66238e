"""Pack the templates of every released version for the wheel: a hook of hatch, and a command for a look at it.

A release is a tag `v1.2.3`. Its templates go in without their lock files, which would make up most of the pack and are
never merged. Where there is no repository, in an unpacked source distribution, what that brought is kept.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TAG = re.compile(r"v(\d+\.\d+\.\d+)")
FILES = ("releases.json", "history.pack")


class CustomBuildHook(BuildHookInterface[Any]):
    """Add the history to what is built."""

    scratch: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the pack and include it."""
        del version
        root = Path(self.root)
        folder = root / "scaffold/history"
        if (root / ".git").exists():
            folder = Path(tempfile.mkdtemp())
            self.scratch = folder
            pack(root, folder)
        found = {str(folder / name): f"scaffold/history/{name}" for name in FILES if (folder / name).is_file()}
        build_data["force_include"].update(found)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only made for the build."""
        del version, build_data, artifact_path
        if self.scratch:
            shutil.rmtree(self.scratch)


def git(folder: Path, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
    """Run git and return what it wrote."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, input=given, env=kept | dict(env or {}), capture_output=True, check=True)  # noqa: S603 - git, with arguments of ours
    return done.stdout


def releases(repository: Path) -> list[str]:
    """List the released versions, oldest first."""
    tags = git(repository, "tag", "--list", "v*").decode().split()
    found = [match[1] for match in map(TAG.fullmatch, tags) if match]
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def tree_of(repository: Path, version: str, private: dict[str, str]) -> str:
    """Write the tree of one release, through an index and into objects of our own."""
    git(repository, "read-tree", f"v{version}^{{tree}}", env=private)
    paths = git(repository, "ls-files", "-z", env=private).decode().split("\0")[:-1]
    dropped = [path for path in paths if not path.startswith("templates/") or path.endswith("/uv.lock")]
    git(repository, "update-index", "-z", "--force-remove", "--stdin", given="\0".join(dropped).encode(), env=private)
    return git(repository, "write-tree", env=private).decode().strip()


def pack(repository: Path, into: Path) -> dict[str, str]:
    """Write the pack and the list of what is in it; write nothing where nothing was released."""
    with tempfile.TemporaryDirectory() as scratch:
        objects = git(repository, "rev-parse", "--path-format=absolute", "--git-path", "objects").decode().strip()
        private = {
            "GIT_INDEX_FILE": f"{scratch}/index",
            "GIT_OBJECT_DIRECTORY": scratch,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects,
        }
        found = {version: tree_of(repository, version, private) for version in releases(repository)}
        if found:
            into.mkdir(parents=True, exist_ok=True)
            (into / "history.pack").write_bytes(packed(repository, list(found.values()), private))
            (into / "releases.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return found


def packed(repository: Path, trees: list[str], private: dict[str, str]) -> bytes:
    """Pack trees and all below them into few differences, which wheels compress better together than git does each."""
    objects = git(repository, "rev-list", "--objects", "--stdin", given="\n".join(trees).encode(), env=private)
    options = (
        "-c",
        "pack.compression=0",
        "pack-objects",
        "--stdout",
        "--window=250",
        "--depth=50",
        "--threads=1",
        "--no-reuse-delta",
        "-q",
    )
    return git(repository, *options, given=objects, env=private)


def main() -> None:
    """Write the pack of a repository into a folder and say what is in it."""
    parser = argparse.ArgumentParser(description="Pack the templates of every released version.")
    parser.add_argument("repository", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    found = pack(arguments.repository, arguments.folder)
    print(f"{len(found)} releases: {' '.join(found) or 'none'}")


if __name__ == "__main__":
    main()
