"""Let git merge the template's changes into the project's, and read what it says; the work tree is not touched.

Git is given three commits: the template as it was, and on top of that the project as it is and the template as it will
be. What it reports as conflicts is kept, except where nobody's work is in question: a file that the team deleted stays
deleted, and a file whose option goes away stays where the team has edited it. Both are told.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..treeid import LEFT_OUT
from . import entries
from .entries import Entries, Entry
from .git import IDENTITY
from .project import Project

# Stages of an index: what both sides had, ours, theirs
BASE, OURS, THEIRS = 1, 2, 3
CONTENTS = "CONFLICT (contents)"
ADDED = "both added it"
DELETIONS = {"CONFLICT (modify/delete)", "CONFLICT (rename/delete)"}
# Git's own name for what happened, and ours
KINDS = {
    CONTENTS: "both changed the same lines",
    "CONFLICT (binary)": "both changed a binary file: yours is kept",
    "CONFLICT (file/directory)": "a file here, a folder there",
    "CONFLICT (distinct modes)": "a file here, a link there",
    "CONFLICT (rename/rename)": "both renamed it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A file that someone must look at, and why."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file that the update adds, changes, deletes or renames."""

    path: str
    change: str
    source: str = ""


@dataclass(slots=True, kw_only=True)
class Merged:
    """What came of a merge: the tree to write, the conflicts with the stages of each, and what is to be told."""

    tree: str
    stages: dict[str, dict[int, Entry]]
    conflicts: list[Conflict] = field(default_factory=list)
    stay_deleted: list[str] = field(default_factory=list)
    untracked: list[str] = field(default_factory=list)
    stay: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)


def merge(project: Project, base: Entries, new: Entries, labels: tuple[str, str]) -> Merged:
    """Merge the step from `base` to `new` into the project; `labels` name the two in conflicts."""
    start = _commit(project, with_template(project, base))
    ours = _commit(project, f"{project.head}^{{tree}}", start)
    theirs = _commit(project, with_template(project, new), start)
    done = project.git.run("merge-tree", "--write-tree", "--messages", "-z", ours, theirs, ok=(0, 1))
    merged, messages = _read(done.stdout.decode("utf-8", "surrogateescape"))
    kinds: dict[str, list[str]] = {}
    for paths, kind, _ in messages:
        for path in paths:
            kinds.setdefault(path, []).append(kind)
    sides = {ours: "the project", theirs: "the template"}
    merged.moved = [_replaced(text, sides) for _, kind, text in messages if kind.startswith("Path updated")]
    renamed = {f"~{ours}": "~yours", f"~{theirs}": "~template"}
    _settle(project, merged, {path: kinds[path] for path in kinds if _replaced(path, renamed) == path})
    named = {ours: "yours", theirs: labels[1], start: labels[0]}
    _relabel(project, merged, named, renamed)
    for path in sorted(merged.stages):
        kind = _kind(kinds.get(path, []), merged.stages[path])
        merged.conflicts.append(Conflict(path=_replaced(path, renamed), kind=kind))
    merged.stages = {_replaced(path, renamed): stages for path, stages in merged.stages.items()}
    return merged


def changes(project: Project, tree: str) -> list[Change]:
    """List how a tree differs from the project as it is committed."""
    asked = ("-r", "-z", "-M", "--name-status")
    return read_changes(project.git.text("diff-tree", *asked, f"{project.head}^{{tree}}", tree))


def read_changes(out: str) -> list[Change]:
    """Read what git lists with --name-status and -z."""
    found: list[Change] = []
    words = {"A": "added", "M": "changed", "D": "deleted", "R": "renamed", "T": "changed"}
    fields = iter(out.split("\0")[:-1])
    for status in fields:
        path = next(fields)
        target, source = (next(fields), path) if status[0] == "R" else (path, "")
        if status in {"A", "M", "D", "T"} or source:  # a file in conflict is listed once more, as that
            found.append(Change(path=target, change=words[status[0]], source=source))
    return found


