"""Write rendered files, and edited lists of them, as trees of git."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from .git import Git


class Entry(NamedTuple):
    """A file in a tree: its mode and the id of its blob."""

    mode: str
    blob: str


Entries: TypeAlias = dict[str, Entry]


def of_tree(git: Git, tree: str) -> Entries:
    """List the files of a tree with their paths."""
    found: Entries = {}
    for line in git.text("ls-tree", "-r", "-z", "--full-tree", tree).split("\0")[:-1]:
        meta, _, path = line.partition("\t")
        mode, _, blob = meta.split()
        found[path] = Entry(mode, blob)
    return found


def of_folder(git: Git, folder: Path, modes: Mapping[str, str]) -> Entries:
    """Write files below a folder as blobs, byte for byte, and list them."""
    plain = [path for path, mode in modes.items() if mode != "120000"]
    lines = "".join(f"{folder / path}\n" for path in plain)
    blobs = git.text("hash-object", "-w", "--no-filters", "--stdin-paths", given=os.fsencode(lines)).split()
    found = {path: Entry(modes[path], blob) for path, blob in zip(plain, blobs, strict=True)}
    links = {path: write_blob(git, os.fsencode((folder / path).readlink())) for path in modes if path not in found}
    return found | {path: Entry("120000", blob) for path, blob in links.items()}


def write_blob(git: Git, content: bytes) -> str:
    """Write one blob."""
    return git.text("hash-object", "-w", "--no-filters", "--stdin", given=content)


def write_tree(git: Git, index: Path, start: str | None, drop: Iterable[str], put: Mapping[str, Entry]) -> str:
    """Write the tree `start` without some paths and with others, through an index of our own."""
    environment = {"GIT_INDEX_FILE": str(index)}
    git.run("read-tree", *([start] if start else ["--empty"]), env=environment)
    # a file may stand where a folder was: first all goes that goes
    stage(git, drop, (f"{entry.mode} {entry.blob}\t{path}" for path, entry in put.items()), environment)
    return git.text("write-tree", env=environment)


def stage(git: Git, drop: Iterable[str], put: Iterable[str], env: Mapping[str, str] | None = None) -> None:
    """Take paths out of an index, then put lines into it as `git update-index --index-info` reads them."""
    gone, come = "".join(f"{path}\0" for path in drop), "".join(f"{line}\0" for line in put)
    if gone:
        git.run("update-index", "-z", "--force-remove", "--stdin", given=os.fsencode(gone), env=env)
    if come:
        git.run("update-index", "-z", "--index-info", given=os.fsencode(come), env=env)