def with_template(project: Project, files: Entries) -> str:
    """Write the repository's tree with the template's files in the place of the project's."""
    present = project.entries()
    kept = {path: entry for path, entry in present.items() if path in LEFT_OUT or entry.mode == "160000"}
    put = project.inside(files | kept)
    gone = [path for path in project.inside(present) if path not in put]
    return entries.write_tree(project.git, project.index, project.head, gone, put)


def _commit(project: Project, tree: str, *parents: str) -> str:
    above = [part for parent in parents for part in ("-p", parent)]
    # trees can be equal: the message keeps the commits around them apart
    message = f"{len(parents)} {tree}"
    return project.git.text("commit-tree", project.git.text("rev-parse", tree), *above, "-m", message, env=IDENTITY)


def _read(out: str) -> tuple[Merged, list[tuple[list[str], str, str]]]:
    """Read what merge-tree writes with -z: the tree, the files in conflict, the messages."""
    parts = iter(out.split("\0"))
    merged = Merged(tree=next(parts), stages={})
    for part in parts:
        if not part:
            break
        meta, _, path = part.partition("\t")
        mode, blob, stage = meta.split()
        merged.stages.setdefault(path, {})[int(stage)] = Entry(mode, blob)
    messages: list[tuple[list[str], str, str]] = []
    for part in parts:
        if not part:
            break
        paths = [next(parts) for _ in range(int(part))]
        messages.append((paths, next(parts), next(parts).rstrip("\n")))
    return merged, messages


def _settle(project: Project, merged: Merged, kinds: Mapping[str, list[str]]) -> None:
    """Decide what needs nobody's decision: the team's deletions, and its edits of what the template has no more."""
    gone = merged.stay_deleted
    for path, stages in sorted(merged.stages.items()):
        if not DELETIONS & set(kinds.get(path, ())):
            continue
        if BASE in stages and OURS not in stages:
            # what git was told to ignore was never committed, and is no deletion
            (merged.untracked if os.path.lexists(project.top / path) else gone).append(path)
            del merged.stages[path]
        elif BASE in stages and THEIRS not in stages:
            merged.stay.append(path)
            del merged.stages[path]
    if gone or merged.untracked:
        drop = [*gone, *merged.untracked]
        merged.tree = entries.write_tree(project.git, project.index, merged.tree, drop, {})


def _relabel(project: Project, merged: Merged, named: dict[str, str], renamed: dict[str, str]) -> None:
    """Name the sides in the marks of conflicts, and in file names that git made up to keep both."""
    if not merged.stages:
        return
    present = entries.of_tree(project.git, merged.tree)
    drop, put = list[str](), dict[str, Entry]()
    for path in present:
        target = _replaced(path, renamed)
        if path not in merged.stages and target == path:
            continue
        blob = project.git.run("cat-file", "blob", present[path].blob).stdout
        text = _with_names(blob, named)
        drop.append(path)
        put[target] = Entry(present[path].mode, entries.write_blob(project.git, text))
    merged.tree = entries.write_tree(project.git, project.index, merged.tree, drop, put)


def _with_names(content: bytes, named: dict[str, str]) -> bytes:
    for commit, name in named.items():
        # git shortens the id of the base
        short = rf"^([<|>]{{7,}} )(?:{commit}|{commit[:7]}[0-9a-f]*)".encode()
        content = re.sub(short, rb"\g<1>" + name.encode(), content, flags=re.MULTILINE)
    return content


def _replaced(path: str, renamed: dict[str, str]) -> str:
    for old, new in renamed.items():
        path = path.replace(old, new)
    return path


def _kind(kinds: Iterable[str], stages: Iterable[int]) -> str:
    """Say what a conflict is about; git names the more telling kind first."""
    known = [kind for kind in kinds if kind in KINDS] or [CONTENTS]
    return ADDED if known[0] == CONTENTS and BASE not in set(stages) else KINDS[known[0]]
